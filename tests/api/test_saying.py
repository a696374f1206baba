"""Replies and scripts over HTTP: what is suggested, edited, tried, marked; and that no message is kept. C16, C37, C42."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.desk.models import ReplyUse, ScriptUse
from loyalty.guests.models import Guest
from loyalty.remarks.models import Remark
from loyalty.stays.models import Stay
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.tiers.test_following import noon

HOME = "/properties/acme-1"
MESSAGE = "有房间吗？我是做钢材的老李"


@pytest.fixture
def li(acme_1: Property) -> Iterator[int]:
    """李刚, gold, here once, described, and booked for the day after tomorrow."""
    with time_machine.travel(noon("2026-11-23"), tick=False):
        with in_property(acme_1):
            house.publish(Statements(raw_connection()))
            given: dict[str, Any] = {"name": "李刚", "source": "散客", "guest": {"gender": "male"}}
            follow(acme_1, stay("L1", "2026-09-10", rate="200.00", **given))
            guest = Guest.objects.get()
            house.member(Statements(raw_connection()), house.programme(), guest.pk, "gold")
            Guest.objects.update(tags=["健康需求", "商务"])
            words = "要求提前开空调，常要求加一个枕头，对羽绒过敏"
            Remark.objects.create(guest=guest, description=words, written_at=clock.now())
        yield guest.pk


def books(acme_1: Property) -> str:
    with in_property(acme_1):
        follow(acme_1, stay("L2", "2026-11-25", name="李刚", source="散客", status="booked", rate="200.00"))
        return str(Stay.objects.get(external_id="L2").pk)


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


@pytest.fixture
def manager(acme: Chain) -> Door:
    return doors.as_role(acme, Role.MANAGER)


def suggested(door: Door, guest: int, message: str = MESSAGE, **more: Any) -> Any:
    response = door.add(f"{HOME}/guests/{guest}/reply-suggestions", {"message": message, **more})
    assert response.status_code == 200, response.content
    return response.json()


def test_c16_a_message_is_answered_with_what_is_known_and_where_it_is_from(li: int, desk: Door) -> None:
    found = suggested(desk, li)
    assert (found["intent"]["code"], found["sure"], found["complaint"]) == ("availability", True, None)
    first, second = found["replies"]
    assert first["text"].startswith("李先生您好！您上次是9月10日来的，住的8210，这次还住这间吗？")
    assert (
        second["text"]
        == "好的李先生，8210空着就给您留好，房价还是200元，空调提前开好，枕头多放一个。欢迎您来！"
    )
    assert {"field": "last_room", "label": {"zh": "上次房号", "en": "last room"}, "value": "8210",
            "from": {"zh": "2026-09-10 的入住", "en": "the visit of 2026-09-10"}} in first["facts"]  # fmt: skip
    assert "PMS" in found["check"]["zh"]
    assert [each["text"] for each in found["aside"]] == ["对羽绒过敏"]
    # What staff say it is goes before its words.
    said = suggested(desk, li, "嗯嗯", intent="invoice")
    assert said["intent"]["code"] == "invoice" and said["sure"]
    assert suggested(desk, li, "热水不热")["complaint"]["topic"] == "equipment"


def test_the_message_is_neither_kept_nor_logged(
    acme_1: Property, li: int, desk: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        suggested(desk, li)
        used = {"guest": str(li), "intent": "availability", "step": 1, "locale": "zh-CN", "edited": True}
        assert desk.add(f"{HOME}/reply-uses", used).status_code == 204
        assert desk.add(f"{HOME}/reply-uses", {**used, "intent": "nothing"}).status_code == 400
    assert "钢材" not in caplog.text
    with in_property(acme_1):
        assert ReplyUse.objects.values_list("intent", "edited", "guest_id").get() == (
            "availability",
            True,
            li,
        )
        for model in apps.get_app_config("desk").get_models():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table} t WHERE t::text LIKE '%钢材%'")
                assert cursor.fetchone() == (0,)
    assert not Entry.objects.filter(facts__icontains="钢材").exists()


def test_a_booked_stay_stands_and_is_no_matter_for_the_pms(acme_1: Property, li: int, desk: Door) -> None:
    books(acme_1)
    found = suggested(desk, li, "有房间吗？")
    assert found["intent"]["code"] == "booked" and found["check"] is None
    assert found["replies"][0]["text"].startswith(
        "李先生您好！您11月25日入住、11月26日退房的大床房，1晚，订单在的，房价200元一晚。"
    )
    assert suggested(desk, li, "11月30日有房吗")["intent"]["code"] == "availability"


def test_who_does_not_look_after_guests_sees_nothing_of_health(acme: Chain, li: int, desk: Door) -> None:
    desk.send("PUT", f"{HOME}/guests/{li}/preferences/allergy", {"value": "羽绒"})
    texts = {each["text"] for each in suggested(desk, li)["aside"]}
    assert {"过敏", "羽绒"} <= texts
    seen = suggested(doors.as_role(acme, Role.MARKETING), li)
    assert not {"过敏", "羽绒"} & {each["text"] for each in seen["aside"]}


def test_a_secret_guest_is_nobody_to_the_desk_and_bad_questions_are_named(
    acme_1: Property, li: int, desk: Door
) -> None:
    path = f"{HOME}/guests/{li}/reply-suggestions"
    assert desk.add(path, {"message": "  "}).json()["errors"][0]["pointer"] == "/message"
    assert (
        desk.add(path, {"message": "在吗", "intent": "nothing"}).json()["errors"][0]["pointer"] == "/intent"
    )
    assert desk.add(path, {"message": "啊" * 2_001}).status_code == 400
    with in_property(acme_1):
        Guest.objects.update(secret=True)
    assert desk.add(path, {"message": "在吗"}).status_code == 404
    assert desk.read(f"{HOME}/guests/{li}/scripts").status_code == 404
    found = desk.add(f"{HOME}/reply-suggestions", {"message": "早餐几点", "locale": "en"}).json()
    assert found["replies"][0]["text"] == "Hello! Breakfast: let me find out and come back to you."


def test_the_house_writes_its_facts_its_phrases_and_its_texts(li: int, desk: Door, manager: Door) -> None:
    facts = {"results": [{"code": "breakfast_hours", "zh": "7:10–9:40", "en": ""}]}
    assert desk.send("PUT", f"{HOME}/desk/facts", facts).status_code == 403
    told = manager.send("PUT", f"{HOME}/desk/facts", facts).json()["results"]
    assert next(each for each in told if each["code"] == "breakfast_hours")["zh"] == "7:10–9:40"
    assert desk.read(f"{HOME}/desk/facts").json() == {"results": told, "ota_discount": False}
    owed = manager.send("PUT", f"{HOME}/desk/facts", {"ota_discount": True}).json()
    assert owed == {"results": told, "ota_discount": True}
    assert desk.send("PUT", f"{HOME}/desk/facts", {"ota_discount": False}).status_code == 403
    bad = manager.send("PUT", f"{HOME}/desk/facts", {"results": [{"code": "casino", "zh": "有"}]})
    assert (bad.status_code, bad.json()["type"]) == (422, "/problems/no-such-house-fact")
    assert "早餐时间：7:10–9:40。" in suggested(desk, li, "早餐几点")["replies"][0]["text"]
    # Known in Chinese only: in English nothing is said of it.
    assert "7:10" not in suggested(desk, li, "早餐几点", locale="en")["replies"][0]["text"]

    own = {"name": "汉服", "name_en": "Hanfu", "phrases": ["汉服", "租…衣服"], "but_not": []}
    assert manager.send("PUT", f"{HOME}/desk/intents/hanfu", own).status_code == 200
    text = {"text": "[{surname}{title}]您好，汉服在隔壁租。"}
    assert manager.send("PUT", f"{HOME}/desk/reply-templates/hanfu/zh-CN/1", text).status_code == 200
    assert suggested(desk, li, "能租两件衣服吗")["replies"][0]["text"] == "李先生您好，汉服在隔壁租。"
    # A kind with a text in one language says plainly that the other is not written, and not that nothing is known.
    assert not suggested(desk, li, "能租两件衣服吗")["unwritten"]
    abroad = suggested(desk, li, "能租两件衣服吗", locale="en")
    assert (abroad["intent"]["code"], abroad["replies"], abroad["unwritten"]) == ("hanfu", [], True)
    listed = {each["code"]: each for each in desk.read(f"{HOME}/desk/intents").json()["results"]}
    assert not listed["hanfu"]["standard"] and listed["hanfu"]["templates"][0]["standard"] is False
    assert manager.send("DELETE", f"{HOME}/desk/intents/hanfu").status_code == 204
    assert suggested(desk, li, "能租两件衣服吗")["intent"]["code"] == "other"

    pets = {**{k: listed["pets"][k] for k in ("name", "name_en", "phrases", "but_not")}, "active": False}
    assert manager.send("PUT", f"{HOME}/desk/intents/pets", pets).json()["changed"]
    assert suggested(desk, li, "能带狗吗")["intent"]["code"] == "other"
    assert manager.send("DELETE", f"{HOME}/desk/intents/pets").json()["changed"] is False
    assert suggested(desk, li, "能带狗吗")["intent"]["code"] == "pets"
    assert manager.send("PUT", f"{HOME}/desk/intents/pets", {**pets, "phrases": ["…"]}).status_code == 422
    assert set(Entry.objects.values_list("action", flat=True)) >= {
        "house_facts.changed", "reply_intent.changed", "reply_intent.removed", "reply_template.changed",
    }  # fmt: skip


def test_the_house_names_its_room_types_in_english(
    acme_1: Property, li: int, desk: Door, manager: Door
) -> None:
    books(acme_1)
    (seen,) = desk.read(f"{HOME}/desk/room-names").json()["results"]
    assert (seen["room_type"], seen["en"], seen["silent"]) == ("大床房", "", True) and seen["stays"] > 1
    named = {"results": [{"room_type": "大床房", "en": " Deluxe  King "}]}
    assert desk.send("PUT", f"{HOME}/desk/room-names", named).status_code == 403
    assert "大床" not in suggested(desk, li, "any room?", locale="en")["replies"][0]["text"]
    told = manager.send("PUT", f"{HOME}/desk/room-names", named).json()["results"]
    assert (told[0]["en"], told[0]["silent"]) == ("Deluxe King", False)
    assert ", Deluxe King, nights: 1" in suggested(desk, li, "any room?", locale="en")["replies"][0]["text"]
    bad = manager.send(
        "PUT", f"{HOME}/desk/room-names", {"results": [{"room_type": "大床房", "en": "豪华 King"}]}
    )
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (400, "/results/0/en")
    manager.send("PUT", f"{HOME}/desk/room-names", {"results": [{"room_type": "大床房", "en": ""}]})
    assert "Deluxe" not in suggested(desk, li, "any room?", locale="en")["replies"][0]["text"]
    assert Entry.objects.filter(action="room_names.changed").count() == 2


def test_a_text_is_tried_against_a_guest_and_refused_with_the_place(li: int, manager: Door) -> None:
    path = f"{HOME}/desk/reply-templates"
    tried = {
        "intent": "availability",
        "locale": "zh-CN",
        "text": "[{surname}{title}]好[，还住{last_room}]！[{points_ending}]",
    }
    found = manager.add(f"{path}/try", {**tried, "guest": str(li)}).json()
    assert (found["text"], found["problem"]) == ("李先生好，还住8210！", None)
    assert [each["field"] for each in found["left_out"]] == ["points_ending"]
    assert {"code": "wishes", "label": {"zh": "记得的要求", "en": "wishes kept in mind"}} in found["fields"]
    assert manager.add(f"{path}/try", tried).json()["text"] == "好！"
    problem = manager.add(f"{path}/try", {**tried, "text": "您好{surname}"}).json()["problem"]
    assert (problem["code"], problem["at"]) == ("template_field_may_lack", 3)
    refused = manager.send("PUT", f"{path}/availability/zh-CN/1", {"text": "您好[{surnam}]"})
    assert (refused.status_code, refused.json()["at"]) == (422, 4)
    assert manager.send("PUT", f"{path}/nothing/zh-CN/1", {"text": "您好"}).status_code == 404
    assert manager.send("PUT", f"{path}/availability/fr/1", {"text": "您好"}).status_code == 404
    kept = manager.send(
        "PUT", f"{path}/availability/zh-CN/1", {"text": "[{surname}{title}]好！哪天来？"}
    ).json()
    assert kept["standard"] is False and suggested(manager, li)["replies"][0]["text"] == "李先生好！哪天来？"
    assert manager.send("DELETE", f"{path}/availability/zh-CN/1").json()["standard"] is True


def test_scripts_are_marked_once_changed_and_counted(acme_1: Property, li: int, desk: Door) -> None:
    on = books(acme_1)
    card = desk.read(f"{HOME}/guests/{li}").json()["scripts"]
    found = desk.read(f"{HOME}/guests/{li}/scripts").json()
    assert (found["stay"], found["moment"], found["scripts"]) == (on, "check_in", card)
    first = found["scripts"][0]
    assert first["used"] is None and len(found["scripts"]) == 3
    path, said = f"{HOME}/guests/{li}/scripts/{first['code']}", {"stay": on, "moment": "check_in"}
    assert desk.add(path, {**said, "used": True}).json() == {**first, "used": True}
    assert desk.add(path, {**said, "used": False}).json()["used"] is False
    with in_property(acme_1):
        assert ScriptUse.objects.values_list("code", "used").get() == (first["code"], False)
    assert desk.read(f"{HOME}/guests/{li}").json()["scripts"][0]["used"] is False
    counted = desk.read(f"{HOME}/desk/scripts").json()
    row = next(each for each in counted["results"] if each["code"] == first["code"])
    assert (row["offered"], row["used"], row["not_used"], counted["days"]) == (1, 0, 1, 30)
    assert [(each["offered"], each["not_used"]) for each in counted["by_staff"]] == [(1, 1)]
    assert len(row["templates"]) == 2 and all(each["standard"] for each in row["templates"])
    assert desk.add(f"{HOME}/guests/{li}/scripts/book_direct", {**said, "used": True}).status_code == 404
    assert desk.add(path, {"stay": "999999", "moment": "check_in", "used": True}).status_code == 404


def test_a_guest_without_a_stay_is_told_nothing(li: int, desk: Door) -> None:
    assert desk.read(f"{HOME}/guests/{li}/scripts").json() == {"stay": None, "moment": None, "scripts": []}
    assert desk.read(f"{HOME}/guests/{li}").json()["scripts"] == []
