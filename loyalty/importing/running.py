"""The import itself: a thousand rows at a time, each with its counters in one transaction.

A worker that is killed leaves nothing half done; the next run goes on behind the last committed chunk.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from itertools import islice

from django.db import transaction
from django.db.models import F

from kernel import clock
from kernel.errors import Refused
from loyalty.importing import reading, storing, wizard
from loyalty.importing.applying import Applied, apply_stays
from loyalty.importing.contacts import apply_contacts
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.guests import apply_guests
from loyalty.importing.models import Import, Reject
from loyalty.importing.products import apply_products
from loyalty.importing.reasons import Stuck
from loyalty.importing.reviews import apply_reviews
from loyalty.importing.texts import Row
from tenants.models import Property

CHUNK = 1_000
SLICE = timedelta(
    seconds=90
)  # then the task queues its own continuation, so that none holds a worker for long
LOST_AFTER = timedelta(seconds=60)
SOURCES_MOST = 500
ATTEMPTS_MOST = 5

Apply = Callable[[Property, Converter, list[Row]], Applied]
APPLY: dict[str, Apply] = {
    "stays": apply_stays,
    "guests": apply_guests,
    "contacts": apply_contacts,
    "products": apply_products,
    "reviews": apply_reviews,
}


class Ended(Enum):
    DONE = "done"
    PAUSED = "paused"  # the slice is over: to be continued
    TAKEN = "taken"  # cancelled, or another run has taken over


def run(hotel: Property, job_id: int, *, slice: timedelta = SLICE) -> Ended:
    """Carry on a queued or interrupted import. Inside in_property(hotel)."""
    token = uuid.uuid4()
    job = _claim(job_id, token)
    if job is None:
        return Ended.TAKEN
    if job.attempts > ATTEMPTS_MOST:
        wizard.fail(job, Stuck(line=job.read))
        return Ended.DONE
    until = clock.now() + slice
    try:
        with storing.stored(job) as file:
            table = reading.open_table(file, job.kind, job.shape["header_line"])
            converter = wizard.converter_of(job, hotel)
            rows = table.rows()
            for row in islice(rows, job.read):
                _pass_over(converter, row)
            while chunk := list(islice(rows, CHUNK)):
                if not _apply_chunk(hotel, job_id, token, converter, chunk):
                    return Ended.TAKEN
                if clock.now() > until and len(chunk) == CHUNK:
                    return Ended.PAUSED
    except Refused as refused:
        job.refresh_from_db()
        wizard.fail(job, refused)
        return Ended.DONE
    return Ended.DONE if _finish(job_id, token) else Ended.TAKEN


def lost_jobs() -> list[int]:
    """Imports that no worker has touched for a while."""
    silent = clock.now() - LOST_AFTER
    return list(
        Import.objects.filter(state__in=wizard.RUNNING, beat_at__lt=silent).values_list("pk", flat=True)
    )


def _claim(job_id: int, token: uuid.UUID) -> Import | None:
    now = clock.now()
    claimed = Import.objects.filter(pk=job_id, state__in=wizard.RUNNING).update(
        state="running", run=token, beat_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    Import.objects.filter(pk=job_id, started_at=None).update(started_at=now)
    return Import.objects.get(pk=job_id)


def _pass_over(converter: Converter, row: Row) -> None:
    """A row of an earlier run: only counted, where rows without a number are told apart by their order."""
    if converter.kind == "stays" and not converter.numbered:
        try:
            converter.stay(row)
        except RowRefused:
            return


def _apply_chunk(
    hotel: Property, job_id: int, token: uuid.UUID, converter: Converter, chunk: list[Row]
) -> bool:
    """One chunk and its counters together; False when the import is no longer this run's."""
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job_id)
        if job.state != "running" or job.run != token:
            return False
        applied = APPLY[job.kind](hotel, converter, chunk)
        Reject.objects.bulk_create(
            Reject(
                job=job,
                line=refusal.row.line,
                row=refusal.row.cells,
                code=refusal.code,
                field=refusal.field[:40],
                zh=refusal.reason.zh[:300],
                en=refusal.reason.en[:300],
            )
            for refusal in applied.refusals
        )
        job.read += len(chunk)
        job.created += applied.results["created"]
        job.updated += applied.results["updated"]
        job.unchanged += applied.results["unchanged"]
        job.rejected += len(applied.refusals)
        for source, rows in applied.sources.items():
            if source in job.sources or len(job.sources) < SOURCES_MOST:
                job.sources[source] = job.sources.get(source, 0) + rows
        job.beat_at, job.attempts = clock.now(), 0
        job.save(
            update_fields=[
                "read",
                "created",
                "updated",
                "unchanged",
                "rejected",
                "sources",
                "beat_at",
                "attempts",
            ]
        )
    return True


def _finish(job_id: int, token: uuid.UUID) -> bool:
    with transaction.atomic():
        job = Import.objects.select_for_update().get(pk=job_id)
        if job.state != "running" or job.run != token:
            return False
        job.state, job.finished_at = "finished", clock.now()
        job.save(update_fields=["state", "finished_at"])
        storing.forget(job)
        wizard.tell_ended(job)
    return True
