"""What is known of many guests at once, as far as a campaign asks: over all rows of each person, in a few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kernel import clock, phones
from kernel.statements import Statements, array
from loyalty.campaigns import offers
from loyalty.campaigns.document import Document, GapOffer
from loyalty.campaigns.offers import Purse
from loyalty.campaigns.restraining import ANSWERED, Guest
from loyalty.messaging import addresses, judging, settings
from loyalty.messaging.facts import Guest as Reached
from loyalty.messaging.facts import Word
from tenants.models import Property


@dataclass(slots=True)
class Known:
    """One guest who stands for a person."""

    id: int
    name: str
    person: bytes
    secret: bool
    reached: Reached  # as the gate judges him
    restraint: Guest
    tier: str  # of the programme
    frequent: bool = False  # had a message within the frequency
    purse: Purse | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What does not change while the guests of one campaign are looked at."""

    hotel: Property
    campaign_id: int
    document: Document
    today: date
    ready: frozenset[str]  # channels that are switched on here
    since: datetime  # what was sent later counts towards the frequency
    shut: frozenset[bytes] = frozenset()  # addresses that opted out, by hash


@dataclass(slots=True)
class _Sets:
    consents: dict[int, dict[tuple[str, str], Word]] = field(default_factory=dict)
    opted_out: dict[int, set[str]] = field(default_factory=dict)
    dead: dict[int, dict[str, bytes]] = field(default_factory=dict)
    coming: frozenset[int] = frozenset()
    frequent: frozenset[int] = frozenset()
    held_out: frozenset[int] = frozenset()
    asked_before: Mapping[int, int] = field(default_factory=dict)
    purses: Mapping[int, Purse] = field(default_factory=dict)


def place(raw: Statements, hotel: Property, campaign_id: int, document: Document) -> Place:
    """Where and when a campaign asks. Inside the property."""
    rules = settings.read(raw)
    now = clock.now()
    shut = frozenset(bytes(each) for (each,) in raw.execute(SHUT))
    return Place(
        hotel,
        campaign_id,
        document,
        clock.local_day(now, hotel.time_zone),
        settings.ready(rules, hotel),
        now - timedelta(hours=rules.cap_hours),
        shut,
    )


def read(raw: Statements, at: Place, ids: Sequence[int]) -> dict[int, Known]:
    """These guests, standing ones; in the order of `ids`. Who was merged away or erased meanwhile is left out."""
    if not ids:
        return {}
    people = {"ids": array(list(ids))}
    sets = _sets(raw, at, ids, people)
    found = {}
    for row in raw.execute(GUESTS, people, binary=True):
        known = _known(at, row, sets)
        found[known.id] = known
    return {guest: found[guest] for guest in ids if guest in found}


def _sets(raw: Statements, at: Place, ids: Sequence[int], people: Mapping[str, object]) -> _Sets:
    sets = _Sets()
    for guest, channel, given, when in raw.execute(CONSENTS, {**people, "purpose": at.document.purpose}):
        sets.consents.setdefault(guest, {})[at.document.purpose, channel] = Word(given, when)
    for guest, channel in raw.execute(OPTED_OUT, people):
        sets.opted_out.setdefault(guest, set()).add(channel)
    for guest, channel, digest in raw.execute(DEAD, people):
        sets.dead.setdefault(guest, {})[channel] = bytes(digest)
    sets.coming = _ids(raw, COMING, {**people, "today": at.today})
    sets.frequent = _ids(raw, FREQUENT, {**people, "since": at.since})
    held = {"campaign": at.campaign_id, "kinds": array(sorted(ANSWERED)), "today": at.today}
    sets.held_out = _ids(raw, HELD_OUT, {**people, **held})
    sets.asked_before = dict(raw.execute(ASKED_BEFORE, people).fetchall())
    if any(isinstance(each.offer, GapOffer) for each in at.document.variants):
        sets.purses = offers.purses(raw, ids, at.today)
    return sets


def _known(at: Place, row: tuple[Any, ...], sets: _Sets) -> Known:
    (id_, name, person, secret, birthday, phone, email, visits, rate_cents, minor, stage, deviation, sensitive,
     unanswered, tier, joined_on) = row  # fmt: skip
    guest: int = id_
    reached = Reached(
        guest,
        birthday=birthday,
        minor=bool(minor),
        consents=sets.consents.get(guest, {}),
        reachable=_reachable(at, addresses.of_guest(phone, str(email)), sets.dead.get(guest)),
        opted_out=_opted_out(at, phone, str(email), sets.opted_out.get(guest, set())),
    )
    restraint = Guest(
        stage=str(stage or ""),
        deviation=str(deviation or "unknown"),
        price_sensitive=str(sensitive or "unknown"),
        unanswered=max(unanswered or 0, sets.asked_before.get(guest, 0)),
        visits=visits,
        coming=guest in sets.coming,
        held_out=guest in sets.held_out,
        pretexts=pretexts(birthday, joined_on, at.today),
        rate_cents=rate_cents,
    )
    return Known(
        guest,
        str(name),
        bytes(person),
        bool(secret),
        reached,
        restraint,
        str(tier or ""),
        guest in sets.frequent,
        sets.purses.get(guest),
    )


def pretexts(birthday: date | None, joined_on: date | None, today: date) -> frozenset[str]:
    """What can be said of a guest this month: that it is his birthday's, or that of his joining, a year or more ago."""
    found = set()
    if birthday is not None and birthday.month == today.month:
        found.add("birthday")
    if joined_on is not None and joined_on.month == today.month and joined_on.year < today.year:
        found.add("anniversary")
    return frozenset(found)


