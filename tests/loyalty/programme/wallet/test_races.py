"""Many at one wallet at once: what is there is spent once, receipts tell the truth, a refund is paid once."""

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.ledger import posting, reading
from loyalty.ledger.models import Posting
from loyalty.programme.wallet import paying_back
from loyalty.programme.wallet import receipts as written
from loyalty.programme.wallet.models import Receipt
from loyalty.programme.wallet.refusals import OverLimit
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast
from tests.factories import follow, stay
from tests.loyalty.programme.coupons.at_once import Meeting, at_once
from tests.loyalty.programme.wallet.purse import TODAY, charge, refund, top_up

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def hotel() -> Property:
    """With one guest, who has 300.00 of principal."""
    place = cast.property_named("acme-1")
    with in_property(place):
        follow(place, stay("F1", "2026-03-01"))
        top_up(Statements(raw_connection()), Guest.objects.get().pk, 30_000)
    return place


def guest_of(hotel: Property) -> int:
    with in_property(hotel):
        return Guest.objects.get().pk


def charge_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[int]]:
    """Outcomes, and what the receipts of the charges say was there before each."""
    guest, usable, meeting = guest_of(hotel), reading.usable, Meeting()

    def read_together(*args: object) -> object:
        found = usable(*args)  # type: ignore[arg-type]
        meeting.meet()
        return found

    monkeypatch.setattr(reading, "usable", read_together)
    outcomes = at_once(hotel, lambda raw, number: charge(raw, guest, 10_000))
    monkeypatch.undo()
    with in_property(hotel):
        before = Receipt.objects.filter(kind="wallet_charge").order_by("number")
        return outcomes, list(before.values_list("principal_before_cents", flat=True))


def test_of_eight_charges_of_100_on_300_three_are_taken_and_their_receipts_follow_one_another(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes, before = charge_at_once(hotel, monkeypatch)
    assert outcomes == ["done"] * 3 + ["insufficient_funds"] * 5
    assert before == [30_000, 20_000, 10_000]
    with in_property(hotel):
        numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]  # refused ones left no gap


def test_control_without_the_lock_receipts_tell_the_same_balance_twice(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "lock", lambda *_: None)
    _, before = charge_at_once(hotel, monkeypatch)
    assert len(set(before)) < len(before)


def test_a_wallet_refunded_by_many_at_once_is_refunded_once(hotel: Property) -> None:
    guest = guest_of(hotel)
    outcomes = at_once(hotel, lambda raw, number: refund(raw, guest, "guest"))
    assert outcomes == ["done"] + ["not_eligible"] * 7
    with in_property(hotel):
        assert reading.balances(Statements(raw_connection()), [guest]).money_cents == 0


def test_the_limit_holds_when_many_top_up_at_once(hotel: Property) -> None:
    guest = guest_of(hotel)
    outcomes = at_once(hotel, lambda raw, number: top_up(raw, guest, 200_000))
    assert outcomes == ["done"] * 2 + [OverLimit.code] * 6


def pay_out_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the money of one refund went out."""
    guest, meeting, write = guest_of(hotel), Meeting(), written.write
    with in_property(hotel):
        refund_id, _ = refund(Statements(raw_connection()), guest, "guest")

    def paid_together(*args: object) -> object:
        meeting.meet()
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(written, "write", paid_together)
    at_once(
        hotel,
        lambda raw, number: paying_back.pay_out(
            raw, refund_id, method="cash", today=TODAY, actor=SYSTEM, key=f"p{number}"
        ),
    )
    with in_property(hotel):
        return Posting.objects.filter(kind="wallet_payout").count()


def test_a_refund_is_paid_out_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pay_out_at_once(hotel, monkeypatch) == 1


def test_control_without_the_row_lock_it_is_paid_out_several_times(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying_back, "LOCK", paying_back.LOCK.replace(" FOR UPDATE", ""))
    assert pay_out_at_once(hotel, monkeypatch) > 1
