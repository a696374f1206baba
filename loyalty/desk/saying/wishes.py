"""What was noted of a guest, as things the desk can do for him: only what stands on this short list becomes a promise.

Everything else in a description is for staff to read. What is not in the desk's hands (a floor, a quiet room) is
promised as far as it goes: 尽量. What is said with a condition or a no is not promised at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loyalty.desk.saying.known import Both

_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "a": 1, "an": 1, "one": 1, "two": 2,
          "three": 3, "extra": 1}  # fmt: skip
_ZH = {1: "一", 2: "两", 3: "三", 4: "四"}
_EN = {1: "one", 2: "two", 3: "three", 4: "four"}
# A no in any words: whoever does not like the air conditioning must not find it on. Too much of it is one as well.
_NOT = re.compile(
    r"不|没|勿|莫|别|拒|嫌|忘|怕|恐|讨厌|取消|太|过[冷热大多]|免(?!费)|无(?!烟)|关(?![照心注])|如果|要是|除非|夏天|冬天|夏季|冬季|"
    r"有时|偶尔|上次|投诉|坏|\bno\b|\bnot\b|n't|without|never|\boff\b|\btoo\b|dislike|\bhates?\b|refuse|\bif\b|sometimes|unless|"
    r"broken"
)
_NO_NO = re.compile(r"特别|别墅|太太|不错|怕冷|怕热|怕吵|睡不好|睡眠不好")
_IF = re.compile(r"如果|要是|除非|有时|偶尔|上次|投诉|\bif\b|sometimes|unless")
_AWAY = re.compile(
    r"(不要|别|不)(靠|近|临|挨)?(着)?电梯|远离电梯|离电梯远|(不要|别|不)靠近电梯|(away|far) from the (lift|elevator)"
)
_SMOKE = re.compile(r"无烟|禁烟|非吸烟|不吸烟|不抽烟|non[- ]?smoking")
_QUIET = re.compile(r"安静|怕吵|清静|静音|\bquiet\b")


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that can be said to the guest, and the words it was read from."""

    code: str
    says: Both
    words: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Where something was noted, and in which words."""

    source: Both
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A wish with where it is from."""

    wish: Wish
    source: Both


def read(noted: Iterable[Noted]) -> tuple[list[Kept], list[Noted]]:
    """Wishes, each kind once, in the order of the notes; and the pieces of text that are for staff alone."""
    wishes: dict[str, Kept] = {}
    rest: list[Noted] = []
    for note in noted:
        for piece in _pieces(note.text):
            found = of_piece(piece)
            for wish in found:
                wishes.setdefault(wish.code, Kept(wish, note.source))
            if not found:
                rest.append(Noted(note.source, piece))
    # Who wants none at all (无烟) and who smokes: the first word stands. High and low exclude each other likewise.
    if "high_floor" in wishes and "low_floor" in wishes:
        del wishes["high_floor"], wishes["low_floor"]
    return list(wishes.values()), rest


def of_piece(piece: str) -> list[Wish]:
    """What a clause of a text asks for; empty when it is not on the list, or is hedged about."""
    text = unicodedata.normalize("NFKC", piece).casefold()
    if _IF.search(text):
        return []
    # A no that is itself the wish (不靠电梯, 不吸烟) takes back nothing; 不要无烟房 leaves its no behind.
    if _NOT.search(_NO_NO.sub("", _SMOKE.sub("", _AWAY.sub("", text)))):
        return []
    found = [
        Wish(code, Both(zh, en), piece)
        for code, pattern, zh, en in _AS_FAR_AS_IT_GOES
        if pattern.search(text)
    ]
    if found:
        return found
    for code, pattern, in_zh, in_en in _DONE:
        if met := pattern.search(text):
            found.append(Wish(code, _counted(met, in_zh, in_en), piece))
    return found


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"[，,。;；、\n！!]|(?<=\s)and(?=\s)", text) if piece.strip()]


def _counted(met: re.Match[str], zh: Sequence[str], en: Sequence[str]) -> Both:
    """With the number that was said, where one was."""
    said = next((each for each in met.groups() if each), None) if met.re.groups else None
    count = _COUNT.get(said.strip()) if said else None
    if count is None:
        return Both(zh[0], en[0])
    return Both(zh[1].format(n=_ZH[count]), en[1].format(n=_EN[count], s="" if count == 1 else "s"))


_N = r"([一两二三四1-4])"
_DONE: tuple[tuple[str, re.Pattern[str], Sequence[str], Sequence[str]], ...] = (
    (
        "air_conditioning", re.compile(r"开空调|空调.{0,4}(?:提前|先)?开|air[- ]?con\w*( on)?"),
        ("空调提前开好",) * 2, ("the air conditioning on before you arrive",) * 2,
    ),
    (
        "pillow",
        re.compile(rf"(?:加|多|添|另).{{0,3}}?{_N}?[个只]?枕头|[一两二三四1-4][个只]枕头|枕头.{{0,2}}(?:加|多)(?!了).{{0,2}}?{_N}?|(an|one|two|three) (?:more|extra) pillows?|extra pillows?"),
        ("枕头给您加好", "枕头多放{n}个"), ("an extra pillow", "{n} more pillow{s}"),
    ),
    (
        "quilt",
        re.compile(rf"(?:加|多|添).{{0,3}}?{_N}?[床条]?(?:被子|毯子|毛毯)|(an|one|two) (?:more|extra) (?:blankets?|quilts?)|extra (?:blankets?|quilts?)"),
        ("被子给您加好", "被子多放{n}床"), ("an extra blanket", "{n} more blanket{s}"),
    ),
    ("crib", re.compile(r"婴儿床|宝宝床|\bcrib\b|\bcot\b"), ("婴儿床备好",) * 2, ("a crib in the room",) * 2),
    (
        "water", re.compile(r"(?:加|多)[放送给要备拿来点些几两三一二1-4个]{0,4}瓶?(?:矿泉水|瓶装水|饮用水|水(?![果费杯壶]))|extra water|bottled water"),
        ("水给您多放几瓶",) * 2, ("some more water",) * 2,
    ),
    (
        "towel", re.compile(rf"(?:加|多|添).{{0,3}}?{_N}?[条块]?(?:毛巾|浴巾)|extra towels?|more towels?"),
        ("毛巾多放几条", "毛巾多放{n}条"), ("extra towels",) * 2,
    ),
    (
        "invoice", re.compile(r"(?:要|需|开|备).{0,6}(?:发票|专票|普票)|invoice"),
        ("发票提前备好",) * 2, ("your invoice ready",) * 2,
    ),
)  # fmt: skip
_AS_FAR_AS_IT_GOES: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("quiet", _QUIET, "尽量安排安静的房间", "a quiet room if we can"),
    (
        "high_floor",
        re.compile(r"高楼层|楼层高|高层|high(er)? floor"),
        "尽量安排高楼层",
        "a high floor if we can",
    ),
    (
        "low_floor",
        re.compile(r"低楼层|楼层低|低层|low(er)? floor"),
        "尽量安排低楼层",
        "a low floor if we can",
    ),
    ("far_from_lift", _AWAY, "尽量离电梯远一点", "a room away from the lift if we can"),
    ("non_smoking", _SMOKE, "尽量安排无烟房", "a non-smoking room if we can"),
)
# Preferences of the standard set, as the words they are noted by.
OF_PREFERENCES = {
    "quiet": "安静", "high_floor": "高楼层", "low_floor": "低楼层", "far_from_lift": "远离电梯", "non_smoking": "无烟房",
    "extra_pillow": "加枕头", "crib": "婴儿床",
}  # fmt: skip
