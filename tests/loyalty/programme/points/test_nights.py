"""What the night brings to points: warnings, and lots kept a year longer."""

import dataclasses
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from audit.recording import SYSTEM
from loyalty.journey import uniting
from loyalty.ledger import expiring as clearing
from loyalty.ledger import reading
from loyalty.ledger.posting import Credit, post
from loyalty.programme import notices
from loyalty.programme.points import extending, giving, warning
from loyalty.programme.points.terms import Expiry
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.points.stage import POINTS, TODAY, grant, guest, held, programme, publish, raw

WANG_FANG = {"guest_number": "G9", "name": "王芳", "phone": "13900000001"}


@pytest.fixture
def li_si(house: Property) -> int:
    follow(house, stay("A1", "2020-05-01"))
    return guest()


@pytest.mark.parametrize(("left", "told"), [(31, None), (30, 30), (29, 30), (8, 30), (7, 7), (3, 7), (0, 7)])
def test_which_warning_is_due(left: int, told: int | None) -> None:
    assert warning.due([30, 7], TODAY, TODAY + timedelta(days=left)) == told


def test_c59_guests_are_told_30_and_7_days_before_points_end_each_once(house: Property, li_si: int) -> None:
    published = publish()
    last = TODAY + timedelta(days=40)
    grant(li_si, 100, expires_on=last)
    grant(li_si, 20, "bonus", expires_on=last)
    new = [warning.run(raw(), house, published, TODAY + timedelta(days=n)) for n in range(42)]
    assert [n for n, count in enumerate(new) if count] == [10, 33]
    assert warning.run(raw(), house, published, last) == 0
    first, second = sorted(notices.of_person(raw(), [li_si], TODAY), key=lambda notice: notice.day)
    assert (first.day, first.until, first.facts["points"]) == (last - timedelta(days=30), last, 120)
    assert second.day == last - timedelta(days=7)
    assert first.says.zh == "您有 120 积分将在 2027-01-02 之后到期（当天仍可使用），还剩 30 天。"
    assert first.says.en == "120 of your points end after 2027-01-02 (that day included): 30 days left."


def test_a_person_is_told_once_of_all_that_was_merged(house: Property, li_si: int) -> None:
    published = publish()
    follow(house, stay("B1", "2020-05-01", **WANG_FANG))
    wang = guest("王芳")
    last = TODAY + timedelta(days=30)
    grant(li_si, 100, expires_on=last)
    grant(wang, 50, expires_on=last)
    uniting.merge(house, li_si, wang, None)
    assert warning.run(raw(), house, published, TODAY) == 1
    (notice,) = notices.of_person(raw(), [li_si, wang], TODAY)
    assert notice.facts["points"] == 150


def earned(guest_id: int, points: int, on: date, last: date) -> None:
    credit = Credit(guest_id, "base", points, "issuance", earned_on=on, expires_on=last, origin=giving.ACTION)
    key = f"earned:{guest_id}:{on}:{points}"
    post(
        raw(),
        key=key,
        kind=giving.ACTION,
        moves=[credit],
        on=on,
        actor=SYSTEM,
        reason=giving.ACTION,
        facts={"action": "x"},
    )


N_PLUS_3 = replace(POINTS, expiry=Expiry(kind="year_end", extension=True))


def test_c66_an_earning_in_the_third_year_keeps_the_points_of_that_year_a_year_longer(
    house: Property, li_si: int
) -> None:
    """H10: earned in 2021, due on 31 December 2024; an earning in 2024 moves them to 31 December 2025, once."""
    published = publish(N_PLUS_3, effective_on=date(2020, 1, 1))
    earned(li_si, 100, date(2021, 7, 10), date(2024, 12, 31))
    assert extending.run(raw(), house, published, date(2024, 3, 1)).lots == 0
    earned(li_si, 7, date(2024, 3, 1), date(2027, 12, 31))
    assert extending.run(raw(), house, published, date(2024, 3, 2)).lots == 1
    assert extending.run(raw(), house, published, date(2024, 3, 2)).lots == 0
    lots = {
        lot.remaining: (lot.expires_on, lot.extended)
        for lot in reading.lots(raw(), [li_si], "points", date(2024, 3, 2))
    }
    assert lots == {100: (date(2025, 12, 31), True), 7: (date(2027, 12, 31), False)}
    # once per lot: an earning in 2025 does not move it again
    earned(li_si, 9, date(2025, 3, 1), date(2028, 12, 31))
    assert extending.run(raw(), house, published, date(2025, 3, 2)).lots == 0
    clearing.expire(raw(), date(2026, 1, 1))
    assert held(li_si)[0] == 16


def test_c66_an_earning_on_the_very_last_day_is_in_time(house: Property, li_si: int) -> None:
    published = publish(N_PLUS_3)
    earned(li_si, 100, date(2021, 7, 10), date(2024, 12, 31))
    earned(li_si, 7, date(2024, 12, 31), date(2027, 12, 31))
    new_year = date(2025, 1, 1)
    assert extending.run(raw(), house, published, new_year).lots == 1  # the night goes on to clear what ended
    clearing.expire(raw(), new_year)
    assert held(li_si)[0] == 107


def test_c66_without_an_earning_or_the_rule_points_end(house: Property, li_si: int) -> None:
    published = publish(N_PLUS_3)
    off = dataclasses.replace(published, programme=programme(POINTS))
    earned(li_si, 100, date(2021, 7, 10), date(2024, 12, 31))
    grant(li_si, 5, earned_on=date(2024, 5, 1))  # given by the house: no earning
    earned(li_si, 7, date(2023, 12, 31), date(2026, 12, 31))  # a year too early
    assert extending.run(raw(), house, published, date(2025, 1, 1)).lots == 0
    earned(li_si, 8, date(2024, 6, 1), date(2027, 12, 31))
    assert extending.run(raw(), house, off, date(2024, 7, 1)).lots == 0
    clearing.expire(raw(), date(2025, 1, 1))
    assert held(li_si)[0] == 20
