"""To whom a campaign goes, counted before it does: every subtraction with its number, adding up exactly.

segment − excluded − secret − unreachable − no consent − opted out − minors − over frequency − restrained = holdout + contact
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.campaigns import counting, knowing, restraining, sifting
from loyalty.campaigns.document import CampaignAudience, Document, GapOffer, OnEvent, Schedule
from loyalty.campaigns.knowing import Known
from loyalty.campaigns.scheduling import gap_days
from loyalty.campaigns.sifting import SUBTRACTED, Decided
from loyalty.programme import versions
from loyalty.segments import compiling, keeping
from tenants.models import Property

BATCH = 5_000
SAMPLE = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """The audience as SQL on guests_guest g: who is in it, and who of them is excluded by name."""

    condition: str
    excluded: str
    parameters: Mapping[str, Any]


@dataclass
class Tally:
    """The numbers, as they are kept with the campaign."""

    segment: int = 0
    subtracted: dict[str, int] = field(default_factory=dict)  # excluded, and each of sifting.SUBTRACTED
    restrained: dict[str, list[int]] = field(default_factory=dict)  # reason -> [guests, saved cents]
    holdout: int = 0
    contact: int = 0

    def add(self, decided: Decided, n: int = 1) -> None:
        self.segment += n
        if decided.decision == "contact":
            self.contact += n
        elif decided.decision == "held_out":
            self.holdout += n
        elif decided.decision == "refrained":
            found = self.restrained.setdefault(decided.reason, [0, 0])
            found[0] += n
            found[1] += n * decided.saved_cents
        else:
            self.subtract(decided.reason, n)

    def subtract(self, reason: str, count: int = 1) -> None:
        self.subtracted[reason] = self.subtracted.get(reason, 0) + count

    def exclude(self, count: int) -> None:
        self.segment += count
        self.subtract("excluded", count)

    @property
    def saved_cents(self) -> int:
        return sum(saved for _, saved in self.restrained.values())

    def plus(self, before: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        """These numbers and those kept before, as JSON."""
        subtracted = dict(before.get("subtracted", {}))
        for reason, count in self.subtracted.items():
            subtracted[reason] = subtracted.get(reason, 0) + count
        restrained = {reason: list(pair) for reason, pair in before.get("restrained", {}).items()}
        for reason, (count, saved) in self.restrained.items():
            pair = restrained.setdefault(reason, [0, 0])
            pair[0], pair[1] = pair[0] + count, pair[1] + saved
        return {
            "segment": before.get("segment", 0) + self.segment,
            "subtracted": subtracted,
            "restrained": restrained,
            "holdout": before.get("holdout", 0) + self.holdout,
            "contact": before.get("contact", 0) + self.contact,
            "as_of": at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Sampled:
    """One guest of the sample, and what would be decided for him."""

    guest: int
    name: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counted:
    numbers: dict[str, Any]
    sample: list[Sampled]


def asked(raw: Statements, audience: CampaignAudience, today: date) -> Asked:
    """The audience as conditions. Raises NoSuchSegment, RuleRefused."""
    conditions: list[str] = []
    parameters: dict[str, Any] = {}
    rules: list[Any] = [audience.segment] if audience.segment is not None else []
    if audience.rule is not None:
        rules.append(msgspec.to_builtins(audience.rule))
    for n, rule in enumerate(rules):
        sql, bound = compiling.condition(keeping.rule_of(raw, rule, today), today, prefix=f"a{n}_")
        conditions.append(f"({sql})")
        parameters.update(bound)
    excluded = []
    for n, code in enumerate(audience.exclude):
        sql, bound = compiling.condition(keeping.rule_of(raw, code, today), today, prefix=f"x{n}_")
        excluded.append(f"({sql})")
        parameters.update(bound)
    return Asked(" AND ".join(conditions) or "true", " OR ".join(excluded) or "false", parameters)


def count(raw: Statements, hotel: Property, campaign_id: int, document: Document) -> Counted:
    """Everybody of the audience, as it stands now. Raises NoSuchSegment, RuleRefused."""
    place = knowing.place(raw, hotel, campaign_id, document)
    published = versions.in_force(raw, place.today)
    sift = sifting.sifting(place, published.programme if published else None)
    audience = asked(raw, document.audience, place.today)
    if any(isinstance(each.offer, GapOffer) for each in document.variants):
        # The gift is reckoned for each guest by himself.
        return one_by_one(raw, sift, audience)
    found = counting.grouped(
        raw,
        sift,
        condition=audience.condition,
        excluded=audience.excluded,
        again=again(document),
        parameters={**audience.parameters, **_about(place)},
        sample=SAMPLE,
    )
    tally = Tally()
    tally.exclude(found.excluded)
    for decided, n in found.groups:
        tally.add(decided, n)
    return Counted(tally.plus({}, clock.now()), sampled(raw, sift, found.sample))


def one_by_one(raw: Statements, sift: sifting.Sifting, audience: Asked) -> Counted:
    """The same, guest by guest."""
    tally = Tally()
    drawn: list[tuple[int, int]] = []
    ids, excluded = everybody(raw, audience, sift.place)
    tally.exclude(excluded)
    for start in range(0, len(ids), BATCH):
        for known in knowing.read(raw, sift.place, ids[start : start + BATCH]).values():
            tally.add(sifting.decide(sift, known))
            if not known.secret:
                drawn.append((scattered(known.id), known.id))
        drawn = heapq.nsmallest(SAMPLE, drawn)
    return Counted(tally.plus({}, clock.now()), sampled(raw, sift, [guest for _, guest in drawn]))


def everybody(raw: Statements, audience: Asked, place: knowing.Place) -> tuple[list[int], int]:
    """The ids of all guests of the audience who are not excluded, in order, and how many are."""
    found = raw.execute(
        EVERYBODY.replace("<audience>", audience.condition)
        .replace("<excluded>", audience.excluded)
        .replace("<again>", again(place.document)),
        {**audience.parameters, **_about(place)},
        prepare=False,
        binary=True,
    ).fetchall()
    ids = [guest for guest, out in found if not out]
    return ids, len(found) - len(ids)


def some(
    raw: Statements, audience: Asked, place: knowing.Place, after: int, limit: int
) -> list[tuple[int, bool]]:
    """The next guests of the audience by id, and whether each is excluded."""
    sql = (
        SOME.replace("<audience>", audience.condition)
        .replace("<excluded>", audience.excluded)
        .replace("<again>", again(place.document))
    )
    asked_for = {**audience.parameters, **_about(place), "after": after, "limit": limit}
    return raw.execute(sql, asked_for, prepare=False).fetchall()


def among(raw: Statements, audience: Asked, guests: list[int]) -> dict[int, bool]:
    """Of these guests those who are in the audience, and whether each is excluded."""
    sql = AMONG.replace("<audience>", audience.condition).replace("<excluded>", audience.excluded)
    return dict(raw.execute(sql, {**audience.parameters, "guests": guests}, prepare=False).fetchall())


def again(document: Document) -> str:
    """Without whom this campaign has decided for already: for good, or within the window when it comes again.

    By an event there is one decision for each occasion, whose key sees to that.
    """
    if isinstance(document.trigger, OnEvent):
        return "true"
    return AGAIN if isinstance(document.trigger, Schedule) else BEFORE


def _about(place: knowing.Place) -> dict[str, Any]:
    asked_for: dict[str, Any] = {"c_id": place.campaign_id}
    if isinstance(place.document.trigger, Schedule):
        asked_for |= {
            "c_today": place.today,
            "c_gap": gap_days(place.document.trigger, place.document.window_days),
        }
    return asked_for


def scattered(guest: int) -> int:
    """A number by which guests are drawn for the sample: the same whenever it is asked."""
    return guest * 2_654_435_761 % 2**32


def sampled(raw: Statements, sift: sifting.Sifting, ids: list[int]) -> list[Sampled]:
    return [_sampled(sift, known) for known in knowing.read(raw, sift.place, ids).values()]


def _sampled(sift: sifting.Sifting, known: Known) -> Sampled:
    decided = sifting.decide(sift, known)
    return Sampled(known.id, known.name, decided.decision, decided.reason)


def rows(numbers: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The subtractions in the order in which they are made, 0 where nobody was subtracted."""
    for reason in ("excluded", *SUBTRACTED):
        yield reason, int(numbers.get("subtracted", {}).get(reason, 0))


def adds_up(numbers: Mapping[str, Any]) -> bool:
    """What the page promises."""
    left = numbers["segment"] - sum(count for _, count in rows(numbers))
    left -= sum(count for count, _ in numbers["restrained"].values())
    return bool(left == numbers["holdout"] + numbers["contact"])


def why(decision: str, reason: str) -> tuple[str, str]:
    """A decision in words."""
    if decision == "contact":
        return "会联系", "Will be contacted"
    return restraining.says(reason)


BEFORE = (
    "g.id NOT IN (SELECT coalesce(r.merged_into_id, r.id) FROM campaigns_target t JOIN guests_guest r ON r.id = t.guest_id"
    " WHERE t.campaign_id = %(c_id)s AND t.reason <> 'replaced')"
)
AGAIN = BEFORE[:-1] + " AND t.chosen_on > %(c_today)s::date - %(c_gap)s::int)"
EVERYBODY = """
SELECT g.id, (<excluded>) FROM guests_guest g WHERE g.merged_into_id IS NULL AND (<audience>) AND <again> ORDER BY g.id
"""
SOME = """
SELECT g.id, (<excluded>) FROM guests_guest g
 WHERE g.merged_into_id IS NULL AND g.id > %(after)s AND (<audience>) AND <again> ORDER BY g.id LIMIT %(limit)s
"""
AMONG = """
SELECT g.id, (<excluded>) FROM guests_guest g
 WHERE g.merged_into_id IS NULL AND g.id = ANY(%(guests)s::bigint[]) AND (<audience>)
"""
