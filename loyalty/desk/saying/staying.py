"""The stay that a script is said on, and what stands beside it: read for many stays in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import msgspec

from kernel.statements import Statements
from loyalty.guests.persons import ALL_OF_G
from loyalty.programme.benefits import rooms
from loyalty.programme.benefits.channels import DISCOUNTED
from loyalty.programme.benefits.worth import StayFacts

Moment = Literal["check_in", "check_out"]


class Complaint(msgspec.Struct, frozen=True):
    """Of this guest: open (at check-in of before this stay), or settled since the visit before."""

    id: int
    day: date
    text: str
    settled: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Staying:
    """One guest on one stay, as a script needs him."""

    stay: int
    external_id: str
    guest: int
    rows: tuple[int, ...]  # of the person, the standing one first
    together: tuple[str, ...]  # the stays of the same visit
    name: str
    birthday: date | None
    has_phone: bool
    has_wechat: bool
    status: str
    check_in_on: date
    check_out_on: date
    room_type: str
    rate_cents: int
    currency: str
    guests: int
    source: str
    channel: str
    first_of_month: bool
    asked_description: bool | None  # None: no remark is asked for yet
    complaint: Complaint | None
    used: dict[str, bool]  # scripts of the moment that were marked, by code
    earlier: tuple[StayFacts, ...] = ()  # the rooms the guest has beside this one and before it
    discounted: bool = True  # whether the member discount is owed on its bill

    @property
    def nights(self) -> int:
        return max(1, (self.check_out_on - self.check_in_on).days)


def of_guest(raw: Statements, guest: int, moment: Moment | None, today: date) -> Staying | None:
    """On the stay the guest is on, else on the next one booked; at check-out also on the one he left today.

    Without a moment: the one that `moment_of` says of that stay.
    """
    values = {"guest": guest, "today": today, "moment": moment or "", "left": moment == "check_out"}
    found = raw.execute(OF_GUEST, values).fetchone()
    return _staying(found) if found else None


def of_stay(raw: Statements, guest: int, stay: int, moment: Moment | None, today: date) -> Staying | None:
    """On this stay, if it is the person's. Without a moment: the one that `moment_of` says."""
    values = {"guest": guest, "stay": stay, "today": today, "moment": moment or ""}
    found = raw.execute(OF_STAY, values).fetchone()
    return _staying(found) if found else None


def of_many(raw: Statements, pairs: Sequence[tuple[int, int]], moment: Moment, today: date) -> list[Staying]:
    """These guests on these stays: (guest, stay)."""
    values = {
        "guests": [guest for guest, _ in pairs],
        "stays": [stay for _, stay in pairs],
        "today": today,
        "moment": moment,
    }
    return [_staying(row) for row in raw.execute(OF_MANY, values).fetchall()]


def moment_of(staying: Staying, today: date) -> Moment:
    """Who leaves today (or should have left) is spoken to as one who leaves."""
    leaves = staying.status != "booked" and staying.check_out_on <= today
    return "check_out" if leaves and staying.check_in_on < today else "check_in"


def _staying(row: tuple[Any, ...]) -> Staying:
    values: list[Any] = [*row]
    values[3], values[4] = tuple(row[3]), tuple(row[4])
    values[-4] = msgspec.json.decode(row[-4], type=Complaint) if row[-4] else None
    values[-3] = msgspec.json.decode(row[-3]) if row[-3] else {}
    values[-2] = rooms.earlier(row[-2])
    return Staying(*values)


