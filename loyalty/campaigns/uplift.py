"""What a campaign changed: contact against holdout, over all who were assigned, with a 95 % interval. Pure.

Difference of two means with unequal variances: Welch 1947, "The generalization of Student's problem when several
different population variances are involved", Biometrika 34; degrees of freedom by Satterthwaite. Most guests do not
come and a few spend much, and for such figures from small holdouts the plain interval is too narrow: each arm is given
one guest more who came (and did what those of both arms did on average) and one who did not, as Agresti & Caffo 2000,
"Simple and effective confidence intervals …", American Statistician 54, do for shares. The figure itself stays plain.
Quantiles of Student's t: Hill 1970, CACM algorithm 396.

Sides are sums, not rows of guests: so they come from cells, and several are merged by adding.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import expm1, isfinite, pi, sin, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
Sums = tuple[int, float, float]  # of one measure: how many, their sum, the sum of their squares
# Below this on either side nothing is said of a result, whatever the interval is.
ARM_MIN = 30


@dataclass(frozen=True, slots=True)
class Side:
    """What the guests of one arm did within the window: sums, and sums of squares over guests."""

    n: int = 0
    visited: int = 0
    visits: int = 0
    visits_squared: int = 0
    revenue_cents: int = 0
    revenue_squared: float = 0.0  # in cents²
    profit_cents: int = 0  # of these visits, where it was asked for (loyalty.campaigns.profit)
    profit_squared: float = 0.0

    def __add__(self, other: "Side") -> "Side":
        return Side(
            self.n + other.n,
            self.visited + other.visited,
            self.visits + other.visits,
            self.visits_squared + other.visits_squared,
            self.revenue_cents + other.revenue_cents,
            self.revenue_squared + other.revenue_squared,
            self.profit_cents + other.profit_cents,
            self.profit_squared + other.profit_squared,
        )

    @property
    def rate(self) -> float | None:
        return self.visited / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of means and its interval; `error` is its standard error, `freedom` Satterthwaite's degrees."""

    value: float
    low: float
    high: float
    error: float
    freedom: float

    def times(self, n: float) -> "Difference":
        return Difference(self.value * n, self.low * n, self.high * n, self.error * n, self.freedom)


@dataclass(frozen=True, slots=True)
class Uplift:
    """What contact brought. `rate` is of one guest (0…1), `visits` and `revenue_cents` of all who were contacted.

    `net_cents` and `gain` (net ÷ cost) are of the revenue beyond the holdout's: 5 yuan that bring 10 gain 1.0, 5 yuan
    that bring 1 lose 0.8. None where a side has fewer than two guests; `gain` also where nothing was spent.
    `profit_cents` is what is left of the revenue beyond the holdout's, before what the campaign cost;
    `net_profit_cents` is less that cost, once.
    """

    contact: Side
    holdout: Side
    cost_cents: int
    rate: Difference | None
    visits: Difference | None
    revenue_cents: Difference | None
    profit_cents: Difference | None = None

    @property
    def net_profit_cents(self) -> int | None:
        return None if self.profit_cents is None else round(self.profit_cents.value) - self.cost_cents

    @property
    def net_cents(self) -> int | None:
        return None if self.revenue_cents is None else round(self.revenue_cents.value) - self.cost_cents

    @property
    def gain(self) -> float | None:
        return gain(round(self.revenue_cents.value), self.cost_cents) if self.revenue_cents else None

    @property
    def small(self) -> bool:
        """Too few to say anything by."""
        return min(self.contact.n, self.holdout.n) < ARM_MIN


def side(visits: Iterable[tuple[int, int]]) -> Side:
    """Of each guest (visits, revenue in cents) within the window."""
    total = Side()
    for number, cents in visits:
        total += Side(1, number > 0, number, number * number, cents, float(cents) * cents)
    return total


def uplift(contact: Side, holdout: Side, cost_cents: int = 0) -> Uplift:
    """What the contacted did more than the holdout, guest by guest and in all."""
    came, n = contact.visited + holdout.visited, contact.n
    rate = _between(
        (contact.n, contact.visited, contact.visited), (holdout.n, holdout.visited, holdout.visited), came
    )
    visits = _between(
        (contact.n, contact.visits, contact.visits_squared),
        (holdout.n, holdout.visits, holdout.visits_squared),
        came,
    )
    revenue = _between(
        (contact.n, contact.revenue_cents, contact.revenue_squared),
        (holdout.n, holdout.revenue_cents, holdout.revenue_squared),
        came,
    )
    profit = _between(
        (contact.n, contact.profit_cents, contact.profit_squared),
        (holdout.n, holdout.profit_cents, holdout.profit_squared),
        came,
    )
    if rate is not None:
        rate = replace(rate, low=max(rate.low, -1.0), high=min(rate.high, 1.0))
    return Uplift(
        contact,
        holdout,
        cost_cents,
        rate,
        visits and visits.times(n),
        revenue and revenue.times(n),
        profit and profit.times(n),
    )


