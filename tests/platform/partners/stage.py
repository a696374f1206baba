"""Things that happen at acme, endpoints that hear of them, and a deliverer that runs in the test's own process."""

from collections.abc import Callable, Sequence
from typing import Any

from audit import recording
from chains.models import Chain
from partners import endpoints, signing
from partners.delivering import Deliverer
from partners.models import Endpoint
from partners.posting import Rules
from tenants.models import Property
from tests import cast

HERE = Rules(plain=True, loopback=True)


def happened(number: int = 1, *, place: Property | None = None, action: str = "guest.edited") -> None:
    """Something that is told outside, about the guest of this number."""
    hotel = place or cast.property_named("acme-1")
    recording.record(
        recording.SYSTEM,
        action,
        chain_id=hotel.chain_id,
        property_id=hotel.pk,
        property_slug=hotel.slug,
        subject=str(number),
    )


def endpoint(
    url: str, *, types: Sequence[str] = (), places: Sequence[Property] = (), **changes: Any
) -> Endpoint:
    chain = Chain.objects.get(slug="acme")
    made = endpoints.make(chain, endpoints.Wanted(url, "", types, [place.pk for place in places]))
    for name, value in changes.items():
        setattr(made, name, value)
    made.save()
    return made


def secret_of(made: Endpoint) -> str:
    return signing.secret(made.secret)


def deliverer(rules: Rules = HERE) -> Deliverer:
    """One whose rounds the test calls by itself; between them it never sleeps."""
    return Deliverer(rules, stopping=lambda: False, pause=lambda _: None)


def deliver(until: Callable[[], bool], rules: Rules = HERE) -> None:
    """Rounds until it is so, and what is on its way is in. Fails a test in which it never becomes so."""
    working = deliverer(rules)
    try:
        for _ in range(400):
            working.next_look = 0.0  # every round of a test looks for news
            working.round()
            if until() and not working.hands.busy():
                return
        raise AssertionError("it never came to that")
    finally:
        working.hands.close()
