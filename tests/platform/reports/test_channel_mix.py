"""C14: the channel mix over time, against the target 40/20/35/5."""

import random
from datetime import date

import pytest

from chains.models import Chain
from reports.channel_mix import channel_mix
from reports.ranges import Range
from reports.reading import Scope
from tenants.models import Property
from tests.platform.reports.filling import fill, stay
from tests.platform.reports.naive import figures, guests_of
from tests.platform.reports.scopes import MARCH, scope_of
from tests.platform.reports.test_comparison import some_stays


def test_c14_the_fields_own_target_is_forty_twenty_thirty_five_and_five(
    acme: Chain, acme_1: Property
) -> None:
    channels = ["member"] * 8 + ["corporate"] * 4 + ["ota"] * 7 + ["walk_in"]
    fill(acme_1, [stay(f"g{k}", "2025-03-05", channel=channel) for k, channel in enumerate(channels)])
    [bucket] = channel_mix(scope_of(acme, [acme_1]), MARCH)["buckets"]
    assert {name: part["share"] for name, part in bucket["channel_mix"].items()} == {
        "member": 0.4,
        "corporate": 0.2,
        "ota": 0.35,
        "walk_in": 0.05,
    }
    assert bucket["mix_gap"] == 0.0


@pytest.mark.parametrize("bucket", ["day", "week", "month"])
@pytest.mark.parametrize("by", ["visits", "nights", "revenue", "guests"])
def test_every_bucket_says_what_a_report_on_its_days_alone_would_say(
    by: str, bucket: str, acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    stays = {place.slug: some_stays(random.Random(place.pk), 40) for place in (acme_1, acme_2)}
    for place in (acme_1, acme_2):
        fill(place, stays[place.slug])
    days = Range(date(2025, 1, 17), date(2025, 4, 10))
    said = channel_mix(scope_of(acme, [acme_1, acme_2]), days, by=by, bucket=bucket)
    guests = {slug: guests_of(own) for slug, own in stays.items()}
    for where, visits in [
        (said, [one for own in guests.values() for one in own]),
        *((row, guests[row["property"]]) for row in said["properties"]),
    ]:
        for piece in where["buckets"]:
            inside = Range(date.fromisoformat(piece["from"]), date.fromisoformat(piece["to"]))
            told = figures(visits, inside, by)
            assert {k: v["value"] for k, v in piece["channel_mix"].items()} == {
                k: v["value"] for k, v in told["channel_mix"].items()
            }
            assert piece["visits"] == told["visits"]
    assert said["buckets"][0]["from"] == "2025-01-17" and said["buckets"][-1]["to"] == "2025-04-10"


def test_one_property_is_measured_against_its_own_targets(acme: Chain, acme_1: Property) -> None:
    acme_1.target_member, acme_1.target_corporate, acme_1.target_ota, acme_1.target_walk_in = 0, 0, 100, 0
    fill(acme_1, [stay("a", "2025-03-05")])
    alone = Scope(None, "Asia/Shanghai", acme_1.targets, scope_of(acme, [acme_1]).places)
    [bucket] = channel_mix(alone, MARCH)["properties"][0]["buckets"]
    assert bucket["mix_gap"] == 0.0
