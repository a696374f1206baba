"""Idempotency keys as Stripe keeps them: the first answer again, 400 for other parameters, 409 while under way."""

import hashlib
import threading
from dataclasses import dataclass

from config.local.stripe.store import Store
from config.local.stripe.trouble import Refusal, invalid

KEPT_S = 24 * 3600
LENGTH_MAX = 255


@dataclass(frozen=True)
class Stored:
    status: int
    body: str


class Keys:
    """The keys of the account. A stored answer is part of the store, and survives a restart."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._under_way: dict[str, str] = {}
        self._lock = threading.Lock()

    def begin(self, key: str, method: str, path: str, raw: str) -> Stored | None:
        """The stored answer, or None: then the work may begin, and `end()` must follow."""
        if len(key) > LENGTH_MAX:
            raise invalid(
                f"Idempotency keys may be at most {LENGTH_MAX} characters.", None, "idempotency_key_too_long"
            )
        asked = fingerprint(method, path, raw)
        with self._lock:
            under_way = self._under_way.get(key)
            with self.store.lock:
                stored = self.store.find("_idempotency", key)
                if stored and stored["at"] + KEPT_S <= self.store.wall():
                    stored = None
            if (under_way or (stored or {}).get("asked")) not in (None, asked):
                raise Refusal(
                    400,
                    "idempotency_error",
                    "Keys for idempotent requests can only be used with the same parameters they were first "
                    f"used with. Try using a key other than '{key}' if you meant to execute a different request.",
                )
            if under_way:
                raise Refusal(
                    409,
                    "idempotency_error",
                    "There is currently another in-progress request using this Idempotent Key (that probably "
                    f"means you submitted twice, and the other request is still going through): {key}. "
                    "Please try again later.",
                    code="idempotency_key_in_use",
                )
            if stored:
                return Stored(stored["status"], stored["body"])
            self._under_way[key] = asked
            return None

    def keep(self, key: str, method: str, path: str, raw: str, answer: Stored) -> None:
        """Remember the answer; within the unit of the work when there is one."""
        with self.store.unit():
            oldest = self.store.wall() - KEPT_S
            for row in self.store.all("_idempotency"):
                if row["at"] >= oldest:
                    break
                self.store.drop("_idempotency", row["id"])
            made = {
                "id": key,
                "asked": fingerprint(method, path, raw),
                "status": answer.status,
                "body": answer.body,
                "at": self.store.wall(),
            }
            self.store.drop("_idempotency", key)
            self.store.add("_idempotency", made)

    def under_way(self) -> set[str]:
        with self._lock:
            return set(self._under_way)

    def end(self, key: str) -> None:
        with self._lock:
            self._under_way.pop(key, None)


def fingerprint(method: str, path: str, raw: str) -> str:
    """The order of the fields does not matter."""
    return hashlib.sha256("\n".join([method, path, *sorted(raw.split("&"))]).encode()).hexdigest()
