"""Events go to the open internet and nowhere else, whatever a name resolves to, and however often it changes (F21)."""

import http.client
import itertools
import random
import socket
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest

from partners import addresses, posting
from partners.addresses import NEVER_4, NEVER_6
from partners.posting import Rules
from tests.faults.recording import Recorder, fault
from tests.platform.partners.receiver import receiving

__all__ = ["fault"]

PUBLIC = ["93.184.216.34", "8.8.8.8", "223.5.5.5", "2606:4700::1111", "2400:3200::1", "99.255.255.255"]


def some_of(network: IPv4Network | IPv6Network, count: int, draw: random.Random) -> list[str]:
    """The first and the last address of it, and others between."""
    size = network.num_addresses
    numbers = {0, size - 1, *(draw.randrange(size) for _ in range(count - 2))}
    return [str(network[number]) for number in sorted(numbers)]


def inside() -> list[str]:
    """Addresses that are not the open internet, and what wraps one of them."""
    draw = random.Random(4)
    fours = [each for network in NEVER_4 for each in some_of(network, 8, draw)]
    wrapped = [
        str(wrap)
        for four in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1")
        for wrap in (
            IPv6Address(int(IPv6Address("::ffff:0:0")) + int(IPv4Address(four))),  # mapped
            IPv6Address(int(IPv4Address(four))),  # compatible
            IPv6Address(int(IPv6Address("64:ff9b::")) + int(IPv4Address(four))),  # NAT64
            IPv6Address((0x2002 << 112) + (int(IPv4Address(four)) << 80) + 1),  # 6to4
        )
    ]
    sixes = [each for network in NEVER_6 for each in some_of(network, 8, draw)]
    others = [
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "100::1",
        "5f00::1",
    ]
    return [*fours, *wrapped, *sixes, *others]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Every address that anybody tried to connect to; none of it is reached."""
    connects: list[Any] = []

    def refuse(address: Any, *_: Any, **__: Any) -> socket.socket:
        connects.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    yield connects


@pytest.mark.parametrize("address", PUBLIC)
def test_the_open_internet_is_open(address: str) -> None:
    assert addresses.is_open(address)


def test_no_address_of_any_inside_is_open() -> None:
    assert [address for address in inside() if addresses.is_open(address)] == []


def test_what_python_calls_private_is_never_open() -> None:
    """A second opinion, on numbers drawn from everything there is."""
    draw = random.Random(9)
    numbers = [
        *(str(IPv4Address(draw.randrange(2**32))) for _ in range(3000)),
        *(str(IPv6Address(draw.randrange(2**128))) for _ in range(3000)),
    ]
    wrong = [
        each
        for each in numbers
        if addresses.is_open(each) and (not ip_address(each).is_global or ip_address(each).is_multicast)
    ]
    assert not wrong


@pytest.mark.faults
def test_f21_not_one_connection_to_an_inside_address_in_three_hundred_tries(
    tried: list[Any], fault: Recorder
) -> None:
    """By number in the URL, by a name that resolves to it, and by a name that has a good address beside it."""
    cases: list[tuple[str, Rules]] = []
    for address in inside():
        host = f"[{address}]" if ":" in address else address
        cases.append((f"https://{host}/", Rules()))
        cases.append(("https://named.example/", Rules(resolver=lambda *_, a=address: [a])))
        cases.append(("https://both.example/", Rules(resolver=lambda *_, a=address: ["93.184.216.34", a])))
    for spelled in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::1]", "[::ffff:7f00:1]"):
        cases.append((f"https://{spelled}/", Rules()))
    cases += [("https://localhost/", Rules()), ("https://localhost.:8443/", Rules())]
    answers = [posting.post(url, {}, b"{}", rules) for url, rules in cases]
    # (fe80::1%eth0 is a name that does not resolve where there is no eth0.)
    said = ("refused: ", "the host's name does not resolve")
    refused = sum(answer.status is None and answer.error.startswith(said) for answer in answers)
    fault(
        "F21",
        n=len(cases),
        passed=refused if not tried else 0,
        figure=f"{len(tried)} connections",
        aim="0 connections inside",
        control="a client that resolves again reached the loopback (rebinding)",
    )
    assert tried == []
    assert refused == len(cases) >= 300


def test_a_good_host_is_connected_to_by_the_number_that_was_judged(tried: list[Any]) -> None:
    rules = Rules(resolver=lambda *_: ["93.184.216.34", "2606:4700::1111"])
    answer = posting.post("https://vendor.example:8443/hook", {}, b"{}", rules)
    assert tried == [("93.184.216.34", 8443), ("2606:4700::1111", 8443)]
    assert answer.status is None and answer.error == "connection: Connection refused"


def rebinding(port: int) -> Callable[..., Any]:
    """A resolver whose owner answers well once, and with this machine ever after."""
    asked = itertools.count()

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        number = "93.184.216.34" if next(asked) == 0 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    return resolve


def test_a_name_that_changes_after_it_was_judged_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding. The connection is tried to the judged number, in a machine that cannot reach it."""
    with receiving() as receiver:
        port = urlsplit(receiver.url).port or 0
        connects: list[Any] = []
        connect = socket.socket.connect

        def to_numbers_here(self: socket.socket, address: Any) -> None:
            connects.append(address)
            if address[0] != "127.0.0.1":
                raise ConnectionRefusedError(111, "Connection refused")
            connect(self, address)

        monkeypatch.setattr(socket.socket, "connect", to_numbers_here)
        # create_connection asks once more, for the number: that answer is the number itself, as the system's is.
        names = rebinding(port)
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: (names if host == "evil.example" else real)(host, *rest, **more),
        )
        posting.post(f"http://evil.example:{port}/", {}, b"{}", Rules(plain=True))
        assert connects == [("93.184.216.34", port)]
        assert receiver.connects == 0


def test_control_a_client_that_judges_first_and_resolves_again_reaches_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving() as receiver:
        port = urlsplit(receiver.url).port or 0
        monkeypatch.setattr(socket, "getaddrinfo", rebinding(port))
        judged = addresses.judged("evil.example", port, addresses.resolve)
        assert judged == ["93.184.216.34"]
        client = http.client.HTTPConnection("evil.example", port)
        client.request("POST", "/", b"{}")
        assert client.getresponse().status == 200
        client.close()
        assert receiver.connects == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://vendor.example/", "not_https"),
        ("ftp://vendor.example/", "not_https"),
        ("https://", "bad_url"),
        ("https://user:pw@vendor.example/", "bad_url"),
        ("https://vendor.example/#x", "bad_url"),
        ("https://vendor.example:99999/", "bad_url"),
        ("https://vendor.example/\r\nX: y", "bad_url"),
        ("https://vendor.example/a b", "bad_url"),
        ("https://vendor.example\\@127.0.0.1/", "bad_url"),
        ("https://[::1/", "bad_url"),
        ("https://酒店.example/", "bad_url"),
        ("https://vendor.example:25/", "bad_port"),
        ("https://vendor.example:80/", "bad_port"),
        ("https://127.0.0.1/", "not_public"),
        ("https://localhost/", "not_public"),
        ("https://[::1]/", "not_public"),
        ("https://2130706433/", "not_public"),
        ("https://10.1.2.3:8443/", "not_public"),
    ],
)
def test_a_url_that_will_not_do_is_refused_by_how_it_is_written(url: str, code: str) -> None:
    with pytest.raises(posting.BadUrl) as refused:
        posting.parts(url, Rules())
    assert refused.value.code == code
