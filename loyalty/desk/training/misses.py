"""What each person misses: of the four works, of scripts, of surprises. Counted as the remark report counts.

A person is a staff account with all clerks the PMS has for it, or a clerk without an account. Of surprises he answers
for those he settled, and for what nobody of his departments did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kernel import clock
from kernel.statements import Statements
from loyalty.owners import departments, people
from loyalty.remarks.completion import WORKS
from loyalty.remarks.nickname import KINDS as WRONGS
from tenants.models import Property

# Of so few chances nothing is said to be missed most, as long as there is something with more.
FEW = 5


class Words(NamedTuple):
    zh: str
    en: str

    @property
    def told(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


WHAT = {
    "nickname": Words("昵称", "The nickname"),
    "tags": Words("标签", "Tags"),
    "phone": Words("电话", "The phone"),
    "description": Words("描述", "The description"),
    "script": Words("话术", "Scripts"),
    "surprise": Words("惊喜", "Surprises"),
}
WRONG = {
    "count": Words("次数写错", "the wrong count"),
    "date": Words("日期写错", "the wrong date"),
    "rate": Words("房价写错", "the wrong rate"),
    "source": Words("来源写错", "the wrong source"),
    "room": Words("房号写错", "the wrong room"),
    "name": Words("姓名写错", "the wrong name"),
    "unparsed": Words("格式不对", "the wrong form"),
}


@dataclass(slots=True)
class Misses:
    """One person's, over a range of days."""

    staff: UUID | None
    clerk: int | None  # the first of his; None: no clerk of the PMS is linked to him
    name: str
    due: int = 0
    complete: int = 0
    on_time: int = 0
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORKS, 0))
    wrong: dict[str, int] = field(default_factory=dict)
    median_minutes: float | None = None
    scripts: tuple[int, int] = (0, 0)  # answered, used
    surprises: tuple[int, int] = (0, 0)  # due, done
    replies: int = 0
    exercises: tuple[int, int] = (0, 0)  # answered, right

    @property
    def missing(self) -> dict[str, int]:
        return {work: self.due - self.done[work] for work in WORKS}

    @property
    def anything(self) -> bool:
        return any((self.due, self.scripts[0], self.surprises[0], self.replies, self.exercises[0]))


class Most(NamedTuple):
    """What somebody misses most: the share of chances that went by."""

    what: str
    missed: int
    of: int
    says: Words

    @property
    def share(self) -> float:
        return round(self.missed / self.of, 4)


def most(person: Misses) -> Most | None:
    """The greatest share of what was due; of several the one missed more often. None when nothing was missed."""
    chances = [(work, person.missing[work], person.due) for work in WORKS]
    chances.append(("script", person.scripts[0] - person.scripts[1], person.scripts[0]))
    chances.append(("surprise", person.surprises[0] - person.surprises[1], person.surprises[0]))
    missed = [chance for chance in chances if chance[1] > 0]
    often = [chance for chance in missed if chance[2] >= FEW] or missed
    if not often:
        return None
    what, n, of = max(often, key=lambda chance: (chance[1] / chance[2], chance[1]))
    zh, en = WHAT[what]
    says = Words(f"{zh}：{of} 次里少了 {n} 次", f"{en}: missed {n} of {of}")
    if what == "nickname" and person.wrong:
        kind = max(person.wrong, key=lambda each: (person.wrong[each], -WRONGS.index(each)))
        says = Words(f"{says.zh}，多为{WRONG[kind].zh}", f"{says.en}, mostly {WRONG[kind].en}")
    return Most(what, n, of, says)


def listed(
    raw: Statements, hotel: Property, start: date, end: date, *, only: UUID | None = None
) -> list[Misses]:
    """Everybody who had something to do in these days, who missed most remarks first; or one person, whatever he had."""
    here = people.here(hotel)
    known: dict[str, Misses] = {}
    values = _values(hotel, start, end)
    for key, staff, clerk, name, *numbers in raw.execute(REMARKS, values).fetchall():
        known[key] = _remarks(Misses(staff, clerk, name), numbers)
    for sql, name in ((SCRIPTS, "scripts"), (REPLIES, "replies"), (EXERCISES, "exercises")):
        for staff, *counted in raw.execute(sql, values).fetchall():
            found = tuple(counted) if len(counted) > 1 else counted[0]
            setattr(_person(known, staff), name, found)
    for staff, (due, done) in _surprises(raw, values, here).items():
        _person(known, staff).surprises = due, done
    if only is not None:
        _person(known, only)
    names = {each.id: each.name for each in here.values()}
    names |= people.names(each.staff for each in known.values() if each.staff not in names)
    for each in known.values():
        each.name = names.get(each.staff, "") if each.staff else each.name
    rows = [each for each in known.values() if (each.anything if only is None else each.staff == only)]
    return sorted(rows, key=lambda each: (each.complete - each.due, each.name, str(each.staff)))


