"""Rows of a file as stays of the contract, and the reasons why not: the traps that real exports hold."""

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loyalty.importing import mapping, recognising
from loyalty.importing.applying import stay_of
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.reading import open_table

SHANGHAI = ZoneInfo("Asia/Shanghai")
CAME = datetime(2026, 1, 10, tzinfo=UTC)
HEADER = "账号,姓名,手机,房号,房型,成交价,到达,离开,状态,来源,备注"
ROW = "F1,李四,138 0013 8000,8210,大床房,208.00,2026-01-05 14:10,2026-01-06 11:00,O,携程,"


def converted(text: str, **changes: Any) -> list[dict[str, Any] | tuple[str, str]]:
    """Each row as a raw stay, or as (code, reason)."""
    table = open_table(io.BytesIO(text.encode()), "stays")
    samples = [row.cells for row in table.rows()]
    chosen, _ = recognising.propose("stays", table.columns, samples, None, same_headers=False)
    if changes:
        chosen = mapping.decode({**mapping.encode(chosen), **changes})
    mapping.check(chosen, "stays", table.columns)
    converter = Converter(chosen, "stays", table.columns, zone=SHANGHAI, undated_at=CAME)
    found: list[dict[str, Any] | tuple[str, str]] = []
    for row in table.rows():
        try:
            found.append(converter.stay(row))
        except RowRefused as refused:
            found.append((refused.code, refused.reason.zh))
    return found


def one(row: str, header: str = HEADER, **changes: Any) -> Any:
    return converted(f"{header}\n{row}\n", **changes)[0]


def test_a_row_becomes_the_stay_of_the_contract() -> None:
    assert one(ROW) == {
        "external_id": "F1",
        "updated_at": CAME.isoformat(),
        "status": "checked_out",
        "check_in": "2026-01-05T14:10:00+08:00",
        "check_out": "2026-01-06T11:00:00+08:00",
        "room_no": "8210",
        "room_type": "大床房",
        "rate": "208.00",
        "source": "携程",
        "guest": {"name": "李四", "phone": "138 0013 8000"},
    }


@pytest.mark.parametrize(
    "word", ["合计", "合 计", "总计", "小计", "本页合计", "合计:", "Total", "Grand Total", "sub-total"]
)
def test_a_total_is_no_stay(word: str) -> None:
    assert one(f"{word},,,,,1624.00,,,,,") == ("total_row", "合计行,不是入住单")
    assert one(f",{word},,,,1624.00,,,,,")[0] == "total_row"


def test_a_guest_whose_name_begins_like_a_total_is_a_guest() -> None:
    assert one(ROW.replace("李四", "总计华"))["guest"]["name"] == "总计华"


def test_notes_and_headers_in_the_midst_are_told_as_what_they_are() -> None:
    rows = converted(f"{HEADER}\n{ROW}\n制表人:王芳\n{HEADER}\n")
    assert [row[0] for row in rows[1:]] == ["note_row", "repeated_header"]  # type: ignore[index]


def test_a_line_of_18_rooms_is_the_groups_own_line() -> None:
    rows = converted(f"{HEADER},房数\n{ROW},18\n{ROW},1\n")
    assert rows[0] == ("group_row", "团队总行(18 间),不是一间房的入住单")
    assert isinstance(rows[1], dict)


def test_of_two_guests_in_one_room_the_first_has_the_stay_and_the_second_is_noted() -> None:
    stay = one(ROW.replace("李四", "李先生/王女士"))
    assert stay["guest"]["name"] == "李先生"
    assert stay["notes"] == "同住:王女士"


def test_a_masked_phone_passes_as_it_is() -> None:
    stay = one(ROW.replace("138 0013 8000", "1380***8000"))
    assert stay["guest"]["phone"] == "1380***8000"


def test_a_dash_is_blank() -> None:
    stay = one(ROW.replace("8210", "-").replace("138 0013 8000", "-"))
    assert "room_no" not in stay
    assert "phone" not in stay["guest"]


def test_phones_and_numbers_in_scientific_notation_are_refused_with_what_to_do() -> None:
    assert one(ROW.replace("138 0013 8000", "1.39E+10")) == ("phone_scientific", "手机号被表格改成科学计数")
    assert one(ROW.replace("F1,", "1.23E+15,")) == ("id_scientific", "外部单号被表格改成科学计数")


def test_full_width_digits_are_digits() -> None:
    stay = one(
        ROW.replace("8210", "８２１０")
        .replace("208.00", "２０８．００")
        .replace("2026-01-05", "２０２６/１/５")
    )
    assert (stay["room_no"], stay["rate"], stay["check_in"][:10]) == ("8210", "208.00", "2026-01-05")


