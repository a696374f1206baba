"""C91: guests get owners by rule, keep them, and are handed over when somebody leaves."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from psycopg.errors import InsufficientPrivilege

from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.guests.models import Guest, Interaction
from loyalty.journey import uniting
from loyalty.owners import assigning, departments, people, reading, rules, transferring, workload
from loyalty.owners.deciding import Rule
from loyalty.owners.departments import Department
from loyalty.owners.models import Change, Handed, Owner, Transfer
from loyalty.owners.transferring import By, Moved, Taker
from loyalty.programme.tiers.models import Membership
from loyalty.remarks.models import Task
from loyalty.stays.models import Clerk
from staff.models import Membership as Works
from staff.roles import Role
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property
from tests import doors
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_following import noon

BY = By(None, "林经理")
EVERYBODY = Rule("everybody", "department", department="front_desk")


@pytest.fixture
def team(acme: Chain) -> list[UUID]:
    return sorted(doors.member(acme, Role.FRONT_DESK).pk for _ in range(3))


@pytest.fixture
def hotel(acme_1: Property, team: list[UUID]) -> Iterator[Property]:
    with time_machine.travel(noon("2026-11-23"), tick=False), in_property(acme_1):
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def come(hotel: Property, *numbers: int, **changes: object) -> list[int]:
    """Guests, each once; the later number spent more."""
    stays = [
        stay(
            f"S{n}", "2026-11-01", guest_number=f"G{n}", name=f"客{n}", phone=f"139{n:08}", **changes,
            revenue={"room": f"{100 * n}.00", "fnb": "0.00", "other": "0.00"},
        )
        for n in numbers
    ]  # fmt: skip
    follow(hotel, *stays)
    return [Guest.objects.get(name=f"客{n}").pk for n in numbers]


def left(staff: UUID) -> None:
    with in_public():
        Works.objects.filter(staff_id=staff).update(is_active=False)


def owners() -> dict[int, UUID | None]:
    return dict(Owner.objects.values_list("guest_id", "staff"))


def test_c91_rules_give_by_who_added_who_checked_in_tier_and_department(
    hotel: Property, team: list[UUID]
) -> None:
    added, checked_in, third = team
    a, b, c, d = come(hotel, 1, 2, 3, 4)
    Task.objects.filter(guest_id=a).update(completed_at=clock.now(), completed_by=added, completed_name="x")
    follow(hotel, stay("S2b", "2026-11-10", guest_number="G2", name="客2", phone="13900000002",
                       checked_in_by={"external_id": "S99", "name": "孙"}))  # fmt: skip
    Clerk.objects.filter(external_id="S99").update(staff=checked_in)
    Membership.objects.create(
        guest_id=c, tier="gold", rank=1, kind="granted", since=date(2026, 1, 1), counts_from=date(2026, 1, 1),
        term_from=date(2026, 1, 1), joined_on=date(2026, 1, 1), reason="x", counted_from=date(2026, 1, 1),
        changed_on=date(2026, 1, 1),
    )  # fmt: skip
    departments.put(raw(), hotel, [Department("front_desk", "前台", "", tuple(team))])
    by_rule = [
        Rule("added_contact", "themselves"),
        Rule("checked_in", "themselves"),
        Rule("tier", "staff", "gold", third),
    ]
    rules.put(raw(), hotel, [*by_rule, EVERYBODY])
    plan = assigning.preview(raw(), hotel)
    assert owners() == {} and plan.unowned == 4 and plan.nobody == 0
    # The last one goes to who has the fewest; all have one each, and the first of the list goes first.
    assert {each.guest: each.reason for each in plan.given} == {
        a: "added_contact", b: "checked_in", c: "tier", d: "everybody",
    }  # fmt: skip
    assert assigning.follow(raw(), hotel, [a, b]) == 2
    assert assigning.night(raw(), hotel) == {"assigned": 2, "nobody": 0}
    assert {a: added, b: checked_in, c: third}.items() <= owners().items()
    # Done again, nothing is new.
    assert assigning.night(raw(), hotel) == {"assigned": 0, "nobody": 0}
    card = reading.told(raw(), reading.of(raw(), [a]), people.here(hotel))
    assert card is not None and (card["staff"], card["left"]) == (added, False)
    assert card["reason_says"] == {"zh": "添加了客人的联系方式", "en": "Added the guest's contact"}


def test_what_was_set_by_hand_stays_and_what_was_taken_away_may_be_given_again(
    hotel: Property, team: list[UUID]
) -> None:
    (a,) = come(hotel, 1)
    rules.put(raw(), hotel, [Rule("everybody", "staff", staff=team[0])])
    assert transferring.give(raw(), hotel, [a], team[1], "", BY)
    assert not transferring.give(raw(), hotel, [a], team[1], "", BY)
    assert assigning.apply(raw(), hotel).unowned == 0 and owners() == {a: team[1]}
    assert transferring.give(raw(), hotel, [a], None, "", BY, "回老家了") and owners() == {}
    assert assigning.follow(raw(), hotel, [a]) == 1 and owners() == {a: team[0]}
    # Each of it stands written down, once, and nobody edits it: who, from whom, to whom, why.
    told = Change.objects.order_by("id").values_list("giver", "taker", "reason", "note", "by_name")
    assert list(told) == [
        (None, team[1], "hand", "", BY.name),
        (team[1], None, "hand", "回老家了", BY.name),
        (None, team[0], "everybody", "", ""),
    ]
    with pytest.raises(InsufficientPrivilege, match="permission denied"), transaction.atomic():
        raw().execute("DELETE FROM owners_change")


def test_a_person_of_several_rows_has_one_owner_counts_once_and_keeps_his_when_told_apart(
    hotel: Property, team: list[UUID]
) -> None:
    a, b = come(hotel, 1, 2)
    for guest, staff in ((a, team[0]), (b, team[1])):
        transferring.give(raw(), hotel, [guest], staff, "", BY)
    kept = uniting.merge(hotel, a, b, None)
    rows = persons.rows_of(raw(), b)
    owner = reading.of(raw(), rows)
    assert owner is not None and owner.staff == team[0] and kept == a
    assert {guest: found.staff for guest, found in reading.many(raw(), [a]).items()} == {a: team[0]}
    loads = {load.staff: load.guests for load in workload.listed(raw(), hotel, clock.now())}
    assert (loads[team[0]], loads[team[1]]) == (1, 0)
    # Of the second owner there is nobody to hand over; of the first, one person.
    assert _hand_over(hotel, team[1], (team[2], 1.0)).guests == 0
    assert _hand_over(hotel, team[0], (team[2], 1.0)).guests == 1
    assert Handed.objects.get().guest_id == a
    uniting.unmerge(hotel, a, b, None)
    assert owners() == {a: team[2], b: team[2]}


def test_c91_who_leaves_hands_over_by_shares_with_notice_and_open_complaints_once(
    hotel: Property, team: list[UUID]
) -> None:
    giver, one, other = team
    guests = come(hotel, *range(1, 11))
    for guest in guests:
        transferring.give(raw(), hotel, [guest], giver, "", BY)
    worst = _complaint(guests[9], giver)
    elsewhere = _complaint(come(hotel, 11)[0], giver)
    settled = _complaint(guests[8], giver, settled_at=clock.now())
    left(giver)
    (gone,) = [load for load in workload.listed(raw(), hotel, clock.now()) if load.left]
    assert (gone.staff, gone.guests, gone.open_complaints, gone.overdue_complaints) == (giver, 10, 2, 2)
    shares = ((one, 0.3), (other, 0.7))
    before = owners()
    tried = _hand_over(hotel, giver, *shares, dry_run=True)
    assert (tried.guests, tried.complaints, tried.transfer) == (10, 2, None)
    assert owners() == before and not Transfer.objects.exists()
    done = _hand_over(hotel, giver, *shares)
    assert done.by == [(one, 3), (other, 7)] and done.transfer
    # Each has his share of the three who spent most, not of the oldest numbers.
    assert {owners()[guest] for guest in guests[7:]} == {one, other}
    assert Interaction.objects.get(pk=worst).owner == owners()[guests[9]]
    assert Interaction.objects.get(pk=elsewhere).owner in (one, other)
    # Card, list and timeline call him by the name that stands with it: the taker's, not that of who left.
    for moved in Interaction.objects.filter(pk__in=(worst, elsewhere)):
        assert {moved.owner: moved.owner_name}.items() <= people.names((one, other)).items()
    assert Interaction.objects.get(pk=settled).owner == giver
    # Told until seen; written down for good; again it is nobody any more.
    (news,) = transferring.unseen(raw(), one, secret=False)
    assert (news.n, news.giver_name, len(news.guests)) == (3, "走的人", 3)
    assert transferring.see(raw(), one, news.id) == 3
    assert transferring.unseen(raw(), one, secret=False) == []
    assert _hand_over(hotel, giver, *shares) == Moved([(one, 0), (other, 0)], 0, 0, None)
    (listed,) = transferring.listed(raw(), limit=9)
    assert listed.takers == [(other, 7, 7), (one, 3, 0)]


def test_who_only_goes_part_time_keeps_a_share_and_his_own_complaints(
    hotel: Property, team: list[UUID]
) -> None:
    giver, one, _ = team
    guests = come(hotel, 1, 2, 3, 4)
    for guest in guests:
        transferring.give(raw(), hotel, [guest], giver, "", BY)
    (other,) = come(hotel, 5)
    kept = _complaint(other, giver)
    moved = _hand_over(hotel, giver, (one, 0.5), keeps=0.5)
    assert (moved.guests, moved.stay) == (2, 2)
    assert Interaction.objects.get(pk=kept).owner == giver
    with pytest.raises(transferring.TakesFromHimself):
        _hand_over(hotel, giver, (giver, 1.0))


def _hand_over(hotel: Property, giver: UUID | None, *shares: tuple[UUID, float], **more: object) -> Moved:
    takers = [Taker(staff, share) for staff, share in shares]
    return transferring.transfer(raw(), hotel, giver, "走的人", takers, by=BY, **more)  # type: ignore[arg-type]


def _complaint(guest: int, owner: UUID, **changes: object) -> int:
    now = clock.now()
    return Interaction.objects.create(
        guest_id=guest, kind="complaint", day=now.date(), text="空调不冷", owner=owner, owner_name="走的人", made_at=now,
        due_at=now - timedelta(hours=1), **changes,
    ).pk  # fmt: skip
