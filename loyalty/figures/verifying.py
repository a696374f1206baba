"""Every figure once more from the stays, slowly, in plain Python, and compared with the cells.

Nothing is shared with the statements that make the cells, nor with the code that makes visits: stays are merged,
counted and paired here by the definitions alone. Tasks are taken as they stand; which of them are due follows
from the stays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from chains.models import CHANNELS, Chain
from kernel import clock
from loyalty.figures.refreshing import refresh
from loyalty.guests.models import Guest
from loyalty.products import costs, profit
from loyalty.products.models import Consumption
from loyalty.products.profit import Costs, Dated, Had, Stayed
from loyalty.remarks.models import Task
from loyalty.stays.models import Stay
from reports import cells
from reports.profit import SUMS, Sums
from tenants.context import in_property
from tenants.models import Property

SHOWN = 100
TRIES = 5
WRONGS = ("count", "date", "rate", "source", "room", "name", "unparsed")


@dataclass(frozen=True)
class Difference:
    """One place where the reports do not say what the stays say."""

    place: str
    table: str
    key: str
    reports: Any
    stays: Any

    def __str__(self) -> str:
        return f"{self.place} {self.table} {self.key}: reports {self.reports}, stays {self.stays}"


@dataclass
class Verdict:
    properties: int = 0
    stays: int = 0
    count: int = 0
    differences: list[Difference] = field(default_factory=list)  # the first hundred
    unsettled: list[str] = field(default_factory=list)  # changed all the while, so not judged

    def add(self, found: list[Difference]) -> None:
        self.count += len(found)
        self.differences += found[: SHOWN - len(self.differences)]


class StayRow(NamedTuple):
    guest: int
    check_in: datetime
    check_out: datetime
    external_id: str
    in_on: date
    out_on: date
    status: str
    rate_cents: int
    room_cents: int
    channel: str
    id: int
    source: str
    room_type: str
    fnb_cents: int
    other_cents: int


@dataclass
class Seen:
    """One visit, put together from its stays."""

    in_on: date
    out_on: date
    stays: list[StayRow]
    ordinal: int

    @property
    def shown(self) -> StayRow:
        return max(self.stays, key=lambda stay: (stay.in_on, stay.rate_cents, stay.external_id))

    @property
    def channel(self) -> str:
        return self.shown.channel

    @property
    def left(self) -> datetime | None:
        """When the guest was gone; None while a stay is in house."""
        if any(stay.status == "in_house" for stay in self.stays):
            return None
        return max(stay.check_out for stay in self.stays)


ProfitKey = tuple[date, str, str, str]


@dataclass
class Facts:
    """What the tables of platform/reports must hold: table -> key -> values."""

    days: dict[tuple[date, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    months: dict[tuple[date, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    pair_days: Counter[tuple[date, date, str, bool]] = field(default_factory=Counter)
    pair_months: dict[tuple[date, date], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tasks: dict[tuple[date, str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    minutes: dict[tuple[date, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    guests: dict[int, tuple[bytes, date, date | None]] = field(default_factory=dict)
    # by day or month, source, channel and room type
    profit_days: dict[ProfitKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    profit_months: dict[ProfitKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    stays: int = 0


def verify(chain: Chain) -> Verdict:
    """Compare all figures of the chain with its stays. There must be no difference."""
    verdict = Verdict()
    for place in Property.objects.filter(chain=chain).select_related("chain").order_by("slug"):
        verdict.properties += 1
        for _ in range(TRIES):
            found, stays, settled = _differences(place)
            if settled or not found:
                break
        else:
            verdict.unsettled.append(place.slug)
            continue
        verdict.stays += stays
        verdict.add(found)
    verdict.add(_person_differences(chain))
    return verdict


@transaction.atomic
def _differences(place: Property) -> tuple[list[Difference], int, bool]:
    """Differences of one property, its stays, and whether nothing changed while they were read."""
    with connection.cursor() as cursor:
        # Counting in Python takes its time, and the lock must hold all the while.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '30min'")
    refresh(place, wait=True)
    # The lock of the refresh holds until the end of this transaction: the cells stand still. Whatever changes
    # in the stays from here on leaves dirty rows.
    reports = _reported(place)
    with in_property(place):
        facts = _facts(place)
    if place.sandbox:
        facts.guests.clear()  # they count for no person of the chain
    found = [
        Difference(place.slug, table, str(key), reports[table].get(key), told.get(key))
        for table, told in _told(facts).items()
        for key in sorted({*reports[table], *told}, key=str)
        if reports[table].get(key) != told.get(key)
    ]
    return found, facts.stays, not cells.dirty_properties([place.pk])


def _facts(place: Property) -> Facts:
    facts = Facts()
    guests = {
        guest: (into, bytes(person))
        for guest, into, person in Guest.objects.values_list("id", "merged_into", "person")
    }
    tasks: dict[tuple[int, int], Task] = {}
    for task in Task.objects.select_related("visit").iterator(chunk_size=5000):
        tasks[task.visit.guest_id, task.visit.ordinal] = task
    set_by_house, had = costs.of(), _had()
    for guest, visits in _visits_by_guest(place, guests):
        facts.stays += sum(len(visit.stays) for visit in visits)
        facts.guests[guest] = guests[guest][1], visits[0].in_on, visits[1].in_on if len(visits) > 1 else None
        for before, visit in zip([None, *visits], visits, strict=False):
            _add_visit(facts, visit)
            _add_profit(facts, visit, had, set_by_house)
            if before is not None:
                _add_pair(facts, before, visit)
            if (own := tasks.get((guest, visit.ordinal))) is not None:
                _add_task(facts, visit, own)
    for day, each in (pair for pairs in had.values() for pair in pairs):
        _enter_profit(facts, (day, "", "", ""), profit.of_visit([], [each], Costs()))
    return facts


def _had() -> dict[int | None, list[tuple[date, Had]]]:
    """What guests had and was not taken back, by the stay it was had on."""
    had: dict[int | None, list[tuple[date, Had]]] = defaultdict(list)
    rows = list(Consumption.objects.all())
    gone = {row.takes_back_id for row in rows}
    for row in rows:
        if row.takes_back_id is None and row.pk not in gone:
            folio: Any = row.folio if row.on_folio else ""
            what = Had(row.name, row.amount_cents, row.cost_cents, folio, row.source == "surprise")
            had[row.stay].append((row.day, what))
    return had


def _add_profit(
    facts: Facts, visit: Seen, had: dict[int | None, list[tuple[date, Had]]], set_by_house: Dated
) -> None:
    """The visit's profit; what was had on its stays is taken out, so that the rest is what was had beside visits."""
    stays = [
        Stayed(
            stay.source,
            stay.room_type,
            (stay.out_on - stay.in_on).days,
            stay.room_cents,
            stay.fnb_cents,
            stay.other_cents,
            stay.status == "in_house",
        )
        for stay in visit.stays
    ]
    items = [each for stay in visit.stays for _, each in had.pop(stay.id, [])]
    shown = visit.shown
    key = visit.in_on, shown.source, shown.channel, shown.room_type
    _enter_profit(facts, key, profit.of_visit(stays, items, set_by_house.on(visit.in_on)))


