"""What providers of e-mail tell of messages afterwards, as django-anymail reads it.

Who may tell is decided by the token in the hook's address; providers' own signatures need a key of each account, which
a property is not asked for.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from loyalty.messaging.transports.protocol import Heard

# What views of anymail are made with so that they neither ask for settings nor warn: they only read here.
NO_SECRET = {"webhook_secret": "unused"}
UNUSED: Mapping[str, Mapping[str, str]] = {"mailgun": {"webhook_signing_key": "unused"}}
READERS: Mapping[str, tuple[str, str]] = {
    "mailgun": ("anymail.webhooks.mailgun", "MailgunTrackingWebhookView"),
    "postmark": ("anymail.webhooks.postmark", "PostmarkTrackingWebhookView"),
    "brevo": ("anymail.webhooks.brevo", "BrevoTrackingWebhookView"),
    "resend": ("anymail.webhooks.resend", "ResendTrackingWebhookView"),
    "mailjet": ("anymail.webhooks.mailjet", "MailjetTrackingWebhookView"),
}
STATES = {
    "sent": "sent", "queued": "sent", "delivered": "delivered", "bounced": "failed", "rejected": "failed",
    "failed": "failed", "opened": "opened", "clicked": "clicked", "complained": "delivered",
    "unsubscribed": "delivered",
}  # fmt: skip
GONE = frozenset({"invalid", "bounced"})


class Odd(Exception):
    """The body is none of this provider's."""


def heard(vendor: str, request: HttpRequest) -> list[Heard]:
    """Its events in our words; what says nothing of a message is left out. Raises Odd."""
    try:
        events = _reader(vendor)(request)
    except Exception as error:
        raise Odd from error
    return [found for event in events if (found := _heard(event)) is not None]


def _reader(vendor: str) -> Callable[[HttpRequest], list[Any]]:
    module, name = READERS[vendor]
    view = getattr(import_module(module), name)(**NO_SECRET, **UNUSED.get(vendor, {}))
    parse: Callable[[HttpRequest], list[Any]] = view.parse_events
    return parse


def _heard(event: Any) -> Heard | None:
    state = STATES.get(str(event.event_type))
    if state is None:
        return None
    reason = str(event.reject_reason or "")
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    return Heard(
        _claim(metadata.get("claim")),
        str(event.message_id or "").replace("\0", "")[:120],
        state,
        (reason if state == "failed" else "complained" if event.event_type == "complained" else "")[:60],
        dead=state == "failed" and reason in GONE,
        opted_out=event.event_type in ("complained", "unsubscribed") or reason in ("spam", "unsubscribed"),
    )


def _claim(written: object) -> UUID | None:
    if isinstance(written, str):
        with suppress(ValueError):
            return UUID(hex=written)
    return None
