"""Guests are judged: a whole property by night, whoever had a visit within seconds by what last night learnt.

One at a time per property: the lock is taken before anything is read, so that who writes later has read later. What
is written depends on the visits, the day and the basis alone; doing it again changes nothing.

The libraries behind it take half a second and 60 MB to load, and are loaded by whoever judges, not by whoever could.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kernel.statements import Statements
from loyalty.lifecycle import basis
from tenants.models import Property

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('lifecycle ' || current_schema(), 0))"
TRY = "SELECT pg_try_advisory_xact_lock(hashtextextended('lifecycle ' || current_schema(), 0))"


def alone(raw: Statements, *, wait: bool = True) -> bool:
    """Hold this property's lifecycle until the transaction ends; False when another has it and we do not wait."""
    if wait:
        raw.execute(LOCK)
        return True
    return bool(raw.value(TRY))


def night(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """Learn from all visits up to the day and judge everybody by it; what it came to. Inside the property."""
    from loyalty.lifecycle import judging

    with transaction.atomic():
        alone(raw)
        return judging.night(raw, hotel, day)


def follow(raw: Statements, hotel: Property, guests: Sequence[int], today: date) -> list[int]:
    """Judge these guests anew by what last night learnt; those whose stage or deviation changed, or who are new.

    Where nothing was learnt yet, or from far fewer guests than there are now, it is learnt at once. Inside the property.
    """
    from loyalty.lifecycle import gathering, judging

    with transaction.atomic():
        # One way there and back. Each statement sees what was written before it began, so: before we were alone.
        with raw.pipeline():
            alone(raw)
            newest = raw.execute(basis.STAMP)
            sent = gathering.send(raw, hotel, today, guests)
        return judging.follow(raw, hotel, guests, today, newest.fetchone(), sent)
