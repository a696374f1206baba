"""Which way a property's message goes: by its settings, never by the message.

A sandbox writes to nobody: outbox. Where no vendor is set there is no way (`None`: CHANNEL_OFF). WeCom comes with its
own work: the gate knows it, and only the outbox takes it.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings as installation

from loyalty.messaging import settings
from loyalty.messaging.settings import Mail as MailRules
from loyalty.messaging.settings import Rules, Sms
from loyalty.messaging.transports import aliyun, sealing, tencent
from loyalty.messaging.transports.accounts import Account
from loyalty.messaging.transports.aliyun import Aliyun
from loyalty.messaging.transports.mail import Mail, Mailbox
from loyalty.messaging.transports.outbox import VENDOR as OUTBOX
from loyalty.messaging.transports.outbox import Outbox
from loyalty.messaging.transports.protocol import Transport
from loyalty.messaging.transports.tencent import Tencent
from tenants.models import Property


def transport(rules: Rules, hotel: Property, channel: str) -> Transport | None:
    """The way this property's messages go by a channel; None where none is set. Raises sealing.Unreadable."""
    if hotel.sandbox:
        return Outbox(channel)
    vendor = rules.vendor_of(channel)
    if vendor == OUTBOX:
        return Outbox(channel) if settings.may_use_outbox(hotel) else None
    if channel == "sms":
        return sms(rules, hotel)
    if channel == "email" and rules.email is not None:
        return Mail(_mailbox(rules.email))
    return None


def sms(rules: Rules, hotel: Property) -> Aliyun | Tencent | None:
    """The property's SMS vendor, also for filing texts; None for the outbox. Raises sealing.Unreadable."""
    chosen = rules.sms
    if chosen is None or chosen.vendor == OUTBOX:
        return None
    account = Account(
        vendor=chosen.vendor,
        key_id=chosen.key,
        secret=settings.secret_of(chosen),
        sign_name=settings.signature(rules, hotel),
        app_id=chosen.app,
        region=chosen.region,
    )
    if chosen.vendor == "aliyun":
        return Aliyun(account, installation.HUIKE_ALIYUN_API or aliyun.API)
    return Tencent(account, installation.HUIKE_TENCENT_API or tencent.API)


def _mailbox(chosen: MailRules) -> Mailbox:
    host, port, plain = chosen.host, chosen.port, False
    if chosen.vendor == "smtp" and installation.HUIKE_SMTP_STAND_IN:
        host, _, number = installation.HUIKE_SMTP_STAND_IN.partition(":")
        port, plain = int(number), True
    return Mailbox(
        vendor=chosen.vendor,
        sender=chosen.sender,
        sender_name=chosen.sender_name,
        host=host,
        port=port,
        user="" if plain else chosen.user,
        secret=settings.secret_of(chosen),
        domain=chosen.domain,
        plain=plain,
    )


def stand_ins(hotel: Property, vendor: Any = "aliyun") -> tuple[Sms, MailRules] | None:
    """What the settings of a demo property say so that it writes to the stand-ins of `make up`; None without them.

    An account with the SMS stand-in is the property's short name, its secret made of the installation's and it.
    """
    if not installation.HUIKE_VENDORS_SECRET:
        return None
    chosen = Sms(
        vendor=vendor,
        key=hotel.slug,
        secret=sealing.seal(stand_in_secret(hotel.slug, "account")),
        app="1400000000" if vendor == "tencent" else "",
    )
    return chosen, MailRules(
        vendor="smtp",
        sender=f"{hotel.slug}@example.com",
        sender_name=hotel.name[:60],
        host="stand-in.example",
    )


def stand_in_secret(slug: str, use: str) -> str:
    """What a property and the stand-in both know: its account's secret, and the token of its hook."""
    key: str = installation.HUIKE_VENDORS_SECRET
    return hmac.new(key.encode(), f"{use}:{slug}".encode(), hashlib.sha256).hexdigest()[:40]


def is_stand_in(hotel: Property, token: str) -> bool:
    """Whether the stand-ins of this machine knock; never in production, where they have no secret."""
    if not installation.HUIKE_VENDORS_SECRET:
        return False
    return hmac.compare_digest(stand_in_secret(hotel.slug, "hook").encode(), token.encode())
