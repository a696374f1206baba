"""A property entered, and guests with wallets."""

from collections.abc import Iterator

import pytest

from kernel.statements import Statements
from loyalty.guests.models import Guest
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay


@pytest.fixture
def raw(acme_1: Property) -> Iterator[Statements]:
    with in_property(acme_1):
        yield Statements(raw_connection())


@pytest.fixture
def li_si(raw: Statements, acme_1: Property) -> int:
    follow(acme_1, stay("F1", "2026-03-01"))
    return Guest.objects.get(name="李四").pk


@pytest.fixture
def nobody(raw: Statements, acme_1: Property) -> int:
    """A guest without a phone: the card has no name in the law's sense."""
    follow(acme_1, stay("F2", "2026-03-02", name="王先生", guest_number="G2", phone=None))
    return Guest.objects.get(name="王先生").pk
