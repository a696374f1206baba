"""The win-back board: whom to act on today and why, most valuable first; and who is left alone, with what that saves.

Late are guests who fell out of their usual range within the last weeks and are not dormant yet: before that an offer
gives margin away, long after it winning back costs more (C79). Early are those who came much sooner than their kind
does. Who has been acted on, asked to wait or left is not shown again; who must not be disturbed is counted, not shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kernel import clock
from kernel.statements import Statements, array
from loyalty.campaigns import restraining
from loyalty.campaigns.priorities import WIN_BACKS
from loyalty.lifecycle import reading as lifecycle
from loyalty.lifecycle.basis import Cohort
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


@dataclass(frozen=True, slots=True)
class Candidate:
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
    """Everybody out of his pattern these weeks, on the board or not. Inside the property."""
    asked = {
        "today": today,
        "late_from": today - timedelta(days=LATE_DAYS),
        "early_from": today - timedelta(days=EARLY_DAYS),
        "since": clock.now() - timedelta(hours=rules.cap_hours),
        "since_day": today - timedelta(hours=rules.cap_hours) - timedelta(days=1),
        "unanswered": restraining.UNANSWERED_MOST,
        "kinds": array(sorted(WIN_BACKS)),
        "held_from": today - timedelta(days=180),
        "arrived_from": today - timedelta(days=180),
    }
    return [Candidate(*row) for row in raw.execute(CANDIDATES, asked, binary=True)]


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


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do with a guest, and why he stands here: Chinese and English."""

    act: str
    says: tuple[str, str]
    why: tuple[str, str]
    detail: tuple[str, str]
    offer: bool


def advise(row: Row, turn: int | None) -> Advice:
    """`turn`: the visit upon which to act, of the guest's cohort. Pure: greet first, never a coupon unasked."""
    offer = row.group == "late" and row.price_sensitive == "yes" and not row.in_house
    if row.group == "early":
        return _early(row)
    why = (f"逾期 {row.by_days} 天", f"{row.by_days} days late") if row.by_days else ("今天到期", "due today")
    act, says, detail = _late(row, turn)
    return Advice(act, says, why, detail, offer)


Said = tuple[str, tuple[str, str], tuple[str, str]]


def _late(row: Row, turn: int | None) -> Said:
    if row.complaint_on is not None:
        said = f"{row.complaint_on.month} 月 {row.complaint_on.day} 日的投诉还没有回访"
        return (
            "call",
            ("先回访投诉", "Settle the complaint first"),
            (said, f"a complaint of {row.complaint_on} is open"),
        )
    if row.points_ending:
        return (
            "points",
            ("提醒积分到期", "Remind of points that end"),
            (
                f"积分 {POINTS_DAYS} 天内到期 {row.points_ending:,}",
                f"{row.points_ending:,} points end within {POINTS_DAYS} days",
            ),
        )
    if row.channel == "corporate":
        return (
            "call",
            ("请店长打电话", "Have the manager call"),
            _habit(row, ("协议客人，可能换了酒店", "corporate: the company may have moved on")),
        )
    if turn is not None and row.visits == turn - 1:
        said = f"第 {row.visits} → {row.visits + 1} 次最要紧"
        return (
            "upgrade",
            ("问候 + 免费升级", "Greet, and offer an upgrade"),
            (said, f"visit {row.visits + 1} is the one that decides"),
        )
    if row.visits == 1:
        return (
            "greet",
            ("问候，不送券", "Greet, no coupon"),
            ("首住后未再来", "has not come again after the first stay"),
        )
    return "greet", ("问候，不送券", "Greet, no coupon"), _habit(row, None)


def _habit(row: Row, otherwise: tuple[str, str] | None) -> tuple[str, str]:
    """How he used to come, where that says something."""
    gap, before = row.last_gap_days, row.previous_gap_days
    if gap is not None and before is not None and row.away_days > gap > before:
        return (f"间隔从 {before} 天起逐次拉长", f"gaps have grown from {before} days")
    if otherwise is not None:
        return otherwise
    if gap is not None:
        return (f"上次隔 {gap} 天就来了", f"came after {gap} days the time before")
    day = row.last_visit_on
    return (f"上次入住 {day.month} 月 {day.day} 日", f"last came on {day}")


def _early(row: Row) -> Advice:
    gap = row.last_gap_days or 0
    why = (f"提前 {row.by_days} 天", f"{row.by_days} days early")
    median = round(row.median) if row.median is not None else None
    if row.visits == 2:
        detail = (f"首住 {gap} 天后就回来", f"came back {gap} days after the first stay")
    elif median is not None:
        detail = (
            f"上次只隔 {gap} 天，来得比同类客人勤",
            f"came after {gap} days, more often than others of the kind",
        )
    else:
        detail = (f"上次只隔 {gap} 天", f"came after {gap} days")
    if row.in_house:
        return Advice("thank", ("当面谢，记喜好", "Thank in person, note what is liked"), why, detail, False)
    if row.visits >= 3:
        return Advice("upgrade", ("下次升级房型一次", "An upgrade next time"), why, detail, False)
    return Advice("thank", ("道谢，请下次再来", "Thank, and ask back"), why, detail, False)


