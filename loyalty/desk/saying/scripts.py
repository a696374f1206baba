"""Scripts for a guest who stands at the desk: at most three, the most valuable first, and whether they were used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel import money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.saying import chances, fields, holding, known, staying, templates
from loyalty.desk.saying.chances import Chance
from loyalty.desk.saying.holding import Holding
from loyalty.desk.saying.known import EN, ZH, Both
from loyalty.desk.saying.script_texts import BY_CODE
from loyalty.desk.saying.staying import Moment, Staying
from loyalty.desk.saying.templates import Said
from loyalty.guests import persons
from loyalty.programme import card, versions
from loyalty.programme.versions import Published
from tenants.models import Property


class NotSaid(Refused):
    code = "no_such_script"
    status = 404
    zh = "这次入住没有这条话术。"
    en = "There is no such script for this stay."


class NoStay(Refused):
    code = "no_stay_to_speak_of"
    status = 404
    zh = "这位客人没有在住或预订的入住单。"
    en = "The guest neither stays here nor has booked."


@dataclass(frozen=True, slots=True)
class Told:
    """The scripts of one stay at one moment."""

    staying: Staying
    moment: Moment
    scripts: list[dict[str, Any]]


def for_card(
    raw: Statements,
    hotel: Property,
    guest: int,
    today: date,
    *,
    published: Published | None = None,
    held: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """The scripts of the stay the guest is on, else of the next one booked; none without a stay.

    `published` and `held`: what the guest card has read of the programme already, so that it is not read twice.
    """
    found = staying.of_guest(raw, guest, None, today)
    if found is None:
        return []
    if held is None:
        published = versions.in_force(raw, today)
        held = card.parts(raw, hotel, published, persons.rows_of(raw, guest), today)
    having = holding.of_card(published, held, found.stay)
    return _told(found, having, staying.moment_of(found, today), today, templates.own(raw, "script."))


def for_many(
    raw: Statements, hotel: Property, pairs: Sequence[tuple[int, int]], moment: Moment, today: date
) -> dict[int, list[dict[str, Any]]]:
    """The same for many (guest, stay), by stay, in a dozen statements however many they are.

    Punch cards are left out: the card has them.
    """
    if not pairs:
        return {}
    found = staying.of_many(raw, pairs, moment, today)
    having = holding.of_many(raw, versions.in_force(raw, today), found, today)
    own = templates.own(raw, "script.")
    return {
        each.stay: _told(each, having.get(each.stay, holding.NOBODY), moment, today, own) for each in found
    }


def told(
    raw: Statements, hotel: Property, guest: int, moment: Moment | None, stay: int | None, today: date
) -> Told:
    """The scripts of this stay, or of the one at hand. Raises NoStay."""
    found = (
        staying.of_guest(raw, guest, moment, today)
        if stay is None
        else staying.of_stay(raw, guest, stay, moment, today)
    )
    if found is None:
        raise NoStay
    said_at = moment or staying.moment_of(found, today)
    published = versions.in_force(raw, today)
    held = card.parts(raw, hotel, published, persons.rows_of(raw, guest), today)
    having = holding.of_card(published, held, found.stay)
    if published is not None and not having.worth:
        # Another stay than the card speaks of: what is given on this one.
        many = holding.of_many(raw, published, [found], today).get(found.stay, holding.NOBODY)
        having = holding.with_worth(having, many)
    return Told(found, said_at, _told(found, having, said_at, today, templates.own(raw, "script.")))


def mark(
    raw: Statements,
    told: Told,
    code: str,
    *,
    used: bool,
    by: UUID | None,
    by_name: str,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    """Whether it was used: one row for each stay, moment and script; said anew it changes. Raises NotSaid."""
    script = next((each for each in told.scripts if each["code"] == code), None)
    if script is None:
        known_one = code in BY_CODE and BY_CODE[code].moment == told.moment and code in told.staying.used
        if not known_one:
            raise NotSaid
        # It was marked before, and is not among the three any more: the mark may still be changed.
        script = {"code": code, "says": {"zh": "", "en": ""}, "detail": None, "value": None, "facts": []}
    cents = money.cents(script["value"]) if script["value"] else None
    staying = told.staying
    values = (staying.guest, staying.stay, today, told.moment, code, used, cents, now, by, by_name[:80])
    raw.execute(MARK, values)
    return {**script, "used": used}


def _told(
    found: Staying, having: Holding, moment: Moment, today: date, own: Mapping[templates.Key, str]
) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for chance in chances.best(found, having, moment, today):
        said = {locale: _said(chance, own, locale, today) for locale in (ZH, EN)}
        zh, en = said[ZH] or said[EN], said[EN] or said[ZH]
        if zh is None or en is None:
            continue
        told.append(_script(chance, Both(zh.text, en.text), zh, found, today))
        if len(told) == chances.MOST:
            break
    return told


def _said(chance: Chance, own: Mapping[templates.Key, str], locale: str, today: date) -> Said | None:
    key = (f"script.{chance.code}", locale, 1)
    standard = templates.STANDARD[key]
    return templates.say(own.get(key, standard), key[0], chance.facts, locale, today, standard)


def _script(chance: Chance, says: Both, said: Said, found: Staying, today: date) -> dict[str, Any]:
    return {
        "code": chance.code,
        "says": says.told(),
        "detail": chance.detail.told() if chance.detail else None,
        "value": money.amount(chance.cents) if chance.cents else None,
        "facts": [
            {
                "field": name,
                "label": fields.label(name),
                "value": known.spoken(chance.facts[name], ZH, today),
                "from": chance.facts[name].source.told(),
            }
            for name in said.used
            if name in chance.facts
        ],
        "used": found.used.get(chance.code),
    }


MARK = """
INSERT INTO desk_scriptuse (guest_id, stay, day, moment, code, used, value_cents, at, by, by_name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (stay, moment, code) DO UPDATE SET used = EXCLUDED.used, value_cents = EXCLUDED.value_cents, at = EXCLUDED.at,
    by = EXCLUDED.by, by_name = EXCLUDED.by_name
"""
