"""Which message goes first when the frequency lets one through (C123): one table for all campaigns and notices.

What a guest stands to lose comes before what he is congratulated on, and that before what we want of him.
"""

from loyalty.campaigns.document import Document, OnEvent

PRIORITIES: dict[str, int] = {
    "before_loss": 9,
    "points_ending": 9,
    "coupon_ending": 8,
    "punch_card": 7,
    "near_tier": 7,
    "birthday": 6,
    "anniversary": 6,
    "sign_up": 5,
    "review": 5,
    "turn": 5,
    "second_visit": 4,
    "win_back": 4,
    "greeting": 4,
    "dormant": 3,
    "other": 2,
}
# What the programme owes a guest to know; with an offer in it, it is marketing like everything else.
OWED = frozenset({"before_loss", "points_ending", "coupon_ending"})
# Of no use once the guest has come.
MOOT_AFTER_VISIT = frozenset({"win_back", "greeting", "second_visit", "dormant"})
# What is answered by a visit or not at all: two unanswered, and a guest is left alone (C83).
WIN_BACKS = frozenset({"win_back", "dormant", "second_visit"})


def priority_of(document: Document) -> int:
    """As the document says, else by its kind."""
    return PRIORITIES[document.kind] if document.priority is None else document.priority


def is_moot_after_visit(document: Document) -> bool:
    """Whether it is of no use any more once the guest has come."""
    trigger = document.trigger
    if isinstance(trigger, OnEvent) and (trigger.event == "dormant" or trigger.direction == "late"):
        return True
    return document.kind in MOOT_AFTER_VISIT


def message_kind(document: Document) -> str:
    """service | marketing, as the gate tells them apart."""
    offers = any(variant.offer is not None for variant in document.variants)
    return "service" if document.kind in OWED and not offers else "marketing"
