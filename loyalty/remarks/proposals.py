"""What the product proposes as a remark, so that one touch completes it. Pure.

The nickname comes from the stays. Tags and description come from what is known already and from what the guest
asked for; nothing is invented, and a sensitive word is never proposed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loyalty.guests.tagging import SENSITIVE
from loyalty.remarks.completion import own_words
from loyalty.remarks.nickname import Fields, Fitted, fit, length

DESCRIPTION_LIMIT = 150  # what WeCom takes
NONE_NOTED = "客人无特殊要求"
MOST_CHOSEN = 6

# A word in a request -> the tag it speaks for.
SPEAKING = (
    (("枕头",), "加枕头"),
    (("安静", "远离电梯", "离电梯远", "怕吵", "隔音"), "怕吵"),
    (("高楼层", "高层"), "高楼层"),
    (("低楼层", "低层"), "低楼层"),
    (("无烟", "不吸烟", "禁烟"), "不吸烟"),
    (("婴儿", "宝宝", "儿童"), "有宝宝"),
    (("延迟退房", "晚退", "延退"), "晚退房"),
    (("提前入住", "早到"), "早到"),
    (("发票",), "要发票"),
    (("停车", "车位"), "开车"),
)
BY_CHANNEL = {"member": "会员", "corporate": "协议客户", "walk_in": "散客"}
# Offered unchosen where they are not chosen anyway.
OFFERED = ("有宝宝", "怕吵", "商务", "价格敏感")
FIRST, AGAIN = "首住", "回头客"


@dataclass(frozen=True, slots=True)
class Known:
    """What a proposal is made of."""

    nickname: str
    fields: Fields
    short: str
    channel: str
    tags: Sequence[str]
    requests: Sequence[str]  # of the last visits, newest first
    description: str  # of the remark before
    none_noted: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    nickname: str
    fitted: Fitted
    tags: list[tuple[str, bool]]  # (word, chosen)
    description: str  # the nickname as its first line, then the words
    words: str
    none_noted: bool

    @property
    def chosen(self) -> list[str]:
        return [word for word, chosen in self.tags if chosen]


def propose(known: Known) -> Proposal:
    """The remark as it could be confirmed right now: at least one tag, and never an empty description."""
    words = described(known.description, known.requests)
    room = DESCRIPTION_LIMIT - length(known.nickname) - 1
    words = shortened(words or NONE_NOTED, room)
    return Proposal(
        nickname=known.nickname,
        fitted=fit(known.fields, known.short),
        tags=tags_for(known),
        description=f"{known.nickname}\n{words}",
        words=words,
        none_noted=words == NONE_NOTED,
    )


def tags_for(known: Known) -> list[tuple[str, bool]]:
    """The words the guest has, then what requests and the booking speak for, chosen; then some to choose from."""
    first = known.fields.count == 1
    chosen = [tag for tag in known.tags if tag != FIRST or first]
    derived = [*spoken_for(known.requests), _booked_by(known), FIRST if first else AGAIN]
    for word in derived:
        if word and word not in chosen and word not in SENSITIVE and len(chosen) < MOST_CHOSEN:
            chosen.append(word)
    return [(word, True) for word in chosen] + [(word, False) for word in OFFERED if word not in chosen]


def spoken_for(requests: Iterable[str]) -> list[str]:
    """Tags that these requests speak for, each once."""
    text = "\n".join(requests)
    return [tag for words, tag in SPEAKING if any(word in text for word in words)]


def described(before: str, requests: Iterable[str]) -> str:
    """The description so far, and the requests it does not mention yet."""
    kept = own_words(before)
    if kept == NONE_NOTED:
        kept = ""
    new = [
        request
        for request in dict.fromkeys(text.strip() for text in requests)
        if request and request not in kept
    ]
    return "；".join([kept.rstrip("；;。"), *new] if kept and new else [kept] if kept else new)


def shortened(text: str, limit: int) -> str:
    """Cut from the right to `limit`, with … where something was cut."""
    if length(text) <= limit:
        return text
    while text and length(text) > max(limit - 1, 0):
        text = text[:-1]
    return text + "…"


def _booked_by(known: Known) -> str:
    """OTA guests by the name of the OTA, the others by their channel."""
    return known.fields.source if known.channel == "ota" else BY_CHANNEL.get(known.channel, "")
