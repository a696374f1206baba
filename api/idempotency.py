"""Idempotency-Key: a POST that is sent again is answered again, and done once.

A row stands before the work begins and gets the answer after it. What is meant to be tried again (409, 429,
503, an error of ours) is not kept.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.callers import Caller
from api.models import KeyedRequest
from api.refusals import Flaw, Malformed
from kernel import clock
from kernel.errors import Refused

HEADER = "Idempotency-Key"
KEPT = timedelta(days=30)
# A request that did not finish in this time died with its process: statements end after 30 s.
GIVEN_UP_AFTER = timedelta(minutes=2)
NOT_KEPT = frozenset({409, 429})


class KeyReused(Refused):
    code = "idempotency_key_reused"
    status = 422
    zh = "这个 Idempotency-Key 已用于另一个请求。"
    en = "This Idempotency-Key was used for another request."


class StillRunning(Refused):
    code = "still_running"
    status = 409
    zh = "相同的请求正在处理中，请稍后重试。"
    en = "The first request with this key is still running. Try again shortly."


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what under which key; key and request as digests."""

    owner: str
    key: bytes
    request: bytes


def asked(request: HttpRequest, caller: Caller) -> Asked | None:
    """None when no key was sent; Malformed when it is not one."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= 255 or not key.isascii():
        raise Malformed(
            Flaw(
                "",
                "bad_idempotency_key",
                "Idempotency-Key 须为 1–255 个 ASCII 字符。",
                "1–255 ASCII characters.",
            )
        )
    digest = hashlib.sha256(key.encode()).digest()
    return Asked(f"{caller.kind}:{caller.id}", digest, _digest_of(request))


def begin(request: HttpRequest, caller: Caller) -> KeyedRequest | HttpResponse | None:
    """None: no key was sent. A row: do the work, then finish() it. A response: it was done before."""
    wanted = asked(request, caller) if request.method == "POST" else None
    if wanted is None:
        return None
    for _ in range(2):
        row = _claim(wanted)
        if row is not None:
            return row
        found = KeyedRequest.objects.filter(owner=wanted.owner, key=wanted.key).first()
        if found is None:
            continue
        answered = _answer_of(found, wanted.request)
        if answered is not None:
            return answered
    raise StillRunning(retry_after=1)


def take(wanted: Asked) -> HttpResponse | None:
    """Within the transaction that does the work: the answer given before, or None and the key is ours until its end.

    StillRunning while another transaction holds it. Nothing is left behind by one that dies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number_of(wanted)])
        if not cursor.fetchone()[0]:
            raise StillRunning(retry_after=1)
    found = KeyedRequest.objects.filter(owner=wanted.owner, key=wanted.key).first()
    if found is None or found.created_at < clock.now() - KEPT:
        return None
    answered = _answer_of(found, wanted.request)
    if answered is None:
        raise StillRunning(retry_after=1)
    return answered


def number_of(wanted: Asked) -> int:
    """Of the lock that whoever works under this key holds."""
    return int.from_bytes(hashlib.sha256(wanted.owner.encode() + wanted.key).digest()[:8], signed=True)


def keep(wanted: Asked, response: HttpResponse, hidden: tuple[str, ...] = ()) -> None:
    """Keep the answer in the transaction of take(). What is meant to be tried again is not kept."""
    if response.status_code in NOT_KEPT:
        return
    row = {"asked": wanted.request, "created_at": clock.now(), **_stored(response, hidden)}
    KeyedRequest.objects.update_or_create(owner=wanted.owner, key=wanted.key, defaults=row)


def finish(row: KeyedRequest, response: HttpResponseBase, hidden: tuple[str, ...] = ()) -> None:
    """Keep the answer; `hidden` names fields that are shown once and never stored (a new key)."""
    keep = response.status_code < 500 and response.status_code not in NOT_KEPT
    if not keep or not isinstance(response, HttpResponse):
        KeyedRequest.objects.filter(pk=row.pk).delete()
        return
    KeyedRequest.objects.filter(pk=row.pk).update(**_stored(response, hidden))


def _stored(response: HttpResponse, hidden: tuple[str, ...]) -> dict[str, Any]:
    return {
        "status": response.status_code,
        "content_type": response.headers.get("Content-Type", ""),
        "location": response.headers.get("Location", ""),
        "answer": _without(response.content, hidden),
    }


def forget(row: KeyedRequest) -> None:
    KeyedRequest.objects.filter(pk=row.pk).delete()


def forget_old() -> int:
    """Drop what is older than 30 days; for the nightly run."""
    count, _ = KeyedRequest.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    return count


def _claim(wanted: Asked) -> KeyedRequest | None:
    """Insert the row, or take it over from a request that died or is past its 30 days."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.api_keyedrequest (owner, key, asked, content_type, location, created_at)"
            " VALUES (%s, %s, %s, '', '', %s) ON CONFLICT (owner, key) DO UPDATE"
            " SET asked = EXCLUDED.asked, status = NULL, answer = NULL, created_at = EXCLUDED.created_at"
            " WHERE api_keyedrequest.created_at < %s"
            " OR (api_keyedrequest.status IS NULL AND api_keyedrequest.asked = EXCLUDED.asked"
            "     AND api_keyedrequest.created_at < %s)"
            " RETURNING id",
            [wanted.owner, wanted.key, wanted.request, now, now - KEPT, now - GIVEN_UP_AFTER],
        )
        found = cursor.fetchone()
    if not found:
        return None
    return KeyedRequest(pk=found[0], owner=wanted.owner, key=wanted.key, asked=wanted.request, created_at=now)


def _answer_of(found: KeyedRequest, request: bytes) -> HttpResponse | None:
    if bytes(found.asked) != request:
        raise KeyReused
    if found.status is None:
        return None
    response = HttpResponse(bytes(found.answer or b""), status=found.status, content_type=found.content_type)
    if found.location:
        response["Location"] = found.location
    response["Idempotent-Replayed"] = "true"
    return response


def _digest_of(request: HttpRequest) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.digest()
    # The boundary differs each time: what counts are the fields and the files.
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name in sorted(request.FILES):
        file = cast("UploadedFile[Any]", request.FILES[name])
        digest.update(repr((name, file.name, file.size)).encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    return digest.digest()


def _without(content: bytes, hidden: tuple[str, ...]) -> bytes:
    if not hidden:
        return content
    body = msgspec.json.decode(content)
    return msgspec.json.encode({name: value for name, value in body.items() if name not in hidden})
