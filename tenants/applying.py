"""The same SQL to many schemas: several connections at a time, one transaction for each schema.

Operator's work, not a request's: the connections are our own, beside Django's. One thread waits for all of them,
as PostgreSQL does the work.
"""

import select
from collections import deque
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus

TRIES_MAX = 5
LOCK_TIMEOUT_MS = 2000
# lock_not_available, deadlock_detected: busy traffic, gone the next time.
WORTH_ANOTHER_TRY = {"55P03", "40P01"}


@dataclass
class Job:
    """The statements of one schema."""

    schema: str
    statements: list[str]
    tries: int = 0

    def script(self) -> bytes:
        return ";\n".join(
            [
                "BEGIN",
                f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}",
                "SET LOCAL statement_timeout = 0",
                *(statement.rstrip().removesuffix(";") for statement in self.statements),
                "COMMIT",
            ]
        ).encode()


@dataclass(frozen=True)
class Failure:
    schema: str
    reason: str


def apply_in_parallel(jobs: list[Job], *, connections: int) -> list[Failure]:
    """Run every job; those that fail leave nothing in their schema and are returned with the reason."""
    lines: list[Line] = []
    try:
        for _ in range(min(connections, len(jobs))):
            lines.append(Line(psycopg.connect(**connection.get_connection_params(), autocommit=True)))
        return _work_off(deque(jobs), lines)
    finally:
        for line in lines:
            line.connection.close()


@dataclass
class Line:
    """A connection, and what went wrong with the script it works on."""

    connection: "psycopg.Connection[Any]"
    problem: tuple[str, str] | None = None  # SQLSTATE, message

    def begin(self, job: Job) -> None:
        job.tries += 1
        self.problem = None
        self.connection.pgconn.send_query(job.script())

    def is_done(self) -> bool:
        """Take in what has arrived; true when the whole script was answered."""
        wire = self.connection.pgconn
        try:
            wire.consume_input()
            while not wire.is_busy():
                answer = wire.get_result()
                if answer is None:
                    return True
                if answer.status == ExecStatus.FATAL_ERROR:
                    state = answer.error_field(DiagnosticField.SQLSTATE) or b""
                    self.problem = state.decode(), answer.get_error_message()
        except psycopg.OperationalError as error:
            self.problem = "08006", str(error)
            return True
        return False


def _work_off(waiting: deque[Job], idle: list[Line]) -> list[Failure]:
    failures: list[Failure] = []
    busy: dict[int, tuple[Line, Job]] = {}
    while (waiting and idle) or busy:
        while waiting and idle:
            line, job = idle.pop(), waiting.popleft()
            line.begin(job)
            busy[line.connection.fileno()] = line, job
        for number in select.select(list(busy), [], [])[0]:
            line, job = busy[number]
            if not line.is_done():
                continue
            del busy[number]
            if line.connection.pgconn.status == ConnStatus.OK:
                idle.append(line)
                line.connection.rollback()  # does nothing where the script came to its COMMIT
            if line.problem is None:
                continue
            state, message = line.problem
            if state in WORTH_ANOTHER_TRY and job.tries < TRIES_MAX:
                waiting.append(job)
            else:
                failures.append(Failure(job.schema, message))
    return failures + [Failure(job.schema, "no connection was left") for job in waiting]
