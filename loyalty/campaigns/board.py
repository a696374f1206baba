"""The win-back board: whom to act on today and why, most valuable first; and who is left alone, with what that saves.

Late are guests who fell out of their usual range within the last weeks and are not dormant yet: before that an offer
gives margin away, long after it winning back costs more (C79). Early are those who came much sooner than their kind
does. Who has been acted on, asked to wait or left is not shown again; who must not be disturbed is counted, not shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from kernel import clock
from kernel.statements import Statements, array
from loyalty.campaigns import restraining
from loyalty.campaigns.knowing import IS_ASKED
from loyalty.campaigns.priorities import WIN_BACKS
from loyalty.messaging import knowing, settings
from loyalty.messaging.judging import consents
from loyalty.messaging.settings import Rules
from loyalty.programme import versions
from loyalty.programme.coupons import applying
from tenants.models import Property

LATE_DAYS = 14  # since the usual range ended
EARLY_DAYS = 14  # since the visit that came early
POINTS_DAYS = 30  # C70, C59: points that end so soon are worth a word
# Reasons of the board, in the order in which they are asked; the first that holds.
REASONS = ("acted", "coming_anyway", "opted_out", "does_not_answer", "over_frequency", "held_out")


class Candidate(NamedTuple):
    """One guest out of his pattern. `reason`: why he is not on the board; '' when he is."""

    guest: int
    group: str  # late | early
    by_days: int
    future_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What does not change while somebody works through the board; counted by the figures, every few minutes.

    `face_cents` of the coupon that savings are reckoned by, 0 where the house has none. This month: `came` by
    themselves within their usual range, and what campaigns refrained from.
    """

    on_pattern: int
    face_cents: int
    came: int
    refrained_cents: int


