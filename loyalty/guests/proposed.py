"""Preferences that repeated requests speak for, or the last visits against: how they are told. Staff decide on them.

They are found by loyalty.touches.proposing; the card, which is made below it, reads them here.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.guests import preferences
from loyalty.guests.persons import ALL_OF_G


class Evidence(msgspec.Struct):
    """A visit that speaks for it, by its day, and the words that do."""

    day: str
    words: str


class Proposed(msgspec.Struct):
    """One that is open."""

    id: int
    code: str
    value: str
    drops: bool
    seen: int
    of: int
    evidence: list[Evidence]
    made_at: datetime


def of(raw: Statements, rows: Sequence[int], hidden: Collection[str] = ()) -> list[dict[str, Any]]:
    """What is proposed of this person, over all rows."""
    return on_card(raw.value(f"SELECT ({OF_ROWS})", {"rows": list(rows)}), hidden)


def on_card(told: str | None, hidden: Collection[str] = ()) -> list[dict[str, Any]]:
    """What OF_CARD found, in words."""
    found = msgspec.json.decode(told, type=list[Proposed]) if told else []
    return [shown(each) for each in found if each.code not in hidden]


def shown(one: Proposed) -> dict[str, Any]:
    word = preferences.word(one.code)
    zh, en = says(one, word)
    return {
        "id": str(one.id),
        "code": one.code,
        "zh": word.zh,
        "en": word.en,
        "value": one.value,
        "drops": one.drops,
        "seen": one.seen,
        "of": one.of,
        "evidence": [{"day": each.day, "words": each.words} for each in one.evidence],
        "says": {"zh": zh, "en": en},
        "made_at": one.made_at,
    }


def says(one: Proposed, word: preferences.Word) -> tuple[str, str]:
    """Why it is proposed, in one sentence of each language."""
    if not one.drops:
        return (
            f"最近 {one.of} 次入住有 {one.seen} 次要求「{word.zh}」，记为偏好？",
            f"Asked for on {one.seen} of the last {one.of} visits: keep “{word.en}” as a preference?",
        )
    if any(each.words for each in one.evidence):
        return (
            f"最近 {one.of} 次入住有 {one.seen} 次要求相反，不再记「{word.zh}」？",
            f"The opposite was asked for on {one.seen} of the last {one.of} visits: drop “{word.en}”?",
        )
    return (
        f"最近 {one.of} 次入住都没有再要求「{word.zh}」，不再记？",
        f"Not asked for on the last {one.of} visits: drop “{word.en}”?",
    )


_COLUMNS = """
json_build_object('id', q.id, 'code', q.code, 'value', q.value, 'drops', q.drops, 'seen', q.seen, 'of', q.of,
                  'evidence', q.evidence, 'made_at', q.made_at)
"""
OF_ROWS = f"""
SELECT json_agg({_COLUMNS} ORDER BY q.drops, q.id)::text FROM touches_proposal q
 WHERE q.guest_id = ANY(%(rows)s) AND q.state = 'open'
"""  # noqa: S608 (constants)
# Of the card's guest g, as JSON.
OF_CARD = f"""
SELECT json_agg({_COLUMNS} ORDER BY q.drops, q.id)::text FROM touches_proposal q
 WHERE q.guest_id = ANY({ALL_OF_G})
   AND q.state = 'open'
"""  # noqa: S608 (constants)
# Of guests who are not secret, the newest first.
LISTED = f"""
SELECT q.id, {_COLUMNS}::text, g.id, g.name FROM touches_proposal q JOIN guests_guest a ON a.id = q.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE q.state = 'open' AND NOT g.secret AND q.id < %(before)s AND q.code <> ALL(%(hidden)s::text[])
 ORDER BY q.id DESC LIMIT %(limit)s
"""  # noqa: S608 (constants)
