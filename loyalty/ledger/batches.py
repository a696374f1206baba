"""Bookings for many guests: a function of the database called again until it finds nothing more to do."""

from collections.abc import Callable
from typing import NamedTuple

# So many accounts to a call: each is whole by itself, where the caller holds no transaction.
AT_ONCE = 20_000


class Done(NamedTuple):
    """How many postings were made, and how many lots were in them."""

    postings: int
    lots: int


def until_done(once: Callable[[], tuple[int, int]]) -> Done:
    postings = lots = 0
    while True:
        more = once()
        if not more[0]:
            return Done(postings, lots)
        postings, lots = postings + more[0], lots + more[1]
