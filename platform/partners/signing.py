"""The secrets of endpoints, and signatures after Standard Webhooks.

What is kept of a secret is a random number, which is worth nothing without the installation's HUIKE_SECRET_KEY: the
secret is derived from both whenever it is needed. A database that got into wrong hands signs nothing; and another
HUIKE_SECRET_KEY makes every endpoint's secret another (they must be rotated then).
"""

import base64
import hashlib
import hmac
import secrets as randomness
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from standardwebhooks import Webhook

PREFIX = "whsec_"
_PURPOSE = b"huike webhook secret 1:"


def fresh() -> str:
    """What is kept of a new secret."""
    return "1:" + randomness.token_urlsafe(24)


def secret(kept: str) -> str:
    """The secret as its owner holds it: `whsec_` and 32 bytes in base64."""
    derived = hmac.new(settings.SECRET_KEY.encode(), _PURPOSE + kept.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(derived).decode()


def headers(message: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The headers of one try: every secret that is live signs, so that a rotation loses nothing."""
    signatures = [Webhook(held).sign(message, at, body.decode()) for held in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Huike-Webhooks/1",
        "Webhook-Id": message,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": " ".join(signatures),
    }
