"""What a chain may do in the state of its subscription. Pure: this table is the only place that says so.

| state | staff | stays of a PMS | redeeming | campaigns | another property | data |
|---|---|---|---|---|---|---|
| arranged, trialing, active | all | yes | yes | yes | yes | kept |
| past_due up to 14 days | all, with a banner | yes | yes | yes | no | kept |
| past_due beyond, unpaid | reading, exports | yes | yes | no | no | kept |
| canceled, paused, trial over: 90 days | reading, exports | yes | yes | no | no | kept |
| after that | signing in, exports | no (402) | no | no | no | kept to 365 days, three notices, then erased |

Balances of members can be read in every state.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from billing.models import Account

GRACE = timedelta(days=14)
STORED_FOR = timedelta(days=90)
KEPT_FOR = timedelta(days=365)


class Act(StrEnum):
    """Kinds of what a request does, as far as paying for it goes."""

    READ = "read"
    EXPORT = "export"  # taking one's own data away
    BALANCE = "balance"  # what a member holds
    SAFE = "safe"  # signing in, paying, shutting a door: never refused
    STAYS = "stays"  # what a PMS sends
    REDEEM = "redeem"  # a member uses what he has
    WRITE = "write"
    CAMPAIGN = "campaign"
    ADD_PROPERTY = "add_property"


class Level(StrEnum):
    FULL = "full"
    GRACE = "grace"
    READ_ONLY = "read_only"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    level: Level
    reason: str  # the state it comes from; "trial_over" for a trial that ended without a subscription
    since: datetime | None = None
    until: datetime | None = None  # when the next, stricter level begins

    def allows(self, act: Act) -> bool:
        return act in ALLOWED[self.level]


_CLOSED = frozenset({Act.EXPORT, Act.BALANCE, Act.SAFE})
_READ_ONLY = _CLOSED | {Act.READ, Act.STAYS, Act.REDEEM}
ALLOWED: dict[Level, frozenset[Act]] = {
    Level.FULL: frozenset(Act),
    Level.GRACE: frozenset(Act) - {Act.ADD_PROPERTY},
    Level.READ_ONLY: _READ_ONLY,
    Level.CLOSED: _CLOSED,
}


def standing_of(account: Account | None, now: datetime) -> Standing:
    """Where a chain stands at this moment."""
    if account is None or account.state in ("arranged", "active"):
        return Standing(Level.FULL, "arranged" if account is None else account.state)
    if account.state == "trialing":
        if account.trial_ends_at is None or now < account.trial_ends_at:
            return Standing(Level.FULL, "trialing", account.since, account.trial_ends_at)
        return _lapsed("trial_over", account.trial_ends_at, now)
    if account.state == "past_due" and now < account.since + GRACE:
        return Standing(Level.GRACE, "past_due", account.since, account.since + GRACE)
    if account.state in ("past_due", "unpaid"):
        return Standing(Level.READ_ONLY, account.state, account.since)
    return _lapsed(account.state, account.since, now)


def _lapsed(reason: str, since: datetime, now: datetime) -> Standing:
    if now < since + STORED_FOR:
        return Standing(Level.READ_ONLY, reason, since, since + STORED_FOR)
    return Standing(Level.CLOSED, reason, since, since + KEPT_FOR)
