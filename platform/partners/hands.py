"""The only threads of the product: each posts one thing to somebody else's server, and may wait for it.

They hold no database connection and know no property; what came of it is written down by whoever asked.
"""

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from kernel import clock
from partners import signing
from partners.deliveries import Job
from partners.posting import Answer, Rules, post


@dataclass(frozen=True, slots=True)
class Tried:
    job: Job
    answer: Answer
    at: datetime


class Hands:
    """So many tries at a time, and how many of them are at which endpoint."""

    def __init__(self, number: int, rules: Rules) -> None:
        self.number = number
        self.rules = rules
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="post")
        self._working: dict[Future[Tried], tuple[Job, bool]] = {}

    def free(self) -> int:
        return self.number - len(self._working)

    def at(self) -> dict[int, int]:
        """By endpoint: how many tries are on their way."""
        counted: dict[int, int] = {}
        for job, _ in self._working.values():
            counted[job.endpoint] = counted.get(job.endpoint, 0) + 1
        return counted

    def with_failing(self) -> int:
        """How many are busy with endpoints that were failing already."""
        return sum(failing for _, failing in self._working.values())

    def give(self, job: Job, *, failing: bool) -> None:
        self._working[self._threads.submit(attempt, job, self.rules)] = (job, failing)

    def done(self, timeout_s: float) -> list[Tried]:
        """What has come back; waits for the first of it, at most so long."""
        finished, _ = wait(self._working, timeout=timeout_s, return_when=FIRST_COMPLETED)
        for each in finished:
            del self._working[each]
        return [each.result() for each in finished]

    def busy(self) -> bool:
        return bool(self._working)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def attempt(job: Job, rules: Rules) -> Tried:
    """One try, signed for this moment."""
    at = clock.now()
    return Tried(
        job, post(job.url, signing.headers(job.message, at, job.body, job.secrets), job.body, rules), at
    )