def test_a_price_of_nothing_is_a_price() -> None:
    assert one(ROW.replace("208.00", "0"))["rate"] == "0.00"


def test_a_price_that_is_a_word_is_told() -> None:
    assert one(ROW.replace("208.00", "含早")) == ("bad_amount", "房价「含早」不是数")


def test_departure_before_arrival_is_told() -> None:
    assert one(ROW.replace("2026-01-06 11:00", "2026-01-04 11:00")) == ("before_check_in", "离开早于到达")


def test_days_alone_mean_an_afternoon_and_a_noon() -> None:
    stay = one(ROW.replace(" 14:10", "").replace(" 11:00", ""))
    assert (stay["check_in"][11:16], stay["check_out"][11:16]) == ("14:00", "12:00")


def test_out_on_the_day_of_arrival_is_a_room_by_the_hour() -> None:
    stay = one(ROW.replace(" 14:10", "").replace("2026-01-06 11:00", "2026-01-05"))
    assert (stay["check_in"][:16], stay["check_out"][:16]) == ("2026-01-05T14:00", "2026-01-05T18:00")


def test_american_days_need_a_date_format_and_are_never_guessed() -> None:
    american = ROW.replace("2026-01-05 14:10", "01/05/2026").replace("2026-01-06 11:00", "01/06/2026")
    assert one(american)[0] == "date_ambiguous"
    assert one(american, date_format="MDY")["check_in"][:10] == "2026-01-05"
    assert one(american, date_format="DMY")["check_in"][:10] == "2026-05-01"
    settled = american.replace("01/05", "01/25").replace("01/06", "01/26")
    assert one(settled)["check_in"][:10] == "2026-01-25"


def test_excel_serials_and_milliseconds_are_days() -> None:
    stay = one(
        ROW.replace("2026-01-05 14:10", "46027.590277778").replace("2026-01-06 11:00", "1767668400000")
    )
    assert stay["check_in"] == "2026-01-05T14:10:00+08:00"
    assert stay["check_out"] == "2026-01-06T11:00:00+08:00"


def test_day_and_time_may_stand_in_two_columns() -> None:
    header = HEADER.replace("到达,离开", "入住日期,入住时间,离店日期,离店时间")
    row = ROW.replace("2026-01-05 14:10,2026-01-06 11:00", "2026-01-05,14:10,2026-01-06,11:00")
    stay = one(row, header)
    assert (stay["check_in"][:16], stay["check_out"][:16]) == ("2026-01-05T14:10", "2026-01-06T11:00")


def test_a_departure_may_be_told_as_nights() -> None:
    header, row = HEADER.replace("离开", "晚数"), ROW.replace("2026-01-06 11:00", "3晚")
    assert one(row, header)["check_out"][:16] == "2026-01-08T12:00"


def test_three_columns_and_two_of_nights_are_recognised_by_themselves() -> None:
    header = "booking_id,arrival_year,arrival_month,arrival_date,no_of_weekend_nights,no_of_week_nights,avg_price_per_room,booking_status,market_segment_type,guest_name"
    stay = one("INN1,2018,2,28,1,2,65.5,Canceled,Online,Brown", header)
    assert (stay["check_in"][:10], stay["check_out"][:10]) == ("2018-02-28", "2018-03-03")
    assert one("INN1,2018,2,29,1,2,65.5,Canceled,Online,Brown", header) == (
        "no_such_day",
        "入住时间「2018-2-29」这一天不存在",
    )
    assert one("INN1,2018,,28,1,2,65.5,Canceled,Online,Brown", header) == ("missing", "缺入住时间")
    assert one("INN1,2018,2,28,,2,65.5,Canceled,Online,Brown", header) == ("missing", "缺退房时间")


def test_without_a_number_rows_are_told_apart_by_name_room_days_and_their_turn() -> None:
    header, row = HEADER.removeprefix("账号,"), ROW.removeprefix("F1,")
    other = row.replace("8210", "8211")
    ids = [stay["external_id"] for stay in converted("\n".join([header, row, other, row, row]))]  # type: ignore[index]
    assert len(set(ids)) == 4
    assert ids == [stay["external_id"] for stay in converted("\n".join([header, row, other, row, row]))]  # type: ignore[index]
    # What may change later, the status or the price, is no part of the number.
    changed = row.replace(",O,", ",I,").replace("208.00", "300")
    assert one(changed, header)["external_id"] == ids[0]


