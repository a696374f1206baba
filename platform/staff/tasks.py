"""What the worker does for staff."""

from celery import shared_task

from staff import resetting, signing_up


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_reset_link(login: str) -> None:
    resetting.send_link(login)


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_sign_up_link(email: str, name: str, chain_name: str, locale: str, address: str) -> None:
    signing_up.send_link(email, name=name, chain_name=chain_name, locale=locale, address=address)
