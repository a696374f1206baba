"""C87: the published figures, and that nothing but time depends on how they are computed."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import approx_fprime
from scipy.special import beta as beta_function
from scipy.special import gammaln, hyp2f1

from loyalty.lifecycle import value
from loyalty.lifecycle.value import CannotFit, Histories, SpendModel, VisitModel
from tests.loyalty.lifecycle import generator

PUBLISHED = VisitModel(0.243, 4.414, 0.793, 2.426, -9582.4, 2357, True)


def history(x, recency, age):
    return Histories(*(np.array([each], dtype=np.int64) for each in (x, recency, age)))


histories = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 600), st.integers(0, 600)).map(
        lambda row: (row[0], row[1] * (row[0] > 0), row[1] * (row[0] > 0) + row[2])
    ),
    min_size=1,
    max_size=60,
).map(lambda rows: Histories(*(np.array(each, dtype=np.int64) for each in zip(*rows, strict=True))))
parameters = st.tuples(*[st.floats(0.05, 20)] * 4)


def as_printed(model, x, recency, age, days):
    """[FHL] equation 10 letter by letter."""
    r, alpha, a, b, t, big, s = model.r, model.alpha, model.a, model.b, recency / 7, age / 7, days / 7
    top = (a + b + x - 1) / (a - 1)
    shrunk = ((alpha + big) / (alpha + big + s)) ** (r + x)
    above = top * (1 - shrunk * hyp2f1(r + x, b + x, a + b + x - 1, s / (alpha + big + s)))
    return above / (1 + (x > 0) * a / (b + x - 1 if x else 1) * ((alpha + big) / (alpha + t)) ** (r + x))


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(0, 800))
def test_expected_visits_are_those_of_the_printed_formula(found, days):
    ours = value.expected_visits(PUBLISHED, found, days)
    printed = [as_printed(PUBLISHED, *row, days) for row in zip(
        found.repeats, found.recency_days, found.age_days, strict=True)]  # fmt: skip
    np.testing.assert_allclose(ours, printed, rtol=1e-6, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories, parameters)
def test_compressing_equal_histories_changes_nothing(found, at):
    kinds, count = value.compressed(found)
    assert count.sum() == len(found.repeats)
    plain = value.visits_log_likelihood(*at, found, np.ones(len(found.repeats)))
    packed = value.visits_log_likelihood(*at, kinds, count)
    assert packed[0] == pytest.approx(plain[0], rel=1e-10, abs=1e-8)
    np.testing.assert_allclose(packed[1], plain[1], rtol=1e-8, atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 6), st.integers(1, 400), st.integers(0, 400), st.tuples(*[st.floats(0.3, 5)] * 4))
def test_the_likelihood_is_that_of_the_story_it_tells(x, recency, further, at):
    """Integrated by hand over rates and chances to leave ([FHL] equation 3), not by the closed formula."""
    r, alpha, a, b = at
    t = recency * (x > 0) / 7
    age = t + further / 7

    def over_rate(seen):
        return math.exp(gammaln(r + x) - gammaln(r) + r * math.log(alpha) - (r + x) * math.log(alpha + seen))

    def over_chance(left):
        power = (a if left else a - 1), (b + x - 2 if left else b + x - 1)
        return quad(lambda u: u ** power[0] * (1 - u) ** power[1] / beta_function(a, b), 0, 1)[0]

    if min(a, b) < 1:  # the integrand has no end there
        a, b = a + 1, b + 1
    story = over_chance(False) * over_rate(age) + (over_chance(True) * over_rate(t) if x else 0)
    found = Histories(*(np.array([round(each)]) for each in (x, t * 7, age * 7)))
    assert value.visits_log_likelihood(r, alpha, a, b, found, np.ones(1))[0] == pytest.approx(
        math.log(story), rel=1e-6, abs=1e-7
    )


@settings(max_examples=40, deadline=None)
@given(histories, st.tuples(*[st.floats(0.2, 8)] * 4))
def test_slopes_are_those_of_the_likelihood(found, at):
    count = np.ones(len(found.repeats))
    slope = value.visits_log_likelihood(*at, found, count)[1]
    near = approx_fprime(np.array(at), lambda p: value.visits_log_likelihood(*p, found, count)[0], 1e-6)
    np.testing.assert_allclose(slope, near, rtol=1e-3, atol=1e-2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.floats(1, 2000)), min_size=1, max_size=40),
    st.tuples(*[st.floats(0.5, 20)] * 3),
)
def test_slopes_of_spend_are_those_of_its_likelihood(rows, at):
    x, mean = (np.array(each) for each in zip(*rows, strict=True))
    slope = value.spend_log_likelihood(*at, x, mean)[1]
    near = approx_fprime(np.array(at), lambda p: value.spend_log_likelihood(*p, x, mean)[0], 1e-6)
    np.testing.assert_allclose(slope, near, rtol=1e-3, atol=2e-2)


@settings(deadline=None)
@given(histories, st.integers(0, 400), st.integers(0, 400))
def test_more_time_ahead_never_brings_fewer_visits(found, days, more):
    nearer, farther = (value.expected_visits(PUBLISHED, found, each) for each in (days, days + more))
    assert np.all(farther >= nearer - 1e-9)
    assert np.all(value.expected_visits(PUBLISHED, found, 0) < 1e-9)


@given(st.integers(0, 30), st.integers(1, 500), st.integers(0, 300), st.integers(0, 300))
def test_longer_silence_never_makes_a_guest_likelier_to_be_one(x, recency, silence, more):
    t = recency * (x > 0)
    before, after = (value.alive(PUBLISHED, history(x, t, t + each))[0] for each in (silence, silence + more))
    assert 0 <= after <= before <= 1


def test_who_came_once_is_alive_for_sure_in_this_model():
    assert value.alive(PUBLISHED, history(0, 0, 5000))[0] == 1


@pytest.mark.parametrize("a", [0.2, 0.999999999, 1.0, 1.0000001, 3.0])
def test_a_of_one_is_no_gap_in_the_formula(a):
    one = history(3, 100, 200)
    here = value.expected_visits(VisitModel(0.5, 8, a, 2, 0, 0, True), one, 364)[0]
    beside = value.expected_visits(VisitModel(0.5, 8, a + 1e-4, 2, 0, 0, True), one, 364)[0]
    assert here == pytest.approx(beside, rel=1e-3)


def test_a_guest_of_a_thousand_visits_does_not_overflow():
    ahead = value.expected_visits(PUBLISHED, history(1000, 2100, 2101), 364)[0]
    assert 100 < ahead < 180  # 1,000 visits in 300 weeks, 52 weeks ahead, nearly sure to be a guest


def test_a_fit_finds_the_parameters_guests_were_made_with_and_their_future():
    drawn = generator.visits(40_000, 7, days=1092, joined_over=300)
    seen, until = drawn.day < 728, 728
    guest, day = drawn.guest[seen], drawn.day[seen]
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1]))
    last = np.append(first[1:], len(guest)) - 1
    found = Histories(last - first, day[last] - day[first], until - day[first])
    model = value.fit_visits(found)
    assert model.certain
    assert (model.r, model.alpha) == (pytest.approx(0.6, rel=0.07), pytest.approx(12, rel=0.1))
    assert model.a / (model.a + model.b) == pytest.approx(0.8 / 3.3, rel=0.1)
    expected = value.expected_visits(model, found, 364).sum()
    assert expected == pytest.approx(np.sum(~seen), rel=0.05)


@pytest.mark.parametrize(("repeats", "guests"), [(1, 29), (0, 500)])
def test_too_little_to_learn_from_is_said(repeats, guests):
    same = np.ones(guests, dtype=np.int64)
    with pytest.raises(CannotFit):
        value.fit_visits(Histories(same * repeats, same * repeats * 5, same * 50))
    with pytest.raises(CannotFit):
        value.fit_spend(same * repeats, same * 10000)


@pytest.mark.parametrize("row", [(1, 5, 4), (0, 3, 9), (2, 0, 9), (-1, 0, 9)])
def test_an_impossible_history_is_refused(row):
    with pytest.raises(ValueError, match="a history"):
        history(*row)


def test_the_past_is_not_forecast():
    with pytest.raises(ValueError, match="past"):
        value.expected_visits(PUBLISHED, history(0, 0, 5), -1)


@given(st.integers(0, 50), st.integers(0, 10**7))
def test_expected_spend_lies_between_the_own_mean_and_everybodys(x, cents):
    model = SpendModel(6.25, 3.74, 1500.0, 0, 0, True)
    spent = cents if x else 0
    found = value.expected_spend(model, np.array([x]), np.array([spent]))[0]
    own = spent / 100 / x if spent else model.mean_yuan
    assert min(own, model.mean_yuan) - 1e-6 <= found <= max(own, model.mean_yuan) + 1e-6


def test_three_values_are_whole_cents_and_add_up():
    found = value.worth(np.array([1.5]), np.array([208.333]), np.array([41600]))
    assert (found.current_cents[0], found.potential_cents[0], found.lifetime_cents[0]) == (
        41600,
        31250,
        72850,
    )


def test_guests_who_never_leave_are_forecast_though_the_parameters_run_away():
    drawn = generator.visits(8000, 3, days=1092, joined_over=200, model=(0.8, 15.0, 1e-6, 1.0))
    seen = drawn.day < 728
    guest, day = drawn.guest[seen], drawn.day[seen]
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1]))
    last = np.append(first[1:], len(guest)) - 1
    found = Histories(last - first, day[last] - day[first], 728 - day[first])
    model = value.fit_visits(found)
    expected = value.expected_visits(model, found, 364)
    assert np.all(np.isfinite(expected))
    assert expected.sum() == pytest.approx(np.sum(~seen), rel=0.05)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.integers(0, 900), st.integers(1, 800), st.tuples(*[st.floats(0.3, 10)] * 4))
def test_where_the_closed_formula_breaks_nodes_say_the_same(x, age, days, at):
    model = VisitModel(*at, 0, 0, True)
    kinds = np.array([x]), np.array([age])
    closed = value._visits_if_alive(model, *kinds, days)
    c = days / 7 / (model.alpha + kinds[1] / 7)
    assert value._by_nodes(model, kinds[0], c)[0] == pytest.approx(closed[0], rel=5e-3)


@settings(max_examples=40, deadline=None)
@given(histories, st.tuples(*[st.sampled_from([1e-3, 0.1, 1.0, 30.0, 1000.0])] * 4), st.integers(0, 800))
def test_no_parameters_break_a_forecast(found, at, days):
    model = VisitModel(*at, 0, 0, False)
    ahead = value.expected_visits(model, found, days)
    most = (model.r + found.repeats) / (model.alpha + found.age_days / 7) * days / 7
    assert np.all((ahead >= 0) & (ahead <= most * (1 + 1e-6)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99), st.integers(0, 99)), min_size=30, max_size=40)
)
def test_any_property_can_be_fitted_and_scored(rows):
    x, t, more = (np.array(each) for each in zip(*rows, strict=True))
    x[0] = 1
    t = np.where(x > 0, np.maximum(t, x), 0)
    found = Histories(x, t, t + more)
    model = value.fit_visits(found)
    assert np.all(np.isfinite(value.expected_visits(model, found, 364)))
