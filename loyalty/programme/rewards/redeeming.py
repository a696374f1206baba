"""Points, or points and money, become a reward: at once, within stock and limits, and once per key.

The order is the order of locks: the person's membership, the reward's stock, coupons, and the ledger last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.ledger.posting import Posting, post
from loyalty.programme import periods
from loyalty.programme.benefits import staying
from loyalty.programme.benefits.entitling import Entitled, entitled
from loyalty.programme.coupons import issuing
from loyalty.programme.document import Programme
from loyalty.programme.points.moving import Act, note_family, paying
from loyalty.programme.rewards import fulfilling, playing, stocking, wording
from loyalty.programme.rewards.fulfilling import Fulfilment, New
from loyalty.programme.rewards.playing import Played, Price
from loyalty.programme.rewards.refusals import (
    EnoughOfThese,
    NoSuchReward,
    NotAMember,
    OneTicketAtATime,
    SoldOut,
    TierTooLow,
)
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.versions import Published
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What came of it. `to_pay_cents` is paid at the desk; `played`: what the ticket of a draw brought."""

    fulfilment: Fulfilment
    posting: Posting
    to_pay_cents: int
    played: Played | None = None


def redeem(
    raw: Statements,
    hotel: Property,
    published: Published,
    rows: Sequence[int],
    code: str,
    quantity: int,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> Redeemed:
    """Spend the person's points on so many of a reward; refused with nothing done. Must run in a transaction."""
    programme = published.programme
    member = entitled(raw, rows, programme, today)
    if member is None:
        raise NotAMember
    if before := _before(raw, key):
        return before
    reward = next((each for each in programme.rewards if each.code == code), None)
    if reward is None:
        raise NoSuchReward(reward=code)
    _allow(raw, programme, rows, reward, quantity, member, today)
    if reward.stock is not None and not stocking.take(raw, stocking.reward(code), quantity, reward.stock):
        left = reward.stock - stocking.taken(raw, [stocking.reward(code)]).get(stocking.reward(code), 0)
        raise SoldOut(name=reward.name, name_en=reward.name_en, left=max(0, left), asked=quantity)
    played = None
    coupons: list[str] = []
    if reward.kind == "draw":
        price = Price(reward.points, wording.REWARD, _facts(reward, quantity))
        played = playing.play(
            raw,
            hotel,
            published,
            rows,
            reward.game or "",
            key=f"{key}:draw",
            actor=actor,
            today=today,
            price=price,
        )
        posting = played.posting
    else:
        coupons = _coupons(raw, programme, reward, rows[0], quantity, key=key, actor=actor, today=today)
        posting = _pay(Act(raw, published, actor, key, today), rows, reward, quantity)
    new = _new(reward, rows[0], quantity, posting, coupons)
    fulfilment = fulfilling.put(raw, new, key=key, actor=actor, today=today)
    return Redeemed(fulfilment, posting, new.money_cents, played)


def _before(raw: Statements, key: str) -> Redeemed | None:
    """What this key did before."""
    done = fulfilling.by_key(raw, key)
    if done is None or done.posting is None:
        return None
    posting = ledger.posting(raw, done.posting)
    if posting is None:
        raise RuntimeError(f"fulfilment {done.id} names a posting that is not there")
    return Redeemed(done, posting, done.money_cents, playing.by_key(raw, f"{key}:draw"))


def _allow(
    raw: Statements,
    programme: Programme,
    rows: Sequence[int],
    reward: Reward,
    quantity: int,
    member: Entitled,
    today: date,
) -> None:
    """Refuse who stands too low, or had enough of it in this period."""
    if reward.kind == "draw" and quantity != 1:
        raise OneTicketAtATime
    if reward.from_tier and programme.rank(member.tier.code) < programme.rank(reward.from_tier):
        needed = programme.tier(reward.from_tier)
        raise TierTooLow(
            name=reward.name,
            name_en=reward.name_en,
            from_tier=reward.from_tier,
            tier_name=needed.name if needed else reward.from_tier,
            tier_name_en=needed.name_en if needed else reward.from_tier,
        )
    if reward.per_guest is None:
        return
    began_on = periods.span(reward.period, today, member.joined_on).began_on
    if reward.period == "stay":
        # Nobody names a stay for a reward: it counts from the day on which the present one began.
        stay = staying.scene(raw, rows, today).stay
        began_on = min(stay.check_in_on, today) if stay else today
    taken = raw.value(TAKEN, (list(rows), reward.code, began_on))
    if taken + quantity > reward.per_guest:
        raise EnoughOfThese(
            name=reward.name, name_en=reward.name_en, per_guest=reward.per_guest, taken=taken, asked=quantity
        )


def _coupons(
    raw: Statements,
    programme: Programme,
    reward: Reward,
    guest: int,
    quantity: int,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> list[str]:
    if reward.kind not in ("coupon", "night"):
        return []
    return [
        issuing.issue(
            raw,
            programme,
            reward.coupon or "",
            guest,
            origin=f"reward:{reward.code}",
            actor=actor,
            today=today,
            key=f"{key}:coupon:{n}",
        ).code
        for n in range(1, quantity + 1)
    ]


def _pay(act: Act, rows: Sequence[int], reward: Reward, quantity: int) -> Posting:
    """With the person's own points, and what is missing with the family's."""
    paid = paying(act, rows, reward.points * quantity)
    posting = post(
        act.raw,
        key=act.key,
        kind=wording.REWARD,
        moves=paid.moves,
        on=act.today,
        actor=act.actor,
        reason=wording.REWARD,
        facts=_facts(reward, quantity),
    )
    note_family(act, rows[0], paid, posting)
    return posting


def _facts(reward: Reward, quantity: int) -> dict[str, object]:
    return {
        "reward": reward.code,
        "name": reward.name,
        "name_en": reward.name_en,
        "quantity": quantity,
        "money": money.amount(money.cents(reward.money) * quantity),
    }


def _new(reward: Reward, guest: int, quantity: int, posting: Posting, coupons: Sequence[str]) -> New:
    cost = reward.price if reward.cost is None else reward.cost
    return New(
        guest=guest,
        code=reward.code,
        kind=reward.kind,
        name=reward.name,
        name_en=reward.name_en,
        quantity=quantity,
        points=reward.points * quantity,
        money_cents=money.cents(reward.money) * quantity,
        price_cents=money.cents(reward.price) * quantity,
        cost_cents=money.cents(cost) * quantity,
        posting=posting.id,
        limited=reward.stock is not None,
        done=not reward.confirmed or reward.kind in ("coupon", "night", "draw"),
        coupons=coupons,
    )


TAKEN = """
SELECT coalesce(sum(quantity), 0)::bigint FROM rewards_fulfilment
 WHERE guest_id = ANY(%s::bigint[]) AND code = %s AND game = '' AND day >= %s::date AND state <> 'cancelled'
"""
