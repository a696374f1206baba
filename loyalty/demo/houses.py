"""The five hotels of the demo, and in what they differ."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class House:
    """One hotel. Shares are weights; `returning` scales how likely a guest comes back."""

    slug: str
    name: str
    city: str
    letter: str  # of its stay and clerk numbers
    guests: int  # new ones in the first two years
    rate: int  # yuan for the plain room
    first: dict[str, float]  # channel of a first visit
    again: dict[str, float]  # and of the later ones
    returning: float
    returning_at_last: float  # after two years
    done: float  # remarks that get complete at all
    on_time: float  # of those
    wrong: float  # nicknames written wrong at first
    none_noted: float  # of the guests without a wish


HOUSES = (
    House(
        "qichuan-pingjiang", "平江店", "苏州", "P", 2_750, 268,
        {"member": 0.26, "corporate": 0.16, "ota": 0.49, "walk_in": 0.09},
        {"member": 0.60, "corporate": 0.19, "ota": 0.18, "walk_in": 0.03},
        1.3, 1.4, done=0.993, on_time=0.97, wrong=0.03, none_noted=0.8,
    ),
    House(
        "qichuan-guanqian", "观前店", "苏州", "G", 2_850, 298,
        {"member": 0.10, "corporate": 0.09, "ota": 0.73, "walk_in": 0.08},
        {"member": 0.25, "corporate": 0.13, "ota": 0.57, "walk_in": 0.05},
        0.72, 0.74, done=0.95, on_time=0.90, wrong=0.07, none_noted=0.95,
    ),
    House(
        "qichuan-nanhu", "南湖店", "嘉兴", "N", 2_350, 228,
        {"member": 0.20, "corporate": 0.17, "ota": 0.50, "walk_in": 0.13},
        {"member": 0.44, "corporate": 0.25, "ota": 0.26, "walk_in": 0.05},
        1.45, 0.4, done=0.92, on_time=0.84, wrong=0.09, none_noted=0.9,
    ),
    House(
        "qichuan-xinjiekou", "新街口店", "南京", "X", 2_800, 328,
        {"member": 0.19, "corporate": 0.34, "ota": 0.41, "walk_in": 0.06},
        {"member": 0.40, "corporate": 0.42, "ota": 0.16, "walk_in": 0.02},
        1.12, 1.15, done=0.965, on_time=0.93, wrong=0.05, none_noted=0.85,
    ),
    House(
        "qichuan-hudong", "湖东店", "苏州", "H", 2_050, 248,
        {"member": 0.22, "corporate": 0.20, "ota": 0.50, "walk_in": 0.08},
        {"member": 0.46, "corporate": 0.26, "ota": 0.25, "walk_in": 0.03},
        0.92, 0.95, done=0.86, on_time=0.78, wrong=0.13, none_noted=0.97,
    ),
)  # fmt: skip

SOURCES = {
    "member": (("会员", 4), ("小程序", 3), ("官网", 1), ("微信", 2), ("储值卡", 1)),
    "corporate": (("协议单位", 6), ("旅行社", 1), ("团队", 1), ("公司", 2)),
    "ota": (("携程", 8), ("美团", 6), ("飞猪", 4), ("同程", 2), ("Booking", 1), ("抖音", 1), ("去哪儿", 1)),
    "walk_in": (("散客", 5), ("上门", 2), ("电话", 2)),
}
# Met at some hotels, mapped at none: listed for somebody to map.
STRANGE = {
    "qichuan-pingjiang": ("高德订房",),
    "qichuan-nanhu": ("中央推荐入住", "自助机"),
    "qichuan-hudong": ("高德订房", "自助机"),
}
ROOM_TYPES = (("大床房", 1.0, 5), ("双床房", 1.05, 4), ("庭院大床房", 1.3, 2), ("家庭房", 1.5, 1))
REQUESTS = (
    "加一个枕头",
    "高楼层",
    "离电梯远一些",
    "安静的房间",
    "提前入住",
    "延迟退房到 13 点",
    "无烟房",
    "要发票",
    "婴儿床",
    "留一个车位",
)
