"""Segments with a name: made, changed, put away, frozen into a list of guests and thawed again.

A running campaign names its segments by code: what was put away still answers to it, it is only no longer offered.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.segments import compiling, rules
from loyalty.segments.rules import Finding, Leaf, Rule, RuleRefused

MOST = 300  # in use at one property


class NoSuchSegment(Refused):
    code = "no_such_segment"
    status = 404
    zh = "没有这个人群。"
    en = "There is no such segment."


class CodeTaken(Refused):
    code = "segment_code_taken"
    status = 409
    zh = "代码“{taken}”已被另一个人群使用。"
    en = "Another segment has the code {taken!r}."


class TooManySegments(Refused):
    code = "too_many_segments"
    status = 409
    zh = "最多保存 {most} 个人群，请先归档不用的。"
    en = "At most {most} segments: archive those you no longer use."


class Frozen(Refused):
    code = "segment_frozen"
    status = 409
    zh = "这是固定名单，请先解除固定再修改条件。"
    en = "This is a frozen list: thaw it before changing its rule."


class OfTheChain(Refused):
    code = "segment_of_the_chain"
    status = 409
    zh = "这是总部下发的人群，条件由总部修改；可以另存为本店的人群。"
    en = "Headquarters keeps this segment: save a copy to change its rule."


@dataclass(frozen=True, slots=True)
class Segment:
    """A rule with a name; a list of guests while it is frozen."""

    id: int
    code: str
    name: str
    note: str
    rule: Mapping[str, Any]  # as JSON
    frozen_at: datetime | None
    origin: str  # property | chain
    chain_number: int | None
    count_last: int | None
    counted_at: datetime | None
    made_at: datetime
    made_by_name: str
    changed_at: datetime
    archived_at: datetime | None


def get(raw: Statements, segment: str | int) -> Segment:
    """The segment by its code (or by its id, when a number is given), put away or not. Raises NoSuchSegment."""
    where = "id = %s" if isinstance(segment, int) else "code = %s"
    found = raw.execute(f"{SELECT} WHERE {where}", (segment,)).fetchone()
    if found is None:
        raise NoSuchSegment
    return _segment(found)


def rule_of(raw: Statements, segment: str | int | Mapping[str, Any], today: date) -> Rule:
    """The checked rule to compile: of a segment by its code or id, or of a rule as JSON.

    A frozen segment is the condition that a guest is on its list, so whoever asks need not tell the two apart:
    `compiling.condition(keeping.rule_of(raw, "regulars", today), today, "s")`. Raises NoSuchSegment, RuleRefused.
    """
    if isinstance(segment, Mapping):
        rule = rules.converted(segment)
    else:
        kept = get(raw, segment)
        rule = listed_rule(kept) if kept.frozen_at else rules.converted(kept.rule)
    if found := compiling.findings(rule, today):
        raise RuleRefused(found)
    return rule


def listed_rule(segment: Segment) -> Leaf:
    """That a guest is on the frozen segment's list."""
    return Leaf(field="lists", op="has_any", value=[segment.code])


def listed(raw: Statements, *, archived: bool = False) -> list[Segment]:
    """All that are in use, or all that were put away, by name."""
    which = "IS NOT NULL" if archived else "IS NULL"
    rows = raw.execute(f"{SELECT} WHERE archived_at {which} ORDER BY name, id").fetchall()
    return [_segment(row) for row in rows]


def make(
    raw: Statements, *, code: str, name: str, note: str, rule: Mapping[str, Any], today: date, by: Actor
) -> Segment:
    """Keep a rule under a name; without a code it is given one. Raises RuleRefused, CodeTaken, TooManySegments."""
    kept = checked(rule, today)
    _room_for_one_more(raw)
    code = code or new_code()
    values = {"code": code, "name": name, "note": note, "rule": kept, "by": by.id, "by_name": by.name[:80]}
    made = raw.execute(MAKE, {**values, "now": clock.now()}).fetchone()
    if made is None:
        raise CodeTaken(taken=code)
    return _segment(made)


def change(
    raw: Statements,
    segment: Segment,
    today: date,
    *,
    name: str | None = None,
    note: str | None = None,
    rule: Mapping[str, Any] | None = None,
) -> Segment:
    """Another name, note or rule; None leaves it. Raises RuleRefused, Frozen, OfTheChain."""
    if rule is not None and segment.origin == "chain":
        raise OfTheChain
    if rule is not None and segment.frozen_at is not None:
        raise Frozen
    kept = checked(rule, today) if rule is not None else None
    values = {"id": segment.id, "name": name, "note": note, "rule": kept, "now": clock.now()}
    return _one(raw, CHANGE, values)


