"""Full punch cards bring their coupon, once; a card that is not full any more gives it back.

In the transaction of the journey, with the members' rows held. What is found is compared with what was given, so
doing it twice changes nothing:
- a full card that was not given yet brings a coupon under the key card:{code}:{guest}:{number};
- a given card that is not full any more (a stay was cancelled) loses its coupon while that is unused; a coupon that
  was used cannot be taken back, so the card stays given and is filled again before the next one is;
- a coupon that cannot be issued (sold out, out of budget) is owed: the card is kept, and each night tries again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.programme import notices
from loyalty.programme.coupons import issuing, redeeming
from loyalty.programme.coupons.refusals import (
    AlreadyUsed,
    BudgetSpent,
    EnoughOfThese,
    KindOver,
    SoldOut,
    UnknownKind,
)
from loyalty.programme.notices import Notice
from loyalty.programme.periods import span
from loyalty.programme.punchcards import wording
from loyalty.programme.punchcards.filling import Full
from loyalty.programme.punchcards.people import Given, Member, members, offered
from loyalty.programme.punchcards.terms import PunchCard
from loyalty.programme.tiers import membership
from loyalty.programme.versions import Published

BATCH = 2_000
TAKEN_BACK = "住N送1：入住已撤销 (a stay was taken back)"


@dataclass(slots=True)
class Told:
    """What came of it."""

    filled: int = 0
    voided: int = 0
    waiting: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A card that is full and was not given yet."""

    member: Member
    card: PunchCard
    number: int
    full: Full


def follow(raw: Statements, published: Published, guest_ids: Sequence[int], today: date) -> Told:
    """Give these guests the coupons of the cards they filled, and take back those of cards they did not."""
    told = Told()
    cards = published.programme.punch_cards
    if not cards or not guest_ids:
        return told
    since = offered(raw, published, keep=True)
    due: list[Due] = []
    undone: list[tuple[list[Given], int]] = []
    for member in members(raw, guest_ids, published, min(since.values())):
        for card in cards:
            filling = member.filling(card, since[card.code], today)
            given = member.full(card.code)
            number = max((each.number for each in member.given if _own(each, member, card)), default=0)
            new = filling.full[len(given) :]
            due += [Due(member, card, number + n, full) for n, full in enumerate(new, 1)]
            if len(filling.full) < len(given):
                undone.append((given[::-1], len(given) - len(filling.full)))
    told.voided = _take_back(raw, undone)
    _give(raw, published, due, today, told)
    return told


def run(raw: Statements, published: Published, day: date) -> Told:
    """One night: coupons that were owed; cards that a new version made full; progress told by month or quarter."""
    told = Told()
    cards = published.programme.punch_cards
    if not cards:
        return told
    since = offered(raw, published, keep=True)
    _issue_waiting(raw, published, day, told)
    telling = [card for card in cards if card.tell != "no" and span(card.tell, day).began_on == day]
    # A version may come into force after the night's work of its first day.
    new = day - published.effective_on <= timedelta(days=1)
    last = 0
    while telling or new:
        guests = [guest for (guest,) in raw.execute(GUESTS, (last, BATCH)).fetchall()]
        if not guests:
            break
        last = guests[-1]
        found = members(raw, guests, published, min(since.values()))
        _settle(raw, published, found, since, day, told)
        said = [
            notice
            for member in found
            for card in telling
            if (notice := _progress(published, member, card, since[card.code], day))
        ]
        told.told += notices.put(raw, said)
    return told


def _settle(
    raw: Statements,
    published: Published,
    found: Sequence[Member],
    since: Mapping[str, date],
    day: date,
    told: Told,
) -> None:
    """Follow those whose cards are not what was given, looking again with their memberships held."""
    unsettled = [
        member.guest
        for member in found
        if any(
            len(member.filling(card, since[card.code], day).full) != len(member.full(card.code))
            for card in published.programme.punch_cards
        )
    ]
    if not unsettled:
        return
    membership.join(raw, published.programme, unsettled, day)
    done = follow(raw, published, unsettled, day)
    told.filled += done.filled
    told.voided += done.voided
    told.waiting += done.waiting


def _own(given: Given, member: Member, card: PunchCard) -> bool:
    return given.code == card.code and given.guest == member.guest


def _take_back(raw: Statements, undone: Sequence[tuple[list[Given], int]]) -> int:
    """Void so many of each list, the newest first, whose coupon can still be taken back."""
    if not undone:
        return 0
    # All at once, in the order in which everybody locks coupons.
    redeeming.locked(raw, [card.coupon for given, _ in undone for card in given if card.coupon])
    voided: list[int] = []
    for given, many in undone:
        gone = (card.id for card in given if _cancelled(raw, card))
        voided += islice(gone, many)
    raw.execute(VOID, (clock.now(), voided))
    return len(voided)


def _cancelled(raw: Statements, card: Given) -> bool:
    """Whether the coupon is gone now, or never was."""
    if card.coupon is None:
        return True
    try:
        redeeming.cancel(raw, card.coupon, reason=TAKEN_BACK, by=SYSTEM.name)
    except AlreadyUsed as used:
        # Somebody at the desk cancelled it before: then it was taken back as well.
        return bool(used.facts["state"] == "void")
    return True


