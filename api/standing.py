"""What a chain's subscription allows a request to do. The table is billing.standing's."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.views import CallerView


def demand(view: "CallerView") -> None:
    """Refuse (402) what the chain's subscription does not allow at present."""
