"""Points spent away from home: both sides booked once, whatever dies in between (C124, ARCHITECTURE's one home)."""

from datetime import date
from typing import Any

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.crossing import spending
from loyalty.guests.models import Guest
from loyalty.ledger.posting import Credit, post
from loyalty.ledger.reading import balances, house_totals
from loyalty.programme import publishing
from loyalty.programme.document import Programme
from loyalty.programme.points.refusals import TooMuchForTheBill
from loyalty.programme.points.terms import Bill, Points
from loyalty.programme.tiers.terms import Tier, Tiers
from sharing import settlement
from sharing.models import Transfer
from sharing.settings import share
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories

BEGAN = date(2026, 1, 1)


def programme() -> Programme:
    return Programme(
        name="雅客会",
        tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member")]),
        points=Points(enabled=True, bill=Bill(enabled=True, points=1000, money="50.00")),
    )


def guest_at(place: Property, points: int = 0, phone: str = "138 0013 8000") -> int:
    """李四 at this property, with so many points."""
    with in_property(place):
        raw = Statements(raw_connection())
        publishing.write(raw, programme(), effective_on=BEGAN, actor=SYSTEM)
        factories.follow(place, factories.stay("F1", "2025-11-05", phone=phone))
        guest = Guest.objects.get(merged_into=None).pk
        if points:
            given = Credit(guest, "base", points, "issuance", earned_on=date(2026, 1, 1))
            post(raw, key="given", kind="given", moves=[given], on=date(2026, 1, 1), actor=SYSTEM)
    return guest


def points_of(place: Property, guest: int) -> int:
    with in_property(place):
        return balances(Statements(raw_connection()), [guest]).points


def clearing(place: Property) -> int:
    """What the property's clearing accounts took in less what they gave, in points."""
    with in_property(place):
        totals = house_totals(Statements(raw_connection()), unit="points")
    return sum(total for (account, _), total in totals.items() if account == "clearing")


@pytest.fixture
def shared(acme_1: Property) -> None:
    share(acme_1.chain, points=True)


def spend(
    place: Property, guest: int, *, key: str = "k", points: int = 1000, home: str = "acme-1"
) -> Transfer:
    return spending.spend(place, guest, home, points, bill_cents=40_000, key=key, actor=SYSTEM)


def test_points_of_one_property_pay_at_another(acme_1: Property, acme_2: Property, shared: None) -> None:
    """C124: 1,000 points earned at one house are 50 yuan off a bill of 400 at the other."""
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)
    done = spend(acme_2, here)
    assert (done.state, done.value_cents) == ("done", 5_000)
    assert points_of(acme_1, home_guest) == 500
    # What left the one through clearing came to the other through clearing.
    assert (clearing(acme_1), clearing(acme_2)) == (1000, -1000)
    flows = settlement.flows(acme_1.chain_id, done.done_at.date(), "Asia/Shanghai") if done.done_at else []
    assert settlement.balances(flows) == {acme_1.pk: -5_000, acme_2.pk: 5_000}
    assert sum(settlement.balances(flows).values()) == 0


def test_the_same_key_spends_once(acme_1: Property, acme_2: Property, shared: None) -> None:
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)
    first, again = spend(acme_2, here), spend(acme_2, here)
    assert first.pk == again.pk
    assert points_of(acme_1, home_guest) == 500
    with pytest.raises(spending.TransferKeyReused):
        spend(acme_2, here, points=200)


def test_what_home_refuses_is_refused_and_nothing_moves(
    acme_1: Property, acme_2: Property, shared: None
) -> None:
    home_guest, here = guest_at(acme_1, 300), guest_at(acme_2)
    for _ in range(2):
        with pytest.raises(spending.RefusedThere):
            spend(acme_2, here)
    assert points_of(acme_1, home_guest) == 300
    assert Transfer.objects.get().state == "refused"
    assert clearing(acme_2) == 0