def test_one_mapped_value_stands_for_another() -> None:
    chosen = {"status": {"column": "状态", "values": {"Not_Canceled": "checked_out", "o": "no_show"}}}
    fields = {
        name: {"column": column}
        for name, column in (
            ("external_id", "账号"), ("guest.name", "姓名"), ("rate", "成交价"), ("check_in", "到达"),
            ("check_out", "离开"), ("source", "来源"), ("guest.phone", "手机"),
        )
    }  # fmt: skip
    assert one(ROW.replace(",O,", ",Not_Canceled,"), fields=fields | chosen)["status"] == "checked_out"
    assert one(ROW, fields=fields | chosen)["status"] == "no_show"
    assert one(ROW.replace(",O,", ",WHAT,"), fields=fields | chosen) == ("bad_status", "状态「WHAT」不认识")


def test_what_the_shape_of_a_stay_refuses_is_told_by_the_fields_name() -> None:
    table = open_table(io.BytesIO(f"{HEADER}\n{ROW.replace('8210', '8' * 30)}\n".encode()), "stays")
    chosen = recognising.recognise("stays", table.columns, [])
    converter = Converter(chosen, "stays", table.columns, zone=SHANGHAI, undated_at=CAME)
    with pytest.raises(RowRefused) as refused:
        stay_of(converter, next(iter(table.rows())))
    assert (refused.value.code, refused.value.reason.zh) == ("too_long", "房号太长")


# --- recognising


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("账号", "external_id"), ("单号", "external_id"), ("订单号", "external_id"), ("预订号", "external_id"),
        ("外部单号", "external_id"), ("Confirmation No.", "external_id"), ("Booking_ID", "external_id"),
        ("姓名", "guest.name"), ("客人", "guest.name"), ("客人姓名", "guest.name"), ("*姓名:", "guest.name"),
        ("手机", "guest.phone"), ("手机号", "guest.phone"), ("电话", "guest.phone"), ("Mobile", "guest.phone"),
        ("房号", "room_no"), ("rmno", "room_no"), ("房型", "room_type"),
        ("成交价", "rate"), ("房价(元)", "rate"), ("实际房价", "rate"), ("real_rate", "rate"), ("RATE", "rate"),
        ("到达", "check_in"), ("入住时间", "check_in"), ("入住日期", "check_in"), ("arr", "check_in"), ("Arrival", "check_in"),
        ("离开", "check_out"), ("退房", "check_out"), ("离店", "check_out"), ("dep", "check_out"),
        ("状态", "status"), ("sta", "status"), ("来源", "source"), ("渠道", "source"), ("市场码", "source"), ("src", "source"),
        ("操作员", "checked_in_by.name"), ("接待", "checked_in_by.name"), ("特殊要求", "requests"), ("备注", "notes"),
        ("更新时间", "updated_at"), ("余额", None), ("信用金额", None), ("VIP", None),
    ],
)  # fmt: skip
def test_a_header_is_recognised(header: str, field: str | None) -> None:
    found = recognising.recognise("stays", [header], []).fields
    assert list(found) == ([field] if field else [])


def test_where_source_and_market_stand_side_by_side_each_gets_its_own() -> None:
    found = recognising.recognise("stays", ["市场码", "来源"], []).fields
    assert {name: rule.column for name, rule in found.items()} == {"source": "来源", "market_code": "市场码"}


def test_the_arrivals_list_of_a_pms_is_recognised_whole() -> None:
    names = [
        "#",
        "账号",
        "类型",
        "姓名",
        "房型",
        "房号",
        "状态",
        "成交价",
        "余额",
        "信用金额",
        "预付金额",
        "到达",
        "离开",
        "手机",
        "房数",
        "联房",
        "VIP",
        "房价码",
        "市场码",
        "公司",
        "预订号",
        "备注",
    ]
    found = {name: rule.column for name, rule in recognising.recognise("stays", names, []).fields.items()}
    assert found == {
        "external_id": "账号", "status": "状态", "check_in": "到达", "check_out": "离开", "source": "市场码",
        "rate": "成交价", "guest.name": "姓名", "guest.phone": "手机", "room_no": "房号", "room_type": "房型",
        "notes": "备注", "rate_code": "房价码", "rooms": "房数",
    }  # fmt: skip
    assert mapping.missing(recognising.recognise("stays", names, []), "stays") == []


def test_a_mapping_of_like_headers_is_used_where_it_fits() -> None:
    saved = mapping.decode(
        {
            "fields": {
                "source": {"column": "渠道"},
                "rate": {"column": "甲"},
                "status": {"constant": "checked_out"},
            }
        }
    )
    found, origins = recognising.propose("stays", ["账号", "甲", "姓名"], [], saved, same_headers=False)
    assert {name: rule.column for name, rule in found.fields.items()} == {
        "rate": "甲",
        "external_id": "账号",
        "guest.name": "姓名",
    }
    assert origins == {1: "remembered", 0: "recognised", 2: "recognised"}
