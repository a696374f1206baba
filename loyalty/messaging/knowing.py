"""What the gate is told of people: everything over all rows of a person, and by the hashes of the person's addresses.

By hash too, because rows come and go: a merge that is undone must let nothing out twice, and a new record with an old
number stays opted out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from kernel.statements import Statements, array
from loyalty.messaging import addresses
from loyalty.messaging.facts import Guest, Kind, Message, Sent, Word
from loyalty.messaging.reasons import Reason
from tenants.models import Property

# No frequency and no quota looks further back.
REMEMBERED = timedelta(days=62)
MINOR_TAG = "未成年"
# What waits for somebody outside keeps nobody else waiting, until it is looked at again.
HELD = frozenset({Reason.NOT_FILED, Reason.THROTTLED, Reason.STOCK_GONE, Reason.BUDGET_SPENT})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that has not been claimed, with what the gate does not judge by."""

    message: Message
    guest: int  # the row it was put down for
    target: int | None
    counts: bool
    texts: dict[str, dict[str, dict[str, str]]]
    facts: dict[str, Any]
    said: tuple[str, str]  # the reason it waits for, and what that was because of
    due_at: datetime

    @property
    def id(self) -> int:
        return self.message.id


@dataclass(frozen=True, slots=True)
class Person:
    """One person, as far as writing to him goes."""

    rows: tuple[int, ...]  # the standing guest's first
    guest: Guest
    addresses: dict[str, str]  # channel -> where he is reached now
    hashes: dict[str, bytes]  # of these
    known: frozenset[tuple[str, bytes]]  # of all addresses of all rows: (channel, hash)
    name: str = ""
    gender: str = ""
    language: str = ""
    visits: int = 0
    last_visit_on: date | None = None
    room_no: str = ""
    rate_cents: int = 0
    sent: tuple[Sent, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    @property
    def id(self) -> int:
        return self.rows[0]


def people(raw: Statements, hotel: Property, guests: Iterable[int]) -> list[Person]:
    """Who stands behind these guests, with their addresses; nothing of what was said or sent yet."""
    return [
        _person(hotel, row)
        for row in raw.execute(PEOPLE, {"guests": array(sorted(set(guests))), "tag": MINOR_TAG})
    ]


def details(raw: Statements, found: Sequence[Person], now: datetime) -> list[Person]:
    """The same people with what they agreed to, what was sent to them and what waits. Set by set, in one round."""
    if not found:
        return []
    asked = {
        "rows": array([row for person in found for row in person.rows]),
        "persons": array([person.id for person in found for _ in person.rows]),
        "hashes": array([hash for person in found for _, hash in person.known]),
        "hash_channels": array([channel for person in found for channel, _ in person.known]),
        "hash_persons": array([person.id for person in found for _ in person.known]),
        "since": now - REMEMBERED,
        "now": now,
    }
    with raw.pipeline():
        cursors = [raw.execute(sql, _needed(sql, asked)) for sql in SETS]
    told: list[dict[int, list[tuple[Any, ...]]]] = []
    for cursor in cursors:
        by_person: dict[int, list[tuple[Any, ...]]] = {}
        for person, *row in cursor:
            by_person.setdefault(person, []).append(tuple(row))
        told.append(by_person)
    return [_detailed(person, [rows.get(person.id, []) for rows in told]) for person in found]


def read(raw: Statements, hotel: Property, guests: Iterable[int], now: datetime) -> list[Person]:
    """All of it, for the people behind these guests."""
    return details(raw, people(raw, hotel, guests), now)


def said_once(campaign: int | None, once: bool, key: str) -> str:
    """What a message is known by when it is asked whether it was said before: of a campaign that says it once, that."""
    return f"once:{campaign}" if once and campaign is not None else key


def _person(hotel: Property, row: tuple[Any, ...]) -> Person:
    (standing, merged, name, phone, email, language, gender, visits, last_on, room, rate, secret, birthday, minor,
     phones, emails) = row  # fmt: skip
    own = addresses.of_guest(phone, email)
    hashes = {channel: addresses.hashed(hotel, channel, address) for channel, address in own.items()}
    known = set(hashes.items())
    for channel, every in (("sms", phones), ("email", emails)):
        known |= {(channel, addresses.hashed(hotel, channel, address)) for address in every if address}
    guest = Guest(standing, secret=secret, birthday=birthday, minor=minor, reachable=frozenset(own))
    return Person((standing, *merged), guest, own, hashes, frozenset(known), name, gender, language, visits, last_on,
                  room, rate)  # fmt: skip


def _detailed(person: Person, told: Sequence[Sequence[tuple[Any, ...]]]) -> Person:
    words, optouts, doubtful, dead, profiles, visits, sent, waiting = told
    # The standing guest's own profile goes before those merged into it.
    profiles = sorted(profiles, key=lambda row: person.rows.index(row[0]))
    minor = any(row[1] for row in profiles)
    channel = next((row[2] for row in profiles if row[2]), None)
    hour = next((row[3] for row in profiles if row[3] is not None), None)
    gone = {channel for channel, hash in dead if person.hashes.get(channel) == bytes(hash)}
    guest = replace(
        person.guest,
        minor=person.guest.minor or minor,
        consents={(purpose, of): Word(given, at) for purpose, of, given, at in words},
        opted_out=frozenset(of for (of,) in optouts),
        doubtful=frozenset(of for (of,) in doubtful),
        reachable=person.guest.reachable - gone,
        preferred_channel=channel,
        preferred_hour=hour,
        last_visit_at=visits[0][0] if visits else None,
    )
    return replace(
        person,
        guest=guest,
        sent=tuple(
            Sent(at, said_once(campaign, once, key), by, counts, unknown=state in ("claimed", "unknown"))
            for at, key, once, campaign, by, counts, state, _ in sent
        ),
        waiting=tuple(_waiting(row) for row in waiting),
    )


def _waiting(row: tuple[Any, ...]) -> Waiting:
    (number, guest, key, campaign, target, once, kind, purpose, channels, priority, counts, texts, facts, not_before,
     expires_at, moot, due_at, reason, because, made_at, parts) = row  # fmt: skip
    message = Message(
        number, said_once(campaign, once, key), Kind(kind), tuple(channels), made_at, expires_at, priority, purpose,
        not_before, campaign, parts=parts, moot_after_visit=moot,
    )  # fmt: skip
    return Waiting(
        message,
        guest,
        target,
        counts,
        msgspec.json.decode(texts),
        msgspec.json.decode(facts),
        (reason, because),
        due_at,
    )


def _needed(sql: str, asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if f"%({name})s" in sql}


PEOPLE = """
WITH asked AS (SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM guests_guest WHERE id = ANY(%(guests)s::bigint[]))
SELECT s.id, coalesce(o.ids, '{}'), s.name, s.phone, s.email, s.language, s.gender, s.visits, s.last_visit_on, s.room_no,
       s.rate_cents, s.secret OR coalesce(o.secret, false), coalesce(s.birthday, o.birthday),
       %(tag)s = ANY(s.tags) OR coalesce(o.minor, false), coalesce(o.phones, '{}'), coalesce(o.emails, '{}')
  FROM asked JOIN guests_guest s ON s.id = asked.id
  LEFT JOIN LATERAL (
       SELECT array_agg(m.id ORDER BY m.id) AS ids, bool_or(m.secret) AS secret, min(m.birthday) AS birthday,
              bool_or(%(tag)s = ANY(m.tags)) AS minor,
              array_agg(m.phone) FILTER (WHERE m.phone IS NOT NULL) AS phones,
              array_agg(m.email) FILTER (WHERE m.email <> '') AS emails
         FROM guests_guest m WHERE m.merged_into_id = s.id) o ON true
 ORDER BY s.id
"""
OF = "unnest(%(rows)s::bigint[], %(persons)s::bigint[]) AS of (row, person)"
BY = "unnest(%(hashes)s::bytea[], %(hash_channels)s::text[], %(hash_persons)s::bigint[]) AS by (hash, channel, person)"
# S608: all of these are put together from constants.
CONSENTS = f"""
SELECT DISTINCT ON (of.person, c.purpose, c.channel) of.person, c.purpose, c.channel, c.given, c.at
  FROM {OF} JOIN guests_consent c ON c.guest_id = of.row ORDER BY of.person, c.purpose, c.channel, c.id DESC
"""  # noqa: S608
OPTED_OUT = f"""
SELECT of.person, o.channel FROM {OF} JOIN messaging_optout o ON o.guest_id = of.row WHERE o.ended_at IS NULL
UNION
SELECT by.person, o.channel FROM {BY} JOIN messaging_optout o ON o.address_hash = by.hash WHERE o.ended_at IS NULL
"""  # noqa: S608
DOUBTFUL = f"""
SELECT of.person, r.channel FROM {OF} JOIN messaging_reply r ON r.guest_id = of.row
 WHERE r.read_as = 'doubtful' AND r.settled_at IS NULL
UNION
SELECT by.person, r.channel FROM {BY} JOIN messaging_reply r ON r.address_hash = by.hash
 WHERE r.read_as = 'doubtful' AND r.settled_at IS NULL
"""  # noqa: S608
DEAD = f"""
SELECT of.person, d.channel, d.address_hash FROM {OF} JOIN messaging_deadaddress d ON d.guest_id = of.row
"""  # noqa: S608
PROFILES = f"""
SELECT of.person, p.guest_id, p.minor, p.preferred_channel, p.preferred_hour
  FROM {OF} JOIN guests_profile p ON p.guest_id = of.row
"""  # noqa: S608
VISITS = f"""
SELECT of.person, max(s.check_in) FROM {OF} JOIN stays_stay s ON s.guest_id = of.row
 WHERE s.counted AND s.check_in <= %(now)s
   AND EXISTS (SELECT 1 FROM messaging_message m WHERE m.guest_id = of.row AND m.state = 'waiting' AND m.moot_after_visit)
 GROUP BY of.person
"""  # noqa: S608
SENT_COLUMNS = "m.sent_at, m.key, m.once, m.campaign_id, m.channel, m.counts, m.state"
# Recently; and of campaigns that say it once, ever.
RECENT = "m.sent_at IS NOT NULL AND (m.sent_at > %(since)s OR m.once)"
SENT = f"""
SELECT of.person, {SENT_COLUMNS}, m.id FROM {OF} JOIN messaging_message m ON m.guest_id = of.row WHERE {RECENT}
UNION
SELECT by.person, {SENT_COLUMNS}, m.id FROM {BY} JOIN messaging_message m ON m.address_hash = by.hash WHERE {RECENT}
"""  # noqa: S608
WAITING = f"""
SELECT of.person, m.id, m.guest_id, m.key, m.campaign_id, m.target_id, m.once, m.kind, m.purpose, m.channels, m.priority,
       m.counts, m.texts, m.facts, m.not_before, m.expires_at, m.moot_after_visit, m.due_at, m.reason, m.because,
       m.made_at, m.parts
  FROM {OF} JOIN messaging_message m ON m.guest_id = of.row WHERE m.state = 'waiting' ORDER BY m.id
"""  # noqa: S608
SETS = (CONSENTS, OPTED_OUT, DOUBTFUL, DEAD, PROFILES, VISITS, SENT, WAITING)
