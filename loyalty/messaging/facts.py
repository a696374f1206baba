"""What the gate is asked with: the message, what is known of the guest, what was sent, and the property's settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from loyalty.messaging.reasons import Reason


class Kind(StrEnum):
    """What a message is to the guest; it decides which rules hold."""

    MARKETING = "marketing"  # offers, win-backs, greetings: every rule
    SERVICE = "service"  # what the programme owes him: points expiring, a tier about to be lost
    ASKED = "asked"  # what he asked for a moment ago: a code, a receipt, an answer. Only `secret` stops it


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to be said to one guest, once."""

    id: int
    key: str  # names the occasion: one effect per key
    kind: Kind
    channels: tuple[str, ...]  # that it has a text for, best first
    created_at: datetime
    expires_at: datetime  # of no use afterwards
    priority: int = 0  # the greater goes first
    purpose: str = "marketing"  # of the consent it needs
    not_before: datetime | None = None
    campaign: int | None = None
    campaign_state: str = "running"  # running | paused | stopped
    parts: int = 1  # that an SMS is billed as
    moot_after_visit: bool = False  # a win-back: no more to be said when he has come


@dataclass(frozen=True, slots=True)
class Word:
    """The newest that a guest said on one purpose, for one channel ('' : for all)."""

    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """What the gate knows of a guest, over all rows of the person, read in the transaction that sends."""

    id: int
    gone: bool = False
    secret: bool = False
    birthday: date | None = None
    minor: bool = False  # by a tag or by hand, whatever the birthday says
    consents: Mapping[tuple[str, str], Word] = field(default_factory=dict)  # (purpose, channel or '')
    opted_out: frozenset[str] = frozenset()  # channels; '' is all of them
    doubtful: frozenset[str] = frozenset()  # channels with a reply that may be an opt-out
    reachable: frozenset[str] = frozenset()  # channels with an address that is not dead
    preferred_channel: str | None = None
    preferred_hour: int | None = None  # 0–23, local
    last_visit_at: datetime | None = None  # check-in


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that went, may have gone (unknown), or is going now (claimed). Failed for certain: not here."""

    at: datetime
    key: str
    channel: str
    counts: bool = True  # towards the frequency; what the guest asked for does not
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What was sent to this guest over all campaigns and channels, and what else waits for him."""

    sent: tuple[Sent, ...] = ()
    waiting: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit on cost: of a day or month (it begins anew at `resets_at`), or of a campaign (it never does)."""

    limit_cents: int
    spent_cents: int  # with what is reserved for messages that are going
    resets_at: datetime | None = None
    channel: str = ""  # '' : all
    campaign: int | None = None  # None: all


@dataclass(frozen=True, slots=True)
class Settings:
    """A property's rules of courtesy. `check` says what must not be set."""

    zone: ZoneInfo
    channels: frozenset[str]
    on: bool = True
    held: Reason | None = None  # why nothing may be sent at all, whatever `on` says: the chain's subscription
    quiet_from: time = time(21)
    quiet_until: time = time(9)
    cap_hours: int = 48
    cap_count: int = 1
    price_cents: Mapping[str, int] = field(default_factory=dict)  # of one part, by channel
    caps: tuple[Cap, ...] = ()
    # Channel -> how many a guest may get of it in a calendar month (WeCom: as many as the month has days).
    monthly_quota: Mapping[str, int] = field(default_factory=dict)
    # A WeChat template message must not carry marketing.
    service_only: frozenset[str] = frozenset({"wechat"})
    adult_age: int = 18  # for marketing
    child_age: int = 14  # below it nothing at all, but what was asked for
    hour_width_h: int = 2  # how long a preferred hour lasts

    def check(self) -> list[tuple[str, str]]:
        """(setting, code) for everything that must not be so."""
        wrong = []
        if self.quiet_from == self.quiet_until:
            wrong.append(("quiet_hours", "no_quiet_hours"))
        elif _window_h(self.quiet_until, self.quiet_from) < 2:
            wrong.append(("quiet_hours", "never_open"))
        if self.cap_hours < 24:
            wrong.append(("cap_hours", "below_a_day"))
        if self.cap_count != 1:
            wrong.append(("cap_count", "more_than_one"))
        return wrong


@dataclass(frozen=True, slots=True)
class Send:
    channel: str
    cost_cents: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime  # when it is judged again; always later than now
    reason: Reason


@dataclass(frozen=True, slots=True)
class Drop:
    reason: Reason
    because: Reason | None = None  # of TOO_LATE: what it would have waited for


Verdict = Send | Wait | Drop


def _window_h(opens: time, closes: time) -> float:
    """Hours of the day on which sending is allowed."""
    start = timedelta(hours=opens.hour, minutes=opens.minute)
    end = timedelta(hours=closes.hour, minutes=closes.minute)
    return ((end - start) % timedelta(days=1)).total_seconds() / 3600
