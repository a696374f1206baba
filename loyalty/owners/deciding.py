"""Which rule gives a guest whom. Pure.

Rules are asked in their order; the first that fits and has somebody to give decides. A rule whose person has left, or
whose department is empty, gives nobody, and the next one is asked: a guest is never given to who is not there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

# Of these rules somebody is known who did it.
OF_SOMEBODY = ("added_contact", "checked_in")
# These say which tier, channel or tag.
OF_A_VALUE = ("tier", "channel", "tag")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the list."""

    fits: str
    gives: str
    value: str = ""
    staff: UUID | None = None
    department: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask about one guest."""

    guest: int
    added_contact: UUID | None = None  # who wrote his first remark
    checked_in: UUID | None = None  # the clerk of his last visit
    tier: str = ""
    channel: str = ""
    tags: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Who gets the guest, and by which rule."""

    guest: int
    staff: UUID
    department: str
    reason: str


@dataclass(slots=True)
class House:
    """Who is there, and how many guests each has so far; deciding counts on."""

    here: Collection[UUID]
    departments: Mapping[str, Sequence[UUID]]
    has: dict[UUID, int] = field(default_factory=dict)


def decide(rules: Sequence[Rule], guests: Iterable[Facts], house: House) -> list[Given]:
    """Whom each guest gets, in the order given; who gets nobody is left out. Counts what it gives into `house.has`."""
    given = []
    for facts in guests:
        if (found := whom(rules, facts, house)) is not None:
            house.has[found.staff] = house.has.get(found.staff, 0) + 1
            given.append(found)
    return given


def whom(rules: Sequence[Rule], facts: Facts, house: House) -> Given | None:
    """Whom this guest gets by the first rule that fits and has somebody."""
    for rule in rules:
        if rule.active and fits(rule, facts) and (staff := _gives(rule, facts, house)) is not None:
            return Given(facts.guest, staff, rule.department, rule.fits)
    return None


def fits(rule: Rule, facts: Facts) -> bool:
    match rule.fits:
        case "added_contact":
            return facts.added_contact is not None
        case "checked_in":
            return facts.checked_in is not None
        case "tier":
            return facts.tier == rule.value
        case "channel":
            return facts.channel == rule.value
        case "tag":
            return rule.value in facts.tags
    return rule.fits == "everybody"


def _gives(rule: Rule, facts: Facts, house: House) -> UUID | None:
    """The person, when he is there; of a department the one with the fewest guests, the first of them when several."""
    if rule.gives == "department":
        members = [each for each in house.departments.get(rule.department, ()) if each in house.here]
        return min(members, key=lambda each: house.has.get(each, 0), default=None)
    staff = rule.staff if rule.gives == "staff" else getattr(facts, rule.fits, None)
    return staff if staff in house.here else None
