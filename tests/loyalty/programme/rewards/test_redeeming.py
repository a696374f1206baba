"""Points become rewards: points and money, stock, limits, tiers, coupons, tickets; and back again."""

from datetime import date
from typing import Any

import pytest

from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.ledger.posting import Credit, post
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme.coupons.models import Coupon
from loyalty.programme.coupons.refusals import SoldOut as CouponsSoldOut
from loyalty.programme.rewards import fulfilling, reading, redeeming
from loyalty.programme.rewards.models import Fulfilment, Play, Stock
from loyalty.programme.rewards.redeeming import Redeemed
from loyalty.programme.rewards.refusals import (
    EnoughOfThese,
    NoSuchReward,
    NotAMember,
    NotOpen,
    OneTicketAtATime,
    SoldOut,
    TierTooLow,
)
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.versions import Published
from loyalty.programme.wording import say
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY
from tests.loyalty.programme.coupons.kinds import kind

Rows = tuple[int, ...]


def reward(code: str = "umbrella", points: int = 500, price: str = "79.00", **terms: Any) -> Reward:
    given = {"kind": "physical", **terms}
    return Reward(code, "雨伞", "Umbrella", given.pop("kind"), points, price, **given)


class Desk:
    """Redeems rewards of one programme, each time under a new key."""

    def __init__(self, raw: Statements, hotel: Property, rows: Rows, *rewards: Reward, **parts: Any) -> None:
        self.raw, self.hotel, self.rows, self.done = raw, hotel, rows, 0
        plan = house.programme(**({"rewards": list(rewards)} if rewards else {}), **parts)
        self.published: Published = house.publish(raw, plan)

    def redeem(self, code: str, quantity: int = 1, day: date = TODAY, key: str = "") -> Redeemed:
        self.done += 1
        return redeeming.redeem(
            self.raw,
            self.hotel,
            self.published,
            self.rows,
            code,
            quantity,
            key=key or f"k{self.done}",
            actor=ANNA,
            today=day,
        )

    @property
    def points(self) -> int:
        return ledger.balances(self.raw, self.rows).points


def test_c36_a_thousand_points_and_ten_yuan_are_a_breakfast_in_the_first_session(
    raw: Statements, acme_1: Property
) -> None:
    """A guest who has just joined with 1,000 points has his breakfast at once."""
    desk = Desk(raw, acme_1, ())
    follow(
        acme_1, stay("N1", str(TODAY), status="in_house", name="新客", guest_number="N", phone="13900000001")
    )
    desk.rows = house.rows_of(raw, "新客")
    house.give_points(raw, desk.rows[0], 1_000)
    done = desk.redeem("meal")
    assert (done.fulfilment.points, done.to_pay_cents, desk.points) == (1_000, 1_000, 0)
    assert (done.fulfilment.state, done.fulfilment.price_cents) == ("open", 3_800)
    assert say(done.posting.reason, done.posting.facts).zh == "兑换「早餐一份」1 份，另付 10.00 元"
    handed = fulfilling.confirm(raw, done.fulfilment.id, actor=ANNA)
    assert (handed.state, handed.settled_by_name) == ("handed_over", "王芳")


def test_without_enough_points_nothing_happens(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, reward())
    with pytest.raises(InsufficientPoints) as refused:
        desk.redeem("umbrella", 20)
    assert refused.value.facts == {"balance": 5_000, "asked": 10_000}


def test_stock_is_taken_told_and_never_passed(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, reward(stock=3))
    desk.redeem("umbrella", 2)
    assert reading.catalogue(raw, desk.published)[0]["left"] == 1
    with pytest.raises(SoldOut) as refused:
        desk.redeem("umbrella", 2)
    assert refused.value.code == "exhausted" and refused.value.facts["left"] == 1
    assert (desk.points, Stock.objects.get().taken) == (4_000, 2)


