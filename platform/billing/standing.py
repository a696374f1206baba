"""What a chain may do in the state of its subscription. This table is the only place that says so, and judging is pure.

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
from chains.models import Chain

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


class Mend(StrEnum):
    """Where a chain goes to make it good."""

    NONE = "none"
    CHECKOUT = "checkout"  # it takes a subscription
    PORTAL = "portal"  # it has one: a card, an open invoice


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
    until: datetime | None = (
        None  # when the next, stricter level begins; of the last one: when data may be erased
    )
    mend: Mend = Mend.NONE

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


def account_of(chain: Chain) -> Account | None:
    """The chain as a payer: what was read along with the chain, else one query."""
    return getattr(chain, "account", None)


def standing_of(account: Account | None, now: datetime) -> Standing:
    """Where a chain stands at this moment."""
    if account is None or account.state in ("arranged", "active"):
        return Standing(Level.FULL, "arranged" if account is None else account.state)
    if account.state == "trialing":
        return _trial(account, now)
    if account.state == "past_due" and now < account.since + GRACE:
        return Standing(Level.GRACE, "past_due", account.since, account.since + GRACE, Mend.PORTAL)
    if account.state in ("past_due", "unpaid"):
        return Standing(Level.READ_ONLY, account.state, account.since, None, Mend.PORTAL)
    # Stripe resumes what is paused; what is canceled is over.
    return _lapsed(
        account.state, account.since, now, Mend.PORTAL if account.state == "paused" else Mend.CHECKOUT
    )


def _trial(account: Account, now: datetime) -> Standing:
    ends = account.trial_ends_at
    if account.subscription:
        # Who subscribed during the trial is charged at its end, by Stripe: until it says otherwise, he pays.
        return Standing(Level.FULL, "trialing", account.since)
    if ends is None or now < ends:
        return Standing(Level.FULL, "trialing", account.since, ends, Mend.CHECKOUT)
    return _lapsed("trial_over", ends, now, Mend.CHECKOUT)


def _lapsed(reason: str, since: datetime, now: datetime, mend: Mend) -> Standing:
    if now < since + STORED_FOR:
        return Standing(Level.READ_ONLY, reason, since, since + STORED_FOR, mend)
    return Standing(Level.CLOSED, reason, since, since + KEPT_FOR, mend)
