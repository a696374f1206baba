"""From settled guests to everything their stays cause: visits, ordinals, nickname, tasks, figures to renew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from kernel import phones
from loyalty.journey.following import Desk, fields, tasks
from loyalty.journey.recognising import Recognised
from loyalty.journey.scene import KnownVisit, Person, Raw
from loyalty.journey.writing import Batch, Changes, Ids, VisitWrite, give_ids, write, write_doubts
from loyalty.remarks import nickname
from loyalty.stays.incoming import Row, newest_first
from loyalty.stays.visits import visits_of


@dataclass(frozen=True, slots=True)
class House:
    """What deriving needs to know of the property."""

    property_id: int
    person_key: bytes
    desk: Desk
    shorts: dict[str, str]  # source -> its one character, where the property set one


def derive(
    raw: Raw, found: Recognised, touched: Iterable[int], house: House, ids: Ids, now: datetime
) -> list[int]:
    """Recompute these guests from their stays and write what differs. Doing it twice changes nothing.

    Returns the guests who stand for a person among them, new ones by the ids they were given.
    """
    scene, changes = found.scene, Changes()
    guests = [scene.guests[guest] for guest in touched if guest in scene.guests]
    stays_of: dict[int, list[Row]] = defaultdict(list)
    for stay in scene.stays.values():
        stays_of[stay.guest_id].append(stay)
    known = {visit.id: visit for visits in scene.visits.values() for visit in visits}
    kept: set[int] = set()
    visits_of_guest = {guest.id: _visits(guest, stays_of[guest.id], known, kept) for guest in guests}
    writes = [write for visits in visits_of_guest.values() for write in visits]
    changes.visits = [write for write in writes if _differs(write)]
    rows_touched = [*visits_of_guest, *scene.merged]
    changes.gone = [
        visit for row in rows_touched for visit in scene.visits.get(row, ()) if visit.id not in kept
    ]
    _note_months(changes, writes, scene.stays.values())
    real = give_ids(raw, scene, changes, ids)
    rows = [*guests, *scene.merged.values()]
    for guest in rows:
        guest.person = _person(guest, house)
    _note_people(rows, changes)
    batch = Batch(
        guests=rows,
        changes=changes,
        moved=_link(writes, [stay for guest in visits_of_guest for stay in stays_of[guest]], real),
        stays=[stay for stay in scene.stays.values() if stay.fresh],
        new_keys=[(real.get(guest, guest), key, entry) for guest, key, entry in found.new_keys],
        lost_keys=found.lost_keys,
        tasks=tasks(writes, house.desk, scene.remarks, house.shorts),
    )
    write(raw, house.property_id, batch, now)
    write_doubts(raw, found, real, now)
    return [guest.id for guest in guests]


def _visits(
    guest: Person, stays: list[Row], known: dict[int, KnownVisit], kept: set[int]
) -> list[VisitWrite]:
    """The guest's visits, each with the row it had before; describes the guest by them."""
    drafts = visits_of(stays)
    writes = []
    for draft in drafts:
        ids = {stay.visit_id for stay in draft.stays if stay.visit_id in known} - kept
        # The row whose task is done keeps its visit, else the oldest.
        old = min((known[i] for i in ids if i), key=lambda row: (not row.task_complete, row.id), default=None)
        if old is not None:
            kept.add(old.id)
        writes.append(VisitWrite(guest, draft, old, draft.ordinal == len(drafts), old.id if old else 0))
    _describe(guest, stays, writes)
    return writes


def _differs(write: VisitWrite) -> bool:
    old = write.known
    return old is None or old.guest_id != write.guest.id or old.values != write.values()


