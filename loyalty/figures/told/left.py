"""What is left of what guests have spent: beside the spend of the reports on RFM and value, for who may see profit."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from kernel import money
from reports import winning as cells


class Row(NamedTuple):
    """Of the guests of one property who stand at one place: what is left, and of how many a cost in it is not known."""

    place: int
    r: int
    f: int
    group: str
    tier: str
    channel: str  # of the first visit
    cents: int
    unknown: int


def rows(ids: Sequence[int], *, sees: bool) -> list[Row] | None:
    """In the public schema; None for who may not see it, and until each of these properties has reckoned it."""
    if not sees or not reckoned(ids):
        return None
    documents = cells.documents(ids, "profit")
    return [Row(place, *row) for place, document in documents.items() for row in document["rows"]]


def reckoned(ids: Sequence[int]) -> bool:
    """Whether figures of before there was profit have all been made anew."""
    return cells.documents(ids, "profit").keys() >= cells.documents(ids, "value").keys()


def beside(told: list[Row] | None, key: Callable[[Row], Any]) -> Callable[[Any], dict[str, Any]]:
    """For a key, what its line has beside the spend: `profit` and `profit_complete`; nothing where it is not told."""
    if told is None:
        return lambda _: {}
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in told:
        found[key(row)][0] += row.cents
        found[key(row)][1] += row.unknown
    return lambda of: {"profit": money.amount(found[of][0]), "profit_complete": not found[of][1]}
