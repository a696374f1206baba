"""Products, consumption, costs and profit over HTTP. C91."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chains.models import Chain
from kernel import clock
from loyalty.figures.refreshing import refresh
from loyalty.figures.settling import settle
from loyalty.guests.models import Guest
from loyalty.products.models import Consumption
from loyalty.stays.models import Stay
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay

AT = "/properties/acme-1"
BREAKFAST = {"name": "早餐", "price": "38.00", "cost": "12.00", "category": "餐饮", "unit": "份"}
MARCH = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


@pytest.fixture
def guest(acme_1: Property) -> Guest:
    with in_property(acme_1):
        plain = {"revenue": {"room": "208.00", "fnb": "0.00", "other": "0.00"}}
        follow(
            acme_1,
            stay("F1", "2026-03-10", **plain),
            stay("F2", "2026-03-20", nights=2, source="散客", **plain),
        )
        follow(
            acme_1, stay("H1", "2026-03-15", name="何洁", phone=None, guest_number="H", secret=True, **plain)
        )
        return Guest.objects.get(name="李四")


def put_costs(door: Door) -> Any:
    costs = {"rooms": [{"room_type": "大床房", "cost": "45.00"}], "fnb_cost_share": 0.35, "other_cost_share": 0.2,
             "commissions": [{"source": "携程", "share": 0.15}]}  # fmt: skip
    answer = door.send("PUT", f"{AT}/costs", costs)
    assert answer.status_code == 200, answer.content
    return answer.json()


def report(door: Door, by: str, place: str = AT) -> dict[str, Any]:
    answer = door.read(f"{place}/reports/profit?{MARCH}&by={by}")
    assert answer.status_code == 200, answer.content
    return {row["key"]: row for row in answer.json()["rows"]} | {"total": answer.json()["total"]}


def test_a_product_is_put_found_and_switched_off(acme: Chain, owner: Door, acme_1: Property) -> None:
    made = owner.send("PUT", f"{AT}/products/BRK", {**BREAKFAST, "stock": 40}).json()
    assert (made["margin"], made["stock"], made["active"]) == (0.684211, 40, True)
    # Cost and stock that nobody speaks of stay; the desk sees neither cost nor margin.
    owner.send("PUT", f"{AT}/products/BRK", {"name": "早餐", "price": "42.00"})
    desk = doors.as_role(acme, Role.FRONT_DESK)
    (seen,) = desk.read(f"{AT}/products?q=早").json()["results"]
    assert (seen["price"], seen["stock"], seen["cost"], seen["cost_hidden"]) == ("42.00", 40, None, True)
    assert desk.send("PUT", f"{AT}/products/BRK", BREAKFAST).status_code == 403
    assert owner.send("DELETE", f"{AT}/products/BRK").status_code == 204
    assert [p["code"] for p in owner.read(f"{AT}/products?active=false").json()["results"]] == ["BRK"]
    assert owner.send("DELETE", f"{AT}/products/NIX").json()["type"].endswith("/no-such-product")


def test_the_desk_puts_down_what_a_guest_had_and_takes_it_back(
    acme: Chain, owner: Door, guest: Guest, acme_1: Property
) -> None:
    owner.send("PUT", f"{AT}/products/BRK", {**BREAKFAST, "stock": 3})
    desk = doors.as_role(acme, Role.FRONT_DESK)
    at = f"{AT}/guests/{guest.pk}/consumption"
    sold = desk.add(at, {"product": "BRK", "quantity": 2}, IDEMPOTENCY_KEY="a")
    assert sold.status_code == 201 and "cost" not in sold.json(), sold.content
    again = desk.add(at, {"product": "BRK", "quantity": 2}, IDEMPOTENCY_KEY="a")
    assert again.json()["id"] == sold.json()["id"]
    assert desk.add(at, {"product": "BRK", "quantity": 2}).json()["left"] == 1
    with in_property(acme_1):
        other, own = Stay.objects.get(external_id="H1").pk, Stay.objects.get(external_id="F1").pk
        Consumption.objects.bulk_create(
            Consumption(guest=guest, name="早餐", quantity=1, amount_cents=3800, cost_cents=1200, source="import",
                        stay=own, day=clock.today("Asia/Shanghai") - timedelta(days=back), at=clock.now())
            for back in (30, 20, 6)
        )  # fmt: skip
    assert (
        desk.add(at, {"product": "BRK", "stay": str(other)}).json()["type"].endswith("/stay-of-another-guest")
    )
    told = owner.read(at).json()
    # 30, 20, 6, 0 days ago: 10, 14 and 6 days apart.
    assert told["totals"] == {"times": 4, "quantity": 5, "amount": "190.00", "cost": "60.00", "given": "0.00"}
    assert told["cycle"]["median_days"] == 10.0
    assert [(each["kind"], each["times"]) for each in told["cycle"]["by"]] == [
        ("category", 1),
        ("product", 4),
    ]
    back = desk.add(f"{at}/{sold.json()['id']}/take-back", {})
    assert back.json()["taken_back"] and owner.read(at).json()["totals"]["amount"] == "114.00"
    assert (
        desk.add(f"{at}/{sold.json()['id']}/take-back", {}).json()["type"].endswith("/consumption-taken-back")
    )
    assert owner.read(f"{AT}/products").json()["results"][0]["stock"] == 3


def test_costs_are_told_set_and_sent_back_as_they_came(acme: Chain, owner: Door, guest: Guest) -> None:
    before = owner.read(f"{AT}/costs").json()
    assert {(each["source"], each["share"], each["needed"]) for each in before["commissions"]} == {
        ("携程", None, True),
        ("散客", None, False),
    }
    set_now = put_costs(owner)
    assert set_now["rooms"][0]["cost"] == "45.00" and set_now["rooms"][-1]["room_type"] == ""
    assert owner.send("PUT", f"{AT}/costs", set_now).json()["rooms"] == set_now["rooms"]
    assert doors.as_role(acme, Role.FRONT_DESK).read(f"{AT}/costs").status_code == 403
    assert doors.as_role(acme, Role.ANALYST).send("PUT", f"{AT}/costs", {}).status_code == 403
    for wrong, pointer in (
        ({"rooms": [{"room_type": "a", "cost": "1"}, {"room_type": "a", "cost": "2"}]}, "/rooms/1/room_type"),
        ({"commissions": [{"source": "携程", "share": 0.123456}]}, "/commissions/0/share"),
    ):
        assert owner.send("PUT", f"{AT}/costs", wrong).json()["errors"][0]["pointer"] == pointer
    sources = owner.read(f"{AT}/sources").json()["results"]
    assert {each["source"]: each["commission"] for each in sources} == {"携程": 0.15, "散客": None}
    assert "commission" not in doors.with_key(acme, "guests:read").read(f"{AT}/sources").json()["results"][0]


def test_profit_stands_beside_revenue_for_who_may_see_it_and_for_nobody_else(
    acme: Chain, owner: Door, guest: Guest, acme_1: Property
) -> None:
    put_costs(owner)
    owner.send("PUT", f"{AT}/products/BRK", BREAKFAST)
    with in_property(acme_1):
        second = Stay.objects.get(external_id="F2").pk
    owner.add(f"{AT}/guests/{guest.pk}/consumption", {"product": "BRK", "stay": str(second)})
    settle(acme)
    sees = [owner, doors.as_role(acme, Role.MANAGER), doors.with_key(acme, "profit:read")]
    for door in sees:
        card = door.read(f"{AT}/guests/{guest.pk}").json()
        # 208 − 31.20 − 45; and 208 + 38 − 2 × 45 − 12.
        assert [visit["profit"] for visit in card["visit_history"]] == ["144.00", "131.80"]
        assert card["profit"] == {
            **{
                "revenue": "454.00",
                "commission": "31.20",
                "rooms": "135.00",
                "goods": "12.00",
                "given": "0.00",
            },
            **{"profit": "275.80", "share": 0.607489, "unknown": [], "waiting": 0},
        }
        visits = door.read(f"{AT}/visits?{MARCH}").json()["results"]
        assert [visit["profit"] for visit in visits] == ["144.00", "131.80"]  # the secret guest is in no list
        (listed,) = door.read(f"{AT}/guests").json()["results"]
        assert (listed["spend"], listed["profit"], listed["profit_unknown"]) == ("416.00", "275.80", [])
        (row,) = door.read(f"{AT}/reports/comparison?{MARCH}").json()["properties"]
        # … and in every sum: 131.80 more.
        assert (row["profit"], row["profit_share"], row["profit_complete"]) == ("407.60", 0.615710, True)
    for door in (doors.as_role(acme, Role.FRONT_DESK), doors.with_key(acme, "guests:read")):
        card = door.read(f"{AT}/guests/{guest.pk}").json()
        assert card["profit"] is None and "profit" not in card["visit_history"][0]
        assert "profit" not in door.read(f"{AT}/visits?{MARCH}").json()["results"][0]
        assert not {"profit", "profit_unknown"} & door.read(f"{AT}/guests").json()["results"][0].keys()
    blind = doors.with_key(acme, "reports:read", "exports:read", "guests:read")
    assert "profit" not in blind.read(f"/chains/acme/reports/comparison?{MARCH}").json()["chain"]
    assert blind.read(f"/chains/acme/reports/profit?{MARCH}").status_code == 403
    for file in (f"{AT}/visits.csv?{MARCH}", f"{AT}/guests.csv"):
        assert "Profit" not in blind.read(file, ACCEPT_LANGUAGE="en").content.decode()
    assert "144.00" in owner.read(f"{AT}/visits.csv?{MARCH}", ACCEPT_LANGUAGE="en").content.decode()
    assert (
        "Profit"
        in owner.read(f"/chains/acme/reports/comparison.csv?{MARCH}", ACCEPT_LANGUAGE="en").content.decode()
    )
    assert "275.80" in owner.read(f"{AT}/guests.csv", ACCEPT_LANGUAGE="en").content.decode()
    # The same figures otherwise.
    mine, theirs = (
        door.read(f"/chains/acme/reports/comparison?{MARCH}").json()["chain"] for door in (owner, blind)
    )
    assert {name: mine[name] for name in theirs} == theirs


def test_the_report_by_whatever_is_asked_and_a_cost_set_later_holds_for_the_past(
    acme: Chain, owner: Door, guest: Guest, acme_1: Property
) -> None:
    owner.send("PUT", f"{AT}/products/BRK", BREAKFAST)
    with in_property(acme_1):
        second = Stay.objects.get(external_id="F2").pk
    owner.add(f"{AT}/guests/{guest.pk}/consumption", {"product": "BRK", "stay": str(second)})
    refresh(acme_1, wait=True)
    before = report(owner, "source")
    assert [each["what"] for each in before["携程"]["unknown"]] == ["commission", "rooms"]
    put_costs(owner)
    refresh(acme_1, wait=True)
    by = report(owner, "source")
    assert (by["携程"]["visits"], by["携程"]["profit"], by["携程"]["profit_per_night"]) == (
        2,
        "263.60",
        "131.80",
    )
    assert by["散客"]["drill"] == {"from": "2026-03-01", "to": "2026-03-31", "source": "散客"}
    visits = owner.read(f"{AT}/visits?{MARCH}&source=散客&room_type=大床房").json()["results"]
    assert [visit["profit"] for visit in visits] == [by["散客"]["profit"]]
    assert {by["total"]["profit"]} == {
        report(owner, how)["total"]["profit"] for how in ("channel", "room_type", "month")
    }
    assert report(owner, "month")["2026-03"]["drill"] == {"from": "2026-03-01", "to": "2026-03-31"}
    chain = report(owner, "property", "/chains/acme")
    assert (chain["acme-1"]["profit"], chain["acme-2"]["profit"], chain["acme-2"]["share"]) == (
        "407.60",
        "0.00",
        None,
    )
    assert report(owner, "channel", "/chains/acme")["ota"]["name"] == "OTA"
    today = clock.today("Asia/Shanghai")
    sold = owner.read(f"{AT}/reports/profit?from={today}&to={today}&by=product").json()
    (row,) = sold["rows"]
    assert (row["key"], row["quantity"], row["revenue"], row["profit"], row["visits"]) == (
        "BRK",
        1,
        "38.00",
        "26.00",
        1,
    )
    for place in (AT, "/chains/acme"):
        for form in ("csv", "xlsx"):
            assert owner.read(f"{place}/reports/profit.{form}?{MARCH}").status_code == 200
    text = owner.read(f"{AT}/reports/profit.csv?{MARCH}&by=source").content.decode("utf-8-sig").splitlines()
    assert text[0].startswith("来源,入住次数,间夜,收入,佣金") and text[-1].startswith("合计,3,4,662.00,62.40")


def test_a_cost_that_nobody_set_is_named_beside_the_guest_in_lists_segments_and_files(
    acme: Chain, owner: Door, guest: Guest
) -> None:
    rule = {"kind": "field", "field": "visits", "op": "at_least", "value": 1}
    segment = owner.add(f"{AT}/segments", {"name": "住过", "rule": rule}).json()["code"]
    unknown = [{"what": "commission", "of": "携程"}, {"what": "rooms", "of": "大床房"}]
    for path in (f"{AT}/guests", f"{AT}/guests?segment={segment}", f"{AT}/segments/{segment}/guests"):
        (row,) = owner.read(path).json()["results"]
        assert (row["profit"], row["profit_unknown"]) == ("416.00", unknown)
    marketing = doors.as_role(acme, Role.MARKETING)
    assert "profit" not in marketing.read(f"{AT}/segments/{segment}/guests").json()["results"][0]
    text = owner.read(f"{AT}/guests.csv").content.decode("utf-8-sig").splitlines()
    assert "利润,未设成本" in text[0] and "416.00,佣金 携程、房间成本 大床房" in text[1]
    assert owner.read(f"{AT}/guests.xlsx").status_code == 200


def test_a_cost_holds_from_a_day_on_and_only_on_purpose_for_the_past(
    acme: Chain, owner: Door, guest: Guest, acme_1: Property
) -> None:
    """C91: a new commission leaves the profit of closed months as it is."""

    def profits() -> list[str]:
        refresh(acme_1, wait=True)
        told = [visit["profit"] for visit in owner.read(f"{AT}/visits?{MARCH}").json()["results"]]
        total = report(owner, "source")["total"]["profit"]
        # The last is the secret guest's, who is in every sum and in no list.
        told.append(str(Decimal(total) - sum(map(Decimal, told))))
        return told

    def put(share: float | None, **more: Any) -> dict[str, Any]:
        answer = owner.send(
            "PUT", f"{AT}/costs", {"commissions": [{"source": "携程", "share": share}], **more}
        )
        assert answer.status_code == 200, answer.content
        row = next(each for each in answer.json()["commissions"] if each["source"] == "携程")
        return {name: row[name] for name in ("share", "since", "earlier")}

    put_costs(owner)
    assert profits() == ["118.00", "131.80", "131.80"]
    today = clock.today("Asia/Shanghai")
    # From today on, unless another day is named: what is closed stays.
    assert put(0.12) == {"share": 0.12, "since": str(today), "earlier": [{"since": None, "share": 0.15}]}
    assert profits() == ["118.00", "131.80", "131.80"]
    # From a day on, in the place of what was set for later days. F1 came on the 10th.
    assert put(0.2, **{"from": "2026-03-10"})["earlier"] == [{"since": None, "share": 0.15}]
    assert profits() == ["118.00", "121.40", "121.40"]
    # A day too early: what was before holds again from there, and the new one a day later.
    assert put(0.15, **{"from": "2026-03-10"}) == {"share": 0.15, "since": None, "earlier": []}
    assert put(0.2, **{"from": "2026-03-11"})["since"] == "2026-03-11"
    assert profits() == ["118.00", "131.80", "121.40"]
    # For ever, on purpose.
    assert put(0.2, **{"from": None}) == {"share": 0.2, "since": None, "earlier": []}
    assert profits() == ["118.00", "121.40", "121.40"]
    # A room type that costs nothing of its own any more: the rest's cost from then on, the past as it was.
    rooms = {"rooms": [{"room_type": "", "cost": "40.00"}], "from": "2026-03-15"}
    told = owner.send("PUT", f"{AT}/costs", rooms).json()
    assert [(row["room_type"], row["cost"], row["since"]) for row in told["rooms"]] == [
        ("大床房", None, "2026-03-15"),
        ("", "40.00", None),
    ]
    assert profits() == ["128.00", "121.40", "126.40"]
    again = owner.send("PUT", f"{AT}/costs", told)  # as it was told: nothing is another
    assert again.json() | {"changed_at": None} == told | {"changed_at": None}
    refused = owner.send("PUT", f"{AT}/costs", {"from": str(today + timedelta(days=2))})
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "/from"


def test_a_guest_in_house_shows_no_profit_until_the_pms_tells_what_the_room_brings(
    acme: Chain, owner: Door, guest: Guest, acme_1: Property
) -> None:
    put_costs(owner)
    here = {"room": "0.00", "fnb": "38.00", "other": "0.00"}
    with in_property(acme_1):
        follow(acme_1, stay("F3", "2026-03-25", nights=2, status="in_house", revenue=here))
    refresh(acme_1, wait=True)
    card = owner.read(f"{AT}/guests/{guest.pk}").json()
    assert [visit["profit"] for visit in card["visit_history"]] == [None, "118.00", "131.80"]
    # Until then nothing of it is in a sum, which says so; three visits of the source are reckoned by two.
    assert (card["profit"]["profit"], card["profit"]["waiting"]) == ("249.80", 1)
    row = report(owner, "source")["携程"]
    assert (row["visits"], row["waiting"], row["profit"], row["profit_per_visit"]) == (
        3,
        1,
        "263.60",
        "131.80",
    )
    assert owner.read(f"{AT}/visits?{MARCH}").json()["results"][0]["profit"] is None
    assert owner.read(f"{AT}/guests").json()["results"][0]["profit_waiting"] == 1
    told = stay("F3", "2026-03-25", nights=2, status="in_house", revenue=here | {"room": "208.00"})
    with in_property(acme_1):
        follow(acme_1, told | {"updated_at": "2026-03-27T12:00:00+08:00"})
    # 246 − 31.20 − 90 − 35 % of 38.
    card = owner.read(f"{AT}/guests/{guest.pk}").json()
    assert (card["visit_history"][0]["profit"], card["profit"]["waiting"]) == ("111.50", 0)
