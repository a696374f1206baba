"""API keys: made, recognised, changed, replaced, revoked. The plain key exists only in the answer that made it."""

import hashlib
import ipaddress
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from partners.models import ApiKey
from partners.scopes import SCOPES

PREFIX = "hk_live_"
SANDBOX_PREFIX = "hk_test_"
LENGTH = len(PREFIX) + 40  # of either
USE_NOTED_EVERY = timedelta(minutes=1)
# A replaced key goes on for so long unless told otherwise: a week to change it at the PMS, a month at most.
OVERLAP = timedelta(days=7)
OVERLAP_MAX = timedelta(days=30)
LIVE_MAX = 2  # of one line


class UnknownScope(Refused):
    code = "unknown_scope"
    status = 422
    zh = "没有名为“{scope}”的权限范围。"
    en = "There is no scope named “{scope}”."


class BadNetwork(Refused):
    code = "bad_network"
    status = 422
    zh = "“{network}”不是网段，例如 203.0.113.0/24 或 203.0.113.7。"
    en = "“{network}” is no network; one is 203.0.113.0/24 or 203.0.113.7."


class AddressNotAllowed(Refused):
    code = "address_not_allowed"
    status = 403
    zh = "这个密钥不允许从地址 {address} 使用。"
    en = "This key may not be used from {address}."


class TooManyLiveKeys(Refused):
    code = "too_many_live_keys"
    zh = "这个密钥已经更换过，旧的还没有失效：同时最多两个有效。请等旧密钥到期，或先吊销它。"
    en = "This key was replaced already and the old one still works: two at most. Let the old one end, or revoke it."


class NotLive(Refused):
    code = "key_not_live"
    zh = "这个密钥已经失效，不能再修改或更换。"
    en = "This key no longer works: it cannot be changed or replaced."


def digest(plain: str) -> bytes:
    # 240 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(plain.encode()).digest()


def issue(
    chain: Chain,
    *,
    name: str,
    scopes: Collection[str],
    property_ids: Collection[int] = (),
    networks: Collection[str] = (),
    expires_at: datetime | None = None,
    sandbox_id: int | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; the second value is the key itself, never to be seen again. One for a sandbox opens that alone."""
    return _made(
        chain=chain,
        name=name,
        scopes=known_scopes(scopes),
        property_ids=sorted(set(property_ids)) if sandbox_id is None else [sandbox_id],
        networks=known_networks(networks),
        expires_at=expires_at,
        sandbox_id=sandbox_id,
    )


def change(key: ApiKey, **changed: Any) -> None:
    """Change what a live key is called, or may do, where and from where."""
    if not is_live(key):
        raise NotLive
    if "scopes" in changed:
        changed["scopes"] = known_scopes(changed["scopes"])
    if "networks" in changed:
        changed["networks"] = known_networks(changed["networks"])
    for name, value in changed.items():
        setattr(key, name, value)
    key.save(update_fields=list(changed))


def rotate(key: ApiKey, overlap: timedelta = OVERLAP) -> tuple[ApiKey, str]:
    """A new key in this one's place; the old one works on for `overlap`, or to its own end when that is sooner.

    Within a transaction: the first of the line is locked, so that two at once do not both find room.
    """
    first = key.line or key.pk
    _turn(first)
    key.refresh_from_db()
    if not is_live(key):
        raise NotLive
    now = clock.now()
    if ApiKey.objects.filter(Q(pk=first) | Q(line=first), live_at(now)).count() >= LIVE_MAX:
        raise TooManyLiveKeys
    taken_over = ("chain", "name", "scopes", "property_ids", "networks", "sandbox_id", "sandbox_filled_at")
    made = _made(line=first, **{field: getattr(key, field) for field in taken_over})
    if overlap:
        key.expires_at = min(now + overlap, key.expires_at or now + overlap)
        key.save(update_fields=["expires_at"])
    else:
        revoke(key)
    return made


def _turn(line: int) -> None:
    ApiKey.objects.select_for_update().get(pk=line)


def revoke(key: ApiKey) -> bool:
    """Revoke at once; False when it already was."""
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now()))


def live_at(moment: datetime) -> Q:
    return Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=moment))


def is_live(key: ApiKey) -> bool:
    return state_of(key) in ("live", "ending")


def state_of(key: ApiKey) -> str:
    """live | ending (its end is known) | expired | revoked"""
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is None:
        return "live"
    return "ending" if key.expires_at > clock.now() else "expired"


def note_use(key_id: int, last_used_at: datetime | None) -> None:
    """Remember that the key was used, to the minute: not a write per request."""
    now = clock.now()
    if last_used_at is None or now - last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key_id).update(last_used_at=now)


def known_scopes(scopes: Collection[str]) -> list[str]:
    for scope in scopes:
        if scope != "*" and scope not in SCOPES:
            raise UnknownScope(scope=scope)
    return sorted(set(scopes))


def known_networks(networks: Collection[str]) -> list[str]:
    """As they are kept: 203.0.113.7/24 is 203.0.113.0/24, and an address alone is a network of one."""
    found = set()
    for network in networks:
        try:
            found.add(str(ipaddress.ip_network(network.strip(), strict=False)))
        except ValueError:
            raise BadNetwork(network=network) from None
    return sorted(found)


def demand_address(networks: Sequence[str], address: str) -> None:
    """AddressNotAllowed unless the address lies in one of the networks."""
    if not _lies_in(tuple(networks), address):
        raise AddressNotAllowed(address=address)


@lru_cache(maxsize=4096)
def _lies_in(networks: tuple[str, ...], address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in ipaddress.ip_network(network) for network in networks)


def _made(*, sandbox_id: int | None, **fields: Any) -> tuple[ApiKey, str]:
    prefix = PREFIX if sandbox_id is None else SANDBOX_PREFIX
    plain = prefix + secrets.token_urlsafe(30)
    key = ApiKey.objects.create(
        prefix=plain[: len(prefix) + 4],
        digest=digest(plain),
        created_at=clock.now(),
        sandbox_id=sandbox_id,
        **fields,
    )
    return key, plain
