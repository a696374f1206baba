"""City hotels with guests on business and at leisure: four tiers, points in every way, stored value, a wheel."""

from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, Condition, Expiry, Friend, NineOffer, Points
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.templates import common
from loyalty.programme.tiers.terms import Matching, PartnerTier, Rule, Standing, Tier, TierBenefit, Tiers
from loyalty.programme.wallet.terms import TopUpOffer, Wallet

BASE = Tier(code="base", name="普通会员", name_en="Member")
SILVER = Tier(
    code="silver",
    name="银卡会员",
    name_en="Silver",
    qualify=[Rule(measure="visits", at_least=2, months=12), Rule(measure="nights", at_least=3, months=6)],
    keep=[Rule(measure="visits", at_least=2, months=12)],
    bonus_percent=10,
    discount_percent=5,
    benefits=[TierBenefit(benefit="late", allowance=2), TierBenefit(benefit="hold")],
)
GOLD = Tier(
    code="gold",
    name="金卡会员",
    name_en="Gold",
    qualify=[
        Rule(measure="nights", at_least=5, months=4),
        Rule(measure="visits", at_least=6, months=2),
        Rule(measure="spend", at_least=2000, months=6),
    ],
    keep=[Rule(measure="visits", at_least=4, months=12), Rule(measure="spend", at_least=3000, months=12)],
    points_price=20_000,
    bonus_percent=30,
    discount_percent=12,
    benefits=[
        TierBenefit(benefit="breakfast", allowance=4),
        TierBenefit(benefit="late", allowance=4),
        TierBenefit(benefit="upgrade", allowance=1),
        TierBenefit(benefit="fruit", allowance=1),
    ],
)
BLACK = Tier(
    code="black",
    name="黑卡会员",
    name_en="Black",
    qualify=[Rule(measure="nights", at_least=20, months=12), Rule(measure="spend", at_least=8000, months=12)],
    keep=[Rule(measure="nights", at_least=15, months=12), Rule(measure="spend", at_least=6000, months=12)],
    bonus_percent=50,
    discount_percent=20,
    benefits=[
        TierBenefit(benefit="breakfast"),
        TierBenefit(benefit="upgrade", allowance=2),
        TierBenefit(benefit="tea", allowance=2),
        TierBenefit(benefit="late"),
        TierBenefit(benefit="line"),
    ],
)

MIDSCALE = Programme(
    name="中端酒店会员计划",
    tiers=Tiers(
        levels=[BASE, SILVER, GOLD, BLACK],
        prices=common.LADDER,
        standing=Standing(second_chances=common.SECOND_CHANCES),
        matching=Matching(
            enabled=True,
            table=[
                PartnerTier(partner="华住会", partner_tier="金会员", tier="gold"),
                PartnerTier(partner="华住会", partner_tier="银会员", tier="silver"),
                PartnerTier(partner="锦江会员", partner_tier="金卡", tier="gold"),
                PartnerTier(partner="锦江会员", partner_tier="铂金卡", tier="black"),
            ],
        ),
        says="4个月住满5晚升金卡，49元直升银卡",
    ),
    benefits=[
        common.BREAKFAST, common.LATE, common.UPGRADE, common.HOLD, common.TEA, common.FRUIT, common.LINE,
    ],
    points=Points(
        enabled=True,
        earn=[common.PER_YUAN, common.REVIEW, common.BIRTHDAY, common.PROFILE],
        expiry=Expiry(kind="rolling", months=36),
        bill=Bill(enabled=True, points=1000, money="50.00"),
        friend=Friend(enabled=True),
        nine_offers=[
            NineOffer(
                code="coffee9",
                name="9分享咖啡",
                name_en="A coffee for 9 points",
                coupon="coffee",
                condition=Condition(measure="spend", at_least=300, months=1),
            )
        ],
    ),
    wallet=Wallet(
        enabled=True,
        offers=[
            TopUpOffer(pay="500.00", gift="100.00"),
            TopUpOffer(pay="1000.00", gift="300.00"),
            TopUpOffer(pay="3000.00", gift="1000.00"),
        ],
        warn_total="500000.00",
    ),
    coupons=[common.OFF, common.NIGHT, common.COFFEE, common.ROOM_UP],
    punch_cards=[
        PunchCard(code="eight", name="住8送1", name_en="Eight visits, one free", coupon="night", counts="visits", every=8)
    ],
    rewards=[common.MEAL, common.FREE_NIGHT, common.UMBRELLA, common.VIDEO, common.TICKET],
    games=[common.WHEEL],
)  # fmt: skip
