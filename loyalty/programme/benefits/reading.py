"""What the guest card says of benefits: what is left of each, and what membership is worth on this stay."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kernel import money
from kernel.statements import Statements, array
from loyalty.programme import periods
from loyalty.programme.benefits import staying, worth
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.document import Programme
from loyalty.programme.points import reckoning
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.versions import Published


def told(
    raw: Statements,
    rows: Sequence[int],
    tier_code: str,
    published: Published,
    today: date,
    *,
    currency: str = "CNY",
) -> list[dict[str, Any]]:
    """The benefits of this tier with what is left of each today, in the order of the programme."""
    tier = published.programme.tier(tier_code)
    if tier is None:
        return []
    benefits = given(published.programme, tier)
    joined_on, used = _used(raw, rows, [benefit for benefit, _ in benefits], today)
    return [
        {
            "code": benefit.code,
            "name": benefit.name,
            "name_en": benefit.name_en,
            "price": {"amount": benefit.price, "currency": currency},
            "kind": benefit.kind,
            "period": benefit.period,
            "left": None if allowance is None else max(0, allowance - used[benefit.code]),
            "allowance": allowance,
            "renews_on": _renews_on(benefit, allowance, today, joined_on),
            "says": benefit.says,
        }
        for benefit, allowance in benefits
    ]


def worth_told(
    raw: Statements,
    rows: Sequence[int],
    tier_code: str,
    published: Published,
    today: date,
    *,
    currency: str = "CNY",
) -> dict[str, Any] | None:
    """What membership gives on the stay the guest is on, else on the next one booked; None without a stay."""
    programme = published.programme
    tier = programme.tier(tier_code)
    stay = staying.current(raw, rows, today) if tier else None
    if tier is None or stay is None:
        return None
    benefits = given(programme, tier)
    joined_on, used = _used(
        raw, rows, [benefit for benefit, _ in benefits], max(today, stay.check_in_on), stay
    )
    left = {
        benefit.code: None if allowance is None else max(0, allowance - used[benefit.code])
        for benefit, allowance in benefits
    }
    # The prices of three months are read only for who has an upgrade left.
    upgrades = any(benefit.kind == "upgrade" and left[benefit.code] != 0 for benefit, _ in benefits)
    prices = staying.room_prices(raw, today) if upgrades else {}
    points = _points(programme, tier, stay, joined_on)
    items = worth.of(stay, tier, programme, prices, left, points)
    return {
        "stay_id": str(stay.id),
        "external_id": stay.external_id,
        "total": _sum(worth.total_cents(items), currency),
        "items": [
            {
                "code": item.code,
                "name": item.name,
                "name_en": item.name_en,
                "amount": _sum(item.amount_cents, currency),
                "says": {"zh": item.says.zh, "en": item.says.en},
            }
            for item in items
        ],
    }


def given(programme: Programme, tier: Tier) -> list[tuple[Benefit, int | None]]:
    """The benefits of a tier with their allowances, in the order of the tier."""
    known = {benefit.code: benefit for benefit in programme.benefits}
    return [(known[each.benefit], each.allowance) for each in tier.benefits if each.benefit in known]


def _used(
    raw: Statements,
    rows: Sequence[int],
    benefits: Sequence[Benefit],
    day: date,
    stay: worth.StayFacts | None = None,
) -> tuple[date | None, dict[str, int]]:
    """Since when the person is a member, and how much of each benefit was used in its period.

    What is counted per stay is counted on this stay, or on the one the person is on.
    """
    if not benefits:
        return None, {}
    joined_on = raw.value(JOINED, (rows[0],))
    together: Sequence[str] = ()
    if any(benefit.period == "stay" for benefit in benefits):
        at = staying.named(raw, rows, stay.external_id) if stay else staying.in_house(raw, rows, day)
        together = at.together if at else ()
    began = [periods.span(benefit.period, day, joined_on).began_on for benefit in benefits]
    found = raw.execute(
        USED,
        {
            "rows": list(rows),
            "codes": array([benefit.code for benefit in benefits]),
            "began": array([str(each) for each in began]),
            "per_stay": array([str(benefit.period == "stay").lower() for benefit in benefits]),
            "stays": list(together),
        },
    ).fetchall()
    return joined_on, dict(found)


def _renews_on(benefit: Benefit, allowance: int | None, today: date, joined_on: date | None) -> str | None:
    renews_on = periods.span(benefit.period, today, joined_on).renews_on if allowance is not None else None
    return str(renews_on) if renews_on else None


def _points(programme: Programme, tier: Tier, stay: worth.StayFacts, joined_on: date | None) -> int:
    """What the stay is going to earn, as if its rate were all that is spent; caps over several stays are left out."""
    if not programme.points.enabled:
        return 0
    facts = reckoning.StayFacts(
        stay=stay.external_id,
        visit=None,
        check_in_on=stay.check_in_on,
        check_out_on=stay.check_out_on,
        room_cents=stay.rate_cents * stay.nights,
        other_cents=0,
        channel=stay.channel,
        room_type=stay.room_type,
    )
    found = reckoning.points_for(facts, programme.points, tier.bonus_percent, joined_on=joined_on)
    return found.base + found.bonus


def _sum(cents: int, currency: str) -> dict[str, str]:
    return {"amount": money.amount(cents), "currency": currency}


JOINED = "SELECT joined_on FROM tiers_membership WHERE guest_id = %s"
USED = """
SELECT asked.code, coalesce(sum(u.count), 0)::bigint
  FROM unnest(%(codes)s::text[], %(began)s::date[], %(per_stay)s::boolean[]) AS asked (code, began, per_stay)
  LEFT JOIN benefits_use u ON u.guest_id = ANY(%(rows)s::bigint[]) AND u.code = asked.code AND u.day >= asked.began
   AND u.undone_at IS NULL AND (NOT asked.per_stay OR u.stay = ANY(%(stays)s::text[]))
 GROUP BY asked.code
"""
