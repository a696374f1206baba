"""The nickname of a remark: DOMAIN's examples with their numbers, and the laws that hold for any visit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.remarks.nickname import (
    Fields,
    Mismatch,
    Parsed,
    Unparsed,
    disagreements,
    fit,
    fold,
    full,
    length,
    parse,
)

LI_SI = Fields("李四", 5, "携程", "8210", 208, date(2021, 9, 30))
LI_GANG = Fields("李刚", 8, "散客", "8210", 200, date(2021, 9, 10))
OUYANG = Fields("欧阳锋", 12, "携程", "8210", 1208, date(2021, 9, 30))


def test_c2_the_nickname_has_six_contents_joined_as_the_field_writes_them() -> None:
    assert full(LI_SI) == "李四5/携程/8210/208/20210930"
    assert full(LI_GANG) == "李刚8/散客/8210/200/20210910"


def test_c3_li_si_is_read_back_into_his_six_fields() -> None:
    parsed = parse("李四5/携程/8210/208/20210930")
    assert parsed == Parsed("李四", 5, "携程", "8210", 208, 2021, 9, 30, 8)
    assert isinstance(parsed, Parsed) and parsed.date == date(2021, 9, 30)


def test_c4_li_gang_is_read_back_into_his_six_fields() -> None:
    assert parse("李刚8/散客/8210/200/20210910") == Parsed("李刚", 8, "散客", "8210", 200, 2021, 9, 10, 8)


@pytest.mark.parametrize(
    ("limit", "text", "size", "steps"),
    [
        (24, "李四5/携程/8210/208/20210930", 24, ()),
        (23, "李四5/携程/8210/208/210930", 22, ("century",)),
        (21, "李四5/携/8210/208/210930", 21, ("century", "source")),
        (20, "李四5/携/8210/208/0930", 19, ("century", "source", "year")),
        (18, "李5/携/8210/208/0930", 18, ("century", "source", "year", "name")),
    ],
)
def test_the_ladder_shortens_li_si_step_by_step(
    limit: int, text: str, size: int, steps: tuple[str, ...]
) -> None:
    assert fit(LI_SI, "携", limit) == (text, size, steps, True)


def test_ouyang_feng_of_27_characters_is_cut_to_20() -> None:
    assert length(full(OUYANG)) == 27
    assert length("欧阳锋12/携程/8210/1208/0930") == 23
    assert fit(OUYANG, "携") == ("欧12/携/8210/1208/0930", 20, ("century", "source", "year", "name"), True)


def test_a_foreign_name_loses_whole_words_without_a_space_left_behind() -> None:
    baker = Fields("Tom Baker", 2, "Booking", "8202", 268, date(2026, 11, 21))
    assert full(baker) == "Tom Baker2/Booking/8202/268/20261121"
    assert fit(baker, "B").text == "Tom2/B/8202/268/1121"


def test_a_name_that_ends_in_a_digit_gets_a_space_before_the_count() -> None:
    numbered = replace(LI_SI, name="李四3")
    assert full(numbered) == "李四3 5/携程/8210/208/20210930"
    parsed = parse(full(numbered))
    assert isinstance(parsed, Parsed) and (parsed.name, parsed.count) == ("李四3", 5)
    # also where the cut leaves a digit at the end
    assert fit(replace(numbered, name="A1B2C3"), "携").text == "A1B5/携/8210/208/0930"
    assert fit(replace(numbered, name="A12B"), "携").text == "A1 5/携/8210/208/0930"


def test_a_slash_in_any_field_becomes_full_width() -> None:
    two = Fields("李先生/李先生", 2, "OTA/携程", "8210/8211", 208, date(2021, 9, 30))
    assert full(two) == "李先生／李先生2/OTA／携程/8210／8211/208/20210930"
    assert parse(full(two)) == Parsed("李先生／李先生", 2, "OTA／携程", "8210／8211", 208, 2021, 9, 30, 8)
    assert disagreements(full(two), two) == []


def test_an_emoji_counts_as_two_and_is_never_cut_apart() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert length("😀") == 2
    fields = replace(OUYANG, name=f"李{family}")
    assert fit(fields, "携").text == "李12/携/8210/1208/0930"


def test_when_count_room_rate_and_day_alone_are_too_long_nothing_fits_and_that_is_said() -> None:
    fields = replace(LI_SI, room="行政楼层总统套房八八八八")
    fitted = fit(fields, "携")
    assert not fitted.fits and fitted.length > 20
    assert fitted.text == "李5/携/行政楼层总统套房八八八八/208/0930"
    assert disagreements(fitted.text, fields, "携") == []


def test_a_source_without_a_code_is_shortened_to_its_first_character() -> None:
    assert fit(replace(LI_SI, source="途虎")).text == "李四5/途/8210/208/0930"


@pytest.mark.parametrize(
    "text",
    [
        "李四5／携程／8210／208／20210930",
        " 李四5 / 携程 / 8210 / 208 / 20210930 ",
        "李四 5/携程/8210/208/210930",
        "李四5/携/8210/208/0930",
        "李四５/携程/８２１０/２０８/２０２１０９３０",
        "李四5/携程/8210/208元/2021-09-30",
        "李四5/携程/8210/¥208.00/2021年9月30日",
        "李四5/携程/8210/207.50/20210930",
    ],
)
def test_reading_is_tolerant_of_how_it_was_typed(text: str) -> None:
    assert disagreements(text, LI_SI, "携") == []


def test_a_half_width_slash_typed_inside_the_name_stays_with_the_name() -> None:
    parsed = parse("李先生/李先生5/携程/8210/208/20210930")
    assert isinstance(parsed, Parsed) and parsed.name == "李先生／李先生"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("李四", "parts"),
        ("李四5/携程/8210/208", "parts"),
        ("李四/携程/8210/208/20210930", "count"),
        ("5/携程/8210/208/20210930", "name"),
        ("1235/携程/8210/208/20210930", "name"),
        ("李四5/携程/8210/二百/20210930", "rate"),
        ("李四5/携程/8210/208/20210931", "date"),
        ("李四5/携程/8210/208/930", "date"),
        ("李四5/携程/8210/208/", "date"),
        ("李四" + "5" * 5000 + "/携程/8210/208/20210930", "parts"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, code: str) -> None:
    parsed = parse(text)
    assert isinstance(parsed, Unparsed) and parsed.code == code
    assert parsed.sentence("zh-CN") and parsed.sentence("en")


def test_what_disagrees_is_told_field_by_field_in_the_stated_order() -> None:
    assert disagreements("李三4/美团/8211/218/20210929", LI_SI, "携") == [
        Mismatch("count", "4", "5"),
        Mismatch("date", "20210929", "20210930"),
        Mismatch("rate", "218", "208"),
        Mismatch("source", "美团", "携程"),
        Mismatch("room", "8211", "8210"),
        Mismatch("name", "李三", "李四"),
    ]
    assert disagreements("李四", LI_SI) == [Mismatch("unparsed", "李四", full(LI_SI))]


def test_a_name_cut_shorter_than_the_ladder_cuts_it_is_wrong() -> None:
    assert disagreements("李5/携/8210/208/0930", LI_SI, "携") == [Mismatch("name", "李", "李四")]


def test_a_wrong_year_is_wrong_and_no_year_is_not() -> None:
    assert [m.field for m in disagreements("李四5/携程/8210/208/200930", LI_SI)] == ["date"]
    assert disagreements("李四5/携程/8210/208/0930", LI_SI) == []


# --- laws

printable = st.characters(
    exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Me", "Mc", "Cn", "Co")
)
words = st.text(st.one_of(printable, st.sampled_from("李四王 /／0123456789ABé😀")), min_size=1, max_size=24)
cleaned = words.map(lambda text: " ".join(text.split())).filter(bool)
visits = st.builds(
    Fields,
    name=cleaned,
    count=st.integers(1, 999),
    source=cleaned,
    room=cleaned,
    rate=st.integers(0, 99_999),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)


@given(visits)
def test_whatever_is_written_is_read_back(fields: Fields) -> None:
    parsed = parse(full(fields))
    assert isinstance(parsed, Parsed)
    assert (parsed.name, parsed.source, parsed.room) == (
        fold(fields.name),
        fold(fields.source),
        fold(fields.room),
    )
    assert (parsed.count, parsed.rate, parsed.date) == (fields.count, fields.rate, fields.day)
    assert disagreements(full(fields), fields) == []


@given(visits, st.sampled_from(["携", "散", "B", ""]), st.integers(12, 40))
def test_every_form_of_the_ladder_agrees_and_fits_unless_it_says_so(
    fields: Fields, short: str, limit: int
) -> None:
    fitted = fit(fields, short, limit)
    assert fitted.length == length(fitted.text)
    assert fitted.fits == (fitted.length <= limit)
    parsed = parse(fitted.text)
    assert isinstance(parsed, Parsed)
    assert (parsed.count, parsed.rate, parsed.room) == (fields.count, fields.rate, fold(fields.room))
    if limit == 20 or "name" not in fitted.steps:
        assert disagreements(fitted.text, fields, short) == []


@given(visits)
def test_a_nickname_that_fits_is_left_alone(fields: Fields) -> None:
    if length(full(fields)) <= 20:
        assert fit(fields, "携") == (full(fields), length(full(fields)), (), True)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_never_raised(text: str) -> None:
    assert isinstance(parse(text), Parsed | Unparsed)
    assert isinstance(disagreements(text, LI_SI), list)
