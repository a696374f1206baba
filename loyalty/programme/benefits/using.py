"""A benefit is used at the desk, never beyond its allowance; a use can be undone and stays on record.

The uses of a person within the period are counted over all rows of the person, while the person's membership is held:
two clerks who give the same thing at once take turns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audit.recording import Actor
from kernel import clock, money
from kernel.statements import Statements
from loyalty.programme import periods
from loyalty.programme.benefits import costing, staying
from loyalty.programme.benefits.entitling import Entitled, entitled
from loyalty.programme.benefits.refusals import (
    AlreadyUndone,
    NoSuchStay,
    NotAMember,
    NotOfThisTier,
    StayNeeded,
    UsedUp,
)
from loyalty.programme.benefits.staying import Found
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.versions import Published


@dataclass(frozen=True, slots=True)
class Use:
    """A use as it stands on record. Money is of one."""

    id: int
    guest: int
    code: str
    tier: str
    stay: str
    day: date
    count: int
    price_cents: int
    cost_cents: int
    used_at: datetime
    by_name: str
    undone_at: datetime | None
    undone_by_name: str
    undone_reason: str


@dataclass(frozen=True, slots=True)
class Used:
    """What came of it: the use, and how many are left in this period (None: as many as wanted)."""

    use: Use
    left: int | None
    renews_on: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody at the desk wants to give."""

    code: str
    count: int = 1
    stay: str | None = None


def use(
    raw: Statements,
    published: Published,
    rows: Sequence[int],
    asked: Asked,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> Used:
    """Record that the person used so many of a benefit today; refused beyond what is left. One use per key.

    Must run in a transaction. `rows`: the person's, the standing one first.
    """
    member = entitled(raw, rows, published.programme, today)
    if member is None:
        raise NotAMember
    benefit, allowance = _given(published, member, asked.code)
    stay = _stay(raw, rows, asked.stay, today, needed=benefit.period == "stay")
    span = periods.span(benefit.period, today, member.joined_on)
    if before := _by_key(raw, key):
        return Used(before, _left(raw, rows, benefit, allowance, span.began_on, stay), span.renews_on)
    left = _left(raw, rows, benefit, allowance, span.began_on, stay)
    if allowance is not None and left is not None and asked.count > left:
        raise UsedUp(
            name=benefit.name,
            name_en=benefit.name_en,
            allowance=allowance,
            used=allowance - left,
            asked=asked.count,
            left=left,
            renews_on=str(span.renews_on) if span.renews_on else None,
        )
    made = _record(
        raw, rows[0], benefit, member.tier.code, stay, asked.count, key=key, actor=actor, today=today
    )
    return Used(made, None if left is None else left - asked.count, span.renews_on)


def undo(raw: Statements, use_id: int, *, reason: str, actor: Actor) -> Use:
    """Take a use back: its row stays, with who and why, and counts no more. Once."""
    row = raw.execute(UNDO, (clock.now(), actor.id, actor.name[:80], reason, use_id)).fetchone()
    if row is None:
        raise AlreadyUndone(use=str(use_id))
    return Use(*row)


def by_id(raw: Statements, use_id: int) -> Use | None:
    row = raw.execute(BY_ID, (use_id,)).fetchone()
    return Use(*row) if row else None


def of_person(raw: Statements, rows: Sequence[int], *, limit: int) -> list[Use]:
    """What the person used, the newest first, undone uses among them."""
    return [Use(*row) for row in raw.execute(OF_PERSON, (list(rows), limit)).fetchall()]


def _given(published: Published, member: Entitled, code: str) -> tuple[Benefit, int | None]:
    """The benefit and the tier's allowance of it."""
    benefit = next((each for each in published.programme.benefits if each.code == code), None)
    given = next((each for each in member.tier.benefits if each.benefit == code), None)
    if benefit is None or given is None:
        raise NotOfThisTier(
            tier=member.tier.code, tier_name=member.tier.name, tier_name_en=member.tier.name_en, benefit=code
        )
    return benefit, given.allowance


def _stay(
    raw: Statements, rows: Sequence[int], asked: str | None, today: date, *, needed: bool
) -> Found | None:
    if asked is not None:
        found = staying.named(raw, rows, asked)
        if found is None:
            raise NoSuchStay(stay=asked)
        return found
    found = staying.in_house(raw, rows, today)
    if found is None and needed:
        raise StayNeeded
    return found


def _left(
    raw: Statements,
    rows: Sequence[int],
    benefit: Benefit,
    allowance: int | None,
    began_on: date,
    stay: Found | None,
) -> int | None:
    if allowance is None:
        return None
    stays = list(stay.together) if benefit.period == "stay" and stay else None
    used: int = raw.value(USED, (list(rows), benefit.code, began_on, stays, stays))
    return max(0, allowance - used)


def _by_key(raw: Statements, key: str) -> Use | None:
    row = raw.execute(BY_KEY, (key,)).fetchone()
    return Use(*row) if row else None


def _record(
    raw: Statements,
    guest: int,
    benefit: Benefit,
    tier: str,
    stay: Found | None,
    count: int,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> Use:
    row = raw.execute(
        RECORD,
        (
            guest,
            benefit.code,
            tier,
            stay.external_id if stay else "",
            today,
            count,
            money.cents(benefit.price),
            costing.cost_of(benefit),
            key,
            clock.now(),
            actor.kind,
            actor.id,
            actor.name[:80],
        ),
    ).fetchone()
    if row is None:
        raise RuntimeError("a use was recorded and is not there")
    return Use(*row)


COLUMNS = """
id, guest_id, code, tier, stay, day, count, price_cents, cost_cents, used_at, by_name, undone_at, undone_by_name,
undone_reason
"""
RECORD = f"""
INSERT INTO benefits_use (guest_id, code, tier, stay, day, count, price_cents, cost_cents, key, used_at, by_kind, by,
    by_name, undone_by, undone_by_name, undone_reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '') RETURNING {COLUMNS}
"""  # noqa: S608 (put together from constants)
UNDO = f"""
UPDATE benefits_use SET undone_at = %s, undone_by = %s, undone_by_name = %s, undone_reason = %s
 WHERE id = %s AND undone_at IS NULL RETURNING {COLUMNS}
"""  # noqa: S608 (put together from constants)
USED = """
SELECT coalesce(sum(count), 0)::bigint FROM benefits_use
 WHERE guest_id = ANY(%s::bigint[]) AND code = %s AND day >= %s::date AND undone_at IS NULL
   AND (%s::text[] IS NULL OR stay = ANY(%s::text[]))
"""
BY_KEY = f"SELECT {COLUMNS} FROM benefits_use WHERE key = %s"  # noqa: S608 (constants)
BY_ID = f"SELECT {COLUMNS} FROM benefits_use WHERE id = %s"  # noqa: S608 (constants)
OF_PERSON = f"""
SELECT {COLUMNS} FROM benefits_use WHERE guest_id = ANY(%s::bigint[]) ORDER BY id DESC LIMIT %s
"""  # noqa: S608 (put together from constants)