def wrongs(people_: Iterable[Misses]) -> dict[str, int]:
    """Kind of wrong nickname -> how often, over these people."""
    found: dict[str, int] = {}
    for each in people_:
        for kind, n in each.wrong.items():
            found[kind] = found.get(kind, 0) + n
    return found


def _remarks(person: Misses, numbers: list[Any]) -> Misses:
    person.due, person.complete, person.on_time, *done, wrong, person.median_minutes = numbers
    person.done = dict(zip(WORKS, done, strict=True))
    person.wrong = {kind: wrong.count(kind) for kind in WRONGS if kind in wrong}
    return person


def _person(known: dict[str, Misses], staff: UUID) -> Misses:
    return known.setdefault(str(staff), Misses(staff, None, ""))


def _surprises(
    raw: Statements, values: Mapping[str, Any], here: Mapping[UUID, object]
) -> dict[UUID, tuple[int, int]]:
    """Staff -> (due, done): what he settled himself, and what nobody of his departments has done."""
    found: dict[UUID, tuple[int, int]] = {}
    open_: dict[str, int] = {}
    for department, staff, due, done in raw.execute(SURPRISES, values).fetchall():
        if staff is None:
            open_[department] = due
        else:
            has = found.get(staff, (0, 0))
            found[staff] = has[0] + due, has[1] + done
    for each in departments.listed(raw):
        for staff in each.members:
            if staff in here and (left := open_.get(each.code, 0)):
                has = found.get(staff, (0, 0))
                found[staff] = has[0] + left, has[1]
    return found


def _values(hotel: Property, start: date, end: date) -> dict[str, Any]:
    zone = clock.zone(hotel.time_zone)
    return {
        "start": start,
        "end": end,
        "today": clock.today(hotel.time_zone),
        "since": datetime.combine(start, time(), zone),
        "until": datetime.combine(end + timedelta(days=1), time(), zone),
    }


REMARKS = """
SELECT coalesce(c.staff::text, 'clerk:' || t.clerk), c.staff, min(c.id), min(coalesce(nullif(c.name, ''), t.clerk)),
       count(*), count(t.completed_at), count(*) FILTER (WHERE t.completed_at <= t.due_at),
       count(*) FILTER (WHERE t.nickname_done), count(*) FILTER (WHERE t.tags_done), count(*) FILTER (WHERE t.phone_done),
       count(*) FILTER (WHERE t.description_done),
       coalesce(array_agg(t.wrong) FILTER (WHERE t.wrong <> ''), '{}'),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY
           greatest(0, floor(extract(epoch FROM t.completed_at - v.checked_out_at) / 60)))
           FILTER (WHERE t.completed_at IS NOT NULL)
  FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id
  LEFT JOIN stays_clerk c ON c.external_id = t.clerk
 WHERE v.check_in_on BETWEEN %(start)s AND %(end)s AND v.checked_out_at IS NOT NULL AND t.clerk <> ''
 GROUP BY 1, 2
"""
SCRIPTS = """
SELECT by, count(*), count(*) FILTER (WHERE used) FROM desk_scriptuse
 WHERE day BETWEEN %(start)s AND %(end)s AND by IS NOT NULL GROUP BY by
"""
REPLIES = "SELECT by, count(*) FROM desk_replyuse WHERE at >= %(since)s AND at < %(until)s AND by IS NOT NULL GROUP BY by"
EXERCISES = """
SELECT staff, count(*), count(*) FILTER (WHERE "right") FROM desk_exercise
 WHERE at >= %(since)s AND at < %(until)s GROUP BY staff
"""
# Undone is what is open after the day of arrival; whose department that is answers for it.
SURPRISES = """
SELECT department, CASE WHEN state <> 'open' THEN settled_by END AS who, count(*), count(*) FILTER (WHERE state = 'done')
  FROM desk_task
 WHERE kind = 'surprise' AND day BETWEEN %(start)s AND %(end)s
   AND (state = 'open' AND day < %(today)s OR state IN ('done', 'skipped') AND settled_by IS NOT NULL) GROUP BY 1, 2
"""
