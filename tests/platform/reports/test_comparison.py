"""C11, C14: the comparison report says exactly what the definitions say."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chains.models import Chain
from reports.comparison import comparison
from reports.ranges import Range
from reports.reading import Scope
from tenants.models import Property
from tests.platform.reports.filling import PlainStay, fill, stay
from tests.platform.reports.naive import naive_comparison
from tests.platform.reports.scopes import scope_of

BYS = ("visits", "nights", "revenue", "guests")


def plain_stays(oracle: ModuleType, lines: list[dict[str, Any]], slug: str) -> list[PlainStay]:
    """The feed's newest counted stays at one property, guests and persons found as the oracle finds them."""
    stays = oracle.final_stays(lines)
    find = oracle.people(stays)
    phone_of = {}
    for (place, _), body in stays.items():
        if phone := oracle.normal_phone(body["guest"].get("phone")):
            phone_of[find((place, "n", body["guest"]["external_id"]))] = phone
    made = []
    for (place, number), body in stays.items():
        if place == slug and body["status"] in ("in_house", "checked_out"):
            guest = find((place, "n", body["guest"]["external_id"]))
            made.append(
                stay(
                    repr(guest),
                    "2020-01-01",
                    person=phone_of.get(guest, repr(guest)),
                    number=number,
                    check_in=oracle.datetime.fromisoformat(body["check_in"]),
                    check_out=oracle.datetime.fromisoformat(body["check_out"]),
                    channel=oracle.CHANNEL[body["source"]],
                    rate_cents=int(Decimal(body["rate"]) * 100),
                    room_cents=int(Decimal(body["revenue"]["room"]) * 100),
                    status=body["status"],
                )
            )
    return made


def differences(told: Any, said: Any, where: str = "") -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from differences(value, said.get(key, "missing"), f"{where}/{key}")
    elif isinstance(told, float) and isinstance(said, int | float):
        if abs(told - said) > 1e-6:
            yield f"{where}: the oracle says {told}, the report {said}"
    elif told != said:
        yield f"{where}: the oracle says {told!r}, the report {said!r}"


def ranges(start: date, days: int, rng: random.Random) -> list[Range]:
    """Whole months, single days, days before all stays, and any days."""

    def at(low: int, high: int) -> Range:
        return Range(start + timedelta(days=low), start + timedelta(days=high))

    made = [at(0, days), at(59, 150), at(200, 200), at(-40, -1), Range(date(2025, 3, 1), date(2025, 8, 31))]
    for _ in range(8):
        first = rng.randrange(-20, days)
        made.append(at(first, first + rng.randrange(0, 200)))
    return made


@pytest.mark.parametrize(
    ("seed", "zone", "days"),
    [
        (1, "Asia/Shanghai", 540),
        (2, "Asia/Shanghai", 200),
        (3, "America/New_York", 300),
        (4, "Pacific/Auckland", 420),
    ],
)
def test_every_figure_equals_the_oracles(
    seed: int,
    zone: str,
    days: int,
    acme: Chain,
    acme_1: Property,
    acme_2: Property,
    oracle: ModuleType,
    feed: ModuleType,
) -> None:
    start = date(2025, 1, 1)
    made = feed.Chain(seed, 2, 160, str(start), days).run()
    slugs = {f"h{seed}-1": acme_1, f"h{seed}-2": acme_2}
    lines = [{"property": slugs[line["property"]].slug, "stay": line["stay"]} for line in made]
    for place in (acme_1, acme_2):
        place.time_zone = zone
        place.save(update_fields=["time_zone"])
        fill(place, plain_stays(oracle, lines, place.slug), seed=seed)
    scope = scope_of(acme, [acme_1, acme_2])
    for number, span in enumerate(ranges(start, days, random.Random(seed))):
        by = BYS[number % 4]
        told = oracle.comparison(lines, span.start, span.end, by, ZoneInfo(zone))
        said = comparison(scope, span, by=by)
        rows = {row["property"]: row for row in said["properties"]}
        assert list(differences(told, {"chain": said["chain"], "properties": rows}, f"{span} by {by}")) == []


