"""The plans' prices at Stripe, found by their lookup keys."""

from billing import gateway
from billing.models import Price
from billing.plans import CURRENCY, INTERVALS, PLANS
from billing.turns import PRICES, turn
from kernel import clock


def of(plan: str, interval: str) -> str:
    """Stripe's id of a plan's price; put there when it is missing."""
    if _known(plan, interval) is None:
        sync()
    return Price.objects.get(plan=plan, interval=interval, currency=CURRENCY).price


def plan_of(price: str) -> str:
    """The plan a price belongs to, as far as we know it; "" otherwise."""
    return Price.objects.filter(price=price).values_list("plan", flat=True).first() or ""


def complete() -> bool:
    return Price.objects.count() == len(PLANS) * len(INTERVALS)


def sync() -> dict[str, int]:
    """Have a price at Stripe for every plan and interval, and note which it is. Repeatable."""
    wanted = {
        plan.lookup_key(interval): (plan, interval) for plan in PLANS.values() for interval in INTERVALS
    }
    with turn(0, of=PRICES):
        there = {
            price.lookup_key: price.id
            for price in gateway.prices(list(wanted))
            if (named := wanted.get(price.lookup_key))
            and (price.amount_cents, price.currency, price.interval)
            == (named[0].cents(named[1]), CURRENCY, named[1])
        }
        made = {key: gateway.make_price(*wanted[key]) for key in wanted.keys() - there.keys()}
        rows = [
            Price(
                lookup_key=key,
                plan=plan.code,
                interval=interval,
                currency=CURRENCY,
                amount_cents=plan.cents(interval),
                price={**there, **made}[key],
                read_at=clock.now(),
            )
            for key, (plan, interval) in wanted.items()
        ]
        Price.objects.exclude(lookup_key__in=wanted).delete()
        Price.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["lookup_key"],
            update_fields=["plan", "interval", "currency", "amount_cents", "price", "read_at"],
        )
    return {"prices": len(wanted), "made": len(made)}


def _known(plan: str, interval: str) -> str | None:
    price = Price.objects.filter(plan=plan, interval=interval, currency=CURRENCY)
    return price.values_list("price", flat=True).first()
