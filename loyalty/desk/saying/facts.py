"""What is known of a guest, of his stays, of what he holds, and of the house: the only things a reply may say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

from kernel.statements import Statements
from loyalty.desk.saying import chances, holding, house, rooms, titles, wishes
from loyalty.desk.saying.days import Named
from loyalty.desk.saying.holding import Holding
from loyalty.desk.saying.known import Both, Fact, Sum
from loyalty.desk.saying.wishes import Noted
from loyalty.guests import preferences, profile
from loyalty.programme import card, versions
from loyalty.programme.benefits.channels import DISCOUNTED
from loyalty.programme.tiers.wording import missing
from loyalty.remarks.completion import own_words, says_nothing
from loyalty.stays.incoming import BLANK
from tenants.models import Property

MESSAGE, HOTEL = Both("客人的消息", "the message"), Both("门店", "the property")
DESCRIPTION, NOTES = Both("备注描述", "the remark"), Both("客人备注", "notes on the guest")
PREFERENCES, REQUESTS = Both("偏好", "preferences"), Both("这次订单的要求", "requests of the booking")
BOOKED, IN_HOUSE = Both("PMS 预订", "booked in the PMS"), Both("PMS 在住", "in house, says the PMS")


class Visit(msgspec.Struct, frozen=True):
    """The last visit that is over, or a stay that is booked or in house."""

    first: date
    last: date
    room_no: str
    room_type: str
    rate_cents: int
    requests: list[str] = []
    discounted: bool = True  # whether the member discount is owed on its bill


@dataclass(frozen=True, slots=True)
class Known:
    """Facts by field, the words that staff alone should see, and the day for which a room is booked."""

    facts: dict[str, Fact] = field(default_factory=dict)
    aside: tuple[Noted, ...] = ()
    booked: Visit | None = None
    in_house: bool = False


def of_house(raw: Statements, hotel: Property) -> dict[str, Fact]:
    """What holds whoever writes."""
    name = Fact(Both(hotel.name, hotel.name), HOTEL)
    return {"property": name, **house.facts(house.read(raw))}


def of_guest(
    raw: Statements, hotel: Property, rows: Sequence[int], unseen: Collection[str], today: date
) -> Known:
    """Of this person, over all rows, the standing one first. `unseen`: tags and preferences not for the caller's eyes."""
    found = raw.execute(GUEST, {"rows": list(rows), "today": today}).fetchone()
    house_facts = of_house(raw, hotel)
    if found is None:
        return Known(house_facts)
    name, gender, notes, tags, visits, channel, description, last, booked, here = found
    told = profile.of(raw, rows)
    described = own_words(description or "")
    described = "" if says_nothing(described) else described
    corporate = house_facts.pop("corporate_title", None)
    noted = "\n".join([described, notes or "", *(tag for tag in tags if tag not in unseen)])
    bearer = titles.Bearer(name, gender, told.occupation, noted, channel, minor=told.minor)
    title = corporate.value if corporate and isinstance(corporate.value, Both) else None
    visit, next_one, now = (_visit(each) for each in (last, booked, here))
    at_hand = now or next_one
    names = rooms.named(raw)
    wanted, aside = wishes.read(_noted(raw, rows, described, notes, at_hand, unseen))
    facts = {
        **house_facts,
        "name": Fact(Both(name, name), titles.NAME),
        **titles.of(bearer, title),
        **_visited(visit, visits, hotel.currency, names),
        **_booked(next_one, hotel.currency, names),
        **_here(now, hotel.currency),
        **_wished(wanted),
        **_held(_holding(raw, hotel, rows, today), hotel.currency, today),
    }
    if at_hand is not None and not at_hand.discounted:
        # He may mean this bill, on which the house owes none.
        facts.pop("discount", None)
    return Known(facts, tuple(aside), next_one, now is not None)


def of_message(day: Named | None) -> dict[str, Fact]:
    return {"asked_day": Fact(day.words, MESSAGE)} if day else {}


