"""An operator looks at a chain as one of its people: begun with a reason, ended by hand or by the clock."""

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.callers import IMPERSONATION, ConsoleAuthentication, caller_looking, caller_of_staff
from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.operator_shapes import ImpersonationOut, ImpersonationPage, ImpersonationsAsked, NewImpersonation
from api.v1.session import Session, session_of
from api.views import CallerView, OperatorView
from billing.standing import Act
from chains.models import Chain
from staff import impersonating
from staff.models import Impersonation, StaffMember


class ImpersonationsView(OperatorView):
    authentication_classes = [ConsoleAuthentication]

    @extend_schema(
        parameters=parameters(ImpersonationsAsked),
        responses={200: ImpersonationPage},
        summary="Who looked at which chain as whom, the newest first",
    )
    def get(self, request: Request) -> HttpResponse:
        asked = query(request, ImpersonationsAsked)
        found = Impersonation.objects.select_related("operator", "staff", "chain").order_by("-pk")
        if asked.chain is not None:
            found = found.filter(chain__slug=asked.chain)
        if after := read(asked.cursor, tuple[int]):
            found = found.filter(pk__lt=after[0])
        shown, following = page(list(found[: asked.limit + 1]), asked.limit, lambda one: (one.pk,))
        return answer(ImpersonationPage([impersonation_out(one) for one in shown], following))

    @extend_schema(
        request=NewImpersonation,
        responses={201: Session},
        summary="Look at a chain as one of its people: half an hour, reading only",
    )
    def post(self, request: Request) -> HttpResponse:
        """The chain's owners get a letter with the reason, and its audit log an entry."""
        given = parse(request, NewImpersonation)
        chain = Chain.objects.filter(slug=given.chain).first()
        staff = person(given.staff)
        if chain is None or staff is None:
            raise NotFound
        held = impersonating.begin(self.operator(), chain, staff, given.reason.strip())
        request._request.session[IMPERSONATION] = held.pk
        eyes = impersonating.eyes(held.pk, self.operator())
        if eyes is None:  # the person left the chain in this moment
            raise impersonating.Over
        return answer(session_of(caller_looking(eyes), request._request), 201)


class ImpersonationEndView(CallerView):
    """Not an operator's view: who looks through somebody's eyes is none while he does."""

    authentication_classes = [ConsoleAuthentication]
    act: ClassVar[Act] = Act.SAFE
    while_impersonating: ClassVar[Collection[str]] = ("DELETE",)

    @extend_schema(request=None, responses={200: Session}, summary="Look through one's own eyes again")
    def delete(self, request: Request) -> HttpResponse:
        number = request._request.session.pop(IMPERSONATION, None)
        operator = self.caller.eyes.held.operator if self.caller.eyes else self.caller.staff
        if operator is None or not operator.is_operator:
            raise NotFound
        if number is not None:
            impersonating.end_number(number, operator)
        return answer(session_of(caller_of_staff(operator), request._request))


def person(number: str) -> StaffMember | None:
    try:
        return StaffMember.objects.filter(pk=UUID(number)).first()
    except ValueError:
        return None


def impersonation_out(held: Impersonation) -> ImpersonationOut:
    return ImpersonationOut(
        id=held.pk,
        chain=held.chain.slug,
        chain_name=held.chain.name,
        operator=held.operator.name,
        staff=held.staff.name,
        reason=held.reason,
        began_at=held.began_at,
        until=held.expires_at,
        ended_at=held.ended_at,
    )