def archive(raw: Statements, segment: Segment, *, away: bool) -> Segment:
    """Put it away, or take it out again."""
    if not away and segment.archived_at is not None:
        _room_for_one_more(raw)
    return _one(raw, ARCHIVE, {"id": segment.id, "at": clock.now() if away else None, "now": clock.now()})


def freeze(raw: Statements, segment: Segment, today: date) -> Segment:
    """Whoever belongs to it now stays on it, and nobody else comes. Frozen already: as it is.

    In a transaction of the caller's.
    """
    if segment.frozen_at is not None:
        return segment
    found, parameters = compiling.compile(rule_of(raw, segment.id, today), today)
    raw.execute(FREEZE.replace("<members>", found), {**parameters, "segment_id": segment.id}, prepare=False)
    return _one(raw, FROZEN, {"id": segment.id, "now": clock.now()})


def thaw(raw: Statements, segment: Segment) -> Segment:
    """The rule decides again; the list is gone."""
    raw.execute("DELETE FROM segments_member WHERE segment_id = %s", (segment.id,))
    return _one(raw, THAWED, {"id": segment.id, "now": clock.now()})


def counted(raw: Statements, segment: Segment, count: int) -> None:
    """Remember how many it was, for lists that do not count anew."""
    raw.execute(COUNTED, (count, clock.now(), segment.id))


def new_code() -> str:
    return f"s-{secrets.token_hex(4)}"


def checked(rule: Mapping[str, Any], today: date) -> str:
    """The rule as it is stored, once nothing is wrong with it. Raises RuleRefused."""
    if found := compiling.findings(rules.converted(rule), today):
        raise RuleRefused(found)
    body = msgspec.json.encode(rule)
    if len(body) > rules.BYTES_MAX:
        zh, en = f"条件超过 {rules.BYTES_MAX} 字节。", f"More than {rules.BYTES_MAX} bytes."
        raise RuleRefused([Finding("", "too_long", zh, en)])
    return body.decode()


def _room_for_one_more(raw: Statements) -> None:
    if raw.value("SELECT count(*) FROM segments_segment WHERE archived_at IS NULL") >= MOST:
        raise TooManySegments(most=MOST)


def _one(raw: Statements, sql: str, values: Mapping[str, Any]) -> Segment:
    row = raw.execute(sql, values).fetchone()
    if row is None:
        raise NoSuchSegment
    return _segment(row)


def _segment(row: tuple[Any, ...]) -> Segment:
    fields = dict(zip(Segment.__slots__, row, strict=True))
    return Segment(**{**fields, "rule": msgspec.json.decode(fields["rule"])})


COLUMNS = """id, code, name, note, rule::text, frozen_at, origin, chain_number, count_last, counted_at, made_at,
       made_by_name, changed_at, archived_at"""
SELECT = f"SELECT {COLUMNS} FROM segments_segment"  # noqa: S608 (constants)
MAKE = f"""
INSERT INTO segments_segment (code, name, note, rule, origin, chain_number, made_at, made_by, made_by_name, changed_at)
VALUES (%(code)s, %(name)s, %(note)s, %(rule)s::jsonb, 'property', NULL, %(now)s::timestamptz, %(by)s, %(by_name)s,
        %(now)s::timestamptz)
ON CONFLICT (code) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608
CHANGE = f"""
UPDATE segments_segment SET name = coalesce(%(name)s::text, name), note = coalesce(%(note)s::text, note),
       rule = coalesce(%(rule)s::jsonb, rule), changed_at = %(now)s,
       count_last = CASE WHEN %(rule)s::text IS NULL THEN count_last END,
       counted_at = CASE WHEN %(rule)s::text IS NULL THEN counted_at END
 WHERE id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
ARCHIVE = f"""
UPDATE segments_segment SET archived_at = %(at)s::timestamptz, changed_at = %(now)s
 WHERE id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
FREEZE = """
INSERT INTO segments_member (segment_id, guest_id)
SELECT %(segment_id)s::bigint, m.id FROM (<members>) m ON CONFLICT DO NOTHING
"""
FROZEN = f"""
UPDATE segments_segment SET frozen_at = %(now)s, changed_at = %(now)s, counted_at = %(now)s,
       count_last = (SELECT count(*) FROM segments_member WHERE segment_id = %(id)s)
 WHERE id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
THAWED = f"""
UPDATE segments_segment SET frozen_at = NULL, changed_at = %(now)s WHERE id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
COUNTED = "UPDATE segments_segment SET count_last = %s, counted_at = %s WHERE id = %s"
