"""A property entered, and guests to give coupons to."""

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
def wang_fang(raw: Statements, acme_1: Property) -> int:
    follow(acme_1, stay("F2", "2026-03-02", name="王芳", guest_number="G2", phone="13900000002"))
    return Guest.objects.get(name="王芳").pk
