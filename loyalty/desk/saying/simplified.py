"""Traditional signs as the simplified ones the phrases are written in, by OpenCC, as they are typed in Taiwan and elsewhere.

Where a sign has two readings (乾淨, 乾隆; 睡著, 著名) the word decides. Words differ as well (櫃檯 is 前台 here): that is for
phrases.
"""

from functools import lru_cache

from opencc import OpenCC

# 妳 is in no dictionary; and what asks (能住么) is taken for the old sign of 幺 there.
_OURS = str.maketrans("妳幺", "你么")


def simplified(text: str) -> str:
    """The text in simplified signs, as many as before; what is simplified already stays as it is."""
    # What the library is built on is not typed.
    converted: str = _converter().convert(text)
    return converted.translate(_OURS)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    """Its dictionaries are read when the first message comes."""
    return OpenCC("tw2s")
