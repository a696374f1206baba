"""A short exercise for one person: chosen, mixed, answered, kept. There is no table of cases.

A case is a kind, the row it is made from and a seed, signed for this person at this property: whoever answers sends it
back, the case is made again, and the server judges. In which place the right answer stands comes from a keyed hash, so
the id does not give it away. One case counts once within thirty days, and is not asked again before.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.desk.saying import composing
from loyalty.desk.training import arriving, cases, misses, past, replying
from loyalty.desk.training.cases import WAYS, Case, Choice
from loyalty.desk.training.misses import Words
from tenants.models import Property

AGAIN_AFTER = timedelta(days=30)
ANSWER_WITHIN = timedelta(days=1)
LOOKS_BACK = timedelta(days=90)  # what somebody misses most
TRIED = 4  # rows of a kind for each case that is asked for
# With fewer past visits nothing can be told apart.
FEWEST = 3
KINDS = ("nickname", "missing_work", "reply", "script")
# What somebody misses most -> what he is asked first.
FOR = {"nickname": "nickname", "script": "script", "surprise": "script"}

TOO_FEW = Words(
    "门店的入住还太少，练习要等有了更多入住记录。", "There are too few past stays here for an exercise yet."
)
ALL_DONE = Words(
    "近 30 天的题都做过了，过几天再来。", "You have answered all of the last 30 days: come back later."
)


class NoSuchCase(Refused):
    code = "no_such_case"
    status = 404
    zh = "这道题不存在，或已经过期。"
    en = "There is no such case, or it is too old."


class NoSuchChoice(Refused):
    code = "no_such_choice"
    status = 422
    zh = "这道题没有这个选项。"
    en = "This case has no such choice."


@dataclass(frozen=True, slots=True)
class Asked:
    """One case as it is asked: its choices mixed, each with an id that says nothing."""

    id: str
    case: Case
    choices: list[tuple[str, Choice]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of an answer. `counted` is False where the case was answered before."""

    right: bool
    expected_id: str
    expected: Words
    because: Words
    counted: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """What stands in an id."""

    kind: str
    row: int  # of the visit, or the stay
    seed: int
    ways: tuple[str, ...]  # in which a nickname goes wrong here, the most frequent first

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row}"


def ask(raw: Statements, hotel: Property, staff: UUID, n: int) -> tuple[list[Asked], Words | None]:
    """n cases at most for this person; where there are fewer, why. The same until he answers, or the day ends."""
    today = clock.today(hotel.time_zone)
    pool = past.recent(raw, today)
    if len(pool) < FEWEST:
        return [], TOO_FEW
    everybody = misses.listed(raw, hotel, today - LOOKS_BACK, today)
    mine = [each for each in everybody if each.staff == staff]
    done = {key for (key,) in raw.execute(DONE, (staff, clock.now() - AGAIN_AFTER))}
    seed = _seed(staff, today)
    of_kind: dict[str, Collection[int]] = {
        "nickname": pool,
        "missing_work": pool,
        # A reply speaks of the last visit; what is wrong in it is of the one before.
        "reply": [visit for visit, ordinal in pool.items() if ordinal > 1],
        "script": arriving.today(raw, today),
    }
    # Each is tried once: where no row makes a case of this kind, a few of them say so.
    rows = {
        kind: iter([row for row in _mixed(of, kind, seed) if f"{kind}:{row}" not in done][: TRIED * n])
        for kind, of in of_kind.items()
    }
    asked: list[Asked] = []
    shown: set[tuple[bool, int]] = set()
    ways = _ways(mine, everybody)
    for kind in islice(cycle(_order(mine)), len(KINDS) * n):
        if len(asked) == n:
            break
        for row in rows[kind]:
            named = _Named(kind, row, seed + len(asked), ways)
            place = (kind == "script", row)  # a stay, or a visit
            if place in shown:
                continue
            if (case := _made(raw, hotel, named, today)) is not None:
                asked.append(_asked(hotel, staff, named, case))
                shown.add(place)
                break
    return asked, None if len(asked) == n else ALL_DONE if done else TOO_FEW


