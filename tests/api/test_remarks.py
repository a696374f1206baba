"""Remarks over HTTP: the worklist, one touch, undo, what staff wrote, pasted texts."""

from datetime import timedelta

import pytest

from chains.models import Chain
from kernel import clock
from loyalty.guests.models import Guest
from loyalty.remarks.models import Task
from loyalty.stays.models import Clerk
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, li_si_with_five_visits, stay

HOME = "/properties/acme-1"
TASKS = f"{HOME}/remark-tasks"
FULL = "李四5/携程/8210/208/20210930"


@pytest.fixture
def desk(acme: Chain) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK)


@pytest.fixture
def four(acme_1: Property) -> dict[str, Guest]:
    """Two guests whose remarks are in time, one past it without a phone, one in house."""
    today = clock.today("Asia/Shanghai")
    yesterday, past = str(today - timedelta(days=1)), str(today - timedelta(days=9))
    with in_property(acme_1):
        follow(
            acme_1,
            stay(
                "A",
                yesterday,
                guest_number="A",
                name="陈静",
                phone="13900000001",
                requests=["安静楼层"],
                nights=2,
            )
            | {"check_out": clock.now().isoformat()},
            stay("B", yesterday, guest_number="B", name="孙莉", phone="13900000002")
            | {"check_out": (clock.now() - timedelta(hours=2)).isoformat()},
            stay("C", past, guest_number="C", name="周敏", phone=None, checked_in_by=None),
            stay("D", yesterday, guest_number="D", name="何洁", phone="13900000004", status="in_house"),
        )
        return {guest.name: guest for guest in Guest.objects.all()}


def names(door: Door, asked: str = "") -> list[str]:
    response = door.read(f"{TASKS}?{asked}")
    assert response.status_code == 200, response.content
    return [task["guest"]["name"] for task in response.json()["results"]]


def test_the_worklist_has_the_soonest_due_first_then_what_is_past(desk: Door, four: dict[str, Guest]) -> None:
    page = desk.read(TASKS).json()
    assert page["counts"] == {"open": 3, "missing_phone": 1, "overdue": 1, "done_today": 0}
    assert [task["guest"]["name"] for task in page["results"]] == ["孙莉", "陈静", "周敏"]
    chen = page["results"][1]
    assert chen["proposal"]["nickname"].startswith("陈静1/携程/8210/208/")
    assert chen["proposal"]["fitted_length"] <= 20
    assert chen["proposal"]["tags"][0] == {"name": "怕吵", "chosen": True}
    assert chen["proposal"]["description"].endswith("\n安静楼层")
    assert chen["guest"]["phone"] == "139****0001" and chen["overdue"] is False
    assert names(desk, "state=overdue") == ["周敏"]
    assert names(desk, "state=missing_phone") == ["周敏"]
    assert names(desk, "state=in_house") == ["何洁"]
    assert names(desk, "state=done") == []


def test_the_worklist_is_paged_across_its_parts(desk: Door, four: dict[str, Guest]) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = desk.read(f"{TASKS}?limit=1{cursor and '&cursor='}{cursor}").json()
        found += [task["guest"]["name"] for task in page["results"]]
        cursor = page["next"]
    assert found == ["孙莉", "陈静", "周敏"]


def test_one_touch_completes_and_brings_the_next(desk: Door, four: dict[str, Guest]) -> None:
    first, second = desk.read(TASKS).json()["results"][:2]
    answer = desk.add(f"{TASKS}/{first['id']}/confirm", {})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["complete"] is True and body["missing"] == [] and body["next"]["id"] == second["id"]
    assert body["task"]["completed_by"] == "front_desk of acme"
    assert names(desk, "state=done") == ["孙莉"]
    assert desk.read(TASKS).json()["counts"]["done_today"] == 1
    card = desk.read(f"{HOME}/guests/{first['guest']['id']}").json()["remark"]
    assert (
        card["complete"] and card["written"]["none_noted"] and card["written"]["nickname"] == card["nickname"]
    )
    # again: nothing changes
    assert (
        desk.add(f"{TASKS}/{first['id']}/confirm", {}).json()["task"]["completed_at"]
        == body["task"]["completed_at"]
    )


