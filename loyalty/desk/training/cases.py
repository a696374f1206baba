"""Cases of the exercise, made from real past visits with masked names. Pure: the same visit and seed give the same case.

Wrong choices are made in the ways nicknames really go wrong at the house, and each is held against the product's own
judgement before it is offered: what is called wrong here is what the desk would be told is wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kernel import money
from loyalty.desk.training.misses import WHAT, WRONG, Words
from loyalty.remarks.completion import WORKS, Kept, judge
from loyalty.remarks.nickname import Fields, disagreements, full
from loyalty.remarks.proposals import NONE_NOTED

# Stands for a number that is known; never shown.
SOME_PHONE = "+8613800138000"
CHOICES = 4
WAYS = ("count", "date", "rate", "source", "room", "unparsed")


@dataclass(frozen=True, slots=True)
class Past:
    """A past visit as a case may show it: the name is masked already."""

    visit: int
    name: str
    ordinal: int
    check_in: date
    check_out: date
    source: str
    short: str
    room: str
    rate_cents: int
    nights: int
    tags: tuple[str, ...]  # without sensitive words
    description: str  # what the guest asked for, without names and numbers
    before: "Past | None" = None  # the visit before this one

    @property
    def fields(self) -> Fields:
        rate = money.whole(self.rate_cents)
        return Fields(self.name, self.ordinal, self.source, self.room, rate, self.check_in)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers. `key` is what it is, and is not shown; `because` says why it is right, or what is wrong."""

    key: str
    text: Words
    because: Words


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its answers; the first one is right, until they are mixed."""

    kind: str
    question: Words
    facts: tuple[tuple[Words, Words], ...]
    choices: tuple[Choice, ...]

    @property
    def right(self) -> Choice:
        return self.choices[0]


def nickname(past: Past, ways: Sequence[str]) -> Case | None:
    """Which nickname is right for this visit; wrong ones in these ways first. None where no wrong one can be made."""
    fields, right = past.fields, full(past.fields)
    formed = Words(
        f"姓名后是第几次入住，再是来源、房号、按元四舍五入的房价、入住日期：{right}",
        f"The name with the count of the visit, then source, room, the rate in whole yuan and the day of check-in: {right}",
    )
    choices = [Choice("right", Words(right, right), formed)]
    for way in dict.fromkeys([*ways, *WAYS]):
        for text in WRONG_WAYS[way](past):
            wrong = disagreements(text, fields, past.short)
            if wrong and text not in {choice.text.zh for choice in choices}:
                zh, en = WRONG[wrong[0].field]
                because = Words(f"这一个{zh}，应为 {right}", f"This one has {en}. It should be {right}")
                choices.append(Choice(way, Words(text, text), because))
                break
        if len(choices) == CHOICES:
            break
    question = Words("退房了，备注昵称应该写哪一个？", "The guest has left. Which nickname is right?")
    return Case("nickname", question, _stay_facts(past), tuple(choices)) if len(choices) > 1 else None


def missing_work(past: Past, pick: int) -> Case:
    """Which of the four works is not done, or none; judged as the desk's own remarks are."""
    gone = (*WORKS, None)[pick % (len(WORKS) + 1)]
    kept = Kept(full(past.fields), past.tags or (past.source,), SOME_PHONE, past.description or NONE_NOTED)
    match gone:
        case "nickname":
            kept = replace(kept, nickname=next(_wrong_nicknames(past), ""))
        case "tags":
            kept = replace(kept, tags=())
        case "phone":
            kept = replace(kept, phone="")
        case "description":
            kept = replace(kept, description="")
    missing = judge(kept, past.fields, past.short, None).missing
    right = missing[0] if missing else "none"
    choices = sorted((_work(each, right) for each in (*WORKS, "none")), key=lambda each: each.key != right)
    written = (
        (Words("写下的昵称", "Nickname written"), _plain(kept.nickname)),
        (Words("标签", "Tags"), _plain("、".join(kept.tags))),
        (Words("电话", "Phone"), Words("已记下", "noted") if kept.phone else NOTHING),
        (Words("描述", "Description"), _plain(kept.description)),
    )
    question = Words("这条备注还差哪一项？", "What is still missing from this remark?")
    return Case("missing_work", question, (*_stay_facts(past), *written), tuple(choices))


