"""A chain opens itself: by a link, in one transaction, with its first property and a trial."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse

from billing.models import Account
from chains.models import Chain, FirstRun
from config.celery import app
from kernel import clock
from staff import signing_up
from staff.models import Membership, SignUp, StaffMember
from staff.roles import Role
from tenants import provisioning
from tenants.models import Property, Spare
from tests import doors
from tests.doors import PASSWORD, Door

ASKED = {"email": "chen@qichuan.test", "name": "陈立", "chain_name": "栖川酒店", "locale": "zh-CN"}
OPENED = {
    "password": PASSWORD,
    "chain": {"name": "栖川酒店", "slug": "qichuan"},
    "property": {"name": "平江店", "city": "苏州"},
}


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


@pytest.fixture
def link(db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The token of a sign-up that was just asked for."""
    return linked(monkeypatch)


def linked(monkeypatch: pytest.MonkeyPatch, email: str = "chen@qichuan.test", token: str = "tok-1") -> str:
    monkeypatch.setattr("staff.links.new_token", lambda: token)
    monkeypatch.setattr("staff.letters.send_sign_up", lambda *_, **__: None)
    assert signing_up.send_link(
        email, name="陈立", chain_name="栖川酒店", locale="zh-CN", address="198.51.100.7"
    )
    return token


def finish(token: str, door: Door | None = None, **changed: Any) -> HttpResponse:
    return (door or stranger()).add(f"/sign-ups/{token}", {**OPENED, **changed})


