"""What is missing before anything can be sent, channel by channel."""

from dataclasses import dataclass

from kernel.statements import Statements
from loyalty.messaging import filings, settings
from loyalty.messaging.reasons import CHANNELS as NAMES
from loyalty.messaging.settings import CHANNELS, Rules
from loyalty.messaging.transports import choosing, sealing
from tenants.models import Property

SAYS: dict[str, tuple[str, str]] = {
    "switched_off": ("这个通道没有启用。", "This channel is switched off."),
    "all_off": ("消息发送总开关没有打开。", "Sending is switched off altogether."),
    "no_vendor": ("还没有填写服务商。", "No vendor is set."),
    "secret_unreadable": ("服务商密钥无法读取，请重新填写。", "The vendor's secret cannot be read: enter it again."),
    "nothing_approved": ("还没有审核通过的短信文案。", "The vendor has approved no text yet."),
    "comes_later": ("企业微信通道尚未接入。", "WeCom is not connected yet."),
}  # fmt: skip
APPROVED = "SELECT EXISTS (SELECT 1 FROM messaging_filing WHERE vendor = %s AND state = 'approved')"


@dataclass(frozen=True, slots=True)
class Standing:
    """One channel: whether it is on, by whom it goes, and what it lacks."""

    channel: str
    name: tuple[str, str]
    vendor: str
    on: bool
    missing: tuple[str, ...]


def channels(raw: Statements, rules: Rules, hotel: Property) -> list[Standing]:
    return [_standing(raw, rules, hotel, channel) for channel in CHANNELS]


def _standing(raw: Statements, rules: Rules, hotel: Property, channel: settings.Channel) -> Standing:
    missing: list[str] = []
    vendor = rules.vendor_of(channel)
    if not rules.on:
        missing.append("all_off")
    if channel not in rules.channels:
        missing.append("switched_off")
    try:
        way = choosing.transport(rules, hotel, channel)
    except sealing.Unreadable:
        missing.append("secret_unreadable")
    else:
        vendor = way.vendor if way is not None else vendor
        if way is None:
            missing.append("comes_later" if channel == "wecom" else "no_vendor")
        elif filings.needed(vendor) and not raw.value(APPROVED, (vendor,)):
            missing.append("nothing_approved")
    return Standing(channel, NAMES[channel], vendor, channel in rules.channels, tuple(missing))
