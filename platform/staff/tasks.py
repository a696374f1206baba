"""What the worker does for staff."""

import logging
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError as BrokerDown

from chains.models import Chain
from staff import letters, resetting, signing_up
from staff.models import Impersonation

log = logging.getLogger(__name__)
# A mail server that is away for an hour must not make a silent visit of it.
PATIENT = {"autoretry_for": (OSError,), "retry_backoff": 10, "retry_backoff_max": 3600, "max_retries": 12}


def soon(task: Any, *given: Any) -> None:
    """Have the worker do it; without a broker it is done here."""
    try:
        task.delay(*given)
    except BrokerDown:
        log.warning("No broker: %s is done by the web process", task.name)
        task(*given)


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_reset_link(login: str) -> None:
    resetting.send_link(login)


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_sign_up_link(email: str, name: str, chain_name: str, locale: str, address: str) -> None:
    signing_up.send_link(email, name=name, chain_name=chain_name, locale=locale, address=address)


@shared_task(**PATIENT)  # type: ignore[untyped-decorator]
def tell_of_impersonation(number: int) -> None:
    letters.send_impersonation(
        Impersonation.objects.select_related("operator", "staff", "chain").get(pk=number)
    )


@shared_task(**PATIENT)  # type: ignore[untyped-decorator]
def tell_of_state(chain_id: int, reason: str) -> None:
    letters.send_state(Chain.objects.get(pk=chain_id), reason)
