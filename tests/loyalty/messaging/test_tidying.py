"""The gate's log is kept for half a year, messages and opt-outs for good."""

from datetime import timedelta

import time_machine

from audit.recording import SYSTEM
from loyalty.messaging import opting_out, sending, tidying
from loyalty.messaging.models import Judgement, Message, OptOut, Receipt, Spend
from loyalty.messaging.opting_out import OptOut as Wish
from loyalty.messaging.transports import hearing
from loyalty.messaging.transports.protocol import Heard
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW, Vendor, raw


def test_what_was_kept_long_enough_goes_and_the_rest_stays(acme_1: Property) -> None:
    with time_machine.travel(NOW, tick=False) as traveller, in_property(acme_1):
        stage.rules()
        guest = stage.guest()
        stage.put(
            stage.draft(guest.pk, "a"), stage.draft(guest.pk, "b", expires_at=NOW + timedelta(days=900))
        )
        sms = Vendor("sms")
        sending.work(acme_1, None, transports={"sms": sms})
        hearing.store(raw(), "aliyun", [Heard(sms.took[0].claim, "", "delivered")])
        sending.work(acme_1, None, transports={"sms": sms})
        opting_out.put(raw(), acme_1, Wish(guest.pk, "email", "desk"), by=SYSTEM)
        nothing = {"log": 0, "receipts": 0, "sums": 0}
        assert tidying.night(raw(), NOW.date()) == nothing
        traveller.shift(timedelta(days=500))
        day = (NOW + timedelta(days=500)).date()
        # What still waits keeps its log.
        assert tidying.night(raw(), day) == {"log": 1, "receipts": 1, "sums": 2}
        assert tidying.night(raw(), day) == nothing
        assert (Judgement.objects.get().message.key, Receipt.objects.count()) == ("b", 0)
        assert (Message.objects.count(), OptOut.objects.count(), Spend.objects.count()) == (2, 1, 2)