def test_undo_puts_back_what_was_before(desk: Door, four: dict[str, Guest]) -> None:
    task = desk.read(TASKS).json()["results"][0]["id"]
    desk.add(f"{TASKS}/{task}/confirm", {"tags": ["商务"], "description": "要安静"})
    undone = desk.send("DELETE", f"{TASKS}/{task}/confirm")
    assert undone.status_code == 200 and undone.json()["completed_at"] is None
    assert names(desk) == ["孙莉", "陈静", "周敏"]
    assert desk.read(f"{HOME}/guests/{undone.json()['guest']['id']}").json()["tags"] == []
    again = desk.send("DELETE", f"{TASKS}/{task}/confirm")
    assert again.status_code == 409 and again.json()["type"] == "/problems/not-confirmed"


def test_c7_without_a_phone_it_is_not_complete_and_a_phone_makes_it_so(
    desk: Door, four: dict[str, Guest]
) -> None:
    task = desk.read(f"{TASKS}?state=missing_phone").json()["results"][0]["id"]
    answer = desk.add(f"{TASKS}/{task}/confirm", {}).json()
    assert (answer["complete"], answer["missing"], answer["phone_reason"]) == (False, ["phone"], "missing")
    answer = desk.add(f"{TASKS}/{task}/confirm", {"phone": "123"}).json()
    assert answer["phone_reason"] == "invalid"
    answer = desk.add(f"{TASKS}/{task}/confirm", {"phone": "139 0000 0003"}).json()
    assert answer["complete"] and answer["task"]["guest"]["phone"] == "139****0003"


def test_a_task_belongs_to_who_checked_in_and_may_be_given_to_another(
    acme: Chain, acme_1: Property, four: dict[str, Guest]
) -> None:
    manager_staff = doors.member(acme, Role.MANAGER)
    manager = doors.signed_in(manager_staff)
    (clerk,) = manager.read(f"{HOME}/clerks").json()["results"]
    assert (clerk["external_id"], clerk["name"]) == ("S03", "王芳")
    assert names(manager, "assignee=unassigned") == ["周敏"]
    assert names(manager, f"assignee={clerk['id']}") == ["孙莉", "陈静"]
    assert names(manager, "assignee=me") == []
    linked = manager.change(f"{HOME}/clerks/{clerk['id']}", {"staff_id": str(manager_staff.pk)})
    assert linked.json()["staff_id"] == str(manager_staff.pk)
    assert names(manager, "assignee=me") == ["孙莉", "陈静"]
    pool = manager.read(f"{TASKS}?assignee=unassigned").json()["results"][0]["id"]
    given = manager.change(f"{TASKS}/{pool}", {"assignee": clerk["id"]})
    assert given.json()["assignee"] == {"id": clerk["id"], "name": "王芳"}
    assert names(manager, "assignee=me") == ["孙莉", "陈静", "周敏"]
    # what the PMS says later does not take it back
    with in_property(acme_1):
        follow(
            acme_1, stay("C2", "2019-01-01", guest_number="C", name="周敏", phone=None, checked_in_by=None)
        )
    assert "周敏" in names(manager, "assignee=me")
    assert manager.change(f"{TASKS}/{pool}", {"assignee": None}).json()["assignee"] is None
    assert manager.change(f"{TASKS}/{pool}", {"assignee": "99999"}).status_code == 422
    assert manager.change(f"{TASKS}/999999", {"assignee": None}).status_code == 404
    assert (
        doors.as_role(acme, Role.FRONT_DESK).change(f"{TASKS}/{pool}", {"assignee": None}).status_code == 403
    )


