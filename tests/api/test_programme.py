"""The programme over HTTP: read, drafted, checked, published, refused."""

from datetime import timedelta
from typing import Any

import pytest

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.programme import notices, publishing, wording
from loyalty.programme.publishing import Origin
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door
from tests.loyalty.programme.changed import GONE, document, programme

PATH = "/properties/acme-1/programme"


@pytest.fixture
def manager(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.MANAGER, [acme_1])


def today(hotel: Property) -> Any:
    return clock.today(hotel.time_zone)


def publish(door: Door, **changes: Any) -> Any:
    done = door.send("PUT", PATH, {"programme": document(**changes)})
    assert done.status_code == 200, done.content
    return done.json()


def flaws(response: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in response.json()["errors"]]


# --- published ---


def test_before_the_first_version_there_is_none(manager: Door) -> None:
    told = manager.read(PATH).json()
    assert (told["version"], told["programme"], told["draft"], told["locked"]) == (0, None, None, [])


def test_a_template_is_published_and_read_again(manager: Door, acme_1: Property) -> None:
    done = manager.send("PUT", PATH, {"programme": document(), "note": "开业"})
    assert done.status_code == 200, done.content
    told = done.json()
    assert told == manager.read(PATH).json()
    assert (told["version"], told["effective_on"], told["note"]) == (1, str(today(acme_1)), "开业")
    assert (told["origin"], told["published_by"]) == ("property", "manager of acme")
    assert told["programme"] == document()
    entry = Entry.objects.get(action="programme.published")
    assert (entry.subject, entry.property_id, entry.facts["note"]) == ("1", acme_1.pk, "开业")


def test_the_same_programme_again_is_no_new_version(manager: Door) -> None:
    publish(manager)
    assert publish(manager)["version"] == 1
    assert publish(manager, name="另一个")["version"] == 2
    assert Entry.objects.filter(action="programme.published").count() == 2


def test_a_version_may_come_into_force_later(manager: Door, acme_1: Property) -> None:
    publish(manager)
    later = str(today(acme_1) + timedelta(days=30))
    done = manager.send("PUT", PATH, {"programme": document(name="新年"), "effective_on": later})
    told = done.json()
    assert (told["version"], told["programme"]["name"]) == (1, "中端酒店会员计划")
    assert told["planned"] == [{"version": 2, "effective_on": later}]


def test_a_day_that_is_past_is_refused(manager: Door, acme_1: Property) -> None:
    yesterday = str(today(acme_1) - timedelta(days=1))
    refused = manager.send("PUT", PATH, {"programme": document(), "effective_on": yesterday})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/effective-in-the-past")
    assert flaws(refused) == [("/effective_on", "effective_in_the_past")]
    assert manager.read(PATH).json()["version"] == 0


def test_versions_tell_what_changed_and_who_changed_it(manager: Door) -> None:
    publish(manager)
    publish(manager, tiers__levels__2__bonus_percent=35, benefits__6=GONE, tiers__levels__3__benefits__4=GONE)
    told = manager.read(f"{PATH}/versions").json()["results"]
    assert [(row["number"], row["published_by"]) for row in told] == [
        (2, "manager of acme"),
        (1, "manager of acme"),
    ]
    changes = {row["pointer"]: (row["before"], row["after"]) for row in told[0]["changes"]}
    assert changes["/tiers/levels/2/bonus_percent"] == (30, 35)
    assert changes["/benefits/6"][0]["code"] == "line" and changes["/benefits/6"][1] is None
    assert told[1]["changes"] == []
    whole = manager.read(f"{PATH}/versions/1").json()
    assert (whole["number"], whole["programme"]) == (1, document())
    for unknown in ("3", "0", "99999999999999999999"):
        assert manager.read(f"{PATH}/versions/{unknown}").status_code == 404


def test_versions_are_paged(manager: Door) -> None:
    for n in range(3):
        publish(manager, name=f"第{n}版")
    first = manager.read(f"{PATH}/versions?limit=2").json()
    assert [row["number"] for row in first["results"]] == [3, 2]
    assert first["results"][1]["changes"] == [{"pointer": "/name", "before": "第0版", "after": "第1版"}]
    second = manager.read(f"{PATH}/versions?limit=2&cursor={first['next']}").json()
    assert ([row["number"] for row in second["results"]], second["next"]) == ([1], None)


# --- flaws ---


