"""What every report reads: cells over a range, pairs within it, persons, and how old the figures are.

Each report is one statement, so that all its figures come from one moment. Its parts have the same four
columns: what kind of row, which property, a key within it, and the numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from chains.models import CHANNELS
from kernel import clock
from reports.measures import ORDINALS, Channel, Tally
from reports.ranges import PairTerm, Range, Span, pair_terms, spans

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Channel's fields as they stand in a cell, in order.
SUMS = ("visits", "repeat_visits", "nights", "revenue_cents", "due", "complete", "on_time")
REACHED = tuple(f"ordinal{k}" for k in ORDINALS)


@dataclass(frozen=True)
class Place:
    """A property as a report names it."""

    id: int
    slug: str
    name: str
    city: str
    targets: dict[str, int]


@dataclass(frozen=True)
class Scope:
    """What a report is about: a chain with all its properties, or one property (chain_id is None)."""

    chain_id: int | None
    time_zone: str
    targets: dict[str, int]
    places: tuple[Place, ...]

    @property
    def ids(self) -> list[int]:
        return [place.id for place in self.places]

    def heading(self, days: Range, as_of: datetime, **more: Any) -> dict[str, Any]:
        """The first fields of every report."""
        local = as_of.astimezone(ZoneInfo(self.time_zone)).replace(microsecond=0)
        return {"from": str(days.start), "to": str(days.end), **more, "as_of": local.isoformat()}


@dataclass
class Question:
    """A statement of parts with the same columns, and its parameters in order."""

    parts: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def add(self, part: str, *parameters: Any) -> None:
        self.parts.append(part)
        self.parameters.extend(parameters)

    def rows(self) -> Iterator[tuple[str, int, Any, list[Any]]]:
        """(kind, property id, key, numbers) of every part."""
        with connection.cursor() as cursor:
            cursor.execute("\nUNION ALL\n".join(self.parts), self.parameters)
            yield from cursor.fetchall()


def cells_over(ids: Sequence[int], pieces: Sequence[Span], columns: str) -> tuple[str, list[Any]]:
    """Cells of these pieces as one subquery."""
    table = {"day": "reports_daycell", "month": "reports_monthcell"}
    selects, parameters = [], []
    for span in pieces:
        selects.append(
            f"SELECT property_id, day, channel, {columns} FROM public.{table[span.grain]} "  # noqa: S608
            "WHERE property_id = ANY(%s) AND day >= %s AND day < %s"
        )
        parameters += [list(ids), span.start, span.until]
    return "(" + " UNION ALL ".join(selects) + ") AS cell", parameters


def ask_sums(question: Question, ids: Sequence[int], days: Range) -> None:
    """Part 'cell': by property and channel, the sums of the visits in the range."""
    source, parameters = cells_over(ids, spans(days.start, days.until), ", ".join(SUMS))
    sums = ", ".join(f"sum({name})" for name in SUMS)
    question.add(
        f"SELECT 'cell', property_id, channel::text, ARRAY[{sums}]::bigint[] FROM {source} GROUP BY 2, 3",  # noqa: S608
        *parameters,
    )


def ask_reached(question: Question, ids: Sequence[int], end: date) -> None:
    """Part 'reached': by property, the guests who reached each ordinal by the end of this day."""
    until = end + timedelta(days=1)
    # From the first cell there is; the years before hold nothing.
    source, parameters = cells_over(ids, spans(date(1, 1, 1), until), ", ".join(REACHED))
    sums = ", ".join(f"sum({name})" for name in REACHED)
    question.add(
        f"SELECT 'reached', property_id, '', ARRAY[{sums}]::bigint[] FROM {source} GROUP BY 2",  # noqa: S608
        *parameters,
    )


def ask_pairs(question: Question, ids: Sequence[int], days: Range) -> None:
    """Parts 'months' and 'pair': visits followed by another one of the same guest in the range.

    From month cells one row for each property: a sum for each channel and that of the repeats; from days one for
    each property and channel.
    """
    terms = pair_terms(days)
    for term in terms:
        if term.grain == "month":
            sums = ", ".join(f"sum({name})" for name in (*CHANNELS, "repeats"))
            question.add(
                f"SELECT 'months', property_id, '', ARRAY[{sums}]::bigint[] FROM public.reports_pairmonth "  # noqa: S608
                f"WHERE {WITHIN} GROUP BY 2",
                *_within(term, ids),
            )
    edges = [term for term in terms if term.grain == "day"]
    selects = [
        f"SELECT property_id, channel_a, repeat_a, {'-n' if term.sign < 0 else 'n'} AS n "  # noqa: S608
        f"FROM public.reports_pairday WHERE {WITHIN}"
        for term in edges
    ]
    if edges:
        question.add(
            "SELECT 'pair', property_id, channel_a::text, "  # noqa: S608
            "ARRAY[sum(n), coalesce(sum(n) FILTER (WHERE repeat_a), 0)]::bigint[] "
            f"FROM ({' UNION ALL '.join(selects)}) AS pair GROUP BY 2, 3",
            *(value for term in edges for value in _within(term, ids)),
        )


WITHIN = "property_id = ANY(%s) AND day_a >= %s AND day_a < %s AND day_b >= %s AND day_b < %s"


def _within(term: PairTerm, ids: Sequence[int]) -> list[Any]:
    return [list(ids), term.a_from, term.a_until, term.b_from, term.b_until]


def ask_persons(question: Question, chain_id: int, end: date) -> None:
    """Part 'person': persons of the chain with a first, with a second visit by the end of this day."""
    question.add(
        "SELECT 'person', 0::bigint, '', ARRAY[coalesce(sum(first), 0), coalesce(sum(second), 0)]::bigint[] "
        "FROM public.reports_personday WHERE chain_id = %s AND day <= %s",
        chain_id,
        end,
    )


def ask_age(question: Question, ids: Sequence[int]) -> None:
    """Part 'dirty': the oldest change that the figures do not hold yet, in microseconds since 1970."""
    question.add(
        "SELECT 'dirty', 0::bigint, '', ARRAY[(extract(epoch FROM min(at)) * 1000000)]::bigint[] FROM ("
        "SELECT at FROM public.reports_dirtymonth WHERE property_id = ANY(%s) UNION ALL "
        "SELECT at FROM public.reports_dirtyguest WHERE property_id = ANY(%s)) AS dirty",
        list(ids),
        list(ids),
    )


@dataclass
class Answer:
    """The parts of a statement, sorted out."""

    tallies: dict[int, Tally]
    persons: tuple[int, int] = (0, 0)
    as_of: datetime = EPOCH
    rest: list[tuple[str, int, Any, list[Any]]] = field(default_factory=list)


def answer(question: Question, scope: Scope) -> Answer:
    """Run the statement and sort its rows; parts that this module does not know go to `rest`."""
    # The moment is taken before: what is accepted while the statement runs may be missing in it.
    found = Answer({place.id: Tally() for place in scope.places}, as_of=clock.now())
    for kind, property_id, key, numbers in question.rows():
        if kind == "dirty":
            if numbers[0] is not None:
                found.as_of = min(found.as_of, EPOCH + timedelta(microseconds=numbers[0]))
        elif kind == "person":
            found.persons = numbers[0], numbers[1]
        elif kind == "cell":
            found.tallies[property_id].channels[key].add(Channel(*numbers))
        elif kind == "reached":
            found.tallies[property_id].reached = dict(zip(ORDINALS, numbers, strict=True))
        elif kind == "pair":
            channel = found.tallies[property_id].channels[key]
            channel.followed += numbers[0]
            found.tallies[property_id].repeat_followed += numbers[1]
        elif kind == "months":
            *followed, repeats = numbers
            for name, n in zip(CHANNELS, followed, strict=True):
                found.tallies[property_id].channels[name].followed += n
            found.tallies[property_id].repeat_followed += repeats
        else:
            found.rest.append((kind, property_id, key, numbers))
    return found
