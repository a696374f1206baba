"""Which network addresses events may be sent to: the open internet, and nothing of ours or of anybody's inside.

A host's name says nothing: whoever owns it decides what it resolves to, and may decide anew for the next question.
So it is resolved once, by who is about to connect, all of the answer is judged, and the connection goes to the very
address that was judged.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolver = Callable[[str, int], Sequence[str]]

# What is not the open internet (the IANA special-purpose registry), said here and not left to the library's version.
NEVER_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
    )
)
# Only this block of IPv6 is routed by anybody: what wraps an IPv4 address (::ffff:…, 64:ff9b::…) lies outside …
ROUTED_6 = IPv6Network("2000::/3")
# … but for these, which tunnel to one, or are no real addresses.
NEVER_6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


class Refused(OSError):
    """The host is, or resolves to, an address that events are never sent to."""


def is_open(address: str, *, loopback: bool = False) -> bool:
    """Whether it is an address of the open internet; `loopback` lets this machine's own pass (development)."""
    try:
        found = ip_address(address)
    except ValueError:
        return False  # with a scope (fe80::1%eth0) as well: those are links
    if loopback and found.is_loopback:
        return True
    return _open_4(found) if isinstance(found, IPv4Address) else _open_6(found)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of the host, as the system knows them; numbers in any spelling are addresses too."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in answers))


def judged(host: str, port: int, resolver: Resolver, *, loopback: bool = False) -> list[str]:
    """The addresses to connect to. One bad one among them spoils them all: an honest host has none."""
    found = list(resolver(host, port))
    if not found or not all(is_open(address, loopback=loopback) for address in found):
        raise Refused("the address is not on the open internet")
    return found


def _open_4(address: IPv4Address) -> bool:
    return not any(address in network for network in NEVER_4)


def _open_6(address: IPv6Address) -> bool:
    return address in ROUTED_6 and not any(address in network for network in NEVER_6)
