"""Why the ledger says no."""

from typing import Any

from kernel.errors import Refused


class InsufficientPoints(Refused):
    code = "insufficient_points"
    status = 422
    zh = "积分不足：需要 {asked} 分，可用 {balance} 分。"
    en = "Not enough points: {asked} asked, {balance} usable."


class InsufficientFunds(Refused):
    """Facts are in cents: balance_cents, asked_cents."""

    code = "insufficient_funds"
    status = 422
    zh = "储值余额不足：需要 {asked} 元，可用 {balance} 元。"
    en = "Not enough stored value: {asked} asked, {balance} usable."


class PostingKeyReused(Refused):
    code = "posting_key_reused"
    status = 422
    zh = "编号“{key}”已用于另一笔内容不同的记账。"
    en = "The key {key!r} was used for another posting with other content."


class AlreadyReversed(Refused):
    code = "already_used"
    status = 422
    zh = "这笔记账已经冲正过，不能再次冲正。"
    en = "This posting was reversed already."


class NotReversible(Refused):
    code = "not_reversible"
    status = 422
    zh = "这类记账（{kind}）不能冲正。"
    en = "Postings of this kind ({kind}) cannot be reversed."


class NoSuchPosting(Refused):
    code = "no_such_posting"
    status = 404
    zh = "没有编号为 {posting} 的记账。"
    en = "There is no posting {posting}."


def refusal(told: dict[str, Any], key: str) -> Refused:
    """What the database answered instead of a posting."""
    match told["refused"]:
        case "insufficient" if told["unit"] == "points":
            return InsufficientPoints(balance=told["balance"], asked=told["asked"])
        case "insufficient":
            return InsufficientFunds(
                balance=_yuan(told["balance"]),
                asked=_yuan(told["asked"]),
                balance_cents=told["balance"],
                asked_cents=told["asked"],
            )
        case "key_reused":
            return PostingKeyReused(key=key, posting=told["posting"])
        case "already_reversed":
            return AlreadyReversed(posting=told["posting"])
        case "not_reversible":
            return NotReversible(kind=told["kind"])
        case "no_such_posting":
            return NoSuchPosting(posting=told["posting"])
    raise AssertionError(told)


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
