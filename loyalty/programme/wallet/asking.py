"""Large refunds and corrections wait for a second person, and are then done as they were asked."""

from collections.abc import Sequence
from datetime import date

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.programme.document import Programme
from loyalty.programme.points import approving
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.moving import Act
from loyalty.programme.wallet import correcting, holding, paying_back
from loyalty.programme.wallet.refunding import Cause
from loyalty.programme.wallet.refusals import ChangedSince

REFUND, REVERSE = "wallet.refund", "wallet.reverse"


def ask_refund(
    raw: Statements,
    programme: Programme,
    rows: Sequence[int],
    cause: Cause,
    *,
    amount_cents: int | None,
    top_up: int | None,
    reason: str,
    today: date,
    actor: Actor,
) -> Asked | None:
    """Put the refund down for a second person when it is so large; None when one is enough.

    What the guest was refunded earlier the same day counts: many small refunds are a large one.
    """
    holding.locked(raw, rows, today)
    due = paying_back.due(
        raw, programme.wallet, rows, cause, today, amount_cents=amount_cents, top_up=top_up
    ).to_guest_cents
    if not approving.needed(programme, due + paying_back.alone_cents(raw, rows, today), "cents"):
        return None
    facts = {
        "cause": cause,
        "all": amount_cents is None,
        "top_up": top_up,
        "on": today.isoformat(),
    }
    return approving.ask(
        raw, REFUND, rows[0], amount=-due, unit="cents", reason=reason, facts=facts, actor=actor
    )


def refund_asked(act: Act, asked: Asked) -> int:
    """Do what was approved; refused when it would by now come to another sum. The day of asking decides its cause."""
    rows = persons.rows_of(act.raw, asked.guest)
    holding.locked(act.raw, rows, act.today)
    facts, due = asked.facts, -asked.amount
    amount_cents, top_up = (None if facts["all"] else due), facts["top_up"]
    asked_on = date.fromisoformat(facts["on"])
    terms = act.programme.wallet
    now = paying_back.due(
        act.raw, terms, rows, facts["cause"], asked_on, amount_cents=amount_cents, top_up=top_up
    )
    if now.to_guest_cents != due:
        raise ChangedSince(asked=money.amount(due), due=money.amount(now.to_guest_cents))
    _, receipt = paying_back.refund(
        act.raw,
        terms,
        rows,
        facts["cause"],
        amount_cents=amount_cents,
        top_up=top_up,
        reason=asked.reason,
        today=act.today,
        asked_on=asked_on,
        actor=act.actor,
        approved_by=asked.decided_by,
        key=act.key,
    )
    return receipt.posting


def ask_correction(
    raw: Statements,
    programme: Programme,
    rows: Sequence[int],
    posting_id: int,
    *,
    reason: str,
    today: date,
    actor: Actor,
) -> Asked | None:
    """Put a correction down for a second person when it is so large; None when one is enough."""
    holding.locked(raw, rows, today)
    wrong, _ = correcting.correctable(raw, rows, posting_id, today)
    change = -wrong.change(*holding.KINDS)
    if not approving.needed(programme, change, "cents"):
        return None
    return approving.ask(
        raw,
        REVERSE,
        rows[0],
        amount=change,
        unit="cents",
        reason=reason,
        facts={"posting": posting_id},
        actor=actor,
    )


def correct_asked(act: Act, asked: Asked) -> int:
    """Do what was approved; a movement that cannot be taken back any more is refused as it would be at the desk."""
    receipt = correcting.correct(
        act.raw,
        persons.rows_of(act.raw, asked.guest),
        asked.facts["posting"],
        reason=asked.reason,
        today=act.today,
        actor=act.actor,
        approved_by=asked.decided_by,
        key=act.key,
    )
    return receipt.posting


approving.ACTS[REFUND] = refund_asked
approving.ACTS[REVERSE] = correct_asked
