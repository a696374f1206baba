"""From an upload to a job that runs: receive, map, preview, start, cancel. Inside in_property() throughout."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction

from audit import recording
from kernel import clock, phones
from kernel.errors import Refused
from loyalty.importing import applying, mapping, products, reading, recognising, reviews, storing
from loyalty.importing.applying import Refusal
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.fields import KINDS
from loyalty.importing.mapping import Mapping
from loyalty.importing.models import Import, SavedMapping
from loyalty.importing.reading import Table
from loyalty.importing.reasons import FieldsMissing, KindRefused, WrongState
from loyalty.importing.texts import Row
from loyalty.stays import incoming, sources
from loyalty.stays.models import Source, Stay
from loyalty.touches.writing import Touch
from tenants.context import current_property, in_public, on_commit
from tenants.models import Property

HEAD_ROWS = 20
ABANDONED_AFTER = timedelta(days=7)
OPEN = ("draft", "failed")
RUNNING = ("queued", "running")


def receive(file: BinaryIO, *, filename: str, kind: str, given: Mapping | None, created_by: str) -> Import:
    """Keep an uploaded file as a draft with the given or the proposed mapping. Refuses what is no table."""
    if kind not in KINDS:
        raise KindRefused(kind=kind[:20], kinds="、".join(KINDS))
    table = reading.open_table(file, kind, given.header_line if given else None)
    rows = reading.count(table)
    job = Import(
        kind=kind, filename=_name(filename), created_by=created_by[:80], created_at=clock.now(), rows=rows
    )
    _shape(job, table, given)
    with transaction.atomic():
        job.save()
        storing.store(job, file)
        if given is not None:
            remember(job)
    return job


def remap(job: Import, given: Mapping, *, keep: bool = True) -> None:
    """Another mapping for a draft. A failed import becomes a draft again."""
    with transaction.atomic():
        _locked(job, OPEN)
        if not job.pieces.exists():
            raise WrongState(state=job.state)
        if given.header_line is not None and given.header_line != job.shape["header_line"]:
            with storing.stored(job) as file:
                table = reading.open_table(file, job.kind, given.header_line)
                job.rows = reading.count(table)
                _shape(job, table, given)
        else:
            mapping.check(given, job.kind, job.shape["columns"])
            job.mapping = mapping.encode(given)
            job.shape["origins"] = {}
        job.state, job.problem = "draft", None
        # What broke off under another mapping begins anew: what is the same again is unchanged.
        job.read = job.created = job.updated = job.unchanged = job.rejected = 0
        job.sources = {}
        job.rejects.all().delete()
        job.save()
        if keep:
            remember(job)


def start(job: Import, hotel: Property) -> None:
    """Hand the job to a worker. Starting it twice starts it once."""
    with transaction.atomic():
        _locked(job, (*OPEN, *RUNNING))
        if job.state in RUNNING:
            return
        if absent := mapping.missing(mapping.decode(job.mapping), job.kind):
            raise FieldsMissing(fields="、".join(absent), missing_fields=absent)
        job.state, job.problem, job.beat_at = "queued", None, clock.now()
        job.attempts, job.finished_at = 0, None
        job.save(update_fields=["state", "problem", "beat_at", "attempts", "finished_at"])
        # With the queue away the import waits: the beat sends it again.
        on_commit(lambda: send(hotel.pk, job.pk), robust=True)


def start_or_fail(job: Import, hotel: Property) -> None:
    """Start at once; a file that lacks needed fields is a failed import that another mapping revives."""
    try:
        start(job, hotel)
    except FieldsMissing as refused:
        fail(job, refused)


@transaction.atomic
def fail(job: Import, refused: Refused) -> None:
    job.state = "failed"
    job.problem = {"code": refused.code, "zh": refused.sentence("zh"), "en": refused.sentence("en")}
    job.finished_at = clock.now()
    job.save(update_fields=["state", "problem", "finished_at"])
    tell_ended(job)


def tell_ended(job: Import) -> None:
    """Say in the log, and to vendors, that an import has come to its end."""
    place = current_property()
    with in_public():
        recording.record(
            recording.SYSTEM,
            "import.finished",
            chain_id=place.chain_id,
            property_id=place.pk,
            property_slug=place.slug,
            subject=str(job.pk),
            state=job.state,
            rejected=job.rejected,
        )


def cancel(job: Import) -> None:
    """Stop after the chunk at hand; what was imported stays."""
    with transaction.atomic():
        _locked(job, (*OPEN, *RUNNING, "cancelled"))
        if job.state == "cancelled":
            return
        job.state, job.finished_at = "cancelled", clock.now()
        job.save(update_fields=["state", "finished_at"])
        storing.forget(job)


def forget_abandoned() -> None:
    """Files that nobody started within a week are deleted; the import says that it was cancelled."""
    for job in Import.objects.filter(state__in=OPEN, created_at__lt=clock.now() - ABANDONED_AFTER):
        cancel(job)


def send(property_id: int, job_id: int) -> None:
    from loyalty.importing.tasks import run_import  # tasks imports what this module prepares

    run_import.delay(property_id, job_id)


def remember(job: Import) -> None:
    """The next file with these headers is mapped like this one."""
    kept = dict(job.mapping)
    kept.pop("header_line", None)
    SavedMapping.objects.update_or_create(
        kind=job.kind, headers=job.shape["digest"], defaults={"mapping": kept, "used_at": clock.now()}
    )


# --- what a draft shows


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview: what it would become (a stay, or its fields) and what that changes, or why it would be
    refused."""

    line: int
    stay: dict[str, Any] | None
    refusal: Refusal | None
    fields: dict[str, str] | None = None


