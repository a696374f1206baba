"""What the members of a drawn hotel do with what they have: top up, pay, redeem, use.

Everything goes the product's own ways, at the moment of the stay it belongs to; the same stay always brings the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.drawing.planning import SEED
from loyalty.guests.persons import rows_of
from loyalty.programme import nightly, versions
from loyalty.programme.benefits import using
from loyalty.programme.coupons import issuing, redeeming
from loyalty.programme.points import spending
from loyalty.programme.points.moving import Act
from loyalty.programme.versions import Published
from loyalty.programme.wallet import charging, topping_up
from tenants.context import raw_connection
from tenants.models import Property

ENDED = """
SELECT s.external_id, coalesce(g.merged_into_id, g.id), s.check_out_on, s.room_cents + s.fnb_cents + s.other_cents,
       EXISTS (SELECT FROM ledger_account a WHERE a.guest_id = g.id AND a.kind = 'principal' AND a.balance > 0),
       EXISTS (SELECT FROM ledger_account a WHERE a.guest_id = g.id AND a.kind = 'base' AND a.balance >= 1000),
       EXISTS (SELECT FROM coupons_coupon c WHERE c.guest_id = g.id AND c.kind = 'off' AND c.state = 'open')
  FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
 WHERE s.external_id = ANY(%s) AND s.status = 'checked_out' AND s.counted ORDER BY s.check_out, s.external_id
"""
OPEN_COUPON = """
SELECT code FROM coupons_coupon WHERE guest_id = ANY(%s) AND state = 'open' AND kind = 'off' AND expires_on >= %s
 ORDER BY id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Somebody who has just checked out."""

    number: str
    guest: int
    on: date
    bill_cents: int
    has_money: bool
    has_points: bool
    has_coupon: bool


def live(hotel: Property, numbers: Sequence[str], desk: Actor, *, night: bool) -> None:
    """What the guests of these stays did at check-out, as of this moment, and if asked the night after it."""
    raw, today = Statements(raw_connection()), clock.today(hotel.time_zone)
    published = versions.in_force(raw, today)
    if published is None:
        return
    for row in raw.execute(ENDED, (list(numbers),)).fetchall():
        stayed = Stayed(*row)
        if stayed.on >= published.effective_on and stayed.bill_cents > 0:
            _check_out(raw, published, stayed, desk)
    if night:
        nightly.run(hotel, today)


def _check_out(raw: Statements, published: Published, stayed: Stayed, desk: Actor) -> None:
    rng = Random(f"{SEED}-{stayed.number}-club")
    acts = (
        (0.03, True, _tops_up),
        (0.8, stayed.has_money, _pays_from_the_wallet),
        (0.15, stayed.has_points, _takes_points_off),
        (0.08, True, _gets_a_coupon),
        (0.6, stayed.has_coupon, _uses_a_coupon),
        (0.1, True, _has_breakfast),
    )
    chosen = [act for chance, can, act in acts if rng.random() < chance and can]
    rows = rows_of(raw, stayed.guest) if chosen else ()
    for act in chosen:
        # No such benefit, too few points: then the guest does without.
        with suppress(Refused), transaction.atomic():
            act(raw, published, stayed, rows, rng, desk)


def _tops_up(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    topping_up.top_up(
        raw,
        published.programme.wallet,
        rows,
        paid_cents=rng.choice((500_00, 1_000_00, 1_000_00)),
        method=rng.choice(("cash", "wechat", "alipay")),
        today=stayed.on,
        actor=desk,
        key=f"demo:{stayed.number}:top-up",
    )


def _pays_from_the_wallet(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    charging.charge(
        raw,
        published.programme.wallet,
        rows,
        stayed.bill_cents,
        what="room",
        stay=stayed.number,
        today=stayed.on,
        actor=desk,
        key=f"demo:{stayed.number}:charge",
    )


def _takes_points_off(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    act = Act(raw, published, desk, f"demo:{stayed.number}:bill", stayed.on)
    spending.pay_bill(act, rows[0], stayed.bill_cents, points=1_000, stay=stayed.number)


def _gets_a_coupon(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    key = f"demo:{stayed.number}:coupon"
    issuing.issue(
        raw, published.programme, "off", rows[0], origin="退房赠券", actor=desk, today=stayed.on, key=key
    )


def _uses_a_coupon(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    code = raw.value(OPEN_COUPON, (list(rows), stayed.on))
    if code is not None:
        redeeming.redeem(
            raw, [code], bill_cents=stayed.bill_cents, today=stayed.on, by=desk.name, person=rows
        )


def _has_breakfast(
    raw: Statements, published: Published, stayed: Stayed, rows: Sequence[int], rng: Random, desk: Actor
) -> None:
    using.use(
        raw,
        published,
        rows,
        using.Asked("breakfast", 1, stayed.number),
        key=f"demo:{stayed.number}:breakfast",
        actor=desk,
        today=stayed.on,
    )
