"""C122: a sandbox property has a clock that can be moved forward, and no chain report counts it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from chains.models import Chain
from kernel import clock
from loyalty.figures.refreshing import refresh
from loyalty.figures.verifying import verify
from staff.roles import Role
from tenants.context import in_property, in_public
from tenants.models import Property
from tenants.provisioning import open_property
from tests import doors, factories

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
    from audit.models import Entry

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


# --- opening one ---


def test_a_sandbox_is_opened_over_the_interface_and_says_so(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    made = door.add("/chains/acme/properties", {"slug": "acme-try", "name": "试验店", "sandbox": True})
    assert (made.status_code, made.json()["sandbox"]) == (201, True)
    assert door.read("/chains/acme/properties/acme-1").json()["sandbox"] is False
    assert door.change("/chains/acme/properties/acme-1", {"sandbox": True}).status_code == 400
