"""The guests that one change touches, with their stays and visits: read in a few statements, held in memory."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.guests.matching import MASKED
from loyalty.stays.incoming import Row

Raw = Statements


@dataclass(slots=True)
class Person:
    """A guest's row. Ids under 0 are yet to be given."""

    id: int
    merged_into: int | None = None
    anchor: str = ""
    name: str = ""
    pinyin: str = ""
    phone: str | None = None
    person: bytes = b""
    birthday: date | None = None
    gender: str = ""
    email: str = ""
    language: str = ""
    secret: bool = False
    by_hand: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    nickname: str = ""
    visits: int = 0
    nights: int = 0
    spend_cents: int = 0
    first_visit_on: date | None = None
    last_visit_on: date | None = None
    last_check_out_on: date | None = None
    channel: str = ""
    source: str = ""
    room_no: str = ""
    rate_cents: int = 0
    remark_complete: bool = False
    contested: bool = False
    before: tuple[Any, ...] | None = None  # as the database has it; None for a new guest

    @property
    def person_was(self) -> bytes | None:
        return bytes(self.before[PERSON]) if self.before else None

    def now(self) -> tuple[Any, ...]:
        return _as_kept(self)


GUEST_COLUMNS = (
    "merged_into", "anchor", "name", "pinyin", "phone", "person", "birthday", "gender", "email", "language",
    "secret", "nickname", "visits", "nights", "spend_cents", "first_visit_on", "last_visit_on",
    "last_check_out_on", "channel", "source", "room_no", "rate_cents", "remark_complete", "contested",
)  # fmt: skip


_as_kept: Callable[[Person], tuple[Any, ...]] = attrgetter(*GUEST_COLUMNS)
PERSON = GUEST_COLUMNS.index("person")


@dataclass(slots=True)
class KnownVisit:
    """A visit's row and what of its task matters here."""

    id: int
    guest_id: int
    values: tuple[Any, ...]  # in the order of writing.VISIT_COLUMNS, from `ordinal` on
    task_complete: bool
    clerk: str | None  # the task's, None without a task
    by_hand: bool
    due_at: datetime | None
    task_guest_id: int | None

    @property
    def check_in_on(self) -> date:
        return self.values[1]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Written:
    """The newest remark that staff wrote for a guest."""

    nickname: str
    described: bool
    none_noted: bool
    written_at: datetime


