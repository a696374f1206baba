"""C11, C12: the repeat rate over time, and how many visits guests have reached."""

import random
from datetime import date

import pytest

from chains.models import Chain
from reports.ranges import Range
from reports.repeat import repeat
from tenants.models import Property
from tests.platform.reports.filling import fill, stay
from tests.platform.reports.naive import figures, guests_of
from tests.platform.reports.scopes import scope_of
from tests.platform.reports.test_comparison import some_stays

SPRING = Range(date(2025, 1, 17), date(2025, 6, 10))


@pytest.mark.parametrize("bucket", ["day", "week", "month"])
def test_each_point_is_the_rate_at_the_end_of_its_bucket(
    bucket: str, acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    stays = {place.slug: some_stays(random.Random(place.pk), 40) for place in (acme_1, acme_2)}
    for place in (acme_1, acme_2):
        fill(place, stays[place.slug])
    said = repeat(scope_of(acme, [acme_1, acme_2]), SPRING, bucket=bucket)
    guests = {slug: guests_of(own) for slug, own in stays.items()}
    for where, visits in [
        (said, [one for own in guests.values() for one in own]),
        *((row, guests[row["property"]]) for row in said["properties"]),
    ]:
        for point in where["buckets"]:
            end = date.fromisoformat(point["to"])
            told = figures(visits, Range(end, end), "visits")
            assert (point["guests_to_date"], point["repeat_guests_to_date"]) == (
                told["guests_to_date"],
                told["repeat_guests_to_date"],
            )


def test_c12_guests_are_told_by_the_exact_number_of_visits_up_to_ten(acme: Chain, acme_1: Property) -> None:
    stays = [
        stay(f"g{visits}", str(date.fromordinal(date(2025, 1, 1).toordinal() + 3 * k)))
        for visits in (1, 2, 2, 3, 10, 11, 12)
        for k in range(visits)
    ]
    fill(acme_1, list(dict.fromkeys(stays)))
    row = repeat(scope_of(acme, [acme_1]), Range(date(2025, 1, 1), date(2025, 12, 31)))["properties"][0]
    assert {k: n for k, n in row["exact_distribution"].items() if n} == {
        "1": 1,
        "2": 1,
        "3": 1,
        "10": 1,
        "11+": 2,
    }
    assert row["visit_distribution"] == {"1": 1, "2": 1, "3-5": 1, "6-10": 1, "11+": 2}


def test_the_chains_rate_counts_a_person_once(acme: Chain, acme_1: Property, acme_2: Property) -> None:
    fill(acme_1, [stay("a", "2025-03-05", person="P"), stay("b", "2025-03-06")])
    fill(acme_2, [stay("x", "2025-04-07", person="P")])
    said = repeat(scope_of(acme, [acme_1, acme_2]), SPRING)
    assert said["chain_repeat_guest_rate"] == 0.5
    assert said["buckets"][-1]["repeat_guests_to_date"] == 0
