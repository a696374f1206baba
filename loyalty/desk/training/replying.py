"""What this house would answer a guest who asks for a room, said of a past visit: the reply page's own text, no name in it."""

from datetime import date

from loyalty.desk.saying import composing
from loyalty.desk.saying.composing import House
from loyalty.desk.saying.known import EN, ZH, Both, Fact, Sum
from loyalty.desk.training.cases import Past
from loyalty.desk.training.misses import Words

SOURCE = Both("上次入住", "the last visit")


def says(here: House, past: Past, currency: str, today: date) -> Words | None:
    """In both languages; None where the house has no text for it."""
    facts = {
        "last_visit": Fact(past.check_in, SOURCE),
        "last_room": Fact(past.room, SOURCE),
        "last_rate": Fact(Sum(past.rate_cents, currency), SOURCE),
    }
    texts = [composing.replies(here, composing.AVAILABILITY, facts, locale, today) for locale in (ZH, EN)]
    return Words(texts[0][0].text, texts[1][0].text) if all(texts) else None
