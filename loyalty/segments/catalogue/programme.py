"""What the guest is and has in the programme: tier, points, stored value, coupons, benefits, cards, rewards."""

from typing import Any

from loyalty.segments.catalogue.guests import person, whole
from loyalty.segments.fields import Field

MEMBER = "g.id IN (SELECT m.guest_id FROM tiers_membership m WHERE {test})"
NEAR = "g.id IN (SELECT m.guest_id FROM tiers_membership m WHERE m.near_tier <> '' AND m.near_until >= {today} AND {test})"
ELSEWHERE = f"""g.id IN (SELECT {person("e")} FROM recognition_recognised e {whole("e")}
 WHERE e.ended_on IS NULL AND {{test}})"""  # noqa: S608 (constants)
KINDS = {
    "base": ("基础", "base"), "qualified": ("达标", "qualified"), "bought": ("购买", "bought"),
    "granted": ("授予", "granted"), "matched": ("匹配", "matched"), "second_chance": ("软着陆", "second chance"),
}  # fmt: skip


def _over(table: str, where: str) -> str:
    """A figure over rows that stay with the guest row they came to."""
    return (
        f"g.id IN (SELECT {person('y')} FROM {table} y {whole('y')}"  # noqa: S608
        f" WHERE y.guest_id IS NOT NULL AND {where} AND {{window}} AND {{of}} GROUP BY 1 HAVING {{test}})"
    )


LOTS = f"""g.id IN (SELECT {person("y")} FROM ledger_lot l JOIN ledger_account y ON y.id = l.account_id
 {whole("y")}
 WHERE y.guest_id IS NOT NULL AND l.remaining > 0 AND l.kind IN ('base', 'bonus') AND {{window}} GROUP BY 1 HAVING {{test}})"""  # noqa: S608
COUPON: dict[str, Any] = {"of": "y.kind = ANY({of})", "of_zh": "券种", "of_en": "kind"}
CODE: dict[str, Any] = {"of": "y.code = ANY({of})", "of_zh": "项目", "of_en": "code"}
OPEN = _over("coupons_coupon", "y.state = 'open' AND (y.expires_on IS NULL OR y.expires_on >= {today})")
USED = _over("coupons_coupon", "y.state = 'redeemed'")
FAMILY = f"(g.id IN (SELECT {person('y')} FROM points_familymember y {whole('y')}))"  # noqa: S608

FIELDS = (
    Field("member", "programme", "是会员", "is a member", "flag", "(g.id IN (SELECT m.guest_id FROM tiers_membership m))"),
    Field("tier", "programme", "会员等级", "tier", "word", "m.tier", MEMBER, nullable=True),
    Field("tier_rank", "programme", "等级序号", "rank of the tier", "count", "m.rank", MEMBER),
    Field("tier_kind", "programme", "等级来由", "how the tier was come by", "word", "m.kind", MEMBER, choices=KINDS),
    Field("tier_since", "programme", "等级起始日", "the tier's first day", "day", "m.since", MEMBER, nullable=True),
    Field("tier_until", "programme", "等级到期日", "the tier's last day", "day", "m.until", MEMBER, nullable=True),
    Field("joined", "programme", "入会日", "the day of joining", "day", "m.joined_on", MEMBER, nullable=True),
    Field("joined_anniversary", "programme", "入会纪念日", "the anniversary of joining", "yearly", "m.joined_on", MEMBER),
    Field("near_tier", "programme", "接近的等级", "the tier nearly reached", "word", "m.near_tier", NEAR, nullable=True),
    Field("tier_elsewhere", "programme", "其他门店的等级", "tier at another property", "word", "e.tier", ELSEWHERE,
          nullable=True),
    Field("points", "programme", "可用积分", "points", "count", "sum(y.balance)",
          _over("ledger_account", "y.kind IN ('base', 'bonus')"), empty=0, unit_zh=" 分"),
    Field("points_ending", "programme", "将到期积分", "points about to expire", "count", "sum(l.remaining)", LOTS, empty=0,
          window="l.expires_on BETWEEN {from} AND {to}", ahead=True, unit_zh=" 分"),
    Field("family", "programme", "有家庭账户", "shares points with family", "flag", FAMILY),
    Field("stored_value", "programme", "储值余额", "stored value", "money", "sum(y.balance)",
          _over("ledger_account", "y.kind IN ('principal', 'gift')"), empty=0),
    Field("topped_up", "programme", "储值金额", "paid into stored value", "money", "sum(y.paid_cents)",
          _over("wallet_topup", "true"), empty=0),
    Field("cards_filled", "programme", "集满的住N送1", "punch cards filled", "count", "count(*)",
          _over("punchcards_card", "y.state = 'full'"), empty=0, window="y.filled_on BETWEEN {from} AND {to}", **CODE),
    Field("benefits_used", "programme", "使用权益次数", "benefits used", "count", "sum(y.count)",
          _over("benefits_use", "y.undone_at IS NULL"), empty=0, window="y.day BETWEEN {from} AND {to}", unit_zh=" 次",
          **CODE),
    Field("rewards_taken", "programme", "积分兑换次数", "rewards redeemed", "count", "count(*)",
          _over("rewards_fulfilment", "y.state <> 'cancelled'"), empty=0, window="y.day BETWEEN {from} AND {to}",
          unit_zh=" 次", **CODE),
    Field("games_played", "programme", "参加游戏次数", "games played", "count", "count(*)", _over("rewards_play", "true"),
          empty=0, window="y.day BETWEEN {from} AND {to}", unit_zh=" 次", of="y.game = ANY({of})", of_zh="游戏",
          of_en="game"),
    Field("coupons_open", "coupons", "可用优惠券", "valid coupons", "count", "count(*)", OPEN, empty=0, unit_zh=" 张",
          **COUPON),
    Field("coupons_ending", "coupons", "将到期优惠券", "coupons about to expire", "count", "count(*)", OPEN, empty=0,
          window="y.expires_on BETWEEN {from} AND {to}", ahead=True, unit_zh=" 张", **COUPON),
    Field("coupons_used", "coupons", "用过的优惠券", "coupons used", "count", "count(*)", USED, empty=0,
          window="y.redeemed_on BETWEEN {from} AND {to}", unit_zh=" 张", **COUPON),
    Field("coupon_discount", "coupons", "优惠券抵扣", "taken off by coupons", "money", "sum(y.discount_cents)", USED, empty=0,
          window="y.redeemed_on BETWEEN {from} AND {to}", **COUPON),
    Field("coupons_given", "coupons", "领到的优惠券", "coupons received", "count", "count(*)",
          _over("coupons_coupon", "y.state <> 'void'"), empty=0, window="y.issued_on BETWEEN {from} AND {to}",
          unit_zh=" 张", **COUPON),
)  # fmt: skip