def consents(at: Place, known: Known, channel: str) -> bool:
    """As the gate judges it."""
    return judging.consents(known.reached, at.document.purpose, channel)


def _reachable(at: Place, found: Mapping[str, str], dead: Mapping[str, bytes] | None) -> frozenset[str]:
    if dead:
        found = {
            channel: address
            for channel, address in found.items()
            # Another address than the one nobody answers to is alive again.
            if channel not in dead or dead[channel] != addresses.hashed(at.hotel, channel, address)
        }
    return frozenset(found)


def _opted_out(at: Place, phone: str | None, email: str, told: set[str]) -> frozenset[str]:
    if at.shut:
        key = bytes(at.hotel.chain.person_key)
        # As addresses.hashed does, without reading a number anew that is kept as E.164.
        if phone and phones.keyed_hash(key, f"tel:{phone}") in at.shut:
            told = told | {"sms"}
        if email and phones.keyed_hash(key, f"mailto:{email.strip().casefold()}") in at.shut:
            told = told | {"email"}
    return frozenset(told)


def _ids(raw: Statements, sql: str, asked: Mapping[str, object]) -> frozenset[int]:
    rows: Iterable[tuple[int]] = raw.execute(sql, asked)
    return frozenset(guest for (guest,) in rows)


# All rows of these persons. `row` is what neighbours hang on, `person` who stands for it.
PEOPLE = """
WITH people AS MATERIALIZED (
  SELECT a.id AS row, a.id AS person FROM unnest(%(ids)s::bigint[]) AS a (id)
  UNION ALL
  SELECT m.id, m.merged_into_id FROM guests_guest m
   WHERE m.merged_into_id IS NOT NULL AND m.merged_into_id = ANY(%(ids)s::bigint[]))
"""
GUESTS = """
SELECT g.id, g.name, g.person, g.secret, g.birthday, g.phone, g.email, g.visits, g.rate_cents,
       '未成年' = ANY(g.tags) OR EXISTS (SELECT FROM guests_profile p WHERE p.guest_id = g.id AND p.minor),
       s.stage, s.deviation, s.price_sensitive, s.winbacks_unanswered, m.tier, m.joined_on
  FROM unnest(%(ids)s::bigint[]) AS a (id) JOIN guests_guest g ON g.id = a.id
  LEFT JOIN lifecycle_state s ON s.guest_id = g.id LEFT JOIN tiers_membership m ON m.guest_id = g.id
 WHERE g.merged_into_id IS NULL
"""
CONSENTS = f"""{PEOPLE}
SELECT DISTINCT ON (p.person, c.channel) p.person, c.channel, c.given, c.at
  FROM people p JOIN guests_consent c ON c.guest_id = p.row WHERE c.purpose = %(purpose)s
 ORDER BY p.person, c.channel, c.id DESC
"""  # noqa: S608 (put together from constants)
OPTED_OUT = f"""{PEOPLE}
SELECT DISTINCT p.person, o.channel FROM people p JOIN messaging_optout o ON o.guest_id = p.row WHERE o.ended_at IS NULL
"""  # noqa: S608
SHUT = (
    "SELECT DISTINCT address_hash FROM messaging_optout WHERE ended_at IS NULL AND address_hash IS NOT NULL"
)
DEAD = "SELECT guest_id, channel, address_hash FROM messaging_deadaddress WHERE guest_id = ANY(%(ids)s::bigint[])"
COMING = f"""{PEOPLE}
SELECT DISTINCT p.person FROM people p JOIN stays_stay s ON s.guest_id = p.row
 WHERE s.status IN ('booked', 'in_house') AND s.check_out_on >= %(today)s
"""  # noqa: S608
FREQUENT = f"""{PEOPLE}
SELECT DISTINCT p.person FROM people p JOIN messaging_message m ON m.guest_id = p.row
 WHERE m.counts AND m.sent_at > %(since)s
"""  # noqa: S608
# Win-backs since the last visit that went or are about to, as lifecycle.gathering counts them once their window is over:
# two that are still open are two as well, or a third would go before anybody could tell (C83).
IS_ASKED = """t.decision = 'contact' AND c.kind IN ('win_back', 'dormant')
   AND coalesce(t.sent_on, t.chosen_on) > coalesce(g.last_visit_on, DATE '-infinity')
   AND (t.sent_on IS NOT NULL OR EXISTS (SELECT FROM messaging_message w
          WHERE w.guest_id = t.guest_id AND w.target_id = t.id AND w.state IN ('waiting', 'claimed', 'unknown')))"""
ASKED_BEFORE = f"""{PEOPLE}
SELECT p.person, count(*)::int FROM people p JOIN guests_guest g ON g.id = p.person
  JOIN campaigns_target t ON t.guest_id = p.row JOIN campaigns_campaign c ON c.id = t.campaign_id
 WHERE {IS_ASKED} GROUP BY p.person
"""  # noqa: S608
HELD_OUT = f"""{PEOPLE}
SELECT DISTINCT p.person FROM people p JOIN campaigns_target t ON t.guest_id = p.row
  JOIN campaigns_campaign c ON c.id = t.campaign_id
 WHERE t.decision = 'held_out' AND t.campaign_id <> %(campaign)s AND c.kind = ANY(%(kinds)s::text[])
   AND t.chosen_on + (c.document->>'window_days')::int >= %(today)s
"""  # noqa: S608
