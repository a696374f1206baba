"""huike lifecycle night: judge everybody of a property, or of a chain's, now."""

import argparse
from typing import Any


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("lifecycle", help="where guests stand: run a night by hand")
    actions = group.add_subparsers(required=True, metavar="action")
    night = actions.add_parser(
        "night", help="make up the nights that are due, or judge everybody once more (again: nothing changes)"
    )
    place = night.add_mutually_exclusive_group(required=True)
    place.add_argument("--property", metavar="SLUG")
    place.add_argument("--chain", metavar="SLUG")
    night.add_argument("--json", action="store_true")
    night.set_defaults(run=run_night)


def run_night(options: argparse.Namespace) -> dict[str, Any]:
    from chains.opening import chain_named
    from config.commands.programme import property_named
    from loyalty.nights import nightly
    from tenants.context import in_property
    from tenants.models import Property

    if options.property:
        hotels = [property_named(options.property)]
    else:
        open_ones = Property.objects.filter(chain=chain_named(options.chain), state="open")
        hotels = list(open_ones.select_related("chain").order_by("slug"))
    told = {}
    for hotel in hotels:
        with in_property(hotel):
            told[hotel.slug] = {str(day): done for day, done in nightly.by_hand(hotel).items()}
    return {"properties": told}
