"""A file of reviews: each is a touch point of the guest it leads to, put down once however often the file comes."""

import hashlib
import json
from collections.abc import Sequence
from datetime import time

from kernel import clock, phones
from kernel.statements import Statements
from loyalty.importing import cells, reasons
from loyalty.importing.applying import Applied, Refusal
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.texts import Row
from loyalty.touches import finding, writing
from loyalty.touches.finding import People, Whom
from loyalty.touches.writing import By, Touch
from tenants.context import raw_connection
from tenants.models import Property

TEXT_MOST = 2_000
SOURCE_MOST = 24
NUMBER_MOST = 64
# What the way in calls it -> the reason that a file has for it, and the field.
REASONS = {
    "no_such_guest": ("guest_unknown", "guest.phone"),
    "several_guests": ("guests_several", "guest.phone"),
    "bad_phone": ("bad_phone", "guest.phone"),
    "no_such_stay": ("no_such_stay", "stay"),
    "stay_of_another_guest": ("stay_of_another_guest", "stay"),
    "in_the_future": ("in_the_future", "at"),
    "says_nothing": ("says_nothing", "text"),
    "external_id_reused": ("external_id_reused", "external_id"),
}


def apply_reviews(hotel: Property, converter: Converter, rows: Sequence[Row]) -> Applied:
    """Take these rows, in one transaction that is the caller's. Inside in_property(hotel)."""
    applied = Applied()
    touches: list[Touch] = []
    kept: list[Row] = []
    for row in rows:
        try:
            touches.append(read(converter, row))
            kept.append(row)
        except RowRefused as refused:
            applied.refusals.append(Refusal(row, refused.code, refused.field, refused.reason))
    by = By(converter.author, through="import")
    for one in writing.write(Statements(raw_connection()), hotel, touches, by):
        if one.result == "problem":
            applied.refusals.append(_refusal(kept[one.index], one.problem))
        else:
            applied.results[one.result] += 1
    return applied


def read(converter: Converter, row: Row) -> Touch:
    """One review. Raises RowRefused."""
    converter.check_row(row)
    told = converter.moment("at", row, time(12))
    if told is None:
        raise converter.refuse("missing", "at")
    if not 1990 <= told[0].year <= 2100:
        raise RowRefused("out_of_range", reasons.sentences("out_of_range"), "at")
    text = converter.read("text", row, str.strip) or ""
    if len(text) > TEXT_MOST:
        raise converter.refuse("too_long", "text")
    source = (converter.read("source", row, cells.plain) or "")[:SOURCE_MOST]
    whom = _whom(converter, row)
    number = converter.read("external_id", row, cells.identifier) or ""
    now = clock.now()
    # Today alone is told as its noon, but no later than now.
    today = not told[1] and told[0].date() == now.astimezone(converter.zone).date()
    at = min(told[0], now) if today else told[0]
    key = f"review:{source}:{number}"
    if not number or len(key) > NUMBER_MOST:
        said = [source, number, whom.external_id, whom.phone, whom.stay, told[0].isoformat(), text]
        written = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        key = "review:" + hashlib.blake2b(written, digest_size=16).hexdigest()
    return Touch(
        external_id=key,
        touch="review",
        kind="review",
        whom=whom,
        at=at,
        text=text,
        stay=whom.stay,
        source=source,
        rating=converter.read("rating", row, cells.rating),
        timed=told[1],
    )


def shown(touch: Touch) -> dict[str, str]:
    """As a preview shows it."""
    told = {
        "at": f"{touch.at:%Y-%m-%d}" + (f" {touch.at:%H:%M}" if touch.timed else ""),
        "guest.phone": phones.mask(phones.e164(touch.whom.phone)) or "",
        "guest.external_id": touch.whom.external_id,
        "stay": touch.stay,
        "rating": "" if touch.rating is None else f"{touch.rating:g}",
        "text": touch.text[:200],
        "source": touch.source,
    }
    return {name: text for name, text in told.items() if text}


def people(touches: Sequence[Touch]) -> People:
    """Whom these lead to, for a preview."""
    return finding.people(
        Statements(raw_connection()), [each.whom for each in touches], [each.stay for each in touches]
    )


def unknown(row: Row, touch: Touch, found: People) -> Refusal | None:
    """Why this review would find no guest; None where it finds one."""
    problem = found.of(touch.whom)[1]
    return _refusal(row, problem) if problem else None


def _whom(converter: Converter, row: Row) -> Whom:
    """By number, else by phone, else by the stay; a masked phone leads to nobody, but beside another way it does no harm."""
    number = converter.read("guest.external_id", row, cells.identifier) or ""
    stay = converter.read("stay", row, cells.identifier) or ""
    phone = converter.read("guest.phone", row, cells.phone) or ""
    if (number or stay) and phone and phones.e164(phone) is None and phones.masked_parts(phone):
        phone = ""
    if not (number or stay or phone):
        raise converter.refuse("no_identity", "guest.phone")
    return Whom(external_id=number, phone="" if number else phone, stay=stay)


def _refusal(row: Row, problem: str) -> Refusal:
    code, field = REASONS[problem]
    return Refusal(row, code, field, reasons.sentences(code))
