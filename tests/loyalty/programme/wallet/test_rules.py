"""Offers, spending order, refunds and limits: pure rules, by table and by property."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme.wallet import limits, offers, refunding, spending
from loyalty.programme.wallet.refunding import Cause, TopUp
from loyalty.programme.wallet.refusals import NotOffered, OverLimit, WalletOff
from loyalty.programme.wallet.spending import Order
from tests.loyalty.programme.wallet.purse import terms

DAY = date(2026, 3, 10)


def test_c69_pay_1000_get_300_is_23_1_percent_off() -> None:
    """C69: 充 1000 元送 300 元: two balances; effective discount 23.1 %."""
    bought = offers.bought(terms(), 100_000)
    assert (bought.paid_cents, bought.gift_cents) == (100_000, 30_000)
    assert bought.discount == Decimal("0.231") and f"{bought.discount:.1%}" == "23.1%"


def test_only_offers_or_any_amount_by_setting() -> None:
    assert offers.bought(terms(), 12_345).gift_cents == 0
    with pytest.raises(NotOffered):
        offers.bought(terms(any_amount=False), 12_345)
    with pytest.raises(NotOffered):  # the guest was told of another gift
        offers.bought(terms(), 100_000, 50_000)
    with pytest.raises(WalletOff):
        offers.bought(terms(enabled=False), 100_000)
    assert [each.paid_cents for each in offers.all_of(terms())] == [50_000, 100_000]
    assert offers.all_of(terms(enabled=False)) == []


@pytest.mark.parametrize(
    ("principal", "gift", "amount", "order", "parts"),
    [
        (100_000, 30_000, 13_000, "proportion", (10_000, 3_000)),
        (100_000, 30_000, 13_000, "gift_last", (13_000, 0)),
        (100_000, 30_000, 110_000, "gift_last", (100_000, 10_000)),
        (100_000, 30_000, 1, "proportion", (1, 0)),
        (100, 100, 1, "proportion", (1, 0)),  # half a cent of each: the principal pays it
        (100, 100, 3, "proportion", (2, 1)),
        (0, 500, 200, "proportion", (0, 200)),
        (500, 0, 200, "proportion", (200, 0)),
        (0, 0, 0, "proportion", (0, 0)),
    ],
)
def test_a_charge_is_split_as_the_setting_says(
    principal: int, gift: int, amount: int, order: Order, parts: tuple[int, int]
) -> None:
    assert spending.split(principal, gift, amount, order) == parts


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.data(), st.sampled_from(["proportion", "gift_last"]))
def test_the_two_parts_always_come_to_the_charge_and_neither_overdraws(
    principal: int, gift: int, data: st.DataObject, order: Order
) -> None:
    amount = data.draw(st.integers(0, principal + gift))
    parts = spending.split(principal, gift, amount, order)
    assert sum(parts) == amount
    assert 0 <= parts.principal_cents <= principal and 0 <= parts.gift_cents <= gift
    if order == "proportion" and principal + gift:
        assert abs(parts.gift_cents * (principal + gift) - amount * gift) * 2 <= principal + gift


def bought(**changes: Any) -> TopUp:
    """充1000送300 on DAY, as it stands after charges in proportion unless told otherwise."""
    used = changes.get("used", 0)
    from_principal = used * 100_000 // 130_000
    standard = {
        "id": 1,
        "paid_on": DAY,
        "paid": 100_000,
        "gift": 30_000,
        "used": 0,
        "principal_left": 100_000 - from_principal,
        "gift_left": 30_000 - (used - from_principal),
        "touched": used > 0,
    }
    return TopUp(**{**standard, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cause", "used", "days", "due"),
    [
        # art. 14: within seven days of the day after paying, nothing used: all of it
        ("seven_days", 0, 0, 100_000),
        ("seven_days", 0, 7, 100_000),
        ("seven_days", 0, 8, 0),
        ("seven_days", 1, 0, 0),
        # art. 18: the house caused it: 260.00 used cost 260 × 1000 ÷ 1300 = 200.00
        ("merchant", 26_000, 100, 80_000),
        ("merchant", 0, 100, 100_000),
        ("merchant", 130_000, 100, 0),
        ("merchant", 100, 100, 99_924),  # 76.92 cents, rounded down for the guest
        # art. 19: the guest caused it: 260.00 used cost 260.00
        ("guest", 26_000, 100, 74_000),
        ("guest", 0, 100, 100_000),
        ("guest", 100_000, 100, 0),
        # art. 20: what was used above what was paid is not asked back
        ("guest", 120_000, 100, 0),
    ],
)
def test_the_laws_table_of_refunds(cause: Cause, used: int, days: int, due: int) -> None:
    """法释〔2025〕4号, arts 14, 18, 19, 20, on 充1000送300."""
    assert refunding.claim_cents(bought(used=used), cause, DAY + timedelta(days=days)) == due


def test_a_whole_refund_takes_principal_and_forfeits_the_gift() -> None:
    (part,) = refunding.plan([bought(used=26_000)], "guest", DAY)
    # 80,000 of principal are left; 74,000 are due; 6,000 make up the undiscounted price of what was used.
    assert (part.to_guest, part.from_principal, part.kept, part.from_revenue) == (74_000, 74_000, 6_000, 0)
    assert part.gift_forfeited == 24_000
    assert (part.paid, part.gift, part.used) == (100_000, 30_000, 26_000)


def test_where_the_gift_is_spent_last_the_houses_fault_gives_back_more_than_is_left() -> None:
    top_up = bought(used=26_000, principal_left=74_000, gift_left=30_000)
    (part,) = refunding.plan([top_up], "merchant", DAY)
    assert (part.to_guest, part.from_principal, part.from_revenue, part.kept) == (80_000, 74_000, 6_000, 0)
    assert part.gift_forfeited == 30_000


def test_a_part_is_refunded_out_of_the_newest_top_up_and_closes_that_share_of_it() -> None:
    old = bought(id=1, paid_on=DAY - timedelta(days=50))
    new = bought(id=2)
    first, second = refunding.plan([old, new], "guest", DAY, amount_cents=150_000)
    assert (first.top_up, first.to_guest, first.gift_forfeited) == (2, 100_000, 30_000)
    assert (second.top_up, second.to_guest, second.paid, second.gift) == (1, 50_000, 50_000, 15_000)


def test_top_ups_of_which_nothing_is_due_are_left_alone() -> None:
    old = bought(id=1, paid_on=DAY - timedelta(days=8))
    new = bought(id=2)
    assert [part.top_up for part in refunding.plan([old, new], "seven_days", DAY)] == [2]


def after(top_up: TopUp, part: refunding.Part) -> TopUp:
    return TopUp(
        top_up.id,
        top_up.paid_on,
        top_up.paid - part.paid,
        top_up.gift - part.gift,
        top_up.used - part.used,
        top_up.principal_left - part.from_principal - part.kept,
        top_up.gift_left - part.gift_forfeited,
        top_up.touched,
    )


def charged(top_up: TopUp, amount: int, order: Order) -> TopUp:
    parts = spending.split(top_up.principal_left, top_up.gift_left, amount, order)
    return TopUp(
        top_up.id,
        top_up.paid_on,
        top_up.paid,
        top_up.gift,
        top_up.used + amount,
        top_up.principal_left - parts.principal_cents,
        top_up.gift_left - parts.gift_cents,
        touched=True,
    )


@given(
    st.integers(1, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(["proportion", "gift_last"]),
    st.lists(st.tuples(st.sampled_from(["merchant", "guest", "charge"]), st.floats(0, 1)), max_size=12),
)
def test_however_often_it_is_used_and_refunded_nobody_gets_more_than_was_paid(
    paid: int, gift: int, order: Order, acts: list[tuple[str, float]]
) -> None:
    top_up = TopUp(1, DAY, paid, gift, 0, paid, gift, touched=False)
    refunded = 0
    for act, share in acts:
        if act == "charge":
            top_up = charged(top_up, int((top_up.principal_left + top_up.gift_left) * share), order)
            continue
        cause: Cause = "merchant" if act == "merchant" else "guest"
        due = refunding.claim_cents(top_up, cause, DAY)
        for part in refunding.plan([top_up], cause, DAY, amount_cents=int(due * share)):
            assert part.to_guest == part.from_principal + part.from_revenue <= due
            assert part.from_principal + part.kept <= top_up.principal_left
            assert part.gift_forfeited <= top_up.gift_left
            refunded += part.to_guest
            top_up = after(top_up, part)
    assert min(top_up.paid, top_up.gift, top_up.used, top_up.principal_left, top_up.gift_left) >= 0
    assert refunded + refunding.claim_cents(top_up, "merchant", DAY) <= paid


def test_the_law_limits_a_named_card_to_5000_and_one_without_a_name_to_1000() -> None:
    assert limits.check(terms(), named=True, balance_cents=370_000, added_cents=130_000) == []
    with pytest.raises(OverLimit) as refused:
        limits.check(terms(), named=True, balance_cents=370_001, added_cents=130_000)
    assert refused.value.facts["room"] == "1299.99"
    with pytest.raises(OverLimit):
        limits.check(terms(), named=False, balance_cents=0, added_cents=100_001)
    assert limits.limit_of(terms(), named=False, balance_cents=30_000).room_cents == 70_000


def test_a_programme_that_allows_more_than_the_law_warns() -> None:
    loose = terms(named_max="8000.00")
    assert limits.check(loose, named=True, balance_cents=0, added_cents=500_000) == []
    assert limits.check(loose, named=True, balance_cents=0, added_cents=500_001) == ["over_legal_limit"]


def test_a_card_has_a_name_when_name_and_phone_are_known() -> None:
    assert limits.is_named("李四", "+8613800138000")
    assert not limits.is_named("李四", None) and not limits.is_named(" ", "+8613800138000")


def test_headquarters_hears_when_all_principal_passes_its_figure() -> None:
    assert limits.total_warning(terms(warn_total="10000.00"), 1_000_000) == []
    assert limits.total_warning(terms(warn_total="10000.00"), 1_000_001) == ["total_principal"]
    assert limits.total_warning(terms(), 10**12) == []
