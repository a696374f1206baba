"""Texts as SMS vendors have to approve them: what is filed, how it stands, and what vendors are known to refuse."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.rendering import answer
from api.views import Needs, PropertyView
from kernel.statements import Statements
from loyalty.messaging import filing, filings
from loyalty.messaging.rendering import parse as parse_text
from staff.roles import Ability
from tenants.context import raw_connection

Vendor = Literal["aliyun", "tencent"]
State = Literal["to_file", "filed", "approved", "refused"]


class FilingOut(msgspec.Struct):
    id: int  # 0: not kept yet
    vendor: Vendor
    text: str  # with the vendor's places: ${name}, or {1}
    fields: list[str]  # in the order of the places
    vendor_code: str
    state: Literal["", "to_file", "filed", "approved", "refused"]
    reason: str
    changed_at: datetime


class FilingDoubt(msgspec.Struct):
    code: str
    zh: str
    en: str


class FilingList(msgspec.Struct):
    results: list[FilingOut]


class FilingStanding(msgspec.Struct):
    """Every variant of one text: with clauses that drop out there are up to four."""

    results: list[FilingOut]
    ready: bool  # each of them is approved
    warnings: list[FilingDoubt]


class FilingIn(msgspec.Struct, forbid_unknown_fields=True):
    vendor: Vendor
    text: Annotated[str, Meta(min_length=1, max_length=500)]


class FilingChange(msgspec.Struct, forbid_unknown_fields=True):
    vendor_code: Annotated[str, Meta(max_length=40, pattern=r"^[A-Za-z0-9_\-]*\Z")] | UnsetType = UNSET
    state: State | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET


class FilingQuery(msgspec.Struct, forbid_unknown_fields=True):
    vendor: Vendor | None = None


class FilingsView(PropertyView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CAMPAIGNS, "post": Ability.MANAGE_MESSAGING}

    @extend_schema(
        parameters=parameters(FilingQuery),
        responses={200: FilingList},
        summary="Texts that are filed with SMS vendors",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, FilingQuery)
        with transaction.atomic():
            return answer({"results": filings.listed(Statements(raw_connection()), asked.vendor)})

    @extend_schema(
        request=FilingIn,
        responses={200: FilingStanding},
        summary="File every variant of a text with a vendor",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        body = parse(request, FilingIn)
        with transaction.atomic():
            kept = filings.keep(Statements(raw_connection()), body.vendor, body.text)
            self.record("filing.kept", subject=body.vendor, variants=len(kept))
        return answer(_standing(kept, body.text))


class FilingsPreviewView(PropertyView):
    needs: ClassVar[Needs] = {"post": Ability.EDIT_CAMPAIGNS}

    @extend_schema(
        request=FilingIn,
        responses={200: FilingStanding},
        summary="What a text comes to at a vendor, how it stands, and what is known to be refused",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        body = parse(request, FilingIn)
        template = parse_text(body.text)
        with transaction.atomic():
            found = filings.standing(Statements(raw_connection()), body.vendor, template)
        return answer(_standing(found, body.text))


class FilingView(PropertyView):
    needs: ClassVar[Needs] = {"patch": Ability.MANAGE_MESSAGING}

    @extend_schema(
        request=FilingChange,
        responses={200: FilingOut},
        summary="Put down what the vendor's console says of a filed text",
    )
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        body = parse(request, FilingChange)
        with transaction.atomic():
            row = filings.change(
                Statements(raw_connection()),
                id,
                code=None if body.vendor_code is UNSET else body.vendor_code,
                state=None if body.state is UNSET else body.state,
                reason=None if body.reason is UNSET else body.reason,
            )
            self.record("filing.changed", subject=str(id), vendor=row.vendor, state=row.state)
        return answer(row)


def _standing(rows: list[filings.Filing], text: str) -> dict[str, object]:
    return {
        "results": rows,
        "ready": bool(rows) and all(row.state == "approved" for row in rows),
        "warnings": [{"code": each.code, "zh": each.zh, "en": each.en} for each in filing.warnings(text)],
    }
