"""huike ledger verify, explain: the books computed again, and a balance told from its entries."""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from config.commands.places import property_named
from kernel.errors import Refused

if TYPE_CHECKING:
    from tenants.models import Property


class NoSuchGuest(Refused):
    code = "unknown_guest"
    status = 404
    zh = "{property} 没有编号为 {guest} 的客人。"
    en = "There is no guest {guest} at {property}."


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("ledger", help="points and stored value: check the books, explain a balance")
    actions = group.add_subparsers(required=True, metavar="action")
    verify = actions.add_parser("verify", help="compute every sum again and report each difference")
    place = verify.add_mutually_exclusive_group()
    place.add_argument("--property", metavar="SLUG")
    place.add_argument("--chain", metavar="SLUG", help="all its properties (default: of all chains)")
    verify.set_defaults(run=verify_books)
    explain = actions.add_parser("explain", help="a guest's balance at the end of a day, from its entries")
    explain.add_argument("--property", required=True, metavar="SLUG")
    explain.add_argument("--guest", required=True, type=int, metavar="ID")
    explain.add_argument(
        "--account",
        default="points",
        choices=("points", "money", "base", "bonus", "pending", "owed", "principal", "gift"),
    )
    explain.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: today")
    explain.set_defaults(run=explain_balance)
    for action in (verify, explain):
        action.add_argument("--json", action="store_true")


def verify_books(options: argparse.Namespace) -> dict[str, Any]:
    """A difference makes the command fail; points and cents are told per kind of account."""
    from kernel.statements import Statements
    from loyalty.ledger.verifying import verify
    from tenants.context import in_property, raw_connection

    told: dict[str, Any] = {}
    failed = False
    for hotel in _hotels(options):
        with in_property(hotel):
            report = verify(Statements(raw_connection()))
        failed = failed or bool(report.differences)
        told[hotel.slug] = {
            "accounts": report.accounts,
            "lots": report.lots,
            "postings": report.postings,
            "entries": report.entries,
            "held": report.totals,
            "differences": [
                {"check": each.check, "zh": each.says[0], "en": each.says[1]} for each in report.differences
            ],
        }
    return {"properties": told, "failed": failed}


def explain_balance(options: argparse.Namespace) -> dict[str, Any]:
    from kernel import clock
    from kernel.statements import Statements
    from loyalty.guests.persons import rows_of
    from loyalty.ledger.explaining import explain
    from loyalty.programme.points.wording import reason
    from tenants.context import in_property, raw_connection

    hotel = property_named(options.property)
    with in_property(hotel):
        raw = Statements(raw_connection())
        rows = rows_of(raw, options.guest)
        if not rows:
            raise NoSuchGuest(property=hotel.slug, guest=options.guest)
        day = options.on or clock.today(hotel.time_zone)
        told = explain(raw, rows, options.account, day, say=reason)
    return {
        "property": hotel.slug,
        "guest": str(options.guest),
        "account": told.account,
        "unit": told.unit,
        "on": str(day),
        "balance": told.balance,
        "zh": told.says[0],
        "en": told.says[1],
        "entries": [
            {
                "on": str(line.on),
                "posting": line.posting,
                "account": line.account,
                "amount": line.amount,
                "after": line.after,
                "zh": line.says[0],
                "en": line.says[1],
            }
            for line in told.lines
        ],
    }


def _hotels(options: argparse.Namespace) -> "list[Property]":
    from chains.opening import chain_named
    from tenants.models import Property

    if options.property:
        return [property_named(options.property)]
    found = Property.objects.filter(state="open").select_related("chain").order_by("slug")
    return list(found.filter(chain=chain_named(options.chain)) if options.chain else found)
