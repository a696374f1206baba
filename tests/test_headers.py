"""What every page says to the browser (S7)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

ROOT = Path(__file__).parents[1]
PAGES = [
    "/",
    "/login",
    "/c/acme/overview",
    "/api/docs",
    "/api/docs/guide",
    "/api/v1/openapi.json",
    "/api/v1/session",
    "/api/nothing",
]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A console as `npm run build` leaves it."""
    (tmp_path / "index.html").write_text(
        '<meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_the_headers(db: None, built: Path, page: str) -> None:
    with override_settings(CONSOLE_DIST=built):
        response = Client().get(page)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Request-Id"]
    assert not [name for name in response.headers if name.startswith("Access-Control")]
    policy = dict(rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("page", ["/", "/login", "/p/acme-1/guests/7"])
def test_the_console_is_served_at_every_address_with_a_fresh_nonce(db: None, built: Path, page: str) -> None:
    with override_settings(CONSOLE_DIST=built):
        first, second = Client().get(page), Client().get(page)
    nonces = []
    for response in (first, second):
        text = response.content.decode()
        assert "__CSP_NONCE__" not in text
        [nonce] = set(re.findall(r'(?:nonce|content)="([^"]+)"', text))
        assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "no-store"
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_a_console_that_was_never_built_says_so(db: None, tmp_path: Path) -> None:
    with override_settings(CONSOLE_DIST=tmp_path / "dist"):
        response = Client().get("/")
    assert response.status_code == 503
    assert "make up" in response.content.decode()


@pytest.mark.parametrize("gone", ["/assets/index-old.js", "/static/x.css"])
def test_a_file_that_is_gone_is_404_and_not_the_page(db: None, built: Path, gone: str) -> None:
    with override_settings(CONSOLE_DIST=built):
        assert Client().get(gone).status_code == 404


def test_the_console_takes_no_changes(db: None, built: Path) -> None:
    with override_settings(CONSOLE_DIST=built):
        assert Client().post("/").status_code == 405


def production(code: str) -> str:
    """Run a line in a process set up as production is."""
    environment = os.environ | {
        "HUIKE_ENV": "production",
        "HUIKE_SECRET_KEY": "kX9-" + "aB3dE5fG7h" * 6,
        "HUIKE_HOSTS": "huike.example",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_in_production_check_deploy_finds_nothing() -> None:
    code = (
        "import django, json; django.setup();"
        "from django.core.checks import run_checks;"
        "print(json.dumps([str(found) for found in run_checks(include_deployment_checks=True)]))"
    )
    assert json.loads(production(code).splitlines()[-1]) == []


def test_in_production_cookies_are_secure_and_https_is_remembered() -> None:
    code = (
        "import django, json; django.setup();"
        "from django.conf import settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.DEBUG]))"
    )
    told = json.loads(production(code))
    assert told == ["__Host-huike_session", True, True, True, 31_536_000, True, False]


def test_production_does_not_start_without_a_secret_key() -> None:
    with pytest.raises(AssertionError, match="HUIKE_SECRET_KEY"):
        production("import os; os.environ['HUIKE_SECRET_KEY'] = ''; import django; django.setup()")
