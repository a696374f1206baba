"""Postings a second through loyalty.ledger, against psycopg alone sending the same SQL; and sets of lots a second.

Each posting is a transaction of its own and waits for the disk (fsync is on). Two of three grant points, one spends;
2,000 guests; the threads are those of one process, each with a connection, as the web server's are.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import psycopg
from django.db import connection

from audit.recording import SYSTEM
from chains.opening import open_chain
from kernel.statements import Statements, _placed
from loyalty.ledger import posting as booking
from loyalty.ledger.expiring import expire
from loyalty.ledger.posting import Credit, Debit, Move, post
from tenants.context import as_owner, in_property, raw_connection
from tenants.database.names import role_of
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench._server import database_url, median_of
from tests.bench.registry import Figures, bench

TODAY, ENDS = date(2026, 11, 23), date(2029, 11, 23)
GUESTS, RUNS, POSTINGS = 2_000, 3, 4_800


@cache
def hotel() -> Property:
    chain, _ = open_chain(slug="bench-ledger", name="测速")
    made, _ = open_property(chain, slug="bench-ledger-1", name="一店")
    return made


SESSION = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


def role() -> str:
    return role_of(hotel().schema_name, database=connection.settings_dict["NAME"])


def emptied() -> None:
    """A ledger in which every guest has points to spend, and what the planner knows of it."""
    with as_owner(hotel().schema_name), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_entry, ledger_lot, ledger_posting, ledger_account")
    with in_property(hotel()):
        for at in range(0, GUESTS, 500):
            granted = [
                Credit(guest, "base", 100_000, "issuance", earned_on=TODAY, expires_on=ENDS)
                for guest in range(at, at + 500)
            ]
            book(Statements(raw_connection()), f"start:{at}", granted)
    with as_owner(hotel().schema_name), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_entry, ledger_lot, ledger_posting, ledger_account")
        cursor.execute("CHECKPOINT")


def book(raw: Any, key: str, moves: Sequence[Move]) -> None:
    post(raw, key=key, kind="bench", moves=moves, on=TODAY, actor=SYSTEM, reason="points.earned.stay")


def act(thread: int, number: int) -> tuple[str, list[Move]]:
    """The number-th posting of a thread: no two touch the same guest at the same time but by chance."""
    guest = (thread * 7919 + number * 31) % GUESTS
    if number % 3 == 2:
        return f"t{thread}:{number}", [Debit([guest], ("base", "bonus"), 50, "redemption")]
    return f"t{thread}:{number}", [
        Credit(guest, "base", 100, "issuance", earned_on=TODAY, expires_on=ENDS, origin="stay")
    ]


class Recorder:
    """Takes what would be sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def execute(self, sql: str, parameters: Any) -> Any:
        self.sent.append((sql, parameters))
        return self

    def fetchone(self) -> tuple[str]:
        return ('{"refused": "no_such_posting", "posting": 0}',)


def at_once(threads: int, work: Callable[[int, threading.Barrier], None]) -> float:
    """Seconds from when all threads are ready until all are done."""
    barrier = threading.Barrier(threads + 1)
    failed: list[BaseException] = []

    def run(thread: int) -> None:
        try:
            work(thread, barrier)
        except BaseException as error:
            failed.append(error)
            barrier.abort()
            raise

    running = [threading.Thread(target=run, args=(thread,)) for thread in range(threads)]
    for each in running:
        each.start()
    barrier.wait()
    began = time.perf_counter()
    for each in running:
        each.join()
    took = time.perf_counter() - began
    if failed:
        raise failed[0]
    return took


def ours(threads: int) -> float:
    each = POSTINGS // threads

    def work(thread: int, ready: threading.Barrier) -> None:
        # The way of post() in a request, on a connection of the thread's own: the pool of the web server's eight
        # would hold back the others of sixteen.
        with psycopg.connect(database_url(), autocommit=True) as line:
            line.execute(SESSION, (f'"{hotel().schema_name}", public', role()))
            raw = Statements(line)
            ready.wait()
            for number in range(each):
                book(raw, *act(thread, number))

    emptied()
    return threads * each / at_once(threads, work)


