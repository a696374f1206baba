"""Games of chance for points: the roll is drawn by the machine's own source of chance and kept with its odds.

One plays at a time: the game's budget and stocks are held from before the roll until it is paid. So no play passes
them, and every play that is taken has the odds that were published (see odds.py). A prize that cannot be given right
now (its coupon is sold out elsewhere) is owed: it stands open among the fulfilments.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.recording import Actor
from kernel import clock, money
from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.ledger.posting import Credit, Debit, Move, Posting, post
from loyalty.programme.benefits.entitling import entitled
from loyalty.programme.coupons import issuing
from loyalty.programme.coupons import refusals as coupon_refusals
from loyalty.programme.document import Programme
from loyalty.programme.points import expiring
from loyalty.programme.rewards import fulfilling, odds, stocking, wording
from loyalty.programme.rewards.fulfilling import Fulfilment, New
from loyalty.programme.rewards.odds import Taken
from loyalty.programme.rewards.refusals import GameClosed, NoSuchGame, NotAMember, PlayedEnough
from loyalty.programme.rewards.terms import Game, Prize
from loyalty.programme.versions import Published
from tenants.models import Property

UNISSUABLE = (
    coupon_refusals.SoldOut,
    coupon_refusals.BudgetSpent,
    coupon_refusals.EnoughOfThese,
    coupon_refusals.KindOver,
    coupon_refusals.UnknownKind,
)


@dataclass(frozen=True, slots=True)
class Price:
    """What a play is paid with when it is a ticket from the catalogue."""

    points: int
    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """A play as it stands on record. No `prize`: nothing won. `fulfilment`: how the guest gets a thing or a coupon."""

    id: int
    game: str
    version: int
    roll: int
    prize: str
    points: int
    posting: Posting
    fulfilment: Fulfilment | None


def play(
    raw: Statements,
    hotel: Property,
    published: Published,
    rows: Sequence[int],
    code: str,
    *,
    key: str,
    actor: Actor,
    today: date,
    roll: int | None = None,
    price: Price | None = None,
) -> Played:
    """One play for this person; refused before points are taken when the odds could not be kept. Once per key.

    `roll` is given by tests only. Must run in a transaction.
    """
    programme = published.programme
    if entitled(raw, rows, programme, today) is None:
        raise NotAMember
    if before := by_key(raw, key):
        return before
    game = next((each for each in programme.games if each.code == code), None)
    if game is None:
        raise NoSuchGame(game=code)
    if raw.value(PLAYED, (list(rows), code, today)) >= game.daily:
        raise PlayedEnough(name=game.name, name_en=game.name_en, daily=game.daily)
    if not odds.is_open(programme, game, _held(raw, game)):
        raise GameClosed(name=game.name, name_en=game.name_en)
    drawn = secrets.randbelow(odds.ROLLS) if roll is None else roll
    prize = odds.outcome(game, drawn)
    cost = _take(raw, programme, game, prize)
    coupon = _coupon(raw, programme, game, prize, rows[0], key=key, actor=actor, today=today)
    price = price or Price(game.points, wording.GAME, {})
    posting = _pay(raw, published, rows, game, prize, price, key=key, actor=actor, today=today)
    row = raw.execute(
        PLAY,
        (
            rows[0], game.code, published.number, drawn, prize.code if prize else "", price.points, cost, posting.id,
            today, key, clock.now(), actor.kind, actor.id, actor.name[:80],
        ),
    ).fetchone()  # fmt: skip
    play_id = row[0] if row else 0
    fulfilment = None
    if prize is not None and prize.gives != "points":
        new = _won(game, prize, rows[0], cost, posting, play_id, coupon)
        fulfilment = fulfilling.put(raw, new, key=f"{key}:prize", actor=actor, today=today)
    won = prize.code if prize else ""
    return Played(play_id, game.code, published.number, drawn, won, price.points, posting, fulfilment)


def by_key(raw: Statements, key: str) -> Played | None:
    """The play of this key."""
    row = raw.execute(BY_KEY, (key,)).fetchone()
    if row is None:
        return None
    play_id, game, version, roll, prize, points, posting_id = row
    posting = ledger.posting(raw, posting_id)
    if posting is None:
        raise RuntimeError(f"play {play_id} names a posting that is not there")
    return Played(
        play_id, game, version, roll, prize, points, posting, fulfilling.by_key(raw, f"{key}:prize")
    )


def given(raw: Statements, game: Game) -> Taken:
    """What a game gave so far."""
    return _taken(game, stocking.taken(raw, _whats(game)))


def _held(raw: Statements, game: Game) -> Taken:
    return _taken(game, stocking.hold(raw, _whats(game)))


def _whats(game: Game) -> list[str]:
    return [stocking.budget(game.code), *(stocking.prize(game.code, prize.code) for prize in game.prizes)]


def _taken(game: Game, found: dict[str, int]) -> Taken:
    prizes = {prize.code: found.get(stocking.prize(game.code, prize.code), 0) for prize in game.prizes}
    return Taken(found.get(stocking.budget(game.code), 0), prizes)


def _take(raw: Statements, programme: Programme, game: Game, prize: Prize | None) -> int:
    """Take the prize from stock and budget; returns what it costs. The database refuses what would pass them."""
    if prize is None:
        return 0
    cost = odds.cost_cents(programme, prize)
    paid = stocking.take(raw, stocking.budget(game.code), cost, money.cents(game.budget))
    here = prize.stock is None or stocking.take(raw, stocking.prize(game.code, prize.code), 1, prize.stock)
    if not (paid and here):
        raise GameClosed(name=game.name, name_en=game.name_en)
    return cost


def _coupon(
    raw: Statements,
    programme: Programme,
    game: Game,
    prize: Prize | None,
    guest: int,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> str | None:
    """The code of a coupon that was won; None where none was, or none is to be had."""
    if prize is None or prize.gives != "coupon":
        return None
    try:
        issued = issuing.issue(
            raw,
            programme,
            prize.coupon or "",
            guest,
            origin=f"prize:{game.code}",
            actor=actor,
            today=today,
            key=f"{key}:coupon",
        )
    except UNISSUABLE:
        return None
    return issued.code


def _pay(
    raw: Statements,
    published: Published,
    rows: Sequence[int],
    game: Game,
    prize: Prize | None,
    price: Price,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> Posting:
    """The points of the play, and those that were won, in one posting."""
    moves: list[Move] = [Debit(list(rows), ("base", "bonus"), price.points, "redemption")]
    if prize is not None and prize.gives == "points" and prize.points:
        ends = expiring.last_day(published.programme.points.expiry, today)
        moves.append(
            Credit(
                rows[0],
                "bonus",
                prize.points,
                "issuance",
                earned_on=today,
                expires_on=ends,
                origin=wording.PRIZE,
                debtors=rows,
            )
        )
    facts = {
        "game": game.code,
        "name": game.name,
        "name_en": game.name_en,
        "prize": prize.name if prize else None,
        "prize_en": prize.name_en if prize else None,
        **price.facts,
    }
    return post(
        raw, key=key, kind=price.kind, moves=moves, on=today, actor=actor, reason=price.kind, facts=facts
    )


def _won(
    game: Game, prize: Prize, guest: int, cost: int, posting: Posting, play_id: int, coupon: str | None
) -> New:
    return New(
        guest=guest,
        code=prize.code,
        kind="prize",
        name=prize.name,
        name_en=prize.name_en,
        quantity=1,
        points=0,
        money_cents=0,
        price_cents=cost,
        cost_cents=cost,
        posting=posting.id,
        limited=prize.stock is not None,
        done=coupon is not None,
        coupons=[coupon] if coupon else [],
        game=game.code,
        play=play_id,
    )


PLAYED = (
    "SELECT count(*) FROM rewards_play WHERE guest_id = ANY(%s::bigint[]) AND game = %s AND day = %s::date"
)
PLAY = """
INSERT INTO rewards_play (guest_id, game, version, roll, prize, points, cost_cents, posting, day, key, played_at,
    by_kind, by, by_name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
BY_KEY = "SELECT id, game, version, roll, prize, points, posting FROM rewards_play WHERE key = %s"
