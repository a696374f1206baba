"""What stands on a receipt: lines with words and sums, made from what was kept of the movement."""

from kernel import money
from loyalty.programme.wallet import wording
from loyalty.programme.wallet.receipts import Receipt

# The kinds of receipts, as the interface calls them.
KINDS = {
    "wallet_top_up": "topup",
    "wallet_charge": "charge",
    "wallet_refund": "refund",
    "wallet_payout": "payout",
    "reversal": "reversal",
}
PRINCIPAL = ("本金", "Principal")
GIFT = ("赠金", "Gift")
LINES: dict[str, tuple[tuple[str, tuple[str, str]], ...]] = {
    "wallet_top_up": (("paid", ("充值本金", "Paid, principal")), ("gift", ("赠送金额", "Gift"))),
    "wallet_charge": (("amount", ("消费金额", "Charge")),),
    "wallet_refund": (
        ("amount", ("应退金额", "To be refunded")),
        ("gift_forfeited", ("收回赠金", "Gift forfeited")),
        ("used_part_paid", ("补足已用部分原价", "Made up for what was used, at full price")),
    ),
    "wallet_payout": (("amount", ("已付退款", "Refund paid out")),),
    "reversal": (("amount", ("冲正金额", "Corrected")),),
}


def lines(receipt: Receipt) -> list[tuple[dict[str, str], int]]:
    """Words and cents: what the movement was, then what it did to principal and gift."""
    said: list[tuple[dict[str, str], int]] = []
    for fact, (zh, en) in LINES[receipt.kind]:
        cents = money.cents(receipt.facts[fact])
        if cents:
            more = wording.movement("", receipt.facts) if not said else None
            said.append(
                ({"zh": zh + (more["zh"] if more else ""), "en": en + (more["en"] if more else "")}, cents)
            )
    changes = (
        (PRINCIPAL, receipt.after.principal - receipt.before.principal),
        (GIFT, receipt.after.gift - receipt.before.gift),
    )
    if receipt.kind != "wallet_top_up":
        said += [({"zh": zh, "en": en}, cents) for (zh, en), cents in changes if cents]
    return said
