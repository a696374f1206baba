"""What the worker does for staff."""

from celery import shared_task

from staff import resetting


@shared_task
def send_reset_link(login: str) -> None:
    resetting.send_link(login)
