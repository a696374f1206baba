"""A property's tables filled without the ingest: guests, stays, visits and tasks, straight from plain stays.

What a visit is, is written here once more, so that the reports are tested against the definitions and not
against the code that usually feeds them.
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty.figures.refreshing import mark_all, refresh
from loyalty.guests.models import Guest
from loyalty.remarks.models import Task
from loyalty.stays.models import Clerk, Stay, Visit
from tenants.context import in_property
from tenants.models import Property

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CLERKS = {"S01": "王芳", "S02": "李强", "": ""}
SHIFTS = ("早班", "夜班", "")


@dataclass(frozen=True)
class PlainStay:
    """One counted stay of `guest`, who is `person` over the chain."""

    guest: str
    person: str
    number: str
    check_in: datetime
    check_out: datetime
    channel: str = "ota"
    rate_cents: int = 20800
    room_cents: int = 20800
    status: str = "checked_out"


@dataclass
class PlainVisit:
    in_on: date
    out_on: date
    stays: list[PlainStay]

    @property
    def shown(self) -> PlainStay:
        return max(self.stays, key=lambda stay: (stay.check_in.date(), stay.rate_cents, stay.number))


def stay(guest: str, day: str, nights: int = 1, **changes: object) -> PlainStay:
    """A stay from 14:00 to 11:00 in Shanghai."""
    zone = ZoneInfo("Asia/Shanghai")
    check_in = datetime.fromisoformat(f"{day}T14:00").replace(tzinfo=zone)
    check_out = (
        (check_in + timedelta(days=nights)).replace(hour=11) if nights else check_in + timedelta(hours=3)
    )
    made = PlainStay(guest, guest, f"F-{guest}-{day}", check_in, check_out)
    return replace(made, **changes)  # type: ignore[arg-type]


def visits_of(stays: Iterable[PlainStay], zone: ZoneInfo) -> list[PlainVisit]:
    visits: list[PlainVisit] = []
    local = [
        replace(s, check_in=s.check_in.astimezone(zone), check_out=s.check_out.astimezone(zone))
        for s in stays
    ]
    for one in sorted(local, key=lambda s: (s.check_in, s.check_out, s.number)):
        if visits and one.check_in.date() <= visits[-1].out_on:
            visits[-1].out_on = max(visits[-1].out_on, one.check_out.date())
            visits[-1].stays.append(one)
        else:
            visits.append(PlainVisit(one.check_in.date(), one.check_out.date(), [one]))
    return visits


def fill(place: Property, stays: Iterable[PlainStay], *, seed: int = 1, refreshed: bool = True) -> None:
    """Put these stays in the place of all the property has, and have its figures made anew."""
    rng = random.Random(seed)
    by_guest: dict[str, list[PlainStay]] = defaultdict(list)
    for one in stays:
        by_guest[one.guest].append(one)
    zone = ZoneInfo(place.time_zone)
    with in_property(place):
        for model in (Task, Stay, Visit, Guest, Clerk):
            model.objects.all().delete()
        Clerk.objects.bulk_create(Clerk(external_id=k, name=name) for k, name in CLERKS.items() if k)
        guests = {name: _guest(name, own[0].person) for name, own in by_guest.items()}
        Guest.objects.bulk_create(guests.values())
        visits: list[Visit] = []
        rows: list[Stay] = []
        for name, own in by_guest.items():
            made = visits_of(own, zone)
            for ordinal, plain in enumerate(made, 1):
                before = made[ordinal - 2] if ordinal > 1 else None
                visits.append(_visit(guests[name], ordinal, plain, before))
                rows += [_stay(guests[name], visits[-1], one) for one in plain.stays]
        Visit.objects.bulk_create(visits)
        Stay.objects.bulk_create(rows)
        Task.objects.bulk_create(_task(visit, rng) for visit in visits)
    mark_all(place)
    if refreshed:
        assert refresh(place, wait=True)


def _guest(name: str, person: str) -> Guest:
    key = hashlib.md5(person.encode(), usedforsecurity=False).digest()
    return Guest(name=name, person=key, created_at=LONG_AGO, changed_at=LONG_AGO)


def _visit(guest: Guest, ordinal: int, plain: PlainVisit, before: PlainVisit | None) -> Visit:
    in_house = any(one.status == "in_house" for one in plain.stays)
    return Visit(
        guest=guest,
        ordinal=ordinal,
        check_in_on=plain.in_on,
        check_out_on=plain.out_on,
        checked_out_at=None if in_house else max(one.check_out for one in plain.stays),
        channel=plain.shown.channel,
        source="",
        room_no="",
        room_type="",
        rate_cents=plain.shown.rate_cents,
        nights=sum((one.check_out.date() - one.check_in.date()).days for one in plain.stays),
        room_cents=sum(one.room_cents for one in plain.stays),
        other_cents=0,
        stays=len(plain.stays),
        prev_on=before.in_on if before else None,
        prev_channel=before.shown.channel if before else "",
    )


def _stay(guest: Guest, visit: Visit, plain: PlainStay) -> Stay:
    return Stay(
        external_id=plain.number,
        guest=guest,
        visit=visit,
        updated_at=LONG_AGO,
        status=plain.status,
        counted=True,
        check_in=plain.check_in,
        check_out=plain.check_out,
        check_in_on=plain.check_in.date(),
        check_out_on=plain.check_out.date(),
        room_no="",
        room_type="",
        rate_cents=plain.rate_cents,
        currency="CNY",
        room_cents=plain.room_cents,
        fnb_cents=0,
        other_cents=0,
        source="",
        channel=plain.channel,
        clerk="",
        requests=[],
        guest_name=guest.name,
        keys=[],
        details={},
        digest=b"",
        received_at=LONG_AGO,
    )


def _task(visit: Visit, rng: random.Random) -> Task:
    """A task in some state: complete or not, in time or late, by somebody or by nobody."""
    due_at = visit.checked_out_at + timedelta(hours=24) if visit.checked_out_at else None
    works = {f"{work}_done": rng.random() < 0.8 for work in ("nickname", "tags", "phone", "description")}
    complete = all(works.values()) and due_at is not None
    return Task(
        visit=visit,
        guest=visit.guest,
        clerk=rng.choice(list(CLERKS)),
        shift=rng.choice(SHIFTS),
        due_at=due_at,
        none_noted=rng.random() < 0.3,
        wrong="" if works["nickname_done"] else rng.choice(["", "count", "date", "unparsed"]),
        written="李四4/携程/8210/208/20210930",
        expected="李四5/携程/8210/208/20210930",
        completed_at=due_at + timedelta(minutes=rng.randrange(-1500, 900)) if complete and due_at else None,
        **works,
    )
