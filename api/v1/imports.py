"""Files of stays, guests and contacts: uploaded, mapped, previewed, imported, and what was refused given back."""

from typing import Any, BinaryIO, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from api import standing
from api.documents import parameters
from api.errors import locale_of
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound, UnsupportedMediaType
from api.rendering import answer
from api.v1.import_shapes import (
    FieldsOf,
    ImportField,
    ImportFields,
    ImportOut,
    ImportPage,
    ImportSummary,
    ImportUpload,
    MappingIn,
    SourceRows,
    columns,
    reject_out,
    shown_row,
    summary,
)
from api.views import Needs, PropertyView
from billing.standing import Act
from loyalty.importing import mapping, rejects, wizard
from loyalty.importing.fields import IDENTITY, KINDS
from loyalty.importing.limits import MB, TEXT_BYTES_MOST
from loyalty.importing.models import Import
from loyalty.importing.reasons import FileTooLarge, KindRefused, MappingWrong
from staff.roles import Ability

REJECTS_SHOWN = 50


class _ImportView(PropertyView):
    needs: ClassVar[Needs] = Ability.IMPORT_DATA

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        if isinstance(exc, MappingWrong):
            zh, en = exc.details["zh"], exc.details["en"]
            exc.facts["errors"] = [Flaw(exc.pointer, exc.code, zh, en)]
        return super().handle_exception(exc)

    def allow_kind(self, kind: str) -> None:
        """Stays are taken as from a PMS; everything else by who may write, products by who may price them."""
        if kind != "stays":
            standing.allow(self, Act.WRITE)
        if kind == "products":
            self.demand(Ability.MANAGE_PROPERTY, self.property)

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
        self.allow_kind(uploaded["kind"])
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
        self.allow_kind(job.kind)
        wizard.remap(job, mapping.decode(given.mapping), keep=given.remember)
        return answer(self.told(job, request))


class ImportStartView(_ImportView):
    @extend_schema(request=None, responses={202: ImportOut}, summary="Start a draft")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        job = self.job(id)
        self.allow_kind(job.kind)
        wizard.start(job, self.property)
        return answer(self.told(job, request), 202)


class ImportCancelView(_ImportView):
    act = Act.SAFE

    @extend_schema(
        request=None, responses={200: ImportOut}, summary="Stop an import; what was imported stays"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        job = self.job(id)
        wizard.cancel(job)
        self.record("import.cancelled", subject=str(job.pk), read=job.read)
        return answer(self.told(job, request))


class ImportRejectsView(_ImportView):
    act = Act.EXPORT

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
