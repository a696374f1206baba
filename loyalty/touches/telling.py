"""What the timeline says of each event, in Chinese and English."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kernel import money
from kernel.statements import Statements
from loyalty.guests import preferences
from loyalty.owners import departments, reading
from loyalty.programme import versions
from loyalty.programme.points import wording as points_wording
from loyalty.programme.tiers import standing

Pair = tuple[str, str]
# Facts that words are made of, and which are not told themselves.
INNER = frozenset(
    {"because", "giver", "giver_department", "taker", "taker_department", "posting_kind", "says", "says_en", "from_en",
     "to_en"}
)  # fmt: skip
CHANNELS = {"sms": "短信", "email": "邮件", "wecom": "企业微信", "wechat": "微信"}
KINDS: dict[str, Pair] = {
    "complaint": ("投诉", "Complaint"),
    "praise": ("表扬", "Praise"),
    "request": ("要求", "Request"),
    "conversation": ("沟通", "Conversation"),
    "review": ("点评", "Review"),
    "habit": ("习惯", "Habit"),
    "service": ("服务", "Service"),
    "consumption": ("消费", "Consumption"),
}


class Words:
    """Makes sentences of facts; knows the names of tiers on a day."""

    def __init__(self, raw: Statements, today: date) -> None:
        published = versions.in_force(raw, today)
        levels = published.programme.tiers.levels if published else ()
        self.tiers: Mapping[str, Pair] = {
            each.code: (each.name, each.name_en or each.name) for each in levels
        }

    def say(self, branch: str, kind: str, facts: dict[str, Any]) -> Pair:
        if branch == "tier":
            return self._tier(facts)
        say = SAY.get(branch)
        return say(facts) if say else _interaction(kind, facts)

    def _tier(self, facts: Mapping[str, Any]) -> Pair:
        zh, en = self.tiers.get(facts["to"], (facts["to"], facts["to"]))
        try:
            because = standing.words(facts["reason"], facts["because"])
        except (KeyError, TypeError):
            because = {"zh": "", "en": ""}  # a reason whose words went with an old programme
        verb = ("成为", "Became") if not facts["from"] else ("会员等级变为", "Tier is now")
        more, more_en = (f"（{because['zh']}）", f" ({because['en']})") if because["zh"] else ("", "")
        return f"{verb[0]}{zh}{more}", f"{verb[1]} {en}{more_en}"


class Owners:
    """Names who had a guest and who has him now, in events that say so: a person, or a department as a whole."""

    def __init__(self, raw: Statements, events: Iterable[Mapping[str, Any]]) -> None:
        found = [facts.get(side) for facts in events for side in ("giver", "taker")]
        self.people = reading.names(UUID(each) for each in found if each)
        # Nobody's guests change hands on most pages.
        self.departments = departments.named(raw) if found else {}

    def name(self, facts: dict[str, Any]) -> None:
        for side, name in (("giver", "from"), ("taker", "to")):
            if person := facts.get(side):
                zh = en = self.people.get(UUID(person), "")
            elif code := facts.get(f"{side}_department"):
                words = departments.words(self.departments, code)
                zh, en = words["zh"], words["en"]
            else:
                continue
            facts[f"{name}_name"], facts[f"{name}_en"] = zh, en


def _visit(facts: dict[str, Any]) -> Pair:
    rate = money.amount(facts.pop("rate_cents"))
    facts["rate"] = rate
    room, nights = facts["room_no"], facts["nights"]
    now, now_en = ("，在住", ", in the house") if facts["in_house"] else ("", "")
    room_zh, room_en = (f"，{room} 房", f", room {room}") if room else ("", "")
    return (
        f"第 {facts['ordinal']} 次入住{room_zh}，{nights} 晚，{facts['source']}{now}",
        f"Visit {facts['ordinal']}{room_en}, {nights} night{'' if nights == 1 else 's'}, {facts['source']}{now_en}",
    )


def _stay(facts: dict[str, Any]) -> Pair:
    source = facts["source"]
    return (
        f"预订 {facts['check_in_on']} 到店，{facts['check_out_on']} 离店，{source}",
        f"Booked to arrive {facts['check_in_on']} and leave {facts['check_out_on']}, {source}",
    )


def _interaction(kind: str, facts: dict[str, Any]) -> Pair:
    zh, en = KINDS.get(kind, (kind, kind))
    if (rating := facts.get("rating")) is not None:
        zh, en = f"{zh}，{rating} 分", f"{en}, {rating} of 5"
    if facts.get("settled_at"):
        zh, en = f"{zh}，已处理", f"{en}, settled"
    return zh, en


def _consumption(facts: dict[str, Any]) -> Pair:
    amount = money.amount(facts.pop("amount_cents"))
    facts["amount"] = amount
    if (cost := facts.pop("cost_cents")) is not None:
        facts["cost"] = money.amount(cost)
    times = f" ×{facts['quantity']}"
    what, what_en = facts["name"] + times, (facts["name_en"] or facts["name"]) + times
    zh, en = (
        (f"赠送 {what}", f"Given: {what_en}")
        if facts["given"]
        else (f"{what}，{amount} 元", f"{what_en}, {amount}")
    )
    return (f"{zh}（已撤销）", f"{en} (taken back)") if facts["taken_back"] else (zh, en)


def _remark(facts: dict[str, Any]) -> Pair:
    return "写了备注", "Remark written"


def _remarked(facts: dict[str, Any]) -> Pair:
    return "备注完成", "Remark complete"


def _message(facts: dict[str, Any]) -> Pair:
    zh = CHANNELS.get(facts["channel"], facts["channel"])
    title = facts["title"]
    return (
        f"{zh}：{title}" if title else f"发了{zh}",
        f"{facts['channel']}: {title}" if title else "Message sent",
    )


def _reply(facts: dict[str, Any]) -> Pair:
    zh, en = f"{CHANNELS.get(facts['channel'], facts['channel'])}回复", f"Reply by {facts['channel']}"
    return (f"{zh}，退订", f"{en}, opted out") if facts["opted_out"] else (zh, en)


def _points(facts: dict[str, Any]) -> Pair:
    try:
        zh, en = points_wording.reason(facts["posting_kind"], facts["reason"], facts["because"])
    except (KeyError, TypeError):
        zh, en = "", ""  # facts of an older kind: the number stands alone
    n = f"{facts['points']:+,}"
    return f"积分 {n}" + (f"：{zh}" if zh else ""), f"Points {n}" + (f": {en}" if en else "")


def _coupon(facts: dict[str, Any]) -> Pair:
    return f"得到优惠券：{facts['name']}", f"Coupon: {facts['name_en']}"


def _coupon_used(facts: dict[str, Any]) -> Pair:
    cents = facts.pop("discount_cents")
    off = money.amount(cents) if cents is not None else None
    facts["discount"] = off
    zh, en = (f"，减 {off} 元", f", {off} off") if off else ("", "")
    return f"用了优惠券：{facts['name']}{zh}", f"Coupon redeemed: {facts['name_en']}{en}"


def _coupon_ended(facts: dict[str, Any]) -> Pair:
    return f"优惠券作废或退回：{facts['name']}", f"Coupon cancelled or refunded: {facts['name_en']}"


def _transfer(facts: dict[str, Any]) -> Pair:
    giver, taker = facts["from_name"], facts.get("to_name", "")
    zh = f"由 {giver} 转给 {taker}" if giver else f"交给 {taker}"
    return zh, f"Handed from {giver} to {taker}" if giver else f"Handed to {taker}"


def _owner(facts: dict[str, Any]) -> Pair:
    giver, taker = facts.get("from_name", ""), facts.get("to_name", "")
    giver_en, taker_en = facts.get("from_en", ""), facts.get("to_en", "")
    zh, en = reading.REASONS.get(facts["reason"], (facts["reason"], facts["reason"]))
    if giver and taker and giver != taker:
        said = f"负责人由 {giver} 换成 {taker}", f"Looked after by {taker_en}, before by {giver_en}"
    elif taker:
        said = f"由 {taker} 负责", f"Looked after by {taker_en}"
    elif giver:
        said = f"不再归 {giver} 负责", f"No longer looked after by {giver_en}"
    else:
        said = "负责人有变化", "Somebody else looks after the guest"  # whose accounts are gone
    return f"{said[0]}（{zh}）", f"{said[1]} ({en[:1].lower()}{en[1:]})"


def _task(facts: dict[str, Any]) -> Pair:
    zh, en = f"已准备：{facts['says']}", f"Prepared: {facts['says_en'] or facts['says']}"
    # The doing stays in the record when the arrival was then moved to another day or room.
    if moved := facts.get("moved_from"):
        return f"{zh}（原定 {moved}，后来改了）", f"{en} (for {moved}, which was then moved)"
    return zh, en


def _preference(facts: dict[str, Any]) -> Pair:
    word, value = preferences.word(facts["code"]), facts["value"]
    zh, en = (f"（{value}）", f" ({value})") if value else ("", "")
    return f"记下偏好：{word.zh}{zh}", f"Preference noted: {word.en}{en}"


SAY = {
    "visit": _visit,
    "stay": _stay,
    "consumption": _consumption,
    "remark": _remark,
    "remarked": _remarked,
    "message": _message,
    "reply": _reply,
    "points": _points,
    "coupon": _coupon,
    "coupon_used": _coupon_used,
    "coupon_ended": _coupon_ended,
    "transfer": _transfer,
    "owner": _owner,
    "task": _task,
    "task_moved": _task,
    "preference": _preference,
}
