"""Many at once: caps, the second person and reinstatement hold; without the turn they do not (controls)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from audit.recording import Actor
from kernel.statements import Statements
from loyalty.guests.persons import rows_of
from loyalty.ledger import expiring as clearing
from loyalty.ledger import reading
from loyalty.programme.document import TwoPersons
from loyalty.programme.points import adjusting, approving, caps, giving, turns
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.moving import Act
from loyalty.programme.versions import Published
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.factories import follow, stay
from tests.loyalty.programme.coupons.at_once import Meeting, at_once
from tests.loyalty.programme.points.stage import TODAY, act, grant, guest, held, publish, raw

pytestmark = pytest.mark.usefixtures("committed")
DESK = Actor("staff", "s1", "王芳")


@pytest.fixture
def hotel() -> Property:
    place = cast.property_named("acme-1")
    with in_property(place):
        follow(
            place,
            stay("A1", "2019-05-01"),
            stay("B1", "2019-05-01", guest_number="G9", name="王芳", phone="13900000001"),
        )
    return place


def everybody_at_once(raw: Statements, guests: Any) -> dict[int, tuple[int, ...]]:
    """turns.take without the lock."""
    return {guest: rows_of(raw, guest) for guest in guests}


def meeting_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """All wait for each other after this function, if nothing makes them take turns."""
    real: Callable[..., Any] = getattr(module, name)
    meeting = Meeting()

    def met(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        meeting.meet()
        return found

    monkeypatch.setattr(module, name, met)


def transfers(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Eight transfers of 100 points, of which the cap of 500 a month lets five through."""
    with in_property(hotel):
        published = publish()
        li_si, wang = guest(), guest("王芳")
        grant(li_si, 1000)
    meeting_after(monkeypatch, caps, "check")
    return at_once(hotel, lambda raw, n: giving.transfer(_act(raw, published, n), li_si, wang, 100))


def _act(raw: Statements, published: Published, n: int) -> Act:
    return Act(raw, published, DESK, f"race:{n}", TODAY)


def test_a_cap_holds_when_many_come_at_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    assert transfers(hotel, monkeypatch) == ["done"] * 5 + ["exhausted"] * 3
    with in_property(hotel):
        assert (held(guest())[0], held(guest("王芳"))[0]) == (500, 500)


def test_control_without_the_turn_the_cap_is_passed(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "take", everybody_at_once)
    assert transfers(hotel, monkeypatch).count("done") > 5


def reinstatements(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Eight times the same 100 expired points."""
    with in_property(hotel):
        published = publish()
        li_si = guest()
        grant(li_si, 100, expires_on=TODAY - timedelta(days=1), earned_on=TODAY - timedelta(days=300))
        (lot,) = reading.lots(raw(), [li_si], "points", TODAY - timedelta(days=1))
        clearing.expire(raw(), TODAY)
    meeting_after(monkeypatch, adjusting.expiring, "last_day")
    return at_once(
        hotel, lambda raw, n: adjusting.reinstate(_act(raw, published, n), li_si, lot.id, None, "客人住院")
    )


def test_c121_expired_points_come_back_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reinstatements(hotel, monkeypatch) == ["already_used"] * 7 + ["done"]
    with in_property(hotel):
        assert held(guest())[0] == 100


def test_control_without_the_turn_expired_points_come_back_many_times(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "take", everybody_at_once)
    assert reinstatements(hotel, monkeypatch).count("done") > 1
    with in_property(hotel):
        assert held(guest())[0] > 100


def decisions(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Eight managers agree to the same request."""
    with in_property(hotel):
        published = publish(two_persons=TwoPersons(points=100))
        request = adjusting.adjust(act(published, actor=DESK), guest(), 500, None, "投诉补偿")
        assert isinstance(request, Asked)
    meeting_after(monkeypatch, approving, "_one")

    def agree(raw: Statements, n: int) -> object:
        manager = Actor("staff", f"m{n}", "经理")
        return approving.decide(raw, published, request.id, approve=True, by=manager, today=TODAY)

    return at_once(hotel, agree)


def test_what_two_persons_agreed_to_is_done_once(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    assert decisions(hotel, monkeypatch) == ["already_used"] * 7 + ["done"]
    with in_property(hotel):
        assert held(guest())[1] == 500


def test_control_without_the_lock_many_decide_and_the_ledger_still_does_it_once(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approving, "LOCK", approving.LOCK.replace(" FOR UPDATE", ""))
    assert decisions(hotel, monkeypatch).count("done") > 1
    with in_property(hotel):
        assert held(guest())[1] == 500
