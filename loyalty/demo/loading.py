"""Load the demo, or bring it up to this moment: the stays through the journey, the remarks through the desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from audit.recording import SYSTEM, Actor
from chains.models import Chain
from chains.opening import open_chain
from kernel import clock
from kernel.errors import Refused
from loyalty import journey
from loyalty.demo import club, desk, logins
from loyalty.demo.houses import HOUSES, House
from loyalty.demo.planning import PAST_DAYS, Booking, Clerk, Plan, clerks_of
from loyalty.figures.settling import settle
from loyalty.guests.models import Guest
from loyalty.journey import remarking
from loyalty.remarks.models import Shift, Task
from loyalty.remarks.nickname import fields_of
from loyalty.stays.incoming import from_dict
from loyalty.stays.models import Clerk as ClerkRow
from loyalty.stays.models import Stay, Visit
from tenants.context import in_property
from tenants.models import Property
from tenants.provisioning import open_property

SLUG, NAME = "qichuan", "栖川酒店"
WINDOW_DAYS = 15  # of check-ins carried on together, before the desk writes about them
LATER = timedelta(days=WINDOW_DAYS + 7)  # by then the guests of a window have checked out
AT_ONCE = 1_000
SETTLE_S = 120.0
NIGHT_EVERY = (
    3  # windows: tiers of the past are looked at every six weeks, which is enough to see them rise and fall
)
ADVANCE_EVERY = timedelta(hours=1)
STILL_WRITTEN = timedelta(days=60)  # later than this nobody catches up
SHIFTS = (("早班", time(7), time(15), 0), ("中班", time(15), time(23), 2), ("夜班", time(23), time(7), 4))


class NotTheDemo(Refused):
    code = "not_the_demo"
    zh = "已有名为“{slug}”的连锁,它不是演示数据,什么都没有改动。"
    en = "There is a chain {slug!r} that is not the demo; nothing was changed."


@dataclass(frozen=True, slots=True)
class Loaded:
    """One hotel after loading. `sent` counts the stays of this run: none when nothing had to be done."""

    slug: str
    sent: int
    guests: int
    stays: int
    visits: int


def load(now: datetime | None = None, *, houses: Iterable[House] = HOUSES) -> list[Loaded]:
    """The whole demo as of `now`, settled. What is loaded already stays as it is."""
    now = now or clock.now()
    chain, created = open_chain(slug=SLUG, name=NAME)
    if not created and not is_demo(chain) and Property.objects.filter(chain=chain).exists():
        raise NotTheDemo(slug=SLUG)
    hotels = [
        (house, open_property(chain, slug=house.slug, name=house.name, city=house.city)[0])
        for house in houses
    ]
    accounts = logins.assemble(chain)
    account = accounts[logins.FRONT_DESK_LOGIN].pk
    owner = accounts[logins.LOGINS[0].login]
    club.set_up(chain, Actor("staff", str(owner.pk), owner.name))
    loaded = [_load_house(house, hotel, account, now) for house, hotel in hotels]
    if any(each.sent for each in loaded):
        settle(chain, timeout_s=SETTLE_S)
    return loaded


def advance(now: datetime | None = None, *, houses: Iterable[House] = HOUSES) -> list[Loaded]:
    """What has happened at the demo's hotels since they were last told of anything; nothing without a demo."""
    now = now or clock.now()
    chain = Chain.objects.filter(slug=SLUG).first()
    if chain is None or not is_demo(chain):
        return []
    known = {house.slug: house for house in houses}
    advanced = []
    for hotel in Property.objects.filter(chain=chain, slug__in=known, state="open").select_related("chain"):
        with in_property(hotel), transaction.atomic():
            since = last_told()
            if since is not None and now - since >= ADVANCE_EVERY:
                sent = _carry_on(known[hotel.slug], hotel, since, now)
                advanced.append(_counted(hotel.slug, sent))
    return advanced


def is_demo(chain: Chain) -> bool:
    """Known by its owner, who can have no real mailbox."""
    return chain.memberships.filter(staff__email=logins.LOGINS[0].login).exists()


def last_told() -> datetime | None:
    told: datetime | None = Stay.objects.aggregate(last=Max("received_at"))["last"]
    return told