def preview(job: Import, hotel: Property) -> list[Shown]:
    """The first 20 rows as they would be imported; nothing is written."""
    if mapping.missing(mapping.decode(job.mapping), job.kind):
        return []
    if job.kind != "stays":
        return _preview_of_others(job, converter_of(job, hotel))
    converter = converter_of(job, hotel)
    zone = clock.zone(hotel.time_zone)
    shown: list[Shown] = []
    found: dict[str, incoming.Row] = {}
    for line, cells, problem in job.shape["head"]:
        row = Row(line, cells, problem)
        try:
            decoded = incoming.row(applying.stay_of(converter, row), zone)
        except RowRefused as refused:
            shown.append(Shown(line, None, Refusal(row, refused.code, refused.field, refused.reason)))
        except incoming.Problem as refused:
            shown.append(Shown(line, None, applying.refusal_of(row, refused)))
        else:
            found[decoded.external_id] = decoded
            shown.append(Shown(line, _told(decoded), None))
    known = {
        external_id: bytes(digest)
        for external_id, digest in Stay.objects.filter(external_id__in=found).values_list(
            "external_id", "digest"
        )
    }
    channels = dict(Source.objects.values_list("name", "channel"))
    for one in shown:
        if one.stay is not None:
            external_id = one.stay["external_id"]
            same = known.get(external_id) == found[external_id].digest
            one.stay["result"] = "created" if external_id not in known else "unchanged" if same else "updated"
            source = one.stay["source"]
            one.stay["channel"] = channels.get(source) or sources.default(source).channel
    return shown


def _preview_of_others(job: Import, converter: Converter) -> list[Shown]:
    """Products by their fields, reviews too, with whether they find a guest; the older kinds have none."""
    if job.kind not in ("products", "reviews"):
        return []
    shown: list[Shown] = []
    found: list[tuple[int, Row, Touch]] = []
    for line, cells, problem in job.shape["head"]:
        row = Row(line, cells, problem)
        try:
            if job.kind == "products":
                shown.append(Shown(line, None, None, products.told(products.read(converter, row))))
                continue
            touch = reviews.read(converter, row)
        except RowRefused as refused:
            shown.append(Shown(line, None, Refusal(row, refused.code, refused.field, refused.reason)))
        else:
            found.append((len(shown), row, touch))
            shown.append(Shown(line, None, None, reviews.shown(touch)))
    people = reviews.people([touch for _, _, touch in found]) if found else None
    for place, row, touch in found:
        if people is not None and (refusal := reviews.unknown(row, touch, people)):
            shown[place] = Shown(row.line, None, refusal)
    return shown


def unmapped(job: Import) -> list[dict[str, Any]]:
    """Sources of this file that nobody has mapped yet: they count as walk-in meanwhile."""
    mapped = dict(Source.objects.filter(name__in=list(job.sources)).values_list("name", "mapped"))
    return [
        {"source": name, "rows": rows}
        for name, rows in sorted(job.sources.items(), key=lambda item: -item[1])
        if not mapped.get(name, sources.default(name).mapped)
    ]


def converter_of(job: Import, hotel: Property) -> Converter:
    return Converter(
        mapping.decode(job.mapping),
        job.kind,
        job.shape["columns"],
        zone=clock.zone(hotel.time_zone),
        undated_at=job.created_at,
        author=job.created_by,
    )


def _told(row: incoming.Row) -> dict[str, Any]:
    return {
        "external_id": row.external_id,
        "guest_name": row.guest_name,
        "phone": phones.mask(row.phone) or row.details.get("phone"),
        "room_no": row.room_no,
        "rate_cents": row.rate_cents,
        "check_in": row.check_in,
        "check_out": row.check_out,
        "nights": (row.check_out_on - row.check_in_on).days,
        "source": row.source,
        "status": row.status,
    }


def _shape(job: Import, table: Table, given: Mapping | None) -> None:
    head = list(islice(table.rows(), HEAD_ROWS))
    samples = [row.cells for row in head]
    origins: dict[int, str] = {}
    if given is not None:
        mapping.check(given, job.kind, table.columns)
        chosen = given
    else:
        exact = SavedMapping.objects.filter(kind=job.kind, headers=table.digest).first()
        saved = exact or SavedMapping.objects.filter(kind=job.kind).order_by("-used_at").first()
        chosen, origins = recognising.propose(
            job.kind,
            table.columns,
            samples,
            mapping.decode(saved.mapping) if saved else None,
            same_headers=exact is not None,
        )
    chosen.header_line = (
        table.header_line if given is None or given.header_line is None else given.header_line
    )
    job.mapping = mapping.encode(chosen)
    job.shape = {
        "columns": table.columns,
        "header": list(table.header),
        "header_line": table.header_line,
        "digest": table.digest,
        "head": [[row.line, row.cells, row.problem] for row in head],
        "origins": {str(at): origin for at, origin in origins.items()},
    }


def _locked(job: Import, states: tuple[str, ...]) -> None:
    """The row again, locked, and in one of these states."""
    job.refresh_from_db(from_queryset=Import.objects.select_for_update())
    if job.state not in states:
        raise WrongState(state=job.state)


def _name(filename: str) -> str:
    return filename.replace("\x00", "").replace("\\", "/").rsplit("/", 1)[-1][-200:] or "file"
