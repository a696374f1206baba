"""Signing in, and what ends it (S5 of the security probes)."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse

from chains.models import Chain
from config.celery import app
from kernel import clock
from staff.models import Invitation, Membership, PasswordReset, StaffMember
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import PASSWORD, Door


@pytest.fixture
def li(acme: Chain) -> StaffMember:
    return doors.member(acme, Role.OWNER)


@pytest.fixture
def worker_at_once() -> Iterator[None]:
    """Tasks run where they are sent."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def stranger() -> Door:
    """A browser that has opened the page, and so has the CSRF cookie."""
    door = Door()
    assert door.read("/session").status_code == 401
    return door


def sign_in(door: Door, login: str, password: str = PASSWORD, **headers: str) -> HttpResponse:
    return door.add("/session", {"login": login, "password": password}, **headers)


def test_a_member_signs_in_and_is_told_where_to_work(acme: Chain, li: StaffMember) -> None:
    door = stranger()
    response = sign_in(door, li.email)
    assert response.status_code == 200, response.content
    body = response.json()
    assert body["staff"] == {"id": str(li.pk), "name": li.name, "email": li.email, "locale": "zh-CN"}
    [membership] = body["memberships"]
    assert membership["chain"]["targets"] == {"member": 40, "corporate": 20, "ota": 35, "walk_in": 5}
    assert membership["role"] == "owner"
    assert "manage_staff" in membership["abilities"]
    assert [place["slug"] for place in membership["properties"]] == ["acme-1", "acme-2"]
    assert body["csrf_token"]
    assert door.read("/session").json()["staff"] == body["staff"]
    log = door.read("/chains/acme/audit?action=session.began").json()["results"]
    assert [(entry["actor"]["id"], entry["actor"]["kind"]) for entry in log] == [(str(li.pk), "staff")]


@pytest.mark.parametrize("written", ["138 0013 8000", "+8613800138000", "13800138000"])
def test_a_phone_number_signs_in_however_it_is_written(acme: Chain, written: str) -> None:
    from staff.inviting import add_member

    add_member(acme, "13800138000", name="王芳", role=Role.OWNER, password=PASSWORD)
    assert sign_in(stranger(), written).status_code == 200


def test_an_email_signs_in_whatever_its_case(li: StaffMember) -> None:
    assert sign_in(stranger(), f"  {li.email.upper()} ").status_code == 200


def test_nobody_learns_who_has_an_account(acme: Chain, li: StaffMember) -> None:
    off = doors.member(acme, Role.OWNER)
    StaffMember.objects.filter(pk=off.pk).update(is_active=False)
    answers = [
        sign_in(stranger(), li.email, "wrong password", x_request_id="same"),
        sign_in(stranger(), "nobody@acme.test", "wrong password", x_request_id="same"),
        sign_in(stranger(), off.email, PASSWORD, x_request_id="same"),
        sign_in(stranger(), "not a login \x00", "wrong password", x_request_id="same"),
    ]
    assert {answer.status_code for answer in answers[:3]} == {401}
    assert len({answer.content for answer in answers[:3]}) == 1
    assert answers[3].status_code == 400


