"""SMS templates as vendors want them filed: only a text that was approved can be sent, with short values put in.

So a text with clauses that drop out is filed once for every combination, and what is sent is the number of one of
them with its values. Two clauses, four texts at most.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from kernel.errors import Refused
from loyalty.messaging.rendering import Clause, Hole, Unsayable, spoken, tidied

CLAUSES_MAX = 2
LENGTH_MAX = 500
MARK = "\ue000"  # stands for a hole while the text is tidied; private use, so no text has it


@dataclass(frozen=True, slots=True)
class Vendor:
    """What a vendor asks of marketing texts (its pages of 2024–2025; checked by hand before filing)."""

    name: str
    opt_out: str  # what the text must end with
    value_max: int  # signs of one value
    numbered: bool  # {1} {2}, else ${name}
    once: bool  # a variable may stand only once


ALIYUN = Vendor("aliyun", "拒收请回复R", 35, numbered=False, once=True)
# Its page says six signs for a value other than a code; the console may grant more: then it is a setting.
TENCENT = Vendor("tencent", "回复TD退订", 6, numbered=True, once=False)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a vendor's published rules turn down; a reviewer may still let it pass."""

    code: str
    zh: str
    en: str


# Tencent's list of content that it does not send (cloud.tencent.com 382/39023, read 2026-11), and Aliyun's rules of
# texts (help.aliyun.com 108088).
KNOWN: tuple[tuple[re.Pattern[str], Doubt], ...] = (
    (
        re.compile(r"优惠券|代金券|抵用券|抵扣券|满减券|\{coupon(?:_code)?[|}]"),
        Doubt(
            "coupon",
            "腾讯云的审核规则不接受优惠券类推广短信，阿里云按营销短信审核；这条内容更适合用企业微信或邮件发送。",
            "Tencent's rules turn down coupons by SMS, and Aliyun reviews them as marketing: WeCom or e-mail suits this better.",
        ),
    ),
    (
        re.compile(r"好久不见|许久未|很久没|召回|想你|盼您回来|期待您回来|欢迎回来|老客户专享"),
        Doubt(
            "win_back",
            "腾讯云的审核规则不接受“用户召回”类短信，可能被驳回；建议只问候、不带优惠。",
            "Tencent's rules turn down texts that win customers back: it may be refused. A greeting without an offer passes more easily.",
        ),
    ),
    (
        re.compile(r"邀请您(?:到店|入住|光临)|到店(?:有礼|领取|体验)|恭候光临|欢迎(?:到店|光临)"),
        Doubt(
            "invitation",
            "腾讯云的审核规则不接受“邀请到店”类短信。",
            "Tencent's rules turn down invitations to come by.",
        ),
    ),
    (
        re.compile(r"积分(?:兑换|换购|商城|即将到期|到期)|\{points(?:_ending)?[|}]"),
        Doubt(
            "points",
            "腾讯云的审核规则不接受积分兑换类短信。",
            "Tencent's rules turn down texts on exchanging points.",
        ),
    ),
    (
        re.compile(r"抽奖|中奖|红包|返现|免费送"),
        Doubt(
            "prizes",
            "抽奖、红包、返现类内容会被两家服务商驳回。",
            "Both vendors turn down prize draws, red packets and cashback.",
        ),
    ),
    (
        re.compile(r"https?://|www\.|\.(?:cn|com)\b"),
        Doubt(
            "link",
            "短信中的链接需要单独报备域名，且不能放在变量里；未报备会被运营商拦截。",
            "A link needs its domain filed and must not stand in a field: carriers stop what is not filed.",
        ),
    ),
)


class Unfilable(Refused):
    code = "sms_template_unfilable"
    status = 422
    zh = "短信服务商不会接受这个模板：{what}。"
    en = "The SMS vendor will not take this template: {what}."


@dataclass(frozen=True, slots=True)
class Variant:
    """One text to be filed. `keeps`: which of the clauses stand in it."""

    keeps: tuple[bool, ...]
    text: str
    variables: tuple[str, ...]


