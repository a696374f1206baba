"""A chain opens itself: asked for by e-mail, opened by the link in it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import parse, query
from api.refusals import Flaw
from api.rendering import answer, nothing
from api.v1.chain import City
from api.v1.chain import Name as PlaceName
from api.v1.session import Name, Password, Session, StrangersView, WrongLogin, enter, proven
from api.v1.staff import Email
from chains.models import Chain
from chains.naming import BadSlug, check_name, check_slug
from staff import signing_up
from staff.models import StaffMember
from staff.signing_in import address, find, spelled
from staff.tasks import send_sign_up_link, soon
from tenants import welcoming
from tenants.provisioning import SlugTaken

Slug = Annotated[str, Meta(min_length=1, max_length=40)]
TimeZone = Annotated[str, Meta(max_length=64)]


class SignUpAsked(msgspec.Struct, forbid_unknown_fields=True):
    email: Email
    name: Name
    chain_name: PlaceName
    locale: Literal["zh-CN", "en"] = "zh-CN"


class SignUpShown(msgspec.Struct):
    email: str
    name: str
    chain_name: str
    slug: str  # a free one, to begin with
    locale: str
    known: bool  # the e-mail has an account: its password is asked for, no new one chosen


class SlugAsked(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    slug: Annotated[str, Meta(max_length=80)]


class SlugSays(msgspec.Struct):
    zh: str
    en: str


class SlugJudged(msgspec.Struct):
    free: bool
    says: SlugSays | None  # why not


class FirstChain(msgspec.Struct, forbid_unknown_fields=True):
    name: PlaceName
    slug: Slug
    time_zone: TimeZone | None = None


class FirstProperty(msgspec.Struct, forbid_unknown_fields=True):
    name: PlaceName
    slug: Slug | None = None  # null: made from the chain's slug and the name
    city: City = ""
    time_zone: TimeZone | None = None  # null: the chain's


class SignUpFinished(msgspec.Struct, forbid_unknown_fields=True):
    password: Password
    chain: FirstChain
    property: FirstProperty


class SignUpsView(StrangersView):
    doors: ClassVar[Mapping[str, str]] = {"POST": "mail"}

    @extend_schema(
        request=SignUpAsked,
        responses={202: None},
        summary="Ask to open a chain; a link comes by e-mail",
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """Answers all alike: whether an address is known, and whether a letter was due, is said by mail alone."""
        given = parse(request, SignUpAsked)
        # Refused here what cannot be a name: the worker has nobody to tell.
        asked = (spelled(given.email), check_name(given.name), check_name(given.chain_name), given.locale)
        soon(send_sign_up_link, *asked, address(request._request))
        return nothing(202)


class SignUpView(StrangersView):
    doors: ClassVar[Mapping[str, str]] = {"POST": "sign-in"}

    @extend_schema(responses={200: SignUpShown}, summary="What a sign-up link opens", auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        asked = signing_up.opened(token)
        return answer(
            SignUpShown(
                email=asked.email,
                name=asked.name,
                chain_name=asked.chain_name,
                slug=welcoming.chain_slug(asked.chain_name),
                locale=asked.locale,
                known=has_password(find(asked.email)),
            )
        )

    @extend_schema(
        request=SignUpFinished,
        responses={201: Session},
        summary="Open the chain with its first property, begin its trial, and sign in",
        auth=[],
    )
    def post(self, request: Request, token: str) -> HttpResponse:
        """Who has an account already gives its password; the others choose one."""
        given = parse(request, SignUpFinished)
        asked = signing_up.opened(token)
        known = find(asked.email)
        if known is not None and not known.is_active:
            raise WrongLogin
        if has_password(known):
            known = proven(request._request, asked.email, given.password)
        try:
            owner = welcoming.welcome(token, wish_of(given), password=given.password, known=known)
        except SlugTaken as taken:
            raise pointed(taken) from taken
        return enter(request._request, owner, 201)


class SignUpSlugView(StrangersView):
    @extend_schema(
        parameters=parameters(SlugAsked),
        responses={200: SlugJudged},
        summary="Whether a chain may have this slug",
        auth=[],
    )
    def get(self, request: Request, token: str) -> HttpResponse:
        """Only with a link: strangers do not go through the list of our customers."""
        signing_up.opened(token)
        slug = query(request, SlugAsked).slug
        try:
            check_slug(slug)
        except BadSlug as bad:
            return answer(SlugJudged(free=False, says=SlugSays(bad.sentence("zh"), bad.sentence("en"))))
        if Chain.objects.filter(slug=slug).exists():
            taken = SlugTaken(slug=slug)
            return answer(SlugJudged(free=False, says=SlugSays(taken.sentence("zh"), taken.sentence("en"))))
        return answer(SlugJudged(free=True, says=None))


def has_password(staff: StaffMember | None) -> bool:
    return staff is not None and staff.has_usable_password()


def wish_of(given: SignUpFinished) -> welcoming.Wish:
    return welcoming.Wish(
        chain_slug=given.chain.slug,
        chain_name=given.chain.name,
        chain_time_zone=given.chain.time_zone,
        property_name=given.property.name,
        property_slug=given.property.slug,
        property_city=given.property.city,
        property_time_zone=given.property.time_zone,
    )


def pointed(taken: SlugTaken) -> SlugTaken:
    """The refusal with the field that has to change."""
    where = "/chain/slug" if isinstance(taken, welcoming.ChainSlugTaken) else "/property/slug"
    flaw = Flaw(where, taken.code, taken.sentence("zh"), taken.sentence("en"))
    return SlugTaken(**taken.facts, errors=[flaw])
