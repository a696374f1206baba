"""The guest card's part on the lifecycle: where he stands, why, and what that rests on (C125)."""

from datetime import timedelta

import pytest

from chains.models import Chain
from kernel import clock
from loyalty.guests.models import Guest, Profile
from loyalty.lifecycle import marks
from loyalty.nights import following, nightly
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.loyalty.lifecycle.filling import come, met, raw, regulars

GUESTS = "/properties/acme-1/guests"


@pytest.fixture
def late(acme_1: Property) -> Guest:
    """A guest of a house whose guests come again after about 60 days: his third visit was 141 days ago."""
    with in_property(acme_1):
        today = clock.today(acme_1.time_zone)
        regulars(80, today)
        guest = met("李四", [today - timedelta(days=n) for n in (260, 200, 141)])
        nightly.catch_up(acme_1)
    return guest


def test_the_card_says_where_a_guest_stands_and_why(acme: Chain, acme_1: Property, late: Guest) -> None:
    card = doors.with_key(acme, "guests:read").read(f"{GUESTS}/{late.pk}").json()["lifecycle"]
    today = clock.today(acme_1.time_zone)
    assert (card["stage"], card["deviation"], card["away_days"]) == ("at_risk", "late", 141)
    assert card["stage_since"] == card["due_on"] < str(today)
    norm = card["norm"]
    assert norm["lower"] < norm["median"] < norm["upper"] < 141
    # Nobody ever came a fourth time: all gaps from the second visit on stand in, and the card says so.
    assert (norm["from"], norm["pooled"]) == ("property", True)
    assert "样本不足" in norm["fallback_says"]["zh"]
    assert card["says"]["zh"] == (
        f"预警：上次入住 141 天前，同类客人多数在 {norm['lower']:.0f}–{norm['upper']:.0f} 天内再来"
    )
    assert card["says"]["en"].startswith("At risk: the last visit was 141 days ago; most guests of this kind")
    assert card["rfm"].keys() == {"r", "f", "m", "group", "group_says"}
    assert card["value"]["spent"] == "624.00"
    assert 0 <= card["value"]["alive"] <= 1
    assert card["price_sensitive"] == "no"
    assert card["as_of"] == str(today)


def test_a_card_after_a_visit_and_after_staff_said_why_he_comes(
    acme: Chain, acme_1: Property, late: Guest
) -> None:
    with in_property(acme_1):
        today = clock.today(acme_1.time_zone)
        come(late, [today], checked_out_at=None)
        Profile.objects.create(guest=late, motive="loyal", changed_at=clock.now())
        marks.put(raw(), acme_1.pk, [late.pk])
    following.follow_marked()
    card = doors.with_key(acme, "guests:read").read(f"{GUESTS}/{late.pk}").json()["lifecycle"]
    assert (card["stage"], card["away_days"]) == ("new", 0)
    assert card["says"]["zh"].startswith("新客：正在第 1 次入住，同类客人多数在")
    # In the model whoever came once is alive for sure: that is no chance worth showing.
    assert card["value"]["alive"] is None
    assert card["motive"] == {"suggested": "", "set": "loyal"}


def test_who_was_never_judged_has_no_such_part(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = met("初", [])
    assert doors.with_key(acme, "guests:read").read(f"{GUESTS}/{guest.pk}").json()["lifecycle"] is None