def test_every_flaw_of_the_shape_is_told_at_once(manager: Door) -> None:
    wrong = document(
        name="",
        tiers__levels__1__colour="红",
        tiers__levels__2__bonus_percent="30",
        tiers__standing__notice_months=1,
        coupons__0__code=GONE,
        wallet__offers__1__pay="1000",
        joins="never",
    )
    refused = manager.send("PUT", PATH, {"programme": wrong})
    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed")
    assert set(flaws(refused)) == {
        ("/programme/name", "too_short"),
        ("/programme/tiers/levels/1/colour", "unknown_field"),
        ("/programme/tiers/levels/2/bonus_percent", "wrong_type"),
        ("/programme/tiers/standing/notice_months", "too_small"),  # C51
        ("/programme/coupons/0/code", "missing"),
        ("/programme/wallet/offers/1/pay", "bad_format"),
        ("/programme/joins", "not_a_choice"),
    }


def test_a_list_that_is_too_long_is_told_once(manager: Door) -> None:
    wrong = document(benefits=[{"code": "!"} for _ in range(61)])
    assert flaws(manager.send("PUT", PATH, {"programme": wrong})) == [("/programme/benefits", "too_long")]


def test_every_contradiction_is_told_at_once(manager: Door) -> None:
    wrong = document(tiers__prices__2__price="200.00", points__expiry={"kind": "never"})
    refused = manager.send("PUT", PATH, {"programme": wrong})
    assert refused.status_code == 400
    assert flaws(refused) == [
        ("/programme/tiers/prices/2/price", "not_the_sum"),  # C41
        ("/programme/points/expiry/kind", "never_expires"),  # C67
    ]
    assert manager.read(PATH).json()["version"] == 0


@pytest.mark.parametrize(
    "body", [{}, {"programme": None}, {"programme": []}, {"programme": "x"}, {"programme": {}}]
)
def test_what_is_no_programme_is_refused(manager: Door, body: Any) -> None:
    refused = manager.send("PUT", PATH, body)
    assert refused.status_code == 400
    assert flaws(refused)


