"""The front desk as the PMS names it, whose accounts these are, and who holds which shift."""

from datetime import time
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.guests import number
from api.views import Needs, PropertyView
from loyalty.remarks.models import Shift
from loyalty.stays.models import Clerk
from staff.models import Membership
from staff.roles import Ability
from tenants.context import in_public

MOST_SHIFTS = 12
TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


class DeskClerk(msgspec.Struct):
    id: str
    external_id: str
    name: str
    shift: str | None
    staff_id: UUID | None


class DeskClerks(msgspec.Struct):
    results: list[DeskClerk]


class ClerkChange(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    staff_id: UUID | UnsetType | None = UNSET
    name: Annotated[str, Meta(min_length=1, max_length=80)] | UnsetType = UNSET


class ShiftShape(msgspec.Struct, forbid_unknown_fields=True):
    """From `starts`, `ends` not included; one that ends before it starts runs over midnight."""

    name: Annotated[str, Meta(min_length=1, max_length=20)]
    starts: Annotated[str, Meta(pattern=TIME)]
    ends: Annotated[str, Meta(pattern=TIME)]
    holder: str | None = None


class ShiftList(msgspec.Struct, forbid_unknown_fields=True):
    shifts: Annotated[list[ShiftShape], Meta(max_length=MOST_SHIFTS)]


def desk_clerk(clerk: Clerk, shifts: dict[int, str]) -> DeskClerk:
    name = clerk.name or clerk.external_id
    return DeskClerk(str(clerk.pk), clerk.external_id, name, shifts.get(clerk.pk), clerk.staff)


def shifts_held() -> dict[int, str]:
    """Clerk -> the shift he holds."""
    return {
        holder: name for name, holder in Shift.objects.values_list("name", "holder_id") if holder is not None
    }


class ClerksView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: DeskClerks}, summary="Who checks guests in here, by the PMS's names")
    def get(self, request: Request, property: str) -> HttpResponse:
        shifts = shifts_held()
        return answer(
            {"results": [desk_clerk(clerk, shifts) for clerk in Clerk.objects.order_by("external_id")]}
        )


class ClerkView(PropertyView):
    needs: ClassVar[Needs] = Ability.MANAGE_PROPERTY

    @extend_schema(
        request=ClerkChange, responses={200: DeskClerk}, summary="Say whose account a clerk's is, or his name"
    )
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ClerkChange)
        clerk = Clerk.objects.filter(pk=id).first() if id < 2**63 else None
        if clerk is None:
            raise NotFound
        if given.staff_id is not UNSET:
            if given.staff_id is not None and not self.works_here(given.staff_id):
                raise Malformed(
                    Flaw("/staff_id", "no_such_staff", "这家门店没有这个员工。", "Nobody of this property.")
                )
            clerk.staff = given.staff_id
        if given.name is not UNSET:
            clerk.name = " ".join(given.name.split()) or clerk.external_id
        clerk.save(update_fields=["staff", "name"])
        self.record("clerk.changed", subject=clerk.external_id)
        return answer(desk_clerk(clerk, shifts_held()))

    def works_here(self, staff_id: UUID) -> bool:
        with in_public():
            held = Membership.objects.filter(
                staff_id=staff_id, chain_id=self.property.chain_id, is_active=True
            ).first()
        return held is not None and (not held.property_ids or self.property.pk in held.property_ids)


class ShiftsView(PropertyView):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "put": Ability.MANAGE_PROPERTY}

    @extend_schema(responses={200: ShiftList}, summary="Shifts and who holds them")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer({"shifts": [shift_out(shift) for shift in Shift.objects.order_by("starts", "pk")]})

    @extend_schema(request=ShiftList, responses={200: ShiftList}, summary="Replace the shifts")
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, ShiftList).shifts
        made = [self.shift(each, index) for index, each in enumerate(given)]
        if len({shift.name for shift in made}) < len(made):
            raise Malformed(Flaw("/shifts", "twice", "班次名称重复。", "Two shifts have one name."))
        with transaction.atomic():
            Shift.objects.all().delete()
            Shift.objects.bulk_create(made)
            self.record("shifts.set", subject=self.property.slug, shifts=[shift.name for shift in made])
        return self.get(request, property)

    def shift(self, given: ShiftShape, index: int) -> Shift:
        holder = None
        if given.holder is not None:
            pointer = f"/shifts/{index}/holder"
            holder = Clerk.objects.filter(pk=number(given.holder, pointer)).first()
            if holder is None:
                raise Malformed(
                    Flaw(pointer, "no_such_clerk", "没有这个前台员工。", "There is no such clerk.")
                )
        name = " ".join(given.name.split())
        if not name:
            raise Malformed(
                Flaw(f"/shifts/{index}/name", "missing", "班次没有名称。", "A shift needs a name.")
            )
        starts, ends = time.fromisoformat(given.starts), time.fromisoformat(given.ends)
        return Shift(name=name, starts=starts, ends=ends, holder=holder)


def shift_out(shift: Shift) -> ShiftShape:
    holder = str(shift.holder_id) if shift.holder_id is not None else None
    return ShiftShape(shift.name, f"{shift.starts:%H:%M}", f"{shift.ends:%H:%M}", holder)
