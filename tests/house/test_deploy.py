"""The production shape says the same as `make up`, and nothing secret."""

import json
import re

import yaml

from config.local import up
from config.local.folders import PROJECT


def _compose() -> dict[str, dict[str, dict[str, object]]]:
    found: dict[str, dict[str, dict[str, object]]] = yaml.safe_load(
        (PROJECT / "docker-compose.yml").read_text()
    )
    return found


def test_compose_has_every_part_and_its_health_is_watched() -> None:
    services = _compose()["services"]
    assert set(services) == {"postgres", "redis", "migrate", "web", "worker", "scheduler", "deliverer"}
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]


def test_compose_refuses_to_start_without_secrets() -> None:
    text = (PROJECT / "docker-compose.yml").read_text()
    secrets = re.findall(r"\$\{((?:HUIKE_SECRET_KEY|POSTGRES_PASSWORD)[^}]*)\}", text)
    assert len(secrets) >= 3
    assert all(":?" in secret for secret in secrets)


def test_composes_redis_keeps_what_is_queued() -> None:
    command = _compose()["services"]["redis"]["command"]
    assert isinstance(command, list)
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"


def test_only_the_web_server_is_published_and_only_here() -> None:
    published = {
        name: service["ports"] for name, service in _compose()["services"].items() if "ports" in service
    }
    assert published == {"web": ["127.0.0.1:${HUIKE_PORT:-8000}:8000"]}


def test_the_image_runs_the_server_as_make_up_does_and_not_as_root() -> None:
    text = (PROJECT / "Dockerfile").read_text()
    command = json.loads(text.rsplit("\nCMD ", 1)[1])
    assert " ".join(up.WEB_OPTIONS) in " ".join(command)
    assert re.findall(r"(?m)^USER (.*)$", text)[-1] == "huike"
