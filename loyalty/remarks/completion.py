"""Which of a remark's four works are done, judged from what was written and what the stays say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel import phones
from loyalty.remarks.nickname import Fields, Mismatch, Parsed, disagreements, parse

WORKS = ("nickname", "tags", "phone", "description")
# Words that say nothing about anybody. They count as the explicit answer, so that its share cannot be hidden.
NOTHING = frozenset(
    {
        "客人无特殊要求",
        "无特殊要求",
        "无特殊需求",
        "无要求",
        "无",
        "没有",
        "暂无",
        "none",
        "no special requests",
    }
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What staff keep on the guest's contact, all of it."""

    nickname: str = ""
    tags: Sequence[str] = ()
    phone: str = ""  # as written; '' when nothing was
    description: str = ""
    none_noted: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The four works, and what is wrong with those that are not done."""

    nickname: bool
    tags: bool
    phone: bool
    description: bool
    mismatches: list[Mismatch] = field(default_factory=list)
    phone_reason: str = ""  # missing | invalid
    number: str | None = None  # E.164 of the phone that counts

    @property
    def missing(self) -> list[str]:
        return [work for work in WORKS if not getattr(self, work)]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def wrong(self) -> str:
        """The kind of the first mistake in a written nickname, in the order of nickname.KINDS; '' without one."""
        return self.mismatches[0].field if self.mismatches else ""


def judge(kept: Kept, fields: Fields | None, short: str, known_phone: str | None) -> Verdict:
    """Judge what is kept against the last visit (`fields`; None before any) and the phone the PMS gave."""
    mismatches = disagreements(kept.nickname, fields, short) if fields and kept.nickname.strip() else []
    number, reason = phone_of(kept.phone, known_phone)
    return Verdict(
        nickname=bool(fields and kept.nickname.strip() and not mismatches),
        tags=any(tag.strip() for tag in kept.tags),
        phone=number is not None,
        description=kept.none_noted or bool(own_words(kept.description)),
        mismatches=mismatches,
        phone_reason=reason,
        number=number,
    )


def phone_of(written: str, known: str | None) -> tuple[str | None, str]:
    """(number, '') or (None, why not). What was written counts, unless it is the known number as it is shown."""
    if not written.strip():
        return (known, "") if known else (None, "missing")
    if known and written.strip() == phones.mask(known):
        return known, ""
    number = phones.e164(written)
    return (number, "") if number else (None, "invalid")


def own_words(description: str) -> str:
    """The description without a nickname that stands as its first line: that line alone describes nobody."""
    lines = description.strip().splitlines()
    if lines and isinstance(parse(lines[0]), Parsed):
        lines = lines[1:]
    return "\n".join(lines).strip()


def says_nothing(description: str) -> bool:
    """True for an answer such as 客人无特殊要求: asked, and there is nothing to note."""
    return own_words(description).strip(" 。.！!").casefold() in NOTHING
