"""Which of the four works are done, and why not."""

from datetime import date

import pytest

from loyalty.remarks.completion import Kept, judge, own_words, says_nothing
from loyalty.remarks.nickname import Fields, full

LI_SI = Fields("李四", 5, "携程", "8210", 208, date(2021, 9, 30))
PHONE = "+8613800138000"
DONE = Kept(full(LI_SI), ["商务"], "", "要安静的房间")


def test_c1_a_remark_is_four_works_and_complete_when_all_four_are_done() -> None:
    verdict = judge(DONE, LI_SI, "携", PHONE)
    assert verdict.complete and verdict.missing == []


@pytest.mark.parametrize(
    ("kept", "phone", "missing"),
    [
        (Kept(), None, ["nickname", "tags", "phone", "description"]),
        (Kept(full(LI_SI)), PHONE, ["tags", "description"]),
        (Kept("李四4/携程/8210/208/20210930", ["商务"], "", "安静"), PHONE, ["nickname"]),
        (Kept(full(LI_SI), ["  "], "", "安静"), PHONE, ["tags"]),
        (Kept(full(LI_SI), ["商务"], "", "安静"), None, ["phone"]),  # C7
        (Kept(full(LI_SI), ["商务"], "12345", "安静"), PHONE, ["phone"]),
        (Kept(full(LI_SI), ["商务"], "138 0013 8000", " "), None, ["description"]),
        (Kept(full(LI_SI), ["商务"], "", full(LI_SI)), PHONE, ["description"]),
        (Kept(full(LI_SI), ["商务"], "", "", none_noted=True), PHONE, []),
    ],
)
def test_c7_c8_each_work_is_missed_on_its_own(kept: Kept, phone: str | None, missing: list[str]) -> None:
    assert judge(kept, LI_SI, "携", phone).missing == missing


def test_before_any_visit_no_nickname_can_be_right() -> None:
    assert judge(DONE, None, "", PHONE).missing == ["nickname"]


def test_the_phone_as_it_is_shown_stands_for_the_phone() -> None:
    verdict = judge(Kept(full(LI_SI), ["商务"], "138****8000", "安静"), LI_SI, "携", PHONE)
    assert verdict.complete and verdict.number == PHONE


def test_why_the_phone_is_not_done_is_told() -> None:
    assert judge(Kept(), LI_SI, "", None).phone_reason == "missing"
    assert judge(Kept(phone="123"), LI_SI, "", None).phone_reason == "invalid"


def test_the_kind_of_the_mistake_is_the_first_in_the_stated_order() -> None:
    assert judge(Kept("李四4/美团/8210/218/20210930"), LI_SI, "携", PHONE).wrong == "count"
    assert judge(Kept("李四5/美团/8210/218/20210930"), LI_SI, "携", PHONE).wrong == "rate"
    assert judge(Kept("李四"), LI_SI, "携", PHONE).wrong == "unparsed"
    assert judge(Kept(), LI_SI, "携", PHONE).wrong == ""


def test_the_nickname_on_the_first_line_is_not_a_description() -> None:
    assert own_words(f"{full(LI_SI)}\n要求提前开空调") == "要求提前开空调"
    assert own_words(full(LI_SI)) == ""


@pytest.mark.parametrize("text", ["客人无特殊要求", "无", "无特殊要求。", f"{full(LI_SI)}\n客人无特殊要求"])
def test_words_that_say_nothing_count_as_the_explicit_answer(text: str) -> None:
    assert says_nothing(text)
    assert not says_nothing("无烟房")
