"""The audience before the launch: every subtraction with its number, adding up exactly; each person once."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from kernel import clock
from loyalty.campaigns import audience, knowing, sifting
from loyalty.campaigns.document import CampaignAudience, CouponOffer, Document, GapOffer
from loyalty.guests.models import Guest, Profile
from loyalty.messaging import addresses
from loyalty.messaging.models import DeadAddress, OptOut
from loyalty.segments import rules
from loyalty.segments.models import Member, Segment
from loyalty.stays.models import Stay
from tenants.models import Property
from tests.loyalty.campaigns import scene
from tests.loyalty.campaigns.scene import document, guest
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import agrees, raw


def counted(hotel: Property, plan: Document, campaign: int = 0) -> dict[str, Any]:
    found = audience.count(raw(), hotel, campaign, plan)
    assert audience.adds_up(found.numbers)
    told = found.numbers
    return {
        "segment": told["segment"],
        **{reason: n for reason, n in audience.rows(told) if n},
        **{reason: n for reason, (n, _) in told["restrained"].items()},
        "holdout": told["holdout"],
        "contact": told["contact"],
    }


def segment(code: str, rule: dict[str, Any], frozen: list[int] | None = None) -> None:
    now = clock.now()
    made = Segment.objects.create(
        code=code, name=code, rule=rule, made_at=now, made_by="x", made_by_name="x", changed_at=now,
        frozen_at=None if frozen is None else now,
    )  # fmt: skip
    for each in frozen or ():
        Member.objects.create(segment=made, guest_id=each)


def is_(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value}


def test_each_subtraction_takes_whom_it_says(house: Property) -> None:
    guest(1)
    guest(2, secret=True)
    guest(3, phone=None, email="")
    guest(4, consent=False)
    out = guest(5)
    OptOut.objects.create(guest_id=out, channel="", at=clock.now(), through="desk")
    guest(6, birthday=date(2012, 1, 1))
    guest(7, tags=["未成年"])
    Profile.objects.create(guest_id=guest(8), minor=True, changed_at=clock.now())
    frequent = guest(9)
    sent(frequent)
    guest(10, winbacks_unanswered=2)
    guest(11, consent=False)
    assert counted(house, document()) == {
        "segment": 11, "secret": 1, "unreachable": 1, "no_consent": 2, "opted_out": 1, "minor": 3, "over_frequency": 1,
        "does_not_answer": 1, "holdout": 0, "contact": 1,
    }  # fmt: skip


def sent(guest_id: int, hours: int = 24) -> None:
    from loyalty.messaging.models import Message

    stage.put(stage.draft(guest_id, f"before:{guest_id}"))
    Message.objects.filter(guest_id=guest_id).update(
        state="sent", sent_at=clock.now() - timedelta(hours=hours)
    )


def test_what_was_sent_two_days_ago_no_longer_counts(house: Property) -> None:
    sent(guest(1), hours=49)
    assert counted(house, document())["contact"] == 1


def test_an_address_that_opted_out_stays_out_whoever_has_it_now(house: Property) -> None:
    found = Guest.objects.get(pk=guest(1, email=""))
    hashed = addresses.hashed(house, "sms", str(found.phone))
    OptOut.objects.create(guest_id=None, address_hash=hashed, channel="sms", at=clock.now(), through="reply")
    assert counted(house, document())["opted_out"] == 1


def test_an_address_that_nobody_answers_to_is_none_until_it_changes(house: Property) -> None:
    found = Guest.objects.get(pk=guest(1, email=""))
    hashed = addresses.hashed(house, "sms", str(found.phone))
    DeadAddress.objects.create(
        guest_id=found.pk, channel="sms", address_hash=hashed, dead_at=clock.now(), why="空号"
    )
    assert counted(house, document())["unreachable"] == 1
    Guest.objects.update(phone="+8613900000001")
    assert counted(house, document())["contact"] == 1


def test_consent_by_channel_is_read_as_the_gate_reads_it(house: Property) -> None:
    here = guest(1, consent=False)
    agrees(here, channel="email")
    assert counted(house, document(channels=["email"]))["contact"] == 1
    assert counted(house, document(channels=["sms"]))["no_consent"] == 1
    agrees(here, given=False)  # a general withdrawal takes back everything said before it
    assert counted(house, document(channels=["email"]))["no_consent"] == 1


def test_a_channel_that_is_not_switched_on_reaches_nobody(house: Property) -> None:
    guest(1)
    stage.rules(sms=None, channels=["email"])
    assert counted(house, document(channels=["sms"]))["unreachable"] == 1


def test_segment_exclusions_and_frozen_lists(house: Property) -> None:
    ids = [guest(n) for n in range(1, 6)]
    segment("all", is_("visits", "at_least", 1))
    segment("some", is_("visits", "at_least", 1), frozen=ids[:2])
    plan = document(audience=CampaignAudience(segment="all", exclude=["some"]))
    assert counted(house, plan) == {"segment": 5, "excluded": 2, "holdout": 0, "contact": 3}
    rule = rules.converted(is_("visits", "at_least", 99))
    assert counted(house, document(audience=CampaignAudience(rule=rule)))["segment"] == 0


def test_a_merged_person_is_counted_once_and_heard_over_all_rows(house: Property) -> None:
    one = guest(1, consent=False)
    other = guest(2, visits=0)
    Guest.objects.filter(pk=other).update(merged_into_id=one)
    # The consent came with the record that was merged.
    assert counted(house, document()) == {"segment": 1, "holdout": 0, "contact": 1}
    OptOut.objects.create(guest_id=other, channel="", at=clock.now(), through="desk")
    assert counted(house, document())["opted_out"] == 1


@pytest.mark.parametrize("status", ["booked", "in_house"])
def test_who_is_in_house_or_booked_ahead_comes_anyway(house: Property, status: str) -> None:
    here = guest(1)
    now = clock.now()
    Stay.objects.create(
        external_id="S1", guest_id=here, updated_at=now, status=status, counted=False, check_in=now, check_out=now,
        check_in_on=scene.TODAY, check_out_on=scene.TODAY + timedelta(days=2), room_no="1", room_type="x",
        rate_cents=1, currency="CNY", room_cents=1, fnb_cents=0, other_cents=0, source="x", channel="ota", clerk="",
        requests=[], guest_name="x", keys=[], details={}, digest=b"", received_at=now,
    )  # fmt: skip
    assert counted(house, document())["coming_anyway"] == 1


def test_c78_the_discount_that_is_not_given_is_told_in_money(house: Property) -> None:
    for n in range(1, 5):
        guest(n, deviation="on_pattern")
    guest(5)
    found = audience.count(raw(), house, 0, document(kind="other", offer=CouponOffer("fixed")))
    # 15 % of 20 yuan, four times.
    assert found.numbers["restrained"] == {"on_pattern": [4, 1_200]}
    assert found.numbers["contact"] == 1


def test_the_holdout_is_drawn_from_those_who_would_be_contacted(house: Property) -> None:
    for n in range(1, 201):
        guest(n, consent=n % 2 == 0)
    found = counted(house, document(holdout=0.3))
    assert found["no_consent"] == 100
    assert found["holdout"] + found["contact"] == 100
    assert 15 <= found["holdout"] <= 45


def test_the_sample_is_ten_guests_with_a_reason_each_and_never_a_secret_one(house: Property) -> None:
    for n in range(1, 31):
        guest(n, secret=n > 20)
    first = audience.count(raw(), house, 0, document()).sample
    assert len(first) == 10 == len({each.guest for each in first})
    assert {each.decision for each in first} == {"contact"}
    assert [each.guest for each in first] == [
        each.guest for each in audience.count(raw(), house, 0, document()).sample
    ]


def mixture(house: Property, count: int = 150) -> None:
    """Guests of every kind: addresses dead and opted out, records merged, words given and taken back by channel."""
    draw = random.Random(7)
    made: list[int] = []
    for n in range(1, count + 1):
        here = guest(
            n,
            consent=draw.random() < 0.8,
            secret=draw.random() < 0.05,
            email="" if draw.random() < 0.3 else f" G{n}@Example.com",
            phone=None if draw.random() < 0.3 else f"+86138{n:08}",
            birthday=draw.choice(
                [None, date(1980, 11, 1), date(2008, 11, 23), date(2008, 11, 24), date(2014, 2, 28)]
            ),
            stage=draw.choice(["new", "sticky", "at_risk", "dormant", "lost"]),
            deviation=draw.choice(["early", "late", "on_pattern", "unknown"]),
            price_sensitive=draw.choice(["yes", "yes", "no", "unknown"]),
            winbacks_unanswered=draw.choice([0, 0, 0, 2]),
            visits=draw.choice([0, 1, 3]),
            rate_cents=draw.choice([15_000, 20_055]),
        )
        if made and draw.random() < 0.1:
            Guest.objects.filter(pk=here).update(merged_into_id=draw.choice(made))
        else:
            made.append(here)
        doubtful(house, here, draw)


def doubtful(house: Property, here: int, draw: random.Random) -> None:
    found = Guest.objects.get(pk=here)
    if draw.random() < 0.2:
        agrees(here, given=draw.random() < 0.5, channel=draw.choice(["sms", "email"]))
        if draw.random() < 0.3:
            agrees(here, given=draw.random() < 0.5)
    if found.phone and draw.random() < 0.1:
        hashed = addresses.hashed(house, "sms", found.phone)
        DeadAddress.objects.create(
            guest_id=here, channel="sms", address_hash=hashed, dead_at=clock.now(), why="空号"
        )
    if found.email and draw.random() < 0.1:
        hashed = addresses.hashed(house, "email", found.email)
        OptOut.objects.create(
            guest_id=None, address_hash=hashed, channel="email", at=clock.now(), through="reply"
        )
    if draw.random() < 0.1:
        OptOut.objects.create(guest_id=here, channel=draw.choice(["", "sms"]), at=clock.now(), through="desk")
    if draw.random() < 0.1:
        sent(here, hours=draw.choice([10, 60]))
    if draw.random() < 0.3:
        scene.joined(here, draw.choice([date(2024, 11, 1), date(2026, 11, 1), date(2024, 3, 1)]))


def test_the_numbers_add_up_and_are_those_of_looking_at_each_guest_alone(house: Property) -> None:
    mixture(house)
    other = scene.Variant(code="B", share=0.4, texts={"zh-CN": scene.TEXTS}, offer=CouponOffer("tenth"))
    for kind in ("greeting", "win_back", "dormant", "birthday", "second_visit", "points_ending"):
        for offer in (None, CouponOffer("fixed"), CouponOffer("voucher"), CouponOffer("tenth")):
            first = scene.Variant(code="A", share=0.6, texts={"zh-CN": scene.TEXTS}, offer=offer)
            plan = document(kind=kind, pretext="birthday", holdout=0.2, variants=[first, other])
            together = audience.count(raw(), house, 7, plan)
            place = knowing.place(raw(), house, 7, plan)
            sift = sifting.sifting(place, scene.PROGRAMME)
            alone = audience.one_by_one(raw(), sift, audience.asked(raw(), plan.audience, scene.TODAY))
            assert together == alone
            assert (
                audience.adds_up(together.numbers)
                and together.numbers["contact"] + together.numbers["holdout"]
            )


def test_a_gap_gift_is_counted_guest_by_guest_and_adds_up_too(house: Property) -> None:
    mixture(house, 40)
    counted(house, document(kind="dormant", offer=GapOffer(), holdout=0.2))
