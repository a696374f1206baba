"""What every night brings beside the programme: everybody is judged, the desk prepares, campaigns are set off.

A run belongs to a local day and is a row of `lifecycle_night` with the steps that are done; one that was killed goes
on where it was, and every step changes nothing when it is done twice. A few missing days are made up in order; of many
only the newest counts, for it says what all of them would have come to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import noticing, outcomes, triggers
from loyalty.desk import preparing
from loyalty.lifecycle import assessing
from loyalty.messaging import tidying
from loyalty.owners import assigning
from loyalty.programme import nightly as programme
from loyalty.touches import proposing
from tenants.alone import alone
from tenants.context import raw_connection
from tenants.models import Property

Counts = dict[str, int]

# Longer ago than this, what a day would have set off is out of date anyway.
MADE_UP_DAYS = 7
# The programme's own night comes first: its notices are this one's. After this hour nobody waits for it.
WAITS_UNTIL_HOUR = 6

PATIENCE = "SET LOCAL statement_timeout = '15min'"
KIND = "nights"  # of run: one at a time
BEGIN = """
INSERT INTO lifecycle_night (day, started_at, told) VALUES (%s, %s, '{}') ON CONFLICT (day) DO UPDATE SET day = EXCLUDED.day
RETURNING told::text, finished_at
"""
MARK = "UPDATE lifecycle_night SET told = told || %s::jsonb WHERE day = %s"
FINISH = "UPDATE lifecycle_night SET finished_at = %s WHERE day = %s"
LAST = "SELECT max(day) FROM lifecycle_night WHERE finished_at IS NOT NULL"


class NightUnderWay(Refused):
    code = "night_under_way"
    zh = "这家门店的客情评估正在运行，请稍后再试。"
    en = "The assessment of this property's guests is under way. Try again shortly."


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the night, in one transaction with its mark."""

    name: str
    act: Callable[[Statements, Property, date], Counts]


def _lifecycle(raw: Statements, hotel: Property, day: date) -> Counts:
    return assessing.night(raw, hotel, day)


def _triggers(raw: Statements, hotel: Property, day: date) -> Counts:
    return triggers.night(raw, hotel, day)


def _notices(raw: Statements, hotel: Property, day: date) -> Counts:
    return noticing.drain(raw, hotel, day)


def _outcomes(raw: Statements, hotel: Property, day: date) -> Counts:
    return {"changed": outcomes.night(raw, hotel, day)}


def _tidying(raw: Statements, hotel: Property, day: date) -> Counts:
    return tidying.night(raw, day)


def _owners(raw: Statements, hotel: Property, day: date) -> Counts:
    return assigning.night(raw, hotel)


def _preferences(raw: Statements, hotel: Property, day: date) -> Counts:
    return proposing.night(raw, hotel, day)


def _desk(raw: Statements, hotel: Property, day: date) -> Counts:
    return preparing.night(raw, hotel, day)


# Who stands where comes before what is made of it.
STEPS: Sequence[Step] = (
    Step("lifecycle", _lifecycle),
    Step("owners", _owners),
    Step("preferences", _preferences),
    Step("desk", _desk),
    Step("triggers", _triggers),
    Step("notices", _notices),
    Step("outcomes", _outcomes),
    Step("tidying", _tidying),
)


def run(hotel: Property, day: date) -> dict[str, Counts]:
    """One night, from where it was left; what each step came to. A day that is done is only told again.

    Inside the property, outside of a transaction: steps commit one by one.
    """
    with alone(KIND, NightUnderWay):
        return _run(hotel, day)


def catch_up(hotel: Property) -> dict[date, dict[str, Counts]]:
    """Every day that is due up to today, in order."""
    with alone(KIND, NightUnderWay):
        return {day: _run(hotel, day) for day in due_days(_raw(), clock.today(hotel.time_zone))}


def by_hand(hotel: Property) -> dict[date, dict[str, Counts]]:
    """What is due; when nothing is, everybody judged once more for today."""
    today = clock.today(hotel.time_zone)
    with alone(KIND, NightUnderWay):
        if days := due_days(_raw(), today):
            return {day: _run(hotel, day) for day in days}
        return {today: {"lifecycle": assessing.night(_raw(), hotel, today)}}


def due_days(raw: Statements, today: date) -> list[date]:
    """Days whose night is missing; the first one ever is today's, and of more than a week only today's is made up."""
    last = raw.value(LAST)
    missing = 1 if last is None else (today - last).days
    if missing > MADE_UP_DAYS:
        missing = 1
    return [today - timedelta(days=missing - 1 - n) for n in range(missing)]


def ready(raw: Statements, hotel: Property) -> bool:
    """Whether a night is due, and the programme's own is done or has been waited for long enough."""
    today = clock.today(hotel.time_zone)
    if not due_days(raw, today):
        return False
    late = clock.now().astimezone(clock.zone(hotel.time_zone)).hour >= WAITS_UNTIL_HOUR
    return late or not programme.due_days(raw, today)


def _run(hotel: Property, day: date) -> dict[str, Counts]:
    row: Any = _raw().execute(BEGIN, (day, clock.now())).fetchone()
    done: dict[str, Counts] = msgspec.json.decode(row[0])
    if row[1] is not None:
        return done
    for step in STEPS:
        if step.name not in done:
            done[step.name] = _take(step, hotel, day)
    _raw().execute(FINISH, (clock.now(), day))
    return done


def _take(step: Step, hotel: Property, day: date) -> Counts:
    with transaction.atomic():
        raw = _raw()
        raw.execute(PATIENCE)
        counts = step.act(raw, hotel, day)
        raw.execute(MARK, (msgspec.json.encode({step.name: counts}).decode(), day))
        return counts


def _raw() -> Statements:
    return Statements(raw_connection())
