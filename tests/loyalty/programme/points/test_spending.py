"""Points are spent: off a bill, for a friend's stay, on 9-points offers, from a family's pool."""

from datetime import date

import pytest
from msgspec.structs import replace

from audit.recording import SYSTEM
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme.points import adjusting, families, nine, spending
from loyalty.programme.points.refusals import (
    FamilyTooLarge,
    InAnotherFamily,
    NothingToPay,
    NotMet,
    NotTheFriends,
    Over,
    OverCap,
    SamePerson,
    SwitchedOff,
    TooMuchForTheBill,
)
from loyalty.programme.points.spending import Off, off_the_bill
from loyalty.programme.points.terms import Bill, Condition, Family, Friend, NineOffer
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.points.stage import POINTS, TODAY, act, grant, guest, held, publish, raw

WANG_FANG = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}
CHEN_JING = {"guest_number": "G8", "name": "陈静", "phone": "13900000002"}


@pytest.fixture
def li_si(house: Property) -> int:
    follow(house, stay("A1", "2019-05-01"))
    return guest()


@pytest.fixture
def wang(house: Property) -> int:
    follow(house, stay("B1", "2019-05-01", **WANG_FANG))
    return guest("王芳")


@pytest.fixture
def chen(house: Property) -> int:
    follow(house, stay("C1", "2019-05-01", **CHEN_JING))
    return guest("陈静")


@pytest.mark.parametrize(
    ("bill", "balance", "wanted", "off"),
    [
        (40_000, 2718, 1000, Off(1000, 5000, 35_000)),  # C56: 400 yuan, 1,000 points, 350 to pay
        (40_000, 2718, None, Off(2718, 13_590, 26_410)),  # as many as are there
        (40_000, 20_000, None, Off(8000, 40_000, 0)),  # no more than the bill needs
        (40_003, 20_000, None, Off(8001, 40_003, 0)),
        (40_000, 20_000, 8000, Off(8000, 40_000, 0)),
        (100, 50, 1, Off(1, 5, 95)),
    ],
)
def test_c56_points_off_a_bill(bill: int, balance: int, wanted: int | None, off: Off) -> None:
    assert off_the_bill(Bill(enabled=True), bill, balance, wanted) == off


def test_c56_the_money_off_is_rounded_down_to_cents_and_no_point_is_wasted() -> None:
    odd = Bill(enabled=True, points=3, money="0.01")
    assert off_the_bill(odd, 10_000, 100) == Off(99, 33, 9967)
    for few in (0, 2):  # not enough for a cent
        with pytest.raises(InsufficientPoints):
            off_the_bill(odd, 10_000, few)
    with pytest.raises(NothingToPay):
        off_the_bill(odd, 0, 100)


def test_c56_a_bill_is_paid_with_points_up_to_the_percent_that_the_programme_sets() -> None:
    half = Bill(enabled=True, max_percent=50)
    assert off_the_bill(half, 40_000, 20_000) == Off(4000, 20_000, 20_000)
    with pytest.raises(TooMuchForTheBill) as refused:
        off_the_bill(half, 40_000, 20_000, 4001)
    assert (refused.value.facts["most"], refused.value.facts["most_off"]) == (4000, "200.00")


def test_c56_400_yuan_less_1000_points_leaves_350(house: Property, li_si: int) -> None:
    published = publish()
    grant(li_si, 700)
    grant(li_si, 500, "bonus", expires_on=date(2027, 1, 1))
    done = spending.pay_bill(act(published), li_si, 40_000, 1000)
    assert (done.before, done.after, done.points) == (1200, 200, -1000)
    assert done.facts["to_pay"] == "350.00" and done.facts["money_off"] == "50.00"
    assert held(li_si) == (200, 0, 0, 0)  # what ends first went first, whichever kind it is
    with pytest.raises(InsufficientPoints) as refused:
        spending.pay_bill(act(published), li_si, 40_000, 201)
    assert refused.value.facts["balance"] == 200


def test_points_are_not_taken_off_a_bill_where_that_is_off(house: Property, li_si: int) -> None:
    published = publish(replace(POINTS, bill=Bill()))
    grant(li_si, 1000)
    with pytest.raises(SwitchedOff):
        spending.pay_bill(act(published), li_si, 40_000, 1000)


def test_c25_a_members_points_pay_a_friends_stay_up_to_what_it_costs(
    house: Property, li_si: int, wang: int
) -> None:
    published = publish(replace(POINTS, friend=Friend(enabled=True, cap=6500)))
    grant(li_si, 9000)
    follow(
        house, stay("F1", "2026-11-22", status="in_house", rate="300.00", nights=2, revenue=None, **WANG_FANG)
    )
    done = spending.pay_friend(act(published), li_si, wang, "F1", 6000)
    assert (done.before, done.after) == (9000, 3000)
    assert (done.facts["money_off"], done.facts["to_pay"]) == ("300.00", "300.00")
    assert done.posting.facts["stay"] == "F1" and done.posting.facts["friend"] == wang
    with pytest.raises(OverCap) as refused:  # 6,500 a year
        spending.pay_friend(act(published), li_si, wang, "F1", 501)
    assert refused.value.facts == {"left": 500, "asked": 501}
    published = publish(replace(POINTS, friend=Friend(enabled=True, cap=20_000)))
    grant(li_si, 9000)
    with pytest.raises(TooMuchForTheBill):
        spending.pay_friend(act(published), li_si, wang, "F1", 6001)
    assert spending.pay_friend(act(published), li_si, wang, "F1", 6000).facts["to_pay"] == "0.00"


