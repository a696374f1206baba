"""Large corrections wait here for a second person."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.point_shapes import ApprovalDecision, ApprovalPage, ApprovalsAsked, ApprovalWaiting
from api.value import ValueView
from api.views import Needs
from audit.recording import Actor
from billing.standing import Act
from kernel.statements import Statements
from loyalty.programme import versions
from loyalty.programme.points import approving, wording
from loyalty.programme.points.approving import Asked
from loyalty.programme.points.refusals import NoProgramme
from staff.roles import Ability
from tenants.context import raw_connection


def told_of(asked: Asked, reader: Actor) -> dict[str, Any]:
    """A request as the interface shows it. `mine`: the reader asked for it, and cannot decide it."""
    zh, en = wording.asked(asked.kind, asked.amount, asked.unit)
    return {
        "id": str(asked.id),
        "kind": asked.kind,
        "guest": {"id": str(asked.guest), "name": asked.guest_name},
        "amount": asked.amount,
        "unit": asked.unit,
        "says": {"zh": zh, "en": en},
        "reason": asked.reason,
        "asked_by": {"id": asked.asked_by.id, "name": asked.asked_by.name},
        "asked_at": asked.asked_at,
        "mine": asked.asked_by.id == reader.id,
        "decided_at": asked.decided_at,
        "approved": asked.approved,
        "decided_by": asked.decided_by or None,
        "posting_id": str(asked.posting) if asked.posting else None,
    }


class ApprovalsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ApprovalsAsked),
        responses={200: ApprovalPage},
        summary="Corrections that wait for a second person, or were decided; the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ApprovalsAsked)
        after = read(asked.cursor, tuple[int])
        found = approving.listed(
            Statements(raw_connection()),
            state=asked.state,
            secret=self.sight().secret,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda each: [each.id])
        reader = self.caller.actor()
        return answer({"results": [told_of(each, reader) for each in shown], "next": following})


class ApprovalView(ValueView, GuestBase):
    needs: ClassVar[Needs] = Ability.APPROVE_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=ApprovalDecision,
        responses={200: ApprovalWaiting},
        summary="Agree, and it is done; or turn it down. Never one's own request",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ApprovalDecision)
        raw, today = Statements(raw_connection()), self.today()
        if id >= 2**63:
            raise NotFound
        self.standing(approving.of_id(raw, id).guest)  # not of a guest the caller may not see
        published = versions.in_force(raw, today)
        if published is None:
            raise NoProgramme
        by = self.caller.actor()
        asked = approving.decide(raw, published, id, approve=given.approve, by=by, today=today)
        self.record(
            "value.approved" if given.approve else "value.declined",
            subject=str(asked.guest),
            kind=asked.kind,
            amount=asked.amount,
            unit=asked.unit,
            approval=str(id),
        )
        return answer({"approval": told_of(asked, by)})
