"""The lifecycle's numbers: a property of 100,000 guests by night, one guest upon a visit, a million fitted; and peers.

Guests are drawn from the models themselves, over two years, by 24 sources of four channels.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
from django.db import connection, transaction
from lifelines import KaplanMeierFitter
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from chains.models import CHANNELS
from chains.opening import open_chain
from kernel.statements import Statements
from loyalty.lifecycle import assessing, latency, value
from loyalty.lifecycle.latency import Spells
from loyalty.lifecycle.models import State
from loyalty.lifecycle.value import Histories
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench.registry import Figures, bench
from tests.loyalty.lifecycle import generator

GUESTS, DAYS, SOURCES = 100_000, 730, 24
TODAY = date(2026, 6, 30)
NIGHT_LIMIT_S, VISIT_LIMIT_MS, MILLION_LIMIT_S = 60.0, 5.0, 60.0
FITTED, VISITS = 20_000, 200


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def histories(guests: int, seed: int) -> tuple[Histories, np.ndarray, np.ndarray]:
    """Histories of drawn guests, what each spent on all visits, and on the first."""
    drawn = generator.visits(guests, seed, days=DAYS, joined_over=DAYS - 30)
    first = np.flatnonzero(np.append(True, drawn.guest[1:] != drawn.guest[:-1]))
    last = np.append(first[1:], len(drawn.guest)) - 1
    lives = Histories(last - first, drawn.day[last] - drawn.day[first], DAYS - drawn.day[first])
    return lives, np.add.reduceat(drawn.cents, first), drawn.cents[first]


@cache
def cohorts() -> tuple[Spells, list[int]]:
    """The spells of 100,000 guests in 24 sources below four channels below the property."""
    drawn = generator.visits(GUESTS, 1, days=DAYS, joined_over=DAYS - 30)
    source = np.random.default_rng(1).integers(0, SOURCES, GUESTS)
    parents = [-1, 0, 0, 0, 0, *(1 + n % 4 for n in range(SOURCES))]
    return latency.spells_of(drawn.guest, drawn.day, 5 + source[drawn.guest], DAYS), parents


@bench(
    "latency_vs_lifelines",
    "latency of 29 cohorts by ordinal (quartiles, share, fallback) of 100,000 guests, against lifelines for the same medians",
    unit="s",
    aim=5,
    less_is_better=True,
)
def latency_against_lifelines() -> Figures:
    spells, parents = cohorts()
    found = latency.latency(spells, parents)
    ours = sorted(timed(lambda: latency.norms(latency.latency(spells, parents), parents)) for _ in range(5))
    up = np.array(parents)
    medians = np.full_like(found.all_median[:, :-1], np.nan)

    def theirs() -> None:
        for cohort in range(len(parents)):
            below = {cohort, *np.flatnonzero(up == cohort)}
            below |= {int(n) for each in below for n in np.flatnonzero(up == each)}
            own = np.isin(spells.cohort, list(below))
            for ordinal in range(1, latency.ORDINALS + 1):
                at = own & (np.minimum(spells.ordinal, latency.ORDINALS) == ordinal)
                if np.any(at):
                    fitted = KaplanMeierFitter().fit(spells.days[at], spells.returned[at])
                    medians[cohort, ordinal - 1] = fitted.median_survival_time_

    peer = timed(theirs)
    same = np.isclose(medians, found.all_median[:, :-1], equal_nan=True)
    assert np.all(same), f"{np.sum(~same)} medians are not those of lifelines"
    return Figures(ours[2], peer, 5)


@bench(
    "lifetime_fit_vs_scipy",
    "BG/NBD of 20,000 guests: equal histories as one and analytic slopes, against scipy's Nelder–Mead over everybody",
    unit="s",
    aim=5,
    less_is_better=True,
)
def fit_against_scipy() -> Figures:
    lives = histories(FITTED, 2)[0]
    x, t, age = lives.repeats, lives.recency_days / 7, lives.age_days / 7

    def cost(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        again = x > 0
        head = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        lives_on = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
        left = np.where(
            again, betaln(a + 1, b + x - again) - betaln(a, b) - (r + x) * np.log(alpha + t), -np.inf
        )
        return -float(np.mean(head + np.logaddexp(lives_on, left)))

    found: list[float] = []
    peer = timed(
        lambda: found.append(
            minimize(
                cost,
                np.log([0.5, 10, 0.7, 2.5]),
                method="Nelder-Mead",
                options={"xatol": 1e-6, "fatol": 1e-10, "maxiter": 4000, "maxfev": 4000},
            ).fun
        )
    )
    ours = sorted(timed(lambda: value.fit_visits(lives)) for _ in range(5))
    assert abs(value.fit_visits(lives).log_likelihood / FITTED + found[0]) < 1e-6
    return Figures(ours[2], peer, 5)


@bench(
    "lifetime_million",
    "both models fitted to a million guests, and everybody scored for the year ahead, against the minute it may take",
    unit="s",
    aim=1,
    less_is_better=True,
)
def million() -> Figures:
    lives, spent, first = histories(1_000_000, 3)

    def all_of_it() -> None:
        visits, spend = value.fit_visits(lives), value.fit_spend(lives.repeats, spent - first)
        ahead = value.expected_visits(visits, lives, 364)
        worth = value.worth(ahead, value.expected_spend(spend, lives.repeats, spent - first), spent)
        assert np.all(np.isfinite(value.alive(visits, lives)))
        assert np.all(worth.potential_cents >= 0)

    return Figures(timed(all_of_it), MILLION_LIMIT_S, 1)


FILL = (
    """INSERT INTO guests_guest (name, pinyin, phone, person, birthday, gender, email, language, notes, secret, by_hand,
        tags, nickname, visits, nights, spend_cents, channel, source, room_no, rate_cents, remark_complete, contested,
        anchor, created_at, changed_at)
    SELECT '客人', '', NULL, decode(md5('life-' || g), 'hex'), NULL, '', '', '', '', false, '{}', '{}', '', 0, 0, 0, '', '',
        '', 0, false, false, '', now(), now() FROM generate_series(1, %(guests)s) AS g""",
    """INSERT INTO stays_source (name, channel, short, mapped, first_seen_at)
    SELECT '来源' || n, (%(channels)s::text[])[1 + n %% 4], '', true, now() FROM generate_series(0, %(sources)s - 1) AS n""",
    "CREATE TEMP TABLE drawn (guest int, ordinal int, day date, before date, source int, cents bigint) ON COMMIT DROP",
    """INSERT INTO stays_visit (guest_id, ordinal, check_in_on, check_out_on, checked_out_at, channel, source, room_no,
        room_type, rate_cents, nights, room_cents, other_cents, stays, clerk, prev_on, prev_channel)
    SELECT d.guest + (SELECT min(id) FROM guests_guest), d.ordinal, d.day, d.day + 1, d.day + 1 + time '11:00',
        (%(channels)s::text[])[1 + d.source %% 4], '来源' || d.source, '8210', '', d.cents, 1, d.cents, 0, 1, '', d.before, ''
      FROM drawn d ORDER BY random()""",
    # A stay for each visit, every third booked on the day itself.
    """INSERT INTO stays_stay (external_id, guest_id, visit_id, updated_at, status, counted, booked_at, check_in, check_out,
        check_in_on, check_out_on, room_no, room_type, rate_cents, currency, room_cents, fnb_cents, other_cents, source,
        channel, clerk, requests, guest_name, phone, keys, details, digest, received_at)
    SELECT 'F' || v.id, v.guest_id, v.id, now(), 'checked_out', true,
        v.check_in_on - (v.id %% 3)::int + time '09:00', v.check_in_on + time '14:00', v.check_out_on + time '11:00',
        v.check_in_on, v.check_out_on, v.room_no, '', v.rate_cents, 'CNY', v.room_cents, 0, 0, v.source, v.channel, '',
        '{}', '', NULL, '{}', '{}', '', now() FROM stays_visit v""",
    """UPDATE guests_guest g SET visits = v.n, first_visit_on = v.first, last_visit_on = v.last, spend_cents = v.cents
      FROM (SELECT guest_id, count(*) AS n, min(check_in_on) AS first, max(check_in_on) AS last, sum(room_cents) AS cents
              FROM stays_visit GROUP BY 1) v WHERE v.guest_id = g.id""",
    "ANALYZE guests_guest",
    "ANALYZE stays_visit",
    "ANALYZE stays_stay",
)


@cache
def stage() -> tuple[Property, float]:
    """A property of 100,000 guests, and how long its first night took."""
    chain, _ = open_chain(slug="bench-life", name="Bench")
    place, _ = open_property(chain, slug="bench-life", name="Bench")
    drawn = generator.visits(GUESTS, 1, days=DAYS, joined_over=DAYS - 30)
    source = np.random.default_rng(1).integers(0, SOURCES, GUESTS)
    ordinal = latency.ordinals_of(drawn.guest)
    start = TODAY.toordinal() - DAYS
    days = [date.fromordinal(start + day).isoformat() for day in range(DAYS + 1)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        with in_property(place):
            for statement in FILL:
                cursor.execute(statement, {"guests": GUESTS, "sources": SOURCES, "channels": list(CHANNELS)})
                if "TEMP TABLE" in statement:
                    with cursor.copy("COPY drawn FROM STDIN") as copy:
                        rows = zip(
                            drawn.guest.tolist(), ordinal.tolist(), drawn.day.tolist(),
                            source[drawn.guest].tolist(), drawn.cents.tolist(), strict=True,
                        )  # fmt: skip
                        before = None
                        for guest, number, day, of, cents in rows:
                            copy.write_row(
                                (guest, number, days[day], days[before] if number > 1 else None, of, cents)
                            )
                            before = day
    print(f"  {len(drawn.guest):,} visits", flush=True)
    return place, night(place)


def night(place: Property) -> float:
    with in_property(place):
        told: dict[str, int] = {}
        seconds = timed(lambda: told.update(assessing.night(Statements(raw_connection()), place, TODAY)))
    print(f"  night {seconds:.1f} s: {told}", flush=True)
    return seconds


@bench(
    "assess_night",
    "the first night of a property with 100,000 guests, all of whose states are written, against the minute it may take",
    unit="s",
    aim=1,
    less_is_better=True,
)
def whole_night() -> Figures:
    place, first = stage()
    print(f"  once more, with nothing to write: {night(place):.1f} s", flush=True)
    return Figures(first, NIGHT_LIMIT_S, 1)


@bench(
    "assess_visit",
    "one guest of 100,000 judged upon a visit, in a transaction of its own, against the 5 ms it may take (median)",
    unit="ms",
    aim=1,
    less_is_better=True,
)
def upon_a_visit() -> Figures:
    place, _ = stage()
    rng = np.random.default_rng(5)
    taken: list[float] = []
    with in_property(place):
        ids = list(State.objects.order_by("pk").values_list("pk", flat=True))
        for guest in [ids[n] for n in rng.integers(0, len(ids), VISITS + 5)]:
            # As if he had been judged otherwise before: the row and a change are written.
            State.objects.filter(pk=guest).update(stage="new", deviation="unknown")
            taken.append(
                timed(lambda one=guest: assessing.follow(Statements(raw_connection()), place, [one], TODAY))
            )
    ours = sorted(each * 1000 for each in taken[5:])  # without the first, which read the night's basis
    print(f"  99 of 100 within {ours[int(VISITS * 0.99)]:.1f} ms", flush=True)
    return Figures(ours[VISITS // 2], VISIT_LIMIT_MS, VISITS)
