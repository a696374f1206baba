"""From a PMS feed through the journey to the report: the oracle agrees, and so does the check from the stays."""

import random
from datetime import date
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from chains.models import Chain
from loyalty import journey
from loyalty.figures.settling import settle
from loyalty.figures.verifying import verify
from loyalty.stays.incoming import from_dict
from reports.comparison import comparison
from tenants.context import in_property
from tenants.models import Property
from tests.platform.reports.scopes import scope_of
from tests.platform.reports.test_comparison import BYS, differences, ranges


@pytest.mark.parametrize(("seed", "zone"), [(11, "Asia/Shanghai"), (12, "America/Los_Angeles")])
def test_the_figures_of_a_messy_feed_in_any_order_equal_the_oracles(
    seed: int,
    zone: str,
    acme: Chain,
    acme_1: Property,
    acme_2: Property,
    oracle: ModuleType,
    feed: ModuleType,
) -> None:
    start, days, rng = date(2025, 1, 1), 400, random.Random(seed)
    made = feed.Chain(seed, 2, 120, str(start), days).run()
    places = {f"h{seed}-1": acme_1, f"h{seed}-2": acme_2}
    lines = [{"property": places[line["property"]].slug, "stay": line["stay"]} for line in made]
    for place in places.values():
        place.time_zone = zone
        place.save(update_fields=["time_zone"])
    scope = scope_of(acme, list(places.values()))
    for part in cut(rng, lines):
        for place in places.values():
            own = [line["stay"] for line in part if line["property"] == place.slug]
            with in_property(place):
                assert not [
                    out for out in journey.follow(place, [from_dict(one) for one in own]) if out.problem
                ]
        if rng.random() < 0.5:
            # Months are corrected after their cells were made, as on a running server.
            settle(acme)
    settle(acme)
    for number, span in enumerate(ranges(start, days, rng)):
        by = BYS[number % 4]
        told = oracle.comparison(lines, span.start, span.end, by, ZoneInfo(zone))
        said = comparison(scope, span, by=by)
        rows = {row["property"]: row for row in said["properties"]}
        assert list(differences(told, {"chain": said["chain"], "properties": rows}, f"{span} by {by}")) == []
    verdict = verify(acme)
    assert [str(difference) for difference in verdict.differences] == []
    assert verdict.stays > 100


def cut(rng: random.Random, lines: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """In pieces of many sizes, and a third of them late."""
    late = [line for line in lines if rng.random() < 0.3]
    order = [line for line in lines if line not in late] + rng.sample(late, len(late))
    parts = []
    while order:
        size = rng.choice([1, 20, 200])
        parts.append(order[:size])
        order = order[size:]
    return parts
