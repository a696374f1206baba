"""Redeeming: once, by whom it belongs to, on a bill great enough, until its last day; and never after a refund."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError, transaction

from audit.recording import SYSTEM
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme.coupons import codes, effects, expiring, issuing, reading, redeeming
from loyalty.programme.coupons.models import Coupon
from loyalty.programme.coupons.refusals import (
    AlreadyUsed,
    AnotherGuests,
    Expired,
    NoSuchCoupon,
    NotRedeemed,
    NotTogether,
    SpendMore,
)
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.models import Notice
from loyalty.stays.models import Stay
from tests.loyalty.programme.coupons.kinds import kind, programme

TODAY = date(2026, 3, 10)


def given(raw: Statements, guest: int, terms: CouponKind | None = None, key: str = "k1") -> str:
    plan = programme(terms or kind())
    code = plan.coupons[0].code
    return issuing.issue(raw, plan, code, guest, origin="hand", actor=SYSTEM, today=TODAY, key=key).code


def use(raw: Statements, *given: str, bill: int = 20_000, today: date = TODAY) -> redeeming.Redeemed:
    return redeeming.redeem(raw, given, bill_cents=bill, today=today, by="王芳")


def test_a_coupon_is_used_once(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si)
    assert use(raw, code).to_pay_cents == 18_000
    with pytest.raises(AlreadyUsed):
        use(raw, code)
    assert not reading.told(raw, [li_si], TODAY)


def test_a_refunded_coupon_can_never_be_used_again(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si)
    use(raw, code)
    redeeming.undo(raw, code, reason="退房退款", by="王芳")
    with pytest.raises(AlreadyUsed) as refused:
        use(raw, code)
    assert refused.value.facts["state"] == "refunded"
    with pytest.raises(AlreadyUsed):
        redeeming.undo(raw, code, reason="再退", by="王芳")
    with pytest.raises(AlreadyUsed):
        redeeming.cancel(raw, code, reason="作废", by="王芳")


def test_the_database_too_refuses_to_open_a_coupon_that_was_used(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si)
    use(raw, code)
    redeeming.undo(raw, code, reason="退房退款", by="王芳")
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(code=code).update(state="open")


def test_what_was_not_used_cannot_be_undone_but_cancelled(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si)
    with pytest.raises(NotRedeemed):
        redeeming.undo(raw, code, reason="退", by="王芳")
    redeeming.cancel(raw, code, reason="发错", by="王芳")
    with pytest.raises(AlreadyUsed):
        use(raw, code)


def test_the_last_day_counts_and_the_day_after_does_not(raw: Statements, li_si: int) -> None:
    first = given(raw, li_si, kind(valid_days=30), "k1")
    second = given(raw, li_si, kind(valid_days=30), "k2")
    last = TODAY + timedelta(days=30)
    assert use(raw, first, today=last).to_pay_cents == 18_000
    with pytest.raises(Expired):
        use(raw, second, today=last + timedelta(days=1))
    (expired,) = reading.of_person(raw, [li_si], last + timedelta(days=1), state="expired")
    assert expired.code == second
    assert not reading.of_person(raw, [li_si], last + timedelta(days=1), state="open")


def test_only_what_is_stackable_stands_beside_another(raw: Statements, li_si: int) -> None:
    stackable = kind(stackable=True)
    one, two = given(raw, li_si, stackable, "k1"), given(raw, li_si, stackable, "k2")
    alone = given(raw, li_si, kind("percent"), "k3")
    with pytest.raises(NotTogether) as refused:
        use(raw, one, alone)
    assert refused.value.facts == {"coupon": alone}
    assert use(raw, one, two).to_pay_cents == 16_000


def test_all_or_none_of_the_codes_are_used(raw: Statements, li_si: int) -> None:
    stackable = kind(stackable=True)
    one, two = given(raw, li_si, stackable, "k1"), given(raw, li_si, stackable, "k2")
    use(raw, two)
    with pytest.raises(AlreadyUsed):
        use(raw, one, two)
    with pytest.raises(NoSuchCoupon):
        use(raw, one, "ABCDEFGH2345")
    assert Coupon.objects.get(code=one).state == "open"


def test_a_bill_must_be_great_enough(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si, kind("threshold", min_spend="0.00"))
    with pytest.raises(SpendMore) as refused:
        use(raw, code, bill=3_999)
    assert refused.value.facts["least"] == "40.00"
    assert use(raw, code, bill=4_000).to_pay_cents == 3_600


def test_a_guests_own_coupon_is_not_taken_on_anothers_bill(
    raw: Statements, li_si: int, wang_fang: int
) -> None:
    code = given(raw, li_si)
    with pytest.raises(AnotherGuests):
        redeeming.redeem(raw, [code], bill_cents=9_900, today=TODAY, by="x", person=[wang_fang])
    used = redeeming.redeem(raw, [code], bill_cents=9_900, today=TODAY, by="x", person=[li_si])
    assert used.uses[0].off_cents == 2_000


def test_every_refusal_has_words_in_both_languages(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si, kind(min_spend="500.00"))
    with pytest.raises(Refused) as refused:
        use(raw, code)
    assert refused.value.sentence("zh-CN") == f"优惠券 {code} 需消费满 500.00 元。"
    assert refused.value.sentence("en") == f"Coupon {code} needs a bill of at least 500.00."


def test_a_guest_hears_of_a_coupon_seven_days_before_its_end_and_once(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si, kind(valid_days=30, name="新客券", name_en="Welcome"))
    ends = TODAY + timedelta(days=30)
    assert expiring.run(raw, ends - timedelta(days=8))["coupons_expiring_told"] == 0
    assert expiring.run(raw, ends - timedelta(days=7))["coupons_expiring_told"] == 1
    assert expiring.run(raw, ends - timedelta(days=7))["coupons_expiring_told"] == 0
    assert expiring.run(raw, ends - timedelta(days=6))["coupons_expiring_told"] == 0
    notice = Notice.objects.get()
    assert (notice.guest_id, notice.kind, notice.until) == (li_si, "coupon_expiring", ends)
    assert notice.facts["code"] == codes.printed(code)
    assert expiring.run(raw, ends + timedelta(days=1))["coupons_expired"] == 1


def test_spend_per_visit_with_a_coupon_and_without(raw: Statements, li_si: int, wang_fang: int) -> None:
    """李四's visit of 246.00 had a coupon, 王芳's of 246.00 had none: the same spend, ±0 %."""
    code = given(raw, li_si)
    given(raw, wang_fang, key="k2")
    redeeming.redeem(
        raw,
        [code],
        bill_cents=24_600,
        today=TODAY,
        by="x",
        person=[li_si],
        stay_id=Stay.objects.get(external_id="F1").pk,
    )
    whole, given_out = effects.rows(raw, date(2026, 3, 1), date(2026, 3, 31))
    assert (whole.issued, whole.redeemed, whole.discount_cents, whole.cost_cents) == (2, 1, 2_000, 2_000)
    assert (whole.visits_with, whole.visits_without) == (1, 1)
    assert (whole.effect.spend_with_cents, whole.effect.spend_without_cents) == (24_600, 24_600)
    assert (whole.effect.redemption_rate, whole.effect.spend_change) == (
        effects.Decimal("0.5000"),
        effects.Decimal("0.0000"),
    )
    assert whole.whole_kind and not given_out.whole_kind and given_out.batch is None
    assert given_out.visits_with == 1
    assert effects.rows(raw, date(2026, 4, 1), date(2026, 4, 30)) == []


def test_a_discount_above_the_bill_cannot_be_stored(raw: Statements, li_si: int) -> None:
    code = given(raw, li_si)
    use(raw, code)
    with pytest.raises((IntegrityError, psycopg.IntegrityError)), transaction.atomic():
        Coupon.objects.filter(code=code).update(discount_cents=20_001)