def _noted(
    raw: Statements,
    rows: Sequence[int],
    described: str,
    notes: str | None,
    stay: Visit | None,
    unseen: Collection[str],
) -> list[Noted]:
    """What was written down, the newest purpose first: this booking, the remark, preferences that still hold."""
    found = [Noted(REQUESTS, request) for request in (stay.requests if stay else [])]
    found += [Noted(DESCRIPTION, described)] if described else []
    found += [Noted(NOTES, notes)] if notes else []
    for code, value in raw.execute(PREFERRED, (list(rows),)).fetchall():
        if code not in unseen:
            # What was noted beside it stands for itself: 安静, and that it is the room at the end which he means.
            found.append(Noted(PREFERENCES, wishes.OF_PREFERENCES.get(code) or _word(code)))
            found += [Noted(PREFERENCES, value)] if value else []
    return found


def _word(code: str) -> str:
    return next((word.zh for word in preferences.STANDARD if word.code == code), code)


def _holding(raw: Statements, hotel: Property, rows: Sequence[int], today: date) -> Holding:
    published = versions.in_force(raw, today)
    if published is None:
        return holding.NOBODY
    return holding.of_card(published, card.parts(raw, hotel, published, rows, today), None)


def _visited(visit: Visit | None, visits: int, currency: str, names: Mapping[str, str]) -> dict[str, Fact]:
    if visit is None:
        return {}
    source = Both(f"{visit.first:%Y-%m-%d} 的入住", f"the visit of {visit.first:%Y-%m-%d}")
    facts = {"last_visit": Fact(visit.first, source), "visits": Fact(visits, Both("入住次数", "visits"))}
    return {**facts, **_room(visit, "last", currency, source, names)}


def _booked(visit: Visit | None, currency: str, names: Mapping[str, str]) -> dict[str, Fact]:
    if visit is None:
        return {}
    return {
        "booked_on": Fact(visit.first, BOOKED),
        "booked_until": Fact(visit.last, BOOKED),
        "booked_nights": Fact(max(1, (visit.last - visit.first).days), BOOKED),
        **_room(visit, "booked", currency, BOOKED, names),
    }


def _here(visit: Visit | None, currency: str) -> dict[str, Fact]:
    if visit is None:
        return {}
    found = _room(visit, "stay", currency, IN_HOUSE, {})
    found.pop("stay_room_type", None)
    return {"stay_until": Fact(visit.last, IN_HOUSE), **found}


def _room(
    visit: Visit, prefix: str, currency: str, source: Both, names: Mapping[str, str]
) -> dict[str, Fact]:
    """Room, type and rate, as far as the PMS named them; the type in English as the house calls it."""
    found = {}
    if visit.room_no.strip().casefold() not in BLANK:
        found[f"{prefix}_room"] = Fact(visit.room_no, source)
    if visit.room_type.strip().casefold() not in BLANK:
        found[f"{prefix}_room_type"] = Fact(rooms.said(visit.room_type, names), source)
    if visit.rate_cents > 0:
        found[f"{prefix}_rate"] = Fact(Sum(visit.rate_cents, currency), source)
    return found


def _wished(wanted: Sequence[wishes.Kept]) -> dict[str, Fact]:
    if not wanted:
        return {}
    words = Both(
        "，".join(each.wish.says.zh for each in wanted), ", ".join(each.wish.says.en for each in wanted)
    )
    read = [(each.source, each.wish.words) for each in wanted]
    source = Both(
        "；".join(f"{source.zh}：{said}" for source, said in read),
        "; ".join(f"{source.en}: {said}" for source, said in read),
    )
    return {"wishes": Fact(words, source)}


