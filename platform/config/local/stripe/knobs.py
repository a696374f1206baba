"""The knobs of a test: how webhooks misbehave, and which requests fail how. All from a seed."""

import fnmatch
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from config.local.stripe.store import Dunning, Thing, new_id
from config.local.stripe.trouble import invalid

KINDS = (
    *("429", "500", "500_after_commit", "503", "slow"),
    *("timeout_before", "timeout_after_commit"),
)
ENDINGS = ("unpaid", "cancel", "past_due")


@dataclass
class Fault:
    """One thing that goes wrong: for requests that fit, so many times."""

    kind: str
    method: str = "*"
    path: str = "*"
    times: int = 1
    # How long a lost answer keeps the caller waiting before the connection is cut.
    hold_s: float = 0.0
    retry_after_s: int | None = None

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in ("*", method) and fnmatch.fnmatchcase(path, self.path)


@dataclass
class Knobs:
    """As if nothing were turned: every event once, at once, in order, again until it is taken."""

    duplicates: tuple[int, int] = (1, 1)
    shuffle_window: int = 0
    delay_ms: tuple[int, int] = (0, 0)
    drop: float = 0.0
    retry: bool = True
    concurrency: int = 1
    down: bool = False
    faults: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=random.Random)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliveries(self, event: str, endpoint: str) -> list[Thing]:
        """How often, when, and whether at all an event is posted to an endpoint."""
        with self.lock:
            if self.dice.random() < self.drop:
                return []
            times = self.dice.randint(*self.duplicates)
            held = self.shuffle_window > 1
            return [
                {
                    "id": new_id("whd"),
                    "event": event,
                    "endpoint": endpoint,
                    "tries": 0,
                    "due_at": time.time() + self.dice.uniform(*self.delay_ms) / 1000,
                    "held": held,
                    "status": None,
                }
                for _ in range(times)
            ]

    def fault(self, method: str, path: str) -> Fault | None:
        """The fault that meets this request; it is used up once more."""
        with self.lock:
            for fault in self.faults:
                if fault.fits(method, path):
                    fault.times -= 1
                    self.faults = [row for row in self.faults if row.times > 0]
                    return fault
            return None

    def turn(self, given: dict[str, Any], dunning: Dunning) -> None:
        """Set what is given; `{"reset": true}` first sets everything back."""
        known = {"duplicates", "shuffle_window", "delay_ms", "drop", "retry", "concurrency", "down", "faults"}
        if unknown := set(given) - known - {"seed", "dunning", "reset"}:
            raise invalid(f"No such knob: {sorted(unknown)[0]}")
        try:
            faults = [_fault(row) for row in given["faults"]] if "faults" in given else None
            with self.lock:
                self._set(given, faults)
            _set_dunning(given.get("dunning") or {}, dunning)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise invalid(f"This knob cannot be turned so: {error}") from None

    def _set(self, given: dict[str, Any], faults: list[Fault] | None) -> None:
        if given.get("reset"):
            self.duplicates, self.shuffle_window, self.delay_ms = (1, 1), 0, (0, 0)
            self.drop, self.retry, self.concurrency, self.down = 0.0, True, 1, False
            self.faults = []
        if "duplicates" in given:
            self.duplicates = _pair(given["duplicates"], 1, 5)
        if "delay_ms" in given:
            self.delay_ms = _pair(given["delay_ms"], 0, 600_000)
        self.shuffle_window = int(given.get("shuffle_window", self.shuffle_window))
        self.drop = float(given.get("drop", self.drop))
        self.retry = bool(given.get("retry", self.retry))
        self.down = bool(given.get("down", self.down))
        self.concurrency = max(1, min(16, int(given.get("concurrency", self.concurrency))))
        if faults is not None:
            self.faults = faults
        if "seed" in given:
            self.dice = random.Random(given["seed"])  # noqa: S311 (a test's dice)

    def shown(self) -> Thing:
        return {
            "duplicates": list(self.duplicates),
            "shuffle_window": self.shuffle_window,
            "delay_ms": list(self.delay_ms),
            "drop": self.drop,
            "retry": self.retry,
            "concurrency": self.concurrency,
            "down": self.down,
            "faults": [vars(row) for row in self.faults],
        }


def _pair(given: Any, least: int, most: int) -> tuple[int, int]:
    """`3` is 3 to 3, `[1, 5]` is one to five."""
    low, high = (given, given) if isinstance(given, int) else given
    if not least <= int(low) <= int(high) <= most:
        raise ValueError(f"{given} is not between {least} and {most}")
    return int(low), int(high)


def _fault(given: dict[str, Any]) -> Fault:
    made = Fault(**{**given, "kind": str(given["kind"])})
    if made.kind not in KINDS:
        raise ValueError(f"{made.kind} is none of {', '.join(KINDS)}")
    return made


def _set_dunning(given: dict[str, Any], dunning: Dunning) -> None:
    if "retry_days" in given:
        dunning.retry_days = tuple(int(day) for day in given["retry_days"])
    if "finally" in given:
        if given["finally"] not in ENDINGS:
            raise ValueError(f"{given['finally']} is none of {', '.join(ENDINGS)}")
        dunning.finally_ = given["finally"]