def reply(past: Past, right: Words, stale: Words) -> Case | None:
    """Which reply may be sent to a guest who asks for a room. `right` is what the house would say of this visit, `stale`
    the same of the visit before. None where the two do not differ.
    """
    if right == stale:
        return None
    rate = money.amount(past.rate_cents)
    because = Words(
        "只说已知的事，先看房态再答应。", "It says only what is known, and looks before it promises a room."
    )
    promise = Words(
        f"有的！{past.room}已经给您留好了，您直接来就行。",
        f"Yes! Room {past.room} is kept for you: just come.",
    )
    promised = Words(
        "这一句答应了房间。房态在 PMS 里，没看过不能答应。",
        "This one promises a room. Whether there is one stands in the PMS: look first.",
    )
    old = Words(
        f"这一句说的不是上次：上次是 {past.check_in.isoformat()}，{past.room}，{rate}。",
        f"This one speaks of another visit: the last was {past.check_in.isoformat()}, {past.room}, {rate}.",
    )
    invented = Words(
        "您好！我先看一下房态。您这次来免费升级套房，早餐也送。",
        "Hello! Let me look what is free. This time we upgrade you to a suite, with breakfast, for nothing.",
    )
    granted = Words(
        "这一句答应了没有依据的优惠：只能说已知的事。",
        "This one gives away what nobody has granted: say only what is known.",
    )
    question = Words(
        "客人发来：“有房间吗？”可以发哪一句？",
        "The guest writes: “Have you got a room?” Which reply may be sent?",
    )
    choices = (
        Choice("right", right, because),
        Choice("promise", promise, promised),
        Choice("stale", stale, old),
        Choice("invented", invented, granted),
    )
    return Case("reply", question, _stay_facts(past), choices)


def script(facts: Sequence[tuple[Words, Words]], right: Choice, others: Sequence[Choice]) -> Case | None:
    """Which script fits this guest now; the others are ones he gives no occasion for."""
    question = Words("这位客人到店，最值得说哪一句？", "The guest arrives. What is most worth saying?")
    return Case("script", question, tuple(facts), (right, *others[: CHOICES - 1])) if others else None


NOTHING = Words("（没有）", "(nothing)")


def _plain(text: str) -> Words:
    return Words(text, text) if text else NOTHING


def _stay_facts(past: Past) -> tuple[tuple[Words, Words], ...]:
    """What the PMS says of the visit."""
    rows = [
        (Words("客人", "Guest"), past.name),
        (Words("第几次入住", "Which visit"), str(past.ordinal)),
        (Words("来源", "Source"), past.source),
        (Words("房号", "Room"), past.room),
        (Words("房价", "Rate"), money.amount(past.rate_cents)),
        (Words("入住", "Check-in"), past.check_in.isoformat()),
        (Words("离店", "Check-out"), past.check_out.isoformat()),
    ]
    if (before := past.before) is not None:
        told = f"{before.check_in.isoformat()} · {before.source} · {before.room} · {money.amount(before.rate_cents)}"
        rows.append((Words("上一次", "The visit before"), told))
    return tuple((label, Words(value, value)) for label, value in rows)


def _work(key: str, right: str) -> Choice:
    text = WHAT[key] if key in WHAT else Words("都齐了", "Nothing: it is complete")
    if right == "none":
        return Choice(key, text, Words("四项都齐了。", "All four are there."))
    zh, en = WHAT[right]
    return Choice(key, text, Words(f"还差{zh}，其他都有了。", f"{en}: the rest is there."))


def _wrong_nicknames(past: Past) -> Iterator[str]:
    for way in WAYS:
        for text in WRONG_WAYS[way](past):
            if disagreements(text, past.fields, past.short):
                yield text


def _counts(past: Past) -> Iterator[str]:
    """The booking at hand not counted, or counted twice."""
    counts = [past.ordinal - 1, past.ordinal + 1] if past.ordinal > 1 else [2]
    return (full(replace(past.fields, count=count)) for count in counts)


def _dates(past: Past) -> Iterator[str]:
    """The date of the visit before left as it was; the day of check-out."""
    if past.before is not None:
        yield full(replace(past.fields, day=past.before.check_in))
    yield full(replace(past.fields, day=past.check_out))


def _rates(past: Past) -> Iterator[str]:
    """Cut off instead of rounded, the rate of the visit before, the sum of all nights, ten more."""
    rates = [past.rate_cents // 100]
    if past.before is not None:
        rates.append(past.before.fields.rate)
    if past.nights > 1:
        rates.append(past.fields.rate * past.nights)
    rates.append(past.fields.rate + 10)
    return (full(replace(past.fields, rate=rate)) for rate in rates)


def _sources(past: Past) -> Iterator[str]:
    if past.before is not None:
        yield full(replace(past.fields, source=past.before.source))
    for source in ("美团", "携程", "散客"):
        yield full(replace(past.fields, source=source))


def _rooms(past: Past) -> Iterator[str]:
    if past.before is not None:
        yield full(replace(past.fields, room=past.before.room))
    turned = past.room[:-2] + past.room[-1:] + past.room[-2:-1]
    yield full(replace(past.fields, room=turned))
    yield full(replace(past.fields, room=f"{past.room}1"))


def _forms(past: Past) -> Iterator[str]:
    """The source left out."""
    parts = full(past.fields).split("/")
    yield "/".join([parts[0], *parts[2:]])


WRONG_WAYS: dict[str, Callable[[Past], Iterator[str]]] = {
    "count": _counts, "date": _dates, "rate": _rates, "source": _sources, "room": _rooms, "unparsed": _forms,
}  # fmt: skip
