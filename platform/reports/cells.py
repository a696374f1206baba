"""Cells and persons in: taken from the queues of what changed, replaced whole, never incremented.

The order makes it safe. Dirty rows are deleted first, in the transaction that then reads the property's tables
and replaces its cells: what is committed in between leaves a dirty row of its own, which stays. A crash takes
everything back. Two refreshes of one property take turns by an advisory lock, persons by one of their chain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from chains.models import CHANNELS
from reports.profit import SUMS as PROFIT

# Advisory locks share one number space in a database: the first number says whose this is.
PROPERTY_LOCK, CHAIN_LOCK = 7301, 7302
ORDINALS = tuple(f"ordinal{k}" for k in range(1, 12))
CELL = ("visits", "repeat_visits", "nights", "revenue_cents", *ORDINALS, "due", "complete", "on_time")
TASK = (
    *("in_house", "due", "complete", "on_time", "nickname", "tags", "phone", "description", "none_noted"),
    *(f"wrong_{kind}" for kind in ("count", "date", "rate", "source", "room", "name", "unparsed")),
    "minutes",
)
# Table -> its columns after property_id, in the order in which loyalty.figures reads them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "reports_daycell": ("day", "channel", *CELL),
    "reports_pairday": ("day_b", "day_a", "channel_a", "repeat_a", "n"),
    "reports_taskcell": ("day", "clerk", "shift", *TASK),
    "reports_profitcell": ("day", "source", "channel", "room_type", *PROFIT, "unknown"),
    "reports_clerkname": ("clerk", "clerk_id", "name"),
}
QUEUES = ("reports_dirtymonth", "reports_dirtyguest")
# Table -> the day by whose month its rows are replaced.
OWNED_BY = {
    "reports_daycell": "day",
    "reports_pairday": "day_b",
    "reports_taskcell": "day",
    "reports_profitcell": "day",
}


class GuestRow(NamedTuple):
    """A guest's person and first two visits, as reports_guestdays holds them."""

    guest_id: int
    person: bytes
    first_on: date
    second_on: date | None


@dataclass(frozen=True)
class Dirt:
    """What changed at a property since its cells were made."""

    months: list[date]
    guests: list[int]

    def __bool__(self) -> bool:
        return bool(self.months or self.guests)


def lock(property_id: int, *, wait: bool) -> bool:
    """Hold this property's cells until the transaction ends; False when another refresh has them."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [PROPERTY_LOCK, property_id])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s::int)", [PROPERTY_LOCK, property_id])
        return bool(cursor.fetchone()[0])


def lock_persons(chain_id: int) -> None:
    """Hold the chain's persons until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [CHAIN_LOCK, chain_id])


