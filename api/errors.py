"""Every error leaves as application/problem+json (RFC 9457), in Chinese or English, with a stable type."""

import logging
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
import psycopg
from django.core import exceptions as django_errors
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf_errors

from api import refusals
from api.refusals import Flaw
from audit.recording import request_id
from kernel.errors import Refused

log = logging.getLogger("api")

TITLES = {
    400: ("请求有误", "Malformed request"),
    401: ("未登录", "Not signed in"),
    402: ("需要付款", "Payment required"),
    403: ("没有权限", "Not allowed"),
    404: ("未找到", "Not found"),
    405: ("方法不支持", "Method not allowed"),
    406: ("格式不支持", "Not acceptable"),
    409: ("发生冲突", "Conflict"),
    413: ("内容过大", "Too large"),
    415: ("类型不支持", "Unsupported media type"),
    422: ("不符合规则", "Refused by a rule"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("系统错误", "Internal error"),
    503: ("暂时不可用", "Unavailable"),
    504: ("没有等到回答", "No answer in time"),
}
# No facts of their own in a problem; zh and en are what `detail` says, where one refusal has several sentences.
RESERVED = frozenset({"type", "title", "status", "detail", "errors", "request_id", "instance", "zh", "en"})

# Errors of the libraries below us, in the words of the interface. First match wins.
TRANSLATED: tuple[tuple[type[BaseException], type[Refused]], ...] = (
    (Http404, refusals.NotFound),
    (drf_errors.NotFound, refusals.NotFound),
    (drf_errors.NotAuthenticated, refusals.Unauthenticated),
    (drf_errors.AuthenticationFailed, refusals.Unauthenticated),
    (drf_errors.PermissionDenied, refusals.Forbidden),
    (django_errors.PermissionDenied, refusals.Forbidden),
    (drf_errors.NotAcceptable, refusals.NotAcceptable),
    (drf_errors.UnsupportedMediaType, refusals.UnsupportedMediaType),
    (drf_errors.ParseError, refusals.Malformed),
    (drf_errors.ValidationError, refusals.Malformed),
    (django_errors.RequestDataTooBig, refusals.TooLarge),
    (django_errors.SuspiciousOperation, refusals.Malformed),
    (django_errors.BadRequest, refusals.Malformed),
    (MultiPartParserError, refusals.Malformed),
    (UnicodeEncodeError, refusals.Malformed),  # a lone surrogate that reached the database driver
    (DataError, refusals.Malformed),
    (IntegrityError, refusals.Conflict),
    (OperationalError, refusals.Unavailable),
    (InterfaceError, refusals.Unavailable),
    # Hot paths speak to psycopg itself, and its errors come unwrapped.
    (psycopg.DataError, refusals.Malformed),
    (psycopg.IntegrityError, refusals.Conflict),
    (psycopg.OperationalError, refusals.Unavailable),
    (psycopg.InterfaceError, refusals.Unavailable),
)


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's exception handler: whatever a view raised becomes a problem document."""
    request = context["request"]._request
    if isinstance(error, drf_errors.MethodNotAllowed):
        error = refusals.MethodNotAllowed(method=request.method)
    return problem(request, translate(error))


def translate(error: BaseException) -> Refused:
    if isinstance(error, Refused):
        return error
    for kind, refusal in TRANSLATED:
        if isinstance(error, kind):
            if refusal in (refusals.Conflict, refusals.Unavailable) or isinstance(
                error, (DataError, psycopg.DataError)
            ):
                log.warning("%s: %s", type(error).__name__, error, extra={"request_id": request_id.get()})
            return refusal()
    log.error("Unexpected error in request %s", request_id.get(), exc_info=error)
    return refusals.Internal()


def problem(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer that says no."""
    locale = locale_of(request.headers.get("Accept-Language", ""))
    response = HttpResponse(
        msgspec.json.encode(body_of(refusal, locale)),
        status=refusal.status,
        content_type="application/problem+json",
        headers={"Content-Language": locale, "Vary": "Accept-Language"},
    )
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="huike"'
    if "retry_after" in refusal.facts:
        response["Retry-After"] = str(refusal.facts["retry_after"])
    return response


def body_of(refusal: Refused, locale: str) -> dict[str, Any]:
    """The problem document, as the batch endpoint also puts it beside a single item."""
    titles = TITLES.get(refusal.status, TITLES[409])
    extra = {name: value for name, value in refusal.facts.items() if name not in RESERVED}
    return {
        "type": refusal.type or "/problems/" + refusal.code.replace("_", "-"),
        "title": titles[0 if locale == "zh-CN" else 1],
        "status": refusal.status,
        "detail": refusal.sentence(locale),
        "errors": [flaw_of(flaw, locale) for flaw in refusal.facts.get("errors", ())],
        "request_id": request_id.get(),
        **extra,
    }


def flaw_of(flaw: Flaw | Mapping[str, Any], locale: str) -> Mapping[str, Any]:
    if isinstance(flaw, Flaw):
        detail = flaw.zh if locale == "zh-CN" else flaw.en
        return {"pointer": flaw.pointer, "code": flaw.code, "detail": detail}
    return flaw


@lru_cache(maxsize=512)
def locale_of(accept_language: str) -> str:
    """'en-GB,en;q=0.9,zh;q=0.5' -> 'en'. Chinese when neither is asked for."""
    best, weight = "zh-CN", 0.0
    for part in accept_language[:200].lower().split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wanted = float(quality) if quality else 1.0
        except ValueError:
            continue
        if name[:2] in ("zh", "en") and wanted > weight:
            best, weight = ("zh-CN" if name.startswith("zh") else "en"), wanted
    return best


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, refusals.CsrfFailed())


def no_such_route(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, refusals.NotFound())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, translate(exception) if exception else refusals.Malformed())


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, refusals.Forbidden())


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: for what fails outside a view, a session read without a database for one."""
    error = sys.exc_info()[1]
    return problem(request, translate(error) if error else refusals.Internal())


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any = None) -> HttpResponse:
    """For django-axes' middleware: the view has already answered 429 with Retry-After."""
    return response
