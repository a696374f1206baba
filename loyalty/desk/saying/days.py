"""The day that a guest names in a message: said back in his words, never reckoned with where it is not certain."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from loyalty.desk.saying.known import Both

_WEEK = "一二三四五六日天"
_WEEK_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# What is said -> how, and so many days from today.
_NEAR = (
    ("今晚", "tonight", 0), ("今天", "today", 0), ("今日", "today", 0), ("明晚", "tomorrow night", 1),
    ("明天", "tomorrow", 1), ("明早", "tomorrow morning", 1), ("后天", "the day after tomorrow", 2),
    ("后日", "the day after tomorrow", 2),
)  # fmt: skip
_NEAR_EN = (("tonight", "今晚", 0), ("tomorrow", "明天", 1), ("today", "今天", 0))
_FEASTS = (
    ("国庆", "the National Day holiday"), ("五一", "the May Day holiday"), ("春节", "the Spring Festival"),
    ("过年", "the Spring Festival"), ("元旦", "New Year"), ("中秋", "the Mid-Autumn Festival"),
    ("端午", "the Dragon Boat Festival"), ("清明", "the Qingming holiday"), ("周末", "the weekend"),
)  # fmt: skip
_OF_WEEK = re.compile(rf"(下个?|这个?|本)?(?:周|星期|礼拜)([{_WEEK}])")
# Neither a room, a house or a line that has a number, nor the end of a range: 8210号, 3号门, 10-12号.
_OF_MONTH = re.compile(r"(?<![\d~～—–-])(?:(\d{1,2})月)?(\d{1,2})[号日](?![楼房线门店院馆桌])")
_ENGLISH_WEEK = re.compile(r"\b(next |this )?(" + "|".join(_WEEK_EN) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """`on` is None where several days could be meant."""

    words: Both
    on: date | None


def named(message: str, today: date) -> Named | None:
    """The first day in the message; None when there is none."""
    for zh, en, ahead in _NEAR:
        if zh in message:
            return Named(Both(zh, en), today + timedelta(days=ahead))
    small = message.casefold()
    for en, zh, ahead in _NEAR_EN:
        if re.search(rf"\b{en}\b", small):
            return Named(Both(zh, en), today + timedelta(days=ahead))
    if found := _OF_MONTH.search(message):
        return _of_month(found, today)
    if found := _OF_WEEK.search(message):
        which = min(_WEEK.index(found[2]), 6)
        # 这周五 said on a Saturday, 下周: which is meant is not for us to say.
        on = None if found[1] else _next(today, which)
        en = {"下": "next ", "这": "this ", "本": "this "}.get((found[1] or "")[:1], "") + _WEEK_EN[which]
        return Named(Both(found[0], en), on)
    if found := _ENGLISH_WEEK.search(message):
        which = _WEEK_EN.index(found[2].capitalize())
        word = (found[1] or "").casefold().strip()
        zh = {"next": "下周", "this": "这周"}.get(word, "周") + _WEEK[which]
        return Named(Both(zh, found[0].strip()), None if word else _next(today, which))
    return next((Named(Both(zh, en), None) for zh, en in _FEASTS if zh in message), None)


def _next(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _of_month(found: re.Match[str], today: date) -> Named | None:
    """10月3号; 28号 alone is said back and not reckoned with."""
    day, month = int(found[2]), int(found[1]) if found[1] else None
    if not 1 <= day <= 31 or (month is not None and not 1 <= month <= 12):
        return None
    en = f"{day} {date(2000, month, 1):%B}" if month else f"the {day}{_th(day)}"
    on = None
    if month is not None:
        for year in (today.year, today.year + 1):
            try:
                that = date(year, month, day)
            except ValueError:
                continue
            if that >= today:
                on = that
                break
    return Named(Both(found[0], en), on)


def _th(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
