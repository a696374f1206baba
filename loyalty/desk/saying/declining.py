"""What a message says is *not* wanted: 不用开发票了, 加床不需要了, no need for the taxi, not late after all.

Only what people say of their own wishes: 没热水 is no refusal, and 不用押金吗 asks.
"""

import re
from collections.abc import Iterable, Sequence

# So near the refused thing stands, in signs and in letters.
NEAR, NEAR_LATIN = 5, 24
# No refusal behind something, and none right before it, is longer.
LONGEST, LONGEST_LATIN = 8, 30
_BEFORE = re.compile(
    r"(?<!用)不用|(?<!需)不需要?|(?<!要)不要|不必|无需|用不着|没必要|没有?(?:说|想)?要|(?<!想)不想|先不|暂时不|不再|"
    r"(?<![特分区类性级个差识告])别(?![的人墅针忘家处])|"
    r"(?<![消改换续延退开订定寄存洗停接加送])不(?=取消|[改换续延退开订定寄存洗停接加送])"
)
_AFTER = re.compile(
    r"(?:(?<![用要])不(?:用|需要|要|必|取消|[开吃停寄存洗改换续加送延退带接订定弄办升])|(?<![打结计])算|免)[^吗么]?[了啦咯]|"
    r"先不[退开续改换送办加]|不(?:用|需要|要|必)再[^吗么]?"
)
_AFTER_PAUSE = re.compile(
    r"(?:现在|我们|已经|先|就|那|也|都|又)*(?:不(?:用|需要|要|必)[^吗么谢]{0,3}|算|免)(?:[了啦咯].*)?"
)
_ASKS = re.compile(r"吗|么|(?<!了)吧|行不|可以|能不能|怎么|多少")
_BEFORE_LATIN = re.compile(
    r"\b(?:no need|no longer (?:need|want)|(?:don|won|doesn|didn) t (?:need|want|have to)|"
    r"(?:do|does|did|will) not (?:need|want|have to)|not need|not (?:going )?to|without|never mind|forget about|instead of|"
    r"no (?=(?:\w+ ){1,3}(?:needed|required|necessary|thank)))"
)
_NEXT_LATIN = re.compile(r"\b(?:don t|do not|didn t|did not|never)(?: ask to)? $")
_AFTER_LATIN = re.compile(
    r"\w* ?(?:is |are |s )?(?:now )?(?:not|no longer|isn t|aren t) (?:needed|necessary|required)\b"
)
_AFTER_ALL = re.compile(r"\bnot\b.{1,40}\bafter all\b")


# The words that refuse what stands after them, by the part of the message that was searched.
Noes = dict[tuple[int, int], list[tuple[int, int]]]


def declined(plain: str, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the spans that the message refuses."""
    noes: Noes = {}
    before = [found.end() for found in _BEFORE_LATIN.finditer(plain)]
    around = [found.span() for found in _AFTER_ALL.finditer(plain)]
    return {
        (start, end)
        for start, end in spans
        if _in_signs(plain, start, end, noes)
        or (plain[start:end].isascii() and _in_latin(plain, start, end, before, around))
    }


def _in_signs(plain: str, start: int, end: int, noes: Noes) -> bool:
    since = _pause_before(plain, start)
    until = _pause_after(plain, end)
    if _ASKS.search(plain, end, until):
        return False
    if (since, until) not in noes:
        noes[since, until] = [found.span() for found in _BEFORE.finditer(plain, since, until)]
    for first, last in noes[since, until]:
        # Before it, or in a gap of it: 茶…不用…预约.
        if last <= start <= last + NEAR or start < first < last < end:
            return True
    for found in _AFTER.finditer(plain, start, min(until, end + NEAR + LONGEST)):
        if end - 1 <= found.start() <= end + NEAR:
            return True
    return _AFTER_PAUSE.fullmatch(plain, until + 1, _pause_after(plain, until + 1)) is not None


def _in_latin(
    plain: str, start: int, end: int, before: Sequence[int], around: Sequence[tuple[int, int]]
) -> bool:
    if any(first < start and end <= last for first, last in around):
        return True
    if any(last <= start <= last + NEAR_LATIN for last in before):
        return True
    return bool(
        _NEXT_LATIN.search(plain, max(0, start - LONGEST_LATIN), start) or _AFTER_LATIN.match(plain, end)
    )


def _pause_before(plain: str, start: int) -> int:
    """Where the clause begins: a pause is a space that does not part two Latin words."""
    return plain.rfind(" ", 0, start) + 1


def _pause_after(plain: str, end: int) -> int:
    found = plain.find(" ", end)
    return len(plain) if found < 0 else found