@dataclass(frozen=True, slots=True)
class Saving:
    """What is not given away."""

    on_pattern: int
    face_cents: int
    today_cents: int
    month_cents: int


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one guest on the board."""

    guest: int
    group: str
    by_days: int
    name: str
    visits: int
    channel: str
    stage: str
    away_days: int
    last_visit_on: date
    lower: float | None
    median: float | None
    upper: float | None
    taken_from: str
    pooled: bool
    last_gap_days: int | None
    future_cents: int | None
    price_sensitive: str
    in_house: bool
    complaint_on: date | None
    points_ending: int
    points_end_on: date | None
    previous_gap_days: int | None
    assigned_to: str | None
    last_contact_on: date | None
    reachable: tuple[str, ...]


def candidates(raw: Statements, rules: Rules, today: date) -> list[Candidate]:
    """Everybody out of his pattern these weeks, on the board or not. Inside the property.

    Reasons are asked set by set: one statement with all of them is planned badly as soon as its plan is kept.
    """
    asked = {
        "today": today,
        "late_from": today - timedelta(days=LATE_DAYS),
        "early_from": today - timedelta(days=EARLY_DAYS),
    }
    found = raw.execute(FOUND, asked, binary=True).fetchall()
    if not found:
        return []
    sets = _reasons(raw, rules, today, [row[0] for row in found])
    return [
        Candidate(guest, group, by_days, cents, _reason(sets, guest, group, unanswered))
        for guest, group, by_days, cents, unanswered in found
    ]


def _reasons(raw: Statements, rules: Rules, today: date, guests: Sequence[int]) -> dict[str, set[int]]:
    asked: dict[str, Any] = {
        "today": today,
        "since": clock.now() - timedelta(hours=rules.cap_hours),
        "since_day": today - timedelta(hours=rules.cap_hours) - timedelta(days=1),
        "kinds": array(sorted(WIN_BACKS)),
        "held_from": today - timedelta(days=180),
        "most": restraining.UNANSWERED_MOST,
    }
    # All rows of these persons: what hangs on the row it came to is found by them.
    own = [(guest, guest) for guest in guests] + raw.execute(MERGED, (array(guests),)).fetchall()
    asked |= {"rows": array([row for row, _ in own]), "persons": array([person for _, person in own])}
    with raw.pipeline():
        cursors = {
            name: raw.execute(sql, {key: value for key, value in asked.items() if f"%({key})s" in sql})
            for name, sql in SETS.items()
        }
    found: dict[str, set[int]] = {name: set() for name in ("acted", "booked", "in_house", *REASONS)}
    for name, cursor in cursors.items():
        for guest, said in cursor:
            found[said or name].add(guest)
    return found


def _reason(sets: dict[str, set[int]], guest: int, group: str, unanswered: int) -> str:
    """The first reason that holds."""
    if guest in sets["acted"]:
        return "acted"
    # Who came early may well be in the house: that is where he is thanked.
    if guest in sets["booked"] or (group == "late" and guest in sets["in_house"]):
        return "coming_anyway"
    if guest in sets["opted_out"]:
        return "opted_out"
    if group == "late" and (unanswered >= restraining.UNANSWERED_MOST or guest in sets["does_not_answer"]):
        return "does_not_answer"
    if guest in sets["over_frequency"]:
        return "over_frequency"
    return "held_out" if guest in sets["held_out"] else ""


def on_board(found: Sequence[Candidate], group: str | None, order: str) -> list[Candidate]:
    """Those to be shown, in order."""
    shown = [each for each in found if not each.reason and group in (None, each.group)]
    return sorted(shown, key=lambda each: place(each, order))


def place(candidate: Candidate, order: str) -> tuple[int, int]:
    """Where a guest stands in the order; the number tells two alike apart."""
    return (-candidate.by_days if order == "days" else -candidate.future_cents), candidate.guest


def restrained(found: Sequence[Candidate], saving: Saving) -> list[tuple[str, int, int]]:
    """(reason, guests, cents) of those who are left alone, the many first. Who was acted on is none of them."""
    counts = Counter(each.reason for each in found if each.reason not in ("", "acted"))
    each_cents = saving.face_cents * restraining.REDEEMED_PERCENT // 100
    # Only who is on pattern or does not answer would have had an offer otherwise.
    told = [
        (reason, n, n * each_cents if reason == "does_not_answer" else 0)
        for reason, n in counts.most_common()
    ]
    if saving.on_pattern:
        told.append(("on_pattern", saving.on_pattern, saving.on_pattern * each_cents))
    return sorted(told, key=lambda row: -row[1])


def stock(raw: Statements, today: date) -> Stock:
    """Counted over all guests: some tenths of a second for a hundred thousand. Inside the property."""
    return Stock(
        int(raw.value(ON_PATTERN, {"today": today}) or 0),
        face_cents(raw, today),
        int(raw.value(CAME_ON_PATTERN, {"month": today.replace(day=1)}) or 0),
        int(raw.value(REFRAINED, (today.replace(day=1),)) or 0),
    )


def saving(counted: Stock, found: Sequence[Candidate]) -> Saving:
    """What giving nothing to who comes anyway saves: (in the usual range + not answering) × redeemed share × face.

    This month: what campaigns refrained from, and guests who came by themselves within their usual range; each once.
    """
    silent = sum(each.reason == "does_not_answer" for each in found)
    each_cents = counted.face_cents * restraining.REDEEMED_PERCENT // 100
    now = (counted.on_pattern + silent) * each_cents
    month = now + counted.came * each_cents + counted.refrained_cents
    return Saving(counted.on_pattern, counted.face_cents, now, month)


def face_cents(raw: Statements, today: date) -> int:
    """What a coupon of this house is worth on average: of those given in 90 days, else of the first it could give."""
    given = raw.value(FACE, (today - timedelta(days=90),))
    if given:
        return int(given)
    published = versions.in_force(raw, today)
    faces = [applying.face_cents(kind) for kind in published.programme.coupons] if published else []
    return next((face for face in faces if face), 0)


def rows(
    raw: Statements, hotel: Property, rules: Rules, shown: Sequence[Candidate], today: date
) -> list[Row]:
    """The details of these, in their order."""
    if not shown:
        return []
    asked = {
        "guests": array([each.guest for each in shown]),
        "today": today,
        "ending": today + timedelta(days=POINTS_DAYS),
    }
    details = {row[0]: row[1:] for row in raw.execute(DETAILS, asked)}
    now = clock.now()
    reached = {person.id: person for person in knowing.read(raw, hotel, details, now)}
    ready = settings.ready(rules, hotel)
    told = []
    for each in shown:
        person = reached.get(each.guest)
        channels: tuple[str, ...] = ()
        last: date | None = None
        if person is not None:
            guest = person.guest
            channels = tuple(
                name
                for name in settings.CHANNELS
                if name in ready & guest.reachable
                and not guest.opted_out & {name, ""}
                and consents(guest, "marketing", name)
            )
            moments = [sent.at for sent in person.sent if sent.counts]
            last = clock.local_day(max(moments), hotel.time_zone) if moments else None
        values: list[Any] = [each.guest, each.group, each.by_days, *details[each.guest], last, channels]
        told.append(Row(*values))
    return told


_PERSON = "coalesce(r.merged_into_id, r.id)"
MERGED = """
SELECT m.id, m.merged_into_id FROM guests_guest m WHERE m.merged_into_id = ANY(%s::bigint[])
"""
_OWN = "unnest(%(rows)s::bigint[], %(persons)s::bigint[]) AS o (row, person)"
FOUND = """
SELECT s.guest_id, 'late', %(today)s::date - s.due_on, coalesce(s.future_cents, 0), s.winbacks_unanswered::int
  FROM lifecycle_state s JOIN guests_guest g ON g.id = s.guest_id
 WHERE s.stage = 'at_risk' AND s.due_on BETWEEN %(late_from)s AND %(today)s
   AND g.merged_into_id IS NULL AND NOT g.secret
UNION ALL
SELECT s.guest_id, 'early', greatest(0, round(coalesce(s.norm_lower_days, s.last_gap_days) - s.last_gap_days))::int,
       coalesce(s.future_cents, 0), s.winbacks_unanswered::int
  FROM guests_guest g JOIN lifecycle_state s ON s.guest_id = g.id
 WHERE g.last_visit_on >= %(early_from)s AND s.deviation = 'early' AND s.stage IN ('new', 'sticky')
   AND g.merged_into_id IS NULL AND NOT g.secret