def test_an_unknown_login_costs_the_same_hash_as_a_known_one(
    li: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    from staff.signing_in import Hasher

    hashed = []
    encode = Hasher.encode
    monkeypatch.setattr(Hasher, "encode", lambda self, *a: hashed.append("encode") or encode(self, *a))
    verify = Hasher.verify
    monkeypatch.setattr(Hasher, "verify", lambda self, *a: hashed.append("verify") or verify(self, *a))
    sign_in(stranger(), li.email, "wrong password")
    sign_in(stranger(), "nobody@acme.test", "wrong password")
    assert hashed == ["verify", "encode"]


def test_ten_wrong_tries_lock_for_a_quarter_of_an_hour_per_login_and_address(li: StaffMember) -> None:
    door = stranger()
    start = clock.now()
    with time_machine.travel(start, tick=False) as clockwork:
        for n in range(9):
            spelling = li.email.upper() if n % 2 else li.email
            assert sign_in(door, spelling, "wrong password").status_code == 401
        tenth = sign_in(door, li.email, "wrong password")
        assert (tenth.status_code, tenth.json()["type"]) == (429, "/problems/locked-out")
        assert 0 < int(tenth["Retry-After"]) <= 900

        clockwork.shift(timedelta(minutes=14))
        still = sign_in(door, li.email)
        assert still.status_code == 429, "the right password must not open a locked door"
        assert int(still["Retry-After"]) <= 60, "tries while it is locked must not make it longer"
        elsewhere = stranger()
        elsewhere.defaults["REMOTE_ADDR"] = "198.51.100.7"
        assert sign_in(elsewhere, li.email).status_code == 200

        clockwork.shift(timedelta(minutes=2))
        assert sign_in(door, li.email).status_code == 200


def test_the_lock_is_in_the_database_so_that_a_wiped_redis_unlocks_nobody(li: StaffMember) -> None:
    from django.core.cache import cache

    door = stranger()
    for _ in range(10):
        sign_in(door, li.email, "wrong password")
    cache.clear()
    assert sign_in(door, li.email).status_code == 429


def test_a_client_cannot_choose_its_address(li: StaffMember) -> None:
    door = stranger()
    for n in range(10):
        sign_in(door, li.email, "wrong password", x_forwarded_for=f"203.0.113.{n}")
    assert sign_in(door, li.email, x_forwarded_for="203.0.113.99").status_code == 429


def test_behind_our_proxy_the_address_is_the_one_the_proxy_saw(settings: pytest.FixtureRequest) -> None:
    from django.test import RequestFactory

    from staff.signing_in import address

    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7")
    assert address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address(request) == "198.51.100.7"


def test_signing_in_changes_the_session_key_so_that_a_planted_one_is_worthless(li: StaffMember) -> None:
    door = stranger()
    session = door.session
    session["planted"] = True
    session.save()
    before = session.session_key
    door.cookies["huike_session"] = before
    assert sign_in(door, li.email).status_code == 200
    assert door.cookies["huike_session"].value != before
    thief = Door()
    thief.cookies["huike_session"] = before
    assert thief.read("/session").status_code == 401


def test_a_change_without_the_csrf_token_is_refused(li: StaffMember) -> None:
    door = doors.signed_in(li)
    del door.cookies["huike_csrf"]
    for method, path in [("PATCH", "/session"), ("DELETE", "/session"), ("PATCH", "/chains/acme")]:
        response = door.send(method, path, {})
        assert (response.status_code, response.json()["type"]) == (403, "/problems/csrf-failed"), path
    assert door.read("/session").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/session", {"login": "a@b.test", "password": "x"}),
        ("POST", "/password-resets", {"login": "a@b.test"}),
        ("PUT", "/password-resets/x", {"password": "x"}),
        ("POST", "/invitations/x", {"name": "x", "password": "x"}),
    ],
)
def test_strangers_need_the_csrf_token_too(db: None, method: str, path: str, body: object) -> None:
    response = Door().send(method, path, body)
    assert (response.status_code, response.json()["type"]) == (403, "/problems/csrf-failed")


