"""Where Stripe knocks. Kept and answered at once; a worker does the rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from api.refusals import TooLarge
from api.rendering import answer
from billing import inbox, signatures
from kernel import clock
from kernel.errors import Refused

LONGEST = 256 * 1024


class BadSignature(Refused):
    code = "bad_signature"
    status = 400
    zh = "签名不正确或已过期。"
    en = "The signature is wrong, or too old."


class StripeHookView(APIView):
    """Not counted by address: Stripe sends bursts, and what is not signed costs no more than its signature."""

    http_method_names = ["post"]
    authentication_classes = []
    permission_classes = []

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        body = raw(request._request)
        header = request.headers.get("Stripe-Signature", "")
        if not signatures.holds(body, header, settings.HUIKE_STRIPE_WEBHOOK_SECRETS, clock.now()):
            raise BadSignature
        try:
            is_new = inbox.receive(body)
        except inbox.NotAnEvent as error:
            raise BadSignature from error
        return answer({"received": True, "new": is_new})


def raw(request: HttpRequest) -> bytes:
    """The body as it came, unless it is longer than any event is."""
    try:
        said = int(request.headers.get("Content-Length") or 0)
    except ValueError as error:
        raise BadSignature from error
    if said > LONGEST:
        raise TooLarge
    body = request.body
    if len(body) > LONGEST:
        raise TooLarge
    return body