def _load_house(house: House, hotel: Property, account: UUID, now: datetime) -> Loaded:
    """One hotel in one transaction: a load that is interrupted leaves nothing half there."""
    with in_property(hotel), transaction.atomic():
        sent = 0
        if last_told() is None:
            _furnish(clerks_of(house), {f"{house.letter}01": account} if house.slug == HOUSES[0].slug else {})
            club.give(hotel, SYSTEM, now)
            sent = _carry_on(house, hotel, None, now)
        return _counted(hotel.slug, sent)


def _carry_on(house: House, hotel: Property, since: datetime | None, now: datetime) -> int:
    """Everything from `since` (None: the very first day) until `now`; how many stays were sent."""
    zone = clock.zone(hotel.time_zone)
    first_day = hotel.chain.created_at.astimezone(zone).date() - timedelta(days=PAST_DAYS)
    bookings = Plan(house, first_day, zone).bookings()
    clerks = {clerk.number: clerk for clerk in clerks_of(house)}
    accounts = {row.external_id: row.staff for row in ClerkRow.objects.filter(staff__isnull=False)}
    wishes = desk.wishes_of(bookings)
    sent = 0
    for n, (start, window) in enumerate(_windows(bookings, first_day)):
        stays = [
            from_dict(stay)
            for booking in window
            if (since is None or booking.changed_within(since, now)) and (stay := booking.told(now))
        ]
        then = min(now, datetime.combine(start + LATER, time(3), zone))
        with clock.ahead(then - clock.now()):
            for at in range(0, len(stays), AT_ONCE):
                journey.follow(hotel, stays[at : at + AT_ONCE])
            if stays:
                numbers = [stay.external_id for stay in stays if stay.external_id]
                night = since is None and (then == now or n % NIGHT_EVERY == 0)
                club.live(hotel, numbers, desk_of(clerks), night=night)
        sent += len(stays)
        recent = since is None or start > since.astimezone(zone).date() - STILL_WRITTEN
        if recent and start <= now.astimezone(zone).date():
            tasks = list(open_tasks(start, start + timedelta(days=WINDOW_DAYS - 1)))
            written = desk.writings(house, tasks, wishes, clerks, accounts, now)
            remarking.write(hotel, [each for each in written if since is None or each.written_at > since])
    return sent


def desk_of(clerks: dict[str, Clerk]) -> Actor:
    """Who is at the desk when guests check out, as the ledger names him."""
    clerk = next(iter(clerks.values()))
    return Actor("staff", clerk.number, clerk.name)


def _counted(slug: str, sent: int) -> Loaded:
    guests = Guest.objects.filter(visits__gt=0, merged_into=None).count()
    return Loaded(slug, sent, guests, Stay.objects.count(), Visit.objects.count())


def open_tasks(first: date, last: date) -> Iterator[desk.Open]:
    """Visits of these days that have checked out, are their guest's last, and have no complete remark."""
    found = Task.objects.filter(
        visit__check_in_on__range=(first, last),
        visit__ordinal=F("visit__guest__visits"),
        visit__checked_out_at__isnull=False,
        completed_at=None,
    ).values_list(
        "id",
        "visit__guest_id",
        "visit__ordinal",
        "clerk",
        "visit__checked_out_at",
        "visit__channel",
        "visit__guest__phone",
        "visit__guest__nickname",
    )
    for task_id, guest_id, ordinal, clerk, out, channel, phone, nickname in found.order_by("id"):
        fields = fields_of(nickname)
        if fields is not None and out is not None:
            yield desk.Open(task_id, guest_id, ordinal, clerk, out, channel, phone is not None, fields)


def _windows(bookings: list[Booking], first_day: date) -> Iterator[tuple[date, list[Booking]]]:
    for number, window in groupby(
        bookings, key=lambda booking: (booking.check_in.date() - first_day).days // WINDOW_DAYS
    ):
        yield first_day + timedelta(days=number * WINDOW_DAYS), list(window)


def _furnish(clerks: list[Clerk], accounts: dict[str, UUID]) -> None:
    """Clerks and shifts, as a property would have set them up."""
    rows = [
        ClerkRow.objects.create(external_id=clerk.number, name=clerk.name, staff=accounts.get(clerk.number))
        for clerk in clerks
    ]
    for name, starts, ends, holder in SHIFTS:
        Shift.objects.create(name=name, starts=starts, ends=ends, holder=rows[holder])
