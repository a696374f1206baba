"""The same with the protection off: it reads how many there were, then writes one more, as DRF's throttles do."""

from tests.faults._twenty import application  # first: it sets Django up

from api import windows  # isort: skip

__all__ = ["application"]


def take(name: str, limit: int, window_s: int, *, insist: bool = False) -> windows.Taken:
    client, key = windows.client(), "limit:careless:" + name
    used = int(client.get(key) or 0)
    if used >= limit:
        return windows.Taken(False, used, window_s)
    client.set(key, used + 1, ex=window_s)
    return windows.Taken(True, used + 1, window_s)


windows.take = take
