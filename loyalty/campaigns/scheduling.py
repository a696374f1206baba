"""When a scheduled campaign is due again, by the property's clock: pure."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.campaigns.document import Once, Schedule, Trigger

ONE_DAY = timedelta(days=1)
# A guest is not chosen again by one campaign before its window is over; by a monthly one in the next month.
MONTHLY_GAP_DAYS = 27


def first(trigger: Trigger, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a campaign launched now chooses for the first time; None for one that waits for events."""
    if isinstance(trigger, Once):
        return max(now, trigger.at) if trigger.at is not None else now
    return following(trigger, now, zone) if isinstance(trigger, Schedule) else None


def following(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the schedule that is later than this one, in UTC."""
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(schedule.hour), zone).astimezone(UTC)
        if moment > after and is_due(schedule, day):
            return moment
        day += ONE_DAY


def is_due(schedule: Schedule, day: date) -> bool:
    """Whether it is a day of the schedule; the 31st is the last day of a shorter month."""
    if schedule.every == "day":
        return True
    if schedule.every == "week":
        return day.isoweekday() == (schedule.on or 1)
    return day.day == min(schedule.on or 1, monthrange(day.year, day.month)[1])


def gap_days(trigger: Trigger, window_days: int) -> int:
    """For how many days a scheduled campaign does not choose a guest again."""
    monthly = isinstance(trigger, Schedule) and trigger.every == "month"
    return min(window_days, MONTHLY_GAP_DAYS) if monthly else window_days