def test_c25_the_friends_stay_must_be_that_friends_and_stand(house: Property, li_si: int, wang: int) -> None:
    published = publish()
    grant(li_si, 9000)
    follow(house, stay("F1", "2026-11-22", status="cancelled", **WANG_FANG))
    for number in ("F1", "A1", "nothing"):
        with pytest.raises(NotTheFriends):
            spending.pay_friend(act(published), li_si, wang, number, 100)
    with pytest.raises(SamePerson):
        spending.pay_friend(act(published), li_si, li_si, "A1", 100)


def test_c25_what_was_taken_back_frees_the_stay_and_the_cap(house: Property, li_si: int, wang: int) -> None:
    published = publish()
    grant(li_si, 9000)
    follow(house, stay("F1", "2026-11-22", status="in_house", rate="300.00", revenue=None, **WANG_FANG))
    done = spending.pay_friend(act(published), li_si, wang, "F1", 6000)
    with pytest.raises(TooMuchForTheBill):
        spending.pay_friend(act(published), li_si, wang, "F1", 1)
    adjusting.undo(act(published), li_si, done.posting.id, "付错了")
    assert spending.pay_friend(act(published), li_si, wang, "F1", 6000).after == 3000


# families


def test_a_family_spends_from_one_pool_own_points_first(house: Property, li_si: int, wang: int) -> None:
    published = publish()
    grant(li_si, 800)
    grant(wang, 500, expires_on=date(2027, 1, 1))
    families.unite(raw(), published.programme.points.family, [li_si, wang], SYSTEM)
    done = spending.pay_bill(act(published), li_si, 40_000, 1000)
    assert (held(li_si)[0], held(wang)[0]) == (0, 300)
    assert (done.points, done.facts["from_family"]) == (-800, 200)
    with pytest.raises(InsufficientPoints) as refused:  # 300 a month from the others, 200 of them used
        spending.pay_bill(act(published), li_si, 40_000, 101)
    assert refused.value.facts["balance"] == 100
    assert spending.pay_bill(act(published), li_si, 40_000, 100).facts["from_family"] == 100
    assert held(wang)[0] == 200
    # Next month the cap begins anew, and the last of them is there for who owns it at any time.
    assert spending.pay_bill(act(published, today=date(2026, 12, 1)), li_si, 40_000, 200).points == 0


def test_a_pool_that_has_not_enough_says_what_there_is(house: Property, li_si: int, wang: int) -> None:
    published = publish()
    grant(li_si, 100)
    grant(wang, 50)
    families.unite(raw(), published.programme.points.family, [li_si, wang], SYSTEM)
    with pytest.raises(InsufficientPoints) as refused:
        spending.pay_bill(act(published), li_si, 40_000, 151)
    assert refused.value.facts == {"balance": 150, "asked": 151}
    assert (held(li_si)[0], held(wang)[0]) == (100, 50)


def test_nobody_is_of_two_families_and_none_is_too_large(
    house: Property, li_si: int, wang: int, chen: int
) -> None:
    terms = Family(enabled=True, members_max=2)
    with pytest.raises(FamilyTooLarge):
        families.unite(raw(), terms, [li_si], SYSTEM)
    with pytest.raises(FamilyTooLarge):
        families.unite(raw(), terms, [li_si, wang, chen], SYSTEM)
    pool = families.unite(raw(), terms, [li_si, wang], SYSTEM)
    assert pool.members == sorted([li_si, wang])
    with pytest.raises(InAnotherFamily):
        families.unite(raw(), terms, [chen, wang], SYSTEM)
    assert families.leave(raw(), wang)  # of two, the other is alone then
    assert families.of(raw(), [li_si]) is None and not families.leave(raw(), li_si)
    assert families.unite(raw(), terms, [chen, wang], SYSTEM).members == sorted([chen, wang])
    with pytest.raises(SwitchedOff):
        families.unite(raw(), Family(), [li_si, chen], SYSTEM)


# 9-points offers

OFFER = NineOffer(
    code="film",
    name="电影票",
    name_en="Film",
    coupon="coffee",
    condition=Condition(measure="spend", at_least=400, months=3),
    until=date(2026, 12, 31),
)


def test_c60_nine_points_bring_a_coupon_to_who_spent_enough(house: Property, li_si: int) -> None:
    published = publish(replace(POINTS, nine_offers=[OFFER]))
    grant(li_si, 20)
    follow(house, stay("N1", "2026-10-01"))  # 246 yuan
    with pytest.raises(NotMet) as refused:
        nine.take(act(published), li_si, "film")
    assert refused.value.facts["have"] == 246
    follow(house, stay("N2", "2026-11-01"))
    before = sum(held(li_si)[:2])
    movement, coupon = nine.take(act(published), li_si, "film")
    assert movement.points == -9 and sum(held(li_si)[:2]) == before - 9
    assert coupon.kind == "coffee" and coupon.guest == li_si
    with pytest.raises(OverCap):  # once a month
        nine.take(act(published), li_si, "film")
    assert nine.take(act(published, today=date(2026, 12, 1)), li_si, "film")[0].points == -9
    with pytest.raises(Over):
        nine.take(act(published, today=date(2027, 1, 1)), li_si, "film")


@pytest.mark.parametrize(
    ("day", "have"),
    [("2026-08-22", 0), ("2026-08-23", 1), ("2026-11-22", 1)],  # H9: three calendar months to 23 November
)
def test_c60_the_condition_counts_calendar_months(house: Property, li_si: int, day: str, have: int) -> None:
    follow(house, stay("N1", day))
    found = nine.progress(raw(), [li_si], Condition(measure="visits", at_least=1, months=3), TODAY)
    assert found.have == have
