"""Everything the stand-in knows: objects as Stripe shows them, in memory and, if asked, in one SQLite file.

Work is done in units (one request, one step of a clock): a unit that is refused leaves nothing behind, and
a unit that stands is written down before it is answered. Objects are changed only after `edit()`.
"""

import copy
import json
import secrets
import sqlite3
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.local.stripe.trouble import Refusal, no_such

Thing = dict[str, Any]
Key = tuple[str, str]
Baseline = Thing | None
Telling = tuple[str, Thing, Thing | None]

ALPHABET = string.ascii_letters + string.digits

# What Stripe calls each in "No such …".
NAMES = {
    "checkout.session": "checkout.session",
    "billing_portal.session": "billing portal session",
    "payment_method": "PaymentMethod",
    "subscription_item": "subscription_item",
    "test_helpers.test_clock": "test clock",
    "promotion_code": "promotion code",
}


@dataclass
class Dunning:
    """When a failed charge is tried again, and what comes after the last time."""

    retry_days: tuple[int, ...] = (3, 5, 7)
    finally_: str = "unpaid"  # unpaid | cancel | past_due


def new_id(prefix: str, length: int = 24) -> str:
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(length))


class Store:
    """Tables of objects, a lock, and the clock."""

    def __init__(self, file: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.tables: dict[str, dict[str, Thing]] = {}
        self.base = ""
        # The moment a step of a clock happens at, while it happens.
        self.moment: int | None = None
        self.previewing = False
        self.dunning = Dunning()
        self._undo: dict[Key, Baseline] = {}
        self._told: dict[Key, Baseline] = {}
        self.telling: list[Telling] = []
        self._depth = 0
        self._file = _open(file) if file else None
        if self._file:
            for kind, text in self._file.execute("SELECT kind, said FROM things ORDER BY seq"):
                thing = json.loads(text)
                self.tables.setdefault(kind, {})[thing["id"]] = thing

    # --- the clock

    @property
    def offset_s(self) -> int:
        return int(self.tables.get("_clock", {}).get("own", {}).get("offset_s", 0))

    def wall(self) -> int:
        """The stand-in's own time, for whatever has no test clock."""
        return self.moment if self.moment is not None else int(time.time()) + self.offset_s

    def now(self, thing: Thing | None = None) -> int:
        """The time where the thing lives: its test clock's, or the stand-in's own."""
        clock = thing.get("test_clock") if thing else None
        found = self.tables.get("test_helpers.test_clock", {}).get(clock) if clock else None
        return int(found["frozen_time"]) if found else self.wall()

    # --- objects

    def add(self, kind: str, thing: Thing) -> Thing:
        self._remember(kind, thing["id"])
        self.tables.setdefault(kind, {})[thing["id"]] = thing
        return thing

    def find(self, kind: str, wanted: str | None) -> Thing | None:
        return self.tables.get(kind, {}).get(wanted) if wanted else None

    def get(self, kind: str, wanted: str, param: str = "id", *, in_path: bool = False) -> Thing:
        """To look at, not to change."""
        found = self.find(kind, wanted)
        if found is None:
            raise no_such(NAMES.get(kind, kind), wanted, param, in_path=in_path)
        return found

    def edit(self, kind: str, wanted: str, param: str = "id", *, in_path: bool = False) -> Thing:
        """To change: the unit remembers how it was."""
        found = self.get(kind, wanted, param, in_path=in_path)
        self._remember(kind, wanted)
        return found

    def drop(self, kind: str, wanted: str) -> None:
        self._remember(kind, wanted)
        self.tables.get(kind, {}).pop(wanted, None)

    def all(self, kind: str) -> list[Thing]:
        """Oldest first."""
        return list(self.tables.get(kind, {}).values())

    def where(self, kind: str, **equal: Any) -> list[Thing]:
        return [row for row in self.all(kind) if all(row.get(key) == value for key, value in equal.items())]

    def _remember(self, kind: str, wanted: str) -> None:
        key = (kind, wanted)
        if key not in self._undo:
            found = copy.deepcopy(self.find(kind, wanted))
            self._undo[key] = found
            self._told.setdefault(key, found)

    # --- units

    def tell(self, type_: str, thing: Thing, before: Thing | None = None) -> None:
        """An event of this unit, with the thing as it is now."""
        self.telling.append((type_, copy.deepcopy(thing), before))
        kind = str(thing.get("object", ""))
        if "id" in thing:
            self._told[(kind, thing["id"])] = copy.deepcopy(thing)

    def tell_nothing(self, kind: str, wanted: str) -> None:
        """What this unit did to the thing so far was told, or needs no telling."""
        self._told[(kind, wanted)] = copy.deepcopy(self.find(kind, wanted))

    def changed(self) -> Iterator[tuple[str, Baseline, Thing | None]]:
        """(kind, as it was last told, as it is) of whatever this unit touched."""
        for (kind, wanted), before in list(self._told.items()):
            now = self.find(kind, wanted)
            if before != now:
                yield kind, before, now

    @contextmanager
    def unit(self) -> Iterator[None]:
        """One piece of work, alone: stands as a whole or not at all."""
        with self.lock:
            if self._depth:
                yield
                return
            self._depth = 1
            self._undo, self._told, self.telling = {}, {}, []
            try:
                yield
            except Refusal as refusal:
                self._end(stands=refusal.kept)
                raise
            except BaseException:
                self._end(stands=False)
                raise
            else:
                self._end(stands=True)

    @contextmanager
    def preview(self) -> Iterator[None]:
        """Work that is looked at and then undone, inside a unit."""
        outer = self._undo, self._told, self.telling
        self._undo, self._told, self.telling = {}, {}, []
        self.previewing = True
        try:
            yield
        finally:
            self._roll_back()
            self.previewing = False
            self._undo, self._told, self.telling = outer

    def _end(self, *, stands: bool) -> None:
        if stands:
            self.before_commit()
            self._write()
        else:
            self._roll_back()
        self._undo, self._told, self.telling = {}, {}, []
        self._depth = 0

    def before_commit(self) -> None:
        """Replaced by events.attach(): the changes become events and deliveries of the same unit."""

    def _roll_back(self) -> None:
        for (kind, wanted), before in reversed(self._undo.items()):
            table = self.tables.setdefault(kind, {})
            if before is None:
                table.pop(wanted, None)
            else:
                table[wanted] = before

    def _write(self) -> None:
        if not self._file:
            return
        with self._file:
            for kind, wanted in self._undo:
                now = self.find(kind, wanted)
                if now is None:
                    self._file.execute("DELETE FROM things WHERE kind = ? AND id = ?", (kind, wanted))
                else:
                    self._file.execute(
                        "INSERT INTO things (kind, id, said) VALUES (?, ?, ?) "
                        "ON CONFLICT (kind, id) DO UPDATE SET said = excluded.said",
                        (kind, wanted, json.dumps(now, ensure_ascii=False)),
                    )

    def close(self) -> None:
        with self.lock:
            if self._file:
                self._file.close()
                self._file = None


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = sqlite3.connect(file, check_same_thread=False)
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA synchronous = NORMAL")
    made.execute(
        "CREATE TABLE IF NOT EXISTS things "
        "(seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, said TEXT NOT NULL, UNIQUE (kind, id))"
    )
    made.commit()
    return made