def test_from_the_form_to_a_chain_with_a_property_and_a_trial(
    db: None,
    worker_at_once: None,
    mailoutbox: list[mail.EmailMessage],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = stranger().add("/sign-ups", ASKED)
    assert (asked.status_code, asked.content) == (202, b"")
    found = re.search(r"/sign-up/(\S+)", str(mailoutbox[0].body))
    assert found is not None
    shown = stranger().read(f"/sign-ups/{found[1]}").json()
    assert shown == {**ASKED, "slug": "qichuan", "known": False}

    door = stranger()
    opened = finish(found[1], door)
    assert opened.status_code == 201, opened.content
    [membership] = opened.json()["memberships"]
    assert membership["role"] == "owner"
    assert [place["slug"] for place in membership["properties"]] == ["qichuan-pingjiang"]
    assert door.read("/session").json()["staff"]["email"] == "chen@qichuan.test"
    assert door.read("/properties/qichuan-pingjiang/stays").status_code == 200

    chain = Chain.objects.get(slug="qichuan")
    account = Account.objects.get(chain=chain)
    assert (account.state, account.plan, account.customer) == ("trialing", "chain", None)
    assert account.trial_ends_at is not None
    assert abs(account.trial_ends_at - clock.now() - timedelta(days=30)) < timedelta(minutes=1)
    assert FirstRun.objects.filter(chain=chain).exists()
    log = door.read("/chains/qichuan/audit").json()["results"]
    assert {entry["action"] for entry in log} == {
        "session.began", "property.opened", "staff.added", "chain.opened",
    }  # fmt: skip
    assert {entry["actor"]["name"] for entry in log} == {"陈立"}


def test_everybody_is_answered_alike(acme: Chain) -> None:
    owner = doors.member(acme, Role.OWNER)
    door = stranger()
    answers = [
        door.add("/sign-ups", {**ASKED, "email": email})
        for email in (owner.email, "new@mail.test", "new@mail.test")
    ]
    assert {(one.status_code, one.content) for one in answers} == {(202, b"")}


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("email", "not an address", 400),
        ("email", "a@b.test\nBcc: c@d.test", 400),
        ("name", "", 400),
        ("name", "   ", 422),
        ("chain_name", " ", 400),
        ("chain_name", "x" * 81, 400),
        ("locale", "fr", 400),
        ("extra", 1, 400),
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_form(db: None, field: str, value: object, status: int) -> None:
    assert stranger().add("/sign-ups", {**ASKED, field: value}).status_code == status
    assert not SignUp.objects.exists()


def test_a_dead_link_opens_nothing(db: None) -> None:
    door = stranger()
    for answer in (
        door.read("/sign-ups/nothing"),
        door.read("/sign-ups/nothing/slug?slug=acme"),
        finish("nothing", door),
    ):
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dead-link")


def test_a_link_opens_one_chain(link: str) -> None:
    assert finish(link).status_code == 201
    again = finish(link, chain={"name": "另一家", "slug": "another"})
    assert (again.status_code, again.json()["type"]) == (404, "/problems/dead-link")
    assert not Chain.objects.filter(slug="another").exists()


def test_who_has_an_account_opens_with_its_password_and_no_other(
    acme: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the form would be a way to a session of somebody else's account."""
    owner = doors.member(acme, Role.OWNER)
    token = linked(monkeypatch, str(owner.email))
    assert stranger().read(f"/sign-ups/{token}").json()["known"] is True
    wrong = finish(token, password="some other sentence")
    assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/wrong-login")
    assert not Chain.objects.filter(slug="qichuan").exists()
    opened = finish(token)
    assert [held["chain"]["slug"] for held in opened.json()["memberships"]] == ["acme", "qichuan"]
    assert StaffMember.objects.filter(email=owner.email).count() == 1


def test_an_account_that_was_ended_opens_nothing(acme: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = doors.member(acme, Role.OWNER)
    StaffMember.objects.filter(pk=owner.pk).update(is_active=False)
    assert finish(linked(monkeypatch, str(owner.email))).status_code == 401
    assert not Chain.objects.filter(slug="qichuan").exists()


def nothing_is_left() -> bool:
    return not (
        Chain.objects.filter(slug="qichuan").exists()
        or StaffMember.objects.filter(email="chen@qichuan.test").exists()
        or Property.objects.filter(slug__startswith="qichuan").exists()
        or SignUp.objects.exclude(used_at=None).exists()
    )


@pytest.mark.parametrize(
    ("changed", "status", "kind", "pointer"),
    [
        ({"password": "short"}, 422, "weak-password", None),
        ({"chain": {"name": "雅客", "slug": "acme"}}, 409, "slug-taken", "/chain/slug"),
        ({"property": {"name": "一店", "slug": "rival-1"}}, 409, "slug-taken", "/property/slug"),
        ({"property": {"name": "一店", "slug": "Bad Slug"}}, 422, "bad-slug", None),
        ({"chain": {"name": "栖川", "slug": "api"}}, 422, "bad-slug", None),
        (
            {"chain": {"name": "栖川", "slug": "qichuan", "time_zone": "Mars/Base"}},
            422,
            "bad-time-zone",
            None,
        ),
        ({"property": {"name": "一店", "time_zone": "Mars/Base"}}, 422, "bad-time-zone", None),
    ],
)
def test_a_refusal_leaves_nothing_behind_and_the_link_usable(
    acme: Chain, rival: Chain, link: str, changed: dict[str, Any], status: int, kind: str, pointer: str | None
) -> None:
    refused = finish(link, **changed)
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{kind}"), refused.content
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == ([pointer] if pointer else [])
    assert nothing_is_left()
    assert finish(link).status_code == 201


def test_nobody_joins_a_chain_by_naming_it(acme: Chain, link: str) -> None:
    finish(link, chain={"name": "雅客", "slug": "acme"})
    assert not Membership.objects.filter(chain=acme, staff__email="chen@qichuan.test").exists()


def test_a_slug_is_judged_for_who_holds_a_link(acme: Chain, link: str) -> None:
    door = stranger()

    def judged(slug: str) -> dict[str, Any]:
        answer = door.read(f"/sign-ups/{link}/slug?slug={slug}")
        assert answer.status_code == 200
        return dict(answer.json())

    assert judged("qichuan") == {"free": True, "says": None}
    assert judged("acme")["free"] is False
    assert judged("acme")["says"]["zh"] == "“acme”已被使用。"
    assert judged("Acme!")["free"] is False


def test_the_first_property_takes_a_spare_schema(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is why the answer comes within a second: renaming a schema, not making one."""
    provisioning.keep_spares(1)
    built: list[str] = []
    build = provisioning.build_schema
    monkeypatch.setattr(provisioning, "build_schema", lambda schema: (built.append(schema), build(schema)))
    assert finish(linked(monkeypatch)).status_code == 201
    assert built == []
    assert Spare.objects.count() == 0


def test_without_a_spare_the_schema_is_made_and_the_chain_opens_all_the_same(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Spare.objects.all().delete()
    assert finish(linked(monkeypatch)).status_code == 201
    assert Property.objects.filter(slug="qichuan-pingjiang").exists()


def test_a_failure_while_the_schema_is_made_leaves_neither_chain_nor_schema(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("the disk is full")

    token = linked(monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(provisioning, "claim_spare", broken)
        assert finish(token).status_code == 500
    assert nothing_is_left()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'p\\_qichuan%'")
        assert cursor.fetchone() == (0,)
    assert finish(token).status_code == 201


def test_a_link_used_twice_at_once_opens_one_chain(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    token = linked(monkeypatch)
    together = Barrier(2)

    def one(slug: str) -> int:
        door = stranger()
        together.wait()
        try:
            return finish(token, door, chain={"name": slug, "slug": slug}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(one, ["qichuan", "qichuan-b"]))
    assert answers == [201, 404]
    assert Chain.objects.filter(slug__startswith="qichuan").count() == 1


def test_two_who_want_the_same_name_get_one_chain(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [linked(monkeypatch, f"{n}@qichuan.test", f"tok-{n}") for n in range(2)]
    together = Barrier(2)

    def one(token: str) -> int:
        door = stranger()
        together.wait()
        try:
            return finish(token, door).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, tokens)) == [201, 409]
    [held] = Membership.objects.filter(chain__slug="qichuan")
    assert held.role == Role.OWNER


def test_a_stranger_without_the_csrf_token_is_refused(db: None) -> None:
    for path in ("/sign-ups", "/sign-ups/x"):
        refused = Door().add(path, {})
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/csrf-failed")
