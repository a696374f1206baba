"""A programme becomes a version: checked, numbered, dated, signed, and never changed again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme import versions
from loyalty.programme.checking import Finding, Findings, Standpoint, check
from loyalty.programme.comparing import sections
from loyalty.programme.document import Programme
from loyalty.programme.versions import Published

# One publishes at a time, so that numbers have no gaps and the one who publishes sees what he replaces.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('programme ' || current_schema(), 0))"
WRITE = """
INSERT INTO programme_version (number, document, digest, effective_on, published_at, published_by_kind,
    published_by, published_by_name, note, origin, locked, chain_number)
SELECT coalesce(max(number), 0) + 1, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::int FROM programme_version
RETURNING number
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose programme it is: the property's, or the chain's with what only the chain may change."""

    kind: str = "property"  # property | chain
    locked: Sequence[str] = ()
    chain_number: int | None = None


OWN = Origin()


class Unsound(Refused):
    """The document contradicts itself; `findings` says where."""

    code = "programme_unsound"
    status = 400
    zh = "会员计划有 {count} 处问题，不能发布。"
    en = "The programme has {count} problems and cannot be published."

    def __init__(self, findings: Findings) -> None:
        super().__init__(count=len(findings.problems), problems=[_line(each) for each in findings.problems])
        self.findings = findings


class InThePast(Refused):
    code = "effective_in_the_past"
    status = 422
    zh = "生效日期 {effective_on} 已过，最早为今天（{today}）。"
    en = "{effective_on} is past: a programme comes into force today ({today}) or later."


class Locked(Refused):
    """A part that headquarters set, and did not leave to the property."""

    code = "section_locked"
    status = 422
    zh = "“{sections}”由总部统一设定，门店不能修改。"
    en = "Headquarters set {sections}; a property cannot change that."


@dataclass(frozen=True, slots=True)
class Signed:
    """Who publishes, from when, and why."""

    actor: Actor
    today: date
    effective_on: date | None = None  # none: today
    note: str = ""
    hq: bool = False  # speaks for the chain as a whole

    @property
    def day(self) -> date:
        return self.effective_on or self.today


def publish(raw: Statements, programme: Programme, signed: Signed) -> tuple[Published, list[str]]:
    """The version that holds it, and the parts that are new; what is in force on that day already stays.

    Refused: a day that is past, a document with problems, a change to a part that is headquarters'.
    """
    if signed.day < signed.today:
        raise InThePast(effective_on=signed.day, today=signed.today)
    raw.execute(TURN)
    before = versions.in_force(raw, signed.day)
    changed = check_change(before, programme, signed)
    if before is not None and not changed:
        return before, []
    made = write(
        raw,
        programme,
        effective_on=signed.day,
        actor=signed.actor,
        note=signed.note,
        origin=Origin(locked=before.locked, chain_number=before.chain_number) if before else OWN,
    )
    return made, changed


def check_change(before: Published | None, programme: Programme, signed: Signed) -> list[str]:
    """The parts that would change; refused when they may not, or when the document contradicts itself."""
    old: dict[str, Any] = msgspec.to_builtins(before.programme) if before else {}
    changed = sections(old, msgspec.to_builtins(programme))
    if before is not None and (theirs := [name for name in changed if name in before.locked]):
        raise Locked(sections="、".join(theirs), pointers=[f"/{name}" for name in theirs])
    found = check(programme, Standpoint(signed.today, signed.hq, before.programme if before else None))
    if found.problems:
        raise Unsound(found)
    return changed


def write(
    raw: Statements,
    programme: Programme,
    *,
    effective_on: date,
    actor: Actor,
    note: str = "",
    origin: Origin = OWN,
) -> Published:
    """Keep it as the next version, as it is: whoever calls has checked it."""
    raw.execute(TURN)
    document = msgspec.json.encode(programme)
    number = raw.value(
        WRITE,
        (
            document.decode(),
            hashlib.sha256(document).digest(),
            effective_on,
            clock.now(),
            actor.kind,
            actor.id,
            actor.name[:80],
            note,
            origin.kind,
            msgspec.json.encode(list(origin.locked)).decode(),
            origin.chain_number,
        ),
    )
    return Published(number, effective_on, origin.kind, programme, tuple(origin.locked), origin.chain_number)


def _line(found: Finding) -> str:
    return f"{found.pointer}: {found.en}"
