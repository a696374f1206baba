"""The one way into the ledger: one posting is one call of a function in the database, whole or not at all.

The function locks the guests' accounts in the order of their ids, finds the lots and writes; see
migrations/0002_posting.py. Here a posting is put into words and its answer read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.ledger.accounts import HOUSE_UNITS, IN_LOTS, UNITS
from loyalty.ledger.refusals import refusal

Order = Literal["soonest", "proportion", "listed"]


@dataclass(frozen=True, slots=True)
class Credit:
    """From the house to a guest: a new lot. `debtors`: whose owed points it pays first (None: the guest's own)."""

    guest: int
    account: str
    amount: int
    against: str
    earned_on: date
    expires_on: date | None = None
    matures_on: date | None = None
    becomes: str | None = None
    origin: str = ""
    clearing_with: int | None = None
    debtors: Sequence[int] | None = None
    source: int | None = None  # the lot that this brings back


@dataclass(frozen=True, slots=True)
class Debit:
    """From a person to the house. `up_to`: takes what is there instead of refusing; `lots`: out of these alone."""

    guests: Sequence[int]
    accounts: Sequence[str]
    amount: int
    against: str
    order: Order = "soonest"
    clearing_with: int | None = None
    up_to: bool = False
    lots: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Carry:
    """From a person to another guest: same kind of account, and every slice ends when it would have ended."""

    guests: Sequence[int]
    accounts: Sequence[str]
    amount: int
    to_guest: int
    order: Order = "soonest"


@dataclass(frozen=True, slots=True)
class House:
    """From one house account to another."""

    from_: str
    to: str
    unit: str
    amount: int
    clearing_with: int | None = None


Move = Credit | Debit | Carry | House


class Entry(msgspec.Struct, frozen=True):
    """One side of what moved: signed for the guest. House to house shows both sides, without guest."""

    account: str
    guest: int | None
    amount: int
    lot: int | None
    expires_on: date | None
    after: int | None
    against: str | None = None  # the house account on the other side; none when that is a guest's too


class Posting(msgspec.Struct, frozen=True):
    id: int
    key: str
    kind: str
    at: datetime
    on: date
    reason: str
    facts: dict[str, Any]
    corrects: int | None
    entries: list[Entry]
    replayed: bool

    def change(self, *accounts: str, guests: Iterable[int] | None = None) -> int:
        """By how much these accounts of guests (of these guests) changed."""
        among = None if guests is None else set(guests)
        return sum(
            entry.amount
            for entry in self.entries
            if entry.account in accounts
            and entry.guest is not None
            and (among is None or entry.guest in among)
        )


@dataclass(frozen=True, slots=True)
class PostingIn:
    """One posting of many."""

    key: str
    kind: str
    moves: Sequence[Move]
    on: date
    actor: Actor
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    corrects: int | None = None


def post(
    raw: Statements,
    *,
    key: str,
    kind: str,
    moves: Sequence[Move],
    on: date,
    actor: Actor,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    corrects: int | None = None,
) -> Posting:
    """Book it, or raise the refusal with nothing done. A key booked before gives what was booked then."""
    asked = PostingIn(key, kind, moves, on, actor, reason, facts or {}, corrects)
    at = clock.now()
    return outcome(raw.execute(POST, (at, *_told(asked, touched(moves)))).fetchone(), _words(asked, at))


def post_many(raw: Statements, postings: Sequence[PostingIn]) -> list[Posting | Refused]:
    """Book each, or say why not, in this order; all accounts are locked before the first is booked."""
    everything: dict[tuple[int, str], bool] = {}
    each_touches = [touched(each.moves) for each in postings]
    for accounts in each_touches:
        for account, opened in accounts.items():
            everything[account] = opened or everything.get(account, False)
    lock(raw, everything)
    done: list[Posting | Refused] = []
    at = clock.now()
    for start in range(0, len(postings), AT_ONCE):
        some = postings[start : start + AT_ONCE]
        rows = [
            _told(each, accounts)
            for each, accounts in zip(some, each_touches[start : start + AT_ONCE], strict=True)
        ]
        columns = [array(column) for column in zip(*rows, strict=True)]
        answers = raw.execute(POST_MANY, (at, *columns)).fetchall()
        for each, answer in zip(some, answers, strict=True):
            try:
                done.append(outcome(answer, _words(each, at)))
            except Refused as refused:
                done.append(refused)
    return done


def _told(asked: PostingIn, accounts: dict[tuple[int, str], bool]) -> tuple[Any, ...]:
    """A posting as the function in the database takes it, without the moment."""
    told = [spoken(move) for move in asked.moves]
    return (
        asked.key,
        digest(asked.kind, told, asked.corrects, asked.reason),
        asked.kind,
        asked.on.isoformat(),
        asked.actor.kind,
        asked.actor.id,
        asked.actor.name[:80],
        asked.reason,
        as_json(asked.facts),
        asked.corrects,
        array(sorted({guest for guest, _ in accounts})),
        array(sorted({account for _, account in accounts})),
        as_json(told),
    )


def _words(asked: PostingIn, at: datetime) -> "Words":
    return Words(asked.key, asked.kind, at, asked.on, asked.reason, asked.facts, asked.corrects)


def lock(raw: Statements, accounts: dict[tuple[int, str], bool]) -> None:
    """Lock these accounts for the transaction, in the order of their ids; those marked are made when missing."""
    opened = sorted(account for account, needed in accounts.items() if needed)
    if opened:
        columns = array([guest for guest, _ in opened]), array([kind for _, kind in opened])
        raw.execute("SELECT ledger_open(%s::bigint[], %s::text[])", columns)
    if accounts:
        sets = array(sorted({guest for guest, _ in accounts})), array(sorted({kind for _, kind in accounts}))
        raw.execute("SELECT ledger_lock(%s::bigint[], %s::text[])", sets)


def touched(moves: Sequence[Move]) -> dict[tuple[int, str], bool]:
    """Every guest's account that the moves may change, and whether it must be there."""
    found: dict[tuple[int, str], bool] = {}
    for move in moves:
        match move:
            case Credit():
                found[move.guest, move.account] = True
                for debtor in paying(move):
                    found.setdefault((debtor, "owed"), False)
            case Debit():
                for guest in move.guests:
                    for account in move.accounts:
                        found.setdefault((guest, account), False)
            case Carry():
                for account in move.accounts:
                    for guest in move.guests:
                        found.setdefault((guest, account), False)
                    found[move.to_guest, account] = True
    return found


def paying(credit: Credit) -> Sequence[int]:
    """Whose owed points this credit pays."""
    if credit.account not in ("base", "bonus") or credit.against != "issuance":
        return ()
    return (credit.guest,) if credit.debtors is None else credit.debtors


def spoken(move: Move) -> dict[str, Any]:
    """The move as the database reads it; ValueError for one that makes no sense."""
    if type(move.amount) is not int or move.amount <= 0:
        raise ValueError(f"an amount is a whole number above zero: {move}")
    match move:
        case Credit():
            said = _credit(move)
        case Debit():
            said = _debit(move)
        case Carry():
            said = _carry(move)
        case House():
            _house(move.from_, move.unit)
            _house(move.to, move.unit)
            said = {"do": "house", "from": move.from_, "to": move.to, "unit": move.unit}
    if not isinstance(move, Carry) and move.clearing_with is not None:
        said["clearing_with"] = move.clearing_with
    said["amount"] = move.amount
    return said


def _credit(move: Credit) -> dict[str, Any]:
    _house(move.against, UNITS[move.account])
    if move.account not in IN_LOTS or (move.account == "pending") != (move.matures_on is not None):
        raise ValueError(f"no such credit: {move}")
    said: dict[str, Any] = {"do": "credit", "earned_on": move.earned_on}
    for name in ("guest", "account", "against", "expires_on", "matures_on", "becomes", "origin", "source"):
        if (value := getattr(move, name)) not in (None, ""):
            said[name] = value
    if debtors := paying(move):
        said["debtors"] = list(debtors)
    return said


def _debit(move: Debit) -> dict[str, Any]:
    _house(move.against, _unit(move.accounts))
    said: dict[str, Any] = {"do": "debit", "against": move.against, "order": move.order}
    said["guests"], said["accounts"] = list(move.guests), list(move.accounts)
    if move.up_to:
        said["up_to"] = True
    if move.lots is not None:
        if move.order != "soonest":
            raise ValueError(f"named lots are taken soonest first: {move}")
        said["lots"] = list(move.lots)
    return said


def _carry(move: Carry) -> dict[str, Any]:
    _unit(move.accounts)
    if "pending" in move.accounts or move.to_guest in move.guests:
        raise ValueError(f"no such carry: {move}")
    said: dict[str, Any] = {"do": "carry", "to_guest": move.to_guest, "order": move.order}
    said["guests"], said["accounts"] = list(move.guests), list(move.accounts)
    return said


def _house(account: str, unit: str) -> None:
    if unit not in HOUSE_UNITS.get(account, ()):
        raise ValueError(f"the house has no account {account} in {unit}")


def _unit(accounts: Sequence[str]) -> str:
    units = {UNITS[account] for account in accounts}
    if len(units) != 1 or "owed" in accounts:
        raise ValueError(f"these accounts are not debited together: {accounts}")
    return units.pop()


def digest(kind: str, told: object, corrects: int | None, reason: str) -> bytes:
    """What makes two postings of one key the same."""
    return blake2b(_encode((kind, told, corrects, reason)), digest_size=16).digest()


class Words(NamedTuple):
    """What whoever asked for a posting knows of it."""

    key: str
    kind: str
    at: datetime
    on: date
    reason: str
    facts: dict[str, Any]
    corrects: int | None


class _Written(msgspec.Struct):
    """What the database tells of a posting that it has just written."""

    id: int
    entries: list[Entry]


def outcome(row: tuple[Any, ...] | None, words: Words) -> Posting:
    """The posting as it was written now or before, or the refusal that came in its place."""
    text: str | None = row[0] if row else None
    if text is None:
        raise RuntimeError(f"the ledger gave no answer for {words.key}")
    if text.startswith('{"refused"'):
        raise refusal(msgspec.json.decode(text), words.key)
    if not text.startswith('{"id":'):
        return read(text)
    written = _read_written(text)
    return Posting(written.id, *words, entries=written.entries, replayed=False)


def as_json(value: object) -> str:
    return _encode(value).decode()


_encode = msgspec.json.Encoder().encode
_read_written = msgspec.json.Decoder(_Written).decode
# A posting told from the tables.
read = msgspec.json.Decoder(Posting).decode

# How many postings of many are sent in one statement.
AT_ONCE = 500
_TAKES = """key, digest, kind, {at}, on_day::date, actor_kind, actor, actor_name, reason, facts::jsonb, corrects,
       guests::bigint[], accounts::text[], moves::jsonb"""
_NAMES = "key, digest, kind, on_day, actor_kind, actor, actor_name, reason, facts, corrects, guests, accounts, moves"
_TYPES = ("text", "bytea", *["text"] * 7, "bigint", *["text"] * 3)
POST = f"""
SELECT ledger_post({_TAKES.format(at="at")})
  FROM (VALUES (%s::timestamptz, {", ".join(f"%s::{kind}" for kind in _TYPES)})) AS asked (at, {_NAMES})
"""  # noqa: S608 (put together from constants)
# One after the other, in their order: the function is volatile, so each call sees what the one before it wrote.
POST_MANY = f"""
SELECT ledger_post({_TAKES.format(at="(SELECT %s::timestamptz)")})
  FROM (SELECT * FROM unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES)}) WITH ORDINALITY
          AS each ({_NAMES}, place) ORDER BY place OFFSET 0) AS asked
"""  # noqa: S608
