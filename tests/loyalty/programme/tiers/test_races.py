"""Several desks sell the same guest the same tier in the same moment: it is sold once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, transaction

from audit.recording import SYSTEM, Actor
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing, versions
from loyalty.programme.tiers import buying, evaluating, rows
from loyalty.programme.tiers.models import Change, Membership
from loyalty.programme.tiers.refusals import HeldAlready
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.cast import property_named
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_giving import SHOP

DESKS, ROUNDS, TODAY = 6, 6, date(2026, 3, 11)


@pytest.fixture
def hotel(committed: None) -> Iterator[Property]:
    hotel = property_named("acme-1")
    with in_property(hotel), transaction.atomic():
        publishing.write(Statements(raw_connection()), SHOP, effective_on=date(2026, 1, 1), actor=SYSTEM)
    yield hotel


def sold(hotel: Property, round_: int) -> int:
    """How many of six desks sold silver to a guest who had none."""
    with in_property(hotel):
        follow(hotel, stay(f"R{round_}", "2026-03-01", guest_number=f"R{round_}", phone=f"138{round_:08d}"))
        guest = Guest.objects.get(phone=f"+86138{round_:08d}").pk
    start = Barrier(DESKS)

    def sell(desk: int) -> int:
        try:
            with in_property(hotel):
                start.wait(timeout=30)
                with transaction.atomic():
                    raw = Statements(raw_connection())
                    published = versions.in_force(raw, TODAY)
                    assert published is not None
                    buying.with_money(
                        raw, hotel, published, (guest,), "silver", pay_cents=4900, method="cash",
                        key=f"{round_}:{desk}", actor=Actor("staff", str(desk), ""), today=TODAY,
                    )  # fmt: skip
        except HeldAlready:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(DESKS) as pool:
        return sum(pool.map(sell, range(DESKS)))


def test_a_tier_is_sold_once(hotel: Property) -> None:
    assert [sold(hotel, n) for n in range(ROUNDS)] == [1] * ROUNDS
    with in_property(hotel):
        assert Change.objects.filter(reason="tier_bought").count() == ROUNDS


def test_control_without_the_lock_it_is_sold_more_than_once(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "LOCKED", rows.READ)
    assert sum(sold(hotel, n) for n in range(ROUNDS)) > ROUNDS


def test_a_night_and_stays_at_once_come_to_what_one_after_the_other_does(hotel: Property) -> None:
    """Two nights and two batches of stays for the same guests: every guest joined once, and nobody is lost."""
    start = Barrier(4)

    def night(_: int) -> None:
        try:
            with in_property(hotel):
                start.wait(timeout=30)
                raw = Statements(raw_connection())
                published = versions.in_force(raw, TODAY)
                assert published is not None
                evaluating.nightly(raw, hotel, published, TODAY)
        finally:
            connection.close()

    def batch(part: int) -> None:
        try:
            with in_property(hotel):
                start.wait(timeout=30)
                for n in range(part, 20, 2):
                    follow(hotel, stay(f"N{n}", "2026-03-01", guest_number=f"N{n}", phone=f"139{n:08d}"))
        except Refused as refused:  # pragma: no cover (would be told by the assertion below)
            raise AssertionError(refused) from refused
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda act: act[0](act[1]), [(night, 0), (night, 1), (batch, 0), (batch, 1)]))
    with in_property(hotel):
        assert Membership.objects.count() == Guest.objects.count() == 20
        assert Change.objects.filter(reason="tier_joined").count() == 20
