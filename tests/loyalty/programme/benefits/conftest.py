"""A property entered, with a guest who is on a stay and a gold member."""

from collections.abc import Iterator

import pytest

from kernel.statements import Statements
from loyalty.programme.versions import Published
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        yield Statements(raw_connection())


@pytest.fixture
def published(raw: Statements) -> Published:
    return house.publish(raw)


@pytest.fixture
def li_si(raw: Statements, published: Published, acme_1: Property) -> tuple[int, ...]:
    """In house from yesterday to tomorrow, for the second time; gold."""
    follow(
        acme_1,
        stay("F1", "2026-10-05"),
        stay(
            "F2",
            "2026-11-22",
            nights=2,
            status="in_house",
            adults=2,
            rate="100.00",
            room_type="普通标间",
            source="散客",
        ),
    )
    rows = house.rows_of(raw, "李四")
    house.member(raw, published.programme, rows[0], "gold")
    return rows
