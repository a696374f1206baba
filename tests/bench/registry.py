"""How a benchmark is written: a function that measures ours and its peer in the same run.

    from tests.bench.registry import Figures, bench

    @bench("ledger_vs_psycopg", "ledger postings against bare inserts", unit="postings/s", aim=0.2)
    def ledger_against_psycopg() -> Figures:
        return Figures(ours=4100.0, peer=9800.0, runs=5)

`unit` says what ours and peer are; `less_is_better=True` for times and memory. `aim` is the least ratio;
the ratio is made so that a greater one is better. Where the peer is a limit, `peer` is that limit and the
aim is 1. The module is found when it lies in tests/bench/ and does not begin with an underscore; Django is
set up, the embedded servers run, and a migrated test database is in place before it is imported.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """What one benchmark measured: the median of ours, of its peer, and over how many runs."""

    ours: float
    peer: float
    runs: int


@dataclass(frozen=True)
class Benchmark:
    name: str
    what: str
    unit: str
    aim: float
    less_is_better: bool
    measure: Callable[[], Figures]


BENCHMARKS: dict[str, Benchmark] = {}


def bench(
    name: str, what: str, *, unit: str, aim: float, less_is_better: bool = False
) -> Callable[[Callable[[], Figures]], Callable[[], Figures]]:
    """Enter a measuring function into the list that `make bench` runs."""

    def enter(measure: Callable[[], Figures]) -> Callable[[], Figures]:
        if name in BENCHMARKS:
            raise ValueError(f"two benchmarks are called {name}")
        BENCHMARKS[name] = Benchmark(name, what, unit, aim, less_is_better, measure)
        return measure

    return enter


def row(benchmark: Benchmark, figures: Figures) -> dict[str, object]:
    """One line of var/bench.json."""
    above, below = (figures.peer, figures.ours) if benchmark.less_is_better else (figures.ours, figures.peer)
    ratio = above / below if below else float("inf")
    return {
        "name": benchmark.name,
        "what": benchmark.what,
        "ours": figures.ours,
        "peer": figures.peer,
        "unit": benchmark.unit,
        "ratio": round(ratio, 4),
        "aim": benchmark.aim,
        "met": ratio >= benchmark.aim,
        "runs": figures.runs,
    }
