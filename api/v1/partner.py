"""Loyalty as a PMS asks a loyalty partner for it: enrol, search, read, link. By keys only."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, TypeVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.errors import locale_of
from api.parsing import parse
from api.refusals import Flaw, Forbidden, Malformed
from api.rendering import answer, nothing
from api.v1.partner_shapes import (
    PartnerAsked,
    PartnerCustomer,
    PartnerEnrolment,
    PartnerFilter,
    PartnerLink,
    PartnerListing,
    PartnerMember,
    PartnerMembers,
    PartnerMembership,
    PartnerMemberships,
    PartnerSearch,
)
from api.views import CallerView, Needs
from billing.standing import Act
from kernel import clock, phones
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.enrolling import enrolling, names, numbers
from loyalty.enrolling.enrolling import Customer, in_force
from loyalty.enrolling.members import Member, Wanted, find, members
from loyalty.programme.document import Programme
from staff.roles import Ability
from tenants.context import in_property, raw_connection
from tenants.models import Property

Asked = TypeVar("Asked", bound=PartnerAsked)


class UnknownEnterprise(Refused):
    """Also for a property of another chain: the two are not told apart."""

    code = "unknown_enterprise"
    status = 404
    zh = "请在 providerEnterpriseId 中填写门店标识；密钥只属于一家门店时可以省略。"
    en = "Give the property's slug as providerEnterpriseId; it may be left out when the key is bound to one property."


class UnknownMembership(Refused):
    code = "unknown_membership"
    status = 404
    zh = "没有这个会员。"
    en = "There is no such membership."


class PartnerView(CallerView):
    """The property stands in the body, or follows from the key; the handler runs inside it."""

    property: Property
    needs: ClassVar[Needs] = Ability.ENROL_MEMBERS
    shape: ClassVar[type[PartnerAsked]]
    asked: Any

    def find(self, request: Request, **kwargs: Any) -> None:
        needed = self.ability()
        self.asked = parse(request, self.shape)
        self.stand_in(self.asked.provider_enterprise_id, needed)

    def stand_in(self, slug: str | None, needed: Ability) -> None:
        """Stand in the property of this slug, or in the only one the key is bound to."""
        open_ones = Property.objects.select_related("chain__account").filter(
            chain__in=self.caller.grants, state="open"
        )
        if slug is not None:
            found = open_ones.filter(slug=slug)
        else:
            bound = [grant.property_ids for grant in self.caller.grants.values() if grant.property_ids]
            found = open_ones.filter(pk__in=frozenset().union(*bound))
        places = [place for place in found[:2] if self.caller.grants[place.chain_id].covers(place.pk)]
        if len(places) != 1:
            raise UnknownEnterprise
        self.property = places[0]
        if self.caller.kind != "key":
            raise Forbidden(needs=needed.value)
        self.demand(needed, self.property)

    def enter(self) -> None:
        self.held.enter_context(in_property(self.property))

    def place(self) -> Property:
        return self.property

    def programme(self) -> Programme:
        return in_force(Statements(raw_connection()), self.property).programme

    def english(self) -> bool:
        return locale_of(self.request.headers.get("Accept-Language", "")) == "en"

    def guest_of(self, membership_id: str) -> int:
        """The guest of a membership id of this property; UnknownMembership for any other."""
        slug, _, guest = membership_id.rpartition(".")
        if slug != self.property.slug:
            raise UnknownMembership
        return int(guest)

    def membership(self, member: Member) -> PartnerMembership:
        until = member.tier_until
        zone = clock.zone(self.property.time_zone)
        return PartnerMembership(
            provider_membership_id=f"{self.property.slug}.{member.guest_id}",
            membership_number=member.number,
            status="enrolled",
            tier=(member.tier_en or member.tier) if self.english() else member.tier,
            points=member.points,
            # Held through that day.
            expires_at=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        )

    def member(self, member: Member) -> PartnerMember:
        first, last = names.parts(member.name)
        full = self.caller.may(Ability.SEE_FULL_PHONE, self.property)
        return PartnerMember(
            first_name=first,
            last_name=last,
            membership=self.membership(member),
            email=member.email or None,
            phone_number=member.phone if full else phones.mask(member.phone),
            birthday=member.birthday,
        )


class PartnerEnrolView(PartnerView):
    shape: ClassVar[type[PartnerAsked]] = PartnerEnrolment

    @extend_schema(
        request=PartnerEnrolment,
        responses={200: PartnerMembership},
        summary="Enrol a customer; who is a member already keeps the membership",
    )
    def post(self, request: Request) -> HttpResponse:
        member, is_new = enrolling.enrol(self.property, customer_of(self.asked.customer))
        if is_new:
            self.record("member.enrolled", subject=str(member.guest_id), guests=[str(member.guest_id)])
        return answer(self.membership(member))


class PartnerSearchView(PartnerView):
    shape: ClassVar[type[PartnerAsked]] = PartnerSearch
    act: ClassVar[Act | Mapping[str, Act] | None] = Act.BALANCE

    @extend_schema(request=PartnerSearch, responses={200: PartnerMembers}, summary="Search members")
    def post(self, request: Request) -> HttpResponse:
        wanted = wanted_of(self.asked.member_filter, self)
        found = find(Statements(raw_connection()), self.programme(), wanted) if wanted else []
        if self.caller.may(Ability.SEE_FULL_PHONE, self.property):
            for member in found:
                self.record("guest.phone_read", subject=str(member.guest_id))
        return answer(PartnerMembers([self.member(member) for member in found]))


class PartnerListView(PartnerView):
    shape: ClassVar[type[PartnerAsked]] = PartnerListing
    act: ClassVar[Act | Mapping[str, Act] | None] = Act.BALANCE

    @extend_schema(
        request=PartnerListing,
        responses={200: PartnerMemberships},
        summary="Memberships by their ids, in the order asked for; unknown ones are left out",
    )
    def post(self, request: Request) -> HttpResponse:
        asked = [
            int(guest)
            for each in self.asked.provider_membership_ids
            if (parts := each.rpartition("."))[0] == self.property.slug and (guest := parts[2])
        ]
        found = members(Statements(raw_connection()), self.programme(), asked)
        return answer(
            PartnerMemberships([self.membership(found[guest]) for guest in asked if guest in found])
        )


class PartnerMembershipView(PartnerView):
    """One membership, by its id, which names the property."""

    act: ClassVar[Act | Mapping[str, Act] | None] = Act.BALANCE

    def find(self, request: Request, **kwargs: Any) -> None:
        needed = self.ability()
        self.stand_in(kwargs["id"].rpartition(".")[0], needed)

    @extend_schema(responses={200: PartnerMember}, summary="Read one membership with its member")
    def get(self, request: Request, id: str) -> HttpResponse:
        member = one(self, id)
        if self.caller.may(Ability.SEE_FULL_PHONE, self.property):
            self.record("guest.phone_read", subject=str(member.guest_id))
        return answer(self.member(member))


class PartnerLinkView(PartnerView):
    shape: ClassVar[type[PartnerAsked]] = PartnerLink

    @extend_schema(
        request=PartnerLink,
        responses={200: PartnerMembership},
        summary="Link a membership to the PMS's own number of a customer",
    )
    def post(self, request: Request) -> HttpResponse:
        member = one(self, self.asked.provider_membership_id)
        enrolling.link(self.property, member.guest_id, self.asked.customer_id)
        self.record("member.linked", subject=str(member.guest_id), guests=[str(member.guest_id)])
        return answer(self.membership(one(self, self.asked.provider_membership_id)))


class PartnerUnlinkView(PartnerView):
    shape: ClassVar[type[PartnerAsked]] = PartnerLink

    @extend_schema(request=PartnerLink, responses={204: None}, summary="Take such a link back")
    def post(self, request: Request) -> HttpResponse:
        member = one(self, self.asked.provider_membership_id)
        if enrolling.unlink(self.property, member.guest_id, self.asked.customer_id):
            self.record("member.unlinked", subject=str(member.guest_id), guests=[str(member.guest_id)])
        return nothing()


def one(view: PartnerView, membership_id: str) -> Member:
    """The member of this id, or UnknownMembership."""
    guest = view.guest_of(membership_id)
    found = members(Statements(raw_connection()), view.programme(), [guest]).get(guest)
    if found is None:
        raise UnknownMembership
    return found


def customer_of(given: PartnerCustomer) -> Customer:
    phone = phones.e164(given.phone_number) if given.phone_number else None
    if given.phone_number and phone is None:
        raise Malformed(
            Flaw(
                "/customer/phoneNumber",
                "bad_phone",
                "这不是有效的电话号码。",
                "This is not a telephone number.",
            )
        )
    name = names.whole(given.first_name or "", given.last_name)
    if not name:
        raise Malformed(Flaw("/customer/lastName", "too_short", "姓名不能为空。", "A name is needed."))
    return Customer(
        name=name,
        phone=phone,
        email=given.email.strip().casefold() if given.email else None,
        birthday=given.birthday,
        number=given.customer_id,
    )


def wanted_of(given: PartnerFilter, view: PartnerView) -> Wanted | None:
    """The filter in our spelling; None for what can match nobody. Malformed for one that asks for nothing."""
    guest = None
    if given.provider_membership_id is not None:
        slug, _, number = given.provider_membership_id.rpartition(".")
        if slug != view.property.slug:
            return None
        guest = int(number)
    if given.membership_number is not None:
        numbered = numbers.guest_of(given.membership_number)
        if numbered is None or guest not in (None, numbered):
            return None
        guest = numbered
    name = names.whole(given.first_name or "", given.last_name or "")
    named = name if given.first_name and given.last_name else None
    phone = phones.e164(given.phone_number) if given.phone_number else None
    email = given.email.strip().casefold() if given.email else None
    if guest is None and not (named or email or given.phone_number):
        raise Malformed(
            Flaw(
                "/memberFilter",
                "filter_too_wide",
                "请至少提供邮箱、电话、会员号，或姓和名。",
                "Give an e-mail, a phone number, a membership number, or first and last name.",
            )
        )
    if given.phone_number and phone is None:
        return None
    return Wanted(guest_id=guest, phone=phone, email=email, name=named)
