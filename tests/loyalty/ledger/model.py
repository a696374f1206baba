"""The ledger once more, in plain Python and without a database: what it must come to. Slow, and easy to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

GRACE = timedelta(days=30)
SPENDABLE = ("base", "bonus")

# (account, guest, amount signed for the guest)
Side = tuple[str, int, int]


class Refuses(Exception):
    """The model says no."""


@dataclass
class Lot:
    number: int
    guest: int
    kind: str
    amount: int
    remaining: int
    earned: date
    expires: date | None
    source: "Lot | None" = None
    extended: bool = False

    def usable(self, on: date) -> bool:
        return self.remaining > 0 and (self.expires is None or self.expires >= on)


@dataclass
class Entry:
    """From a lot or a house account to a lot or a house account; `owed` is a guest's account without lots."""

    amount: int
    from_lot: Lot | None = None
    to_lot: Lot | None = None
    from_house: str = ""
    to_house: str = ""
    owes: int | None = None  # the guest whose owed account is the side without a lot and without a house


@dataclass
class Act:
    entries: list[Entry] = field(default_factory=list)
    reversed: bool = False
    reversal: bool = False

    def sides(self) -> list[Side]:
        told: list[Side] = []
        for entry in self.entries:
            if entry.from_lot:
                told.append((entry.from_lot.kind, entry.from_lot.guest, -entry.amount))
            elif entry.owes is not None and not entry.from_house:
                told.append(("owed", entry.owes, -entry.amount))
            if entry.to_lot:
                told.append((entry.to_lot.kind, entry.to_lot.guest, entry.amount))
            elif entry.owes is not None and not entry.to_house:
                told.append(("owed", entry.owes, entry.amount))
        return told


