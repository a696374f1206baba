"""Which entries of the audit log are told outside, as what, and how little of them: ids, never data of a guest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """An action as vendors hear of it."""

    type: str
    # What the entry's subject is the id of; of a guest it joins `guests`, otherwise it stands under this name.
    subject: str = ""


# Acts at the desk on what one guest holds, by the name the audit page gives them.
POINTS = (
    "adjusted",
    "bought",
    "earned",
    "redeemed",
    "reinstated",
    "reversed",
    "transferred",
    "spent_elsewhere",
)
WALLET = ("topped_up", "charged", "reversed", "refunded")

OUTWARD: dict[str, Told] = {
    # Named alike inside and outside: entries of whole sets (recording.record_set), with their guests in the facts.
    "guest.updated": Told("guest.updated"),
    "remark.completed": Told("remark.completed"),
    "tier.changed": Told("tier.changed"),
    "points.changed": Told("points.changed"),
    "wallet.changed": Told("wallet.changed"),
    "consent.changed": Told("consent.changed"),
    "import.finished": Told("import.finished", "import"),
    # What one person did to one guest, by the name the audit page gives it.
    "guest.edited": Told("guest.updated", "guests"),
    "guest.tagged": Told("guest.updated", "guests"),
    "member.enrolled": Told("guest.updated", "guests"),
    "member.linked": Told("guest.updated", "guests"),
    "member.unlinked": Told("guest.updated", "guests"),
    "guest.merged": Told("guest.merged", "guests"),
    "guest.unmerged": Told("guest.unmerged", "guests"),
    "guest.consent": Told("consent.changed", "guests"),
    **{f"points.{act}": Told("points.changed", "guests") for act in POINTS},
    **{f"wallet.{act}": Told("wallet.changed", "guests") for act in WALLET},
    "campaign.sent": Told("campaign.sent"),
    "guest.opted_out": Told("guest.opted_out"),
    "coupon.issued": Told("coupon.issued"),
    "coupon.redeemed": Told("coupon.redeemed", "coupon"),
    "property.opened": Told("property.opened", "property"),
    "property.closed": Told("property.closed", "property"),
}

TYPES: tuple[str, ...] = tuple(sorted({told.type for told in OUTWARD.values()}))

# The facts that go outside. All are ids or codes of the house; whatever else an entry holds stays inside.
IDS = ("campaign", "channel", "coupon", "coupons", "remarks", "visits", "postings", "import", "purpose")
# An entry names at most so many guests: an event of it stays below 20 kB whatever their ids are.
GUESTS_MAX = 800


def told(action: str) -> Told | None:
    return OUTWARD.get(action)


def data(action: str, subject: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says of the entry: `property`, `guests`, and the other ids that belong to it."""
    known = OUTWARD[action]
    guests = [str(guest) for guest in facts.get("guests", ())]
    if known.subject == "guests" and subject and subject not in guests:
        guests.insert(0, subject)
    if other := facts.get("other"):  # the second of two that were merged or parted
        guests.append(str(other))
    said: dict[str, Any] = {"property": facts.get("property")}
    if known.subject and known.subject != "guests":
        said[known.subject] = subject
    if guests:
        said["guests"] = guests
    if known.type in ("guest.merged", "guest.unmerged"):
        said["kept"] = subject
    return said | {name: _text(facts[name]) for name in IDS if name in facts}


def _text(value: Any) -> Any:
    """Ids are text in everything that leaves the house."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else str(value)
