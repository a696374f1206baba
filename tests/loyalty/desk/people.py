"""Guests for whom replies are composed, each with all that is true of him, written down by hand."""

from datetime import date
from typing import NamedTuple

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.desk.saying import facts, house
from loyalty.desk.saying.facts import Known
from loyalty.desk.saying.known import Both
from loyalty.guests import persons, profile
from loyalty.guests.models import Guest
from loyalty.journey import uniting
from loyalty.ledger.posting import Credit, post
from loyalty.programme.versions import Published
from loyalty.remarks.models import Remark
from tenants.context import raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.desk.truth import Truth
from tests.loyalty.programme.benefits import house as programme

TODAY = date(2026, 11, 23)
HOUSE = {
    "breakfast_hours": Both("7:10–9:40", "7:10 to 9:40"), "breakfast_price": Both("36 元一位", "36 yuan each"),
    "breakfast_place": Both("二楼餐厅", "the restaurant on floor 2"), "parking": Both("楼后有 24 个车位", ""),
    "wifi": Both("名称 Inn，密码是 88552211", "Inn, the password is 88552211"),
    "check_in_from": Both("下午 2 点起", "from 2 pm"), "check_out_until": Both("12 点前", "by 12"),
    "invoice": Both("当天可开电子发票", "electronic invoices the same day"), "deposit": Both("押金 150 元", ""),
    "address": Both("平江路 117 号", "117 Pingjiang Road"), "metro": Both("1 号线相门站 3 号出口", "line 1, exit 3"),
    "corporate_title": Both("总", "Mr"),
}  # fmt: skip
_HOUSE_WORDS = ("雅客一店", *(word for fact in HOUSE.values() for word in (fact.zh, fact.en)))
# A checked-out stay of the tests has a bill of 208 yuan and earns a point for each; 1,000 points are worth 50 yuan.
EARNED = (208, 10.40)
_GOLD = (
    "金卡", "Gold", "普通", "免费早餐 2 次", "Free breakfast (2)", "延迟退房", "Late check-out", "免费升级房型 1 次", "Room upgrade (1)",
    "房费打 8.8 折", "12% off",
)  # fmt: skip


class Person(NamedTuple):
    """What is recorded of somebody, as the product reads it, and what is true of him, as a person would."""

    name: str
    known: Known
    truth: Truth


def everybody(hotel: Property) -> list[Person]:
    """Inside the property, on 23 November 2026."""
    raw = Statements(raw_connection())
    nobody = Person("nothing known", Known(facts.of_house(raw, hotel)), Truth(words=("雅客一店",)))
    published = programme.publish(raw, day=date(2026, 1, 1))
    bare = _half(raw, hotel)
    house.put(raw, HOUSE, by_name="王芳", now=clock.now())
    stranger = Person("house only", Known(facts.of_house(raw, hotel)), Truth(words=_HOUSE_WORDS))
    return [
        nobody, bare, stranger, _everything(raw, hotel, published), _booked(raw, hotel), _in_house(raw, hotel),
        _merged(raw, hotel, published), _no_phone(raw, hotel),
    ]  # fmt: skip


def _known(raw: Statements, hotel: Property, guest: Guest) -> Known:
    return facts.of_guest(raw, hotel, persons.rows_of(raw, guest.pk), frozenset(), TODAY)


def _guest(name: str) -> Guest:
    return Guest.objects.get(name=name, merged_into=None)


def _described(guest: Guest, words: str) -> None:
    Remark.objects.create(guest=guest, nickname=guest.nickname, description=words, written_at=clock.now())


def _half(raw: Statements, hotel: Property) -> Person:
    """A name that is no surname, no gender, one visit without a room."""
    follow(hotel, stay("H1", "2026-10-02", name="散客", guest_number="H", phone="", room_no="", rate="0.00"))
    truth = Truth(days=(date(2026, 10, 2),), numbers=(1, *EARNED), words=("雅客一店", "普通", "Member", "0"))
    return Person("half", _known(raw, hotel, _guest("散客")), truth)


