"""Several answers as one: a single greeting, the day asked for once, nothing said twice, the coming back at the end.

A fact is a mark while this is done and put in last, so that what a house or a PMS wrote is never cut. Knows no database.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loyalty.messaging.rendering import tidied

# From here on no script has signs: a mark stands for one fact.
FIRST_MARK = 0xF0000
MARKS = re.compile(r"[\U000F0000-\U000FFFFD]")
_ZH_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”」）]?|[^。！？!?]+$")
_EN_SENTENCE = re.compile(r".+?(?:[.!?]+[”)]?(?=\s|$)|$)", re.DOTALL)
_GREETS = re.compile(
    r"[\s\U000F0000-\U000FFFFD]*(?:您好|你好|嗨|哈喽)[\s\U000F0000-\U000FFFFD]*[！!，,。]?|"
    r"(?:hello|hi|hey|dear|good (?:morning|day|afternoon|evening))\b[\s\U000F0000-\U000FFFFD]*[!,.]?\s*",
    re.IGNORECASE,
)
_NODS = re.compile(r"好的[，,](?=.)|very well[,:] (?=.)", re.IGNORECASE)
_ASKS_THE_DAY = re.compile(r"哪天|几晚|几号|which day|how many (?:more )?nights", re.IGNORECASE)
_BACK_ZH, _BACK_EN = "马上回您", " and come back to you"
_LOOKS_EN = re.compile(r"I will look\b")
_SMALL = re.compile(r"[我先请问。.！!\s]")


@dataclass(frozen=True, slots=True)
class Joint:
    """The text, still with marks, and the places of those that are left in it."""

    text: str
    kept: frozenset[str]


def marked(names: Sequence[str]) -> dict[str, str]:
    """A sign for each of the facts."""
    return {name: chr(FIRST_MARK + place) for place, name in enumerate(names)}


def filled(text: str, values: Mapping[str, str]) -> str:
    """With each mark's value in its place."""
    return tidied(MARKS.sub(lambda met: values.get(met[0], ""), text))


def joined(texts: Sequence[str], chinese: bool, day: str | None, day_known: bool) -> Joint:
    """One text of several. `day`: the mark of the day the guest named; `day_known`: he need not be asked for it."""
    split = _ZH_SENTENCE if chinese else _EN_SENTENCE
    asked = day_known
    body: list[str] = []
    for place, text in enumerate(texts):
        own: list[str] = []
        left = [each.strip() for each in split.findall(_ungreeted(text) if place else text) if each.strip()]
        for sentence in left:
            if _of_the_day(sentence, day):
                if asked:
                    continue
                asked = True
            if sentence not in body:
                own.append(sentence)
        body += _new(own, body) if place else own
    whole = _chinese_end(body) if chinese else _english_end(body)
    return Joint(whole, frozenset(MARKS.findall(whole)))


def _ungreeted(text: str) -> str:
    """Without the greeting and the nod that only the first part has."""
    for opening in (_GREETS, _NODS):
        if (met := opening.match(text)) and met.end() < len(text):
            text = text[met.end() :]
    return text[:1].upper() + text[1:]


def _of_the_day(sentence: str, day: str | None) -> bool:
    asks = sentence.rstrip("”」）)").endswith(("？", "?"))
    return asks and (_ASKS_THE_DAY.search(sentence) is not None or (day is not None and day in sentence))


def _new(own: Sequence[str], before: Sequence[str]) -> list[str]:
    """Without what tells only facts that were told already, as long as something is left."""
    told = set(MARKS.findall("".join(before)))
    fresh = [
        sentence
        for sentence in own
        if not (marks := set(MARKS.findall(sentence))) or not marks <= told or sentence.endswith(("？", "?"))
    ]
    return fresh or list(own)


def _chinese_end(body: Sequence[str]) -> str:
    """What we look up first, and 马上回您, stand at the end and once."""
    kept: list[str] = []
    looks: list[str] = []
    promised = False
    for sentence in body:
        clauses = re.split(r"[，,]", sentence.rstrip("。"))
        if _BACK_ZH not in sentence:
            kept.append(sentence)
            continue
        promised = True
        if clauses[-1] != _BACK_ZH:
            kept.append(re.sub(rf"[，,]?{_BACK_ZH}", "", sentence))
            continue
        clauses.pop()
        last: list[str] = []
        while clauses and clauses[-1].startswith("我") and not MARKS.search(clauses[-1]):
            last.insert(0, clauses.pop())
        if clauses:
            kept.append("，".join(clauses) + "。")
        looks += last
    said = [clause for sentence in kept for clause in re.split(r"[，,：:。]", sentence)]
    once = _once(looks, said)
    ending = [clause if not place else clause.removeprefix("我") for place, clause in enumerate(once)]
    return "".join(kept) + ("，".join([*ending, _BACK_ZH]) + "。" if promised else "")


def _english_end(body: Sequence[str]) -> str:
    """The same, where each 'I will look' is a sentence."""
    looks = [sentence for sentence in body if _LOOKS_EN.match(sentence) and not MARKS.search(sentence)]
    kept = [sentence for sentence in body if sentence not in looks]
    if looks:
        kept = [re.sub(r"[:,;] I will look at once(?=\.$)", "", sentence) for sentence in kept]
    once = _once(looks, [])
    if len(once) > 1:
        bare = [sentence.rstrip(".") for sentence in once]
        once = [" and ".join([bare[0], *(each.removeprefix("I will ") for each in bare[1:])]) + "."]
    text = " ".join([*kept, *once])
    first, *others = text.split(_BACK_EN)
    return first + "".join(others[:-1]) + (_BACK_EN + others[-1] if others else "")


def _once(clauses: Sequence[str], said: Sequence[str]) -> list[str]:
    """Each once; what another one says more fully not at all."""
    elsewhere = [_bare(clause) for clause in said]
    found: list[str] = []
    for place, clause in enumerate(clauses):
        own = _bare(clause)
        fuller = [_bare(other) for at, other in enumerate(clauses) if at != place]
        if own in elsewhere or any(own in other and own != other for other in [*fuller, *elsewhere]):
            continue
        if all(_bare(other) != own for other in found):
            found.append(clause)
    return found


def _bare(clause: str) -> str:
    return _SMALL.sub("", clause)
