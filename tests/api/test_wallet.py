"""Stored value over HTTP: who may, keys, refusals, receipts, the statement, two persons."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing
from loyalty.programme.document import TwoPersons
from loyalty.programme.wallet.models import Receipt
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.coupons.kinds import programme
from tests.loyalty.programme.wallet.purse import terms

HOUSE = "/properties/acme-1"


@pytest.fixture
def li_si(acme_1: Property) -> int:
    """A named guest (F1) of a property whose programme sells stored value: 充1000送300."""
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        whole = programme(wallet=terms(), two_persons=TwoPersons(money="2000.00"))
        publishing.write(Statements(raw_connection()), whole, effective_on=date(2020, 1, 1), actor=SYSTEM)
        return Guest.objects.get(name="李四").pk


@pytest.fixture
def desk(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK, [acme_1])


def act(door: Door, guest: int, where: str, key: str, /, **body: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/guests/{guest}/wallet/{where}", body, IDEMPOTENCY_KEY=key)


def top_up(door: Door, guest: int, key: str = "t1", pay: str = "1000.00", **more: Any) -> HttpResponse:
    return act(door, guest, "top-ups", key, pay=pay, method="wechat", **more)


def wallet(door: Door, guest: int) -> Any:
    return door.read(f"{HOUSE}/guests/{guest}/wallet").json()


def told(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.json()["type"]  # type: ignore[attr-defined]


def amounts(sums: Any) -> tuple[str, str, str]:
    return sums["balance"]["amount"], sums["principal"]["amount"], sums["gift"]["amount"]


def test_c69_a_top_up_of_1000_gives_300_which_is_23_1_percent(desk: Door, li_si: int) -> None:
    """C69: two balances; the effective discount is shown with the offer and with what was bought."""
    done = top_up(desk, li_si, gift_offer="1000.00")
    assert done.status_code == 201
    moved = done.json()
    assert amounts(moved["before"]) == ("0.00", "0.00", "0.00")
    assert amounts(moved["after"]) == ("1300.00", "1000.00", "300.00")
    assert moved["discount"] == 0.231 and moved["warnings"] == []
    told = wallet(desk, li_si)
    assert amounts(told["balances"]) == ("1300.00", "1000.00", "300.00")
    assert told["offers"] == [
        {"pay": "500.00", "gift": "100.00", "discount": 0.167},
        {"pay": "1000.00", "gift": "300.00", "discount": 0.231},
    ]
    assert told["limit"]["named"] and told["limit"]["room"]["amount"] == "3700.00"


def test_value_is_moved_once_per_key(desk: Door, li_si: int) -> None:
    first = top_up(desk, li_si)
    again = top_up(desk, li_si)
    assert again.content == first.content and again["Idempotent-Replayed"] == "true"
    assert amounts(wallet(desk, li_si)["balances"])[0] == "1300.00"
    assert told(top_up(desk, li_si, pay="500.00")) == (422, "/problems/idempotency-key-reused")
    missing = desk.add(f"{HOUSE}/guests/{li_si}/wallet/top-ups", {"pay": "1000.00", "method": "cash"})
    assert told(missing) == (400, "/problems/idempotency-key-missing")


def test_a_charge_its_receipt_and_its_reversal(desk: Door, li_si: int) -> None:
    top_up(desk, li_si)
    done = act(desk, li_si, "charges", "c1", amount="130.00", what="早餐", stay="F1").json()
    assert (done["principal"]["amount"], done["gift"]["amount"]) == ("100.00", "30.00")
    receipt = desk.read(f"{HOUSE}/wallet/receipts/{done['posting']['id']}").json()
    assert receipt["number"] == done["receipt"] and receipt["number"].endswith("-000002")
    assert (receipt["kind"], receipt["guest_name"], receipt["stay"]) == ("charge", "李四", "F1")
    assert receipt["property_name"] == "雅客一店" and receipt["actor"] == "front_desk of acme"
    assert [(line["says"]["zh"], line["amount"]["amount"]) for line in receipt["lines"]] == [
        ("消费金额·早餐", "130.00"),
        ("本金", "-100.00"),
        ("赠金", "-30.00"),
    ]
    assert (amounts(receipt["before"])[0], amounts(receipt["balance"])[0]) == ("1300.00", "1170.00")
    back = act(desk, li_si, "reverse", "x1", posting=done["posting"]["id"], reason="记错房间")
    assert back.status_code == 201 and amounts(back.json()["after"])[0] == "1300.00"
    again = act(desk, li_si, "reverse", "x2", posting=done["posting"]["id"], reason="再来一次")
    assert told(again) == (422, "/problems/already-used")
    entries = wallet(desk, li_si)["entries"]
    assert [(entry["kind"], entry["principal"]["amount"], entry["after"]["amount"]) for entry in entries] == [
        ("reversal", "100.00", "1300.00"),
        ("wallet_charge", "-100.00", "1170.00"),
        ("wallet_top_up", "1000.00", "1300.00"),
    ]
    assert entries[1]["reason"] == {"zh": "储值消费·早餐", "en": "Charge, 早餐"}
    assert entries[1]["reversed_by"] == entries[0]["posting_id"] and entries[0]["note"] == "记错房间"


@pytest.mark.parametrize(
    ("what", "body", "problem"),
    [
        ("top-ups", {"pay": "1000.00", "method": "wallet"}, "not-eligible"),
        ("top-ups", {"pay": "4000.00", "method": "cash"}, "not-eligible"),  # 1,300 there, 5,000 at most
        ("top-ups", {"pay": "77.00", "method": "cash", "gift_offer": "77.00"}, "not-eligible"),
        ("charges", {"amount": "1300.01", "what": "room"}, "insufficient-funds"),
        ("charges", {"amount": "10.00", "what": "top_up"}, "not-eligible"),
        ("charges", {"amount": "10.00", "what": "储值充值"}, "not-eligible"),
        ("charges", {"amount": "10.00", "what": "room", "stay": "nowhere"}, "not-eligible"),
        ("refunds", {"amount": "1000.01", "cause": "guest", "reason": "r"}, "insufficient-funds"),
        ("refunds", {"top_up": "1", "cause": "guest", "reason": "r"}, "not-eligible"),
    ],
)
def test_what_a_rule_turns_down_is_422_and_moves_nothing(
    desk: Door, li_si: int, what: str, body: dict[str, Any], problem: str
) -> None:
    top_up(desk, li_si)
    answer = act(desk, li_si, what, "k", **body)
    assert told(answer) == (422, f"/problems/{problem}"), answer.content
    assert amounts(wallet(desk, li_si)["balances"])[0] == "1300.00"


@pytest.mark.parametrize(
    ("what", "body", "pointer"),
    [
        ("top-ups", {"pay": "0.00", "method": "cash"}, "/pay"),
        ("top-ups", {"pay": "-5", "method": "cash"}, "/pay"),
        ("top-ups", {"pay": "10.001", "method": "cash"}, "/pay"),
        ("top-ups", {"pay": "10.00", "method": "gold"}, "/method"),
        ("top-ups", {"pay": "10.00"}, "/method"),
        ("charges", {"amount": "10.00", "what": ""}, "/what"),
        ("charges", {"amount": "10.00", "what": "room", "tip": 1}, "/tip"),
        ("refunds", {"cause": "guest", "reason": "r"}, ""),
        ("refunds", {"cause": "guest", "reason": "r", "all": True, "amount": "1.00"}, ""),
        ("refunds", {"cause": "whim", "reason": "r", "all": True}, "/cause"),
        ("refunds", {"cause": "guest", "reason": "", "all": True}, "/reason"),
        ("reverse", {"posting": "x", "reason": "r"}, "/posting"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(
    desk: Door, li_si: int, what: str, body: dict[str, Any], pointer: str
) -> None:
    answer = act(desk, li_si, what, "k", **body)
    assert answer.status_code == 400, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]  # type: ignore[attr-defined]


def test_without_a_programme_nothing_is_sold_and_the_wallet_is_empty(
    acme: Chain, acme_2: Property, desk: Door
) -> None:
    with in_property(acme_2):
        follow(acme_2, stay("F9", "2026-03-01"))
        guest = Guest.objects.get().pk
    door = doors.as_role(acme, Role.FRONT_DESK, [acme_2])
    path = f"/properties/acme-2/guests/{guest}/wallet"
    answer = door.add(f"{path}/top-ups", {"pay": "10.00", "method": "cash"}, IDEMPOTENCY_KEY="k")
    assert told(answer) == (422, "/problems/not-eligible")
    empty = door.read(path).json()
    assert amounts(empty["balances"])[0] == "0.00" and empty["offers"] == [] and empty["limit"] is None


def test_a_refund_by_the_law_is_owed_and_then_paid_once(acme: Chain, desk: Door, li_si: int) -> None:
    top_up(desk, li_si)
    due = {each["cause"]: each for each in wallet(desk, li_si)["refundable"]}
    assert due["seven_days"]["most"]["amount"] == "1000.00" and due["seven_days"]["allowed"]
    act(desk, li_si, "charges", "c1", amount="260.00", what="room")
    due = {each["cause"]: each for each in wallet(desk, li_si)["refundable"]}
    sums = {cause: (each["most"]["amount"], each["gift_lost"]["amount"]) for cause, each in due.items()}
    assert sums == {
        "seven_days": ("0.00", "0.00"),
        "merchant": ("800.00", "240.00"),
        "guest": ("740.00", "240.00"),
    }
    assert due["seven_days"]["says"]["zh"] == "没有七日内付款且未用过的充值"
    done = act(desk, li_si, "refunds", "r1", all=True, cause="guest", reason="搬家")
    assert done.status_code == 201 and amounts(done.json()["after"])[0] == "0.00"
    (owed,) = desk.read(f"{HOUSE}/wallet/refunds").json()["results"]
    assert (owed["id"], owed["amount"]["amount"], owed["paid_at"]) == (done.json()["refund"], "740.00", None)
    path = f"{HOUSE}/wallet/refunds/{owed['id']}/payout"
    assert desk.add(path, {"method": "cash"}, IDEMPOTENCY_KEY="p1").status_code == 201
    assert desk.read(f"{HOUSE}/wallet/refunds").json()["results"] == []
    assert wallet(desk, li_si)["refunds"][0]["paid_at"] is not None
    assert told(desk.add(path, {"method": "cash"}, IDEMPOTENCY_KEY="p2")) == (422, "/problems/already-used")
    # A refunded card is never used again.
    again = act(desk, li_si, "charges", "c2", amount="0.01", what="room")
    assert told(again) == (422, "/problems/insufficient-funds")
    spent = next(e for e in wallet(desk, li_si)["entries"] if e["kind"] == "wallet_charge")
    back = act(desk, li_si, "reverse", "x", posting=spent["posting_id"], reason="冲回")
    assert told(back) == (422, "/problems/already-used")


def test_a_refund_may_be_paid_at_once(desk: Door, li_si: int, acme_1: Property) -> None:
    top_up(desk, li_si)
    done = act(desk, li_si, "refunds", "r1", all=True, cause="seven_days", reason="反悔", paid="cash")
    assert done.status_code == 201
    assert desk.read(f"{HOUSE}/wallet/refunds").json()["results"] == []
    with in_property(acme_1):
        kinds = list(Receipt.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["wallet_top_up", "wallet_refund", "wallet_payout"]


def test_a_large_refund_waits_for_a_second_person(desk: Door, li_si: int, acme_1: Property) -> None:
    """From two_persons.money (here 2,000.00) on: nothing moves until somebody else agrees."""
    top_up(desk, li_si, "t1")
    top_up(desk, li_si, "t2")
    done = act(desk, li_si, "refunds", "r1", all=True, cause="guest", reason="搬家")
    assert done.status_code == 202
    request = done.json()["approval"]
    assert (request["amount"], request["unit"], request["kind"]) == (-200_000, "cents", "wallet.refund")
    assert request["says"]["zh"] == "储值退款：2000.00 元" and request["mine"]
    assert amounts(wallet(desk, li_si)["balances"])[0] == "2600.00"
    body = {"cause": "guest", "reason": "先退"}
    assert act(desk, li_si, "refunds", "r2", amount="1999.99", **body).status_code == 201
    # Many small ones of a day are a large one.
    assert act(desk, li_si, "refunds", "r3", amount="0.01", **body).status_code == 202


def decide(door: Door, approval: str, key: str) -> HttpResponse:
    return door.add(f"{HOUSE}/approvals/{approval}", {"approve": True}, IDEMPOTENCY_KEY=key)


def test_an_approved_refund_is_done_as_it_was_asked_or_not_at_all(
    acme: Chain, acme_1: Property, desk: Door, li_si: int
) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    top_up(desk, li_si, "t1")
    top_up(desk, li_si, "t2")
    body: dict[str, Any] = {"all": True, "cause": "guest", "reason": "搬家"}
    first = act(desk, li_si, "refunds", "r1", **body).json()["approval"]["id"]
    assert decide(desk, first, "a0").status_code == 403
    charge = act(desk, li_si, "charges", "c1", amount="10.00", what="room").json()["posting"]["id"]
    assert told(decide(manager, first, "a1")) == (409, "/problems/changed-since")
    act(desk, li_si, "reverse", "x", posting=charge, reason="冲回")
    assert decide(manager, first, "a2").status_code == 200
    assert amounts(wallet(desk, li_si)["balances"])[0] == "0.00"
    entry = wallet(desk, li_si)["entries"][0]
    assert (entry["kind"], entry["actor"]) == ("wallet_refund", "front_desk of acme")
    assert entry["approved_by"] == "manager of acme"


def test_a_large_top_up_typed_wrongly_is_taken_back_by_two(
    acme: Chain, acme_1: Property, desk: Door, li_si: int
) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    wrong = top_up(desk, li_si, pay="3000.00").json()["posting"]["id"]
    done = act(desk, li_si, "reverse", "x1", posting=wrong, reason="多打一个零")
    assert done.status_code == 202
    approval = done.json()["approval"]  # type: ignore[attr-defined]
    assert approval["says"]["zh"] == "储值冲正：3000.00 元"
    assert decide(manager, approval["id"], "a1").status_code == 200
    assert amounts(wallet(desk, li_si)["balances"])[0] == "0.00"
    again = act(desk, li_si, "reverse", "x2", posting=wrong, reason="再来")
    assert told(again) == (422, "/problems/already-used")


def test_the_statement_is_handed_out_as_a_file(desk: Door, li_si: int) -> None:
    top_up(desk, li_si, reference="=1+1")
    act(desk, li_si, "charges", "c1", amount="130.00", what="room", stay="F1")
    path = f"{HOUSE}/guests/{li_si}/wallet/statement"
    lines = desk.read(f"{path}.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("时间,流水号,事项,本金,赠金,余额,入住单号,凭证号,原因,经手人")
    first, second = (line.split(",") for line in lines[1:])
    assert first[2:6] == ["储值充值·微信支付", "1000.00", "300.00", "1300.00"] and first[7] == "'=1+1"
    assert second[2:7] == ["储值消费·房费", "-100.00", "-30.00", "1170.00", "F1"]
    book = openpyxl.load_workbook(io.BytesIO(desk.read(f"{path}.xlsx").content))
    assert [cell.value for cell in book.active[3]][3:6] == [-100, -30, 1170]
    assert Entry.objects.filter(action="export.wallet").count() == 2


def test_pages_of_movements_follow_one_another(desk: Door, li_si: int) -> None:
    top_up(desk, li_si)
    for number in range(4):
        act(desk, li_si, "charges", f"c{number}", amount="1.00", what="room")
    seen, cursor = [], ""
    for _ in range(3):
        page = desk.read(f"{HOUSE}/guests/{li_si}/wallet?limit=2{cursor}").json()
        seen += [entry["id"] for entry in page["entries"]]
        cursor = f"&cursor={page['next']}"
    assert len(set(seen)) == len(seen) == 5 and page["next"] is None


def test_who_may_move_value_and_who_may_not(
    acme: Chain, rival: Chain, acme_1: Property, desk: Door, li_si: int
) -> None:
    moved = top_up(desk, li_si).json()
    for role in (Role.ANALYST, Role.MARKETING):
        door = doors.as_role(acme, role)
        assert top_up(door, li_si, f"k-{role}").status_code == 403
        assert door.read(f"{HOUSE}/guests/{li_si}/wallet").status_code == 200
    reader = doors.with_key(acme, "guests:read")
    assert top_up(reader, li_si, "k").status_code == 403
    assert top_up(doors.with_key(acme, "value:write"), li_si, "k").status_code == 201
    stranger = doors.as_role(rival, Role.OWNER)
    receipt = f"{HOUSE}/wallet/receipts/{moved['posting']['id']}"
    assert top_up(stranger, li_si, "k").status_code == 404
    assert stranger.read(receipt).status_code == 404
    elsewhere = f"/properties/rival-1/wallet/receipts/{moved['posting']['id']}"
    assert stranger.read(elsewhere).status_code == 404


def test_a_secret_guests_receipt_is_not_for_everybody(
    acme: Chain, acme_1: Property, desk: Door, li_si: int
) -> None:
    posting = top_up(desk, li_si).json()["posting"]["id"]
    with in_property(acme_1):
        Guest.objects.filter(pk=li_si).update(secret=True)
    assert desk.read(f"{HOUSE}/wallet/receipts/{posting}").status_code == 404
    assert desk.read(f"{HOUSE}/guests/{li_si}/wallet").status_code == 404
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    assert manager.read(f"{HOUSE}/wallet/receipts/{posting}").status_code == 200
    act(manager, li_si, "refunds", "r1", all=True, cause="guest", reason="退")
    assert desk.read(f"{HOUSE}/wallet/refunds").json()["results"] == []
    (owed,) = manager.read(f"{HOUSE}/wallet/refunds").json()["results"]
    payout = f"{HOUSE}/wallet/refunds/{owed['id']}/payout"
    assert desk.add(payout, {"method": "cash"}, IDEMPOTENCY_KEY="p1").status_code == 404
    assert manager.add(payout, {"method": "cash"}, IDEMPOTENCY_KEY="p2").status_code == 201


def test_a_merge_moves_no_money_and_its_undoing_gives_each_his_own(
    acme: Chain, acme_1: Property, li_si: int
) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    with in_property(acme_1):
        follow(acme_1, stay("F2", "2026-03-02", name="李思", guest_number="G2", phone="13900000002"))
        other = Guest.objects.get(name="李思").pk
    top_up(manager, li_si, "t1", "500.00")
    top_up(manager, other, "t2", "500.00")
    manager.add(f"{HOUSE}/guests/{li_si}/merge", {"with": str(other)})
    assert amounts(wallet(manager, other)["balances"]) == ("1200.00", "1000.00", "200.00")
    spent = act(manager, li_si, "charges", "c1", amount="900.00", what="room").json()
    assert amounts(spent["after"])[0] == "300.00"
    with in_property(acme_1):
        kept = Guest.objects.get(pk__in=[li_si, other], merged_into=None).pk
    gone = other if kept == li_si else li_si
    assert manager.add(f"{HOUSE}/guests/{kept}/unmerge", {"guest": str(gone)}).status_code == 200
    apart = [amounts(wallet(manager, guest)["balances"])[0] for guest in (kept, gone)]
    assert apart == ["0.00", "300.00"]
    # Taken back, the charge returns to both, and the receipt is of the guest at the desk.
    back = act(manager, kept, "reverse", "x1", posting=spent["posting"]["id"], reason="冲回").json()
    assert amounts(back["after"])[0] == "600.00"
    assert [amounts(wallet(manager, guest)["balances"])[0] for guest in (kept, gone)] == ["600.00", "600.00"]


def test_every_movement_is_in_the_audit_log_without_personal_data(desk: Door, li_si: int) -> None:
    top_up(desk, li_si)
    entry = Entry.objects.get(action="wallet.topped_up")
    assert entry.subject == str(li_si) and "李四" not in str(entry.facts)
    assert (entry.facts["paid_cents"], entry.facts["gift_cents"]) == (100_000, 30_000)
