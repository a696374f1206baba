"""Guests of one family who spend points from one pool."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.rendering import answer
from api.v1.point_shapes import FamilyHeld, FamilyPut
from api.v1.points import PointsBase
from api.views import Needs
from billing.standing import Act
from loyalty.programme import versions
from loyalty.programme.points import families, reading
from loyalty.programme.points.refusals import NoProgramme
from staff.roles import Ability


class FamilyView(PointsBase):
    needs: ClassVar[Needs] = {
        "get": Ability.SEE_GUESTS,
        "put": Ability.MOVE_VALUE,
        "delete": Ability.MOVE_VALUE,
    }
    act: ClassVar[Mapping[str, Act]] = {"put": Act.WRITE, "delete": Act.WRITE}

    @extend_schema(responses={200: FamilyHeld}, summary="The family a guest spends points with")
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.shown(id)

    @extend_schema(
        request=FamilyPut,
        responses={200: FamilyHeld},
        summary="Say who is one family; nobody belongs to two",
    )
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, FamilyPut)
        with transaction.atomic():
            guest = self.standing(id)
            others = [self.another(each, f"/members/{n}") for n, each in enumerate(given.members)]
            published = versions.in_force(self.raw(), self.today())
            if published is None:
                raise NoProgramme
            terms = published.programme.points.family
            made = families.unite(self.raw(), terms, [guest, *others], self.caller.actor())
            self.record("family.united", subject=str(guest), members=[str(each) for each in made.members])
        return self.shown(id)

    @extend_schema(
        responses={200: FamilyHeld}, summary="The guest leaves the family; points stay with whom they are"
    )
    def delete(self, request: Request, property: str, id: int) -> HttpResponse:
        with transaction.atomic():
            guest = self.standing(id)
            if families.leave(self.raw(), guest):
                self.record("family.left", subject=str(guest))
        return self.shown(id)

    def shown(self, guest_id: int) -> HttpResponse:
        rows = self.rows(guest_id)
        family = reading.family_of(self.raw(), rows, self.today(), secret=self.sight().secret)
        return answer({"family": family})
