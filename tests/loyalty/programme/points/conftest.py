from collections.abc import Iterator

import pytest
import time_machine

from tenants.context import in_property
from tenants.models import Property


@pytest.fixture(autouse=True)
def _on_the_23rd_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+08:00"):
        yield


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        yield acme_1
