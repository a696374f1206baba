"""The document as a whole: whatever its parts say of each other must agree, before anybody publishes it.

names       codes are there once, and whatever is named is there
levels      tiers: the ladder, what it costs, keeping and falling
earning     points: earning, expiry, what they are worth
holdings    stored value, coupons, benefits, punch cards
spending    rewards and games

A rule that can only be broken by mistake is a problem; what somebody may want with open eyes is a warning.
"""

from dataclasses import dataclass
from datetime import date

from loyalty.programme.checking import earning, holdings, levels, names, spending
from loyalty.programme.checking.findings import Finding, Findings
from loyalty.programme.document import Programme


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who checks and when: some things only headquarters may want, and a day may have passed."""

    today: date
    hq: bool = False
    before: Programme | None = None  # what is in force: it may stay as it is


def check(programme: Programme, standpoint: Standpoint) -> Findings:
    """Every problem and warning, in the order of the document's parts."""
    found = Findings()
    names.check(programme, found)
    levels.check(programme, found)
    if standpoint.before is not None:
        levels.check_gone(programme, standpoint.before, found)
    earning.check(programme, found)
    earning.check_expiry(
        programme,
        found,
        hq=standpoint.hq,
        stays=standpoint.before is not None and standpoint.before.points.expiry == programme.points.expiry,
    )
    holdings.check(programme, found, today=standpoint.today)
    spending.check(programme, found)
    return found


__all__ = ["Finding", "Findings", "Standpoint", "check"]
