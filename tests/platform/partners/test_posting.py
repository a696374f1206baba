"""One POST to a server that is slow, hostile or plain wrong: it ends, in time, with what came of it (F21)."""

import itertools
import ssl
from collections.abc import Iterator

import pytest

from partners import posting
from partners.posting import Answer, Rules
from tests.platform.partners.receiver import (
    Receiver,
    answer,
    dribble,
    dribble_body,
    flood,
    hang,
    receiving,
)

HERE = Rules(plain=True, loopback=True)
SOON = Rules(plain=True, loopback=True, deadline_s=0.3)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def to(receiver: Receiver, path: str = "/", rules: Rules = HERE) -> Answer:
    return posting.post(receiver.url + path, {"X-A": "b"}, '{"店": 1}'.encode(), rules)


def test_what_is_sent_arrives_whole(receiver: Receiver) -> None:
    got_back = to(receiver, "/hook?x=1")
    sent = receiver.next()
    assert (sent.path, sent.headers["x-a"], sent.body.decode()) == ("/hook?x=1", "b", '{"店": 1}')
    assert sent.headers["host"] == receiver.url.removeprefix("http://")
    assert (got_back.status, got_back.text, got_back.error, got_back.is_good) == (200, "thanks", "", True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_never_followed(receiver: Receiver, status: int) -> None:
    receiver.answers["/"] = answer(status, f"Location: {receiver.url}/elsewhere")
    got_back = to(receiver)
    assert (got_back.status, got_back.is_good) == (status, False)
    assert [sent.path for sent in receiver.all()] == ["/"]


@pytest.mark.parametrize("misbehaving", [hang, dribble])
def test_who_does_not_answer_in_time_is_left(receiver: Receiver, misbehaving: object) -> None:
    receiver.answers["/"] = misbehaving  # type: ignore[assignment]
    got_back = to(receiver, rules=SOON)
    assert (got_back.status, got_back.error) == (None, "timeout")


def test_the_deadline_is_for_the_whole_and_not_for_each_step(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that the test holds: a byte comes at every look, each well within a step's time."""
    ticks = itertools.count()
    monkeypatch.setattr(posting, "monotonic", lambda: next(ticks) * 0.1)
    receiver.answers["/"] = dribble
    got_back = to(receiver)
    assert got_back.error == "timeout"
    assert next(ticks) * 0.1 < 2 * posting.DEADLINE_S


def test_a_status_counts_even_when_the_rest_of_the_answer_never_ends(receiver: Receiver) -> None:
    receiver.answers["/"] = dribble_body
    got_back = to(receiver, rules=SOON)
    assert got_back.is_good and got_back.error == ""
    assert set(got_back.text) <= {"a"}


def test_of_fifty_megabytes_no_more_is_read_than_anybody_will_look_at(receiver: Receiver) -> None:
    receiver.answers["/"] = flood
    got_back = to(receiver)
    assert (got_back.status, len(got_back.text)) == (200, posting.SHOWN_MAX)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\x00" * 100,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 " + b"a" * 100_000,
        b"HTTP/1.1 99999 OK\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_failure_and_no_crash(receiver: Receiver, rubbish: bytes) -> None:
    receiver.answers["/"] = rubbish
    got_back = to(receiver)
    assert got_back.status is None and got_back.error != ""


def test_an_answer_in_any_encoding_can_be_kept(receiver: Receiver) -> None:
    receiver.answers["/"] = answer(500, body=b"\xff\xfe\x00ok" + "错误".encode("gb18030"))
    got_back = to(receiver)
    assert "\x00" not in got_back.text and "ok" in got_back.text
    got_back.text.encode()


def test_chunked_answers_are_read(receiver: Receiver) -> None:
    receiver.answers["/"] = (
        b"HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    got_back = to(receiver)
    assert (got_back.status, got_back.text) == (202, "abcde")


def test_who_is_not_there_is_a_failure(receiver: Receiver) -> None:
    got_back = posting.post("http://127.0.0.1:1/", {}, b"", HERE)
    assert got_back.error.startswith(("connection:", "refused"))


def test_tls_that_is_none_is_a_failure(receiver: Receiver) -> None:
    got_back = posting.post(receiver.url.replace("http:", "https:"), {}, b"{}", HERE)
    assert got_back.status is None and got_back.error.startswith(("TLS:", "connection:"))


def test_certificates_and_names_are_checked() -> None:
    context = posting.checked_tls()
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED
