"""Whatever a person does to a small ledger, it comes to what the model in plain Python comes to."""

import os
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit.recording import SYSTEM
from kernel.errors import Refused
from loyalty.ledger import reading
from loyalty.ledger.expiring import expire
from loyalty.ledger.posting import Carry, Credit, Debit, Posting
from loyalty.ledger.reversing import reverse
from loyalty.ledger.verifying import verify
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.ledger.books import TODAY, book, raw
from tests.loyalty.ledger.model import SPENDABLE, Act, Model, Refuses, Side

FULL = os.environ.get("FULL") == "1"
_hundreds = count(1)
GUESTS = st.integers(0, 2)
AMOUNTS = st.sampled_from([1, 5, 10, 20, 40, 60])
# Ends are near and days pass quickly, so that much is taken back after it ended.
DAYS = st.sampled_from([0, 3, 10, None])


def sides(posting: Posting) -> list[Side]:
    return [(e.account, e.guest, e.amount) for e in posting.entries if e.guest is not None]


SPENT = st.sampled_from(["refuse", "owe", "forgive"])


class SmallLedger(RuleBasedStateMachine):
    """Three guests, of whom the last two become one person at some time."""

    @initialize()
    def begin(self) -> None:
        self.first = next(_hundreds) * 100
        self.model, self.day, self.merged = Model(), TODAY, False
        self.done: list[tuple[Posting, Act]] = []

    def rows(self, guest: int) -> list[int]:
        together = [1, 2] if self.merged and guest else [guest]
        return [self.first + each for each in together]

    def same(self, book_it: object, act_it: object) -> None:
        """Both do it with the same sides, or both refuse."""
        try:
            act: Act | None = act_it()  # type: ignore[operator]
        except Refuses:
            act = None
        try:
            posting: Posting | None = book_it()  # type: ignore[operator]
        except Refused:
            posting = None
        assert (posting is None) == (act is None)
        if posting is not None and act is not None:
            assert sides(posting) == act.sides()
            self.done.append((posting, act))

    @rule(guest=GUESTS, kind=st.sampled_from(SPENDABLE), amount=AMOUNTS, days=DAYS)
    def earn(self, guest: int, kind: str, amount: int, days: int | None) -> None:
        rows, ends = self.rows(guest), None if days is None else self.day + timedelta(days=days)
        credit = Credit(rows[0], kind, amount, "issuance", self.day, ends, debtors=rows)
        self.same(
            lambda: book(credit, on=self.day),
            lambda: self.model.earn(rows[0], kind, amount, self.day, ends, sorted(rows)),
        )

    @rule(guest=GUESTS, amount=AMOUNTS)
    def spend(self, guest: int, amount: int) -> None:
        rows = self.rows(guest)
        self.same(
            lambda: book(Debit(rows, SPENDABLE, amount, "redemption"), on=self.day),
            lambda: self.model.spend(rows, amount, self.day),
        )

    @rule(guest=GUESTS, to=GUESTS, amount=AMOUNTS)
    def transfer(self, guest: int, to: int, amount: int) -> None:
        rows, target = self.rows(guest), self.rows(to)[0]
        if target not in rows:
            self.same(
                lambda: book(Carry(rows, SPENDABLE, amount, target), on=self.day),
                lambda: self.model.transfer(rows, target, amount, self.day),
            )

    @precondition(lambda self: self.done)
    @rule(which=st.integers(1, 6), spent=SPENT)
    def take_back(self, which: int, spent: str) -> None:
        self.back(which, spent)

    def back(self, which: int, spent: str) -> None:
        posting, act = self.done[-min(which, len(self.done))]
        key = f"back:{posting.id}:{len(self.done)}:{self.day}:{spent}"
        if not any(each.key == key for each, _ in self.done):
            self.same(
                lambda: reverse(
                    raw(), posting.id, key=key, on=self.day, actor=SYSTEM, reason="test", spent=spent  # type: ignore[arg-type]
                ),
                lambda: self.model.reverse(act, self.day, spent),
            )  # fmt: skip

    @rule(days=st.sampled_from([1, 4, 12]))
    def days_pass(self, days: int) -> None:
        self.day += timedelta(days=days)
        expire(raw(), self.day)
        for guest in range(3):
            for kind in SPENDABLE:
                self.model.expire(self.first + guest, kind, self.day)

    @rule(guest=GUESTS, kind=st.sampled_from(SPENDABLE), spent=SPENT, which=st.integers(1, 2))
    def take_back_late(self, guest: int, kind: str, spent: str, which: int) -> None:
        """Earned, spent in part, ended; then the spending (1) or the earning (2) is taken back."""
        self.earn(guest, kind, 40, 3)
        self.spend(guest, 30)
        self.days_pass(4)
        self.back(which, spent)

    @rule()
    def merge_or_undo(self) -> None:
        self.merged = not self.merged

    @invariant()
    def holds_the_same(self) -> None:
        for guest in range(self.first, self.first + 3):
            held = reading.balances(raw(), [guest])
            for kind in (*SPENDABLE, "owed"):
                assert getattr(held, kind) == self.model.held(guest, kind)
            lots = [
                (lot.kind, lot.remaining, lot.expires_on)
                for lot in reading.lots(raw(), [guest], "points", date.min)
            ]
            mine = [
                (lot.kind, lot.remaining, lot.expires)
                for lot in self.model.lots
                if lot.guest == guest and lot.remaining
            ]
            assert sorted(lots, key=str) == sorted(mine, key=str)


def test_a_small_ledger_comes_to_what_the_model_comes_to(acme_1: Property) -> None:
    with in_property(acme_1):
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            SmallLedger,
            settings=settings(
                max_examples=2_000 if FULL else 30,
                # To make a failure small takes minutes: only where minutes are given.
                phases=tuple(Phase) if FULL else (Phase.generate,),
                derandomize=not FULL,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
        assert verify(raw()).differences == []
