"""A campaign's texts by mail to whoever asks for them: all channels in one letter, and nobody else gets any."""

from collections.abc import Mapping
from typing import Any

from kernel.statements import Statements
from loyalty.campaigns import previewing
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.previewing import Read
from staff import letters
from tenants.models import Property

LETTER: letters.Letter = {
    "zh": ("【测试】活动“{name}”的内容", "这是活动“{name}”的测试，只发给您本人，没有发给任何客人。\n\n{texts}\n"),
    "en": ("[Test] The texts of “{name}”", "A test of “{name}”, sent to you alone: no guest got any of it.\n\n{texts}\n"),
}  # fmt: skip
CHANNELS = {"sms": ("短信", "SMS"), "wecom": ("企业微信", "WeCom"), "email": ("邮件", "E-mail")}
# Where no guest is named, somebody made up.
EXAMPLE: Mapping[str, Any] = {
    "name": "李四", "surname": "李", "title": "先生", "visits": 5, "last_visit": "2026-09-30", "last_room": "8210",
    "last_rate": 20_800, "tier": "金卡", "next_tier": "黑卡", "missing": "再住 1 晚", "points": 1_280,
    "points_ending": 300, "ends_on": "2026-12-31", "coupon": "优惠券", "coupon_code": "XXXX-XXXX-XXXX",
    "gift_points": 200, "nights_short": 2, "reward": "早餐", "years": 2,
}  # fmt: skip


def send(
    raw: Statements, hotel: Property, campaign: Kept, guest: int | None, *, to: str, locale: str
) -> None:
    """Write it and send it. Raises NobodyThere."""
    if guest is None:
        read = previewing.made_up(raw, hotel, campaign.document, EXAMPLE)
    else:
        read = list(previewing.preview(raw, hotel, campaign, guest).texts)
    english = not locale.startswith("zh")
    said = "\n\n".join(_said(variant, each, english=english) for variant, each in read)
    letters.send(LETTER, locale, to, name=campaign.name, texts=said)


def masked(address: str) -> str:
    """'wang@hotel.cn' -> 'w***@hotel.cn'."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def _said(variant: str, read: Read, *, english: bool) -> str:
    head = f"{variant} · {CHANNELS[read.channel][1 if english else 0]}"
    if read.lacks:
        return f"{head}\n– {read.lacks}"
    return "\n".join(part for part in (head, read.subject, read.text) if part)