def take(property_id: int) -> Dirt:
    """Empty the property's queues, within the transaction that makes the cells anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM public.reports_dirtymonth WHERE property_id = %s RETURNING month", [property_id]
        )
        months = sorted({month.replace(day=1) for (month,) in cursor.fetchall()})
        cursor.execute(
            "DELETE FROM public.reports_dirtyguest WHERE property_id = %s RETURNING guest_id", [property_id]
        )
        guests = sorted({guest for (guest,) in cursor.fetchall()})
    return Dirt(months, guests)


def replace_months(property_id: int, months: Sequence[date], rows: Mapping[str, bytes]) -> None:
    """Put these rows (in COPY's text form) in the place of the months' cells; month cells follow from them."""
    with connection.cursor() as cursor:
        for table, day in OWNED_BY.items():
            cursor.execute(
                f"DELETE FROM public.{table} AS cell USING unnest(%s::date[]) AS month "  # noqa: S608
                f"WHERE property_id = %s AND cell.{day} >= month AND cell.{day} < (month + interval '1 month')::date",
                [list(months), property_id],
            )
            _copy_in(cursor, table, rows[table])
        sums = ", ".join(f"sum({name})" for name in CELL)
        _replace_by_month(cursor, "reports_monthcell", "day", property_id, months)
        cursor.execute(
            f"INSERT INTO public.reports_monthcell (property_id, day, channel, {', '.join(CELL)}) "  # noqa: S608
            f"SELECT property_id, month, channel, {sums} FROM public.reports_daycell, unnest(%s::date[]) AS month "
            "WHERE property_id = %s AND day >= month AND day < (month + interval '1 month')::date GROUP BY 1, 2, 3",
            [list(months), property_id],
        )
        by_channel = ", ".join(
            f"coalesce(sum(n) FILTER (WHERE channel_a = '{name}'), 0)" for name in CHANNELS
        )
        _replace_by_month(cursor, "reports_pairmonth", "day_b", property_id, months)
        cursor.execute(
            f"INSERT INTO public.reports_pairmonth (property_id, day_b, day_a, {', '.join(CHANNELS)}, repeats) "  # noqa: S608
            f"SELECT property_id, month, day_a - (extract(day FROM day_a)::int - 1), {by_channel}, "
            "coalesce(sum(n) FILTER (WHERE repeat_a), 0) FROM public.reports_pairday, unnest(%s::date[]) AS month "
            "WHERE property_id = %s AND day_b >= month AND day_b < (month + interval '1 month')::date GROUP BY 1, 2, 3",
            [list(months), property_id],
        )
        _replace_by_month(cursor, "reports_profitmonth", "day", property_id, months)
        cursor.execute(PROFIT_MONTHS, [list(months), property_id])


def replace_clerks(property_id: int, rows: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.reports_clerkname WHERE property_id = %s", [property_id])
        _copy_in(cursor, "reports_clerkname", rows)


def _replace_by_month(cursor: Any, table: str, day: str, property_id: int, months: Sequence[date]) -> None:
    cursor.execute(
        f"DELETE FROM public.{table} WHERE property_id = %s AND {day} = ANY(%s)",  # noqa: S608
        [property_id, list(months)],
    )


def _copy_in(cursor: Any, table: str, rows: bytes) -> None:
    columns = ", ".join(("property_id", *COLUMNS[table]))
    with cursor.copy(f"COPY public.{table} ({columns}) FROM STDIN") as copy:
        copy.write(rows)


def replace_guests(chain_id: int, property_id: int, guests: Sequence[int], rows: Iterable[GuestRow]) -> None:
    """Put these rows in the place of the guests' own, and count anew the persons whose days changed."""
    new = set(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT guest_id, person, first_on, second_on FROM public.reports_guestdays "
            "WHERE property_id = %s AND guest_id = ANY(%s)",
            [property_id, list(guests)],
        )
        old = {
            GuestRow(guest, bytes(person), first, second)
            for guest, person, first, second in cursor.fetchall()
        }
        gone, come = old - new, new - old
        if not gone and not come:
            return
        cursor.execute(
            "DELETE FROM public.reports_guestdays WHERE property_id = %s AND guest_id = ANY(%s)",
            [property_id, [row.guest_id for row in gone]],
        )
        columns = list(zip(*come, strict=True)) or [(), (), (), ()]
        cursor.execute(
            "INSERT INTO public.reports_guestdays (property_id, chain_id, guest_id, person, first_on, second_on) "
            "SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bytea[], %s::date[], %s::date[])",
            [property_id, chain_id, *map(list, columns)],
        )
    _count_persons(chain_id, {row.person for row in gone | come})


def _count_persons(chain_id: int, persons: set[bytes]) -> None:
    """These persons' first and second visits over the chain, and the days that they count for."""
    who: list[Any] = [chain_id, list(persons)]
    lock_persons(chain_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM public.reports_person WHERE chain_id = %s AND person = ANY(%s::bytea[]) "
            "RETURNING first_on, second_on",
            who,
        )
        days = {day for row in cursor.fetchall() for day in row if day}
        cursor.execute(
            "INSERT INTO public.reports_person (chain_id, person, first_on, second_on) "
            "SELECT chain_id, person, (array_agg(day ORDER BY day))[1], (array_agg(day ORDER BY day))[2] "
            "FROM (SELECT chain_id, person, unnest(ARRAY[first_on, second_on]) AS day "
            "FROM public.reports_guestdays WHERE chain_id = %s AND person = ANY(%s::bytea[])) AS visit "
            "WHERE day IS NOT NULL GROUP BY 1, 2 RETURNING first_on, second_on",
            who,
        )
        days |= {day for row in cursor.fetchall() for day in row if day}
        of_days: list[Any] = [chain_id, sorted(days)]
        cursor.execute("DELETE FROM public.reports_personday WHERE chain_id = %s AND day = ANY(%s)", of_days)
        cursor.execute(
            "INSERT INTO public.reports_personday (chain_id, day, first, second) "
            "SELECT %s, day, sum(first), sum(second) FROM ("
            "SELECT first_on AS day, 1 AS first, 0 AS second FROM public.reports_person "
            "WHERE chain_id = %s AND first_on = ANY(%s) UNION ALL "
            "SELECT second_on, 0, 1 FROM public.reports_person WHERE chain_id = %s AND second_on = ANY(%s)) AS visit "
            "GROUP BY day",
            [chain_id, *of_days, *of_days],
        )


def mark(property_id: int, months: Iterable[date], guests: Iterable[int]) -> None:
    """Enter months and guests into the queues, to be made anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.reports_dirtymonth (property_id, month, at) "
            "SELECT %s, month, now() FROM unnest(%s::date[]) AS month",
            [property_id, list(months)],
        )
        cursor.execute(
            "INSERT INTO public.reports_dirtyguest (property_id, guest_id, at) "
            "SELECT %s, guest_id, now() FROM unnest(%s::bigint[]) AS guest_id",
            [property_id, list(guests)],
        )


def dirty_properties(ids: Sequence[int] | None = None) -> list[int]:
    """Properties (of these) with something in their queues, the longest waiting first."""
    among = "" if ids is None else "WHERE property_id = ANY(%s)"
    queues = [f"SELECT property_id, at FROM public.{queue} {among}" for queue in QUEUES]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT property_id FROM ({' UNION ALL '.join(queues)}) AS dirty GROUP BY 1 ORDER BY min(at)",  # noqa: S608
            [] if ids is None else [list(ids), list(ids)],
        )
        return [property_id for (property_id,) in cursor.fetchall()]


class Mark(NamedTuple):
    """How far the two queues reached at a moment."""

    month: int
    guest: int


def reach() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(id) FROM public.reports_dirtymonth), 0), "
            "coalesce((SELECT max(id) FROM public.reports_dirtyguest), 0)"
        )
        return Mark(*cursor.fetchone())


def waiting(ids: Sequence[int], until: Mark) -> list[int]:
    """Properties among these with something in their queues that stood there when the mark was taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT property_id FROM public.reports_dirtymonth WHERE property_id = ANY(%s) AND id <= %s UNION "
            "SELECT property_id FROM public.reports_dirtyguest WHERE property_id = ANY(%s) AND id <= %s",
            [list(ids), until.month, list(ids), until.guest],
        )
        return [property_id for (property_id,) in cursor.fetchall()]


