"""Stays become points in the ledger: once, in whatever order they come, and corrected when they change."""

import random
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from audit.recording import SYSTEM
from loyalty.guests import persons
from loyalty.guests.models import Guest
from loyalty.journey import uniting
from loyalty.ledger import reading
from loyalty.ledger.posting import Debit, post
from loyalty.programme import visiting
from loyalty.programme.points.models import Earning
from loyalty.programme.points.terms import EarnRule, Expiry
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.points.stage import POINTS, TODAY, earn, guest, held, publish, raw


@pytest.fixture(autouse=True)
def _asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here points are asked for by hand; tests/journey has the whole way of a stay."""
    monkeypatch.setattr(visiting, "after_stays", lambda raw, hotel, guests: None)


def spend(points: int, *guests: int) -> None:
    move = Debit(guests, ("base", "bonus"), points, "redemption")
    post(raw(), key=f"spend:{points}:{guests}", kind="test", moves=[move], on=TODAY, actor=SYSTEM)


def test_a_stay_earns_points_once(house: Property) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01"))
    assert earn(house, published) == 1
    li_si = guest()
    assert held(li_si) == (208, 0, 0, 0)
    (lot,) = reading.lots(raw(), [li_si], "points", TODAY)
    assert (lot.earned_on, lot.expires_on) == (date(2026, 11, 2), date(2029, 11, 1))
    assert earn(house, published) == 0  # the second time nothing is done
    follow(house, stay("A1", "2026-11-01"))
    assert earn(house, published) == 0
    assert held(li_si) == (208, 0, 0, 0)


def test_c62_the_tier_held_at_check_in_brings_a_bonus_that_is_no_base(house: Property) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01", revenue={"room": "1000.00", "fnb": "0.00", "other": "0.00"}))
    li_si = guest()
    set_tier(li_si, "gold", "2026-11-01")
    earn(house, published)
    assert held(li_si) == (1000, 300, 0, 0)
    row = Earning.objects.get(stay="A1")
    assert (row.base, row.bonus, row.guest_id) == (1000, 300, li_si)


def test_c62_a_tier_reached_after_check_in_does_not_count_for_that_stay(house: Property) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01"))
    set_tier(guest(), "platinum", "2026-11-02")
    earn(house, published)
    assert held(guest()) == (208, 0, 0, 0)
    follow(house, stay("A2", "2026-11-05"))
    earn(house, published)
    assert held(guest()) == (416, 104, 0, 0)


def set_tier(guest_id: int, tier: str, since: str) -> None:
    raw().execute(
        "INSERT INTO tiers_change (guest_id, from_tier, to_tier, to_rank, kind, on_day, counted_from, reason, facts,"
        " actor_kind, actor, actor_name, at)"
        " VALUES (%s, 'basic', %s, 2, 'granted', %s, %s, 'tier_granted', '{}', 'system', '', '', now())",
        (guest_id, tier, since, since),
    )


@pytest.mark.parametrize("status", ["booked", "in_house", "cancelled", "no_show"])
def test_only_a_stay_that_is_checked_out_earns(house: Property, status: str) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01", status=status))
    assert earn(house, published) == 0
    assert held(guest()) == (0, 0, 0, 0)


def test_stays_before_the_programmes_first_day_earn_nothing(house: Property) -> None:
    published = publish(effective_on=date(2026, 11, 10))
    follow(house, stay("A1", "2026-11-08"), stay("A2", "2026-11-09"), stay("A3", "2026-11-15"))
    assert earn(house, published) == 2
    assert set(Earning.objects.values_list("stay", flat=True)) == {"A2", "A3"}


def test_each_stay_earns_by_the_version_in_force_when_it_ended(house: Property) -> None:
    publish()
    twice = replace(
        POINTS, earn=[EarnRule(code="spend", per="money", points=2)], expiry=Expiry(kind="year_end")
    )
    published = publish(twice, effective_on=date(2026, 11, 10))
    follow(house, stay("A1", "2026-11-08"), stay("A2", "2026-11-09"))
    earn(house, published)
    assert held(guest()) == (208 + 416, 0, 0, 0)
    ends = {lot.earned_on: lot.expires_on for lot in reading.lots(raw(), [guest()], "points", TODAY)}
    assert ends == {date(2026, 11, 9): date(2029, 11, 8), date(2026, 11, 10): date(2029, 12, 31)}


def test_c117_points_are_pending_until_some_days_after_check_out(house: Property) -> None:
    published = publish(replace(POINTS, pending_days=14))
    follow(house, stay("A1", "2026-11-20"), stay("A2", "2026-10-01"))
    earn(house, published)
    li_si = guest()
    assert held(li_si) == (208, 0, 208, 0)  # what is due already is there at once
    (lot,) = [lot for lot in reading.lots(raw(), [li_si], "points", TODAY) if lot.kind == "pending"]
    assert (lot.matures_on, lot.becomes, lot.expires_on) == (date(2026, 12, 5), "base", date(2029, 11, 20))
    assert earn(house, published, today=date(2026, 12, 10)) == 0


def test_c117_a_cancelled_stay_takes_its_points_back(house: Property) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01"), stay("A2", "2026-11-05"))
    earn(house, published)
    follow(house, stay("A1", "2026-11-01", status="cancelled", updated_at="2026-11-03T10:00:00+08:00"))
    assert earn(house, published) == 1
    assert held(guest()) == (208, 0, 0, 0)
    assert earn(house, published) == 0
    # and back again
    follow(house, stay("A1", "2026-11-01", updated_at="2026-11-04T10:00:00+08:00"))
    assert earn(house, published) == 1
    assert held(guest()) == (416, 0, 0, 0)
    assert Earning.objects.get(stay="A1").revision == 2


@pytest.mark.parametrize(("policy", "owed", "then"), [("owe", 108, 192), ("forgive", 0, 300)])
def test_c117_what_was_spent_of_a_cancelled_stay_is_owed_or_forgiven(
    house: Property, policy: str, owed: int, then: int
) -> None:
    published = publish(replace(POINTS, spent_reversal=policy))
    follow(house, stay("A1", "2026-11-01"))
    earn(house, published)
    spend(108, guest())
    follow(house, stay("A1", "2026-11-01", status="cancelled", updated_at="2026-11-03T10:00:00+08:00"))
    earn(house, published)
    assert held(guest()) == (0, 0, 0, owed)
    follow(house, stay("A2", "2026-11-05", revenue={"room": "300.00", "fnb": "0.00", "other": "0.00"}))
    earn(house, published)
    assert held(guest()) == (then, 0, 0, 0)  # what is owed is taken from the next earnings


@pytest.mark.parametrize("policy", ["owe", "forgive"])
@pytest.mark.parametrize("spent", [0, 100, 208])
@pytest.mark.parametrize("room", ["300.00", "250.00", "208.99"])
def test_a_correction_of_a_stay_does_not_give_what_was_spent_twice(
    house: Property, policy: str, spent: int, room: str
) -> None:
    published = publish(replace(POINTS, spent_reversal=policy))
    follow(house, stay("A1", "2026-11-01"))
    earn(house, published)
    if spent:
        spend(spent, guest())
    for minute, amount in enumerate((room, "400.00", room)):
        revenue = {"room": amount, "fnb": "0.00", "other": "0.00"}
        follow(
            house, stay("A1", "2026-11-01", revenue=revenue, updated_at=f"2026-11-03T10:0{minute}:00+08:00")
        )
        earn(house, published)
        assert held(guest()) == (int(amount[:3]) - spent, 0, 0, 0)


def test_a_stay_that_goes_to_another_person_takes_its_points_along(house: Property) -> None:
    published = publish()
    follow(house, stay("A1", "2026-11-01"), stay("A2", "2026-11-05"))
    earn(house, published)
    other = stay(
        "A2",
        "2026-11-05",
        guest_number="G9",
        name="王芳",
        phone="13900000001",
        updated_at="2026-11-07T10:00:00+08:00",
    )
    follow(house, other)
    earn(house, published)
    assert held(guest()) == (208, 0, 0, 0)
    assert held(guest("王芳")) == (208, 0, 0, 0)
    assert earn(house, published) == 0


def test_it_does_not_matter_whose_turn_is_first_when_a_stay_moves(house: Property) -> None:
    published = publish()
    wang_fang = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}
    follow(house, stay("A0", "2026-10-01"), stay("A1", "2026-11-01"), stay("B1", "2026-10-01", **wang_fang))
    earn(house, published)
    li_si, wang = guest(), guest("王芳")
    for minute, order in enumerate(((li_si, wang), (wang, li_si))):
        changes: dict[str, Any] = {"updated_at": f"2026-11-07T10:0{minute}:00+08:00"}
        follow(house, stay("A1", "2026-11-01", **changes, **({} if minute else wang_fang)))
        for one in order:
            earn(house, published, one)
        assert [held(li_si)[0], held(wang)[0]] == ([416, 208] if minute else [208, 416])


def test_a_merge_and_its_undoing_move_no_points(house: Property) -> None:
    published = publish()
    follow(
        house,
        stay("A1", "2026-11-01"),
        stay("B1", "2026-11-01", guest_number="G9", name="王芳", phone="13900000001"),
    )
    earn(house, published)
    li_si, wang = guest(), guest("王芳")
    kept = uniting.merge(house, li_si, wang, None)
    assert earn(house, published) == 0
    assert (held(li_si)[0], held(wang)[0], held(li_si, wang)[0]) == (208, 208, 416)
    follow(house, stay("B2", "2026-11-05", guest_number="G9", name="王芳", phone="13900000001"))
    earn(house, published)
    assert held(li_si, wang)[0] == 624 and held(kept)[0] == 416  # new points go to the standing row
    uniting.unmerge(house, kept, ({li_si, wang} - {kept}).pop(), None)
    earn(house, published)
    assert (held(li_si)[0], held(wang)[0]) == (208, 416)  # each person has what the own stays earned


@pytest.mark.parametrize("gold", ["李四", "王芳"])
def test_a_merge_changes_no_tier_by_which_a_stay_has_earned(house: Property, gold: str) -> None:
    published = publish()
    wang_fang = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}
    follow(house, stay("A1", "2026-10-01"), stay("B1", "2026-11-01", **wang_fang))
    for name in ("李四", "王芳"):
        set_tier(guest(name), "gold" if name == gold else "basic", "2026-01-01")
    earn(house, published)
    li_si, wang = guest(), guest("王芳")
    assert held(li_si, wang) == (416, 62, 0, 0)
    kept = uniting.merge(house, li_si, wang, None)
    assert earn(house, published) == 0
    uniting.unmerge(house, kept, ({li_si, wang} - {kept}).pop(), None)
    assert earn(house, published) == 0
    assert held(guest(gold)) == (208, 62, 0, 0)


def test_a_visit_with_three_rooms_is_rewarded_once(house: Property) -> None:
    published = publish(replace(POINTS, earn=[EarnRule(code="visit", per="visit", points=500)]))
    follow(house, *(stay(f"A{n}", "2026-11-01", room_no=f"820{n}") for n in range(3)))
    earn(house, published)
    assert held(guest()) == (500, 0, 0, 0)
    follow(house, stay("A0", "2026-11-01", status="cancelled", updated_at="2026-11-03T10:00:00+08:00"))
    earn(house, published)
    assert held(guest()) == (500, 0, 0, 0)  # another room of the visit has it now


def messages() -> list[dict[str, Any]]:
    """Two guests, rooms side by side, corrections, a cancellation, a stay that changes hands."""
    found = []
    for n in range(8):
        found.append(
            stay(
                f"A{n}", f"2026-0{n % 4 + 1}-10", revenue={"room": f"{200 + n}.00", "fnb": "0", "other": "0"}
            )
        )
        found.append(
            stay(
                f"B{n}",
                f"2026-0{n % 4 + 1}-11",
                guest_number="G9",
                name="王芳",
                phone="13900000001",
                nights=2,
            )
        )
    found.append(stay("A1", "2026-02-10", status="cancelled", updated_at="2026-06-01T10:00:00+08:00"))
    found.append(stay("A2", "2026-03-10", rate="900.00", updated_at="2026-06-01T10:00:00+08:00"))
    revenue = {"room": "999.00", "fnb": "0.00", "other": "0.00"}
    found.append(stay("B3", "2026-04-11", revenue=revenue, updated_at="2026-06-02T10:00:00+08:00"))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_messages_gives_the_same_balances(house: Property, seed: int) -> None:
    """I8: points follow from the stays alone."""
    rules = [
        EarnRule(code="spend", per="money", points=1, cap=700, cap_period="month"),
        EarnRule(code="visit", per="visit", points=100, kind="bonus"),
        EarnRule(code="night", per="night", points=10),
    ]
    published = publish(replace(POINTS, earn=rules))
    sent = messages()
    if seed:
        random.Random(seed).shuffle(sent)
    for each in sent:
        follow(house, each)
        earn(house, published)
    balances = {name: held(*persons.rows_of(raw(), guest(name))) for name in ("李四", "王芳")}
    assert balances == {"李四": (1803, 400, 0, 0), "王芳": (1596, 400, 0, 0)}
    assert earn(house, published) == 0


def test_many_guests_at_once(house: Property) -> None:
    published = publish()
    follow(
        house,
        *(stay(f"S{n}", "2026-11-01", guest_number=f"N{n}", name=f"客{n}", phone=None) for n in range(300)),
    )
    assert earn(house, published) == 300
    assert earn(house, published) == 0
    assert held(*Guest.objects.values_list("pk", flat=True))[0] == 300 * 208
