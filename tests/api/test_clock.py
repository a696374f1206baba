"""C122: a sandbox property has a clock that can be moved forward, and no chain report counts it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.crossing import recognising
from loyalty.figures.refreshing import refresh
from loyalty.figures.verifying import verify
from loyalty.nights import advancing as by_night
from loyalty.programme import advancing, nightly, publishing, tasks
from loyalty.programme.models import Run
from sharing.models import Mark, Standing
from staff.roles import Role
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property
from tests import doors, factories
from tests.doors import Door
from tests.loyalty.programme.changed import document, programme

DAY_S = 86_400


@pytest.fixture
def sandbox(acme: Chain) -> Property:
    made, _ = open_property(acme, slug="acme-try", name="试验店", sandbox=True)
    return made


def ahead_of_the_machine() -> timedelta:
    return clock.now() - datetime.now(UTC)


def is_about(found: timedelta, wanted: timedelta) -> bool:
    return abs(found - wanted) < timedelta(minutes=1)


# --- time ---


def test_inside_a_sandbox_it_is_later_and_outside_it_is_not(sandbox: Property, acme_2: Property) -> None:
    sandbox.clock_shift_s = 40 * DAY_S
    assert is_about(ahead_of_the_machine(), timedelta(0))
    with in_property(sandbox):
        assert is_about(ahead_of_the_machine(), timedelta(days=40))
        assert clock.today("Asia/Shanghai") == clock.local_day(
            datetime.now(UTC) + timedelta(days=40), "Asia/Shanghai"
        )
        with in_public():
            assert is_about(ahead_of_the_machine(), timedelta(0))
        with in_property(acme_2):
            assert is_about(ahead_of_the_machine(), timedelta(0))
        assert is_about(ahead_of_the_machine(), timedelta(days=40))
    assert is_about(ahead_of_the_machine(), timedelta(0))


def test_an_error_inside_a_sandbox_brings_the_real_time_back(sandbox: Property) -> None:
    sandbox.clock_shift_s = DAY_S
    with pytest.raises(ZeroDivisionError), in_property(sandbox):
        _ = 1 / 0
    assert is_about(ahead_of_the_machine(), timedelta(0))


@pytest.mark.parametrize(("is_sandbox", "shift"), [(False, DAY_S), (True, -1)])
def test_the_database_lets_no_other_property_have_a_time_of_its_own(
    acme_1: Property, is_sandbox: bool, shift: int
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Property.objects.filter(pk=acme_1.pk).update(sandbox=is_sandbox, clock_shift_s=shift)


def test_the_audit_log_keeps_the_real_time(sandbox: Property, acme: Chain) -> None:
    Property.objects.filter(pk=sandbox.pk).update(clock_shift_s=40 * DAY_S)
    door = doors.as_role(acme, Role.OWNER)
    assert door.change("/chains/acme/properties/acme-try", {"city": "杭州"}).status_code == 200
    entry = Entry.objects.get(action="property.changed")
    assert is_about(entry.at - datetime.now(UTC), timedelta(0))


# --- reports ---


def test_no_report_of_the_chain_counts_a_sandbox(sandbox: Property, acme: Chain, acme_1: Property) -> None:
    for place, phone in ((acme_1, "13800138000"), (sandbox, "13900139000")):
        with in_property(place):
            factories.follow(place, factories.stay("F1", "2025-03-03", phone=phone))
        refresh(place)
    door = doors.as_role(acme, Role.OWNER)
    for report in ("comparison", "channel-mix", "repeat", "remarks"):
        told = door.read(f"/chains/acme/reports/{report}?from=2025-03-01&to=2025-03-31").json()
        assert "acme-try" not in str(told), report
    compared = door.read("/chains/acme/reports/comparison?from=2025-03-01&to=2025-03-31").json()
    assert (compared["chain"]["visits"], compared["chain"]["chain_guests_to_date"]) == (1, 1)
    own = door.read("/properties/acme-try/reports/comparison?from=2025-03-01&to=2025-03-31").json()
    assert own["properties"][0]["visits"] == 1
    assert (verify(acme).count, verify(acme).unsettled) == (0, [])


def test_a_guest_of_a_sandbox_who_is_known_elsewhere_is_not_a_repeat_guest_of_the_chain(
    sandbox: Property, acme: Chain, acme_1: Property
) -> None:
    for place in (acme_1, sandbox):
        with in_property(place):
            factories.follow(place, factories.stay("F1", "2025-03-03"))
        refresh(place)
    told = doors.as_role(acme, Role.OWNER).read(
        "/chains/acme/reports/comparison?from=2025-03-01&to=2025-03-31"
    )
    assert told.json()["chain"]["chain_repeat_guests_to_date"] == 0


def test_what_is_held_at_a_sandbox_is_known_at_no_other_property(sandbox: Property, acme: Chain) -> None:
    recognising.switch(acme, tiers=True)
    door = doors.as_role(acme, Role.OWNER)
    assert door.send("PUT", "/properties/acme-try/programme", {"programme": document()}).status_code == 200
    with in_property(sandbox):
        factories.follow(sandbox, factories.stay("F1", "2025-03-03"))
    assert Mark.objects.filter(property_id=sandbox.pk).exists()
    recognising.refresh_marked()
    assert not Standing.objects.exists()
    assert not Mark.objects.filter(property_id=sandbox.pk).exists()


# --- opening one ---


def test_a_sandbox_is_opened_over_the_interface_and_says_so(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    made = door.add("/chains/acme/properties", {"slug": "acme-try", "name": "试验店", "sandbox": True})
    assert (made.status_code, made.json()["sandbox"]) == (201, True)
    assert door.read("/chains/acme/properties/acme-1").json()["sandbox"] is False
    assert door.change("/chains/acme/properties/acme-1", {"sandbox": True}).status_code == 400


# --- moving it ---

PATH = "/properties/acme-try/clock"


@pytest.fixture
def door(acme: Chain, sandbox: Property) -> Door:
    return doors.as_role(acme, Role.OWNER)


def in_days(n: int) -> str:
    return str(clock.today("Asia/Shanghai") + timedelta(days=n))


def test_every_night_on_the_way_happens_and_is_told(door: Door, sandbox: Property) -> None:
    assert door.send("PUT", "/properties/acme-try/programme", {"programme": document()}).status_code == 200
    with in_property(sandbox):
        for n in (3, 6):
            day = clock.today("Asia/Shanghai") - timedelta(days=n)
            factories.follow(sandbox, factories.stay(f"S{n}", str(day)))
    moved = door.add(PATH, {"to": in_days(3)})
    assert moved.status_code == 200, moved.content
    told = moved.json()
    assert [each["day"] for each in told["days"]] == [in_days(1), in_days(2), in_days(3)]
    assert told["today"] == in_days(3)
    assert is_about(timedelta(seconds=told["ahead_s"]), timedelta(days=3))
    assert all(each["told"]["tiers"]["guests"] == 1 for each in told["days"])
    with in_property(Property.objects.get(slug="acme-try")):
        assert Run.objects.count() == 4  # of today, and of each day on the way
        assert is_about(ahead_of_the_machine(), timedelta(days=3))
    assert is_about(ahead_of_the_machine(), timedelta(0))
    assert door.read(PATH).json()["today"] == in_days(3)
    assert Entry.objects.get(action="clock.moved").facts["to"] == in_days(3)


@pytest.mark.parametrize("way", [by_night.advance, advancing.advance])
def test_between_two_days_nothing_is_left_open_that_would_close_in_somebody_elses_request(
    sandbox: Property, way: Callable[[Property, date], Iterator[advancing.Day]]
) -> None:
    """A worker answered 500 after a clock was moved: the last day, cleared away late, stepped into the sandbox."""
    with in_property(sandbox):
        days = way(sandbox, clock.today(sandbox.time_zone) + timedelta(days=3))
        next(days)
        assert is_about(ahead_of_the_machine(), timedelta(0))
    outside = connection.tenant
    next(days)
    assert connection.tenant is outside
    del days
    assert connection.tenant is outside and is_about(ahead_of_the_machine(), timedelta(0))


def test_it_moves_on_from_where_it_stands(door: Door) -> None:
    assert door.add(PATH, {"to": in_days(5)}).json()["today"] == in_days(5)
    again = door.add(PATH, {"to": in_days(5)})
    assert (again.status_code, again.json()["type"]) == (422, "/problems/clock-not-forward")
    assert [each["day"] for each in door.add(PATH, {"to": in_days(6)}).json()["days"]] == [in_days(6)]


@pytest.mark.parametrize(
    ("days", "kind"), [(0, "clock-not-forward"), (-1, "clock-not-forward"), (93, "clock-too-far")]
)
def test_it_moves_forward_and_at_most_92_days(door: Door, days: int, kind: str) -> None:
    refused = door.add(PATH, {"to": in_days(days)})
    assert (refused.status_code, refused.json()["type"]) == (422, f"/problems/{kind}")
    assert door.read(PATH).json()["ahead_s"] == 0


def test_92_days_are_not_too_far(door: Door) -> None:
    assert len(door.add(PATH, {"to": in_days(92)}).json()["days"]) == 92


def test_a_property_that_is_no_sandbox_has_the_time_that_it_is(acme: Chain, acme_1: Property) -> None:
    door = doors.as_role(acme, Role.OWNER)
    refused = door.add("/properties/acme-1/clock", {"to": in_days(1)})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/not-a-sandbox")
    told = door.read("/properties/acme-1/clock").json()
    assert (told["sandbox"], told["ahead_s"], told["today"]) == (False, 0, in_days(0))


@pytest.mark.parametrize("body", [{}, {"to": "soon"}, {"to": "2027-02-30"}, {"to": None}, {"by": 3}])
def test_a_day_that_is_none_is_refused(door: Door, body: Any) -> None:
    assert door.add(PATH, body).status_code == 400


def test_who_does_not_edit_programmes_does_not_move_the_clock(
    acme: Chain, sandbox: Property, rival: Chain
) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK, [sandbox])
    assert desk.read(PATH).status_code == 200
    assert desk.add(PATH, {"to": in_days(1)}).status_code == 403
    assert doors.as_role(rival, Role.OWNER).add(PATH, {"to": in_days(1)}).status_code == 404


def test_what_a_night_brings_to_a_guest_is_told_in_words(door: Door, sandbox: Property) -> None:
    door.send("PUT", "/properties/acme-try/programme", {"programme": document()})
    door.add(PATH, {"to": in_days(10)})
    with in_property(Property.objects.select_related("chain").get(slug="acme-try")) as later:
        factories.follow(later, factories.stay("S1", in_days(-3)))  # a week after the programme began
    days = door.add(PATH, {"to": in_days(60)}).json()["days"]
    told = [found for day in days for found in day["happened"] if found["code"] == "punch_progress"]
    assert len(told) in (1, 2)  # at the beginning of each month
    assert told[0]["guest"]["name"] == "李四"
    assert told[0]["says"]["zh"] and told[0]["says"]["en"]


def test_the_hourly_dispatcher_goes_by_the_sandboxs_own_clock(
    sandbox: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks.run_nights, "delay", sent.append)
    with in_property(sandbox):
        publishing.write(
            Statements(raw_connection()), programme(), effective_on=clock.today("Asia/Shanghai"), actor=SYSTEM
        )
        nightly.catch_up(sandbox)
    assert tasks.dispatch() == 0
    Property.objects.filter(pk=sandbox.pk).update(clock_shift_s=2 * DAY_S)
    assert tasks.dispatch() == 1
    assert sent == [sandbox.pk]
