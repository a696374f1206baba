"""Which way a property's messages go, and how its vendors' secrets are kept."""

from typing import Any
from uuid import uuid4

import pytest

from loyalty.messaging.settings import Mail as MailRules
from loyalty.messaging.settings import Rules, Sms, Wecom
from loyalty.messaging.transports import aliyun, choosing, sealing, tencent
from loyalty.messaging.transports.aliyun import Aliyun
from loyalty.messaging.transports.mail import Mail
from loyalty.messaging.transports.outbox import Outbox
from loyalty.messaging.transports.protocol import Accepted, Parcel
from loyalty.messaging.transports.tencent import Tencent
from tenants.models import Property

HOTEL, SANDBOX = Property(slug="h", name="雅客"), Property(slug="s", name="沙箱", sandbox=True)
ALL = ("sms", "email", "wecom")


def rules() -> Rules:
    secret = sealing.seal("s3cret")
    mail = MailRules("smtp", sender="a@hotel.example", host="smtp.hotel.example", user="a", secret=secret)
    return Rules(on=True, sms=Sms("aliyun", "k", secret), email=mail)


def test_each_channel_goes_by_the_vendor_that_is_set() -> None:
    sms = choosing.transport(rules(), HOTEL, "sms")
    assert isinstance(sms, Aliyun)
    assert (sms.account.secret, sms.account.sign_name, sms.api) == ("s3cret", "雅客", aliyun.API)
    assert "s3cret" not in repr(sms.account)
    mail = choosing.transport(rules(), HOTEL, "email")
    assert isinstance(mail, Mail)
    assert (mail.mailbox.host, mail.mailbox.secret, mail.mailbox.plain) == (
        "smtp.hotel.example",
        "s3cret",
        False,
    )
    other = rules()
    other.sms = Sms("tencent", "k", sealing.seal("x"), app="1400000000", region="ap-beijing")
    sms = choosing.transport(other, HOTEL, "sms")
    assert isinstance(sms, Tencent)
    assert (sms.account.region, sms.api) == ("ap-beijing", tencent.API)


def test_without_a_vendor_there_is_no_way_and_wecom_has_none_yet() -> None:
    assert [choosing.transport(Rules(on=True), HOTEL, channel) for channel in ALL] == [None] * 3


def test_a_sandbox_writes_to_nobody_whatever_its_settings_say() -> None:
    ways = [choosing.transport(rules(), SANDBOX, channel) for channel in ALL]
    assert all(isinstance(way, Outbox) for way in ways)
    sent = Parcel(uuid4(), "sms", "+8613800000000", "【雅客】" + "好" * 70)
    assert ways[0] is not None
    assert ways[0].send(sent) == Accepted(f"outbox-{sent.claim.hex}", 2)


def test_the_outbox_is_for_no_real_property(settings: Any) -> None:
    set_so = Rules(on=True, sms=Sms("outbox"), wecom=Wecom())
    assert isinstance(choosing.transport(set_so, HOTEL, "sms"), Outbox)
    settings.DEVELOPMENT = False
    assert choosing.transport(set_so, HOTEL, "sms") is None
    assert choosing.transport(set_so, HOTEL, "wecom") is None


def test_with_stand_ins_everything_goes_to_this_machine(settings: Any) -> None:
    assert choosing.stand_ins(HOTEL) is None
    settings.HUIKE_VENDORS_SECRET = "x"
    settings.HUIKE_ALIYUN_API, settings.HUIKE_SMTP_STAND_IN = "http://127.0.0.1:7", "127.0.0.1:8"
    found = choosing.stand_ins(HOTEL)
    assert found is not None
    set_so = Rules(on=True, sms=found[0], email=found[1])
    sms, mail = choosing.transport(set_so, HOTEL, "sms"), choosing.transport(set_so, HOTEL, "email")
    assert isinstance(sms, Aliyun) and isinstance(mail, Mail)
    assert (sms.api, sms.account.key_id) == ("http://127.0.0.1:7", "h")
    assert (mail.mailbox.host, mail.mailbox.port, mail.mailbox.plain) == ("127.0.0.1", 8, True)


def test_a_sealed_secret_opens_with_the_installations_key_alone(settings: Any) -> None:
    kept = sealing.seal("AccessKeySecret秘")
    assert sealing.unseal(kept) == "AccessKeySecret秘"
    assert kept != sealing.seal("AccessKeySecret秘") and "AccessKey" not in kept
    for wrong in (
        kept[:-2],
        kept[:-1] + ("A" if kept[-1] != "A" else "B"),
        "2" + kept[1:],
        "",
        "1:",
        "1:!!",
        "plain",
    ):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(wrong)
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(kept)
