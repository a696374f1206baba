"""`X-Sandbox-Fault`: a sandbox fails on demand, so that a vendor can try what his code does then."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.views import CallerView


def before(view: "CallerView") -> None:
    """Fail before the work, where the header of a request to a sandbox says so."""


def after(view: "CallerView") -> None:
    """Fail after the work was done and kept, where the header says so (a lost answer)."""
