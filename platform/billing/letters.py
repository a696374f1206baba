"""What the house writes to owners about paying."""

from datetime import datetime
from typing import Any

from billing.standing import GRACE
from chains.models import Chain
from kernel import clock
from staff import letters
from staff.links import console_link

LETTERS = {
    "past_due": {
        "zh": (
            "{chain} 的回客扣款没有成功",
            (
                "您好：\n\n{chain} 的回客订阅扣款没有成功。请在 {until} 前更新付款方式或付清账单：\n\n{link}\n\n"
                "在此之前一切照常，只是不能新开门店；逾期后只能查看和导出。PMS 推送照常保存，会员照常兑换。\n"
            ),
        ),
        "en": (
            "A payment for {chain} at Huike failed",
            (
                "Hello,\n\nThe payment for {chain}'s Huike subscription failed. Please change the card or pay the"
                " invoice by {until}:\n\n{link}\n\nUntil then everything works, but for opening properties; after"
                " that only reading and exports do. Stays are still stored, and members still redeem.\n"
            ),
        ),
    },
    "trial_ends": {
        "zh": (
            "{chain} 的回客试用将于 {until} 结束",
            (
                "您好：\n\n{chain} 的回客试用将于 {until} 结束。选择套餐后即可继续使用：\n\n{link}\n\n"
                "不订阅也不会扣费。试用结束后可以继续查看和导出数据。\n"
            ),
        ),
        "en": (
            "{chain}'s trial of Huike ends on {until}",
            (
                "Hello,\n\n{chain}'s trial of Huike ends on {until}. Choose a plan to go on:\n\n{link}\n\n"
                "Nothing is charged if you do not. Reading and exporting your data go on being possible.\n"
            ),
        ),
    },
}


def send(chain_id: int, about: dict[str, Any]) -> int:
    """Write to every owner who has an e-mail; to how many."""
    chain = Chain.objects.get(pk=chain_id)
    until = _until(about)
    facts = {
        "chain": chain.name,
        "until": f"{clock.local_day(until, chain.time_zone)}",
        "link": console_link(f"c/{chain.slug}/billing"),
    }
    reached = letters.owners(chain)
    for owner in reached:
        letters.send(LETTERS[about["about"]], owner.locale, str(owner.email), **facts)
    return len(reached)


def _until(about: dict[str, Any]) -> datetime:
    if about["about"] == "past_due":
        return datetime.fromisoformat(about["since"]) + GRACE
    return datetime.fromisoformat(about["until"])
