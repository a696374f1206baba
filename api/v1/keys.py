"""A chain's API keys: made (shown once), listed, revoked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer, nothing
from api.views import ChainView, Needs
from billing.standing import Act
from partners import keys
from partners.models import ApiKey
from staff.roles import Ability
from tenants.models import Property


class KeyOut(msgspec.Struct):
    id: int
    name: str
    prefix: str
    scopes: list[str]
    properties: list[str]  # empty: every property
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


class KeyMade(KeyOut):
    key: str  # shown this once


class KeyPage(msgspec.Struct):
    results: list[KeyOut]
    next: str | None


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    scopes: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(min_length=1, max_length=30)]
    properties: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=500)] = []
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class KeysView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_KEYS
    act: ClassVar[Mapping[str, Act]] = {"get": Act.SAFE}
    shown_once: ClassVar[tuple[str, ...]] = ("key",)

    @extend_schema(
        parameters=parameters(Paged), responses={200: KeyPage}, summary="API keys, the newest first"
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, Paged)
        found = ApiKey.objects.filter(chain=self.chain).order_by("-id")
        if after := read(asked.cursor, tuple[int]):
            found = found.filter(pk__lt=after[0])
        shown, following = page(list(found[: asked.limit + 1]), asked.limit, lambda key: (key.pk,))
        slugs = self.slugs()
        return answer(KeyPage([KeyOut(**shape(key, slugs)) for key in shown], following))

    @extend_schema(request=NewKey, responses={201: KeyMade}, summary="Make an API key; it is shown once")
    def post(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, NewKey)
        with transaction.atomic():
            key, plain = keys.issue(
                self.chain,
                name=given.name,
                scopes=given.scopes,
                property_ids=self.property_ids(given.properties),
                expires_at=given.expires_at,
            )
            self.record("key.made", subject=key.prefix, name=key.name, scopes=key.scopes)
        return answer(KeyMade(**shape(key, self.slugs()), key=plain), 201)

    def slugs(self) -> dict[int, str]:
        return dict(Property.objects.filter(chain=self.chain).values_list("pk", "slug"))


class KeyView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_KEYS
    act: ClassVar[Mapping[str, Act]] = {"delete": Act.SAFE}

    @extend_schema(request=None, responses={204: None}, summary="Revoke a key, at once and for good")
    def delete(self, request: Request, chain: str, id: int) -> HttpResponse:
        key = ApiKey.objects.filter(pk=id, chain=self.chain).first()
        if key is None:
            raise NotFound
        with transaction.atomic():
            if keys.revoke(key):
                self.record("key.revoked", subject=key.prefix, name=key.name)
        return nothing()


def shape(key: ApiKey, slugs: dict[int, str]) -> dict[str, Any]:
    return {
        "id": key.pk,
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "properties": [slugs[place] for place in key.property_ids if place in slugs],
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }
