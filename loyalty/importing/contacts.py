"""A contact export: the remark of every contact is parsed back, finds its guest, and counts as written."""

from collections.abc import Sequence
from datetime import time

from kernel import clock
from loyalty.importing import cells, reasons
from loyalty.importing.applying import Applied, Refusal
from loyalty.importing.converting import Converter, RowRefused
from loyalty.importing.texts import Row
from loyalty.journey import remarking
from loyalty.journey.remarking import Contact
from loyalty.remarks import pasting
from loyalty.remarks.models import Remark
from loyalty.remarks.nickname import Unparsed
from loyalty.remarks.pasting import Line, Read
from loyalty.remarks.writing import Author
from tenants.context import raw_connection
from tenants.models import Property

LONGEST = 2_000


def apply_contacts(hotel: Property, converter: Converter, rows: Sequence[Row]) -> Applied:
    """Take these rows, in one transaction that is the caller's. Inside in_property(hotel).

    A contact whose guest has exactly this remark already is unchanged, whenever it was written.
    """
    applied = Applied()
    contacts: list[tuple[Row, Contact]] = []
    for row in rows:
        try:
            contacts.append((row, read(converter, row)))
        except RowRefused as refused:
            applied.refusals.append(Refusal(row, refused.code, refused.field, refused.reason))
    lines = [Line(contact.nickname, contact.phone or "") for _, contact in contacts]
    reads = pasting.read(raw_connection(), lines)
    guests = {found.guest.guest_id for found in reads if found.guest}
    kept = {remark.guest_id: remark for remark in Remark.objects.filter(guest__in=guests)}
    new: list[Contact] = []
    for (row, contact), found in zip(contacts, reads, strict=True):
        if found.guest is None:
            applied.refusals.append(_nobody(row, found))
        elif _same(kept.get(found.guest.guest_id), contact):
            applied.results["unchanged"] += 1
        else:
            applied.results["updated" if found.guest.guest_id in kept else "created"] += 1
            new.append(contact)
    remarking.record(hotel, new, clock.now())
    return applied


def read(converter: Converter, row: Row) -> Contact:
    """One contact. Raises RowRefused."""
    converter.check_row(row)
    written = converter.moment("written_at", row, time())
    description = converter.read("description", row, str.strip)
    if description and len(description) > LONGEST:
        raise converter.refuse("too_long", "description")
    return Contact(
        nickname=converter.needed("nickname", row, cells.plain),
        author=Author(None, converter.read("written_by", row, cells.plain) or converter.author),
        written_at=min(written[0], clock.now()) if written else converter.undated_at,
        phone=converter.read("phone", row, cells.phone),
        tags=converter.read("tags", row, lambda text: cells.words(text, r"[,;、|\n]+")),
        description=description,
    )


def _same(kept: Remark | None, contact: Contact) -> bool:
    """What the export says of this contact stands there already; what it does not say is not compared."""
    return kept is not None and all(
        told is None or told == there
        for told, there in (
            (contact.nickname, kept.nickname),
            (contact.tags, kept.tags),
            (contact.phone, kept.phone),
            (contact.description, kept.description),
        )
    )


def _nobody(row: Row, found: Read) -> Refusal:
    if isinstance(found.parsed, Unparsed):
        zh, en = found.parsed.sentence("zh"), found.parsed.sentence("en")
        reason = reasons.sentences("nickname_unread", value=found.text, zh_detail=zh, en_detail=en)
        return Refusal(row, "nickname_unread", "nickname", reason)
    code = "guests_several" if found.problem == "several_guests" else "guest_unknown"
    return Refusal(row, code, "nickname", reasons.sentences(code))
