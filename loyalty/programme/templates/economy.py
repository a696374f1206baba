"""Business guests on a budget: three tiers by nights, breakfast and a discount, eight visits bring one."""

from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, Expiry, Points
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.templates import common
from loyalty.programme.tiers.terms import Rule, Standing, Tier, TierBenefit, Tiers
from loyalty.programme.wallet.terms import TopUpOffer, Wallet

ECONOMY = Programme(
    name="经济型会员计划",
    tiers=Tiers(
        levels=[
            Tier(code="base", name="普通会员", name_en="Member", discount_percent=2),
            Tier(
                code="silver",
                name="银卡会员",
                name_en="Silver",
                qualify=[
                    Rule(measure="visits", at_least=3, months=12),
                    Rule(measure="nights", at_least=4, months=6),
                ],
                keep=[Rule(measure="visits", at_least=2, months=12)],
                bonus_percent=10,
                discount_percent=5,
                benefits=[TierBenefit(benefit="hold"), TierBenefit(benefit="late", allowance=2)],
            ),
            Tier(
                code="gold",
                name="金卡会员",
                name_en="Gold",
                qualify=[
                    Rule(measure="nights", at_least=5, months=4),
                    Rule(measure="visits", at_least=8, months=6),
                ],
                keep=[
                    Rule(measure="visits", at_least=6, months=12),
                    Rule(measure="nights", at_least=8, months=12),
                ],
                points_price=20_000,
                bonus_percent=30,
                discount_percent=12,
                benefits=[
                    TierBenefit(benefit="breakfast", allowance=4),
                    TierBenefit(benefit="hold"),
                    TierBenefit(benefit="late", allowance=4),
                    TierBenefit(benefit="upgrade", allowance=1),
                ],
            ),
        ],
        prices=common.LADDER,
        standing=Standing(second_chances=common.SECOND_CHANCES),
        says="多住多享，金卡含早餐",
    ),
    benefits=[common.BREAKFAST, common.LATE, common.UPGRADE, common.HOLD],
    points=Points(
        enabled=True,
        earn=[common.PER_YUAN, common.REVIEW],
        expiry=Expiry(kind="rolling", months=36),
        bill=Bill(enabled=True, points=1000, money="50.00"),
    ),
    wallet=Wallet(
        enabled=True,
        offers=[TopUpOffer(pay="500.00", gift="100.00"), TopUpOffer(pay="1000.00", gift="300.00")],
        spends="proportion",
    ),
    coupons=[common.OFF, common.NIGHT],
    punch_cards=[
        PunchCard(
            code="eight",
            name="住8送1",
            name_en="Eight visits, one free",
            coupon="night",
            counts="visits",
            every=8,
        )
    ],
    rewards=[common.MEAL, common.FREE_NIGHT, common.TICKET],
    games=[common.WHEEL],
)
