"""Coupons at the desk and for print: issued, used once, undone; batches of codes."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.coupon_shapes import (
    BatchIn,
    BatchList,
    BatchOut,
    CouponGuest,
    CouponOut,
    CouponPage,
    CouponsAsked,
    CouponUsed,
    EffectsOut,
    EndIn,
    IssueIn,
    RedeemIn,
    UsedOut,
    batch_out,
    coupon_out,
    effect_row,
)
from api.v1.guests import GuestBase
from api.v1.report_shapes import RangeAsked
from api.v1.reports import days_of
from api.v1.wallet_shapes import sum_of
from api.value import ValueView
from api.views import Needs
from billing.standing import Act
from kernel import clock, money
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.programme import versions
from loyalty.programme.coupons import applying, batching, codes, effects, issuing, reading, redeeming, wording
from loyalty.programme.coupons.reading import Coupon
from loyalty.programme.coupons.refusals import NoSuchCoupon, StayUnknown, UnknownKind
from loyalty.programme.document import Programme
from reports.exporting import CSV_TYPE, safe
from staff.roles import Ability
from tenants.context import in_property, raw_connection
from tenants.models import Property

BATCHES_SHOWN = 200
STAY = "SELECT id, guest_id FROM stays_stay WHERE external_id = %s"


class CouponBase(GuestBase):
    """What every view of coupons needs."""

    def programme(self, kind: str) -> Programme:
        found = versions.in_force(self.raw(), self.today())
        if found is None:
            raise UnknownKind(kind=kind)
        return found.programme

    def shown(self, coupons: Sequence[Coupon]) -> list[CouponOut]:
        """With the guests' names; a secret guest's is left out where the caller may not see it."""
        raw, today, sight = self.raw(), self.today(), self.sight()
        owners = sorted({coupon.guest for coupon in coupons if coupon.guest is not None})
        names = {}
        for owner in owners:
            standing = persons.rows_of(raw, owner)[0]
            name, secret = raw.execute(
                "SELECT name, secret FROM guests_guest WHERE id = %s", (standing,)
            ).fetchone() or ("", True)
            names[owner] = None if secret and not sight.secret else CouponGuest(str(standing), name)
        return [
            coupon_out(
                coupon,
                today,
                names.get(coupon.guest) if coupon.guest is not None else None,
                applying.least_bill_cents(coupon.terms),
            )
            for coupon in coupons
        ]

    def one(self, code: str) -> CouponOut:
        coupon = reading.by_code(self.raw(), code)
        if coupon is None:
            raise NoSuchCoupon
        return self.shown([coupon])[0]


def typed(code: str) -> str:
    """The code as it is kept; what cannot be one is not found."""
    found = codes.read(code)
    if found is None:
        raise NoSuchCoupon
    return found


class GuestCouponsView(CouponBase, ValueView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.ADJUST_VALUE}
    act: ClassVar[Mapping[str, Act]] = {"get": Act.BALANCE}

    @extend_schema(
        parameters=parameters(CouponsAsked),
        responses={200: CouponPage},
        summary="A guest's coupons, the newest first",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, CouponsAsked)
        after = read(asked.cursor, tuple[int])
        found = reading.of_person(
            self.raw(),
            self.rows(id),
            self.today(),
            state=None if asked.state == "all" else asked.state,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda coupon: (coupon.id,))
        return answer(CouponPage(self.shown(shown), following))

    @extend_schema(
        request=IssueIn, responses={201: CouponOut}, summary="Give a guest a coupon by hand, with a reason"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, IssueIn)
        guest = self.rows(id)[0]
        issued = issuing.issue(
            self.raw(),
            self.programme(given.kind),
            given.kind,
            guest,
            origin=f"hand:{given.reason}"[:80],
            actor=self.caller.actor(),
            today=self.today(),
            key=self.value_key(),
        )
        self.record(
            "coupon.given", subject=str(guest), coupon=issued.id, kind=given.kind, reason=given.reason
        )
        return answer(self.one(issued.code), status=201)


class CouponView(CouponBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(responses={200: CouponOut}, summary="A coupon by its code, however it is typed")
    def get(self, request: Request, property: str, code: str) -> HttpResponse:
        return answer(self.one(typed(code)))


class RedeemView(CouponBase, ValueView):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(
        request=RedeemIn,
        responses={200: CouponUsed},
        summary="Use a coupon, with others beside it, on one bill; each works once",
    )
    def post(self, request: Request, property: str, code: str) -> HttpResponse:
        given = parse(request, RedeemIn)
        wanted = [typed(each) for each in (code, *given.beside)]
        raw = self.raw()
        stay_id, person = self.whose(raw, given)
        used = redeeming.redeem(
            raw,
            wanted,
            bill_cents=money.cents(given.bill),
            today=self.today(),
            by=self.caller.name,
            person=person,
            stay_id=stay_id,
        )
        for use in used.uses:
            self.record(
                "coupon.redeemed", subject=str(use.coupon.id), kind=use.coupon.kind, off_cents=use.off_cents
            )
        currency = self.property.currency
        off = used.bill_cents - used.to_pay_cents
        return answer(
            CouponUsed(
                self.one(wanted[0]),
                sum_of(used.bill_cents, currency),
                sum_of(off, currency),
                sum_of(used.to_pay_cents, currency),
                [
                    UsedOut(
                        codes.printed(use.coupon.code),
                        use.coupon.kind,
                        use.coupon.terms.name,
                        use.coupon.terms.name_en,
                        sum_of(use.off_cents, currency),
                        use.coupon.terms.room_type,
                    )
                    for use in used.uses
                ],
            )
        )

    def whose(self, raw: Statements, given: RedeemIn) -> tuple[int | None, Sequence[int] | None]:
        """The stay, and the rows of the guest whose bill it is; a guest named with the stay is the one who counts."""
        stay_id, guest = None, None
        if given.stay is not None:
            found = raw.execute(STAY, (given.stay,)).fetchone()
            if found is None:
                raise StayUnknown(stay=given.stay)
            stay_id, guest = found
        if given.guest is not None:
            guest = self.standing(int(given.guest))
        return stay_id, persons.rows_of(raw, guest) if guest is not None else None


class CouponRefundView(CouponBase, ValueView):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=EndIn,
        responses={200: CouponOut},
        summary="The bill was refunded: the use is undone, and the coupon never works again",
    )
    def post(self, request: Request, property: str, code: str) -> HttpResponse:
        given = parse(request, EndIn)
        ended = redeeming.undo(self.raw(), typed(code), reason=given.reason, by=self.caller.name)
        self.record("coupon.refunded", subject=str(ended.id), kind=ended.kind)
        return answer(self.one(ended.code))


class CouponVoidView(CouponBase, ValueView):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=EndIn, responses={200: CouponOut}, summary="Make a coupon void that was not used yet"
    )
    def post(self, request: Request, property: str, code: str) -> HttpResponse:
        given = parse(request, EndIn)
        ended = redeeming.cancel(self.raw(), typed(code), reason=given.reason, by=self.caller.name)
        self.record("coupon.voided", subject=str(ended.id), kind=ended.kind)
        return answer(self.one(ended.code))


class BatchesView(CouponBase, ValueView):
    # Printed codes are money in the hand of whoever has the list: not for the desk.
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROGRAMME, "post": Ability.EDIT_PROGRAMME}

    @extend_schema(responses={200: BatchList}, summary="Batches of printed codes, the newest first")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(BatchList([batch_out(made) for made in batching.listed(self.raw(), BATCHES_SHOWN)]))

    @extend_schema(
        request=BatchIn, responses={201: BatchOut}, summary="Issue up to 100,000 codes for print, to nobody"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, BatchIn)
        made = batching.make(
            self.raw(),
            self.programme(given.kind),
            given.kind,
            given.count,
            until=given.expires_on,
            actor=self.caller.actor(),
            today=self.today(),
            key=self.value_key(),
        )
        self.record("coupon.batch_issued", subject=str(made.id), kind=made.kind, count=made.count)
        return answer(batch_out(made), status=201)


class BatchView(CouponBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(responses={200: BatchOut}, summary="A batch, and how many of its codes were used")
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return answer(batch_out(self.found(id)))

    def found(self, id: int) -> batching.Made:
        made = batching.read(self.raw(), id) if id < 2**63 else None
        if made is None:
            raise NotFound
        return made


class BatchFileView(BatchView):
    needs: ClassVar[Needs] = Ability.EDIT_PROGRAMME
    act = Act.EXPORT

    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
        summary="The codes of a batch for the printer, as a stream",
    )
    def get(  # type: ignore[override]  # a stream has no content of its own
        self, request: Request, property: str, id: int
    ) -> StreamingHttpResponse:
        made = self.found(id)
        chinese = locale_of(request.headers.get("Accept-Language", "")) == "zh-CN"
        self.record("export.coupon_codes", subject=f"{self.property.slug}.csv", batch=id, rows=made.count)
        local = clock.now().astimezone(clock.zone(self.property.time_zone))
        mark = f"{'导出' if chinese else 'Exported by'} {self.caller.name} {local:%Y-%m-%d %H:%M}"
        name = f"{self.property.slug}-coupons-{id}-{local:%Y%m%d}.csv"
        return StreamingHttpResponse(
            lines(self.property, made, mark, chinese=chinese),
            content_type=CSV_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class EffectsView(CouponBase):
    needs: ClassVar[Needs] = Ability.SEE_REPORTS_PROPERTY

    @extend_schema(
        parameters=parameters(RangeAsked),
        responses={200: EffectsOut},
        summary="What coupons do, by kind and batch: the rate of use, spend per visit with one and without",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        days = days_of(query(request, RangeAsked))
        found = effects.rows(self.raw(), days.start, days.end)
        return answer(
            EffectsOut(
                days.start, days.end, float(effects.REFERENCE_RATE), [effect_row(row) for row in found]
            )
        )


def lines(hotel: Property, made: batching.Made, mark: str, *, chinese: bool) -> Iterator[bytes]:
    """The file a page at a time. It is read after the view has left the property: each page enters it again."""
    headers = ("券码", "名称", "内容", "有效期至", "状态", mark) if chinese else (
        "Code", "Name", "Good for", "Valid until", "State", mark
    )  # fmt: skip
    name = made.terms.name if chinese else made.terms.name_en
    gives = wording.says(made.terms)["zh" if chinese else "en"]
    until = made.expires_on.isoformat() if made.expires_on else ""
    yield "\ufeff".encode() + _csv([[safe(word) for word in headers]])
    after = 0
    while True:
        with in_property(hotel):
            found = batching.codes_of(Statements(raw_connection()), made.id, after)
        if not found:
            return
        after = found[-1][0]
        said = {state: words[0 if chinese else 1] for state, words in wording.STATES.items()}
        yield _csv(
            [[codes.printed(code), safe(name), safe(gives), until, said[state]] for _, code, state in found]
        )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
