"""Profit on the guest card: of the person, and beside each visit's revenue."""

from collections.abc import Sequence
from typing import Any

import msgspec

from api.rendering import encode
from kernel import money
from kernel.statements import Statements
from loyalty.products import profit
from reports.profit import told

_whole = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_visits = msgspec.json.Decoder(list[dict[str, msgspec.Raw]]).decode
_id = msgspec.json.Decoder(str).decode


def beside(raw: Statements, body: bytes, rows: Sequence[int]) -> tuple[bytes, dict[str, Any]]:
    """The card with each visit's profit in it, and the person's: all visits, and what was had beside them."""
    by_visit, loose = profit.of_person(raw, rows)
    card = _whole(body)
    visits = _visits(card["visit_history"])
    for visit in visits:
        sums = by_visit.get(int(_id(visit["id"])))
        visit["profit"] = msgspec.Raw(encode(None if sums is None else money.amount(sums.profit_cents)))
    card["visit_history"] = msgspec.Raw(encode(visits))
    return encode(card), told(profit.whole([*by_visit.values(), loose]))
