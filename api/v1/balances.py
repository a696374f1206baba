"""What a member holds, by a link that needs no sign-in."""

from datetime import date, datetime
from typing import Any, ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.rendering import answer
from api.v1.guest_shapes import MoneyOut
from api.v1.guests import GuestBase
from api.v1.point_shapes import PointsEnding
from api.v1.wallet_shapes import WalletSums
from api.views import Needs, OpenView
from billing.standing import Act
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests import persons
from loyalty.programme import balance
from staff.links import DeadLink
from staff.roles import Ability
from tenants.context import in_property, raw_connection
from tenants.models import Property


class SecretGuest(Refused):
    code = "secret_guest"
    status = 409
    zh = "这位客人要求保密，不提供余额链接。"
    en = "This guest asked for secrecy: there is no link to the balance."


class BalanceLink(msgspec.Struct):
    url: str


class BalanceTier(msgspec.Struct):
    name: str
    name_en: str
    until: date | None


class BalancePoints(msgspec.Struct):
    balance: int
    pending: int
    worth: MoneyOut | None
    expiring: list[PointsEnding]


class BalanceOut(msgspec.Struct):
    """`tier`, `points` and `wallet` are null where the property has none of it. Times and days are the property's."""

    property_name: str
    chain_name: str
    name: str
    tier: BalanceTier | None
    points: BalancePoints | None
    wallet: WalletSums | None
    coupons: int
    as_of: datetime
    locale: str


class BalanceLinkView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        request=None,
        responses={201: BalanceLink},
        summary="A link by which a guest sees what he holds; it has no end",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        raw = Statements(raw_connection())
        guest = persons.rows_of(raw, self.standing(id))[0]
        if balance.told(raw, self.property, guest, self.today()) is None:
            raise SecretGuest
        self.record("guest.balance_link_made", subject=str(guest))
        return answer(BalanceLink(balance.link(self.property.slug, guest)), 201)


class BalanceView(OpenView):
    @extend_schema(responses={200: BalanceOut}, summary="What the holder of the link holds", auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        slug, guest = balance.opened(token) or ("", 0)
        # Whatever the property's or the chain's state: what is on it belongs to the member.
        place = Property.objects.select_related("chain").filter(slug=slug).first()
        if place is None:
            raise DeadLink
        with in_property(place):
            today = clock.today(place.time_zone)
            held = balance.told(Statements(raw_connection()), place, guest, today)
            at = clock.now()
        if held is None:
            raise DeadLink
        response = answer(shown(held, place, at.astimezone(clock.zone(place.time_zone))))
        # A page of one person: no cache between us and him keeps it.
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


def shown(held: balance.Balance, place: Property, at: datetime) -> BalanceOut:
    return BalanceOut(
        property_name=place.name,
        chain_name=place.chain.name,
        name=held.name,
        tier=_only(held.tier, BalanceTier),
        points=_only(held.points, BalancePoints),
        wallet=_only(held.wallet, WalletSums),
        coupons=held.coupons,
        as_of=at,
        locale=locale_of_member(held.language, place.chain.locale),
    )


def locale_of_member(language: str, chain: str) -> str:
    """The guest's own language where the console speaks it, else the chain's."""
    for prefix, locale in (("zh", "zh-CN"), ("en", "en")):
        if language.lower().startswith(prefix):
            return locale
    return chain


def _only(part: dict[str, Any] | None, shape: type[Any]) -> Any:
    """The card's part cut down to what the page says."""
    return None if part is None else msgspec.convert(part, shape)