def _give(raw: Statements, published: Published, due: Sequence[Due], today: date, told: Told) -> None:
    if not due:
        return
    known = {kind.code: kind for kind in published.programme.coupons}
    if len(kinds := {each.card.coupon for each in due} & known.keys()) > 1:
        issuing.lock(raw, kinds)
    said: list[Notice] = []
    for each in due:
        guest, card = each.member.guest, each.card
        coupon = _issue(raw, published, card.coupon, guest, card.code, each.number, today)
        told.filled += 1
        told.waiting += coupon is None
        raw.execute(
            FILLED,
            (
                guest, card.code, each.number, card.counts, card.every, card.months, card.coupon,
                each.full.begun_on, each.full.filled_on, coupon, clock.now(),
            ),
        )  # fmt: skip
        if coupon is not None:
            said += _full(published, card.code, card.coupon, guest, each.number, today)
    notices.put(raw, said)


def _issue(
    raw: Statements, published: Published, kind: str, guest: int, code: str, number: int, today: date
) -> str | None:
    """The coupon's code; None while there is none to be had."""
    try:
        issued = issuing.issue(
            raw,
            published.programme,
            kind,
            guest,
            origin=f"card:{code}",
            actor=SYSTEM,
            today=today,
            key=f"card:{code}:{guest}:{number}",
        )
    except UNISSUABLE:
        return None
    return issued.code


def _issue_waiting(raw: Statements, published: Published, today: date, told: Told) -> None:
    """Try again to issue what is owed, with the members held: nobody takes such a card back meanwhile."""
    guests = [guest for (guest,) in raw.execute(WAITED_FOR).fetchall()]
    if not guests:
        return
    membership.join(raw, published.programme, guests, today)
    for card_id, guest, code, number, kind in raw.execute(WAITING).fetchall():
        coupon = _issue(raw, published, kind, guest, code, number, today)
        if coupon is None:
            told.waiting += 1
            continue
        raw.execute(ISSUED, (coupon, card_id))
        told.filled += 1
        notices.put(raw, _full(published, code, kind, guest, number, today))


def _full(published: Published, code: str, kind: str, guest: int, number: int, today: date) -> list[Notice]:
    card = next((each for each in published.programme.punch_cards if each.code == code), None)
    if card is None:
        return []  # not of this programme any more: the coupon itself is told with the others
    zh, en = wording.gift(next((each for each in published.programme.coupons if each.code == kind), None))
    facts = {
        "code": code,
        "name": card.name,
        "name_en": card.name_en,
        "counts": card.counts,
        "every": card.every,
        "gift_zh": zh,
        "gift_en": en,
    }
    return [Notice(guest, "punch_full", f"punch_full:{code}:{guest}:{number}", today, facts=facts)]


def _progress(published: Published, member: Member, card: PunchCard, since: date, day: date) -> Notice | None:
    """「再住 2 次就送 1 晚」, for whoever has begun a card; said once a month or quarter."""
    filling = member.filling(card, since, day)
    if card.tell == "no" or filling.have == 0:
        return None
    zh, en = wording.gift(
        next((each for each in published.programme.coupons if each.code == card.coupon), None)
    )
    facts = {
        "code": card.code,
        "name": card.name,
        "name_en": card.name_en,
        "counts": card.counts,
        "have": filling.have,
        "need": filling.need,
        "missing": filling.missing,
        "gift_zh": zh,
        "gift_en": en,
    }
    renews_on = span(card.tell, day).renews_on
    until = renews_on - timedelta(days=1) if renews_on else None
    key = f"punch_progress:{card.code}:{member.guest}:{day}"
    return Notice(member.guest, "punch_progress", key, day, until, facts)


UNISSUABLE = (SoldOut, BudgetSpent, EnoughOfThese, KindOver, UnknownKind)

GUESTS = """
SELECT m.guest_id FROM tiers_membership m JOIN guests_guest g ON g.id = m.guest_id
 WHERE g.merged_into_id IS NULL AND g.visits > 0 AND m.guest_id > %s ORDER BY m.guest_id LIMIT %s
"""
FILLED = """
INSERT INTO punchcards_card (guest_id, code, number, counts, every, months, gives, begun_on, filled_on, state, coupon,
    made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'full', %s, %s)
"""
VOID = "UPDATE punchcards_card SET state = 'void', voided_at = %s WHERE id = ANY(%s::bigint[])"
WAITED_FOR = """
SELECT DISTINCT coalesce(g.merged_into_id, g.id) FROM punchcards_card c JOIN guests_guest g ON g.id = c.guest_id
 WHERE c.coupon IS NULL AND c.state = 'full'
"""
WAITING = """
SELECT id, guest_id, code, number, gives FROM punchcards_card
 WHERE coupon IS NULL AND state = 'full' ORDER BY gives, id FOR UPDATE
"""
ISSUED = "UPDATE punchcards_card SET coupon = %s WHERE id = %s"
