"""What a guest agreed to, per purpose, with time and wording. The newest word counts, a withdrawal at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements

# Purpose -> what is asked, Chinese and English, where the caller brings no wording of his own.
PURPOSES: dict[str, tuple[str, str]] = {
    "chain_card": (
        "同意同一连锁的其他门店查看我的会员等级、偏好和最近一次入住。",
        "Other properties of this chain may see my tier, preferences and last visit.",
    ),
    "marketing": ("同意接收门店的优惠和活动信息。", "I agree to receive offers and news."),
}


class UnknownPurpose(Refused):
    code = "unknown_purpose"
    status = 422
    zh = "没有“{purpose}”这个同意事项。"
    en = "There is no purpose {purpose!r}."


@dataclass(frozen=True, slots=True)
class Word:
    """What holds for one purpose."""

    purpose: str
    given: bool
    wording: str
    through: str
    at: datetime
    by_name: str


def given(raw: Statements, rows: Sequence[int], purpose: str) -> bool:
    """Whether the person agreed; without a word: no. `rows` are all rows of the person."""
    return any(word.given for word in words(raw, rows) if word.purpose == purpose)


def words(raw: Statements, rows: Sequence[int]) -> list[Word]:
    """The newest word on each purpose, over all rows of one person."""
    return [Word(*row) for row in raw.execute(NEWEST, (list(rows),)).fetchall()]


def note(
    raw: Statements, guest: int, purpose: str, *, given: bool, through: str, by: Actor, wording: str = ""
) -> None:
    """Put down that the guest agreed or withdrew. Raises UnknownPurpose."""
    if purpose not in PURPOSES:
        raise UnknownPurpose(purpose=purpose)
    said = wording or PURPOSES[purpose][0]
    raw.execute(NOTE, (guest, purpose, given, said, through, clock.now(), by.id, by.name[:80]))


NEWEST = """
SELECT DISTINCT ON (purpose) purpose, given, wording, through, at, by_name
  FROM guests_consent WHERE guest_id = ANY(%s) ORDER BY purpose, id DESC
"""
NOTE = """
INSERT INTO guests_consent (guest_id, purpose, given, wording, through, at, by, by_name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