def test_a_crash_between_the_two_sides_is_carried_on(
    acme_1: Property, acme_2: Property, shared: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)

    def dies(transfer: Transfer) -> Transfer:
        raise RuntimeError("the process was killed here")

    with monkeypatch.context() as killed:
        killed.setattr(spending, "_give_at_spender", dies)
        with pytest.raises(RuntimeError):
            spend(acme_2, here)
    assert (points_of(acme_1, home_guest), Transfer.objects.get().state) == (500, "taken")
    assert clearing(acme_2) == 0
    monkeypatch.setattr(spending, "SWEPT_AFTER", -spending.SWEPT_AFTER)
    assert spending.finish_open() == {"done": 1, "refused": 0, "failed": 0}
    assert spending.finish_open() == {"done": 0, "refused": 0, "failed": 0}
    assert (points_of(acme_1, home_guest), clearing(acme_2)) == (500, -1000)
    assert spend(acme_2, here).state == "done"


def test_control_without_the_common_key_the_sweeper_would_take_twice(
    acme_1: Property, acme_2: Property, shared: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The protection off: every step books under a key of its own, and what was taken is taken again."""
    home_guest, here = guest_at(acme_1, 2500), guest_at(acme_2)
    numbers = iter(range(100))
    real = spending.post

    def forgetful(raw: Statements, *, key: str, **more: Any) -> Any:
        return real(raw, key=f"{key}:{next(numbers)}", **more)

    monkeypatch.setattr(spending, "post", forgetful)
    done = spend(acme_2, here)
    done.state = "asked"
    done.save()
    spending.carry_on(done)
    assert points_of(acme_1, home_guest) == 500  # 2,000 taken for a transfer of 1,000


def test_off_by_default(acme_1: Property, acme_2: Property) -> None:
    guest_at(acme_1, 1500)
    here = guest_at(acme_2)
    assert spending.purses(acme_2, here) == []
    with pytest.raises(spending.NotShared):
        spend(acme_2, here)


def test_another_person_has_no_points_there(acme_1: Property, acme_2: Property, shared: None) -> None:
    guest_at(acme_1, 1500)
    here = guest_at(acme_2, phone="139 0013 9000")
    with pytest.raises(spending.NothingThere):
        spend(acme_2, here)


def test_over_http_it_needs_a_key_and_answers_again(acme_1: Property, acme_2: Property, shared: None) -> None:
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)
    desk = doors.with_key(acme_1.chain)
    path, body = (
        f"/properties/acme-2/guests/{here}/points/spend-elsewhere",
        {"home": "acme-1", "points": 1000, "bill": "400.00"},
    )
    assert desk.add(path, body).status_code == 400
    seen = desk.read(f"/properties/acme-2/guests/{here}/elsewhere").json()
    assert seen["points"] == [{"property": "acme-1", "name": "雅客一店", "points": 1500, "worth": "75.00"}]
    answers = [desk.add(path, body, idempotency_key="one").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["money_off"], answers[0]["to_pay"], answers[0]["state"]) == ("50.00", "350.00", "done")
    assert points_of(acme_1, home_guest) == 500
    sheet = desk.read(f"/chains/acme/reports/settlement?month={Transfer.objects.get().done_at:%Y-%m}").json()
    assert [pair["net"] for pair in sheet["pairs"]] == ["50.00"]
    assert (sheet["pairs"][0]["pays"], sheet["sum"]) == ("acme-1", "0.00")


def test_no_more_points_are_taken_than_the_bill_needs(
    acme_1: Property, acme_2: Property, shared: None
) -> None:
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)
    for points, bill_cents in ((50, 200), (10, 0)):
        with pytest.raises(TooMuchForTheBill):
            spending.spend(
                acme_2, here, "acme-1", points, bill_cents=bill_cents, key=f"k{points}", actor=SYSTEM
            )
    assert points_of(acme_1, home_guest) == 1500
    assert not Transfer.objects.exists()


def test_a_sandbox_reaches_no_real_points(acme_1: Property, acme_2: Property, shared: None) -> None:
    home_guest, here = guest_at(acme_1, 1500), guest_at(acme_2)
    acme_2.sandbox = True
    acme_2.save(update_fields=["sandbox"])
    assert spending.purses(acme_2, here) == []
    with pytest.raises(spending.NothingThere):
        spend(acme_2, here)
    assert points_of(acme_1, home_guest) == 1500


def test_the_settlement_is_in_the_currency_of_the_properties(acme_1: Property, acme_2: Property) -> None:
    Property.objects.filter(chain=acme_1.chain).update(currency="EUR")
    sheet = doors.with_key(acme_1.chain).read("/chains/acme/reports/settlement?month=2026-11").json()
    assert (sheet["currency"], sheet["pairs"], sheet["sum"]) == ("EUR", [], "0.00")
