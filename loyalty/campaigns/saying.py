"""What a campaign's texts must be: written for every channel in Chinese, readable, and sayable with what can be known."""

import re

from loyalty.campaigns.document import (
    CampaignTexts,
    Channel,
    CouponOffer,
    Document,
    GapOffer,
    Letter,
    Locale,
    OnEvent,
    PointsOffer,
    Saying,
    Variant,
)
from loyalty.messaging import rendering
from loyalty.messaging.rendering import FIELDS, Clause, Hole, Unreadable
from loyalty.programme.checking import Findings

CHINESE: Locale = "zh-CN"
CHANNELS: tuple[Channel, ...] = ("sms", "wecom", "email")
# Always known of a guest who is written to.
CERTAIN = frozenset({"name", "surname", "property", "visits", "last_visit"})
# Known only where the campaign brings it.
OF_EVENTS: dict[str, frozenset[str]] = {
    "points_ending": frozenset({"points_ending", "ends_on"}),
    "before_loss": frozenset({"tier", "ends_on", "missing"}),
    "near_tier": frozenset({"next_tier", "missing"}),
    "punch_card": frozenset({"missing", "reward"}),
    "coupon_ending": frozenset({"coupon", "coupon_code", "ends_on"}),
    "anniversary": frozenset({"years"}),
}
BROUGHT = frozenset(
    {"points_ending", "ends_on", "missing", "next_tier", "reward", "coupon", "coupon_code", "years", "gift_points", "nights_short"}
)  # fmt: skip
# The gate adds the way out, as law and vendor want it; twice looks like a mistake, and is billed.
OPT_OUT = re.compile(r"退订|拒收|回复\s*T|unsubscribe", re.IGNORECASE)
PART_SIGNS = 70


def check(document: Document, found: Findings) -> None:
    """Every problem and doubt about the texts of all variants."""
    for n, variant in enumerate(document.variants):
        pointer = f"/variants/{n}/texts"
        chinese = variant.texts.get(CHINESE, CampaignTexts())
        for channel in sorted(set(document.channels)):
            if getattr(chinese, channel) is None:
                found.wrong(f"{pointer}/{CHINESE}/{channel}", "no_text", "这个通道还没有中文内容。",
                            "There is no Chinese text for this channel.")  # fmt: skip
        for locale, texts in variant.texts.items():
            for channel in CHANNELS:
                said = getattr(texts, channel)
                if said is not None:
                    _check_said(document, variant, said, f"{pointer}/{locale}/{channel}", channel, found)


def _check_said(
    document: Document, variant: Variant, said: Saying | Letter, pointer: str, channel: str, found: Findings
) -> None:
    if channel not in document.channels:
        found.doubt(
            pointer,
            "not_used",
            "活动没有选这个通道，这段内容不会用到。",
            "The campaign does not go by this channel.",
        )
    for name in ("text", "subject", "body"):
        text = getattr(said, name, None)
        if text is not None:
            _check_text(document, variant, text, f"{pointer}/{name}", channel, found)


def _check_text(
    document: Document, variant: Variant, text: str, pointer: str, channel: str, found: Findings
) -> None:
    try:
        template = rendering.parse(text)
    except Unreadable as error:
        found.wrong(pointer, "template_unreadable", error.sentence("zh"), error.sentence("en"))
        return
    for name in rendering.unknown_fields(template):
        found.wrong(pointer, "no_such_field", f"没有“{name}”这个字段。", f"There is no field {name!r}.")
    _check_fields(known_to(document, variant), template, pointer, found)
    if not _least(template):
        found.wrong(
            pointer,
            "nothing_said",
            "缺少信息时内容会变成空的。",
            "Without what is not known, nothing is left.",
        )
    if OPT_OUT.search(text):
        found.doubt(
            pointer,
            "opt_out_twice",
            "退订方式由系统自动加上，内容里不用写。",
            "The way out is added by itself: leave it out here.",
        )
    if channel == "sms" and len(text) > PART_SIGNS - 20:
        found.doubt(pointer, "long_sms", "加上签名和退订语后可能超过 70 字，按多条计费。",
                    "With signature and opt-out words this may be billed as several.")  # fmt: skip


def _check_fields(known: frozenset[str], template: Clause, pointer: str, found: Findings) -> None:
    needed = {part.name for part in template.parts if isinstance(part, Hole) and part.default is None}
    for name in sorted({hole.name for hole in rendering.holes(template)} & FIELDS.keys() - known):
        zh, en = FIELDS[name][1], FIELDS[name][2]
        if name in needed:
            found.wrong(pointer, "never_known", f"这个活动里没有“{zh}”，消息会发不出去。",
                        f"This campaign never knows {en}: nothing could be sent.")  # fmt: skip
        else:
            found.doubt(pointer, "never_known", f"这个活动里没有“{zh}”，这一段永远不会出现。",
                        f"This campaign never knows {en}: that part is never said.")  # fmt: skip
    for name in sorted(needed & known - CERTAIN - BROUGHT):
        zh, en = FIELDS[name][1], FIELDS[name][2]
        found.doubt(pointer, "may_be_unknown", f"不知道“{zh}”的客人收不到：可放进 [ ] 里，不知道时自动略去。",
                    f"Who has no known {en} gets nothing: put it in [ ], and it is left out.")  # fmt: skip


def known_to(document: Document, variant: Variant) -> frozenset[str]:
    """The fields that can be known in this variant."""
    known = frozenset(FIELDS) - BROUGHT
    if isinstance(document.trigger, OnEvent):
        known |= OF_EVENTS.get(document.trigger.event, frozenset())
    if isinstance(variant.offer, CouponOffer):
        known |= {"coupon", "coupon_code"}
    if isinstance(variant.offer, PointsOffer | GapOffer):
        known |= {"gift_points"}
    if isinstance(variant.offer, GapOffer):
        known |= {"nights_short", "reward"}
    return known


def _least(template: Clause) -> str:
    """What is left when nothing is known that need not be."""
    said = [
        part if isinstance(part, str) else (part.default or "…")
        for part in template.parts
        if not isinstance(part, Clause)
    ]
    return rendering.tidied("".join(said))
