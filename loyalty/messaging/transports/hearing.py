"""What vendors tell by their hooks: read, and put into the inboxes. A worker applies it (receipts, answering).

Each body is a list of things; each thing is kept once, by its digest. What is kept of a receipt is what `Heard` says, no
telephone number and no text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock, phones
from kernel.statements import Statements
from loyalty.messaging.transports import aliyun, tencent
from loyalty.messaging.transports.moments import CHINA
from loyalty.messaging.transports.protocol import Heard, Said
from tenants import waking
from tenants.context import current_property

MOST = 1_000  # things in one body
TEXT_MAX = 500


class Unreadable(ValueError):
    """Not what this vendor sends."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """How a vendor's hook is read, and what it wants to hear."""

    channel: str
    read: Callable[[bytes], list[Heard | Said]]
    answer: dict[str, Any]


def store(raw: Statements, vendor: str, heard: Iterable[Heard]) -> int:
    """Put receipts into the inbox, each once; how many were new. Inside the property, in a transaction."""
    now, new = clock.now(), 0
    for each in heard:
        body = {
            "claim": each.claim.hex if each.claim else None,
            "provider_id": each.provider_id,
            "state": each.state,
            "code": each.code,
            "dead": each.dead,
            "opted_out": each.opted_out,
        }
        told = msgspec.json.encode(body)
        # What is told again later, with another time of its own, is the same.
        digest = hashlib.sha256(vendor.encode() + b"\0" + told).digest()
        row = (VENDORS[vendor].channel, vendor, digest, told.decode(), now)
        new += raw.execute(STORE, row).rowcount
    if new:
        waking.at(raw, current_property().pk, "messages", now)
    return new


def told(body: Any) -> Heard:
    """A receipt as `store` kept it."""
    claim = body.get("claim")
    return Heard(
        UUID(hex=claim) if claim else None,
        body["provider_id"],
        body["state"],
        body["code"],
        dead=body["dead"],
        opted_out=body["opted_out"],
    )


def digest_of(vendor: str, said: Said) -> bytes:
    """By which a reply is kept once, however often its vendor tells it."""
    written = json.dumps([vendor, said.address, said.text, said.at.astimezone(UTC).isoformat()])
    return hashlib.sha256(written.encode()).digest()


def read(vendor: str, body: bytes) -> list[Heard | Said]:
    """Everything in a body. Raises Unreadable."""
    return VENDORS[vendor].read(body)


def from_aliyun(body: bytes) -> list[Heard | Said]:
    """SmsReport and SmsUp: arrays of receipts, or of replies."""
    found: list[Heard | Said] = []
    for row in _rows(body):
        if "content" in row:
            found.append(
                Said(_number(row.get("phone_number")), _text(row["content"]), _moment(row.get("send_time")))
            )
            continue
        if not isinstance(row.get("success"), bool):
            raise Unreadable("success")
        code = _word(row.get("err_code"))
        good = row["success"]
        found.append(
            Heard(
                _claim(row.get("out_id")),
                _word(row.get("biz_id")),
                "delivered" if good else "failed",
                "" if good else code,
                dead=not good and code in aliyun.NOBODY,
                opted_out=not good and code in aliyun.OPTED_OUT,
            )
        )
    return found


def from_tencent(body: bytes) -> list[Heard | Said]:
    """Status: an array; it carries the vendor's own number only, no SessionContext. Replies: one object each."""
    found: list[Heard | Said] = []
    for row in _rows(body):
        if "text" in row:
            at = row.get("time")
            if not isinstance(at, int) or not 0 <= at < 1 << 40:
                raise Unreadable("time")
            nation = _word(row.get("nationcode")) or "86"
            found.append(Said(_number(f"+{nation}{_word(row.get('mobile'))}"), _text(row["text"]), _unix(at)))
            continue
        if row.get("report_status") not in ("SUCCESS", "FAIL"):
            raise Unreadable("report_status")
        found.append(tencent.heard(None, _word(row.get("sid")), row["report_status"], row.get("errmsg")))
    return found


def _rows(body: bytes) -> Sequence[dict[str, Any]]:
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    rows = said if isinstance(said, list) else [said]
    if len(rows) > MOST or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("not a list of objects")
    return rows


def _claim(written: object) -> UUID | None:
    """Ours, where it is one: the account may send other things too."""
    if isinstance(written, str) and len(written) == 32:
        with suppress(ValueError):
            return UUID(hex=written)
    return None


def _word(written: object) -> str:
    if written is None:
        return ""
    if not isinstance(written, str | int) or "\0" in str(written):
        raise Unreadable("not a word")
    return str(written)[:120]


def _text(written: object) -> str:
    if not isinstance(written, str):
        raise Unreadable("content")
    return written.replace("\0", "")[:TEXT_MAX]


def _number(written: object) -> str:
    number = phones.e164(written) if isinstance(written, str) and len(written) <= 40 else None
    if number is None:
        raise Unreadable("not a telephone number")
    return number


def _moment(written: object) -> datetime:
    """'2017-09-01 00:00:00' by China's clock; what cannot be read is now."""
    if isinstance(written, str):
        with suppress(ValueError):
            return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    return clock.real_now()


def _unix(at: int) -> datetime:
    try:
        return datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable("time") from error


VENDORS: dict[str, Vendor] = {
    "aliyun": Vendor("sms", from_aliyun, {"code": 0, "msg": "接收成功"}),
    "tencent": Vendor("sms", from_tencent, {"result": 0, "errmsg": "OK"}),
}
STORE = """
INSERT INTO messaging_receipt (channel, vendor, digest, body, received_at)
VALUES (%s, %s, %s, %s::jsonb, %s) ON CONFLICT (digest) DO NOTHING
"""
