"""What an act needs to know, and what it answers: who acts where and when, and the balance before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.recording import Actor
from kernel.statements import Statements
from loyalty.ledger import reading
from loyalty.ledger.posting import Debit, Posting
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme.document import Programme
from loyalty.programme.points import caps, families
from loyalty.programme.points.refusals import SwitchedOff
from loyalty.programme.points.terms import Points
from loyalty.programme.versions import Published

SPENDABLE = ("base", "bonus")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of somebody, on a local day of the property, under the key that makes it happen once."""

    raw: Statements
    published: Published
    actor: Actor
    key: str
    today: date

    @property
    def programme(self) -> Programme:
        return self.published.programme

    @property
    def points(self) -> Points:
        return self.published.programme.points


@dataclass(frozen=True, slots=True)
class Movement:
    """What was booked, and the person's usable points before and after it."""

    posting: Posting
    before: int
    after: int
    points: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paying:
    """Where points come from: one's own first, then the family's, each soonest to expire first."""

    moves: list[Debit]
    from_family: int


def moved(act: Act, rows: Sequence[int], posting: Posting, **facts: Any) -> Movement:
    """The answer to an act that is booked."""
    after = reading.usable(act.raw, rows, act.today).points
    change = posting.change(*SPENDABLE, guests=rows)
    return Movement(posting, after - change, after, change, facts)


def offered(enabled: bool, zh: str, en: str) -> None:
    """Refuse what the programme does not offer."""
    if not enabled:
        raise SwitchedOff(what_zh=zh, what=en)


def paying(act: Act, rows: Sequence[int], points: int, against: str = "redemption") -> Paying:
    """How this person pays so many points; the caller holds the person's turn."""
    own = reading.usable(act.raw, rows, act.today).points
    if points <= own or not act.points.family.enabled:
        return Paying([Debit(rows, SPENDABLE, points, against)], 0)
    others = families.others(act.raw, rows)
    pool = reading.usable(act.raw, others, act.today).points if others else 0
    family = act.points.family
    rest = caps.left(act.raw, rows, "family", family.cap, family.cap_period, act.today)
    lent = points - own
    reach = min(pool, pool if rest is None else rest)
    if lent > reach:
        raise InsufficientPoints(balance=own + reach, asked=points)
    own_part = [Debit(rows, SPENDABLE, own, against)] if own else []
    return Paying([*own_part, Debit(others, SPENDABLE, lent, against)], lent)


def note_family(act: Act, guest: int, paid: Paying, posting: Posting) -> None:
    """Count what came from the family towards the cap on that."""
    if paid.from_family and not posting.replayed:
        caps.note(act.raw, guest, "family", day=act.today, points=paid.from_family, posting=posting.id)
