"""A chain's staff: who works where as what, invitations, changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api import standing
from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer, nothing
from api.views import ChainView, Needs
from billing.standing import Act
from kernel import clock
from kernel.phones import mask
from staff import changing, inviting
from staff.access import grant_of
from staff.links import invitation_link
from staff.models import Invitation, Membership
from staff.roles import Ability, Role
from tenants import usage
from tenants.models import Property

Slugs = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=500)]
Email = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]


class StaffOut(msgspec.Struct):
    id: str
    name: str
    email: str | None
    phone: str | None  # masked
    role: str
    properties: list[str]  # empty: every property
    active: bool
    last_seen_at: datetime | None
    pending_invitation: bool


class StaffPage(msgspec.Struct):
    results: list[StaffOut]
    next: str | None


class NewInvitation(msgspec.Struct, forbid_unknown_fields=True):
    email: Email
    role: Role
    name: Annotated[str, Meta(max_length=80)] = ""
    properties: Slugs = []


class InvitationMade(msgspec.Struct):
    id: str
    link: str
    expires_at: datetime


class StaffChange(msgspec.Struct, forbid_unknown_fields=True):
    role: Role | UnsetType = UNSET
    properties: Slugs | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class StaffOfChainView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_STAFF

    def slugs(self) -> dict[int, str]:
        return dict(Property.objects.filter(chain=self.chain).values_list("pk", "slug"))

    def sees(self, role: str, property_ids: list[int]) -> bool:
        """Who is bound to properties sees those who work there too; HQ sees everybody."""
        theirs = grant_of(Membership(chain=self.chain, role=role, property_ids=property_ids)).property_ids
        return self.grant.property_ids is None or bool(theirs and theirs & self.grant.property_ids)


class StaffView(StaffOfChainView):
    act = Act.SAFE

    @extend_schema(
        parameters=parameters(Paged),
        responses={200: StaffPage},
        summary="Staff, and invitations not yet accepted",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, Paged)
        after = read(asked.cursor, tuple[str, str])
        slugs = self.slugs()
        rows = sorted([*self.members(slugs), *self.invited(slugs)], key=place_in_list)
        rows = [row for row in rows if after is None or place_in_list(row) > after]
        shown, following = page(rows, asked.limit, place_in_list)
        return answer(StaffPage(list(shown), following))

    def members(self, slugs: dict[int, str]) -> Iterable[StaffOut]:
        for held in Membership.objects.filter(chain=self.chain).select_related("staff"):
            if self.sees(held.role, held.property_ids):
                yield staff_out(held, slugs)

    def invited(self, slugs: dict[int, str]) -> Iterable[StaffOut]:
        waiting = Invitation.objects.filter(
            chain=self.chain, accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
        )
        for invitation in waiting:
            if self.sees(invitation.role, invitation.property_ids):
                yield StaffOut(
                    id=f"invitation-{invitation.pk}",
                    name=invitation.name,
                    email=invitation.email,
                    phone=None,
                    role=invitation.role,
                    properties=[slugs[place] for place in invitation.property_ids if place in slugs],
                    active=False,
                    last_seen_at=None,
                    pending_invitation=True,
                )


class InvitationsView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_STAFF
    shown_once: ClassVar[tuple[str, ...]] = ("link",)

    @extend_schema(
        request=NewInvitation,
        responses={201: InvitationMade},
        summary="Invite somebody by e-mail (7 days, once)",
    )
    def post(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, NewInvitation)
        with transaction.atomic():
            usage.demand(self.chain, "seats")
            invitation, token = inviting.invite(
                self.chain,
                self.grant,
                email=given.email,
                name=given.name,
                role=given.role,
                property_ids=self.property_ids(given.properties),
                invited_by=self.caller.staff,
            )
            self.record(
                "staff.invited", subject=invitation.email, role=given.role.value, properties=given.properties
            )
        return answer(InvitationMade(str(invitation.pk), invitation_link(token), invitation.expires_at), 201)


class InvitationRevokeView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_STAFF
    act = Act.SAFE

    @extend_schema(request=None, responses={204: None}, summary="Withdraw an invitation")
    def delete(self, request: Request, chain: str, id: int) -> HttpResponse:
        invitation = Invitation.objects.filter(
            pk=id, chain=self.chain, accepted_at=None, revoked_at=None
        ).first()
        if invitation is None:
            raise NotFound
        inviting.check_gift(self.grant, Role(invitation.role), invitation.property_ids)
        with transaction.atomic():
            Invitation.objects.filter(pk=id).update(revoked_at=clock.now())
            self.record("staff.invitation_withdrawn", subject=invitation.email)
        return nothing()


class StaffMemberView(StaffOfChainView):
    act = Act.SAFE

    @extend_schema(
        request=StaffChange,
        responses={200: StaffOut},
        summary="Change role, properties or employment, at once",
    )
    def patch(self, request: Request, chain: str, id: UUID) -> HttpResponse:
        held = Membership.objects.filter(chain=self.chain, staff_id=id).first()
        if held is None or not self.sees(held.role, held.property_ids):
            raise NotFound
        given = parse(request, StaffChange)
        if given != StaffChange(active=False):
            standing.allow(self, Act.WRITE)  # to shut somebody out is possible always
        with transaction.atomic():
            if given.active is True and not held.is_active:
                usage.demand(self.chain, "seats")
            changing.change(
                held,
                self.grant,
                role=None if given.role is UNSET else given.role,
                property_ids=None if given.properties is UNSET else self.property_ids(given.properties),
                is_active=None if given.active is UNSET else given.active,
            )
            self.record("staff.changed", subject=str(id), **msgspec.to_builtins(given))
        held = Membership.objects.select_related("staff").get(pk=held.pk)
        return answer(staff_out(held, self.slugs()))


def staff_out(held: Membership, slugs: dict[int, str]) -> StaffOut:
    staff = held.staff
    return StaffOut(
        id=str(staff.pk),
        name=staff.name,
        email=staff.email,
        phone=mask(staff.phone),
        role=held.role,
        properties=[slugs[place] for place in held.property_ids if place in slugs],
        active=held.is_active and staff.is_active,
        last_seen_at=staff.last_seen_at,
        pending_invitation=False,
    )


def place_in_list(row: StaffOut) -> tuple[str, str]:
    return row.name, row.id
