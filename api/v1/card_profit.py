"""Profit of guests: on the card, of the person and beside each visit's revenue; in lists and files, beside the spend."""

from collections.abc import Sequence
from typing import Any

import msgspec

from api.errors import locale_of
from api.rendering import encode
from kernel import money
from kernel.statements import Statements
from loyalty.products import profit
from reports import profit_sheets
from reports.profit import Sums, told, unknown, whole

_whole = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_visits = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_id = msgspec.json.Decoder(str).decode


def beside(raw: Statements, body: bytes, rows: Sequence[int]) -> tuple[bytes, dict[str, Any]]:
    """The card with each visit's profit in it, and the person's: all visits, and what was had beside them."""
    by_visit, loose = profit.of_person(raw, rows)
    card = _whole(body)
    visits = _visits(card["visit_history"])
    for visit in visits:
        visit["profit"] = msgspec.Raw(encode(of_visit(by_visit.get(int(_id(visit["id"]))))))
    card["visit_history"] = msgspec.Raw(encode(visits))
    return encode(card), told(whole([*by_visit.values(), loose]))


def of_visit(sums: Sums | None) -> str | None:
    """A visit's profit; null while a stay of it is in house and nobody has told what its room brings."""
    return None if sums is None or sums.waiting else money.amount(sums.profit_cents)


def beside_spend(raw: Statements, guests: Sequence[dict[str, Any]]) -> None:
    """Put `profit`, `profit_unknown` and `profit_waiting` into each of these: one statement for all of them."""
    left = profit.of_people(raw, [int(guest["id"]) for guest in guests]) if guests else {}
    for guest in guests:
        sums = left.get(int(guest["id"]), Sums())
        guest["profit"] = money.amount(sums.profit_cents)
        guest["profit_unknown"] = unknown(sums.unknown)
        guest["profit_waiting"] = sums.waiting


def in_file(guests: Sequence[dict[str, Any]], accepted: str) -> dict[str, tuple[str, str]]:
    """The columns that a file of guests with their profit has more; costs nobody has set are told in words there."""
    language = 0 if locale_of(accepted) == "zh-CN" else 1
    for guest in guests:
        guest["profit_unknown"] = profit_sheets.unset(guest["profit_unknown"], language)
    return COLUMNS


COLUMNS = {"profit": profit_sheets.CALLED["profit"], "profit_unknown": profit_sheets.CALLED["unknown"]}