def turn_of(cohorts: Sequence[Cohort], code: str) -> int | None:
    """The visit upon which to act, of this cohort or the nearest above that shows a turn."""
    by_code = {cohort.code: cohort for cohort in cohorts}
    cohort = by_code.get(code)
    while cohort is not None:
        if cohort.turn is not None:
            return cohort.turn.act_upon
        cohort = cohorts[cohort.parent] if cohort.parent >= 0 else None
    return None


def property_turn(raw: Statements) -> Cohort | None:
    """The property's own series of gaps, for the small picture."""
    found = lifecycle.basis(raw)
    return found.cohort("property") if found else None


def newest_day(raw: Statements) -> date | None:
    """The day of the last night that judged them."""
    found: date | None = raw.value("SELECT max(as_of) FROM lifecycle_basis")
    return found


_PERSON = "coalesce(r.merged_into_id, r.id)"
# Uncorrelated lists: each is read once, and looked up by hash.
_ACTED = f"""SELECT {_PERSON} FROM campaigns_act a JOIN guests_guest r ON r.id = a.guest_id
   JOIN guests_guest p ON p.id = {_PERSON}
  WHERE (a.until > %(today)s OR (a.act = 'leave' AND a.until IS NULL)) AND (p.last_visit_on IS NULL OR a.day >= p.last_visit_on)"""  # noqa: S608
_COMING = f"""SELECT {_PERSON} FROM stays_stay x JOIN guests_guest r ON r.id = x.guest_id
  WHERE x.check_in_on >= %(arrived_from)s AND x.status IN ('booked', 'in_house') AND x.check_out_on >= %(today)s"""  # noqa: S608
_BOOKED = f"""SELECT {_PERSON} FROM stays_stay x JOIN guests_guest r ON r.id = x.guest_id
  WHERE x.check_in_on >= %(today)s AND x.status = 'booked'"""  # noqa: S608
_OUT = f"""SELECT {_PERSON} FROM messaging_optout o JOIN guests_guest r ON r.id = o.guest_id
  WHERE o.ended_at IS NULL AND o.channel = ''
  UNION ALL SELECT {_PERSON} FROM messaging_optout o JOIN guests_guest r ON r.id = o.guest_id
  WHERE o.ended_at IS NULL AND o.channel <> '' GROUP BY 1 HAVING count(DISTINCT o.channel) >= 3"""  # noqa: S608
_OFTEN = f"""SELECT {_PERSON} FROM messaging_message m JOIN guests_guest r ON r.id = m.guest_id
  WHERE m.sent_on >= %(since_day)s AND m.counts AND m.sent_at > %(since)s"""  # noqa: S608
# By the candidates, which are few beside all who were ever held out.
_HELD = """SELECT t.chosen_on, t.campaign_id, o.person FROM own o JOIN campaigns_target t ON t.guest_id = o.id
           WHERE t.decision = 'held_out' AND t.chosen_on >= %(held_from)s"""
CANDIDATES = f"""
WITH found AS MATERIALIZED (
  SELECT s.guest_id, 'late' AS grp, %(today)s::date - s.due_on AS by_days, s.future_cents, s.winbacks_unanswered
    FROM lifecycle_state s
   WHERE s.stage = 'at_risk' AND s.due_on BETWEEN %(late_from)s AND %(today)s
  UNION ALL
  SELECT s.guest_id, 'early', greatest(0, round(coalesce(s.norm_lower_days, s.last_gap_days) - s.last_gap_days))::int,
         s.future_cents, 0
    FROM guests_guest g JOIN lifecycle_state s ON s.guest_id = g.id
   WHERE g.last_visit_on >= %(early_from)s AND s.deviation = 'early' AND s.stage IN ('new', 'sticky')
)
, own AS (
  SELECT guest_id AS id, guest_id AS person FROM found
  UNION ALL SELECT m.id, m.merged_into_id FROM found JOIN guests_guest m ON m.merged_into_id = found.guest_id
), held AS (
  SELECT h.person FROM ({_HELD}) AS h JOIN campaigns_campaign c ON c.id = h.campaign_id
   WHERE c.kind = ANY(%(kinds)s::text[]) AND h.chosen_on + (c.document ->> 'window_days')::int >= %(today)s
)
SELECT f.guest_id, f.grp, f.by_days, coalesce(f.future_cents, 0),
       CASE WHEN f.guest_id IN ({_ACTED}) THEN 'acted'
            WHEN f.grp = 'late' AND f.guest_id IN ({_COMING}) THEN 'coming_anyway'
            WHEN f.grp = 'early' AND f.guest_id IN ({_BOOKED}) THEN 'coming_anyway'
            WHEN f.guest_id IN ({_OUT}) THEN 'opted_out'
            WHEN f.winbacks_unanswered >= %(unanswered)s THEN 'does_not_answer'
            WHEN f.guest_id IN ({_OFTEN}) THEN 'over_frequency'
            WHEN f.guest_id IN (SELECT person FROM held) THEN 'held_out'
            ELSE '' END
  FROM found f JOIN guests_guest g ON g.id = f.guest_id WHERE g.merged_into_id IS NULL AND NOT g.secret
"""  # noqa: S608 (put together from constants)
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
