"""C18: the exercise's cases are judged as the desk's own remarks are, and nobody can be recognised in them. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.desk.training import cases, masking, misses
from loyalty.desk.training.cases import WAYS, Past
from loyalty.desk.training.misses import Misses, Words
from loyalty.remarks.nickname import disagreements, full

BEFORE = Past(1, "李*", 4, date(2026, 9, 10), date(2026, 9, 11), "美团", "美", "8207", 19_900, 1, (), "")
LI = Past(
    2, "李*", 5, date(2026, 11, 1), date(2026, 11, 3), "携程", "携", "8210", 20_850, 2, ("加枕头",), "加一个枕头", BEFORE
)  # fmt: skip


def a_stay(
    ordinal: int, day: date, nights: int, source: str, room: str, rate: int, before: Past | None
) -> Past:
    return replace(
        LI, ordinal=ordinal, check_in=day, check_out=day + timedelta(days=nights), nights=nights, source=source,
        room=room, rate_cents=rate, before=before,
    )  # fmt: skip


stays = st.builds(
    a_stay,
    st.integers(1, 120), st.dates(date(2020, 1, 1), date(2026, 12, 1)), st.integers(1, 9),
    st.sampled_from(["携程", "美团", "会员", "a/b"]), st.sampled_from(["8210", "A1", "301", "11"]),
    st.integers(100, 500_000), st.sampled_from([None, BEFORE]),
)  # fmt: skip


@settings(max_examples=60)
@given(stays, st.permutations(WAYS))
def test_every_nickname_called_wrong_is_wrong_to_the_product_and_the_right_one_is_right(
    past: Past, ways: list[str]
) -> None:
    case = cases.nickname(past, ways)
    assert case is not None
    right, *wrong = (choice.text.zh for choice in case.choices)
    assert right == full(past.fields) and not disagreements(right, past.fields, past.short)
    assert len(wrong) == 3 == len(set(wrong))
    assert all(disagreements(text, past.fields, past.short) for text in wrong)


def test_c18_choices_go_wrong_in_the_ways_this_house_does() -> None:
    case = cases.nickname(LI, ("rate", "date"))
    assert case is not None
    assert [choice.text.zh for choice in case.choices] == [
        "李*5/携程/8210/209/20261101", "李*5/携程/8210/208/20261101", "李*5/携程/8210/209/20260910",
        "李*4/携程/8210/209/20261101",
    ]  # fmt: skip
    assert case.choices[1].because.zh == "这一个房价写错，应为 李*5/携程/8210/209/20261101"


@pytest.mark.parametrize(
    ("pick", "right"), [*enumerate(["nickname", "tags", "phone", "description", "none"])]
)
def test_each_work_may_be_the_missing_one_and_is_told_by_the_products_own_judge(
    pick: int, right: str
) -> None:
    case = cases.missing_work(LI, pick)
    assert case.right.key == right and len(case.choices) == 5
    shown = {label.zh: value.zh for label, value in case.facts}
    assert (shown["电话"], shown["标签"] == "（没有）") == (
        "（没有）" if right == "phone" else "已记下",
        right == "tags",
    )


def test_a_reply_that_promises_a_room_is_wrong_and_one_that_could_be_any_visits_is_not_asked() -> None:
    right, stale = Words("8210，我看一下房态", "x"), Words("8207，我看一下房态", "y")
    case = cases.reply(LI, right, stale)
    assert case is not None and case.right.text == right
    assert [choice.key for choice in case.choices[1:]] == ["promise", "stale", "invented"]
    assert case.choices[1].text.zh == "有的！8210已经给您留好了，您直接来就行。"
    assert cases.reply(LI, right, right) is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("李四5/携程/8210/208/20210930", "李*5/携程/8210/208/20210930"),
        ("李四4/携程/8210/208/20210930", "李*4/携程/8210/208/20210930"),
        ("李司5/携程/8210/208/20210930", "李*5/携程/8210/208/20210930"),  # called by another name
        ("李四 携程 8210 13800138000", "李* 携程 8210 ***"),  # no nickname: only the source is known
        ("8210李司/五次", "8210李*/五*"),
        ("ＪＯＨＮ５／携程／8210／208／0930", "Ｊ*５／携程／8210／208／0930"),
        ("", ""),
    ],
)
def test_c18_no_name_and_no_number_is_shown(written: str, shown: str) -> None:
    assert masking.nickname(written, ["李四"], ("携程",)) == shown


def test_words_of_the_guest_lose_names_and_numbers_but_keep_dates() -> None:
    said = "请打 138 0013 8000 或 010-62345678 找李四，20210930 到"
    assert masking.words(said, ["李四"]) == "请打 *** 或 *** 找李*，20210930 到"
    said = "家里 0512-6700 0000，在美国 +1 415 555 2671，2026-11-18 到 2026-11-20 两晚"
    assert masking.words(said, []) == "家里 ***，在美国 ***，2026-11-18 到 2026-11-20 两晚"


def test_a_part_of_a_foreign_name_is_masked_too_and_no_part_of_a_word() -> None:
    said = "Mr Smith 说不要，John 在睡；smithy, Johnson"
    assert masking.words(said, ["John Smith"]) == "Mr S* 说不要，J* 在睡；smithy, Johnson"
    assert masking.words("O'Neill-Brown 和 Neill", ["Mary O'Neill-Brown"]) == "O'N*-B* 和 N*"


def test_c18_what_somebody_misses_most_is_the_greatest_share_of_what_came_often_enough() -> None:
    person = Misses(
        UUID(int=1), None, "王芳", due=40, done={"nickname": 30, "tags": 40, "phone": 20, "description": 40}
    )
    person.wrong = {"rate": 2, "count": 5}
    person.scripts = (2, 0)  # both missed, but two are too few to speak of
    found = misses.most(person)
    assert found is not None and (found.what, found.share) == ("phone", 0.5)
    assert found.says.zh == "电话：40 次里少了 20 次"
    person.done["phone"] = 40
    found = misses.most(person)
    assert found is not None and found.says.zh == "昵称：40 次里少了 10 次，多为次数写错"
    assert misses.most(Misses(None, 1, "x", due=9, done=dict.fromkeys(person.done, 9))) is None
