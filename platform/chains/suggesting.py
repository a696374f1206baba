"""A slug made from a name: 栖川酒店集团 -> qichuan. People change it before it is used."""

import re
from collections.abc import Callable
from itertools import count

from pypinyin import lazy_pinyin

from chains.naming import RESERVED, SLUG_LENGTH_MAX

# What every hotel's name ends in tells none from another.
COMMON = re.compile(
    r"(股份|有限|责任|公司|酒店|宾馆|旅馆|客栈|民宿|度假村|公寓|连锁|集团|管理|文化|旅游|发展|（.*?）|\(.*?\))+"
)
BRANCH = re.compile(r"(门店|分店|店)$")
ENGLISH = re.compile(r"\b(hotels?|inns?|resorts?|group|chain|ltd|limited|inc|co|company)\b\.?", re.IGNORECASE)
ROOM_FOR_NUMBER = 4


def slug_of(name: str) -> str:
    """The name in letters that a slug may have; "" when it has none of them."""
    core = BRANCH.sub("", ENGLISH.sub(" ", COMMON.sub(" ", name)).strip())
    return spelled(core) or spelled(name)


def spelled(text: str) -> str:
    # A run of Chinese becomes one word: qichuan, not qi-chuan.
    words = re.sub(r"[一-鿿]+", lambda run: "".join(lazy_pinyin(run[0])), text)
    letters = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    letters = re.sub(r"^[0-9-]+", "", letters)
    return letters[: SLUG_LENGTH_MAX - ROOM_FOR_NUMBER].rstrip("-")


def free(wanted: str, taken: Callable[[str], bool]) -> str:
    """The wanted slug, or the first of wanted-2, wanted-3 … that is not taken."""
    wanted = wanted[: SLUG_LENGTH_MAX - ROOM_FOR_NUMBER].rstrip("-")
    for number in count(1):
        candidate = wanted if number == 1 else f"{wanted}-{number}"
        if candidate not in RESERVED and not taken(candidate):
            return candidate
    raise AssertionError("numbers do not end")
