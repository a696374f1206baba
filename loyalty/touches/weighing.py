"""What a guest's visits say of his preferences: what to propose, what to give up, what has become doubtful. Pure.

A preference is proposed when it was asked for on at least three of the last five visits; a guest of two or three visits
has to have asked on two of them. What was asked for last must not be the contrary. Refused once, two more visits must
speak for it before it is proposed again.

A preference that is held is proposed to be dropped when the opposite was asked for since (on two visits: it is doubtful
from then on), or, where requests alone spoke for it, when it was not asked for on the last five visits. The answer depends
on the visits alone, never on the order in which they became known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from loyalty.guests.asking import Asked

LOOKS_AT = 5
ENOUGH = 3  # of the last five
ENOUGH_EARLY, EARLY = 2, 3  # so many of no more visits than these
ANEW = 2  # visits that must speak for it after a refusal
DOUBTFUL = 2  # visits that asked for the opposite


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit by its day of arrival, and what was asked on it."""

    day: date
    asked: Asked


@dataclass(frozen=True, slots=True)
class Held:
    """A preference as it is kept."""

    code: str
    origin: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proposal: in `seen` of the last `of` visits; evidence as (day, words), the newest first."""

    code: str
    drops: bool
    seen: int
    of: int
    evidence: tuple[tuple[date, str], ...]


@dataclass(slots=True)
class Verdict:
    """What is to be proposed, when a held preference was last asked for, and since when it is doubtful."""

    proposals: list[Wanted] = field(default_factory=list)
    seen_on: dict[str, date] = field(default_factory=dict)
    expired_on: dict[str, date] = field(default_factory=dict)


Refused = Mapping[
    tuple[str, bool], frozenset[date]
]  # (code, drops) -> the days that spoke for it when it was refused


def weigh(visits: Sequence[Visit], held: Sequence[Held], refused: Refused) -> Verdict:
    """Weigh the visits (any order; as many as are known)."""
    newest = sorted(visits, key=lambda visit: visit.day, reverse=True)
    verdict = Verdict()
    kept = {each.code for each in held}
    codes = dict.fromkeys(code for visit in newest[:LOOKS_AT] for code in visit.asked.for_)
    for code in codes:
        if code not in kept and (found := _spoken_for(code, newest, refused.get((code, False)))):
            verdict.proposals.append(found)
    for each in held:
        _weigh_held(each, newest, refused.get((each.code, True), frozenset()), verdict)
    return verdict


def speaking(code: str, visits: Sequence[Visit]) -> list[tuple[date, str]]:
    """The visits that ask for it, with the words that do."""
    return [(visit.day, visit.asked.for_[code]) for visit in visits if code in visit.asked.for_]


def _spoken_for(code: str, newest: Sequence[Visit], refused: frozenset[date] | None) -> Wanted | None:
    last = newest[:LOOKS_AT]
    evidence = speaking(code, last)
    needed = ENOUGH_EARLY if len(last) <= EARLY else ENOUGH
    if len(evidence) < needed:
        return None
    if refused is not None and sum(day not in refused for day, _ in evidence) < ANEW:
        return None
    contrary = [visit.day for visit in last if _contrary(code, visit)]
    if contrary and contrary[0] > evidence[0][0]:
        return None
    return Wanted(code, False, len(evidence), len(last), tuple(evidence))


def _weigh_held(held: Held, newest: Sequence[Visit], refused: frozenset[date], verdict: Verdict) -> None:
    asked = speaking(held.code, newest)
    if asked:
        verdict.seen_on[held.code] = asked[0][0]
    since = max([held.noted_on, *(day for day, _ in asked)])
    against = [
        (visit.day, visit.asked.against[held.code])
        for visit in newest
        if visit.day > since and _contrary(held.code, visit) and visit.day not in refused
    ]
    if len(against) >= DOUBTFUL:
        verdict.expired_on[held.code] = against[0][0]
    if len(against) >= (ANEW if refused else 1):
        of = sum(visit.day > since for visit in newest)
        verdict.proposals.append(Wanted(held.code, True, len(against), of, tuple(against)))
        return
    last = [visit.day for visit in newest[:LOOKS_AT] if visit.day > since]
    silent = held.origin == "requests" and len(last) == LOOKS_AT
    if silent and (not refused or sum(day not in refused for day in last) >= ANEW):
        evidence = tuple((day, "") for day in last)
        verdict.proposals.append(Wanted(held.code, True, len(last), len(last), evidence))


def _contrary(code: str, visit: Visit) -> bool:
    """It was asked against, and not for as well."""
    return code in visit.asked.against and code not in visit.asked.for_
