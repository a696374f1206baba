"""Two clerks give the same thing at once: never beyond the allowance. Without the lock they do (control)."""

import pytest

from kernel.statements import Statements
from loyalty.programme.benefits import using
from loyalty.programme.benefits.models import Use
from loyalty.programme.benefits.using import Asked
from loyalty.programme.tiers import rows as memberships
from tenants.context import in_property
from tests import cast
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY
from tests.loyalty.programme.rewards.rush import AT_ONCE, Meeting, at_once, crowd

pytestmark = pytest.mark.usefixtures("committed")
ALLOWANCE = 2  # gifts a month


def use_at_once(monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int]:
    """One member, eight clerks, one gift each: done, refused, and gifts on record."""
    hotel = cast.property_named("acme-1")
    published, guests = crowd(hotel, house.programme(), count=1)
    Meeting().at(monkeypatch, using, "_left")

    def act(raw: Statements, number: int) -> None:
        using.use(raw, published, guests, Asked("gift"), key=f"k{number}", actor=ANNA, today=TODAY)

    outcomes = at_once(hotel, act)
    with in_property(hotel):
        return outcomes["done"], outcomes["already_used"], Use.objects.count()


def test_c42_eight_clerks_at_once_give_no_more_than_the_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    assert use_at_once(monkeypatch) == (ALLOWANCE, AT_ONCE - ALLOWANCE, ALLOWANCE)


def test_control_without_the_lock_on_the_membership_they_give_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memberships, "LOCKED", memberships.READ)
    done, _, recorded = use_at_once(monkeypatch)
    assert done == recorded > ALLOWANCE
