"""What a property may plan by: the pool of contacts, what it saves, the dependence on OTAs; DOMAIN.md sections 4 and 7.

Worked examples: C19 and C30 (20 contacts a day → 7,200, 2.16 million yuan; 21,600 yuan saved), C31 (42 rooms a night),
C15 and C29 (no advice to reduce OTA traffic before private traffic exceeds it; alarm above one half).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The field counts in months of 30 days.
MONTH_DAYS = 30
YEAR_MONTHS = 12
# What one personal WeChat account holds.
ACCOUNT_CONTACTS = 5000
OTA_ALARM = 0.5
FEW_VISITS_ALARM = 0.5


class OtaAdvice(StrEnum):
    """GROW: win guests over, leave the OTA alone. ALARM: the same, urgently. EASE: OTA may slowly fade."""

    GROW = "grow"
    ALARM = "alarm"
    EASE = "ease"


@dataclass(frozen=True, slots=True)
class Pool:
    """A year of adding contacts. Money in cents. `full_on_day` counts from the start; None where nobody is added."""

    contacts_a_month: int
    contacts_a_year: int
    visits_a_year: float
    revenue_cents: int
    saved_cents: int
    full_on_day: int | None


def pool(daily_adds: int, visits_a_year: float, rate_cents: int, cost_cents: int = 300) -> Pool:
    """Daily adds × 30 × 12 × visits a year × rate; `cost_cents` is what an OTA takes for one contact or click.

    Raises ValueError below zero.
    """
    if min(daily_adds, visits_a_year, rate_cents, cost_cents) < 0:
        raise ValueError("a pool does not shrink by planning")
    month = daily_adds * MONTH_DAYS
    year = month * YEAR_MONTHS
    visits = year * visits_a_year
    return Pool(
        contacts_a_month=month,
        contacts_a_year=year,
        visits_a_year=visits,
        revenue_cents=round(visits * rate_cents),
        saved_cents=year * cost_cents,
        full_on_day=-(-ACCOUNT_CONTACTS // daily_adds) if daily_adds else None,
    )


def rooms_a_night(rooms: int, occupancy: float) -> float:
    """Rooms sold on a usual night: 70 at 60 % are 42."""
    return rooms * occupancy


def capture_rate(daily_adds: int, rooms: int, occupancy: float) -> float | None:
    """Contacts a day ÷ rooms a night (10 of 42: 23.8 %); None for an empty house."""
    sold = rooms_a_night(rooms, occupancy)
    return daily_adds / sold if sold else None


def ota_advice(shares: Mapping[str, float]) -> OtaAdvice:
    """What to say of a channel mix (shares 0…1 by channel): private traffic is the member channel's.

    OTA traffic is where private traffic comes from: above one half it alarms, but is never to be cut before private
    traffic exceeds it.
    """
    ota, private = shares.get("ota", 0.0), shares.get("member", 0.0)
    if ota > OTA_ALARM:
        return OtaAdvice.ALARM
    return OtaAdvice.EASE if private > ota else OtaAdvice.GROW


def few_visits_share(distribution: Mapping[str, int]) -> float | None:
    """The share of guests with one or two visits, of the report's distribution (C11); None of nobody."""
    guests = sum(distribution.values())
    return (distribution.get("1", 0) + distribution.get("2", 0)) / guests if guests else None


def change(before: float, after: float) -> float | None:
    """The relative change of a figure (C90: 29.6 → 41.3 is +39.5 %); None from nothing."""
    return after / before - 1 if before else None
