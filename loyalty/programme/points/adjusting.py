"""Points corrected by hand, each with a reason: given or taken, a movement reversed, expired ones reinstated.

What is large waits for a second person (loyalty.programme.points.approving) and is then done as it was asked.
"""

from datetime import date
from typing import Any

from loyalty.ledger import reading
from loyalty.ledger.posting import Credit, Debit, Move, post
from loyalty.ledger.reversing import reverse
from loyalty.programme.points import approving, caps, expiring, giving, spending, turns
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.moving import SPENDABLE, Act, Movement, moved
from loyalty.programme.points.refusals import (
    NothingExpired,
    NotReversedByHand,
    NotTheGuests,
)

ADJUST = "points.adjust"
REVERSE = "points.reverse"
REINSTATE = "points.reinstate"

# What stays, rewards, tiers and coupons brought about is taken back there, with what came of it.
BY_HAND = (
    giving.ACTION,
    giving.PURCHASE,
    giving.TRANSFER,
    giving.GIFT,
    spending.BILL,
    spending.FRIEND,
    ADJUST,
    REINSTATE,
)


def adjust(act: Act, guest: int, points: int, kind: str | None, reason: str) -> Movement | Asked:
    """Give (signed: take) points by hand; the request, when it is so large that somebody else has to agree.

    What one person alone gave (took) earlier the same day counts: many small corrections are a large one.
    """
    rows = turns.take(act.raw, [guest])[guest]
    alone = int(act.raw.value(GIVEN_ALONE if points > 0 else TAKEN_ALONE, (list(rows), act.today)))
    if approving.needed(act.programme, abs(points) + alone, "points"):
        return approving.ask(
            act.raw,
            ADJUST,
            rows[0],
            amount=points,
            unit="points",
            reason=reason,
            facts={"kind": kind},
            actor=act.actor,
        )
    return adjusted(act, guest, points, kind, {"reason": reason})


def adjusted(act: Act, guest: int, points: int, kind: str | None, facts: dict[str, Any]) -> Movement:
    """Do it. Without a kind, bonus points are given, and what expires soonest is taken."""
    rows = turns.take(act.raw, [guest])[guest]
    move: Move
    if points > 0:
        move = Credit(
            rows[0],
            kind or "bonus",
            points,
            "adjustment",
            earned_on=act.today,
            expires_on=expiring.last_day(act.points.expiry, act.today),
            origin=ADJUST,
        )
    else:
        move = Debit(rows, (kind,) if kind else SPENDABLE, -points, "adjustment")
    posting = post(
        act.raw,
        key=act.key,
        kind=ADJUST,
        moves=[move],
        on=act.today,
        actor=act.actor,
        reason=ADJUST,
        facts=facts,
    )
    return moved(act, rows, posting, reason=facts["reason"])


def undo(act: Act, guest: int, posting_id: int, reason: str) -> Movement | Asked:
    """Reverse a movement of this guest by hand: once, and only one that nothing else hangs on."""
    rows = turns.take(act.raw, [guest])[guest]
    found = reading.posting(act.raw, posting_id)
    if found is None or not {entry.guest for entry in found.entries} & set(rows):
        raise NotTheGuests
    if found.kind not in BY_HAND:
        raise NotReversedByHand(kind=found.kind, kind_zh=found.kind)
    size = found.change(*SPENDABLE, guests=rows)
    if approving.needed(act.programme, size, "points"):
        return approving.ask(
            act.raw,
            REVERSE,
            rows[0],
            amount=-size,
            unit="points",
            reason=reason,
            facts={"posting": posting_id},
            actor=act.actor,
        )
    return undone(act, guest, posting_id, {"reason": reason})


def undone(act: Act, guest: int, posting_id: int, facts: dict[str, Any]) -> Movement:
    """Do it. What was spent of points taken back is owed or forgiven, as the programme says."""
    rows = turns.take(act.raw, [guest])[guest]
    posting = reverse(
        act.raw,
        posting_id,
        key=act.key,
        on=act.today,
        actor=act.actor,
        reason=REVERSE,
        spent=act.points.spent_reversal,
        facts=facts,
    )
    caps.undo(act.raw, posting_id)
    return moved(act, rows, posting, corrects=str(posting_id), reason=facts["reason"])


