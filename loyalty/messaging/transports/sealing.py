"""A vendor's secret as it is kept: readable only together with the installation's HUIKE_SECRET_KEY.

Unlike the secrets of webhooks these are given, not made, so they cannot be derived: they are enciphered with a stream of
HMAC-SHA256 in counter mode under a fresh nonce, and a tag over both says whether anybody changed them. Another
HUIKE_SECRET_KEY makes them unreadable: they must be entered again then.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from itertools import count

from django.conf import settings

VERSION = "1"
NONCE, TAG = 16, 16
LONGEST = 400


class Unreadable(Exception):
    """It was sealed under another key, or is none of ours."""


def seal(plain: str) -> str:
    """What is kept of it."""
    nonce = secrets.token_bytes(NONCE)
    hidden = _mixed(nonce, plain.encode())
    sealed = nonce + _tag(nonce + hidden) + hidden
    return f"{VERSION}:{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(kept: str) -> str:
    """What was sealed. Raises Unreadable."""
    version, _, written = kept.partition(":")
    try:
        sealed = base64.urlsafe_b64decode(written.encode())
    except (binascii.Error, ValueError) as error:
        raise Unreadable from error
    nonce, tag, hidden = sealed[:NONCE], sealed[NONCE : NONCE + TAG], sealed[NONCE + TAG :]
    if version != VERSION or not hmac.compare_digest(tag, _tag(nonce + hidden)):
        raise Unreadable
    return _mixed(nonce, hidden).decode()


def _mixed(nonce: bytes, text: bytes) -> bytes:
    stream = b""
    for number in count():
        if len(stream) >= len(text):
            break
        stream += hmac.digest(_key(b"cipher"), nonce + number.to_bytes(4, "big"), hashlib.sha256)
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _tag(text: bytes) -> bytes:
    return hmac.digest(_key(b"tag"), text, hashlib.sha256)[:TAG]


def _key(use: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"huike vendor secret 1:" + use, hashlib.sha256)
