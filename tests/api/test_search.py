"""The search box: guests, properties and staff, within what the caller may see."""

import pytest

from chains.models import Chain
from kernel import clock
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay


@pytest.fixture
def guests(acme_1: Property, acme_2: Property, rival_1: Property) -> None:
    today = str(clock.today("Asia/Shanghai"))
    with in_property(acme_1):
        follow(
            acme_1,
            stay("A1", "2025-06-01", name="李四", guest_number="A", phone="13800138000"),
            stay("A2", "2025-07-01", name="Tom_Baker", guest_number="T", phone="+44 7911 123312"),
            stay("A3", today, name="欧阳锋", guest_number="O", phone=None, room_no="8301", status="in_house"),
        )
    with in_property(acme_2):
        follow(acme_2, stay("B1", "2025-06-02", name="李思思", guest_number="B", phone="13700001111"))
    with in_property(rival_1):
        follow(rival_1, stay("R1", "2025-06-02", name="李四", guest_number="R", phone="13800138000"))


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("李四", ["李四"]),
        ("李", ["李四", "李思思"]),
        ("ls", ["李四", "李思思"]),
        ("lisi", ["李四", "李思思"]),
        ("LISISI", ["李思思"]),
        ("oyf", ["欧阳锋"]),
        ("8000", ["李四"]),
        ("138 0013 8000", ["李四"]),
        ("13700001111", ["李思思"]),
        ("8301", ["欧阳锋"]),
        ("李四1/携程", ["李四"]),
        ("李四1/携/8210/208/0601", ["李四"]),  # as WeCom has it, short
        ("李1/携/8210/208/250602", ["李思思"]),  # shorter still: the name is cut too
        ("tom", ["Tom_Baker"]),
        ("%", []),
        ("Tom_B", ["Tom_Baker"]),
        ("m%B", []),
        ("8210", ["李四", "Tom_Baker", "李思思"]),  # in the nickname's text
        ("", []),
        ("   ", []),
        ("没有这个人", []),
    ],
)
def test_guests_are_found_by_whatever_one_remembers(
    acme: Chain, guests: None, q: str, names: list[str]
) -> None:
    found = doors.with_key(acme).read(f"/search?q={q.replace('%', '%25')}").json()["guests"]
    assert sorted(guest["name"] for guest in found) == sorted(names)


def test_a_found_guest_says_where_and_in_which_room_and_hides_the_phone(acme: Chain, guests: None) -> None:
    (guest,) = doors.with_key(acme).read("/search?q=8301").json()["guests"]
    assert (guest["property"], guest["room_no"], guest["in_house"]) == ("acme-1", "8301", True)
    (guest,) = doors.with_key(acme).read("/search?q=李四&chain=acme").json()["guests"]
    assert guest["phone"] == "138****8000"


def test_the_search_ends_where_the_callers_rights_end(acme: Chain, guests: None) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)  # of acme-1
    found = desk.read("/search?q=李").json()
    assert [guest["property"] for guest in found["guests"]] == ["acme-1"]
    assert desk.read("/search?q=对手").json()["properties"] == []
    assert desk.read("/search?q=李&chain=rival").status_code == 404
    assert desk.read("/search?q=李&property=acme-2").status_code == 404
    assert desk.read("/search?q=李&property=rival-1").status_code == 404
    reports = doors.with_key(acme, "reports:read").read("/search?q=李").json()
    assert reports["guests"] == [] and reports["staff"] == []


def test_properties_and_staff_are_found_by_name(acme: Chain, guests: None) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    found = owner.read("/search?q=二店").json()
    assert [place["slug"] for place in found["properties"]] == ["acme-2"]
    assert [person["role"] for person in owner.read("/search?q=owner").json()["staff"]] == ["owner"]


def test_a_search_needs_a_text_and_a_caller(acme: Chain, guests: None) -> None:
    assert doors.with_key(acme).read("/search").status_code == 400
    assert doors.Door().read("/search?q=x").status_code == 401
