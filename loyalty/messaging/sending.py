"""The gate's worker: what is due is judged, what may go is claimed and handed to its transport, once.

A worker that dies leaves nothing that is sent twice and nothing that is forgotten: before the claim a message is still
due; after it, it is asked after, and shown as unknown when nobody can say whether it went.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from kernel import clock
from kernel.deadlocks import done_again
from kernel.statements import Statements
from loyalty.messaging import claiming, houses, knowing, noting, receipts, settling
from loyalty.messaging.claiming import Claim, in_state, rivals
from loyalty.messaging.facts import Drop, History, Send, Wait
from loyalty.messaging.facts import Settings as Courtesy
from loyalty.messaging.houses import House
from loyalty.messaging.judging import pick
from loyalty.messaging.knowing import Person, Waiting
from loyalty.messaging.settings import UNKNOWN_AFTER
from loyalty.messaging.sponsoring import Sponsor
from loyalty.messaging.transports.protocol import Accepted, Transport, Unknown
from tenants.context import raw_connection
from tenants.models import Property
from tenants.telling import tell

log = logging.getLogger(__name__)

AT_ONCE = 200
DUE = """
SELECT id, guest_id FROM messaging_message WHERE state = 'waiting' AND due_at <= %s
 ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
NEXT = """
SELECT least((SELECT min(due_at) FROM messaging_message WHERE state = 'waiting'),
             (SELECT min(claimed_at) + %s FROM messaging_message WHERE state = 'claimed'))
"""


@dataclass(frozen=True, slots=True)
class Picked:
    """Of what was due: how many were judged, and which may go, the more important first."""

    judged: int
    going: list[int]


def work(
    hotel: Property,
    sponsor: Sponsor | None = None,
    *,
    transports: Mapping[str, Transport] | None = None,
    limit: int = 2_000,
    for_seconds: float = 90.0,
) -> datetime | None:
    """Do what is due, up to `limit` messages; when something is due again, None when nothing waits. Inside the property.

    A slow vendor ends it after `for_seconds`: a worker that is killed for taking too long leaves an unknown behind.
    """
    until = time.monotonic() + for_seconds
    with transaction.atomic():
        house = houses.opened(hotel, sponsor, transports)
    receipts.apply(house)
    settling.sweep(house, until)
    judged = 0
    while judged < limit and time.monotonic() < until:
        picked = done_again(partial(_pick, house, min(AT_ONCE, limit - judged)))
        if not picked.judged:
            break
        judged += picked.judged
        _send(house, picked.going, until)
    return next_at()


def next_at() -> datetime | None:
    """When something of this property is due again: a message, what was claimed and not heard of, a receipt."""
    with transaction.atomic():
        raw = Statements(raw_connection())
        moments = [raw.value(NEXT, (UNKNOWN_AFTER,)), receipts.again_at(raw)]
    return min((moment for moment in moments if moment is not None), default=None)


def _pick(house: House, limit: int) -> Picked:
    """Judge what is due together with what else waits for the same people, and put the verdicts down."""
    with transaction.atomic():
        raw, now = Statements(raw_connection()), clock.now()
        due = raw.execute(DUE, (now, limit)).fetchall()
        if not due:
            return Picked(0, [])
        people = knowing.read(raw, house.hotel, [guest for _, guest in due], now)
        courtesy = house.courtesy(raw, now)
        campaigns = {each.message.campaign for person in people for each in person.waiting} - {None}
        states = house.states(raw, campaigns)  # type: ignore[arg-type]
        going: list[Waiting] = []
        verdicts: list[tuple[Waiting, Wait | Drop]] = []
        for person in people:
            _judged(person, states, courtesy, now, going, verdicts)
        noting.put(raw, house, verdicts, now)
    return Picked(len(due), [each.id for each in sorted(going, key=_rank)])


def _judged(
    person: Person,
    states: Mapping[int, str],
    courtesy: Courtesy,
    now: datetime,
    going: list[Waiting],
    verdicts: list[tuple[Waiting, Wait | Drop]],
) -> None:
    """One person's messages, all of them: what is not due yet may go before, or be of no use any more."""
    waiting = {each.id: each for each in rivals(person, now)}
    messages = [in_state(each, states) for each in waiting.values()]
    for number, verdict in pick(messages, person.guest, History(person.sent), courtesy, now).items():
        each = waiting[number]
        if isinstance(verdict, Send):
            going.append(each)
        elif isinstance(verdict, Drop) or each.due_at <= now:
            verdicts.append((each, verdict))


def _send(house: House, numbers: list[int], until: float) -> None:
    """Claim and send these one by one; what went for campaigns is told outside once for all of them."""
    went: dict[int, set[int]] = {}
    try:
        for number in numbers:
            if time.monotonic() >= until:
                break
            claim = claiming.claim(house, number)
            if claim is not None and _delivered(house, claim) and claim.campaign is not None:
                went.setdefault(claim.campaign, set()).add(claim.guest)
    finally:
        if went:
            _told(went)


def _delivered(house: House, claim: Claim) -> bool:
    """Call the transport once, outside of any transaction, and put down what it said; whether it took the message."""
    transport = house.transports[claim.parcel.channel]
    try:
        answer = transport.send(claim.parcel)
    except Unknown as error:
        settling.unclear(house, claim, str(error))
        return False
    except Exception as error:
        # A transport with a fault of its own: nobody knows how far it came.
        log.exception("message %s: its transport failed", claim.message)
        settling.unclear(house, claim, type(error).__name__)
        return False
    settling.answered(house, claim, answer)
    return isinstance(answer, Accepted)


def _told(went: Mapping[int, set[int]]) -> None:
    with transaction.atomic():
        raw = Statements(raw_connection())
        for campaign, guests in sorted(went.items()):
            tell(raw, "campaign.sent", guests, campaign=campaign)


def _rank(waiting: Waiting) -> tuple[int, datetime, int]:
    return -waiting.message.priority, waiting.message.created_at, waiting.id
