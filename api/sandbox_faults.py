"""`X-Sandbox-Fault`: a sandbox fails on demand, so that a vendor can try what his code does then.

| value | what happens |
|---|---|
| `500` | nothing is done; a problem with status 500 |
| `429` | nothing is done; a problem with status 429 and `Retry-After: 1` |
| `timeout` | the work is done and kept, and its answer is lost: 504 |
| `duplicate` | the request is carried out twice, as when a network repeats it; the second answer is given |
| `slow` | the answer comes two seconds late |

The problems carry `"sandbox_fault": true`. At any other property the header means nothing.
"""

import copy
import time
from typing import TYPE_CHECKING, cast

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api import errors, throttling
from api.refusals import Flaw, Malformed
from kernel.errors import Refused
from tenants.models import Property

if TYPE_CHECKING:
    from api.views import CallerView

HEADER = "X-Sandbox-Fault"
FAULTS = ("500", "429", "timeout", "duplicate", "slow")
SLOW_S = 2.0
# A thread of the server waits through each of them: a sandbox may have it only so often.
SLOW = throttling.Policy("sandbox-slow", 5)
READING = frozenset({"GET", "HEAD"})
# In the request, once it is being carried out a second time.
AGAIN = "huike.again"


class Broken(Refused):
    code = "internal"
    status = 500
    zh = "按 X-Sandbox-Fault 的要求返回的错误，什么都没有做。"
    en = "An error that X-Sandbox-Fault asked for. Nothing was done."


class Crowded(Refused):
    code = "quota_exceeded"
    type = throttling.TooMany.type
    status = 429
    zh = "按 X-Sandbox-Fault 的要求拒绝的请求，什么都没有做。"
    en = "A refusal that X-Sandbox-Fault asked for. Nothing was done."


class Lost(Refused):
    code = "no_answer"
    status = 504
    zh = "按 X-Sandbox-Fault 的要求丢失的回答：请求已经处理完。"
    en = "An answer that X-Sandbox-Fault asked to be lost. The request was carried out."


def before(view: "CallerView") -> None:
    """Fail before the work, where the header of a request to a sandbox says so."""
    fault = _asked_of(view)
    if fault is None:
        return
    if fault not in FAULTS:
        listed = "、".join(FAULTS), ", ".join(FAULTS)
        raise Malformed(Flaw(HEADER, "not_a_choice", f"可选的值：{listed[0]}。", f"One of {listed[1]}."))
    if fault == "500":
        raise Broken(sandbox_fault=True)
    if fault == "429":
        raise Crowded(sandbox_fault=True, retry_after=1)
    if fault == "slow":
        throttling.demand(f"{SLOW.name}:{view.caller.kind}:{view.caller.id}", SLOW)
        if not connection.in_atomic_block:
            connection.close()  # whoever waits needs none, and others do
        time.sleep(SLOW_S)


def after(view: "CallerView", response: HttpResponseBase) -> HttpResponseBase:
    """The answer, or what the header makes of it after the work was done and kept."""
    fault = _asked_of(view)
    if fault == "timeout":
        return errors.problem(_request_of(view), Lost(sandbox_fault=True))
    if fault == "duplicate" and view.request.method not in READING and _is_json(_request_of(view)):
        return _again(view)
    return response


def _asked_of(view: "CallerView") -> str | None:
    request = _request_of(view)
    fault = request.headers.get(HEADER)
    if fault is None or AGAIN in request.META:
        return None
    # A view that found nothing has no property; a chain is no sandbox.
    place = getattr(view, "property", None)
    return fault if isinstance(place, Property) and place.sandbox else None


def _is_json(request: HttpRequest) -> bool:
    """Or nothing at all. A file has been read once it was read."""
    kind = request.content_type or ""
    return kind in ("", "application/json") or kind.endswith("+json")


def _again(view: "CallerView") -> HttpResponseBase:
    """The same request a second time, by a view of its own, as it came the first time."""
    request = copy.copy(_request_of(view))
    request.META[AGAIN] = True
    twin = type(view)()
    twin.setup(request, *view.args, **view.kwargs)
    return twin.dispatch(request, *view.args, **view.kwargs)


def _request_of(view: "CallerView") -> HttpRequest:
    """Django's own request, below DRF's where there is one by now."""
    return cast(HttpRequest, getattr(view.request, "_request", view.request))
