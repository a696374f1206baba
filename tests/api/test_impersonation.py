"""An operator looks at a chain as one of its people: never silently, never for long, never changing anything."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from kombu.exceptions import OperationalError as BrokerDown

from api.tasks import tidy_up
from audit.models import Entry
from chains.models import Chain
from config.celery import app
from kernel import clock
from staff import impersonating
from staff.models import Impersonation, Membership, StaffMember
from staff.roles import Ability, Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door
from tests.routes import all_routes
from tests.who_may import OPEN

REASON = "客户来电：前台看不到今天的到店客人"


@pytest.fixture
def zhang(db: None) -> StaffMember:
    return StaffMember.objects.create(email="zhang@huike.test", name="张三", is_operator=True)


@pytest.fixture
def wang(acme: Chain, acme_1: Property) -> StaffMember:
    staff = doors.member(acme, Role.MANAGER, [acme_1])
    staff.name = "王芳"
    staff.save()
    return staff


@pytest.fixture
def door(zhang: StaffMember) -> Door:
    return doors.signed_in(zhang)


@pytest.fixture
def worker_at_once() -> Iterator[None]:
    """Tasks run where they are sent."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def look(door: Door, staff: StaffMember, chain: str = "acme", reason: str = REASON) -> HttpResponse:
    return door.add("/operator/impersonations", {"chain": chain, "staff": str(staff.pk), "reason": reason})


def log(chain: Chain, action: str) -> list[Entry]:
    return list(Entry.objects.filter(chain_id=chain.pk, action=action))


def test_the_session_is_that_persons_and_says_whose_eyes_look(
    door: Door, wang: StaffMember, rival: Chain
) -> None:
    begun = look(door, wang)
    assert begun.status_code == 201, begun.content
    body = begun.json()
    assert body["staff"]["name"] == "王芳"
    assert body["operator"] is False
    said = body["impersonation"]
    assert (said["operator"], said["staff"], said["chain"], said["reason"]) == (
        "张三",
        "王芳",
        "acme",
        REASON,
    )
    [membership] = body["memberships"]
    assert membership["role"] == "manager"
    assert [place["slug"] for place in membership["properties"]] == ["acme-1"]
    again = door.read("/session").json()
    assert {**again, "csrf_token": ""} == {**body, "csrf_token": ""}
    assert door.read("/properties/acme-1/stays").status_code == 200
    assert door.read("/properties/acme-2/stays").status_code == 404, "she does not work there"
    assert door.read("/chains/rival").status_code == 404
    assert door.read("/operator/chains").status_code == 404, "she is no operator"


def test_abilities_are_hers_cut_down_to_reading(door: Door, acme: Chain) -> None:
    owner = doors.member(acme, Role.OWNER)
    [membership] = look(door, owner).json()["memberships"]
    held = set(membership["abilities"])
    assert held == {ability.value for ability in impersonating.READS}
    assert not held & {
        Ability.SEE_FULL_PHONE.value, Ability.EXPORT_DATA.value, Ability.MANAGE_KEYS.value,
        Ability.ADJUST_VALUE.value, Ability.EDIT_PROGRAMME.value,
    }  # fmt: skip


def test_the_front_desks_own_pages_are_seen_with_its_eyes(door: Door, acme: Chain, acme_1: Property) -> None:
    """Its menu has them only for who may write there; the operator sees them, and writes nothing."""
    desk = doors.member(acme, Role.FRONT_DESK, [acme_1])
    [membership] = look(door, desk).json()["memberships"]
    assert {"write_remarks", "move_value"} <= set(membership["abilities"])
    assert door.read("/properties/acme-1/remark-tasks").status_code == 200
    refused = door.add("/properties/acme-1/remark-tasks/1/confirm", {})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/impersonation-reads-only")


def test_nothing_is_changed_whatever_the_route(door: Door, acme: Chain, acme_1: Property) -> None:
    """Every route and every method but GET."""
    look(door, doors.member(acme, Role.OWNER))
    let_through = []
    for route in all_routes():
        if route.path in OPEN - {"session", "session/password"}:
            continue  # for strangers: nobody is asked who he is
        for method in route.methods:
            if method == "GET" or (method, route.path) in {
                ("DELETE", "operator/impersonations/current"),
                ("DELETE", "session"),
            }:
                continue
            answer = door.send(method, route.filled(property="acme-1", chain="acme"), {})
            if (answer.status_code, answer.json()["type"]) != (403, "/problems/impersonation-reads-only"):
                let_through.append((method, route.path, answer.status_code))
    assert not let_through


