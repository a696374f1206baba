"""What a guest agreed to, per purpose and channel, with time and wording. The newest word counts, a withdrawal at once."""

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
CHANNELS = ("sms", "email", "wecom", "wechat")
# Only this one is asked by channel; '' is all of them.
BY_CHANNEL = "marketing"


class UnknownPurpose(Refused):
    code = "unknown_purpose"
    status = 422
    zh = "没有“{purpose}”这个同意事项。"
    en = "There is no purpose {purpose!r}."


class UnknownChannel(Refused):
    code = "unknown_channel"
    status = 422
    zh = "这个同意事项不能按通道“{channel}”记录。"
    en = "This consent is not kept by the channel {channel!r}."


@dataclass(frozen=True, slots=True)
class Word:
    """What was said last of one purpose and one channel ('' : all)."""

    purpose: str
    given: bool
    wording: str
    through: str
    at: datetime
    by_name: str
    channel: str


def given(raw: Statements, rows: Sequence[int], purpose: str, channel: str = "") -> bool:
    """Whether the person agreed; without a word: no. `rows` are all rows of the person."""
    return agreed(words(raw, rows), purpose, channel)


def agreed(said: Sequence[Word], purpose: str, channel: str = "") -> bool:
    """Whether these words come to a yes.

    What was said of the channel stands against a general yes, however new: a general yes at the desk does not undo
    an SMS reply T. A general withdrawal takes back everything that was said before it.
    """
    general = next((word for word in said if (word.purpose, word.channel) == (purpose, "")), None)
    special = next((word for word in said if (word.purpose, word.channel) == (purpose, channel)), None)
    if special is None:
        return general is not None and general.given
    if general is not None and not general.given and general.at >= special.at:
        return False
    return special.given


def words(raw: Statements, rows: Sequence[int]) -> list[Word]:
    """The newest word on each purpose and channel, over all rows of one person; the general one first."""
    return [Word(*row) for row in raw.execute(NEWEST, (list(rows),)).fetchall()]


def note(
    raw: Statements,
    guest: int,
    purpose: str,
    *,
    given: bool,
    through: str,
    by: Actor,
    wording: str = "",
    channel: str = "",
) -> None:
    """Put down that the guest agreed or withdrew. Raises UnknownPurpose, UnknownChannel."""
    if purpose not in PURPOSES:
        raise UnknownPurpose(purpose=purpose)
    if channel and (purpose != BY_CHANNEL or channel not in CHANNELS):
        raise UnknownChannel(channel=channel)
    said = wording or PURPOSES[purpose][0]
    raw.execute(NOTE, (guest, purpose, channel, given, said, through, clock.now(), by.id, by.name[:80]))


NEWEST = """
SELECT DISTINCT ON (purpose, channel) purpose, given, wording, through, at, by_name, channel
  FROM guests_consent WHERE guest_id = ANY(%s) ORDER BY purpose, channel, id DESC
"""
NOTE = """
INSERT INTO guests_consent (guest_id, purpose, channel, given, wording, through, at, by, by_name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
