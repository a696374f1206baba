"""What happens to guests, found by asking for it: one statement for each kind of event, over the last few days.

Each gives guest, the occasion's own part of its key, and what is known of it. Whatever is found twice has the same
key, so that nothing need be remembered between two looks, and nothing is lost when a worker dies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from kernel.statements import Statements, array
from loyalty.campaigns.document import OnEvent
from loyalty.programme.tiers import wording as tiers
from loyalty.segments.days import month_days

# A night that was missed is made up for; what is older is no occasion any more.
LOOK_BACK = timedelta(days=3)
# What a visit may bring about within seconds; the others come with the day.
UPON_VISITS = frozenset({"sign_up", "visit", "days_after_visit", "deviation", "dormant"})

# Event -> kinds of the programme's notices that say so.
NOTICES: dict[str, tuple[str, ...]] = {
    "near_tier": ("tier_near",),
    "before_loss": ("tier_loss", "tier_in_grace"),
    "points_ending": ("points_expiring",),
    "punch_card": ("punch_progress",),
    "coupon_ending": ("coupon_expiring",),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of one guest."""

    guest: int
    suffix: str
    facts: Mapping[str, Any]
    until: date | None = None


def happened(
    raw: Statements, trigger: OnEvent, since: date, today: date, guests: Sequence[int] | None = None
) -> list[Happened]:
    """What happened from `since` up to today: to these (standing) guests, or to anybody."""
    if since > today:
        return []
    asked: dict[str, Any] = {
        "since": since,
        "today": today,
        "ordinal": trigger.ordinal,
        "days": trigger.days or 0,
        "direction": trigger.direction,
        "guests": array(list(guests)) if guests is not None else None,
    }
    if trigger.event in NOTICES:
        # With `days`: not before so many are left, however early the programme says it.
        noticed = {**asked, "days": trigger.days, "kinds": array(list(NOTICES[trigger.event]))}
        rows = raw.execute(NOTICED, noticed).fetchall()
        return [_of_notice(trigger.event, row) for row in rows]
    if trigger.event in ("birthday", "anniversary"):
        days = _yearly(since, today, trigger.days or 0)
        asked |= {"month_days": array([day for day, _ in days]), "years": array([year for _, year in days])}
    rows = raw.execute(EVENTS[trigger.event], asked).fetchall()
    return [Happened(guest, suffix, msgspec.json.decode(facts)) for guest, suffix, facts in rows]


def _yearly(since: date, today: date, ahead: int) -> list[tuple[int, int]]:
    """The days of the year that are meant (month × 100 + day), with their years; 29 February on the 28th in others."""
    found = []
    for n in range((today - since).days + 1):
        day = since + timedelta(days=n + ahead)
        found += [(each, day.year) for each in month_days(day, 0)]
    return found


def _of_notice(event: str, row: tuple[Any, ...]) -> Happened:
    notice, guest, facts, until, language = row
    told = msgspec.json.decode(facts)
    english = str(language).lower().startswith("en")
    return Happened(
        guest, f"notice:{notice}", {"notice": notice, **notice_facts(event, told, english=english)}, until
    )


def notice_facts(event: str, told: Mapping[str, Any], *, english: bool) -> dict[str, Any]:
    """A notice's facts by the names that texts know."""
    if event == "points_ending":
        return {"points_ending": told["points"], "ends_on": told["last"]}
    if event == "coupon_ending":
        name = told["name_en"] if english else told["name"]
        return {"coupon": name, "coupon_code": told["code"], "ends_on": told["expires_on"]}
    if event == "punch_card":
        unit, one, many = {"visits": ("次", "stay", "stays"), "nights": ("晚", "night", "nights")}[
            told["counts"]
        ]
        count = told["missing"]
        missing = f"{count} more {one if count == 1 else many}" if english else f"再住 {count} {unit}"
        return {"missing": missing, "reward": told["gift_en"] if english else told["gift_zh"]}
    tier = told["tier_name_en"] if english else told["tier_name"]
    ways = [way for way in told.get("ways", ()) if way.get("missing")]
    facts: dict[str, Any] = {}
    if ways:
        facts["missing"] = tiers.missing(ways[0]["measure"], ways[0]["missing"])[1 if english else 0]
    if event == "near_tier":
        return {**facts, "next_tier": tier}
    return {**facts, "tier": tier, "ends_on": told.get("grace_until") or told.get("until")}


