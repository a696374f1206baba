"""The claim: one message becomes one call of a transport, decided with everything locked that the decision rests on.

Locks, in this order: the person's guest rows by id, the person's addresses (so that two records of one number are one),
the campaign's budget (by its sponsor), the spending of day and month. Nothing is called outside while they are held.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.deadlocks import done_again
from kernel.statements import Statements, array
from loyalty.messaging import filings, filling, knowing, noting, settings, spending
from loyalty.messaging.facts import Drop, History, Message, Send, Wait
from loyalty.messaging.facts import Settings as Courtesy
from loyalty.messaging.houses import House
from loyalty.messaging.judging import RECHECK, judge
from loyalty.messaging.knowing import HELD, Person, Waiting
from loyalty.messaging.reasons import Reason
from loyalty.messaging.rendering import Unreadable, Unsayable
from loyalty.messaging.sponsoring import Blocked
from loyalty.messaging.transports.protocol import Parcel
from tenants.context import raw_connection

# How soon to look again whether a text was approved meanwhile; an approval itself wakes the gate.
FILED_AGAIN = timedelta(hours=1)

ROWS = """
WITH person AS (SELECT coalesce(g.merged_into_id, g.id) AS id FROM guests_guest g WHERE g.id = %s)
SELECT id FROM guests_guest
 WHERE id = (SELECT id FROM person) OR merged_into_id = (SELECT id FROM person) ORDER BY id FOR NO KEY UPDATE
"""
OWNER = "SELECT guest_id FROM messaging_message WHERE id = %s AND state = 'waiting'"
STILL = "SELECT 1 FROM messaging_message WHERE id = %s AND state = 'waiting' FOR UPDATE"
ADDRESSES = "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key"
CLAIM = """
UPDATE messaging_message SET state = 'claimed', channel = %s, vendor = %s, address_hash = %s, rendered = %s::jsonb,
       parts = %s, cost_cents = %s, claim = %s, claimed_at = %s, sent_at = %s, sent_on = %s, reason = '', because = '',
       error = '', provider_id = '', judged_at = %s, judgements = judgements + 1
 WHERE id = %s AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is going: nobody else will send it."""

    message: int
    guest: int
    campaign: int | None
    parcel: Parcel


class Hindered(Exception):
    """It cannot go by this channel now; what the attempt reserved is taken back."""

    def __init__(
        self,
        reason: str,
        *,
        wait: timedelta | datetime | None = None,
        to_file: tuple[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(reason)
        self.reason, self.wait, self.facts, self.to_file = reason, wait, facts, to_file


@dataclass(frozen=True, slots=True)
class Going:
    """One message at the moment of its claim."""

    raw: Statements
    house: House
    person: Person
    waiting: Waiting
    courtesy: Courtesy
    now: datetime
    facts: dict[str, Any] = field(default_factory=dict)


def claim(house: House, message_id: int) -> Claim | None:
    """Judge it anew and claim it; None when it waits, was dropped, or is somebody else's by now."""
    return done_again(lambda: _claim(house, message_id))


def _claim(house: House, message_id: int) -> Claim | None:
    with transaction.atomic():
        raw = Statements(raw_connection())
        owner = raw.execute(OWNER, (message_id,)).fetchone()
        person = hold(raw, house, owner[0]) if owner else None
        if person is None or raw.execute(STILL, (message_id,)).fetchone() is None:
            return None
        now = clock.now()
        (person,) = knowing.details(raw, [person], now)
        waiting = next((each for each in person.waiting if each.id == message_id), None)
        if waiting is None:
            return None
        going = Going(raw, house, person, waiting, house.courtesy(raw, now), now)
        done = _decided(going)
        if isinstance(done, Claim):
            return done
        noting.put(raw, house, [(waiting, done)], now, going.facts)
        noting.again(raw, person.rows, now, Reason.MORE_IMPORTANT)
        return None


def hold(raw: Statements, house: House, guest: int) -> Person | None:
    """The person behind a guest, locked with all rows and addresses until the transaction ends."""
    while True:
        locked = [row for (row,) in raw.execute(ROWS, (guest,))]
        found = knowing.people(raw, house.hotel, [guest])
        if not found:
            return None
        if set(found[0].rows) <= set(locked):
            break  # else somebody merged or parted them meanwhile
    keys = sorted(_number(house.hotel.pk, hash) for _, hash in found[0].known)
    raw.execute(ADDRESSES, (array(keys),))
    return found[0]


def in_state(waiting: Waiting, states: Mapping[int, str]) -> Message:
    campaign = waiting.message.campaign
    state = states.get(campaign, "running") if campaign is not None else "running"
    return replace(waiting.message, campaign_state=state)


def rivals(person: Person, now: datetime) -> list[Waiting]:
    """What else waits for this person and could go: not what waits for somebody outside."""
    return [each for each in person.waiting if each.due_at <= now or each.said[0] not in HELD]


