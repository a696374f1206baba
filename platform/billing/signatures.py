"""Is it Stripe who says so? Judged over the bytes as they came, before anything is made of them."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

TOLERANCE_S = 300
HEADER_LENGTH_MAX = 2_000


def holds(body: bytes, header: str, secrets: Sequence[str], now: datetime) -> bool:
    """True when one of the secrets signed exactly this, within five minutes of now, before or after.

    `t=1700000000,v1=<hex>[,v1=<hex>…]`; the signature is that of "{t}.{body}".
    """
    if len(header) > HEADER_LENGTH_MAX:
        return False
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        return False
    if abs(now.timestamp() - int(times[0])) > TOLERANCE_S:
        return False
    signed = times[0].encode() + b"." + body
    # All are compared, so that the time taken says nothing of which secret fits.
    found = [
        hmac.compare_digest(_signature(secret, signed), given.encode())
        for secret in secrets
        if secret
        for given in signatures
    ]
    return any(found)


def _signature(secret: str, signed: bytes) -> bytes:
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
