"""At most so many in so many seconds, counted in Redis: exact, however many requests and processes come at once.

Within any `window_s` seconds no more than `limit` pass: every one that passed is remembered until it is as old as
the window. (An allowance that refills little by little, or a window that begins anew, lets up to twice the limit
through within one window.)
"""

import hashlib
import itertools
import time
from functools import cache
from typing import Any, NamedTuple

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

# One step for everybody: Redis runs a script alone. Its own clock counts, so that servers need not agree on the time.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local oldest = redis.call('LINDEX', KEYS[1], 0)
while oldest and tonumber(oldest) <= now - window do
  redis.call('LPOP', KEYS[1])
  oldest = redis.call('LINDEX', KEYS[1], 0)
end
local used, passes = redis.call('LLEN', KEYS[1]), 0
if used < limit then
  redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], window / 1000)
  used, passes = used + 1, 1
end
return {passes, used, (tonumber(oldest) or now) + window - now}
"""
DIGEST = hashlib.sha1(SCRIPT.encode()).hexdigest()  # noqa: S324 (what EVALSHA asks for)

# A Redis that answers takes a tenth of a millisecond; one that hangs may cost a request this much, and then
# nobody asks for a while.
PATIENCE_S = 0.25
LEFT_ALONE_S = 3.0


class Away(Exception):
    """Redis does not answer, or did not a moment ago."""


class Taken(NamedTuple):
    passes: bool
    used: int  # within the window, this one included when it passed
    resets_s: float  # until the oldest of them is forgotten


class _Circuit:
    """Open while Redis is left alone."""

    until = 0.0


def take(name: str, limit: int, window_s: int, *, insist: bool = False) -> Taken:
    """Take one of the allowance of this name, if there is one left. Away when Redis cannot tell.

    `insist` asks even a Redis that did not answer a moment ago.
    """
    if not insist and time.monotonic() < _Circuit.until:
        raise Away
    arguments: tuple[Any, ...] = (1, "limit:" + name, limit, window_s * 1_000_000)
    try:
        passes, used, resets_us = _asked(arguments)
    except redis.RedisError as error:
        _Circuit.until = time.monotonic() + LEFT_ALONE_S
        raise Away from error
    return Taken(passes == 1, used, resets_us / 1_000_000)


def _asked(arguments: tuple[Any, ...]) -> Any:
    try:
        return client().execute_command("EVALSHA", DIGEST, *arguments)  # type: ignore[no-untyped-call]
    except redis.exceptions.NoScriptError:  # a Redis that was emptied
        return client().execute_command("EVAL", SCRIPT, *arguments)  # type: ignore[no-untyped-call]


@cache
def client() -> redis.Redis:
    """This process's own; a connection that Redis closed is replaced at once, anything else is not tried again."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_S,
        socket_connect_timeout=PATIENCE_S,
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
    )


class Local:
    """The same without Redis, for this process alone and coarser: windows begin anew. Safe between threads.

    One per process, for as long as Redis is away.
    """

    def __init__(self) -> None:
        self.windows: dict[int, dict[str, itertools.count[int]]] = {}

    def take(self, name: str, limit: int, window_s: int) -> Taken:
        now = time.monotonic()
        number = int(now // window_s)
        # Each step is one that no other thread can come into; what two of them drop or make twice does no harm.
        window = self.windows.get(number)
        if window is None:
            self.windows = {number: {}}
            window = self.windows.setdefault(number, {})
        used = next(window.setdefault(name, itertools.count(1)))
        return Taken(used <= limit, min(used, limit), (number + 1) * window_s - now)
