"""A property in miniature: guests who consent, opt out and come; campaigns that push; workers that die; a clock.

It does what the outbox will do with verdicts: a claim is written before the transport is called; what was claimed and
never heard of again is unknown, counts, and is not sent again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.messaging import hours
from loyalty.messaging.facts import (
    Cap,
    Drop,
    Guest,
    History,
    Kind,
    Message,
    Send,
    Sent,
    Settings,
    Verdict,
    Wait,
    Word,
)
from loyalty.messaging.judging import consents, is_minor, judge
from loyalty.messaging.reasons import Reason

Gate = Callable[[Message, Guest, History, Settings, datetime], Verdict]
CHANNELS = ("sms", "email", "wecom")
DAY_CAP, CAMPAIGN_CAP = 20, 600


def no_gate(message: Message, guest: Guest, history: History, settings: Settings, now: datetime) -> Verdict:
    """The control: everything goes at once."""
    return Send(message.channels[0], settings.price_cents.get(message.channels[0], 0))


@dataclass
class World:
    seed: int
    gate: Gate = judge
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    guests: dict[int, Guest] = field(default_factory=dict)
    sent: dict[int, list[Sent]] = field(default_factory=dict)
    waiting: dict[int, tuple[Message, datetime]] = field(
        default_factory=dict
    )  # id -> when it is judged again
    ended: dict[int, str] = field(default_factory=dict)
    accepted: list[tuple[int, str, str]] = field(
        default_factory=list
    )  # what the provider took: guest, key, channel
    violations: list[str] = field(default_factory=list)
    judged: dict[int, int] = field(default_factory=dict)
    day_spent: dict[date, int] = field(default_factory=dict)
    campaign_spent: dict[int, int] = field(default_factory=dict)
    guest_of: dict[int, int] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 3, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self.made = 0
        for number in range(30):
            self.guests[number] = self._guest(number)
            self.sent[number] = []

    def run(self, events: int) -> None:
        for _ in range(events):
            self.draw.choices(
                (self._message, self._word, self._came, self._campaign, self._again, self._time),
                (30, 12, 6, 3, 2, 47),
            )[0]()
        # Until nothing waits any more: what was postponed is not lost.
        for _ in range(3_000):
            if not self.waiting:
                break
            self.now = max(self.now, min(until for _, until in self.waiting.values()))
            self._work()

    def settings(self) -> Settings:
        caps = [Cap(DAY_CAP, self.day_spent.get(self._today(), 0), hours.midnight(self.now, self.zone))]
        caps += [Cap(CAMPAIGN_CAP, spent, campaign=number) for number, spent in self.campaign_spent.items()]
        return Settings(self.zone, frozenset(CHANNELS), price_cents={"sms": 5, "email": 1}, caps=tuple(caps))

    def _guest(self, number: int) -> Guest:
        draw = self.draw
        return Guest(
            number, secret=draw.random() < 0.05, minor=draw.random() < 0.05,
            birthday=draw.choice([None, date(1980, 2, 29), date(2008, 3, 20), date(2015, 1, 1)]),
            reachable=frozenset(draw.sample(CHANNELS, draw.randint(0, 3))), preferred_channel=draw.choice([None, *CHANNELS]),
            preferred_hour=draw.choice([None, None, *range(24)]),
            consents={("marketing", ""): Word(True, self.now)} if draw.random() < 0.7 else {},
        )  # fmt: skip

    def _message(self) -> None:
        draw, self.made = self.draw, self.made + 1
        campaign = draw.randint(1, 6)
        guest = draw.randrange(len(self.guests))
        # Two triggers may make the same occasion: the key says that it is one.
        key = f"c{campaign}:{guest}:{draw.randint(1, 8)}"
        channels = tuple(draw.sample(CHANNELS, draw.randint(1, 3)))
        kind = draw.choices((Kind.MARKETING, Kind.SERVICE, Kind.ASKED), (75, 20, 5))[0]
        later = self.now + timedelta(hours=draw.randint(1, 60)) if draw.random() < 0.3 else None
        message = Message(
            self.made, key, kind, channels, self.now, self.now + timedelta(hours=draw.randint(1, 200)), draw.choice([10, 30, 70]),
            not_before=later, campaign=campaign, parts=draw.randint(1, 3), moot_after_visit=draw.random() < 0.3,
        )  # fmt: skip
        self.guest_of[message.id] = guest
        self.waiting[message.id] = (message, self.now)

    def _word(self) -> None:
        """Somebody agrees, withdraws, replies T, or replies something that has to be read."""
        number = self.draw.randrange(len(self.guests))
        guest, what = self.guests[number], self.draw.random()
        if what < 0.6:
            said = {
                ("marketing", self.draw.choice(["", *CHANNELS])): Word(self.draw.random() < 0.5, self.now)
            }
            self.guests[number] = replace(guest, consents={**guest.consents, **said})
        elif what < 0.8:
            self.guests[number] = replace(
                guest, opted_out=guest.opted_out | {self.draw.choice(["", *CHANNELS])}
            )
        else:
            doubtful = guest.doubtful ^ {self.draw.choice(CHANNELS)}
            self.guests[number] = replace(
                guest, doubtful=doubtful, opted_out=frozenset() if what > 0.9 else guest.opted_out
            )

    def _came(self) -> None:
        number = self.draw.randrange(len(self.guests))
        self.guests[number] = replace(self.guests[number], last_visit_at=self.now)

    def _campaign(self) -> None:
        self.states[self.draw.randint(1, 6)] = self.draw.choices(
            ("running", "paused", "stopped"), (60, 30, 10)
        )[0]

    def _again(self) -> None:
        """A second worker, or one that was started anew, takes up what waits."""
        for number in list(self.waiting)[:5]:
            self._judge(number)

    def _time(self) -> None:
        self.now += timedelta(minutes=self.draw.choice([1, 7, 30, 120, 600]))
        self._work()

    def _work(self) -> None:
        for number in [number for number, (_, until) in self.waiting.items() if until <= self.now]:
            self._judge(number)

    def _judge(self, number: int) -> None:
        message, _ = self.waiting[number]
        owner = self.guest_of[number]
        message = replace(message, campaign_state=self.states.get(message.campaign or 0, "running"))
        others = tuple(m for n, (m, _) in self.waiting.items() if n != number and self.guest_of[n] == owner)
        history = History(tuple(self.sent[owner]), others)
        guest, settings = self.guests[owner], self.settings()
        verdict = self.gate(message, guest, history, settings, self.now)
        self.judged[number] = self.judged.get(number, 0) + 1
        if isinstance(verdict, Wait):
            if verdict.until <= self.now:
                self.violations.append("a wait that is over")
            self.waiting[number] = (message, verdict.until)
            return
        del self.waiting[number]
        self.ended[number] = "sent" if isinstance(verdict, Send) else "dropped"
        if isinstance(verdict, Drop):
            if verdict.reason is Reason.TOO_LATE and verdict.because is None:
                self.violations.append("too late without a cause")
            return
        self._send(message, verdict, guest, settings)

    def _send(self, message: Message, verdict: Send, guest: Guest, settings: Settings) -> None:
        self.violations += broken(message, verdict, guest, self.sent[guest.id], settings, self.now)
        self.day_spent[self._today()] = self.day_spent.get(self._today(), 0) + verdict.cost_cents
        if message.campaign is not None:
            spent = self.campaign_spent.get(message.campaign, 0) + verdict.cost_cents
            self.campaign_spent[message.campaign] = spent
        went, unknown = self.draw.random() < 0.9, self.draw.random() < 0.15
        if went:
            self.accepted.append((guest.id, message.key, verdict.channel))
        # Killed after the claim: nobody knows whether it went. It counts as if it had.
        counts = message.kind is not Kind.ASKED
        self.sent[guest.id].append(
            Sent(self.now, message.key, verdict.channel, counts, unknown=unknown or not went)
        )

    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()


def broken(
    message: Message, verdict: Send, guest: Guest, sent: list[Sent], settings: Settings, now: datetime
) -> list[str]:
    """Which promises this sending breaks; told without the gate's own words wherever they can be."""
    found = []
    local = now.astimezone(settings.zone)
    asked = message.kind is Kind.ASKED
    if guest.secret:
        found.append("secret")
    if any(before.key == message.key for before in sent):
        found.append("twice")
    if verdict.channel not in guest.reachable:
        found.append("no address")
    if not asked:
        if local.hour >= 21 or local.hour < 9:
            found.append("quiet hours")
        if any(before.counts and now - before.at < timedelta(hours=48) for before in sent):
            found.append("frequency")
        if guest.opted_out & {verdict.channel, ""}:
            found.append("opted out")
        if is_minor(guest, local.date(), 14):
            found.append("child")
    if message.kind is Kind.MARKETING:
        if not consents(guest, "marketing", verdict.channel):
            found.append("consent")
        if is_minor(guest, local.date(), 18):
            found.append("minor")
    if message.campaign_state != "running":
        found.append("campaign not running")
    if any(verdict.cost_cents and cap.spent_cents + verdict.cost_cents > cap.limit_cents for cap in settings.caps
           if cap.campaign in (None, message.campaign)):  # fmt: skip
        found.append("spend cap")
    return found
