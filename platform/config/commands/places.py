"""Which properties a command is for: one by its slug, or all open ones of a chain."""

import argparse
from typing import TYPE_CHECKING

from kernel.errors import Refused

if TYPE_CHECKING:
    from tenants.models import Property


class NoSuchProperty(Refused):
    code = "unknown_property"
    status = 404
    zh = "没有名为“{slug}”的门店。"
    en = "There is no property {slug!r}."


def add_to(command: argparse.ArgumentParser) -> None:
    place = command.add_mutually_exclusive_group(required=True)
    place.add_argument("--property", metavar="SLUG")
    place.add_argument("--chain", metavar="SLUG")


def asked(options: argparse.Namespace) -> "list[Property]":
    """Raises NoSuchProperty, and what an unknown chain raises."""
    from chains.opening import chain_named
    from tenants.models import Property

    if options.property:
        return [property_named(options.property)]
    open_ones = Property.objects.filter(chain=chain_named(options.chain), state="open")
    return list(open_ones.select_related("chain").order_by("slug"))


def property_named(slug: str) -> "Property":
    from tenants.models import Property

    found = Property.objects.select_related("chain").filter(slug=slug).first()
    if found is None:
        raise NoSuchProperty(slug=slug)
    return found