def test_where_the_pms_names_nobody_the_holder_of_the_shift_has_the_task(
    acme: Chain, acme_1: Property
) -> None:
    with in_property(acme_1):
        holder = Clerk.objects.create(external_id="S09", name="赵敏")
    manager = doors.as_role(acme, Role.MANAGER)
    shifts = [
        {"name": "早班", "starts": "07:00", "ends": "15:00", "holder": str(holder.pk)},
        {"name": "夜班", "starts": "15:00", "ends": "07:00", "holder": None},
    ]
    put = manager.send("PUT", f"{HOME}/shifts", {"shifts": shifts})
    assert put.json() == {"shifts": shifts}
    with in_property(acme_1):
        follow(acme_1, stay("A", "2025-06-01", checked_in_by=None))  # at 14:10
        assert (Task.objects.get().clerk, Task.objects.get().shift) == ("S09", "早班")
    assert manager.read(f"{HOME}/clerks").json()["results"][0]["shift"] == "早班"
    twice = manager.send("PUT", f"{HOME}/shifts", {"shifts": [shifts[0], shifts[0]]})
    assert twice.status_code == 400
    bad = manager.send("PUT", f"{HOME}/shifts", {"shifts": [{**shifts[0], "starts": "25:00"}]})
    assert bad.status_code == 400 and bad.json()["errors"][0]["pointer"] == "/shifts/0/starts"


