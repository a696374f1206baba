"""One guest as a campaign would treat him: what is decided and why, and what he would read by each channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import audience, choosing, events, knowing, offers, sifting
from loyalty.campaigns.document import Document, GapOffer, OnEvent
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.sifting import Decided
from loyalty.guests import persons
from loyalty.messaging import filling, rendering, settings
from loyalty.messaging import knowing as people
from loyalty.messaging.filling import WAY_OUT
from loyalty.messaging.rendering import Unreadable, Unsayable
from loyalty.programme import versions
from loyalty.programme.document import Programme
from tenants.models import Property

# Stands in a preview for what is known only when a message goes.
SHOWN: Mapping[str, Any] = {
    "coupon_code": "XXXX-XXXX-XXXX",
    "missing": "…",
    "reward": "…",
    "next_tier": "…",
    "points_ending": 0,
    "years": 1,
}


class NobodyThere(Refused):
    code = "not_found"
    status = 404
    zh = "没有这位客人。"
    en = "There is no such guest."


@dataclass(frozen=True, slots=True)
class Read:
    """What is read by one channel; with `lacks`, it cannot be said: what is not known."""

    channel: str
    locale: str
    subject: str
    text: str
    parts: int
    left_out: tuple[str, ...] = ()
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    guest: int
    name: str
    decision: str  # contact | held_out | refrained | excluded
    variant: str
    reason: str
    zh: str
    en: str
    saved_cents: int
    channels: tuple[str, ...]  # by which he may be written to, best first
    texts: tuple[tuple[str, Read], ...]  # of every variant: (its code, what is read)
    offer: tuple[str, str]


def preview(raw: Statements, hotel: Property, campaign: Kept, guest: int) -> Preview:
    """As he stands now. Raises NobodyThere."""
    document = campaign.document
    place = knowing.place(raw, hotel, campaign.id, document)
    rows = persons.rows_of(raw, guest)
    known = knowing.read(raw, place, list(rows[:1])).get(rows[0]) if rows else None
    if known is None:
        raise NobodyThere
    published = versions.in_force(raw, place.today)
    programme = published.programme if published else None
    sift = sifting.sifting(place, programme)
    decided = sifting.decide(sift, known)
    decision, reason, saved = decided.decision, decided.reason, decided.saved_cents
    asked = audience.asked(raw, document.audience, place.today)
    inside = audience.among(raw, asked, [known.id])
    if inside.get(known.id, True):
        decision, saved = "excluded", 0
        reason = "excluded" if known.id in inside else "not_in_segment"
    zh, en = NOT_IN if reason == "not_in_segment" else audience.why(decision, reason)
    said = [
        (each.code, read)
        for each in document.variants
        for read in texts(
            raw, hotel, document, each.code, known.id, _shown(document, each.code, programme, decided)
        )
    ]
    return Preview(
        known.id,
        known.name,
        decision,
        decided.variant,
        reason,
        zh,
        en,
        saved,
        tuple(sifting.channels_for(sift, known)),
        tuple(said),
        offers.says(document.variant(decided.variant).offer, programme),
    )


def texts(
    raw: Statements, hotel: Property, document: Document, variant: str, guest: int, facts: Mapping[str, Any]
) -> list[Read]:
    """What this guest would read by each of the campaign's channels."""
    rules, today = settings.read(raw), clock.today(hotel.time_zone)
    found = people.read(raw, hotel, [guest], clock.now())
    said = choosing.texts_of(document, variant)
    read = []
    for channel in document.channels:
        locale, parts = _chosen(said, channel, found[0].language if found else "", hotel)
        if not parts or not found:
            continue
        templates = _templates(channel, locale, parts)
        if isinstance(templates, Read):
            read.append(templates)
            continue
        names = frozenset(hole.name for each in templates.values() for hole in rendering.holes(each))
        about = {
            **filling.about(raw, hotel, rules, found[0], names, today),
            **filling.read_facts(dict(facts)),
        }
        read.append(_read(channel, locale, templates, about, settings.signature(rules, hotel)))
    return read


def _chosen(
    said: Mapping[str, Mapping[str, Mapping[str, str]]], channel: str, language: str, hotel: Property
) -> tuple[str, Mapping[str, str]]:
    try:
        return filling.chosen(said, channel, language, hotel.chain.locale)
    except Unsayable:
        return "", {}


def _read(
    channel: str,
    locale: str,
    templates: Mapping[str, rendering.Clause],
    about: Mapping[str, Any],
    signature: str,
) -> Read:
    try:
        done = {name: rendering.render(each, about, locale[:2]) for name, each in templates.items()}
    except Unsayable as error:
        return Read(channel, locale, "", "", 0, lacks=str(error.facts["fields"]))
    left_out = tuple(sorted({name for each in done.values() for name in each.left_out}))
    body = done.get("text") or done.get("body")
    text = body.text if body else ""
    if channel == "sms":
        # As the gate signs it, with the way out that law and vendor want.
        text = f"【{signature}】{text} {WAY_OUT}"
    subject = done["subject"].text if "subject" in done else ""
    parts = rendering.sms_parts(text) if channel == "sms" else 1
    return Read(channel, locale, subject, text, parts, left_out)


def _shown(document: Document, variant: str, programme: Programme | None, decided: Decided) -> dict[str, Any]:
    """What stands in the texts beside what is known of the guest."""
    offer = document.variant(variant).offer
    shown = {**SHOWN, **offers.known_facts(offer, programme)}
    if isinstance(offer, GapOffer):
        shown |= {"nights_short": offer.nights, "gift_points": "…"}
    if isinstance(document.trigger, OnEvent) and document.trigger.event in events.NOTICES:
        # With a day for what ends, where an event brings one.
        shown["ends_on"] = clock.now().date().isoformat()
    return {**shown, **decided.facts}


def made_up(
    raw: Statements, hotel: Property, document: Document, example: Mapping[str, Any]
) -> list[tuple[str, Read]]:
    """The texts of all variants with facts of nobody."""
    rules = settings.read(raw)
    found: list[tuple[str, Read]] = []
    facts = filling.read_facts({**example, "property": hotel.name, "phone": rules.phone})
    for variant in document.variants:
        said = choosing.texts_of(document, variant.code)
        for channel in document.channels:
            locale, parts = _chosen(said, channel, "", hotel)
            read = _templates(channel, locale, parts)
            if isinstance(read, Read):
                found.append((variant.code, read))
            elif read:
                found.append(
                    (variant.code, _read(channel, locale, read, facts, settings.signature(rules, hotel)))
                )
    return found


def _templates(channel: str, locale: str, parts: Mapping[str, str]) -> dict[str, rendering.Clause] | Read:
    try:
        return {name: rendering.parse(text) for name, text in parts.items()}
    except Unreadable as error:
        return Read(channel, locale, "", "", 0, lacks=error.sentence("en"))


NOT_IN = ("客人不在活动的人群里。", "Not in the campaign's segment.")
__all__ = ["NobodyThere", "Preview", "Read", "preview", "texts"]
