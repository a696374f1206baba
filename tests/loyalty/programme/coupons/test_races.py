"""Many at once: stock, budget and the single use hold; without the row lock they do not (controls)."""

from datetime import date

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme.coupons import issuing, redeeming
from loyalty.programme.coupons.models import Coupon, Stock
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast
from tests.factories import follow, stay
from tests.loyalty.programme.coupons.at_once import Meeting, at_once
from tests.loyalty.programme.coupons.kinds import kind, programme

pytestmark = pytest.mark.usefixtures("committed")
TODAY = date(2026, 3, 10)


@pytest.fixture
def hotel() -> Property:
    place = cast.property_named("acme-1")
    with in_property(place):
        follow(place, stay("F1", "2026-03-01"))
    return place


def guest_of(hotel: Property) -> int:
    with in_property(hotel):
        return Guest.objects.get().pk


def issue_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch, **limits: object) -> list[str]:
    guest, plan, check = guest_of(hotel), programme(kind(**limits)), issuing.check_room
    meeting = Meeting()
    with in_property(hotel):
        Stock.objects.create(kind="fixed")

    def checked_together(*args: object) -> None:
        check(*args)  # type: ignore[arg-type]
        meeting.meet()

    def act(raw: Statements, number: int) -> object:
        return issuing.issue(
            raw, plan, "fixed", guest, origin="x", actor=SYSTEM, today=TODAY, key=f"k{number}"
        )

    monkeypatch.setattr(issuing, "check_room", checked_together)
    return at_once(hotel, act)


@pytest.mark.parametrize("limits", [{"stock": 3}, {"budget": "60.00"}])
def test_c120_stock_and_budget_hold_when_many_come_at_once(
    hotel: Property, monkeypatch: pytest.MonkeyPatch, limits: dict[str, object]
) -> None:
    outcomes = issue_at_once(hotel, monkeypatch, **limits)
    assert outcomes == ["done"] * 3 + ["exhausted"] * 5
    with in_property(hotel):
        assert Coupon.objects.count() == Stock.objects.get().issued == 3


def test_one_guest_gets_one_when_all_ask_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    assert issue_at_once(hotel, monkeypatch, per_guest=1) == ["done"] + ["not_eligible"] * 7


def test_control_without_the_row_lock_the_stock_is_overrun(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "LOCK_STOCK", issuing.LOCK_STOCK.replace(" FOR UPDATE", ""))
    issue_at_once(hotel, monkeypatch, stock=3)
    with in_property(hotel):
        assert Coupon.objects.count() > 3


def redeem_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    guest, judge, meeting = guest_of(hotel), redeeming.judge, Meeting()
    with in_property(hotel):
        raw = Statements(raw_connection())
        code = issuing.issue(
            raw, programme(kind()), "fixed", guest, origin="x", actor=SYSTEM, today=TODAY, key="k"
        ).code

    def judged_together(*args: object) -> None:
        judge(*args)  # type: ignore[arg-type]
        meeting.meet()

    def act(raw: Statements, number: int) -> object:
        return redeeming.redeem(raw, [code], bill_cents=10_000, today=TODAY, by=str(number))

    monkeypatch.setattr(redeeming, "judge", judged_together)
    return at_once(hotel, act)


def test_one_code_brought_by_many_at_once_is_used_once(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redeem_at_once(hotel, monkeypatch) == ["already_used"] * 7 + ["done"]


def test_control_without_the_lock_several_use_it(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redeeming, "LOCK", redeeming.LOCK.replace(" FOR UPDATE OF c", ""))
    assert redeem_at_once(hotel, monkeypatch).count("done") > 1
