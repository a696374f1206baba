"""A morning at acme-1: the gate is switched on, a programme is in force."""

from collections.abc import Iterator

import pytest
import time_machine

from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.campaigns import scene
from tests.loyalty.messaging import stage


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(stage.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(acme_1: Property, morning: time_machine.Traveller) -> Iterator[Property]:
    with in_property(acme_1):
        stage.rules()
        scene.publish()
        yield acme_1
