"""Links in messages: out of them (/u/…), and to the property's own page (/l/…). Signed, not stored; they have no end."""

from django.conf import settings
from django.core import signing

from staff.links import console_link

OUT, CLICK = "huike.message.out", "huike.message.click"
MOST = 300  # characters of a token of ours, and more


def token(salt: str, slug: str, message_id: int) -> str:
    return _signer(salt).sign(f"{slug}~{message_id}")


def opened(salt: str, text: str) -> tuple[str, int] | None:
    """The property's slug and the message's id; None for what we did not sign for this."""
    if len(text) > MOST:
        return None
    try:
        slug, _, message = _signer(salt).unsign(text).rpartition("~")
    except signing.BadSignature:
        return None
    return slug, int(message)


def out_of(slug: str, message_id: int) -> str:
    """The page on which a guest says that he wants no more."""
    return console_link(f"u/{token(OUT, slug, message_id)}")


def at_once(slug: str, message_id: int) -> str:
    """Where a mail program says so by itself (RFC 8058)."""
    return f"{settings.HUIKE_URL.rstrip('/')}/api/v1/opt-outs/{token(OUT, slug, message_id)}"


def click(slug: str, message_id: int) -> str:
    return console_link(f"l/{token(CLICK, slug, message_id)}")


def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt, sep=".")