def reinstate(act: Act, guest: int, lot: int, until: date | None, reason: str) -> Movement | Asked:
    """Bring back what expired of a lot (C121), until the given day or as long as points of today last."""
    rows = turns.take(act.raw, [guest])[guest]
    found = act.raw.execute(EXPIRED, (lot, list(rows))).fetchone()
    if found is None:
        raise NotTheGuests
    points = int(found[0])
    if points <= 0:
        raise NothingExpired
    facts: dict[str, Any] = {"lot": lot, "until": until}
    if approving.needed(act.programme, points, "points"):
        return approving.ask(
            act.raw,
            REINSTATE,
            rows[0],
            amount=points,
            unit="points",
            reason=reason,
            facts=facts,
            actor=act.actor,
        )
    return reinstated(act, guest, lot, until, {"reason": reason})


def reinstated(act: Act, guest: int, lot: int, until: date | None, facts: dict[str, Any]) -> Movement:
    """Do it, with what is expired of the lot now: a second time there is nothing left."""
    rows = turns.take(act.raw, [guest])[guest]
    found = act.raw.execute(EXPIRED, (lot, list(rows))).fetchone()
    if found is None:
        raise NotTheGuests
    points, kind, earned_on = found
    if points <= 0:
        raise NothingExpired
    last = until or expiring.last_day(act.points.expiry, act.today)
    posting = post(
        act.raw,
        key=act.key,
        kind=REINSTATE,
        moves=[
            Credit(
                rows[0],
                kind,
                int(points),
                "expiry",
                earned_on=earned_on,
                expires_on=last,
                origin=REINSTATE,
                source=lot,
            )
        ],
        on=act.today,
        actor=act.actor,
        reason=REINSTATE,
        facts={**facts, "lot": lot, "until": last},
    )
    return moved(act, rows, posting, lot=str(lot), until=last, reason=facts["reason"])


def _approved(asked: Asked) -> dict[str, Any]:
    return {"reason": asked.reason, "approval": asked.id, "approved_by": asked.decided_by}


def _adjust_asked(act: Act, asked: Asked) -> int:
    return adjusted(act, asked.guest, asked.amount, asked.facts["kind"], _approved(asked)).posting.id


def _reverse_asked(act: Act, asked: Asked) -> int:
    return undone(act, asked.guest, asked.facts["posting"], _approved(asked)).posting.id


def _reinstate_asked(act: Act, asked: Asked) -> int:
    until = asked.facts["until"]
    day = date.fromisoformat(until) if until else None
    return reinstated(act, asked.guest, asked.facts["lot"], day, _approved(asked)).posting.id


approving.ACTS[ADJUST] = _adjust_asked
approving.ACTS[REVERSE] = _reverse_asked
approving.ACTS[REINSTATE] = _reinstate_asked

_ALONE = """
SELECT coalesce(sum(e.amount), 0)::bigint
  FROM ledger_account a JOIN ledger_entry e ON e.{side} = a.id JOIN ledger_posting p ON p.id = e.posting_id
 WHERE a.guest_id = ANY(%s::bigint[]) AND a.kind IN ('base', 'bonus') AND p.on_day = %s AND p.kind = 'points.adjust'
   AND NOT p.facts ? 'approved_by' AND NOT EXISTS (SELECT FROM ledger_posting r WHERE r.corrects_id = p.id)
"""
GIVEN_ALONE, TAKEN_ALONE = _ALONE.format(side="to_account"), _ALONE.format(side="from_account")
# What of the lot went to expiry, less what was brought back before.
EXPIRED = """
SELECT coalesce((SELECT sum(e.amount) FROM ledger_entry e
                  WHERE e.from_account = l.account_id AND e.from_lot = l.id AND e.to_house = 'expiry'), 0)
     - coalesce((SELECT sum(e.amount) FROM ledger_lot b JOIN ledger_entry e
                     ON e.to_account = b.account_id AND e.to_lot = b.id AND e.from_house = 'expiry'
                  WHERE b.source_id = l.id), 0),
       l.kind, l.earned_on
  FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.id = %s AND a.guest_id = ANY(%s::bigint[]) AND l.kind IN ('base', 'bonus')
"""
