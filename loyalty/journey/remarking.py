"""What staff write, carried on: a phone they enter may show that two guests are one person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from loyalty import journey
from loyalty.remarks import writing
from loyalty.remarks.writing import Writing, Written
from tenants.models import Property


@transaction.atomic
def write(hotel: Property, writings: Sequence[Writing]) -> list[Written | None]:
    """Apply writings in order; None for a guest who is not there. Inside in_property(hotel)."""
    written = writing.write(hotel.pk, writings)
    if entered := {result.guest_id for result in written if result and result.phone_entered}:
        journey.tell_apart(hotel, entered)
    return written


@transaction.atomic
def undo(hotel: Property, task_id: int, now: datetime) -> None:
    """Take a confirmation back, and with it what its phone had shown."""
    guest_id = writing.undo(hotel.pk, task_id, now)
    if guest_id is not None:
        journey.tell_apart(hotel, {guest_id})
