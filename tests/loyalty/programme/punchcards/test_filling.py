"""How visits fill cards: by the field's numbers, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.programme.punchcards.filling import Size, Visit, count_full, fill, share_free
from tests.loyalty.programme.benefits import house

EIGHT = Size("visits", 8)
FIRST = date(2026, 1, 5)


def visits(count: int, *, nights: int = 1, gap: int = 10, first: date = FIRST) -> list[Visit]:
    return [Visit(first + timedelta(days=n * gap), nights) for n in range(count)]


def test_c70_eight_visits_bring_one() -> None:
    assert [len(fill(visits(n), (), EIGHT).full) for n in (7, 8, 9, 15, 16)] == [0, 1, 1, 1, 2]
    found = fill(visits(8), (), EIGHT).full[0]
    assert (found.begun_on, found.filled_on) == (FIRST, FIRST + timedelta(days=70))


def test_c70_the_guest_is_told_how_many_are_missing() -> None:
    found = fill(visits(6), (), EIGHT)
    assert (found.have, found.need, found.missing) == (6, 8, 2)


def test_c70_eight_and_one_give_away_11_1_percent() -> None:
    assert share_free(8) == 0.111111


def test_c71_five_visits_bring_one_where_the_card_says_five() -> None:
    assert count_full(visits(11), house.EIGHT.__class__("five", "买五送一", "Five", "night", every=5)) == 2


def test_nights_left_over_begin_the_next_card() -> None:
    found = fill(visits(2, nights=7), (), Size("nights", 8))
    assert (len(found.full), found.have, found.missing) == (1, 6, 2)
    assert len(fill(visits(1, nights=30), (), Size("nights", 8)).full) == 3


def test_a_card_that_takes_too_long_begins_anew_with_the_next_visit() -> None:
    """Six months from 5 January run through 5 July."""
    size = Size("visits", 3, months=6)
    late = [Visit(date(2026, 1, 5), 1), Visit(date(2026, 2, 5), 1), Visit(date(2026, 7, 6), 1)]
    found = fill(late, (), size)
    assert (found.full, found.begun_on, found.have) == ([], date(2026, 7, 6), 1)
    in_time = [*late[:2], Visit(date(2026, 7, 5), 1)]
    assert len(fill(in_time, (), size).full) == 1
    assert fill(late[:2], (), size, today=date(2026, 7, 6)).have == 0


def test_a_given_card_keeps_its_size_when_the_programme_asks_for_more() -> None:
    """Sixteen visits filled two cards of eight; with ten asked for now, both stay and the next is begun."""
    found = fill(visits(18), [EIGHT, EIGHT], Size("visits", 10))
    assert (len(found.full), found.have, found.need, found.owed) == (2, 2, 10, 0)


def test_a_visit_taken_back_from_a_given_card_is_owed() -> None:
    found = fill(visits(7), [EIGHT], EIGHT)
    assert (found.full, found.have, found.owed, found.missing) == ([], 0, 1, 9)


def test_nights_left_over_are_no_visits() -> None:
    found = fill([Visit(FIRST, 9)], [Size("nights", 8)], EIGHT)
    assert (len(found.full), found.have) == (1, 0)


@given(st.lists(st.integers(1, 12), max_size=60), st.integers(1, 12))
@settings(deadline=None)
def test_without_a_time_limit_cards_and_what_is_left_over_add_up_to_the_nights(
    nights: list[int], every: int
) -> None:
    found = fill(
        [Visit(FIRST + timedelta(days=n), each) for n, each in enumerate(nights)], (), Size("nights", every)
    )
    assert len(found.full) * every + found.have == sum(nights)
    assert 0 <= found.have < every


@given(st.integers(0, 40), st.integers(0, 6))
@settings(deadline=None)
def test_what_is_given_is_never_given_again(count: int, cards: int) -> None:
    """However many cards were given before: together with new ones they are what the visits fill."""
    found = fill(visits(count), [EIGHT] * cards, EIGHT)
    assert len(found.full) == count // 8
    assert found.missing == 8 * (max(cards, count // 8) + 1) - count


@pytest.mark.parametrize("today", [None, date(2030, 1, 1)])
def test_without_a_time_limit_a_card_waits_for_years(today: date | None) -> None:
    assert fill(visits(3), (), EIGHT, today).have == 3
