"""Stays -> visits, pure: a guest's counted stays, merged where one begins on or before the day the last one ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from loyalty.stays.incoming import Row

_by_arrival = attrgetter("check_in", "check_out", "external_id")
_shown = attrgetter("check_in_on", "rate_cents", "external_id")


@dataclass(slots=True)
class Draft:
    """One visit as the stays make it. Money in cents; nights are the days between local dates, summed over the stays."""

    stays: list[Row]
    check_in_on: date
    check_out_on: date
    ordinal: int
    prev_on: date | None
    prev_channel: str
    nights: int = 0
    room_cents: int = 0
    other_cents: int = 0
    shown: Row = None  # type: ignore[assignment]  # set as soon as the visit is whole

    @property
    def clerk(self) -> str:
        """Who checked the guest in: the first stay that names somebody."""
        return next((stay.clerk for stay in self.stays if stay.clerk), "")

    @property
    def checked_out_at(self) -> datetime | None:
        """When the last stay ended; None while one is in house."""
        if any(stay.status == "in_house" for stay in self.stays):
            return None
        return max(stay.check_out for stay in self.stays)


def visits_of(stays: Iterable[Row]) -> list[Draft]:
    """The visits of one guest in order, ordinals from 1. Stays that are not counted are left out."""
    drafts: list[Draft] = []
    for stay in sorted((stay for stay in stays if stay.counted), key=_by_arrival):
        if drafts and stay.check_in_on <= drafts[-1].check_out_on:
            draft = drafts[-1]
            draft.check_out_on = max(draft.check_out_on, stay.check_out_on)
        else:
            draft = Draft([], stay.check_in_on, stay.check_out_on, len(drafts) + 1, None, "")
            drafts.append(draft)
        draft.stays.append(stay)
        draft.nights += (stay.check_out_on - stay.check_in_on).days
        draft.room_cents += stay.room_cents
        draft.other_cents += stay.fnb_cents + stay.other_cents
    previous: Draft | None = None
    for draft in drafts:
        # The remark shows the stay with the latest check-in date, then the highest rate, then the greatest id.
        draft.shown = draft.stays[0] if len(draft.stays) == 1 else max(draft.stays, key=_shown)
        if previous is not None:
            draft.prev_on, draft.prev_channel = previous.check_in_on, previous.shown.channel
        previous = draft
    return drafts
