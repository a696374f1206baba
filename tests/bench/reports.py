"""The comparison report over 50 properties with 2.5 million visits, against the ORM going from schema to schema.

The visits (one stay each), their guests and tasks are made by SQL in the properties' own schemas; the cells come
from them by the same refresh that a worker runs. Every figure of ours is compared with the peer's.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import duckdb
from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, Sum

from chains.models import Chain
from chains.opening import open_chain
from loyalty.figures.refreshing import mark_all, refresh
from loyalty.stays.models import Visit
from reports.comparison import comparison
from reports.ranges import Range
from reports.reading import Place, Scope
from tenants.context import in_property
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench.registry import Figures, bench

PROPERTIES, VISITS, GUESTS = 50, 50_000, 12_000
FIRST_DAY, DAYS = date(2024, 7, 1), 730
WHOLE_MONTHS = Range(date(2025, 1, 1), date(2025, 12, 31))
ANY_DAYS = Range(date(2025, 1, 12), date(2025, 12, 18))
RUNS = 7

MAKE = (
    """
    INSERT INTO guests_guest (name, pinyin, phone, person, birthday, gender, email, language, notes, secret,
        by_hand, tags, nickname, visits, nights, spend_cents, channel, source, room_no, rate_cents,
        remark_complete, contested, anchor, created_at, changed_at)
    SELECT '客人', '', NULL,
        -- every tenth guest is a person known at other properties too
        decode(md5(CASE WHEN g %% 10 = 0 THEN 'p' || g ELSE %(place)s || '-' || g END), 'hex'),
        NULL, '', '', '', '', false, '{}', '{}', '', 0, 0, 0, '', '', '', 0, false, false, '', now(), now()
    FROM generate_series(1, %(guests)s) AS g
    """,
    """
    WITH drawn AS (
        SELECT DISTINCT 1 + floor(%(guests)s * power(random(), 1.5))::int AS guest,
            %(first)s::date + 2 * floor(%(days)s / 2 * random())::int AS day
        FROM generate_series(1, (%(visits)s * 1.1)::int)
    ), kept AS (
        SELECT guest, day, (ARRAY['member','corporate','ota','walk_in'])[1 + floor(4 * power(random(), 1.4))::int] AS channel
        FROM (SELECT * FROM drawn ORDER BY random() LIMIT %(visits)s) AS picked
    )
    INSERT INTO stays_visit (guest_id, ordinal, check_in_on, check_out_on, checked_out_at, channel, source, room_no,
        room_type, rate_cents, nights, room_cents, other_cents, stays, clerk, prev_on, prev_channel)
    SELECT guest, row_number() OVER turns, day, day + 1, day + time '11:00' + interval '1 day', channel, '携程', '8210',
        '', 20800, 1, 15000 + floor(10000 * random())::int, 0, 1, 'S01',
        lag(day) OVER turns, coalesce(lag(channel) OVER turns, '')
    FROM kept WINDOW turns AS (PARTITION BY guest ORDER BY day) ORDER BY day
    """,
    """
    INSERT INTO remarks_task (visit_id, guest_id, clerk, assigned_by_hand, shift, due_at, nickname_done, tags_done,
        phone_done, description_done, none_noted, wrong, written, expected, completed_at, completed_name)
    SELECT id, guest_id, 'S0' || id %% 6, false, '', checked_out_at + interval '1 day', done, done, done, done, false,
        '', '', '', CASE WHEN done THEN checked_out_at + id %% 2000 * interval '1 minute' END, ''
    FROM (SELECT *, id %% 5 > 0 AS done FROM stays_visit) AS visit
    """,
    "ANALYZE guests_guest",
    "ANALYZE stays_visit",
    "ANALYZE remarks_task",
)


@cache
def stage() -> Scope:
    """The chain, filled; made once for all benchmarks of this module."""
    began = time.perf_counter()
    chain, _ = open_chain(slug="bench-reports", name="Bench")
    places = [fill(chain, number) for number in range(PROPERTIES)]
    filled = time.perf_counter()
    for place in places:
        mark_all(place)
        refresh(place, wait=True)
    with connection.cursor() as cursor:
        # What autovacuum does within a minute on a server that is not a minute old.
        for table in ("daycell", "monthcell", "pairday", "pairmonth", "person", "personday", "guestdays"):
            cursor.execute(f"VACUUM ANALYZE public.reports_{table}")
    print(f"  filled in {filled - began:.0f} s, cells in {time.perf_counter() - filled:.0f} s", flush=True)
    return Scope(
        chain.pk,
        chain.time_zone,
        chain.targets,
        tuple(Place(place.pk, place.slug, place.name, place.city, place.targets) for place in places),
    )


def fill(chain: Chain, number: int) -> Property:
    place, _ = open_property(chain, slug=f"bench-reports-{number}", name=f"{number}")
    values = {"place": str(place.pk), "guests": GUESTS, "visits": VISITS, "first": FIRST_DAY, "days": DAYS}
    with transaction.atomic(), connection.cursor() as cursor:
        # Foreign keys hold by construction; checking them row by row would double the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(%s)", [number / PROPERTIES])
        with in_property(place):
            for statement in MAKE:
                cursor.execute(statement, values)
    return place


def by_orm(scope: Scope, days: Range) -> list[dict[str, Any]]:
    """The same figures as one would write them with the ORM, property by property; visits know their ordinals."""
    return [
        _figures_by_orm(place, days) for place in Property.objects.filter(pk__in=scope.ids).order_by("pk")
    ]


def _figures_by_orm(place: Property, days: Range) -> dict[str, Any]:
    with in_property(place):
        until = Visit.objects.filter(check_in_on__lte=days.end)
        inside = until.filter(check_in_on__gte=days.start)
        sums = inside.aggregate(
            visits=Count("id"),
            repeat_visits=Count("id", filter=Q(ordinal__gte=2)),
            nights=Sum("nights"),
            cents=Sum("room_cents"),
            due=Count("task", filter=Q(checked_out_at__isnull=False)),
            complete=Count("task", filter=Q(task__completed_at__isnull=False)),
            on_time=Count("task", filter=Q(task__completed_at__lte=F("task__due_at"))),
        )
        reached = until.aggregate(
            **{f"reached{k}": Count("id", filter=Q(ordinal=k)) for k in (1, 2, 3, 6, 11)},
        )
        last = inside.values("guest").annotate(last=Max("ordinal"))
        mix = dict(inside.values_list("channel").annotate(n=Count("id")))
        return {
            **sums,
            **reached,
            "active": last.count(),
            "active_repeat": last.filter(last__gte=2).count(),
            "mix": mix,
        }


def same(ours: dict[str, Any], theirs: list[dict[str, Any]]) -> None:
    """Refuse to measure figures that differ."""
    for row, peer in zip(ours["properties"], theirs, strict=True):
        bands = row["visit_distribution"]
        told = {
            **{name: row[name] for name in ("visits", "repeat_visits", "nights")},
            "cents": round(float(row["room_revenue"]) * 100),
            **{name: row["remarks"][name] for name in ("due", "complete", "on_time")},
            "reached1": row["guests_to_date"],
            "reached2": row["repeat_guests_to_date"],
            "reached3": row["repeat_guests_to_date"] - bands["2"],
            "reached6": bands["6-10"] + bands["11+"],
            "reached11": bands["11+"],
            "active": row["active_guests"],
            "active_repeat": row["active_repeat_guests"],
            "mix": {name: channel["value"] for name, channel in row["channel_mix"].items()},
        }
        if told != peer:
            raise AssertionError(f"{row['property']}: ours {told}, the ORM's {peer}")


def milliseconds(act: Callable[[], object], runs: int) -> float:
    act()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def in_the_database(act: Callable[[], object], runs: int) -> float:
    """Milliseconds between sending the statement and holding its rows."""
    taken: list[float] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += (time.perf_counter() - began) * 1000

    for _ in range(runs + 1):
        spent = [0.0]
        with connection.execute_wrapper(timed):
            act()
        taken.append(spent[0])
    return statistics.median(taken[1:])


@bench(
    "report_vs_orm",
    "comparison of 50 properties, 2.5 million visits, 12 whole months: cells against per-schema ORM aggregates",
    unit="ms",
    aim=100,
    less_is_better=True,
)
def whole_months_against_the_orm() -> Figures:
    scope = stage()
    same(comparison(scope, WHOLE_MONTHS), by_orm(scope, WHOLE_MONTHS))
    peer = milliseconds(lambda: by_orm(scope, WHOLE_MONTHS), 1)
    return Figures(milliseconds(lambda: comparison(scope, WHOLE_MONTHS), RUNS), peer, RUNS)


@bench(
    "report_whole_months",
    "the same report in the database, against the aim of 50 ms",
    unit="ms",
    aim=1,
    less_is_better=True,
)
def whole_months() -> Figures:
    scope = stage()
    return Figures(in_the_database(lambda: comparison(scope, WHOLE_MONTHS), RUNS), 50.0, RUNS)


@bench(
    "report_any_days",
    "the same for any days (341 of them, no whole month at either end), against the aim of 200 ms",
    unit="ms",
    aim=1,
    less_is_better=True,
)
def any_days() -> Figures:
    scope = stage()
    same(comparison(scope, ANY_DAYS), by_orm(scope, ANY_DAYS))
    return Figures(in_the_database(lambda: comparison(scope, ANY_DAYS, by="guests"), RUNS), 200.0, RUNS)


VISITS_AS_CSV = """
COPY (SELECT %(place)s::bigint, v.guest_id, v.ordinal, v.check_in_on, v.channel, v.nights, v.room_cents,
        (t.id IS NOT NULL AND v.checked_out_at IS NOT NULL)::int, (t.completed_at IS NOT NULL)::int,
        coalesce(t.completed_at <= t.due_at, false)::int
    FROM stays_visit AS v LEFT JOIN remarks_task AS t ON t.visit_id = v.id) TO STDOUT (FORMAT csv)
