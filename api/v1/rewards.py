"""What points are spent on: the catalogue, games with their odds, and what is still to be handed over."""

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
from api.v1.reward_shapes import (
    FulfilmentCancel,
    FulfilmentCancelled,
    FulfilmentConfirmed,
    FulfilmentPage,
    FulfilmentsAsked,
    GamesOut,
    RewardsOut,
)
from api.value import ValueView
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.programme import versions
from loyalty.programme.coupons import codes
from loyalty.programme.rewards import fulfilling, reading
from loyalty.programme.rewards.fulfilling import Fulfilment
from staff.roles import Ability
from tenants.context import raw_connection


class RewardsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(
        responses={200: RewardsOut}, summary="The catalogue of the programme in force, with what is left"
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        raw = Statements(raw_connection())
        published = versions.in_force(raw, self.today())
        found = reading.catalogue(raw, published, currency=self.property.currency) if published else []
        return answer({"results": found})


class GamesView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(responses={200: GamesOut}, summary="The games with their odds, and whether they are open")
    def get(self, request: Request, property: str) -> HttpResponse:
        raw = Statements(raw_connection())
        published = versions.in_force(raw, self.today())
        found = reading.games(raw, published, currency=self.property.currency) if published else []
        return answer({"results": found})


class FulfilmentsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(FulfilmentsAsked),
        responses={200: FulfilmentPage},
        summary="Rewards and prizes that guests get, the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, FulfilmentsAsked)
        raw = Statements(raw_connection())
        after = read(asked.cursor, tuple[int])
        found = fulfilling.listed(
            raw,
            state=asked.state,
            guests=persons.rows_of(raw, asked.guest) if asked.guest else None,
            secret=self.sight().secret,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda pair: [pair[0].id])
        results = [told(fulfilment, name, self.property.currency) for fulfilment, name in shown]
        return answer({"results": results, "next": following})


class FulfilmentBase(ValueView, GuestBase):
    """What both ways to settle one need."""

    def found(self, raw: Statements, id: int) -> tuple[Fulfilment, str]:
        """The fulfilment and its guest's name; 404 also where the caller may not see the guest."""
        there = fulfilling.by_id(raw, id) if id < 2**63 else None
        if there is None:
            raise NotFound
        self.standing(there[0].guest)
        return there

    def told(self, fulfilment: Fulfilment, name: str) -> dict[str, Any]:
        return told(fulfilment, name, self.property.currency)


class FulfilmentConfirmView(FulfilmentBase):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE

    @extend_schema(request=None, responses={200: FulfilmentConfirmed}, summary="It was handed over")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        raw = Statements(raw_connection())
        _, name = self.found(raw, id)
        done = fulfilling.confirm(raw, id, actor=self.caller.actor())
        self.record("reward.handed_over", subject=str(done.guest), reward=done.code, fulfilment=str(id))
        return answer({"fulfilment": self.told(done, name)})


class FulfilmentCancelView(FulfilmentBase):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE
    act = Act.REDEEM

    @extend_schema(
        request=FulfilmentCancel,
        responses={200: FulfilmentCancelled},
        summary="It will not be handed over: points and stock go back",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, FulfilmentCancel)
        raw = Statements(raw_connection())
        _, name = self.found(raw, id)
        done, posting = fulfilling.cancel(
            raw, id, reason=given.reason.strip(), actor=self.caller.actor(), today=self.today()
        )
        back = posting.change("base", "bonus") if posting else 0
        self.record(
            "reward.cancelled", subject=str(done.guest), reward=done.code, fulfilment=str(id), points=back
        )
        return answer({"fulfilment": self.told(done, name), "points_back": back})


def told(fulfilment: Fulfilment, name: str, currency: str) -> dict[str, Any]:
    """A fulfilment as the interface shows it."""
    paid = fulfilment.money_cents
    return {
        "id": str(fulfilment.id),
        "guest": {"id": str(fulfilment.guest), "name": name},
        "reward": {"code": fulfilment.code, "name": fulfilment.name, "name_en": fulfilment.name_en},
        "kind": fulfilment.kind,
        "game": fulfilment.game or None,
        "quantity": fulfilment.quantity,
        "points": fulfilment.points,
        "money": {"amount": money.amount(paid), "currency": currency} if paid else None,
        "coupons": [codes.printed(code) for code in fulfilment.coupons],
        "state": fulfilment.state,
        "ordered_at": fulfilment.made_at,
        "ordered_by": fulfilment.by_name,
        "settled_at": fulfilment.settled_at,
        "settled_by": fulfilment.settled_by_name or None,
        "reason": fulfilment.reason or None,
        "posting_id": str(fulfilment.posting) if fulfilment.posting else None,
    }
