"""The review list: guests who may be one person, for staff to say."""

from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from psycopg.rows import dict_row
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.guests import GuestBase, staff_id
from api.views import Needs
from kernel import money, phones
from kernel.errors import Refused
from loyalty.guests.models import Doubt
from loyalty.journey import uniting
from staff.roles import Ability
from tenants.context import raw_connection


class Settled(Refused):
    code = "settled_already"
    zh = "这一项已经有人处理了。"
    en = "Somebody has settled this already."


class DoubtGuest(msgspec.Struct):
    id: str
    name: str
    phone: str | None
    visits: int
    last_visit_on: str | None
    room_no: str
    rate: str


class DoubtOut(msgspec.Struct):
    id: str
    kind: Literal["conflict", "masked_phone"]
    reason: str
    guest: DoubtGuest
    other: DoubtGuest
    found_at: datetime
    settled_at: datetime | None


class DoubtPage(msgspec.Struct):
    results: list[DoubtOut]
    next: str | None


class DoubtsAsked(Paged, kw_only=True):
    state: Literal["open", "settled"] = "open"


class DecisionIn(msgspec.Struct, forbid_unknown_fields=True):
    decision: Literal["same", "apart"]


class DecisionOut(msgspec.Struct):
    id: str
    decision: Literal["same", "apart"]
    guest: str


class ReviewListView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(DoubtsAsked), responses={200: DoubtPage}, summary="Guests who may be one person"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, DoubtsAsked)
        after = read(asked.cursor, tuple[int])
        values = {
            "open": asked.state == "open",
            "after": after[0] if after else None,
            "limit": asked.limit + 1,
        }
        rows = raw_connection().cursor(row_factory=dict_row).execute(DOUBTS, values).fetchall()
        shown, following = page(rows, asked.limit, lambda row: [row["id"]])
        return answer({"results": [told(row) for row in shown], "next": following})


class ReviewView(GuestBase):
    needs: ClassVar[Needs] = Ability.MERGE_GUESTS

    @extend_schema(
        request=DecisionIn, responses={200: DecisionOut}, summary="Say whether the two are one person"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        decision = parse(request, DecisionIn).decision
        doubt = Doubt.objects.filter(pk=id).first() if id < 2**63 else None
        if doubt is None:
            raise NotFound
        with transaction.atomic():
            if Doubt.objects.select_for_update().get(pk=id).settled_at is not None:
                raise Settled
            guest = uniting.settle(self.property, id, same=decision == "same", by=staff_id(self))
            self.record("review.settled", subject=str(id), decision=decision)
        return answer({"id": str(id), "decision": decision, "guest": str(guest)})


def told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "kind": row["kind"],
        "reason": row["reason"],
        "guest": _guest(row, "g"),
        "other": _guest(row, "o"),
        "found_at": row["found_at"],
        "settled_at": row["settled_at"],
    }


def _guest(row: dict[str, Any], side: str) -> dict[str, Any]:
    return {
        "id": str(row[f"{side}_id"]),
        "name": row[f"{side}_name"],
        "phone": phones.mask(row[f"{side}_phone"]),
        "visits": row[f"{side}_visits"],
        "last_visit_on": row[f"{side}_last_visit_on"],
        "room_no": row[f"{side}_room_no"],
        "rate": money.amount(row[f"{side}_rate_cents"]),
    }


DOUBTS = """
SELECT d.id, d.kind, d.reason, d.found_at, d.settled_at,
       g.id AS g_id, g.name AS g_name, g.phone AS g_phone, g.visits AS g_visits, g.last_visit_on AS g_last_visit_on,
       g.room_no AS g_room_no, g.rate_cents AS g_rate_cents,
       o.id AS o_id, o.name AS o_name, o.phone AS o_phone, o.visits AS o_visits, o.last_visit_on AS o_last_visit_on,
       o.room_no AS o_room_no, o.rate_cents AS o_rate_cents
  FROM guests_doubt d JOIN guests_guest g ON g.id = d.guest_id JOIN guests_guest o ON o.id = d.other_id
 WHERE (d.settled_at IS NULL) = %(open)s AND NOT g.secret AND NOT o.secret
   AND (%(after)s::bigint IS NULL OR d.id < %(after)s)
 ORDER BY d.id DESC LIMIT %(limit)s
"""
