"""How much of a thing was given: taken here, and never beyond its limit.

The limit is in the statement that takes, so that two who take the last one at once find one left.
"""

from collections.abc import Sequence

from kernel.statements import Statements


def take(raw: Statements, what: str, count: int, limit: int) -> bool:
    """Take so many, unless that would be more than `limit` altogether; the row is held until the transaction ends."""
    if count > limit:
        return False
    return raw.execute(TAKE, {"what": what, "count": count, "limit": limit}).fetchone() is not None


def give_back(raw: Statements, what: str, count: int) -> None:
    raw.execute(GIVE_BACK, (count, what))


def hold(raw: Statements, whats: Sequence[str]) -> dict[str, int]:
    """How much of these was taken, nobody else's to change until the transaction ends. In one order for everybody."""
    wanted = sorted(whats)
    raw.execute(MAKE, (wanted,))
    return dict(raw.execute(HOLD, (wanted,)).fetchall())


def taken(raw: Statements, whats: Sequence[str]) -> dict[str, int]:
    """How much of these was taken; what nobody took is left out."""
    return dict(raw.execute(TAKEN, (list(whats),)).fetchall())


def reward(code: str) -> str:
    return f"reward:{code}"


def prize(game: str, code: str) -> str:
    return f"prize:{game}:{code}"


def budget(game: str) -> str:
    return f"budget:{game}"


TAKE = """
INSERT INTO rewards_stock (what, taken) VALUES (%(what)s, %(count)s)
ON CONFLICT (what) DO UPDATE SET taken = rewards_stock.taken + EXCLUDED.taken
 WHERE rewards_stock.taken + EXCLUDED.taken <= %(limit)s RETURNING taken
"""
GIVE_BACK = "UPDATE rewards_stock SET taken = greatest(0, taken - %s) WHERE what = %s"
MAKE = """
INSERT INTO rewards_stock (what, taken) SELECT unnest(%s::text[]), 0 ON CONFLICT (what) DO NOTHING
"""
HOLD = "SELECT what, taken FROM rewards_stock WHERE what = ANY(%s::text[]) ORDER BY what FOR UPDATE"
TAKEN = "SELECT what, taken FROM rewards_stock WHERE what = ANY(%s::text[])"