class Model:
    def __init__(self) -> None:
        self.lots: list[Lot] = []
        self.owed: dict[int, int] = {}
        self.gone: dict[int, int] = {}  # lot -> what expired of it
        self._act = Act()

    # --- what is held ---

    def held(self, guest: int, kind: str) -> int:
        if kind == "owed":
            return self.owed.get(guest, 0)
        return sum(lot.remaining for lot in self.lots if (lot.guest, lot.kind) == (guest, kind))

    # --- acts; each gives the act, or refuses and changes nothing ---

    def earn(
        self, guest: int, kind: str, amount: int, on: date, expires: date | None, debtors: Sequence[int]
    ) -> Act:
        self._begin()
        lot = self._open(guest, kind, amount, on, expires)
        self._move(amount, from_house="issuance", to_lot=lot, fresh=True)
        for debtor in debtors:
            if pays := min(lot.remaining, self.owed.get(debtor, 0)):
                self._move(pays, from_lot=lot, to_house="issuance")
                self._move(pays, owes=debtor, to_house="receivable")
        return self._act

    def adjust(self, guest: int, amount: int, on: date, expires: date | None) -> Act:
        """By hand, up."""
        self._begin()
        lot = self._open(guest, "bonus", amount, on, expires)
        self._move(amount, from_house="adjustment", to_lot=lot, fresh=True)
        return self._act

    def spend(self, rows: Sequence[int], amount: int, on: date, house: str = "redemption") -> Act:
        lots = self._soonest([(row, kind) for kind in SPENDABLE for row in rows], on)
        self._enough(lots, amount)
        self._begin()
        for lot, part in _slices(lots, amount):
            self._move(part, from_lot=lot, to_house=house)
        return self._act

    def transfer(self, rows: Sequence[int], to: int, amount: int, on: date) -> Act:
        lots = self._soonest([(row, kind) for kind in SPENDABLE for row in rows], on)
        self._enough(lots, amount)
        self._begin()
        for lot, part in _slices(lots, amount):
            given = self._open(to, lot.kind, part, lot.earned, lot.expires, lot, lot.extended)
            self._move(part, from_lot=lot, to_lot=given, fresh=True)
        return self._act

    def expire(self, guest: int, kind: str, day: date) -> Act:
        self._begin()
        for lot in self.lots:
            over = lot.expires is not None and lot.expires < day
            if (lot.guest, lot.kind) == (guest, kind) and over and lot.remaining:
                self._move(lot.remaining, from_lot=lot, to_house="expiry")
        self._act.reversal = True  # is not taken back
        return self._act

    def reverse(self, act: Act, on: date, spent: str) -> Act:
        if act.reversed or act.reversal:
            raise Refuses
        self._check_reversible(act, on, spent)
        self._begin()
        self._act.reversal = act.reversed = True
        for entry in reversed(act.entries):
            if entry.from_lot and entry.to_lot:
                self._give_back(entry, on)
            elif entry.owes is not None:
                # Paid: the debt stands again.
                self._move(entry.amount, from_house=entry.to_house, owes=entry.owes)
            elif entry.from_lot:
                self._give_back(entry, on)
            else:
                self._take_back(entry, on, spent)
        return self._act

    # --- how ---

    def _check_reversible(self, act: Act, on: date, spent: str) -> None:
        for entry in act.entries:
            if entry.from_lot and entry.to_lot and entry.to_lot.remaining < entry.amount:
                raise Refuses
        # With one credit to an act, what it paid of a debt comes back to its lot first.
        for entry in act.entries:
            if entry.to_lot and not entry.from_lot and spent == "refuse":
                lot = entry.to_lot
                paid = sum(other.amount for other in act.entries if other.from_lot is lot)
                line = [each for each in self.lots if self._line(each, lot)]
                have = sum(each.remaining for each in line) + paid
                have += min(max(self._expired(line), 0), max(entry.amount - have, 0))
                others = [
                    each for each in self.lots
                    if each.guest == lot.guest and each.kind in SPENDABLE and each.usable(on) and each not in line
                ]  # fmt: skip
                if have + sum(each.remaining for each in others) < entry.amount:
                    raise Refuses

    def _give_back(self, entry: Entry, on: date) -> None:
        lot = entry.from_lot
        assert lot is not None
        target, fresh = lot, False
        if lot.expires is not None and lot.expires < on:
            target = self._open(lot.guest, lot.kind, entry.amount, lot.earned, on + GRACE, lot, lot.extended)
            fresh = True
        self._move(entry.amount, from_lot=entry.to_lot, from_house=entry.to_house, to_lot=target, fresh=fresh)

    def _take_back(self, entry: Entry, on: date, spent: str) -> None:
        assert entry.to_lot is not None
        own, house, left = entry.to_lot, entry.from_house, entry.amount
        line = [lot for lot in self.lots if self._line(lot, own)]
        for lot, part in _slices([lot for lot in line if lot.remaining], left):
            self._move(part, from_lot=lot, to_house=house)
            left -= part
        if gone := min(left, max(self._expired(line), 0)):
            self._move(gone, from_house="expiry", to_house=house)
            left -= gone
        if left == 0 or spent == "forgive":
            return
        kinds = [own.kind, *(kind for kind in SPENDABLE if kind != own.kind)]
        for lot, part in _slices(self._soonest([(own.guest, kind) for kind in kinds], on), left):
            self._move(part, from_lot=lot, to_house=house)
            left -= part
        if left:
            self._move(left, from_house="receivable", owes=own.guest)

    def _line(self, lot: Lot | None, origin: Lot) -> bool:
        while lot is not None:
            if lot is origin:
                return True
            lot = lot.source if lot.source and lot.source.guest == lot.guest else None
        return False

    def _expired(self, line: Sequence[Lot]) -> int:
        return sum(self.gone.get(lot.number, 0) for lot in line)

    def _begin(self) -> None:
        self._act = Act()

    def _open(
        self, guest: int, kind: str, amount: int, earned: date, expires: date | None,
        source: Lot | None = None, extended: bool = False,
    ) -> Lot:  # fmt: skip
        lot = Lot(len(self.lots), guest, kind, amount, amount, earned, expires, source, extended)
        self.lots.append(lot)
        return lot

    def _move(
        self, amount: int, *, from_lot: Lot | None = None, from_house: str = "", to_lot: Lot | None = None,
        to_house: str = "", owes: int | None = None, fresh: bool = False,
    ) -> None:  # fmt: skip
        if from_lot:
            from_lot.remaining -= amount
            if to_house == "expiry":
                self.gone[from_lot.number] = self.gone.get(from_lot.number, 0) + amount
        if to_lot and not fresh:
            to_lot.remaining += amount
        if owes is not None:
            self.owed[owes] = self.owed.get(owes, 0) + (amount if from_house else -amount)
        self._act.entries.append(Entry(amount, from_lot, to_lot, from_house, to_house, owes))

    def _soonest(self, accounts: Sequence[tuple[int, str]], on: date) -> list[Lot]:
        found = [lot for lot in self.lots if (lot.guest, lot.kind) in accounts and lot.usable(on)]
        return sorted(
            found,
            key=lambda lot: (
                lot.expires or date.max, accounts.index((lot.guest, lot.kind)), lot.earned, lot.number
            ),
        )  # fmt: skip

    def _enough(self, lots: Sequence[Lot], amount: int) -> None:
        if sum(lot.remaining for lot in lots) < amount:
            raise Refuses


def _slices(lots: Iterable[Lot], amount: int) -> list[tuple[Lot, int]]:
    taken = []
    for lot in lots:
        if part := min(amount, lot.remaining):
            taken.append((lot, part))
            amount -= part
    return taken