"""
# Few each: those of all guests are read, or those of the candidates where a guest's own are found at once.
SETS = {
    "acted": f"""
SELECT p.id, '' FROM campaigns_act a JOIN guests_guest r ON r.id = a.guest_id JOIN guests_guest p ON p.id = {_PERSON}
 WHERE (a.until > %(today)s OR (a.act = 'leave' AND a.until IS NULL))
   AND (p.last_visit_on IS NULL OR a.day >= p.last_visit_on)""",  # noqa: S608 (put together from constants)
    "coming": f"""
SELECT o.person, x.status FROM {_OWN} JOIN stays_stay x ON x.guest_id = o.row
 WHERE x.status IN ('booked', 'in_house') AND x.check_out_on >= %(today)s""",  # noqa: S608
    "opted_out": f"""
SELECT {_PERSON}, '' FROM messaging_optout o JOIN guests_guest r ON r.id = o.guest_id
 WHERE o.ended_at IS NULL GROUP BY 1 HAVING bool_or(o.channel = '') OR count(DISTINCT o.channel) >= 3""",  # noqa: S608
    "over_frequency": f"""
SELECT {_PERSON}, '' FROM messaging_message m JOIN guests_guest r ON r.id = m.guest_id
 WHERE m.sent_on >= %(since_day)s AND m.counts AND m.sent_at > %(since)s""",  # noqa: S608
    "does_not_answer": f"""
SELECT o.person, '' FROM {_OWN} JOIN guests_guest g ON g.id = o.person
  JOIN campaigns_target t ON t.guest_id = o.row JOIN campaigns_campaign c ON c.id = t.campaign_id
 WHERE {IS_ASKED} GROUP BY o.person HAVING count(*) >= %(most)s""",  # noqa: S608
    "held_out": f"""
SELECT o.person, '' FROM {_OWN} JOIN campaigns_target t ON t.guest_id = o.row JOIN campaigns_campaign c ON c.id = t.campaign_id
 WHERE t.decision = 'held_out' AND t.chosen_on >= %(held_from)s AND c.kind = ANY(%(kinds)s::text[])
   AND t.chosen_on + (c.document ->> 'window_days')::int >= %(today)s""",  # noqa: S608
}
# In the usual range today: whoever would have had a coupon if everybody had.
ON_PATTERN = """
SELECT count(*) FROM lifecycle_state
 WHERE due_on > %(today)s AND deviation = 'on_pattern'
   AND due_on - ceil(norm_upper_days)::int + ceil(norm_lower_days)::int <= %(today)s
"""
CAME_ON_PATTERN = """
SELECT count(*) FROM guests_guest g JOIN lifecycle_state s ON s.guest_id = g.id
 WHERE g.last_visit_on >= %(month)s AND g.visits >= 2 AND s.deviation = 'on_pattern' AND g.merged_into_id IS NULL
"""
REFRAINED = (
    "SELECT sum(saved_cents)::bigint FROM campaigns_target WHERE chosen_on >= %s AND decision = 'refrained'"
)
FACE = "SELECT avg(face_cents)::bigint FROM coupons_coupon WHERE issued_on >= %s AND face_cents > 0"
DETAILS = """
SELECT g.id, g.name, g.visits, g.channel, s.stage,
       CASE WHEN l.id IS NOT NULL THEN 0 ELSE greatest(0, %(today)s::date - g.last_visit_on) END, g.last_visit_on,
       s.norm_lower_days, s.norm_median_days, s.norm_upper_days, s.norm_from, s.norm_pooled, s.last_gap_days,
       s.future_cents, s.price_sensitive, l.id IS NOT NULL,
       (SELECT min(i.day) FROM guests_interaction i
         WHERE i.guest_id = g.id AND i.kind = 'complaint' AND i.settled_at IS NULL),
       coalesce(ending.points, 0), ending.day,
       (SELECT v.check_in_on - v.prev_on FROM stays_visit v WHERE v.guest_id = g.id AND v.ordinal = g.visits - 1),
       (SELECT a.assigned_to::text FROM campaigns_act a WHERE a.guest_id = g.id AND a.act = 'assign' ORDER BY a.id DESC LIMIT 1)
  FROM unnest(%(guests)s::bigint[]) AS asked (id) JOIN guests_guest g ON g.id = asked.id
  JOIN lifecycle_state s ON s.guest_id = g.id
  LEFT JOIN stays_visit l ON l.guest_id = g.id AND l.ordinal = g.visits AND l.checked_out_at IS NULL
  LEFT JOIN LATERAL (
       SELECT sum(o.remaining)::bigint AS points, min(o.expires_on) AS day
         FROM ledger_account a JOIN ledger_lot o ON o.account_id = a.id
        WHERE a.guest_id = g.id AND a.kind IN ('base', 'bonus') AND o.remaining > 0
          AND o.expires_on BETWEEN %(today)s AND %(ending)s) ending ON true
"""
