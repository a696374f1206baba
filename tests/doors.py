"""The ways in: a key, a member of staff with a session, a stranger. JSON in and out."""

import itertools
from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpResponse
from django.test import Client

from chains.models import Chain
from partners import keys
from staff.inviting import add_member
from staff.models import StaffMember
from staff.roles import OF_A_PROPERTY, Role
from tenants.models import Property

PASSWORD = "correct horse battery"
_number = itertools.count(1)


class Door(Client):
    """Django's test client that sends JSON, with CSRF enforced as for a browser."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(enforce_csrf_checks=True, **defaults)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """One request below /api/v1; `headers` in the spelling of HTTP_… without the prefix (IDEMPOTENCY_KEY)."""
        extra = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if "huike_csrf" in self.cookies:
            extra.setdefault("HTTP_X_CSRFTOKEN", self.cookies["huike_csrf"].value)
        return self.generic(
            method.upper(),
            "/api/v1" + path,
            *([] if body is None else [_json(body)]),
            "application/json",
            **extra,
        )

    # Shorter names for the usual.
    def read(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, **headers)

    def add(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def change(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, body, **headers)


def with_key(chain: Chain, *scopes: str, properties: Iterable[Property] = ()) -> Door:
    """Holds a fresh key of the chain ("*" when no scope is named)."""
    _, plain = keys.issue(
        chain, name="test", scopes=scopes or ("*",), property_ids=[place.pk for place in properties]
    )
    return Door(HTTP_AUTHORIZATION=f"Bearer {plain}")


def member(chain: Chain, role: Role, properties: Iterable[Property] = ()) -> StaffMember:
    """Somebody new at the chain; managers and the desk work at its first property unless told otherwise."""
    places = list(properties)
    if role in OF_A_PROPERTY and not places:
        places = list(Property.objects.filter(chain=chain).order_by("slug")[:1])
    return add_member(
        chain,
        f"{role.value}-{next(_number)}@{chain.slug}.test",
        name=f"{role.value} of {chain.slug}",
        role=role,
        password=PASSWORD,
        property_ids=[place.pk for place in places],
    )


def signed_in(staff: StaffMember) -> Door:
    """A browser in which this person is signed in (without the cost of the password)."""
    door = Door()
    door.force_login(staff, backend="staff.signing_in.LoginBackend")
    assert door.read("/session").status_code == 200  # brings the CSRF cookie
    return door


def as_role(chain: Chain, role: Role, properties: Iterable[Property] = ()) -> Door:
    return signed_in(member(chain, role, properties))


def _json(body: Any) -> bytes:
    return body if isinstance(body, bytes) else msgspec.json.encode(body)
