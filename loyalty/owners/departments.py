"""The departments of a house and who works in each. The standard five are always there, with nobody in them at first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kernel.statements import Statements
from loyalty.owners import turns
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Department:
    """One of them; `members` are staff accounts."""

    code: str
    name: str
    name_en: str
    members: tuple[UUID, ...] = ()
    position: int = 100

    @property
    def words(self) -> dict[str, str]:
        """Its name in both languages; in one where the house gave it one only."""
        return {"zh": self.name, "en": self.name_en or self.name}


STANDARD = (
    Department("front_desk", "前台", "Front desk", position=10),
    Department("housekeeping", "客房", "Housekeeping", position=20),
    Department("fnb", "餐饮", "Food and beverage", position=30),
    Department("engineering", "工程", "Engineering", position=40),
    Department("management", "店长", "Management", position=50),
)


def listed(raw: Statements) -> list[Department]:
    """All of them in order: the house's own, and the standard ones as the house changed them or as they are."""
    rows = raw.execute(ROWS).fetchall()
    kept = {
        code: Department(code, name, name_en, tuple(members), position)
        for code, name, name_en, members, position in rows
    }
    missing = [each for each in STANDARD if each.code not in kept]
    return sorted([*kept.values(), *missing], key=lambda each: (each.position, each.code))


def named(raw: Statements) -> dict[str, Department]:
    """The same by code."""
    return {each.code: each for each in listed(raw)}


def words(known: dict[str, Department], code: str) -> dict[str, str]:
    """A department's name in both languages; one that was taken away is called by its code."""
    return known[code].words if code in known else {"zh": code, "en": code}


def put(raw: Statements, hotel: Property, wanted: Sequence[Department]) -> list[Department]:
    """These are the departments from now on, in this order; a standard one that is missing is as it was made."""
    placed = [replace(each, position=10 * number) for number, each in enumerate(wanted, 1)]
    turns.take(raw, hotel.pk)
    raw.execute("DELETE FROM owners_department")
    for each in placed:
        values = (each.code, each.name, each.name_en, list(each.members), each.position)
        raw.execute(ADD, values)
    return listed(raw)


ROWS = "SELECT code, name, name_en, members, position FROM owners_department"
ADD = """
INSERT INTO owners_department (code, name, name_en, members, position) VALUES (%s, %s, %s, %s::uuid[], %s)
"""