def test_a_limit_for_each_guest_begins_anew_with_its_period(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    desk = Desk(raw, acme_1, li_si, reward(per_guest=2, period="month"))
    desk.redeem("umbrella", 2)
    with pytest.raises(EnoughOfThese) as refused:
        desk.redeem("umbrella")
    assert refused.value.facts["taken"] == 2
    assert desk.redeem("umbrella", day=date(2026, 12, 1)).fulfilment.quantity == 1


def test_a_limit_for_each_stay_is_that_of_the_stay_the_guest_is_on(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    desk = Desk(raw, acme_1, li_si, reward(per_guest=1, period="stay"))
    follow(acme_1, stay("F2", "2026-11-22", nights=3, status="in_house"))
    desk.redeem("umbrella")
    with pytest.raises(EnoughOfThese):
        desk.redeem("umbrella", day=date(2026, 11, 24))


def test_some_rewards_are_for_higher_tiers(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, reward(from_tier="gold"))
    with pytest.raises(TierTooLow) as refused:
        desk.redeem("umbrella")
    assert refused.value.sentence("zh-CN") == "「雨伞」从金卡起才可兑换。"
    house.member(raw, desk.published.programme, li_si[0], "gold")
    assert desk.redeem("umbrella").fulfilment.state == "open"


def test_what_the_programme_does_not_have_is_not_given(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    with pytest.raises(NoSuchReward):
        Desk(raw, acme_1, li_si).redeem("umbrella")


def test_who_is_no_member_redeems_nothing(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, joins="sign_up")
    with pytest.raises(NotAMember):
        desk.redeem("meal")


def test_c55_a_coupon_or_a_night_is_there_at_once(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    night = reward("night", 2_000, "300.00", kind="night", coupon="night")
    done = Desk(raw, acme_1, li_si, night).redeem("night", 2)
    assert done.fulfilment.state == "handed_over" and len(done.fulfilment.coupons) == 2
    assert list(Coupon.objects.values_list("guest", "origin").distinct()) == [(li_si[0], "reward:night")]


def test_a_coupon_that_is_sold_out_takes_no_points(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    night = reward("night", 2_000, "300.00", kind="night", coupon="night", stock=9)
    desk = Desk(raw, acme_1, li_si, night, coupons=[kind("free_night", code="night", stock=1)])
    with pytest.raises(CouponsSoldOut):
        desk.redeem("night", 2)
    assert desk.points == 5_000


def test_c55_a_ticket_is_drawn_at_once_for_the_price_of_the_catalogue(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    ticket = reward("ticket", 300, "5.00", kind="draw", game="wheel")
    desk = Desk(raw, acme_1, li_si, ticket)
    with pytest.raises(OneTicketAtATime):
        desk.redeem("ticket", 2)
    done = desk.redeem("ticket", key="t")
    assert done.played is not None and Play.objects.get().points == 300
    assert done.posting.kind == "points.reward" and done.fulfilment.state == "handed_over"
    won = 50 if done.played.prize == "points" else 0
    assert desk.points == 4_700 + won
    again = desk.redeem("ticket", key="t")
    assert again.played is not None
    assert (again.played.id, again.fulfilment) == (done.played.id, done.fulfilment)


def test_c55_something_virtual_needs_nobodys_hands(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    film = reward("film", 600, "25.00", kind="virtual", confirmed=False)
    assert Desk(raw, acme_1, li_si, film).redeem("film").fulfilment.state == "handed_over"


def test_the_same_key_redeems_once(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, reward(stock=3))
    first, again = desk.redeem("umbrella", key="once"), desk.redeem("umbrella", key="once")
    assert again.fulfilment == first.fulfilment and again.posting.id == first.posting.id
    assert (desk.points, Stock.objects.get().taken, Fulfilment.objects.count()) == (4_500, 1, 1)


def test_points_are_spent_over_all_rows_of_a_person(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    from loyalty.journey import uniting

    follow(acme_1, stay("W1", "2025-11-20", name="李思", guest_number="W", phone="13900000009"))
    other = house.rows_of(raw, "李思")[0]
    house.give_points(raw, other, 3_000)
    kept = uniting.merge(acme_1, li_si[0], other, None)
    desk = Desk(raw, acme_1, (kept, *({li_si[0], other} - {kept})), reward(points=7_000))
    desk.redeem("umbrella")
    assert desk.points == 1_000


def test_a_cancelled_reward_gives_points_back_to_their_lots_and_the_thing_to_its_stock(
    raw: Statements, acme_1: Property, li_si: Rows
) -> None:
    ends = date(2027, 3, 1)
    post(
        raw,
        key="soon",
        kind="points.granted",
        moves=[Credit(li_si[0], "bonus", 300, "issuance", earned_on=TODAY, expires_on=ends)],
        on=TODAY,
        actor=ANNA,
    )
    before = [(lot.id, lot.remaining) for lot in ledger.lots(raw, li_si, "points", TODAY)]
    desk = Desk(raw, acme_1, li_si, reward(stock=3, per_guest=1))
    done = desk.redeem("umbrella").fulfilment
    assert ledger.lots(raw, li_si, "points", TODAY)[0].remaining == 4_800  # the 300 went first
    cancelled, posting = fulfilling.cancel(raw, done.id, reason="缺货", actor=ANNA, today=TODAY)
    assert [(lot.id, lot.remaining) for lot in ledger.lots(raw, li_si, "points", TODAY)] == before
    assert (cancelled.state, cancelled.reason, Stock.objects.get().taken) == ("cancelled", "缺货", 0)
    assert posting is not None and posting.corrects == done.posting
    assert say(posting.reason, posting.facts).zh == "取消兑换「雨伞」，积分退回"
    assert desk.redeem("umbrella").fulfilment.state == "open"  # what was cancelled does not count


def test_what_is_settled_stays_settled(raw: Statements, acme_1: Property, li_si: Rows) -> None:
    desk = Desk(raw, acme_1, li_si, reward(), reward("other"))
    handed, cancelled = desk.redeem("umbrella").fulfilment, desk.redeem("other").fulfilment
    fulfilling.confirm(raw, handed.id, actor=ANNA)
    fulfilling.cancel(raw, cancelled.id, reason="不要了", actor=ANNA, today=TODAY)
    for done in (handed, cancelled):
        with pytest.raises(NotOpen):
            fulfilling.confirm(raw, done.id, actor=ANNA)
        with pytest.raises(NotOpen):
            fulfilling.cancel(raw, done.id, reason="又一次", actor=ANNA, today=TODAY)
    assert desk.points == 4_500
