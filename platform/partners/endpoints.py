"""Where a chain wants its events sent: made, changed, given another secret, shut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from audit import outward
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from partners import posting, signing
from partners.models import Endpoint

MOST = 20


class TooManyWebhooks(Refused):
    code = "too_many_webhooks"
    zh = "一个连锁最多设置 {most} 个推送地址，请先删除不用的。"
    en = "A chain has at most {most} webhooks: delete one first."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an endpoint hears of; empty means all."""

    url: str
    description: str
    types: Sequence[str]
    property_ids: Sequence[int]


def rules() -> posting.Rules:
    """What this installation allows: https to the open internet; on somebody's own machine more."""
    return posting.Rules(plain=settings.DEVELOPMENT, loopback=settings.HUIKE_WEBHOOKS_TO_LOOPBACK)


def unknown(types: Iterable[str]) -> list[str]:
    return sorted(set(types) - set(outward.TYPES))


def make(chain: Chain, wanted: Wanted) -> Endpoint:
    """A new one, on at once. The caller has looked at the URL (posting.parts)."""
    with transaction.atomic():
        # Counted under a lock on the chain, so that two at once do not pass the limit together.
        Chain.objects.select_for_update(no_key=True).get(pk=chain.pk)
        if Endpoint.objects.filter(chain=chain).count() >= MOST:
            raise TooManyWebhooks(most=MOST)
        return Endpoint.objects.create(
            chain=chain,
            url=wanted.url,
            description=wanted.description,
            types=sorted(set(wanted.types)),
            property_ids=sorted(set(wanted.property_ids)),
            secret=signing.fresh(),
            created_at=clock.now(),
        )


def locked(chain: Chain, id: int) -> Endpoint | None:
    """The chain's endpoint, held for the transaction. Always taken before its deliveries."""
    return Endpoint.objects.select_for_update(no_key=True).filter(chain=chain, pk=id).first()


def switch(endpoint: Endpoint, state: str) -> None:
    """On or off by hand. What waited goes on when it is on again; what happened meanwhile is to be replayed."""
    endpoint.state = state
    endpoint.why = ""
    if state == "on":
        endpoint.failing_since, endpoint.throttled_until, endpoint.told_at = None, None, None


def disable(endpoint: Endpoint, why: str) -> None:
    """Off by itself; its owners are told. What waited has failed, and is there to be replayed."""
    endpoint.state, endpoint.why, endpoint.told_at = "disabled", why, None
    endpoint.save(update_fields=["state", "why", "told_at"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_delivery SET state = 'failed', next_at = NULL WHERE endpoint_id = %s AND state = 'waiting'",
            [endpoint.pk],
        )


def rotate(endpoint: Endpoint, overlap: timedelta) -> tuple[str, datetime]:
    """A new secret, and until when the one before it signs too."""
    until = clock.now() + overlap
    endpoint.secret_before, endpoint.secret_before_until = endpoint.secret, until
    endpoint.secret = signing.fresh()
    endpoint.save(update_fields=["secret", "secret_before", "secret_before_until"])
    return signing.secret(endpoint.secret), until


def live_secrets(endpoint: Endpoint, now: datetime) -> list[str]:
    kept = [endpoint.secret]
    if endpoint.secret_before and endpoint.secret_before_until and now < endpoint.secret_before_until:
        kept.append(endpoint.secret_before)
    return [signing.secret(each) for each in kept]


def drop(endpoint: Endpoint) -> None:
    """Delete it with all that was sent. The caller holds it (locked), so nothing is queued for it meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM partners_endpoint WHERE id = %s FOR UPDATE", [endpoint.pk])
        cursor.execute(
            "DELETE FROM partners_attempt WHERE delivery_id IN"
            " (SELECT id FROM partners_delivery WHERE endpoint_id = %s)",
            [endpoint.pk],
        )
        cursor.execute("DELETE FROM partners_delivery WHERE endpoint_id = %s", [endpoint.pk])
        cursor.execute("DELETE FROM partners_endpoint WHERE id = %s", [endpoint.pk])
