"""Touch points, complaints, proposals and the timeline over HTTP. C8, C91, C92, C113, C116."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.guests import interactions
from loyalty.guests.models import Guest, Interaction, Preference
from loyalty.journey import uniting
from loyalty.messaging import answering
from loyalty.messaging.transports.protocol import Said
from loyalty.owners.models import Department, Owner
from loyalty.products import keeping
from loyalty.products.keeping import ProductIn
from loyalty.products.models import Consumption
from loyalty.touches import proposing
from loyalty.touches.models import Proposal
from staff.models import StaffMember
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon

HOUSE = "/properties/acme-1"
NOW = noon("2026-11-23")


@pytest.fixture
def li(acme_1: Property) -> Iterator[int]:
    with time_machine.travel(NOW, tick=False):
        with in_property(acme_1):
            days = ("2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01")
            wishes = (["加一个枕头"], ["高楼层"], ["要三个枕头"], [], ["加一个枕头"])
            follow(
                acme_1,
                *(
                    stay(f"F{n}", day, requests=w)
                    for n, (day, w) in enumerate(zip(days, wishes, strict=True), 1)
                ),
            )
            guest = Guest.objects.get().pk
        yield guest


@pytest.fixture
def manager(acme: Chain, acme_1: Property) -> StaffMember:
    return doors.member(acme, Role.MANAGER)


@pytest.fixture
def desk(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


def touch(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "external_id": number, "touch": "fnb", "kind": "service", "guest": {"external_id": "G00077"},
        "at": "2026-11-01T20:10:00+08:00", "text": "送了一壶热茶", **changes,
    }  # fmt: skip


def raw() -> Statements:
    return Statements(raw_connection())


def test_c92_every_touch_point_is_written_through_one_way_in_and_a_bad_one_costs_no_other(
    acme: Chain, acme_1: Property, li: int
) -> None:
    with in_property(acme_1):
        keeping.put(raw(), ProductIn("tea", "热茶", 1800, cost_cents=300), "test")
    pos = doors.with_key(acme, "touches:write", properties=[acme_1])
    items = [{"product": "tea", "quantity": 2}, {"name": "果盘", "amount": "38.00", "on_folio": True}]
    batch = [
        touch("pos-1", items=items, stay="F5", facts={"table": 7, "vip": True}),
        touch("hk-1", touch="housekeeping", kind="habit", text="每晚要两瓶水", guest={"phone": "138 0013 8000"}, staff_name="周姐"),
        touch("pos-2", guest={"phone": "139 0000 0000"}),
        touch("pos-3", kind="dinner"),
        touch("pos-4", stay="F9"),
        touch("pos-5", items=[{"product": "nothing"}]),
        touch("pos-1", items=items, stay="F5", facts={"table": 7, "vip": True}),
        touch("pos-1", text="another thing"),
        touch("pos-6", at="2026-11-24T20:10:00+08:00"),
        touch("spa-1", touch="leisure", text="", facts={}),
        touch("nul-1", text="a\x00b"),
        touch("big-1", facts={"n": 10**30}),
        touch("bar-1", guest={}, stay="F5", items=[{"name": "茶", "amount": "18.00"}]),
        touch("bar-2", guest={}),
    ]  # fmt: skip
    told = pos.add(f"{HOUSE}/touches", {"touches": batch}).json()
    assert told["counts"] == {"created": 3, "unchanged": 1, "problems": 10}
    assert [each["result"][0] for each in told["results"]] == list("ccppppupppppcp")
    problems = {each["index"]: each["problem"]["errors"][0] for each in told["results"] if "problem" in each}
    assert {n: (each["pointer"], each["code"]) for n, each in problems.items()} == {
        2: ("/guest/phone", "no_such_guest"), 3: ("/kind", "not_a_choice"), 4: ("/stay", "no_such_stay"),
        5: ("/items/0/product", "no_such_product"), 7: ("/external_id", "external_id_reused"), 8: ("/at", "in_the_future"),
        9: ("/text", "says_nothing"), 10: ("/text", "bad_format"), 11: ("/facts/-", "too_great"),
        13: ("/guest", "missing"),
    }  # fmt: skip
    # Told again, nothing is new; the till's items became consumption once, with what they cost.
    again = pos.add(f"{HOUSE}/touches", {"touches": batch}).json()
    assert again["counts"] == {"created": 0, "unchanged": 4, "problems": 10}
    # A bill that says another sum, or goes another way, is not what was heard: nobody is told it was.
    for change in ({"amount": "81.00"}, {"quantity": 2}, {"on_folio": True}):
        bill = touch("bar-1", guest={}, stay="F5", items=[{"name": "茶", "amount": "18.00", **change}])
        [refused] = pos.add(f"{HOUSE}/touches", {"touches": [bill]}).json()["results"]
        assert refused["problem"]["errors"][0]["code"] == "external_id_reused", change
    with in_property(acme_1):
        assert sorted(Consumption.objects.values_list("name", "quantity", "amount_cents", "cost_cents", "on_folio")) == [
            ("果盘", 1, 3800, None, True), ("热茶", 2, 3600, 600, False), ("茶", 1, 1800, None, False),
        ]  # fmt: skip
        kept = Interaction.objects.get(key="touch:pos-1")
        assert kept.stay and kept.facts == {"table": 7, "vip": True, "items": "tea ×2、果盘 ×1"}
        assert Interaction.objects.get(key="touch:hk-1").by_name == "周姐"
    assert pos.add(f"{HOUSE}/touches", {"touches": []}).status_code == 400
    assert pos.read(f"{HOUSE}/guests/{li}/timeline").status_code == 403


def test_c116_a_complaint_goes_to_its_department_else_to_a_manager_with_a_time(
    acme: Chain, acme_1: Property, li: int, desk: Door, manager: StaffMember
) -> None:
    path = f"{HOUSE}/guests/{li}/interactions"
    late = desk.add(path, {"kind": "complaint", "text": "空调不制冷", "day": "2026-11-02"}).json()
    assert (late["topic"], late["topic_name"], late["department"]) == (
        "equipment", {"zh": "设备", "en": "Equipment"}, "engineering",
    )  # fmt: skip
    # Nobody works in engineering yet: a manager sees to it, from now on, however late we hear of it.
    assert late["owner"] == str(manager.pk) and late["owner_name"] == manager.name
    assert datetime.fromisoformat(late["due_at"]) == NOW + timedelta(hours=2) and not late["overdue"]
    one, two = (doors.member(acme, Role.FRONT_DESK) for _ in range(2))
    with in_property(acme_1):
        Department.objects.create(code="engineering", name="工程", members=[one.pk, two.pk])
    owners = [desk.add(path, {"kind": "complaint", "text": "水管漏水"}).json()["owner"] for _ in range(3)]
    assert owners == [str(one.pk), str(two.pk), str(one.pk)]  # who has the fewest open
    with in_property(acme_1):
        Owner.objects.create(guest_id=li, staff=one.pk, reason="hand", since=NOW)
    # The guest's own owner where the department is his; a complaint that names somebody is left to him.
    assert desk.add(path, {"kind": "complaint", "text": "灯坏了"}).json()["owner"] == str(one.pk)
    named = desk.add(path, {"kind": "complaint", "text": "门坏了", "owner": str(two.pk)}).json()
    assert (named["owner"], named["owner_name"], named["department"]) == (
        str(two.pk),
        two.name,
        "engineering",
    )
    # An hour without a zone is the property's; one that is none is refused.
    morning = desk.add(path, {"kind": "conversation", "text": "问早餐", "at": "2026-11-22T07:30:00"}).json()
    assert (morning["day"], datetime.fromisoformat(morning["at"]).hour) == ("2026-11-22", 23)
    assert (
        desk.add(path, {"kind": "praise", "text": "好", "at": "0001-01-01T00:00:00+14:00"}).status_code == 400
    )
    # A request is nobody's complaint.
    assert desk.add(path, {"kind": "request", "text": "空调不制冷"}).json()["owner"] is None


def test_complaints_of_the_house_stand_by_their_time_until_closed_and_can_be_opened_again(
    acme: Chain, acme_1: Property, li: int, desk: Door, manager: StaffMember
) -> None:
    path = f"{HOUSE}/guests/{li}/interactions"
    noisy = desk.add(path, {"kind": "complaint", "text": "太吵"}).json()
    dirty = desk.add(path, {"kind": "complaint", "text": "床单很脏"}).json()
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        page = desk.read(f"{HOUSE}/interactions?kind=complaint&open=true&limit=1").json()
        assert [(each["id"], each["overdue"], each["guest"]["name"]) for each in page["results"]] == [
            (dirty["id"], True, "李四")
        ]
        more = desk.read(
            f"{HOUSE}/interactions?kind=complaint&open=true&limit=1&cursor={page['next']}"
        ).json()
        assert [each["id"] for each in more["results"]] == [noisy["id"]] and more["next"] is None
        assert page["counts"] == {"open": 2, "overdue": 1, "mine": 0, "closed_30d": 0, "median_hours": None}
        boss = doors.signed_in(manager)
        assert boss.read(f"{HOUSE}/interactions?owner=me&open=true").json()["counts"]["mine"] == 2
        closed = boss.change(f"{path}/{dirty['id']}", {"settled": True, "outcome": "换了床单"}).json()
        assert closed["settled_name"] == manager.name and not closed["open"] and not closed["overdue"]
        counts = boss.read(f"{HOUSE}/interactions?topic=cleanliness").json()["counts"]
        assert (counts["open"], counts["closed_30d"], counts["median_hours"]) == (1, 1, 3.0)
        assert boss.read(f"{HOUSE}/interactions?overdue=true").json()["results"] == []
        assert [x["id"] for x in boss.read(f"{HOUSE}/interactions?q=床单").json()["results"]] == [dirty["id"]]
        opened = boss.change(f"{path}/{dirty['id']}", {"settled": False}).json()
        assert opened["open"] and opened["settled_name"] == "" and opened["outcome"] == "换了床单"
    assert desk.read(f"{HOUSE}/interactions?owner=nobody").status_code == 400
    with in_property(acme_1):
        Guest.objects.filter(pk=li).update(secret=True)
    hidden = doors.signed_in(manager).read(f"{HOUSE}/interactions").json()
    assert hidden["results"] == [] and hidden["counts"]["open"] == 0


def test_c116_what_a_guest_writes_back_is_heard_once_and_a_bad_review_too(
    acme: Chain, acme_1: Property, li: int, manager: StaffMember
) -> None:
    with in_property(acme_1):
        said = [
            Said("+8613800138000", "房间又脏又吵，再也不来了", NOW),
            Said("+8613800138000", "好的谢谢", NOW),
        ]
        assert answering.store(raw(), "aliyun", said) == 2 and answering.store(raw(), "aliyun", said) == 0
        (heard,) = interactions.of(raw(), [li], limit=9)
        assert (heard.kind, heard.touch, heard.source, heard.topic) == (
            "complaint",
            "message",
            "sms",
            "noise",
        )
        assert heard.owner == manager.pk and heard.due_at and heard.due_at > NOW
    pos = doors.with_key(acme, "touches:write", properties=[acme_1])
    reviews = [
        touch("r1", touch="review", kind="review", text="前台态度很差", rating=3.5, source="携程"),
        touch("r2", touch="review", kind="review", text="一般", rating=2),
        touch("r3", touch="review", kind="review", text="很干净，不吵", rating=4.8),
    ]
    told = pos.add(f"{HOUSE}/touches", {"touches": reviews}).json()["results"]
    assert [each["kind"] for each in told] == ["complaint", "complaint", "review"]
    # Told again it is the same, also what was heard as a complaint; of another kind it is another thing.
    again = [*reviews[:2], {**reviews[2], "kind": "praise"}, {**reviews[0], "kind": "habit"}]
    results = pos.add(f"{HOUSE}/touches", {"touches": again}).json()["results"]
    assert [each["result"] for each in results] == ["unchanged", "unchanged", "problem", "problem"]
    assert results[2]["problem"]["errors"][0]["code"] == "external_id_reused"
    shown = doors.signed_in(manager).read(f"{HOUSE}/guests/{li}/timeline?kinds=review").json()["results"]
    assert {(each["kind"], each["facts"]["rating"], each["open"]) for each in shown} == {
        ("complaint", 3.5, True), ("complaint", 2, True), ("review", 4.8, False),
    }  # fmt: skip


def test_pasted_text_is_heard_by_the_houses_own_words(acme: Chain, li: int, desk: Door) -> None:
    def found(text: str) -> list[tuple[str, str, int]]:
        told = desk.add(f"{HOUSE}/interactions/find", {"text": text}).json()["found"]
        return [(each["topic"], each["department"], each["due_hours"]) for each in told]

    assert found("床单很脏") == [("cleanliness", "housekeeping", 2)] and found("有房间吗") == []
    rules = f"{HOUSE}/desk/keyword-rules"
    own = {"name": "卫生", "words": ["床单"], "department": "management", "due_hours": 1}
    assert desk.send("PUT", f"{rules}/cleanliness", own).status_code == 403
    boss = doors.as_role(acme, Role.MANAGER)
    kept = boss.send("PUT", f"{rules}/cleanliness", own).json()
    assert kept["standard"] and kept["changed"] and kept["words"] == ["床单"]
    assert found("床单很脏") == [("cleanliness", "management", 1)]
    assert boss.send("PUT", f"{rules}/pool", {**own, "words": ["泳池...冷"]}).json()["words"] == ["泳池…冷"]
    assert found("泳池太冷") == [("pool", "management", 1)]
    assert {"noise", "pool"} < {each["code"] for each in desk.read(rules).json()["results"]}
    assert boss.send("PUT", f"{rules}/Bad Code", own).status_code == 404
    assert boss.send("PUT", f"{rules}/pool", {**own, "words": []}).status_code == 400
    assert boss.send("PUT", f"{rules}/pool", {**own, "department": "nobody"}).status_code == 400
    left = boss.send("DELETE", f"{rules}/pool").json()["results"]
    assert (
        "pool" not in {each["code"] for each in left}
        and boss.send("DELETE", f"{rules}/pool").status_code == 404
    )
    boss.send("DELETE", f"{rules}/cleanliness")
    assert found("床单很脏") == [("cleanliness", "housekeeping", 2)]


def test_three_pillows_in_five_visits_are_proposed_and_staff_decide(
    acme: Chain, acme_1: Property, li: int, desk: Door
) -> None:
    day = NOW.date()
    with in_property(acme_1):
        assert proposing.follow(raw(), acme_1, [li], day) == {"proposed": 1, "gone": 0, "doubtful": 0}
        assert (
            proposing.follow(raw(), acme_1, [li], day)["proposed"]
            == 0
            == proposing.night(raw(), acme_1, day)["proposed"]
        )
        assert not Preference.objects.exists()  # nothing is noted by itself
    card = desk.read(f"{HOUSE}/guests/{li}").json()
    (one,) = card["proposals"]
    assert (one["code"], one["seen"], one["of"], one["drops"]) == ("extra_pillow", 3, 5, False)
    assert one["says"]["zh"] == "最近 5 次入住有 3 次要求「加枕头」，记为偏好？"
    assert [each["day"] for each in one["evidence"]] == ["2026-11-01", "2026-09-01", "2026-07-01"]
    everywhere = desk.read(f"{HOUSE}/preference-proposals").json()["results"]
    assert [(each["id"], each["guest"]["name"]) for each in everywhere] == [(one["id"], "李四")]
    path = f"{HOUSE}/guests/{li}/proposals/{one['id']}"
    decided = desk.add(path, {"confirm": True}).json()
    (kept,) = decided["preferences"]
    assert (kept["code"], kept["origin"], kept["seen_on"], kept["doubtful"]) == (
        "extra_pillow",
        "requests",
        "2026-11-01",
        False,
    )
    assert decided["proposals"] == [] and desk.add(path, {"confirm": True}).status_code == 200
    assert desk.add(path, {"confirm": False}).status_code == 409
    assert Entry.objects.filter(action="guest.preference_proposal").count() == 1
    # Taken away by hand: what spoke for it so far is not proposed again.
    desk.send("DELETE", f"{HOUSE}/guests/{li}/preferences/extra_pillow")
    with in_property(acme_1):
        assert proposing.follow(raw(), acme_1, [li], day) == {"proposed": 0, "gone": 0, "doubtful": 0}
        assert Proposal.objects.filter(state="open").count() == 0
        # A low floor on two later visits makes a noted high floor doubtful; the visits gone, it stands again.
        Preference.objects.create(guest_id=li, code="high_floor", noted_at=noon("2026-09-15"))
        low = [stay(f"L{n}", f"2026-1{n}-1{n}", requests=["低楼层"]) for n in (0, 1)]
        follow(acme_1, *low)
        proposing.follow(raw(), acme_1, [li], day)
        assert Preference.objects.get().expired_on and Proposal.objects.get(state="open").drops
    doubtful = desk.read(f"{HOUSE}/guests/{li}/profile").json()
    assert doubtful["preferences"][0]["doubtful"] and doubtful["notes"]["habits"] == []
    with in_property(acme_1):
        follow(
            acme_1,
            *({**each, "status": "cancelled", "updated_at": "2026-11-22T12:00:00+08:00"} for each in low),
        )
        assert proposing.follow(raw(), acme_1, [li], day)["gone"] == 1
        assert Preference.objects.get().expired_on is None


def test_the_night_weighs_what_stands_with_a_row_that_was_merged(acme_1: Property) -> None:
    with time_machine.travel(NOW, tick=False), in_property(acme_1):
        follow(acme_1, *(stay(f"M{n}", "2026-10-01", guest_number=f"M{n}", name=f"客{n}", phone=f"1390000000{n}") for n in (1, 2)))  # fmt: skip
        kept, gone = Guest.objects.order_by("pk").values_list("pk", flat=True)
        # Nothing speaks for it: the night withdraws it, wherever it stands.
        Proposal.objects.create(guest_id=gone, code="quiet", seen=3, of=5, made_at=NOW)
        uniting.merge(acme_1, kept, gone, None)
        assert proposing.night(raw(), acme_1, NOW.date())["gone"] == 1


def test_c8_three_kinds_of_notes_stand_on_the_card_and_in_the_proposed_description(
    acme: Chain, acme_1: Property, li: int, desk: Door
) -> None:
    path = f"{HOUSE}/guests/{li}"
    desk.send("PUT", f"{path}/preferences/extra_pillow", {})
    desk.send("PUT", f"{path}/preferences/allergy", {"value": "羽绒"})
    desk.add(f"{path}/interactions", {"kind": "habit", "text": "每晚要两瓶水"})
    desk.add(f"{path}/interactions", {"kind": "complaint", "text": "空调不制冷", "day": "2026-11-02"})
    card = desk.read(path).json()
    # Requests that ask for no more than what is kept are no news.
    assert card["noted"] == {
        "habits": ["过敏（羽绒）", "加枕头", "每晚要两瓶水"],
        "requests": [],
        "problems": ["11月2日：空调不制冷（未处理）"],
    }
    assert desk.read(f"{path}/profile").json()["notes"] == card["noted"]
    assert "羽绒" not in str(doors.as_role(acme, Role.MARKETING).read(path).json())
    told = desk.read(f"{HOUSE}/remark-tasks?state=open").json()["results"]
    words = told[0]["proposal"]["description"].split("\n")[1] if told else ""
    assert words == "加枕头；每晚要两瓶水；高楼层；11月2日：空调不制冷（未处理）"


def test_c113_the_timeline_is_one_list_over_all_touch_points_and_rows(
    acme: Chain, acme_1: Property, li: int, desk: Door, manager: StaffMember
) -> None:
    path = f"{HOUSE}/guests/{li}"
    with in_property(acme_1):
        follow(acme_1, stay("F9", "2026-10-20", name="李思", phone="139 0013 9000", guest_number="G00078"))
        follow(acme_1, stay("B1", "2026-12-24", status="booked", updated_at="2026-11-20T12:00:00+08:00"))
        other = Guest.objects.get(name="李思").pk
    desk.add(
        f"{HOUSE}/guests/{other}/interactions",
        {"kind": "praise", "text": "早餐很好", "at": "2026-10-21T08:00:00+08:00"},
    )
    desk.send("PUT", f"{path}/preferences/allergy", {"value": "羽绒"})
    desk.add(f"{path}/interactions", {"kind": "complaint", "text": "水不热"})
    with in_property(acme_1):
        uniting.merge(acme_1, li, other, None)
    whole = desk.read(f"{path}/timeline?limit=100").json()
    kinds = [each["kind"] for each in whole["results"]]
    assert kinds.count("visit") == 6 and {"stay_booked", "praise", "complaint", "preference"} <= set(kinds)
    moments = [datetime.fromisoformat(each["at"]) for each in whole["results"]]
    assert moments == sorted(moments, reverse=True)
    newest = next(each for each in whole["results"] if each["kind"] == "visit")
    assert newest["says"] == {
        "zh": "第 6 次入住，8210 房，1 晚，携程",
        "en": "Visit 6, room 8210, 1 night, 携程",
    }
    # Page by page it is the same list, nothing twice and nothing left out.
    paged, cursor = [], ""
    while cursor is not None:
        page = desk.read(f"{path}/timeline?limit=2{cursor and f'&cursor={cursor}'}").json()
        paged += page["results"]
        cursor = page["next"]
    assert paged == whole["results"] and len({each["id"] for each in paged}) == len(paged)
    some = desk.read(f"{path}/timeline?kinds=visit,praise").json()["results"]
    assert {each["kind"] for each in some} == {"visit", "praise"}
    assert desk.read(f"{path}/timeline?kinds=dinner").status_code == 400
    # Who looks after him, set by hand and by whom; what he had, with its cost for who may see that.
    boss, wang = doors.as_role(acme, Role.MANAGER), str(manager.pk)
    assert boss.send("PUT", f"{path}/owner", {"staff": None, "department": "fnb"}).status_code == 200
    assert boss.send("PUT", f"{path}/owner", {"staff": wang, "note": "常点她的酒"}).status_code == 200
    given, first = desk.read(f"{path}/timeline?kinds=transfer").json()["results"]
    assert first["says"] == {
        "zh": "由 餐饮 负责（手工指定）",
        "en": "Looked after by Food and beverage (set by hand)",
    }
    assert (
        given["says"]["zh"] == f"负责人由 餐饮 换成 {manager.name}（手工指定）"
        and given["text"] == "常点她的酒"
    )
    assert given["by_name"] and wang not in str(given["facts"])
    boss.send(
        "PUT", f"{HOUSE}/products/TEA", {"name": "茶", "name_en": "Tea", "price": "30.00", "cost": "9.00"}
    )
    visit = newest["facts"]["visit"]
    had = desk.add(f"{path}/consumption", {"product": "TEA", "quantity": 2, "visit": visit}).json()
    assert (had["visit"], had["visit_no"], had["amount"]) == (visit, 6, "60.00")
    # Forgotten then, put down now: it was had before he left.
    assert had["day"] < str(clock.today("Asia/Shanghai")) and had["day"] == newest["facts"]["check_out_on"]
    (line,) = desk.read(f"{path}/timeline?kinds=consumption").json()["results"]
    assert line["says"] == {"zh": "茶 ×2，60.00 元", "en": "Tea ×2, 60.00"} and "cost" not in line["facts"]
    assert boss.read(f"{path}/timeline?kinds=consumption").json()["results"][0]["facts"]["cost"] == "18.00"
    stranger = desk.add(f"{path}/consumption", {"product": "TEA", "visit": "999999"})
    assert stranger.json()["type"].endswith("/stay-of-another-guest")
    # What is of health is for who looks after the guest; a secret guest has none.
    marketing = doors.as_role(acme, Role.MARKETING).read(f"{path}/timeline").json()["results"]
    assert "preference" not in {each["kind"] for each in marketing}
    with in_property(acme_1):
        Guest.objects.filter(pk=li).update(secret=True)
    assert desk.read(f"{path}/timeline").status_code == 404
