"""What became of a message that was claimed, from whoever knows it: the transport's answer, a receipt, or a person.

claimed → sent | failed | waiting (throttled) | unknown; unknown → sent | delivered | failed; sent → delivered | failed.
Delivered and failed are final. Nothing here ever sends anything again.
"""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from audit.recording import SYSTEM
from kernel import clock
from kernel.deadlocks import done_again
from kernel.statements import Statements
from loyalty.messaging import claiming, knowing, noting, opting_out, spending
from loyalty.messaging.claiming import Claim
from loyalty.messaging.houses import House
from loyalty.messaging.knowing import Person
from loyalty.messaging.opting_out import OptOut
from loyalty.messaging.reasons import Reason
from loyalty.messaging.settings import UNKNOWN_AFTER
from loyalty.messaging.sponsoring import Wanted
from loyalty.messaging.transports.protocol import Accepted, Answer, Heard, Refused, Throttled, Unknown
from tenants.context import raw_connection

log = logging.getLogger(__name__)

ROW = """
SELECT id, guest_id, campaign_id, target_id, state, channel, vendor, address_hash, cost_cents, claimed_at, reason, because
  FROM messaging_message WHERE id = %s AND claim = %s FOR UPDATE
"""
WENT = """
UPDATE messaging_message SET state = %s, provider_id = coalesce(nullif(%s, ''), provider_id), error = '', reason = '',
       delivered_at = CASE WHEN %s = 'delivered' THEN %s ELSE delivered_at END, settled_at = %s WHERE id = %s
"""
NUMBERED = "UPDATE messaging_message SET provider_id = %s WHERE id = %s AND provider_id = ''"
# It did not reach the guest: the frequency does not count it.
FAILED = """
UPDATE messaging_message SET state = 'failed', error = %s, provider_id = coalesce(nullif(%s, ''), provider_id), reason = '',
       sent_at = NULL, sent_on = NULL, settled_at = %s WHERE id = %s
"""
BACK = """
UPDATE messaging_message SET state = 'waiting', due_at = %s, reason = 'throttled', error = %s, sent_at = NULL, sent_on = NULL,
       claim = NULL, claimed_at = NULL, address_hash = NULL, rendered = NULL, cost_cents = 0, channel = '', vendor = ''
 WHERE id = %s
"""
UNCLEAR = "UPDATE messaging_message SET error = %s WHERE id = %s AND state = 'claimed'"
UNKNOWN = "UPDATE messaging_message SET state = 'unknown' WHERE id = %s AND state = 'claimed'"
STALE = """
SELECT id, claim, channel, vendor, claimed_at, guest_id FROM messaging_message
 WHERE state = 'claimed' AND claimed_at <= %s ORDER BY claimed_at LIMIT %s
"""
BURY = """
INSERT INTO messaging_deadaddress (guest_id, channel, address_hash, dead_at, why) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (guest_id, channel) DO UPDATE SET address_hash = excluded.address_hash, dead_at = excluded.dead_at,
    why = excluded.why
"""
CLICKED = "UPDATE messaging_message SET clicked_at = coalesce(clicked_at, %s) WHERE id = %s"
BY_HAND = "UPDATE messaging_message SET settled_by = %s WHERE id = %s"
SWEPT_AT_ONCE = 500
SOONEST = timedelta(seconds=30)  # a vendor that says "at once" is not asked at once
OPEN = ("claimed", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A message from its claim on, locked."""

    id: int
    guest: int
    campaign: int | None
    target: int | None
    state: str
    channel: str
    vendor: str
    address_hash: bytes
    cost_cents: int
    claimed_at: datetime
    reason: str
    because: str

    def wanted(self) -> Wanted:
        return Wanted(self.id, self.campaign or 0, self.target, self.guest, self.cost_cents)


@dataclass(frozen=True, slots=True)
class Held:
    """One message being settled: its row and its person are locked."""

    raw: Statements
    house: House
    person: Person
    row: Row
    now: datetime


def answered(house: House, claim: Claim, answer: Answer) -> None:
    """Put down what the transport said."""
    settle(house, claim.message, claim.parcel.claim, claim.guest, lambda held: _answered(held, answer))


def settle(house: House, message_id: int, claim: UUID, guest: int, act: Callable[["Held"], None]) -> None:
    """Do this with the message and its person locked; nothing when the claim is not that message's any more."""

    def work() -> None:
        with transaction.atomic():
            raw = Statements(raw_connection())
            person = claiming.hold(raw, house, guest)
            found = raw.execute(ROW, (message_id, claim)).fetchone()
            if person is not None and found is not None:
                act(Held(raw, house, person, Row(*found), clock.now()))

    done_again(work)


def unclear(house: House, claim: Claim, why: str) -> None:
    """Nobody knows whether it went: it stays claimed, counts, and is unknown after a while."""
    with transaction.atomic():
        Statements(raw_connection()).execute(UNCLEAR, (why[:120], claim.message))


def sweep(house: House, until: float = math.inf) -> int:
    """Ask after what was claimed and never heard of again; what nobody can say is unknown from then on. How many."""
    with transaction.atomic():
        raw = Statements(raw_connection())
        stale = raw.execute(STALE, (clock.now() - UNKNOWN_AFTER, SWEPT_AT_ONCE)).fetchall()
    for number, claim, channel, vendor, claimed_at, guest in stale:
        if time.monotonic() >= until:
            break
        told = _asked(house, guest, channel, vendor, claim, claimed_at)
        settle(house, number, claim, guest, partial(_swept, told=told))
    return len(stale)


def went(held: Held, state: str, provider_id: str = "") -> None:
    """It went: what was reserved is spent, and whoever wanted it hears of it. From claimed and unknown."""
    raw, row = held.raw, held.row
    raw.execute(WENT, (state, provider_id, state, held.now, held.now, row.id))
    if row.state in OPEN:
        spending.spend(raw, held.house.hotel, row.channel, row.cost_cents, row.claimed_at)
        if held.house.sponsor is not None and row.campaign is not None:
            held.house.sponsor.sent(raw, row.wanted())


def failed(held: Held, code: str, provider_id: str = "") -> None:
    """It certainly did not reach the guest: the frequency is free again; what was reserved too, if it never went."""
    raw, row, house = held.raw, held.row, held.house
    raw.execute(FAILED, (code[:120], provider_id, held.now, row.id))
    if row.state in OPEN:
        spending.release(raw, house.hotel, row.channel, row.cost_cents, row.claimed_at)
        if house.sponsor is not None and row.campaign is not None:
            house.sponsor.failed(raw, row.wanted())
    noting.again(raw, held.person.rows, held.now, Reason.FREQUENCY, Reason.MORE_IMPORTANT)


def by_hand(held: Held, it_went: bool, *, by: str) -> None:
    """Somebody found out whether an unknown one went. It is not sent again either way."""
    if it_went:
        went(held, "sent")
    else:
        failed(held, "settled_by_hand")
    held.raw.execute(BY_HAND, (by[:80], held.row.id))
    noting.log(held.raw, [noting.Line(held.row.id, "send" if it_went else "drop", Reason.SETTLED)], held.now)


def _answered(held: Held, answer: Answer) -> None:
    row = held.row
    if row.state not in OPEN:
        # A receipt was faster than the answer, and knows more.
        if isinstance(answer, Accepted) and answer.provider_id:
            held.raw.execute(NUMBERED, (answer.provider_id, row.id))
    elif isinstance(answer, Accepted):
        went(held, "sent", answer.provider_id)
    elif isinstance(answer, Throttled) and row.state == "claimed":
        _back(held, answer)
    elif isinstance(answer, Refused):
        failed(held, answer.code)
        _learnt(held, dead=answer.dead, opted_out=answer.opted_out, code=answer.code)
    else:
        failed(held, answer.code)  # throttled, but shown as unknown by now: not sent again by itself


def heard(held: Held, told: Heard) -> None:
    """Put down what a vendor told afterwards; told twice, or late, it changes nothing."""
    state = held.row.state
    if told.state == "clicked":
        held.raw.execute(CLICKED, (held.now, held.row.id))
    if told.state in ("delivered", "opened", "clicked") and state in (*OPEN, "sent"):
        went(held, "delivered", told.provider_id)
    elif told.state == "failed" and state in (*OPEN, "sent"):
        _failed_on_the_way(held, told)
    elif told.state == "sent" and state in OPEN:
        went(held, "sent", told.provider_id)  # the vendor took it; its receipt may still come
    _learnt(held, dead=told.dead, opted_out=told.opted_out, code=told.code)


def _failed_on_the_way(held: Held, told: Heard) -> None:
    """The vendor took it, and it did not arrive: paid for, whether this or the call's answer was faster."""
    if held.row.state in OPEN:
        went(held, "sent", told.provider_id)
    failed(replace(held, row=replace(held.row, state="sent")), told.code, told.provider_id)


def _back(held: Held, answer: Throttled) -> None:
    """The vendor wants to be asked again later: it waits, and nothing was spent."""
    raw, row, house = held.raw, held.row, held.house
    until = max(answer.until, held.now + SOONEST)
    raw.execute(BACK, (until, answer.code[:120], row.id))
    spending.release(raw, house.hotel, row.channel, row.cost_cents, row.claimed_at)
    if house.sponsor is not None and row.campaign is not None:
        house.sponsor.failed(raw, row.wanted())
    noting.log(raw, [noting.Line(row.id, "wait", Reason.THROTTLED, until=until)], held.now)
    noting.again(raw, held.person.rows, held.now, Reason.FREQUENCY, Reason.MORE_IMPORTANT)


def _learnt(held: Held, *, dead: bool, opted_out: bool, code: str) -> None:
    """What an answer says of the address: nobody has it, or its owner wants no more."""
    row = held.row
    if dead:
        held.raw.execute(BURY, (held.person.id, row.channel, row.address_hash, held.now, code[:80]))
    if opted_out:
        opting_out.put(
            held.raw, held.house.hotel, OptOut(row.guest, row.channel, "vendor", code, bytes(row.address_hash)),
            by=SYSTEM, sponsor=held.house.sponsor,
        )  # fmt: skip


def _asked(
    house: House, guest: int, channel: str, vendor: str, claim: UUID, claimed_at: datetime
) -> Heard | None:
    """What the vendor says of it, where it can be asked; the address is not kept, so the guest must still have it."""
    transport = house.transports.get(channel)
    if transport is None or transport.vendor != vendor:
        return None
    with transaction.atomic():
        found = knowing.people(Statements(raw_connection()), house.hotel, [guest])
    address = found[0].addresses.get(channel) if found else None
    if address is None:
        return None
    try:
        return transport.ask(claim, address, claimed_at)
    except Unknown:
        return None
    except Exception:
        log.exception("asking %s after a message failed", vendor)
        return None


def _swept(held: Held, told: Heard | None) -> None:
    if told is not None:
        heard(held, told)
    if told is None or told.state not in ("sent", "delivered", "failed", "opened", "clicked"):
        held.raw.execute(UNKNOWN, (held.row.id,))
