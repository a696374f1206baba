"""A hotel's bookings and what becomes of each: planned once from the seed, told as of any moment."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from loyalty.drawing import people
from loyalty.drawing.houses import REQUESTS, ROOM_TYPES, SOURCES, House
from loyalty.drawing.people import Guest

SEED = 20260
PAST_DAYS = 730
AHEAD_DAYS = 400  # planned on, so that a demo loaded once lives on
SHARED = 420  # persons who stay at several of the hotels

# Median days from visit k to k+1; the turn comes after the fourth (DOMAIN.md section 5 of the trade's series).
GAPS = (90, 60, 30, 60, 90, 120, 150)
RETURNS = (0.34, 0.50, 0.60, 0.66, 0.68, 0.70)
SEASON = (0.72, 0.70, 1.0, 1.25, 1.15, 0.95, 1.1, 1.12, 1.0, 1.35, 1.05, 0.8)


@dataclass(frozen=True, slots=True)
class Clerk:
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One stay from being booked to its end."""

    number: str
    guest: Guest
    booked_at: datetime
    check_in: datetime
    check_out: datetime
    room_no: str
    room_type: str
    rate_cents: int
    fnb_cents: int
    source: str
    clerk: Clerk | None
    requests: tuple[str, ...]
    fate: str  # stays | cancelled | no_show
    market: str = ""

    def told(self, now: datetime) -> dict[str, Any] | None:
        """What the PMS would have sent last; None while nobody has booked it yet."""
        if self.booked_at > now:
            return None
        status, changed = "booked", self.booked_at
        if self.fate == "cancelled":
            if (at := self.booked_at + (self.check_in - self.booked_at) / 2) <= now:
                status, changed = "cancelled", at
        elif self.fate == "no_show":
            if (at := self.check_in + timedelta(hours=12)) <= now:
                status, changed = "no_show", at
        elif self.check_out <= now:
            status, changed = "checked_out", self.check_out
        elif self.check_in <= now:
            status, changed = "in_house", self.check_in
        return self._stay(status, changed)

    def changed_within(self, since: datetime, until: datetime) -> bool:
        before, after = self.told(since), self.told(until)
        return after is not None and before != after

    def _stay(self, status: str, changed: datetime) -> dict[str, Any]:
        nights = max((self.check_out.date() - self.check_in.date()).days, 1)
        here = status in ("in_house", "checked_out")
        stay: dict[str, Any] = {
            "external_id": self.number,
            "updated_at": changed.astimezone(UTC).isoformat(),
            "status": status,
            "booked_at": self.booked_at.isoformat(),
            "check_in": self.check_in.isoformat(),
            "check_out": self.check_out.isoformat(),
            "room_no": self.room_no,
            "room_type": self.room_type,
            "rate": _yuan(self.rate_cents),
            "revenue": {
                "room": _yuan(self.rate_cents * nights if here else 0),
                "fnb": _yuan(self.fnb_cents if here else 0),
            },
            "source": self.source,
            "requests": list(self.requests),
            "secret": self.guest.secret,
            "guest": {"name": self.guest.name},
        }
        if self.clerk and here:
            stay["checked_in_by"] = {"external_id": self.clerk.number, "name": self.clerk.name}
        if "宝宝" in self.guest.wish:
            stay |= {"adults": 2, "children": 1}
        if self.market:
            stay["market_code"] = self.market
        if self.guest.number:
            stay["guest"]["external_id"] = self.guest.number
        if self.guest.phone:
            stay["guest"]["phone"] = self.guest.phone
        if birthday := people.birthday_of(self.guest):
            stay["guest"]["birthday"] = birthday.isoformat()
        if email := people.email_of(self.guest):
            stay["guest"]["email"] = email
        return stay


def clerks_of(house: House) -> list[Clerk]:
    rng = Random(f"{SEED}-{house.slug}-clerks")
    clerks = [Clerk(f"{house.letter}{n:02d}", people.clerk_name(rng)) for n in range(1, 7)]
    return [Clerk(clerks[0].number, house.front_desk or clerks[0].name), *clerks[1:]]