def _enter_profit(facts: Facts, key: ProfitKey, sums: Sums) -> None:
    facts.profit_days[key].add(sums)
    facts.profit_months[(key[0].replace(day=1), *key[1:])].add(sums)


def _visits_by_guest(
    place: Property, guests: Mapping[int, tuple[int | None, bytes]]
) -> Iterator[tuple[int, list[Seen]]]:
    def standing(guest: int) -> int:
        while (into := guests[guest][0]) is not None:
            guest = into
        return guest

    by_guest: dict[int, list[StayRow]] = defaultdict(list)
    fields = (
        "guest_id",
        "check_in",
        "check_out",
        "external_id",
        "status",
        "rate_cents",
        "room_cents",
        "channel",
        *("id", "source", "room_type", "fnb_cents", "other_cents"),
    )
    for guest, came, left, number, status, rate, room, channel, *more in (
        Stay.objects.filter(counted=True).values_list(*fields).iterator(chunk_size=5000)
    ):
        days = [clock.local_day(moment, place.time_zone) for moment in (came, left)]
        root = standing(guest)
        by_guest[root].append(
            StayRow(root, came, left, number, days[0], days[1], status, rate, room, channel, *more)
        )
    for guest, stays in by_guest.items():
        visits: list[Seen] = []
        for stay in sorted(stays, key=lambda stay: (stay.check_in, stay.check_out, stay.external_id)):
            if visits and stay.in_on <= visits[-1].out_on:
                visits[-1].out_on = max(visits[-1].out_on, stay.out_on)
                visits[-1].stays.append(stay)
            else:
                visits.append(Seen(stay.in_on, stay.out_on, [stay], len(visits) + 1))
        yield guest, visits


