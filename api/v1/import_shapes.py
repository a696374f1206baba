"""What an import looks like from outside, and how its rows and columns are told."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from kernel import money, phones
from loyalty.importing import mapping, recognising, wizard
from loyalty.importing.applying import Refusal
from loyalty.importing.mapping import Mapping
from loyalty.importing.models import Import, Reject
from loyalty.importing.reasons import ROWS

SAMPLES = 3
State = Literal["draft", "queued", "running", "finished", "failed", "cancelled"]
Kind = Literal["stays", "guests", "contacts", "products", "reviews"]


class ImportColumn(msgspec.Struct):
    name: str
    index: int
    samples: list[str]
    field: str | None
    origin: Literal["remembered", "recognised", "given", "none"]


class PreviewStay(msgspec.Struct):
    external_id: str
    guest_name: str
    phone: str | None
    room_no: str
    rate: str
    check_in: datetime
    check_out: datetime
    nights: int
    source: str
    channel: Literal["member", "corporate", "ota", "walk_in"]
    status: str
    result: Literal["created", "updated", "unchanged"]


class RowProblem(msgspec.Struct):
    code: str
    field: str
    reason: str
    hint: str


class PreviewRow(msgspec.Struct):
    """`fields`: of products and reviews, what stands in the row by the names of the fields."""

    line: int
    stay: PreviewStay | None
    problem: RowProblem | None
    fields: dict[str, str] | None


class RejectOut(msgspec.Struct):
    line: int
    row: list[str]
    code: str
    field: str
    reason: str
    hint: str


class SourceRows(msgspec.Struct):
    source: str
    rows: int


class FileProblem(msgspec.Struct):
    code: str
    detail: str


class ImportSummary(msgspec.Struct):
    id: int
    kind: Kind
    filename: str
    state: State
    rows: int
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    progress: float
    problem: FileProblem | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    finished_at: datetime | None


class ImportOut(ImportSummary):
    mapping: dict[str, Any]
    columns: list[ImportColumn]
    header_line: int
    preview: list[PreviewRow]
    missing_fields: list[str]
    unmapped_sources: list[SourceRows]
    rejects: list[RejectOut]


class ImportPage(msgspec.Struct):
    results: list[ImportSummary]
    next: str | None


class ImportField(msgspec.Struct):
    field: str
    zh: str
    en: str
    required: bool
    example: str


class ImportFields(msgspec.Struct):
    results: list[ImportField]


class MappingIn(msgspec.Struct, forbid_unknown_fields=True):
    mapping: dict[str, Any]
    remember: bool = True


class ImportUpload(msgspec.Struct):
    """multipart/form-data"""

    file: str
    kind: Kind = "stays"
    mapping: str | None = None
    start: bool = True


class FieldsOf(msgspec.Struct, forbid_unknown_fields=True):
    kind: Annotated[str, Meta(max_length=20)] = "stays"


def summary(job: Import, locale: str) -> dict[str, Any]:
    problem = job.problem
    return {
        "id": job.pk,
        "kind": job.kind,
        "filename": job.filename,
        "state": job.state,
        "rows": job.rows,
        "read": job.read,
        "created": job.created,
        "updated": job.updated,
        "unchanged": job.unchanged,
        "rejected": job.rejected,
        "progress": 1.0 if job.state == "finished" else round(job.read / job.rows, 4) if job.rows else 0.0,
        "problem": FileProblem(problem["code"], problem[_language(locale)]) if problem else None,
        "created_at": job.created_at,
        "created_by": job.created_by,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
    }


def columns(job: Import, chosen: Mapping) -> list[ImportColumn]:
    names: list[str] = job.shape["columns"]
    used = mapping.used(chosen, names)
    origins: dict[str, str] = job.shape["origins"]
    return [
        ImportColumn(
            name,
            at,
            samples(job, at),
            used.get(at),
            cast(Any, origins.get(str(at), "given") if at in used else recognising.NONE),
        )
        for at, name in enumerate(names)
    ]


def samples(job: Import, at: int) -> list[str]:
    cells = [row[1][at] for row in job.shape["head"] if at < len(row[1]) and row[1][at].strip()]
    return [veil(cell)[:80] for cell in list(dict.fromkeys(cells))[:SAMPLES]]


def veil(cell: str) -> str:
    """A readable phone is masked; anything else stands as it came."""
    digits = sum(letter.isdigit() for letter in cell)
    if 7 <= digits <= 15 and re.fullmatch(r"[+＋0-9０-９\s\-()]+", cell) and (number := phones.e164(cell)):
        return phones.mask(number) or cell
    return cell


def shown_row(row: wizard.Shown, locale: str) -> PreviewRow:
    stay = None
    if row.stay is not None:
        told = dict(row.stay)
        told["rate"] = money.amount(told.pop("rate_cents"))
        stay = PreviewStay(**told)
    problem = row_problem(row.refusal, locale) if row.refusal else None
    return PreviewRow(row.line, stay, problem, row.fields)


def row_problem(refusal: Refusal, locale: str) -> RowProblem:
    reason = refusal.reason
    if _language(locale) == "zh":
        return RowProblem(refusal.code, refusal.field, reason.zh, reason.zh_hint)
    return RowProblem(refusal.code, refusal.field, reason.en, reason.en_hint)


def reject_out(reject: Reject, locale: str) -> RejectOut:
    known = ROWS.get(reject.code)
    zh = _language(locale) == "zh"
    hint = (known.zh_hint if zh else known.en_hint) if known else ""
    row = [veil(cell) for cell in reject.row]
    return RejectOut(reject.line, row, reject.code, reject.field, reject.zh if zh else reject.en, hint)


def _language(locale: str) -> str:
    return "zh" if locale.startswith("zh") else "en"
