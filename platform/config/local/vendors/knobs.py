"""What goes wrong, how often: counted (the next so many), or by share from a seed."""

import random
import threading
from typing import Any

KINDS = (
    # of a request
    "cut_before",  # the connection is cut before anything was done
    "cut_after",  # … after the message was accepted: nobody answers
    "hold_after",  # the same, after hold_s seconds
    "429", "500_before", "500_after",
    "torn",  # half an answer
    "limit",  # this number has had enough for the minute
    # of a receipt
    "receipt_first",  # it is posted before the request is answered
    "duplicate_receipt", "no_receipt",
    "failed",  # the carrier could not deliver
    "nobody",  # an empty number
    # of the mail server
    "smtp_defer", "smtp_bounce", "smtp_cut_after", "smtp_cut_before",
)  # fmt: skip


class Knobs:
    """As if nothing were turned: everything is accepted and delivered, within the vendors' own limits."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._random = random.Random(1)  # noqa: S311 (faults, not secrets)
        self.shares: dict[str, float] = {}
        self.times: dict[str, int] = {}
        self.struck: dict[str, int] = {}
        self.hold_s = 20.0
        self.receipt_delay_s = 0.0
        self.approve_after_s = 0.0
        self.limits = True  # how often a number may be written to
        self.window: tuple[int, int] | None = (8, 22)  # hours in which marketing goes
        self.day_limit: int | None = None  # of an account
        self.retry_s: tuple[float, ...] = (60, 300, 600)  # Aliyun: after 1, 5 and 10 minutes

    def strikes(self, kind: str) -> bool:
        """Whether this goes wrong now."""
        with self._guard:
            if self.times.get(kind, 0) > 0:
                self.times[kind] -= 1
                hit = True
            else:
                share = self.shares.get(kind, 0.0)
                hit = share > 0 and self._random.random() < share
            if hit:
                self.struck[kind] = self.struck.get(kind, 0) + 1
            return hit

    def turn(self, given: dict[str, Any]) -> dict[str, Any]:
        """Turn what is named; ValueError for what is no knob. Returns how all of them stand."""
        with self._guard:
            for name, value in given.items():
                if name in ("shares", "times"):
                    if unknown := set(value) - set(KINDS):
                        raise ValueError(f"no such fault: {sorted(unknown)}")
                    setattr(self, name, dict(value))
                elif name == "seed":
                    self._random = random.Random(value)  # noqa: S311
                elif name == "window":
                    self.window = tuple(value) if value else None
                elif name == "retry_s":
                    self.retry_s = tuple(value)
                elif name in ("hold_s", "receipt_delay_s", "approve_after_s", "limits", "day_limit"):
                    setattr(self, name, value)
                else:
                    raise ValueError(f"no such knob: {name}")
            return self._shown()

    def _shown(self) -> dict[str, Any]:
        names = (
            *("shares", "times", "struck", "hold_s", "receipt_delay_s", "approve_after_s"),
            *("limits", "window", "day_limit", "retry_s"),
        )
        return {name: getattr(self, name) for name in names}
