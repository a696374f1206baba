"""What the card says: how much is left, until when, and what membership is worth on this stay."""

from datetime import date

from kernel import clock
from kernel.statements import Statements
from loyalty.programme.benefits import channels, reading, staying, using
from loyalty.programme.benefits.using import Asked
from loyalty.programme.versions import Published
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.benefits import house
from tests.loyalty.programme.benefits.house import ANNA, TODAY

Rows = tuple[int, ...]


def use(raw: Statements, published: Published, rows: Rows, code: str) -> None:
    using.use(raw, published, rows, Asked(code), key=code, actor=ANNA, today=TODAY)


def test_the_card_shows_what_is_left_and_when_it_renews(
    raw: Statements, published: Published, li_si: Rows
) -> None:
    use(raw, published, li_si, "breakfast")
    use(raw, published, li_si, "upgrade")
    told = {each["code"]: each for each in reading.told(raw, li_si, "gold", published, TODAY).benefits}
    assert [(code, each["left"], each["allowance"], each["renews_on"]) for code, each in told.items()] == [
        ("breakfast", 1, 2, None),
        ("upgrade", 0, 1, "2026-12-01"),
        ("gift", 2, 2, "2026-12-01"),
        ("late", None, None, None),
    ]
    assert told["breakfast"]["price"] == {"amount": "38.00", "currency": "CNY"}


def test_another_stay_has_its_own_allowance(
    raw: Statements, published: Published, li_si: Rows, acme_1: Property
) -> None:
    use(raw, published, li_si, "breakfast")
    follow(acme_1, stay("F5", "2026-12-10", status="in_house"))
    told = reading.told(raw, li_si, "gold", published, date(2026, 12, 10)).benefits
    assert told[0]["left"] == 2


def test_an_unknown_tier_has_no_benefits(raw: Statements, published: Published, li_si: Rows) -> None:
    assert reading.told(raw, li_si, "diamond", published, TODAY) == reading.Told([], None)


def prices(acme_1: Property) -> None:
    """Standard rooms were sold at 90, 100 and 250, themed ones at 300: the middle one counts."""
    for n, (room_type, rate) in enumerate(
        [("普通标间", "90.00"), ("普通标间", "250.00"), ("艺术主题房", "300.00"), ("艺术主题房", "300.00")]
    ):
        number = f"P{n}"
        follow(
            acme_1,
            stay(
                number,
                "2026-11-01",
                room_type=room_type,
                rate=rate,
                guest_number=number,
                phone=None,
                name=number,
            ),
        )


def test_c42_worth_of_the_stay_the_guest_is_on(
    raw: Statements, published: Published, li_si: Rows, acme_1: Property
) -> None:
    """Two guests, two nights in a standard room at 100; themed rooms go at 300."""
    prices(acme_1)
    assert staying.room_prices(raw, TODAY) == {"普通标间": 10_000, "艺术主题房": 30_000, "大床房": 20_800}
    told = reading.told(raw, li_si, "gold", published, TODAY).worth
    assert told is not None
    assert told["external_id"] == "F2"
    amounts = {item["code"]: item["amount"]["amount"] for item in told["items"]}
    assert amounts == {
        "upgrade": "216.00",  # the next dearer type is the 大床房 at 208: 108 a night, two nights
        "breakfast": "76.00",  # two of them are left
        "late": "50.00",
        "discount": "24.00",
        "gift": "20.00",
        "points": "13.00",  # 200 base and 60 bonus points
    }
    assert told["total"] == {"amount": "399.00", "currency": "CNY"}
    assert all(item["says"]["zh"] and item["says"]["en"] for item in told["items"])


def test_what_was_used_is_not_promised_again(
    raw: Statements, published: Published, li_si: Rows, acme_1: Property
) -> None:
    prices(acme_1)
    use(raw, published, li_si, "upgrade")
    told = reading.told(raw, li_si, "gold", published, TODAY).worth
    assert told is not None
    assert "upgrade" not in {item["code"] for item in told["items"]}


def test_without_a_stay_now_the_next_booked_one_counts_and_without_that_nothing(
    raw: Statements, published: Published, acme_1: Property
) -> None:
    follow(acme_1, stay("F1", "2026-10-05"))
    rows = house.rows_of(raw, "李四")
    assert reading.told(raw, rows, "gold", published, TODAY).worth is None
    follow(
        acme_1,
        stay("B2", "2027-02-01", status="booked"),
        stay("B1", "2026-12-24", status="booked", rate="400.00", source="会员"),
        stay("B0", "2026-12-20", status="cancelled"),
    )
    told = reading.told(raw, rows, "gold", published, TODAY).worth
    assert told is not None and told["external_id"] == "B1"
    assert {item["code"]: item["amount"]["amount"] for item in told["items"]}["discount"] == "48.00"


def test_c42_on_the_bill_of_an_ota_a_discount_is_owed_where_the_house_says_so_and_all_else_as_ever(
    raw: Statements, published: Published, li_si: Rows, acme_1: Property
) -> None:
    follow(acme_1, stay("F2", "2026-11-22", nights=3, status="in_house", rate="100.00", source="携程"))

    def discount() -> dict[str, str]:
        told = reading.told(raw, li_si, "gold", published, TODAY).worth
        assert told is not None
        found = {item["code"]: item["amount"]["amount"] for item in told["items"]}
        assert "breakfast" in found and sum(map(float, found.values())) == float(told["total"]["amount"])
        return {code: amount for code, amount in found.items() if code == "discount"}

    assert discount() == {}
    for owed, told in ((True, {"discount": "36.00"}), (False, {})):
        assert channels.put_ota_discount(raw, owed=owed, by_name="王芳", now=clock.now())
        assert not channels.put_ota_discount(raw, owed=owed, by_name="王芳", now=clock.now())
        assert discount() == told