def test_control_without_the_rule_a_change_goes_through(
    door: Door, acme: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instrument works: what is tried above would change something if it were let through."""
    look(door, doors.member(acme, Role.OWNER))
    monkeypatch.setattr("api.callers.READING", frozenset({"GET", "HEAD", "PATCH"}))
    assert door.change("/chains/acme", {"name": "不该改的名字"}).status_code == 200
    acme.refresh_from_db()
    assert acme.name == "不该改的名字"


def test_no_file_is_taken_away_whatever_the_route(door: Door, acme: Chain) -> None:
    look(door, doors.member(acme, Role.OWNER))
    files = [route for route in all_routes() if route.path.endswith((".csv", ".xlsx"))]
    assert len(files) > 10
    for route in files:
        answer = door.read(route.filled(property="acme-1", chain="acme"))
        assert answer.json()["type"] == "/problems/impersonation-reads-only", route.path


def test_no_full_phone_and_no_key_is_seen(door: Door, acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        guest = factories.li_si_with_five_visits(acme_1)
    number = getattr(guest, "pk", guest)
    own = doors.as_role(acme, Role.OWNER)
    assert own.read(f"/properties/acme-1/guests/{number}/phone").status_code == 200
    assert own.read("/chains/acme/keys").status_code == 200
    look(door, doors.member(acme, Role.OWNER))
    for path in (f"/properties/acme-1/guests/{number}/phone", "/chains/acme/keys"):
        assert door.read(path).json()["type"] == "/problems/forbidden", path
    seen = door.read(f"/properties/acme-1/guests/{number}")
    assert seen.status_code == 200
    assert "*" in seen.json()["phone"]


def test_beginning_and_end_stand_in_the_chains_log_and_its_owner_gets_a_letter(
    door: Door,
    zhang: StaffMember,
    wang: StaffMember,
    acme: Chain,
    worker_at_once: None,
    mailoutbox: list[mail.EmailMessage],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    owner = doors.member(acme, Role.OWNER)
    with django_capture_on_commit_callbacks(execute=True):
        look(door, wang)
    [letter] = mailoutbox
    assert letter.to == [owner.email]
    assert "张三" in str(letter.body) and "王芳" in str(letter.body) and REASON in str(letter.body)
    [began] = log(acme, "impersonation.began")
    assert (began.actor, began.actor_name) == (str(zhang.pk), "张三(代 王芳)")
    assert (began.subject, began.facts["reason"]) == (str(wang.pk), REASON)

    ended = door.send("DELETE", "/operator/impersonations/current")
    assert ended.status_code == 200
    assert (ended.json()["operator"], ended.json()["impersonation"]) == (True, None)
    assert ended.json()["staff"]["name"] == "张三"
    [end] = log(acme, "impersonation.ended")
    assert (end.actor, end.facts["expired"]) == (str(zhang.pk), False)
    shown = doors.signed_in(owner).read("/chains/acme/audit?action=impersonation.began").json()["results"]
    assert shown[0]["actor"]["name"] == "张三(代 王芳)"
    assert door.read("/operator/chains").status_code == 200


def test_without_a_broker_the_letter_goes_out_all_the_same(
    door: Door,
    wang: StaffMember,
    acme: Chain,
    monkeypatch: pytest.MonkeyPatch,
    mailoutbox: list[mail.EmailMessage],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    def away(*_: object) -> None:
        raise BrokerDown

    monkeypatch.setattr(impersonating.tell_of_impersonation, "delay", away)
    doors.member(acme, Role.OWNER)
    with django_capture_on_commit_callbacks(execute=True):
        assert look(door, wang).status_code == 201
    assert len(mailoutbox) == 1


def test_what_is_audited_when_it_is_read_stands_under_both_names(
    door: Door, wang: StaffMember, zhang: StaffMember, monkeypatch: pytest.MonkeyPatch, acme: Chain
) -> None:
    from api.v1.desk_today import ArrivalsView

    read = ArrivalsView.get

    def audited(self: Any, request: Any, property: str) -> HttpResponse:
        self.record("test.read")
        return read(self, request, property)

    monkeypatch.setattr(ArrivalsView, "get", audited)
    look(door, wang)
    assert door.read("/properties/acme-1/desk/arrivals").status_code == 200
    [entry] = log(acme, "test.read")
    assert (entry.actor_kind, entry.actor, entry.actor_name) == ("staff", str(zhang.pk), "张三(代 王芳)")


def test_her_last_visit_is_her_own(door: Door, wang: StaffMember) -> None:
    look(door, wang)
    door.read("/properties/acme-1/desk/arrivals")
    wang.refresh_from_db()
    assert wang.last_seen_at is None


def test_after_half_an_hour_the_next_click_is_refused_and_the_page_tells_where_one_is(
    door: Door, wang: StaffMember, acme: Chain
) -> None:
    with time_machine.travel(clock.now(), tick=False) as clockwork:
        look(door, wang)
        clockwork.shift(timedelta(minutes=29, seconds=59))
        assert door.read("/chains/acme").status_code == 200
        clockwork.shift(timedelta(seconds=1))
        for method, path in (("GET", "/chains/acme"), ("PATCH", "/chains/acme"), ("GET", "/operator/chains")):
            over = door.send(method, path)
            assert (over.status_code, over.json()["type"]) == (403, "/problems/impersonation-over")
        [end] = log(acme, "impersonation.ended")
        assert end.facts["expired"] is True
        now = door.read("/session").json()
        assert (now["operator"], now["impersonation"], now["staff"]["name"]) == (True, None, "张三")
        assert door.read("/operator/chains").status_code == 200


def test_the_night_ends_what_nobody_ended(door: Door, wang: StaffMember, acme: Chain) -> None:
    look(door, wang)
    until = Impersonation.objects.get().expires_at
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        assert tidy_up()["impersonations"] == 1
    assert Impersonation.objects.get().ended_at == until
    assert len(log(acme, "impersonation.ended")) == 1


def test_signing_out_ends_it(door: Door, wang: StaffMember, acme: Chain) -> None:
    look(door, wang)
    assert door.send("DELETE", "/session").status_code == 204
    assert len(log(acme, "impersonation.ended")) == 1
    assert door.read("/session").status_code == 401


@pytest.mark.parametrize(
    "what", ["the person left", "the chain was suspended", "the operator is none any more"]
)
def test_it_ends_at_once_when(
    what: str, door: Door, zhang: StaffMember, wang: StaffMember, acme: Chain
) -> None:
    look(door, wang)
    if what == "the person left":
        Membership.objects.filter(staff=wang).update(is_active=False)
    elif what == "the chain was suspended":
        Chain.objects.filter(pk=acme.pk).update(state="suspended")
    else:
        StaffMember.objects.filter(pk=zhang.pk).update(is_operator=False)
    assert door.read("/properties/acme-1/stays").json()["type"] == "/problems/impersonation-over"


def test_looking_at_a_second_person_ends_the_first(door: Door, wang: StaffMember, acme: Chain) -> None:
    look(door, wang)
    door.send("DELETE", "/operator/impersonations/current")
    second = doors.member(acme, Role.ANALYST)
    look(door, second)
    other = doors.signed_in(Impersonation.objects.first().operator)  # type: ignore[union-attr]
    assert look(other, wang).status_code == 201
    assert door.read("/chains/acme").json()["type"] == "/problems/impersonation-over"
    assert Impersonation.objects.filter(ended_at=None).count() == 1


def test_only_operators_may_and_only_as_people_of_that_chain(
    door: Door, zhang: StaffMember, wang: StaffMember, acme: Chain, rival: Chain
) -> None:
    for other in (doors.as_role(acme, Role.OWNER), doors.signed_in(wang)):
        assert look(other, wang).status_code == 404
    other_operator = doors.member(acme, Role.OWNER)
    StaffMember.objects.filter(pk=other_operator.pk).update(is_operator=True)
    left = doors.member(acme, Role.ANALYST)
    Membership.objects.filter(staff=left).update(is_active=False)
    for staff, chain in ((wang, "rival"), (other_operator, "acme"), (zhang, "acme"), (left, "acme")):
        refused = look(door, staff, chain)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/not-impersonable")
    assert look(door, wang, "no-such-chain").status_code == 404
    nobody = {"chain": "acme", "staff": "nobody", "reason": REASON}
    assert door.add("/operator/impersonations", nobody).status_code == 404
    assert not Impersonation.objects.exists()
    assert doors.with_key(acme).add("/operator/impersonations", nobody).status_code == 401


@pytest.mark.parametrize("reason", ["", "short", " " * 20, "x" * 301])
def test_a_reason_is_said(door: Door, wang: StaffMember, reason: str) -> None:
    assert look(door, wang, reason=reason).status_code == 400


def test_a_number_in_somebody_elses_session_is_worthless(door: Door, wang: StaffMember, acme: Chain) -> None:
    """The impersonation holds for the operator who began it, in whatever session its number stands."""
    look(door, wang)
    thief = doors.as_role(acme, Role.FRONT_DESK)
    session = thief.session
    session["impersonation"] = Impersonation.objects.get().pk
    session.save()
    assert thief.read("/chains/acme").json()["type"] == "/problems/impersonation-over"
    assert thief.read("/session").json()["impersonation"] is None
    assert Impersonation.objects.get().ended_at is None, "and it ends nobody else's"


def test_operators_see_who_looked(door: Door, wang: StaffMember) -> None:
    look(door, wang)
    door.send("DELETE", "/operator/impersonations/current")
    [seen] = door.read("/operator/impersonations?chain=acme").json()["results"]
    assert (seen["chain"], seen["operator"], seen["staff"], seen["reason"]) == (
        "acme",
        "张三",
        "王芳",
        REASON,
    )
    assert seen["ended_at"] is not None
    assert door.read("/operator/impersonations?chain=rival").json()["results"] == []
    assert door.send("DELETE", "/operator/impersonations/current").status_code == 200, "again changes nothing"
