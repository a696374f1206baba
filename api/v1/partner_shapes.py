"""The partner interface's shapes: field names as loyalty dialogues of PMSs send them (camel case, other than elsewhere)."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

Text = Annotated[str, Meta(max_length=255)]
Email = Annotated[str, Meta(max_length=255, pattern=r"^[^@\s]+@[^@\s]+$")]
MembershipId = Annotated[str, Meta(min_length=3, max_length=62, pattern=r"^[a-z0-9-]+\.[0-9]{1,18}$")]
MembershipNumber = Annotated[str, Meta(max_length=19, pattern=r"^[0-9]+$")]
CustomerId = Annotated[str, Meta(min_length=1, max_length=64)]


class PartnerAsked(
    msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """Whose members: `providerEnterpriseId` is the property's slug. Left out, the key must be bound to one property."""

    provider_enterprise_id: Annotated[str, Meta(max_length=40)] | None = None
    mews_enterprise_id: Annotated[str, Meta(max_length=64)] | None = None  # the PMS's own; not needed here


class PartnerAddress(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Taken and not kept: Huike holds no guest's address."""

    line1: Text | None = None
    line2: Text | None = None
    city: Text | None = None
    postal_code: Text | None = None
    country_code: Annotated[str, Meta(max_length=2)] | None = None
    country_subdivision_code: Annotated[str, Meta(max_length=6)] | None = None


class PartnerCustomer(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Somebody at the desk. `customerId` is the PMS's own number for him, as it stands in his stays' `guest.external_id`."""

    last_name: Annotated[str, Meta(min_length=1, max_length=60)]
    first_name: Annotated[str, Meta(max_length=60)] | None = None
    email: Email | None = None
    phone_number: Annotated[str, Meta(max_length=32)] | None = None
    birthday: date | None = None
    address: PartnerAddress | None = None
    customer_id: CustomerId | None = None


class PartnerEnrolment(PartnerAsked):
    customer: PartnerCustomer


class PartnerFilter(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """At least one of: email, phoneNumber, membershipNumber, providerMembershipId, or firstName with lastName.

    City, postal code and country are taken and not looked at: Huike holds no guest's address.
    """

    provider_membership_id: MembershipId | None = None
    membership_number: MembershipNumber | None = None
    email: Email | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    phone_number: Annotated[str, Meta(max_length=32)] | None = None
    city: Text | None = None
    postal_code: Text | None = None
    country_code: Annotated[str, Meta(max_length=2)] | None = None


class PartnerSearch(PartnerAsked):
    member_filter: PartnerFilter


class PartnerListing(PartnerAsked):
    provider_membership_ids: Annotated[list[MembershipId], Meta(min_length=1, max_length=100)]


class PartnerLink(PartnerAsked):
    provider_membership_id: MembershipId
    customer_id: CustomerId


class PartnerMembership(msgspec.Struct, rename="camel", kw_only=True):
    provider_membership_id: str
    membership_number: str
    status: str  # enrolled
    tier: str  # in the language asked for
    points: int
    expires_at: datetime | None = None  # when the tier ends; null: without end
    deeplink_url: str | None = None  # the member's own page


class PartnerMember(msgspec.Struct, rename="camel", kw_only=True):
    first_name: str
    last_name: str
    membership: PartnerMembership
    email: str | None = None
    phone_number: str | None = None  # masked without the scope guests:pii
    birthday: date | None = None


class PartnerMembers(msgspec.Struct, rename="camel"):
    members: list[PartnerMember]


class PartnerMemberships(msgspec.Struct, rename="camel"):
    memberships: list[PartnerMembership]
