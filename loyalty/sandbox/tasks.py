"""New sandboxes are filled by the worker: a few seconds that nobody should wait for."""

from contextlib import suppress

from celery import shared_task
from kombu.exceptions import OperationalError as BrokerDown

from loyalty.sandbox.filling import fill, waiting


@shared_task(name="sandbox.fill_waiting")  # type: ignore[untyped-decorator]  # celery carries no types
def fill_waiting() -> None:
    """Fill those that wait; also those of a worker that died, or that nobody rang for."""
    for sandbox in waiting():
        fill(sandbox)


def ring() -> None:
    """Have it done now rather than at the next look a minute on."""
    with suppress(BrokerDown):  # then it is done at the next look
        fill_waiting.delay()
