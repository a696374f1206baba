"""In what drawn hotels differ, and what all of them have."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class House:
    """One hotel. Shares are weights; `returning` scales how likely a guest comes back."""

    slug: str
    name: str
    city: str
    letter: str  # of its stay and clerk numbers
    guests: int  # new ones within the planned past (the demo's: two years)
    rate: int  # yuan for the plain room
    first: dict[str, float]  # channel of a first visit
    again: dict[str, float]  # and of the later ones
    returning: float
    returning_at_last: float  # after that
    done: float  # remarks that get complete at all
    on_time: float  # of those
    wrong: float  # nicknames written wrong at first
    none_noted: float  # of the guests without a wish
    strange: tuple[str, ...] = ()  # sources met here and sorted nowhere: listed for somebody to sort
    front_desk: str = ""  # name of the first clerk; drawn when there is none


SOURCES = {
    "member": (("会员", 4), ("小程序", 3), ("官网", 1), ("微信", 2), ("储值卡", 1)),
    "corporate": (("协议单位", 6), ("旅行社", 1), ("团队", 1), ("公司", 2)),
    "ota": (("携程", 8), ("美团", 6), ("飞猪", 4), ("同程", 2), ("Booking", 1), ("抖音", 1), ("去哪儿", 1)),
    "walk_in": (("散客", 5), ("上门", 2), ("电话", 2)),
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
