"""The words that staff put on guests."""

from typing import ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.remark_shapes import Tag, TagOut
from api.views import Needs
from loyalty.guests import tagging
from staff.roles import Ability
from tenants.context import raw_connection


class TagList(msgspec.Struct):
    results: list[TagOut]


class TagIn(msgspec.Struct, forbid_unknown_fields=True):
    name: Tag


class TagsView(GuestBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.EDIT_GUESTS}

    @extend_schema(responses={200: TagList}, summary="The standard words and the property's own")
    def get(self, request: Request, property: str) -> HttpResponse:
        sensitive = self.sight().sensitive
        words = tagging.vocabulary(raw_connection())
        return answer({"results": [word for word in words if sensitive or not word["sensitive"]]})

    @extend_schema(
        request=TagIn, responses={200: TagOut, 201: TagOut}, summary="Add a word of the property's own"
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        raw = raw_connection()
        names = tagging.clean([parse(request, TagIn).name])
        if not names:
            raise Malformed(Flaw("/name", "missing", "标签不能为空。", "A tag cannot be empty."))
        known = {word["name"]: word for word in tagging.vocabulary(raw)}
        if names[0] in known:
            return answer(known[names[0]])
        tagging.meet(raw, names)
        return answer({"name": names[0], "kind": "own", "sensitive": False}, status=201)
