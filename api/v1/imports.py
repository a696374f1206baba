"""Files of stays, guests and contacts: uploaded, mapped, previewed, imported, and what was refused given back."""

import re
from datetime import datetime
from typing import Annotated, Any, BinaryIO, ClassVar, Literal, cast

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound, UnsupportedMediaType
from api.rendering import answer
from api.views import Needs, PropertyView
from kernel import money, phones
from loyalty.importing import mapping, recognising, rejects, wizard
from loyalty.importing.applying import Refusal
from loyalty.importing.fields import IDENTITY, KINDS
from loyalty.importing.limits import MB, TEXT_BYTES_MOST
from loyalty.importing.mapping import Mapping
from loyalty.importing.models import Import, Reject
from loyalty.importing.reasons import ROWS, FileTooLarge, KindRefused, MappingWrong
from staff.roles import Ability

REJECTS_SHOWN = 50
SAMPLES = 3
State = Literal["draft", "queued", "running", "finished", "failed", "cancelled"]
Kind = Literal["stays", "guests", "contacts"]


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
    line: int
    stay: PreviewStay | None
    problem: RowProblem | None


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


class _ImportView(PropertyView):
    needs: ClassVar[Needs] = Ability.IMPORT_DATA

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        if isinstance(exc, MappingWrong):
            zh, en = exc.details["zh"], exc.details["en"]
            exc.facts["errors"] = [Flaw(exc.pointer, exc.code, zh, en)]
        return super().handle_exception(exc)

    def job(self, id: int) -> Import:
        found = Import.objects.filter(pk=id).first()
        if found is None:
            raise NotFound
        return found

    def told(self, job: Import, request: Request) -> ImportOut:
        job.refresh_from_db()
        locale = locale_of(request.headers.get("Accept-Language", ""))
        chosen = mapping.decode(job.mapping)
        preview = wizard.preview(job, self.property) if job.state in wizard.OPEN else []
        return ImportOut(
            **summary(job, locale),
            mapping=job.mapping,
            columns=columns(job, chosen),
            header_line=job.shape["header_line"],
            preview=[shown_row(row, locale) for row in preview],
            missing_fields=mapping.missing(chosen, job.kind),
            unmapped_sources=[SourceRows(**one) for one in wizard.unmapped(job)],
            rejects=[reject_out(one, locale) for one in job.rejects.order_by("line")[:REJECTS_SHOWN]],
        )


class ImportsView(_ImportView):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before anything reads the body: a file far too large is not even received.
        refuse_too_large(request._request)
        super().initial(request, *args, **kwargs)

    @extend_schema(parameters=parameters(Paged), responses={200: ImportPage}, summary="Imports, newest first")
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, Paged)
        found = Import.objects.order_by("-id")
        if after := read(asked.cursor, tuple[int]):
            found = found.filter(pk__lt=after[0])
        shown, following = page(list(found[: asked.limit + 1]), asked.limit, lambda job: (job.pk,))
        locale = locale_of(request.headers.get("Accept-Language", ""))
        return answer(ImportPage([ImportSummary(**summary(job, locale)) for job in shown], following))

    @extend_schema(
        request={"multipart/form-data": ImportUpload}, responses={202: ImportOut}, summary="Import a file"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        """CSV, XLSX, XLS, an HTML table or NDJSON, told by content. Without `mapping` the columns are recognised;
        with `start=false` the import waits as a draft."""
        uploaded = upload_of(request._request)
        job = wizard.receive(
            cast(BinaryIO, uploaded["file"]),
            filename=uploaded["file"].name or "file",
            kind=uploaded["kind"],
            given=uploaded["mapping"],
            created_by=self.caller.name,
        )
        self.record("import.received", subject=str(job.pk), kind=job.kind, rows=job.rows)
        if uploaded["start"]:
            wizard.start_or_fail(job, self.property)
        location = f"/api/v1/properties/{self.property.slug}/imports/{job.pk}"
        return answer(self.told(job, request), 202, {"Location": location})


class ImportView(_ImportView):
    @extend_schema(
        responses={200: ImportOut}, summary="One import: its state, preview and first refused rows"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return answer(self.told(self.job(id), request))


class ImportMappingView(_ImportView):
    @extend_schema(request=MappingIn, responses={200: ImportOut}, summary="Map the columns of a draft")
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, MappingIn)
        job = self.job(id)
        wizard.remap(job, mapping.decode(given.mapping), keep=given.remember)
        return answer(self.told(job, request))


class ImportStartView(_ImportView):
    @extend_schema(request=None, responses={202: ImportOut}, summary="Start a draft")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        job = self.job(id)
        wizard.start(job, self.property)
        return answer(self.told(job, request), 202)


class ImportCancelView(_ImportView):
    @extend_schema(
        request=None, responses={200: ImportOut}, summary="Stop an import; what was imported stays"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        job = self.job(id)
        wizard.cancel(job)
        self.record("import.cancelled", subject=str(job.pk), read=job.read)
        return answer(self.told(job, request))


class ImportRejectsView(_ImportView):
    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.STR}, summary="The refused rows, with line and reason"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponseBase:
        """The file's own columns as they came, then line and reason. Mend it and import it again as it is."""
        job = self.job(id)
        self.record("import.rejects_read", subject=str(job.pk), rows=job.rejected)
        locale = locale_of(request.headers.get("Accept-Language", ""))
        # Made while the property is entered: a stream is read after the view has left it.
        content = "".join(rejects.lines(job, locale))
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{job.pk}-rejects.csv"'
        response["Cache-Control"] = "no-store"
        return response


class ImportFieldsView(_ImportView):
    @extend_schema(
        parameters=[OpenApiParameter("kind", str, enum=list(KINDS))],
        responses={200: ImportFields},
        summary="The fields a column may be mapped to",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        kind = query(request, FieldsOf).kind
        if kind not in KINDS:
            raise KindRefused(kind=kind, kinds="、".join(KINDS))
        identity = IDENTITY[kind][:1]
        return answer(
            ImportFields(
                [
                    ImportField(
                        field.name, field.zh, field.en, field.needed or field.name in identity, field.example
                    )
                    for field in KINDS[kind]
                ]
            )
        )


# --- in


def refuse_too_large(request: HttpRequest) -> None:
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > TEXT_BYTES_MOST + MB:
        raise FileTooLarge(most=TEXT_BYTES_MOST // MB)


def upload_of(request: HttpRequest) -> dict[str, Any]:
    """The parts of the upload, each checked."""
    if request.content_type != "multipart/form-data":
        raise UnsupportedMediaType
    file = request.FILES.get("file")
    if file is None:
        raise Malformed(Flaw("/file", "missing", "请选择文件。", "A file is needed."))
    for name in (*request.POST, *request.FILES):
        if name not in ("file", "kind", "mapping", "start"):
            raise Malformed(Flaw(f"/{name}", "unknown_field", "没有这个字段。", "There is no such field."))
    start = request.POST.get("start", "true").casefold()
    if start not in ("true", "false", "1", "0"):
        raise Malformed(Flaw("/start", "not_a_choice", "应为 true 或 false。", "Must be true or false."))
    written = request.POST.get("mapping")
    return {
        "file": file,
        "kind": request.POST.get("kind", "stays"),
        "mapping": mapping.decode(written) if written else None,
        "start": start in ("true", "1"),
    }


# --- out


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
    return PreviewRow(row.line, stay, row_problem(row.refusal, locale) if row.refusal else None)


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
