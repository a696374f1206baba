"""API keys: shown once, scoped, bound to properties, revoked at once."""

import hashlib
from datetime import timedelta

import pytest
import time_machine

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from partners import keys, scopes
from partners.models import ApiKey
from staff.roles import Ability, Role
from tenants.models import Property
from tests import doors
from tests.doors import Door


def make(door: Door, **body: object) -> dict[str, object]:
    response = door.add("/chains/acme/keys", {"name": "PMS", "scopes": ["stays:write"], **body})
    assert response.status_code == 201, response.content
    return dict(response.json())


def test_a_key_is_shown_once_and_kept_as_a_digest(acme: Chain) -> None:
    door = doors.as_role(acme, Role.OWNER)
    made = make(door)
    plain = str(made["key"])
    assert plain.startswith("hk_live_") and len(plain) == 48
    stored = ApiKey.objects.get(pk=made["id"])
    assert bytes(stored.digest) == hashlib.sha256(plain.encode()).digest()
    listed = door.read("/chains/acme/keys").json()["results"]
    assert [key["prefix"] for key in listed] == [plain[:12]]
    assert plain not in door.read("/chains/acme/keys").content.decode()
    assert plain not in str(Entry.objects.get(action="key.made").__dict__)


def test_a_revoked_key_is_refused_on_the_next_request(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    made = make(owner, scopes=["*"])
    holder = Door(HTTP_AUTHORIZATION=f"Bearer {made['key']}")
    assert holder.read("/chains/acme").status_code == 200
    assert owner.send("DELETE", f"/chains/acme/keys/{made['id']}").status_code == 204
    assert holder.read("/chains/acme").status_code == 401
    assert owner.send("DELETE", f"/chains/acme/keys/{made['id']}").status_code == 204
    assert Entry.objects.filter(action="key.revoked").count() == 1


def test_a_key_expires(acme: Chain) -> None:
    _, plain = keys.issue(acme, name="x", scopes=["*"], expires_at=clock.now() + timedelta(hours=1))
    holder = Door(HTTP_AUTHORIZATION=f"Bearer {plain}")
    assert holder.read("/chains/acme").status_code == 200
    ApiKey.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert holder.read("/chains/acme").status_code == 401


def test_a_key_says_when_it_was_used_to_the_minute(acme: Chain) -> None:
    holder = doors.with_key(acme)
    now = clock.now()
    with time_machine.travel(now, tick=False) as clockwork:
        holder.read("/chains/acme")
        clockwork.shift(timedelta(seconds=30))
        holder.read("/chains/acme")
        assert ApiKey.objects.get().last_used_at == now
        clockwork.shift(timedelta(seconds=31))
        holder.read("/chains/acme")
        assert ApiKey.objects.get().last_used_at == now + timedelta(seconds=61)


def test_a_key_of_one_property_sees_that_one_only(acme: Chain, acme_1: Property) -> None:
    holder = doors.with_key(acme, properties=[acme_1])
    assert [place["slug"] for place in holder.read("/chains/acme/properties").json()["results"]] == ["acme-1"]
    assert holder.read("/chains/acme/properties/acme-1").status_code == 200
    assert holder.read("/chains/acme/properties/acme-2").status_code == 404
    assert holder.change("/chains/acme", {"name": "x"}).status_code == 403, "not a key of the whole chain"


def test_a_key_does_what_its_scopes_say_and_no_more(acme: Chain) -> None:
    reader = doors.with_key(acme, "reports:read")
    assert reader.read("/chains/acme").status_code == 200
    refused = reader.read("/chains/acme/audit")
    assert (refused.status_code, refused.json()["needs"]) == (403, "see_audit")
    assert doors.with_key(acme, "audit:read").read("/chains/acme/audit").status_code == 200


def test_no_key_makes_keys_or_invites_people(acme: Chain) -> None:
    """A leaked key must not outlive its revocation."""
    holder = doors.with_key(acme, "*")
    assert holder.add("/chains/acme/keys", {"name": "x", "scopes": ["*"]}).status_code == 403
    assert holder.add("/chains/acme/invitations", {"email": "a@b.test", "role": "owner"}).status_code == 403
    assert not any(held & {Ability.MANAGE_KEYS, Ability.MANAGE_STAFF} for held in scopes.SCOPES.values())


def test_an_unknown_scope_is_refused_and_would_allow_nothing(acme: Chain) -> None:
    response = doors.as_role(acme, Role.OWNER).add(
        "/chains/acme/keys", {"name": "x", "scopes": ["stays:wirte"]}
    )
    assert (response.status_code, response.json()["type"]) == (422, "/problems/unknown-scope")
    assert scopes.abilities(["stays:wirte"]) == {Ability.SEE_CHAIN}


def test_a_key_for_anothers_property_is_refused(acme: Chain) -> None:
    body = {"name": "x", "scopes": ["*"], "properties": ["rival-1"]}
    assert doors.as_role(acme, Role.OWNER).add("/chains/acme/keys", body).status_code == 404


def test_a_key_needs_no_csrf_token_and_gets_no_cookie(acme: Chain) -> None:
    holder = doors.with_key(acme)
    response = holder.change("/chains/acme", {"name": "x"})
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("page", ["/session", "/session/password"])
def test_a_key_is_no_session(acme: Chain, page: str) -> None:
    holder = doors.with_key(acme)
    assert holder.send("GET" if page == "/session" else "PUT", page).status_code == 401


def test_recognising_key_chain_and_property_costs_one_query(
    acme: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    from api.callers import caller_of_key

    _, plain = keys.issue(acme, name="x", scopes=["*"])
    caller_of_key(plain, "acme-1", "203.0.113.7")  # notes its use
    asked = []
    execute = psycopg.Cursor.execute
    monkeypatch.setattr(
        psycopg.Cursor, "execute", lambda self, *a, **k: asked.append(a[0]) or execute(self, *a, **k)
    )
    caller = caller_of_key(plain, "acme-1", "203.0.113.7")
    assert caller is not None and caller.property is not None
    assert caller.property.chain.slug == "acme"
    assert len(asked) == 1