def test_the_cookies_are_closed_to_scripts_and_other_sites(li: StaffMember) -> None:
    door = stranger()
    sign_in(door, li.email)
    cookie = door.cookies["huike_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_signing_out_ends_the_session_on_the_server(li: StaffMember) -> None:
    door = doors.signed_in(li)
    copied = door.cookies["huike_session"].value
    assert door.send("DELETE", "/session").status_code == 204
    thief = Door()
    thief.cookies["huike_session"] = copied
    assert thief.read("/session").status_code == 401
    assert Door().read("/session").status_code == 401


def test_name_and_language_are_ones_own_and_nothing_else_is(li: StaffMember) -> None:
    door = doors.signed_in(li)
    assert door.change("/session", {"locale": "en", "name": "Li"}).json()["staff"]["locale"] == "en"
    for field in ("email", "is_operator", "password", "is_active", "id"):
        assert door.change("/session", {field: True}).status_code == 400
    assert door.change("/session", {"locale": "xx"}).status_code == 400
    li.refresh_from_db()
    assert (li.name, li.locale, li.is_operator) == ("Li", "en", False)


def test_a_changed_password_keeps_this_session_and_ends_the_others(li: StaffMember) -> None:
    here, there = doors.signed_in(li), doors.signed_in(li)
    changed = here.send("PUT", "/session/password", {"current": PASSWORD, "new": "another long sentence"})
    assert changed.status_code == 204
    assert here.read("/session").status_code == 200
    assert there.read("/session").status_code == 401
    assert sign_in(stranger(), li.email).status_code == 401
    assert sign_in(stranger(), li.email, "another long sentence").status_code == 200


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "too_short"), ("password123", "too_common"), ("owner of acme", "too_similar")],
)
def test_weak_passwords_are_refused_with_the_reason(li: StaffMember, password: str, reason: str) -> None:
    response = doors.signed_in(li).send("PUT", "/session/password", {"current": PASSWORD, "new": password})
    assert (response.status_code, response.json()["type"]) == (422, "/problems/weak-password")
    assert response.json()["reason"] == reason


def test_the_current_password_is_asked_for_and_tries_are_counted(li: StaffMember) -> None:
    door = doors.signed_in(li)
    for _ in range(9):
        response = door.send("PUT", "/session/password", {"current": "wrong", "new": "another long sentence"})
        assert (response.status_code, response.json()["type"]) == (422, "/problems/wrong-password")
    tenth = door.send("PUT", "/session/password", {"current": "wrong", "new": "another long sentence"})
    assert tenth.status_code == 429


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"/(?:invite|reset)/(\S+)", str(letter.body))
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_set_anew_once_by_a_link(
    li: StaffMember, worker_at_once: None, mailoutbox: list[mail.EmailMessage]
) -> None:
    old = doors.signed_in(li)
    asked = stranger().add("/password-resets", {"login": li.email.upper()})
    assert (asked.status_code, asked.content) == (202, b"")
    token = link_in(mailoutbox[0])
    assert mailoutbox[0].to == [li.email]
    path = f"/password-resets/{token}"
    assert stranger().send("PUT", path, {"password": "short"}).status_code == 422
    assert stranger().send("PUT", path, {"password": "a new long sentence"}).status_code == 204
    assert stranger().send("PUT", path, {"password": "a third long sentence"}).status_code == 404
    assert old.read("/session").status_code == 401
    assert sign_in(stranger(), li.email, "a new long sentence").status_code == 200


def test_a_reset_link_dies_after_an_hour(
    li: StaffMember, worker_at_once: None, mailoutbox: list[mail.EmailMessage]
) -> None:
    stranger().add("/password-resets", {"login": li.email})
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        response = stranger().send(
            "PUT", f"/password-resets/{link_in(mailoutbox[0])}", {"password": "a new long sentence"}
        )
    assert (response.status_code, response.json()["type"]) == (404, "/problems/dead-link")


def test_asking_for_a_reset_tells_nothing_and_fills_no_mailbox(
    li: StaffMember, worker_at_once: None, mailoutbox: list[mail.EmailMessage]
) -> None:
    answers = [
        stranger().add("/password-resets", {"login": login}) for login in (li.email, "x@y.test", li.email)
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, b"")}
    assert len(mailoutbox) == 1
    assert PasswordReset.objects.count() == 1


def test_only_the_digest_of_a_link_is_kept(
    li: StaffMember, worker_at_once: None, mailoutbox: list[mail.EmailMessage]
) -> None:
    stranger().add("/password-resets", {"login": li.email})
    token = link_in(mailoutbox[0]).encode()
    assert token not in bytes(PasswordReset.objects.get().digest)


