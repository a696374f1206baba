"""What stands in for others on a developer's machine: Stripe, SMS vendors, a mail server; their ports and secrets."""

import os
import secrets
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from config.local.folders import Home

STRIPE, VENDORS, MAIL = 1, 2, 3
_chosen: dict[tuple[Path, int], int] = {}  # (home, how far from our own) -> port


def commands(home: Home, port: int) -> dict[str, list[str]]:
    """The programs to run."""
    return {**_stripe(home, port), **_vendors(home, port)}


def environment(home: Home, port: int) -> Mapping[str, str]:
    """What the product is told of them."""
    told: dict[str, str] = {}
    if not os.environ.get("HUIKE_STRIPE_KEY"):
        told |= {
            "HUIKE_STRIPE_API": f"http://127.0.0.1:{_port_beside(home, port, STRIPE)}",
            "HUIKE_STRIPE_KEY": f"sk_test_{secret(home, 'stripe_key')}",
            "HUIKE_STRIPE_WEBHOOK_SECRETS": f"whsec_{secret(home, 'stripe_webhook_secret')}",
        }
    if _has_vendors():
        api = f"http://127.0.0.1:{_port_beside(home, port, VENDORS)}"
        told |= {
            "HUIKE_ALIYUN_API": api,
            "HUIKE_TENCENT_API": api,
            "HUIKE_SMTP_STAND_IN": f"127.0.0.1:{_port_beside(home, port, MAIL)}",
            "HUIKE_VENDORS_SECRET": secret(home, "vendors_secret"),
        }
    return told


def page_of_guests(home: Home, port: int) -> str:
    """Where a person sees what guests would receive; '' without the stand-ins."""
    return f"http://127.0.0.1:{_port_beside(home, port, VENDORS)}" if _has_vendors() else ""


def _stripe(home: Home, port: int) -> dict[str, list[str]]:
    """Stripe's stand-in, which tells the product what happens by webhook as Stripe does."""
    if os.environ.get("HUIKE_STRIPE_KEY"):
        return {}
    # Its key and secret come from the environment, where no list of processes shows them.
    return {
        "stripe": [
            *[sys.executable, "-m", "config.local.stripe"],
            *["--port", str(_port_beside(home, port, STRIPE)), "--state", str(home.path / "stripe.db")],
            *["--webhook", f"http://127.0.0.1:{port}/api/v1/hooks/stripe"],
        ]
    }


def _vendors(home: Home, port: int) -> dict[str, list[str]]:
    """The stand-ins for SMS vendors and a mail server, which post receipts and replies as those do."""
    if not _has_vendors():
        return {}
    # Their secret comes from the environment, as the product's does.
    return {
        "vendors": [
            *[sys.executable, "-m", "config.local.vendors", "--state", str(home.path / "vendors.json")],
            *["--port", str(_port_beside(home, port, VENDORS))],
            *["--smtp-port", str(_port_beside(home, port, MAIL))],
            *[
                "--hook",
                f"http://127.0.0.1:{port}/api/v1/hooks/messaging/{{account}}/{{vendor}}/{{token}}",
            ],
        ]
    }


def _has_vendors() -> bool:
    """Whoever tries a real account with a vendor here leaves the stand-ins out."""
    return os.environ.get("HUIKE_MESSAGE_STAND_INS") != "0"


def _port_beside(home: Home, port: int, by: int) -> int:
    """A port beside ours, or any that is free; chosen once for each run of `make up`."""
    key = (home.path, by)
    if key not in _chosen:
        beside = port + by
        _chosen[key] = beside if beside < 65536 and not cannot_listen(beside) else _free_port()
    return _chosen[key]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def secret(home: Home, name: str) -> str:
    """This home's own key, made once: sessions survive a restart, and no two homes share one."""
    target = home.path / name
    try:
        return target.read_text()
    except FileNotFoundError:
        made = secrets.token_urlsafe(48)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
        return made


def cannot_listen(port: int) -> int | None:
    """The error number that listening on this port gives, or None."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno
    return None
