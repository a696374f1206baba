"""Coupons over HTTP: issued, used once, undone, printed; who may and who may not."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.programme import publishing
from loyalty.programme.coupons import batching
from loyalty.programme.coupons.models import Coupon
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.coupons.kinds import kind, programme

HOUSE = "/properties/acme-1"
TODAY = clock.today("Asia/Shanghai")


@pytest.fixture
def li_si(acme_1: Property) -> int:
    """A guest (stay F1) of a property with coupons of several kinds."""
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        follow(acme_1, stay("F2", "2026-03-02", name="王芳", guest_number="G2", phone="13900000002"))
        plan = programme(
            kind("threshold", name="满减券", stackable=True),
            kind("fixed", name="二十元券", stackable=True),
            kind("percent", name="九折券"),
            kind("upgrade", name="升级券"),
            kind("fixed", code="one", stock=1),
            kind("fixed", code="each", per_guest=1),
            kind("fixed", code="over", valid_until=TODAY - timedelta(days=1)),
        )
        publishing.write(Statements(raw_connection()), plan, effective_on=date(2020, 1, 1), actor=SYSTEM)
        return Guest.objects.get(name="李四").pk


@pytest.fixture
def desk(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.FRONT_DESK, [acme_1])


@pytest.fixture
def manager(acme: Chain, acme_1: Property) -> Door:
    return doors.as_role(acme, Role.MANAGER, [acme_1])


def give(door: Door, guest: int, what: str, key: str) -> HttpResponse:
    body = {"kind": what, "reason": "生日"}
    return door.add(f"{HOUSE}/guests/{guest}/coupons", body, IDEMPOTENCY_KEY=key)


def code(door: Door, guest: int, what: str, key: str) -> str:
    done = give(door, guest, what, key)
    assert done.status_code == 201, done.content
    return str(done.json()["code"])  # type: ignore[attr-defined]


def use(door: Door, given: str, key: str, bill: str = "160.00", **more: Any) -> HttpResponse:
    return door.add(f"{HOUSE}/coupons/{given}/redeem", {"bill": bill, **more}, IDEMPOTENCY_KEY=key)


def told(response: HttpResponse) -> tuple[int, str]:
    return response.status_code, response.json()["type"]  # type: ignore[attr-defined]


def test_c89_a_bill_of_160_with_40_off_4_and_150_off_8(desk: Door, li_si: int) -> None:
    """C89: 满40送4, 满150送8."""
    given = code(desk, li_si, "threshold", "k1")
    shown = desk.read(f"{HOUSE}/coupons/{given.lower().replace('-', ' ')}").json()
    assert (shown["name"], shown["state"], shown["least_bill"]) == ("满减券", "open", "40.00")
    assert shown["says"]["zh"] == "满40元减4元，满150元减8元，可叠加使用"
    assert shown["guest"] == {"id": str(li_si), "name": "李四"} and shown["origin"] == "hand:生日"
    done = use(desk, given, "u1", stay="F1").json()
    assert (done["off"]["amount"], done["to_pay"]["amount"]) == ("8.00", "152.00")
    assert (done["coupon"]["state"], done["coupon"]["stay"], done["coupon"]["off"]) == (
        "redeemed",
        "F1",
        "8.00",
    )


def test_a_code_works_once_and_a_request_sent_again_is_answered_again(desk: Door, li_si: int) -> None:
    given = code(desk, li_si, "fixed", "k1")
    first = use(desk, given, "u1")
    again = use(desk, given, "u1")
    assert first.status_code == 200 and again.content == first.content
    assert told(use(desk, given, "u2")) == (422, "/problems/already-used")
    missing = desk.add(f"{HOUSE}/coupons/{given}/redeem", {"bill": "160.00"})
    assert told(missing) == (400, "/problems/idempotency-key-missing")


def test_a_refunded_coupon_never_works_again(desk: Door, li_si: int) -> None:
    given = code(desk, li_si, "fixed", "k1")
    path, body = f"{HOUSE}/coupons/{given}/refund", {"reason": "退房"}
    assert told(desk.add(path, body, IDEMPOTENCY_KEY="r0")) == (422, "/problems/not-eligible")
    use(desk, given, "u1")
    done = desk.add(path, body, IDEMPOTENCY_KEY="r1").json()
    assert (done["state"], done["ended_reason"]) == ("refunded", "退房")
    assert told(use(desk, given, "u2")) == (422, "/problems/already-used")
    assert told(desk.add(path, body, IDEMPOTENCY_KEY="r2")) == (422, "/problems/already-used")


def test_a_coupon_not_used_is_made_void(desk: Door, li_si: int) -> None:
    given = code(desk, li_si, "fixed", "k1")
    done = desk.add(f"{HOUSE}/coupons/{given}/void", {"reason": "发错"}, IDEMPOTENCY_KEY="v1")
    assert done.json()["state"] == "void"
    assert told(use(desk, given, "u1")) == (422, "/problems/already-used")


def test_several_are_used_together_when_all_may_be(desk: Door, li_si: int) -> None:
    first, second = code(desk, li_si, "threshold", "k1"), code(desk, li_si, "fixed", "k2")
    alone = code(desk, li_si, "percent", "k3")
    assert told(use(desk, first, "u1", **{"with": [alone]})) == (422, "/problems/not-eligible")
    done = use(desk, first, "u2", **{"with": [second]}).json()
    assert done["to_pay"]["amount"] == "132.00"
    assert [(each["name"], each["off"]["amount"]) for each in done["coupons"]] == [
        ("满减券", "8.00"),
        ("二十元券", "20.00"),
    ]
    upgrade = use(desk, code(desk, li_si, "upgrade", "k4"), "u3", bill="0.00").json()
    assert upgrade["coupons"][0]["room_type"] == "豪华大床房" and upgrade["off"]["amount"] == "0.00"


@pytest.mark.parametrize(
    ("what", "problem"),
    [("nothing", "not-eligible"), ("over", "expired"), ("one", "exhausted"), ("each", "not-eligible")],
)
def test_what_cannot_be_issued_is_422(desk: Door, li_si: int, what: str, problem: str) -> None:
    if what in ("one", "each"):
        assert give(desk, li_si, what, "k1").status_code == 201
    assert told(give(desk, li_si, what, "k2")) == (422, f"/problems/{problem}")


def test_what_cannot_be_used_is_422_or_not_found(desk: Door, li_si: int, acme_1: Property) -> None:
    given = code(desk, li_si, "threshold", "k1")
    assert told(use(desk, given, "u1", bill="39.99")) == (422, "/problems/not-eligible")
    assert told(use(desk, given, "u2", stay="F2")) == (422, "/problems/not-eligible")  # 王芳's stay
    assert told(use(desk, given, "u3", stay="nowhere")) == (422, "/problems/not-eligible")
    assert told(use(desk, "ABCD-EFGH-2345", "u4")) == (404, "/problems/not-found")
    assert told(use(desk, "not-a-code", "u5")) == (404, "/problems/not-found")
    assert told(use(desk, given, "u6", **{"with": ["ABCD-EFGH-2345"]})) == (404, "/problems/not-found")
    with in_property(acme_1):
        Coupon.objects.update(expires_on=TODAY - timedelta(days=1))
    assert told(use(desk, given, "u7")) == (422, "/problems/expired")
    assert use(desk, given, "u8", bill="-1.00").status_code == 400


def test_a_guests_coupons_by_state(desk: Door, li_si: int) -> None:
    codes = [code(desk, li_si, "fixed", f"k{number}") for number in range(3)]
    use(desk, codes[0], "u1")
    path = f"{HOUSE}/guests/{li_si}/coupons"
    assert [each["code"] for each in desk.read(path).json()["results"]] == codes[::-1]
    assert [each["code"] for each in desk.read(f"{path}?state=redeemed").json()["results"]] == codes[:1]
    first = desk.read(f"{path}?state=open&limit=1").json()
    second = desk.read(f"{path}?state=open&limit=1&cursor={first['next']}").json()
    assert [first["results"][0]["code"], second["results"][0]["code"]] == [codes[2], codes[1]]
    assert desk.read(f"{path}?state=burnt").status_code == 400


def test_a_batch_is_printed_as_a_stream_of_codes(
    manager: Door, desk: Door, li_si: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "PAGE", 40)
    body = {"kind": "fixed", "count": 100, "expires_on": str(TODAY + timedelta(days=5))}
    made = manager.add(f"{HOUSE}/coupon-batches", body, IDEMPOTENCY_KEY="b1")
    assert made.status_code == 201
    again = manager.add(f"{HOUSE}/coupon-batches", body, IDEMPOTENCY_KEY="b1")
    assert again.json() == made.json()
    batch = made.json()
    assert (batch["count"], batch["redeemed"], batch["name"]) == (100, 0, "二十元券")
    file = manager.read(f"{HOUSE}/coupon-batches/{batch['id']}.csv")
    assert file.streaming and "attachment" in file["Content-Disposition"]
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:5] == ["券码", "名称", "内容", "有效期至", "状态"] and "manager of acme" in rows[0][5]
    assert len({row[0] for row in rows[1:]}) == 100 and rows[1][3] == body["expires_on"]
    assert use(desk, rows[1][0], "u1").status_code == 200  # whoever brings it
    assert manager.read(f"{HOUSE}/coupon-batches/{batch['id']}").json()["redeemed"] == 1
    assert [each["id"] for each in manager.read(f"{HOUSE}/coupon-batches").json()["results"]] == [batch["id"]]
    assert Entry.objects.get(action="export.coupon_codes").facts["rows"] == 100


@pytest.mark.parametrize("count", [0, 100_001, "many"])
def test_a_batch_has_between_one_and_100000_codes(manager: Door, li_si: int, count: Any) -> None:
    body = {"kind": "fixed", "count": count}
    answer = manager.add(f"{HOUSE}/coupon-batches", body, IDEMPOTENCY_KEY="b1")
    assert answer.status_code == 400 and answer.json()["errors"][0]["pointer"] == "/count"


def test_a_batch_never_overruns_the_stock(manager: Door, li_si: int) -> None:
    body = {"kind": "one", "count": 2}
    answer = manager.add(f"{HOUSE}/coupon-batches", body, IDEMPOTENCY_KEY="b1")
    assert told(answer) == (422, "/problems/exhausted")


def test_who_may_issue_use_and_print_and_who_may_not(
    acme: Chain, rival: Chain, desk: Door, manager: Door, li_si: int
) -> None:
    given = code(desk, li_si, "fixed", "k1")
    marketing, analyst = doors.as_role(acme, Role.MARKETING), doors.as_role(acme, Role.ANALYST)
    batch = {"kind": "fixed", "count": 1}
    for door in (desk, analyst):
        assert door.add(f"{HOUSE}/coupon-batches", batch, IDEMPOTENCY_KEY="b").status_code == 403
    made = marketing.add(f"{HOUSE}/coupon-batches", batch, IDEMPOTENCY_KEY="b")
    assert made.status_code == 201
    assert desk.read(f"{HOUSE}/coupon-batches/{made.json()['id']}.csv").status_code == 403
    assert give(marketing, li_si, "fixed", "k2").status_code == 403
    assert use(marketing, given, "u1").status_code == 403
    stranger = doors.as_role(rival, Role.OWNER)
    assert use(stranger, given, "u1").status_code == 404
    assert stranger.read(f"/properties/rival-1/coupons/{given}").status_code == 404
    assert use(doors.with_key(acme, "value:write"), given, "u1").status_code == 200


def test_a_secret_guests_name_is_not_on_a_coupon(
    acme_1: Property, desk: Door, manager: Door, li_si: int
) -> None:
    given = code(desk, li_si, "fixed", "k1")
    with in_property(acme_1):
        Guest.objects.filter(pk=li_si).update(secret=True)
    assert desk.read(f"{HOUSE}/coupons/{given}").json()["guest"] is None
    assert manager.read(f"{HOUSE}/coupons/{given}").json()["guest"]["name"] == "李四"


def test_what_coupons_do_by_kind_and_batch(manager: Door, desk: Door, li_si: int) -> None:
    use(desk, code(desk, li_si, "fixed", "k1"), "u1", stay="F1")
    body = {"kind": "fixed", "count": 3}
    batch = manager.add(f"{HOUSE}/coupon-batches", body, IDEMPOTENCY_KEY="b1").json()["id"]
    told = manager.read(f"{HOUSE}/coupon-effects?from=2026-03-01&to={TODAY}").json()
    assert told["reference_rate"] == 0.15 and told["to"] == str(TODAY)
    rows = [(row["batch"], row["whole_kind"], row["issued"], row["redeemed"]) for row in told["rows"]]
    assert rows == [(None, True, 4, 1), (None, False, 1, 1), (batch, False, 3, 0)]
    whole = told["rows"][0]
    assert (whole["redemption_rate"], whole["discount"], whole["visits_with"]) == (0.25, "20.00", 1)
    assert (whole["spend_with"], whole["spend_without"], whole["spend_change"]) == (
        "246.00",
        "246.00",
        0.0,
    )
    assert desk.read(f"{HOUSE}/coupon-effects?from=2026-03-01&to={TODAY}").status_code == 403
    assert manager.read(f"{HOUSE}/coupon-effects?from=2026-03-01").status_code == 400
