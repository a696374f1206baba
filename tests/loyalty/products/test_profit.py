"""Profit: worked by hand, the SQL against the function, the cells against the stays. C91 (成交金额、成本和利润)."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chains.models import Chain
from kernel.statements import Statements
from loyalty import journey
from loyalty.figures.refreshing import mark_all, refresh
from loyalty.figures.verifying import verify
from loyalty.guests import persons
from loyalty.guests.models import Guest
from loyalty.journey import remapping, uniting
from loyalty.products import consuming, costs, keeping, profit
from loyalty.products.consuming import Item
from loyalty.products.costs import Change
from loyalty.products.keeping import ProductIn
from loyalty.products.models import Consumption
from loyalty.products.profit import Costs, Had, Stayed, of_visit
from loyalty.stays.models import Stay, Visit
from reports.models import DirtyMonth, ProfitCell, ProfitMonth
from reports.profit import Sums, told, whole
from reports.profit import profit as report
from reports.ranges import Range
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import factories
from tests.platform.reports.scopes import scope_of

HOUSE = Costs(
    commission_bp={"携程": 1500, "美团": 1250},
    own=frozenset({"散客", "官网"}),
    room_cents={"大床房": 4500, "": 4000},
    fnb_bp=3500,
    other_bp=2000,
)
CTRIP = Stayed("携程", "大床房", 1, 20800)
BREAKFAST = Had("早餐", 3800, 1200)


def sums(stays: list[Stayed], had: list[Had] | None = None, house: Costs = HOUSE) -> dict[str, Any]:
    shown = told(of_visit(stays, had or [], house))
    return {name: value for name, value in shown.items() if name not in ("share", "unknown", "waiting")} | {
        "unknown": [":".join(each.values()) for each in shown["unknown"]]
    }


def row(
    revenue: str, commission: str, rooms: str, goods: str, given: str, left: str, *unknown: str
) -> dict[str, Any]:
    names = ("revenue", "commission", "rooms", "goods", "given", "profit")
    return dict(zip(names, (revenue, commission, rooms, goods, given, left), strict=True)) | {
        "unknown": [*unknown]
    }


@pytest.mark.parametrize(
    ("stays", "had", "expected"),
    [
        # 208 × 15 % = 31.20; 208 − 31.20 − 45 = 131.80
        ([CTRIP], [], row("208.00", "31.20", "45.00", "0.00", "0.00", "131.80")),
        # A breakfast beside the folio: 38 more, 12 less.
        ([CTRIP], [BREAKFAST], row("246.00", "31.20", "45.00", "12.00", "0.00", "157.80")),
        # The same breakfast on the folio is told by the PMS: its money counts once, and it has a cost of its own.
        (
            [Stayed("携程", "大床房", 1, 20800, fnb_cents=3800)],
            [Had("早餐", 3800, 1200, "fnb")],
            row("246.00", "31.20", "45.00", "12.00", "0.00", "157.80"),
        ),
        # 100 of restaurant: 38 itemised at 12, the other 62 at 35 % = 21.70; 30 of the rest at 20 % = 6.
        (
            [Stayed("携程", "大床房", 1, 20800, fnb_cents=10000, other_cents=3000)],
            [Had("早餐", 3800, 1200, "fnb")],
            row("338.00", "31.20", "45.00", "39.70", "0.00", "222.10"),
        ),
        # Fruit and milk were given: no revenue, 8.50 of cost.
        (
            [CTRIP],
            [Had("果盘", 0, 850, gift=True)],
            row("208.00", "31.20", "45.00", "0.00", "8.50", "123.30"),
        ),
        # 三 nights in a type without a cost of its own; half a cent of commission is rounded up: 100.02 × 12.5 % = 12.5025.
        (
            [Stayed("美团", "亲子房", 3, 10002)],
            [],
            row("100.02", "12.50", "120.00", "0.00", "0.00", "-32.48"),
        ),
        ([Stayed("美团", "亲子房", 0, 10012)], [], row("100.12", "12.52", "0.00", "0.00", "0.00", "87.60")),
        # Two stays are one visit: each by its own source and room type.
        (
            [CTRIP, Stayed("散客", "家庭房", 2, 40000)],
            [],
            row("608.00", "31.20", "125.00", "0.00", "0.00", "451.80"),
        ),
        # Without a visit: a dinner.
        ([], [Had("晚餐", 12800, 5000)], row("128.00", "0.00", "0.00", "50.00", "0.00", "78.00")),
    ],
)
def test_profit_by_hand(stays: list[Stayed], had: list[Had], expected: dict[str, Any]) -> None:
    assert sums(stays, had) == expected


def test_a_cost_that_nobody_set_is_named_and_not_guessed() -> None:
    stayed = [Stayed("携程", "大床房", 1, 20800, 3800, 500), Stayed("散客", "大床房", 1, 10000)]
    nothing = Costs(own=frozenset({"散客"}))
    assert sums(stayed, [Had("红酒", 9900, None)], nothing) == row(
        *("450.00", "0.00", "0.00", "0.00", "0.00", "450.00"),
        *("commission:携程", "fnb:", "other:", "product:红酒", "rooms:大床房"),
    )
    # Neither where there is nothing to take a cost of: a free night's commission, a day use's night.
    assert sums([Stayed("携程", "大床房", 0, 0)], [], nothing)["unknown"] == []
    assert told(Sums())["share"] is None and told(of_visit([CTRIP], [], HOUSE))["share"] == 0.633654


# --- over a property's tables ---


def raw() -> Statements:
    return Statements(raw_connection())


SOURCES = ["携程", "美团", "散客", "官网", "飞猪", "从没见过的来源"]
ROOMS = ["大床房", "双床房", "亲子房", ""]
DAY0 = date(2026, 1, 20)


def some_stay(rng: random.Random, number: int) -> dict[str, Any]:
    guest = rng.randrange(12)
    money = {name: f"{rng.choice([0, rng.randrange(50000)]) / 100:.2f}" for name in ("room", "fnb", "other")}
    return factories.stay(
        f"S{number}",
        str(DAY0 + timedelta(days=rng.randrange(60))),
        nights=rng.randrange(1, 5),
        source=rng.choice(SOURCES),
        room_type=rng.choice(ROOMS) or None,
        revenue=money,
        status=rng.choice(["checked_out", "checked_out", "in_house", "booked", "cancelled"]),
        guest_number=f"G{guest}",
        name=f"客人{guest}",
        phone=f"1380013{guest:04d}",
        secret=guest == 3,
    )


def fill(hotel: Property, rng: random.Random) -> None:
    factories.follow(hotel, *(some_stay(rng, number) for number in range(60)))
    for product in (
        ProductIn("BRK", "早餐", 3800, cost_cents=1200),
        ProductIn("FRT", "果盘", 2800, cost_cents=850),
        ProductIn("WIN", "红酒", 9900, cost_cents=None),
    ):
        keeping.put(raw(), product, "店长")
    costs.change(raw(), hotel, Change(commissions={"携程": 1500, "美团": 1333}), "店长")
    later = date(2026, 2, 10) + timedelta(days=rng.randrange(20))
    costs.change(raw(), hotel, Change(commissions={"携程": 1000, "美团": None}, since=later), "店长")
    if rng.random() < 0.7:
        costs.change(
            raw(), hotel, Change(rooms={"大床房": 4501, **({"": 3999} if rng.random() < 0.5 else {})}), "店长"
        )
        costs.change(raw(), hotel, Change(rooms={"大床房": 4999, "双床房": 3000}, since=later), "店长")
    if rng.random() < 0.7:
        costs.change(raw(), hotel, Change(shares={"fnb": 3333, "other": rng.choice([None, 2001])}), "店长")
        costs.change(raw(), hotel, Change(shares={"fnb": 3000}, since=later - timedelta(days=7)), "店长")
    stays = list(Stay.objects.values_list("pk", "guest_id", "check_in"))
    for number in range(80):
        stay, guest, came = rng.choice(stays)
        at = came + timedelta(hours=rng.randrange(-900, 200))
        if rng.random() < 0.2:
            consuming.give(
                raw(), guest, stay, [{"product": rng.choice(["FRT", "WIN"])}], f"task:{number}", "客房"
            )
        else:
            item = Item(
                rng.choice(["BRK", "WIN"]),
                quantity=rng.randrange(1, 4),
                on_folio=(told := rng.random() < 0.4),
                folio=rng.choice(["fnb", "other"]) if told else "",
            )
            consuming.write(
                raw(), guest, stay if rng.random() < 0.8 else None, [item], at, "api", f"p{number}", "POS"
            )
    for number in rng.sample(list(Consumption.objects.values_list("pk", flat=True)), 15):
        consuming._take_back(raw(), number, "店长")


def by_hand() -> dict[int, Sums]:
    """Every visit by the plain function, from the rows as they stand."""
    house, gone = costs.of(), set(Consumption.objects.values_list("takes_back_id", flat=True))
    found = {}
    for visit in Visit.objects.all():
        stays = list(Stay.objects.filter(visit=visit))
        had = Consumption.objects.filter(stay__in=[s.pk for s in stays], takes_back=None).exclude(
            pk__in=gone - {None}
        )
        found[visit.pk] = of_visit(
            [
                Stayed(
                    s.source,
                    s.room_type,
                    (s.check_out_on - s.check_in_on).days,
                    s.room_cents,
                    s.fnb_cents,
                    s.other_cents,
                    s.status == "in_house",
                )
                for s in stays
            ],
            [Had(c.name, c.amount_cents, c.cost_cents, c.folio, c.source == "surprise") for c in had],  # type: ignore[arg-type]
            house.on(visit.check_in_on),
        )
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_sql_equals_the_function_visit_by_visit_and_the_cells_the_stays(
    acme: Chain, acme_1: Property, seed: int
) -> None:
    rng = random.Random(seed)
    with in_property(acme_1):
        fill(acme_1, rng)
        expected = by_hand()
        assert profit.of_visits(raw(), list(expected)) == expected
        guests = list(Guest.objects.values_list("pk", flat=True))
        people = [profit.of_person(raw(), [guest]) for guest in guests]
        listed = {
            guest: whole([*visits.values(), loose])
            for guest, (visits, loose) in zip(guests, people, strict=True)
        }
        assert profit.of_people(raw(), guests) == listed and everybody() == listed
        everything = whole([each for visits, loose in people for each in (*visits.values(), loose)])
        assert {visit for visits, _ in people for visit in visits} == set(expected)
    assert verify(acme).differences == []
    total = report(scope_of(acme, [acme_1]), Range(date(2025, 1, 1), date(2027, 12, 31)), "property")["total"]
    # Sums count everybody, the secret guest too.
    assert {name: total[name] for name in told(everything)} == told(everything)
    for by in ("source", "channel", "room_type", "month"):
        assert (
            report(scope_of(acme, [acme_1]), Range(date(2025, 1, 1), date(2027, 12, 31)), by)["total"]
            == total
        )  # type: ignore[arg-type]


def everybody() -> dict[int, Sums]:
    rows = raw().execute(profit.OF_EVERYBODY)
    return {
        person: profit._sums((*numbers, names.split("\x1f") if names else ()))
        for person, *numbers, names in rows
    }


@pytest.fixture
def kept(acme_1: Property) -> Iterator[Property]:
    """Some weeks of a property with everything refreshed: what comes after must leave marks of its own."""
    with in_property(acme_1):
        fill(acme_1, random.Random(7))
    mark_all(acme_1)
    assert refresh(acme_1, wait=True) and not DirtyMonth.objects.exists()
    yield acme_1


def test_whatever_changes_the_profit_of_the_past_is_followed(acme: Chain, kept: Property) -> None:
    """Costs, commission, mapping, a correction inside a stay, a cancellation, a merge, a later consumption."""
    rng = random.Random(8)

    def followed(what: str) -> None:
        refresh(kept, wait=True)
        found = verify(acme).differences
        assert found == [], f"{what}: {found[:3]}"

    with in_property(kept):
        costs.change(raw(), kept, Change(rooms={"双床房": 7000}, since=None), "店长")
    followed("rooms")
    with in_property(kept):
        costs.change(raw(), kept, Change(rooms={"双床房": 8000}, since=date(2026, 2, 11)), "店长")
    followed("rooms from a day on")
    with in_property(kept):
        costs.change(raw(), kept, Change(shares={"fnb": None, "other": 100}, since=None), "店长")
    followed("shares")
    with in_property(kept):
        costs.change(
            raw(), kept, Change(commissions={"飞猪": 900, "携程": None}, since=date(2026, 2, 11)), "店长"
        )
    followed("commission")
    with in_property(kept):
        remapping.remap(
            kept, "从没见过的来源", "walk_in", "从"
        )  # it counted as one before; nobody had said so
    followed("mapping")
    with in_property(kept):
        for number, _ in enumerate(range(60)):
            again = some_stay(rng, number)
            again["updated_at"] = "2026-12-01T00:00:00+08:00"
            if number % 3 == 0:
                factories.follow(kept, again)
    followed("stays sent again")
    with in_property(kept):
        first, second = Guest.objects.filter(merged_into=None).order_by("pk")[:2]
        one = uniting.merge(kept, first.pk, second.pk, None)
        visits, loose = profit.of_person(raw(), persons.rows_of(raw(), one))
        # Of one person, whichever of his rows it lies with.
        assert profit.of_people(raw(), [one])[one] == everybody()[one] == whole([*visits.values(), loose])
    followed("a merge")


def test_control_a_stay_that_moves_money_within_itself_is_missed_when_only_visits_are_marked(
    acme: Chain, acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visit says the same before and after: 38 of restaurant became 38 of the rest, which costs something else."""
    moved = factories.stay("F1", "2026-03-01", revenue={"room": "208.00", "fnb": "0.00", "other": "38.00"})
    moved["updated_at"] = "2026-12-01T00:00:00+08:00"

    def differences() -> int:
        with in_property(acme_1):
            factories.follow(acme_1, factories.stay("F1", "2026-03-01"))
            costs.change(raw(), acme_1, Change(shares={"fnb": 3500, "other": 0}), "店长")
        refresh(acme_1, wait=True)
        with in_property(acme_1):
            factories.follow(acme_1, moved)
        return len(verify(acme).differences)

    plain = journey.deriving._note_months
    monkeypatch.setattr(journey.deriving, "_note_months", lambda changes, *_: plain(changes, [], []))
    assert differences() == 2
    monkeypatch.undo()
    moved["updated_at"] = "2026-12-02T00:00:00+08:00"
    moved["revenue"]["other"], moved["revenue"]["fnb"] = "0.00", "38.00"
    with in_property(acme_1):
        factories.follow(acme_1, moved)
    assert verify(acme).differences == []
    assert ProfitCell.objects.get().goods_cents == 1330 == ProfitMonth.objects.get().goods_cents
