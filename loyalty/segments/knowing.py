"""Words of this house that can stand in a rule: its sources, tiers, room types, tags, lists, kinds of coupon."""

from collections.abc import Mapping
from datetime import date

from kernel.statements import Statements
from loyalty.guests import preferences, tagging
from loyalty.programme import versions

MOST = 200  # of one field
Known = list[tuple[str, str, str]]  # value, Chinese, English


def known(raw: Statements, today: date, hidden: frozenset[str] = frozenset()) -> dict[str, Known]:
    """Field -> the values that make sense here; without sensitive words of `hidden`."""
    found: dict[str, Known] = {}
    for sql, fields in ASKED.items():
        values = [(str(row[0]), str(row[1]), str(row[1])) for row in raw.execute(sql, (MOST,)).fetchall()]
        found |= dict.fromkeys(fields, values)
    tags = tagging.vocabulary(raw.connection)
    found["tags"] = [(word["name"],) * 3 for word in tags if word["name"] not in hidden]
    likes = preferences.vocabulary(raw)
    found["preferences"] = [(word.code, word.zh, word.en) for word in likes if word.code not in hidden]
    return found | _of_the_programme(raw, today)


def kinds(raw: Statements, today: date) -> dict[str, Known]:
    """Field -> the kinds it can be narrowed to (`of`)."""
    campaigns = [(code, name, name) for code, name in raw.execute(CAMPAIGNS, (MOST,)).fetchall()]
    found = {f"campaigns_{what}": campaigns for what in ("in", "held_out", "answered", "converted")}
    in_force = versions.in_force(raw, today)
    if in_force is None:
        return found
    programme = in_force.programme
    coupons = [(kind.code, kind.name, kind.name_en) for kind in programme.coupons]
    found |= dict.fromkeys(
        ("coupons_open", "coupons_ending", "coupons_used", "coupon_discount", "coupons_given"), coupons
    )
    found["benefits_used"] = [(each.code, each.name, each.name_en) for each in programme.benefits]
    found["cards_filled"] = [(each.code, each.name, each.name_en) for each in programme.punch_cards]
    found["rewards_taken"] = [(each.code, each.name, each.name_en) for each in programme.rewards]
    found["games_played"] = [(each.code, each.name, each.name_en) for each in programme.games]
    return found


def _of_the_programme(raw: Statements, today: date) -> dict[str, Known]:
    in_force = versions.in_force(raw, today)
    if in_force is None:
        return {}
    tiers = [(tier.code, tier.name, tier.name_en) for tier in in_force.programme.tiers.levels]
    return {"tier": tiers, "near_tier": tiers}


ASKED: Mapping[str, tuple[str, ...]] = {
    "SELECT name, name FROM stays_source ORDER BY name LIMIT %s": ("source", "sources", "first_source"),
    "SELECT DISTINCT room_type, room_type FROM stays_visit WHERE room_type <> '' ORDER BY 1 LIMIT %s": (
        "room_types",
    ),
    """SELECT code, name FROM segments_segment WHERE frozen_at IS NOT NULL AND archived_at IS NULL
        ORDER BY name LIMIT %s""": ("lists",),
}
CAMPAIGNS = "SELECT code, name FROM campaigns_campaign ORDER BY id DESC LIMIT %s"
