"""What becomes of a reward or a prize: open until staff hand it over, or cancel it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements, array
from loyalty.ledger.posting import Posting
from loyalty.ledger.reversing import reverse
from loyalty.programme.points import caps
from loyalty.programme.rewards import stocking, wording
from loyalty.programme.rewards.refusals import NotOpen


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """As it stands on record. Sums are of all of its quantity."""

    id: int
    guest: int
    code: str
    game: str
    kind: str
    name: str
    name_en: str
    quantity: int
    points: int
    money_cents: int
    price_cents: int
    cost_cents: int
    posting: int | None
    coupons: list[str]
    limited: bool
    state: str
    day: date
    made_at: datetime
    by_name: str
    settled_at: datetime | None
    settled_by_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class New:
    """What a guest is to get."""

    guest: int
    code: str
    kind: str
    name: str
    name_en: str
    quantity: int
    points: int
    money_cents: int
    price_cents: int
    cost_cents: int
    posting: int | None
    limited: bool
    done: bool  # nothing is left to be handed over
    coupons: Sequence[str] = field(default_factory=list)
    game: str = ""
    play: int | None = None


def put(raw: Statements, new: New, *, key: str, actor: Actor, today: date) -> Fulfilment:
    """Put it on record; what needs no hands is handed over at once."""
    now = clock.now()
    row = raw.execute(
        PUT,
        (
            new.guest, new.code, new.game, new.play, new.kind, new.name, new.name_en, new.quantity, new.points,
            new.money_cents, new.price_cents, new.cost_cents, new.posting,
            array(new.coupons), new.limited,
            "handed_over" if new.done else "open", today, key, now, actor.kind, actor.id, actor.name[:80],
            now if new.done else None, actor.id if new.done else "", actor.name[:80] if new.done else "",
        ),
    ).fetchone()  # fmt: skip
    if row is None:
        raise RuntimeError("a fulfilment was written and is not there")
    return Fulfilment(*row)


def confirm(raw: Statements, fulfilment_id: int, *, actor: Actor) -> Fulfilment:
    """Somebody handed it over; refused when that was done, or it was cancelled."""
    return _settle(raw, fulfilment_id, "handed_over", "", actor)


def cancel(
    raw: Statements, fulfilment_id: int, *, reason: str, actor: Actor, today: date
) -> tuple[Fulfilment, Posting | None]:
    """It will not be handed over: the points of a reward go back to their lots, and the thing to its stock.

    What was paid for a play stays paid: the play took place. Its prize goes back to the game, with its cost.
    """
    found = _settle(raw, fulfilment_id, "cancelled", reason, actor)
    if found.game:
        stocking.give_back(raw, stocking.budget(found.game), found.cost_cents)
    if found.limited:
        what = stocking.prize(found.game, found.code) if found.game else stocking.reward(found.code)
        stocking.give_back(raw, what, found.quantity)
    if found.posting is None or found.game:
        return found, None
    posting = reverse(
        raw,
        found.posting,
        key=f"fulfilment:{found.id}:cancelled",
        on=today,
        actor=actor,
        reason=wording.REWARD_CANCELLED,
        facts={"name": found.name, "name_en": found.name_en, "fulfilment": found.id, "why": reason},
    )
    caps.undo(raw, found.posting)  # what a family lent is not lent any more
    return found, posting


def by_key(raw: Statements, key: str) -> Fulfilment | None:
    row = raw.execute(BY_KEY, (key,)).fetchone()
    return Fulfilment(*row) if row else None


def by_id(raw: Statements, fulfilment_id: int) -> tuple[Fulfilment, str] | None:
    """With the guest's name."""
    row = raw.execute(BY_ID, (fulfilment_id,)).fetchone()
    return (Fulfilment(*row[:-1]), row[-1]) if row else None


def listed(
    raw: Statements,
    *,
    state: str | None,
    guests: Sequence[int] | None,
    secret: bool,
    before: int | None,
    limit: int,
) -> list[tuple[Fulfilment, str]]:
    """Fulfilments with the guest's name, the newest first; those of secret guests only when asked for."""
    rows = raw.execute(
        LISTED,
        {
            "state": state,
            "before": before,
            "limit": limit,
            "guests": None if guests is None else array(guests),
            "secret": secret,
        },
    ).fetchall()
    return [(Fulfilment(*row[:-1]), row[-1]) for row in rows]


def _settle(raw: Statements, fulfilment_id: int, state: str, reason: str, actor: Actor) -> Fulfilment:
    row = raw.execute(
        SETTLE, (state, clock.now(), actor.id, actor.name[:80], reason, fulfilment_id)
    ).fetchone()
    if row is None:
        raise NotOpen(fulfilment=str(fulfilment_id))
    return Fulfilment(*row)


COLUMNS = """
f.id, f.guest_id, f.code, f.game, f.kind, f.name, f.name_en, f.quantity, f.points, f.money_cents, f.price_cents,
f.cost_cents, f.posting, f.coupons, f.limited, f.state, f.day, f.made_at, f.by_name, f.settled_at, f.settled_by_name,
f.reason
"""
PUT = f"""
INSERT INTO rewards_fulfilment AS f (guest_id, code, game, play_id, kind, name, name_en, quantity, points, money_cents,
    price_cents, cost_cents, posting, coupons, limited, state, day, key, made_at, by_kind, by, by_name, settled_at,
    settled_by, settled_by_name, reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
RETURNING {COLUMNS}
"""  # noqa: S608 (put together from constants)
SETTLE = f"""
UPDATE rewards_fulfilment AS f SET state = %s, settled_at = %s, settled_by = %s, settled_by_name = %s, reason = %s
 WHERE f.id = %s AND f.state = 'open' RETURNING {COLUMNS}
"""  # noqa: S608 (put together from constants)
BY_KEY = f"SELECT {COLUMNS} FROM rewards_fulfilment f WHERE f.key = %s"  # noqa: S608 (constants)
_NAMED = f"""
SELECT {COLUMNS}, g.name FROM rewards_fulfilment f
  JOIN guests_guest r ON r.id = f.guest_id JOIN guests_guest g ON g.id = coalesce(r.merged_into_id, r.id)
"""  # noqa: S608 (put together from constants)
BY_ID = _NAMED + " WHERE f.id = %s"
LISTED = (
    _NAMED
    + """
 WHERE (%(state)s::text IS NULL OR f.state = %(state)s::text) AND (%(secret)s::boolean OR NOT g.secret)
   AND (%(before)s::bigint IS NULL OR f.id < %(before)s::bigint)
   AND (%(guests)s::bigint[] IS NULL OR f.guest_id = ANY(%(guests)s::bigint[]))
 ORDER BY f.id DESC LIMIT %(limit)s::int
"""
)
