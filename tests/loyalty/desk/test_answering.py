"""Several wishes in one message are answered in one reply, in the order asked, only with what is known."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
import time_machine

from loyalty.desk.saying import composing, intents, joining, parting, recognising, rooms
from loyalty.desk.saying.composing import Answer, House
from loyalty.desk.saying.facts import Known
from loyalty.desk.saying.known import Both, Fact, Sum
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.desk import corpus, people
from tests.loyalty.desk.people import TODAY
from tests.loyalty.desk.truth import Truth, lies
from tests.loyalty.programme.tiers.test_following import noon

KINDS = intents.kinds(intents.STANDARDS)
STANDARD = House(intents.STANDARDS, {})
NOTED = Both("", "")
SEVERAL = (
    "有房间吗？多少钱？能开发票吗", "有房间吗,多少钱,能开发票吗", "你好，今晚有房吗，多少钱", "早餐几点？能停车吗？押金多少",
    "有房间吗？要安静一点的，能早点入住吗", "能便宜点吗？有房间吗", "能改到周六吗？能开发票吗", "取消订单可以吗？能开发票吗",
    "能晚点退房吗？可以寄存行李吗？怎么去机场", "能停车吗？可以带狗吗？wifi密码多少？早餐几点？", "停车免费吗早餐几点",
    "我有多少积分？有什么优惠吗", "can you add two towels, also what is the wifi password",
    "do you have a room tonight, how much is it and can I get an invoice?", "what time is breakfast and do you have parking",
    "can I check in early? is a late checkout possible? where are you?",
)  # fmt: skip


def wished(message: str) -> tuple[str, ...]:
    return parting.wishes(message, KINDS, recognising.recognise(message, KINDS)).codes


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    with time_machine.travel(noon("2026-11-23"), tick=False), in_property(acme_1):
        yield acme_1


def li(**more: Fact) -> Known:
    facts = {
        "surname": Fact(Both("李", "Li"), NOTED), "title": Fact(Both("总", "Mr"), NOTED),
        "last_visit": Fact(date(2026, 9, 10), NOTED), "last_room": Fact("8210", NOTED),
        "last_rate": Fact(Sum(20_000, "CNY"), NOTED), **more,
    }  # fmt: skip
    return Known(facts)


def asked(message: str, known: Known, locale: str = "zh-CN", intent: str | None = None) -> Answer:
    return composing.composed(STANDARD, None, message, known, locale, TODAY, intent)


def codes(found: Answer) -> tuple[list[str], list[str]]:
    return [each.code for each in found.answered], [each.code for each in found.unanswered]


def test_c16_room_price_and_invoice_are_answered_in_one_reply_in_the_order_asked() -> None:
    found = asked("有房间吗？多少钱？能开发票吗", li(invoice=Fact(Both("当天可开电子发票", ""), NOTED)))
    assert found.replies[0].text == (
        "李总您好！您上次是9月10日来的，住的8210，这次还住这间吗？请问哪天到、住几晚？您上次9月10日住是200元一晚。"
        "发票：当天可开电子发票。方便的话先把抬头和税号发我。我先看一下房态，看一下当天的房价，马上回您。"
    )
    assert found.replies[1].text == "好的李总，8210空着就给您留好，房价还是200元。欢迎您来！"
    assert codes(found) == (["availability", "price", "invoice"], []) and found.sure
    assert {fact["field"] for fact in found.replies[0].facts} == {
        "surname", "title", "last_visit", "last_room", "last_rate", "invoice",
    }  # fmt: skip


def test_what_nothing_is_known_of_is_named_and_not_said() -> None:
    found = asked("有房间吗？多少钱？能开发票吗", li())
    assert codes(found) == (["availability", "price"], ["invoice"])
    assert "发票" not in found.replies[0].text
    nothing = asked("能寄存行李吗？能洗衣服吗", li())
    assert codes(nothing) == ([], ["luggage", "laundry"])
    assert nothing.replies == asked("能寄存行李吗", li()).replies


def test_what_staff_name_by_hand_is_all_that_is_answered() -> None:
    found = asked("有房间吗？多少钱？", li(), intent="price")
    assert codes(found) == (["price"], []) and found.replies == asked("房价多少", li()).replies


def test_a_complaint_is_answered_alone_and_what_else_was_asked_is_named() -> None:
    found = asked("热水不热！早餐几点？", li())
    assert codes(found) == (["complaint"], ["breakfast"]) and len(found.replies) == 1


def test_no_fact_is_cut_however_it_is_written() -> None:
    """The control is the text around: there 马上回您 stands once, at the end."""
    known = li(
        parking=Fact(Both("免费。有问题马上回您", ""), NOTED),
        luggage=Fact(Both("免费。有问题马上回您", ""), NOTED),
    )
    text = asked("能停车吗？可以寄存行李吗？有房吗", known).replies[0].text
    assert text.count("免费。有问题马上回您") == 2
    assert text.count("马上回您") == 3 and text.endswith("马上回您。")


@pytest.mark.parametrize(
    ("message", "wishes"),
    [
        ("早餐几点？多少钱", ("breakfast",)),  # of the breakfast
        ("早餐几点？房价多少", ("breakfast", "price")),
        ("有早餐吗，在哪里吃", ("breakfast",)),
        ("能晚点退房吗？多少钱", ("late_check_out",)),
        ("有房间吗？不用发票了", ()),  # refused: staff read it
        ("我们明天退房，帮我开张发票", ("invoice",)),  # told, not asked
        ("有房间吗？", ()),
        ("有房间吗？早餐几点？" * 7, ()),  # a story
    ],
)
def test_a_wish_is_what_is_asked_by_itself(message: str, wishes: tuple[str, ...]) -> None:
    assert wished(message) == wishes


def test_no_message_of_one_wish_is_answered_otherwise_than_before() -> None:
    """None of the 221 is taken for several, and the first of each is what was always said."""
    for said in corpus.KNOWN.values():
        assert [message for message in said if len(wished(message)) > 1] == []


def test_who_has_booked_is_told_his_price_with_the_booking(hotel: Property) -> None:
    known = next(each for each in people.everybody(hotel) if each.name == "booked").known
    for message in ("有房间吗？多少钱？", "房价多少？有房间吗？"):
        found = asked(message, known)
        assert (
            set(codes(found)[0]) == {"booked", "price"}
            and found.replies == asked("有房间吗？", known).replies
        )


def test_no_reply_to_several_wishes_says_what_is_not_so_or_says_it_twice(hotel: Property) -> None:
    composed = 0
    for person, message, locale in product(people.everybody(hotel), SEVERAL, ("zh-CN", "en")):
        assert len(wished(message)) > 1, message
        found = asked(message, person.known, locale)
        truth = Truth(
            person.truth.days, person.truth.numbers, person.truth.names, person.truth.words, message, person.truth.also
        )  # fmt: skip
        answered, unanswered = codes(found)
        assert not set(answered) & set(unanswered) and len(answered) <= 4
        for reply in found.replies:
            text = reply.text
            assert lies(text, truth) == [], text
            assert "{" not in text and "[" not in text and not joining.MARKS.search(text), text
            assert locale != "en" or not rooms.CHINESE.search(text.replace(hotel.name, "")), text
            sentences = [each for each in re.split(r"(?<=[。！？])|(?<=[.?!])\s", text) if each]
            assert len(sentences) == len(set(sentences)), text
            assert text.count("您好") + text.count("Hello") <= 1, text
            assert (
                len(re.findall(r"[到来住]、?[^。？]*几晚？|哪天来住？|which day", text, re.IGNORECASE)) <= 1
            ), text
        if len(answered) > 1:
            composed += 1
            first = found.replies[0].text
            assert "马上回您" not in first.removesuffix("马上回您。"), first
    assert composed > 150
