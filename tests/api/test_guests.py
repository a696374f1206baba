"""Guests over HTTP: who sees what, the card, filters, corrections, merging, files."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Rule, Tier, Tiers
from loyalty.remarks.models import Task
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.factories import follow, li_si_with_five_visits, stay

GUESTS = "/properties/acme-1/guests"


@pytest.fixture
def li_si(acme_1: Property) -> int:
    with in_property(acme_1):
        return li_si_with_five_visits(acme_1).pk


def test_the_card_says_everything_of_a_guest_at_once(acme: Chain, li_si: int) -> None:
    card = doors.with_key(acme, "guests:read").read(f"{GUESTS}/{li_si}").json()
    assert card["id"] == str(li_si) and card["external_ids"] == ["G00077"]
    assert card["visits"] == 5 and card["nights"] == 5
    assert card["spend"] == {"amount": "1230.00", "currency": "CNY"}
    assert card["average_rate"] == "208.00"
    assert card["last_visit"]["room_no"] == "8210" and card["last_visit"]["check_in_on"] == "2021-09-30"
    remark = card["remark"]
    assert remark["nickname"] == "李四5/携程/8210/208/20210930"
    assert (remark["fitted"], remark["fitted_length"]) == ("李四5/携/8210/208/0930", 19)
    assert remark["fitted_steps"] == ["century", "source", "year"]
    assert remark["complete"] is False and "tags" in remark["missing"] and "phone" not in remark["missing"]
    assert [visit["ordinal"] for visit in card["visit_history"]] == [5, 4, 3, 2, 1]
    assert card["visit_history"][0]["gap_days"] == 59
    assert card["visit_history"][0]["revenue"] == {"room": "208.00", "fnb": "38.00", "other": "0.00"}


def test_the_card_is_found_by_the_number_of_the_pms(acme: Chain, li_si: int) -> None:
    door = doors.with_key(acme)
    assert door.read(f"{GUESTS}/by-external-id/G00077").json()["id"] == str(li_si)
    assert door.read(f"{GUESTS}/by-external-id/nobody").status_code == 404
    assert door.read(f"{GUESTS}/{10**30}").status_code == 404


def test_a_phone_is_masked_unless_the_key_may_have_it_and_every_full_read_is_logged(
    acme: Chain, li_si: int
) -> None:
    masked = doors.with_key(acme, "guests:read").read(f"{GUESTS}/{li_si}").json()
    assert (masked["phone"], masked["phone_masked"]) == ("138****8000", "138****8000")
    assert not Entry.objects.filter(action="guest.phone_read").exists()
    full = doors.with_key(acme, "guests:read", "guests:pii").read(f"{GUESTS}/{li_si}").json()
    assert (full["phone"], full["phone_masked"]) == ("+8613800138000", "138****8000")
    assert Entry.objects.filter(action="guest.phone_read", subject=str(li_si)).count() == 1


def test_staff_ask_for_one_phone_and_headquarters_may_not(acme: Chain, li_si: int) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    assert manager.read(f"{GUESTS}/{li_si}").json()["phone"] == "138****8000"
    assert manager.read(f"{GUESTS}/{li_si}/phone").json() == {"phone": "+8613800138000"}
    entry = Entry.objects.get(action="guest.phone_read")
    assert entry.subject == str(li_si) and "138" not in str(entry.facts)
    desk = doors.as_role(acme, Role.FRONT_DESK)
    assert desk.read(f"{GUESTS}/{li_si}").json()["phone"] == "138****8000"
    assert desk.read(f"{GUESTS}/{li_si}/phone").json() == {"phone": "+8613800138000"}
    assert Entry.objects.filter(action="guest.phone_read").count() == 2
    analyst = doors.as_role(acme, Role.ANALYST)
    assert analyst.read(f"{GUESTS}/{li_si}").json()["phone"] == "138****8000"
    assert analyst.read(f"{GUESTS}/{li_si}/phone").status_code == 403


def test_c10_the_four_filters_of_segmentation(acme: Chain, acme_1: Property) -> None:
    today = clock.today("Asia/Shanghai")
    with in_property(acme_1):
        li_si_with_five_visits(acme_1)
        follow(
            acme_1,
            stay(
                "N1",
                "2025-06-01",
                guest_number="N",
                name="王芳",
                phone="13900000001",
                source="散客",
                rate="328.00",
            ),
            stay(
                "N2",
                str(today - timedelta(days=3)),
                guest_number="M",
                name="陈静",
                phone="13900000002",
                source="美团",
            ),
        )
    door = doors.with_key(acme)

    def names(asked: str) -> list[str]:
        response = door.read(f"{GUESTS}?{asked}")
        assert response.status_code == 200, response.content
        return [guest["name"] for guest in response.json()["results"]]

    assert names("") == ["陈静", "王芳", "李四"]
    assert names("channel=ota") == ["陈静", "李四"]
    assert names("source=美团") == ["陈静"]
    assert names("visits_min=2") == ["李四"]
    assert names("visits_max=1") == ["陈静", "王芳"]
    assert names("rate_min=300") == ["王芳"]
    assert names("last_visit_days_min=30") == ["王芳", "李四"]
    assert names("last_visit_months_min=2&channel=ota") == ["李四"]
    assert names("phone=139-0000-0001") == ["王芳"]
    assert names("q=wf") == ["王芳"]
    assert names("remark=complete") == []


def test_the_list_is_paged_by_a_cursor_without_gaps(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            *(
                stay(f"P{n}", "2025-06-01", guest_number=f"P{n}", phone=None, name=f"客{n}号")
                for n in range(7)
            ),
            stay("B1", "2025-06-01", guest_number="B", phone=None, name="未到", status="booked"),
        )
    door = doors.with_key(acme)
    for first in ("limit=3", "limit=3&updated_since=2020-01-01T00:00:00Z"):
        found, cursor = [], ""
        while cursor is not None:
            page = door.read(f"{GUESTS}?{first}{cursor and '&cursor='}{cursor}").json()
            found += [guest["id"] for guest in page["results"]]
            cursor = page["next"]
        assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize(
    "asked",
    [
        "visits_min=x",
        "rate_min=-1",
        "cursor=%00",
        "cursor=abc",
        "nothing=1",
        "limit=1000",
        "channel=x",
        "q=%00",
    ],
)
def test_a_bad_query_is_a_problem_that_names_it(acme: Chain, acme_1: Property, asked: str) -> None:
    response = doors.with_key(acme).read(f"{GUESTS}?{asked}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"].startswith("?")


def test_what_is_set_by_hand_goes_before_the_pms_until_it_is_given_back(
    acme: Chain, acme_1: Property, li_si: int
) -> None:
    door = doors.with_key(acme)
    changed = door.change(f"{GUESTS}/{li_si}", {"name": "李思", "birthday": "1990-03-02", "notes": "常客"})
    assert changed.status_code == 200, changed.content
    assert changed.json()["remark"]["nickname"] == "李思5/携程/8210/208/20210930"
    with in_property(acme_1):
        follow(acme_1, stay("F6", "2021-12-01", guest={"birthday": "1980-01-01"}))
    card = door.read(f"{GUESTS}/{li_si}").json()
    assert (card["name"], card["birthday"], card["notes"]) == ("李思", "1990-03-02", "常客")
    assert door.read(f"{GUESTS}?q=lisi").json()["results"][0]["name"] == "李思"
    card = door.change(f"{GUESTS}/{li_si}", {"name": None, "birthday": None}).json()
    assert (card["name"], card["birthday"]) == ("李四", "1980-01-01")
    assert card["remark"]["nickname"].startswith("李四6/")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"phone": "12"}, 422),
        ({"name": "   "}, 422),
        ({"name": ""}, 400),
        ({"nam": "x"}, 400),
        ({"birthday": "2990-01-01"}, 400),
        ({"email": "x"}, 400),
        ([], 400),
    ],
)
def test_a_bad_correction_is_refused(acme: Chain, li_si: int, body: object, status: int) -> None:
    assert doors.with_key(acme).change(f"{GUESTS}/{li_si}", body).status_code == status


def test_a_phone_set_by_hand_replaces_the_number_and_leads_to_the_guest(
    acme: Chain, acme_1: Property, li_si: int
) -> None:
    door = doors.with_key(acme)
    assert door.change(f"{GUESTS}/{li_si}", {"phone": "139 1234 5678"}).json()["phone"] == "+8613912345678"
    with in_property(acme_1):
        follow(acme_1, stay("F6", "2022-01-01", phone="13912345678", guest_number=None))
    assert door.read(f"{GUESTS}/{li_si}").json()["visits"] == 6


def test_c6_tags_are_free_words_and_sensitive_ones_are_for_those_who_need_them(
    acme: Chain, li_si: int
) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    put = desk.send("PUT", f"{GUESTS}/{li_si}/tags", {"tags": ["学生", "未成年", " 爱喝  茶 ", "学生"]})
    assert put.json() == {"tags": ["学生", "未成年", "爱喝 茶"]}
    assert {"name": "爱喝 茶", "kind": "own", "sensitive": False} in desk.read(
        "/properties/acme-1/tags"
    ).json()["results"]
    marketing = doors.as_role(acme, Role.MARKETING)
    assert marketing.read(f"{GUESTS}/{li_si}").json()["tags"] == ["学生", "爱喝 茶"]
    assert marketing.read(f"{GUESTS}?tag=未成年").json()["results"] == []
    assert "未成年" not in str(marketing.read("/properties/acme-1/tags").content.decode())
    # and who does not see it cannot take it away
    assert marketing.send("PUT", f"{GUESTS}/{li_si}/tags", {"tags": ["商务"]}).json() == {"tags": ["商务"]}
    assert desk.read(f"{GUESTS}/{li_si}").json()["tags"] == ["商务", "未成年"]
    assert desk.read(f"{GUESTS}?tag=未成年").json()["results"][0]["id"] == str(li_si)


def test_a_tag_that_was_all_that_lacked_completes_the_task(acme: Chain, acme_1: Property, li_si: int) -> None:
    door = doors.with_key(acme)
    body = {"nickname": "李四5/携程/8210/208/20210930", "description": "加一个枕头"}
    assert door.send("PUT", f"{GUESTS}/{li_si}/remark", body).json()["missing"] == ["tags"]
    door.send("PUT", f"{GUESTS}/{li_si}/tags", {"tags": ["商务"]})
    assert door.read(f"{GUESTS}/{li_si}").json()["remark"]["complete"] is True
    with in_property(acme_1):
        assert Task.objects.get(guest_id=li_si, visit__ordinal=5).completed_at is not None


def test_a_secret_guest_is_in_no_list_and_has_a_card_only_for_who_may(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("S1", "2025-06-01", secret=True))
        guest = Guest.objects.get().pk
    desk, manager = doors.as_role(acme, Role.FRONT_DESK), doors.as_role(acme, Role.MANAGER)
    for path in (
        GUESTS,
        "/properties/acme-1/remark-tasks",
        "/properties/acme-1/visits?from=2025-01-01&to=2025-12-31",
    ):
        assert desk.read(path).json()["results"] == []
    assert desk.read("/search?q=李四").json()["guests"] == []
    assert desk.read(f"{GUESTS}/{guest}").status_code == 404
    assert desk.read(f"{GUESTS}/by-external-id/G00077").status_code == 404
    assert desk.send("PUT", f"{GUESTS}/{guest}/tags", {"tags": ["x"]}).status_code == 404
    assert manager.read(f"{GUESTS}/{guest}").json()["secret"] is True


def test_c113_two_records_become_one_view_and_can_be_told_apart_again(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            stay("A1", "2025-03-01", guest_number="A", phone="13900000001"),
            stay("B1", "2025-06-01", guest_number="B", phone="13900000002"),
        )
        first, second = Guest.objects.order_by("pk").values_list("pk", flat=True)
    manager = doors.as_role(acme, Role.MANAGER)
    card = manager.add(f"{GUESTS}/{second}/merge", {"with": str(first)})
    assert card.status_code == 200, card.content
    assert card.json()["visits"] == 2 and card.json()["merged_from"][0]["name"] == "李四"
    assert set(card.json()["external_ids"]) == {"A", "B"}
    gone = card.json()["merged_from"][0]["id"]
    assert manager.read(f"{GUESTS}/{gone}").json()["id"] == card.json()["id"]
    assert manager.read(f"{GUESTS}/by-external-id/B").json()["id"] == card.json()["id"]
    apart = manager.add(f"{GUESTS}/{card.json()['id']}/unmerge", {"guest": gone})
    assert apart.json() == {"kept": card.json()["id"], "separated": gone}
    assert manager.read(f"{GUESTS}/{gone}").json()["visits"] == 1
    assert Entry.objects.filter(action__in=["guest.merged", "guest.unmerged"]).count() == 2


def test_a_merge_with_nobody_or_by_nobody_is_refused(acme: Chain, li_si: int) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    assert manager.add(f"{GUESTS}/{li_si}/merge", {"with": "999999"}).status_code == 400
    assert manager.add(f"{GUESTS}/{li_si}/merge", {"with": "x"}).status_code == 400
    assert manager.add(f"{GUESTS}/{li_si}/merge", {"with": str(li_si)}).status_code == 422
    assert manager.add(f"{GUESTS}/{li_si}/unmerge", {"guest": str(li_si)}).status_code == 422
    assert (
        doors.as_role(acme, Role.FRONT_DESK).add(f"{GUESTS}/{li_si}/merge", {"with": "1"}).status_code == 403
    )


def test_the_review_list_is_settled_by_staff(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            stay("A1", "2025-03-01", guest_number="A", phone="13900000001", name="李四"),
            stay("B1", "2025-06-01", guest_number="A", phone="13900000002", name="王芳"),
        )
    manager = doors.as_role(acme, Role.MANAGER)
    path = "/properties/acme-1/review-list"
    (doubt,) = manager.read(path).json()["results"]
    assert doubt["kind"] == "conflict" and {doubt["guest"]["name"], doubt["other"]["name"]} == {
        "李四",
        "王芳",
    }
    assert manager.add(f"{path}/{doubt['id']}", {"decision": "maybe"}).status_code == 400
    assert manager.add(f"{path}/{doubt['id']}", {"decision": "apart"}).status_code == 200
    assert manager.read(path).json()["results"] == []
    assert manager.add(f"{path}/{doubt['id']}", {"decision": "same"}).status_code == 404
    assert doors.as_role(acme, Role.FRONT_DESK).add(f"{path}/1", {"decision": "same"}).status_code == 403


def test_an_export_is_for_who_may_logged_escaped_and_names_who_took_it(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("E1", "2025-06-01", name="=cmd|' /C calc'!A0"))
    manager = doors.as_role(acme, Role.MANAGER)
    csv = manager.read("/properties/acme-1/guests.csv").content.decode("utf-8-sig")
    assert "'=cmd" in csv and "138****8000" in csv and "导出 manager of acme" in csv
    assert Entry.objects.get(action="export.guests").facts["rows"] == 1
    assert "+8613800138000" in manager.read("/properties/acme-1/guests.csv?phones=full").content.decode(
        "utf-8-sig"
    )
    book = openpyxl.load_workbook(io.BytesIO(manager.read("/properties/acme-1/guests.xlsx").content))
    assert book.active["B2"].value == "'=cmd|' /C calc'!A0"
    visits = manager.read("/properties/acme-1/visits.csv?from=2025-01-01&to=2025-12-31").content.decode(
        "utf-8-sig"
    )
    assert "2025-06-01" in visits
    assert doors.as_role(acme, Role.FRONT_DESK).read("/properties/acme-1/guests.csv").status_code == 403
    analyst = doors.as_role(acme, Role.ANALYST)
    assert analyst.read("/properties/acme-1/guests.csv").status_code == 200
    assert analyst.read("/properties/acme-1/guests.csv?phones=full").status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/{id}"),
        ("GET", "/by-external-id/G00077"),
        ("GET", "/{id}/phone"),
        ("PATCH", "/{id}"),
        ("PUT", "/{id}/tags"),
        ("PUT", "/{id}/remark"),
        ("POST", "/{id}/merge"),
    ],
)
def test_another_chain_finds_nothing_here(
    acme: Chain, rival: Chain, li_si: int, method: str, path: str
) -> None:
    theirs = doors.with_key(rival)
    got = theirs.send(method, GUESTS + path.format(id=li_si), {} if method != "GET" else None)
    none = theirs.send(
        method, GUESTS.replace("acme-1", "no-such") + path.format(id=li_si), {} if method != "GET" else None
    )
    assert got.status_code == none.status_code == 404
    assert {**got.json(), "request_id": ""} == {**none.json(), "request_id": ""}
    # the control: whose it is finds it
    assert doors.with_key(acme).read(f"{GUESTS}/{li_si}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/by-external-id/%00", f"?cursor={'WyIyMDI1LTAxLTAxIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ'}"]
)
def test_what_no_database_can_hold_is_no_error_of_ours(acme: Chain, acme_1: Property, path: str) -> None:
    assert doors.with_key(acme).read(GUESTS + path).status_code in (400, 404)


def test_the_list_by_tier(acme_1: Property) -> None:
    """CONTRACT: guests?tier="""
    levels = [
        Tier(code="base", name="普通", name_en="Member"),
        Tier(
            code="gold", name="金卡", name_en="Gold", qualify=[Rule(measure="visits", at_least=2, months=120)]
        ),
    ]
    with in_property(acme_1):
        publishing.write(
            Statements(raw_connection()),
            Programme(name="雅客会", tiers=Tiers(levels=levels)),
            effective_on=date(2026, 1, 1),
            actor=SYSTEM,
        )
        follow(
            acme_1,
            stay("F1", "2026-10-01"),
            stay("F2", "2026-11-01"),
            stay("F3", "2026-11-02", name="王五", phone="139 0013 9000", guest_number="G2"),
        )
    desk = doors.with_key(acme_1.chain)
    for tier, names in (("gold", ["李四"]), ("base", ["王五"]), ("black", [])):
        found = desk.read(f"{GUESTS}?tier={tier}").json()["results"]
        assert [guest["name"] for guest in found] == names
    gold = desk.read(f"{GUESTS}?tier=gold").json()["results"][0]
    card = desk.read(f"{GUESTS}/{gold['id']}").json()
    assert (card["tier"]["code"], card["wallet"], card["coupons"]) == ("gold", None, [])
