"""Cases about who arrives today: which script is worth most on him. Made by the scripts themselves, so they never differ."""

import hashlib
from datetime import date

from kernel.statements import Statements
from loyalty.desk.saying import scripts
from loyalty.desk.saying.script_texts import BY_CODE, SCRIPTS
from loyalty.desk.saying.staying import Moment
from loyalty.desk.training import cases, masking
from loyalty.desk.training.cases import Case, Choice
from loyalty.desk.training.misses import Words
from tenants.models import Property

MOMENT: Moment = "check_in"
MOST = 8  # each costs a dozen statements


def today(raw: Statements, day: date) -> list[int]:
    """Stays that begin on this day."""
    return [stay for (stay,) in raw.execute(ARRIVALS, (day, MOST))]


def case(raw: Statements, hotel: Property, stay: int, day: date, seed: int) -> Case | None:
    """Which script is worth most on this guest; None when he gives no occasion for any, or is not to be shown."""
    found = raw.execute(ONE, (stay,)).fetchone()
    if found is None:
        return None
    guest, name, ordinal, names = found
    told = scripts.for_many(raw, hotel, [(guest, stay)], MOMENT, day).get(stay, [])
    if not told:
        return None
    best, fit = told[0], {each["code"] for each in told}
    others = sorted(
        (each.code for each in SCRIPTS if each.moment == MOMENT and each.code not in fit),
        key=lambda code: hashlib.sha256(f"{seed} {code}".encode()).digest(),
    )
    called = [name, *names]
    says = Words(masking.words(best["says"]["zh"], called), masking.words(best["says"]["en"], called))
    facts = {"客人": (Words("客人", "Guest"), _plain(masking.name(name)))}
    facts["第几次入住"] = (Words("第几次入住", "Which visit"), _plain(str(ordinal)))
    for each in (fact for script in told for fact in script["facts"]):
        label = Words(each["label"]["zh"], each["label"]["en"])
        facts.setdefault(label.zh, (label, _plain(masking.words(str(each["value"]), called))))
    because = Words(f"最值得说的是：{says.zh}", f"Most worth saying: {says.en}")
    return cases.script(
        list(facts.values()), _choice(best["code"], because), [_choice(code, because) for code in others]
    )


def _choice(code: str, because: Words) -> Choice:
    known = BY_CODE[code].name
    return Choice(code, Words(known.zh, known.en), because)


def _plain(text: str) -> Words:
    return Words(text, text)


ARRIVALS = """
SELECT s.id FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id
 WHERE s.check_in_on = %s AND s.status IN ('booked', 'in_house') AND NOT g.secret ORDER BY s.id LIMIT %s
"""
ONE = """
SELECT g.id, g.name, coalesce(v.ordinal, g.visits + 1), ARRAY[s.guest_name]
  FROM stays_stay s JOIN guests_guest a ON a.id = s.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE s.id = %s AND s.status IN ('booked', 'in_house') AND NOT g.secret
"""
