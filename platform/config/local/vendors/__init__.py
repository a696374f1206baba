"""Local stand-ins for the vendors of messages: Aliyun's and Tencent's SMS, and a mail server, on this machine alone.

    python -m config.local.vendors --port 8002 --smtp-port 8003     a process of its own (`make up` starts it so)

    with running(accounts={"key": "secret"}, hook="http://…/{account}/{vendor}/{token}") as vendors:     in a test
        Aliyun(Account("aliyun", "key", "secret", "雅客酒店"), vendors.url)

Standard library only; they know nothing of the product. docs/messaging-vendors.md says what they do and do not do.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config.local.vendors.server import StandIns
from config.local.vendors.store import Template, Thing

Push = Callable[[str, bytes], int]


class Running:
    """Stand-ins that run in this process, with their knobs as functions."""

    def __init__(self, stand_ins: StandIns) -> None:
        self._stand_ins = stand_ins
        self.url = stand_ins.url
        self.smtp = stand_ins.smtp_address

    def knobs(self, **given: Any) -> Thing:
        """As POST /_knobs."""
        return self._stand_ins.knobs.turn(given)

    def sent(self, **equals: Any) -> list[Thing]:
        """Everything that was accepted, oldest first."""
        rows = self._stand_ins.store.sent_rows()
        return [row for row in rows if all(row.get(name) == value for name, value in equals.items())]

    def requests(self) -> list[Thing]:
        return list(self._stand_ins.store.requests)

    def approve(self, vendor: str, account: str, text: str, kind: str = "marketing") -> str:
        """A text that is approved already; its code."""
        return self._stand_ins.store.add_template(vendor, account, "by hand", text, kind, approved=True).code

    def template(self, code: str) -> Template | None:
        return self._stand_ins.store.template(code)

    def reply(self, phone: str, text: str) -> int:
        """The guest writes back to whoever wrote to him last; to how many hooks it is told."""
        return self._stand_ins.reply(phone, text)

    def deliver(self, *, wait_s: float = 20) -> None:
        """Post all receipts and replies that are due, and wait until each was tried."""
        self._stand_ins.pusher.flush(wait_s)

    def close(self) -> None:
        self._stand_ins.close()


@contextmanager
def running(
    *,
    port: int = 0,
    smtp_port: int = 0,
    accounts: Mapping[str, str] | None = None,
    secret: str = "",
    hook: str = "",
    state: Path | None = None,
    push: Push | None = None,
) -> Iterator[Running]:
    """Stand-ins for the length of a `with`, on free ports unless they are named.

    `push` takes (address, body) in the place of an HTTP request and answers with a status.
    """
    stand_ins = StandIns(
        port=port,
        smtp_port=smtp_port,
        accounts=accounts or {},
        secret=secret,
        hook=hook,
        state=state,
        push=push,
    )
    stand_ins.start()
    try:
        yield Running(stand_ins)
    finally:
        stand_ins.close()
