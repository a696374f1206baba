"""What the worker does for vendors: tells owners of webhooks that were disabled, drops what is over."""

from celery import shared_task

from partners import events, telling


@shared_task(name="partners.tell")  # type: ignore[untyped-decorator]  # celery carries no types
def tell() -> int:
    return telling.tell_disabled()


@shared_task(name="partners.drop_old")  # type: ignore[untyped-decorator]  # celery carries no types
def drop_old() -> dict[str, int]:
    return events.drop_old()
