"""API keys: made, recognised, revoked. The plain key exists only in the answer that made it."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from partners.models import ApiKey
from partners.scopes import SCOPES

PREFIX = "hk_live_"
LENGTH = len(PREFIX) + 40
USE_NOTED_EVERY = timedelta(minutes=1)


class UnknownScope(Refused):
    code = "unknown_scope"
    status = 422
    zh = "没有名为“{scope}”的权限范围。"
    en = "There is no scope named “{scope}”."


def digest(plain: str) -> bytes:
    # 240 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(plain.encode()).digest()


def issue(
    chain: Chain,
    *,
    name: str,
    scopes: Collection[str],
    property_ids: Collection[int] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; the second value is the key itself, never to be seen again."""
    for scope in scopes:
        if scope != "*" and scope not in SCOPES:
            raise UnknownScope(scope=scope)
    plain = PREFIX + secrets.token_urlsafe(30)
    key = ApiKey.objects.create(
        chain=chain,
        name=name,
        prefix=plain[: len(PREFIX) + 4],
        digest=digest(plain),
        scopes=sorted(set(scopes)),
        property_ids=sorted(set(property_ids)),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    return key, plain


def revoke(key: ApiKey) -> bool:
    """Revoke at once; False when it already was."""
    return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now()))


def note_use(key_id: int, last_used_at: datetime | None) -> None:
    """Remember that the key was used, to the minute: not a write per request."""
    now = clock.now()
    if last_used_at is None or now - last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key_id).update(last_used_at=now)