def _add_visit(facts: Facts, visit: Seen) -> None:
    for cell in (
        facts.days[visit.in_on, visit.channel],
        facts.months[visit.in_on.replace(day=1), visit.channel],
    ):
        cell["visits"] += 1
        cell["repeat_visits"] += visit.ordinal > 1
        cell["nights"] += sum((stay.out_on - stay.in_on).days for stay in visit.stays)
        cell["revenue_cents"] += sum(stay.room_cents for stay in visit.stays)
        cell[f"ordinal{visit.ordinal}"] += visit.ordinal <= 11


def _add_pair(facts: Facts, first: Seen, second: Seen) -> None:
    repeat = first.ordinal > 1
    facts.pair_days[second.in_on, first.in_on, first.channel, repeat] += 1
    months = facts.pair_months[second.in_on.replace(day=1), first.in_on.replace(day=1)]
    months.update({first.channel: 1, "repeats": int(repeat)})


def _add_task(facts: Facts, visit: Seen, task: Task) -> None:
    key = visit.in_on, task.clerk, task.shift
    cell = facts.tasks[key]
    if visit.left is None:
        cell["in_house"] += 1
        return
    in_time = task.completed_at is not None and task.due_at is not None and task.completed_at <= task.due_at
    for of_visit in (
        facts.days[visit.in_on, visit.channel],
        facts.months[visit.in_on.replace(day=1), visit.channel],
    ):
        of_visit.update({"due": 1, "complete": int(task.completed_at is not None), "on_time": int(in_time)})
    cell.update({"due": 1, "complete": int(task.completed_at is not None), "on_time": int(in_time)})
    for work in ("nickname", "tags", "phone", "description"):
        cell[work] += getattr(task, f"{work}_done")
    cell["none_noted"] += task.description_done and task.none_noted
    if not task.nickname_done and task.wrong in WRONGS:
        cell[f"wrong_{task.wrong}"] += 1
    if task.completed_at is not None:
        facts.minutes[key].append(max(0, int((task.completed_at - visit.left).total_seconds() // 60)))


def _told(facts: Facts) -> dict[str, dict[Any, Any]]:
    """The facts in the form of the reports' rows."""

    def cell(counted: Counter[str]) -> tuple[int, ...]:
        return tuple(counted[name] for name in cells.CELL)

    return {
        "reports_daycell": {key: cell(counted) for key, counted in facts.days.items()},
        "reports_monthcell": {key: cell(counted) for key, counted in facts.months.items()},
        "reports_pairday": {pair: (n,) for pair, n in facts.pair_days.items()},
        "reports_pairmonth": {
            months: tuple(counted[name] for name in (*CHANNELS, "repeats"))
            for months, counted in facts.pair_months.items()
        },
        "reports_taskcell": {
            key: (*(counted[name] for name in cells.TASK[:-1]), tuple(sorted(facts.minutes[key])))
            for key, counted in facts.tasks.items()
        },
        "reports_guestdays": dict(facts.guests),
        "reports_profitcell": _told_profit(facts.profit_days),
        "reports_profitmonth": _told_profit(facts.profit_months),
    }


def _told_profit(by_key: dict[ProfitKey, Sums]) -> dict[Any, Any]:
    return {
        key: (*(getattr(sums, name) for name in SUMS), tuple(sorted(sums.unknown)))
        for key, sums in by_key.items()
    }


def _reported(place: Property) -> dict[str, dict[Any, Any]]:
    cell = ", ".join(cells.CELL)
    task = ", ".join(cells.TASK)
    pairs = ", ".join((*CHANNELS, "repeats"))
    rows = {
        "reports_daycell": _rows(place, "reports_daycell", "day, channel", cell),
        "reports_monthcell": _rows(place, "reports_monthcell", "day, channel", cell),
        "reports_pairday": _rows(place, "reports_pairday", "day_b, day_a, channel_a, repeat_a", "n"),
        "reports_pairmonth": _rows(place, "reports_pairmonth", "day_b, day_a", pairs),
        "reports_taskcell": _rows(place, "reports_taskcell", "day, clerk, shift", task),
        "reports_guestdays": _rows(place, "reports_guestdays", "guest_id", "person, first_on, second_on"),
    }
    for table in ("reports_profitcell", "reports_profitmonth"):
        found = _rows(place, table, "day, source, channel, room_type", ", ".join((*SUMS, "unknown")))
        rows[table] = {key: (*n, tuple(sorted(names))) for key, (*n, names) in found.items()}
    rows["reports_guestdays"] = {
        guest: (bytes(person), *days) for (guest,), (person, *days) in rows["reports_guestdays"].items()
    }
    rows["reports_taskcell"] = {
        key: (*n, tuple(minutes)) for key, (*n, minutes) in rows["reports_taskcell"].items()
    }
    return rows


def _rows(place: Property, table: str, key: str, values: str) -> dict[Any, Any]:
    width = key.count(",") + 1
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {values} FROM public.{table} WHERE property_id = %s", [place.pk])  # noqa: S608
        return {row[:width]: row[width:] for row in cursor.fetchall()}


@transaction.atomic
def _person_differences(chain: Chain) -> list[Difference]:
    """Persons and their days from the guests' days, which were compared with the stays before."""
    cells.lock_persons(chain.pk)
    visits: dict[bytes, list[date]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, first_on, second_on FROM public.reports_guestdays WHERE chain_id = %s", [chain.pk]
        )
        for person, *days in cursor.fetchall():
            visits[bytes(person)] += [day for day in days if day]
        cursor.execute(
            "SELECT person, first_on, second_on FROM public.reports_person WHERE chain_id = %s", [chain.pk]
        )
        persons = {bytes(person): (first, second) for person, first, second in cursor.fetchall()}
        cursor.execute(
            "SELECT day, first, second FROM public.reports_personday WHERE chain_id = %s", [chain.pk]
        )
        by_day = {day: (first, second) for day, first, second in cursor.fetchall()}
    told = {person: (*sorted(days), None)[:2] for person, days in visits.items()}
    first, second = (Counter(days[which] for days in told.values() if days[which]) for which in (0, 1))
    told_by_day = {day: (first[day], second[day]) for day in {*first, *second}}
    found = [
        Difference(chain.slug, "reports_person", key.hex(), persons.get(key), told.get(key))
        for key in sorted({*persons, *told})
        if persons.get(key) != told.get(key)
    ]
    return found + [
        Difference(chain.slug, "reports_personday", str(day), by_day.get(day), told_by_day.get(day))
        for day in sorted({*by_day, *told_by_day})
        if by_day.get(day) != told_by_day.get(day)
    ]
