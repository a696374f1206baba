"""E-mail over SMTP against the stand-in, and by a provider whose answers are played."""

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError

from config.local.vendors import Running
from kernel import clock
from loyalty.messaging.transports.mail import PROVIDERS, Mail, Mailbox
from loyalty.messaging.transports.protocol import (
    Accepted,
    Parcel,
    Refused,
    Throttled,
    Unknown,
)


def parcel(to: str = "guest@example.com") -> Parcel:
    headers = {
        "List-Unsubscribe": "<https://hotel.example/u/x>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return Parcel(
        uuid4(), "email", to, "秋天的西湖很美。\n", subject="好久\n不见", html="<p>好</p>", headers=headers
    )


@pytest.fixture
def mail(vendors: Running) -> Mail:
    host, _, port = vendors.smtp.partition(":")
    return Mail(Mailbox("smtp", "stay@example.com", "雅客酒店", host=host, port=int(port), plain=True))


def test_a_mail_arrives_with_our_claim_and_its_way_out(vendors: Running, mail: Mail) -> None:
    sent = parcel()
    given = mail.send(sent)
    (row,) = vendors.sent(vendor="smtp")
    assert given == Accepted(f"<{sent.claim.hex}@example.com>")
    assert row["provider_id"] == f"<{sent.claim.hex}@example.com>"
    assert (row["subject"], row["text"].strip()) == ("好久 不见", "秋天的西湖很美。")
    assert row["headers"] == sent.headers


@pytest.mark.parametrize("fault", ["smtp_cut_after", "smtp_cut_before"])
def test_a_connection_that_tears_around_the_mail_is_unknown(vendors: Running, mail: Mail, fault: str) -> None:
    vendors.knobs(times={fault: 1})
    with pytest.raises(Unknown):
        mail.send(parcel())
    assert len(vendors.sent()) == (1 if fault == "smtp_cut_after" else 0)


def test_who_is_deferred_waits_and_who_is_nobody_is_dead(vendors: Running, mail: Mail) -> None:
    vendors.knobs(times={"smtp_defer": 1})
    later = mail.send(parcel())
    assert isinstance(later, Throttled)
    assert later.until - clock.now() > timedelta(minutes=10)
    dead = mail.send(parcel("nobody@example.com"))
    assert isinstance(dead, Refused) and dead.dead and dead.code == "550"
    odd = mail.send(parcel("not-an-address"))
    assert isinstance(odd, Refused)
    assert not vendors.sent()


def test_nobody_where_the_server_should_be_is_certain(mail: Mail) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        given = Mail(Mailbox("smtp", "a@b.cn", host="127.0.0.1", port=port, plain=True)).send(parcel())
    assert isinstance(given, Throttled)


def test_a_server_inside_our_own_network_is_never_reached(
    vendors: Running, mail: Mail, settings: Any
) -> None:
    settings.DEVELOPMENT = False
    given = mail.send(parcel())
    assert isinstance(given, Throttled) and "Refused" in given.code
    assert not vendors.sent()


Play = Callable[..., list[PreparedRequest]]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Plays what the provider's API says; no network is touched."""

    def play(status: int = 200, body: bytes = b"{}", error: Exception | None = None) -> list[PreparedRequest]:
        asked: list[PreparedRequest] = []

        def send(self: HTTPAdapter, request: PreparedRequest, **_: object) -> Response:
            asked.append(request)
            if error is not None:
                raise error
            response = Response()
            response.status_code, response._content, response.request = status, body, request
            response.url = str(request.url)
            return response

        monkeypatch.setattr(HTTPAdapter, "send", send)
        return asked

    return play


def by(vendor: str) -> Mail:
    return Mail(Mailbox(vendor, "stay@example.com", secret="key", user="user", domain="example.com"))


def test_a_provider_takes_a_mail_and_is_asked_once(provider: Play) -> None:
    asked = provider(200, b'{"id": "<1@example.com>", "message": "Queued. Thank you."}')
    sent = parcel()
    assert by("mailgun").send(sent) == Accepted("<1@example.com>")
    assert len(asked) == 1
    assert sent.claim.hex in str(asked[0].body)


@pytest.mark.parametrize("vendor", sorted(PROVIDERS))
def test_every_providers_silence_is_unknown_and_its_refusal_certain(vendor: str, provider: Play) -> None:
    for error in (requests.ReadTimeout(), requests.ConnectionError("torn")):
        asked = provider(error=error)
        with pytest.raises(Unknown):
            by(vendor).send(parcel())
        assert len(asked) == 1
    provider(503)
    with pytest.raises(Unknown):
        by(vendor).send(parcel())
    provider(429)
    assert isinstance(by(vendor).send(parcel()), Throttled)
    provider(401)
    assert isinstance(by(vendor).send(parcel()), Throttled)
    provider(400)
    assert isinstance(by(vendor).send(parcel()), Refused)


def test_a_provider_nobody_could_connect_to_certainly_took_nothing(provider: Play) -> None:
    reason = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    provider(error=requests.ConnectionError(MaxRetryError(None, "/", reason)))  # type: ignore[arg-type]
    assert isinstance(by("postmark").send(parcel()), Throttled)
    provider(error=requests.ConnectTimeout())
    assert isinstance(by("postmark").send(parcel()), Throttled)
