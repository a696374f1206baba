"""Twenty thousand things that happen to a property: guests agree, opt out, merge and part; campaigns push; vendors take,
refuse, time out and tell late or twice; workers are killed anywhere. On real tables and with real commits.

What must hold is judged by the vendor, at the moment it takes a message, from what the world did itself: not from the
gate's tables and not in the gate's words.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.messaging import addresses, answering, opting_out, sending
from loyalty.messaging.models import Message
from loyalty.messaging.opting_out import OptOut
from loyalty.messaging.reasons import Reason
from loyalty.messaging.settings import Limits
from loyalty.messaging.sponsoring import Blocked, Claimed, Wanted
from loyalty.messaging.transports import hearing
from loyalty.messaging.transports.protocol import (
    Accepted,
    Answer,
    Heard,
    Parcel,
    Refused,
    Said,
    Throttled,
    Unknown,
)
from tenants.models import Property
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, raw

ZONE = ZoneInfo("Asia/Shanghai")
CAP = timedelta(hours=48)
DAY_CAP = 60  # cents: some twelve messages
MONTH_CAP = 1_000
CAMPAIGNS = range(1, 7)
REPLIES = ("T", "退订", "TD", "R", "取消", "不需要", "好的，谢谢", "几点可以入住？")


class Killed(BaseException):
    """The worker's process is gone from here on."""


@dataclass
class Person:
    """A row of the world's own books."""

    id: int
    phone: str
    email: str
    secret: bool
    birthday: date | None
    into: int | None = None


@dataclass
class Taken:
    """What a vendor took."""

    at: datetime
    key: str
    guest: int
    channel: str
    address: str
    counts: bool
    parcel: Parcel
    cost: int
    failed: bool = False


