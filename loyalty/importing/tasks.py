"""Imports as tasks: one runs an import, one finds imports whose worker died."""

from celery import shared_task

from loyalty.importing import running, wizard
from tenants.context import TenantTask, current_property, each_property


@shared_task(base=TenantTask, name="imports.run")  # type: ignore[untyped-decorator]  # celery carries no types
def run_import(property_id: int, job_id: int) -> None:
    if running.run(current_property(), job_id) is running.Ended.PAUSED:
        run_import.delay(property_id, job_id)


@shared_task(name="imports.resume_lost")  # type: ignore[untyped-decorator]
def resume_lost() -> None:
    """Queue again what was running when its worker died; let go of files that nobody started.

    Queuing twice is harmless: the later run takes over.
    """
    for hotel in each_property():
        wizard.forget_abandoned()
        for job_id in running.lost_jobs():
            run_import.delay(hotel.pk, job_id)
