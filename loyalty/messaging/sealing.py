"""Secrets of vendors as they are kept: sealed with the installation's HUIKE_SECRET_KEY, worth nothing without it.

A stream of HMAC-SHA-256 over a random beginning, and another HMAC over what came of it. Another HUIKE_SECRET_KEY opens
none of them: they have to be entered again then.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from django.conf import settings

VERSION = "1:"
BEGINNING, TAG, BLOCK = 16, 32, 32


class Unopenable(ValueError):
    """Not sealed by us, changed since, or sealed with another HUIKE_SECRET_KEY."""


def seal(plain: str) -> str:
    """What is kept of the secret; '' of none."""
    if not plain:
        return ""
    begun, text = secrets.token_bytes(BEGINNING), plain.encode()
    hidden = begun + _mixed(begun, text)
    return VERSION + base64.urlsafe_b64encode(hidden + _tag(hidden)).decode()


def opened(kept: str) -> str:
    """The secret. Raises Unopenable."""
    if not kept:
        return ""
    try:
        whole = base64.b64decode(kept.removeprefix(VERSION), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unopenable("not sealed by us") from error
    hidden, tag = whole[:-TAG], whole[-TAG:]
    if not kept.startswith(VERSION) or not hmac.compare_digest(_tag(hidden), tag):
        raise Unopenable("sealed with another key, or changed")
    return _mixed(hidden[:BEGINNING], hidden[BEGINNING:]).decode()


def _mixed(begun: bytes, text: bytes) -> bytes:
    key, stream = _key(b"stream"), b""
    for number in range(-(-len(text) // BLOCK)):
        stream += hmac.digest(key, begun + number.to_bytes(4, "big"), hashlib.sha256)
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _tag(hidden: bytes) -> bytes:
    return hmac.digest(_key(b"tag"), hidden, hashlib.sha256)


def _key(purpose: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"huike vendor secret 1:" + purpose, hashlib.sha256)
