"""The worker's part in provisioning."""

from celery import shared_task

from tenants import billed, ending
from tenants.provisioning import keep_spares


@shared_task(name="tenants.refill_spares")  # type: ignore[untyped-decorator]  # celery carries no types
def refill_spares() -> None:
    """Have spare schemas ready; nothing happens while there are enough that are up to date."""
    keep_spares()


@shared_task(name="tenants.compare_quantities")  # type: ignore[untyped-decorator]
def compare_quantities() -> None:
    """Have every chain pay for the properties it has, whatever got lost."""
    billed.compare()


@shared_task(name="tenants.end", time_limit=4 * 3600, soft_time_limit=4 * 3600 - 60)  # type: ignore[untyped-decorator]
def end_chains() -> dict[str, int]:
    """Tell the owners of chains that stopped paying what becomes of their data, and erase what is due."""
    return ending.run()
