"""What the stand-ins remember: texts that were filed, messages that were accepted, who wants no more."""

import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

Thing = dict[str, Any]
KEPT = 300  # messages that survive a restart
LOG_MAX = 50_000


@dataclass
class Template:
    """A text in review, or after it."""

    code: str
    vendor: str
    account: str
    name: str
    text: str
    kind: str  # code | notice | marketing
    filed_at: float
    reason: str = ""  # why it will be refused; '' : it will be approved
    approved: bool = False  # whatever the time

    def state(self, after_s: float, now: float) -> str:
        if self.approved:
            return "approved"
        if now - self.filed_at < after_s:
            return "filed"
        return "refused" if self.reason else "approved"


class Store:
    def __init__(self, path: Path | None, accounts: Mapping[str, str], secret: str) -> None:
        self.lock = threading.RLock()
        self._path, self._accounts, self._secret = path, dict(accounts), secret
        self._templates: dict[str, Template] = {}
        self._sent: deque[Thing] = deque(maxlen=LOG_MAX)
        self._by_phone: dict[str, list[Thing]] = {}
        self.requests: deque[Thing] = deque(maxlen=LOG_MAX)
        self.black: set[tuple[str, str]] = set()  # (vendor, number)
        self.nonces: set[str] = set()
        self._numbers = count(int(time.time() * 1000) % 10**9)
        self._changed = False
        self._load()

    def secret_of(self, account: str) -> str | None:
        """The secret of an account; with a secret of the installation every account is known."""
        if account in self._accounts:
            return self._accounts[account]
        return self.derived(account, "account") if self._secret and account else None

    def derived(self, account: str, use: str) -> str:
        return hmac.new(self._secret.encode(), f"{use}:{account}".encode(), hashlib.sha256).hexdigest()[:40]

    def number(self) -> int:
        return next(self._numbers)

    def add_template(
        self,
        vendor: str,
        account: str,
        name: str,
        text: str,
        kind: str,
        *,
        reason: str = "",
        approved: bool = False,
    ) -> Template:
        with self.lock:
            code = f"SMS_{self.number()}" if vendor == "aliyun" else str(self.number())
            made = Template(code, vendor, account, name, text, kind, time.time(), reason, approved)
            self._templates[code] = made
            self._changed = True
            return made

    def template(self, code: str) -> Template | None:
        return self._templates.get(code)

    def accept(self, row: Thing) -> Thing:
        """Put a message down as sent."""
        with self.lock:
            row = {"id": self.number(), "at": time.time(), "state": "accepted", **row}
            self._sent.append(row)
            self._by_phone.setdefault(row["to"], []).append(row)
            self._changed = True
            return row

    def settle(self, row: Thing, state: str, code: str) -> None:
        with self.lock:
            row.update(state=state, code=code, settled_at=time.time())
            self._changed = True

    def sent_rows(self) -> list[Thing]:
        with self.lock:
            return list(self._sent)

    def sent_to(self, number: str, since_s: float = 86_400) -> list[Thing]:
        """What this number was sent lately, oldest first."""
        with self.lock:
            now = time.time()
            return [row for row in self._by_phone.get(number, ()) if now - row["at"] < since_s]

    def count_of(self, account: str) -> int:
        """What an account sent in the last day."""
        with self.lock:
            now = time.time()
            return sum(row["account"] == account and now - row["at"] < 86_400 for row in self._sent)

    def heard(self, number: str, text: str, vendor: str) -> None:
        with self.lock:
            row = {"id": self.number(), "at": time.time(), "state": "said", "to": number, "text": text}
            self._by_phone.setdefault(number, []).append({**row, "vendor": vendor, "account": ""})
            self._changed = True

    def talks(self) -> dict[str, list[Thing]]:
        """Number or mailbox -> what was sent and said, the newest talk first."""
        with self.lock:
            kept = {who: list(rows) for who, rows in self._by_phone.items() if rows}
        return dict(sorted(kept.items(), key=lambda talk: -talk[1][-1]["at"]))

    def save(self) -> None:
        """Write down what survives a restart."""
        with self.lock:
            if self._path is None or not self._changed:
                return
            self._changed = False
            rows = sorted(
                (row for talk in self._by_phone.values() for row in talk), key=lambda row: row["at"]
            )
            text = json.dumps(
                {
                    "templates": [asdict(each) for each in self._templates.values()],
                    "messages": rows[-KEPT:],
                    "black": sorted(self.black),
                },
                ensure_ascii=False,
            )
        new = self._path.with_suffix(".new")
        new.write_text(text)
        new.replace(self._path)

    def _load(self) -> None:
        if self._path is None or not self._path.exists():
            return
        kept = json.loads(self._path.read_text())
        for row in kept["templates"]:
            self._templates[row["code"]] = Template(**row)
        for row in kept["messages"]:
            if row["state"] != "said":
                self._sent.append(row)
            self._by_phone.setdefault(row["to"], []).append(row)
        self.black = {(vendor, number) for vendor, number in kept["black"]}
