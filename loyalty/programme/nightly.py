"""What every night brings to a property: points come due and end, tiers are looked at, guests are to be told.

A run belongs to a local day and happens after that day has begun: what ends with the day before is ended. Days are
made up in order. A run is a row of `programme_run` with the steps that are done; one that was killed goes on where it
was, and every step changes nothing when it is done twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.ledger import expiring, maturing
from loyalty.programme import versions, visiting
from loyalty.programme.coupons import expiring as coupons
from loyalty.programme.points import extending, warning
from loyalty.programme.punchcards import punching
from loyalty.programme.tiers import evaluating
from loyalty.programme.versions import Published
from loyalty.programme.wallet import expiring as gifts
from tenants.alone import alone
from tenants.context import raw_connection
from tenants.models import Property
from tenants.telling import tell

Counts = dict[str, int]
Act = Callable[[Statements, Property, Published, date], Counts]

# Over all guests in one statement: longer than a page may take.
PATIENCE = "SET LOCAL statement_timeout = '15min'"
KIND = "nightly"  # of run: one at a time
BEGIN = """
INSERT INTO programme_run (day, started_at, told) VALUES (%s, %s, '{}') ON CONFLICT (day) DO UPDATE SET day = EXCLUDED.day
RETURNING told::text, finished_at
"""
MARK = "UPDATE programme_run SET told = told || %s::jsonb WHERE day = %s"
FINISH = "UPDATE programme_run SET finished_at = %s WHERE day = %s"
LAST = "SELECT max(day) FROM programme_run WHERE finished_at IS NOT NULL"
FIRST = "SELECT min(effective_on) FROM programme_version"
MOVED = """
SELECT DISTINCT a.guest_id FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
  JOIN ledger_account a ON a.id IN (e.from_account, e.to_account)
 WHERE p.on_day = %s AND p.kind IN ('expiry', 'maturing', 'extension') AND a.unit = ANY(%s::text[])
   AND a.guest_id IS NOT NULL ORDER BY a.guest_id
"""
CHANGED = "SELECT DISTINCT guest_id FROM tiers_change WHERE on_day = %s ORDER BY guest_id"


class RunUnderWay(Refused):
    code = "nightly_run_under_way"
    zh = "这家门店的夜间任务正在运行，请稍后再试。"
    en = "The nightly run of this property is under way. Try again shortly."


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the night. `whole`: in one transaction with its mark; else it takes its own, bit by bit."""

    name: str
    act: Act
    whole: bool = True


def _mature(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return counts_of(maturing.mature(raw, day)._asdict())


def _extend(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return counts_of(extending.run(raw, hotel, published, day)._asdict())


def _expire(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return counts_of(expiring.expire(raw, day)._asdict())


def _tiers(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return evaluating.nightly(raw, hotel, published, day)


def _warnings(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return {"told": warning.run(raw, hotel, published, day)}


def _gifts(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return gifts.run(raw, day)


def _coupons(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return coupons.run(raw, day)


def _marks(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    changed = [guest for (guest,) in raw.execute(CHANGED, (day,))]
    visiting.mark(raw, hotel, changed)
    return {"marked": len(changed)}


def _told(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    """Whose points or gifts came due, ended or were extended this night, for vendors."""
    counts = {}
    for action, units in (("points.changed", ("points",)), ("wallet.changed", ("cents",))):
        guests = [guest for (guest,) in raw.execute(MOVED, (day, array(units)))]
        tell(raw, action, guests)
        counts[action.partition(".")[0]] = len(guests)
    return counts


def _cards(raw: Statements, hotel: Property, published: Published, day: date) -> Counts:
    return counts_of(punching.run(raw, published, day))


# What earns and lasts comes before what ends, and points before the tiers that count them.
STEPS: Sequence[Step] = (
    Step("mature", _mature, whole=False),
    Step("extend", _extend),
    Step("expire", _expire, whole=False),
    Step("warnings", _warnings),
    Step("gifts", _gifts),
    Step("coupons", _coupons),
    Step("cards", _cards),
    Step("tiers", _tiers, whole=False),
    Step("marks", _marks),
    Step("told", _told),
)

AGAIN = ("tiers", "marks")


def run(hotel: Property, day: date) -> dict[str, Counts]:
    """One night, from where it was left; what each step came to. A day that is done is only told again.

    Inside the property, outside of a transaction: steps commit one by one.
    """
    with alone(KIND, RunUnderWay):
        return _run(hotel, day)


def catch_up(hotel: Property, *, wait_s: int = 0) -> dict[date, dict[str, Counts]]:
    """Every day that is due up to today, in order; another run is waited for so long."""
    with alone(KIND, RunUnderWay, wait_s):
        return {day: _run(hotel, day) for day in due_days(_raw(), clock.today(hotel.time_zone))}


def look_again(hotel: Property) -> dict[str, Counts]:
    """What is due, and everybody's tier once more by the programme that is in force now: after one was published."""
    today = clock.today(hotel.time_zone)
    with alone(KIND, RunUnderWay):
        if days := due_days(_raw(), today):
            return {step: counts for day in days for step, counts in _run(hotel, day).items()}
        published = versions.in_force(_raw(), today)
        if published is None:
            return {}
        return {step.name: step.act(_raw(), hotel, published, today) for step in STEPS if step.name in AGAIN}


def due_days(raw: Statements, today: date) -> list[date]:
    """Days whose run is missing; before the first programme none is due, and the first run is that of its day."""
    last, first = raw.value(LAST), raw.value(FIRST)
    if last is None:
        return [today] if first is not None and first <= today else []
    return [last + timedelta(days=n) for n in range(1, (today - last).days + 1)]


def counts_of(told: Any) -> Counts:
    """The numbers in what a part told of its work."""
    fields = msgspec.to_builtins(told)
    return {name: value for name, value in fields.items() if isinstance(value, int)}


def _run(hotel: Property, day: date) -> dict[str, Counts]:
    raw = _raw()
    row = raw.execute(BEGIN, (day, clock.now())).fetchone()
    done: dict[str, Counts] = msgspec.json.decode(row[0]) if row else {}
    if row and row[1] is not None:
        return done
    published = versions.in_force(raw, day)
    for step in STEPS if published is not None else ():
        if step.name not in done and published is not None:
            done[step.name] = _take(step, hotel, published, day)
    _raw().execute(FINISH, (clock.now(), day))
    return done


def _take(step: Step, hotel: Property, published: Published, day: date) -> Counts:
    if not step.whole:
        counts = step.act(_raw(), hotel, published, day)
        _mark(_raw(), step, counts, day)
        return counts
    with transaction.atomic():
        raw = _raw()
        raw.execute(PATIENCE)
        counts = step.act(raw, hotel, published, day)
        _mark(raw, step, counts, day)
        return counts


def _mark(raw: Statements, step: Step, counts: Counts, day: date) -> None:
    raw.execute(MARK, (msgspec.json.encode({step.name: counts}).decode(), day))


def _raw() -> Statements:
    return Statements(raw_connection())
