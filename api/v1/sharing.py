"""Between the properties of a chain: what is shared, cards read elsewhere, points spent away from home."""

from datetime import date
from typing import Annotated, ClassVar

import msgspec
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api import idempotency
from api.models import KeyedRequest
from api.parsing import parse
from api.rendering import answer
from api.v1.guests import GuestBase
from api.value import demanded
from api.views import ChainView, Needs
from billing.standing import Act
from kernel import money
from loyalty.crossing import elsewhere, recognising, spending
from sharing.models import Transfer
from sharing.settings import Shared, shared_by
from staff.roles import Ability

Money = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9]{2}$")]


class SharingOut(msgspec.Struct):
    tiers: bool
    points: bool
    cards: bool


class SharingIn(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    tiers: bool | UnsetType = UNSET
    points: bool | UnsetType = UNSET
    cards: bool | UnsetType = UNSET


class SharingView(ChainView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROGRAMME, "patch": Ability.MANAGE_CHAIN}

    @extend_schema(responses={200: SharingOut}, summary="What the chain makes valid across its properties")
    def get(self, request: Request, chain: str) -> HttpResponse:
        return answer(_out(shared_by(self.chain.pk)))

    @extend_schema(
        request=SharingIn, responses={200: SharingOut}, summary="Switch tiers, points or cards on or off"
    )
    def patch(self, request: Request, chain: str) -> HttpResponse:
        asked = parse(request, SharingIn)
        switches = {
            name: value for name, value in msgspec.structs.asdict(asked).items() if value is not UNSET
        }
        shared = recognising.switch(self.chain, **switches)
        self.record("chain.sharing", **switches)
        return answer(_out(shared))


def _out(shared: Shared) -> SharingOut:
    return SharingOut(shared.tiers, shared.points, shared.cards)


class ElsewhereCard(msgspec.Struct):
    property: str
    name: str
    tier: str | None
    tier_en: str | None
    last_visit_on: date | None
    visits: int
    preferences: list[str]


class ElsewherePurse(msgspec.Struct):
    property: str
    name: str
    points: int
    worth: str


class ElsewhereOut(msgspec.Struct):
    """`cards` is null where the chain does not share cards; only guests who agreed to it are told of."""

    cards: list[ElsewhereCard] | None
    points: list[ElsewherePurse]


class ElsewhereView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        responses={200: ElsewhereOut},
        summary="What other properties of the chain know of this guest; recorded",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        guest = self.standing(id)
        cards = elsewhere.cards(self.property, guest)
        for card in cards or ():
            self.record("guest.card_read_elsewhere", subject=str(guest), at=card.place.slug, card=card.guest)
        purses = spending.purses(self.property, guest)
        return answer(
            ElsewhereOut(
                None
                if cards is None
                else [
                    ElsewhereCard(
                        card.place.slug,
                        card.place.name,
                        card.tier,
                        card.tier_en,
                        card.last_visit_on,
                        card.visits,
                        card.preferences,
                    )
                    for card in cards
                ],
                [
                    ElsewherePurse(
                        purse.home.slug,
                        purse.home.name,
                        purse.points,
                        money.amount(purse.worth_cents(purse.points)),
                    )
                    for purse in purses
                ],
            )
        )


class SpendElsewhere(msgspec.Struct, forbid_unknown_fields=True):
    home: Annotated[str, Meta(max_length=40)]
    points: Annotated[int, Meta(ge=1, le=1_000_000_000)]
    bill: Money


class SpentElsewhere(msgspec.Struct):
    transfer: str
    home: str
    points: int
    money_off: str
    to_pay: str
    state: str


class SpendElsewhereView(GuestBase):
    """Two ledgers take part, so no single transaction keeps the answer: it is read from the transfer itself."""

    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    asked: idempotency.Asked | None = None

    def claim(self, request: HttpRequest) -> KeyedRequest | HttpResponse | None:
        if request.method == "POST":
            self.asked = demanded(request, self.caller)
        return None

    @extend_schema(
        request=SpendElsewhere,
        responses={200: SpentElsewhere},
        summary="Pay with points of another property of the chain",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, SpendElsewhere)
        guest = self.standing(id)
        key = f"{self.asked.owner}:{self.asked.key.hex()}" if self.asked else ""
        done = spending.spend(
            self.property,
            guest,
            asked.home,
            asked.points,
            bill_cents=money.cents(asked.bill),
            key=key,
            actor=self.caller.actor(),
        )
        self.record("points.spent_elsewhere", subject=str(guest), transfer=done.pk, home=asked.home)
        return answer(spent_out(done, asked.home))


def spent_out(done: Transfer, home: str) -> SpentElsewhere:
    bill = int(done.facts["bill_cents"])
    return SpentElsewhere(
        str(done.pk),
        home,
        done.points,
        money.amount(done.value_cents),
        money.amount(bill - done.value_cents),
        done.state,
    )
