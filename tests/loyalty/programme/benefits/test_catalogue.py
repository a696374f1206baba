"""What the templates bring along, as the field names it."""

import pytest

from kernel import money
from loyalty.programme.benefits.worth import discount_in_words
from loyalty.programme.templates import named

FIVE = {"breakfast", "late_checkout", "afternoon_tea", "gift", "booking_hold"}


def test_c33_the_six_benefits_that_guests_care_for_most_are_there_from_the_start() -> None:
    """免费早餐、延迟退房、免费下午茶、免费随手礼、预定保留时间; 房费折扣 is the tier's own."""
    template = named("midscale")
    assert template is not None
    plan = template.programme
    assert {benefit.kind for benefit in plan.benefits} >= FIVE
    assert "8.8" in {discount_in_words(tier.discount_percent) for tier in plan.tiers.levels}


@pytest.mark.parametrize("code", ["economy", "midscale", "resort"])
def test_c34_every_benefit_carries_its_price_and_breakfast_is_38_yuan(code: str) -> None:
    template = named(code)
    assert template is not None
    prices = {benefit.kind: money.cents(benefit.price) for benefit in template.programme.benefits}
    assert all(prices.values()) and prices["breakfast"] == 3_800


def test_c42_a_free_upgrade_a_month_is_worth_200() -> None:
    template = named("midscale")
    assert template is not None
    upgrade = next(benefit for benefit in template.programme.benefits if benefit.kind == "upgrade")
    gold = template.programme.tier("gold")
    assert gold is not None
    allowance = {each.benefit: each.allowance for each in gold.benefits}
    assert (upgrade.period, upgrade.price, allowance[upgrade.code]) == ("month", "200.00", 1)
