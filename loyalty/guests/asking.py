"""Which preference a request speaks for, or against. Pure; of the standard words and of those a house uses itself.

What is of health (an allergy) is never heard so: it is noted by a person, who has asked.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from loyalty.guests import hearing
from loyalty.guests.preferences import OPPOSITE, SENSITIVE


class Speaking(NamedTuple):
    """By which words a preference is asked for, which do not mean it, and which ask for the contrary."""

    code: str
    words: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


PATTERNS = (
    Speaking(
        "quiet",
        ("安静", "怕吵", "隔音", "不临街", "不靠马路", "远离马路", "quiet", "away from the street", "light sleeper"),
        against=("临街的房", "靠马路的房"),
    ),
    Speaking(
        "high_floor",
        ("高楼层", "高层", "楼层高", "楼层要高", "楼层尽量高", "高一点的楼层", "high floor", "higher floor", "upper floor", "top floor"),
        ("中高层", "最高层数"),
        ("不要高楼层", "不要高层", "别太高", "恐高", "not a high floor", "no high floor", "not too high"),
    ),
    Speaking(
        "low_floor",
        ("低楼层", "低层", "楼层低", "楼层要低", "楼层尽量低", "低一点的楼层", "low floor", "lower floor", "ground floor"),
        ("中低层",),
        ("不要低楼层", "不要低层", "别太低", "not a low floor", "no low floor"),
    ),
    Speaking(
        "far_from_lift",
        ("远离电梯", "离电梯远", "不靠电梯", "不要靠电梯", "不要电梯旁", "away from the lift", "away from the elevator",
         "away from lift", "away from elevator", "far from the lift", "far from the elevator", "not near the elevator",
         "not near the lift"),
        against=("靠近电梯", "离电梯近", "电梯旁边的房", "near the lift", "near the elevator", "close to the elevator", "close to the lift"),
    ),
    Speaking(
        "smoking",
        ("吸烟房", "可吸烟", "可以吸烟", "能吸烟", "抽烟房", "可抽烟", "能抽烟", "可以抽烟", "有烟房", "smoking room"),
        ("不可吸烟", "不可以吸烟", "不能吸烟", "non-smoking room", "non smoking room", "no smoking room", "nonsmoking room"),
    ),
    Speaking(
        "non_smoking",
        ("无烟", "禁烟", "不吸烟", "不抽烟", "怕烟味", "没有烟味的", "non-smoking", "non smoking", "no smoking", "nonsmoking", "smoke-free"),
    ),
    Speaking(
        "extra_pillow",
        ("加枕头", "加一个枕头", "加1个枕头", "加个枕头", "加两个枕头", "加2个枕头", "加…枕头", "多…枕头", "再…枕头", "三个枕头", "3个枕头", "四个枕头",
         "4个枕头", "枕头加", "枕头多", "extra pillow", "extra pillows", "another pillow", "one more pillow", "three pillows",
         "3 pillows", "more pillows", "additional pillow", "additional pillows"),
        ("换枕头", "换…枕头"),
        ("不要枕头", "不需要枕头", "不用加枕头", "no extra pillow", "no extra pillows"),
    ),
    Speaking(
        "crib",
        ("婴儿床", "宝宝床", "儿童床", "小床", "crib", "cot", "baby bed", "baby cot"),
        (),
        ("不要婴儿床", "不需要婴儿床", "不用婴儿床", "no crib", "no cot"),
    ),
)  # fmt: skip


# Before a word: it is not wanted (不要加枕头, 不喜欢高楼层). Only what joins the two may stand between them: who says
# 不要临街的安静房间 wants it quiet.
_UNWANTED = re.compile(
    r"(?:不要|不想要?|不需要?|不用|不必|不喜欢|不爱|别|勿|怕|讨厌|取消|不(?=住$)"
    r"|\b(?:don't|do not|doesn't|does not|no need|not|never|dislikes?|hates?)\b)"
    r"(?:再|多|给我?|放|住|太|有|另外|安排| |\b(?:a|an|any|the|to|for|of|put|have|need|want|like|stay|on|more)\b)*$"
)


class Asked(NamedTuple):
    """What a text asks for, and what it asks against: code -> the words that did."""

    for_: dict[str, str]
    against: dict[str, str]


def heard(texts: Iterable[str], own: Sequence[str] = ()) -> Asked:
    """What these requests speak for and against; `own` are words that the house itself keeps as preferences.

    Who asks for the opposite speaks against.
    """
    spoken, against = dict[str, str](), dict[str, str]()
    for text in texts:
        plain = hearing.folded(text)
        for pattern in PATTERNS:
            if any(hearing.pattern(word).search(plain) for word in pattern.against):
                against.setdefault(pattern.code, text)
            elif words := hearing.heard(plain, pattern.words, pattern.but_not):
                refused = all(_unwanted(plain, word) for word in words)
                (against if refused else spoken).setdefault(pattern.code, text)
        for word in own:
            if len(word) > 1 and word not in SENSITIVE and hearing.says(text, (word,)):
                spoken.setdefault(word, text)
    for code, text in spoken.items():
        if (other := OPPOSITE.get(code)) is not None:
            against.setdefault(other, text)
    return Asked(spoken, against)


def _unwanted(plain: str, word: str) -> bool:
    """Everywhere that it stands it is said not to be wanted."""
    return all(_UNWANTED.search(plain[: met.start()]) for met in hearing.pattern(word).finditer(plain))
