"""A tier for money by the price table, or for points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.recording import Actor
from kernel import money
from kernel.statements import Statements
from loyalty.ledger.posting import Debit, Posting, post
from loyalty.programme.tiers import giving
from loyalty.programme.tiers.giving import Given
from loyalty.programme.tiers.pricing import price_cents
from loyalty.programme.tiers.refusals import NotForPoints, NotForSale, WrongPrice
from loyalty.programme.tiers.windows import term_end
from loyalty.programme.versions import Published
from tenants.models import Property

KIND = "points.tier"


@dataclass(frozen=True, slots=True)
class Bought:
    """A tier for points: the posting that took them, and what is held now."""

    posting: Posting
    given: Given


def with_money(
    raw: Statements,
    hotel: Property,
    published: Published,
    guest_rows: Sequence[int],
    code: str,
    *,
    pay_cents: int,
    method: str,
    key: str,
    actor: Actor,
    today: date,
) -> Given:
    """C41: at the direct price, or the steps'. What is paid is told by the desk and must be the price."""
    programme = published.programme
    tier = giving.wanted(programme, code)
    state, again = giving.opened(raw, hotel, published, guest_rows, today, key)
    if again:
        return Given(state, again=True)
    giving.refuse_if_held(programme, state, tier)
    price = price_cents(programme, state.held.tier, code)
    if price is None:
        raise NotForSale(held=giving.name_of(programme, state.held.tier), tier=tier.name)
    if price != pay_cents:
        raise WrongPrice(price=money.amount(price), pay=money.amount(pay_cents))
    until = term_end(programme.tiers.standing, today)
    facts = {
        **giving.between(programme, state, tier),
        "paid": money.amount(price),
        "method": method,
        "until": str(until),
    }
    return giving.give(raw, hotel, programme, guest_rows[0], state, tier, "bought", until=until, reason="tier_bought", facts=facts,
        actor=actor, key=key, today=today,
    )  # fmt: skip


def with_points(
    raw: Statements,
    hotel: Property,
    published: Published,
    guest_rows: Sequence[int],
    code: str,
    *,
    key: str,
    actor: Actor,
    today: date,
) -> Bought:
    """C40: 20,000 points for gold. The points go and the tier comes in one transaction, the caller's."""
    programme = published.programme
    tier = giving.wanted(programme, code)
    state, again = giving.opened(raw, hotel, published, guest_rows, today, key)
    if not again:
        giving.refuse_if_held(programme, state, tier)
    if tier.points_price is None:
        raise NotForPoints(tier=tier.name)
    facts = {**giving.between(programme, state, tier), "points": tier.points_price}
    posting = post(
        raw,
        key=key,
        kind=KIND,
        moves=[Debit(list(guest_rows), ["base", "bonus"], tier.points_price, "redemption")],
        on=today,
        actor=actor,
        reason=KIND,
        facts={"tier": tier.code, "tier_name": tier.name, "tier_name_en": tier.name_en},
    )
    if again:
        return Bought(posting, Given(state, again=True))
    until = term_end(programme.tiers.standing, today)
    facts |= {"until": str(until), "posting": posting.id}
    given = giving.give(raw, hotel, programme, guest_rows[0], state, tier, "bought", until=until, reason="tier_bought", facts=facts,
        actor=actor, key=key, today=today,
    )  # fmt: skip
    return Bought(posting, given)