@dataclass
class World:
    hotel: Property
    traveller: time_machine.Traveller
    seed: int = 1
    once: bool = True
    kills: bool = True
    now: datetime = NOW
    people: dict[int, Person] = field(default_factory=dict)
    words: list[tuple[int, str, bool]] = field(default_factory=list)  # guest row, channel, given; in order
    out: set[tuple[int, str, str]] = field(default_factory=set)  # guest row, its address, channel
    blacklisted: list[tuple[Any, int, str, str]] = field(
        default_factory=list
    )  # what a vendor said, until it is put down
    doubtful: dict[str, set[int]] = field(default_factory=dict)  # address -> replies nobody has read
    states: dict[int, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)  # by key: calls that may have come through
    keys: set[str] = field(default_factory=set)
    violations: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    details: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self.traveller.move_to(self.now)
        stage.rules(day_limit=Limits(all=DAY_CAP), month_limit=Limits(all=MONTH_CAP))
        for number in range(60):
            self._guest(number)

    def run(self, events: int) -> None:
        """So many things happen, and then time passes until nothing waits any more."""
        self.happen(events)
        self._to_the_end()

    def happen(self, events: int) -> None:
        acts = (self._put, self._again, self._agree, self._link, self._reply, self._read, self._merge, self._part,
                self._campaign, self._receipt, self._desk, self._second, self._time)  # fmt: skip
        weights = (34, 9, 14, 0.4, 0.8, 3, 1, 1, 3, 14, 6, 2, 11)
        for act in self.draw.choices(acts, weights, k=events):
            self.happened[act.__name__.strip("_")] += 1
            act()

    # What happens.

    def _guest(self, number: int) -> None:
        draw = self.draw
        # Some share a telephone: a couple, or one person whom nobody has recognised yet.
        shared = number - 1 if number % 5 == 1 else number
        made = stage.guest(
            shared, consent=False, secret=draw.random() < 0.05,
            birthday=draw.choice([None, None, date(1980, 2, 29), date(2009, 3, 20), date(2015, 1, 1)]),
        )  # fmt: skip
        self.people[made.pk] = Person(made.pk, made.phone or "", made.email, made.secret, made.birthday)
        if draw.random() < 0.75:
            self._says(made.pk, "", True)

    def _put(self) -> None:
        draw, guest = self.draw, self._anybody()
        campaign = draw.choice(CAMPAIGNS)
        once = self.once and campaign <= 3
        key = f"c{campaign}:{guest}" + ("" if once else f":{draw.randint(1, 60)}")
        kind = draw.choices(("marketing", "service", "asked"), (80, 16, 4))[0]
        self.keys.add(key)
        stage.put(
            stage.draft(
                guest, key, kind=kind, counts=kind != "asked", campaign=campaign, once=once, priority=draw.randint(0, 9),
                channels=tuple(draw.sample(["sms", "email"], draw.randint(1, 2))),
                not_before=self.now + timedelta(hours=draw.randint(1, 40)) if draw.random() < 0.2 else None,
                expires_at=self.now + timedelta(hours=draw.randint(2, 140)),
            )
        )  # fmt: skip

    def _again(self) -> None:
        """A trigger fires twice: the same occasion, the same key."""
        if self.keys:
            key = self.draw.choice(sorted(self.keys))
            guest = int(key.split(":")[1])
            assert stage.put(stage.draft(guest, key, campaign=int(key[1]))) == 0

    def _agree(self) -> None:
        self._says(self._anybody(), self.draw.choice(["", "", "sms", "email"]), self.draw.random() < 0.7)

    def _says(self, guest: int, channel: str, given: bool) -> None:
        stage.agrees(guest, given, channel)
        self.words.append((guest, channel, given))

    def _link(self) -> None:
        """Out by the link of a message he got."""
        if not self.taken:
            return
        got = self.draw.choice(self.taken)
        self._outs(got.guest, got.channel, got.address)

    def _outs(self, guest: int, channel: str, address: str) -> None:
        hash = addresses.hashed(self.hotel, channel, address)
        opting_out.put(raw(), self.hotel, OptOut(guest, channel, "link", address_hash=hash), by=SYSTEM)
        self._is_out(guest, channel, address)

    def _is_out(self, guest: int, channel: str, address: str) -> None:
        for row in self._rows(guest):
            person = self.people[row]
            self.out.add((row, person.phone if channel == "sms" else person.email, channel))
        self.out.add((0, address, channel))
        self.words.append((self._stands(guest), channel, False))

    def _reply(self) -> None:
        """He writes back; what may be an opt-out has to be read by somebody."""
        sms = [got for got in self.taken if got.channel == "sms"]
        if not sms:
            return
        got, text = self.draw.choice(sms), self.draw.choice(REPLIES)
        before = self._newest_reply()
        answering.store(raw(), "aliyun", [Said(got.address, text, self.now)])
        number = self._newest_reply()
        if number == before:
            return  # told before
        if text in ("T", "退订", "TD", "R"):
            self._is_out(self._whose(number, got.address), "sms", got.address)
        elif text in ("取消", "不需要"):
            self.doubtful.setdefault(got.address, set()).add(number)

    def _newest_reply(self) -> int:
        return int(raw().value("SELECT coalesce(max(id), 0) FROM messaging_reply"))

    def _whose(self, number: int, address: str) -> int:
        """Who is taken for the writer of a number that several have: one of those who have it. Which is the gate's to say."""
        guest = int(raw().value("SELECT coalesce(guest_id, 0) FROM messaging_reply WHERE id = %s", (number,)))
        assert any(self.people[row].phone == address for row in self._rows(guest))
        return guest

    def _read(self) -> None:
        """Somebody reads a doubtful one."""
        waiting = [
            (address, number) for address, numbers in self.doubtful.items() for number in sorted(numbers)
        ]
        if not waiting:
            return
        address, number = self.draw.choice(waiting)
        out = self.draw.random() < 0.3
        answering.settle(raw(), number, "opt_out" if out else "other", by=SYSTEM)
        self.doubtful[address].discard(number)
        if out:
            guest = raw().value("SELECT coalesce(guest_id, 0) FROM messaging_reply WHERE id = %s", (number,))
            self._is_out(int(guest), "sms", address)

    def _merge(self) -> None:
        one, other = sorted(self.draw.sample(sorted(self.people), 2))
        if self.people[one].into or self.people[other].into or self._merged_into(other):
            return
        self.people[other].into = one
        Guest.objects.filter(pk=other).update(merged_into_id=one)

    def _part(self) -> None:
        merged = [person for person in self.people.values() if person.into]
        if merged:
            person = self.draw.choice(merged)
            person.into = None
            Guest.objects.filter(pk=person.id).update(merged_into_id=None)

    def _campaign(self) -> None:
        """Paused, resumed; seldom stopped for good, and then another begins under its number."""
        self.states[self.draw.choice(CAMPAIGNS)] = self.draw.choices(
            ("running", "paused", "stopped"), (70, 24, 6)
        )[0]

    def _receipt(self) -> None:
        """Vendors tell late, and twice."""
        if not self.taken:
            return
        for got in self.draw.choices(self.taken[-60:], k=self.draw.randint(1, 2)):
            self._tell(got)

    def _tell(self, got: Taken) -> None:
        bad = random.Random(got.key).random() < 0.15  # the same word every time, and in every run
        told = Heard(got.parcel.claim, "", "failed" if bad else "delivered", "E1" if bad else "")
        hearing.store(raw(), "aliyun", [told])
        got.failed = bad

    def _desk(self) -> None:
        """The guest agrees anew: that ends an opt-out."""
        guest = self._anybody()
        for channel in ("sms", "email"):
            if opting_out.of_person(raw(), self.hotel, guest) and self.draw.random() < 0.5:
                try:
                    opting_out.end(raw(), self.hotel, guest, channel, wording="客人当面同意", by=SYSTEM)
                except opting_out.NotOptedOut:
                    continue
                rows = self._rows(guest)
                where = {each for row in rows for each in (self.people[row].phone, self.people[row].email)}
                self.out = {entry for entry in self.out
                            if entry[2] != channel or not (entry[0] in rows or entry[1] in where)}  # fmt: skip
                self.words.append((rows[0], channel, True))

    def _second(self) -> None:
        """Another worker, or one that was started anew, at once."""
        self._work()

    def _time(self) -> None:
        self.now += timedelta(minutes=self.draw.choice([1, 5, 16, 45, 90, 180]))
        self.traveller.move_to(self.now)
        self._work()

    def _work(self) -> None:
        try:
            sending.work(
                self.hotel, Sponsor(self), transports={name: Way(self, name) for name in ("sms", "email")}
            )
        except Killed:
            self.happened["killed"] += 1
        for claim, guest, channel, address in self.blacklisted:
            # Who dies before he has written down what the vendor said has not heard it.
            if Message.objects.filter(claim=claim, state="failed").exists():
                self._is_out(guest, channel, address)
        self.blacklisted.clear()

    def _to_the_end(self) -> None:
        """Until nothing waits any more: what was postponed is not lost."""
        self.kills = False
        self.states.clear()
        for _ in range(3_000):
            self._work()
            following = sending.next_at()
            if following is None:
                return
            self.now = max(self.now + timedelta(minutes=1), following)
            self.traveller.move_to(self.now)

    # What the world knows.

    def _anybody(self) -> int:
        return self.draw.choice(sorted(self.people))

    def _stands(self, guest: int) -> int:
        return self.people[guest].into or guest

    def _merged_into(self, guest: int) -> list[int]:
        return [person.id for person in self.people.values() if person.into == guest]

    def _rows(self, guest: int) -> list[int]:
        standing = self._stands(guest)
        return [standing, *self._merged_into(standing)]

    def agreed(self, rows: list[int], channel: str) -> bool:
        """By the words as they were said: the newest general one and the newest of this channel."""
        mine = [
            (number, of, given)
            for number, (row, of, given) in enumerate(self.words)
            if row in rows and of in ("", channel)
        ]
        general = next(((number, given) for number, of, given in reversed(mine) if not of), None)
        special = next(((number, given) for number, of, given in reversed(mine) if of), None)
        if special is None:
            return general is not None and general[1]
        return special[1] and not (general is not None and not general[1] and general[0] > special[0])

    def judge(self, message: Message, parcel: Parcel) -> None:
        """Which promises are broken, were this taken now."""
        rows = self._rows(message.guest_id)
        people = [self.people[row] for row in rows]
        places = {person.phone for person in people} | {person.email for person in people} | {parcel.address}
        local = self.now.astimezone(ZONE)
        age = 14 if message.kind == "service" else 18
        born = min((person.birthday for person in people if person.birthday), default=None)
        if people[0].birthday:
            born = people[0].birthday
        broken = {
            "secret": any(person.secret for person in people),
            "resent": self.calls[message.key] > 0,
            "expired": self.now >= message.expires_at,
            "once": message.once and any(got.key.split(":")[0] == f"c{message.campaign_id}" and got.guest in rows
                                         and not got.failed for got in self.taken),
        }  # fmt: skip
        if message.kind != "asked":
            broken |= {
                "quiet hours": local.hour >= 21 or local.hour < 9,
                "minor": born is not None and born.replace(year=born.year + age, day=min(born.day, 28)) > local.date(),
                "frequency": any(self.now - got.at < CAP and got.counts and not got.failed
                                 and (got.guest in rows or got.address in places) for got in self.taken),
                "opted out": any(channel == parcel.channel and (row in rows or address in places)
                                 for row, address, channel in self.out),
                "doubtful": bool(self.doubtful.get(parcel.address)),
            }  # fmt: skip
        if message.kind == "marketing":
            broken["consent"] = not self.agreed(rows, parcel.channel)
        if self.states.get(message.campaign_id or 0, "running") != "running":
            broken["campaign"] = True
        broken["spend"] = self._spent(local.date()) + message.cost_cents > DAY_CAP
        if found := [name for name, is_so in broken.items() if is_so]:
            self.violations.update(found)
            self.details.append((found, message.key, message.kind, parcel.channel, rows, sorted(places)))

    def _spent(self, day: date) -> int:
        return sum(got.cost for got in self.taken if got.at.astimezone(ZONE).date() == day)


