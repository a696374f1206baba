"""What one arrival asks for: surprises, what the guest likes, what a first booking says, requests, an open complaint.

Proposals from what is known; where the PMS says nothing, nothing is said.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from loyalty.desk import surprising
from loyalty.desk.expecting import Coming, Folio
from loyalty.desk.surprising import Known, Rule
from loyalty.guests import asking
from loyalty.guests.preferences import Word

CODE_MAX, TEXT_MAX = 60, 200
# Until six it is still the night before; who is booked for exactly midnight is booked for a day without an hour.
MORNING, EARLY_HOUR, LATE_HOUR = 6, 12, 21
LONG_NIGHTS = 5
MANY_ADULTS = 2  # more than a room is laid out for


class Given(NamedTuple):
    """What a task uses up: a product, or (named) something that only costs."""

    product: str
    quantity: int = 1
    name: str = ""
    cost_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One task as it should stand."""

    kind: str
    code: str
    department: str
    says: str
    says_en: str = ""
    why: str = ""
    why_en: str = ""
    announced: bool = True
    gives: tuple[Given, ...] = ()
    cost_cents: int = 0
    yearly: bool = False
    since: date | None = None  # of what one stay of the visit asks for: when that begins


class Liked(NamedTuple):
    """A preference that still holds."""

    word: Word
    value: str


class Complaint(NamedTuple):
    """One that is not settled."""

    id: int
    day: date
    text: str
    department: str


class Likes(NamedTuple):
    """How a preference is prepared, and by which words a request says the same."""

    department: str
    zh: str
    en: str
    words: str


# No entry: of no use before the guest is there (who minds the price needs no tray).
PREPARED: dict[str, Likes] = {
    "quiet": Likes("front_desk", "排房：安静的房间", "Room: a quiet one", "安静|清静|quiet"),
    "high_floor": Likes("front_desk", "排房：高楼层", "Room: a high floor", "高楼层|高层|high(er)? floor"),
    "low_floor": Likes("front_desk", "排房：低楼层", "Room: a low floor", "低楼层|低层|low(er)? floor"),
    "far_from_lift": Likes("front_desk", "排房：远离电梯", "Room: far from the lift", "电梯|elevator|lift"),
    "smoking": Likes("front_desk", "排房：吸烟房", "Room: smoking", "(?<!无|禁|不)(吸烟|抽烟)|(?<!non.)smoking"),
    "non_smoking": Likes("front_desk", "排房：无烟房", "Room: non-smoking", "无烟|禁烟|不吸烟|non.?smoking"),
    "extra_pillow": Likes("housekeeping", "加一个枕头", "An extra pillow", "枕|pillow"),
    "crib": Likes("housekeeping", "放好婴儿床", "Set up a crib", "婴儿床|crib|cot"),
    "allergy": Likes("housekeeping", "过敏，房内避开", "Allergy: keep the room free of it", "过敏|allerg"),
    "food": Likes("fnb", "饮食喜好", "Food", "饮食|忌口|素食"),
}  # fmt: skip
UNPREPARED = frozenset({"price_sensitive", "service_sensitive"})


def surprises(rules: Iterable[Rule], known: Known, costs: dict[str, int | None]) -> list[Wanted]:
    """What the active rules give on this visit; `costs`: product -> what one costs the house, where that is known."""
    found = []
    for rule in rules:
        if rule.active and (why := surprising.fits(rule, known)):
            gives = [Given(gift.product, gift.quantity) for gift in rule.products]
            cost = rule.cost_cents + sum((costs.get(each.product) or 0) * each.quantity for each in gives)
            if rule.cost_cents:
                gives.append(Given("", 1, rule.does[:80], rule.cost_cents))
            found.append(
                Wanted(
                    "surprise", rule.code, rule.department, rule.does, rule.does_en, why.zh, why.en,
                    rule.announced, tuple(gives), cost, rule.occasion in surprising.YEARLY,
                )
            )  # fmt: skip
    return found


def preferences(liked: Iterable[Liked], requests: Sequence[str]) -> list[Wanted]:
    """What the guest likes, for who assigns rooms and who lays them out.

    Not what this booking asks for anyway, nor what it asks against: this time he wants it otherwise.
    """
    asked = "\n".join(requests)
    against = asking.heard(requests).against if requests else {}
    found = []
    for word, value in liked:
        if word.code in UNPREPARED or word.code in against:
            continue
        likes = PREPARED.get(word.code) or Likes("front_desk", f"偏好：{word.zh}", f"Likes: {word.en}", "")
        if likes.words and re.search(likes.words, asked, re.IGNORECASE):
            continue
        found.append(
            Wanted(
                "preference", word.code, likes.department, _short(_with(likes.zh, value, "：")),
                _short(_with(likes.en, value, ": ")), "客人的偏好", "The guest's preference",
            )
        )  # fmt: skip
    return found


def requests(coming: Coming) -> list[Wanted]:
    """What the bookings of this visit ask for, each wish once; where two rooms ask for it, both are named."""
    asking: dict[str, list[Folio]] = {}
    for stay in coming.stays:
        for request in dict.fromkeys(" ".join(each.split()) for each in stay.requests):
            asking.setdefault(request, []).append(stay)
    found = []
    for request, stays in asking.items():
        named = "、".join(dict.fromkeys(room for stay in stays if (room := stay.room_no or stay.room_type)))
        several = len(coming.stays) > 1 and named
        found.append(
            Wanted(
                "request", request_code(request), asked_of(request), _short(request), "",
                _short(f"订单要求：{named}" if several else "订单要求"),
                _short(f"Asked with the booking: {named}" if several else "Asked with the booking"),
                since=stays[0].check_in_on,
            )
        )  # fmt: skip
    return found


