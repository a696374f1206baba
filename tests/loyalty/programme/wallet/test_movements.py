"""Money on a wallet, in the books: what moved between which accounts, receipts, and what is never possible."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.ledger import posting, reading, verifying
from loyalty.ledger.posting import Credit
from loyalty.ledger.refusals import AlreadyReversed, InsufficientFunds, PostingKeyReused
from loyalty.programme.models import Notice
from loyalty.programme.wallet import expiring, paying_back, receipts
from loyalty.programme.wallet import reading as wallet
from loyalty.programme.wallet.models import Counter, Receipt, TopUp
from loyalty.programme.wallet.receipts import Held
from loyalty.programme.wallet.refusals import (
    NoSuchMovement,
    NotCorrectable,
    NothingToRefund,
    OverLimit,
    PaidOutBefore,
    PaysItself,
    RefundedSince,
    TooMuchAsked,
    UsedSince,
)
from tests.loyalty.programme.wallet.purse import TODAY, charge, correct, refund, terms, top_up


def held(raw: Statements, guest: int) -> tuple[int, int]:
    balances = reading.balances(raw, [guest])
    return balances.principal, balances.gift


def refundable(raw: Statements, guest: int) -> dict[str, int]:
    return {due.cause: due.most_cents for due in wallet.refundable(raw, terms(), [guest], TODAY)}


def house(raw: Statements) -> dict[str, int]:
    """What each account of the house took in (+) or gave (-), where that is not nothing."""
    totals = reading.house_totals(raw, "cents")
    return {account: total for (account, _), total in totals.items() if total}


def test_c69_a_top_up_of_1000_is_1000_principal_and_300_gift(raw: Statements, li_si: int) -> None:
    """C69: top-up 1000 → principal 1000 + bonus 300, two balances; 23.1 % shown on the receipt."""
    done = top_up(raw, li_si)
    assert held(raw, li_si) == (100_000, 30_000)
    assert house(raw) == {"cash": -100_000, "promotion": -30_000}
    assert done.receipt.facts["discount"] == "0.231" and done.warnings == []
    assert (done.receipt.before, done.receipt.after) == (Held(0, 0), Held(100_000, 30_000))
    assert wallet.told(raw, [li_si], "CNY") == {
        "balance": {"amount": "1300.00", "currency": "CNY"},
        "principal": {"amount": "1000.00", "currency": "CNY"},
        "gift": {"amount": "300.00", "currency": "CNY"},
    }


@pytest.mark.parametrize(
    ("spends", "left", "revenue", "promotion"),
    [("proportion", (80_000, 24_000), 20_000, 6_000), ("gift_last", (74_000, 30_000), 26_000, 0)],
)
def test_a_charge_is_revenue_from_principal_and_promotion_from_the_gift(
    raw: Statements, li_si: int, spends: str, left: tuple[int, int], revenue: int, promotion: int
) -> None:
    plan = terms(spends=spends)
    top_up(raw, li_si, plan=plan)
    receipt = charge(raw, li_si, 26_000, plan, stay="F1")
    assert held(raw, li_si) == left
    assert house(raw).get("revenue", 0) == revenue
    assert house(raw)["promotion"] == promotion - 30_000
    assert receipt.facts["stay"] == "F1" and receipt.after == Held(*left)


def test_a_charge_of_more_than_there_is_is_refused(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    with pytest.raises(InsufficientFunds) as refused:
        charge(raw, li_si, 130_001)
    assert refused.value.facts["balance"] == "1300.00"
    charge(raw, li_si, 130_000)
    assert held(raw, li_si) == (0, 0)


def test_a_wallet_can_never_pay_for_its_own_top_up(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    with pytest.raises(PaysItself):
        top_up(raw, li_si, method="wallet")
    for what in ("top_up", "储值充值", "Top-up", "给朋友办卡", "gift card", "wallet"):
        with pytest.raises(PaysItself):
            charge(raw, li_si, 100, what=what)
    assert held(raw, li_si) == (100_000, 30_000)


def test_principal_is_credited_in_one_place_and_out_of_cash() -> None:
    """The structure behind it: no other module of the product makes principal, whatever pays."""
    root = Path(__file__).resolve().parents[4]
    found = []
    for file in sorted([*root.glob("loyalty/**/*.py"), *root.glob("api/**/*.py")]):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Credit":
                words = [arg.value for arg in ast.walk(node) if isinstance(arg, ast.Constant)]
                if "principal" in words:
                    found.append((file.name, "cash" in words))
    assert found == [("topping_up.py", True)]


def test_every_movement_at_the_desk_has_a_numbered_receipt(raw: Statements, li_si: int) -> None:
    bought = top_up(raw, li_si).receipt
    spent = charge(raw, li_si, 13_000)
    taken_back = correct(raw, li_si, spent.posting)
    refund_id, refunded = refund(raw, li_si, "merchant")
    paid = paying_back.pay_out(raw, refund_id, method="cash", today=TODAY, actor=SYSTEM, key="p")
    numbers = [each.printed_number for each in (bought, spent, taken_back, refunded, paid)]
    assert numbers == [f"2026-{n:06d}" for n in range(1, 6)]
    kinds = ["wallet_top_up", "wallet_charge", "reversal", "wallet_refund", "wallet_payout"]
    assert list(Receipt.objects.order_by("number").values_list("kind", flat=True)) == kinds
    for first, then in zip((bought, spent, taken_back), (spent, taken_back, refunded), strict=True):
        assert then.before == first.after
    assert receipts.of_posting(raw, spent.posting) == spent


def test_a_new_year_begins_a_new_count(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    assert charge(raw, li_si, 100, today=date(2027, 1, 1)).printed_number == "2027-000001"
    assert dict(Counter.objects.values_list("year", "last")) == {2026: 1, 2027: 1}


def test_the_same_key_is_the_same_movement(raw: Statements, li_si: int) -> None:
    first = top_up(raw, li_si, key="k")
    again = top_up(raw, li_si, key="k")
    assert again == first and held(raw, li_si) == (100_000, 30_000)
    spent = charge(raw, li_si, 13_000, key="c")
    charge(raw, li_si, 500)  # other money has moved in between
    assert charge(raw, li_si, 13_000, key="c") == spent
    with pytest.raises(PostingKeyReused):
        charge(raw, li_si, 13_000, key="k")
    refunded = refund(raw, li_si, "guest", key="r")
    assert refund(raw, li_si, "guest", key="r") == refunded


def test_a_charge_taken_back_returns_to_its_lots_and_once(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    spent = charge(raw, li_si, 26_000)
    correct(raw, li_si, spent.posting)
    assert held(raw, li_si) == (100_000, 30_000)
    assert house(raw) == {"cash": -100_000, "promotion": -30_000}
    with pytest.raises(AlreadyReversed):
        correct(raw, li_si, spent.posting)
    # Nothing of it is used any more: within seven days all comes back.
    assert refundable(raw, li_si)["seven_days"] == 100_000


def test_a_top_up_typed_wrongly_is_taken_back_while_nothing_was_used(raw: Statements, li_si: int) -> None:
    wrong = top_up(raw, li_si).receipt
    correct(raw, li_si, wrong.posting)
    assert held(raw, li_si) == (0, 0) and house(raw) == {}
    second = top_up(raw, li_si).receipt
    charge(raw, li_si, 100)
    with pytest.raises(UsedSince):
        correct(raw, li_si, second.posting)


def test_only_ones_own_charges_and_top_ups_are_corrected(raw: Statements, li_si: int, nobody: int) -> None:
    spent = top_up(raw, li_si).receipt
    with pytest.raises(NoSuchMovement):
        correct(raw, nobody, spent.posting)
    with pytest.raises(NoSuchMovement):
        correct(raw, li_si, 10**12)
    _, refunded = refund(raw, li_si, "guest")
    with pytest.raises(NotCorrectable):
        correct(raw, li_si, refunded.posting)


def test_within_seven_days_all_principal_comes_back_and_the_gift_is_forfeited(
    raw: Statements, li_si: int
) -> None:
    top_up(raw, li_si)
    _, receipt = refund(raw, li_si, "seven_days", today=TODAY + timedelta(days=7))
    assert held(raw, li_si) == (0, 0)
    assert house(raw) == {
        "cash": -100_000,
        "promotion": -30_000,
        "liability": 100_000,
        "forfeited": 30_000,
    }
    assert (receipt.facts["amount"], receipt.facts["gift_forfeited"]) == ("1000.00", "300.00")


def test_on_the_eighth_day_or_once_used_a_reason_is_needed(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    with pytest.raises(NothingToRefund):
        refund(raw, li_si, "seven_days", today=TODAY + timedelta(days=8))
    charge(raw, li_si, 100)
    with pytest.raises(NothingToRefund):
        refund(raw, li_si, "seven_days")


def test_the_unused_top_up_is_refunded_within_seven_days_beside_an_older_one_in_use(
    raw: Statements, li_si: int
) -> None:
    top_up(raw, li_si, today=TODAY - timedelta(days=60))
    charge(raw, li_si, 26_000)
    top_up(raw, li_si, 50_000)
    refund(raw, li_si, "seven_days")
    assert held(raw, li_si) == (80_000, 24_000)
    assert refundable(raw, li_si) == {
        "seven_days": 0,
        "merchant": 80_000,
        "guest": 74_000,
    }


def test_what_the_house_caused_is_priced_with_the_discount_and_what_the_guest_caused_without(
    raw: Statements, li_si: int, nobody: int
) -> None:
    plan = terms(unnamed_max="5000.00")
    for guest in (li_si, nobody):
        top_up(raw, guest, plan=plan)
        charge(raw, guest, 26_000, plan)
    _, merchant = refund(raw, li_si, "merchant", plan)
    assert merchant.facts["amount"] == "800.00"
    _, guest_caused = refund(raw, nobody, "guest", plan)
    assert (guest_caused.facts["amount"], guest_caused.facts["used_part_paid"]) == ("740.00", "60.00")
    assert held(raw, li_si) == held(raw, nobody) == (0, 0)
    assert house(raw)["liability"] == 154_000
    assert house(raw)["forfeited"] == 48_000
    # 200.00 of each guest's charge was revenue, and 60.00 more made up the second one's price.
    assert house(raw)["revenue"] == 46_000


def test_spent_last_the_gift_is_paid_by_revenue_when_the_house_is_at_fault(
    raw: Statements, li_si: int
) -> None:
    plan = terms(spends="gift_last")
    top_up(raw, li_si, plan=plan)
    charge(raw, li_si, 26_000, plan)
    refund(raw, li_si, "merchant", plan)
    assert held(raw, li_si) == (0, 0)
    assert house(raw) == {
        "cash": -100_000,
        "promotion": -30_000,
        "revenue": 20_000,
        "liability": 80_000,
        "forfeited": 30_000,
    }


def test_a_part_may_be_refunded_and_the_rest_obeys_the_same_rules(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    charge(raw, li_si, 26_000)
    refund(raw, li_si, "guest", amount_cents=37_000)  # half of the 740.00 that are due
    assert held(raw, li_si) == (40_000, 12_000)
    assert refundable(raw, li_si)["guest"] == 37_000
    with pytest.raises(TooMuchAsked) as refused:
        refund(raw, li_si, "guest", amount_cents=37_001)
    assert refused.value.facts["most"] == "370.00"
    charge(raw, li_si, 10_000)
    refund(raw, li_si, "guest")
    assert held(raw, li_si) == (0, 0)
    assert house(raw)["liability"] == 37_000 + 27_000


def test_one_top_up_may_be_named(raw: Statements, li_si: int) -> None:
    first = top_up(raw, li_si).receipt
    top_up(raw, li_si, 50_000)
    _, receipt = refund(raw, li_si, "guest", top_up=first.posting)
    assert receipt.facts["amount"] == "1000.00" and held(raw, li_si) == (50_000, 10_000)


def test_a_refunded_card_can_never_be_used_again(raw: Statements, li_si: int) -> None:
    """Not by charging it, not by refunding it twice, and not by taking an old charge back onto it."""
    bought = top_up(raw, li_si).receipt
    spent = charge(raw, li_si, 26_000)
    refund(raw, li_si, "guest")
    with pytest.raises(InsufficientFunds):
        charge(raw, li_si, 1)
    with pytest.raises(NothingToRefund):
        refund(raw, li_si, "merchant")
    with pytest.raises(RefundedSince):
        correct(raw, li_si, spent.posting)
    with pytest.raises(RefundedSince):
        correct(raw, li_si, bought.posting)
    # A new top-up is a new contract, whose charges may be corrected as any other's.
    top_up(raw, li_si, 50_000)
    correct(raw, li_si, charge(raw, li_si, 100).posting)
    assert held(raw, li_si) == (50_000, 10_000)


def test_a_refund_is_owed_until_it_is_paid_and_is_paid_once(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    refund_id, _ = refund(raw, li_si, "guest")
    (owed,) = paying_back.owed(raw, 10)
    assert (owed.id, owed.amount_cents, owed.paid_at) == (refund_id, 100_000, None)
    receipt = paying_back.pay_out(raw, refund_id, method="wechat", today=TODAY, actor=SYSTEM, key="p")
    assert house(raw) == {"promotion": -30_000, "forfeited": 30_000}
    assert paying_back.owed(raw, 10) == [] and receipt.facts["amount"] == "1000.00"
    again = paying_back.pay_out(raw, refund_id, method="wechat", today=TODAY, actor=SYSTEM, key="p")
    assert again == receipt
    with pytest.raises(PaidOutBefore):
        paying_back.pay_out(raw, refund_id, method="wechat", today=TODAY, actor=SYSTEM, key="q")
    with pytest.raises(NoSuchMovement):
        paying_back.pay_out(raw, 10**9, method="cash", today=TODAY, actor=SYSTEM, key="z")


def test_limits_by_law_hold_for_the_balance_after_the_top_up(
    raw: Statements, li_si: int, nobody: int
) -> None:
    for _ in range(3):
        top_up(raw, li_si)
    with pytest.raises(OverLimit) as refused:
        top_up(raw, li_si)
    assert refused.value.facts == {"would_be": "5200.00", "most": "5000.00", "room": "1100.00", "named": True}
    top_up(raw, nobody, 50_000)
    with pytest.raises(OverLimit):
        top_up(raw, nobody, 50_000)


def test_headquarters_is_warned_when_all_principal_passes_its_figure(
    raw: Statements, li_si: int, nobody: int
) -> None:
    plan = terms(warn_total="1200.00")
    assert top_up(raw, li_si, plan=plan).warnings == []
    assert top_up(raw, nobody, 50_000, plan).warnings == ["total_principal"]


def test_principal_never_expires_and_a_gift_does_after_its_months(raw: Statements, li_si: int) -> None:
    plan = terms(gift_months=3)
    top_up(raw, li_si, plan=plan)
    lots = {lot.kind: lot.expires_on for lot in reading.lots(raw, [li_si], "cents", TODAY)}
    assert lots == {"principal": None, "gift": date(2026, 6, 10)}
    with pytest.raises(InsufficientFunds):
        charge(raw, li_si, 100_001, plan, today=date(2026, 6, 11))
    charge(raw, li_si, 100_000, plan, today=date(2026, 6, 11))


def test_a_guest_hears_of_a_gifts_end_30_and_7_days_ahead(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si, plan=terms(gift_months=3))
    ends = date(2026, 6, 10)
    told = [
        expiring.run(raw, ends - timedelta(days=days))["gifts_expiring_told"]
        for days in (31, 30, 29, 8, 7, 6, 0)
    ]
    assert told == [0, 1, 0, 0, 1, 0, 0]
    assert Notice.objects.first().facts == {"amount": "300.00", "expires_on": "2026-06-10"}  # type: ignore[union-attr]


def test_a_gift_that_has_ended_is_no_part_of_a_refund(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si, plan=terms(gift_months=3))
    _, receipt = refund(raw, li_si, "guest", today=date(2026, 7, 1))
    assert (receipt.facts["amount"], receipt.facts["gift_forfeited"]) == ("1000.00", "0.00")


def test_a_statement_shows_every_movement_with_the_running_balance(raw: Statements, li_si: int) -> None:
    top_up(raw, li_si)
    spent = charge(raw, li_si, 13_000, stay="F1")
    taken_back = correct(raw, li_si, spent.posting)
    lines = wallet.statement(raw, [li_si])
    assert [(line.principal_cents, line.gift_cents, line.after_cents) for line in lines] == [
        (100_000, 30_000, 130_000),
        (-10_000, -3_000, 117_000),
        (10_000, 3_000, 130_000),
    ]
    assert lines[1].says == {"zh": "储值消费·房费", "en": "Charge, room"} and lines[1].facts["stay"] == "F1"
    assert (lines[1].reversed_by, lines[2].corrects) == (taken_back.posting, spent.posting)
    assert lines[2].facts["reason"] == "记错"
    newest, *_ = wallet.movements(raw, [li_si], limit=1)
    assert newest == lines[2]
    assert wallet.movements(raw, [li_si], before=newest.id) == [lines[1], lines[0]]


def test_a_guests_money_is_read_and_spent_over_all_rows_of_the_person(
    raw: Statements, li_si: int, nobody: int
) -> None:
    """Two rows of one person after a merge: the money stays where it came to, and both rows pay."""
    top_up(raw, li_si, 50_000)
    top_up(raw, nobody, 50_000)
    from loyalty.programme.wallet import charging

    receipt = charging.charge(
        raw, terms(), [li_si, nobody], 110_000, what="room", today=TODAY, actor=SYSTEM, key="both"
    )
    assert (receipt.before, receipt.after) == (Held(100_000, 20_000), Held(8_333, 1_667))
    planned = paying_back.plan(raw, terms(), [li_si, nobody], "merchant", TODAY)
    # 1,100.00 used of 1,200.00: 83.33 of the 1,000.00 paid are due, over both top-ups.
    assert planned.to_guest_cents in (8_333, 8_334)


def test_a_refund_takes_from_the_row_that_has_the_top_up(raw: Statements, li_si: int, nobody: int) -> None:
    top_up(raw, nobody, 50_000)
    paying_back.refund(
        raw, terms(), [li_si, nobody], "guest", reason="合并后退款", today=TODAY, actor=SYSTEM, key="m"
    )
    assert held(raw, nobody) == (0, 0)
    assert TopUp.objects.get().closed_paid_cents == 50_000


def test_the_database_refuses_a_principal_that_expires(raw: Statements, li_si: int) -> None:
    import psycopg
    from django.db import transaction

    with pytest.raises(psycopg.errors.CheckViolation), transaction.atomic():
        posting.post(
            raw,
            key="never",
            kind="wallet_top_up",
            moves=[Credit(li_si, "principal", 1, "cash", earned_on=TODAY, expires_on=TODAY)],
            on=TODAY,
            actor=SYSTEM,
        )


@pytest.mark.parametrize("spends", ["proportion", "gift_last"])
def test_after_everything_that_can_be_done_the_books_are_right(
    raw: Statements, li_si: int, nobody: int, spends: str
) -> None:
    plan = terms(spends=spends, unnamed_max="5000.00")
    for guest in (li_si, nobody):
        top_up(raw, guest, plan=plan)
        correct(raw, guest, charge(raw, guest, 33_333, plan).posting)
        correct(raw, guest, top_up(raw, guest, 50_000, plan).receipt.posting)
        charge(raw, guest, 12_345, plan)
        refund(raw, guest, "merchant", plan, amount_cents=11_111)
        charge(raw, guest, 54_321, plan)
    refund_id, _ = refund(raw, li_si, "merchant", plan)
    paying_back.pay_out(raw, refund_id, method="bank", today=TODAY, actor=SYSTEM, key="p")
    found = verifying.verify(raw)
    assert found.differences == [] and found.totals["principal"] > 0
    assert held(raw, li_si) == (0, 0)
