"""Stays -> visits (DOMAIN: one visit where a stay begins on or before the day the running visit ends)."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.stays.incoming import Row
from loyalty.stays.visits import visits_of

DAY = date(2026, 1, 5)


def stay(
    external_id: str,
    first: int,
    nights: int,
    *,
    rate: int = 20800,
    status: str = "checked_out",
    hour: int = 14,
) -> Row:
    """A stay that begins `first` days after 5 January."""
    begin = datetime(2026, 1, 5, hour, tzinfo=UTC) + timedelta(days=first)
    end = begin + timedelta(days=nights)
    return Row(
        external_id=external_id,
        updated_at=end,
        status=status,
        booked_at=None,
        check_in=begin,
        check_out=end,
        check_in_on=begin.date(),
        check_out_on=end.date(),
        room_no="8210",
        room_type="",
        rate_cents=rate,
        currency="CNY",
        room_cents=rate * max(nights, 1),
        fnb_cents=0,
        other_cents=0,
        source="携程",
        clerk="",
        requests=[],
        guest_name="李四",
        phone=None,
        keys=[],
        details={},
        digest=b"",
        channel="ota",
        counted=status in ("in_house", "checked_out"),
    )


def test_two_rooms_on_one_night_are_one_visit() -> None:
    visits = visits_of([stay("A", 0, 1), stay("B", 0, 1)])
    assert [(v.ordinal, v.nights, len(v.stays)) for v in visits] == [(1, 2, 2)]


def test_an_extension_on_a_new_folio_is_the_same_visit() -> None:
    (visit,) = visits_of([stay("A", 0, 2), stay("B", 2, 1)])
    assert (visit.check_in_on, visit.check_out_on, visit.nights) == (DAY, DAY + timedelta(days=3), 3)


def test_a_stay_on_the_day_after_is_the_next_visit() -> None:
    assert [v.ordinal for v in visits_of([stay("A", 0, 1), stay("B", 2, 1)])] == [1, 2]


def test_a_short_stay_inside_a_long_one_does_not_end_it() -> None:
    visits = visits_of([stay("A", 0, 5), stay("B", 1, 1), stay("C", 5, 1)])
    assert len(visits) == 1 and visits[0].check_out_on == DAY + timedelta(days=6)


@pytest.mark.parametrize("status", ["booked", "cancelled", "no_show"])
def test_what_is_not_counted_makes_no_visit(status: str) -> None:
    assert visits_of([stay("A", 0, 1, status=status)]) == []


def test_day_use_counts_a_visit_of_no_nights() -> None:
    (visit,) = visits_of([stay("A", 0, 0)])
    assert visit.nights == 0


def test_the_shown_stay_is_the_latest_then_the_dearest_then_the_greatest_id() -> None:
    (visit,) = visits_of(
        [stay("A", 0, 3), stay("B", 1, 1, rate=100), stay("C", 1, 1, rate=300), stay("D", 1, 1, rate=300)]
    )
    assert visit.shown.external_id == "D"


def test_a_visit_is_in_house_until_its_last_stay_has_left() -> None:
    (visit,) = visits_of([stay("A", 0, 1), stay("B", 0, 2, status="in_house")])
    assert visit.checked_out_at is None


def test_each_visit_knows_the_one_before() -> None:
    first, second = visits_of([stay("A", 0, 1), stay("B", 40, 1)])
    assert (first.prev_on, second.prev_on, second.prev_channel) == (None, DAY, "ota")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(0, 6), st.sampled_from(["checked_out", "in_house", "booked"])
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_of_arrival_never_matters(specs: list[tuple[int, int, str]], rng: object) -> None:
    stays = [
        stay(f"F{n:02d}", first, nights, status=status) for n, (first, nights, status) in enumerate(specs)
    ]
    shuffled = list(stays)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert visits_of(stays) == visits_of(shuffled)
    drafts = visits_of(stays)
    assert [draft.ordinal for draft in drafts] == list(range(1, len(drafts) + 1))
    assert all(a.check_out_on < b.check_in_on for a, b in itertools.pairwise(drafts))
    assert sum(len(draft.stays) for draft in drafts) == sum(stay.counted for stay in stays)
