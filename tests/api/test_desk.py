"""The desk's day: who comes, what is prepared, what the next shift must know."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.desk import handing_over, preparing, surprise_rules
from loyalty.desk.models import Note, Task
from loyalty.desk.surprising import Rule
from loyalty.guests.models import Guest, Interaction, Preference
from loyalty.journey import uniting
from loyalty.products.models import Consumption, Product
from loyalty.remarks.models import Task as Remark
from loyalty.remarks.shifts import USUAL, Watch
from loyalty.stays.models import Clerk
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import SHANGHAI, follow, stay
from tests.loyalty.programme.benefits import house as programme

TODAY = clock.today("Asia/Shanghai")
HERE = "/properties/acme-1"
RULE = {
    "name": "老客惊喜", "occasion": "visit_from", "n": 3, "does": "果盘、睡眠牛奶", "department": "housekeeping",
    "products": [{"product": "fruit"}], "cost": "2.00",
}  # fmt: skip


def on(days: int) -> str:
    return str(TODAY + timedelta(days=days))


def booked(number: str, days: int = 0, **changes: Any) -> dict[str, Any]:
    return stay(number, on(days), **{"status": "booked", "updated_at": f"{on(-1)}T08:00:00+08:00", **changes})


@pytest.fixture
def house(acme_1: Property) -> Property:
    """李四 comes for the third time, 陈静 for the first; somebody secret, and somebody who leaves today."""
    with in_property(acme_1):
        Product.objects.create(
            code="fruit", name="果盘", price_cents=3800, cost_cents=1200, stock=5, changed_at=clock.now()
        )
        follow(
            acme_1,
            stay("F1", on(-60), room_no="8305"),
            stay("F2", on(-30)),
            booked("F3", requests=["加一个枕头"], room_no="8206"),
            booked("N1", guest_number="N", name="陈静", phone="13900000001", children=1, source="美团"),
            booked("S1", guest_number="S", name="保密", phone="13900000002", secret=True, requests=["鲜花"]),
            stay("H1", on(-1), status="in_house", guest_number="H", name="何洁", phone="13900000003"),
        )
    return acme_1


def desk(chain: Chain) -> Door:
    return doors.as_role(chain, Role.FRONT_DESK)


def manager(chain: Chain) -> Door:
    return doors.as_role(chain, Role.MANAGER)


def test_the_board_says_who_comes_what_to_prepare_and_what_stands_open(acme: Chain, house: Property) -> None:
    # C16, C17, C94: how often he was here, what he likes, what to have ready.
    assert manager(acme).send("PUT", f"{HERE}/desk/surprise-rules/third", RULE).status_code == 200
    with in_property(house):
        li_si = Guest.objects.get(name="李四")
        Preference.objects.create(guest=li_si, code="high_floor", noted_at=clock.now())
        Interaction.objects.create(
            guest=li_si,
            kind="complaint",
            day=TODAY - timedelta(days=29),
            text="空调太吵",
            made_at=clock.now(),
        )
        preparing.night(Statements(raw_connection()), house, TODAY)
    body = desk(acme).read(f"{HERE}/desk/arrivals").json()
    assert [row["guest"]["name"] for row in body["rows"]] == ["李四", "陈静"] and body["day"] == str(TODAY)
    row = body["rows"][0]
    assert (row["ordinal"], row["guest"]["phone"], row["nights"], row["room_no"]) == (
        3,
        "138****8000",
        1,
        "8206",
    )
    assert row["last_visit"] == {"on": on(-30), "room_no": "8210", "rate": "208.00"}
    assert {(task["kind"], task["says"]["zh"], task["department"]) for task in row["tasks"]} == {
        ("surprise", "果盘、睡眠牛奶", "housekeeping"),
        ("preference", "排房：高楼层", "front_desk"),
        ("request", "加一个枕头", "housekeeping"),
        ("complaint", "办理入住前先致歉，并告知处理结果", "management"),
    }
    surprise = next(task for task in row["tasks"] if task["kind"] == "surprise")
    assert surprise["announced"] is False and surprise["why"] == {"zh": "第 3 次入住", "en": "Visit 3"}
    assert surprise["cost"] is None  # the desk does not see profit
    assert row["complaints"][0]["text"] == "空调太吵" and row["preferences"][0]["code"] == "high_floor"
    assert body["rows"][1]["adults"] is None and body["rows"][1]["children"] == 1
    assert body["counts"] == {
        "arrivals": 2, "arrived": 0, "in_house": 1, "departures": 1, "to_prepare": 2, "prepared": 0, "complaints": 1,
    }  # fmt: skip


def test_the_version_is_another_when_anything_shown_is_and_reading_writes_nothing(
    acme: Chain, house: Property
) -> None:
    door = desk(acme)

    def version() -> str:
        return str(door.read(f"{HERE}/desk/arrivals").json()["version"])

    with in_property(house):
        preparing.night(Statements(raw_connection()), house, TODAY)
    seen = [version()]
    again = door.read(f"{HERE}/desk/arrivals?since={seen[0]}").json()
    assert again["unchanged"] is True and "rows" not in again and version() == seen[0]
    with in_property(house):
        li_si = Guest.objects.get(name="李四")
        task = Task.objects.get(code="加一个枕头")
        changes = [
            lambda: follow(house, booked("N9", guest_number="N9", phone="13900000009")),
            lambda: follow(house, booked("F3", room_no="8207", updated_at=f"{on(-1)}T09:00:00+08:00")),
            lambda: Task.objects.filter(pk=task.pk).update(state="done"),
            lambda: Preference.objects.create(guest=li_si, code="quiet", noted_at=clock.now()),
            lambda: Interaction.objects.create(
                guest=li_si, kind="complaint", day=TODAY, text="吵", made_at=clock.now()
            ),
            lambda: Interaction.objects.update(settled_at=clock.now()),
            lambda: Guest.objects.filter(pk=li_si.pk).update(tags=["金卡会员"]),
            lambda: follow(
                house,
                stay(
                    "H1",
                    on(-1),
                    guest_number="H",
                    name="何洁",
                    phone="13900000003",
                    updated_at=f"{on(0)}T12:00:00+08:00",
                ),
            ),
        ]
    for change in changes:
        with in_property(house):
            change()
        seen.append(version())
        assert seen[-1] != seen[-2]
    before = Task.objects.count
    with in_property(house):
        tasks = before()
    door.read(f"{HERE}/desk/arrivals?day={on(1)}")
    with in_property(house):
        assert before() == tasks


def test_the_board_takes_as_many_statements_for_three_arrivals_as_for_twenty(
    acme: Chain, house: Property
) -> None:
    door = desk(acme)
    door.read(f"{HERE}/desk/arrivals")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert door.read(f"{HERE}/desk/arrivals").status_code == 200
        return len(seen)

    few = statements()
    with in_property(house):
        follow(house, *(booked(f"M{n}", guest_number=f"M{n}", phone=f"1370000{n:04d}") for n in range(20)))
    assert statements() == few


def test_a_task_is_done_once_counted_and_taken_back(acme: Chain, house: Property) -> None:
    # C17, C91: done / not done and by whom; the cost is the house's.
    manager(acme).send("PUT", f"{HERE}/desk/surprise-rules/third", RULE)
    door = desk(acme)
    (task,) = door.read(f"{HERE}/desk/tasks?kind=surprise").json()["results"]
    path = f"{HERE}/desk/tasks/{task['id']}"
    done = door.add(path, {"state": "done", "note": "放在床头"}).json()
    assert (done["state"], done["note"], done["settled_name"]) == ("done", "放在床头", "front_desk of acme")
    assert done["version"] != task["version"]
    assert door.add(path, {"state": "done"}).json() == done
    with in_property(house):
        given = Consumption.objects.filter(source="surprise")
        assert sorted((row.amount_cents, row.cost_cents) for row in given) == [(0, 200), (0, 1200)]
        assert Product.objects.get().stock == 4
    body = manager(acme).read(f"{HERE}/desk/tasks").json()
    assert body["cost"] == "14.00" and body["counts"]["housekeeping"]["done"] == 1
    assert door.add(path, {"state": "open"}).json()["settled_at"] is None
    with in_property(house):
        assert sum(row.cost_cents or 0 for row in Consumption.objects.all()) == 0
        assert Product.objects.get().stock == 5
        follow(house, booked("F3", status="cancelled", updated_at=f"{on(-1)}T10:00:00+08:00"))
        preparing.night(Statements(raw_connection()), house, TODAY)
    refused = door.add(path, {"state": "done"})
    assert refused.status_code == 409 and refused.json()["type"] == "/problems/task-withdrawn"
    assert Entry.objects.filter(action="desk_task.settled").count() == 2


def test_what_one_has_done_another_does_not_leave_out_without_knowing(acme: Chain, house: Property) -> None:
    manager(acme).send("PUT", f"{HERE}/desk/surprise-rules/third", RULE)
    one, other = desk(acme), manager(acme)
    (task,) = one.read(f"{HERE}/desk/tasks?kind=surprise").json()["results"]
    path = f"{HERE}/desk/tasks/{task['id']}"
    one.add(path, {"state": "done"})
    refused = other.add(path, {"state": "skipped"})  # his page still showed it open
    assert refused.status_code == 409 and refused.json()["type"] == "/problems/task-settled"
    assert "front_desk of acme" in refused.json()["detail"]
    with in_property(house):
        assert Task.objects.get(kind="surprise").state == "done" and Product.objects.get().stock == 4
    assert other.add(path, {"state": "open"}).status_code == 200
    assert other.add(path, {"state": "skipped"}).json()["settled_name"] == "manager of acme"


def test_a_task_done_is_on_the_timeline_of_its_stay_s_guest_also_after_records_were_told_apart(
    acme: Chain, house: Property
) -> None:
    asked = booked("M2", 2, guest_number="M2", name="何静", phone="13900000042", requests=["鲜花"])
    with in_property(house):
        follow(house, booked("M1", guest_number="M1", name="何洁", phone="13900000041"))
        follow(house, asked)
        older, younger = (Guest.objects.get(phone=f"+8613900000{end}").pk for end in ("041", "042"))
        uniting.merge(house, older, younger, None)
        preparing.night(Statements(raw_connection()), house, TODAY)
        task = Task.objects.get(code="鲜花")
        assert task.guest_id == older
    door = desk(acme)
    assert door.add(f"{HERE}/desk/tasks/{task.pk}", {"state": "done"}).status_code == 200
    with in_property(house):
        uniting.unmerge(house, older, younger, None)

    def told(guest: int) -> int:
        return len(door.read(f"{HERE}/guests/{guest}/timeline?kinds=task").json()["results"])

    assert (told(older), told(younger)) == (0, 1)


def test_what_was_done_before_the_arrival_moved_says_by_whom_and_its_cost_stays(
    acme: Chain, house: Property
) -> None:
    # C17, C91
    manager(acme).send("PUT", f"{HERE}/desk/surprise-rules/third", RULE)
    door = desk(acme)
    (task,) = door.read(f"{HERE}/desk/tasks?kind=surprise").json()["results"]
    assert task["earlier"] == []
    door.add(f"{HERE}/desk/tasks/{task['id']}", {"state": "done", "note": "放在床头"})
    with in_property(house):
        follow(house, booked("F3", 1, room_no="8206", updated_at=f"{on(-1)}T10:00:00+08:00"))
        preparing.night(Statements(raw_connection()), house, TODAY)
    body = manager(acme).read(f"{HERE}/desk/tasks?day={on(1)}&kind=surprise").json()
    (again,) = body["results"]
    (before,) = again["earlier"]
    assert (again["id"], again["state"], again["note"], body["cost"]) == (task["id"], "open", "", "14.00")
    del before["at"]
    assert before == {"day": str(TODAY), "room_no": "8206", "name": "front_desk of acme", "note": "放在床头"}
    told = door.read(f"{HERE}/guests/{task['guest']}/timeline?kinds=task").json()["results"]
    assert [each["says"]["zh"] for each in told] == [f"已准备：果盘、睡眠牛奶（原定 {TODAY} 8206，后来改了）"]
    rules = manager(acme).read(f"{HERE}/desk/surprise-rules").json()["results"]
    assert next((r["done_90"], r["cost_90"]) for r in rules if r["code"] == "third") == (1, "14.00")
    done = door.add(f"{HERE}/desk/tasks/{task['id']}", {"state": "done"}).json()
    assert done["state"] == "done" and len(done["earlier"]) == 1
    with in_property(house):
        assert Product.objects.get().stock == 3


def test_secret_guests_and_what_is_sensitive_are_not_shown(acme: Chain, house: Property) -> None:
    with in_property(house):
        li_si = Guest.objects.get(name="李四")
        Preference.objects.create(guest=li_si, code="allergy", value="花粉", noted_at=clock.now())
        preparing.night(Statements(raw_connection()), house, TODAY)
        allergy = Task.objects.get(code="allergy").pk
        secret = Guest.objects.get(name="保密")
        hidden = Task.objects.create(
            kind="request", code="鲜花", guest=secret, stay=0, day=TODAY, until=TODAY, department="housekeeping",
            says="鲜花", made_at=clock.now(),
        ).pk  # fmt: skip
    analyst, door = doors.as_role(acme, Role.ANALYST), desk(acme)
    for page in ("arrivals", "departures", "tasks", "shift"):
        assert (
            "保密" not in (said := door.read(f"{HERE}/desk/{page}").content.decode()) and "鲜花" not in said
        )
        assert "花粉" not in analyst.read(f"{HERE}/desk/{page}").content.decode()
    assert "花粉" in door.read(f"{HERE}/desk/arrivals").content.decode()
    assert door.add(f"{HERE}/desk/tasks/{hidden}", {"state": "done"}).status_code == 404
    assert door.add(f"{HERE}/desk/tasks/{allergy}", {"state": "done"}).status_code == 200
    named = {"text": "x", "guest": str(secret.pk)}
    assert door.add(f"{HERE}/desk/notes", named).status_code == 404
    # Who may see him does not write of him where everybody reads it, and is told why.
    assert manager(acme).add(f"{HERE}/desk/notes", named).status_code == 400
    with in_property(house):
        assert not Note.objects.filter(guest=secret).exists()
    assert door.read(f"{HERE}/stays/S1").status_code == 404 == door.read(f"{HERE}/stays/none").status_code
    assert doors.as_role(acme, Role.OWNER).read(f"{HERE}/stays/S1").status_code == 200


def test_who_leaves_after_more_than_a_year_is_among_those_who_leave(acme: Chain, house: Property) -> None:
    with in_property(house):
        here = {"guest_number": "L", "name": "长住", "phone": "13900000004", "nights": 400}
        follow(house, stay("L1", on(-400), status="in_house", **here))
    door = desk(acme)
    leaving = [row["guest"]["name"] for row in door.read(f"{HERE}/desk/departures").json()["rows"]]
    counts = door.read(f"{HERE}/desk/arrivals").json()["counts"]
    assert "长住" in leaving and (counts["departures"], counts["in_house"]) == (2, 2)


def test_the_last_visit_is_the_one_before_also_for_the_second_room_of_who_is_here(
    acme: Chain, house: Property
) -> None:
    here = f"{on(0)}T15:00:00+08:00"
    with in_property(house):
        follow(house, booked("F3", status="in_house", updated_at=here), booked("F4", room_no="8206"))
    rows = [row for row in desk(acme).read(f"{HERE}/desk/arrivals").json()["rows"] if row["ordinal"] == 3]
    assert [(row["status"], row["last_visit"]["on"]) for row in rows] == [
        ("in_house", on(-30)),
        ("booked", on(-30)),
    ]


def test_after_midnight_who_is_still_expected_stands_on_the_board(acme: Chain, house: Property) -> None:
    def names(hour: int) -> tuple[set[str], int]:
        with time_machine.travel(datetime.fromisoformat(f"{on(1)}T{hour:02}:30:00+08:00"), tick=False):
            body = desk(acme).read(f"{HERE}/desk/arrivals").json()
        assert body["day"] == on(1)
        return {row["guest"]["name"] for row in body["rows"]}, body["counts"]["arrivals"]

    assert names(0) == ({"李四", "陈静"}, 2)
    assert names(7) == (set(), 0)


def test_one_remark_of_two_rooms_is_one_and_is_on_time_until_it_is_late(acme: Chain, house: Property) -> None:
    her = doors.member(acme, Role.FRONT_DESK)
    door = doors.signed_in(her)
    with in_property(house):
        rooms = {"guest_number": "H", "name": "何洁", "phone": "13900000003"}
        later = f"{on(0)}T12:00:00+08:00"
        follow(house, *(stay(f"H{n}", on(-1), updated_at=later, room_no=f"830{n}", **rooms) for n in (1, 2)))
        Clerk.objects.filter(external_id="S03").update(staff=her.pk)
        Remark.objects.exclude(guest__name="何洁").delete()
        Remark.objects.update(due_at=clock.now() + timedelta(hours=20))
    page = door.read(f"{HERE}/desk/shift?day={TODAY}").json()
    assert page["departures"] == {"n": 2, "remarks_open": 1, "remarks_overdue": 0}
    assert page["mine"]["on_time_rate"] is None  # not due yet: nothing to judge
    with in_property(house):
        Remark.objects.update(due_at=clock.now() - timedelta(minutes=1))
    page = door.read(f"{HERE}/desk/shift?day={TODAY}").json()
    assert (page["departures"]["remarks_overdue"], page["mine"]["on_time_rate"]) == (1, 0.0)


def test_departures_say_whose_remark_is_to_be_finished(acme: Chain, house: Property) -> None:
    later = f"{on(0)}T12:00:00+08:00"
    with in_property(house):
        follow(
            house,
            stay("H1", on(-1), guest_number="H", name="何洁", phone="13900000003", updated_at=later),
            stay("K1", on(-1), guest_number="K", name="孔明", phone=None, rate_code="自用房"),
        )
    rows = desk(acme).read(f"{HERE}/desk/departures").json()["rows"]
    assert [(row["guest"]["name"], row["remark"]["state"]) for row in rows] == [
        ("何洁", "open"),
        ("孔明", "none"),
    ]
    assert rows[0]["status"] == "checked_out" and "nickname" in rows[0]["remark"]["missing"]


@pytest.mark.parametrize(
    ("moment", "day", "name"),
    [
        (datetime(2026, 11, 24, 2, 0, tzinfo=SHANGHAI), "2026-11-23", "夜班"),
        (datetime(2026, 11, 24, 23, 0, tzinfo=SHANGHAI), "2026-11-24", "夜班"),
        (datetime(2026, 11, 24, 7, 0, tzinfo=SHANGHAI), "2026-11-24", "早班"),
        (datetime(2026, 11, 24, 22, 59, tzinfo=SHANGHAI), "2026-11-24", "中班"),
    ],
)
def test_a_night_shift_belongs_to_the_day_on_which_it_began(moment: datetime, day: str, name: str) -> None:
    shifts = [Watch(called, starts, ends, "") for called, starts, ends in USUAL]
    found, shift = handing_over.at(shifts, moment)
    assert (str(found), shift.name) == (day, name)


def test_between_shifts_the_last_one_has_the_desk() -> None:
    shifts = [Watch("早班", time(7), time(15), ""), Watch("晚班", time(16), time(23), "")]
    for hour, day, name in ((15, 24, "早班"), (23, 24, "晚班"), (3, 23, "晚班")):
        found, shift = handing_over.at(shifts, datetime(2026, 11, 24, hour, 30, tzinfo=SHANGHAI))
        assert (found.day, shift.name) == (day, name)


def test_a_shift_is_handed_over_once_with_what_was_open(acme: Chain, house: Property) -> None:
    with in_property(house):
        preparing.night(Statements(raw_connection()), house, TODAY)
    door, other = desk(acme), manager(acme)
    page = door.read(f"{HERE}/desk/shift").json()
    assert len(door.read(f"{HERE}/desk/shift?day={TODAY}").json()["tasks"]["open"]) == 2
    turn = {"day": page["day"], "shift": page["shift"]["name"]}
    assert page["now"] is True and page["turn"] is None and len(page["shifts"]) == 3
    assert page["mine"]["confirmed"] == 0
    with in_property(house):
        guest = str(Guest.objects.get(name="李四").pk)
    made = door.add(f"{HERE}/desk/notes", {"text": " 8206 的客人要晚到 ", "guest": guest})
    assert made.status_code == 201 and made.json()["text"] == "8206 的客人要晚到"
    assert made.json()["guest"]["name"] == "李四" and made.json()["shift"] == turn["shift"]
    first = door.add(f"{HERE}/desk/hand-over", turn).json()
    assert first["left"]["notes"] == 1 and first["handed_name"] == "front_desk of acme"
    note = f"{HERE}/desk/notes/{made.json()['id']}"
    ticked = other.change(note, {"settled": True}).json()
    assert ticked["settled_name"] == "manager of acme"
    assert door.change(note, {"settled": True}).json() == ticked
    # Again, and by somebody else: it stays as it was handed over.
    assert other.add(f"{HERE}/desk/hand-over", turn).json() == first
    taken = other.add(f"{HERE}/desk/take-over", turn).json()
    assert taken["taken_name"] == "manager of acme" and taken["left"] == first["left"]
    assert door.add(f"{HERE}/desk/take-over", turn).json() == taken
    assert door.read(f"{HERE}/desk/shift").json()["turn"] == taken
    assert door.read(f"{HERE}/desk/notes?open=true").json()["results"] == []
    assert (
        door.add(f"{HERE}/desk/hand-over", {**turn, "shift": "白班"}).json()["type"]
        == "/problems/no-such-shift"
    )
    assert door.add(f"{HERE}/desk/hand-over", {**turn, "day": on(30)}).status_code == 422
    said = Entry.objects.filter(action__startswith="shift.").values_list("action", flat=True)
    assert sorted(said) == ["shift.handed_over", "shift.taken_over"]


def test_rules_of_surprises_are_offered_tried_and_turned_on(acme: Chain, house: Property) -> None:
    # C17: 入住 8 次 → 欢迎果盘、睡眠牛奶, offered to every house, and nothing happens before somebody turns it on.
    door = manager(acme)
    rules = {each["code"]: each for each in door.read(f"{HERE}/desk/surprise-rules").json()["results"]}
    eighth = rules["eighth_visit"]
    assert (eighth["n"], eighth["does"], eighth["announced"]) == (8, "果盘、睡眠牛奶", False)
    assert not any(each["active"] for each in rules.values()) and all(
        each["standard"] for each in rules.values()
    )
    preview = door.add(f"{HERE}/desk/surprise-rules/preview", {**RULE, "n": 2}).json()
    assert (preview["last_90_days"], preview["coming"], preview["cost"]) == (1, 1, "14.00")
    assert [each["name"] for each in preview["examples"]] == ["李四"]
    (comes,) = preview["arrivals"]
    assert (preview["coming_cost"], comes["name"], comes["day"]) == ("14.00", "李四", on(0))
    assert comes["why"] == {"zh": "第 3 次入住", "en": "Visit 3"}
    hers = desk(acme).add(f"{HERE}/desk/surprise-rules/preview", RULE)
    assert hers.status_code == 403
    put = door.send("PUT", f"{HERE}/desk/surprise-rules/eighth_visit", {**RULE, "code": "eighth_visit"})
    assert (
        put.json()["standard"] is True and put.json()["cost_each"] == "14.00" and put.json()["active"] is True
    )
    # The desk reads the rules and no cost of them.
    read = desk(acme).read(f"{HERE}/desk/surprise-rules").json()["results"]
    assert {each[cost] for each in read for cost in ("cost", "cost_each", "cost_90")} == {None}
    with in_property(house):
        assert Task.objects.filter(kind="surprise", state="open").count() == 1
    assert door.send("DELETE", f"{HERE}/desk/surprise-rules/eighth_visit").status_code == 204
    with in_property(house):
        assert Task.objects.filter(kind="surprise", state="open").count() == 0
    after = {each["code"]: each for each in door.read(f"{HERE}/desk/surprise-rules").json()["results"]}
    assert after["eighth_visit"] == eighth
    for wrong, field in (
        ({"n": None}, "n"), ({"department": "spa"}, "department"), ({"products": [{"product": "x"}]}, "products"),
        ({"occasion": "tier", "tier": "gold"}, "tier"), ({"code": "other"}, "code"),
    ):  # fmt: skip
        refused = door.send("PUT", f"{HERE}/desk/surprise-rules/third", {**RULE, **wrong})
        assert refused.status_code == 422 and refused.json()["field"] == field
        assert not refused.json().keys() & {"zh", "en"}, "one sentence, in the language asked for"
    assert desk(acme).send("PUT", f"{HERE}/desk/surprise-rules/third", RULE).status_code == 403


def test_a_rule_for_a_tier_is_for_the_higher_ones_too_unless_it_was_there_before(
    acme: Chain, acme_1: Property
) -> None:
    with in_property(acme_1):
        programme.publish(Statements(raw_connection()))
        old = {**RULE, "tier": "gold", "occasion": "tier", "code": "old", "products": [], "cost_cents": 0}
        del old["cost"]
        surprise_rules.put(Statements(raw_connection()), Rule(**old), "店长")
    door, gold = manager(acme), {**RULE, "occasion": "tier", "tier": "gold", "products": []}

    def put(code: str, **changes: Any) -> Any:
        return door.send("PUT", f"{HERE}/desk/surprise-rules/{code}", {**gold, **changes}).json()["higher"]

    assert put("new") is True and put("new", higher=False) is False and put("new") is False
    # What an older console sends back leaves a rule for one tier as it is.
    assert put("old") is False and put("old", higher=True) is True
    assert put("old", occasion="first_visit", tier="") is False


@pytest.mark.parametrize("query", ["day=0001-01-01", "day=9999-12-31", "day=x", "since=" + "x" * 99])
def test_a_day_no_desk_works_with_is_a_clear_problem(acme: Chain, acme_1: Property, query: str) -> None:
    response = desk(acme).read(f"{HERE}/desk/arrivals?{query}")
    assert response.status_code == 400 and response.json()["errors"][0]["pointer"].startswith("?")
