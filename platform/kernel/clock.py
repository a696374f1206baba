"""Time: now, and the local day of a property. A sandbox property has a clock that stands ahead of the real one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NONE = timedelta(0)
# How far the clock of the place we are in stands ahead; set by tenants.context alone.
_ahead: ContextVar[timedelta] = ContextVar("clock_ahead", default=NONE)


def now() -> datetime:
    """The present moment where we are, aware, in UTC."""
    return real_now() + _ahead.get()


def real_now() -> datetime:
    """The present moment, whatever a sandbox's clock says. The only place that asks the machine."""
    return datetime.now(UTC)


@contextmanager
def ahead(by: timedelta) -> Iterator[None]:
    """Within: now() is so far ahead of the real time (in this thread), whatever held before."""
    token = _ahead.set(by)
    try:
        yield
    finally:
        _ahead.reset(token)


@lru_cache(maxsize=512)
def zone(name: str) -> ZoneInfo:
    """The zone by its IANA name; ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error


def local_day(moment: datetime, zone_name: str) -> date:
    return moment.astimezone(zone(zone_name)).date()


def today(zone_name: str) -> date:
    return local_day(now(), zone_name)
