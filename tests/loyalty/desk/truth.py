"""Whether a text says anything that is not so. Knows nothing of how replies are made: only words, and what is true.

What could be claimed of a guest or a house is looked for in the text (numbers, days, hours, rooms, names, tiers, things
of the house, promises), and each find must stand in what is true. It is coarse on purpose: where it doubts, it says so.
"""

import re
from dataclasses import dataclass, field
from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
NUMERALS = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "半": 0.5,
}
WORDED = {"one": 1, "two": 2, "three": 3, "four": 4}
TITLES = "先生|女士|小姐|太太|总|董|老师|教授|医生|律师|主任|校长|院长"
# What a house may have, cost, allow or be near to; how a guest may stand; what may be promised.
CLAIMS = (
    "楼", "餐厅", "大堂", "自助", "粥", "面条", "咖啡", "车位", "车库", "快充", "号线", "路口", "出口", "步行", "分钟", "公里", "小型犬", "大型犬",
    "免费", "收费", "半价", "含早", "不含", "密码是", "账号", "普票", "专票", "电子发票", "洗衣机", "烘干机", "自助洗", "荞麦", "乳胶", "接站", "接机",
    "普通", "银卡", "金卡", "黑卡", "白金", "钻石", "升级房型", "延迟退房", "房券", "折", "立减", "减免",
    "有房", "有空房", "空着呢", "留好了", "订好了", "订单在", "已经安排", "安排好了", "已处理", "退好了", "升级好", "保证", "一定有", "肯定",
    "生日", "投诉", "会员日", "空调", "枕头", "被子", "婴儿床", "毛巾", "矿泉水", "高楼层", "低楼层", "安静", "无烟", "电梯",
    "free", "included", "floor", "restaurant", "buffet", "password is", "gold", "silver", "black", "platinum", "% off",
    "upgrade", "booking from", "stands", "is reserved", "guarantee", "air conditioning", "pillow", "blanket", "crib", "quiet", "lift",
    "smoking", "towel", "dogs", "shuttle", "line ", "exit",
)  # fmt: skip
# Said of nobody: asking for, or offering to look.
HARMLESS = (
    "有空房就",
    "有房就",
    "先看一下房态",
    "看一下房态",
    "要看当天房态",
    "if there is a room",
    "什么、要几个",
    "what is free",
    "is free we keep it",
)


@dataclass(frozen=True)
class Truth:
    """What is so: days, numbers, surnames with their titles, and words as somebody wrote them down."""

    days: tuple[date, ...] = ()
    numbers: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    message: str = ""
    also: tuple[str, ...] = field(default=())


def lies(text: str, truth: Truth) -> list[str]:
    """What the text claims and nobody knows; empty for an honest text."""
    so = "\n".join([*truth.words, *truth.names, *truth.also, truth.message]).casefold()
    rest = text
    for words in HARMLESS:
        rest = rest.replace(words, " ")
    found: list[str] = []
    rest = _days(rest, truth, so, found)
    found += [
        f"number {said}" for said in re.findall(r"\d+(?:[.:]\d+)?", rest)
        if said not in re.findall(r"\d+(?:[.:]\d+)?", so) and _number(said) not in truth.numbers
    ]  # fmt: skip
    numeral = "[" + "".join(NUMERALS) + "]"
    for said, unit in re.findall(rf"({numeral})(个|床|条|晚|次|张|份|位|点|瓶)", rest):
        if f"{said}{unit}" not in so and NUMERALS[said] not in truth.numbers:
            found.append(f"count {said}{unit}")
    for said in re.findall(r"\b(one|two|three|four) (?:more|extra|nights?|pillows?)", rest):
        counted = [NUMERALS[each] for each in re.findall(numeral, so)]
        if WORDED[said] not in truth.numbers and WORDED[said] not in counted:
            found.append(f"count {said}")
    for said in re.findall(rf"([\u4e00-\u9fff]{{1,2}}?(?:{TITLES}))(?=[，。！：]|您)", rest):
        if not any(said.endswith(name) for name in truth.names if name):
            found.append(f"name {said}")
    for said in re.findall(r"\b(?:Mr|Ms|Mrs|Dr) [A-Z]\w*", rest):
        if said not in truth.names:
            found.append(f"name {said}")
    small = rest.casefold()
    found += [
        f"claim {claim}" for claim in CLAIMS if claim.casefold() in small and claim.casefold() not in so
    ]
    return found


def _days(text: str, truth: Truth, so: str, found: list[str]) -> str:
    """Without the days in it; what is no true day is put down."""

    def chinese(met: re.Match[str]) -> str:
        year, month, day = (int(each) if each else None for each in met.groups())
        if (
            not any((day, month) == (on.day, on.month) and year in (None, on.year) for on in truth.days)
            and met[0] not in so
        ):
            found.append(f"day {met[0]}")
        return " "

    def english(met: re.Match[str]) -> str:
        day, month, year = int(met[1]), MONTHS.index(met[2]) + 1, int(met[3]) if met[3] else None
        if (
            not any((day, month) == (on.day, on.month) and year in (None, on.year) for on in truth.days)
            and met[0].casefold() not in so
        ):
            found.append(f"day {met[0]}")
        return " "

    text = re.sub(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]", chinese, text)
    return re.sub(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?", english, text)


def _number(said: str) -> float:
    return float(said.replace(":", "."))
