"""What a plan has room for: the last place is given once, and the refusal names the plan that fits."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from billing import limits, plans
from billing.limits import PlanLimit
from billing.models import Account
from chains.models import Chain
from kernel import clock
from staff import inviting
from staff.access import operator_grant
from staff.models import Invitation
from staff.roles import Role
from tenants import usage
from tenants.models import Property
from tests import doors


def on_plan(chain: Chain, plan: str, state: str = "active") -> Account:
    return Account.objects.create(chain=chain, plan=plan, state=state, since=clock.now())


@pytest.mark.parametrize(
    ("wanted", "plan"),
    [
        ({"properties": 3}, "starter"),
        ({"properties": 4}, "chain"),
        ({"properties": 20, "seats": 101}, "group"),
        ({"properties": 201}, None),
        ({"contacts": 30_001}, "chain"),
    ],
)
def test_the_smallest_plan_with_room(wanted: dict[str, int], plan: str | None) -> None:
    found = limits.fitting(**wanted)
    assert (found.code if found else None) == plan


def test_a_contract_outside_stripe_has_no_limit_whatever_plan_stands_there(acme: Chain) -> None:
    limits.demand(None, "seats", 10_000)
    limits.demand(Account(plan="starter", state="arranged"), "seats", 10_000)


def test_the_refusal_names_what_is_used_and_the_plan_that_fits() -> None:
    with pytest.raises(PlanLimit) as refused:
        limits.demand(Account(plan="starter", state="active"), "properties", 3)
    assert refused.value.facts == {
        "what": "properties",
        "used": 3,
        "limit": 3,
        "plan": "starter",
        "fits": "chain",
    }
    assert "3 家门店" in refused.value.sentence("zh-CN")
    assert "3 properties" in refused.value.sentence("en")


def test_seats_are_who_can_sign_in_and_who_was_invited(acme: Chain) -> None:
    before = usage.seats(acme)
    gone = doors.member(acme, Role.ANALYST)
    doors.member(acme, Role.ANALYST)
    inviting.invite(acme, operator_grant(acme.pk), email="a@acme.test", name="", role=Role.ANALYST)
    Invitation.objects.create(
        chain=acme, email="late@acme.test", role="analyst", digest=b"x", created_at=clock.now(),
        expires_at=clock.now() - timedelta(days=1),
    )  # fmt: skip
    assert usage.seats(acme) == before + 3
    gone.memberships.update(is_active=False)
    assert usage.seats(acme) == before + 2


def test_sandboxes_and_closed_properties_are_not_counted(acme: Chain) -> None:
    assert usage.properties(acme) == 2
    Property.objects.filter(slug="acme-1").update(sandbox=True)
    Property.objects.filter(slug="acme-2").update(state="closed")
    assert usage.usage(acme).properties == 0


def take_seats(chain: Chain, how_many: int) -> list[str]:
    """Invitations sent at the same moment, and what became of each."""
    told: list[str] = []
    together = threading.Barrier(how_many)

    def invite(number: int) -> None:
        together.wait()
        try:
            with transaction.atomic():
                usage.demand(chain, "seats")
                email = f"{number}@acme.test"
                inviting.invite(chain, operator_grant(chain.pk), email=email, name="", role=Role.ANALYST)
            told.append("invited")
        except PlanLimit:
            told.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=invite, args=[number]) for number in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.fixture
def one_seat_left(committed: None, monkeypatch: pytest.MonkeyPatch) -> Chain:
    chain = Chain.objects.get(slug="acme")
    on_plan(chain, "starter")
    room = plans.Limits(3, 30_000, 3_000, usage.seats(chain) + 1, 100)
    monkeypatch.setattr(limits, "limits_for", lambda account: room)
    return chain


def test_the_last_seat_is_taken_once_however_many_ask_for_it(one_seat_left: Chain) -> None:
    assert sorted(take_seats(one_seat_left, 6)) == ["full"] * 5 + ["invited"]


def test_control_without_the_lock_the_last_seat_is_taken_more_than_once(
    one_seat_left: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = threading.Barrier(6)
    count = usage.seats

    def slowly(chain: Chain) -> int:
        used = count(chain)
        counted.wait()  # all have counted before any has written
        return used

    monkeypatch.setattr(usage, "seats", slowly)
    monkeypatch.setattr(limits, "held", lambda chain: Account.objects.get(chain=chain))
    assert take_seats(one_seat_left, 6).count("invited") == 6
