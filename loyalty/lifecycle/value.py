"""What a guest will bring: BG/NBD for visits, Gamma–Gamma for spend per visit; DOMAIN.md section 6, C87.

Sources, by equation in the docstrings:
[FHL] Fader, Hardie & Lee 2005, "Counting your customers the easy way", Marketing Science 24(2), 275–284.
[FH]  Fader & Hardie 2013, "The Gamma-Gamma model of monetary value", brucehardie.com/notes/025.

A history is three numbers: visits after the first, days from the first to the last, days from the first to today.
Equal histories are fitted as one with a count: the likelihood is a sum over guests, so nothing changes but the time.
Parameters are per week, as published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, digamma, expit, gammaln, hyp2f1

from loyalty.lifecycle.latency import Floats, Ints

DAYS_PER_WEEK = 7
# exp(±6.9) ≈ 1000: a parameter out there says that the data do not show it.
FAR = 6.9
# The formula divides by a - 1; at 1 it has a limit, taken from this near.
BESIDE_ONE = 1e-6
GUESTS_MIN = 30
NODES = 64
CLOSE = 1e-9


class CannotFit(ValueError):
    """Too few guests, or none who came back: there is nothing to learn yet."""


@dataclass(frozen=True, slots=True)
class Histories:
    """Visits of guests. All [n]: `repeats` after the first, `recency_days` first to last, `age_days` first to today."""

    repeats: Ints
    recency_days: Ints
    age_days: Ints

    def __post_init__(self) -> None:
        late = (self.recency_days > self.age_days) | ((self.repeats == 0) != (self.recency_days == 0))
        if np.any(self.repeats < 0) or np.any(self.recency_days < 0) or np.any(late):
            raise ValueError("a history goes from the first visit over the last to today")


@dataclass(frozen=True, slots=True)
class VisitModel:
    """BG/NBD: visit rate ~ Gamma(r, alpha) a week, chance to stay away after a visit ~ Beta(a, b).

    `log_likelihood` of the data it was fitted on, `guests` how many; `certain` is False where a parameter ran away,
    so that the figures hold for forecasts but the parameters mean nothing by themselves.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    guests: int
    certain: bool


