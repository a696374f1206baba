from collections.abc import Iterator

import pytest

from config.local.vendors import Running, running


@pytest.fixture
def vendors() -> Iterator[Running]:
    """Stand-ins with one account each, at any hour."""
    with running(accounts={"LTAItest": "secret-1", "AKIDtest": "secret-2"}) as started:
        started.knobs(window=None)
        yield started
