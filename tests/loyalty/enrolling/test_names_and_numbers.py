"""A name in one piece and in two; the number a guest can read out."""

import pytest

from loyalty.enrolling import names, numbers


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("四", "李", "李四"),
        ("娜娜", "欧阳", "欧阳娜娜"),
        ("John", "Doe", "John Doe"),
        ("Mary Ann", "O'Hara", "Mary Ann O'Hara"),
        ("", "王", "王"),
        ("", "Madonna", "Madonna"),
    ],
)
def test_a_name_comes_apart_as_it_was_put_together(first: str, last: str, whole: str) -> None:
    assert names.whole(first, last) == whole
    assert names.parts(whole) == (first, last)


def test_a_two_character_name_has_a_surname_of_one_even_if_the_two_are_a_compound() -> None:
    assert names.parts("司马") == ("马", "司")


def test_a_number_leads_back_to_its_guest_and_a_slip_to_nobody() -> None:
    for guest in (1, 12, 99_999_999, 123_456_789_012):
        number = numbers.number_of(guest)
        assert numbers.guest_of(number) == guest
        for place in range(len(number)):
            other = str((int(number[place]) + 3) % 10)
            assert numbers.guest_of(number[:place] + other + number[place + 1 :]) is None
    for wrong in ("", "12", "x" * 9, "１２３４５６７８９", "9" * 30):
        assert numbers.guest_of(wrong) is None
