"""Which word of a name in Latin letters is the family's; '' where that could be either of two, or is none of them.

A family that very many Chinese are of, in pinyin, decides: Li Si and Si Li are both of the family Li. Of Wang Li
nobody can tell. Everybody else's stands last, or before a comma.
"""

import re

# Lin, Song and He are names elsewhere too: one of these that stands first decides only beside Chinese syllables.
FAMILIES = frozenset(
    [
        *("li", "wang", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu"),
        *("hu", "guo", "he", "lin", "gao", "luo", "zheng", "liang", "xie", "song", "tang", "han", "deng", "feng"),
        *("cao", "peng", "zeng", "xiao", "pan", "jiang", "cai", "shen", "su", "lu", "lyu"),
        *("ouyang", "shangguan", "zhuge", "situ"),
    ]
)  # fmt: skip
# What each initial may be followed by: Ke and Er are syllables, Ker is none.
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve yu yue",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve yu yue",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_GIVEN = re.compile(f"(?:(?:{'|'.join(sorted(SYLLABLES))})['’-]?){{1,2}}")
# O'Hara, Smith-Jones; one letter alone is an initial.
_FAMILY = re.compile(r"(?=..)[^\W\d_]+(?:['’-][^\W\d_]+)*")
# They stand before a family's name, or beside a whole one, and are none.
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof"])
_BESIDE = _TITLES | {"jr", "sr", "ii", "iii"}
# Who books so has not told a name: Walk In, OTA Guest, House Use.
_NOBODY = frozenset(["in", "guest", "guests", "use", "group"])


def family(name: str) -> str:
    """The family's name as it is said. One word alone may be a first name or an account, but not behind Mr."""
    before, comma, given = name.partition(",")
    words = [word for word in before.split() if _plain(word) not in _BESIDE]
    if comma:
        return _said(" ".join(words)) if given.strip() else ""
    if len(words) == 1:
        return _said(words[0]) if _plain(before.split()[0]) in _TITLES else ""
    return _said(_of(words)) if words else ""


def _plain(word: str) -> str:
    return word.rstrip(".").casefold()


def _of(words: list[str]) -> str:
    first, last = words[0], words[-1]
    if first.casefold() not in FAMILIES or not all(_GIVEN.fullmatch(word.casefold()) for word in words[1:]):
        return last
    return "" if last.casefold() in FAMILIES else first


def _said(word: str) -> str:
    """As it is written, but for what is all capitals or has none. What is no word of letters is no family."""
    if not _FAMILY.fullmatch(word) or word[0] > "\u2e80" or word.casefold() in _NOBODY:
        return ""
    return word.title() if word.isupper() or word.islower() else word
