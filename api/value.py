"""Views that move value: a POST is done once per Idempotency-Key, and its answer is kept in the transaction that
does it. A process that dies in between leaves either both or nothing, so a client may simply send it again.
"""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from api import idempotency
from api.callers import Caller
from api.errors import problem, translate
from api.idempotency import Asked
from api.models import KeyedRequest
from api.refusals import Flaw, Malformed
from api.views import PropertyView
from kernel import deadlocks
from tenants.context import in_public

Handler = Callable[..., HttpResponse]


class KeyMissing(Malformed):
    code = "idempotency_key_missing"
    zh = "涉及积分或金额变动的请求必须带 Idempotency-Key。"
    en = "A request that moves value needs an Idempotency-Key."

    def __init__(self) -> None:
        super().__init__(Flaw("", "missing", "缺少请求头 Idempotency-Key。", "The header is missing."))


def demanded(request: HttpRequest, caller: Caller) -> Asked:
    """Who asks what under which key; KeyMissing without one."""
    asked = idempotency.asked(request, caller)
    if asked is None:
        raise KeyMissing
    return asked


class ValueView(PropertyView):
    """`post` of such a view runs in one transaction with its stored answer."""

    asked: Asked | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "post" in cls.__dict__:
            cls.post = _once(cls.__dict__["post"])  # type: ignore[attr-defined]

    def claim(self, request: HttpRequest) -> KeyedRequest | HttpResponse | None:
        if request.method == "POST":
            self.asked = demanded(request, self.caller)
        return None  # claimed in the transaction of the handler

    def value_key(self, part: str = "") -> str:
        """The key of this request's effect in the ledger; `part` tells several effects of one request apart."""
        asked = cast(Asked, self.asked)
        return f"api:{asked.owner}:{asked.key.hex()}{':' + part if part else ''}"


def _once(handler: Handler) -> Handler:
    """The handler within the transaction that keeps its answer; tried again when it met a deadlock."""

    @functools.wraps(handler)
    def post(self: ValueView, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        def whole() -> HttpResponse:
            with transaction.atomic():
                return _answered(self, handler, request, *args, **kwargs)

        return deadlocks.done_again(whole)

    return post


def _answered(self: ValueView, handler: Handler, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
    asked = cast(Asked, self.asked)
    with in_public():
        before = idempotency.take(asked)
    if before is not None:
        return before
    try:
        with transaction.atomic():  # what a refused handler began to write is taken back, its answer is kept
            response = handler(self, request, *args, **kwargs)
    except Exception as error:
        if deadlocks.met_another(error):
            raise
        response = problem(request._request, translate(error))
    if response.status_code < 500:
        with in_public():
            idempotency.keep(asked, response, self.shown_once)
    return response
