"""Issuing: terms frozen, stock and budget kept, once per key."""

from datetime import date

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme.coupons import batching, issuing, reading, redeeming
from loyalty.programme.coupons.issuing import Issued
from loyalty.programme.coupons.models import Coupon, Stock, Terms
from loyalty.programme.coupons.refusals import (
    BudgetSpent,
    EnoughOfThese,
    KeyUsed,
    KindOver,
    SoldOut,
    UnknownKind,
)
from loyalty.programme.document import Programme
from tests.loyalty.programme.coupons.kinds import kind, programme

TODAY = date(2026, 3, 10)


def give(
    raw: Statements, plan: Programme, guest: int, key: str, code: str = "fixed", today: date = TODAY
) -> Issued:
    return issuing.issue(raw, plan, code, guest, origin="hand", actor=SYSTEM, today=today, key=key)


def test_a_guest_gets_a_coupon_and_sees_it_on_the_card(raw: Statements, li_si: int) -> None:
    issued = give(raw, programme(kind()), li_si, "k1")
    assert (issued.guest, issued.expires_on, issued.face_cents) == (li_si, date(2026, 6, 8), 2_000)
    (told,) = reading.told(raw, [li_si], TODAY)
    assert told["says"] == {"zh": "立减20元", "en": "20 off"}
    assert told["code"].replace("-", "") == issued.code and told["expires_on"] == date(2026, 6, 8)


def test_the_same_key_is_the_same_coupon_and_counts_once(raw: Statements, li_si: int) -> None:
    plan = programme(kind(stock=1))
    first = give(raw, plan, li_si, "k1")
    again = give(raw, plan, li_si, "k1")
    assert again.code == first.code and again.replayed and not first.replayed
    assert Stock.objects.get().issued == 1 and Coupon.objects.count() == 1


def test_a_key_is_not_used_for_another_guest(raw: Statements, li_si: int, wang_fang: int) -> None:
    give(raw, programme(kind()), li_si, "k1")
    with pytest.raises(KeyUsed):
        give(raw, programme(kind()), wang_fang, "k1")


def test_a_later_programme_does_not_change_a_coupon_that_was_issued(raw: Statements, li_si: int) -> None:
    issued = give(raw, programme(kind()), li_si, "k1")
    give(raw, programme(kind(amount="5.00", min_spend="500.00")), li_si, "k2")
    assert Terms.objects.count() == 2
    used = redeeming.redeem(raw, [issued.code], bill_cents=10_000, today=TODAY, by="x")
    assert used.to_pay_cents == 8_000


def test_c120_stock_is_never_exceeded(raw: Statements, li_si: int, wang_fang: int) -> None:
    plan = programme(kind(stock=2))
    give(raw, plan, li_si, "k1")
    give(raw, plan, wang_fang, "k2")
    with pytest.raises(SoldOut) as refused:
        give(raw, plan, li_si, "k3")
    assert refused.value.facts == {"kind": "fixed", "left": 0, "asked": 1}


def test_c120_a_budget_is_of_face_value(raw: Statements, li_si: int) -> None:
    plan = programme(kind(budget="50.00"))
    give(raw, plan, li_si, "k1")
    give(raw, plan, li_si, "k2")
    with pytest.raises(BudgetSpent) as refused:
        give(raw, plan, li_si, "k3")
    assert refused.value.facts["left"] == "10.00"


def test_a_guest_gets_no_more_than_the_kind_allows_one(raw: Statements, li_si: int, wang_fang: int) -> None:
    plan = programme(kind(per_guest=1))
    issued = give(raw, plan, li_si, "k1")
    with pytest.raises(EnoughOfThese):
        give(raw, plan, li_si, "k2")
    give(raw, plan, wang_fang, "k3")
    redeeming.cancel(raw, issued.code, reason="发错", by="x")  # one given by mistake does not count
    give(raw, plan, li_si, "k4")


def test_kinds_that_are_not_there_or_are_over_are_refused(raw: Statements, li_si: int) -> None:
    with pytest.raises(UnknownKind):
        give(raw, programme(), li_si, "k1")
    with pytest.raises(KindOver):
        give(raw, programme(kind(valid_until=date(2026, 3, 9))), li_si, "k1")
    last = give(raw, programme(kind(valid_until=TODAY)), li_si, "k1")
    assert last.expires_on == TODAY


def test_a_batch_is_issued_once_and_to_nobody(raw: Statements) -> None:
    plan = programme(kind(stock=700))
    made = [
        batching.make(raw, plan, "fixed", 500, until=date(2026, 4, 30), actor=SYSTEM, today=TODAY, key="b")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert (made[0].count, made[0].expires_on, made[0].redeemed) == (500, date(2026, 4, 30), 0)
    codes = [code for page in batching.pages(raw, made[0].id) for _, code, _ in page]
    assert len(set(codes)) == 500 and Coupon.objects.filter(guest=None).count() == 500
    with pytest.raises(SoldOut) as refused:
        batching.make(raw, plan, "fixed", 201, until=None, actor=SYSTEM, today=TODAY, key="c")
    assert refused.value.facts["left"] == 200
    redeeming.redeem(raw, codes[:1], bill_cents=9_999, today=TODAY, by="x")
    found = batching.read(raw, made[0].id)
    assert found is not None and found.redeemed == 1


def test_the_pages_of_a_batch_hold_every_code_once(raw: Statements, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "PAGE", 7)
    made = batching.make(raw, programme(kind()), "fixed", 50, until=None, actor=SYSTEM, today=TODAY, key="b")
    pages = list(batching.pages(raw, made.id))
    assert [len(page) for page in pages] == [7] * 7 + [1]
    assert len({code for page in pages for _, code, _ in page}) == 50
