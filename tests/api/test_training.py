"""C18: what each person misses, real examples, the exercise, over HTTP. What counts at the desk is not moved by it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.desk.models import Exercise, ReplyUse, ScriptUse, Task
from loyalty.desk.saying import templates
from loyalty.desk.training import exercising
from loyalty.figures import refreshing
from loyalty.guests.models import Guest
from loyalty.journey import remarking
from loyalty.owners import departments
from loyalty.owners.departments import Department
from loyalty.remarks.writing import Author, Writing
from loyalty.stays.models import Clerk, Stay
from staff.models import StaffMember
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon

HOUSE = "/properties/acme-1"
NAMES = ("李四", "王小明", "赵六", "孙七", "周九")


@pytest.fixture
def wang(acme: Chain) -> StaffMember:
    return doors.member(acme, Role.FRONT_DESK)


@pytest.fixture
def house(acme: Chain, acme_1: Property, wang: StaffMember) -> Iterator[Property]:
    """Four guests of clerk S03, who is 王芳, each here twice; of four remarks due one is right and one wrong."""
    with time_machine.travel(noon("2026-11-23"), tick=False):
        with in_property(acme_1):
            for n, name in enumerate(NAMES[:4]):
                who = {"guest_number": f"G{n}", "name": name, "phone": f"1380013800{n}", "rate": "208.50"}
                follow(
                    acme_1,
                    stay(f"A{n}", "2026-09-10", **who, room_no="8207"),
                    stay(f"B{n}", "2026-11-18", **who),
                )
            arrives = stay("C9", "2026-11-23", guest_number="G9", name="周九", phone="", status="booked")
            follow(acme_1, {**arrives, "updated_at": "2026-11-22T10:00:00+08:00"})
            Clerk.objects.update(staff=wang.pk)
            _write(acme_1, "李四", "李四2/携程/8210/209/20261118", tags=["商务"], description="怕吵")
            _write(acme_1, "王小明", "王小明2/携程/8210/208/20261118", tags=["商务"])
        yield acme_1


def test_c18_misses_are_what_the_remark_report_counts_and_the_desk_sees_itself_only(
    acme: Chain, acme_1: Property, house: Property, wang: StaffMember
) -> None:
    with in_property(acme_1):
        guest = Guest.objects.get(name="李四").pk
        day = clock.now().date()
        for n, code in enumerate(("discount", "upgrade", "ask_phone", "add_wechat", "birthday")):
            ScriptUse.objects.create(guest_id=guest, stay=n, day=day, moment="check_in", code=code, used=n == 0,
                                     at=clock.now(), by=wang.pk)  # fmt: skip
        departments.put(_raw(), house, [Department("housekeeping", "客房", "", (wang.pk,))])
        for n, state in enumerate(("done", "skipped", "open", "withdrawn")):
            _surprise(guest, n, state, by=wang.pk if state in ("done", "skipped") else None)
        ReplyUse.objects.create(guest_id=guest, locale="zh-CN", at=clock.now(), by=wang.pk)
    manager = doors.as_role(acme, Role.MANAGER)
    said = manager.read(f"{HOUSE}/training").json()
    (row,) = said["rows"]
    assert (said["from"], said["to"], row["staff"], row["name"]) == (
        "2026-10-25",
        "2026-11-23",
        str(wang.pk),
        wang.name,
    )
    assert row["remarks"]["missing"] == {"nickname": 3, "tags": 2, "phone": 0, "description": 3}
    assert [(each["kind"], each["n"]) for each in row["remarks"]["wrong_kinds"]] == [("rate", 1)]
    assert (row["scripts"], row["surprises"]) == ({"offered": 5, "used": 1}, {"due": 3, "done": 1})
    assert (row["replies"], row["misses_most"]["what"], row["misses_most"]["share"]) == (1, "script", 0.8)
    refreshing.refresh(acme_1, wait=True)
    report = manager.read(f"{HOUSE}/reports/remarks?from=2026-10-25&to=2026-11-23&group=staff").json()[
        "rows"
    ][0]
    of_report = {name: report[name] for name in ("due", "complete", "on_time", "median_hours")}
    assert of_report == {name: row["remarks"][name] for name in of_report} and report["wrong_nickname"] == 1
    other = doors.as_role(acme, Role.FRONT_DESK)
    assert [each["remarks"]["due"] for each in other.read(f"{HOUSE}/training").json()["rows"]] == [0]
    assert doors.signed_in(wang).read(f"{HOUSE}/training").json()["rows"] == [row]
    assert other.read(f"{HOUSE}/training/examples?staff={wang.pk}").json()["results"] == []
    assert manager.read(f"{HOUSE}/training?from=2026-11-24&to=2026-11-23").status_code == 400


def test_c18_examples_are_real_cases_without_names_or_numbers(house: Property, wang: StaffMember) -> None:
    with in_property(house):
        _surprise(Guest.objects.get(name="李四").pk, 0, "skipped", wang.pk)
        Task.objects.update(note="李四说不要")
    said = doors.signed_in(wang).read(f"{HOUSE}/training/examples")
    assert "李*说不要" in said.content.decode()
    found = said.json()["results"]
    assert {"kind": "nickname", "wrote": "王*2/携程/8210/208/20261118", "expected": "王*2/携程/8210/209/20261118",
            "what": {"zh": "昵称：房价写错", "en": "The nickname: the wrong rate"}, "day": "2026-11-18",
            "visit_ordinal": 2, "name": "王芳"} in found  # fmt: skip
    missing = {
        (each["kind"], each["expected"]) for each in found if each["visit_ordinal"] == 2 and not each["wrote"]
    }
    assert {("nickname", "赵*2/携程/8210/209/20261118"), ("description", "客人无特殊要求")} <= missing
    text = said.content.decode()
    assert not [name for name in NAMES if name in text] and "13800" not in text


def test_c18_the_exercise_is_judged_by_the_server_counts_once_and_is_not_asked_again_for_thirty_days(
    acme: Chain, acme_1: Property, house: Property, wang: StaffMember
) -> None:
    me, before = doors.signed_in(wang), _standards(acme)
    said = me.read(f"{HOUSE}/training/exercise?n=6")
    cases = said.json()["cases"]
    assert len(cases) == 6 == len({case["id"] for case in cases})
    # He misses nicknames and descriptions alike; what he is asked goes through the kinds from there.
    assert {case["kind"] for case in cases} == {"nickname", "missing_work", "reply", "script"}
    again = me.read(f"{HOUSE}/training/exercise?n=6").json()["cases"]
    assert [case["choices"] for case in again] == [case["choices"] for case in cases]
    text = said.content.decode()
    assert not [name for name in NAMES if name in text] and "13800" not in text
    script = next(case for case in cases if case["kind"] == "script")
    assert [fact["value"] for fact in script["facts"]][:2] == ["周*", "1"] and len(script["choices"]) == 4
    for case in cases:
        first = me.add(
            f"{HOUSE}/training/exercise", {"case": case["id"], "choice": case["choices"][0]["id"]}
        ).json()
        assert first["right"] == (first["expected"] == case["choices"][0]["id"]) and first["counted"]
        right = me.add(f"{HOUSE}/training/exercise", {"case": case["id"], "choice": first["expected"]}).json()
        assert right["right"] and not right["counted"] and right["because"]["zh"]
    with in_property(acme_1):
        assert Exercise.objects.filter(staff=wang.pk).count() == 6
        answered = set(Exercise.objects.values_list("case", flat=True))
    again = me.read(f"{HOUSE}/training/exercise?n=10").json()
    assert not answered & {_key(case, acme_1, wang) for case in again["cases"]} and again["few"]["zh"]
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        later = doors.signed_in(wang).read(f"{HOUSE}/training/exercise?n=6").json()
        assert len(later["cases"]) == 6
    # Practice moves no figure of the desk.
    assert _standards(acme) == before


def test_a_visit_that_makes_no_case_is_tried_once(
    house: Property, wang: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the house's reply says nothing of the visit no two replies differ, and no visit makes a case."""
    made, tried = exercising._made, list[tuple[str, int]]()

    def counting(*args: Any) -> Any:
        tried.append((args[2].kind, args[2].row))
        return made(*args)

    monkeypatch.setattr(exercising, "_made", counting)
    with in_property(house):
        for locale, text in (("zh-CN", "请问哪天到？"), ("en", "Which day?")):
            templates.put(_raw(), ("availability", locale, 1), text, by_name="王芳", now=clock.now())
        asked, _ = exercising.ask(_raw(), house, wang.pk, 10)
    assert "reply" not in {each.case.kind for each in asked} and "reply" in {kind for kind, _ in tried}
    assert len(tried) == len(set(tried))


