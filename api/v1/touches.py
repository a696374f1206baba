"""Touch points as other systems write them: a POS, a housekeeping app, a review collector; up to 500 at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api import batches
from api.errors import body_of, locale_of
from api.parsing import decode
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.profile_shapes import Facts, InteractionKind
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.deadlocks import done_again
from kernel.statements import Statements
from loyalty.products.consuming import Item
from loyalty.touches import writing
from loyalty.touches.finding import Whom
from loyalty.touches.writing import By, Told, Touch
from staff.roles import Ability
from tenants.context import raw_connection

MOST_AT_ONCE = 500
TouchPoint = Literal[
    "booking", "check_in", "desk", "housekeeping", "fnb", "leisure", "check_out", "review", "message", "phone"
]
TouchResult = Literal["created", "unchanged", "problem"]


class TouchGuest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One of them: our id, the number that the PMS gives its guest, or the telephone number. Of several the first."""

    id: Annotated[str, Meta(pattern=r"^[0-9]{1,18}$")] | None = None
    external_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    phone: Annotated[str, Meta(min_length=1, max_length=40)] | None = None


class TouchItem(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Something the guest had: a product by its code, or whatever it is called. It becomes consumption.

    `on_folio`: the PMS tells this money too, so that it is not counted twice.
    """

    product: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    name: Annotated[str, Meta(max_length=80)] = ""
    quantity: Annotated[int, Meta(ge=1, le=9_999)] = 1
    amount: Annotated[str, Meta(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")] | None = None
    on_folio: bool = False


class TouchIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`external_id`: the sender's own number, unique within the property. The same told again changes nothing, another
    thing under it is refused (external_id_reused). `guest` may be empty where `stay` says whose it is.

    A review or conversation that complains, by the house's words or a rating of 2 and less, is kept as a complaint.
    """

    external_id: Annotated[str, Meta(min_length=1, max_length=64)]
    touch: TouchPoint
    kind: InteractionKind
    guest: TouchGuest
    stay: Annotated[str, Meta(max_length=64)] | None = None  # the PMS's number of it; of this guest
    at: datetime
    text: Annotated[str, Meta(max_length=2000)] = ""
    rating: Annotated[float, Meta(ge=0, le=5)] | None = None  # of 5
    source: Annotated[str, Meta(max_length=24)] = ""
    staff_name: Annotated[str, Meta(max_length=80)] = ""
    facts: Facts = {}
    items: Annotated[list[TouchItem], Meta(max_length=50)] = []


class TouchBatch(msgspec.Struct, forbid_unknown_fields=True):
    touches: Annotated[list[TouchIn], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class _RawTouches(msgspec.Struct, forbid_unknown_fields=True):
    """The same, each still as it came: a bad one must not cost the others."""

    touches: Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class TouchCounts(msgspec.Struct):
    created: int
    unchanged: int
    problems: int


class TouchTold(msgspec.Struct, omit_defaults=True):
    """What became of one; of a problem where and why, as everywhere (`errors` of it)."""

    index: int
    external_id: str | None
    result: TouchResult
    interaction: str | None = None
    kind: InteractionKind | None = None  # as it was kept
    problem: dict[str, Any] | None = None


class TouchAnswer(msgspec.Struct):
    counts: TouchCounts
    results: list[TouchTold]


class TouchesView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEND_TOUCHES

    @extend_schema(
        request=TouchBatch,
        responses={200: TouchAnswer},
        summary="Up to 500 touch points at once",
        description="Every good one is kept and every bad one told, in input order; told twice, one is heard once.",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        locale = locale_of(request.headers.get("Accept-Language", ""))
        told: dict[int, TouchTold] = {}
        good: list[tuple[int, Touch]] = []
        for index, raw in enumerate(batches.read(request, _RawTouches).touches):
            try:
                good.append((index, self.touch(decode(bytes(raw), TouchIn))))
            except Malformed as refused:
                told[index] = TouchTold(
                    index, batches.id_of(raw), "problem", problem=body_of(refused, locale)
                )
        outcomes = done_again(lambda: self.written([touch for _, touch in good]))
        for (index, _), outcome in zip(good, outcomes, strict=True):
            told[index] = _told(index, outcome, locale)
        results = [told[index] for index in sorted(told)]
        return answer(TouchAnswer(_counts(results), results))

    def written(self, touches: Sequence[Touch]) -> list[Told]:
        with transaction.atomic():
            by = By(self.caller.name, self.caller.staff.pk if self.caller.staff else None, "api")
            told = writing.write(Statements(raw_connection()), self.property, touches, by)
            if made := sum(each.result == "created" for each in told):
                self.record("touches.written", subject=str(made))
            return told

    def touch(self, given: TouchIn) -> Touch:
        """Raises Malformed."""
        guest = given.guest
        if not (guest.id or guest.external_id or guest.phone or given.stay):
            raise Malformed(
                Flaw(
                    "/guest",
                    "missing",
                    "请给出客人编号、手机号或入住单号。",
                    "Name the guest by id, number or phone, or the stay.",
                )
            )
        for place, item in enumerate(given.items):
            if not item.product and not item.name.strip():
                raise Malformed(
                    Flaw(
                        f"/items/{place}/name",
                        "missing",
                        "请给出商品编号或名称。",
                        "It needs a product or a name.",
                    )
                )
        zone = clock.zone(self.property.time_zone)
        if not 1990 <= given.at.year <= 2100:
            raise Malformed(Flaw("/at", "out_of_range", "时间不合理。", "This is no sensible time."))
        return Touch(
            external_id=given.external_id,
            touch=given.touch,
            kind=given.kind,
            whom=Whom(
                int(guest.id) if guest.id else None,
                guest.external_id or "",
                guest.phone or "",
                given.stay or "",
            ),
            at=given.at if given.at.tzinfo else given.at.replace(tzinfo=zone),
            text=given.text.strip(),
            stay=given.stay or "",
            source=given.source.strip(),
            rating=given.rating,
            staff_name=given.staff_name.strip(),
            facts=given.facts,
            items=[
                Item(
                    product=item.product,
                    name=item.name.strip(),
                    quantity=item.quantity,
                    amount_cents=money.cents(item.amount) if item.amount else None,
                    on_folio=item.on_folio,
                    folio="fnb"
                    if item.on_folio and given.touch == "fnb"
                    else "other"
                    if item.on_folio
                    else "",
                )
                for item in given.items
            ],
        )


def _told(index: int, outcome: Told, locale: str) -> TouchTold:
    if outcome.problem:
        flaw = Flaw(outcome.pointer, outcome.problem, *writing.PROBLEMS[outcome.problem])
        return TouchTold(index, outcome.external_id, "problem", problem=body_of(Malformed(flaw), locale))
    kept = outcome.interaction
    return TouchTold(
        index, outcome.external_id, outcome.result, str(kept.id) if kept else None, kept.kind if kept else None  # type: ignore[arg-type]  # kind
    )  # fmt: skip


def _counts(results: Sequence[TouchTold]) -> TouchCounts:
    tally = {"created": 0, "unchanged": 0, "problem": 0}
    for each in results:
        tally[each.result] += 1
    return TouchCounts(tally["created"], tally["unchanged"], tally["problem"])
