"""The channel-mix coach and the planner of a contact pool, for a chain and for one property."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.rendering import answer
from api.v1.coaching_shapes import ChannelCoach, ContactPool, ContactPoolAsked
from api.v1.reports import ChainReport, PropertyReport, scope_of
from api.v1.slipping_shapes import NoneAsked
from kernel import clock, money
from loyalty.figures.told import coach
from loyalty.figures.told.coach import PoolAsked
from tenants.context import in_public

View = ChainReport | PropertyReport
COACH = "The channel mix against its target: what to do about OTAs, and when private traffic overtakes them"
POOL = "What so many contacts a day bring in a year, when an account is full, and what was really measured"


def show_coach(view: View, request: Request) -> HttpResponse:
    query(request, NoneAsked)
    scope = scope_of(view)
    today = clock.today(scope.time_zone)  # a sandbox's own; the public schema knows none
    with in_public():
        return answer(coach.channel_coach(scope, today, _locale(request)))


def show_pool(view: View, request: Request) -> HttpResponse:
    asked = query(request, ContactPoolAsked)
    wanted = PoolAsked(
        asked.daily,
        asked.visits,
        money.cents(asked.rate),
        money.cents(asked.cost),
        asked.rooms,
        asked.occupancy,
    )
    scope = scope_of(view)
    today = clock.today(scope.time_zone)
    with in_public():
        return answer(coach.contact_pool(scope, wanted, today, _locale(request)))


def _locale(request: Request) -> str:
    return locale_of(request.headers.get("Accept-Language", ""))


class ChainCoachView(ChainReport):
    report = "channel-coach"

    @extend_schema(parameters=parameters(NoneAsked), responses={200: ChannelCoach}, summary=COACH)
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show_coach(self, request)


class PropertyCoachView(PropertyReport):
    report = "channel-coach"

    @extend_schema(parameters=parameters(NoneAsked), responses={200: ChannelCoach}, summary=COACH)
    def get(self, request: Request, property: str) -> HttpResponse:
        return show_coach(self, request)


class ChainPoolView(ChainReport):
    report = "contact-pool"

    @extend_schema(parameters=parameters(ContactPoolAsked), responses={200: ContactPool}, summary=POOL)
    def get(self, request: Request, chain: str) -> HttpResponse:
        return show_pool(self, request)


class PropertyPoolView(PropertyReport):
    report = "contact-pool"

    @extend_schema(parameters=parameters(ContactPoolAsked), responses={200: ContactPool}, summary=POOL)
    def get(self, request: Request, property: str) -> HttpResponse:
        return show_pool(self, request)