def test_an_exercise_is_of_one_person_at_one_property_for_a_day(
    acme: Chain, acme_1: Property, acme_2: Property, house: Property, wang: StaffMember
) -> None:
    me = doors.signed_in(wang)
    case = me.read(f"{HOUSE}/training/exercise?n=1").json()["cases"][0]
    sent = {"case": case["id"], "choice": case["choices"][0]["id"]}
    assert doors.as_role(acme, Role.FRONT_DESK).add(f"{HOUSE}/training/exercise", sent).status_code == 404
    assert me.add(f"{HOUSE}/training/exercise", {**sent, "case": sent["case"] + "x"}).status_code == 404
    assert me.add(f"{HOUSE}/training/exercise", {**sent, "choice": "right"}).status_code == 422
    owner = doors.as_role(acme, Role.OWNER)
    few = owner.read("/properties/acme-2/training/exercise").json()
    assert few["cases"] == [] and "入住还太少" in few["few"]["zh"]
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert doors.signed_in(wang).add(f"{HOUSE}/training/exercise", sent).status_code == 404
    with in_property(acme_1):
        Guest.objects.update(secret=True)
    assert me.add(f"{HOUSE}/training/exercise", sent).status_code == 404


def _write(hotel: Property, name: str, nickname: str, **more: Any) -> None:
    guest, now = Guest.objects.get(name=name).pk, clock.now() - timedelta(days=4)
    remarking.write(hotel, [Writing(guest, Author(uuid4(), "x"), now, now, nickname=nickname, **more)])


def _surprise(guest: int, n: int, state: str, by: UUID | None) -> None:
    day = datetime(2026, 11, 18).date()
    stay_id = Stay.objects.order_by("pk")[n].pk
    Task.objects.create(kind="surprise", code="fruit", guest_id=guest, stay=stay_id, day=day, until=day, state=state,
                        department="housekeeping", says="果盘", made_at=clock.now(), settled_by=by)  # fmt: skip


def _standards(acme: Chain) -> Any:
    row = doors.as_role(acme, Role.MANAGER).read(f"{HOUSE}/training").json()["rows"][0]
    return row["remarks"], row["scripts"], row["surprises"]


def _key(case: dict[str, Any], hotel: Property, staff: StaffMember) -> str:
    from loyalty.desk.training import exercising

    return exercising._read(hotel, staff.pk, case["id"]).key


def _raw() -> Statements:
    return Statements(raw_connection())