_LEAVES = "(s.status <> 'booked' AND s.check_out_on <= %(today)s::date AND s.check_in_on < %(today)s::date)"
_MOMENT = f"coalesce(nullif(%(moment)s::text, ''), CASE WHEN {_LEAVES} THEN 'check_out' ELSE 'check_in' END)"
# At check-in an open complaint is of before: what went wrong on this stay is no matter of the last time.
_SHOWN = f"""
SELECT s.id, s.external_id, g.id, p.rows,
       CASE WHEN s.visit_id IS NULL THEN ARRAY[s.external_id]::text[]
            ELSE ARRAY(SELECT t.external_id::text FROM stays_stay t
                        WHERE t.guest_id = s.guest_id AND t.visit_id = s.visit_id) END,
       g.name, g.birthday, g.phone IS NOT NULL,
       EXISTS (SELECT FROM guests_identity i WHERE i.guest_id = ANY(p.rows) AND i.kind IN (2, 3))
         OR EXISTS (SELECT FROM remarks_remark r WHERE r.guest_id = ANY(p.rows)),
       s.status, s.check_in_on, s.check_out_on, s.room_type, s.rate_cents, s.currency,
       {rooms.guests_of("s")},
       s.source, s.channel,
       NOT EXISTS (SELECT FROM stays_visit v WHERE v.guest_id = g.id AND v.check_in_on < s.check_in_on
                      AND v.check_in_on >= date_trunc('month', s.check_in_on)::date
                      AND v.id IS DISTINCT FROM s.visit_id),
       (SELECT t.description_done FROM remarks_task t WHERE t.visit_id = s.visit_id),
       (SELECT json_build_object('id', c.id, 'day', c.day, 'text', c.text, 'settled', c.settled_at IS NOT NULL,
                 'outcome', c.outcome)::text FROM guests_interaction c
         WHERE c.guest_id = ANY(p.rows) AND c.kind = 'complaint'
           AND (c.settled_at IS NULL
                AND (c.day < s.check_in_on OR s.status = 'booked' OR {_MOMENT} = 'check_out')
                OR (c.settled_at IS NOT NULL AND c.day < s.check_in_on AND c.day >= coalesce((
                      SELECT max(v.check_in_on) FROM stays_visit v
                       WHERE v.guest_id = g.id AND v.check_in_on < s.check_in_on
                         AND v.id IS DISTINCT FROM s.visit_id), s.check_in_on)))
         ORDER BY c.settled_at IS NULL DESC, c.id DESC LIMIT 1),
       (SELECT json_object_agg(u.code, u.used)::text FROM desk_scriptuse u
         WHERE u.stay = s.id AND u.moment = {_MOMENT}),
       {rooms.earlier_of_s("p.rows")},
       {DISCOUNTED}
"""  # noqa: S608 (put together from constants)
_PERSON = f"""
  JOIN guests_guest g ON g.id = coalesce(said.merged_into_id, said.id)
  JOIN LATERAL (SELECT {ALL_OF_G} AS rows) p ON true
"""
OF_GUEST = f"""{_SHOWN}
  FROM guests_guest said {_PERSON}
  JOIN LATERAL (
    SELECT * FROM stays_stay x
     WHERE x.guest_id = ANY(p.rows) AND x.check_out_on >= %(today)s::date
       AND (x.status IN ('in_house', 'booked') OR (%(left)s::boolean AND x.status = 'checked_out'))
     ORDER BY array_position(ARRAY['in_house', 'booked', 'checked_out'], x.status::text), x.check_in_on, x.id
     LIMIT 1) s ON true
 WHERE said.id = %(guest)s
"""  # noqa: S608 (put together from constants)
OF_STAY = f"""{_SHOWN}
  FROM guests_guest said {_PERSON}
  JOIN stays_stay s ON s.id = %(stay)s AND s.guest_id = ANY(p.rows)
 WHERE said.id = %(guest)s AND s.status NOT IN ('cancelled', 'no_show')
"""
OF_MANY = f"""{_SHOWN}
  FROM unnest(%(guests)s::bigint[], %(stays)s::bigint[]) AS asked (guest, stay)
  JOIN guests_guest said ON said.id = asked.guest {_PERSON}
  JOIN stays_stay s ON s.id = asked.stay AND s.guest_id = ANY(p.rows)
"""
