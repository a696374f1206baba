"""What a chain's plan lets it use: properties and seats strictly, contacts and messages as a hint to a larger plan.

What is used is counted in tenants.usage, which sees the properties; nothing is counted here.
"""

from typing import Literal

from billing.models import Account
from billing.plans import ARRANGED, PLANS, Limits, Plan, limits_of
from chains.models import Chain
from kernel.errors import Refused

Strict = Literal["properties", "seats"]
WORDS = {"properties": ("家门店", "properties"), "seats": ("个员工账号", "people who sign in")}


class PlanLimit(Refused):
    """`plan` is the one it has, `fits` the smallest that would do; null when none would."""

    code = "plan_limit"
    status = 422
    zh = "当前套餐最多 {limit} {zh}，已用 {used}，请升级套餐。"
    en = "The plan has room for {limit} {en}, and {used} are in use. A larger plan has more."

    def sentence(self, locale: str) -> str:
        zh, en = WORDS[self.facts["what"]]
        template = self.zh if locale.startswith("zh") else self.en
        return template.format(**{**self.facts, "zh": zh, "en": en})


def limits_for(account: Account | None) -> Limits:
    """What holds for a chain now. A contract outside Stripe is limited by its own words."""
    if account is None or account.state == "arranged":
        return ARRANGED
    return limits_of(account.plan)


def held(chain: Chain) -> Account | None:
    """The chain's account, locked until the transaction ends: who asks for the last seat at once takes turns."""
    return Account.objects.select_for_update().filter(chain=chain).first()


def demand(account: Account | None, what: Strict, used: int) -> None:
    """Refuse (422) one more of this when `used` are all that the plan has room for."""
    limit: int | None = getattr(limits_for(account), what)
    if account is not None and limit is not None and used >= limit:
        plan = fitting(**{what: used + 1})
        raise PlanLimit(
            what=what, used=used, limit=limit, plan=account.plan, fits=plan.code if plan else None
        )


def fitting(*, properties: int = 0, seats: int = 0, contacts: int = 0) -> Plan | None:
    """The smallest plan with room for so much; None when none has."""
    for plan in PLANS.values():
        room = plan.limits
        wanted = ((properties, room.properties), (seats, room.seats), (contacts, room.contacts))
        if all(most is None or n <= most for n, most in wanted):
            return plan
    return None
