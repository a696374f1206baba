"""Typed readers of the environment that fail loudly: a wrong value stops the start, never a request."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default == "":
            return ""
        raise ImproperlyConfigured(f"{name} must be set.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")


def integer(name: str, *, default: int, least: int = 0) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def home() -> Path:
    """The data folder: HUIKE_HOME, else var/ beside the project."""
    return Path(os.environ.get("HUIKE_HOME") or Path(__file__).resolve().parents[2] / "var").resolve()


def adopt_local() -> None:
    """Beside a `make up` of this home folder, take what the environment does not say from what that runs with.

    So `huike …` in another shell reaches the same servers. Never in production: there, whatever is not said
    is missing.
    """
    if os.environ.get("HUIKE_ENV", "development") != "development":
        return
    try:
        told = json.loads((home() / "run" / "environment.json").read_text())
    except (OSError, ValueError):
        return
    for name, value in told.items():
        if not os.environ.get(name):
            os.environ[name] = value


def database(url: str) -> dict[str, object]:
    """DATABASE_URL (postgresql://user:password@host:port/name?host=/socket) as Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
