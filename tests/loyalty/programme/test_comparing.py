"""What differs between two documents."""

from typing import Any

import pytest

from loyalty.programme.comparing import changes, sections


def told(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    return [tuple(change) for change in changes(before, after)]


def coded(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "n": 1} for code in codes]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": {"c": 2}}, {"a": 1, "b": {"c": 3}}, [("/b/c", 2, 3)]),
        ({"a": 1}, {}, [("/a", 1, None)]),
        ({}, {"a": 1}, [("/a", None, 1)]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [("/a/1", 2, 3)]),
        ({"a": [1, 2]}, {"a": [1]}, [("/a", [1, 2], [1])]),
        (coded("x", "y"), [*coded("x"), {"code": "y", "n": 2}], [("/1/n", 1, 2)]),
        (coded("x", "y"), coded("x", "z", "y"), [("/1", None, coded("z")[0])]),
        (coded("x", "y", "z"), coded("x", "z"), [("/1", coded("y")[0], None)]),
        (coded("x", "y"), coded("y", "x"), [("", ["x", "y"], ["y", "x"])]),
    ],
)
def test_the_smallest_difference_that_can_be_named(before: Any, after: Any, wanted: list[Any]) -> None:
    assert told(before, after) == wanted


def test_the_parts_that_differ_are_named_in_order() -> None:
    assert sections({"a": 1, "b": 2, "c": 3}, {"a": 1, "c": 4, "d": 5}) == ["c", "d", "b"]
