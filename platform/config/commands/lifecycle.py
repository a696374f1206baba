"""huike lifecycle night: judge everybody of a property, or of a chain's, now."""

import argparse
from typing import Any

from config.commands import places


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("lifecycle", help="where guests stand: run a night by hand")
    actions = group.add_subparsers(required=True, metavar="action")
    night = actions.add_parser(
        "night", help="make up the nights that are due, or judge everybody once more (again: nothing changes)"
    )
    places.add_to(night)
    night.add_argument("--json", action="store_true")
    night.set_defaults(run=run_night)


def run_night(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.nights import nightly
    from tenants.context import in_property

    told = {}
    for hotel in places.asked(options):
        with in_property(hotel):
            told[hotel.slug] = {str(day): done for day, done in nightly.by_hand(hotel).items()}
    return {"properties": told}
