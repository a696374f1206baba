"""What is noted of a guest beside tags, in three kinds: habits, special requests, trouble met in earlier stays.

They stand so on the card, and in this order in the description that is proposed for the remark.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from kernel.statements import Statements
from loyalty.guests import asking, preferences
from loyalty.guests.persons import ALL_OF_G

TEXT_MOST = 60  # of one note


@dataclass(frozen=True, slots=True)
class Noted:
    """The three kinds, each the weightiest first; requests as they were said, the known preferences' too."""

    habits: Sequence[str] = ()
    requests: Sequence[str] = ()
    problems: Sequence[str] = ()
    held: Collection[str] = ()  # codes of the preferences among the habits

    def told(self) -> dict[str, list[str]]:
        requests = besides(self.held, self.requests)
        return {"habits": [*self.habits], "requests": requests, "problems": [*self.problems]}


def of(raw: Statements, guest: int, unseen: Collection[str]) -> dict[str, list[str]]:
    """Of one standing guest."""
    return told(raw.value(ONE, (guest,)), unseen)


def told(found: str | None, unseen: Collection[str]) -> dict[str, list[str]]:
    """What OF_GUEST found, in words."""
    return read(found, unseen).told()


def read(found: str | None, unseen: Collection[str] = preferences.SENSITIVE) -> Noted:
    """What OF_GUEST found; unless they are to be seen, without the words that are of health."""
    if not found:
        return Noted()
    kept = msgspec.json.decode(found, type=_Kept)
    likes = [(code, value) for code, value in kept.likes or () if code not in unseen]
    habits = [*(_like(code, value) for code, value in likes), *map(_short, kept.habits or ())]
    held = {code for code, _ in likes}
    return Noted(
        list(dict.fromkeys(habits)),
        [_short(text) for text in kept.requests or ()],
        [_problem(*each) for each in kept.problems or ()],
        frozenset(held),
    )


def besides(held: Collection[str], requests: Iterable[str]) -> list[str]:
    """Of these requests those that ask for more than the preferences that are known already, each once."""
    return [
        text
        for text in dict.fromkeys(requests)
        if text and not ((spoken := asking.heard([text]).for_) and spoken.keys() <= set(held))
    ]


def _like(code: str, value: str) -> str:
    zh = preferences.word(code).zh
    return f"{zh}（{value}）" if value else zh


def _problem(day: date, text: str, settled: bool) -> str:
    """'11月2日：空调不热（未处理）'."""
    return f"{day.month}月{day.day}日：{_short(text)}" + ("" if settled else "（未处理）")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= TEXT_MOST else plain[: TEXT_MOST - 1] + "…"


class _Kept(msgspec.Struct):
    likes: list[tuple[str, str]] | None
    habits: list[str] | None
    requests: list[str] | None
    problems: list[tuple[date, str, bool]] | None


# Of guest g, as JSON. Requests: of the last three stays, and what was put down as one. Problems of a year and a bit.
OF_GUEST = f"""
SELECT json_build_object(
  'likes', (SELECT json_agg(json_build_array(p.code, p.value) ORDER BY p.noted_at, p.code) FROM guests_preference p
             WHERE p.guest_id = ANY({ALL_OF_G}) AND p.expired_on IS NULL),
  'habits', (SELECT json_agg(x.text ORDER BY x.id DESC) FROM (
               SELECT i.id, i.text FROM guests_interaction i
                WHERE i.guest_id = ANY({ALL_OF_G}) AND i.kind = 'habit' AND i.text <> '' ORDER BY i.id DESC LIMIT 4) x),
  'requests', (SELECT json_agg(x.text ORDER BY x.day DESC, x.text) FROM (
               SELECT y.text, max(y.day) AS day FROM (
                 SELECT u.text, z.check_in_on AS day FROM (
                     SELECT s.requests, s.check_in_on FROM stays_stay s
                      WHERE s.guest_id = g.id AND s.visit_id IS NOT NULL ORDER BY s.check_in DESC LIMIT 3) z,
                     unnest(z.requests) AS u(text)
                 UNION ALL
                 SELECT t.text, t.day FROM (
                     SELECT i.text, i.day FROM guests_interaction i
                      WHERE i.guest_id = ANY({ALL_OF_G}) AND i.kind = 'request' AND i.text <> ''
                      ORDER BY i.id DESC LIMIT 4) t) y
                GROUP BY y.text ORDER BY max(y.day) DESC, y.text LIMIT 6) x),
  'problems', (SELECT json_agg(json_build_array(x.day, x.text, x.settled) ORDER BY x.settled, x.day DESC, x.id DESC) FROM (
               SELECT i.id, i.day, i.text, i.settled_at IS NOT NULL AS settled FROM guests_interaction i
                WHERE i.guest_id = ANY({ALL_OF_G}) AND i.kind = 'complaint' AND i.text <> ''
                  AND (i.settled_at IS NULL OR i.day > coalesce(g.last_visit_on, i.day) - 400)
                ORDER BY i.settled_at IS NOT NULL, i.day DESC, i.id DESC LIMIT 3) x))::text
"""  # noqa: S608 (constants)
ONE = f"SELECT ({OF_GUEST}) FROM guests_guest g WHERE g.id = %s"  # noqa: S608