def _describe(guest: Person, stays: Sequence[Row], writes: Sequence[VisitWrite]) -> None:
    """What the guest's row says, from the newest stays backwards; what staff entered stays."""
    newest = newest_first(stays)
    if newest and "name" not in guest.by_hand:
        guest.name = newest[0].guest_name
    guest.pinyin = pinyin(guest.name)
    if newest and "phone" not in guest.by_hand:
        guest.phone = next((stay.phone for stay in newest if stay.phone), None)
    for name in ("gender", "email", "language"):
        if name not in guest.by_hand:
            setattr(guest, name, _newest_detail(newest, name) or getattr(guest, name))
    if "birthday" not in guest.by_hand and (born := _newest_detail(newest, "birthday")):
        guest.birthday = date.fromisoformat(born)
    guest.secret = any(stay.details.get("secret") for stay in stays)
    last = writes[-1] if writes else None
    guest.visits = len(writes)
    guest.nights = sum(write.draft.nights for write in writes)
    guest.spend_cents = sum(write.draft.room_cents + write.draft.other_cents for write in writes)
    guest.first_visit_on = writes[0].draft.check_in_on if writes else None
    guest.last_visit_on = last.draft.check_in_on if last else None
    guest.last_check_out_on = last.draft.check_out_on if last else None
    guest.channel = last.draft.shown.channel if last else ""
    guest.source = last.draft.shown.source if last else ""
    guest.room_no = last.draft.shown.room_no if last else ""
    guest.rate_cents = last.draft.shown.rate_cents if last else 0
    guest.nickname = nickname.full(fields(guest, last)) if last else ""
    guest.remark_complete = bool(last and last.known and last.known.task_complete)


def _newest_detail(newest: Sequence[Row], name: str) -> str | None:
    return next((stay.details[name] for stay in newest if stay.details.get(name)), None)


def _person(guest: Person, house: House) -> bytes:
    """Who this is within the chain: by the phone, else this guest of this property and nobody else."""
    return phones.keyed_hash(house.person_key, guest.phone or f"guest:{house.property_id}:{guest.id}")


def _note_months(changes: Changes, writes: Sequence[VisitWrite], stays: Iterable[Row]) -> None:
    """Months whose figures change: where visits were and where they are, and of stays that say something new.

    The last for the profit: it rests on more of a stay than its visit tells.
    """
    days = [write.draft.check_in_on for write in changes.visits]
    days += [visit.check_in_on for visit in changes.gone]
    days += [write.known.check_in_on for write in changes.visits if write.known]
    days += [write.draft.check_in_on for write in writes if any(stay.fresh for stay in write.draft.stays)]
    days += [stay.check_in_on for stay in stays if stay.fresh and stay.status != "booked"]
    changes.months = {day.replace(day=1) for day in days}


def _note_people(rows: Sequence[Person], changes: Changes) -> None:
    """Guests whose first or second visit, or whose person, may have changed."""
    changes.people = {write.guest.id for write in changes.visits if write.draft.ordinal <= 2}
    changes.people |= {visit.guest_id for visit in changes.gone}
    changes.people |= {write.known.guest_id for write in changes.visits if write.known}
    changes.people |= {guest.id for guest in rows if guest.person_was not in (None, guest.person)}


def _link(writes: Sequence[VisitWrite], stays: Iterable[Row], real: dict[int, int]) -> list[Row]:
    """Every stay knows its guest and visit; returns the stays not freshly sent for which that changed."""
    visit_of = {stay.external_id: write.id for write in writes for stay in write.draft.stays}
    moved = []
    for stay in stays:
        guest, visit = real.get(stay.guest_id, stay.guest_id), visit_of.get(stay.external_id)
        if not stay.fresh and (stay.visit_id, stay.guest_was) != (visit, guest):
            moved.append(stay)
        stay.guest_id, stay.visit_id = guest, visit
    return moved


@lru_cache(maxsize=50_000)
def pinyin(name: str) -> str:
    """What is typed to find a name: 'lisi ls' for 李四; names in other letters in lower case."""
    syllables = lazy_pinyin(name.replace(" ", ""), style=Style.NORMAL)
    whole = "".join(syllables).casefold()
    initials = "".join(syllable[:1] for syllable in syllables).casefold()
    return f"{whole} {initials}"[:260]
