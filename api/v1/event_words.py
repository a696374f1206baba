"""The types of events in words, each with what one looks like."""

from typing import Any

_GUESTS: dict[str, Any] = {"property": "hz-xihu", "guests": ["1042", "1043"]}
_ONE: dict[str, Any] = {"property": "hz-xihu", "guests": ["1042"]}
_TWO: dict[str, Any] = {"property": "hz-xihu", "guests": ["1042", "1043"], "kept": "1042"}

# code -> Chinese, English, example of `data`
TYPES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "campaign.sent": ("活动消息已发出", "Messages of a campaign went out", {**_GUESTS, "campaign": "12"}),
    "consent.changed": (
        "客人同意或撤回了营销授权",
        "A guest gave or withdrew consent",
        {**_ONE, "purpose": "sms"},
    ),
    "coupon.issued": ("发出了优惠券", "A coupon was issued", {**_ONE, "coupon": "310"}),
    "coupon.redeemed": (
        "优惠券已核销",
        "A coupon was redeemed",
        {"property": "hz-xihu", "coupon": "310"},
    ),
    "guest.merged": ("两位客人已合并为一位", "Two guests were merged into one", _TWO),
    "guest.opted_out": (
        "客人退订了消息",
        "A guest opted out of messages",
        {**_ONE, "channel": "sms"},
    ),
    "guest.unmerged": ("合并的客人已拆分", "Merged guests were parted again", _TWO),
    "guest.updated": ("客人资料有变化", "Guests changed", _GUESTS),
    "import.finished": ("导入完成", "An import finished", {"property": "hz-xihu", "import": "17"}),
    "points.changed": ("积分有变化", "Points changed", _GUESTS),
    "property.closed": ("门店已停业", "A property closed", {"property": "hz-xihu"}),
    "property.opened": ("门店已开通", "A property opened", {"property": "hz-xihu"}),
    "remark.completed": ("备注已完成", "A remark was completed", {**_ONE, "remarks": ["88"]}),
    "tier.changed": ("会员等级有变化", "Tiers changed", _GUESTS),
    "wallet.changed": ("储值余额有变化", "Stored value changed", _GUESTS),
}
