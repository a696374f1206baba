"""What vendors tell by their hooks: read, and put into the inboxes. A worker applies it (receipts, answering).

Each body is a list of things; each thing is kept once, by its digest. What is kept of a receipt is what `Heard` says, no
telephone number and no text.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest

from kernel import clock, phones
from kernel.statements import Statements
from loyalty.messaging.transports import aliyun, mail_events, tencent
from loyalty.messaging.transports.moments import CHINA
from loyalty.messaging.transports.protocol import Heard, Said
from tenants import waking
from tenants.context import current_property

log = logging.getLogger(__name__)
MOST = 1_000  # things in one body
TEXT_MAX = 500


class Unreadable(ValueError):
    """Not what this vendor sends."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """How a vendor's hook is read, and what it wants to hear."""

    channel: str
    read: Callable[[HttpRequest], Sequence[Heard | Said]]
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


def read(vendor: str, request: HttpRequest) -> Sequence[Heard | Said]:
    """Everything in a vendor's request. Raises Unreadable."""
    return VENDORS[vendor].read(request)


def from_aliyun(body: bytes) -> list[Heard | Said]:
    """SmsReport and SmsUp: arrays of receipts, or of replies."""
    return _each(body, _by_aliyun)


def from_tencent(body: bytes) -> list[Heard | Said]:
    """Status: an array; it carries the vendor's own number only, no SessionContext. Replies: one object each."""
    return _each(body, _by_tencent)


def from_provider(vendor: str, request: HttpRequest) -> Sequence[Heard | Said]:
    """What a provider of e-mail tells, as django-anymail reads it."""
    try:
        return mail_events.heard(vendor, request)
    except mail_events.Odd as error:
        raise Unreadable("not an event") from error


def _by_aliyun(row: dict[str, Any]) -> Heard | Said:
    if "content" in row:
        return Said(_number(row.get("phone_number")), _text(row["content"]), _moment(row.get("send_time")))
    if not isinstance(row.get("success"), bool):
        raise Unreadable("success")
    code, good = _word(row.get("err_code")), row["success"]
    return Heard(
        _claim(row.get("out_id")),
        _word(row.get("biz_id")),
        "delivered" if good else "failed",
        "" if good else code,
        dead=not good and code in aliyun.NOBODY,
        opted_out=not good and code in aliyun.OPTED_OUT,
    )


def _by_tencent(row: dict[str, Any]) -> Heard | Said:
    if "text" in row:
        at = row.get("time")
        if not isinstance(at, int) or not 0 <= at < 1 << 40:
            raise Unreadable("time")
        nation = _word(row.get("nationcode")) or "86"
        return Said(_number(f"+{nation}{_word(row.get('mobile'))}"), _text(row["text"]), _unix(at))
    if row.get("report_status") not in ("SUCCESS", "FAIL"):
        raise Unreadable("report_status")
    return tencent.heard(None, _word(row.get("sid")), row["report_status"], row.get("errmsg"))


def _each(body: bytes, one: Callable[[dict[str, Any]], Heard | Said]) -> list[Heard | Said]:
    """What can be read of a body: one odd row must not lose an opt-out beside it. Raises Unreadable for nothing."""
    found, odd = [], 0
    rows = _rows(body)
    for row in rows:
        try:
            found.append(one(row))
        except Unreadable:
            odd += 1
    if odd and not found:
        raise Unreadable("nothing of it")
    if odd:
        log.warning("%s of %s things that a vendor told could not be read", odd, len(rows))
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
    "aliyun": Vendor("sms", lambda request: from_aliyun(request.body), {"code": 0, "msg": "接收成功"}),
    "tencent": Vendor("sms", lambda request: from_tencent(request.body), {"result": 0, "errmsg": "OK"}),
    **{name: Vendor("email", partial(from_provider, name), {}) for name in mail_events.READERS},
}
STORE = """
INSERT INTO messaging_receipt (channel, vendor, digest, body, received_at)
VALUES (%s, %s, %s, %s::jsonb, %s) ON CONFLICT (digest) DO NOTHING
"""
