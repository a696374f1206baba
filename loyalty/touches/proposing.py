"""Preferences that repeated requests speak for are proposed to staff, and those that visits speak against.

Doing it again changes nothing. Staff confirm or refuse (deciding.py); the product never notes a preference by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import asking, preferences
from loyalty.guests.persons import ALL_OF_G
from loyalty.touches import weighing
from loyalty.touches.weighing import Held, Verdict, Visit, Wanted
from tenants.models import Property

CHUNK = 500
VISITS_MOST = 20  # that are looked at, the newest
WORDS_MOST = 120


class _Kept(msgspec.Struct, array_like=True):
    id: int
    code: str
    origin: str
    noted_at: datetime
    seen_on: date | None
    expired_on: date | None


class _Proposal(msgspec.Struct, array_like=True):
    id: int
    guest: int
    code: str
    drops: bool
    state: str
    seen: int
    of: int
    evidence: list[dict[str, Any]]


class _Read(msgspec.Struct):
    """A guest as the database tells him."""

    visits: list[tuple[int, date, date]] | None
    stays: list[tuple[int, int, list[str]]] | None  # visit, stay, requests
    said: list[tuple[int | None, date, str]] | None  # stay, day, words
    held: list[_Kept] | None
    proposals: list[_Proposal] | None


@dataclass(slots=True)
class _Changes:
    """What is to be written, of many guests."""

    put: list[dict[str, Any]]
    gone: list[int]
    held: list[dict[str, Any]]


def follow(raw: Statements, hotel: Property, guests: Sequence[int], today: date) -> dict[str, int]:
    """Weigh the visits of these guests (any rows of theirs) and make the proposals what they come to."""
    chunks = (guests[start : start + CHUNK] for start in range(0, len(guests), CHUNK))
    return _weigh(raw, hotel, chunks, today)


def night(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """The same for everybody who asked for something or of whom something is kept or proposed."""
    return _weigh(raw, hotel, _worth(raw), day)


def _worth(raw: Statements) -> Iterator[list[int]]:
    after = 0
    while found := [row[0] for row in raw.execute(WORTH, (after, CHUNK)).fetchall()]:
        after = found[-1]
        yield found


def _weigh(raw: Statements, hotel: Property, chunks: Iterable[Sequence[int]], today: date) -> dict[str, int]:
    counts = {"proposed": 0, "gone": 0, "doubtful": 0}
    own = own_words(raw)
    for guests in chunks:
        changes = _Changes([], [], [])
        for guest, told in raw.execute(READ, {"guests": list(guests), "today": today}).fetchall():
            _compare(guest, msgspec.json.decode(told, type=_Read), own, hotel, changes)
        _write(raw, changes)
        counts["proposed"] += len(changes.put)
        counts["gone"] += len(changes.gone)
        counts["doubtful"] += sum(each["expired_on"] is not None for each in changes.held)
    return counts


def visits_of(raw: Statements, hotel: Property, guest: int, today: date) -> list[Visit]:
    """The visits of one guest and what was asked on them, the newest first."""
    row = raw.execute(READ, {"guests": [guest], "today": today}).fetchone()
    return _visits(msgspec.json.decode(row[1], type=_Read), own_words(raw)) if row else []


def own_words(raw: Statements) -> list[str]:
    """Preferences of the house's own making: a request that says one of these words speaks for it."""
    return [word.code for word in preferences.vocabulary(raw)[len(preferences.STANDARD) :]]


def _visits(told: _Read, own: Sequence[str]) -> list[Visit]:
    found = []
    for number, arrived, left in told.visits or ():
        stays = {stay for visit, stay, _ in told.stays or () if visit == number}
        texts = [text for visit, _, requests in told.stays or () if visit == number for text in requests]
        texts += [
            text
            for stay, day, text in told.said or ()
            if stay in stays or (stay is None and arrived <= day <= left)
        ]
        found.append(Visit(arrived, asking.heard(texts, own)))
    return sorted(found, key=lambda visit: visit.day, reverse=True)


def _compare(guest: int, told: _Read, own: Sequence[str], hotel: Property, changes: _Changes) -> None:
    """What differs between what the visits say and what is written."""
    held = {each.code: each for each in told.held or ()}
    kept = [
        Held(each.code, each.origin, clock.local_day(each.noted_at, hotel.time_zone))
        for each in held.values()
    ]
    verdict = weighing.weigh(_visits(told, own), kept, _refused(told.proposals or ()))
    _compare_proposals(guest, told.proposals or (), verdict, changes)
    for each in held.values():
        seen, expired = verdict.seen_on.get(each.code) or each.seen_on, verdict.expired_on.get(each.code)
        if (seen, expired) != (each.seen_on, each.expired_on):
            changes.held.append(
                {"id": each.id, "noted_at": each.noted_at, "seen_on": seen, "expired_on": expired}
            )


def _refused(proposals: Iterable[_Proposal]) -> dict[tuple[str, bool], frozenset[date]]:
    days: dict[tuple[str, bool], frozenset[date]] = {}
    for each in proposals:
        if each.state == "refused":
            spoke = frozenset(date.fromisoformat(one["day"]) for one in each.evidence)
            days[each.code, each.drops] = days.get((each.code, each.drops), frozenset()) | spoke
    return days


