"""What the tests of billing have in common."""

import hashlib
import hmac

from django.http import HttpResponse
from django.test import Client

from kernel import clock

HOOK = "/api/v1/hooks/stripe"


def stripe_says(client: Client, body: bytes, secret: str) -> HttpResponse:
    """Knock as Stripe does, signed with this secret now."""
    t = int(clock.now().timestamp())
    v1 = hmac.new(secret.encode(), f"{t}.".encode() + body, hashlib.sha256).hexdigest()
    return client.generic("POST", HOOK, body, "application/json", HTTP_STRIPE_SIGNATURE=f"t={t},v1={v1}")
