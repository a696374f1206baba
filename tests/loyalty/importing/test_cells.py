"""What single cells say, however a PMS or a spreadsheet wrote them."""

from datetime import date, time

import pytest

from loyalty.importing import cells
from loyalty.importing.cells import Unread


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2026-01-05", date(2026, 1, 5), None),
        ("2026/1/5", date(2026, 1, 5), None),
        ("2026.1.5", date(2026, 1, 5), None),
        ("20260105", date(2026, 1, 5), None),
        ("19970101", date(1997, 1, 1), None),
        ("2026-01-05 14:10", date(2026, 1, 5), time(14, 10)),
        ("2026-01-05 14:10:33", date(2026, 1, 5), time(14, 10, 33)),
        ("2026年1月5日 14:10", date(2026, 1, 5), time(14, 10)),
        ("2026年1月5日14点10分", date(2026, 1, 5), time(14, 10)),
        ("２０２６－０１－０５", date(2026, 1, 5), None),
        ("2026-01-05 下午2:10", date(2026, 1, 5), time(14, 10)),
        ("1/25/2026 2:10 PM", date(2026, 1, 25), time(14, 10)),
        ("2026-01-05 (周一)", date(2026, 1, 5), None),
        ("05-JAN-26", date(2026, 1, 5), None),
        ("5 Jan 2026 23:05", date(2026, 1, 5), time(23, 5)),
        ("Jan 5, 2026", date(2026, 1, 5), None),
        ("20260105141000", date(2026, 1, 5), time(14, 10)),
        ("46027", date(2026, 1, 5), None),  # an Excel serial
        ("46027.590277777", date(2026, 1, 5), time(14, 10)),
        ("31/12/2025", date(2025, 12, 31), None),  # 31 can be no month
    ],
)
def test_a_day_is_read(text: str, day: date, at: time | None) -> None:
    assert cells.when(text)[:2] == (day, at)


@pytest.mark.parametrize(
    "text", ["1767593400000", "1767593400", "2026-01-05T06:10:00Z", "2026-01-05T14:10:00+08:00"]
)
def test_a_moment_with_a_zone_is_kept_as_one(text: str) -> None:
    assert cells.when(text) == (date(2026, 1, 5), time(6, 10), True)


@pytest.mark.parametrize(("order", "day"), [("MDY", date(2026, 1, 5)), ("DMY", date(2026, 5, 1))])
def test_month_and_day_are_told_apart_by_the_date_format(order: str, day: date) -> None:
    assert cells.when("01/05/2026", order).day == day
    with pytest.raises(Unread) as unread:
        cells.when("01/05/2026")
    assert unread.value.code == "date_ambiguous"


def test_the_date_format_is_guessed_only_where_one_day_settles_it() -> None:
    assert cells.guess_order(["01/05/2026", "01/25/2026"]) == "MDY"
    assert cells.guess_order(["01/05/2026", "25/01/2026"]) == "DMY"
    assert cells.guess_order(["01/05/2026"]) is None
    assert cells.guess_order(["13/01/2026", "01/13/2026"]) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2018-2-29", "no_such_day"),
        ("2026-02-30 10:00", "no_such_day"),
        ("20180229", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("0", "bad_date"),
        ("昨天", "bad_date"),
        ("12345678901234567890", "bad_date"),
        ("2026-01-05 25:00", "bad_time"),
        ("2026-01-05 早上", "bad_time"),
    ],
)
def test_what_is_no_day_is_told_apart_from_a_day_that_does_not_exist(text: str, code: str) -> None:
    with pytest.raises(Unread) as unread:
        cells.when(text)
    assert unread.value.code == code


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("208", "208.00"),
        ("¥208.00", "208.00"),
        ("￥１，２０８．５", "1208.50"),
        ("1,208.00", "1208.00"),
        ("1.208,50", "1208.50"),
        ("208元", "208.00"),
        ("CNY 208", "208.00"),
        ("106.6749", "106.67"),
        ("106.675", "106.68"),
        ("0", "0.00"),
        ("(20.00)", "-20.00"),
        ("-20", "-20.00"),
        ("2.08E+2", "208.00"),
    ],
)
def test_money_is_read(text: str, amount: str) -> None:
    assert cells.amount(text) == amount


@pytest.mark.parametrize("text", ["含早", "1,20", "12,34,5", "1e400", "nan", "--5", "9" * 20, "208/晚起"])
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(Unread):
        cells.amount(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("R", "booked"), ("I", "in_house"), ("O", "checked_out"), ("S", "checked_out"), ("X", "cancelled"),
        ("N", "no_show"), ("预订", "booked"), ("在住", "in_house"), ("离店", "checked_out"), ("已退房", "checked_out"),
        ("挂账", "checked_out"), ("取消", "cancelled"), ("未到", "no_show"), ("No-show", "no_show"),
        ("Checked-Out", "checked_out"), ("CHECKED_OUT", "checked_out"), ("Canceled", "cancelled"), ("Ｏ", "checked_out"),
        ("未到(No-show)", "no_show"),
    ],
)  # fmt: skip
def test_a_status_is_read(text: str, status: str) -> None:
    assert cells.status(text) == status


def test_an_unknown_status_is_not_guessed() -> None:
    with pytest.raises(Unread):
        cells.status("Not_Canceled")


@pytest.mark.parametrize("text", ["1.39E+10", "1.39e10", "1.38001E+10"])
def test_a_phone_in_scientific_notation_has_lost_its_digits(text: str) -> None:
    with pytest.raises(Unread) as unread:
        cells.phone(text)
    assert unread.value.code == "phone_scientific"


def test_an_id_in_scientific_notation_is_refused_and_one_with_an_e_is_not() -> None:
    with pytest.raises(Unread):
        cells.identifier("1.23457E+17")
    assert cells.identifier("8E3") == "8E3"  # a room of block 8E
    assert cells.identifier("Ｆ１９０８") == "F1908"


def test_two_guests_and_two_phones_of_one_cell_are_told_apart() -> None:
    assert cells.names("李先生/王女士") == ["李先生", "王女士"]
    assert cells.phones("13800138000/13900139000") == ["13800138000", "13900139000"]
    assert cells.phones("1380***0001") == ["1380***0001"]
    assert cells.phones("13900001111.0") == ["13900001111"]


@pytest.mark.parametrize("text", ["", " ", "-", "—", "NULL", "N/A", "\u3000"])
def test_blank_is_written_in_many_ways(text: str) -> None:
    assert cells.blank(text)
