"""The plans: what a property costs a month, and what a chain gets for it. The only place that says so.

Prices are per property. Stripe holds the same prices under the lookup keys below (`huike billing prices` puts them there).
"""

from dataclasses import dataclass

CURRENCY = "CNY"
INTERVALS = ("month", "year")
TRIAL_DAYS = 30
TRIAL_PLAN = "chain"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a chain may use; None is without a limit."""

    properties: int | None
    contacts: int | None  # guests known, over all properties
    messages: int | None  # to guests, in a calendar month of the chain
    seats: int | None  # people who can sign in
    requests: int  # of one key in ten seconds


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    name: str
    name_en: str
    month_cents: int
    year_cents: int
    limits: Limits
    says: str
    says_en: str

    def cents(self, interval: str) -> int:
        return self.year_cents if interval == "year" else self.month_cents

    def lookup_key(self, interval: str) -> str:
        return f"huike_{self.code}_{interval}_{CURRENCY.lower()}"


PLANS: dict[str, Plan] = {
    plan.code: plan
    for plan in (
        Plan(
            "starter", "起步版", "Starter", 199_00, 1_990_00, Limits(3, 30_000, 3_000, 10, 100),
            "三家店以内，先把备注和复购做起来。", "Up to three properties: remarks and repeat guests first.",
        ),
        Plan(
            "chain", "连锁版", "Chain", 399_00, 3_990_00, Limits(20, 300_000, 30_000, 100, 100),
            "二十家店以内，会员、活动和对比报表都有。", "Up to twenty properties, with programme, campaigns and comparison.",
        ),
        Plan(
            "group", "集团版", "Group", 699_00, 6_990_00, Limits(200, 3_000_000, 300_000, 1_000, 300),
            "两百家店以内，接口额度更高。", "Up to two hundred properties, with a higher allowance for interfaces.",
        ),
    )
}  # fmt: skip
# A contract outside Stripe is limited by its own words, not by ours.
ARRANGED = Limits(None, None, None, None, 100)


def limits_of(plan: str) -> Limits:
    """The limits of a plan by its code; those of a contract outside Stripe for any other."""
    found = PLANS.get(plan)
    return found.limits if found else ARRANGED