def _held(held: Holding, currency: str, today: date) -> dict[str, Fact]:
    """What the guest holds of the programme."""
    programme, ledger = chances.PROGRAMME, chances.LEDGER
    found: dict[str, Any] = {
        "tier": held.tier,
        "tier_until": held.tier_until,
        "discount": chances.fold(held.discount_percent) if held.discount_percent else None,
        **{f"{name}_left": _left(held, kind) for name, kind in LEFT.items()},
    }
    if held.next is not None:
        found["next_tier"] = held.next.name
        found["missing"] = Both(*missing(held.next.measure, held.next.missing))
        found["brings"] = _names(held.next.brings)
    facts = {name: Fact(value, programme) for name, value in found.items() if value is not None}
    if held.points is not None:
        facts["points"] = Fact(held.points, ledger)
        if cents := held.points_cents(held.points):
            facts["points_worth"] = Fact(Sum(cents, currency), programme)
    if held.ending is not None and held.ending[0] <= today + timedelta(days=chances.SOON_DAYS):
        facts["points_end_on"] = Fact(held.ending[0], ledger)
        facts["points_ending"] = Fact(held.ending[1], ledger)
    if held.wallet_cents is not None:
        facts["wallet"] = Fact(Sum(held.wallet_cents, currency), Both("储值账", "the stored-value ledger"))
    if held.coupons:
        coupon, source = held.coupons[0], Both("优惠券", "coupons")
        facts |= {"coupon": Fact(coupon.name, source), "coupon_says": Fact(coupon.says, source)}
        if coupon.expires_on is not None:
            facts["coupon_until"] = Fact(coupon.expires_on, source)
    return facts


LEFT = {"breakfast": "breakfast", "late": "late_checkout", "upgrade": "upgrade"}


def _left(held: Holding, kind: str) -> Both | None:
    """'免费早餐 2 份': what is left of the benefit of this kind; None when nothing is."""
    line = next((each for each in held.left if each.kind == kind and each.left != 0), None)
    if line is None:
        return None
    if line.left is None:
        return line.name
    return Both(f"{line.name.zh} {line.left} 次", f"{line.name.en} ({line.left})")


def _names(names: Sequence[Both]) -> Both | None:
    if not names:
        return None
    return Both("、".join(each.zh for each in names), ", ".join(each.en for each in names))


def _visit(told: str | None) -> Visit | None:
    return msgspec.json.decode(told, type=Visit) if told else None


_STAY = f"""
SELECT json_build_object('first', s.check_in_on, 'last', s.check_out_on, 'room_no', s.room_no, 'room_type', s.room_type,
         'rate_cents', s.rate_cents, 'requests', s.requests,
         'discounted', {DISCOUNTED})::text
  FROM stays_stay s WHERE s.guest_id = ANY(%(rows)s::bigint[])
"""  # noqa: S608 (put together from constants)
GUEST = f"""
SELECT g.name, g.gender, g.notes, g.tags, g.visits, g.channel,
       (SELECT r.description FROM remarks_remark r WHERE r.guest_id = ANY(%(rows)s::bigint[])
         ORDER BY r.written_at DESC LIMIT 1),
       (SELECT json_build_object('first', v.check_in_on, 'last', v.check_out_on, 'room_no', v.room_no,
                 'room_type', v.room_type, 'rate_cents', v.rate_cents)::text
          FROM stays_visit v WHERE v.guest_id = g.id AND v.checked_out_at IS NOT NULL ORDER BY v.ordinal DESC LIMIT 1),
       ({_STAY} AND s.status = 'booked' AND s.check_in_on >= %(today)s::date ORDER BY s.check_in_on, s.id LIMIT 1),
       ({_STAY} AND s.status = 'in_house' AND s.check_out_on >= %(today)s::date
         ORDER BY s.check_in_on DESC, s.id LIMIT 1)
  FROM guests_guest g WHERE g.id = (%(rows)s::bigint[])[1]
"""  # noqa: S608 (put together from constants)
PREFERRED = """
SELECT code, value FROM (
  SELECT DISTINCT ON (code) code, value, noted_at, expired_on FROM guests_preference
   WHERE guest_id = ANY(%s::bigint[]) ORDER BY code, noted_at DESC) p
 WHERE expired_on IS NULL ORDER BY noted_at, code
"""
