"""Points off a bill, and for a friend's stay. What is taken is decided purely; what is booked, in one posting."""

from dataclasses import dataclass
from datetime import date

from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading
from loyalty.ledger.posting import post
from loyalty.ledger.refusals import InsufficientPoints
from loyalty.programme.points import caps, turns
from loyalty.programme.points.moving import Act, Movement, moved, note_family, offered, paying
from loyalty.programme.points.refusals import (
    NothingToPay,
    NotTheFriends,
    SamePerson,
    TooMuchForTheBill,
)
from loyalty.programme.points.terms import Bill

BILL = "points.bill"
FRIEND = "points.friend"


@dataclass(frozen=True, slots=True)
class Off:
    """So many points take so much off, and so much is left to pay. Cents."""

    points: int
    off_cents: int
    to_pay_cents: int


def off_the_bill(terms: Bill, bill_cents: int, balance: int, wanted: int | None = None) -> Off:
    """What points take off a bill: pure. Without `wanted`, as many as are useful.

    The money off is rounded down to cents; when the points are not named, no more of them are taken than it needs.
    """
    worth_cents, unit = money.cents(terms.money), terms.points
    most_off = bill_cents * terms.max_percent // 100
    # The fewest points that take everything off that may be taken off.
    most = -(-most_off * unit // worth_cents) if worth_cents else 0
    if wanted is None:
        off = min(most_off, min(balance, most) * worth_cents // unit)
        points = -(-off * unit // worth_cents) if worth_cents else 0
    else:
        if wanted > most:
            raise TooMuchForTheBill(most=most, most_off=money.amount(most_off))
        points, off = wanted, min(most_off, wanted * worth_cents // unit)
    if not off:
        if wanted is None and balance < most:
            raise InsufficientPoints(balance=balance, asked=most)
        raise NothingToPay
    return Off(points, off, bill_cents - off)


def pay_bill(act: Act, guest: int, bill_cents: int, points: int | None = None, stay: str = "") -> Movement:
    """Take points off a bill (C56: 1,000 points off 400 yuan leave 350 to pay)."""
    offered(act.points.bill.enabled, "积分抵扣账单", "points off the bill")
    rows = turns.take(act.raw, [guest])[guest]
    balance = reading.usable(act.raw, rows, act.today).points
    off = off_the_bill(act.points.bill, bill_cents, balance, points)
    paid = paying(act, rows, off.points)
    posting = post(
        act.raw,
        key=act.key,
        kind=BILL,
        moves=paid.moves,
        on=act.today,
        actor=act.actor,
        reason=BILL,
        facts={"bill_cents": bill_cents, "off_cents": off.off_cents, "stay": stay},
    )
    note_family(act, rows[0], paid, posting)
    return moved(
        act,
        rows,
        posting,
        money_off=money.amount(off.off_cents),
        to_pay=money.amount(off.to_pay_cents),
        from_family=paid.from_family,
    )


def pay_friend(act: Act, guest: int, friend: int, stay: str, points: int) -> Movement:
    """A member's points pay for a friend's stay (C25), which is named; never more than the stay costs."""
    terms = act.points.friend
    offered(terms.enabled, "为朋友的入住付积分", "points for a friend's stay")
    persons = turns.take(act.raw, [guest, friend])
    rows, friends = persons[guest], persons[friend]
    if rows[0] == friends[0]:
        raise SamePerson
    cost = _left_to_pay(act.raw, friends, stay)
    caps.check(act.raw, rows, "friend", terms.cap, terms.cap_period, act.today, asked=points)
    rate = Bill(enabled=True, points=act.points.bill.points, money=act.points.bill.money)
    off = off_the_bill(rate, cost, points, points)
    paid = paying(act, rows, points)
    posting = post(
        act.raw,
        key=act.key,
        kind=FRIEND,
        moves=paid.moves,
        on=act.today,
        actor=act.actor,
        reason=FRIEND,
        facts={"stay": stay, "friend": friends[0], "off_cents": off.off_cents},
    )
    if not posting.replayed:
        caps.note(act.raw, rows[0], "friend", day=act.today, points=points, posting=posting.id, code=stay)
    note_family(act, rows[0], paid, posting)
    return moved(
        act,
        rows,
        posting,
        money_off=money.amount(off.off_cents),
        to_pay=money.amount(off.to_pay_cents),
        from_family=paid.from_family,
    )


def _left_to_pay(raw: Statements, friends: tuple[int, ...], stay: str) -> int:
    """What the friend's stay costs, without what points have paid of it. The friend's turn is held."""
    found = raw.execute(STAY, (stay, list(friends))).fetchone()
    if found is None:
        raise NotTheFriends(stay=stay)
    room_cents, rate_cents, check_in_on, check_out_on = found
    nights: int = max((check_out_on - check_in_on).days, 1) if isinstance(check_in_on, date) else 1
    # A stay that is not charged yet costs its rate by the night.
    cost = room_cents if room_cents > 0 else rate_cents * nights
    return max(int(cost) - int(raw.value(PAID, (stay,))), 0)


STAY = """
SELECT room_cents, rate_cents, check_in_on, check_out_on FROM stays_stay
 WHERE external_id = %s AND guest_id = ANY(%s::bigint[]) AND status NOT IN ('cancelled', 'no_show')
"""
PAID = """
SELECT coalesce(sum((p.facts ->> 'off_cents')::bigint), 0)::bigint
  FROM points_use u JOIN ledger_posting p ON p.id = u.posting
 WHERE u.what = 'friend' AND u.code = %s AND NOT u.undone
"""
