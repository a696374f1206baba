"""When a vendor's limits begin anew: they go by China's clock. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def next_day(now: datetime) -> datetime:
    """The coming midnight, and a minute more: clocks differ."""
    local = now.astimezone(CHINA)
    return datetime.combine(local.date() + timedelta(days=1), time(0, 1), CHINA)


def next_month(now: datetime) -> datetime:
    """The first minutes of the coming month."""
    local = now.astimezone(CHINA).date()
    following = (local.replace(day=28) + timedelta(days=4)).replace(day=1)
    return datetime.combine(following, time(0, 1), CHINA)


def next_opening(now: datetime, hour: int) -> datetime:
    """The next time it is this hour."""
    local = now.astimezone(CHINA)
    today = datetime.combine(local.date(), time(hour, 1), CHINA)
    return today if today > local else today + timedelta(days=1)
