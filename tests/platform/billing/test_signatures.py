"""Stripe's signature (F05): of two thousand forged, old, altered or foreign ones not one is taken for Stripe's."""

import hashlib
import hmac
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from billing.models import StripeEvent
from billing.signatures import holds
from tests.platform.billing import stripe_says

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
T = int(NOW.timestamp())
OLD, NEW, FOREIGN = "whsec_old", "whsec_new", "whsec_of_another_endpoint"
BODY = b'{"id":"evt_1","type":"invoice.paid","data":{"object":{"id":"in_1","customer":"cus_1"}}}'


def _v1(body: bytes, t: str, secret: str) -> str:
    return hmac.new(secret.encode(), t.encode() + b"." + body, hashlib.sha256).hexdigest()


def _header(body: bytes = BODY, t: int | str = T, secret: str = NEW) -> str:
    return f"t={t},v1={_v1(body, str(t), secret)}"


def _forged(rng: random.Random, kind: int) -> tuple[bytes, str]:
    """A body and a header that must not be taken, of one of ten kinds."""
    good = _v1(BODY, str(T), NEW)
    flipped = bytearray(BODY)
    flipped[rng.randrange(len(BODY))] ^= 1 << rng.randrange(7)
    place = rng.randrange(64)
    altered = good[:place] + ("0" if good[place] != "0" else "1") + good[place + 1 :]
    return [
        (BODY, _header(t=T - 301 - rng.randrange(100_000))),
        (BODY, _header(t=T + 301 + rng.randrange(100_000))),
        (BODY, _header(secret=FOREIGN + str(rng.random()))),
        (BODY + rng.randbytes(1), _header()),
        (bytes(flipped), _header()),
        (BODY, f"t={T},v1={altered}"),
        (
            BODY,
            f"t={T + rng.choice([-1, 1]) * rng.randint(1, 299)},v1={good}",
        ),  # another time than was signed
        (BODY, f"t={T},v0={good}"),
        (BODY[: rng.randrange(len(BODY))], _header()),
        (BODY, _odd(rng, good)),
    ][kind]


def _odd(rng: random.Random, good: str) -> str:
    return rng.choice(
        [
            "", "t=,v1=", f"t={T}", f"v1={good}", f"t={T},t={T},v1={good}", f"t=-{T},v1={good}", f"t= {T}.0,v1={good}",
            f"t={T}\u0660,v1={good}", f"t={'9' * 40},v1={good}", f"T={T},V1={good}", f"t={T};v1={good}", f"t={T},v1={good[:-1]}",
            f"t={T},v1={good}00", f"t={T},v1={good.upper()}", f"t={T}," + "v1=00," * 400 + f"v1={good}", "\x00", "é" * 80,
        ]
    )  # fmt: skip


def test_none_of_two_thousand_forged_ones_is_taken() -> None:
    rng = random.Random(5)
    taken = [
        (number % 10, header)
        for number in range(2_000)
        for body, header in [_forged(rng, number % 10)]
        if holds(body, header, [OLD, NEW], NOW)
    ]
    assert taken == []


@pytest.mark.parametrize("off_s", [-299, -1, 0, 1, 299])
@pytest.mark.parametrize("secret", [OLD, NEW])
def test_both_secrets_hold_for_299_seconds_either_way(off_s: int, secret: str) -> None:
    header = _header(t=T + off_s, secret=secret)
    assert holds(BODY, header, [OLD, NEW], NOW)
    assert holds(BODY, header, [NEW, OLD], NOW)


def test_one_good_signature_among_several_is_enough() -> None:
    header = f"t={T},v1={'0' * 64},v1={_v1(BODY, str(T), NEW)},v0=abc"
    assert holds(BODY, header, [NEW], NOW)


def test_a_secret_that_was_taken_away_holds_no_more() -> None:
    assert not holds(BODY, _header(secret=OLD), [NEW], NOW)
    assert not holds(BODY, _header(secret=""), ["", NEW], NOW)
    assert not holds(BODY, _header(), [], NOW)


@pytest.mark.parametrize(
    ("body", "wrong", "status"),
    [
        (BODY, False, 200),
        (BODY, True, 400),
        (b"", False, 400),
        (b"[]", False, 400),
        (b'{"id": 7}', False, 400),
        (b'{"id": "evt_1\\u0000"}', False, 400),
        (b"{" + b" " * 300_000 + b"}", False, 413),
        (b'{"id": "evt_2", "data": 7}', False, 200),
    ],
)
def test_at_the_door_only_a_signed_event_gets_in(
    db: None, settings: Any, body: bytes, wrong: bool, status: int
) -> None:
    settings.HUIKE_STRIPE_WEBHOOK_SECRETS = [OLD, NEW]
    answered = stripe_says(Client(), body, FOREIGN if wrong else OLD)
    assert answered.status_code == status, answered.content
    assert StripeEvent.objects.count() == (status == 200)
    if status != 200:
        assert answered["Content-Type"] == "application/problem+json"


def test_an_event_is_kept_once_with_the_bytes_that_came(db: None, settings: Any) -> None:
    settings.HUIKE_STRIPE_WEBHOOK_SECRETS = [NEW]
    assert stripe_says(Client(), BODY, NEW).json() == {"received": True, "new": True}
    assert stripe_says(Client(), BODY, NEW).json() == {"received": True, "new": False}
    kept = StripeEvent.objects.get()
    assert (kept.event, kept.customer, bytes(kept.body)) == ("evt_1", "cus_1", BODY)


def test_without_a_secret_nobody_gets_in(db: None, settings: Any) -> None:
    settings.HUIKE_STRIPE_WEBHOOK_SECRETS = []
    assert stripe_says(Client(), BODY, "").status_code == 400
