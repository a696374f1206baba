"""Quiet hours and preferred hours, on the clock of the property, also where clocks are moved twice a year."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loyalty.messaging.facts import Settings

MINUTE = timedelta(minutes=1)


def quiet(moment: datetime, settings: Settings) -> bool:
    """Whether nothing may be sent then."""
    now, start, end = moment.astimezone(settings.zone).time(), settings.quiet_from, settings.quiet_until
    return start <= now < end if start <= end else now >= start or now < end


def after_quiet(moment: datetime, settings: Settings) -> datetime:
    """The first moment from then on that is not in quiet hours."""
    if not quiet(moment, settings):
        return moment
    found = next_at(moment, settings.quiet_until, settings.zone)
    # Where the clock jumps over the end of the quiet hours, or back into them.
    while quiet(found, settings):
        found += MINUTE
    return found


def in_hour(moment: datetime, hour: int, settings: Settings) -> bool:
    """Whether it is the guest's hour, which lasts a while."""
    return (moment.astimezone(settings.zone).hour - hour) % 24 < settings.hour_width_h


def next_hour(moment: datetime, hour: int, settings: Settings) -> datetime:
    """The next moment of the guest's hour; now, when it is his hour."""
    return moment if in_hour(moment, hour, settings) else next_at(moment, time(hour), settings.zone)


def next_at(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The next time the property's clock shows this, later than the moment, in UTC."""
    local = moment.astimezone(zone)
    day = local.date()
    while True:
        found = datetime.combine(day, at, zone).astimezone(UTC)
        if found > moment:
            return found
        day += timedelta(days=1)


def midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    return next_at(moment, time(0), zone)


def next_month(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    year, month = divmod(local.year * 12 + local.month, 12)
    return datetime(year, month + 1, 1, tzinfo=zone).astimezone(UTC)
