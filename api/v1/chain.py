"""The chain and its properties: names and targets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, NotFound
from api.rendering import answer
from api.views import ChainView, Needs, property_of
from billing.standing import Act
from chains.models import Chain
from kernel.errors import Refused
from staff.roles import Ability
from tenants import billed, closing, usage
from tenants.models import Property
from tenants.provisioning import SlugTaken, open_property

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
City = Annotated[str, Meta(max_length=40)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class TargetsNotWhole(Refused):
    code = "targets_not_100"
    status = 422
    zh = "四个渠道的目标之和必须是 100%，现在是 {sum}%。"
    en = "The four targets must add up to 100%, not {sum}%."


class Targets(msgspec.Struct, forbid_unknown_fields=True):
    member: Percent
    corporate: Percent
    ota: Percent
    walk_in: Percent


class ChainOut(msgspec.Struct):
    slug: str
    name: str
    time_zone: str
    locale: str
    targets: Targets
    target_repeat_rate: int
    target_remark_rate: int
    campaigns_need_approval: bool  # headquarters see every campaign before it goes out


class ChainChange(msgspec.Struct, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    targets: Targets | UnsetType = UNSET
    target_repeat_rate: Percent | UnsetType = UNSET
    target_remark_rate: Percent | UnsetType = UNSET
    campaigns_need_approval: bool | UnsetType = UNSET


class PropertyOut(msgspec.Struct):
    slug: str
    name: str
    city: str
    time_zone: str
    currency: str
    state: str
    sandbox: bool  # for trying things out: its clock moves, and no report of the chain counts it
    targets: Targets | None  # null: the chain's hold
    remark_deadline_hours: int
    contacts_target: int | None  # of each person at the desk, a day; null: none is set
    created_at: datetime


class PropertyPage(msgspec.Struct):
    results: list[PropertyOut]
    next: str | None


class NewProperty(msgspec.Struct, forbid_unknown_fields=True):
    slug: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Name
    city: City = ""
    time_zone: Annotated[str, Meta(max_length=64)] | None = None
    sandbox: bool = False


class PropertyChange(msgspec.Struct, forbid_unknown_fields=True):
    name: Name | UnsetType = UNSET
    city: City | UnsetType = UNSET
    targets: Targets | UnsetType | None = UNSET
    remark_deadline_hours: Annotated[int, Meta(ge=1, le=720)] | UnsetType = UNSET
    contacts_target: Annotated[int, Meta(ge=0, le=200)] | UnsetType | None = UNSET


class ChainSettingsView(ChainView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CHAIN, "patch": Ability.MANAGE_CHAIN}
    act: ClassVar[Mapping[str, Act]] = {"get": Act.SAFE}

    @extend_schema(responses={200: ChainOut}, summary="A chain's name and targets")
    def get(self, request: Request, chain: str) -> HttpResponse:
        return answer(chain_out(self.chain))

    @extend_schema(request=ChainChange, responses={200: ChainOut}, summary="Change a chain's name or targets")
    def patch(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, ChainChange)
        changed = plain_changes(
            given, "name", "target_repeat_rate", "target_remark_rate", "campaigns_need_approval"
        )
        if given.targets is not UNSET:
            changed |= target_columns(given.targets)
        for column, value in changed.items():
            setattr(self.chain, column, value)
        if changed:
            self.chain.save(update_fields=list(changed))
            self.record("chain.changed", subject=self.chain.slug, changed=changed)
        return answer(chain_out(self.chain))


class PropertiesView(ChainView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CHAIN, "post": Ability.MANAGE_CHAIN}
    act: ClassVar[Mapping[str, Act]] = {"get": Act.SAFE, "post": Act.ADD_PROPERTY}

    @extend_schema(
        parameters=parameters(Paged), responses={200: PropertyPage}, summary="A chain's properties"
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, Paged)
        after = read(asked.cursor, tuple[str])
        found = [place for place in self.properties() if after is None or place.slug > after[0]]
        shown, following = page(found, asked.limit, lambda place: (place.slug,))
        return answer(PropertyPage([property_out(place) for place in shown], following))

    @extend_schema(request=NewProperty, responses={201: PropertyOut}, summary="Open a property")
    def post(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, NewProperty)
        with transaction.atomic():
            if not given.sandbox:
                usage.demand(self.chain, "properties")
            place, is_new = open_property(
                self.chain,
                slug=given.slug,
                name=given.name,
                city=given.city,
                time_zone=given.time_zone,
                sandbox=given.sandbox,
            )
            if not is_new:
                raise SlugTaken(slug=given.slug)
            self.record("property.opened", subject=place.slug)
            billed.tell(self.chain)
        return answer(
            property_out(place),
            201,
            {"Location": f"/api/v1/chains/{self.chain.slug}/properties/{place.slug}"},
        )


class Confirmation(msgspec.Struct, forbid_unknown_fields=True):
    confirm: str  # the property's slug


class PropertyClosingView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_CHAIN
    act: ClassVar[Act] = Act.SAFE

    @extend_schema(
        request=Confirmation,
        responses={200: PropertyOut},
        summary="Close a property: nobody gets in, nothing is paid for it, its data stay",
    )
    def post(self, request: Request, chain: str, property: str) -> HttpResponse:
        place = any_of(self, property)
        if parse(request, Confirmation).confirm != place.slug:
            raise closing.NotConfirmed(slug=place.slug)
        with transaction.atomic():
            if closing.close(self.chain, place):
                self.record("property.closed", subject=place.slug)
        return answer(property_out(place))


class PropertyReopeningView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_CHAIN
    act: ClassVar[Act] = Act.ADD_PROPERTY

    @extend_schema(request=None, responses={200: PropertyOut}, summary="Open a closed property again")
    def post(self, request: Request, chain: str, property: str) -> HttpResponse:
        place = any_of(self, property)
        with transaction.atomic():
            if closing.reopen(self.chain, place):
                self.record("property.opened", subject=place.slug, again=True)
        return answer(property_out(place))


def any_of(view: ChainView, slug: str) -> Property:
    """A property of the chain, closed ones too."""
    for place in view.properties():
        if place.slug == slug:
            return place
    raise NotFound


class PropertySettingsView(ChainView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CHAIN, "patch": Ability.MANAGE_PROPERTY}
    act: ClassVar[Mapping[str, Act]] = {"get": Act.SAFE}

    @extend_schema(responses={200: PropertyOut}, summary="One property's settings")
    def get(self, request: Request, chain: str, property: str) -> HttpResponse:
        return answer(property_out(self.one(property)))

    @extend_schema(
        request=PropertyChange, responses={200: PropertyOut}, summary="Change a property's settings"
    )
    def patch(self, request: Request, chain: str, property: str) -> HttpResponse:
        place = self.one(property)
        self.demand(Ability.MANAGE_PROPERTY, place)
        given = parse(request, PropertyChange)
        changed = plain_changes(given, "name", "city", "remark_deadline_hours", "contacts_target")
        if given.targets is not UNSET:
            changed |= target_columns(given.targets)
        for column, value in changed.items():
            setattr(place, column, value)
        if changed:
            place.save(update_fields=list(changed))  # type: ignore[no-untyped-call]  # TenantMixin
            self.record("property.changed", subject=place.slug, changed=changed)
        return answer(property_out(place))

    def one(self, slug: str) -> Property:
        place = property_of(self.caller, slug)
        if place is None or place.chain_id != self.chain.pk:
            raise NotFound
        return place


def plain_changes(given: msgspec.Struct, *names: str) -> dict[str, object]:
    return {name: value for name in names if (value := getattr(given, name)) is not UNSET}


def target_columns(targets: Targets | None) -> dict[str, object]:
    """The four columns at once: they are wrong one by one. None takes a property's own away."""
    if targets is None:
        return dict.fromkeys(("target_member", "target_corporate", "target_ota", "target_walk_in"))
    shares = msgspec.structs.asdict(targets)
    if (total := sum(shares.values())) != 100:
        flaw = Flaw(
            "/targets", "targets_not_100", f"合计为 {total}%，应为 100%。", f"They add up to {total}%."
        )
        raise TargetsNotWhole(sum=total, errors=[flaw])
    return {f"target_{channel}": share for channel, share in shares.items()}


def chain_out(chain: Chain) -> ChainOut:
    return ChainOut(
        chain.slug,
        chain.name,
        chain.time_zone,
        chain.locale,
        Targets(**chain.targets),
        chain.target_repeat_rate,
        chain.target_remark_rate,
        chain.campaigns_need_approval,
    )


def property_out(place: Property) -> PropertyOut:
    return PropertyOut(
        slug=place.slug,
        name=place.name,
        city=place.city,
        time_zone=place.time_zone,
        currency=place.currency,
        state=place.state,
        sandbox=place.sandbox,
        targets=None if place.target_member is None else Targets(**place.targets),
        remark_deadline_hours=place.remark_deadline_hours,
        contacts_target=place.contacts_target,
        created_at=place.created_at,
    )
