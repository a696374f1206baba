"""Movements with what the tests do not care about filled in."""

import itertools
from datetime import date
from typing import Any

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme.wallet import charging, correcting, paying_back, topping_up
from loyalty.programme.wallet.receipts import Receipt
from loyalty.programme.wallet.refunding import Cause
from loyalty.programme.wallet.terms import TopUpOffer, Wallet
from loyalty.programme.wallet.topping_up import ToppedUp

TODAY = date(2026, 3, 10)
_number = itertools.count(1)


def terms(**changes: Any) -> Wallet:
    """充1000送300, and any other amount without a gift."""
    standard: dict[str, Any] = {
        "enabled": True,
        "offers": [TopUpOffer("1000.00", "300.00"), TopUpOffer("500.00", "100.00")],
        "any_amount": True,
    }
    return Wallet(**{**standard, **changes})


def top_up(
    raw: Statements, guest: int, paid: int = 100_000, plan: Wallet | None = None, **changes: Any
) -> ToppedUp:
    given: dict[str, Any] = {"method": "wechat", "today": TODAY, "actor": SYSTEM, "key": f"t{next(_number)}"}
    return topping_up.top_up(raw, plan or terms(), [guest], paid_cents=paid, **{**given, **changes})


def charge(raw: Statements, guest: int, amount: int, plan: Wallet | None = None, **changes: Any) -> Receipt:
    given: dict[str, Any] = {"what": "room", "today": TODAY, "actor": SYSTEM, "key": f"c{next(_number)}"}
    return charging.charge(raw, plan or terms(), [guest], amount, **{**given, **changes})


def correct(raw: Statements, guest: int, posting: int, **changes: Any) -> Receipt:
    given: dict[str, Any] = {
        "reason": "记错",
        "today": TODAY,
        "actor": SYSTEM,
        "key": f"x{next(_number)}",
    }
    return correcting.correct(raw, [guest], posting, **{**given, **changes})


def refund(
    raw: Statements, guest: int, cause: Cause, plan: Wallet | None = None, **changes: Any
) -> tuple[int, Receipt]:
    given: dict[str, Any] = {
        "reason": "客人要求",
        "today": TODAY,
        "actor": SYSTEM,
        "key": f"r{next(_number)}",
    }
    return paying_back.refund(raw, plan or terms(), [guest], cause, **{**given, **changes})
