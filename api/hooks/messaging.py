"""Where vendors of messages knock: receipts, and what guests write back. Kept and answered at once; a worker does the rest."""

import hmac
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.hooks.stripe import raw as whole_body
from api.refusals import NotFound
from api.rendering import answer
from kernel.deadlocks import done_again
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.messaging import answering, settings
from loyalty.messaging.transports import choosing, hearing
from loyalty.messaging.transports.protocol import Heard, Said
from tenants.context import in_property, raw_connection
from tenants.models import Property


class NotAReceipt(Refused):
    code = "not_a_receipt"
    status = 400
    zh = "无法识别的回执内容。"
    en = "This is nothing that this vendor sends."


class MessagingHookView(APIView):
    """Not counted by address: vendors send bursts. Who does not know the token finds nothing here."""

    http_method_names = ["post"]
    authentication_classes = []
    permission_classes = []
    parser_classes: list[Any] = []

    @extend_schema(exclude=True)
    def post(self, request: Request, property: str, vendor: str, token: str) -> HttpResponse:
        hotel = Property.objects.select_related("chain").filter(slug=property, state="open").first()
        known = hearing.VENDORS.get(vendor)
        if hotel is None or known is None:
            raise NotFound
        with in_property(hotel):
            raw = Statements(raw_connection())
            if not _knows(settings.hook_token(raw), hotel, token):
                raise NotFound
            whole_body(request._request)
            try:
                told = hearing.read(vendor, request._request)
            except hearing.Unreadable as error:
                raise NotAReceipt from error
            done_again(lambda: _kept(vendor, told))
        return answer(known.answer)


def _kept(vendor: str, told: Sequence[Heard | Said]) -> None:
    with transaction.atomic():
        raw = Statements(raw_connection())
        hearing.store(raw, vendor, [each for each in told if isinstance(each, Heard)])
        answering.store(raw, vendor, [each for each in told if isinstance(each, Said)])


def _knows(kept: str, hotel: Property, token: str) -> bool:
    """The property's own token; on a developer's machine also the one that the stand-ins know."""
    own = bool(kept) and hmac.compare_digest(kept.encode(), token.encode())
    return own or choosing.is_stand_in(hotel, token)
