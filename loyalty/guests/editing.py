"""What staff correct on a guest by hand. The PMS does not overwrite it, until they give the field back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import psycopg

from kernel import phones
from kernel.errors import Refused
from loyalty.guests.matching import KINDS

Raw = psycopg.Connection[tuple[Any, ...]]
# The PMS sends these too: a value set by hand goes before what it sends, null gives the field back to it.
BY_HAND = ("name", "phone", "email", "birthday", "gender", "language")
EMPTY: dict[str, Any] = {"phone": None, "birthday": None, "email": "", "gender": "", "language": ""}


class BadPhone(Refused):
    code = "bad_phone"
    status = 422
    zh = "这不是有效的电话号码。"
    en = "This is not a valid telephone number."


class BadName(Refused):
    code = "bad_name"
    status = 422
    zh = "姓名不能为空。"
    en = "A name cannot be empty."


def standing(raw: Raw, guest_id: int) -> tuple[int, bool] | None:
    """(the guest who stands for this one, whether the PMS marks him secret); None when there is no such guest."""
    found = raw.execute(STANDING, [guest_id]).fetchone()
    return (found[0], found[1]) if found else None


def edit(raw: Raw, guest_id: int, changes: Mapping[str, Any], now: datetime) -> list[str]:
    """Set these fields of a standing guest; returns those that differ. The journey must see the guest afterwards."""
    found = raw.execute(FIELDS, [guest_id]).fetchone()
    if found is None:
        return []
    before = dict(zip((*BY_HAND, "notes", "by_hand"), found, strict=True))
    by_hand = list(before["by_hand"])
    after = {name: _clean(name, value) for name, value in changes.items()}
    changed = [name for name in after if after[name] != before[name] or name in by_hand]
    for name in (name for name in changed if name in BY_HAND):
        by_hand = [held for held in by_hand if held != name]
        if after[name]:
            by_hand.append(name)
        if name in ("phone", "email"):
            _enter(raw, guest_id, name, after[name])
    values = {name: after.get(name, before[name]) for name in (*BY_HAND, "notes")}
    for name in BY_HAND:
        if name != "name" and not values[name]:
            values[name] = EMPTY[name]
    values["name"] = values["name"] or before["name"]
    raw.execute(SET, {**values, "by_hand": by_hand, "now": now, "id": guest_id})
    return changed


def put_tags(raw: Raw, guest_id: int, tags: list[str], now: datetime) -> None:
    """Replace the words on a standing guest."""
    raw.execute(
        "UPDATE guests_guest SET tags = %s, changed_at = %s WHERE id = %s AND tags <> %s::varchar[]",
        [tags, now, guest_id, tags],
    )


def _clean(name: str, value: Any) -> Any:
    if isinstance(value, date) or value is None:
        return value
    text = " ".join(str(value).split()) if name != "notes" else str(value).strip()
    if name == "phone" and text:
        number = phones.e164(text)
        if number is None:
            raise BadPhone
        return number
    if name == "name" and not text:
        raise BadName
    return text.casefold() if name == "email" else text


def _enter(raw: Raw, guest_id: int, name: str, value: str | None) -> None:
    """An identity that staff entered stands beside those of the stays; the newest entry of a kind is the one."""
    raw.execute("DELETE FROM guests_identity WHERE entry = %s AND kind = %s", [guest_id, KINDS[name]])
    if value:
        raw.execute(ENTER, [guest_id, KINDS[name], value, guest_id])


STANDING = """
SELECT g.id, g.secret FROM guests_guest a JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE a.id = %s
"""
FIELDS = f"SELECT {', '.join(BY_HAND)}, notes, by_hand FROM guests_guest WHERE id = %s"  # noqa: S608 (constants)
SET = """
UPDATE guests_guest SET name = %(name)s, phone = %(phone)s, email = %(email)s, birthday = %(birthday)s,
       gender = %(gender)s, language = %(language)s, notes = %(notes)s, by_hand = %(by_hand)s, changed_at = %(now)s
 WHERE id = %(id)s
"""
ENTER = """
INSERT INTO guests_identity (guest_id, kind, value, entry) VALUES (%s, %s, %s, %s)
ON CONFLICT (kind, value, guest_id) DO UPDATE SET entry = EXCLUDED.entry
"""
