"""Which ability a view asks of whoever calls one of its methods."""

from collections.abc import Mapping

from staff.roles import Ability

Needs = Ability | Mapping[str, Ability]


def of(needs: Needs | None, method: str) -> Ability | None:
    """What this method (get, post, …) needs; None: the view does not say, or judges by itself."""
    return needs if isinstance(needs, Ability) else (needs or {}).get(method)