def _decided(going: Going) -> Claim | Wait | Drop:
    """The message by the first channel that takes it, or the verdict."""
    house, person, now = going.house, going.person, going.now
    others = [each for each in rivals(person, now) if each.id != going.waiting.id]
    campaigns = {each.message.campaign for each in (*others, going.waiting)} - {None}
    states = house.states(going.raw, campaigns)  # type: ignore[arg-type]
    history = History(person.sent, tuple(in_state(each, states) for each in others))
    message = in_state(going.waiting, states)
    hindered: list[Hindered] = []
    while True:
        verdict = judge(message, person.guest, history, going.courtesy, now)
        if not isinstance(verdict, Send):
            return _hindered(going, hindered[0]) if hindered else verdict
        try:
            return _taken(going, verdict.channel)
        except Hindered as error:
            hindered.append(error)
        left = tuple(channel for channel in message.channels if channel != verdict.channel)
        message = replace(message, channels=left)


def _hindered(going: Going, why: Hindered) -> Wait | Drop:
    """What comes of a message that none of its channels took: the first one's reason.

    A text that no vendor has seen yet is handed in; its approval wakes what waits for it.
    """
    going.facts.update(why.facts)
    if why.to_file is not None:
        filings.keep(going.raw, *why.to_file)
    reason = Reason(why.reason)
    if why.wait is None:
        return Drop(reason)
    until = going.now + why.wait if isinstance(why.wait, timedelta) else why.wait
    return Wait(until, reason) if until < going.waiting.message.expires_at else Drop(Reason.TOO_LATE, reason)


def _taken(going: Going, channel: str) -> Claim:
    """Reserve, render and claim, all or nothing. Raises Hindered."""
    parts = 1
    while True:
        try:
            with transaction.atomic():
                return _attempt(going, channel, parts)
        except _Longer as longer:
            parts = longer.parts


class _Longer(Exception):
    """With its offer the text takes more parts than were reserved."""

    def __init__(self, parts: int) -> None:
        super().__init__(parts)
        self.parts = parts


def _attempt(going: Going, channel: str, parts: int) -> Claim:
    raw, house, waiting, now = going.raw, going.house, going.waiting, going.now
    parts = max(parts, _filled(going, channel, filling.TO_COME).parts)
    cost = going.courtesy.price_cents.get(channel, 0) * parts
    facts = _sponsored(going, cost)
    filled = _filled(going, channel, facts)
    if filled.parts > parts:
        raise _Longer(filled.parts)
    if not spending.reserve(raw, house.hotel, house.rules, channel, cost, now):
        raise Hindered(Reason.SPEND_CAP, wait=settings.resets(house.hotel, now)[0])
    number = uuid.uuid4()
    parcel = filling.parcel(house.hotel, house.rules, going.person, waiting, channel, filled, number)
    shown = {"locale": filled.locale, "subject": filled.subject, "text": filled.text}
    raw.execute(
        CLAIM,
        (channel, house.transports[channel].vendor, going.person.hashes[channel], msgspec.json.encode(shown).decode(),
         filled.parts, cost, number, now, now, clock.local_day(now, house.hotel.time_zone), now, waiting.id),
    )  # fmt: skip
    noting.log(raw, [noting.Line(waiting.id, "send", facts={"channel": channel})], now)
    return Claim(waiting.id, waiting.guest, waiting.message.campaign, parcel)


def _sponsored(going: Going, cost: int) -> Mapping[str, Any]:
    """What whoever wants it said adds to it; its budget is reserved. Raises Hindered."""
    sponsor = going.house.sponsor
    if sponsor is None or going.waiting.message.campaign is None:
        return {}
    answer = sponsor.claim(going.raw, noting.wanted(going.waiting, cost))
    if isinstance(answer, Blocked):
        raise Hindered(answer.reason, wait=RECHECK if answer.wait else None)
    return answer.facts


def _filled(going: Going, channel: str, more: Mapping[str, Any]) -> filling.Filled:
    house = going.house
    today = clock.local_day(going.now, house.hotel.time_zone)
    vendor = house.transports[channel].vendor
    try:
        return filling.fill(
            going.raw, house.hotel, house.rules, going.person, going.waiting, channel, vendor, more, today
        )
    except Unsayable as error:
        raise Hindered(Reason.MISSING_FACT, fields=error.facts["fields"]) from error
    except Unreadable as error:
        raise Hindered(Reason.MISSING_FACT, problem=error.sentence("en")) from error
    except filling.NotFiled as error:
        raise Hindered(
            Reason.NOT_FILED, wait=FILED_AGAIN, to_file=error.to_file, filing=error.state, why=error.why
        ) from error


def _number(property_id: int, hash: bytes) -> int:
    """An address of a property as PostgreSQL's advisory locks know it."""
    digest = hashlib.blake2b(hash, digest_size=8, key=property_id.to_bytes(8, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)
