"""Points for what a guest did (C63), bought with money, given to another guest, or given to leave two nights to go."""

from typing import Literal

from kernel import money
from loyalty.ledger import reading
from loyalty.ledger.posting import Carry, Credit, Move, post
from loyalty.programme.points import caps, expiring, gap, turns
from loyalty.programme.points.moving import SPENDABLE, Act, Movement, moved, offered
from loyalty.programme.points.refusals import (
    NoGiftNeeded,
    NotWhole,
    OverCap,
    SamePerson,
    SwitchedOff,
    UnknownCode,
)
from loyalty.programme.points.terms import EarnRule
from loyalty.programme.rewards.terms import Reward

ACTION = "points.action"
PURCHASE = "points.purchase"
TRANSFER = "points.transfer"
GIFT = "points.gift"

Kind = Literal["base", "bonus"]


def credit(
    act: Act, rows: tuple[int, ...], kind: str, points: int, origin: str, *, paying: bool = True
) -> Credit:
    """Points of today for this person, with the last day that the programme gives them."""
    return Credit(
        rows[0],
        kind,
        points,
        "issuance",
        earned_on=act.today,
        expires_on=expiring.last_day(act.points.expiry, act.today),
        origin=origin,
        # What was owed is paid from what the house gives, not from what somebody bought.
        debtors=rows if paying else (),
    )


def reward_action(act: Act, guest: int, action: str) -> Movement:
    """What the rules give for an action (a review, a birthday, a full profile), within their caps."""
    rules = [rule for rule in act.points.earn if rule.per == "action" and rule.action == action]
    if not act.points.enabled:
        raise SwitchedOff(what_zh="积分", what="points")
    if not rules:
        raise UnknownCode(asked=action)
    rows = turns.take(act.raw, [guest])[guest]
    shares = [(rule, points) for rule in rules if (points := _within_cap(act, rows, rule))]
    if not shares:
        raise OverCap(left=0, asked=sum(rule.points for rule in rules))
    moves: list[Move] = [credit(act, rows, rule.kind, points, ACTION) for rule, points in shares]
    posting = post(
        act.raw,
        key=act.key,
        kind=ACTION,
        moves=moves,
        on=act.today,
        actor=act.actor,
        reason=ACTION,
        facts={"action": action, "shares": [[rule.code, rule.kind, points] for rule, points in shares]},
    )
    if not posting.replayed:
        for rule, points in shares:
            caps.note(
                act.raw,
                rows[0],
                "action",
                day=act.today,
                points=points,
                posting=posting.id,
                code=rule.code,
            )
    return moved(act, rows, posting, action=action)


def _within_cap(act: Act, rows: tuple[int, ...], rule: EarnRule) -> int:
    """The rule's points, or what is left of its cap; capped per stay means: each time."""
    left = caps.left(act.raw, rows, "action", rule.cap, rule.cap_period, act.today, rule.code)
    return rule.points if left is None else min(rule.points, left)


def purchase(act: Act, guest: int, points: int, method: str) -> Movement:
    """Points bought in whole packages at the programme's price; they are bonus points. The cash is noted."""
    terms = act.points.purchase
    offered(terms.enabled, "购买积分", "points for money")
    if points % terms.points:
        raise NotWhole(multiple=terms.points)
    rows = turns.take(act.raw, [guest])[guest]
    caps.check(act.raw, rows, "purchase", terms.cap, terms.cap_period, act.today, asked=points)
    price_cents = points // terms.points * money.cents(terms.money)
    posting = post(
        act.raw,
        key=act.key,
        kind=PURCHASE,
        moves=[credit(act, rows, "bonus", points, PURCHASE, paying=False)],
        on=act.today,
        actor=act.actor,
        reason=PURCHASE,
        facts={"paid_cents": price_cents, "method": method},
    )
    if not posting.replayed:
        caps.note(act.raw, rows[0], "purchase", day=act.today, points=points, posting=posting.id)
    return moved(act, rows, posting, paid=money.amount(price_cents), method=method)


def transfer(act: Act, guest: int, to: int, points: int) -> Movement:
    """Points for another guest, soonest to expire first; each keeps its kind and its last day."""
    terms = act.points.transfer
    offered(terms.enabled, "积分转赠", "points for another guest")
    persons = turns.take(act.raw, [guest, to])
    rows, others = persons[guest], persons[to]
    if rows[0] == others[0]:
        raise SamePerson
    caps.check(act.raw, rows, "transfer", terms.cap, terms.cap_period, act.today, asked=points)
    posting = post(
        act.raw,
        key=act.key,
        kind=TRANSFER,
        moves=[Carry(rows, SPENDABLE, points, others[0])],
        on=act.today,
        actor=act.actor,
        reason=TRANSFER,
        facts={"from": rows[0], "to": others[0]},
    )
    if not posting.replayed:
        caps.note(act.raw, rows[0], "transfer", day=act.today, points=points, posting=posting.id)
    return moved(act, rows, posting, to=str(others[0]))


def gap_of(act: Act, rows: tuple[int, ...], reward: Reward, nights: int) -> gap.Gap | None:
    """The gift that leaves this guest so many nights short of the reward, by the rate of the last visit (C74)."""
    balances = reading.usable(act.raw, rows, act.today)
    found = act.raw.execute(LAST_VISIT, (rows[0], list(rows))).fetchone()
    rate_cents, channel, room_type, tier_code = found or (0, "", "", "")
    tier = act.programme.tier(tier_code or "") or act.programme.tiers.levels[0]
    per_night = gap.points_a_night(act.points, rate_cents, tier.bonus_percent, channel, room_type)
    coming = balances.points + balances.pending
    return gap.gap_gift(balance=coming, price=reward.points, per_night=per_night, nights=nights)


def give_gap(act: Act, guest: int, code: str, nights: int) -> Movement:
    """Give exactly that gift, as bonus points."""
    reward = next((each for each in act.programme.rewards if each.code == code), None)
    if reward is None:
        raise UnknownCode(asked=code)
    rows = turns.take(act.raw, [guest])[guest]
    found = gap_of(act, rows, reward, nights)
    if found is None:
        raise NoGiftNeeded(nights=nights)
    posting = post(
        act.raw,
        key=act.key,
        kind=GIFT,
        moves=[credit(act, rows, "bonus", found.gift, GIFT, paying=False)],
        on=act.today,
        actor=act.actor,
        reason=GIFT,
        facts={"reward": code, "name": reward.name, "name_en": reward.name_en, "nights": nights},
    )
    return moved(
        act,
        rows,
        posting,
        gap={
            "reward": code,
            "price": found.price,
            "per_night": found.per_night,
            "nights": nights,
            "gift": found.gift,
        },
    )


LAST_VISIT = """
SELECT v.rate_cents, v.channel, v.room_type,
       (SELECT m.tier FROM tiers_membership m WHERE m.guest_id = %s)
  FROM stays_visit v WHERE v.guest_id = ANY(%s::bigint[]) ORDER BY v.check_in_on DESC LIMIT 1
"""
