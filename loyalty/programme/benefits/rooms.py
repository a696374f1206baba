"""Several rooms of one guest at once: what the earlier room is promised, the later one is not promised too.

A booked room has used nothing yet and belongs to no visit, so recorded uses alone would promise the one free upgrade of
the month to each of them. The earlier room is the one that begins first, of two on one day the one that was told of
first: that does not change when one of them is checked in. Rooms that follow one another do not count: between them there is time
to see what was used. Knows no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.benefits.worth import StayFacts, better_room, wanted

Use = tuple[str, date, str, int]  # code, day, stay, count


def guests_of(stay: str) -> str:
    """How many guests a booking is for, in SQL over this stay."""
    return f"greatest(1, coalesce(({stay}.details->>'adults')::int, 0) + coalesce(({stay}.details->>'children')::int, 0))"


def earlier_of_s(rows: str) -> str:
    """The column of a statement that reads a stay `s` of the person with these rows: read it with `earlier`."""
    return f"""(
SELECT json_agg(json_build_object('id', t.id, 'external_id', t.external_id, 'room_type', t.room_type,
         'rate_cents', t.rate_cents, 'check_in_on', t.check_in_on, 'check_out_on', t.check_out_on, 'guests',
         {guests_of("t")}
       ) ORDER BY t.check_in_on, t.id)::text
  FROM stays_stay t
 WHERE t.guest_id = ANY({rows}) AND t.status IN ('booked', 'in_house')
   AND (t.check_in_on, t.id) < (s.check_in_on, s.id) AND greatest(t.check_out_on, t.check_in_on + 1) > s.check_in_on)
"""  # noqa: S608 (put together from constants)


def earlier(told: str | None) -> tuple[StayFacts, ...]:
    """The rooms before this one, of which the guest has not left."""
    return msgspec.json.decode(told, type=tuple[StayFacts, ...]) if told else ()


def kept(
    benefit: Benefit,
    rooms: Sequence[StayFacts],
    uses: Iterable[Use],
    prices: Mapping[str, int],
    began_on: date,
    today: date,
) -> int:
    """How many of a benefit these rooms want in the period that began on this day and have not used yet."""
    used: dict[str, int] = {}
    for code, day, stay, count in uses:
        if code == benefit.code and day >= began_on:
            used[stay] = used.get(stay, 0) + count
    return sum(
        max(0, wants(benefit, room, prices) - used.get(room.external_id, 0))
        for room in rooms
        if max(today, room.check_in_on) >= began_on
    )


def wants(benefit: Benefit, room: StayFacts, prices: Mapping[str, int]) -> int:
    """How many one room can make use of in one period; the dearest room wants no upgrade."""
    if benefit.kind == "upgrade" and better_room(room, prices) is None:
        return 0
    count = wanted(benefit, room.guests, room.nights)
    return count // room.nights if benefit.period == "day" else count
