"""Guests who do not exist: names, phones and wishes drawn from a seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷龙黎史陶毛贺顾龚邵万覃武钱戚严莫孔向常".strip()
DOUBLE_SURNAMES = ("欧阳", "上官", "司徒", "诸葛")
GIVEN = [
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "桂英",
    "建华",
    "玉兰",
    "志强",
    "秀英",
    "文博",
    "子涵",
    "雨桐",
    "一诺",
    "浩然",
    "梓萱",
    "欣怡",
    "佳琪",
    "思远",
    "晓东",
    "海燕",
    "国富",
    "春梅",
    "丹",
    "鹏",
    "宁",
    "琳",
    "倩",
    "帆",
    "睿",
    "婷",
    "雪",
    "波",
    "斌",
    "晨",
    "曦",
    "悦",
    "嘉怡",
    "俊杰",
    "天佑",
    "可欣",
    "若曦",
    "诗涵",
    "宇轩",
    "铭",
    "颖",
    "洁",
    "蕾",
    "慧",
    "健",
    "辉",
    "鑫",
    "凯",
    "莹",
    "云",
    "岚",
    "薇",
    "言",
    "舟",
    "川",
    "竹",
    "禾",
    "清",
    "远",
    "安",
    "然",
    "予",
    "知",
    "行",
    "怀瑾",
    "望舒",
    "景行",
    "知夏",
    "听雨",
    "南枝",
]
FOREIGN = (
    "Wang Lei",
    "Emma Brown",
    "Kenji Sato",
    "Anna Schmidt",
    "James Miller",
    "Sofia Rossi",
    "Min-jun Kim",
)
PREFIXES = ("133", "135", "136", "137", "138", "139", "150", "151", "152", "157", "158", "159", "177", "180", "181", "186", "187", "188", "189")  # fmt: skip

# What a guest wants, as the desk notes it, and the tag it speaks for.
WISHES = (
    ("要求提前开空调", "商务"), ("常要求加一个枕头", "加枕头"), ("怕吵,要离电梯远的房间", "怕吵"), ("喜欢高楼层", "高楼层"),
    ("带宝宝,要婴儿床", "有宝宝"), ("开车来,要留车位", "开车"), ("要开公司抬头的发票", "要发票"), ("常延迟到 13 点退房", "晚退房"),
    ("早班高铁,常提前到店", "早到"), ("不吸烟,对烟味敏感", "不吸烟"), ("爱喝碧螺春,房间备茶", "商务"), ("腿脚不便,要低楼层", "低楼层"),
    ("带父母出游,要相邻两间", "带老人"), ("枕头要荞麦的", "加枕头"), ("上次热水不稳,已道歉", "怕吵"), ("看重早餐的粥和酱菜", "商务"),
    ("订房时总问有没有优惠", "价格敏感"), ("习惯用英文沟通", "英文"),
)  # fmt: skip
# What who has this wish asks for when booking, most of the time.
ASKS = {
    "要求提前开空调": "提前开空调", "常要求加一个枕头": "加一个枕头", "怕吵,要离电梯远的房间": "离电梯远一些", "喜欢高楼层": "高楼层",
    "带宝宝,要婴儿床": "婴儿床", "开车来,要留车位": "留一个车位", "要开公司抬头的发票": "要发票", "常延迟到 13 点退房": "延迟退房到 13 点",
    "早班高铁,常提前到店": "提前入住", "不吸烟,对烟味敏感": "无烟房", "腿脚不便,要低楼层": "低楼层", "枕头要荞麦的": "荞麦枕头",
}  # fmt: skip
ASKS_AGAIN = 0.6


@dataclass(frozen=True, slots=True)
class Guest:
    number: str  # as the PMS has it; '' for who is known by phone alone
    name: str
    phone: str  # '' when the PMS has none
    wish: str
    tag: str
    secret: bool


def guest(rng: Random, number: str) -> Guest:
    wish, tag = rng.choice(WISHES) if rng.random() < 0.55 else ("", "")
    return Guest(
        number=number if rng.random() < 0.9 else "",
        name=name(rng),
        phone=phone(rng),
        wish=wish,
        tag=tag,
        secret=rng.random() < 0.002,
    )


def name(rng: Random) -> str:
    if rng.random() < 0.01:
        return rng.choice(FOREIGN)
    surname = rng.choice(DOUBLE_SURNAMES) if rng.random() < 0.008 else rng.choice(SURNAMES)
    # The front of the list is more frequent, as in life.
    surname = surname if rng.random() < 0.5 else rng.choice(SURNAMES[:25])
    return surname + rng.choice(GIVEN)


def phone(rng: Random) -> str:
    return rng.choice(PREFIXES) + f"{rng.randrange(10**8):08d}"


def birthday_of(guest: Guest) -> date | None:
    """Two of three are known by theirs; a few are not of age."""
    rng = _own(guest)
    if rng.random() > 0.66:
        return None
    return date(1958, 1, 1) + timedelta(
        days=rng.randrange(int(365.25 * 47)) + (2_900 if rng.random() < 0.02 else 0)
    )


def email_of(guest: Guest) -> str:
    """Of one in four; '' of whoever the agency hides. The domain is nobody's."""
    rng = _own(guest)
    rng.random()
    known = guest.phone.isdigit() and rng.random() < 0.26
    return f"guest{guest.phone[-8:]}@example.com" if known else ""


def asked_by(guest: Guest, day: date) -> tuple[str, ...]:
    """What this guest asks for on a stay from `day` on, out of habit; mostly the same."""
    habit = ASKS.get(guest.wish)
    return (habit,) if habit and Random(f"{guest.name}-{guest.phone}-{day}").random() < ASKS_AGAIN else ()


def _own(guest: Guest) -> Random:
    """What is drawn of one person alone changes nothing of what is drawn of the others."""
    return Random(f"{guest.name}-{guest.phone}-details")


def clerk_name(rng: Random) -> str:
    return rng.choice(SURNAMES[:60]) + rng.choice(GIVEN)
