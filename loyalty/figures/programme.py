"""The programme's cells of a property: computed from its own ledger and tables, and replaced whole.

What stands at the end of a past day is what stands now, less what happened since: so nothing rests on cells that were
made before. Every few minutes today and whatever an undoing reached is made anew, every night everything.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection, transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.programme import versions
from loyalty.programme.document import Programme
from loyalty.programme.points import coherence
from loyalty.programme.rewards.terms import Prize, Reward
from loyalty.programme.versions import Published
from reports.models import ProgrammeAge, ProgrammeCell, ProgrammeName
from tenants.context import in_property, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)

LOCK = 7303  # the first number of the advisory lock; the second is the property
DAY = timedelta(days=1)
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """One cell without its property."""

    day: date
    measure: str
    key: str
    n: int
    amount_cents: int = 0
    cost_cents: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The days to be made anew, in the property's time zone."""

    first: date
    last: date
    zone: str

    def asked(self, **more: Any) -> dict[str, Any]:
        return {"first": self.first, "last": self.last, "zone": self.zone, **more}

    def days(self) -> Iterable[date]:
        """From the last to the first."""
        for n in range((self.last - self.first).days + 1):
            yield self.last - n * DAY


def refresh(place: Property, *, full: bool = False) -> int:
    """Make the property's programme cells anew; how many days. 0 where nothing happened, or no programme is."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [LOCK, place.pk])
        age = ProgrammeAge.objects.filter(pk=place.pk).first()
        moment = clock.now()
        with in_property(place):
            made = _made(Statements(raw_connection()), place, age, full=full)
        if made is None:
            return 0
        span, seen, rows, names = made
        _replace(place.pk, span, rows, names)
        ProgrammeAge.objects.update_or_create(pk=place.pk, defaults={"made_at": moment, "seen": seen})
        return (span.last - span.first).days + 1


def refresh_all(*, full: bool = False) -> dict[str, int]:
    """Every open property in turn; sandboxes too, for their own reports."""
    told = {"days": 0, "properties": 0, "failed": 0}
    for place in Property.objects.filter(state="open").select_related("chain").order_by("pk"):
        try:
            told["days"] += refresh(place, full=full)
            told["properties"] += 1
        except Exception:
            # The others are not held up; `as_of` says how old this one's figures are.
            log.exception("The programme's figures of property %s could not be made", place.pk)
            told["failed"] += 1
    return told


Name = tuple[str, str, str, str, int]  # kind, code, Chinese, English, place
Made = tuple[Span, dict[str, Any], list[Row], list[Name]]


def _made(raw: Statements, place: Property, age: ProgrammeAge | None, *, full: bool) -> Made | None:
    today = clock.today(place.time_zone)
    published = versions.in_force(raw, today)
    if published is None:
        return None
    seen = msgspec.json.decode(raw.value(SEEN))
    before = age.seen if age else {}
    began = raw.value("SELECT min(effective_on) FROM programme_version")
    if full or age is None or "today" not in before:
        first = began
    elif {**before, "today": None} == {**seen, "today": None} and before["today"] == str(today):
        return None
    else:
        first = max(began, min(date.fromisoformat(before["today"]), _reached(raw, age.made_at, today)))
    span = Span(first, today, place.time_zone)
    rows = [
        *_flows(raw, span, published.programme),
        *_moves(raw, span, published.programme),
        *_stands(raw, span, published),
    ]
    return span, {**seen, "today": str(today)}, rows, list(_names(published.programme))


def _reached(raw: Statements, since: datetime, today: date) -> date:
    """The earliest day that an undoing since then has changed."""
    return raw.value(REACHED, {"since": since, "today": today}) or today


def _flows(raw: Statements, span: Span, programme: Programme) -> list[Row]:
    """What happened on each day. Points that moved are worth what outstanding ones are."""
    points = [
        Row(day, measure, kind, n, coherence.worth_cents(programme, n) or 0)
        for day, measure, kind, n in raw.execute(POINTS, span.asked()).fetchall()
    ]
    return points + [
        Row(*row)
        for sql in (WALLET, BENEFITS, COUPONS, REWARDS, SPEND)
        for row in raw.execute(sql, span.asked()).fetchall()
    ]


def _moves(raw: Statements, span: Span, programme: Programme) -> list[Row]:
    """Who went from which tier to which, and whether that is up or down in today's programme."""
    rows = []
    for day, before, after, kind, n in raw.execute(MOVES, span.asked()).fetchall():
        steps = programme.rank(after) - programme.rank(before)
        sign = "+" if steps > 0 else "-" if steps < 0 else "="
        rows.append(Row(day, "move", f"{before}>{after}:{kind}{sign}", n))
    return rows