def test_c67_headquarters_may_keep_points_for_ever_with_a_reason(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    never = document(points__expiry={"kind": "never"})
    assert flaws(owner.send("PUT", PATH, {"programme": never})) == [
        ("/programme/points/expiry/reason", "reason_missing")
    ]
    said = document(points__expiry={"kind": "never", "reason": "集团统一政策"})
    assert owner.send("PUT", PATH, {"programme": said}).status_code == 200


def test_the_check_tells_problems_and_warnings_and_writes_nothing(manager: Door) -> None:
    doubtful = document(tiers__prices__2__price="200.00", wallet__named_max="6000.00")
    told = manager.add(f"{PATH}/check", {"programme": doubtful})
    assert told.status_code == 200
    assert [(each["pointer"], each["code"]) for each in told.json()["problems"]] == [
        ("/tiers/prices/2/price", "not_the_sum")
    ]
    assert [each["code"] for each in told.json()["warnings"]] == ["above_law"]
    english = manager.add(f"{PATH}/check", {"programme": doubtful}, ACCEPT_LANGUAGE="en").json()
    assert english["problems"][0]["detail"].startswith("The direct price 200.00")
    shape = manager.add(f"{PATH}/check", {"programme": {"name": "x"}}).json()
    assert [each["pointer"] for each in shape["problems"]] == ["/tiers"]
    assert manager.read(PATH).json()["version"] == 0


def test_the_templates_can_be_published_as_they_are(manager: Door) -> None:
    told = manager.read(f"{PATH}/templates").json()["results"]
    assert [each["code"] for each in told] == ["economy", "midscale", "resort"]
    for each in told:
        assert each["name"] and each["name_en"] and each["says"] and each["says_en"]
        assert manager.send("PUT", PATH, {"programme": each["programme"]}).status_code == 200


# --- drafts ---


def test_a_draft_may_be_wrong_and_is_dropped(manager: Door) -> None:
    draft = {"name": "", "anything": [1, None, {"x": "九"}]}
    saved = manager.send("PUT", f"{PATH}/draft", {"programme": draft})
    assert (saved.status_code, saved.json()["draft"]["programme"]) == (200, draft)
    manager.send("PUT", f"{PATH}/draft", {"programme": {"second": True}})
    told = manager.read(PATH).json()["draft"]
    assert (told["programme"], told["saved_by"]) == ({"second": True}, "manager of acme")
    assert manager.send("DELETE", f"{PATH}/draft").status_code == 204
    assert manager.send("DELETE", f"{PATH}/draft").status_code == 404
    assert manager.read(PATH).json()["draft"] is None


def test_a_draft_that_is_too_large_is_refused(manager: Door) -> None:
    assert manager.send("PUT", f"{PATH}/draft", {"programme": "x" * 600_000}).status_code == 413


# --- who may ---


def test_the_front_desk_reads_and_does_not_edit(acme: Chain) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    assert desk.read(PATH).status_code == 200
    for method, path, body in (
        ("PUT", PATH, {"programme": document()}),
        ("PUT", f"{PATH}/draft", {"programme": {}}),
        ("DELETE", f"{PATH}/draft", None),
    ):
        refused = desk.send(method, path, body)
        assert (refused.status_code, refused.json()["needs"]) == (403, "edit_programme"), path


def test_another_chain_finds_nothing(rival: Chain) -> None:
    owner = doors.as_role(rival, Role.OWNER)
    for path in ("", "/templates", "/versions", "/versions/1"):
        assert owner.read(PATH + path).status_code == 404
    assert owner.send("PUT", PATH, {"programme": document()}).status_code == 404


def test_a_key_needs_its_scope(acme: Chain) -> None:
    assert doors.with_key(acme, "stays:write").read(PATH).status_code == 403
    assert doors.with_key(acme, "programme:read").read(PATH).status_code == 200
    reading = doors.with_key(acme, "programme:read")
    assert reading.send("PUT", PATH, {"programme": document()}).status_code == 403
    writing = doors.with_key(acme, "programme:write")
    assert writing.send("PUT", PATH, {"programme": document()}).status_code == 200


# --- locked by the chain ---


@pytest.fixture
def pushed(acme_1: Property) -> None:
    with in_property(acme_1):
        publishing.write(
            Statements(raw_connection()),
            programme(),
            effective_on=today(acme_1),
            actor=SYSTEM,
            origin=Origin("chain", ["tiers", "points"]),
        )


def test_a_part_that_the_chain_set_cannot_be_changed_by_the_property(pushed: None, manager: Door) -> None:
    told = manager.read(PATH).json()
    assert (told["origin"], told["locked"]) == ("chain", ["tiers", "points"])
    changed = document(tiers__levels__1__discount_percent=6, coupons__0__valid_days=30)
    refused = manager.send("PUT", PATH, {"programme": changed})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/section-locked")
    assert flaws(refused) == [("/programme/tiers", "section_locked")]
    assert manager.read(PATH).json()["version"] == 1


def test_a_part_that_the_chain_left_to_the_property_can(pushed: None, manager: Door) -> None:
    told = publish(manager, coupons__0__valid_days=30)
    assert (told["version"], told["origin"], told["locked"]) == (2, "property", ["tiers", "points"])
    refused = manager.send("PUT", PATH, {"programme": document(points__pending_days=3)})
    assert refused.status_code == 422  # still locked afterwards


# --- notices ---


@pytest.fixture
def noted(acme_1: Property, monkeypatch: pytest.MonkeyPatch) -> int:
    told = {**wording.texts(), "test": ("还差{missing}晚", "{missing} nights to go")}
    monkeypatch.setattr(wording, "texts", lambda: told)
    with in_property(acme_1):
        guest = factories.li_si_with_five_visits(acme_1).pk
        day = today(acme_1)
        notices.put(
            Statements(raw_connection()),
            [
                notices.Notice(guest, "test", "open", day, None, {"missing": 2}),
                notices.Notice(guest, "test", "over", day, day - timedelta(days=1), {"missing": 3}),
            ],
        )
    return guest


def test_the_desk_sees_what_guests_are_to_be_told_and_says_when_it_did(noted: int, acme: Chain) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    path = "/properties/acme-1/notices"
    (shown,) = desk.read(path).json()["results"]
    assert (shown["guest"], shown["says"]) == (
        {"id": str(noted), "name": "李四"},
        {"zh": "还差2晚", "en": "2 nights to go"},
    )
    told = desk.add(f"{path}/{shown['id']}/told", {})
    assert (told.status_code, told.json()["told_by"]) == (200, "front_desk of acme")
    again = desk.add(f"{path}/{shown['id']}/told", {})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/told-already")
    assert desk.read(path).json()["results"] == []
    assert len(desk.read(f"{path}?state=told").json()["results"]) == 1
    assert len(desk.read(f"{path}?state=all&kind=test").json()["results"]) == 2
    assert desk.read(f"{path}?state=all&kind=other").json()["results"] == []
    for unknown in ("999999", "99999999999999999999"):
        assert desk.add(f"{path}/{unknown}/told", {}).status_code == 404


def test_notices_are_paged(noted: int, acme: Chain) -> None:
    door = doors.as_role(acme, Role.FRONT_DESK)
    first = door.read("/properties/acme-1/notices?state=all&limit=1").json()
    second = door.read(f"/properties/acme-1/notices?state=all&limit=1&cursor={first['next']}").json()
    assert int(first["results"][0]["id"]) > int(second["results"][0]["id"])
    assert second["next"] is None
