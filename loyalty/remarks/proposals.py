"""What the product proposes as a remark, so that one touch completes it. Pure.

The nickname comes from the stays. Tags and description come from what is known already and from what the guest
asked for; nothing is invented, and a sensitive word is never proposed. A description names habits, special requests
and trouble met, in this order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from loyalty.guests.tagging import SENSITIVE
from loyalty.remarks.completion import own_words
from loyalty.remarks.nickname import Fields, Fitted, fit, length
from loyalty.remarks.noted import besides

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
    habits: Sequence[str] = ()  # what the guest likes or does, the weightiest first
    problems: Sequence[str] = ()  # trouble met in earlier stays
    held: Collection[str] = ()  # codes of preferences: a request that says no more than these is no news


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
    room = DESCRIPTION_LIMIT - length(known.nickname) - 1
    requests = besides(known.held, known.requests)
    words = described(known.description, (known.habits, requests, known.problems), room)
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


def described(before: str, kinds: Sequence[Iterable[str]], room: int = DESCRIPTION_LIMIT) -> str:
    """The description so far, then what it does not say yet: kind after kind.

    Where not everything has room, the first of every kind goes before the second of any.
    """
    kept = own_words(before)
    kept = "" if kept == NONE_NOTED else kept.rstrip("；;。")
    said: set[str] = set()
    new: list[list[str]] = []
    for kind in kinds:
        texts = [text for text in dict.fromkeys(each.strip() for each in kind) if text and text not in kept]
        new.append([text for text in texts if text not in said])
        said |= {*texts}
    chosen: set[tuple[int, int]] = set()
    everything = [(number, place) for number, texts in enumerate(new) for place in range(len(texts))]
    for one in sorted(everything, key=lambda each: (each[1], each[0])):
        if length(_joined(kept, new, {*chosen, one})) <= room:
            chosen.add(one)
    # One that is too long alone is cut rather than left out.
    return _joined(kept, new, chosen or {*everything[:1]})


def _joined(kept: str, kinds: Sequence[Sequence[str]], chosen: set[tuple[int, int]]) -> str:
    return "；".join([*([kept] if kept else []), *(kinds[kind][place] for kind, place in sorted(chosen))])


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
