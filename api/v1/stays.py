"""Stays as a PMS sends and reads them: one, or up to a thousand at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api import batches
from api.documents import parameters
from api.errors import body_of, locale_of
from api.paging import Paged, page, read
from api.parsing import flaw, parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.guests import GuestBase
from api.views import Needs, PropertyView
from kernel.statements import Statements
from loyalty import journey
from loyalty.stays import incoming, telling
from loyalty.stays.incoming import Problem, StayIn
from staff.roles import Ability
from tenants.context import raw_connection

MOST_AT_ONCE = 1_000
Result = Literal["created", "updated", "unchanged", "stale"]
Channel = Literal["member", "corporate", "ota", "walk_in"]


class StayKept(msgspec.Struct):
    id: str
    counted: bool
    visit_ordinal: int | None
    channel: Channel


class RemarkState(msgspec.Struct):
    nickname: str | None
    complete: bool
    missing: list[Literal["nickname", "tags", "phone", "description"]]


class GuestOfStay(msgspec.Struct):
    id: str
    visits: int
    remark: RemarkState


class StayAnswer(msgspec.Struct):
    external_id: str
    result: Result
    stay: StayKept
    guest: GuestOfStay


class RevenueOut(msgspec.Struct):
    room: str
    fnb: str
    other: str


class StayOut(msgspec.Struct):
    id: str
    external_id: str
    updated_at: datetime
    status: Literal["booked", "in_house", "checked_out", "cancelled", "no_show"]
    booked_at: datetime | None
    check_in: datetime
    check_out: datetime
    room_no: str
    room_type: str
    rate: str
    currency: str
    revenue: RevenueOut
    source: str
    channel: Channel
    counted: bool
    visit_ordinal: int | None
    checked_in_by: str | None
    requests: list[str]
    guest_id: str
    guest_name: str
    received_at: datetime


class StayPage(msgspec.Struct):
    results: list[StayOut]
    next: str | None


class StaysAsked(Paged, kw_only=True):
    updated_since: datetime | None = None  # by Huike's clock: when the newest state was received
    status: Literal["booked", "in_house", "checked_out", "cancelled", "no_show"] | None = None
    source: Annotated[str, Meta(max_length=60)] | None = None


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    stays: Annotated[list[StayIn], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class _RawBatch(msgspec.Struct, forbid_unknown_fields=True):
    """The same, each stay still as it came: a bad one must not cost the others."""

    stays: Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class BatchCounts(msgspec.Struct):
    created: int
    updated: int
    unchanged: int
    stale: int
    problems: int


class BatchItem(msgspec.Struct, omit_defaults=True):
    index: int
    external_id: str | None
    result: Result | None = None
    problem: dict[str, Any] | None = None


class BatchAnswer(msgspec.Struct):
    counts: BatchCounts
    results: list[BatchItem]


class StayView(GuestBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "put": Ability.SEND_STAYS}

    @extend_schema(responses={200: StayOut}, summary="One stay, as it is known")
    def get(self, request: Request, property: str, external_id: str) -> HttpResponse:
        found = telling.one(Statements(raw_connection()), external_id)
        if found is None:
            raise NotFound
        self.standing(int(found["guest_id"]))  # 404 for a secret guest's, as everywhere
        return answer(found)

    @extend_schema(
        request=StayIn,
        responses={200: StayAnswer, 201: StayAnswer},
        summary="Create or update a stay: its full state",
        description="The newest `updated_at` wins, whatever order states arrive in; sending one again changes nothing.",
    )
    def put(self, request: Request, property: str, external_id: str) -> HttpResponse:
        stay = parse(request, StayIn)
        if stay.external_id is not None and stay.external_id != external_id:
            raise Malformed(
                Flaw(
                    "/external_id",
                    "not_the_path",
                    "与地址中的单号不一致。",
                    "Not the external_id of the path.",
                )
            )
        if len(external_id) > 64:
            raise Malformed(
                Flaw("", "too_long", "外部单号最长 64 个字符。", "An external_id has at most 64 characters.")
            )
        stay.external_id = external_id
        outcome = journey.follow(self.property, [stay])[0]  # committed when it returns
        if outcome.problem:
            raise Malformed(_flaw(outcome.problem))
        told = telling.told(Statements(raw_connection()), external_id)
        return answer(
            {"external_id": external_id, "result": outcome.result, **(told or {})},
            status=201 if outcome.result == "created" else 200,
        )


class StaysView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(StaysAsked), responses={200: StayPage}, summary="Stays, by time of receipt"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, StaysAsked)
        filters = {name: value for name in ("status", "source") if (value := getattr(asked, name))}
        rows = telling.listed(
            Statements(raw_connection()),
            after=read(asked.cursor, tuple[datetime, int]),
            since=asked.updated_since,
            filters=filters,
            limit=asked.limit + 1,
        )
        shown, following = page(rows, asked.limit, lambda row: row[:2])
        return answer({"results": [stay for _, _, stay in shown], "next": following})


class BatchView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEND_STAYS

    @extend_schema(
        request=Batch,
        responses={200: BatchAnswer},
        summary="Up to 1,000 stays at once",
        description="Every good stay is kept and every bad one told, in input order.",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        locale = locale_of(request.headers.get("Accept-Language", ""))
        items: list[BatchItem] = []
        stays: list[StayIn] = []
        places: list[int] = []
        for index, raw in enumerate(batches.read(request, _RawBatch).stays):
            stay, item = _decoded(index, raw, locale)
            items.append(item)
            if stay is not None:
                stays.append(stay)
                places.append(index)
        for place, outcome in zip(places, journey.follow(self.property, stays), strict=True):
            if outcome.problem:
                items[place].problem = body_of(Malformed(_flaw(outcome.problem)), locale)
            else:
                items[place].result = outcome.result  # type: ignore[assignment]  # one of Result
        return answer(BatchAnswer(_counts(items), items))


def _decoded(index: int, raw: msgspec.Raw, locale: str) -> tuple[StayIn | None, BatchItem]:
    try:
        stay = incoming.decode(raw)
    except msgspec.ValidationError as error:
        problem = body_of(Malformed(flaw(error)), locale)
        return None, BatchItem(index, batches.id_of(raw), problem=problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        bad = Flaw("", "not_json", "这一条不是有效的 JSON。", "This stay is not valid JSON.")
        return None, BatchItem(index, None, problem=body_of(Malformed(bad), locale))
    return stay, BatchItem(index, stay.external_id)


def _flaw(problem: Problem) -> Flaw:
    return Flaw(problem.pointer, problem.code, problem.zh + "。", problem.en + ".")


def _counts(items: Sequence[BatchItem]) -> BatchCounts:
    tally = dict.fromkeys(("created", "updated", "unchanged", "stale", "problems"), 0)
    for item in items:
        tally[item.result or "problems"] += 1
    return BatchCounts(**tally)
