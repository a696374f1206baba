"""What a guest likes or needs: a standard set of words that every house has, and its own.

Each has an origin (staff said so, requests spoke for it, a file or a partner told it) and a date. One that later visits
spoke against is doubtful (`expired_on`): shown as such, and prepared no more, until somebody says it again.
"""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.guests.persons import ALL_OF_G

LONGEST = 24
MOST = 40  # of one guest


class Word(NamedTuple):
    code: str
    zh: str
    en: str


STANDARD = (
    Word("quiet", "安静", "quiet"), Word("high_floor", "高楼层", "high floor"), Word("low_floor", "低楼层", "low floor"),
    Word("far_from_lift", "远离电梯", "far from the lift"), Word("smoking", "吸烟房", "smoking room"),
    Word("non_smoking", "无烟房", "non-smoking room"), Word("extra_pillow", "加枕头", "an extra pillow"),
    Word("crib", "婴儿床", "a crib"), Word("allergy", "过敏", "allergy"), Word("food", "饮食喜好", "food"),
    Word("price_sensitive", "在意价格", "minds the price"), Word("service_sensitive", "在意服务", "minds the service"),
)  # fmt: skip
_BY_CODE = {word.code: word for word in STANDARD}
# Of health: shown to those alone who look after the guest.
SENSITIVE = frozenset({"allergy"})
# Who asks for the one does not want the other.
OPPOSITE = {
    "high_floor": "low_floor", "low_floor": "high_floor", "smoking": "non_smoking", "non_smoking": "smoking",
}  # fmt: skip


class BadPreference(Refused):
    code = "bad_preference"
    status = 422
    zh = "偏好请用 1 到 {longest} 个字，不含斜杠。"
    en = "A preference has 1 to {longest} signs and no slash."


class TooManyPreferences(Refused):
    code = "too_many_preferences"
    status = 409
    zh = "一位客人最多记录 {most} 个偏好。"
    en = "At most {most} preferences of one guest."


class Preference(NamedTuple):
    """One of a guest's; the words of a house's own are its code."""

    code: str
    zh: str
    en: str
    value: str
    noted_at: datetime
    by_name: str
    origin: str
    seen_on: date | None
    expired_on: date | None

    @property
    def doubtful(self) -> bool:
        return self.expired_on is not None


def clean(code: str) -> str:
    """A code as it is kept: of the standard set, or a word of the house's own. Raises BadPreference."""
    plain = " ".join(unicodedata.normalize("NFKC", code).split())
    if not 1 <= len(plain) <= LONGEST or "/" in plain or not plain.isprintable():
        raise BadPreference(longest=LONGEST)
    return plain


def of(raw: Statements, rows: Sequence[int], hidden: Collection[str] = ()) -> list[Preference]:
    """What this person likes, over all rows; the newest where two rows say the same."""
    found = raw.execute(OF, (list(rows),)).fetchall()
    return [_told(*row) for row in found if row[0] not in hidden]


def on_card(told: str | None, hidden: Collection[str] = ()) -> list[dict[str, Any]]:
    """What OF_CARD found, in words."""
    if told is None:
        return []
    # Oldest first: of two rows that say the same the newer one stands.
    found = {code: rest for code, *rest in msgspec.json.decode(told) if code not in hidden}
    kept = [_told(code, *rest) for code, rest in found.items()]
    return [{**each._asdict(), "doubtful": each.doubtful} for each in kept]


def word(code: str) -> Word:
    """A code in words; a word of the house's own is its code."""
    return _BY_CODE.get(code, Word(code, code, code))


def put(
    raw: Statements,
    rows: Sequence[int],
    code: str,
    value: str,
    *,
    by_name: str,
    now: datetime,
    origin: str = "staff",
    seen_on: date | None = None,
) -> None:
    """Note it, or say it otherwise; said again it is not doubtful any more. Raises TooManyPreferences."""
    held = [preference.code for preference in of(raw, rows)]
    if code not in held and len(held) >= MOST:
        raise TooManyPreferences(most=MOST)
    # Of a merged person another row may have said it, and may be called doubtful: the newest word holds everywhere.
    raw.execute(CERTAIN, (list(rows), code))
    raw.execute(PUT, (rows[0], code, value, now, by_name[:80], origin, seen_on))


def drop(raw: Statements, rows: Sequence[int], code: str) -> bool:
    """It is not so, whatever row said it; whether it was."""
    return raw.execute(DROP, (list(rows), code)).rowcount > 0


def vocabulary(raw: Statements) -> list[Word]:
    """The standard words, then those this house has used."""
    own = raw.execute(OWN, (list(_BY_CODE),)).fetchall()
    return [*STANDARD, *(Word(code, code, code) for (code,) in own)]


def _told(
    code: str, value: str, noted_at: Any, by_name: str, origin: str, seen_on: Any, expired_on: Any
) -> Preference:
    return Preference(*word(code), value, noted_at, by_name, origin, seen_on, expired_on)


OF = """
SELECT code, value, noted_at, by_name, origin, seen_on, expired_on FROM (
  SELECT DISTINCT ON (code) code, value, noted_at, by_name, origin, seen_on, expired_on FROM guests_preference
   WHERE guest_id = ANY(%s) ORDER BY code, noted_at DESC) p ORDER BY noted_at, code
"""
PUT = """
INSERT INTO guests_preference (guest_id, code, value, noted_at, by_name, origin, seen_on, expired_on)
VALUES (%s, %s, %s, %s, %s, %s, %s::date, NULL)
ON CONFLICT (guest_id, code) DO UPDATE SET value = EXCLUDED.value, noted_at = EXCLUDED.noted_at, by_name = EXCLUDED.by_name,
    origin = EXCLUDED.origin, seen_on = coalesce(EXCLUDED.seen_on, guests_preference.seen_on), expired_on = NULL
"""
CERTAIN = """
UPDATE guests_preference SET expired_on = NULL WHERE guest_id = ANY(%s) AND code = %s AND expired_on IS NOT NULL
"""
# Of the card's guest g, as JSON.
OF_CARD = f"""
SELECT json_agg(json_build_array(p.code, p.value, p.noted_at, p.by_name, p.origin, p.seen_on, p.expired_on)
                ORDER BY p.noted_at, p.code)::text
  FROM guests_preference p
 WHERE p.guest_id = ANY({ALL_OF_G})
"""  # noqa: S608 (constants)
DROP = "DELETE FROM guests_preference WHERE guest_id = ANY(%s) AND code = %s"
OWN = "SELECT DISTINCT code FROM guests_preference WHERE code <> ALL(%s) ORDER BY code LIMIT 200"
