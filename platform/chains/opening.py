"""A new chain."""

import zoneinfo
from functools import cache

from django.db import IntegrityError, transaction

from chains.models import Chain
from chains.naming import BadTimeZone, check_name, check_slug
from kernel.errors import Refused


class UnknownChain(Refused):
    code = "unknown_chain"
    status = 404
    zh = "没有名为“{slug}”的连锁。"
    en = "There is no chain {slug!r}."


def open_chain(*, slug: str, name: str, time_zone: str | None = None) -> tuple[Chain, bool]:
    """The chain of this name, and whether it is new. One that is there stays as it is."""
    check_slug(slug)
    name = check_name(name)
    if time_zone is not None:
        check_time_zone(time_zone)
    if found := Chain.objects.filter(slug=slug).first():
        return found, False
    try:
        with transaction.atomic():
            return Chain.objects.create(slug=slug, name=name, time_zone=time_zone or "Asia/Shanghai"), True
    except IntegrityError:  # somebody else made it in this moment
        return Chain.objects.get(slug=slug), False


@cache
def time_zones() -> frozenset[str]:
    # It walks through a folder of six hundred files each time.
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(time_zone: str) -> str:
    if time_zone not in time_zones():
        raise BadTimeZone(time_zone=time_zone)
    return time_zone


def chain_named(slug: str) -> Chain:
    """The chain of this name, or UnknownChain."""
    found = Chain.objects.filter(slug=slug).first()
    if found is None:
        raise UnknownChain(slug=slug)
    return found
