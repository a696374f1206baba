"""Staff decide on what is proposed: a preference is noted, given up, or the proposal is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests import preferences
from loyalty.touches import proposing, weighing
from tenants.models import Property


class NoSuchProposal(Refused):
    code = "no_such_proposal"
    status = 404
    zh = "没有这条建议。"
    en = "There is no such proposal."


class DecidedOtherwise(Refused):
    code = "proposal_decided"
    zh = "这条建议已经处理过了。"
    en = "This proposal has been decided on."


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of it; `now` is false where it had been decided so before."""

    code: str
    drops: bool
    confirmed: bool
    now: bool


def decide(
    raw: Statements, rows: Sequence[int], number: int, *, confirm: bool, by: UUID | None, by_name: str
) -> Decided:
    """Confirm or refuse one of this person's. Raises NoSuchProposal, DecidedOtherwise. In the caller's transaction."""
    found = raw.execute(LOCKED, (list(rows), number)).fetchone()
    if found is None:
        raise NoSuchProposal
    code, value, drops, state, last = found
    wanted = "confirmed" if confirm else "refused"
    if state == wanted:
        return Decided(code, drops, confirm, False)
    if state != "open":
        raise DecidedOtherwise(state=state)
    now = clock.now()
    raw.execute(SETTLE, (wanted, now, by, by_name[:80], number))
    if confirm and drops:
        preferences.drop(raw, rows, code)
    elif confirm:
        day = date.fromisoformat(last) if last else None
        preferences.put(raw, rows, code, value, by_name=by_name, now=now, origin="requests", seen_on=day)
        # Who wants a high floor wants no low one: what was kept of it goes, and what was proposed of it.
        if (other := preferences.OPPOSITE.get(code)) is not None:
            preferences.drop(raw, rows, other)
            raw.execute(MOOT, (now, list(rows), other))
    return Decided(code, drops, confirm, True)


def given_up(
    raw: Statements, hotel: Property, guest: int, code: str, *, by: UUID | None, by_name: str
) -> None:
    """Staff took a preference away by hand: what spoke for it so far is not proposed again."""
    today = clock.today(hotel.time_zone)
    evidence = proposing.evidence_of(weighing.speaking(code, proposing.visits_of(raw, hotel, guest, today)))
    now = clock.now()
    if evidence:
        told = msgspec.json.encode(evidence).decode()
        raw.execute(REFUSE, (guest, code, len(evidence), len(evidence), told, now, now, by, by_name[:80]))
    raw.execute(MOOT, (now, [guest], code))


LOCKED = """
SELECT code, value, drops, state, evidence -> 0 ->> 'day' FROM touches_proposal
 WHERE guest_id = ANY(%s) AND id = %s FOR UPDATE
"""
SETTLE = """
UPDATE touches_proposal SET state = %s, settled_at = %s, settled_by = %s, settled_name = %s WHERE id = %s
"""
MOOT = """
UPDATE touches_proposal SET state = 'gone', settled_at = %s WHERE guest_id = ANY(%s) AND code = %s AND state = 'open'
"""
REFUSE = """
INSERT INTO touches_proposal (guest_id, code, value, drops, seen, of, evidence, state, made_at, settled_at, settled_by,
       settled_name)
VALUES (%s, %s, '', false, %s, %s, %s::jsonb, 'refused', %s, %s, %s::uuid, %s)
"""
