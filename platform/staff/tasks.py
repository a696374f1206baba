"""What the worker does for staff."""

from celery import shared_task

from staff import resetting


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_reset_link(login: str) -> None:
    resetting.send_link(login)