"""
BY_DUCKDB = """
SELECT place, count(*) FILTER (inside), count(*) FILTER (inside AND ordinal >= 2), sum(nights) FILTER (inside),
    sum(cents) FILTER (inside), sum(due) FILTER (inside), sum(complete) FILTER (inside), sum(on_time) FILTER (inside),
    count(*) FILTER (ordinal = 1), count(*) FILTER (ordinal = 2), count(*) FILTER (ordinal = 3),
    count(*) FILTER (ordinal = 6), count(*) FILTER (ordinal = 11),
    count(DISTINCT guest) FILTER (inside), count(DISTINCT guest) FILTER (inside AND ordinal >= 2),
    count(*) FILTER (inside AND channel = 'member'), count(*) FILTER (inside AND channel = 'corporate'),
    count(*) FILTER (inside AND channel = 'ota'), count(*) FILTER (inside AND channel = 'walk_in')
FROM (SELECT *, day >= $start AS inside FROM visits WHERE day <= $until) GROUP BY place ORDER BY place
"""
SUMS = ("visits", "repeat_visits", "nights", "cents", "due", "complete", "on_time")
REACHED = tuple(f"reached{k}" for k in (1, 2, 3, 6, 11))


def by_duckdb(store: duckdb.DuckDBPyConnection, days: Range) -> list[dict[str, Any]]:
    """The same figures from a columnar copy of every visit, in memory, on all cores."""
    rows = store.execute(BY_DUCKDB, {"start": days.start, "until": days.end}).fetchall()
    names = (*SUMS, *REACHED, "active", "active_repeat")
    return [
        dict(zip(names, row[1 : 1 + len(names)], strict=True))
        | {"mix": dict(zip(("member", "corporate", "ota", "walk_in"), row[1 + len(names) :], strict=True))}
        for row in rows
    ]


def columnar_copy(scope: Scope) -> duckdb.DuckDBPyConnection:
    store = duckdb.connect()
    store.execute(
        "CREATE TABLE visits (place BIGINT, guest BIGINT, ordinal INT, day DATE, channel VARCHAR, nights INT, "
        "cents BIGINT, due INT, complete INT, on_time INT)"
    )
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        for place in Property.objects.filter(pk__in=scope.ids):
            with (
                in_property(place),
                connection.cursor() as cursor,
                cursor.copy(VISITS_AS_CSV, {"place": place.pk}) as rows,
            ):
                for chunk in rows:
                    file.write(chunk)
        file.flush()
        store.execute("COPY visits FROM ? (FORMAT csv, HEADER false)", [file.name])
    return store


@bench(
    "report_vs_duckdb",
    "the same report over whole months, against DuckDB over a columnar copy in memory",
    unit="ms",
    aim=1,
    less_is_better=True,
)
def whole_months_against_duckdb() -> Figures:
    scope = stage()
    store = columnar_copy(scope)
    try:
        same(comparison(scope, WHOLE_MONTHS), by_duckdb(store, WHOLE_MONTHS))
        peer = milliseconds(lambda: by_duckdb(store, WHOLE_MONTHS), RUNS)
    finally:
        store.close()
    return Figures(milliseconds(lambda: comparison(scope, WHOLE_MONTHS), RUNS), peer, RUNS)