def test_what_staff_wrote_is_judged_work_by_work(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = li_si_with_five_visits(acme_1).pk
    door = doors.with_key(acme, "remarks:write")
    path = f"{HOME}/guests/{guest}/remark"
    wrong = door.send("PUT", path, {"nickname": "李四4/携程/8210/218/20210930", "phone": "123"}).json()
    assert wrong == {
        "complete": False,
        "missing": ["nickname", "tags", "phone", "description"],
        "works": {
            "nickname": {
                "ok": False,
                "problems": [
                    {"field": "count", "written": "4", "expected": "5"},
                    {"field": "rate", "written": "218", "expected": "208"},
                ],
            },
            "tags": {"ok": False},
            "phone": {"ok": False, "reason": "invalid"},
            "description": {"ok": False},
        },
    }
    body = {
        "nickname": FULL,
        "tags": ["商务"],
        "phone": "138 0013 8000",
        "description": "要求提前开空调，常要求加一个枕头",
        "written_by": "S03",
        "written_at": "2021-10-01T13:00:00+08:00",
    }
    # older than what is known: judged, and not kept
    assert door.send("PUT", path, body).json()["complete"] is False
    body["written_at"] = clock.now().isoformat()
    right = door.send("PUT", path, body).json()
    assert right["complete"] is True and right["missing"] == []
    card = door.read(f"{HOME}/guests/{guest}").json()["remark"]
    assert card["complete"] and card["written"]["written_by"] == "王芳"


def test_a_partner_says_when_it_was_written_and_staff_do_not(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = li_si_with_five_visits(acme_1).pk
    body = {"nickname": FULL, "tags": ["商务"], "none_noted": True, "written_at": "2021-10-01T13:00:00+08:00"}
    doors.as_role(acme, Role.FRONT_DESK).send("PUT", f"{HOME}/guests/{guest}/remark", body)
    with in_property(acme_1):
        task = Task.objects.get(guest_id=guest, visit__ordinal=5)
        assert task.completed_at is not None and clock.now() - task.completed_at < timedelta(minutes=5)
        Task.objects.filter(pk=task.pk).update(completed_at=None)
    doors.with_key(acme).send("PUT", f"{HOME}/guests/{guest}/remark", body)
    with in_property(acme_1):
        task.refresh_from_db()
        assert task.completed_at is not None and str(task.completed_at) == "2021-10-01 05:00:00+00:00"


@pytest.mark.parametrize(
    "body",
    [
        {"written_at": "2990-01-01T00:00:00Z"},
        {"written_at": "2021-01-01T00:00:00"},
        {"nickname": "x" * 241},
        {"tags": ["x" * 41]},
        {"nickname": "a\u0000b"},
        {"nick": "x"},
    ],
)
def test_a_bad_remark_is_a_problem(acme: Chain, acme_1: Property, body: dict[str, object]) -> None:
    with in_property(acme_1):
        guest = li_si_with_five_visits(acme_1).pk
    assert doors.with_key(acme).send("PUT", f"{HOME}/guests/{guest}/remark", body).status_code == 400


def test_texts_are_read_and_their_guests_found(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = li_si_with_five_visits(acme_1).pk
        follow(
            acme_1,
            stay("O1", "2025-06-01", guest_number="O", name="欧阳锋", phone=None, rate="1208.00"),
            stay("W1", "2025-06-01", guest_number="W1", name="王伟", phone=None, room_no="8101"),
            stay("W2", "2025-07-01", guest_number="W2", name="王伟", phone=None, room_no="8102"),
        )
    texts = [
        FULL,
        "李四4/携程/8210/208/20210802",
        "欧1/携/8210/1208/0601",
        "王伟1/携程/8102/208/20250701",
        "王伟9/x/1/1/0102",
        "张三1/携程/8210/208/20210930",
        "有房间吗",
    ]
    read = doors.with_key(acme).add(f"{HOME}/remarks/parse", {"texts": texts}).json()["results"]
    assert read[0]["fields"] == {
        "name": "李四",
        "count": 5,
        "source": "携程",
        "room": "8210",
        "rate": 208,
        "date": "20210930",
    }
    assert read[0]["guest"] == {"id": str(guest), "name": "李四"} and read[0]["agrees"] is True
    assert read[1]["agrees"] is False and [p["field"] for p in read[1]["problems"]] == ["count", "date"]
    assert read[2]["guest"]["name"] == "欧阳锋" and read[2]["form"] == "year"
    assert read[3]["guest"] is not None and read[3]["agrees"]
    assert read[4]["guest"] is None and read[4]["problem"]["code"] == "several_guests"
    assert read[5]["problem"]["code"] == "no_guest"
    assert read[6]["fields"] is None and read[6]["problem"]["code"] == "parts"
    with in_property(acme_1):
        assert not Task.objects.exclude(written="").exists()  # reading writes nothing


def test_pasted_texts_are_recorded_for_the_guests_they_speak_of(
    desk: Door, acme_1: Property, four: dict[str, Guest]
) -> None:
    right = four["陈静"].nickname
    pasted = desk.add(
        f"{HOME}/remarks/paste", {"texts": [right, "孙莉9/携程/8210/208/20210930", "nobody"]}
    ).json()
    assert pasted["recorded"] == 2
    assert pasted["results"][0]["missing"] == ["tags", "description"]
    assert pasted["results"][1]["missing"] == ["nickname", "tags", "description"]
    with in_property(acme_1):
        assert Task.objects.get(guest=four["孙莉"]).wrong == "count"
        assert Task.objects.get(guest=four["陈静"]).nickname_done


@pytest.mark.parametrize(
    "body", [{"texts": []}, {"texts": ["x"] * 1001}, {"texts": ["x" * 1001]}, {}, {"texts": [1]}]
)
def test_too_many_or_too_long_texts_are_refused(
    desk: Door, acme_1: Property, body: dict[str, object]
) -> None:
    assert desk.add(f"{HOME}/remarks/parse", body).status_code == 400


def test_who_may_only_look_cannot_write(acme: Chain, acme_1: Property, four: dict[str, Guest]) -> None:
    analyst = doors.as_role(acme, Role.ANALYST)
    task = analyst.read(TASKS).json()["results"][0]
    assert analyst.add(f"{TASKS}/{task['id']}/confirm", {}).status_code == 403
    assert analyst.send("PUT", f"{HOME}/guests/{task['guest']['id']}/remark", {}).status_code == 403
    assert analyst.add(f"{HOME}/remarks/paste", {"texts": ["x"]}).status_code == 403


def test_tasks_that_are_not_there_are_not_found(desk: Door, acme_1: Property) -> None:
    for task in ("999999", str(10**30)):
        assert desk.add(f"{TASKS}/{task}/confirm", {}).status_code == 404
        assert desk.send("DELETE", f"{TASKS}/{task}/confirm").status_code == 404


def test_years_of_imported_history_do_not_bury_the_list(desk: Door, acme_1: Property) -> None:
    """They count in the figures; nobody is asked to write a remark for 2018."""
    with in_property(acme_1):
        follow(
            acme_1,
            *(
                stay(f"H{n}", f"2018-0{n}-05", guest_number=f"H{n}", phone=f"1390000010{n}")
                for n in range(1, 6)
            ),
        )
        assert Task.objects.filter(completed_at=None).count() == 5
    page = desk.read(TASKS).json()
    assert page["results"] == [] and page["counts"]["open"] == 0 and page["counts"]["overdue"] == 0
