"""A plan becomes a hotel's life: the stays through the journey, the remarks through the desk, the club at check-out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F, Max

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty import journey
from loyalty.drawing import club, desk, reach
from loyalty.drawing.planning import Booking, Clerk, Plan, clerks_of
from loyalty.drawing.winning import History
from loyalty.journey import remarking
from loyalty.remarks.models import Shift, Task
from loyalty.remarks.nickname import fields_of
from loyalty.stays.incoming import from_dict
from loyalty.stays.models import Clerk as ClerkRow
from loyalty.stays.models import Stay
from tenants.context import raw_connection
from tenants.models import Property

WINDOW_DAYS = 15  # of check-ins carried on together, before the desk writes about them
LATER = timedelta(days=WINDOW_DAYS + 7)  # by then the guests of a window have checked out
AT_ONCE = 1_000
# Windows: tiers of the past are looked at every six weeks, which is enough to see them rise and fall.
NIGHT_EVERY = 3
STILL_WRITTEN = timedelta(days=60)  # later than this nobody catches up
SHIFTS = (("早班", time(7), time(15), 0), ("中班", time(15), time(23), 2), ("夜班", time(23), time(7), 4))


def last_told() -> datetime | None:
    told: datetime | None = Stay.objects.aggregate(last=Max("received_at"))["last"]
    return told


def carry_on(plan: Plan, hotel: Property, since: datetime | None, now: datetime) -> int:
    """Everything from `since` (None: the very first day) until `now`; how many stays were sent."""
    house, zone, bookings = plan.house, plan.zone, plan.bookings()
    clerks = {clerk.number: clerk for clerk in clerks_of(house)}
    accounts = {row.external_id: row.staff for row in ClerkRow.objects.filter(staff__isnull=False)}
    wishes = desk.wishes_of(bookings)
    sent = 0
    history = History(hotel, house.letter, desk_of(clerks)) if since is None else None
    for n, (start, window) in enumerate(_windows(bookings, plan.first_day)):
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
                reach.ask(Statements(raw_connection()), numbers, desk_of(clerks))
        if history:
            history.live(then, now)
        sent += len(stays)
        recent = since is None or start > since.astimezone(zone).date() - STILL_WRITTEN
        if recent and start <= now.astimezone(zone).date():
            tasks = list(open_tasks(start, start + timedelta(days=WINDOW_DAYS - 1)))
            written = desk.writings(house, tasks, wishes, clerks, accounts, now)
            remarking.write(hotel, [each for each in written if since is None or each.written_at > since])
    if history:
        history.end()
    return sent


def desk_of(clerks: dict[str, Clerk]) -> Actor:
    """Who is at the desk when guests check out, as the ledger names him."""
    clerk = next(iter(clerks.values()))
    return Actor("staff", clerk.number, clerk.name)


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


def furnish(clerks: list[Clerk], accounts: dict[str, UUID]) -> None:
    """Clerks and shifts, as a property would have set them up."""
    rows = [
        ClerkRow.objects.get_or_create(
            external_id=clerk.number, defaults={"name": clerk.name, "staff": accounts.get(clerk.number)}
        )[0]
        for clerk in clerks
    ]
    for name, starts, ends, holder in SHIFTS:
        Shift.objects.create(name=name, starts=starts, ends=ends, holder=rows[holder])
