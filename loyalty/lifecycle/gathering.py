"""What the tables say of guests, as arrays: every visit up to a day, and from them facts, habits and spells.

A night reads all guests in COPY's binary form, whose rows of equal width are an array as they come; a visit reads a
handful by the same statements. Both go through the same code from there, so both come to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import psycopg

from chains.models import CHANNELS
from kernel.statements import Statements, array
from loyalty.lifecycle.assessment import Facts
from loyalty.lifecycle.latency import Flags, Ints, Spells, spells_of
from loyalty.lifecycle.stages import NEVER, Habits, day_number
from loyalty.lifecycle.wording import OVERSTAYED_DAYS
from tenants.models import Property

THURSDAY = 3  # 1970-01-01, when Monday is 0
HEADER, TRAILER = 19, 2  # of COPY's binary form: signature, flags and extension; -1

CHANNEL = (
    "CASE v.channel " + " ".join(f"WHEN '{name}' THEN {at}" for at, name in enumerate(CHANNELS)) + " END"
)
OF_GUESTS = "v.guest_id = ANY(%(guests)s::bigint[])"
VISITS = f"""
SELECT v.guest_id, v.id, v.ordinal::bigint, (v.check_in_on - DATE 'epoch')::bigint,
       CASE WHEN v.checked_out_at IS NULL THEN (v.check_out_on - DATE 'epoch')::bigint ELSE 0::bigint END,
       coalesce({CHANNEL}, -1)::bigint, coalesce(s.id, 0)::bigint, v.room_cents + v.other_cents, v.rate_cents
  FROM stays_visit v LEFT JOIN stays_source s ON s.name = v.source AND v.ordinal = 1
 WHERE v.check_in_on <= %(day)s::date AND {{of}}
"""  # noqa: S608 (put together from constants)
# The stays of visits: booked on the day of arrival, by the property's own calendar? And how many minutes before it.
BOOKED = """
SELECT v.guest_id, v.visit_id, ((v.booked_at AT TIME ZONE %(zone)s)::date >= v.check_in_on)::int::bigint,
       round(date_part('epoch', v.check_in - v.booked_at) / 60)::bigint
  FROM stays_stay v
 WHERE v.visit_id IS NOT NULL AND v.booked_at IS NOT NULL AND v.check_in_on <= %(day)s::date AND {of}
"""
# Whatever coupon was used on the stay, a campaign's too; who redeemed it may be another row of the person.
DISCOUNTED = """
SELECT DISTINCT v.visit_id FROM coupons_coupon c JOIN stays_stay v ON v.id = c.redeemed_stay_id
 WHERE c.state = 'redeemed' AND v.visit_id IS NOT NULL AND {of}
"""
# Win-backs that were sent after the last visit, and whose window has passed since.
UNANSWERED = """
SELECT v.guest_id, count(*)::bigint
  FROM campaigns_target t JOIN campaigns_campaign c ON c.id = t.campaign_id
  JOIN guests_guest r ON r.id = t.guest_id
  JOIN LATERAL (SELECT coalesce(r.merged_into_id, r.id) AS guest_id) v ON true
 WHERE t.decision = 'contact' AND t.sent_on IS NOT NULL AND c.kind IN ('win_back', 'dormant')
   AND t.sent_on + coalesce((c.document ->> 'window_days')::int, 30) < %(day)s::date
   AND t.sent_on > coalesce((SELECT x.check_in_on FROM stays_visit x
                              WHERE x.guest_id = v.guest_id AND x.check_in_on <= %(day)s::date
                              ORDER BY x.ordinal DESC LIMIT 1), DATE '-infinity')
   AND {of_person} GROUP BY v.guest_id