def forget(chain_id: int, property_id: int) -> None:
    """Nothing of this property stays in the reports; persons are counted without it. For a property erased."""
    lock(property_id, wait=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guest_id FROM public.reports_guestdays WHERE property_id = %s", [property_id])
        guests = [guest for (guest,) in cursor.fetchall()]
        for table in (*COLUMNS, "reports_monthcell", "reports_pairmonth", "reports_profitmonth", *QUEUES):
            cursor.execute(f"DELETE FROM public.{table} WHERE property_id = %s", [property_id])  # noqa: S608
    replace_guests(chain_id, property_id, guests, [])


# What has no cost, of all cells of the month together, each once.
PROFIT_MONTHS = f"""
INSERT INTO public.reports_profitmonth (property_id, day, source, channel, room_type, {", ".join(PROFIT)}, unknown)
SELECT property_id, month, source, channel, room_type, {", ".join(PROFIT)},
       ARRAY(SELECT DISTINCT name FROM unnest(string_to_array(names, E'\\x1f')) AS name ORDER BY 1)
  FROM (SELECT property_id, month, source, channel, room_type, {", ".join(f"sum({name}) AS {name}" for name in PROFIT)},
               string_agg(array_to_string(unknown, E'\\x1f'), E'\\x1f') FILTER (WHERE unknown <> '{{}}') AS names
          FROM public.reports_profitcell, unnest(%s::date[]) AS month
         WHERE property_id = %s AND day >= month AND day < (month + interval '1 month')::date GROUP BY 1, 2, 3, 4, 5) AS cell
"""  # noqa: S608 (put together from constants)
