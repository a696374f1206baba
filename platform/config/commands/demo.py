"""huike demo load, logins: a chain to look at, made by the product itself."""

import argparse
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loyalty.demo.loading import Loaded


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("demo", help="a demo chain of five hotels with two years of stays")
    actions = group.add_subparsers(required=True, metavar="action")
    load = actions.add_parser("load", help="make it (again: nothing changes)")
    load.set_defaults(run=load_demo)
    on = actions.add_parser("advance", help="carry it on to this moment; the worker does so every hour")
    on.set_defaults(run=advance_demo)
    logins = actions.add_parser("logins", help="one login for each role, with their password")
    logins.set_defaults(run=show_logins)
    for action in (load, on, logins):
        action.add_argument("--json", action="store_true")


def load_demo(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.demo.loading import load

    began = time.monotonic()
    return _told(load(), began)


def advance_demo(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.demo.loading import advance

    began = time.monotonic()
    return _told(advance(), began)


def _told(loaded: "list[Loaded]", began: float) -> dict[str, Any]:
    from loyalty.demo.loading import SLUG

    return {
        "chain": SLUG,
        "sent": sum(each.sent for each in loaded),
        "guests": sum(each.guests for each in loaded),
        "stays": sum(each.stays for each in loaded),
        "properties": {each.slug: asdict(each) for each in loaded},
        "seconds": round(time.monotonic() - began, 1),
    }


def show_logins(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.demo.logins import LOGINS, password

    chosen = password()
    if options.json:
        told = [
            {"role": each.role.value, "login": each.login, "name": each.name, "property": each.at or None}
            for each in LOGINS
        ]
        return {"password": chosen, "logins": told}
    return {**{f"{each.title} {each.role.value}": each.login for each in LOGINS}, "password": chosen}