def _stands(raw: Statements, span: Span, published: Published) -> list[Row]:
    """What stood at the end of each day, from now backwards."""
    held: dict[str, int] = defaultdict(int, raw.execute(BALANCES).fetchall())
    changes: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for day, kind, change in raw.execute(CHANGES, span.asked()).fetchall():
        changes[day].append((kind, change))
    members: dict[str, int] = defaultdict(int, raw.execute(MEMBERS).fetchall())
    moves: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for day, tier, change in raw.execute(MEMBER_CHANGES, span.asked()).fetchall():
        moves[day].append((tier, change))
    wallets = raw.value(WALLETS)
    rows: list[Row] = []
    for day in span.days():
        rows += _stood(day, held, members, wallets, published.programme)
        for kind, change in changes.get(day, ()):
            held[kind] -= change
        for tier, change in moves.get(day, ()):
            members[tier] -= change
    return [*rows, *(Row(*row) for row in raw.execute(COUPONS_OPEN, span.asked()).fetchall())]


def _stood(
    day: date, held: Mapping[str, int], members: Mapping[str, int], wallets: int, programme: Programme
) -> list[Row]:
    worth = {kind: coherence.worth_cents(programme, held[kind]) or 0 for kind in ("base", "bonus", "pending")}
    rows = [Row(day, "points", kind, held[kind], worth[kind]) for kind in worth]
    rows += [Row(day, "points", "owed", held["owed"])]
    rows += [Row(day, "money", kind, wallets, held[kind]) for kind in ("principal", "gift")]
    return rows + [Row(day, "members", tier, n) for tier, n in members.items() if n]


def _names(programme: Programme) -> Iterable[Name]:
    for kind, things in (
        ("tier", programme.tiers.levels),
        ("benefit", programme.benefits),
        ("coupon", programme.coupons),
        ("reward", _rewards(programme)),
    ):
        for place, thing in enumerate(things):
            yield kind, thing.code, thing.name, thing.name_en, place


def _rewards(programme: Programme) -> list[Reward | Prize]:
    """The catalogue's rewards and, under codes of their own, what games give: both are handed over."""
    found: dict[str, Reward | Prize] = {reward.code: reward for reward in programme.rewards}
    for game in programme.games:
        for prize in game.prizes:
            found.setdefault(prize.code, prize)
    return list(found.values())


