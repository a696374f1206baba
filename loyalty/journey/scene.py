"""The guests that one change touches, with their stays and visits: read in a few statements, held in memory."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kernel.statements import Statements
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
        return tuple(getattr(self, name) for name in GUEST_COLUMNS)


GUEST_COLUMNS = (
    "merged_into", "anchor", "name", "pinyin", "phone", "person", "birthday", "gender", "email", "language",
    "secret", "nickname", "visits", "nights", "spend_cents", "first_visit_on", "last_visit_on",
    "last_check_out_on", "channel", "source", "room_no", "rate_cents", "remark_complete", "contested",
)  # fmt: skip


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


@dataclass(slots=True)
class Scene:
    guests: dict[int, Person] = field(default_factory=dict)  # those who stand for a person
    merged: dict[int, Person] = field(default_factory=dict)  # rows merged into them
    stays: dict[str, Row] = field(default_factory=dict)
    visits: dict[int, list[KnownVisit]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    entries: dict[int, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # keys that staff entered, by row

    def phones(self, guest_id: int) -> set[str]:
        return {key for key in self.keys[guest_id] if key.startswith("1:")}


def read(raw: Raw, ids: Collection[int], scene: Scene) -> None:
    """Add these guests (standing ones) with their merged rows, keys, stays and visits to the scene."""
    wanted = [guest for guest in ids if guest not in scene.guests]
    if not wanted:
        return
    with raw.pipeline():
        guests = raw.execute(GUESTS, {"ids": wanted}, binary=True)
        keys = raw.execute(KEYS, (wanted,), binary=True)
        stays = raw.execute(STAYS, (wanted,), binary=True)
        visits = raw.execute(VISITS, (wanted,), binary=True)
    for values in guests:
        guest = Person(*values[:-1])
        guest.before = guest.now()
        (scene.guests if guest.merged_into is None else scene.merged)[guest.id] = guest
    for guest_id, kind, value, entry in keys:
        scene.keys[guest_id].add(f"{kind}:{value}")
        if entry is not None:
            scene.entries[entry].add(f"{kind}:{value}")
    for values in stays:
        stay = _stay(values)
        scene.stays[stay.external_id] = stay
    for values in visits:
        scene.visits[values[1]].append(
            KnownVisit(
                values[0], values[1], tuple(values[7:]), values[2], values[3], values[4], values[5], values[6]
            )
        )


def _stay(v: tuple[Any, ...]) -> Row:
    details = {
        k: value
        for k, value in zip(("birthday", "gender", "email", "language", "secret"), v[24:], strict=True)
        if value
    }
    return Row(
        external_id=v[0], id=v[1], guest_id=v[2], guest_was=v[2], visit_id=v[3], updated_at=v[4], status=v[5], counted=v[6],
        booked_at=None, check_in=v[7], check_out=v[8], check_in_on=v[9], check_out_on=v[10], room_no=v[11],
        room_type=v[12], rate_cents=v[13], currency=v[14], room_cents=v[15], fnb_cents=v[16], other_cents=v[17],
        source=v[18], channel=v[19], clerk=v[20], requests=[], guest_name=v[21], phone=v[22], keys=v[23],
        details=details, digest=b"", fresh=False,
    )  # fmt: skip


GUESTS = """
SELECT g.id, g.merged_into_id, g.anchor, g.name, g.pinyin, g.phone, g.person, g.birthday, g.gender, g.email,
       g.language, g.secret, g.by_hand, g.tags, g.nickname, g.visits, g.nights, g.spend_cents, g.first_visit_on,
       g.last_visit_on, g.last_check_out_on, g.channel, g.source, g.room_no, g.rate_cents, g.remark_complete,
       g.contested, NULL
  FROM guests_guest g WHERE g.id = ANY(%(ids)s)
UNION ALL
SELECT g.id, g.merged_into_id, g.anchor, g.name, g.pinyin, g.phone, g.person, g.birthday, g.gender, g.email,
       g.language, g.secret, g.by_hand, g.tags, g.nickname, g.visits, g.nights, g.spend_cents, g.first_visit_on,
       g.last_visit_on, g.last_check_out_on, g.channel, g.source, g.room_no, g.rate_cents, g.remark_complete,
       g.contested, NULL
  FROM guests_guest g WHERE g.merged_into_id = ANY(%(ids)s)
"""
KEYS = "SELECT guest_id, kind, value, entry FROM guests_identity WHERE guest_id = ANY(%s) AND kind < 9"
STAYS = """
SELECT external_id, id, guest_id, visit_id, updated_at, status, counted, check_in, check_out, check_in_on,
       check_out_on, room_no, room_type, rate_cents, currency, room_cents, fnb_cents, other_cents, source, channel,
       clerk, guest_name, phone, keys, details->>'birthday', details->>'gender', details->>'email',
       details->>'language', details->>'secret'
  FROM stays_stay WHERE guest_id = ANY(%s)
"""
VISITS = """
SELECT v.id, v.guest_id, t.completed_at IS NOT NULL, t.clerk, coalesce(t.assigned_by_hand, false), t.due_at,
       t.guest_id, v.ordinal, v.check_in_on, v.check_out_on, v.checked_out_at, v.channel, v.source, v.room_no,
       v.room_type, v.rate_cents, v.nights, v.room_cents, v.other_cents, v.stays, v.clerk, v.prev_on, v.prev_channel
  FROM stays_visit v LEFT JOIN remarks_task t ON t.visit_id = v.id
 WHERE v.guest_id = ANY(%s)
"""