def _compare_proposals(
    guest: int, proposals: Iterable[_Proposal], verdict: Verdict, changes: _Changes
) -> None:
    wanted = {(each.code, each.drops): each for each in verdict.proposals}
    standing: dict[tuple[str, bool], _Proposal] = {}
    for each in proposals:
        if each.state != "open":
            continue
        # Of two rows of a person that say the same, the standing guest's own stays.
        if (each.code, each.drops) not in wanted or each.guest != guest:
            changes.gone.append(each.id)
        else:
            standing[each.code, each.drops] = each
    for key, found in wanted.items():
        there, evidence = standing.get(key), evidence_of(found.evidence)
        if there is None or (there.seen, there.of, there.evidence) != (found.seen, found.of, evidence):
            changes.put.append(_row(guest, found, evidence))


def _row(guest: int, found: Wanted, evidence: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "guest": guest,
        "code": found.code,
        "drops": found.drops,
        "seen": found.seen,
        "of": found.of,
        "evidence": evidence,
    }


def evidence_of(found: Iterable[tuple[date, str]]) -> list[dict[str, str]]:
    return [{"day": day.isoformat(), "words": words[:WORDS_MOST]} for day, words in found]


def _write(raw: Statements, changes: _Changes) -> None:
    now = clock.now()
    if changes.gone:
        raw.execute(GONE, (now, changes.gone))
    if changes.put:
        raw.execute(PUT, (now, msgspec.json.encode(changes.put).decode()))
    if changes.held:
        raw.execute(HELD, (msgspec.json.encode(changes.held).decode(),))


READ = f"""
SELECT g.id, json_build_object(
  'visits', (SELECT json_agg(json_build_array(v.id, v.check_in_on, v.check_out_on)) FROM (
               SELECT x.id, x.check_in_on, x.check_out_on FROM stays_visit x
                WHERE x.guest_id = g.id AND x.check_in_on <= %(today)s::date
                ORDER BY x.ordinal DESC LIMIT {VISITS_MOST}) v),
  'stays', (SELECT json_agg(json_build_array(s.visit_id, s.id, s.requests) ORDER BY s.check_in, s.id) FROM stays_stay s
             WHERE s.guest_id = g.id AND s.visit_id IS NOT NULL),
  'said', (SELECT json_agg(json_build_array(i.stay, i.day, i.text) ORDER BY i.id) FROM guests_interaction i
            WHERE i.guest_id = ANY({ALL_OF_G}) AND i.kind IN ('request', 'habit') AND i.text <> ''),
  'held', (SELECT json_agg(json_build_array(p.id, p.code, p.origin, p.noted_at, p.seen_on, p.expired_on)
                  ORDER BY p.noted_at, p.id) FROM guests_preference p WHERE p.guest_id = ANY({ALL_OF_G})),
  'proposals', (SELECT json_agg(json_build_array(q.id, q.guest_id, q.code, q.drops, q.state, q.seen, q.of, q.evidence)
                       ORDER BY q.id) FROM touches_proposal q
                 WHERE q.guest_id = ANY({ALL_OF_G}) AND q.state IN ('open', 'refused')))::text
  FROM guests_guest g
 WHERE g.id IN (SELECT coalesce(a.merged_into_id, a.id) FROM guests_guest a WHERE a.id = ANY(%(guests)s::bigint[]))
 ORDER BY g.id
"""  # noqa: S608 (constants)
# Whoever has several rows is looked at: what was said, kept or proposed may stand with any of them.
WORTH = """
SELECT g.id FROM guests_guest g
 WHERE g.id > %s AND g.merged_into_id IS NULL
   AND (g.visits > 1 AND EXISTS (SELECT FROM stays_stay s WHERE s.guest_id = g.id AND s.requests <> '{}')
        OR g.visits > 1 AND EXISTS (SELECT FROM guests_interaction i WHERE i.guest_id = g.id AND i.kind IN ('request', 'habit'))
        OR EXISTS (SELECT FROM guests_preference p WHERE p.guest_id = g.id)
        OR EXISTS (SELECT FROM touches_proposal q WHERE q.guest_id = g.id AND q.state = 'open')
        OR EXISTS (SELECT FROM guests_guest m WHERE m.merged_into_id = g.id))
 ORDER BY g.id LIMIT %s
"""
GONE = "UPDATE touches_proposal SET state = 'gone', settled_at = %s WHERE id = ANY(%s) AND state = 'open'"
PUT = """
INSERT INTO touches_proposal (guest_id, code, value, drops, seen, of, evidence, state, made_at, settled_name)
SELECT x.guest, x.code, '', x.drops, x.seen, x.of, x.evidence, 'open', %s, ''
  FROM jsonb_to_recordset(%s::jsonb) AS x(guest bigint, code text, drops boolean, seen smallint, of smallint, evidence jsonb)
 ORDER BY x.guest, x.code, x.drops
ON CONFLICT (guest_id, code, drops) WHERE state = 'open'
DO UPDATE SET seen = EXCLUDED.seen, of = EXCLUDED.of, evidence = EXCLUDED.evidence
"""
# One that somebody said anew meanwhile is left as it was said.
HELD = """
UPDATE guests_preference p SET seen_on = x.seen_on, expired_on = x.expired_on
  FROM jsonb_to_recordset(%s::jsonb) AS x(id bigint, noted_at timestamptz, seen_on date, expired_on date)
 WHERE p.id = x.id AND p.noted_at = x.noted_at
"""