def test_an_invitation_makes_a_member_once(
    acme: Chain,
    acme_1: Property,
    li: StaffMember,
    mailoutbox: list[mail.EmailMessage],
    django_capture_on_commit_callbacks: object,
) -> None:
    door = doors.signed_in(li)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = door.add(
            "/chains/acme/invitations",
            {"email": "New@Acme.test", "name": "小王", "role": "front_desk", "properties": ["acme-1"]},
        )
    assert made.status_code == 201
    token = link_in(mailoutbox[0])
    assert made.json()["link"].endswith(token)
    shown = stranger().read(f"/invitations/{token}").json()
    assert shown == {
        "chain": {"name": acme.name},
        "role": "front_desk",
        "email": "new@acme.test",
        "name": "小王",
    }

    new = stranger()
    assert new.add(f"/invitations/{token}", {"name": "小王", "password": "short"}).status_code == 422
    accepted = new.add(f"/invitations/{token}", {"name": "小王", "password": PASSWORD})
    assert accepted.status_code == 200
    [membership] = accepted.json()["memberships"]
    assert [place["slug"] for place in membership["properties"]] == ["acme-1"]
    assert new.read("/session").status_code == 200
    for again in (
        stranger().read(f"/invitations/{token}"),
        new.add(f"/invitations/{token}", {"name": "x", "password": PASSWORD}),
    ):
        assert (again.status_code, again.json()["type"]) == (404, "/problems/dead-link")


def test_an_invitation_dies_after_seven_days_or_when_withdrawn_or_replaced(li: StaffMember) -> None:
    door = doors.signed_in(li)

    def invite() -> str:
        body = {"email": "new@acme.test", "role": "analyst"}
        return str(door.add("/chains/acme/invitations", body).json()["link"].rpartition("/")[2])

    first, second = invite(), invite()
    assert stranger().read(f"/invitations/{first}").status_code == 404
    assert stranger().read(f"/invitations/{second}").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert stranger().read(f"/invitations/{second}").status_code == 404
    number = Invitation.objects.get(revoked_at=None).pk
    assert door.send("DELETE", f"/chains/acme/invitations/{number}").status_code == 204
    assert stranger().read(f"/invitations/{second}").status_code == 404


def test_who_has_an_account_accepts_with_its_password(acme: Chain, rival: Chain, li: StaffMember) -> None:
    """Otherwise an invitation would be a way to set the password of somebody else's account."""
    known = doors.member(rival, Role.ANALYST)
    made = doors.signed_in(li).add("/chains/acme/invitations", {"email": known.email, "role": "analyst"})
    path = f"/invitations/{made.json()['link'].rpartition('/')[2]}"
    assert stranger().add(path, {"name": "x", "password": "some other sentence"}).status_code == 401
    accepted = stranger().add(path, {"name": "x", "password": PASSWORD})
    assert [held["chain"]["slug"] for held in accepted.json()["memberships"]] == ["acme", "rival"]
    assert Membership.objects.filter(staff=known).count() == 2


def test_the_night_removes_what_is_over_and_nothing_else(li: StaffMember) -> None:
    from api.tasks import tidy_up

    door = doors.signed_in(li)
    door.add("/chains/acme/invitations", {"email": "new@acme.test", "role": "analyst"}, idempotency_key="k")
    assert not any(tidy_up().values())
    assert door.read("/session").status_code == 200
    with time_machine.travel(clock.now() + timedelta(days=120)):
        done = tidy_up()
    assert (done["sessions"], done["invitations"], done["keyed_requests"]) == (1, 1, 1)


def test_who_works_nowhere_any_more_does_not_come_in(acme: Chain, li: StaffMember) -> None:
    door = doors.signed_in(li)
    Membership.objects.filter(staff=li).update(is_active=False)
    assert door.read("/session").status_code == 401
    assert door.read("/chains/acme").status_code == 401
    refused = sign_in(stranger(), li.email)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/no-membership")
