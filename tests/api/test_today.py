"""Today at the front desk."""

from datetime import timedelta

from chains.models import Chain
from kernel import clock
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay


def test_today_tells_who_arrives_with_what_is_known_of_them(acme: Chain, acme_1: Property) -> None:
    today = clock.today("Asia/Shanghai")
    with in_property(acme_1):
        follow(
            acme_1,
            stay("F1", str(today - timedelta(days=20)), room_no="8305"),
            stay("F2", str(today), status="booked", requests=["加一个枕头"], room_no="8210"),
            stay("N1", str(today), status="booked", guest_number="N", name="邓超群", phone="13900000001"),
            stay("N2", str(today), status="cancelled", guest_number="M", name="取消", phone="13900000002"),
            stay("N3", str(today), status="booked", guest_number="X", name="保密", phone=None, secret=True),
            stay(
                "H1",
                str(today - timedelta(days=1)),
                status="in_house",
                guest_number="H",
                name="何洁",
                phone=None,
            ),
        )
    body = doors.as_role(acme, Role.FRONT_DESK).read("/properties/acme-1/today").json()
    assert body["date"] == str(today)
    assert [arrival["guest"]["name"] for arrival in body["arrivals"]] == ["李四", "邓超群"]
    li_si = body["arrivals"][0]
    assert li_si["visit_ordinal_next"] == 2 and li_si["requests"] == ["加一个枕头"]
    assert li_si["last_visit"] == {
        "on": str(today - timedelta(days=20)),
        "room_no": "8305",
        "rate": "208.00",
    }
    assert li_si["guest"]["phone"] == "138****8000"
    assert body["arrivals"][1]["last_visit"] is None
    assert body["counts"] == {
        "arrivals": 2,
        "in_house": 1,
        "departures": 1,
        "open_tasks": 1,
        "overdue_tasks": 1,
    }


def test_a_guest_who_has_arrived_counts_the_visit_he_is_on(acme: Chain, acme_1: Property) -> None:
    today = clock.today("Asia/Shanghai")
    with in_property(acme_1):
        follow(
            acme_1,
            stay("F1", "2025-01-01"),
            stay("F2", str(today), status="in_house"),
        )
    (arrival,) = doors.with_key(acme).read("/properties/acme-1/today").json()["arrivals"]
    assert arrival["status"] == "in_house" and arrival["visit_ordinal_next"] == 2
    assert arrival["last_visit"]["on"] == "2025-01-01"


def test_who_may_not_see_guests_sees_no_arrivals(acme: Chain, acme_1: Property) -> None:
    assert doors.with_key(acme, "reports:read").read("/properties/acme-1/today").status_code == 403
