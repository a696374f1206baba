"""C91: products with price, cost and stock; what guests had of them, put down once and taken back whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.products import consuming, keeping
from loyalty.products.consuming import Item
from loyalty.products.keeping import ProductIn
from loyalty.products.models import Consumption, Product
from loyalty.products.refusals import NoSuchProduct, NotSold, OutOfStock, TakenBack
from loyalty.stays.models import Stay
from reports.models import DirtyMonth
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import cast
from tests.factories import follow, stay

BREAKFAST = ProductIn("BRK", "早餐", 3800, kind="service", category="餐饮", unit="份", cost_cents=1200)
SLIPPERS = ProductIn("SLP", "拖鞋", 1500, cost_cents=400, stock=5)


def raw() -> Statements:
    return Statements(raw_connection())


@pytest.fixture
def guest(acme_1: Property) -> Any:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-30", nights=3))
        keeping.put(raw(), BREAKFAST, "店长")
        keeping.put(raw(), SLIPPERS, "店长")
        yield Guest.objects.get(name="李四")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T08:00:00+08:00")


def test_putting_a_product_twice_changes_nothing_and_what_is_not_said_stays(acme_1: Property) -> None:
    with in_property(acme_1):
        assert keeping.put(raw(), SLIPPERS, "店长") == "created"
        assert keeping.put(raw(), SLIPPERS, "别人") == "unchanged"
        # A file without cost and stock leaves both; a new price is taken.
        assert keeping.put(raw(), ProductIn("SLP", "拖鞋", 1800), "导入") == "updated"
        found = Product.objects.get(code="SLP")
        assert (found.price_cents, found.cost_cents, found.stock, found.changed_by_name) == (
            1800,
            400,
            5,
            "导入",
        )
        assert (
            keeping.put(raw(), ProductIn("SLP", "拖鞋", 1800, cost_cents=None, stock=None), "店长")
            == "updated"
        )
        found.refresh_from_db()
        assert (found.cost_cents, found.stock) == (None, None)
        assert keeping.drop(raw(), "SLP", "店长") and not keeping.drop(raw(), "SLP", "店长")


def test_what_a_touch_point_tells_twice_is_put_down_once_with_the_cost_of_that_day(guest: Guest) -> None:
    items = [Item("BRK", quantity=2), Item(name="拖鞋", amount_cents=0), Item(name="红酒", amount_cents=9900)]
    told = [raw(), guest.pk, None, items, at("2026-04-01"), "api", "pos:7", "POS"]
    assert len(consuming.write(*told)) == 3 and consuming.write(*told) == []  # type: ignore[arg-type]
    keeping.put(raw(), ProductIn("BRK", "早餐", 4200, cost_cents=2000), "店长")
    rows = Consumption.objects.order_by("id").values_list(
        "name", "quantity", "amount_cents", "cost_cents", "stay"
    )
    over = Stay.objects.get().pk  # the guest's stay over that day
    # The product of just this name is found; what nobody knows has no cost.
    assert list(rows) == [
        ("早餐", 2, 7600, 2400, over),
        ("拖鞋", 1, 0, 400, over),
        ("红酒", 1, 9900, None, over),
    ]
    assert Product.objects.get(code="SLP").stock == 4


def test_what_was_taken_back_is_taken_back_once_with_its_stock(guest: Guest) -> None:
    (sold,) = consuming.write(
        raw(), guest.pk, None, [Item("SLP", quantity=3)], at("2026-03-31"), "desk", None, "王芳"
    )
    back = consuming.take_back_one(raw(), [guest.pk], sold, "王芳")
    with pytest.raises(TakenBack):
        consuming.take_back_one(raw(), [guest.pk], sold, "王芳")
    assert Product.objects.get(code="SLP").stock == 5
    first, second = Consumption.objects.order_by("id")
    assert (second.pk, second.takes_back_id, second.quantity, second.amount_cents) == (back, sold, -3, -4500)
    assert (second.day, second.cost_cents) == (first.day, -1200)


def test_the_desk_puts_down_under_its_key_once_and_finds_it_again(guest: Guest) -> None:
    key = "desk:staff:1:" + "f" * 64
    first = consuming.write(raw(), guest.pk, None, [Item("BRK")], at("2026-04-01"), "desk", key, "王芳")
    assert consuming.write(raw(), guest.pk, None, [Item("BRK")], at("2026-04-01"), "desk", key, "王芳") == []
    assert consuming.written(raw(), key) == first and consuming.written(raw(), "desk:staff:1:0") == []


def test_a_surprise_is_given_once_taken_back_and_given_again(guest: Guest) -> None:
    gifts = [{"product": "SLP", "quantity": 2}, {"name": "手写卡", "cost_cents": 300}, {"product": "GONE"}]
    # Of the same name as what is no product, and not taken from its stock.
    Product.objects.create(code="CARD", name="手写卡", price_cents=900, stock=1, changed_at=clock.now())
    over = Stay.objects.get().pk
    give = lambda: consuming.give(raw(), guest.pk, over, gifts, "task:9", "客房")  # noqa: E731
    assert len(give()) == 3 and give() == []
    assert consuming.take_back(raw(), "task:9") == 3 and consuming.take_back(raw(), "task:9") == 0
    assert Product.objects.get(code="SLP").stock == 5
    assert len(give()) == 3 and Product.objects.get(code="SLP").stock == 3
    assert Product.objects.get(code="CARD").stock == 1
    standing = raw().execute(
        f"SELECT c.name, c.amount_cents, c.cost_cents FROM products_consumption c WHERE {consuming.STANDING} ORDER BY id"
    )
    assert list(standing) == [("拖鞋", 0, 800), ("手写卡", 0, 300), ("GONE", 0, None)]
    assert consuming.take_back(raw(), "task:90") == 0
    # A key may be long.
    long = "task:" + "9" * 140
    told = [{"product": "SLP"}, {"name": "欢迎礼", "cost_cents": 500}]
    given = consuming.give(raw(), guest.pk, over, told, long, "客房")
    costs = Consumption.objects.filter(pk__in=given).order_by("id").values_list("name", "cost_cents")
    assert list(costs) == [("拖鞋", 400), ("欢迎礼", 500)]
    assert consuming.take_back(raw(), long) == 2


def test_the_desk_sells_nothing_that_is_not_there_but_what_happened_is_put_down(guest: Guest) -> None:
    def sell(source: Any, *items: Item) -> None:
        consuming.write(raw(), guest.pk, None, items, at("2026-03-31"), source, None, "王芳")

    with pytest.raises(OutOfStock, match="Only 5"):
        sell("desk", Item("BRK"), Item("SLP", quantity=6))
    with pytest.raises(NoSuchProduct):
        sell("api", Item("BRK"), Item("NIX"))
    keeping.drop(raw(), "BRK", "店长")
    with pytest.raises(NotSold):
        sell("desk", Item("BRK"))
    assert not Consumption.objects.exists() and Product.objects.get(code="SLP").stock == 5
    sell("api", Item("BRK"), Item("SLP", quantity=6))
    assert Product.objects.get(code="SLP").stock == 0


def test_the_month_of_the_visit_is_to_be_made_anew_not_that_of_the_breakfast(guest: Guest) -> None:
    consuming.write(raw(), guest.pk, None, [Item("BRK")], at("2026-04-01"), "api", "a", "POS")
    consuming.write(raw(), guest.pk, None, [Item("BRK")], at("2026-06-01"), "api", "b", "POS")
    connection.set_schema_to_public()
    months = list(DirtyMonth.objects.order_by("id").values_list("month", flat=True))[-2:]
    assert months == [date(2026, 3, 1), date(2026, 6, 1)]


def test_a_row_is_never_changed_even_by_our_own_code(guest: Guest) -> None:
    consuming.write(raw(), guest.pk, None, [Item("BRK")], at("2026-04-01"), "api", "a", "POS")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"), transaction.atomic():
        raw().execute("UPDATE products_consumption SET amount_cents = 1")


BUYERS, STOCK = 6, 3


def rush() -> tuple[int, int]:
    """Six guests want the last three at the same moment: (sold, left)."""
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        follow(hotel, stay("F1", "2026-03-30"))
        keeping.put(raw(), ProductIn("SLP", "拖鞋", 1500, stock=STOCK), "店长")
        guest = Guest.objects.get().pk
    start = Barrier(BUYERS)

    def buy(_: int) -> int:
        try:
            with in_property(hotel):
                start.wait(timeout=30)
                return len(
                    consuming.write(raw(), guest, None, [Item("SLP")], at("2026-03-30"), "desk", None, "王芳")
                )
        except OutOfStock:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(BUYERS) as pool:
        sold = sum(pool.map(buy, range(BUYERS)))
    with in_property(hotel):
        return sold, Product.objects.get(code="SLP").stock or 0


def test_of_the_last_three_only_three_are_sold(committed: None) -> None:
    assert rush() == (STOCK, 0)


def test_control_who_does_not_lock_the_stock_sells_more_than_there_is(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(BUYERS)
    plain = consuming._from_stock

    def at_once(*given: Any, strict: bool) -> list[int]:
        together.wait(timeout=30)
        taken = plain(*given, strict=strict)
        together.wait(timeout=30)  # nobody commits before everybody has read
        return taken

    # Everybody reads the stock first, and takes it off what he read.
    monkeypatch.setattr(
        consuming,
        "OFF_STOCK",
        "SELECT least(stock, %(n)s::int), stock FROM products_product WHERE id = %(id)s AND %(strict)s",
    )
    monkeypatch.setattr(consuming, "_from_stock", at_once)
    sold, _ = rush()
    assert sold == BUYERS
