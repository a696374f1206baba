"""huike property create, list: a property with a schema of its own."""

import argparse
from typing import Any

from django.db import transaction

from audit import recording
from chains.opening import chain_named
from tenants import billed, versions
from tenants.models import Property
from tenants.provisioning import open_property


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("property", help="properties: the hotels of a chain")
    actions = group.add_subparsers(required=True, metavar="action")
    create = actions.add_parser("create", help="make a property and its schema (again: nothing changes)")
    create.add_argument("--chain", required=True, help="slug of its chain")
    create.add_argument("--slug", required=True, help="its name in addresses, for example acme-1")
    create.add_argument("--name", required=True, help="its name for people")
    create.add_argument("--city", default="")
    create.add_argument("--time-zone", help="when it differs from the chain's")
    create.add_argument(
        "--sandbox",
        action="store_true",
        help="for trying things out: its clock moves, no chain report counts it",
    )
    create.add_argument("--json", action="store_true")
    create.set_defaults(run=create_property)
    listing = actions.add_parser("list", help="properties and the state of their schemas")
    listing.add_argument("--chain", help="only this chain's")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_properties)


def create_property(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    with transaction.atomic():
        made, created = open_property(
            chain,
            slug=options.slug,
            name=options.name,
            city=options.city,
            time_zone=options.time_zone,
            sandbox=options.sandbox,
        )
        if created:
            recording.record(
                recording.COMMAND,
                "property.opened",
                chain_id=chain.pk,
                property_id=made.pk,
                subject=made.slug,
            )
            billed.tell(chain)
    return {**line(made), "created": created}


def list_properties(options: argparse.Namespace) -> dict[str, Any]:
    found = Property.objects.select_related("chain").order_by("chain__slug", "slug")
    if options.chain:
        found = found.filter(chain=chain_named(options.chain))
    return {"properties": [line(each) for each in found]}


def line(each: Property) -> dict[str, Any]:
    return {
        "property": each.slug,
        "id": each.pk,
        "chain": each.chain.slug,
        "name": each.name,
        "city": each.city,
        "time_zone": each.time_zone,
        "schema": each.schema_name,
        "state": each.state,
        "sandbox": each.sandbox,
        "lagging": versions.lags(each.schema_version),
    }
