"""Postings a second through loyalty.ledger, against psycopg alone sending the same SQL; and sets of lots a second.

Each posting is a transaction of its own and waits for the disk (fsync is on). Two of three grant points, one spends;
2,000 guests; the threads are those of one process, each with a connection, as the web server's are.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import psycopg
from django.db import connection

from audit.recording import SYSTEM
from chains.opening import open_chain
from kernel.statements import Statements, _placed
from loyalty.ledger import posting as booking
from loyalty.ledger.posting import Credit, Debit, Move, post
from tenants.context import as_owner, in_property, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench._server import database_url
from tests.bench.registry import Figures, bench

TODAY, ENDS = date(2026, 11, 23), date(2029, 11, 23)
GUESTS, RUNS, POSTINGS = 2_000, 3, 6_000


@cache
def hotel() -> Property:
    chain, _ = open_chain(slug="bench-ledger", name="测速")
    made, _ = open_property(chain, slug="bench-ledger-1", name="一店")
    return made


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
        with in_property(hotel()):
            raw = Statements(raw_connection())
            raw.execute("SELECT count(*) FROM ledger_account")
            ready.wait()
            for number in range(each):
                book(raw, *act(thread, number))
        connection.close()

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
            line.execute(f'SET search_path TO "{hotel().schema_name}", public')
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
    "ledger_postings",
    "ledger postings of one process at its best, against the aim of 2,000",
    unit="postings/s",
    aim=1,
)
def against_aim() -> Figures:
    return Figures(ours=max(in_turns(threads).ours for threads in (1, 4, 16)), peer=2_000, runs=RUNS)
