"""Who gets no offer although he might: pure. Each decision has a reason, and what it saves (C73, C78, C83, C107).

Money is given only where it changes something: not to who comes anyway, not to who does not answer, not to who never
looked at a price.
"""

from dataclasses import dataclass

from loyalty.campaigns.priorities import WIN_BACKS

# Of the discounts that are given away, so many are used (the field's figure, C89): what not giving one saves.
REDEEMED_PERCENT = 15
UNANSWERED_MOST = 2

# The stages a kind is for; kinds that are not here are for everybody.
STAGES: dict[str, frozenset[str]] = {
    "win_back": frozenset({"at_risk", "dormant", "lost"}),
    "dormant": frozenset({"dormant"}),
}
# A greeting wants an answer too: who is asked for the third time hears nothing (C83).
ANSWERED = WIN_BACKS | {"greeting"}


@dataclass(frozen=True, slots=True)
class Worth:
    """What an offer is, as far as giving it goes."""

    price: bool = False  # money off: only for who looks at prices
    big: bool = False  # only for the dormant
    pretext: bool = False  # and only under a personal pretext
    face_cents: int = 0
    percent: int = 0  # of the bill, where it has no sum
    cost_cents: int = 0  # what it costs the house when it is used


NOTHING = Worth()


@dataclass(frozen=True, slots=True)
class Guest:
    """What restraint looks at."""

    stage: str = ""
    deviation: str = "unknown"
    price_sensitive: str = "unknown"
    unanswered: int = 0
    visits: int = 0
    coming: bool = False  # in house, or booked ahead
    held_out: bool = False  # of another win-back, within its window
    pretexts: frozenset[str] = frozenset()  # birthday, anniversary: what can be said of him this month
    rate_cents: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    pass


@dataclass(frozen=True, slots=True)
class Refrain:
    reason: str
    saved_cents: int = 0


CONTACT = Contact()


def decide(kind: str, offer: Worth | None, guest: Guest, pretext: str | None = None) -> Contact | Refrain:
    """Whether this guest is spoken to; the first reason that holds, and what keeping the offer saves."""
    reason = _reason(kind, offer or NOTHING, guest, pretext)
    return Refrain(reason, saved_cents(offer, guest.rate_cents)) if reason else CONTACT


def saved_cents(offer: Worth | None, rate_cents: int) -> int:
    """The face value, by how often such offers are used; of a percentage, on what a night costs him."""
    if offer is None:
        return 0
    face = offer.face_cents or rate_cents * offer.percent // 100
    return face * REDEEMED_PERCENT // 100


def _reason(kind: str, offer: Worth, guest: Guest, pretext: str | None) -> str:
    if guest.coming and (kind in ANSWERED or offer.price):
        return "coming_anyway"
    if guest.held_out and kind in ANSWERED:
        return "held_out"
    if _wrong_stage(kind, guest):
        return "wrong_stage"
    # Not known whether he leaves the pattern: treated as on it, never as late.
    if offer.price and guest.deviation not in ("early", "late"):
        return "on_pattern"
    if guest.unanswered >= UNANSWERED_MOST and (kind in ANSWERED or offer != NOTHING):
        return "does_not_answer"
    if offer.price and guest.price_sensitive != "yes":
        return "not_price_sensitive"
    if offer.big and guest.stage != "dormant":
        return "not_dormant"
    if offer.pretext and (pretext is None or pretext not in guest.pretexts):
        return "no_pretext"
    return ""


def _wrong_stage(kind: str, guest: Guest) -> bool:
    if kind == "second_visit":
        return guest.visits != 1
    return kind in STAGES and guest.stage not in STAGES[kind]


# Reason -> what staff read of it (C125), of restraint and of what was subtracted before it.
WORDS: dict[str, tuple[str, str]] = {
    "coming_anyway": ("客人在住或已有预订，本来就会来。", "In house or booked ahead: he comes anyway."),
    "held_out": ("客人是另一个召回活动的对照组，期间不打扰。", "Held out of another win-back: left alone until it is measured."),
    "wrong_stage": ("客人不在这个活动针对的生命周期阶段。", "Not in a stage that this campaign is for."),
    "on_pattern": ("客人的到店规律没有偏离，不需要优惠，给了就是让利。", "On pattern: he needs no discount, it would give profit away."),
    "does_not_answer": ("已有两次召回没有回应，不再打扰，等他下次来店。", "Two win-backs were left unanswered: he is left alone until he comes."),
    "not_price_sensitive": ("客人对价格不敏感（或尚不清楚），不发优惠。", "Not price-sensitive, or not known to be: no discount is sent."),
    "not_dormant": ("大额优惠只给沉睡客人。", "The big offers are for the dormant only."),
    "no_pretext": ("大额优惠需要有针对本人的由头（当月生日或入会周年）。", "A big offer needs a personal pretext: his birthday's month, or an anniversary."),
    "no_gap": ("按他的积分算不出合适的补差：已经够近，或超出上限。", "No gift of points fits: he is near enough already, or it would be beyond the limit."),
    # before restraint
    "excluded": ("在排除的人群里。", "In a segment that the campaign excludes."),
    "secret": ("客人在 PMS 中标为保密。", "The PMS marks the guest secret."),
    "unreachable": ("没有可用的联系方式。", "No address at which he can be reached."),
    "no_consent": ("客人没有同意接收营销信息。", "He has not agreed to marketing."),
    "opted_out": ("客人已退订。", "He has opted out."),
    "minor": ("客人是未成年人，不做营销。", "A minor: no marketing."),
    "over_frequency": ("最近刚收到过消息，未到间隔。", "He had a message not long ago."),
    # afterwards
    "taken_back": ("触发的入住已撤销或更正。", "The visit that set it off was taken back or corrected."),
    "replaced": ("活动已修改，按新版本重新判断。", "The campaign was changed: decided anew by its new version."),
    "holdout": ("随机分入对照组，不发送，用来衡量效果。", "Drawn into the holdout: nothing is sent, so that the effect can be measured."),
}  # fmt: skip


def says(reason: str) -> tuple[str, str]:
    """The reason in Chinese and English; KeyError for none of ours."""
    return WORDS[reason]