def first_visit(coming: Coming, zone: ZoneInfo) -> list[Wanted]:
    """What the booking of somebody nobody here knows says already."""
    found = []
    for code, department, says in _FIRST:
        if said := says(coming, zone):
            zh, en, why_zh, why_en = said
            found.append(Wanted("first_visit", code, department, zh, en, _short(why_zh), _short(why_en)))
    return found


def complaints(open_ones: Iterable[Complaint], day: date) -> list[Wanted]:
    """Whoever complained and was not answered is not checked in as if nothing had been. Of before this arrival only."""
    return [
        Wanted(
            "complaint", str(each.id), each.department or "management",
            "办理入住前先致歉，并告知处理结果", "Apologise before check-in, and say what came of it",
            _short(f"{each.day.month}月{each.day.day}日投诉未处理完：{each.text}"),
            _short(f"Complaint of {each.day:%-d %B} not settled: {each.text}"),
        )
        for each in open_ones
        if each.day < day
    ]  # fmt: skip


def request_code(request: str) -> str:
    """The request's own words where they fit, else their beginning and a digest."""
    if len(request) <= CODE_MAX:
        return request
    return f"{request[:43]}#{hashlib.blake2b(request.encode(), digest_size=8).hexdigest()}"


def asked_of(request: str) -> str:
    """The department that sees to a request; what nobody's words name is done in the room."""
    for likes in PREPARED.values():
        if re.search(likes.words, request, re.IGNORECASE):
            return likes.department
    return next((code for code, words in _ASKED if re.search(words, request, re.IGNORECASE)), "housekeeping")


_ASKED = (
    ("front_desk", "发票|退房|入住|早到|晚到|接机|接站|停车|寄存|连通|相邻|同一层|invoice|check.?(in|out)|parking|pick.?up"),
    ("fnb", "餐|蛋糕|breakfast|lunch|dinner|cake"),
    ("engineering", "维修|修一下|坏|漏水|repair|broken|leak"),
)  # fmt: skip


Said = tuple[str, str, str, str] | None


def _children(coming: Coming, zone: ZoneInfo) -> Said:
    if not (number := _most(coming.stays, "children")):
        return None
    plural = "child" if number == 1 else "children"
    return (
        "备好儿童拖鞋和洗漱用品，问清要不要婴儿床",
        "Children's slippers and toiletries; ask whether a crib is wanted",
        f"订单有 {number} 位儿童",
        f"The booking names {number} {plural}",
    )


def _adults(coming: Coming, zone: ZoneInfo) -> Said:
    number = _most(coming.stays, "adults")
    if number <= MANY_ADULTS:
        return None
    return (
        f"按 {number} 位成人备足毛巾和拖鞋",
        f"Towels and slippers for {number} adults",
        f"一间房订了 {number} 位成人",
        f"One room is booked for {number} adults",
    )


def _early(coming: Coming, zone: ZoneInfo) -> Said:
    moment = coming.stays[0].check_in.astimezone(zone)
    if not MORNING <= moment.hour < EARLY_HOUR:
        return None
    return (
        "优先打扫这间房", "Clean this room first",
        f"订单到店时间 {moment:%H:%M}", f"Arrival booked for {moment:%H:%M}",
    )  # fmt: skip


def _late(coming: Coming, zone: ZoneInfo) -> Said:
    moment = coming.stays[0].check_in.astimezone(zone)
    if MORNING <= moment.hour < LATE_HOUR or (moment.hour, moment.minute) == (0, 0):
        return None
    return (
        "留好房，交代夜班办理入住", "Keep the room, and tell the night shift",
        f"订单到店时间 {moment:%H:%M}", f"Arrival booked for {moment:%H:%M}",
    )  # fmt: skip


def _long(coming: Coming, zone: ZoneInfo) -> Said:
    nights = (coming.until - coming.day).days
    if nights < LONG_NIGHTS:
        return None
    return (
        "备足用品，和客人约好打扫时间", "Supplies for the whole stay; agree on cleaning times",
        f"第一次来就订了 {nights} 晚", f"{nights} nights on a first booking",
    )  # fmt: skip


def _family(coming: Coming, zone: ZoneInfo) -> Said:
    kind = next((s.room_type for s in coming.stays if re.search("亲子|家庭|family", s.room_type, re.I)), None)
    if kind is None or _most(coming.stays, "children"):
        return None
    return (
        "到店前问清几位儿童、多大", "Ask how many children come, and how old",
        f"订的是{kind}，订单没写儿童", f"Booked: {kind}; no children named",
    )  # fmt: skip


_FIRST: Sequence[tuple[str, str, Callable[[Coming, ZoneInfo], Said]]] = (
    ("children", "housekeeping", _children),
    ("adults", "housekeeping", _adults),
    ("family_room", "front_desk", _family),
    ("early", "housekeeping", _early),
    ("late", "front_desk", _late),
    ("long", "housekeeping", _long),
)


def _most(stays: Collection[Folio], name: str) -> int:
    """Of one room; 0 where no booking says it."""
    return max((int(stay.details.get(name) or 0) for stay in stays), default=0)


def _with(text: str, value: str, joint: str) -> str:
    return f"{text}{joint}{value}" if value else text


def _short(text: str, most: int = TEXT_MAX) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def facts_of(coming: Coming, person: Any, complaint_on: date | None) -> Known:
    """What the rules ask, of this person's visit."""
    return Known(
        coming.ordinal, coming.day, coming.until, person.birthday, person.first_on, person.joined_on,
        person.tier, person.tier_name, person.tier_name_en, complaint_on, person.below,
    )  # fmt: skip
