"""Whatever order states arrive in, however often, in whatever batches: the end is the same (C5, C113)."""

import random
from typing import Any

import pytest

from loyalty import journey
from loyalty.stays.incoming import from_dict
from tenants.context import in_property
from tenants.models import Property
from tests.factories import stay
from tests.journey.snapshots import end_state

PHONES = ["13800138000", "13900139000", "13700137000", None]
NAMES = ["李四", "王五", "李四 "]


def messy_feed(rng: random.Random, stays: int) -> list[dict[str, Any]]:
    """States of a few stays of a few people whose numbers, phones and names get mixed up and corrected."""
    messages = []
    for n in range(stays):
        day = f"2026-{rng.randrange(1, 7):02d}-{rng.randrange(1, 28):02d}"
        for version in range(rng.randrange(1, 4)):
            number = rng.choice(["G1", "G2", "G3", "G4"])
            messages.append(
                stay(
                    f"F{n:03d}",
                    day,
                    nights=rng.randrange(1, 4),
                    name=rng.choice(NAMES),
                    phone=rng.choice(PHONES),
                    guest_number=number,
                    updated_at=f"2026-08-{10 + version:02d}T10:00:0{rng.randrange(3)}+08:00",
                    status=rng.choice(["checked_out", "checked_out", "in_house", "booked", "cancelled"]),
                    rate=rng.choice(["208.00", "199.50", "0.00"]),
                    source=rng.choice(["携程", "会员", "没见过的来源", "自用房"]),
                )
            )
    return messages


def send(hotel: Property, messages: list[dict[str, Any]], rng: random.Random) -> dict[str, Any]:
    rest = list(messages)
    with in_property(hotel):
        while rest:
            size = rng.choice([1, 2, 5, 40])
            outcomes = journey.follow(hotel, [from_dict(message) for message in rest[:size]])
            assert all(outcome.result and outcome.problem is None for outcome in outcomes)
            rest = rest[size:]
        return end_state()


@pytest.mark.parametrize("seed", range(12))
def test_the_end_state_does_not_depend_on_the_order(acme_1: Property, acme_2: Property, seed: int) -> None:
    rng = random.Random(seed)
    messages = messy_feed(rng, stays=rng.choice([3, 8, 25]))
    shuffled = messages + rng.sample(messages, len(messages) // 3)
    rng.shuffle(shuffled)
    assert send(acme_1, messages, rng) == send(acme_2, shuffled, rng)


def test_sending_everything_again_changes_nothing(acme_1: Property) -> None:
    rng = random.Random(99)
    messages = messy_feed(rng, stays=20)
    before = send(acme_1, messages, rng)
    with in_property(acme_1):
        outcomes = journey.follow(acme_1, [from_dict(message) for message in messages])
        assert {outcome.result for outcome in outcomes} <= {"unchanged", "stale"}
        assert end_state() == before
