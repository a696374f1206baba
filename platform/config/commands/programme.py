"""huike programme check, publish, nightly: a property's loyalty programme and its nights."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.commands import places
from config.commands.places import property_named
from kernel.errors import Refused

if TYPE_CHECKING:
    from loyalty.programme.document import Programme


class BadFile(Refused):
    code = "bad_file"
    status = 400
    zh = "{file} 不是有效的会员计划：{why}"
    en = "{file} is no programme: {why}"


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("programme", help="loyalty programmes: check, publish, make up nights")
    actions = group.add_subparsers(required=True, metavar="action")
    check = actions.add_parser("check", help="what is wrong with a programme, and what is doubtful")
    _source(check)
    check.set_defaults(run=check_programme)
    publish = actions.add_parser("publish", help="publish a programme at a property (again: nothing changes)")
    publish.add_argument("--property", required=True, metavar="SLUG")
    _source(publish)
    publish.add_argument(
        "--effective-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: today"
    )
    publish.add_argument("--note", default="")
    publish.set_defaults(run=publish_programme)
    nights = actions.add_parser("nightly", help="make up every night that is due (again: nothing changes)")
    places.add_to(nights)
    nights.set_defaults(run=run_nights)
    for action in (check, publish, nights):
        action.add_argument("--json", action="store_true")


def _source(command: argparse.ArgumentParser) -> None:
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--template", choices=("economy", "midscale", "resort"))
    source.add_argument("--file", type=Path, help="the document as JSON")


def check_programme(options: argparse.Namespace) -> dict[str, Any]:
    from kernel import clock
    from loyalty.programme.checking import Standpoint, check

    found = check(_programme(options), Standpoint(clock.today("UTC"), hq=True))
    told = {
        name: [{"pointer": each.pointer, "code": each.code, "zh": each.zh, "en": each.en} for each in some]
        for name, some in (("problems", found.problems), ("warnings", found.warnings))
    }
    return {**told, "failed": bool(found.problems)}


def publish_programme(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import transaction

    from audit import recording
    from kernel import clock
    from kernel.statements import Statements
    from loyalty.programme import publishing
    from tenants.context import in_property, raw_connection

    hotel, programme = property_named(options.property), _programme(options)
    with in_property(hotel), transaction.atomic():
        signed = publishing.Signed(
            recording.COMMAND,
            clock.today(hotel.time_zone),
            options.effective_on,
            options.note[:200],
            hq=True,
        )
        made, changed = publishing.publish(Statements(raw_connection()), programme, signed)
    if changed:
        recording.record(
            recording.COMMAND,
            "programme.published",
            chain_id=hotel.chain_id,
            property_id=hotel.pk,
            subject=str(made.number),
            effective_on=str(made.effective_on),
            note=options.note,
            changed=changed,
        )
    return {
        "property": hotel.slug,
        "version": made.number,
        "effective_on": str(made.effective_on),
        "changed": changed,
    }


def run_nights(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.programme import nightly
    from tenants.context import in_property

    told = {}
    for hotel in places.asked(options):
        with in_property(hotel):
            told[hotel.slug] = {str(day): done for day, done in nightly.catch_up(hotel).items()}
    return {"properties": told}


def _programme(options: argparse.Namespace) -> "Programme":
    import msgspec

    from loyalty.programme.document import Programme
    from loyalty.programme.templates import named

    if options.template and (template := named(options.template)):
        return template.programme
    try:
        return msgspec.json.decode(options.file.read_bytes(), type=Programme)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadFile(file=str(options.file), why=str(error)) from error
