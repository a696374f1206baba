"""What differs between two documents: where, what it was, what it is.

Things with a code are told apart by it, so that one put in the middle is one change; the pointer leads into the
newer document, for what is gone into the older.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Change(NamedTuple):
    pointer: str
    before: Any
    after: Any


def changes(before: Any, after: Any, pointer: str = "") -> Iterator[Change]:
    """Every difference of two JSON values, the smallest that can be named."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*after, *before]):
            yield from changes(before.get(name), after.get(name), f"{pointer}/{name}")
    elif _is_coded(before) and _is_coded(after):
        yield from _of_coded(before, after, pointer)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from changes(old, new, f"{pointer}/{n}")
    else:
        yield Change(pointer, before, after)


def sections(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The parts of the document that differ."""
    return [name for name in dict.fromkeys([*after, *before]) if before.get(name) != after.get(name)]


def _is_coded(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and "code" in item for item in value)


def _of_coded(before: Sequence[Any], after: Sequence[Any], pointer: str) -> Iterator[Change]:
    old = {item["code"]: item for item in before}
    new = {item["code"]: item for item in after}
    for n, item in enumerate(after):
        known = old.get(item["code"])
        if known is None:
            yield Change(f"{pointer}/{n}", None, item)
        else:
            yield from changes(known, item, f"{pointer}/{n}")
    for n, item in enumerate(before):
        if item["code"] not in new:
            yield Change(f"{pointer}/{n}", item, None)
    orders = [code for code in old if code in new], [code for code in new if code in old]
    if orders[0] != orders[1]:  # of tiers it is the rank
        yield Change(pointer, *orders)
