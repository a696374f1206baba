"""How many requests one key, one person or one stranger may send, and the headers that say so."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api.callers import Caller


def count(request: HttpRequest, caller: Caller | None) -> None:
    """Count this request against its caller's allowance; TooMany when it is used up."""


def tell(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put the allowance that count() found into the answer's headers."""