@dataclass
class Way:
    """A vendor that takes, refuses, asks to wait, times out before or after taking, and may see the caller die."""

    world: World
    channel: str
    vendor: str = "fake"

    def send(self, parcel: Parcel) -> Answer:
        world, luck = self.world, self.world.draw.random()
        message = Message.objects.get(claim=parcel.claim)
        if luck < 0.04:
            return Throttled(world.now + timedelta(minutes=world.draw.randint(1, 90)), "429")
        if luck < 0.08:
            return Refused("BAD_SIGNATURE")
        if luck < 0.10:
            return self._opted_out(message, parcel)
        if world.kills and luck < 0.14:
            world.calls[message.key] += 1
            raise Killed if luck < 0.12 else Unknown("before it was taken")
        world.judge(message, parcel)
        world.calls[message.key] += 1
        got = Taken(world.now, message.key, message.guest_id, self.channel, parcel.address, message.kind != "asked",
                    parcel, message.cost_cents)  # fmt: skip
        world.taken.append(got)
        if luck < 0.24:
            world._tell(got)  # the receipt is faster than the answer
        if world.kills and luck < 0.30:
            raise Killed if luck < 0.27 else Unknown("taken, then a timeout")
        return Accepted(f"p{len(world.taken)}")

    def _opted_out(self, message: Message, parcel: Parcel) -> Answer:
        self.world.blacklisted.append((parcel.claim, message.guest_id, self.channel, parcel.address))
        return Refused("IN_BLACKLIST", opted_out=True)

    def ask(self, claim: Any, address: str, on: datetime) -> Heard | None:
        return None


@dataclass
class Sponsor:
    """Campaigns as the gate knows them; the worker may die while it is asked."""

    world: World

    def states(self, raw: Statements, campaigns: list[int]) -> dict[int, str]:
        return {campaign: self.world.states.get(campaign, "running") for campaign in campaigns}

    def claim(self, raw: Statements, message: Wanted) -> Claimed | Blocked:
        self._die(0.02)
        if self.world.draw.random() < 0.02:
            return Blocked(Reason.STOCK_GONE, wait=True)
        return Claimed({})

    def sent(self, raw: Statements, message: Wanted) -> None:
        self._die(0.02)

    def failed(self, raw: Statements, message: Wanted) -> None:
        self._die(0.02)

    def dropped(self, raw: Statements, message: Wanted, reason: str) -> None:
        self._die(0.005)

    def _die(self, chance: float) -> None:
        if self.world.kills and self.world.draw.random() < chance:
            raise Killed


def figures(world: World) -> Mapping[str, int]:
    """What the tables say at the end."""
    return dict(raw().execute("SELECT state, count(*) FROM messaging_message GROUP BY state").fetchall())
