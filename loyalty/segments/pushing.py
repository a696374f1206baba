"""Segments that headquarters keeps for its chain, and their way to the properties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import IntegrityError, transaction

from audit import recording
from audit.recording import Actor
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.segments import keeping
from loyalty.segments.keeping import CodeTaken, NoSuchSegment
from sharing.models import ChainSegment
from tenants.context import in_property, raw_connection
from tenants.models import Property

MOST = 100  # of one chain


class TooManyTemplates(Refused):
    code = "too_many_segments"
    status = 409
    zh = "总部最多保存 {most} 个人群，请先归档不用的。"
    en = "A chain keeps at most {most} segments: archive those you no longer use."


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of it at one property; `problem` is the code of a refusal, there nothing changed."""

    place: Property
    number: int
    problem: str = ""


def listed(chain: Chain) -> list[ChainSegment]:
    """What the chain has in use, by name."""
    return list(ChainSegment.objects.filter(chain=chain, archived_at=None).order_by("name", "pk"))


def get(chain: Chain, code: str) -> ChainSegment:
    """Raises NoSuchSegment."""
    found = ChainSegment.objects.filter(chain=chain, code=code).first()
    if found is None:
        raise NoSuchSegment
    return found


def make(
    chain: Chain, *, code: str, name: str, note: str, rule: Mapping[str, Any], by: Actor
) -> ChainSegment:
    """Keep a rule for the chain. Raises RuleRefused, CodeTaken, TooManyTemplates."""
    keeping.checked(rule, clock.today(chain.time_zone))
    if ChainSegment.objects.filter(chain=chain, archived_at=None).count() >= MOST:
        raise TooManyTemplates(most=MOST)
    now = clock.now()
    try:
        with transaction.atomic():
            return ChainSegment.objects.create(
                chain=chain,
                code=code or keeping.new_code(),
                name=name,
                note=note,
                rule=dict(rule),
                made_at=now,
                made_by_name=by.name[:80],
                changed_at=now,
            )
    except IntegrityError:
        raise CodeTaken(taken=code) from None


def change(kept: ChainSegment, changes: Mapping[str, Any]) -> ChainSegment:
    """Name, note or rule; one more in number when it says something else. Raises RuleRefused."""
    if "rule" in changes:
        keeping.checked(changes["rule"], clock.today(kept.chain.time_zone))
    with transaction.atomic():
        now = ChainSegment.objects.select_for_update().get(pk=kept.pk)
        different = [name for name, value in changes.items() if getattr(now, name) != value]
        for name in different:
            setattr(now, name, changes[name])
        if different:
            now.number += 1
            now.changed_at = clock.now()
            now.save()
    return now


def archive(kept: ChainSegment, *, away: bool) -> ChainSegment:
    """Put it away, or take it out again; properties keep what they were given."""
    kept.archived_at = clock.now() if away else None
    kept.save(update_fields=["archived_at"])
    return kept


def push(kept: ChainSegment, places: Sequence[Property], *, by: Actor) -> list[Pushed]:
    """Give it to these properties, each in a transaction of its own."""
    told = [_push_to(place, kept, by) for place in places]
    with transaction.atomic():
        now = ChainSegment.objects.select_for_update().get(pk=kept.pk)
        now.pushed |= {str(each.place.pk): each.number for each in told if not each.problem}
        now.save(update_fields=["pushed"])
    kept.pushed = now.pushed
    return told


def _push_to(place: Property, kept: ChainSegment, by: Actor) -> Pushed:
    with in_property(place), transaction.atomic():
        raw = Statements(raw_connection())
        values = {
            "code": kept.code,
            "name": kept.name,
            "note": kept.note,
            "rule": msgspec.json.encode(kept.rule).decode(),
            "number": kept.number,
            "now": clock.now(),
            "by": by.id,
            "by_name": by.name[:80],
        }
        taken = raw.execute(GIVE, values).fetchone() is None
    if taken:
        return Pushed(place, 0, CodeTaken.code)
    recording.record(
        by,
        "segment.pushed",
        chain_id=place.chain_id,
        property_id=place.pk,
        subject=kept.code,
        chain_number=kept.number,
    )
    return Pushed(place, kept.number)


# A segment of the property's own under the same code is not touched; a list that it froze stays a list.
GIVE = """
INSERT INTO segments_segment (code, name, note, rule, origin, chain_number, made_at, made_by, made_by_name, changed_at)
VALUES (%(code)s, %(name)s, %(note)s, %(rule)s::jsonb, 'chain', %(number)s, %(now)s::timestamptz, %(by)s, %(by_name)s,
        %(now)s::timestamptz)
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, note = EXCLUDED.note, rule = EXCLUDED.rule,
    chain_number = EXCLUDED.chain_number, changed_at = EXCLUDED.changed_at, archived_at = NULL,
    count_last = CASE WHEN segments_segment.rule = EXCLUDED.rule OR segments_segment.frozen_at IS NOT NULL
                      THEN segments_segment.count_last END
 WHERE segments_segment.origin = 'chain'
RETURNING id
"""