def variants(template: Clause, vendor: Vendor) -> list[Variant]:
    """Every text that has to be approved before this template can be sent. Raises Unfilable."""
    clauses = [part for part in template.parts if isinstance(part, Clause)]
    if len(clauses) > CLAUSES_MAX or any(
        isinstance(part, Clause) for clause in clauses for part in clause.parts
    ):
        raise Unfilable(what=f"more than {CLAUSES_MAX} clauses, or a clause in a clause")
    return [_variant(template, keeps, vendor) for keeps in product((True, False), repeat=len(clauses))]


def bound(
    template: Clause, facts: Mapping[str, Any], vendor: Vendor, locale: str = "zh"
) -> tuple[tuple[bool, ...], list[str]]:
    """Which variant is sent, and its values in order, cut to what the vendor takes. Raises Unsayable."""
    clauses = [part for part in template.parts if isinstance(part, Clause)]
    said = {name: words for name, value in facts.items() if (words := spoken(name, value, locale))}
    keeps = tuple(
        all(_said(hole, said) for hole in clause.parts if isinstance(hole, Hole)) for clause in clauses
    )
    kept = _kept(template, keeps)
    if missing := sorted({hole.name for hole in kept if isinstance(hole, Hole) and not _said(hole, said)}):
        raise Unsayable(fields=", ".join(missing))
    return keeps, [
        (said.get(hole.name) or hole.default or "")[: vendor.value_max]
        for hole in kept
        if isinstance(hole, Hole)
    ]


def filled(variant: Variant, values: Sequence[str], vendor: Vendor) -> str:
    """What the guest reads of a variant; values are never read as places."""
    rest, text = variant.text, ""
    for number, value in enumerate(values, 1):
        before, _, rest = rest.partition(_mark(number, variant.variables, vendor))
        text += before + value
    return text + rest


def warnings(text: str) -> list[Doubt]:
    """What vendors are known to refuse of a text, whatever the law says; to be read before it is filed."""
    return [doubt for pattern, doubt in KNOWN if pattern.search(text)]


def _variant(template: Clause, keeps: tuple[bool, ...], vendor: Vendor) -> Variant:
    kept = _kept(template, keeps)
    names = tuple(part.name for part in kept if isinstance(part, Hole))
    plain = tidied("".join(part if isinstance(part, str) else MARK for part in kept))
    if any(isinstance(part, Hole) and part.default == "" for part in kept):
        raise Unfilable(what="a field whose word for when it is not known is empty")
    if MARK * 2 in plain.replace(" ", ""):
        raise Unfilable(what="two fields side by side")
    if not re.search(r"\w", plain.replace(MARK, "")):
        raise Unfilable(what="nothing but fields")
    if re.search("[【】]", plain):
        raise Unfilable(what="【 】 are the signature's")
    if vendor.once and len(set(names)) < len(names):
        raise Unfilable(what="a field stands twice")
    order = iter(range(1, len(names) + 1))
    text = re.sub(MARK, lambda _: _mark(next(order), names, vendor), plain)
    text = text if text.endswith(vendor.opt_out) else f"{text.rstrip('，, ')} {vendor.opt_out}"
    if len(text) > LENGTH_MAX:
        raise Unfilable(what=f"longer than {LENGTH_MAX}")
    return Variant(keeps, text, names)


def _kept(template: Clause, keeps: tuple[bool, ...]) -> list[str | Hole]:
    wanted = iter(keeps)
    kept: list[str | Hole] = []
    for part in template.parts:
        if not isinstance(part, Clause):
            kept.append(part)
        elif next(wanted):
            kept += [inner for inner in part.parts if not isinstance(inner, Clause)]
    return kept


def _said(hole: Hole, said: Mapping[str, str]) -> bool:
    return hole.name in said or hole.default is not None


def _mark(number: int, names: tuple[str, ...], vendor: Vendor) -> str:
    return f"{{{number}}}" if vendor.numbered else f"${{{names[number - 1]}}}"
