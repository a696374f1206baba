"""A chain's programme, and its way to the properties: what a property made its own stays where it may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import transaction

from audit import recording
from audit.recording import Actor
from chains.models import Chain, ChainProgramme
from kernel import clock
from kernel.statements import Statements
from loyalty.programme import publishing, versions
from loyalty.programme.checking import Finding, Standpoint, check
from loyalty.programme.comparing import sections
from loyalty.programme.document import SECTIONS, Programme
from loyalty.programme.publishing import Origin, Unsound
from loyalty.programme.versions import Published
from tenants.context import in_property, raw_connection
from tenants.models import Property

# Who is a member must be the same wherever the chain says what a member is.
ALWAYS_THE_CHAINS = "joins"


@dataclass(frozen=True, slots=True)
class Stand:
    """How one property stands to the chain's programme."""

    place: Property
    version: int  # 0: it has none
    adjusted: list[str]  # parts that are its own
    problems: list[Finding] = field(default_factory=list)  # why it could not be pushed there


def newest(chain: Chain) -> ChainProgramme | None:
    return ChainProgramme.objects.filter(chain=chain).order_by("-number").first()


def put(
    chain: Chain, programme: Programme, *, adjustable: Sequence[str], actor: Actor, note: str
) -> ChainProgramme:
    """Keep it as the chain's next programme; the same again stays the one it is. Unsound when it is."""
    found = check(programme, Standpoint(clock.today(chain.time_zone), hq=True))
    if found.problems:
        raise Unsound(found)
    document = msgspec.to_builtins(programme)
    named = [name for name in SECTIONS if name in adjustable]
    with transaction.atomic():
        # Whoever publishes for a chain takes turns by its row.
        Chain.objects.select_for_update().get(pk=chain.pk)
        before = newest(chain)
        if before is not None and (before.document, before.adjustable) == (document, named):
            return before
        return ChainProgramme.objects.create(
            chain=chain,
            number=before.number + 1 if before else 1,
            document=document,
            adjustable=named,
            note=note,
            published_at=clock.now(),
            published_by_kind=actor.kind,
            published_by=actor.id,
            published_by_name=actor.name[:80],
        )


def push(given: ChainProgramme, places: Sequence[Property], *, actor: Actor) -> list[Stand]:
    """Give it to these properties, each in a transaction of its own; what does not fit there is told."""
    bases = {given.number: given.document}
    return [_push_to(place, given, bases, actor) for place in places]


def stands(chain: Chain, places: Sequence[Property]) -> list[Stand]:
    """How these properties stand to the chain's programme now."""
    bases: dict[int, Any] = {}
    found = []
    for place in places:
        before = _in_force(place)
        found.append(
            Stand(place, before.number if before else 0, _adjusted(before, _base(chain, before, bases)))
        )
    return found


def _in_force(place: Property) -> Published | None:
    with in_property(place):
        return versions.in_force(Statements(raw_connection()), clock.today(place.time_zone))


def _push_to(place: Property, given: ChainProgramme, bases: dict[int, Any], actor: Actor) -> Stand:
    before = _in_force(place)
    own = [name for name in _adjusted(before, _base(given.chain, before, bases)) if name in given.adjustable]
    document = dict(given.document)
    if before is not None:
        there = msgspec.to_builtins(before.programme)
        document |= {name: there[name] for name in own}
    programme = msgspec.convert(document, Programme)
    locked = (*(name for name in SECTIONS if name not in given.adjustable), ALWAYS_THE_CHAINS)
    with in_property(place), transaction.atomic():
        raw, today = Statements(raw_connection()), clock.today(place.time_zone)
        # The chain's own document passed already: what is found here comes of the property's own parts.
        found = check(programme, Standpoint(today, hq=True))
        if found.problems:
            return Stand(place, before.number if before else 0, own, found.problems)
        if before is not None and (before.programme, before.locked, before.chain_number) == (
            programme,
            locked,
            given.number,
        ):
            return Stand(place, before.number, own)
        made = publishing.write(
            raw,
            programme,
            effective_on=today,
            actor=actor,
            note=given.note,
            origin=Origin("chain", locked, given.number),
        )
    recording.record(
        actor,
        "programme.pushed",
        chain_id=place.chain_id,
        property_id=place.pk,
        subject=str(made.number),
        chain_number=given.number,
        adjusted=own,
    )
    return Stand(place, made.number, own)


def _base(chain: Chain, before: Published | None, bases: dict[int, Any]) -> Any:
    """The chain's document on which the property's rests; None when it rests on none."""
    number = before.chain_number if before else None
    if number is not None and number not in bases:
        bases[number] = ChainProgramme.objects.values_list("document", flat=True).get(
            chain=chain, number=number
        )
    return bases.get(number) if number is not None else None


def _adjusted(before: Published | None, base: Any) -> list[str]:
    """The parts that are the property's own: all that it has, while it rests on no programme of the chain."""
    if before is None:
        return []
    changed = sections(base or {}, msgspec.to_builtins(before.programme))
    return [name for name in SECTIONS if name in changed]
