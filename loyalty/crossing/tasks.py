"""The worker's part: tiers passed on, transfers that stopped half way carried on."""

from celery import shared_task

from loyalty.crossing import recognising, spending


@shared_task(name="crossing.recognise")  # type: ignore[untyped-decorator]  # celery carries no types
def recognise() -> dict[str, int]:
    return recognising.refresh_marked()


@shared_task(name="crossing.finish")  # type: ignore[untyped-decorator]
def finish() -> dict[str, int]:
    return spending.finish_open()
