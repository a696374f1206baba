"""A file of guests: who is known already is completed, who is not becomes a guest without a stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kernel import clock, phones
from loyalty import journey
from loyalty.guests import editing, tagging, turns
from loyalty.guests.matching import KINDS
from loyalty.guests.models import Guest, Identity
from loyalty.importing import cells
from loyalty.importing.applying import Applied, Refusal
from loyalty.importing.converting import GENDERS, Converter, RowRefused
from loyalty.importing.texts import Row
from loyalty.remarks import writing
from loyalty.remarks.writing import Author
from tenants.context import raw_connection
from tenants.models import Property

FILLED = ("phone", "birthday", "gender", "email", "language")
LENGTHS = {"name": 120, "number": 64, "email": 120, "language": 16, "gender": 8}


@dataclass(slots=True)
class Told:
    """What one row says of a guest."""

    row: Row
    name: str
    number: str = ""
    phone: str | None = None
    birthday: date | None = None
    gender: str = ""
    email: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    notes: str = ""

    def identities(self) -> Iterable[tuple[int, str]]:
        """What leads to the guest, strongest first."""
        if self.phone:
            yield KINDS["phone"], self.phone
        if self.number:
            yield KINDS["pms"], self.number


def apply_guests(hotel: Property, converter: Converter, rows: Sequence[Row]) -> Applied:
    """Take these rows, in one transaction that is the caller's. Inside in_property(hotel).

    A known guest's blank fields are filled and differing ones corrected, as if by hand; his name stays the PMS's
    once he has stayed. Tags are added, none is taken away.
    """
    applied = Applied()
    told: list[Told] = []
    for row in rows:
        try:
            told.append(read(converter, row))
        except RowRefused as refused:
            applied.refusals.append(Refusal(row, refused.code, refused.field, refused.reason))
    raw, now = raw_connection(), clock.now()
    turns.take(raw, hotel.pk)
    known = _known(told)
    people = Guest.objects.in_bulk(set(known.values()))
    touched: set[int] = set()
    for one in told:
        guest = next((people[known[key]] for key in one.identities() if key in known), None)
        new = guest is None
        if guest is None:
            guest = Guest.objects.create(
                name=one.name, person=b"", by_hand=["name"], notes=one.notes, created_at=now, changed_at=now
            )
            people[guest.pk] = guest
        changed = _complete(raw, guest, one, now, known)
        touched |= {guest.pk} if new or changed else set()
        applied.results["created" if new else "updated" if changed else "unchanged"] += 1
    if touched:
        tagging.meet(raw, {tag for guest in touched for tag in people[guest].tags})
        journey.tell_apart(hotel, touched)
        writing.rejudge(hotel.pk, sorted(touched), Author(None, converter.author), now)
    return applied


def read(converter: Converter, row: Row) -> Told:
    """One row, every cell checked. Raises RowRefused."""
    converter.check_row(row)
    told = Told(row, converter.needed("name", row, cells.names)[0])
    told.number = converter.read("external_id", row, cells.identifier) or ""
    for name in ("email", "language", "notes"):
        setattr(told, name, converter.read(name, row, cells.plain) or "")
    told.gender = (
        converter.read(
            "gender", row, lambda text: GENDERS.get(cells.plain(text).casefold(), cells.plain(text))
        )
        or ""
    )
    told.email = told.email.casefold()
    told.tags = tagging.clean(
        converter.read("tags", row, lambda text: cells.words(text, r"[,;、|/\n]+")) or []
    )
    if born := converter.read("birthday", row, lambda text: cells.when(text, converter.order)):
        told.birthday = born.day
    written = converter.read("phone", row, cells.phone)
    if written:
        told.phone = phones.e164(written)
        # A masked phone leads to nobody, but beside a number it does no harm.
        if told.phone is None and not (told.number and phones.masked_parts(written)):
            raise converter.refuse("bad_phone", "phone", written)
    if not told.phone and not told.number:
        raise converter.refuse("no_identity", "phone")
    for name, most in LENGTHS.items():
        if len(getattr(told, name)) > most:
            raise converter.refuse("too_long", "external_id" if name == "number" else name)
    return told


def _known(told: Sequence[Told]) -> dict[tuple[int, str], int]:
    """Key -> the standing guest whom it leads to, where it leads to one."""
    values = {value for one in told for _, value in one.identities()}
    found: dict[tuple[int, str], int] = {}
    for kind, value, guest, merged in Identity.objects.filter(
        kind__in=(KINDS["phone"], KINDS["pms"]), value__in=values
    ).values_list("kind", "value", "guest_id", "guest__merged_into"):
        found[kind, value] = merged or guest
    return found


def _complete(raw: Any, guest: Guest, one: Told, now: Any, known: dict[tuple[int, str], int]) -> bool:
    """Write what the row says and the guest's row does not; True when something changed."""
    wanted: dict[str, Any] = {name: getattr(one, name) for name in FILLED if getattr(one, name)}
    if one.notes:
        wanted["notes"] = one.notes
    if not guest.visits:
        wanted["name"] = one.name
    changes = {name: value for name, value in wanted.items() if getattr(guest, name) != value}
    if changes:
        editing.edit(raw, guest.pk, changes, now)
        for name, value in changes.items():
            setattr(guest, name, value)
    if one.number and (KINDS["pms"], one.number) not in known:
        raw.execute(editing.ENTER, [guest.pk, KINDS["pms"], one.number, guest.pk])
        changes["external_id"] = one.number
    tags = tagging.clean([*guest.tags, *one.tags])
    if tags != guest.tags:
        editing.put_tags(raw, guest.pk, tags, now)
        guest.tags = tags
        changes["tags"] = tags
    for key in one.identities():
        known.setdefault(key, guest.pk)
    return bool(changes)
