"""Codes: unguessable, typed in any way, never two alike."""

from collections import Counter

from loyalty.programme.coupons import codes


def test_a_hundred_thousand_codes_are_all_different_and_use_every_letter_alike() -> None:
    made = codes.make(100_000)
    assert len(set(made)) == 100_000
    assert {len(code) for code in made} == {12}
    letters = Counter("".join(made))
    assert set(letters) == set(codes.ALPHABET)
    # 40,000 of each are expected; a letter drawn from all 256 bytes would be off by 5 % and more.
    assert max(abs(count - 40_000) for count in letters.values()) < 1_400


def test_no_letter_is_mistaken_for_another() -> None:
    assert not set("01OILU") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 30


def test_a_code_is_printed_in_groups_and_read_however_it_is_typed() -> None:
    assert codes.printed("ABCDEFGH2345") == "ABCD-EFGH-2345"
    for typed in ("ABCD-EFGH-2345", "abcd efgh 2345", " abcdefgh2345 ", "ABCD–EFGH—2345"):
        assert codes.read(typed) == "ABCDEFGH2345"


def test_what_is_no_code_is_told_apart() -> None:
    for typed in ("", "ABCD", "ABCD-EFGH-23450", "ABCD-EFGH-234O", "ABCD-EFGH-234\x00", "优惠券"):
        assert codes.read(typed) is None
