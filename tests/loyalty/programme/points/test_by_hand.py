"""Points for actions, bought and given; corrected by hand, reinstated, and agreed to by a second person."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from audit.recording import Actor
from loyalty.ledger import expiring as clearing
from loyalty.ledger import reading
from loyalty.ledger.refusals import AlreadyReversed, InsufficientPoints
from loyalty.programme.document import TwoPersons
from loyalty.programme.points import adjusting, approving, giving, spending
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.moving import Movement
from loyalty.programme.points.refusals import (
    DecidedBefore,
    NoGiftNeeded,
    NothingExpired,
    NotReversedByHand,
    NotTheGuests,
    NotWhole,
    OverCap,
    SamePerson,
    SecondPersonNeeded,
    UnknownCode,
)
from loyalty.programme.points.terms import EarnRule
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.points.stage import FAR, POINTS, TODAY, act, grant, guest, held, publish, raw

WANG_FANG = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}
DESK = Actor("staff", "s1", "王芳")
MANAGER = Actor("staff", "s2", "许静")


@pytest.fixture
def li_si(house: Property) -> int:
    follow(house, stay("A1", "2019-05-01"))
    return guest()


@pytest.fixture
def wang(house: Property) -> int:
    follow(house, stay("B1", "2019-05-01", **WANG_FANG))
    return guest("王芳")


def done(result: Movement | Asked) -> Movement:
    assert isinstance(result, Movement)
    return result


def asked(result: Movement | Asked) -> Asked:
    assert isinstance(result, Asked)
    return result


def test_c63_an_action_brings_bonus_points_within_its_cap(house: Property, li_si: int) -> None:
    published = publish()
    assert giving.reward_action(act(published), li_si, "review").points == 50
    assert giving.reward_action(act(published), li_si, "review").points == 50
    with pytest.raises(OverCap):  # 100 a month
        giving.reward_action(act(published), li_si, "review")
    assert held(li_si) == (0, 100, 0, 0)
    assert giving.reward_action(act(published, today=date(2026, 12, 1)), li_si, "review").points == 50
    (lot, *_) = reading.lots(raw(), [li_si], "points", TODAY)
    assert (lot.expires_on, lot.origin) == (FAR, "points.action")
    with pytest.raises(UnknownCode):
        giving.reward_action(act(published), li_si, "nothing")


def test_c63_the_last_of_a_cap_is_given_in_part(house: Property, li_si: int) -> None:
    rule = EarnRule(code="r", per="action", action="review", points=80, cap=100, cap_period="year")
    published = publish(replace(POINTS, earn=[rule]))
    assert [giving.reward_action(act(published), li_si, "review").points for _ in range(2)] == [80, 20]
    assert held(li_si) == (100, 0, 0, 0)


def test_an_action_taken_back_may_be_done_again(house: Property, li_si: int) -> None:
    published = publish()
    first = giving.reward_action(act(published), li_si, "review")
    giving.reward_action(act(published), li_si, "review")
    back = done(adjusting.undo(act(published), li_si, first.posting.id, "不是本人"))
    assert (back.points, back.after) == (-50, 50)
    assert giving.reward_action(act(published), li_si, "review").points == 50


def test_c68_points_are_bought_in_whole_packages_up_to_a_cap(house: Property, li_si: int) -> None:
    published = publish()
    bought = giving.purchase(act(published), li_si, 600, "wechat")
    assert (bought.points, bought.facts["paid"]) == (600, "30.00")
    assert held(li_si) == (0, 600, 0, 0)  # bonus points: they lift nobody
    assert bought.posting.facts == {"paid_cents": 3000, "method": "wechat"}
    with pytest.raises(NotWhole):
        giving.purchase(act(published), li_si, 50, "cash")
    with pytest.raises(OverCap) as refused:
        giving.purchase(act(published), li_si, 500, "cash")
    assert refused.value.facts == {"left": 400, "asked": 500}


def test_c68_points_go_to_another_guest_and_keep_their_last_day(
    house: Property, li_si: int, wang: int
) -> None:
    published = publish()
    soon = date(2026, 12, 1)
    grant(li_si, 100, "bonus", expires_on=soon)
    grant(li_si, 500)
    moved = giving.transfer(act(published), li_si, wang, 300)
    assert (moved.before, moved.after) == (600, 300)
    assert held(wang) == (200, 100, 0, 0)
    assert {lot.kind: lot.expires_on for lot in reading.lots(raw(), [wang], "points", TODAY)} == {
        "bonus": soon,
        "base": FAR,
    }
    with pytest.raises(OverCap):  # 500 a month
        giving.transfer(act(published), li_si, wang, 201)
    with pytest.raises(SamePerson):
        giving.transfer(act(published), li_si, li_si, 1)
    done(adjusting.undo(act(published), li_si, moved.posting.id, "转错人"))
    assert (held(li_si), held(wang)) == ((500, 100, 0, 0), (0, 0, 0, 0))
    with pytest.raises(InsufficientPoints):
        giving.transfer(act(published), wang, li_si, 1)


def test_points_by_hand_have_a_reason_and_may_be_taken_back_once(house: Property, li_si: int) -> None:
    published = publish()
    given = done(adjusting.adjust(act(published, actor=DESK), li_si, 200, "base", "补记入住"))
    assert (given.before, given.after) == (0, 200) and held(li_si) == (200, 0, 0, 0)
    assert given.posting.facts["reason"] == "补记入住"
    taken = done(adjusting.adjust(act(published, actor=DESK), li_si, -50, None, "多记"))
    assert taken.points == -50
    with pytest.raises(InsufficientPoints):
        adjusting.adjust(act(published), li_si, -151, None, "多记")
    back = done(adjusting.undo(act(published, actor=DESK), li_si, taken.posting.id, "没有多记"))
    assert back.after == 200 and back.posting.corrects == taken.posting.id
    with pytest.raises(AlreadyReversed):
        adjusting.undo(act(published), li_si, taken.posting.id, "再来")


def test_only_the_guests_own_movements_are_taken_back_and_no_stays(
    house: Property, li_si: int, wang: int
) -> None:
    published = publish()
    follow(house, stay("S1", "2026-11-01"))
    (line,) = reading.entries(raw(), [li_si], "points")
    with pytest.raises(NotReversedByHand):
        adjusting.undo(act(published), li_si, line.posting, "不要")
    with pytest.raises(NotTheGuests):
        adjusting.undo(act(published), wang, line.posting, "不要")
    with pytest.raises(NotTheGuests):
        adjusting.undo(act(published), li_si, 999_999_999, "不要")


@pytest.mark.parametrize(("policy", "owed", "after"), [("owe", 50, 0), ("forgive", 0, 0)])
def test_c117_points_taken_back_after_they_were_spent(
    house: Property, li_si: int, policy: str, owed: int, after: int
) -> None:
    published = publish(replace(POINTS, spent_reversal=policy))
    first = giving.reward_action(act(published), li_si, "review")
    spending.pay_bill(act(published), li_si, 40_000, 50)
    done(adjusting.undo(act(published), li_si, first.posting.id, "不是本人"))
    assert held(li_si) == (0, after, 0, owed)


def test_c121_expired_points_are_reinstated_by_hand_once(house: Property, li_si: int) -> None:
    published = publish()
    grant(li_si, 100, expires_on=TODAY - timedelta(days=1), earned_on=date(2026, 1, 1))
    (lot,) = reading.lots(raw(), [li_si], "points", TODAY - timedelta(days=1))
    spending.pay_bill(act(published, today=TODAY - timedelta(days=1)), li_si, 40_000, 30)
    with pytest.raises(NothingExpired):
        adjusting.reinstate(act(published), li_si, lot.id, None, "客人住院")
    clearing.expire(raw(), TODAY)
    assert held(li_si) == (0, 0, 0, 0)
    back = done(
        adjusting.reinstate(act(published, actor=DESK), li_si, lot.id, date(2026, 12, 31), "客人住院")
    )
    assert (back.points, back.after) == (70, 70)
    (again,) = reading.lots(raw(), [li_si], "points", TODAY)
    assert (again.expires_on, again.earned_on) == (date(2026, 12, 31), date(2026, 1, 1))
    assert back.posting.facts["reason"] == "客人住院"
    with pytest.raises(NothingExpired):
        adjusting.reinstate(act(published), li_si, lot.id, None, "再来")
    with pytest.raises(NotTheGuests):
        adjusting.reinstate(act(published), li_si, 999_999_999, None, "没有")


def test_large_corrections_are_done_once_a_second_person_agrees(house: Property, li_si: int) -> None:
    published = publish(two_persons=TwoPersons(points=1000))
    request = asked(adjusting.adjust(act(published, actor=DESK), li_si, 1000, "bonus", "投诉补偿"))
    assert held(li_si) == (0, 0, 0, 0)
    assert (request.amount, request.unit, request.reason) == (1000, "points", "投诉补偿")
    assert [each.id for each in approving.listed(raw())] == [request.id]
    with pytest.raises(SecondPersonNeeded):
        approving.decide(raw(), published, request.id, approve=True, by=DESK, today=TODAY)
    decided = approving.decide(raw(), published, request.id, approve=True, by=MANAGER, today=TODAY)
    assert held(li_si) == (0, 1000, 0, 0) and decided.posting is not None
    posting = reading.posting(raw(), decided.posting)
    assert posting is not None and posting.facts["approved_by"] == "许静"
    with pytest.raises(DecidedBefore):
        approving.decide(raw(), published, request.id, approve=True, by=MANAGER, today=TODAY)
    assert approving.listed(raw()) == []
    assert [each.id for each in approving.listed(raw(), state="decided")] == [request.id]
    # taking it back is as large
    back = asked(adjusting.undo(act(published, actor=DESK), li_si, decided.posting, "客人撤诉"))
    approving.decide(raw(), published, back.id, approve=True, by=MANAGER, today=TODAY)
    assert held(li_si) == (0, 0, 0, 0)


def test_many_small_corrections_of_one_day_are_a_large_one(house: Property, li_si: int) -> None:
    published = publish(two_persons=TwoPersons(points=1000))
    first = done(adjusting.adjust(act(published, actor=DESK), li_si, 600, None, "补偿"))
    assert held(li_si) == (0, 600, 0, 0)
    request = asked(adjusting.adjust(act(published, actor=DESK), li_si, 400, None, "再补偿"))
    assert request.amount == 400 and held(li_si) == (0, 600, 0, 0)
    approving.decide(raw(), published, request.id, approve=True, by=MANAGER, today=TODAY)
    # What two agreed to does not count, what is taken counts apart, what was taken back not at all.
    done(adjusting.adjust(act(published, actor=DESK), li_si, 399, None, "又补偿"))
    done(adjusting.adjust(act(published, actor=DESK), li_si, -999, None, "错记"))
    done(adjusting.undo(act(published, actor=DESK), li_si, first.posting.id, "误"))
    done(adjusting.adjust(act(published, actor=DESK), li_si, 600, None, "重记"))


def test_what_is_turned_down_is_not_done(house: Property, li_si: int) -> None:
    published = publish(two_persons=TwoPersons(points=1000))
    grant(li_si, 1500)
    request = asked(adjusting.adjust(act(published, actor=DESK), li_si, -1200, None, "错记"))
    decided = approving.decide(raw(), published, request.id, approve=False, by=MANAGER, today=TODAY)
    assert (decided.approved, decided.posting) == (False, None)
    assert held(li_si) == (1500, 0, 0, 0)


def test_c121_many_expired_points_need_a_second_person(house: Property, li_si: int) -> None:
    published = publish(two_persons=TwoPersons(points=50))
    grant(li_si, 100, expires_on=TODAY - timedelta(days=1), earned_on=date(2026, 1, 1))
    (lot,) = reading.lots(raw(), [li_si], "points", TODAY - timedelta(days=1))
    clearing.expire(raw(), TODAY)
    until = date(2026, 12, 31)
    request = asked(adjusting.reinstate(act(published, actor=DESK), li_si, lot.id, until, "客人住院"))
    approving.decide(raw(), published, request.id, approve=True, by=MANAGER, today=TODAY)
    assert [lot.expires_on for lot in reading.lots(raw(), [li_si], "points", TODAY)] == [until]


@pytest.mark.parametrize(("nights", "gift"), [(1, 792), (2, 584)])
def test_c74_the_gift_leaves_one_or_two_nights_to_a_breakfast(
    house: Property, li_si: int, nights: int, gift: int
) -> None:
    """The breakfast takes 1,000 points; the guest's last rate was 208 yuan, a point for each."""
    published = publish()
    given = giving.give_gap(act(published), li_si, "breakfast", nights)
    assert given.points == gift and held(li_si) == (0, gift, 0, 0)
    for n in range(nights):
        follow(house, stay(f"G{n}", f"2026-11-{10 + 2 * n}"))
    assert sum(held(li_si)[:2]) == 1000
    with pytest.raises(NoGiftNeeded):
        giving.give_gap(act(published), li_si, "breakfast", nights)
