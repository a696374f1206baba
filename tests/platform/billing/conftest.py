"""A Stripe on this machine for the tests of billing; the real SDK speaks to it."""

from collections.abc import Iterator
from typing import Any

import pytest
import stripe as sdk

from billing import gateway
from config.local.stripe import Running, running

SECRET = "whsec_of_the_tests"


@pytest.fixture
def stand_in() -> Iterator[Running]:
    with running() as made:
        yield made


@pytest.fixture
def stripe(stand_in: Running, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The product is set up to use it; a call that fails is tried again without a pause."""
    settings.HUIKE_STRIPE_KEY, settings.HUIKE_STRIPE_API = stand_in.key, stand_in.url
    settings.HUIKE_STRIPE_WEBHOOK_SECRETS = [SECRET]
    monkeypatch.setattr(sdk.HTTPClient, "_sleep_time_seconds", lambda *_: 0.0)
    yield stand_in
    stand_in.knobs(reset=True)
    stand_in.listen(None)
    gateway.client()._requestor._client.close()
    gateway._client.cache_clear()
