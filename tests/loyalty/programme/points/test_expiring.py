"""When points end, by table: the sources' own numbers, ends of months, leap years, and the second at midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import clock
from loyalty.ledger import reading
from loyalty.programme.points import expiring
from loyalty.programme.points.terms import Expiry
from tenants.models import Property
from tests.loyalty.programme.points.stage import grant, raw

ROLLING_36 = Expiry()
N_PLUS_3 = Expiry(kind="year_end", years=3)
EARNED = ("2021-07-10", "2024-02-29", "2023-03-26", "2023-10-29", "2021-12-31")
ZONES = ("Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns")


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("months", "earned", "last"),
    [
        (36, "2021-07-10", "2024-07-09"),  # C64
        (36, "2021-01-01", "2023-12-31"),
        (36, "2024-03-01", "2027-02-28"),
        (36, "2024-02-29", "2027-02-28"),  # no 29 February then: the whole February counts
        (48, "2024-02-29", "2028-02-28"),
        (36, "2024-02-28", "2027-02-27"),
        (12, "2021-07-10", "2022-07-09"),  # one year (H3)
        (1, "2026-01-31", "2026-02-28"),
        (1, "2026-01-30", "2026-02-28"),
        (1, "2026-01-28", "2026-02-27"),
        (1, "2026-03-31", "2026-04-30"),
        (6, "2026-08-31", "2027-02-28"),
        (120, "2021-07-10", "2031-07-09"),
    ],
)
def test_c64_rolling_points_last_through_the_day_before_the_same_day(
    months: int, earned: str, last: str
) -> None:
    assert expiring.last_day(Expiry(months=months), day(earned)) == day(last)


def test_rolling_points_earned_later_never_end_earlier() -> None:
    for months in (1, 12, 36):
        expiry, before = Expiry(months=months), date.min
        for n in range(4 * 366):
            last = expiring.last_day(expiry, date(2023, 1, 1) + timedelta(days=n))
            assert last is not None and last >= before
            before = last


@pytest.mark.parametrize(
    ("years", "earned", "last"),
    [
        (3, "2021-01-01", "2024-12-31"),  # C65: everything of 2021 together
        (3, "2021-07-10", "2024-12-31"),
        (3, "2021-12-31", "2024-12-31"),
        (3, "2022-01-01", "2025-12-31"),
        (1, "2024-02-29", "2025-12-31"),
    ],
)
def test_c65_n_plus_3_ends_on_the_last_of_december(years: int, earned: str, last: str) -> None:
    assert expiring.last_day(Expiry(kind="year_end", years=years), day(earned)) == day(last)


@pytest.mark.parametrize(
    ("month_day", "earned", "last"),
    [
        ("12-31", "2021-07-10", "2021-12-31"),  # C59: once a year
        ("12-31", "2021-12-31", "2022-12-31"),
        ("06-30", "2021-06-29", "2021-06-30"),
        ("06-30", "2021-07-01", "2022-06-30"),
        ("02-29", "2023-03-01", "2024-02-29"),
        ("02-29", "2024-03-01", "2025-02-28"),
    ],
)
def test_c59_points_are_cleared_on_one_day_a_year(month_day: str, earned: str, last: str) -> None:
    assert expiring.last_day(Expiry(kind="yearly", month_day=month_day), day(earned)) == day(last)


def test_points_that_never_end_have_no_last_day() -> None:
    assert expiring.last_day(Expiry(kind="never", reason="总部决定"), day("2021-07-10")) is None


@pytest.mark.parametrize(
    ("expiry", "earned", "last", "earning", "moved"),
    [
        # C66 with N+3 (H10): an earning in the year N+3 itself, from its first day to its last
        (N_PLUS_3, "2021-07-10", "2024-12-31", "2023-12-31", False),
        (N_PLUS_3, "2021-07-10", "2024-12-31", "2024-01-01", True),
        (N_PLUS_3, "2021-07-10", "2024-12-31", "2024-12-31", True),
        (N_PLUS_3, "2021-07-10", "2024-12-31", "2025-01-01", False),
        # rolling 36 months: the third year
        (ROLLING_36, "2021-07-10", "2024-07-09", "2023-07-09", False),
        (ROLLING_36, "2021-07-10", "2024-07-09", "2023-07-10", True),
        (ROLLING_36, "2021-07-10", "2024-07-09", "2024-07-09", True),
        (ROLLING_36, "2021-07-10", "2024-07-09", "2024-07-10", False),
        # around 29 February
        (ROLLING_36, "2021-03-01", "2024-02-29", "2023-02-28", False),
        (ROLLING_36, "2021-03-01", "2024-02-29", "2023-03-01", True),
        (ROLLING_36, "2022-03-01", "2025-02-28", "2024-02-29", False),
        (ROLLING_36, "2022-03-01", "2025-02-28", "2024-03-01", True),
        # its own earning does not move a lot that lasts a year only
        (Expiry(months=12), "2021-07-10", "2022-07-09", "2021-07-10", False),
        (Expiry(months=12), "2021-07-10", "2022-07-09", "2021-07-11", True),
    ],
)
def test_c66_an_earning_in_the_last_year_moves_the_lot(
    expiry: Expiry, earned: str, last: str, earning: str, moved: bool
) -> None:
    rule = Expiry(kind=expiry.kind, months=expiry.months, years=expiry.years, extension=True)
    assert expiring.moves(rule, day(earned), day(last), day(earning), already=False) is moved
    assert not expiring.moves(rule, day(earned), day(last), day(earning), already=True)  # once per lot
    assert not expiring.moves(expiry, day(earned), day(last), day(earning), already=False)  # switched off


@pytest.mark.parametrize(
    ("last", "then"),
    [
        ("2024-12-31", "2025-12-31"),  # H10
        ("2024-07-09", "2025-07-09"),
        ("2024-02-29", "2025-02-28"),
        ("2027-02-28", "2028-02-29"),
    ],
)
def test_c66_moved_by_one_year(last: str, then: str) -> None:
    assert expiring.extended(day(last)) == day(then)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kind", ["rolling", "year_end"])
def test_no_point_ends_a_second_early_or_late(house: Property, zone: str, kind: str) -> None:
    """F15: usable in the last second of the property's local day, gone in the next, whatever the zone."""
    expiry = Expiry(kind=kind)  # type: ignore[arg-type]
    for number, earned in enumerate(EARNED, 1):
        for second in ("00:00:00", "23:59:59"):
            local = datetime.fromisoformat(f"{earned}T{second}").replace(tzinfo=ZoneInfo(zone))
            last = expiring.last_day(expiry, clock.local_day(local.astimezone(UTC), zone))
            assert last == expiring.last_day(expiry, day(earned)) and last is not None
        grant(number, 100, expires_on=last, earned_on=day(earned))
        midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZoneInfo(zone)).astimezone(
            UTC
        )
        seconds = [midnight + timedelta(seconds=n) for n in (-1, 0, 1)]
        usable = [reading.usable(raw(), [number], clock.local_day(moment, zone)).points for moment in seconds]
        assert usable == [100, 0, 0]
