"""What staff and guests read about a tier, Chinese and English: reasons of changes, and notices.

Made from facts that hold the tiers' names as they were, so that an old reason still reads when the programme has
changed.
"""

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]
Pair = tuple[str, str]

MEASURES = {
    "nights": ("间夜", "nights"),
    "visits": ("次入住", "visits"),
    "spend": ("元消费", "spent"),
    "base_points": ("基础积分", "base points"),
}


def amount(measure: str, count: int) -> Pair:
    """'5 个间夜', '5 nights'."""
    zh, en = {
        "nights": (f"{count} 个间夜", f"{count} night{_s(count)}"),
        "visits": (f"{count} 次入住", f"{count} visit{_s(count)}"),
        "spend": (f"{count} 元消费", f"{count} spent"),
        "base_points": (f"{count} 基础积分", f"{count} base point{_s(count)}"),
    }[measure]
    return zh, en


def missing(measure: str, count: int) -> Pair:
    """'再住 1 晚', '1 more night'."""
    zh, en = {
        "nights": (f"再住 {count} 晚", f"{count} more night{_s(count)}"),
        "visits": (f"再入住 {count} 次", f"{count} more visit{_s(count)}"),
        "spend": (f"再消费 {count} 元", f"{count} more spent"),
        "base_points": (f"再得 {count} 基础积分", f"{count} more base point{_s(count)}"),
    }[measure]
    return zh, en


def way(facts: Facts) -> dict[str, str]:
    """A way to a tier, or to keep one, in words: what is done, what is missing, until when."""
    have, need = amount(facts["measure"], facts["have"])[0], amount(facts["measure"], facts["need"])[0]
    have_en = str(facts["have"])
    need_en = amount(facts["measure"], facts["need"])[1]
    by, by_en = (f"，截至 {facts['to']}", f" by {facts['to']}") if facts["to"] else ("", "")
    if not facts["missing"]:
        return {"zh": f"已达成：{have}（需要 {need}）", "en": f"Done: {have_en} of {need_en}"}
    more, more_en = missing(facts["measure"], facts["missing"])
    return {
        "zh": f"{more}即可（已有 {have}，需要 {need}{by}）",
        "en": f"{more_en}{by_en} ({have_en} of {need_en})",
    }


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _ways(facts: Facts) -> Pair:
    """What would do, any of several: '再住 1 晚，或再消费 200 元'."""
    some = [missing(each["measure"], each["missing"]) for each in facts.get("ways", ()) if each["missing"]]
    return "，或".join(zh for zh, _ in some), ", or ".join(en for _, en in some)


def _until(facts: Facts) -> Pair:
    if not facts.get("until"):
        return "，长期有效", ", without end"
    return f"，有效期至 {facts['until']}", f", valid until {facts['until']}"


def _window(facts: Facts) -> Pair:
    zh, en = amount(facts["measure"], facts["have"])
    need, need_en = amount(facts["measure"], facts["need"])
    return (
        f"{facts['first']} 至 {facts['last']} 共 {zh}（条件：{need}）",
        f"{en} from {facts['first']} to {facts['last']} (asked: {need_en})",
    )


def _joined(facts: Facts) -> Pair:
    return f"入会，成为{facts['tier_name']}。", f"Joined as {facts['tier_name_en']}."


def _qualified(facts: Facts) -> Pair:
    window, until = _window(facts), _until(facts)
    return (
        f"{window[0]}，从{facts['from_name']}升为{facts['tier_name']}{until[0]}。",
        f"{window[1]}: from {facts['from_name_en']} to {facts['tier_name_en']}{until[1]}.",
    )


def _requalified(facts: Facts) -> Pair:
    window, until = _window(facts), _until(facts)
    return (
        f"{window[0]}，再次达到{facts['tier_name']}的条件{until[0]}。",
        f"{window[1]}: {facts['tier_name_en']} was reached anew{until[1]}.",
    )


def _kept(facts: Facts) -> Pair:
    window, until = _window(facts), _until(facts)
    return (
        f"{window[0]}，保住{facts['tier_name']}{until[0]}。",
        f"{window[1]}: {facts['tier_name_en']} is kept{until[1]}.",
    )


def _kept_late(facts: Facts) -> Pair:
    zh, en = _kept(facts)
    return (
        f"补收到期内的住店记录，撤销降级：{zh}",
        f"A stay of the term came in late, so the fall is undone: {en}",
    )


def _grace(facts: Facts) -> Pair:
    return (
        f"{facts['tier_name']}已于 {facts['until']} 到期，保留宽限期至 {facts['grace_until']}。",
        f"{facts['tier_name_en']} ended on {facts['until']} and is held in grace until {facts['grace_until']}.",
    )


