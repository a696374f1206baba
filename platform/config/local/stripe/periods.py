"""When billing periods begin and end. Pure."""

import calendar
from datetime import UTC, datetime, timedelta


def after(anchor: int, interval: str, count: int, steps: int) -> int:
    """The moment `steps` periods after the anchor; the 31st becomes the last day of a shorter month."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in ("day", "week"):
        days = count * steps * (7 if interval == "week" else 1)
        return int((start + timedelta(days=days)).timestamp())
    months = count * steps * (12 if interval == "year" else 1)
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month0 + 1)[1])
    return int(start.replace(year=year, month=month0 + 1, day=day).timestamp())


def next_end(anchor: int, interval: str, count: int, moment: int) -> int:
    """The first end of a period after the moment, on the anchor's grid."""
    steps = 0
    if moment >= anchor:
        rough = {"day": 86400, "week": 604800, "month": 31 * 86400, "year": 366 * 86400}[interval] * count
        steps = (moment - anchor) // rough
        while after(anchor, interval, count, steps) <= moment:
            steps += 1
    return after(anchor, interval, count, steps)
