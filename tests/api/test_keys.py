"""API keys: shown once, scoped, bound to properties, revoked at once."""

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from audit.models import Entry
from chains.models import Chain
from config import command
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
    assert refused.json()["scopes"] == ["audit:read"], "what to ask the chain for"
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


def test_a_replaced_key_works_on_for_the_overlap_and_no_longer(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    old = make(owner, scopes=["*"], networks=["127.0.0.1"], properties=["acme-1"])
    response = owner.add(f"/chains/acme/keys/{old['id']}/rotate", {"overlap_hours": 48})
    assert response.status_code == 201
    new = response.json()
    assert new["key"] != old["key"]
    inherited = ("name", "scopes", "properties", "networks", "line")
    assert [new[name] for name in inherited] == [old[name] for name in inherited]
    assert (new["state"], new["expires_at"]) == ("live", None)
    before = owner.read("/chains/acme/keys").json()["results"][1]
    assert (before["id"], before["state"]) == (old["id"], "ending")
    ends = ApiKey.objects.get(pk=old["id"]).expires_at
    assert ends is not None and abs(ends - clock.now() - timedelta(hours=48)) < timedelta(minutes=1)
    for key in (old, new):
        assert Door(HTTP_AUTHORIZATION=f"Bearer {key['key']}").read("/chains/acme").status_code == 200
    ApiKey.objects.filter(pk=old["id"]).update(expires_at=clock.now() - timedelta(seconds=1))
    assert Door(HTTP_AUTHORIZATION=f"Bearer {old['key']}").read("/chains/acme").status_code == 401
    assert owner.read("/chains/acme/keys").json()["results"][1]["state"] == "expired"
    entry = Entry.objects.get(action="key.rotated")
    assert new["key"] not in str(entry.__dict__)


def test_without_an_overlap_the_old_key_ends_at_once(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    old = make(owner, scopes=["*"])
    assert owner.add(f"/chains/acme/keys/{old['id']}/rotate", {"overlap_hours": 0}).status_code == 201
    assert Door(HTTP_AUTHORIZATION=f"Bearer {old['key']}").read("/chains/acme").status_code == 401


def test_the_overlap_never_makes_a_key_live_longer(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    ends = clock.now() + timedelta(hours=1)
    old = make(owner, expires_at=ends.isoformat())
    owner.add(f"/chains/acme/keys/{old['id']}/rotate", {"overlap_hours": 720})
    assert ApiKey.objects.get(pk=old["id"]).expires_at == ends


def test_two_keys_of_a_line_work_at_a_time(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    first = make(owner)
    second = owner.add(f"/chains/acme/keys/{first['id']}/rotate", {}).json()
    for key in (first, second):
        third = owner.add(f"/chains/acme/keys/{key['id']}/rotate", {})
        assert (third.status_code, third.json()["type"]) == (409, "/problems/too-many-live-keys")
    owner.send("DELETE", f"/chains/acme/keys/{first['id']}")
    third = owner.add(f"/chains/acme/keys/{second['id']}/rotate", {})
    assert (third.status_code, third.json()["line"]) == (201, first["id"])
    dead = owner.add(f"/chains/acme/keys/{first['id']}/rotate", {})
    assert (dead.status_code, dead.json()["type"]) == (409, "/problems/key-not-live")


def test_of_two_who_replace_a_key_at_once_one_is_refused(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control leaves the lock out: then both find room."""
    acme = Chain.objects.get(slug="acme")

    def made_by_two(number: int) -> int:
        meet = threading.Barrier(2)

        def rotate() -> bool:
            try:
                with transaction.atomic():
                    meet.wait(timeout=10)
                    keys.rotate(ApiKey.objects.get(pk=number))
                return True
            except keys.TooManyLiveKeys:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(lambda _: rotate(), range(2)))

    first, second = (keys.issue(acme, name="x", scopes=["*"])[0].pk for _ in range(2))
    assert made_by_two(first) == 1
    after_counting, really_made = threading.Barrier(2), keys._made
    monkeypatch.setattr(keys, "_turn", lambda line: None)
    monkeypatch.setattr(
        keys, "_made", lambda **fields: (after_counting.wait(timeout=10), really_made(**fields))[1]
    )
    assert made_by_two(second) == 2


def test_a_key_is_changed_and_that_is_on_record(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    made = make(owner, scopes=["*"])
    holder = Door(HTTP_AUTHORIZATION=f"Bearer {made['key']}")
    change = {"name": "绿云", "scopes": ["reports:read"], "properties": ["acme-2"]}
    response = owner.change(f"/chains/acme/keys/{made['id']}", change)
    assert response.status_code == 200
    assert response.json().items() >= change.items()
    assert holder.read("/properties/acme-1/guests").status_code == 404
    assert holder.read("/properties/acme-2/guests").status_code == 403
    assert Entry.objects.get(action="key.changed").facts["changed"]["scopes"] == ["reports:read"]
    assert owner.change(f"/chains/acme/keys/{made['id']}", {"scopes": ["no:such"]}).status_code == 422
    assert owner.change(f"/chains/acme/keys/{made['id']}", {"properties": ["rival-1"]}).status_code == 404
    owner.send("DELETE", f"/chains/acme/keys/{made['id']}")
    assert owner.change(f"/chains/acme/keys/{made['id']}", {"name": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("networks", "address", "status"),
    [
        ([], "203.0.113.7", 200),
        (["203.0.113.0/24"], "203.0.113.7", 200),
        (["198.51.100.1", "203.0.113.7"], "203.0.113.7", 200),
        (["203.0.113.0/24"], "203.0.114.7", 403),
        (["203.0.113.0/24"], "::ffff:203.0.113.7", 200),
        (["2001:db8::/32"], "2001:db8:1::9", 200),
        (["2001:db8::/32"], "203.0.113.7", 403),
        (["203.0.113.0/24"], "no address", 403),
    ],
)
def test_a_key_works_from_its_networks_only(
    acme: Chain, networks: list[str], address: str, status: int
) -> None:
    made = make(doors.as_role(acme, Role.OWNER), scopes=["*"], networks=networks)
    response = Door(HTTP_AUTHORIZATION=f"Bearer {made['key']}", REMOTE_ADDR=address).read("/chains/acme")
    assert response.status_code == status
    if status == 403:
        assert response.json()["type"] == "/problems/address-not-allowed"


def test_no_header_takes_a_key_to_its_network(acme: Chain, settings: Any) -> None:
    made = make(doors.as_role(acme, Role.OWNER), scopes=["*"], networks=["203.0.113.0/24"])
    holder = Door(HTTP_AUTHORIZATION=f"Bearer {made['key']}", REMOTE_ADDR="10.0.0.1")
    assert holder.read("/chains/acme", X_FORWARDED_FOR="203.0.113.7").status_code == 403
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert holder.read("/chains/acme", X_FORWARDED_FOR="203.0.113.7, 198.51.100.1").status_code == 403
    assert holder.read("/chains/acme", X_FORWARDED_FOR="1.1.1.1, 203.0.113.7").status_code == 200


def test_networks_are_kept_as_networks(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    made = make(owner, networks=["203.0.113.7/24", "203.0.113.7", "2001:db8::1"])
    assert made["networks"] == ["2001:db8::1/128", "203.0.113.0/24", "203.0.113.7/32"]
    body = {"name": "x", "scopes": ["*"], "networks": ["203.0.113.0/33"]}
    refused = owner.add("/chains/acme/keys", body)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/bad-network")


def test_every_scope_is_said_in_words(db: None) -> None:
    told = {row["code"]: row for row in Door().read("/key-scopes").json()["results"]}
    assert told.keys() == scopes.SCOPES.keys() | {"*"}
    assert all(row["zh"] and row["en"] for row in told.values())


def test_a_key_is_replaced_from_the_command_line(acme: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    key, plain = keys.issue(acme, name="x", scopes=["*"])
    arguments = ["key", "rotate", "--id", str(key.pk), "--overlap-hours", "1", "--json"]
    assert command.run(command.parser(), arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["replaces"], ApiKey.objects.get(pk=told["id"]).line) == (key.pk, key.pk)
    for each in (plain, told["key"]):
        assert Door(HTTP_AUTHORIZATION=f"Bearer {each}").read("/chains/acme").status_code == 200