"""
# The rows that were merged into these guests too.
OF_PERSONS = """t.guest_id IN (SELECT unnest(%(guests)s::bigint[]) UNION ALL
    SELECT m.id FROM guests_guest m WHERE m.merged_into_id = ANY(%(guests)s::bigint[]))"""
# What staff say of the guest's motive stands above any rule.
PRICE = "SELECT v.guest_id FROM guests_profile v WHERE v.motive = 'price' AND {of}"
Answers = list["psycopg.Cursor[tuple[Any, ...]]"]
# Each with the number of its columns.
STATEMENTS = ((VISITS, 9), (BOOKED, 4), (DISCOUNTED, 1), (UNANSWERED, 2), (PRICE, 1))


@dataclass(frozen=True, slots=True)
class Seen:
    """Guests with at least one visit by the day, ascending; every array [n] but the last two parts, which are [visits].

    `facts.cohort` is 0 for everybody until cohorts are known; `channel` (place in CHANNELS, -1: another) and `source`
    (number of stays_source, 0: none) are of the first visit.
    """

    guest: Ints
    facts: Facts
    habits: Habits
    channel: Ints
    source: Ints
    rate_cents: Ints  # average
    ota: Ints  # visits by one
    weekend: Ints  # visits that began on a Friday or a Saturday
    lead_minutes: Ints  # summed over stays whose booking is known, of which there are `booked`
    booked: Ints
    unanswered: Ints
    price_said: Flags
    spell_of: Ints  # by visit: which guest
    spells: Spells


def send(raw: Statements, hotel: Property, day: date, guests: Sequence[int]) -> Answers:
    """Ask for everything of a handful of guests; `gather` reads the answers. Within raw.pipeline()."""
    asked: dict[str, Any] = {"day": day, "zone": hotel.time_zone, "guests": array(list(guests))}
    return [
        raw.execute(sql.format(of=OF_GUESTS, of_person=OF_PERSONS), asked, binary=True)
        for sql, _ in STATEMENTS
    ]


def gather(raw: Statements, hotel: Property, day: date, sent: Answers | None = None) -> Seen:
    """Everything by which guests (all, or those who were `sent` for) are judged on the day; none without a visit."""
    asked: dict[str, Any] = {"day": day, "zone": hotel.time_zone}
    if sent is None:
        visits, *rest = (_whole(raw, sql, asked, columns) for sql, columns in STATEMENTS)
    else:
        visits, *rest = (
            np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, columns)
            for cursor, (_, columns) in zip(sent, STATEMENTS, strict=True)
        )
    booked, discounted, unanswered, price = rest
    return _seen(
        visits[np.lexsort((visits[:, 2], visits[:, 0]))],
        today=day_number(day),
        booked=booked,
        discounted=discounted[:, 0],
        unanswered=unanswered,
        price=price[:, 0],
    )


def _whole(raw: Statements, sql: str, asked: dict[str, Any], columns: int) -> Ints:
    """[rows, columns] of a statement over all guests, whose columns are bigint and never null."""
    with (
        raw.connection.cursor() as cursor,
        cursor.copy(
            f"COPY ({sql.format(of='true', of_person='true')}) TO STDOUT (FORMAT BINARY)", asked
        ) as copy,
    ):
        found = b"".join(map(bytes, copy))
    record = np.dtype([("fields", ">i2"), *((f"{kind}{n}", width) for n in range(columns) for kind, width in
                       (("length", ">i4"), ("value", ">i8")))])  # fmt: skip
    rows = np.frombuffer(found[HEADER:-TRAILER], dtype=record)
    if np.any(rows["fields"] != columns) or any(np.any(rows[f"length{n}"] != 8) for n in range(columns)):
        raise ValueError("a statement gave other columns than numbers")
    return np.stack([rows[f"value{n}"].astype(np.int64) for n in range(columns)], axis=1)


def _seen(visits: Ints, *, today: int, booked: Ints, discounted: Ints, unanswered: Ints, price: Ints) -> Seen:
    """From visits sorted by guest and ordinal."""
    guest, number, _, day, leaves, channel, source, cents, rate = visits.T
    first = np.flatnonzero(np.append(True, guest[1:] != guest[:-1])[: len(guest)])
    last = np.append(first[1:], len(guest))[: len(first)] - 1
    count = last - first + 1
    of_guest = np.repeat(np.arange(len(first)), count)
    own = guest[first]

    def summed(each: Ints | Flags) -> Ints:
        if not len(first):
            return np.zeros(0, dtype=np.int64)
        return np.add.reduceat(each.astype(np.int64), first)

    on_coupon = np.isin(number, discounted)
    unplanned = (channel == CHANNELS.index("walk_in")) | np.isin(number, booked[booked[:, 2] > 0, 1])
    minutes, stays = _leads(own, booked)
    facts = Facts(
        cohort=np.zeros(len(first), dtype=np.int64),
        visits=count,
        first_on=day[first],
        previous_on=np.where(count > 1, day[np.maximum(last - 1, 0)], NEVER),
        last_on=day[last],
        spent_cents=summed(cents),
        first_cents=cents[first],
        in_house=leaves[last] > today - OVERSTAYED_DAYS,
    )
    habits = Habits(
        visits=count,
        discounted=summed(on_coupon),
        corporate=summed(channel == CHANNELS.index("corporate")),
        unplanned=summed(unplanned),
        own=summed(channel == CHANNELS.index("member")),
        rate_rank=np.zeros(len(first), dtype=np.float64),
    )
    return Seen(
        guest=own,
        facts=facts,
        habits=habits,
        channel=channel[first],
        source=source[first],
        rate_cents=summed(rate) // np.maximum(count, 1),
        ota=summed(channel == CHANNELS.index("ota")),
        weekend=summed(np.isin((day + THURSDAY) % 7, (4, 5))),
        lead_minutes=minutes,
        booked=stays,
        unanswered=_counted(own, unanswered),
        price_said=np.isin(own, price),
        spell_of=of_guest,
        spells=spells_of(of_guest, day, np.zeros_like(day), today),
    )


def _leads(guests: Ints, booked: Ints) -> tuple[Ints, Ints]:
    """Each guest's minutes from booking to arrival summed, and stays they are of, both [n]; rows as BOOKED gives them."""
    minutes, stays = np.zeros(len(guests), dtype=np.int64), np.zeros(len(guests), dtype=np.int64)
    at = np.searchsorted(guests, booked[:, 0])
    known = np.append(guests, -1)[at] == booked[:, 0]
    np.add.at(minutes, at[known], booked[known, 3])
    np.add.at(stays, at[known], 1)
    return minutes, stays


def _counted(guests: Ints, counts: Ints) -> Ints:
    """Each guest's number, [n], of rows (guest, number); 0 without a row."""
    numbers = np.zeros(len(guests), dtype=np.int64)
    at = np.searchsorted(guests, counts[:, 0])
    known = np.append(guests, -1)[at] == counts[:, 0]
    numbers[at[known]] = counts[known, 1]
    return numbers
