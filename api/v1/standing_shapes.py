"""Where a chain's subscription stands, as the session, the billing page and the operator's console show it."""

from datetime import datetime
from typing import Literal

import msgspec

from api.v1.words import Words
from billing.standing import Level, Standing, account_of, standing_of
from chains.models import Chain
from kernel import clock


class StandingOut(msgspec.Struct):
    level: Literal["full", "grace", "read_only", "closed"]
    # The state it comes from; "trial_over" for a trial that ended without a subscription.
    reason: Literal[
        "arranged", "trialing", "active", "past_due", "unpaid", "paused", "canceled", "trial_over"
    ]
    since: datetime | None
    until: datetime | None  # when the next, stricter level begins; of "closed": when the data may be erased
    mend: Literal["checkout", "portal", "none"]
    says: Words


WHY = {
    "past_due": ("扣款没有成功", "The last payment failed"),
    "unpaid": ("账单一直没有付清", "An invoice has not been paid"),
    "paused": ("订阅已暂停", "The subscription is paused"),
    "canceled": ("订阅已取消", "The subscription is cancelled"),
    "trial_over": ("试用已结束", "The trial is over"),
}
FULL = {
    "arranged": ("按合同使用。", "By contract."),
    "active": ("订阅正常。", "The subscription is in order."),
    "trialing": ("试用中，所有功能都可以用。", "On trial, with everything in it."),
}
TRIAL_UNTIL = (
    "试用到 {until}，所有功能都可以用；到期前没有订阅，就只能查看和导出。",
    "On trial until {until}, with everything in it; without a subscription by then, only reading and exports are left.",
)
SAYS = {
    Level.GRACE: (
        "{why}。请在 {until} 前处理；逾期后只能查看和导出，期间不能新开门店。",
        (
            "{why}. Please settle it by {until}: after that only reading and exports are left. "
            "No property can be opened meanwhile."
        ),
    ),
    Level.READ_ONLY: (
        "{why}，目前只能查看和导出。PMS 推送照常保存，会员照常兑换。",
        "{why}: only reading and exports are possible. Stays of the PMS are still stored, and members still redeem.",
    ),
    Level.CLOSED: (
        "{why}已超过 90 天，目前只能登录和导出。数据保留到 {until}，届时会先发三次通知。",
        (
            "{why}, for more than 90 days: only signing in and exports are left. "
            "Data is kept until {until}, with three notices before."
        ),
    ),
}
STORED_UNTIL = (
    "{why}，目前只能查看和导出。会员照常兑换，PMS 推送保存到 {until}。",
    "{why}: only reading and exports are possible. Members still redeem, and stays of the PMS are stored until {until}.",
)


def standing_out(chain: Chain, now: datetime | None = None) -> StandingOut:
    """A chain's standing at this moment, with the sentence a person reads."""
    standing = standing_of(account_of(chain), now or clock.now())
    return StandingOut(
        standing.level.value,
        standing.reason,  # type: ignore[arg-type]  # billing.models.STATES and "trial_over"
        standing.since,
        standing.until,
        standing.mend.value,
        says(standing, chain.time_zone),
    )


def says(standing: Standing, zone: str) -> Words:
    """In a sentence, with the day in the chain's own time."""
    until = f"{clock.local_day(standing.until, zone)}" if standing.until else ""
    if standing.level is Level.FULL:
        sentence = TRIAL_UNTIL if until else FULL[standing.reason]
        why = ("", "")
    else:
        stored = standing.level is Level.READ_ONLY and until
        sentence, why = STORED_UNTIL if stored else SAYS[standing.level], WHY[standing.reason]
    return Words(*(each.format(until=until, why=word) for each, word in zip(sentence, why, strict=True)))