def test_every_figure_equals_a_plain_count_of_the_visits(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    """The same without the oracle, for machines that do not have it."""
    stays = {place.pk: some_stays(random.Random(place.pk), 80) for place in (acme_1, acme_2)}
    for place in (acme_1, acme_2):
        fill(place, stays[place.pk])
    scope = scope_of(acme, [acme_1, acme_2])
    for number, span in enumerate(ranges(date(2025, 1, 1), 400, random.Random(5))):
        by = BYS[number % 4]
        told = naive_comparison({place.slug: stays[place.pk] for place in (acme_1, acme_2)}, span, by)
        said = comparison(scope, span, by=by)
        rows = {row["property"]: row for row in said["properties"]}
        assert list(differences(told, {"chain": said["chain"], "properties": rows}, f"{span} by {by}")) == []


def some_stays(rng: random.Random, guests: int) -> list[PlainStay]:
    made = []
    for guest in range(guests):
        day = date(2024, 12, 1) + timedelta(days=rng.randrange(300))
        for _ in range(min(14, int(rng.paretovariate(0.7)))):
            nights = rng.choice([0, 1, 1, 2, 3])
            changes = {
                "channel": rng.choice(["ota", "member", "corporate", "walk_in"]),
                "room_cents": rng.randrange(90000),
            }
            made.append(stay(f"g{guest}", str(day), nights, **changes))
            day += timedelta(days=nights + rng.choice([1, 2, 9, 40, 90]))
    return made


def test_a_property_without_visits_has_zeros_and_no_ratios(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    fill(acme_1, [stay("g", "2025-03-05")])
    row = comparison(scope_of(acme, [acme_1, acme_2]), Range(date(2025, 3, 1), date(2025, 3, 31)))[
        "properties"
    ][1]
    assert (row["property"], row["guests_to_date"], row["visits"], row["room_revenue"]) == (
        "acme-2",
        0,
        0,
        "0.00",
    )
    assert row["adr"] is row["repeat_guest_rate"] is row["repeat_visit_share"] is row["mix_gap"] is None
    assert row["channel_mix"]["ota"] == {"value": 0, "share": None, "target": 35, "gap_pp": None}
    assert row["visit_distribution"] == {"1": 0, "2": 0, "3-5": 0, "6-10": 0, "11+": 0}
    assert row["remarks"]["completion_rate"] is None


def test_c14_the_gap_is_measured_against_the_propertys_own_targets_and_the_chains_against_its_own(
    acme: Chain, acme_1: Property
) -> None:
    acme_1.target_member, acme_1.target_corporate, acme_1.target_ota, acme_1.target_walk_in = 10, 10, 70, 10
    fill(acme_1, [stay("a", "2025-03-05"), stay("b", "2025-03-06", channel="member")])
    said = comparison(scope_of(acme, [acme_1]), Range(date(2025, 3, 1), date(2025, 3, 31)))
    assert said["properties"][0]["channel_mix"]["ota"] == {
        "value": 1,
        "share": 0.5,
        "target": 70,
        "gap_pp": -20.0,
    }
    assert said["properties"][0]["mix_gap"] == 40.0
    assert said["chain"]["channel_mix"]["ota"]["gap_pp"] == 15.0
    assert said["chain"]["mix_gap"] == 25.0


def test_money_is_told_in_decimal_strings_rounded_half_up(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, [stay("a", "2025-03-05", 1, room_cents=10001), stay("b", "2025-03-06", 1, room_cents=10000)])
    row = comparison(scope_of(acme, [acme_1]), Range(date(2025, 3, 1), date(2025, 3, 31)), by="revenue")[
        "chain"
    ]
    assert (row["room_revenue"], row["adr"]) == ("200.01", "100.01")
    assert row["channel_mix"]["ota"]["value"] == 200.01


def test_a_person_counts_once_over_the_chain_and_at_each_property_in_the_plain_figures(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    fill(acme_1, [stay("a", "2025-03-05", person="P"), stay("b", "2025-03-06")])
    fill(acme_2, [stay("x", "2025-04-07", person="P")])
    scope = scope_of(acme, [acme_1, acme_2])
    march = comparison(scope, Range(date(2025, 3, 1), date(2025, 3, 31)))["chain"]
    assert (march["chain_guests_to_date"], march["chain_repeat_guests_to_date"]) == (2, 0)
    april = comparison(scope, Range(date(2025, 4, 1), date(2025, 4, 30)))["chain"]
    assert (april["guests_to_date"], april["repeat_guests_to_date"]) == (3, 0)
    assert (april["chain_guests_to_date"], april["chain_repeat_guests_to_date"]) == (2, 1)
    assert april["chain_repeat_guest_rate"] == 0.5


def test_one_property_alone_has_no_chain_row(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, [stay("a", "2025-03-05")])
    alone = Scope(None, "Asia/Shanghai", acme.targets, scope_of(acme, [acme_1]).places)
    said = comparison(alone, Range(date(2025, 3, 1), date(2025, 3, 31)))
    assert said["chain"] is None
    assert [row["visits"] for row in said["properties"]] == [1]