def _fell(facts: Facts) -> Pair:
    done = [
        (amount(each["measure"], each["have"]), amount(each["measure"], each["need"]))
        for each in facts["ways"]
    ]
    zh = "；".join(f"期内{have[0]}，保级需要{need[0]}" for have, need in done)
    en = "; ".join(f"{have[1]} of the {need[1]} that keep it" for have, need in done)
    until = _until(facts) if facts.get("until") else ("", "")
    return (
        f"{facts['from_name']}到 {facts['missed']} 为止{'（' + zh + '）' if zh else ''}，降为{facts['tier_name']}{until[0]}。",
        (
            f"{facts['from_name_en']} ended on {facts['missed']}{' (' + en + ')' if en else ''}: "
            f"down to {facts['tier_name_en']}{until[1]}."
        ),
    )


def _taken_back(facts: Facts) -> Pair:
    window = _window(facts)
    return (
        f"升级所依据的住店记录已更正或取消，现在{window[0]}，{facts['from_name']}收回，回到{facts['tier_name']}。",
        (
            f"Stays that {facts['from_name_en']} rested on were corrected or cancelled, leaving {window[1]}: "
            f"back to {facts['tier_name_en']}."
        ),
    )


def _second_chance(facts: Facts) -> Pair:
    return (
        f"降级后自 {facts['fell_on']} 至 {facts['by']} 入住满 {facts['visits']} 次，恢复{facts['tier_name']}至 {facts['until']}。",
        (
            f"{facts['visits']} visits between the fall on {facts['fell_on']} and {facts['by']}: "
            f"{facts['tier_name_en']} is back until {facts['until']}."
        ),
    )


def _bought(facts: Facts) -> Pair:
    until = _until(facts)
    price = f"{facts['points']} 积分" if "points" in facts else f"{facts['paid']} 元"
    price_en = f"{facts['points']} points" if "points" in facts else facts["paid"]
    return (
        f"用 {price}从{facts['from_name']}购买{facts['tier_name']}{until[0]}。",
        f"Bought with {price_en}: from {facts['from_name_en']} to {facts['tier_name_en']}{until[1]}.",
    )


def _granted(facts: Facts) -> Pair:
    until = _until(facts)
    return (
        f"由员工授予{facts['tier_name']}{until[0]}，原因：{facts['why']}。",
        f"{facts['tier_name_en']} was granted by hand{until[1]}, because: {facts['why']}.",
    )


def _ended(facts: Facts) -> Pair:
    return (
        f"授予的{facts['from_name']}到 {facts['missed']} 结束，现为{facts['tier_name']}。",
        f"The granted {facts['from_name_en']} ended on {facts['missed']}; now {facts['tier_name_en']}.",
    )


def _matched(facts: Facts) -> Pair:
    return (
        (
            f"凭{facts['partner']}的{facts['partner_tier']}匹配{facts['tier_name']}，试用至 {facts['until']}，"
            f"期内入住 {facts['visits']} 次即可保留。"
        ),
        (
            f"Matched with {facts['partner_tier']} of {facts['partner']}: {facts['tier_name_en']} on trial until "
            f"{facts['until']}, kept by {facts['visits']} visits."
        ),
    )


def _match_kept(facts: Facts) -> Pair:
    until = _until(facts)
    return (
        f"试用期内入住满 {facts['visits']} 次，保留{facts['tier_name']}{until[0]}。",
        f"{facts['visits']} visits within the trial: {facts['tier_name_en']} stays{until[1]}.",
    )


def _match_lapsed(facts: Facts) -> Pair:
    return (
        f"{facts['from_name']}试用到 {facts['missed']} 结束，入住次数不够，回到{facts['tier_name']}。",
        (
            f"The trial of {facts['from_name_en']} ended on {facts['missed']} without enough visits: "
            f"back to {facts['tier_name_en']}."
        ),
    )


def _merged(facts: Facts) -> Pair:
    return (
        f"合并的客人（编号 {facts['guest']}）持有{facts['tier_name']}，一并带来。",
        f"The guest merged into this one (number {facts['guest']}) held {facts['tier_name_en']}.",
    )


def _unmerged(facts: Facts) -> Pair:
    return (
        f"与编号 {facts['guest']} 的合并已撤销，{facts['from_name']}归还，现为{facts['tier_name']}。",
        (
            f"The merge with number {facts['guest']} was taken back and {facts['from_name_en']} with it; "
            f"now {facts['tier_name_en']}."
        ),
    )


def _programme(facts: Facts) -> Pair:
    return (
        f"会员计划已没有原来的等级（{facts['before']}），改为同级的{facts['tier_name']}。",
        f"The programme has no tier {facts['before']} any more; {facts['tier_name_en']} stands in its place.",
    )


