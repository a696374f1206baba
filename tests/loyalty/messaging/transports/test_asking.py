"""What was never heard of is asked after, and what the vendor says of it is put down."""

from datetime import timedelta

import pytest
import time_machine

from loyalty.messaging import sending
from loyalty.messaging.models import Message
from loyalty.messaging.transports.protocol import Answer, Heard, Parcel, Unknown
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, Vendor


def nobody_knows(parcel: Parcel) -> Answer:
    raise Unknown("torn")


@pytest.mark.parametrize(
    ("said", "state"), [("sent", "sent"), ("delivered", "delivered"), ("failed", "failed"), (None, "unknown")]
)
def test_after_a_quarter_of_an_hour_the_vendor_is_asked(
    acme_1: Property, said: str | None, state: str
) -> None:
    """F20: what the vendor took is sent although its answer was lost; what nobody can say is shown as unknown."""
    with time_machine.travel(NOW, tick=False) as watch, in_property(acme_1):
        stage.rules()
        stage.put(stage.draft(stage.guest().pk))
        sms = Vendor("sms", nobody_knows)
        sending.work(acme_1, None, transports={"sms": sms})
        kept = Message.objects.get()
        assert kept.state == "claimed" and kept.claim is not None
        if said is not None:
            sms.knows[kept.claim] = Heard(kept.claim, "p-1", said)
        watch.shift(timedelta(minutes=14))
        sending.work(acme_1, None, transports={"sms": sms})
        assert Message.objects.get().state == "claimed"
        watch.shift(timedelta(minutes=1, seconds=1))
        sending.work(acme_1, None, transports={"sms": sms})
        kept = Message.objects.get()
        assert kept.state == state
        assert kept.provider_id == ("" if said is None else "p-1")
        assert sms.took == []


def test_a_slow_vendor_does_not_hold_the_worker_until_it_is_killed(acme_1: Property) -> None:
    """What the time did not suffice for is as it was: due, unclaimed, and asked for again at once."""
    with time_machine.travel(NOW, tick=False), in_property(acme_1):
        stage.rules()
        stage.put(*(stage.draft(stage.guest(number).pk) for number in range(1, 4)))
        sms = Vendor("sms")
        assert sending.work(acme_1, None, transports={"sms": sms}, for_seconds=0) == NOW
        assert sms.took == [] and set(Message.objects.values_list("state", flat=True)) == {"waiting"}
        sending.work(acme_1, None, transports={"sms": sms})
        assert len(sms.took) == 3
