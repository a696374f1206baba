"""9分享兑: a coupon of high value for very few points, for whoever met a condition (C60)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.statements import Statements
from loyalty.ledger.posting import post
from loyalty.programme.coupons import issuing
from loyalty.programme.coupons.issuing import Issued
from loyalty.programme.points import caps, turns
from loyalty.programme.points.moving import Act, Movement, moved, note_family, paying
from loyalty.programme.points.refusals import NotMet, Over, OverCap, UnknownCode
from loyalty.programme.points.terms import Condition, NineOffer, Points
from loyalty.programme.tiers.windows import first_day

NINE = "points.nine"
MEASURES = {"visits": ("次入住", "visits"), "nights": ("间夜", "nights"), "spend": ("元消费", "yuan spent")}
DONE = """
SELECT count(*), coalesce(sum(nights), 0)::bigint, (coalesce(sum(room_cents + other_cents), 0) / 100)::bigint
  FROM stays_visit WHERE guest_id = ANY(%s::bigint[]) AND checked_out_at IS NOT NULL
   AND check_in_on >= %s AND check_in_on <= %s
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a guest is on the way to an offer."""

    have: int
    need: int
    first: date

    @property
    def met(self) -> bool:
        return self.have >= self.need


def progress(raw: Statements, rows: Sequence[int], condition: Condition, today: date) -> Progress:
    """What counts of the person's visits within the calendar months that end today."""
    first = date.fromordinal(first_day(today.toordinal(), condition.months))
    visits, nights, spend = raw.execute(DONE, (list(rows), first, today)).fetchone() or (0, 0, 0)
    have = {"visits": visits, "nights": nights, "spend": spend}[condition.measure]
    return Progress(have, condition.at_least, first)


def told(raw: Statements, rows: Sequence[int], points: Points, today: date) -> list[dict[str, Any]]:
    """The offers that run today, each with how far this person is."""
    found = []
    for offer in points.nine_offers:
        if offer.until is not None and offer.until < today:
            continue
        way = progress(raw, rows, offer.condition, today)
        found.append(
            {
                "code": offer.code,
                "name": offer.name,
                "name_en": offer.name_en,
                "points": offer.points,
                "coupon": offer.coupon,
                "until": offer.until,
                "measure": offer.condition.measure,
                "months": offer.condition.months,
                "have": way.have,
                "need": way.need,
                "met": way.met,
            }
        )
    return found


def take(act: Act, guest: int, code: str) -> tuple[Movement, Issued]:
    """Redeem the offer: the coupon is issued and the points are taken, or neither."""
    offer = next((each for each in act.points.nine_offers if each.code == code), None)
    if offer is None:
        raise UnknownCode(asked=code)
    if offer.until is not None and offer.until < act.today:
        raise Over(until=offer.until)
    rows = turns.take(act.raw, [guest])[guest]
    _check(act, rows, offer)
    coupon = issuing.issue(
        act.raw,
        act.programme,
        offer.coupon,
        rows[0],
        origin=f"nine:{offer.code}",
        actor=act.actor,
        today=act.today,
        key=act.key,
    )
    paid = paying(act, rows, offer.points)
    posting = post(
        act.raw,
        key=act.key,
        kind=NINE,
        moves=paid.moves,
        on=act.today,
        actor=act.actor,
        reason=NINE,
        facts={"offer": offer.code, "name": offer.name, "name_en": offer.name_en, "coupon": coupon.code},
    )
    if not posting.replayed:
        caps.note(
            act.raw, rows[0], "nine", day=act.today, points=offer.points, posting=posting.id, code=offer.code
        )
    note_family(act, rows[0], paid, posting)
    return moved(act, rows, posting, from_family=paid.from_family), coupon


def _check(act: Act, rows: Sequence[int], offer: NineOffer) -> None:
    """Refuse who has not met the condition, or had the offer often enough."""
    found = progress(act.raw, rows, offer.condition, act.today)
    if not found.met:
        zh, en = MEASURES[offer.condition.measure]
        raise NotMet(
            have=found.have,
            at_least=found.need,
            months=offer.condition.months,
            measure_zh=zh,
            measure=en,
        )
    had = caps.used(act.raw, rows, "nine", offer.period, act.today, offer.code).times
    if had >= offer.per_guest:
        raise OverCap(left=0, asked=1)
