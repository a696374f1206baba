"""What one message asks for, wish by wish in the order asked: only what is sure by itself, so that all may be answered.

A clause that tells (我订了明天的房间) asks for nothing, and a bare 多少钱 after the breakfast asks about the breakfast.
Knows no database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.desk.saying import recognising
from loyalty.desk.saying.hearing import Kind
from loyalty.desk.saying.recognising import COMPLAINT, OTHER, Recognised

# A longer message is a story: somebody must read it.
MOST_CLAUSES = 12
_CLAUSE_ENDS = re.compile(
    r"[，。！？；、!?;\n]+|,(?!\d)|\.(?=\s|$)|(?<=[吗呢嘛])(?![，。！？；、!?;\s])|"
    r"\b(?:and|also|plus)\b(?=[\s,]+(?:also |please )*(?:can|could|may|is|are|do|does|what|when|where|how|which|will|would|"
    r"i need|i want|i d like|i'd like|we need|we want)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[吗呢嘛?？]|有没|没有$|[有行]不$|可以|可不|能|几点|多少|怎么|如何|什么|啥|哪|多久|多远|请|帮|麻烦|要|想|需|给我|"
    r"^(?:再|还|也|另外|顺便|先)*(?:加|开|换|送|订|定|取消|续|留|改)|"
    r"\b(?:can|could|may|is|are|do|does|any|what|whats|when|where|how|which|please|pls|need|want|like|will|would)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"了[啦哈。.]*$")
_QUESTION = re.compile(r"[吗呢嘛?？]")
# Asked bare, each of these is about what was spoken of before it; with such a word in it, about itself.
_ROOMS = frozenset({"availability", "extend", "discount", "room_wish", "change", "booking", "price"})
_OF_ITSELF = {
    "price": re.compile(r"房|晚|间|住|room|night|rate|stay", re.IGNORECASE),
    "availability": re.compile(r"房|间|住|床|room|bed|stay|suite|night", re.IGNORECASE),
    "route": re.compile(
        r"酒店|你们|店|地址|定位|地铁|机场|车站|火车|高铁|导航|打车|接|hotel|you|address|airport|station|metro|"
        r"subway|shuttle|taxi",
        re.IGNORECASE,
    ),
}
_NOT_SOLD = frozenset({"invoice", "documents"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """`codes` in the order asked, each once; `all_sure`: there is no clause of which staff must say what it is."""

    codes: tuple[str, ...]
    all_sure: bool


NONE = Wishes((), False)


def wishes(message: str, kinds: Sequence[Kind], whole: Recognised) -> Wishes:
    """What is surely asked for by a clause and heard in the whole message too. Nothing, where anything is refused."""
    pieces = clauses(message)
    if whole.refused or not 1 < len(pieces) <= MOST_CLAUSES:
        return NONE
    silent = {kind.code for kind in kinds if kind.courtesy} | {OTHER, COMPLAINT}
    found: dict[str, None] = {}
    about, all_sure = "", True
    for piece in pieces:
        said = recognising.recognise(piece, kinds)
        code = said.codes[0] if said.codes else OTHER
        if code in silent:
            all_sure = all_sure and code != OTHER
            continue
        if _follows(code, piece, about):
            continue
        about = code
        if not asks(piece):
            continue
        if said.sure and code in whole.codes:
            found[code] = None
        else:
            all_sure = False
    return Wishes(tuple(found), all_sure)


def clauses(message: str) -> list[str]:
    """The message by its pauses, each clause with the question mark that ends it."""
    found, since = [], 0
    for end in _CLAUSE_ENDS.finditer(message):
        found.append(message[since : end.start()] + ("?" if _QUESTION.search(end[0]) else ""))
        since = end.end()
    return [piece.strip() for piece in (*found, message[since:]) if re.search(r"\w", piece)]


def asks(clause: str) -> bool:
    """Whether it asks for something, and does not only tell: 我们明天退房 explains why the invoice is wanted."""
    if _TOLD.search(clause) and not _QUESTION.search(clause):
        return False
    return _ASKS.search(clause) is not None


def _follows(code: str, clause: str, about: str) -> bool:
    """Whether this only says more of what was spoken of before: how much the breakfast is, where it is."""
    own = _OF_ITSELF.get(code)
    if own is None or not about or about in _ROOMS or own.search(clause):
        return False
    return not (code == "price" and about in _NOT_SOLD)