def together(parts: Iterable[Uplift]) -> Uplift:
    """Several campaigns in one figure: each against its own holdout, effects and variances added.

    Never all contacts against all holdouts: with other shares held out in each, that compares campaigns, not arms.
    """
    known = list(parts)
    contact = sum((part.contact for part in known), Side())
    holdout = sum((part.holdout for part in known), Side())
    told = [part for part in known if part.rate and part.visits and part.revenue_cents]
    if not told:
        return Uplift(contact, holdout, sum(part.cost_cents for part in known), None, None, None)
    # What a campaign without a holdout cost is not set against what others brought.
    cost = sum(part.cost_cents for part in told)
    reached = sum(part.contact.n for part in told)
    rate = _added([(part.rate.times(part.contact.n)) for part in told if part.rate]).times(1 / reached)
    visits = _added([part.visits for part in told if part.visits])
    revenue = _added([part.revenue_cents for part in told if part.revenue_cents])
    profit = [part.profit_cents for part in told if part.profit_cents]
    return Uplift(
        contact, holdout, cost, rate, visits, revenue, _added(profit) if len(profit) == len(told) else None
    )


def difference(one: Sums, other: Sums) -> Difference | None:
    """Of two means; None below two on a side."""
    if min(one[0], other[0]) < 2:
        return None
    return _welch(
        _mean(*one), _spread(*one) / one[0], one[0], _mean(*other), _spread(*other) / other[0], other[0]
    )


def gain(brought_cents: int, cost_cents: int) -> float | None:
    """What comes back beyond what was spent, as a share of it; None where nothing was."""
    return (brought_cents - cost_cents) / cost_cents if cost_cents else None


def quantile_t(freedom: float, confidence: float = CONFIDENCE) -> float:
    """How many standard errors to each side hold this share of Student's t; to five digits."""
    alpha = 1 - confidence
    if freedom < 1:
        raise ValueError("one degree of freedom at least")
    if freedom > 1e7:
        return NormalDist().inv_cdf(1 - alpha / 2)
    if freedom == 1:
        half = alpha * pi / 2
        return sqrt(1 - sin(half) ** 2) / sin(half)
    if freedom == 2:
        return sqrt(2 / (alpha * (2 - alpha)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / (a * a)
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * freedom
    y = (d * alpha) ** (2 / freedom)
    if y > 0.05 + a:
        x = NormalDist().inv_cdf(alpha / 2)
        y = x * x
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = a * y * y
        y = y + y * y / 2 if y <= 0.002 else expm1(y)
    else:
        y = ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5
              / (freedom + 4)) * y - 1) * (freedom + 1) / (freedom + 2) + 1 / y  # fmt: skip
    return sqrt(freedom * y)


def _between(one: Sums, other: Sums, came: int) -> Difference | None:
    """The plain difference with the interval of both arms, each with one guest more who came and one who did not."""
    plain = difference(one, other)
    if plain is None:
        return None
    like = (one[1] + other[1]) / came if came else 1.0
    squared = (one[2] + other[2]) / came if came else 1.0
    wide = difference(
        (one[0] + 2, one[1] + like, one[2] + squared), (other[0] + 2, other[1] + like, other[2] + squared)
    )
    return replace(wide, value=plain.value) if wide else plain


def _welch(
    one: float, error_one: float, n_one: int, other: float, error_other: float, n_other: int
) -> Difference:
    """`error_…` is the variance of the mean."""
    variance = error_one + error_other
    value = one - other
    if variance <= 0:
        return Difference(value, value, value, 0.0, float(n_one + n_other - 2))
    freedom = variance**2 / (error_one**2 / (n_one - 1) + error_other**2 / (n_other - 1))
    freedom = max(1.0, freedom) if isfinite(freedom) else float(n_one + n_other - 2)
    error = sqrt(variance)
    reach = quantile_t(freedom) * error
    return Difference(value, value - reach, value + reach, error, freedom)


def _added(parts: list[Difference]) -> Difference:
    """Around the plain sum: what moved each part's interval towards nothing would add up, part by part, to a bias."""
    if len(parts) == 1:
        return parts[0]
    value, variance = sum(part.value for part in parts), sum(part.error**2 for part in parts)
    below = sum(part.error**4 / part.freedom for part in parts if part.freedom)
    freedom = max(1.0, variance**2 / below) if below else 1e8
    reach = quantile_t(freedom) * sqrt(variance)
    return Difference(value, value - reach, value + reach, sqrt(variance), freedom)


def _mean(n: int, total: float, _: float) -> float:
    return total / n


def _spread(n: int, total: float, squares: float) -> float:
    """The variance; never below nothing by rounding."""
    return max(0.0, (squares - total * total / n) / (n - 1))
