"""What coupons take off a bill: pure rules, by table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.programme.coupons import applying, wording
from loyalty.programme.coupons.applying import apply
from loyalty.programme.coupons.terms import CouponKind
from tests.loyalty.programme.coupons.kinds import kind


@pytest.mark.parametrize(
    ("bill", "off"),
    [(3_999, 0), (4_000, 400), (14_999, 400), (15_000, 800), (99_900, 800)],
)
def test_c89_40_gives_4_off_and_150_gives_8(bill: int, off: int) -> None:
    """C89: 满40元送4元 / 满150元送8元: the greatest step that the bill reaches."""
    assert apply(bill, [kind("threshold")]).off_cents == (off,)


def test_c89_a_bill_below_the_lowest_step_is_refused_before() -> None:
    assert applying.least_bill_cents(kind("threshold")) == 4_000
    assert applying.least_bill_cents(kind("threshold", min_spend="60.00")) == 6_000


@pytest.mark.parametrize(
    ("terms", "bill", "off"),
    [
        (kind("fixed"), 10_000, 2_000),
        (kind("fixed"), 1_500, 1_500),  # never more than the bill
        (kind("percent"), 9_995, 1_000),  # 999.5 cents, half up
        (kind("percent", amount="5.00"), 10_000, 500),  # at most the amount
        (kind("percent", percent=100), 10_000, 10_000),
        (kind("free_night"), 28_800, 28_800),
        (kind("free_night"), 40_000, 30_000),  # C73's 300-yuan voucher
        (kind("upgrade"), 40_000, 0),
    ],
)
def test_each_kind_takes_off_what_it_says(terms: CouponKind, bill: int, off: int) -> None:
    applied = apply(bill, [terms])
    assert applied.off_cents == (off,)
    assert applied.to_pay_cents == bill - off


def test_several_are_applied_in_the_stated_order_whatever_the_order_of_the_codes() -> None:
    """Free night, percent of what is left, step judged on the whole bill, fixed."""
    some = [kind("fixed"), kind("threshold"), kind("percent"), kind("free_night"), kind("upgrade")]
    # 500.00 - 300.00 = 200.00; -10 % = 180.00; the bill of 500 reaches 满150减8: 172.00; -20.00
    applied = apply(50_000, some)
    assert applied.off_cents == (2_000, 800, 2_000, 30_000, 0)
    assert applied.to_pay_cents == 15_200
    assert apply(50_000, some[::-1]).off_cents == applied.off_cents[::-1]


KINDS = st.sampled_from(
    [
        kind("fixed"),
        kind("percent"),
        kind("percent", percent=33, amount="7.77"),
        kind("threshold"),
        kind("free_night"),
        kind("upgrade"),
    ]
)


@given(st.integers(0, 1_000_000), st.lists(KINDS, max_size=5))
def test_discounts_are_never_negative_and_never_more_than_the_bill(bill: int, some: list[CouponKind]) -> None:
    applied = apply(bill, some)
    assert all(off >= 0 for off in applied.off_cents)
    assert applied.to_pay_cents == bill - sum(applied.off_cents) >= 0


def test_a_coupon_ends_after_so_many_days_or_on_a_day_whichever_is_first() -> None:
    issued = date(2026, 3, 1)
    assert applying.expires_on(kind(valid_days=90), issued) == date(2026, 5, 30)
    assert applying.expires_on(kind(valid_until=date(2026, 4, 1)), issued) == date(2026, 4, 1)
    assert applying.expires_on(kind(valid_until=date(2026, 12, 31)), issued) == date(2026, 5, 30)
    assert applying.expires_on(kind(valid_days=None), issued) is None


@pytest.mark.parametrize(
    ("terms", "face", "cost"),
    [
        (kind("fixed"), 2_000, 2_000),
        (kind("fixed", cost="12.00"), 2_000, 1_200),
        (kind("threshold"), 800, 800),
        (kind("percent"), 0, 0),
        (kind("percent", amount="50.00"), 5_000, 5_000),
        (kind("upgrade", cost="60.00"), 6_000, 6_000),
        (kind("free_night"), 30_000, 30_000),
    ],
)
def test_face_value_and_cost(terms: CouponKind, face: int, cost: int) -> None:
    assert (applying.face_cents(terms), applying.cost_cents(terms)) == (face, cost)


@pytest.mark.parametrize(
    ("terms", "zh", "en"),
    [
        (kind("threshold"), "满40元减4元，满150元减8元", "4 off from 40, 8 off from 150"),
        (kind("fixed", min_spend="99.50"), "立减20元，需消费满99.50元", "20 off, on a bill of 99.50 or more"),
        (
            kind("percent", amount="30.00", stackable=True),
            "减10%，最多减30元，可叠加使用",
            "10% off, at most 30, beside other such coupons",
        ),
        (kind("upgrade"), "免费升级至豪华大床房", "free upgrade to 豪华大床房"),
        (kind("free_night"), "价值300元的免费房晚", "a free night worth 300"),
    ],
)
def test_a_coupon_says_what_it_is_good_for(terms: CouponKind, zh: str, en: str) -> None:
    assert wording.says(terms) == {"zh": zh, "en": en}
