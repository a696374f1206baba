"""Families who come a few times a year and spend more: tiers by spend, points that last, a family pool."""

from loyalty.programme.document import Programme
from loyalty.programme.points.terms import (
    Bill,
    Condition,
    EarnRule,
    Expiry,
    Family,
    Friend,
    NineOffer,
    Points,
    Purchase,
    Transfer,
)
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.templates import common
from loyalty.programme.tiers.terms import Rule, Standing, Tier, TierBenefit, Tiers
from loyalty.programme.wallet.terms import TopUpOffer, Wallet

SILVER = Tier(
    code="silver",
    name="银卡会员",
    name_en="Silver",
    qualify=[Rule(measure="nights", at_least=3, months=12), Rule(measure="spend", at_least=2000, months=12)],
    bonus_percent=15,
    discount_percent=5,
    benefits=[TierBenefit(benefit="fruit", allowance=1), TierBenefit(benefit="late", allowance=2)],
)
GOLD = Tier(
    code="gold",
    name="金卡会员",
    name_en="Gold",
    qualify=[Rule(measure="nights", at_least=8, months=12), Rule(measure="spend", at_least=6000, months=12)],
    keep=[Rule(measure="nights", at_least=6, months=12), Rule(measure="spend", at_least=5000, months=12)],
    points_price=20_000,
    bonus_percent=30,
    discount_percent=12,
    benefits=[
        TierBenefit(benefit="breakfast", allowance=6),
        TierBenefit(benefit="tea", allowance=2),
        TierBenefit(benefit="upgrade", allowance=1),
        TierBenefit(benefit="fruit", allowance=1),
    ],
)
BLACK = Tier(
    code="black",
    name="黑卡会员",
    name_en="Black",
    qualify=[
        Rule(measure="nights", at_least=20, months=12),
        Rule(measure="spend", at_least=20_000, months=12),
    ],
    keep=[Rule(measure="nights", at_least=15, months=12), Rule(measure="spend", at_least=15_000, months=12)],
    bonus_percent=50,
    discount_percent=15,
    benefits=[
        TierBenefit(benefit="breakfast"),
        TierBenefit(benefit="tea"),
        TierBenefit(benefit="upgrade", allowance=2),
        TierBenefit(benefit="late"),
        TierBenefit(benefit="line"),
    ],
)

RESORT = Programme(
    name="度假酒店会员计划",
    tiers=Tiers(
        levels=[Tier(code="base", name="普通会员", name_en="Member"), SILVER, GOLD, BLACK],
        prices=common.LADDER,
        standing=Standing(
            ends="year_end", grace_months=2, notice_months=3, second_chances=common.SECOND_CHANCES
        ),
        says="一年两次度假即可保级",
    ),
    benefits=[
        common.BREAKFAST, common.LATE, common.UPGRADE, common.TEA, common.FRUIT, common.LINE,
    ],
    points=Points(
        enabled=True,
        earn=[
            common.PER_YUAN,
            EarnRule(code="direct", per="visit", points=200, kind="bonus", channels=["member"]),
            common.REVIEW,
            common.BIRTHDAY,
        ],
        pending_days=3,
        expiry=Expiry(kind="year_end", years=3, extension=True),
        bill=Bill(enabled=True, points=1000, money="50.00", max_percent=50),
        transfer=Transfer(enabled=True),
        family=Family(enabled=True),
        purchase=Purchase(enabled=True, points=100, money="6.00"),
        friend=Friend(enabled=True),
        nine_offers=[
            NineOffer(
                code="coffee9",
                name="9分享咖啡",
                name_en="A coffee for 9 points",
                coupon="coffee",
                condition=Condition(measure="nights", at_least=2, months=1),
            )
        ],
    ),
    wallet=Wallet(
        enabled=True,
        offers=[
            TopUpOffer(pay="1000.00", gift="300.00"),
            TopUpOffer(pay="3000.00", gift="1000.00"),
            TopUpOffer(pay="5000.00", gift="2000.00"),
        ],
        spends="gift_last",
        gift_months=24,
        warn_total="1000000.00",
    ),
    coupons=[common.OFF, common.NIGHT, common.COFFEE, common.ROOM_UP],
    punch_cards=[
        PunchCard(
            code="eight", name="住8晚送1晚", name_en="Eight nights, one free", coupon="night", counts="nights", every=8,
            tell="quarter", months=24,
        )
    ],
    rewards=[common.MEAL, common.FREE_NIGHT, common.UMBRELLA, common.TICKET],
    games=[common.WHEEL],
)  # fmt: skip
