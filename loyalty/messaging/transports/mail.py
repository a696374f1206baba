"""E-mail, by a property's own SMTP server or by a provider that django-anymail speaks to.

SMTP itself tells of no delivery: what the server took is sent. Providers tell more, by the hook.
"""

import smtplib
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from anymail.message import AnymailMessage
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from requests import RequestException
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

from kernel import clock
from loyalty.messaging.transports.protocol import (
    Accepted,
    Answer,
    Heard,
    Parcel,
    Refused,
    Throttled,
    Unknown,
)
from partners import addresses

TIMEOUT_S = 15
SOON = timedelta(minutes=5)
GREYLISTED = timedelta(minutes=15)
MENDED = timedelta(minutes=30)
# SMTP replies that say something of the address rather than of us (RFC 5321, RFC 3463 5.1.x).
NOBODY = frozenset({550, 551, 553})
# provider -> (django-anymail's backend, its names for the key; `user` where it asks for one)
PROVIDERS: Mapping[str, tuple[str, str, str]] = {
    "mailgun": ("anymail.backends.mailgun.EmailBackend", "api_key", ""),
    "postmark": ("anymail.backends.postmark.EmailBackend", "server_token", ""),
    "brevo": ("anymail.backends.brevo.EmailBackend", "api_key", ""),
    "resend": ("anymail.backends.resend.EmailBackend", "api_key", ""),
    "mailjet": ("anymail.backends.mailjet.EmailBackend", "secret_key", "api_key"),
}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """From whom and by whom a property's e-mail goes; the secret is shown in no log."""

    vendor: str  # smtp, or one of PROVIDERS
    sender: str
    sender_name: str = ""
    host: str = ""
    port: int = 587
    user: str = ""
    secret: str = field(default="", repr=False)
    domain: str = ""
    plain: bool = False  # without TLS: the stand-in on this machine, nothing else

    @property
    def says(self) -> str:
        """The From line."""
        return formataddr((self.sender_name, self.sender)) if self.sender_name else self.sender


class Mail:
    """One property's mailbox."""

    channel = "email"

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox, self.vendor = mailbox, mailbox.vendor

    def send(self, parcel: Parcel) -> Answer:
        """Once. Raises Unknown."""
        return self._by_smtp(parcel) if self.vendor == "smtp" else self._by_provider(parcel)

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        """No provider can be asked for one message by our number; they tell by the hook."""
        return None

    def _by_smtp(self, parcel: Parcel) -> Answer:
        box = self.mailbox
        backend = Judged(
            host=box.host,
            port=box.port,
            username=box.user,
            password=box.secret,
            use_ssl=box.port == 465,
            use_tls=box.port != 465 and not box.plain,
            timeout=TIMEOUT_S,
        )
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            # Nothing of the message was sent yet, whatever went wrong.
            wait = MENDED if isinstance(error, smtplib.SMTPAuthenticationError) else SOON
            return Throttled(clock.now() + wait, f"smtp: {type(error).__name__}")
        message = EmailMultiAlternatives(**self._fields(parcel), connection=backend)
        if parcel.html:
            message.attach_alternative(parcel.html, "text/html")
        try:
            backend.send_messages([message])
        except (
            smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPHeloError,
            smtplib.SMTPNotSupportedError,
        ) as error:  # fmt: skip
            return _said_no(error, clock.now())
        except (OSError, smtplib.SMTPException) as error:
            # The connection tore somewhere between MAIL and the answer to DATA.
            raise Unknown(f"smtp: {type(error).__name__}") from error
        finally:
            _hang_up(backend)
        return Accepted(self._message_id(parcel))

    def _by_provider(self, parcel: Parcel) -> Answer:
        box = self.mailbox
        path, secret, user = PROVIDERS[box.vendor]
        options: dict[str, Any] = {secret: box.secret, **({user: box.user} if user else {})}
        if box.vendor == "mailgun" and box.domain:
            options["sender_domain"] = box.domain
        message = AnymailMessage(**self._fields(parcel), connection=get_connection(path, **options))
        message.metadata = {"claim": parcel.claim.hex}
        if parcel.html:
            message.attach_alternative(parcel.html, "text/html")
        try:
            message.send()
        except AnymailRecipientsRefused as error:
            return Refused("recipient_refused", type(error).__name__, dead=True)
        except AnymailError as error:
            return _provider_said(error, clock.now())
        return Accepted(str(message.anymail_status.message_id or ""))

    def _fields(self, parcel: Parcel) -> dict[str, Any]:
        headers = {"Message-ID": self._message_id(parcel), **(parcel.headers or {})}
        return {
            "subject": " ".join(parcel.subject.split()),
            "body": parcel.text,
            "from_email": self.mailbox.says,
            "to": [parcel.address],
            "headers": headers,
        }

    def _message_id(self, parcel: Parcel) -> str:
        return f"<{parcel.claim.hex}@{self.mailbox.sender.rpartition('@')[2] or 'huike'}>"


class Judged(EmailBackend):
    """Connects to the open internet only: a property may name any host as its server."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return JudgedSSL if self.use_ssl else JudgedSMTP


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    places = addresses.judged(host, port, addresses.resolve, loopback=settings.DEVELOPMENT)
    return socket.create_connection((places[0], port), timeout)


class JudgedSMTP(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _connected(host, port, timeout)


class JudgedSSL(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(_connected(host, port, timeout), server_hostname=host)


def _hang_up(backend: EmailBackend) -> None:
    """What the server says to our QUIT changes nothing any more."""
    try:
        backend.close()
    except (OSError, smtplib.SMTPException):
        backend.connection = None


def _said_no(error: smtplib.SMTPException, now: datetime) -> Answer:
    """A server's refusal, which is certain: 4xx may go later, 5xx never."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, detail = next(iter(error.recipients.values()))
        told = detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
        if 400 <= code < 500:
            return Throttled(now + GREYLISTED, str(code))
        return Refused(str(code), told[:120], dead=code in NOBODY)
    if not isinstance(error, smtplib.SMTPResponseException):
        return Refused(type(error).__name__)
    code = error.smtp_code
    if code == 421 or 400 <= code < 500:
        return Throttled(now + GREYLISTED, str(code))
    # The sender or the content is refused: ours to mend, and no word about the guest.
    return Refused(str(code), str(error.smtp_error)[:120])


def _provider_said(error: AnymailError, now: datetime) -> Answer:
    """What a provider's refusal, or silence, means. Raises Unknown."""
    status = getattr(error, "status_code", None)
    if status is None:
        if isinstance(error, RequestException) and not _never_arrived(error):
            raise Unknown(type(error.__cause__ or error).__name__) from error
        if isinstance(error, RequestException):
            return Throttled(now + SOON, "unreachable")
        return Refused(type(error).__name__, dead=False)
    if status == 429:
        return Throttled(now + GREYLISTED, "429")
    if status >= 500 or 200 <= status < 300:
        raise Unknown(str(status)) from error
    if status in (401, 402, 403):
        return Throttled(now + MENDED, str(status))
    return Refused(str(status))


def _never_arrived(error: RequestException) -> bool:
    """There was no connection: so much is certain."""
    cause = error.__cause__
    if isinstance(cause, ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, RequestException) and cause.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)