def shared_people() -> list[Guest]:
    rng = Random(f"{SEED}-shared")
    return [people.guest(rng, "") for _ in range(SHARED)]


class Plan:
    """Everything that happens at one hotel from `first_day` on: house.guests come in the first `past_days`."""

    def __init__(
        self,
        house: House,
        first_day: date,
        zone: ZoneInfo,
        *,
        past_days: int = PAST_DAYS,
        ahead_days: int = AHEAD_DAYS,
    ) -> None:
        self.house, self.first_day, self.zone, self.past_days = house, first_day, zone, past_days
        self.rng = Random(f"{SEED}-{house.slug}")
        self.clerks = clerks_of(house)
        self.days = [first_day + timedelta(days=n) for n in range(past_days + ahead_days)]
        weights = [_weight(day) for day in self.days]
        self.per_day = house.guests / sum(weights[:past_days])
        self.weights = weights
        self.numbered = self.strangers = 0
        self.last_number = ""

    def bookings(self) -> list[Booking]:
        """All of them, by check-in."""
        found: list[Booking] = []
        known_elsewhere = iter(self.rng.sample(shared_people(), SHARED // 2))
        made = 0
        for day, weight in zip(self.days, self.weights, strict=True):
            for _ in range(_poisson(self.rng, self.per_day * weight)):
                made += 1
                guest = people.guest(self.rng, f"G{self.house.letter}{made:05d}")
                if made % 12 == 0 and (other := next(known_elsewhere, None)):
                    guest = replace(other, number=guest.number)
                if not guest.number and self.rng.random() < 0.5:
                    guest = replace(guest, number=f"G{self.house.letter}{made:05d}")
                elif guest.number and self.rng.random() < 0.06:
                    guest = replace(guest, phone="")  # the agency passes no number on
                found.extend(self._life(guest, day))
        found.sort(key=lambda booking: (booking.check_in, booking.number))
        return found

    def _life(self, guest: Guest, day: date) -> Iterator[Booking]:
        """All visits of one guest."""
        rng, visit = self.rng, 0
        channel = ""
        while day < self.days[-1]:
            shares = self.house.first if visit == 0 else self.house.again
            # Guests of a company keep coming through it.
            if channel != "corporate" or rng.random() < 0.2:
                channel = _pick(rng, tuple(shares.items()))
            stays = self._visit(self._as_sent(guest, visit), day, channel)
            yield from stays
            if stays[0].fate != "stays" and rng.random() < 0.6:
                return
            visit += stays[0].fate == "stays"
            chance = RETURNS[min(visit, len(RETURNS)) - 1] if visit else 0.3
            chance *= self._returning(day) * (
                1.15 if channel == "corporate" else 0.85 if channel == "ota" else 1.0
            )
            if rng.random() > min(chance, 0.93):
                return
            median = GAPS[min(max(visit, 1), len(GAPS)) - 1] * (0.6 if channel == "corporate" else 1.0)
            day += timedelta(days=max(2, round(median * math.exp(rng.gauss(0, 0.55)))))

    def _as_sent(self, guest: Guest, visit: int) -> Guest:
        """The guest as this booking has him: now and then under a second number, or under somebody else's."""
        chance = self.rng.random()
        if visit and guest.phone and chance < 0.006:
            self.strangers += 1
            masked = f"{guest.phone[:4]}***{guest.phone[-4:]}"
            return replace(guest, number=f"W{self.house.letter}{self.strangers:04d}", phone=masked)
        if guest.number and guest.phone and chance > 0.9992 and self.last_number:
            return replace(guest, number=self.last_number)
        self.last_number = guest.number or self.last_number
        return guest

    def _returning(self, day: date) -> float:
        share = min((day - self.first_day).days / self.past_days, 1.0)
        return self.house.returning + (self.house.returning_at_last - self.house.returning) * share

    def _visit(self, guest: Guest, day: date, channel: str) -> list[Booking]:
        rng = self.rng
        first = self._booking(guest, day, channel)
        kind = rng.random()
        if first.fate == "stays" and kind < 0.02:  # a second room for the friends, on the same guest
            return [first, replace(first, number=self._number(), room_no=self._room(), requests=())]
        if first.fate == "stays" and kind < 0.035:  # stays on, on a new folio
            longer = first.check_out + timedelta(days=1)
            stayed = replace(
                first, number=self._number(), check_in=first.check_out, check_out=longer, fnb_cents=0
            )
            return [first, stayed]
        return [first]

    def _booking(self, guest: Guest, day: date, channel: str) -> Booking:
        rng, house = self.rng, self.house
        room_type, factor, _ = ROOM_TYPES[_index(rng, [weight for _, _, weight in ROOM_TYPES])]
        nights = (1, 2, 3, 5)[_index(rng, [70, 20, 8, 2])]
        check_in = datetime.combine(day, time(13, 30), self.zone) + timedelta(
            minutes=int(rng.triangular(0, 600, 200))
        )
        check_out = datetime.combine(day + timedelta(days=nights), time(7, 30), self.zone)
        check_out += timedelta(minutes=int(rng.triangular(0, 320, 200)))
        season = 1 + 0.25 * (_weight(day) - 1)
        discount = {"member": 0.9, "corporate": 0.85, "ota": 1.0, "walk_in": 1.06}[channel]
        rate = round(house.rate * factor * season * discount * rng.uniform(0.94, 1.06))
        source = _pick(rng, SOURCES[channel])
        if channel == "walk_in" and rng.random() < 0.12 and house.strange:
            source = rng.choice(house.strange)
        ahead = (
            timedelta(0)
            if channel == "walk_in"
            else timedelta(days=rng.expovariate(1 / 6), hours=rng.uniform(1, 20))
        )
        fate = ("stays", "cancelled", "no_show")[_index(rng, [92, 7, 1] if ahead else [100, 0, 0])]
        wishes = (rng.choice(REQUESTS),) if rng.random() < 0.22 else ()
        return Booking(
            number=self._number(),
            guest=guest,
            booked_at=check_in - ahead,
            check_in=check_in,
            check_out=check_out,
            room_no=self._room(),
            room_type=room_type,
            rate_cents=rate * 100,
            fnb_cents=rng.choice((0, 0, 0, 3800, 7600, 5200)),
            source=source,
            clerk=None if rng.random() < 0.04 else self._on_duty(check_in),
            requests=people.asked_by(guest, day) or wishes,
            fate=fate,
            market="免费房" if rng.random() < 0.004 else "",
        )

    def _on_duty(self, moment: datetime) -> Clerk:
        shift = 0 if moment.hour < 15 else 1 if moment.hour < 23 else 2
        return self.clerks[shift * 2 + (moment.toordinal() % 2)]

    def _number(self) -> str:
        self.numbered += 1
        return f"F{self.house.letter}{self.numbered:06d}"

    def _room(self) -> str:
        return (
            f"{self.rng.choice('12345')}{self.rng.randrange(1, 19):02d}"
            if self.house.letter in "GH"
            else (f"8{self.rng.choice('1234')}{self.rng.randrange(1, 21):02d}")
        )


def _weight(day: date) -> float:
    """How full a day is: season, weekends, and the two golden weeks."""
    weight = SEASON[day.month - 1] * (1.3 if day.weekday() in (4, 5) else 0.92)
    if (day.month, day.day) in {(10, n) for n in range(1, 8)} | {(5, n) for n in range(1, 6)}:
        weight *= 1.5
    return weight


def _poisson(rng: Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def _index(rng: Random, weights: list[int]) -> int:
    return rng.choices(range(len(weights)), weights)[0]


def _pick(rng: Random, weighted: tuple[tuple[str, float], ...]) -> str:
    return rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