def _replace(property_id: int, span: Span, rows: list[Row], names: list[Name]) -> None:
    ProgrammeCell.objects.filter(property_id=property_id, day__gte=span.first).delete()
    ProgrammeCell.objects.bulk_create(
        (
            ProgrammeCell(
                property_id=property_id,
                day=row.day,
                measure=row.measure,
                key=row.key[:100],
                n=row.n,
                amount_cents=row.amount_cents,
                cost_cents=row.cost_cents,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    # A name that the programme dropped is still wanted for what happened under it.
    ProgrammeName.objects.bulk_create(
        (
            ProgrammeName(
                property_id=property_id, kind=kind, code=code, name=name, name_en=name_en, place=place
            )
            for kind, code, name, name_en, place in names
        ),
        update_conflicts=True,
        unique_fields=["property_id", "kind", "code"],
        update_fields=["name", "name_en", "place"],
    )


SEEN = """
SELECT json_build_object(
  'posting', (SELECT max(id) FROM ledger_posting), 'change', (SELECT max(id) FROM tiers_change),
  'benefit', (SELECT json_build_array(max(id), max(undone_at)) FROM benefits_use),
  'coupon', (SELECT json_build_array(max(id), max(redeemed_at), max(ended_at)) FROM coupons_coupon),
  'reward', (SELECT json_build_array(max(id), max(settled_at)) FROM rewards_fulfilment),
  'stay', (SELECT max(received_at) FROM stays_stay), 'version', (SELECT max(number) FROM programme_version))::text
"""
# Days back to which an undoing since then reaches; visits count on the day of their check-in.
REACHED = """
SELECT least(
  (SELECT min(day) FROM benefits_use WHERE undone_at >= %(since)s),
  (SELECT min(coalesce(redeemed_on, issued_on)) FROM coupons_coupon WHERE ended_at >= %(since)s),
  (SELECT min(day) FROM rewards_fulfilment WHERE settled_at >= %(since)s),
  %(today)s::date)
"""
_LOCAL = "(p.at AT TIME ZONE %(zone)s)::date"
_SINCE = "p.at >= (%(first)s::date)::timestamp AT TIME ZONE %(zone)s"
# Points by what they were given for or spent on; a reversal counts against what it takes back.
POINTS = f"""
SELECT day, measure, kind, sum(amount)::bigint FROM (
  SELECT {_LOCAL} AS day, coalesce(o.kind, p.kind) AS kind,
         CASE WHEN coalesce(e.from_house, e.to_house) = 'issuance' THEN 'issued'
              WHEN coalesce(e.from_house, e.to_house) = 'expiry' THEN 'expired' ELSE 'redeemed' END AS measure,
         CASE WHEN (e.to_house IS NOT NULL) = (coalesce(e.from_house, e.to_house) = 'issuance') THEN -e.amount ELSE e.amount END
           AS amount
    FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
    LEFT JOIN ledger_posting o ON p.kind = 'reversal' AND o.id = p.corrects_id
   WHERE {_SINCE} AND e.unit = 'points' AND (e.from_house IS NULL) <> (e.to_house IS NULL)
     AND coalesce(e.from_house, e.to_house) IN ('issuance', 'redemption', 'expiry', 'clearing')
     AND coalesce(o.kind, p.kind) NOT IN ('maturing', 'extension')) AS moved
 GROUP BY 1, 2, 3 HAVING sum(amount) <> 0
"""  # noqa: S608 (put together from constants)
WALLET = f"""
SELECT day, 'wallet', flow, count(DISTINCT posting)::bigint, sum(amount)::bigint, 0::bigint FROM (
  SELECT {_LOCAL} AS day, p.id AS posting,
         CASE coalesce(e.from_house, e.to_house)
           WHEN 'cash' THEN 'topped_up' WHEN 'revenue' THEN 'charged_principal' WHEN 'liability' THEN 'refunded'
           WHEN 'forfeited' THEN 'forfeited' WHEN 'expiry' THEN 'forfeited'
           WHEN 'promotion' THEN CASE WHEN coalesce(o.kind, p.kind) LIKE '%%top_up%%' THEN 'gift_given'
                                      ELSE 'charged_gift' END
           ELSE 'adjusted' END AS flow,
         CASE WHEN (e.from_house IS NOT NULL) = (coalesce(e.from_house, e.to_house) = 'cash'
                OR (coalesce(e.from_house, e.to_house) = 'promotion' AND coalesce(o.kind, p.kind) LIKE '%%top_up%%'))
              THEN e.amount ELSE -e.amount END AS amount
    FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
    LEFT JOIN ledger_posting o ON p.kind = 'reversal' AND o.id = p.corrects_id
   WHERE {_SINCE} AND e.unit = 'cents' AND (e.from_house IS NULL) <> (e.to_house IS NULL)) AS moved
 GROUP BY 1, 3
"""  # noqa: S608
BALANCES = "SELECT kind, sum(balance)::bigint FROM ledger_account GROUP BY kind"
CHANGES = f"""
SELECT {_LOCAL}, a.kind, sum(CASE WHEN e.to_account = a.id THEN e.amount ELSE -e.amount END)::bigint
  FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
  JOIN ledger_account a ON a.id IN (e.from_account, e.to_account)
 WHERE {_SINCE} GROUP BY 1, 2
"""  # noqa: S608
WALLETS = "SELECT count(*) FROM ledger_account WHERE kind = 'principal' AND balance > 0"
BENEFITS = """
SELECT day, 'benefit', code || '@' || tier, sum(count)::bigint, sum(count * price_cents)::bigint,
       sum(count * cost_cents)::bigint
  FROM benefits_use WHERE undone_at IS NULL AND day >= %(first)s GROUP BY day, code, tier
"""
COUPONS = """
SELECT issued_on, 'coupon_issued', kind, count(*)::bigint, sum(face_cents)::bigint, 0::bigint
  FROM coupons_coupon WHERE issued_on >= %(first)s GROUP BY issued_on, kind
UNION ALL
SELECT redeemed_on, 'coupon_redeemed', kind, count(*)::bigint, sum(discount_cents)::bigint,
       sum(CASE WHEN discount_cents > 0 THEN discount_cents ELSE cost_cents END)::bigint
  FROM coupons_coupon WHERE redeemed_on >= %(first)s AND state = 'redeemed' GROUP BY redeemed_on, kind
"""
COUPONS_OPEN = """
SELECT d::date, 'coupons_open', c.kind, count(*)::bigint, sum(c.face_cents)::bigint, 0::bigint
  FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS d
  JOIN coupons_coupon c ON c.issued_on <= d AND (c.expires_on IS NULL OR c.expires_on >= d)
   AND (c.redeemed_on IS NULL OR c.redeemed_on > d)
   AND (c.ended_at IS NULL OR (c.ended_at AT TIME ZONE %(zone)s)::date > d)
 GROUP BY d, c.kind
"""
REWARDS = """
SELECT day, 'reward', code, sum(quantity)::bigint, sum(price_cents)::bigint, sum(cost_cents)::bigint
  FROM rewards_fulfilment WHERE state <> 'cancelled' AND day >= %(first)s GROUP BY day, code
"""
_STANDS = "JOIN guests_guest g ON g.id = guest_id AND g.merged_into_id IS NULL"
MEMBERS = f"SELECT tier, count(*)::bigint FROM tiers_membership {_STANDS} GROUP BY tier"  # noqa: S608
MEMBER_CHANGES = f"""
SELECT on_day, tier, sum(n)::bigint FROM (
  SELECT on_day, to_tier AS tier, 1 AS n FROM tiers_change {_STANDS} WHERE on_day >= %(first)s
  UNION ALL
  SELECT on_day, from_tier, -1 FROM tiers_change {_STANDS} WHERE on_day >= %(first)s AND from_tier <> '') AS moved
 GROUP BY 1, 2
"""  # noqa: S608
MOVES = """
SELECT on_day, from_tier, to_tier, kind, count(*)::bigint
  FROM tiers_change WHERE on_day >= %(first)s AND from_tier <> '' AND from_tier <> to_tier GROUP BY 1, 2, 3, 4
"""
SPEND = """
SELECT v.check_in_on, 'visit_spend', CASE WHEN c.id IS NULL THEN 'without' ELSE 'with' END,
       count(DISTINCT v.id)::bigint, sum(v.room_cents + v.other_cents)::bigint, 0::bigint
  FROM stays_visit v
  LEFT JOIN LATERAL (SELECT c.id FROM stays_stay s JOIN coupons_coupon c ON c.redeemed_stay_id = s.id
                      WHERE s.visit_id = v.id AND c.state = 'redeemed' LIMIT 1) AS c ON true
 WHERE v.check_in_on >= %(first)s AND v.check_in_on <= %(last)s AND v.checked_out_at IS NOT NULL GROUP BY 1, 3
"""
