"""What leads to a tier: rules and windows, by table."""

from datetime import date

import pytest

from loyalty.programme.tiers import qualifying
from loyalty.programme.tiers.terms import Rule
from loyalty.programme.tiers.windows import first_day, last_day, months_before
from tests.loyalty.programme.tiers.cases import (
    USUAL,
    look,
    member,
    nights,
    on,
    programme,
    spend,
    tier,
    visits,
)

GOLD_BY_NIGHTS = programme(tier("gold", nights(5, 4)))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-03-15", 1, "2026-04-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
    ],
)
def test_h9_a_month_is_a_calendar_month(first: str, months: int, last: str) -> None:
    assert date.fromordinal(last_day(date.fromisoformat(first).toordinal(), months)).isoformat() == last


def test_the_first_day_of_a_window_is_the_earliest_whose_window_holds_the_last() -> None:
    for day in range(date(2026, 1, 1).toordinal(), date(2028, 4, 1).toordinal()):
        for months in (1, 2, 4, 12):
            first = first_day(day, months)
            assert last_day(first, months) >= day > last_day(first - 1, months)


def test_months_before_never_leaves_the_month() -> None:
    assert months_before(date(2026, 4, 30), 2) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)


def test_c39_five_nights_within_four_months_lift_from_base_to_gold() -> None:
    history = on("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")
    assert not look(GOLD_BY_NIGHTS, member(GOLD_BY_NIGHTS), history, "2026-05-10").changes
    fifth = on("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10")
    out = look(GOLD_BY_NIGHTS, member(GOLD_BY_NIGHTS), fifth, "2026-05-11")
    assert (out.state.held.tier, out.state.held.kind) == ("gold", "qualified")
    assert out.changes[0].facts["have"] == 5 and out.changes[0].facts["last"] == "2026-05-10"
    one_day_late = on("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-11")
    assert not look(GOLD_BY_NIGHTS, member(GOLD_BY_NIGHTS), one_day_late, "2026-05-12").changes


def test_c39_nights_count_and_not_visits() -> None:
    out = look(GOLD_BY_NIGHTS, member(GOLD_BY_NIGHTS), on("2026-01-10", "2026-02-10", nights=3), "2026-02-13")
    assert out.state.held.tier == "gold"


def test_c47_six_visits_within_two_months() -> None:
    of = programme(tier("gold", visits(6, 2)))
    days = ["2026-03-15", "2026-03-20", "2026-04-01", "2026-04-10", "2026-05-01"]
    assert look(of, member(of), on(*days, "2026-05-15"), "2026-05-16").state.held.tier == "gold"
    assert look(of, member(of), on(*days, "2026-05-16"), "2026-05-17").state.held.tier == "base"


def test_c45_a_spend_of_two_thousand_within_six_months_lifts() -> None:
    of = programme(tier("silver", spend(2000, 6)))
    reached = on("2026-01-31", "2026-07-31", cents=100_000)
    assert look(of, member(of), reached, "2026-08-01").state.held.tier == "silver"
    short = on("2026-01-31", "2026-07-31", cents=99_999)
    assert look(of, member(of), short, "2026-08-01").state.held.tier == "base"


def test_any_rule_of_a_tier_is_enough() -> None:
    of = programme(tier("gold", nights(99, 12), spend(2000, 6)))
    assert look(of, member(of), on("2026-05-01", cents=200_000), "2026-05-02").state.held.tier == "gold"


def test_several_levels_at_once_go_straight_to_the_highest() -> None:
    of = programme(tier("silver", visits(1, 12)), tier("gold", visits(2, 12)), tier("black", visits(9, 12)))
    out = look(of, member(of), on("2026-05-01", "2026-05-03"), "2026-05-04")
    assert [change.to_tier for change in out.changes] == ["gold"]


def test_c46_a_rule_without_a_window_counts_since_the_present_tier_began() -> None:
    of = programme(tier("gold", spend(1000, None)), tier("platinum", spend(2000, None)))
    state = member(of)
    out = look(of, state, on("2026-02-01", cents=100_000), "2026-02-02")
    assert out.state.held.tier == "gold"
    more = on("2026-02-01", "2026-03-01", cents=100_000)
    assert look(of, out.state, more, "2026-03-02").state.held.tier == "gold"
    enough = on("2026-02-01", "2026-03-01", "2026-03-08", cents=100_000)
    assert look(of, out.state, enough, "2026-03-09").state.held.tier == "platinum"


def test_the_time_before_a_term_ended_does_not_lift_today() -> None:
    long_ago = on("2024-01-01", "2024-01-05", "2024-02-01", "2024-02-10", "2024-03-01")
    assert not look(GOLD_BY_NIGHTS, member(GOLD_BY_NIGHTS, "2026-01-01"), long_ago, "2026-01-01").changes


def test_progress_says_what_is_missing_and_until_when() -> None:
    way = qualifying.ways_to(
        USUAL.tiers.levels[2], on("2026-03-15", "2026-04-01"), date(2026, 5, 1), date(2026, 1, 1)
    )[0]
    assert (way.have, way.need, way.missing, way.first, way.last) == (
        2, 5, 3, date(2026, 3, 15), date(2026, 7, 15),
    )  # fmt: skip
    assert way.share == 0.4


def test_base_points_lead_up_and_are_counted_by_the_day_they_were_earned() -> None:
    from loyalty.programme.tiers.history import History

    of = programme(tier("gold", Rule(measure="base_points", at_least=500, months=12)))
    days = [date(2026, 2, 1).toordinal(), date(2026, 3, 1).toordinal()]
    history = History([], [], [], days, [300, 200])
    assert look(of, member(of), history, "2026-03-02").state.held.tier == "gold"
    assert look(of, member(of), History([], [], [], days, [300, 199]), "2026-03-02").state.held.tier == "base"
