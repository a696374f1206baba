"""Where a booking came from: what the PMS calls it, and which of the four channels it counts for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

CHANNELS = ("member", "corporate", "ota", "walk_in")

# Channel -> display source -> the other names PMSs give it. Every property starts with these.
ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "ota": {
        "携程": ("ctrip", "trip.com", "trip", "携程酒店", "携程网", "携程旅行"),
        "去哪儿": ("qunar", "去哪"),
        "美团": ("meituan", "大众点评", "美团酒店", "点评"),
        "飞猪": ("fliggy", "阿里旅行", "aliapp", "淘宝", "淘宝旅行"),
        "同程": ("同程旅行", "同程艺龙", "ly.com"),
        "艺龙": ("elong",),
        "途家": ("tujia",),
        "抖音": ("douyin", "tiktok"),
        "小红书": ("xiaohongshu", "red"),
        "中介": ("ota", "网络预订", "fit-ota"),
        "Booking": ("booking.com", "缤客"),
        "Agoda": ("安可达",),
        "Expedia": ("亿客行",),
        "Airbnb": ("爱彼迎",),
    },
    "member": {
        "会员": ("金卡", "vipgold", "vipcard", "loy", "会员卡", "中央会员预定"),
        "官网": ("website", "fit-dir"),
        "小程序": ("mini program",),
        "公众号": (),
        "微信": ("wechat",),
        "企微": ("企业微信", "wecom"),
        "储值卡": ("储值",),
    },
    "corporate": {
        "协议单位": ("协议公司", "公司客户", "挂账单位", "corp", "协议客户"),
        "协议": (),
        "公司": (),
        "团队": ("grp", "团体"),
        "旅行社": ("travel agency",),
        "中介协议": (),
    },
    "walk_in": {
        "散客": (
            "上门散客",
            "上门客",
            "步入",
            "walk-in",
            "walkin",
            "walk in",
            "wak",
            "wkg",
            "前台散客",
            "自来客",
            "fit-wi",
        ),
        "上门": (),
        "前台": (),
        "电话": ("phone", "telephone"),
    },
}
# Rooms nobody pays for: not counted at all, whether the rate, the market or the source says so.
UNCOUNTED = frozenset({"免费房", "自用房", "免费", "自用", "house use", "complimentary", "comp"})

SHORT = {
    "飞猪": "飞",
    "Booking": "B",
    "Agoda": "A",
    "Expedia": "E",
    "Airbnb": "R",
    "公众号": "众",
    "企微": "企",
}


def plain(name: str) -> str:
    """The name as it is compared: full width folded, case and outer spaces ignored."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _known() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for channel, names in ALIASES.items():
        for display, others in names.items():
            for name in (display, *others):
                table[plain(name)] = (channel, display)
    return table


KNOWN = _known()


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a source counts for at a property. `mapped` is False when nobody has said it yet."""

    channel: str
    short: str
    mapped: bool


def default(name: str) -> Mapped:
    """What a source counts for before the property says anything: by the aliases, else as a walk-in."""
    if found := KNOWN.get(plain(name)):
        channel, display = found
        return Mapped(channel, SHORT.get(display, name[:1]), True)
    return Mapped("walk_in", name[:1], plain(name) in UNCOUNTED)


def uncounted(*words: str) -> bool:
    """True when the rate, market or source is one of a free or a house-use room."""
    return any(plain(word) in UNCOUNTED for word in words if word)


def channel_of(name: str, own: Mapping[str, Mapped]) -> str:
    """The channel of a source at a property whose `own` mappings are given."""
    return (own.get(name) or default(name)).channel
