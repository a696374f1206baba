"""A known fact: what it is, where it is from, and how it is said in Chinese and in English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel import money

# A day further away than this is said with its year.
SAME_YEAR_DAYS = 300
ZH, EN = "zh-CN", "en"
LOCALES = (ZH, EN)
# Nobody sees them, and they turn round or hide what stands behind them. What joins emoji is none of them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Both:
    """Something said in both languages; '' where it is known in the other one only."""

    zh: str
    en: str

    def in_(self, locale: str) -> str:
        return self.zh if locale.startswith("zh") else self.en

    def told(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the property's money."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and where it stands. What nobody knows is no Fact: it is not in the table at all."""

    value: str | int | date | Sum | Both
    source: Both


Facts = Mapping[str, Fact]


def spoken(fact: Fact, locale: str, today: date) -> str:
    """As it stands in a sentence; '' when it is not known in this language."""
    value = fact.value
    if isinstance(value, Both):
        return line(value.in_(locale))
    if isinstance(value, Sum):
        return _sum(value, locale)
    if isinstance(value, date):
        return day(value, locale, today)
    return line(str(value))


def line(text: str) -> str:
    """In one line, one space between words, without signs that nobody sees."""
    return _UNSEEN.sub("", " ".join(text.split()))


def day(on: date, locale: str, today: date) -> str:
    """'9月10日', '10 September'; with the year where it could be mistaken."""
    far = abs((today - on).days) > SAME_YEAR_DAYS
    if locale.startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日" if far else f"{on.month}月{on.day}日"
    return f"{on.day} {on:%B} {on.year}" if far else f"{on.day} {on:%B}"


def _sum(value: Sum, locale: str) -> str:
    plain = money.amount(value.cents).removesuffix(".00")
    if value.currency == "CNY":
        return f"{plain}元" if locale.startswith("zh") else f"¥{plain}"
    return f"{plain} {value.currency}"


def in_words(facts: Facts, locale: str, today: date) -> dict[str, str]:
    """What can be said in this language, by field."""
    return {name: said for name, fact in facts.items() if (said := spoken(fact, locale, today))}
