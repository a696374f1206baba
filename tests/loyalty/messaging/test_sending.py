"""The gate at work, on real tables: judged, claimed, sent once, settled. Issue 5 part 4; C123, C125; I9, I10."""

from collections.abc import Iterator

import pytest
import time_machine

from loyalty.messaging import sending
from loyalty.messaging.models import Judgement, Message, Spend
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, Vendor


@pytest.fixture(autouse=True)
def watch() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        stage.rules()
        yield acme_1


def test_what_is_due_goes_once_and_is_put_down_with_what_the_guest_read(house: Property) -> None:
    guest = stage.guest()
    stage.put(stage.draft(guest.pk))
    sms = Vendor("sms")
    assert sending.work(house, None, transports={"sms": sms}) is None
    sending.work(house, None, transports={"sms": sms})
    (parcel,) = sms.took
    kept = Message.objects.get()
    assert (kept.state, kept.channel, kept.claim, kept.parts) == ("sent", "sms", parcel.claim, 1)
    assert parcel.text == kept.rendered["text"] == "【雅客一店】李四您好，秋天的西湖很美。 拒收请回复R"
    assert [line.verdict for line in Judgement.objects.all()] == ["send"]
    assert {(row.scope, row.channel): row.spent_cents for row in Spend.objects.all()} == {
        ("day:2026-11-23", ""): 5, ("day:2026-11-23", "sms"): 5, ("month:2026-11", ""): 5, ("month:2026-11", "sms"): 5,
    }  # fmt: skip
