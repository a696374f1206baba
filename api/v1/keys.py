"""A chain's API keys: made (shown once), listed, changed, replaced, revoked; and sandboxes, which come with a key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer, nothing
from api.v1.chain import plain_changes
from api.views import ChainView, Needs, OpenView
from billing.standing import Act
from kernel.errors import Refused
from loyalty.sandbox import opening
from loyalty.sandbox.tasks import ring
from partners import keys, scopes
from partners.models import ApiKey
from staff.roles import Ability
from tenants.models import Property

KeyName = Annotated[str, Meta(min_length=1, max_length=80)]
Scopes = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(min_length=1, max_length=30)]
Slugs = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=500)]
Networks = Annotated[list[Annotated[str, Meta(min_length=1, max_length=43)]], Meta(max_length=50)]
OVERLAP_HOURS = keys.OVERLAP // timedelta(hours=1)
OVERLAP_HOURS_MAX = keys.OVERLAP_MAX // timedelta(hours=1)


class BoundToSandbox(Refused):
    code = "bound_to_sandbox"
    status = 422
    zh = "沙箱密钥只能打开自己的沙箱，不能改为其他门店。"
    en = "A sandbox's key opens that sandbox alone: it cannot be given other properties."


class KeyOut(msgspec.Struct):
    id: int
    name: str
    prefix: str
    scopes: list[str]
    properties: list[str]  # empty: every property
    networks: list[str]  # empty: from anywhere
    line: int  # keys that replaced one another share the id of the first
    state: str  # live | ending (works until expires_at) | expired | revoked
    sandbox: str | None  # slug of the sandbox it is bound to
    sandbox_state: str | None  # filling | ready
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
    name: KeyName
    scopes: Scopes
    properties: Slugs = []
    networks: Networks = []
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None
    sandbox: bool = False  # a new sandbox with guests and stays, which this key alone opens


class KeyChange(msgspec.Struct, forbid_unknown_fields=True):
    name: KeyName | UnsetType = UNSET
    scopes: Scopes | UnsetType = UNSET
    properties: Slugs | UnsetType = UNSET
    networks: Networks | UnsetType = UNSET


class KeyRotation(msgspec.Struct, forbid_unknown_fields=True):
    # For so long both keys work.
    overlap_hours: Annotated[int, Meta(ge=0, le=OVERLAP_HOURS_MAX)] = OVERLAP_HOURS


class KeyScope(msgspec.Struct):
    code: str
    zh: str
    en: str


class KeyScopes(msgspec.Struct):
    results: list[KeyScope]


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
        slugs = slugs_of(self)
        return answer(KeyPage([KeyOut(**shape(key, slugs)) for key in shown], following))

    @extend_schema(request=NewKey, responses={201: KeyMade}, summary="Make an API key; it is shown once")
    def post(self, request: Request, chain: str) -> HttpResponse:
        """With `sandbox`, a property for trying things out comes with it: half a year of stays, members, a programme.

        The key (`hk_test_…`) opens the sandbox alone. Revoking it closes the sandbox. A chain has five at most.
        There, `X-Sandbox-Fault: 500|429|timeout|duplicate|slow` makes a request fail, to try one's own code.
        """
        given = parse(request, NewKey)
        if given.sandbox and given.properties:
            zh, en = "沙箱密钥只属于它自己的沙箱。", "A sandbox's key opens that sandbox alone."
            raise Malformed(Flaw("/properties", "not_with_sandbox", zh, en))
        property_ids = self.property_ids(given.properties)
        with transaction.atomic():
            sandbox = self.opened() if given.sandbox else None
            key, plain = keys.issue(
                self.chain,
                name=given.name,
                scopes=given.scopes,
                property_ids=property_ids,
                networks=given.networks,
                expires_at=given.expires_at,
                sandbox_id=sandbox.pk if sandbox else None,
            )
            self.record("key.made", subject=key.prefix, name=key.name, scopes=key.scopes)
        return answer(KeyMade(**shape(key, slugs_of(self)), key=plain), 201)

    def opened(self) -> Property:
        """A sandbox, to be filled as soon as this is committed."""
        sandbox = opening.open_for_a_key(self.chain)
        self.record("property.opened", subject=sandbox.slug)
        transaction.on_commit(ring, robust=True)
        return sandbox


class KeyView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_KEYS
    act: ClassVar[Mapping[str, Act]] = {"delete": Act.SAFE}

    @extend_schema(
        request=KeyChange,
        responses={200: KeyOut},
        summary="Change what a key is called, what it may do, where and from where",
    )
    def patch(self, request: Request, chain: str, id: int) -> HttpResponse:
        key = one(self, id)
        given = parse(request, KeyChange)
        changed = plain_changes(given, "name", "scopes", "networks")
        if given.properties is not UNSET:
            if key.sandbox_id is not None:
                raise BoundToSandbox
            changed["property_ids"] = self.property_ids(given.properties)
        with transaction.atomic():
            keys.change(key, **changed)
            if changed:
                self.record("key.changed", subject=key.prefix, name=key.name, changed=changed)
        return answer(KeyOut(**shape(key, slugs_of(self))))

    @extend_schema(request=None, responses={204: None}, summary="Revoke a key, at once and for good")
    def delete(self, request: Request, chain: str, id: int) -> HttpResponse:
        """The last key of a sandbox closes it."""
        key = one(self, id)
        with transaction.atomic():
            if keys.revoke(key):
                self.record("key.revoked", subject=key.prefix, name=key.name)
                closed = opening.close_unused(key.sandbox_id) if key.sandbox_id else None
                if closed is not None:
                    self.record("property.closed", subject=closed.slug)
        return nothing()


class KeyRotateView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_KEYS
    act: ClassVar[Act] = Act.SAFE  # who has lost a key must be able to replace it, paid or not
    shown_once: ClassVar[tuple[str, ...]] = ("key",)

    @extend_schema(
        request=KeyRotation, responses={201: KeyMade}, summary="Replace a key; the new one is shown once"
    )
    def post(self, request: Request, chain: str, id: int) -> HttpResponse:
        """The old key works on for `overlap_hours`, so that it can be changed at the PMS without a gap."""
        key = one(self, id)
        given = parse(request, KeyRotation)
        with transaction.atomic():
            made, plain = keys.rotate(key, timedelta(hours=given.overlap_hours))
            self.record(
                "key.rotated",
                subject=key.prefix,
                name=key.name,
                made=made.prefix,
                overlap_hours=given.overlap_hours,
            )
        return answer(KeyMade(**shape(made, slugs_of(self)), key=plain), 201)


class KeyScopesView(OpenView):
    @extend_schema(responses={200: KeyScopes}, summary="The scopes a key may have, in words", auth=[])
    def get(self, request: Request) -> HttpResponse:
        return answer(KeyScopes([KeyScope(code, *words) for code, words in scopes.WORDS.items()]))


def one(view: ChainView, number: int) -> ApiKey:
    """The chain's key of this number; 404 for any other."""
    key = ApiKey.objects.filter(pk=number, chain=view.chain).first()
    if key is None:
        raise NotFound
    return key


def slugs_of(view: ChainView) -> dict[int, str]:
    return dict(Property.objects.filter(chain=view.chain).values_list("pk", "slug"))


def shape(key: ApiKey, slugs: dict[int, str]) -> dict[str, Any]:
    sandbox = slugs.get(key.sandbox_id) if key.sandbox_id is not None else None
    return {
        "id": key.pk,
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "properties": [slugs[place] for place in key.property_ids if place in slugs],
        "networks": key.networks,
        "line": key.line or key.pk,
        "state": keys.state_of(key),
        "sandbox": sandbox,
        "sandbox_state": None if sandbox is None else "ready" if key.sandbox_filled_at else "filling",
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    }