@dataclass(slots=True)
class Scene:
    guests: dict[int, Person] = field(default_factory=dict)  # those who stand for a person
    merged: dict[int, Person] = field(default_factory=dict)  # rows merged into them
    stays: dict[str, Row] = field(default_factory=dict)
    visits: dict[int, list[KnownVisit]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    entries: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # staff entered, by row
    remarks: dict[int, Written] = field(default_factory=dict)  # the newest that staff wrote

    def phones(self, guest_id: int) -> set[str]:
        return {key for key in self.keys[guest_id] if key.startswith("1:")}


GuestRow = tuple[
    int, int | None, str, str, str, str | None, str, date | None, str, str, str, bool, list[str], list[str], str, int, int,
    int, date | None, date | None, date | None, str, str, str, int, bool, bool,
]  # fmt: skip
StayRow = tuple[
    str, int, int, int | None, datetime, str, bool, datetime, datetime, date, date, str, str, int, str, int, int, int,
    str, str, str, str, str | None, list[str], str | None, str | None, str | None, str | None, str | None,
]  # fmt: skip
VisitRow = tuple[
    int, int, bool, str | None, bool, datetime | None, int | None, int, date, date, datetime | None, str, str, str,
    str, int, int, int, int, int, str, date | None, str,
]  # fmt: skip


class Answer(msgspec.Struct):
    """The scene as one statement tells it: rows as arrays, in the order of the dataclasses."""

    guests: list[GuestRow] | None
    keys: list[tuple[int, int, str, int | None]] | None
    stays: list[StayRow] | None
    visits: list[VisitRow] | None
    remarks: list[tuple[int, str, bool, bool, datetime]] | None


_decoder = msgspec.json.Decoder(Answer)


def read(raw: Raw, ids: Collection[int], scene: Scene) -> None:
    """Add these guests (standing ones) with their merged rows, keys, stays, visits and remark to the scene."""
    wanted = [guest for guest in ids if guest not in scene.guests]
    if not wanted:
        return
    told = _decoder.decode(raw.value(SCENE, {"ids": wanted, "masked": MASKED}))
    for values in told.guests or ():
        row: list[Any] = [*values[:6], bytes.fromhex(values[6]), *values[7:]]
        guest = Person(*row)
        guest.before = guest.now()
        (scene.guests if guest.merged_into is None else scene.merged)[guest.id] = guest
    for guest_id, kind, value, entry in told.keys or ():
        scene.keys[guest_id].add(f"{kind}:{value}")
        if entry is not None:
            scene.entries[entry].add(f"{kind}:{value}")
    for told_stay in told.stays or ():
        stay = _stay(told_stay)
        scene.stays[stay.external_id] = stay
    for v in told.visits or ():
        scene.visits[v[1]].append(KnownVisit(v[0], v[1], v[7:], v[2], v[3], v[4], v[5], v[6]))
    for r in told.remarks or ():
        scene.remarks[r[0]] = Written(r[1], r[2], r[3], r[4])


def _stay(v: StayRow) -> Row:
    details = {k: value for k, value in zip(DETAILS, v[24:], strict=True) if value}
    return Row(
        external_id=v[0], id=v[1], guest_id=v[2], guest_was=v[2], visit_id=v[3], updated_at=v[4], status=v[5],
        counted=v[6], booked_at=None, check_in=v[7], check_out=v[8], check_in_on=v[9], check_out_on=v[10],
        room_no=v[11], room_type=v[12], rate_cents=v[13], currency=v[14], room_cents=v[15], fnb_cents=v[16],
        other_cents=v[17], source=v[18], channel=v[19], clerk=v[20], requests=[], guest_name=v[21], phone=v[22],
        keys=v[23], details=details, digest=b"", fresh=False,
    )  # fmt: skip


DETAILS = ("birthday", "gender", "email", "language", "secret")
SCENE = """
WITH g AS MATERIALIZED (
  SELECT * FROM guests_guest WHERE id = ANY(%(ids)s::bigint[])
  UNION ALL SELECT * FROM guests_guest WHERE merged_into_id = ANY(%(ids)s::bigint[])
)
SELECT json_build_object(
 'guests', (SELECT json_agg(json_build_array(id, merged_into_id, anchor, name, pinyin, phone, encode(person, 'hex'),
     birthday, gender, email, language, secret, by_hand, tags, nickname, visits, nights, spend_cents, first_visit_on,
     last_visit_on, last_check_out_on, channel, source, room_no, rate_cents, remark_complete, contested)) FROM g),
 'keys', (SELECT json_agg(json_build_array(guest_id, kind, value, entry))
            FROM guests_identity WHERE guest_id = ANY(%(ids)s::bigint[]) AND kind < %(masked)s),
 'stays', (SELECT json_agg(json_build_array(external_id, id, guest_id, visit_id, updated_at, status, counted, check_in,
     check_out, check_in_on, check_out_on, room_no, room_type, rate_cents, currency, room_cents, fnb_cents, other_cents,
     source, channel, clerk, guest_name, phone, keys, details->>'birthday', details->>'gender', details->>'email',
     details->>'language', details->>'secret')) FROM stays_stay WHERE guest_id = ANY(%(ids)s::bigint[])),
 'visits', (SELECT json_agg(json_build_array(v.id, v.guest_id, t.completed_at IS NOT NULL, t.clerk,
     coalesce(t.assigned_by_hand, false), t.due_at, t.guest_id, v.ordinal, v.check_in_on, v.check_out_on,
     v.checked_out_at, v.channel, v.source, v.room_no, v.room_type, v.rate_cents, v.nights, v.room_cents,
     v.other_cents, v.stays, v.clerk, v.prev_on, v.prev_channel))
     FROM stays_visit v LEFT JOIN remarks_task t ON t.visit_id = v.id WHERE v.guest_id = ANY(%(ids)s::bigint[])),
 'remarks', (SELECT json_agg(json_build_array(r.guest, r.nickname, r.described, r.none_noted, r.written_at)) FROM (
     SELECT DISTINCT ON (1) coalesce(g.merged_into_id, g.id) AS guest, r.nickname, r.description <> '' AS described,
            r.none_noted, r.written_at
       FROM remarks_remark r JOIN g ON g.id = r.guest_id ORDER BY 1, r.written_at DESC) r))::text
"""
