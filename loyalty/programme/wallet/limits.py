"""How much a card may hold. Knows no database.

The law on single-purpose prepaid cards (单用途商业预付卡管理办法) allows 5,000 yuan on a card with a name and 1,000 on one
without. A guest has a named card when name and phone are known. What counts is the balance after the top-up, gift
included. A top-up above the programme's limit is refused; where a programme allows more than the law, what passes
the law's own figure is let through with a warning.
"""

from dataclasses import dataclass

from kernel import money
from loyalty.programme.wallet.refusals import OverLimit
from loyalty.programme.wallet.terms import Wallet

LAW_NAMED_CENTS = 500_000
LAW_UNNAMED_CENTS = 100_000


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one guest's card, and how much may still be added."""

    named: bool
    most_cents: int
    room_cents: int


def is_named(name: str, phone: str | None) -> bool:
    return bool(name.strip()) and bool(phone)


def limit_of(terms: Wallet, *, named: bool, balance_cents: int) -> Limit:
    most = money.cents(terms.named_max if named else terms.unnamed_max)
    return Limit(named, most, max(0, most - balance_cents))


def check(terms: Wallet, *, named: bool, balance_cents: int, added_cents: int) -> list[str]:
    """Refuse what passes the programme's limit; warn of what passes the law's."""
    limit = limit_of(terms, named=named, balance_cents=balance_cents)
    would_be = balance_cents + added_cents
    if would_be > limit.most_cents:
        raise OverLimit(
            would_be=money.amount(would_be),
            most=money.amount(limit.most_cents),
            room=money.amount(limit.room_cents),
            named=named,
        )
    return ["over_legal_limit"] if would_be > (LAW_NAMED_CENTS if named else LAW_UNNAMED_CENTS) else []


def total_warning(terms: Wallet, principal_cents: int) -> list[str]:
    """Whether all guests' principal together has passed what HQ wants to hear of."""
    passed = terms.warn_total is not None and principal_cents > money.cents(terms.warn_total)
    return ["total_principal"] if passed else []
