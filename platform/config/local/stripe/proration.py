"""What a change in the middle of a period costs: by the second, the unused old given back. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a subscription as it counts for money."""

    item: str
    price: str
    unit_cents: int
    quantity: int
    says: str = ""

    @property
    def cents(self) -> int:
        return self.unit_cents * self.quantity


@dataclass(frozen=True, slots=True)
class Line:
    """A credit (negative) or a charge for the rest of the period."""

    part: Part
    cents: int
    start: int
    end: int
    credit: bool


def share(cents: int, part_s: int, whole_s: int) -> int:
    """cents × part ÷ whole, halves away from zero."""
    if whole_s <= 0:
        return 0
    top = abs(cents) * part_s * 2 + whole_s
    return (1 if cents >= 0 else -1) * (top // (2 * whole_s))


def discounted(cents: int, percent_off: float) -> int:
    """What is left of it, halves away from zero; the percentage has at most two decimals."""
    return share(cents, 10_000 - round(percent_off * 100), 10_000)


def lines(
    old: list[Part], new: list[Part], *, at: int, start: int, end: int, percent_off: float = 0
) -> list[Line]:
    """Credits for the old and charges for the new over [at, end); nothing for what did not change."""
    left = min(max(end - at, 0), end - start)
    same = {part.item: part for part in old}
    changed = {
        item
        for item in {part.item for part in old + new}
        if same.get(item) != next((part for part in new if part.item == item), None)
    }
    given_back = [
        Line(part, -share(discounted(part.cents, percent_off), left, end - start), at, end, True)
        for part in old
        if part.item in changed
    ]
    charged = [
        Line(part, share(discounted(part.cents, percent_off), left, end - start), at, end, False)
        for part in new
        if part.item in changed
    ]
    return [line for line in given_back + charged if line.part.quantity]
