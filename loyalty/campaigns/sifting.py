"""What becomes of one guest of the audience: pure. Subtracted, left alone, held out, or contacted; and why.

The order of what is asked is the order in which the numbers are shown. The holdout is drawn last, from those who
would have been contacted: only so are the two groups alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loyalty.campaigns import arms, knowing, offers, restraining
from loyalty.campaigns.document import GapOffer, OnEvent
from loyalty.campaigns.knowing import Known, Place
from loyalty.campaigns.priorities import message_kind
from loyalty.campaigns.restraining import Refrain, Worth
from loyalty.messaging import judging
from loyalty.programme.document import Programme

# In the order in which they are subtracted; `excluded` comes before, in SQL.
SUBTRACTED = ("secret", "unreachable", "no_consent", "opted_out", "minor", "over_frequency")
ADULT, OLD_ENOUGH_FOR_HIS_OWN = 18, 14


@dataclass(frozen=True, slots=True)
class Sifting:
    """What is the same for all guests of a campaign."""

    place: Place
    programme: Programme | None
    worths: Mapping[str, Worth | None]  # by variant
    service: bool
    waits: bool  # an event's message waits for the frequency; otherwise over frequency is subtracted

    @property
    def secret(self) -> bytes:
        return bytes(self.place.hotel.chain.person_key)


@dataclass(frozen=True, slots=True)
class Decided:
    decision: str  # contact | held_out | refrained | excluded
    arm: str  # A | B | holdout | none
    variant: str
    reason: str = ""
    saved_cents: int = 0
    channel: str = ""  # the first that will do, as he stands
    facts: Mapping[str, Any] = field(default_factory=dict)


def sifting(place: Place, programme: Programme | None) -> Sifting:
    document = place.document
    return Sifting(
        place,
        programme,
        {each.code: offers.worth(each.offer, programme) for each in document.variants},
        message_kind(document) == "service",
        waits=isinstance(document.trigger, OnEvent),
    )


def decide(sift: Sifting, known: Known) -> Decided:
    """What is decided for this guest, as he stands."""
    document = sift.place.document
    draw, other = arms.draws(sift.secret, sift.place.hotel.pk, sift.place.campaign_id, known.person)
    variant = arms.variant(document, other)
    return judged(sift, known, variant, is_held_out=arms.is_held_out(document, draw))


def judged(sift: Sifting, known: Known, variant: str, *, is_held_out: bool) -> Decided:
    """The same for one who drew this variant, and this of the holdout."""
    channels = channels_for(sift, known)
    if reason := _subtracted(sift, known, channels):
        return Decided("excluded", "none", variant, reason)
    document = sift.place.document
    found = restraining.decide(document.kind, sift.worths[variant], known.restraint, document.pretext)
    if isinstance(found, Refrain):
        return Decided("refrained", "none", variant, found.reason, found.saved_cents)
    offer = document.variant(variant).offer
    facts = offers.known_facts(offer, sift.programme)
    if isinstance(offer, GapOffer):
        gift = offers.gap_gift(offer, sift.programme, known.purse) if sift.programme and known.purse else None
        if gift is None:
            return Decided("refrained", "none", variant, "no_gap")
        facts = offers.gap_facts(offer, gift)
    if is_held_out:
        return Decided("held_out", arms.HOLDOUT, variant, "holdout", channel=channels[0], facts=facts)
    return Decided("contact", variant, variant, channel=channels[0], facts=facts)


def channels_for(sift: Sifting, known: Known) -> list[str]:
    """The campaign's channels by which this guest may be written to, best first."""
    return [
        channel
        for channel in _reachable(sift, known)
        if not known.reached.opted_out & {channel, ""}
        and (sift.service or knowing.consents(sift.place, known, channel))
    ]


def _reachable(sift: Sifting, known: Known) -> list[str]:
    ready = sift.place.ready & known.reached.reachable
    return [channel for channel in sift.place.document.channels if channel in ready]


def _subtracted(sift: Sifting, known: Known, channels: list[str]) -> str:
    if known.secret:
        return "secret"
    reachable = _reachable(sift, known)
    if not reachable:
        return "unreachable"
    if not channels:
        # Who opted out is not told apart by the consent that went with it: the opt-out says more.
        out = known.reached.opted_out
        return "opted_out" if any(out & {channel, ""} for channel in reachable) else "no_consent"
    age = OLD_ENOUGH_FOR_HIS_OWN if sift.service else ADULT
    if judging.is_minor(known.reached, sift.place.today, age):
        return "minor"
    if known.frequent and not sift.waits:
        return "over_frequency"
    return ""