@dataclass(frozen=True, slots=True)
class SpendModel:
    """Gamma–Gamma: a visit's spend ~ Gamma(p, v), v ~ Gamma(q, gamma) over guests; gamma in yuan."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    guests: int
    certain: bool

    @property
    def mean_yuan(self) -> float:
        """Spend per visit of a guest nobody knows, p γ ÷ (q - 1)."""
        return self.p * self.gamma / (self.q - 1)


@dataclass(frozen=True, slots=True)
class Worth:
    """Three values per guest (C87), in cents, all [n]: spent so far, expected in the time ahead, both together."""

    current_cents: Ints
    potential_cents: Ints
    lifetime_cents: Ints


def compressed(histories: Histories) -> tuple[Histories, Ints]:
    """The distinct histories [m] and how many guests have each [m]."""
    wide = int(histories.age_days.max(initial=0)) + 1
    key = (histories.repeats * wide + histories.recency_days) * wide + histories.age_days
    kept, count = np.unique(key, return_counts=True)
    left, age = np.divmod(kept, wide)
    repeats, recency = np.divmod(left, wide)
    return Histories(repeats, recency, age), count


def visits_log_likelihood(
    r: float, alpha: float, a: float, b: float, histories: Histories, count: Ints | Floats
) -> tuple[float, Floats]:
    """The log-likelihood of weighted histories and its gradient by (r, alpha, a, b), shape [4]; [FHL] equation 6.

    ln B(a, b + x) ÷ B(a, b) + ln Γ(r + x) ÷ Γ(r) + r ln α + ln( (α + T)^-(r+x) + [x>0] a ÷ (b + x - 1) (α + t)^-(r+x) )
    """
    x = histories.repeats.astype(np.float64)
    ln_age = np.log(alpha + histories.age_days / DAYS_PER_WEEK)
    ln_last = np.log(alpha + histories.recency_days / DAYS_PER_WEEK)
    again = histories.repeats > 0
    # How much likelier it is that the guest left right after the last visit than that they are still a guest.
    stayed = np.where(again, b + x - 1, 1.0)
    odds = np.log(a) - np.log(stayed) + (r + x) * (ln_age - ln_last)
    gone = np.where(again, expit(odds), 0.0)
    log_mix = np.where(again, np.logaddexp(0.0, odds), 0.0) - (r + x) * ln_age
    head = _by_repeats(
        histories.repeats, lambda n: gammaln(r + n) - gammaln(r) + gammaln(b + n) - gammaln(a + b + n)
    )
    constant = r * np.log(alpha) + gammaln(a + b) - gammaln(b)
    total = float(np.sum(count * (head + constant + log_mix)))
    psi_r, psi_b, psi_ab = (
        _by_repeats(histories.repeats, partial(_digamma_above, at)) for at in (r, b, a + b)
    )
    mean_ln = (1 - gone) * ln_age + gone * ln_last
    slope_r = psi_r - digamma(r) + np.log(alpha) - mean_ln
    slope_alpha = r / alpha - (r + x) * ((1 - gone) * np.exp(-ln_age) + gone * np.exp(-ln_last))
    slope_a = digamma(a + b) - psi_ab + gone / a
    slope_b = digamma(a + b) - digamma(b) + psi_b - psi_ab - gone / stayed
    return total, np.array([np.sum(count * each) for each in (slope_r, slope_alpha, slope_a, slope_b)])


def fit_visits(histories: Histories) -> VisitModel:
    """The BG/NBD model of greatest likelihood. Raises CannotFit below 30 guests, or if nobody came back."""
    if len(histories.repeats) < GUESTS_MIN or not np.any(histories.repeats):
        raise CannotFit("visits need 30 guests, and one who came back")
    kinds, count = compressed(histories)
    guests = len(histories.repeats)
    scale = max(float(np.sum(count * kinds.age_days)) / guests / DAYS_PER_WEEK, 1.0)

    def cost(logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        total, slope = visits_log_likelihood(r, alpha * scale, a, b, kinds, count)
        return -total / guests, -slope * np.array([r, alpha * scale, a, b]) / guests

    logs, certain = _least(cost, [np.log([0.5, 0.3, 0.7, 2.5]), np.log([1.0, 1.0, 1.0, 1.0])])
    r, alpha, a, b = (float(each) for each in np.exp(logs) * np.array([1, scale, 1, 1]))
    return VisitModel(r, alpha, a, b, visits_log_likelihood(r, alpha, a, b, kinds, count)[0], guests, certain)


def alive(model: VisitModel, histories: Histories) -> Floats:
    """The chance (0…1) that each guest is still one, [n]; brucehardie.com/notes/021, "Computing P(alive)".

    1 ÷ (1 + [x>0] a ÷ (b + x - 1) ((α + T) ÷ (α + t))^(r+x))

    Who came once is alive for sure in this model: it lets guests leave only after a repeated visit.
    """
    x = histories.repeats.astype(np.float64)
    age, last = histories.age_days / DAYS_PER_WEEK, histories.recency_days / DAYS_PER_WEEK
    ratio = (model.r + x) * np.log((model.alpha + age) / (model.alpha + last))
    again = histories.repeats > 0
    odds = np.log(model.a) - np.log(np.where(again, model.b + x - 1, 1.0)) + ratio
    return np.where(again, expit(-odds), 1.0)


def expected_visits(model: VisitModel, histories: Histories, days_ahead: int) -> Floats:
    """Visits expected of each guest in the days ahead, [n]; [FHL] equation 10.

    (a+b+x-1) ÷ (a-1) · (1 - ((α+T) ÷ (α+T+s))^(r+x) · 2F1(r+x, b+x; a+b+x-1; s ÷ (α+T+s))) · P(alive), where Euler's
    transformation makes the middle (1-z)^(a-1) · 2F1(a+b-1-r, a-1; a+b+x-1; z): its parameters do not grow with x, so
    a guest of a thousand visits does not overflow. It depends on x and T only, and is worked out once for each pair.
    """
    if days_ahead < 0:
        raise ValueError("the past is known")
    wide = int(histories.age_days.max(initial=0)) + 1
    kinds, where = np.unique(histories.repeats * wide + histories.age_days, return_inverse=True)
    repeats, age = np.divmod(kinds, wide)
    return _visits_if_alive(model, repeats, age, days_ahead)[where] * alive(model, histories)


def _visits_if_alive(model: VisitModel, repeats: Ints, age_days: Ints, days_ahead: int) -> Floats:
    """Visits expected of kinds of guests [m] who still are guests, by the closed formula, or where it breaks by nodes.

    The mean of (1 - (1 + p c)^-(r+x)) ÷ p over the chance p to stay away lies between its values at p = 1 and 0: what
    the hypergeometric function says outside of that, or cannot say, comes of parameters that ran away.
    """
    ahead = days_ahead / DAYS_PER_WEEK
    c = ahead / (model.alpha + age_days / DAYS_PER_WEEK)
    k = model.r + repeats
    a = model.a if abs(model.a - 1) > BESIDE_ONE else 1 + BESIDE_ONE
    top = a + model.b + repeats - 1
    with np.errstate(all="ignore"):
        still = np.exp(-(a - 1) * np.log1p(c)) * hyp2f1(a + model.b - 1 - model.r, a - 1, top, c / (1 + c))
        found: Floats = top / (a - 1) * (1 - still)
        broken = ~((found >= -np.expm1(-k * np.log1p(c)) * (1 - CLOSE)) & (found <= k * c * (1 + CLOSE)))
    if np.any(broken):
        found[broken] = _by_nodes(model, repeats[broken], c[broken])
    return found


def _by_nodes(model: VisitModel, repeats: Ints, c: Floats) -> Floats:
    """The same mean by Gauss–Legendre over the quantiles of Beta(a, b + x): slower, to about 3 digits, never breaks."""
    at, weight = np.polynomial.legendre.leggauss(NODES)
    kinds, where = np.unique(repeats, return_inverse=True)
    chance = betaincinv(model.a, model.b + kinds[:, None], (at + 1) / 2)[where]
    # Below this the function is flat: it has reached k c.
    chance = np.maximum(chance, 1e-12)
    k = (model.r + repeats)[:, None]
    return np.asarray(-np.expm1(-k * np.log1p(chance * c[:, None])) / chance @ weight / 2, dtype=np.float64)


def spend_log_likelihood(
    p: float, q: float, gamma: float, repeats: Ints, mean_yuan: Floats
) -> tuple[float, Floats]:
    """The log-likelihood of mean spends [n] over `repeats` visits [n] and its gradient by (p, q, gamma); [FH] eq. 1a.

    ln Γ(px+q) - ln Γ(px) - ln Γ(q) + q ln γ + (px-1) ln m + px ln x - (px+q) ln(γ + m x)
    """
    x = repeats.astype(np.float64)
    ln_sum = np.log(gamma + mean_yuan * x)
    ln_spent = np.log(mean_yuan * x)
    head = _by_repeats(repeats, lambda n: gammaln(p * n + q) - gammaln(p * n))
    each = head + p * x * ln_spent - np.log(mean_yuan) - (p * x + q) * ln_sum
    psi_pq = _by_repeats(repeats, lambda n: digamma(p * n + q))
    psi_p = _by_repeats(repeats, lambda n: digamma(p * n))
    slope_p = np.sum(x * (psi_pq - psi_p + ln_spent - ln_sum))
    slope_q = np.sum(psi_pq - digamma(q) + np.log(gamma) - ln_sum)
    slope_gamma = np.sum(q / gamma - (p * x + q) / (gamma + mean_yuan * x))
    total = float(np.sum(each)) + len(x) * (q * np.log(gamma) - gammaln(q))
    return float(total), np.array([slope_p, slope_q, slope_gamma])


def fit_spend(repeats: Ints, spent_cents: Ints) -> SpendModel:
    """The Gamma–Gamma model of guests [n]; `spent_cents` on the visits after the first. Who spent nothing is left out.

    q is kept above 1, where the mean spend over guests exists. Raises CannotFit below 30 guests who came back and paid.
    """
    paid = (repeats > 0) & (spent_cents > 0)
    if int(paid.sum()) < GUESTS_MIN:
        raise CannotFit("spend needs 30 guests who came back and paid")
    x = repeats[paid]
    yuan = spent_cents[paid] / 100 / x
    scale = float(yuan.mean())

    def cost(logs: Floats) -> tuple[float, Floats]:
        p, above, gamma = np.exp(logs)
        total, slope = spend_log_likelihood(p, 1 + above, gamma * scale, x, yuan)
        return -total / len(x), -slope * np.array([p, above, gamma * scale]) / len(x)

    logs, certain = _least(cost, [np.log([4.0, 2.0, 0.5]), np.log([1.0, 1.0, 1.0])])
    p, q, gamma = float(np.exp(logs[0])), 1 + float(np.exp(logs[1])), float(np.exp(logs[2])) * scale
    return SpendModel(p, q, gamma, spend_log_likelihood(p, q, gamma, x, yuan)[0], len(x), certain)


def expected_spend(model: SpendModel, repeats: Ints, spent_cents: Ints) -> Floats:
    """Yuan a visit, expected of each guest, [n]: [FH] equation 5, p (γ + m x) ÷ (p x + q - 1).

    Between the guest's own mean and everybody's, nearer to the own the more visits speak. Who spent nothing on the
    visits after the first is judged as unknown, as in the fit.
    """
    x = np.where(spent_cents > 0, repeats, 0)
    return model.p * (model.gamma + np.where(x > 0, spent_cents, 0) / 100) / (model.p * x + model.q - 1)


def worth(visits_ahead: Floats, yuan_a_visit: Floats, spent_cents: Ints) -> Worth:
    """Three values per guest, [n]; the potential is rounded to whole cents, half to even."""
    potential = np.rint(visits_ahead * yuan_a_visit * 100).astype(np.int64)
    return Worth(spent_cents, potential, spent_cents + potential)


def _digamma_above(at: float, n: Floats) -> Floats:
    return np.asarray(digamma(at + n), dtype=np.float64)


def _by_repeats(repeats: Ints, formula: Callable[[Floats], Floats]) -> Floats:
    """A function of the number of visits, worked out once for each number: gamma functions are dear."""
    most = int(repeats.max(initial=0))
    if most > 4 * len(repeats) + 100:
        return formula(repeats.astype(np.float64))
    # Zero visits give Γ(0) in the spend model, but nobody there has zero: the entry is not read.
    with np.errstate(all="ignore"):
        return formula(np.arange(most + 1, dtype=np.float64))[repeats]


def _least(
    cost: Callable[[Floats], tuple[float, Floats]], starts: list[NDArray[np.float64]]
) -> tuple[Floats, bool]:
    """The least point over the parameters' logarithms, and whether it lies inside the bounds.

    The next start is tried only where the one before ended at a bound; of several ends the lowest counts. A ridge is
    walked for 300 steps at most: what is found there is uncertain anyway, and a million guests shall not wait for it.
    """
    bounds = [(-FAR, FAR)] * len(starts[0])
    best, least, inside = starts[0], float("inf"), False
    for start in starts:
        end = minimize(
            cost,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 300},
        )
        if float(end.fun) < least:
            best, least = np.asarray(end.x, dtype=np.float64), float(end.fun)
            inside = bool(np.all(np.abs(best) < FAR - 0.01))
        if inside:
            break
    if not np.isfinite(least):
        raise CannotFit("the likelihood has no greatest value")
    return best, inside
