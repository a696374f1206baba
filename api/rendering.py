"""JSON out, by msgspec."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer

JSON = "application/json"
encode = msgspec.json.Encoder(decimal_format="string").encode


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A finished answer. Half the cost of a DRF Response, which first renders itself later."""
    return HttpResponse(encode(data), status=status, content_type=JSON, headers=headers)


def nothing(status: int = 204) -> HttpResponse:
    """Done, and there is nothing to show."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


class JsonRenderer(BaseRenderer):
    media_type = JSON
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else encode(data)