def _not_reached(facts: Facts) -> Pair:
    return (
        f"{facts['first']} 至 {facts['last']} 的住店没有达到{facts['from_name']}的条件，为{facts['tier_name']}。",
        (
            f"The stays from {facts['first']} to {facts['last']} do not lead to {facts['from_name_en']}: "
            f"{facts['tier_name_en']}."
        ),
    )


REASONS: dict[str, Callable[[Facts], Pair]] = {
    "tier_joined": _joined,
    "tier_qualified": _qualified,
    "tier_requalified": _requalified,
    "tier_kept": _kept,
    "tier_kept_late": _kept_late,
    "tier_grace": _grace,
    "tier_fell": _fell,
    "tier_taken_back": _taken_back,
    "tier_second_chance": _second_chance,
    "tier_bought": _bought,
    "tier_granted": _granted,
    "tier_ended": _ended,
    "tier_matched": _matched,
    "tier_match_kept": _match_kept,
    "tier_match_lapsed": _match_lapsed,
    "tier_merged": _merged,
    "tier_unmerged": _unmerged,
    "tier_programme": _programme,
    "tier_not_reached": _not_reached,
}


def _near(facts: Facts) -> Pair:
    ways = _ways(facts)
    by = facts["ways"][0]["to"] if len(facts["ways"]) == 1 and facts["ways"][0]["to"] else None
    first, first_en = (f"在 {by} 前（含当天）", f" by {by}") if by else ("", "")
    brings, brings_en = _brings(facts)
    return (
        f"{first}{ways[0]}，您就可以升为{facts['tier_name']}{brings}。",
        f"{ways[1]}{first_en} and you are {facts['tier_name_en']}{brings_en}.",
    )


def _brings(facts: Facts) -> Pair:
    brings = facts["brings"]
    if not brings:
        return "", ""
    return (
        f"，享受{'、'.join(each['name'] for each in brings)}",
        f", with {', '.join(each['name_en'] for each in brings)}",
    )


def _loss(facts: Facts) -> Pair:
    ways = _ways(facts)
    keep = (f"；在此之前{ways[0]}即可保留", f"; {ways[1]} before then keep it") if ways[0] else ("", "")
    return (
        f"您的{facts['tier_name']}有效期至 {facts['until']}{keep[0]}。",
        f"Your {facts['tier_name_en']} is valid until {facts['until']}{keep[1]}.",
    )


def _in_grace(facts: Facts) -> Pair:
    ways = _ways(facts)
    keep = (f"，在此之前{ways[0]}即可保留", f"; {ways[1]} before then keep it") if ways[0] else ("", "")
    return (
        f"您的{facts['tier_name']}已于 {facts['until']} 到期，为您保留到 {facts['grace_until']}{keep[0]}。",
        f"Your {facts['tier_name_en']} ended on {facts['until']}; we hold it until {facts['grace_until']}{keep[1]}.",
    )


def _told_fall(facts: Facts) -> Pair:
    """C52: the day that was missed, and every offer with its dates."""
    offers = "；".join(
        f"{each['by']} 前（含当天）入住 {each['visits']} 次，{facts['from_name']}恢复至 {each['gives_until']}"
        for each in facts["offers"]
    )
    offers_en = "; ".join(
        f"{each['visits']} visits by {each['by']} bring {facts['from_name_en']} back until {each['gives_until']}"
        for each in facts["offers"]
    )
    return (
        f"您的{facts['from_name']}保级截止日 {facts['missed']} 已过，现为{facts['tier_name']}。{'再给您一次机会：' + offers + '。' if offers else ''}",
        (
            f"Your {facts['from_name_en']} was to be kept by {facts['missed']}; you are {facts['tier_name_en']} now."
            f"{' A second chance: ' + offers_en + '.' if offers_en else ''}"
        ),
    )


def _rose(facts: Facts) -> Pair:
    until = _until(facts)
    return (
        f"恭喜，您已升为{facts['tier_name']}{until[0]}。",
        f"Congratulations: you are {facts['tier_name_en']} now{until[1]}.",
    )


def _back(facts: Facts) -> Pair:
    until = _until(facts)
    return (
        f"欢迎回来，您的{facts['tier_name']}已恢复{until[0]}。",
        f"Welcome back: you are {facts['tier_name_en']} again{until[1]}.",
    )


NOTICES: dict[str, Callable[[Facts], Pair]] = {
    "tier_near": _near,
    "tier_loss": _loss,
    "tier_in_grace": _in_grace,
    "tier_told_fall": _told_fall,
    "tier_rose": _rose,
    "tier_back": _back,
}
TEXTS = {**REASONS, **NOTICES}
