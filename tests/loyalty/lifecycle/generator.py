"""Guests who behave exactly as the models say: visit days drawn from BG/NBD, spends from Gamma–Gamma."""

from dataclasses import dataclass

import numpy as np

from loyalty.lifecycle.latency import Ints


@dataclass(frozen=True, slots=True)
class Drawn:
    """Visits sorted by guest and day, one a day, all [n]; day 0 is the first anybody came."""

    guest: Ints
    day: Ints
    cents: Ints


def visits(guests: int, seed: int, *, days: int, joined_over: int, model=(0.6, 12.0, 0.8, 2.5)) -> Drawn:
    """`guests` who first came evenly over `joined_over` days, seen for `days`; model: r, alpha, a, b by week."""
    draw = np.random.default_rng(seed)
    r, alpha, a, b = model
    rate = draw.gamma(r, 1 / alpha, guests) / 7
    leaves = draw.beta(a, b, guests)
    start = draw.integers(0, joined_over, guests)
    who, when = [np.arange(guests)], [start]
    here, now = np.arange(guests), start.astype(np.float64)
    while len(here):
        now = now + draw.exponential(1, len(here)) / rate[here]
        inside = now < days
        here, now = here[inside], now[inside]
        who.append(here)
        when.append(now.astype(np.int64))
        stays = draw.random(len(here)) >= leaves[here]
        here, now = here[stays], now[stays]
    key = np.unique(np.concatenate(who) * days + np.concatenate(when))
    guest, day = np.divmod(key, days)
    scale = draw.gamma(3.7, 1 / 150.0, guests)[guest]
    cents = np.maximum(np.rint(draw.gamma(6.0, 1 / scale) * 100), 100)
    return Drawn(guest, day, cents.astype(np.int64))
