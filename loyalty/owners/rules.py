"""The property's rules of ownership, in their order. Without any nobody is given an owner by itself."""

from collections.abc import Sequence

from kernel.statements import Statements
from loyalty.owners import turns
from loyalty.owners.deciding import Rule
from tenants.models import Property

MOST = 50


def listed(raw: Statements) -> list[Rule]:
    return [Rule(*row) for row in raw.execute(ROWS).fetchall()]


def put(raw: Statements, hotel: Property, rules: Sequence[Rule]) -> None:
    """These are the rules from now on, in this order; who has an owner keeps him."""
    turns.take(raw, hotel.pk)
    raw.execute("DELETE FROM owners_rule")
    for position, rule in enumerate(rules, 1):
        values = (position, rule.fits, rule.value, rule.gives, rule.staff, rule.department, rule.active)
        raw.execute(ADD, values)


ROWS = "SELECT fits, gives, value, staff, department, active FROM owners_rule ORDER BY position, id"
ADD = """
INSERT INTO owners_rule (position, fits, value, gives, staff, department, active) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
