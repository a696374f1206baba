"""Names and telephone numbers out of what is shown in training. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from loyalty.remarks.nickname import Parsed, parse

# A mobile number however it is grouped, a landline, one with its country, or any longer run of digits than a date has.
PHONE = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}(?!\d)"
    r"|[+＋]\d(?:[ ().-]{0,2}\d){6,14}|\d{9,}"
)
WORD = re.compile(r"[^\W\d_]+")
GONE = "***"


def name(written: str) -> str:
    """'李四' -> '李*', 'John Smith' -> 'J*'."""
    plain = written.strip()
    # A first letter and what is put on top of it are one character to who reads it.
    end = 1
    while end < len(plain) and unicodedata.combining(plain[end]):
        end += 1
    return f"{plain[:end]}*"


def words(text: str, names: Iterable[str]) -> str:
    """A text without these names, whole or in part (Mr Smith), and without any number that could be rung."""
    whole = {each.strip() for each in names if len(each.strip()) > 1}
    for each in sorted(whole, key=len, reverse=True):
        text = re.sub(re.escape(each), name(each), text, flags=re.IGNORECASE)
    parts = {part for each in whole for part in WORD.findall(each) if len(part) > 1} - whole
    for each in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"(?<![^\W\d_]){re.escape(each)}(?![^\W\d_])", name(each), text, flags=re.IGNORECASE)
    return PHONE.sub(GONE, text)


def nickname(written: str, names: Iterable[str], keep: Collection[str] = ()) -> str:
    """A nickname as it was written, whoever it calls: what stands where the name belongs is masked too.

    In what is no nickname nobody can tell which word the name is: all are masked but those to `keep`, the source's.
    """
    parsed = parse(written)
    if isinstance(parsed, Parsed) and parsed.name in written:
        return words(written, [*names, parsed.name])
    kept = {each.casefold() for each in keep}
    text = WORD.sub(lambda found: found[0] if found[0].casefold() in kept else name(found[0]), written)
    return words(text, names)
