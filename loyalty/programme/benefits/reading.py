"""What the guest card says of benefits: what is left of each, and what membership is worth on this stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel import money
from kernel.statements import Statements, array
from loyalty.programme import periods
from loyalty.programme.benefits import rooms, staying, worth
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.document import Programme
from loyalty.programme.points import reckoning
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.versions import Published


@dataclass(frozen=True, slots=True)
class Told:
    """The two parts of the card. `worth` is None without a stay."""

    benefits: list[dict[str, Any]]
    worth: dict[str, Any] | None


def told(
    raw: Statements,
    rows: Sequence[int],
    tier_code: str,
    published: Published,
    today: date,
    *,
    currency: str = "CNY",
) -> Told:
    """The benefits of this tier, in the programme's order, with what is left of each today; and what membership gives
    on the stay the guest is on, else on the next one booked."""
    tier = published.programme.tier(tier_code)
    if tier is None:
        return Told([], None)
    scene = staying.scene(raw, rows, today)
    benefits = given(published.programme, tier)
    left = _left(raw, rows, benefits, today, scene.joined_on, scene.here)
    lines = [_line(benefit, allowance, left, today, scene, currency) for benefit, allowance in benefits]
    if scene.stay is None:
        return Told(lines, None)
    if scene.stay.check_in_on > today or scene.together != scene.here or scene.earlier:
        # Another stay than the one the guest is on, perhaps in another month; or rooms that share one allowance.
        day = max(today, scene.stay.check_in_on)
        stays = [*scene.together, *(room.external_id for room in scene.earlier)]
        left = _left(raw, rows, benefits, day, scene.joined_on, stays)
    # The prices of three months are read only for who has an upgrade left.
    upgrades = any(benefit.kind == "upgrade" and left[benefit.code] != 0 for benefit, _ in benefits)
    prices = staying.room_prices(raw, today) if upgrades else {}
    if scene.earlier:
        left = _beside(raw, rows, benefits, scene, scene.stay, left, prices, today)
    return Told(lines, _worth(published, tier, scene, scene.stay, left, prices, currency))


def given(programme: Programme, tier: Tier) -> list[tuple[Benefit, int | None]]:
    """The benefits of a tier with their allowances, in the order of the tier."""
    known = {benefit.code: benefit for benefit in programme.benefits}
    return [(known[each.benefit], each.allowance) for each in tier.benefits if each.benefit in known]


def _line(
    benefit: Benefit,
    allowance: int | None,
    left: Mapping[str, int | None],
    today: date,
    scene: staying.Scene,
    currency: str,
) -> dict[str, Any]:
    renews_on = None
    if allowance is not None:
        renews_on = periods.span(benefit.period, today, scene.joined_on).renews_on
    return {
        "code": benefit.code,
        "name": benefit.name,
        "name_en": benefit.name_en,
        "price": {"amount": benefit.price, "currency": currency},
        "kind": benefit.kind,
        "period": benefit.period,
        "left": left[benefit.code],
        "allowance": allowance,
        "renews_on": str(renews_on) if renews_on else None,
        "says": benefit.says,
    }


def _beside(
    raw: Statements,
    rows: Sequence[int],
    benefits: Sequence[tuple[Benefit, int | None]],
    scene: staying.Scene,
    stay: worth.StayFacts,
    left: Mapping[str, int | None],
    prices: Mapping[str, int],
    today: date,
) -> dict[str, int | None]:
    """What is left for this room beside the earlier ones of the same guest."""
    uses = raw.execute(ON_STAYS, (list(rows), [room.external_id for room in scene.earlier])).fetchall()
    found = dict(left)
    for benefit, _ in benefits:
        some = left[benefit.code]
        if some is not None:
            began = periods.span(benefit.period, max(today, stay.check_in_on), scene.joined_on).began_on
            kept = rooms.kept(benefit, scene.earlier, uses, prices, began, today)
            found[benefit.code] = max(0, some - kept)
    return found


def _worth(
    published: Published,
    tier: Tier,
    scene: staying.Scene,
    stay: worth.StayFacts,
    left: Mapping[str, int | None],
    prices: Mapping[str, int],
    currency: str,
) -> dict[str, Any]:
    programme = published.programme
    points = _points(programme, tier, stay, scene.joined_on)
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


def _left(
    raw: Statements,
    rows: Sequence[int],
    benefits: Sequence[tuple[Benefit, int | None]],
    day: date,
    joined_on: date | None,
    stays: Sequence[str],
) -> dict[str, int | None]:
    """How much of each benefit is left on a day; what is counted per stay, on these stays. None: no limit."""
    limited = [benefit for benefit, allowance in benefits if allowance is not None]
    used: dict[str, int] = {}
    if limited:
        began = [periods.span(benefit.period, day, joined_on).began_on for benefit in limited]
        asked = {
            "rows": list(rows),
            "codes": array([benefit.code for benefit in limited]),
            "began": array([str(each) for each in began]),
            "per_stay": array([str(benefit.period == "stay").lower() for benefit in limited]),
            "stays": list(stays),
        }
        used = dict(raw.execute(USED, asked).fetchall())
    return {
        benefit.code: None if allowance is None else max(0, allowance - used[benefit.code])
        for benefit, allowance in benefits
    }


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


USED = """
SELECT asked.code, coalesce(sum(u.count), 0)::bigint
  FROM unnest(%(codes)s::text[], %(began)s::date[], %(per_stay)s::boolean[]) AS asked (code, began, per_stay)
  LEFT JOIN benefits_use u ON u.guest_id = ANY(%(rows)s::bigint[]) AND u.code = asked.code AND u.day >= asked.began
   AND u.undone_at IS NULL AND (NOT asked.per_stay OR u.stay = ANY(%(stays)s::text[]))
 GROUP BY asked.code
"""
ON_STAYS = """
SELECT code, day, stay, count FROM benefits_use
 WHERE guest_id = ANY(%s::bigint[]) AND undone_at IS NULL AND stay = ANY(%s::text[])
"""
