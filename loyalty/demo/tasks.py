"""The demo lives on: every hour its hotels get what has happened since."""

from celery import shared_task

from loyalty.demo.loading import advance


@shared_task(name="demo.advance")  # type: ignore[untyped-decorator]  # celery carries no types
def advance_demo() -> None:
    """Nothing where there is no demo."""
    advance()
