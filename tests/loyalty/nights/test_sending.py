"""Who is due is looked at, and again when something is left; a failure is looked at again too."""

import logging
from datetime import date, datetime, timedelta

import pytest

from kernel import clock
from loyalty.nights import advancing, following, nightly, sending, tasks
from loyalty.programme import advancing as programme
from tenants import waking
from tenants.context import in_property
from tenants.models import Property, Wake
from tests.loyalty.lifecycle.filling import crowd, raw
from tests.loyalty.nights.test_following import stages, stays


def woken(place: Property, what: waking.What = "messages", **ahead: int) -> None:
    with in_property(place):
        waking.at(raw(), place.pk, what, clock.now() + timedelta(**ahead))


def test_only_who_is_due_is_looked_at_and_what_is_left_is_asked_for_again(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    later = clock.now() + timedelta(hours=3)

    def work(hotel: Property) -> datetime | None:
        looked.append(hotel.pk)
        return later if hotel.pk == acme_1.pk else None

    monkeypatch.setitem(sending.WORK, "messages", work)
    woken(acme_1, minutes=-2)
    woken(acme_1, minutes=-1)
    woken(acme_2, minutes=-1)
    woken(acme_2, minutes=30)
    assert tasks.send() == {"done": 2, "failed": 0}
    assert looked == [acme_1.pk, acme_2.pk]
    left = dict(Wake.objects.values_list("property_id", "at"))
    assert set(left) == {acme_1.pk, acme_2.pk}
    assert abs(left[acme_1.pk] - later) < timedelta(seconds=1)
    assert tasks.send() == {"done": 0, "failed": 0}


def test_a_property_that_fails_is_looked_at_again_and_holds_up_no_other(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def work(hotel: Property) -> datetime | None:
        if hotel.pk == acme_1.pk:
            raise RuntimeError("as if the vendor's settings could not be read")
        return None

    monkeypatch.setitem(sending.WORK, "messages", work)
    woken(acme_1, minutes=-2)
    woken(acme_2, minutes=-1)
    with caplog.at_level(logging.ERROR):
        assert tasks.send() == {"done": 1, "failed": 1}
    again = Wake.objects.get()
    assert again.property_id == acme_1.pk
    assert timedelta(seconds=50) < again.at - clock.now() <= timedelta(seconds=60)


def test_what_a_crash_took_out_of_the_queue_is_looked_at_within_the_hour(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.run_nights, "delay", lambda _: None)
    tasks.dispatch()
    whats = Wake.objects.filter(property_id=acme_1.pk).values_list("what", flat=True)
    assert {*whats} == {*sending.WORK} >= {"campaigns", "messages"}
    # For real, with nothing to say or to choose.
    assert tasks.send() == {"done": 3, "failed": 0} == tasks.choose()
    assert not Wake.objects.filter(what__in=["campaigns", "messages"]).exists()


def test_a_property_that_is_closed_is_not_looked_at(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sending.WORK, "messages", lambda _: pytest.fail("looked at"))
    woken(acme_1, minutes=-1)
    Property.objects.filter(pk=acme_1.pk).update(state="closed")
    assert tasks.send() == {"done": 0, "failed": 0}


# --- a sandbox's clock ---


@pytest.fixture
def sandbox(acme_1: Property) -> Property:
    acme_1.sandbox = True
    acme_1.save(update_fields=["sandbox"])
    return acme_1


def local(hotel: Property) -> datetime:
    return clock.now().astimezone(clock.zone(hotel.time_zone)).replace(tzinfo=None)


def set_to(hotel: Property, moment: datetime) -> None:
    with in_property(hotel):
        wanted = moment.replace(tzinfo=clock.zone(hotel.time_zone))
        hotel.clock_shift_s += round((wanted - clock.now()).total_seconds())
    hotel.save(update_fields=["clock_shift_s"])


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        # Forward from 15:00 to 15:00: the next morning lies between.
        (
            15,
            [
                "01 15 send",
                "02 04 night",
                "02 10 send",
                "02 15 send",
                "03 04 night",
                "03 10 send",
                "03 15 send",
            ],
        ),
        # From 03:00 to 03:00: this morning does, and the night happens by three o'clock.
        (
            3,
            [
                "01 03 send",
                "01 10 send",
                "02 03 night",
                "02 03 send",
                "02 10 send",
                "03 03 night",
                "03 03 send",
            ],
        ),
    ],
)
def test_every_day_on_the_way_has_its_night_and_a_morning_on_which_messages_go(
    sandbox: Property, hour: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_to(sandbox, datetime(2027, 6, 1, hour, 30))
    seen: list[str] = []

    def note(what: str) -> None:
        seen.append(f"{local(sandbox):%d %H} {what}")

    monkeypatch.setattr(nightly, "catch_up", lambda hotel: note("night") or {})
    monkeypatch.setitem(sending.WORK, "messages", lambda hotel: note("send"))
    monkeypatch.setitem(sending.WORK, "campaigns", lambda hotel: None)
    with in_property(sandbox):
        days = [each.day for each in advancing.advance(sandbox, date(2027, 6, 3))]
    assert days == [date(2027, 6, 2), date(2027, 6, 3)]
    # The clock stands a moment short of the hour where a step is set to it.
    assert [each for at, each in enumerate(seen) if not at or each != seen[at - 1]] == expected
    with in_property(sandbox):
        assert (local(sandbox).day, local(sandbox).hour) == (3, hour)


def test_a_sandbox_that_is_moved_forward_sees_guests_become_late(sandbox: Property) -> None:
    with in_property(sandbox):
        today = clock.today(sandbox.time_zone)
        crowd(120, 5, until=today)
    stays(sandbox, "S1", str(today - timedelta(days=3)))
    with in_property(sandbox):
        days = list(advancing.advance(sandbox, today + timedelta(days=30)))
    told = [each.told["lifecycle"] for each in days]
    assert told[0]["guests"] == 121
    assert told[-1]["at_risk"] > told[0].get("at_risk", 0)
    assert len(stages(sandbox)) == 121
    assert programme.advance is not advancing.advance
    assert following.follow_marked()["guests"] == 0  # what had been marked was followed on the way


def test_who_had_no_turn_because_another_took_the_time_is_asked_for_again_at_once(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FOR_SECONDS", -1.0)
    woken(acme_1, minutes=-2)
    woken(acme_2, minutes=-1)
    assert tasks.send() == {"done": 0, "failed": 0}
    left = dict(Wake.objects.values_list("property_id", "at"))
    assert set(left) == {acme_1.pk, acme_2.pk}
    assert all(at <= clock.now() for at in left.values())
