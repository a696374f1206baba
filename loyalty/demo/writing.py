"""How the demo's hotels write to their guests: by the stand-ins of `make up`, else to nobody."""

import msgspec

from kernel.statements import Statements
from loyalty.messaging import settings
from loyalty.messaging.settings import Limits, Prices, Rules
from loyalty.messaging.transports import choosing, sealing
from tenants.context import raw_connection
from tenants.models import Property

DAY_LIMIT_CENTS, MONTH_LIMIT_CENTS = 20_000, 300_000
BY = "演示数据"


def set_up(hotel: Property, phone: str = "") -> bool:
    """Settings that send over the stand-ins, where a person set none; whether they were written. Inside the property.

    Run at every load: the stand-ins' secret is another in another home.
    """
    raw = Statements(raw_connection())
    rules = settings.read(raw)
    vendors = choosing.stand_ins(hotel)
    if vendors is None or (rules != Rules() and not _needs_another_secret(rules, hotel)):
        return False
    sms, mail = vendors
    if rules != Rules():
        wanted = msgspec.structs.replace(rules, sms=sms, email=mail)
    else:
        wanted = Rules(
            on=True,
            channels=["sms", "email"],
            phone=phone,
            sms=sms,
            email=mail,
            prices=Prices(sms=5, email=0, wecom=0),
            day_limit=Limits(all=DAY_LIMIT_CENTS),
            month_limit=Limits(all=MONTH_LIMIT_CENTS),
        )
    settings.write(raw, wanted, by=BY)
    return True


def _needs_another_secret(rules: Rules, hotel: Property) -> bool:
    """Set by us, in a former run whose secret was another."""
    if rules.sms is None or rules.sms.key != hotel.slug:
        return False
    try:
        return settings.secret_of(rules.sms) != choosing.stand_in_secret(hotel.slug, "account")
    except sealing.Unreadable:
        return True