def _everything(raw: Statements, hotel: Property, published: Published) -> Person:
    """李刚, gold, a managing director with wishes, points that end, and a corporate booking behind him."""
    follow(
        hotel,
        *(
            stay(
                f"E{n}",
                day,
                name="李刚",
                guest_number="E",
                phone="13900000001",
                room_no="8210",
                rate="200.00",
            )
            for n, day in enumerate(("2026-07-11", "2026-09-10"))
        ),
    )
    guest = _guest("李刚")
    programme.member(raw, published.programme, guest.pk, "gold", joined_on=date(2026, 1, 5))
    moves = [Credit(guest.pk, "bonus", 320, "issuance", earned_on=TODAY, expires_on=date(2026, 12, 20))]
    post(raw, key="g:320", kind="points.granted", moves=moves, on=TODAY, actor=SYSTEM)
    programme.give_points(raw, guest.pk, 1_000)
    profile.change(raw, [guest.pk], {"occupation": "总经理"}, by_name="王芳", now=clock.now())
    _described(guest, "要求提前开空调，常要求加一个枕头，对羽绒过敏，爱打听附近的面馆")
    truth = Truth(
        days=(date(2026, 9, 10), date(2026, 12, 20), date(2027, 11, 23)),
        numbers=(8210, 200, 320, 2, 1, 1_736, 86.80),
        names=("李总", "金卡会员"),
        words=(*_HOUSE_WORDS, *_GOLD, "要求提前开空调，常要求加一个枕头", "air conditioning pillow"),
    )
    return Person("everything", _known(raw, hotel, guest), truth)


def _booked(raw: Statements, hotel: Property) -> Person:
    booked = {"name": "周敏", "guest_number": "B", "phone": "13900000002", "guest": {"gender": "female"}}
    follow(
        hotel,
        stay("B1", "2026-05-03", **{**booked, "room_no": "8115", "rate": "219.00"}),
        stay("B2", "2026-11-27", status="booked", nights=2, room_type="家庭房", room_no="", rate="238.00",
             requests=["要安静的房间"], **booked),
    )  # fmt: skip
    truth = Truth(
        days=(date(2026, 5, 3), date(2026, 11, 27), date(2026, 11, 29)),
        numbers=(8115, 219, 238, 2, 1, *EARNED),
        names=("周女士", "Ms Zhou"),
        words=(*_HOUSE_WORDS, "家庭房", "要安静的房间", "a quiet room", "普通", "Member"),
        also=("订单在", "stands", "booking from"),
    )
    return Person("booked", _known(raw, hotel, _guest("周敏")), truth)


def _in_house(raw: Statements, hotel: Property) -> Person:
    given = {"name": "欧阳锋", "guest_number": "I", "phone": "13900000003", "guest": {"gender": "male"}}
    follow(
        hotel, stay("I1", "2026-11-22", status="in_house", nights=3, room_no="8301", rate="1208.00", **given)
    )
    truth = Truth(
        days=(date(2026, 11, 25),), numbers=(8301, 1208, 1, 0), names=("欧阳先生", "Mr Ouyang"),
        words=(*_HOUSE_WORDS, "普通", "Member"),
    )  # fmt: skip
    return Person("in house", _known(raw, hotel, _guest("欧阳锋")), truth)


def _merged(raw: Statements, hotel: Property, published: Published) -> Person:
    """The description on one row, the points on the other: one person."""
    for n, day in (("1", "2026-03-08"), ("2", "2026-08-19")):
        follow(hotel, stay(f"M{n}", day, name="许文杰", guest_number=f"M{n}", phone=f"1390000001{n}", room_no=f"830{n}",
                           rate="256.00", guest={"gender": "male"}))  # fmt: skip
    one, other = Guest.objects.filter(name="许文杰").order_by("pk")
    _described(one, "客人姓许，大家叫他许老师；怕吵")
    kept = uniting.merge(hotel, one.pk, other.pk, None)
    gone = one.pk + other.pk - kept
    programme.give_points(raw, gone, 640, key="merged")
    guest = Guest.objects.get(pk=kept)
    known = _known(raw, hotel, guest)
    truth = Truth(
        days=(date(2026, 8, 19),), numbers=(8302, 256, 2, 1, 1_056, 52.80), names=("许老师", "Mr Xu"),
        words=(*_HOUSE_WORDS, "普通", "Member", "怕吵 安静", "quiet"),
    )  # fmt: skip
    return Person("merged", known, truth)


def _no_phone(raw: Statements, hotel: Property) -> Person:
    """An English guest whom nobody can ring."""
    follow(hotel, stay("N1", "2025-06-30", name="Tom Baker", guest_number="N", phone="", room_no="8202", rate="268.00",
                       room_type="Double", guest={"gender": "male"}))  # fmt: skip
    guest = _guest("Tom Baker")
    _described(guest, "Extra pillow. Please keep a high floor; arrives late")
    truth = Truth(
        days=(date(2025, 6, 30),), numbers=(8202, 268, 1, 0), names=("Mr Baker", "Baker先生"),
        words=(*_HOUSE_WORDS, "普通", "Member", "extra pillow", "high floor", "枕头", "高楼层"),
    )  # fmt: skip
    return Person("no phone", _known(raw, hotel, guest), truth)
