"""Thresholds: advised from the visits that were made, or made as a series."""

from collections.abc import Iterator
from datetime import date

import pytest

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.programme import publishing, versions
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.tiers import advising, generating
from loyalty.programme.tiers.generating import BadSeries, generate
from loyalty.programme.tiers.terms import Rule, TierBenefit
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.cases import programme, tier

# C44: of 1,000 guests 700 came once, 120 twice …, 60 nine times, 100 ten times and more.
COUNTS = (
    [1] * 700
    + [2] * 60
    + [3] * 40
    + [4] * 20
    + [5] * 10
    + [6] * 5
    + [7] * 3
    + [8] * 2
    + [9] * 60
    + [12] * 100
)


def test_c44_silver_for_thirty_percent_and_black_for_ten_ask_two_and_ten_visits() -> None:
    silver, black = advising.threshold(COUNTS, 0.3), advising.threshold(COUNTS, 0.1)
    assert (silver.visits, silver.share, silver.share_below) == (2, 0.3, 1.0)
    assert (black.visits, black.share, black.share_below) == (10, 0.1, 0.16)


@pytest.mark.parametrize(
    ("wanted", "k"), [(1.0, 1), (0.999, 2), (0.3, 2), (0.299, 3), (0.0999, 13), (0.0, 13)]
)
def test_h5_the_smallest_k_whose_share_is_at_most_the_one_wanted(wanted: float, k: int) -> None:
    found = advising.threshold(COUNTS, wanted)
    assert found.visits == k and found.share <= wanted
    assert k == 1 or found.share_below > wanted


def test_nobody_gives_no_shares() -> None:
    assert advising.threshold([], 0.3) == advising.Threshold(1, 0.0, 0.0)


def test_c44_the_histogram_goes_to_nine_and_ten_or_more() -> None:
    bands = advising.histogram(COUNTS)
    assert [band["visits"] for band in bands] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10+"]
    assert bands[0] == {"visits": "1", "guests": 700, "share": 0.7} and bands[-1]["guests"] == 100


def test_c45_equal_steps_of_spend_and_of_visits() -> None:
    spend = generate("arithmetic", "spend", ["silver", "gold", "black"], first=2000, months=6)
    assert [rule.at_least for _, rule in spend.rules] == [2000, 4000, 6000]
    assert all(rule.months == 6 for _, rule in spend.rules)
    by_visits = generate("arithmetic", "visits", ["silver", "gold", "black"], first=8, months=6)
    assert [rule.at_least for _, rule in by_visits.rules] == [8, 16, 24]
    assert not spend.warnings and not by_visits.warnings


def test_c46_doubling_goes_1000_2000_4000_8000() -> None:
    found = generate("geometric", "spend", ["gold", "platinum", "diamond", "supreme"], first=1000, months=12)
    assert [rule.at_least for _, rule in found.rules] == [1000, 2000, 4000, 8000] and not found.warnings


def test_c47_six_visits_within_two_months() -> None:
    found = generate("relative", "visits", ["gold"], first=6, months=2)
    assert found.rules == [("gold", Rule(measure="visits", at_least=6, months=2))] and not found.warnings


@pytest.mark.parametrize(
    ("how", "first", "step", "ratio", "code"),
    [
        ("geometric", 1000, None, "1.2", "ratio_small"),
        ("geometric", 1000, None, "5", "ratio_large"),
        ("arithmetic", 1000, 100, None, "ratio_small"),
        ("arithmetic", 100, 1000, None, "ratio_large"),
    ],
)
def test_c45_a_ratio_too_small_or_too_large_is_warned_of(
    how: generating.How, first: int, step: int | None, ratio: str | None, code: str
) -> None:
    found = generate(how, "spend", ["silver", "gold", "black"], first=first, months=6, step=step, ratio=ratio)
    assert [each.code for each in found.warnings] == [code]


def test_what_nobody_can_reach_and_what_does_not_rise() -> None:
    assert [each.code for each in generate("relative", "visits", ["gold"], first=40, months=2).warnings] == [
        "unreachable"
    ]
    with pytest.raises(BadSeries):
        generate("geometric", "spend", ["a", "b"], first=1, months=6, ratio="1.2")
    with pytest.raises(BadSeries):
        generate("geometric", "spend", ["a", "b", "c", "d"], first=900_000_000, months=6, ratio="9")


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """Ten guests: seven came once, two three times, one five times; and one who came two years ago."""
    with in_property(acme_1):
        for guest, count in enumerate([1] * 7 + [3, 3, 5]):
            follow(
                acme_1,
                *(
                    stay(
                        f"G{guest}-{n}",
                        f"2026-0{n + 1}-10",
                        guest_number=f"G{guest}",
                        name=f"客{guest}",
                        phone=f"1390000000{guest}",
                    )
                    for n in range(count)
                ),
            )
        follow(acme_1, stay("old", "2024-01-01", guest_number="old", name="旧", phone="13800000009"))
        yield acme_1


def test_c44_advice_of_a_property_with_its_cost(hotel: Property) -> None:
    breakfast = Benefit(
        code="breakfast", name="免费早餐", name_en="Breakfast", price="38.00", kind="breakfast"
    )
    of = programme(
        tier("silver", benefits=[TierBenefit(benefit="breakfast")]), tier("black"), benefits=[breakfast]
    )
    raw = Statements(raw_connection())
    publishing.write(raw, of, effective_on=date(2026, 1, 1), actor=SYSTEM)
    today = date(2026, 7, 1)
    published = versions.in_force(raw, today)
    found = advising.advice(raw, hotel, published, {"silver": 0.3, "black": 0.1}, 12, today)
    assert (found["guests"], found["from"]) == (10, date(2025, 7, 2))
    silver, black = found["tiers"]
    assert (silver["threshold"], silver["share"], silver["share_below"]) == (2, 0.3, 1.0)
    assert (black["threshold"], black["share"], black["members"]) == (4, 0.1, 1)
    # Two silver members with three nights each: six breakfasts at 38.
    assert (silver["members"], silver["benefits_cost"]) == (2, "228.00")


def test_advice_without_a_programme_and_shares_that_do_not_fall(hotel: Property) -> None:
    raw = Statements(raw_connection())
    today = date(2026, 7, 1)
    found = advising.advice(raw, hotel, None, {"silver": 0.3}, 12, today)
    assert found["tiers"][0]["benefits_cost"] == "0.00"
    of = programme(tier("silver"), tier("black"))
    published = publishing.write(raw, of, effective_on=date(2026, 1, 1), actor=SYSTEM)
    with pytest.raises(advising.SharesFall):
        advising.advice(raw, hotel, published, {"silver": 0.1, "black": 0.3}, 12, today)
    with pytest.raises(advising.NoSuchTier):
        advising.advice(raw, hotel, published, {"gold": 0.1}, 12, today)
