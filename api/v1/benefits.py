"""Benefits of a guest: what is left, using one at the desk, taking a use back."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import NotFound
from api.rendering import answer
from api.v1.benefit_shapes import BenefitsOfGuest, BenefitUndo, BenefitUndone, BenefitUse, BenefitUsed
from api.v1.guests import GuestBase
from api.value import ValueView
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.programme import versions
from loyalty.programme.benefits import entitling, reading, using
from loyalty.programme.benefits.using import Asked, Use
from loyalty.programme.points.refusals import NoProgramme
from staff.roles import Ability
from tenants.context import raw_connection

SHOWN = 50  # uses of one guest, the newest first


class GuestBenefitsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        responses={200: BenefitsOfGuest}, summary="What is left of a guest's benefits, and what was used"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        raw, today = Statements(raw_connection()), self.today()
        rows = persons.rows_of(raw, self.standing(id))
        published = versions.in_force(raw, today)
        tier = entitling.seen(raw, rows, published.programme, today) if published else None
        left = (
            reading.told(raw, rows, tier, published, today, currency=self.property.currency).benefits
            if published and tier
            else []
        )
        uses = [_use(use, self.property.currency) for use in using.of_person(raw, rows, limit=SHOWN)]
        return answer({"tier": tier, "benefits": left, "uses": uses})


class GuestBenefitUseView(ValueView, GuestBase):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(
        request=BenefitUse, responses={201: BenefitUsed}, summary="Use a benefit, within what is left of it"
    )
    def post(self, request: Request, property: str, id: int, code: str) -> HttpResponse:
        asked = parse(request, BenefitUse)
        raw, today = Statements(raw_connection()), self.today()
        rows = persons.rows_of(raw, self.standing(id))
        published = versions.in_force(raw, today)
        if published is None:
            raise NoProgramme
        used = using.use(
            raw,
            published,
            rows,
            Asked(code, asked.count, asked.stay),
            key=self.value_key(),
            actor=self.caller.actor(),
            today=today,
        )
        self.record(
            "benefit.used", subject=str(rows[0]), benefit=code, count=asked.count, use=str(used.use.id)
        )
        told = {
            "use": _use(used.use, self.property.currency),
            "left": used.left,
            "renews_on": used.renews_on,
        }
        return answer(told, status=201)


class BenefitUseUndoView(ValueView, GuestBase):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=BenefitUndo, responses={200: BenefitUndone}, summary="Take a use back; it stays on record"
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, BenefitUndo)
        raw = Statements(raw_connection())
        before = using.by_id(raw, id) if id < 2**63 else None
        if before is None:
            raise NotFound
        self.standing(before.guest)  # not of a guest the caller may not see
        undone = using.undo(raw, id, reason=given.reason.strip(), actor=self.caller.actor())
        self.record("benefit.undone", subject=str(undone.guest), benefit=undone.code, use=str(id))
        return answer({"use": _use(undone, self.property.currency)})


def _use(use: Use, currency: str) -> dict[str, Any]:
    return {
        "id": str(use.id),
        "guest": str(use.guest),
        "code": use.code,
        "tier": use.tier,
        "stay": use.stay or None,
        "day": use.day,
        "count": use.count,
        "price": {"amount": money.amount(use.price_cents), "currency": currency},
        "used_at": use.used_at,
        "used_by": use.by_name,
        "undone_at": use.undone_at,
        "undone_by": use.undone_by_name or None,
        "undone_reason": use.undone_reason or None,
    }