ONLY = "(%(guests)s::bigint[] IS NULL OR g.id = ANY(%(guests)s::bigint[]))"
IN_TIME = "BETWEEN %(since)s AND %(today)s"
_EVENTS: dict[str, str] = {
    # Who joins with a past, the first night of a programme, has not signed up.
    "sign_up": """
SELECT g.id, 'sign_up', '{}'::jsonb FROM tiers_membership m JOIN guests_guest g ON g.id = m.guest_id
 WHERE g.merged_into_id IS NULL AND m.joined_on <in_time> AND m.merged_from IS NULL
   AND (g.first_visit_on IS NULL OR g.first_visit_on >= m.joined_on - 1) AND <only>
""",
    # Upon a visit: when it is over, so that he reads it on his way home.
    "visit": """
SELECT g.id, 'visit:' || v.ordinal, jsonb_build_object('ordinal', v.ordinal)
  FROM stays_visit v JOIN guests_guest g ON g.id = v.guest_id
 WHERE v.ordinal = %(ordinal)s AND v.check_out_on <in_time> AND v.checked_out_at IS NOT NULL
   AND g.merged_into_id IS NULL AND <only>
""",
    "days_after_visit": """
SELECT g.id, 'after:' || v.ordinal, jsonb_build_object('ordinal', v.ordinal)
  FROM stays_visit v JOIN guests_guest g ON g.id = v.guest_id
 WHERE v.ordinal = g.visits AND (%(ordinal)s::int IS NULL OR v.ordinal = %(ordinal)s)
   AND v.check_out_on BETWEEN %(since)s::date - %(days)s::int AND %(today)s::date - %(days)s::int
   AND v.checked_out_at IS NOT NULL AND g.merged_into_id IS NULL AND <only>
""",
    # Once for each time he stays away, or comes back early.
    "deviation": """
SELECT DISTINCT g.id, 'deviation:' || s.deviation || ':' || g.visits, jsonb_build_object('direction', s.deviation)
  FROM lifecycle_change c JOIN guests_guest g ON g.id = c.guest_id JOIN lifecycle_state s ON s.guest_id = g.id
 WHERE c.to_deviation = %(direction)s AND c.from_deviation <> c.to_deviation AND s.deviation = %(direction)s
   AND c.on_day BETWEEN %(since)s::date - %(days)s::int AND %(today)s::date - %(days)s::int
   AND g.merged_into_id IS NULL AND <only>
""",
    "dormant": """
SELECT DISTINCT g.id, 'dormant:' || g.visits, '{}'::jsonb
  FROM lifecycle_change c JOIN guests_guest g ON g.id = c.guest_id JOIN lifecycle_state s ON s.guest_id = g.id
 WHERE c.to_stage = 'dormant' AND c.from_stage <> 'dormant' AND s.stage = 'dormant'
   AND c.on_day BETWEEN %(since)s::date - %(days)s::int AND %(today)s::date - %(days)s::int
   AND g.merged_into_id IS NULL AND <only>
""",
    "birthday": """
SELECT g.id, 'birthday:' || d.year, '{}'::jsonb
  FROM unnest(%(month_days)s::int[], %(years)s::int[]) AS d (month_day, year)
  JOIN guests_guest g ON (extract(month FROM g.birthday) * 100 + extract(day FROM g.birthday))::int = d.month_day
 WHERE g.merged_into_id IS NULL AND <only>
""",
    "anniversary": """
SELECT g.id, 'anniversary:' || d.year - extract(year FROM m.joined_on)::int,
       jsonb_build_object('years', d.year - extract(year FROM m.joined_on)::int)
  FROM unnest(%(month_days)s::int[], %(years)s::int[]) AS d (month_day, year)
  JOIN tiers_membership m ON (extract(month FROM m.joined_on) * 100 + extract(day FROM m.joined_on))::int = d.month_day
  JOIN guests_guest g ON g.id = m.guest_id
 WHERE g.merged_into_id IS NULL AND extract(year FROM m.joined_on) < d.year AND <only>
   AND (%(ordinal)s::int IS NULL OR d.year - extract(year FROM m.joined_on)::int = %(ordinal)s)
""",
    "review": """
SELECT g.id, 'review:' || i.id, '{}'::jsonb
  FROM guests_interaction i JOIN guests_guest r ON r.id = i.guest_id
  JOIN guests_guest g ON g.id = coalesce(r.merged_into_id, r.id)
 WHERE i.kind = 'review' AND i.day <in_time> AND <only>
""",
}
EVENTS = {event: sql.replace("<in_time>", IN_TIME).replace("<only>", ONLY) for event, sql in _EVENTS.items()}
NOTICED = f"""
SELECT n.id, g.id, n.facts, n.until, g.language
  FROM programme_notice n JOIN guests_guest r ON r.id = n.guest_id
  JOIN guests_guest g ON g.id = coalesce(r.merged_into_id, r.id)
 WHERE n.kind = ANY(%(kinds)s::text[]) AND n.told_at IS NULL
   AND greatest(n.day, n.until - %(days)s::int) {IN_TIME}
   AND (n.until IS NULL OR n.until >= %(today)s) AND {ONLY}
 ORDER BY n.id
"""  # noqa: S608 (constants)