def answer(raw: Statements, hotel: Property, staff: UUID, case_id: str, choice: str) -> Judged:
    """Judge one answer, and keep it. In a transaction. Raises NoSuchCase, NoSuchChoice."""
    named = _read(hotel, staff, case_id)
    case = _made(raw, hotel, named, clock.today(hotel.time_zone))
    if case is None:
        raise NoSuchCase
    asked = _asked(hotel, staff, named, case)
    given = dict(asked.choices).get(choice)
    if given is None:
        raise NoSuchChoice
    right = given == case.right
    # Two clicks are one answer: whoever comes second finds the first.
    raw.execute(TURN, (f"exercise {staff} {named.key}",))
    values = {
        "staff": staff,
        "kind": named.kind,
        "key": named.key,
        "answer": given.text.zh[:240],
        "right": right,
        "now": clock.now(),
        "since": clock.now() - AGAIN_AFTER,
    }
    counted = raw.execute(KEEP, values).rowcount > 0
    expected_id = next(number for number, each in asked.choices if each == case.right)
    because = case.right.because if right else given.because
    return Judged(right, expected_id, case.right.text, because, counted)


def _made(raw: Statements, hotel: Property, named: _Named, today: date) -> Case | None:
    """The case, made anew; None when what it was made from is gone."""
    if named.kind == "script":
        return arriving.case(raw, hotel, named.row, today, named.seed)
    visit = past.one(raw, named.row)
    if visit is None:
        return None
    if named.kind == "nickname":
        return cases.nickname(visit, named.ways)
    if named.kind == "missing_work":
        return cases.missing_work(visit, _keyed(hotel, f"{named.key} {named.seed}")[0])
    if named.kind == "reply" and visit.before is not None:
        house = composing.house(raw)
        right = replying.says(house, visit, hotel.currency, today)
        stale = replying.says(house, visit.before, hotel.currency, today)
        return cases.reply(visit, right, stale) if right and stale else None
    return None


def _asked(hotel: Property, staff: UUID, named: _Named, case: Case) -> Asked:
    number = signing.dumps([named.kind, named.row, named.seed, list(named.ways)], salt=_salt(hotel, staff))
    ids = [
        (_keyed(hotel, f"{staff} {named.key} {named.seed} {each.key}").hex()[:12], each)
        for each in case.choices
    ]
    return Asked(number, case, sorted(ids, key=lambda pair: pair[0]))


def _read(hotel: Property, staff: UUID, case_id: str) -> _Named:
    try:
        kind, row, seed, ways = signing.loads(case_id, salt=_salt(hotel, staff), max_age=ANSWER_WITHIN)
    except signing.BadSignature as error:
        raise NoSuchCase from error
    return _Named(kind, row, seed, tuple(ways))


def _salt(hotel: Property, staff: UUID) -> str:
    """Of one person at one property: elsewhere the id says nothing."""
    return f"huike.training.{hotel.pk}.{staff}"


def _keyed(hotel: Property, said: str) -> bytes:
    return salted_hmac(f"huike.training.{hotel.pk}", said, algorithm="sha256").digest()


def _seed(staff: UUID, day: date) -> int:
    return int.from_bytes(hashlib.sha256(f"{staff} {day}".encode()).digest()[:4], "big")


def _mixed(rows: Collection[int], kind: str, seed: int) -> list[int]:
    """The rows in an order of this person and day."""
    return sorted(rows, key=lambda row: hashlib.sha256(f"{seed} {kind} {row}".encode()).digest())


def _order(mine: Sequence[misses.Misses]) -> list[str]:
    """Kinds of cases, first the one about what this person misses most."""
    found = misses.most(mine[0]) if mine else None
    first = FOR.get(found.what, "missing_work") if found else KINDS[0]
    return [first, *(kind for kind in KINDS if kind != first)]


def _ways(mine: Sequence[misses.Misses], everybody: Sequence[misses.Misses]) -> tuple[str, ...]:
    """How nicknames go wrong: with this person, then at this house, the most frequent first."""
    ways: list[str] = []
    for each in (misses.wrongs(mine), misses.wrongs(everybody)):
        ways += sorted((way for way in each if way in WAYS), key=lambda way: (-each[way], WAYS.index(way)))
    return tuple(dict.fromkeys(ways))


DONE = 'SELECT DISTINCT "case" FROM desk_exercise WHERE staff = %s AND at > %s'
TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s || ' ' || current_schema(), 0))"
KEEP = """
INSERT INTO desk_exercise (staff, kind, "case", answer, "right", at)
SELECT %(staff)s::uuid, %(kind)s::text, %(key)s::text, %(answer)s::text, %(right)s, %(now)s
 WHERE NOT EXISTS (SELECT FROM desk_exercise WHERE staff = %(staff)s::uuid AND "case" = %(key)s::text AND at > %(since)s)
"""
