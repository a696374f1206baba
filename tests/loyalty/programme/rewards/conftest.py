"""A property entered, with a member who has points."""

from collections.abc import Iterator

import pytest

from kernel.statements import Statements
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        yield Statements(raw_connection())


@pytest.fixture
def li_si(raw: Statements, acme_1: Property) -> tuple[int, ...]:
    """A member with 5,000 points, from before any programme earned him some."""
    follow(acme_1, stay("F1", "2025-10-05"))
    rows = house.rows_of(raw, "李四")
    house.give_points(raw, rows[0], 5_000)
    return rows
