"""Scripts at check-in and check-out: what is said to this guest on this stay, and in which order. C37, C42."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from kernel import clock
from kernel.statements import Parameters, Statements
from loyalty.desk.saying import chances, facts, scripts, templates
from loyalty.desk.saying.holding import Coupon, Holding, Next, Punch, Worth
from loyalty.desk.saying.known import Both
from loyalty.desk.saying.staying import Complaint, Staying
from loyalty.guests.models import Guest, Interaction
from loyalty.programme.benefits import channels
from loyalty.programme.coupons.terms import CouponKind
from loyalty.stays.models import Stay
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.desk.truth import Truth, lies
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.tiers.test_following import noon

TODAY = date(2026, 11, 23)
PLAN = house.programme()
GUEST = Staying(
    stay=1, external_id="F1", guest=1, rows=(1,), together=("F1",), name="李刚", birthday=None, has_phone=True,
    has_wechat=True, status="booked", check_in_on=TODAY, check_out_on=date(2026, 11, 24), room_type="标间",
    rate_cents=10_000, currency="CNY", guests=2, source="携程", channel="ota", first_of_month=True,
    asked_description=None, complaint=None, used={},
)  # fmt: skip
NOTHING = Both("", "")
GOLD = Holding(
    programme=PLAN, tier=Both("金卡", "Gold"), discount_percent=12,
    worth=(
        Worth("upgrade", Both("免费升级房型", "Upgrade"), 20_000, NOTHING), Worth("discount", Both("折扣", "Discount"), 1_200, NOTHING),
        Worth("gift", Both("随手礼", "Small gift"), 2_000, NOTHING), Worth("breakfast", Both("早餐", "Breakfast"), 7_600, NOTHING),
    ),
)  # fmt: skip
FORTY = CouponKind("forty", "四十元券", "Forty off", "fixed", amount="40.00", min_spend="80.00")


def codes(staying: Staying, held: Holding, moment: Any = "check_in") -> list[str]:
    return [each.code for each in chances.best(staying, held, moment, TODAY)]


def test_c42_what_is_worth_most_comes_first_and_a_complaint_before_it() -> None:
    assert codes(GUEST, GOLD) == ["upgrade", "benefits", "month_gift", "discount"]
    cross = replace(GUEST, complaint=Complaint(7, date(2026, 9, 12), "空调有异响", False, ""))
    first = chances.best(cross, GOLD, "check_in", TODAY)[0]
    assert first.code == "complaint" and first.detail is not None and "空调有异响" in first.detail.zh


def test_c37_the_gift_of_the_month_is_for_its_first_stay_only() -> None:
    assert "month_gift" not in codes(replace(GUEST, first_of_month=False), GOLD)


def test_c42_what_holds_no_money_follows_in_the_order_of_the_table() -> None:
    near = Next(Both("黑卡", "Black"), "nights", 2, 0.8, (Both("延迟退房", "Late check-out"),))
    held = Holding(
        programme=PLAN, tier=Both("普通", "Member"), next=near, ending=(date(2026, 12, 1), 500),
        punches=(Punch(1, "visits", Both("1 晚", "one free night")),),
        coupons=(Coupon(Both("四十元券", "Forty off"), NOTHING, date(2026, 11, 30), FORTY),),
    )  # fmt: skip
    bare = replace(GUEST, has_phone=False, has_wechat=False, birthday=date(1984, 11, 25))
    # 40 off this bill; 500 points are worth 25; then the table.
    assert codes(bare, held) == [
        "coupon", "points_ending", "next_tier", "punch", "birthday", "ask_phone", "add_wechat",
    ]  # fmt: skip
    assert "coupon" not in codes(replace(bare, rate_cents=7_900), held)  # too small a bill
    assert "next_tier" not in codes(bare, replace(held, next=replace(near, share=0.6)))  # not near yet


def test_who_was_born_on_29_february_is_wished_well_in_every_year() -> None:
    born = replace(
        GUEST, birthday=date(1996, 2, 29), check_in_on=date(2027, 2, 27), check_out_on=date(2027, 3, 1)
    )
    assert "birthday" in codes(born, GOLD)
    assert "birthday" not in codes(
        replace(born, check_in_on=date(2027, 3, 4), check_out_on=date(2027, 3, 5)), GOLD
    )


def test_at_check_out_an_ota_guest_is_asked_to_book_directly_next_time_and_only_the_content_to_review() -> (
    None
):
    leaving = replace(GUEST, asked_description=False, status="in_house")
    assert codes(leaving, GOLD, "check_out") == ["book_direct", "ask_wishes", "review"]
    cross = replace(leaving, complaint=Complaint(7, TODAY, "太吵", False, ""))
    assert codes(cross, GOLD, "check_out") == ["complaint_out", "book_direct", "ask_wishes"]
    # Whoever booked directly is told nothing of it.
    assert "book_direct" not in codes(replace(leaving, channel="member"), GOLD, "check_out")


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """At noon of 23 November 2026 in acme-1, where a standard room is sold at 100 and a themed one at 300 yuan."""
    with time_machine.travel(noon("2026-11-23"), tick=False), in_property(acme_1):
        house.publish(raw(), day=date(2026, 1, 1))
        for n, (kind, rate) in enumerate([("普通标间", "100.00"), ("艺术主题房", "300.00")] * 2):
            told = {"room_type": kind, "rate": rate, "guest_number": f"P{n}", "phone": f"1390000000{n}"}
            follow(acme_1, stay(f"P{n}", "2026-11-02", **told))
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def arrives(hotel: Property, **changes: object) -> tuple[int, int]:
    """李刚, gold, booked for today in a standard room at 100 yuan: guest and stay."""
    booked = {
        "status": "booked",
        "room_type": "普通标间",
        "rate": "100.00",
        "adults": 2,
        "name": "李刚",
        **changes,
    }
    before = stay("L1", "2026-09-10", name="李刚", room_type="普通标间", rate="100.00")
    follow(hotel, before, stay("L2", "2026-11-23", **booked))
    found = Guest.objects.get(name="李刚")
    house.member(raw(), PLAN, found.pk, "gold", joined_on=date(2026, 1, 5))
    return found.pk, Stay.objects.get(external_id="L2").pk


def test_c42_a_standard_room_at_100_and_a_themed_one_at_300_make_the_upgrade_worth_200(
    hotel: Property,
) -> None:
    guest, on = arrives(hotel)
    found = scripts.for_card(raw(), hotel, guest, TODAY)
    assert [(each["code"], each["value"]) for each in found] == [
        ("upgrade", "200.00"),
        ("benefits", "126.00"),  # two breakfasts at 38, a late check-out at 50
        ("month_gift", "20.00"),
    ]
    assert found[0]["says"]["zh"] == "凭您的金卡，有空房就给您免费升级房型，差价200元不用您出。"
    assert found[2]["says"]["zh"] == "这个月您第一次来住，送您一份随手礼。"
    truth = Truth(
        numbers=(200, 2),
        words=(
            "金卡 Gold 免费早餐 免费升级房型 Free breakfast Room upgrade 延迟退房 Late check-out 一份 第一次",
        ),
    )
    assert [lie for each in found for says in each["says"].values() for lie in lies(says, truth)] == []
    assert scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY) == {on: found}
    assert scripts.told(raw(), hotel, guest, "check_in", on, TODAY).scripts == found


def second_room(hotel: Property, **changes: object) -> int:
    """A second room of 李刚 for today, not from an OTA: its stay."""
    told = {
        "source": "会员",
        "status": "booked",
        "room_type": "普通标间",
        "rate": "100.00",
        "adults": 2,
        "name": "李刚",
        **changes,
    }
    follow(hotel, stay("L3", "2026-11-23", **told))
    return Stay.objects.get(external_id="L3").pk


def worths(hotel: Property, guest: int, *stays: int) -> list[dict[str, str]]:
    """What each room is promised in money, as the board says it; the card says the same of each."""
    board = scripts.for_many(raw(), hotel, [(guest, on) for on in stays], "check_in", TODAY)
    for on in stays:
        assert scripts.told(raw(), hotel, guest, "check_in", on, TODAY).scripts == board[on]
    return [{each["code"]: each["value"] for each in board[on]} for on in stays]


def test_c42_one_upgrade_that_is_left_is_promised_to_one_of_two_rooms(hotel: Property) -> None:
    guest, first = arrives(hotel)
    alone = {"upgrade": "200.00", "benefits": "126.00", "month_gift": "20.00"}
    assert worths(hotel, guest, first) == [alone]
    second = second_room(hotel)
    # Two gifts a month: one each. The two breakfasts of a stay are had by the two of the first room.
    beside = {"benefits": "50.00", "month_gift": "20.00", "discount": "12.00"}
    assert worths(hotel, guest, first, second) == [alone, beside]
    assert [each["code"] for each in scripts.for_card(raw(), hotel, guest, TODAY)] == list(alone)
    # Which of the two is entered first at the desk changes nothing; the card speaks of the one in house.
    second_room(hotel, status="in_house", updated_at="2026-11-24T11:30:00+08:00")
    assert worths(hotel, guest, first, second) == [alone, beside]
    assert [each["code"] for each in scripts.for_card(raw(), hotel, guest, TODAY)] == list(beside)
    # The first is given up: what was kept for it is the other's.
    Stay.objects.filter(pk=first).update(status="cancelled")
    assert worths(hotel, guest, second) == [alone]


def test_c42_a_room_with_nothing_dearer_above_it_keeps_no_upgrade_from_the_other(hotel: Property) -> None:
    guest, first = arrives(hotel, room_type="艺术主题房", rate="300.00")
    told = worths(hotel, guest, first, second_room(hotel))
    assert ["upgrade" in each for each in told] == [False, True]


def test_c37_eight_point_eight_of_this_bill_in_money(hotel: Property) -> None:
    """In the dearest room there is nothing to be upgraded to. He booked with the house."""
    guest, _ = arrives(hotel, room_type="艺术主题房", rate="300.00", source="会员")
    found = {each["code"]: each for each in scripts.for_card(raw(), hotel, guest, TODAY)}
    assert "upgrade" not in found
    assert found["discount"]["says"]["zh"] == "凭您的金卡，这次房费打8.8折，省36元。"
    assert {fact["field"]: fact["value"] for fact in found["discount"]["facts"]} == {
        "tier": "金卡", "discount": "8.8折", "amount": "36元",
    }  # fmt: skip


def test_c37_c42_on_the_bill_of_an_ota_no_discount_is_promised_before_the_house_says_so(
    hotel: Property,
) -> None:
    guest, on = arrives(hotel, room_type="艺术主题房", rate="300.00", nights=2)
    rows = (guest,)

    def says() -> dict[str, Any]:
        found = scripts.for_card(raw(), hotel, guest, TODAY)
        assert scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY) == {on: found}
        return {each["code"]: each for each in found}

    def reply() -> set[str]:
        return {"tier", "discount"} & facts.of_guest(raw(), hotel, rows, frozenset(), TODAY).facts.keys()

    found = says()
    assert "discount" not in found and found["direct_in"]["value"] == "72.00"
    assert found["direct_in"]["says"]["zh"] == "下次直接跟我们订，按会员价，像这次能省72元。"
    assert reply() == {"tier"}
    # Nobody knows the rate: then nothing is reckoned.
    Stay.objects.filter(pk=on).update(rate_cents=0)
    assert not {"discount", "direct_in"} & says().keys()
    Stay.objects.filter(pk=on).update(rate_cents=30_000)
    channels.put_ota_discount(raw(), owed=True, by_name="王芳", now=clock.now())
    found = says()
    assert "direct_in" not in found and found["discount"]["value"] == "72.00"
    assert reply() == {"tier", "discount"}


def test_a_complaint_is_spoken_of_without_the_words_staff_wrote_down(hotel: Property) -> None:
    guest, on = arrives(hotel)
    Interaction.objects.create(
        guest_id=guest,
        kind="complaint",
        day=date(2026, 9, 11),
        text="客人很凶，说空调响",
        made_at=clock.now(),
    )
    first = scripts.for_card(raw(), hotel, guest, TODAY)[0]
    assert first["code"] == "complaint" and "空调" not in first["says"]["zh"]
    assert first["detail"]["zh"] == "2026-09-11 投诉：客人很凶，说空调响。还没有处理完"
    assert scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY)[on][0] == first
    # Settled since, it is still spoken of when he comes the next time, and not the time after that.
    Interaction.objects.update(settled_at=clock.now(), outcome="换了压缩机")
    settled = scripts.for_card(raw(), hotel, guest, TODAY)[0]
    assert settled["detail"]["zh"].endswith("已处理：换了压缩机")
    follow(hotel, stay("L3", "2026-10-20", name="李刚"))
    assert scripts.for_card(raw(), hotel, guest, TODAY)[0]["code"] != "complaint"


def test_what_went_wrong_on_this_stay_is_not_called_the_last_time(hotel: Property) -> None:
    guest, on = arrives(hotel, status="in_house")
    told = {"guest_id": guest, "kind": "complaint", "made_at": clock.now()}
    Interaction.objects.create(day=TODAY, text="太吵", **told)
    says = scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY)[on]
    assert "complaint" not in [each["code"] for each in says]
    # The one of last time still is, also behind this one; and at check-out this one is.
    Interaction.objects.create(day=date(2026, 9, 11), text="空调响", **told)
    first = scripts.for_many(raw(), hotel, [(guest, on)], "check_in", TODAY)[on][0]
    assert first["code"] == "complaint" and "空调响" in first["detail"]["zh"]
    Interaction.objects.filter(text="空调响").delete()
    assert scripts.for_many(raw(), hotel, [(guest, on)], "check_out", TODAY)[on][0]["code"] == "complaint_out"


def test_who_leaves_today_is_spoken_to_as_one_who_leaves(hotel: Property) -> None:
    follow(
        hotel,
        stay("O1", "2026-11-22", name="陶然", guest_number="O", phone="", status="in_house", source="美团"),
    )
    guest = Guest.objects.get(name="陶然").pk
    told = scripts.told(raw(), hotel, guest, None, None, TODAY)
    assert told.moment == "check_out"
    assert [each["code"] for each in told.scripts] == ["book_direct", "ask_wishes", "phone_out"]


def test_a_house_says_it_in_its_own_words_and_falls_back_where_they_cannot_be_said(hotel: Property) -> None:
    guest, _ = arrives(hotel)
    key = ("script.upgrade", "zh-CN", 1)
    with pytest.raises(templates.FieldMayLack):
        templates.put(raw(), key, "送您升级，{coupon}", by_name="王芳", now=clock.now())
    templates.put(raw(), key, "{tier}客人升级不加钱，值{amount}", by_name="王芳", now=clock.now())
    assert scripts.for_card(raw(), hotel, guest, TODAY)[0]["says"]["zh"] == "金卡客人升级不加钱，值200元"


class Counting(Statements):
    """Counts what is sent."""

    sent = 0

    def execute(self, sql: str, parameters: Parameters = (), **more: Any) -> Any:
        Counting.sent += 1
        return super().execute(sql, parameters, **more)


def test_sixty_arrivals_are_read_in_as_many_statements_as_three(hotel: Property) -> None:
    follow(
        hotel,
        *(
            stay(
                f"A{n}",
                "2026-11-23",
                status="booked",
                name=f"周{n}",
                guest_number=f"A{n}",
                phone=f"1370000{n:04}",
            )
            for n in range(60)
        ),
    )
    pairs = list(Stay.objects.filter(external_id__startswith="A").values_list("guest_id", "pk"))
    counting, sent = Counting(raw_connection()), []
    for some in (pairs[:3], pairs):
        Counting.sent = 0
        found = scripts.for_many(counting, hotel, some, "check_in", TODAY)
        sent.append(Counting.sent)
        assert len(found) == len(some)
    assert sent[0] == sent[1] <= 14
