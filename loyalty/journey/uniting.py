"""Staff say that two guests are one person, or are not. Nothing is lost, and either can be undone."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty import journey
from loyalty.guests import turns
from loyalty.guests.models import Decision, Doubt, Guest
from tenants.context import raw_connection
from tenants.models import Property


class SameGuest(Refused):
    code = "same_guest"
    status = 422
    zh = "这已经是同一位客人。"
    en = "This is one guest already."


class NotMerged(Refused):
    code = "not_merged"
    status = 422
    zh = "这位客人没有被合并到这里，不能拆分。"
    en = "This guest is not merged into that one."


class ToldApart(Refused):
    code = "told_apart"
    status = 422
    zh = "这两位客人已被确认为不同的人；先撤销那次确认，再合并。"
    en = "These two were confirmed to be different people: undo that first."


@dataclass(frozen=True, slots=True)
class Separated:
    kept: int
    separated: int


def merge(hotel: Property, first: int, second: int, by: uuid.UUID | None) -> int:
    """Make two guests one person; returns the id that stands for both. Inside in_property(hotel)."""
    with transaction.atomic():
        turns.take(Statements(raw_connection()), hotel.pk)
        one, other = _standing(first), _standing(second)
        if one.pk == other.pk:
            raise SameGuest
        if Decision.objects.filter(
            first_id__in=(one.pk, other.pk), second_id__in=(one.pk, other.pk), same=False, undone_at=None
        ).exists():
            raise ToldApart
        _decide(one.pk, other.pk, same=True, by=by)
        journey.tell_apart(hotel, {one.pk, other.pk})
        kept, gone = sorted((one, other), key=lambda guest: guest.pk)
        gained = [tag for tag in gone.tags if tag not in kept.tags]
        Guest.objects.filter(pk=kept.pk).update(tags=[*kept.tags, *gained])
        Decision.objects.filter(
            first_id=min(one.pk, other.pk), second_id=max(one.pk, other.pk), undone_at=None
        ).update(gained_tags=gained)
        Doubt.objects.filter(guest_id=kept.pk, other_id=gone.pk, settled_at=None).update(
            settled_at=clock.now(), settled_by=by
        )
        return kept.pk


def unmerge(hotel: Property, standing: int, merged: int, by: uuid.UUID | None) -> Separated:
    """Take a merge back: the guest stands alone again with its own stays, tags and remark."""
    with transaction.atomic():
        turns.take(Statements(raw_connection()), hotel.pk)
        gone = Guest.objects.filter(pk=merged, merged_into_id=standing).first()
        if gone is None:
            raise NotMerged
        undone = Decision.objects.filter(
            same=True, undone_at=None, second_id=merged
        ) | Decision.objects.filter(same=True, undone_at=None, first_id=merged)
        gained = [tag for decision in undone for tag in decision.gained_tags]
        undone.update(undone_at=clock.now())
        # Keys may have joined them without anybody's word: then the word against it is what separates them.
        _decide(standing, merged, same=False, by=by)
        journey.tell_apart(hotel, {standing})
        kept = Guest.objects.get(pk=standing)
        Guest.objects.filter(pk=standing).update(tags=[tag for tag in kept.tags if tag not in gained])
        return Separated(standing, merged)


def settle(hotel: Property, doubt: int, *, same: bool, by: uuid.UUID | None) -> int:
    """Answer a doubt of the review list; returns the guest that stands for the first of the two."""
    with transaction.atomic():
        turns.take(Statements(raw_connection()), hotel.pk)
        found = Doubt.objects.get(pk=doubt, settled_at=None)
        one, other = _standing(found.guest_id), _standing(found.other_id)
        standing = one.pk
        if one.pk != other.pk:
            if same:
                standing = merge(hotel, one.pk, other.pk, by)
            else:
                _decide(one.pk, other.pk, same=False, by=by)
                journey.tell_apart(hotel, {one.pk, other.pk})
        Doubt.objects.filter(pk=doubt).update(settled_at=clock.now(), settled_by=by)
        return standing


def _standing(guest_id: int) -> Guest:
    guest = Guest.objects.get(pk=guest_id)
    return guest if guest.merged_into_id is None else Guest.objects.get(pk=guest.merged_into_id)


def _decide(one: int, other: int, *, same: bool, by: uuid.UUID | None) -> None:
    first, second = min(one, other), max(one, other)
    now = clock.now()
    Decision.objects.filter(first_id=first, second_id=second, same=not same, undone_at=None).update(
        undone_at=now
    )
    if not Decision.objects.filter(first_id=first, second_id=second, same=same, undone_at=None).exists():
        Decision.objects.create(first_id=first, second_id=second, same=same, decided_by=by, decided_at=now)
