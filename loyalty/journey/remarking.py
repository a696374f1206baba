"""What staff write, carried on: a phone they enter may show that two guests are one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from loyalty import journey
from loyalty.guests import editing, tagging, turns
from loyalty.remarks import pasting, writing
from loyalty.remarks.pasting import Line, Read
from loyalty.remarks.writing import Author, Writing, Written
from tenants.context import raw_connection
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a member of staff, as pasted or exported. None: the source does not say."""

    nickname: str
    author: Author
    written_at: datetime
    phone: str | None = None
    tags: Sequence[str] | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a contact: how its text was read, and what was written, where its guest was found."""

    read: Read
    written: Written | None


@transaction.atomic
def write(hotel: Property, writings: Sequence[Writing]) -> list[Written | None]:
    """Apply writings in order; None for a guest who is not there. Inside in_property(hotel)."""
    written = writing.write(hotel.pk, writings)
    if entered := {result.guest_id for result in written if result and result.phone_entered}:
        journey.tell_apart(hotel, entered)
    return written


@transaction.atomic
def record(hotel: Property, contacts: Sequence[Contact], now: datetime) -> list[Recorded]:
    """Find the guests of these contacts and write what stands there. Any number; safe to repeat."""
    lines = [Line(contact.nickname, contact.phone or "") for contact in contacts]
    reads = pasting.read(raw_connection(), lines)
    writings = [
        Writing(
            read.guest.guest_id,
            contact.author,
            contact.written_at,
            now,
            nickname=contact.nickname,
            tags=contact.tags,
            phone=contact.phone,
            description=contact.description,
        )
        for read, contact in zip(reads, contacts, strict=True)
        if read.guest is not None
    ]
    done = iter(write(hotel, writings))
    return [Recorded(read, next(done) if read.guest is not None else None) for read in reads]


@transaction.atomic
def undo(hotel: Property, task_id: int, now: datetime) -> None:
    """Take a confirmation back, and with it what its phone had shown."""
    guest_id = writing.undo(hotel.pk, task_id, now)
    if guest_id is not None:
        journey.tell_apart(hotel, {guest_id})


@transaction.atomic
def edit(
    hotel: Property, guest_id: int, changes: Mapping[str, Any], author: Author, now: datetime
) -> list[str]:
    """Set fields of a standing guest by hand; what follows from them follows. Returns the fields that differ."""
    raw = raw_connection()
    turns.take(raw, hotel.pk)
    changed = editing.edit(raw, guest_id, changes, now)
    if changed and changed != ["notes"]:
        journey.tell_apart(hotel, {guest_id})
        writing.rejudge(hotel.pk, [guest_id], author, now)
    return changed


@transaction.atomic
def put_tags(hotel: Property, guest_id: int, tags: Sequence[str], author: Author, now: datetime) -> list[str]:
    """Replace the words on a standing guest; a task that lacked only these is complete then."""
    raw = raw_connection()
    turns.take(raw, hotel.pk)
    words = tagging.clean(tags)
    editing.put_tags(raw, guest_id, words, now)
    tagging.meet(raw, words)
    writing.rejudge(hotel.pk, [guest_id], author, now)
    return words