def bare(threads: int) -> float:
    """The same statements with the same values, made beforehand, over a connection that nobody wraps."""
    each = POSTINGS // threads

    def work(thread: int, ready: threading.Barrier) -> None:
        recorder = Recorder()
        for number in range(each):
            try:
                book(recorder, *act(thread, number))
            except booking.Refused:
                continue
        text, _ = _placed(recorder.sent[0][0])
        values = [parameters for _, parameters in recorder.sent]
        with psycopg.connect(database_url(), autocommit=True) as line:
            line.execute(SESSION, (f'"{hotel().schema_name}", public', role()))
            cursor = psycopg.RawCursor(line)
            ready.wait()
            for each_values in values:
                cursor.execute(text, each_values, prepare=True).fetchone()

    emptied()
    return threads * each / at_once(threads, work)


@cache
def in_turns(threads: int) -> Figures:
    """Medians of runs in turns."""
    figures = [(ours(threads), bare(threads)) for _ in range(RUNS)]
    middle = RUNS // 2
    return Figures(
        ours=sorted(one for one, _ in figures)[middle],
        peer=sorted(other for _, other in figures)[middle],
        runs=RUNS,
    )


def _enter(threads: int) -> None:
    @bench(
        f"ledger_vs_psycopg_{threads}",
        f"ledger postings by {threads} thread(s) of one process, against psycopg alone sending the same SQL",
        unit="postings/s",
        aim=0.6,
    )
    def against_psycopg() -> Figures:
        return in_turns(threads)


for _threads in (1, 4, 16):
    _enter(_threads)


@bench(
    "ledger_vs_psycopg",
    "ledger postings by 1, 4 or 16 threads against psycopg alone sending the same SQL, where the ratio is least",
    unit="postings/s",
    aim=0.6,
)
def least_against_psycopg() -> Figures:
    return min((in_turns(threads) for threads in (1, 4, 16)), key=lambda found: found.ours / found.peer)


@bench(
    "ledger_postings",
    "ledger postings of one process at its best, against the aim of 2,000",
    unit="postings/s",
    aim=1,
)
def against_aim() -> Figures:
    return Figures(ours=max(in_turns(threads).ours for threads in (1, 4, 16)), peer=2_000, runs=RUNS)


LOTS, A_SECOND = 100_000, 10_000


@bench(
    "ledger_expiry",
    "lots that end in one night of 100,000, booked in sets, against 10,000 a second",
    unit="lots/s",
    aim=1,
)
def expiry() -> Figures:
    def once(run: int) -> float:
        with as_owner(hotel().schema_name), connection.cursor() as cursor:
            cursor.execute("TRUNCATE ledger_entry, ledger_lot, ledger_posting, ledger_account")
            cursor.execute(ENDING, (LOTS, LOTS, LOTS))
            cursor.execute("VACUUM ANALYZE ledger_entry, ledger_lot, ledger_posting, ledger_account")
        with in_property(hotel()):
            began = time.perf_counter()
            done = expire(Statements(raw_connection()), ENDS + timedelta(days=1))
            took = time.perf_counter() - began
        if done.lots != LOTS:
            raise RuntimeError(f"{done.lots} lots ended, of {LOTS}")
        return LOTS / took

    return Figures(ours=median_of(once, RUNS), peer=A_SECOND, runs=RUNS)


# One lot for each of so many guests, as if each had been granted 100 points.
ENDING = """
WITH accounts AS (
  INSERT INTO ledger_account (guest_id, kind, unit, balance)
  SELECT n, 'base', 'points', 100 FROM generate_series(1, %s) n RETURNING id
), postings AS (
  INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts)
  SELECT 'granted', '', 'earn', now(), '2026-11-23', 'system', '', '', '', '{}' RETURNING id
), lots AS (
  INSERT INTO ledger_lot (account_id, kind, posting_id, amount, remaining, earned_on, expires_on, extended, origin)
  SELECT a.id, 'base', p.id, 100, 100, '2026-11-23', '2029-11-23', false, '' FROM accounts a, postings p LIMIT %s
  RETURNING id, account_id, posting_id
)
INSERT INTO ledger_entry (posting_id, unit, amount, from_house, to_account, to_lot, to_after)
SELECT posting_id, 'points', 100, 'issuance', account_id, id, 100 FROM lots LIMIT %s
"""
