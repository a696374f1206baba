"""What a chain changes of its subscription itself: the plan, the details on its invoices; and what a plan would cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from billing import checkout, doing, errands, gateway, prices, reading
from billing.checkout import NotSubscribed, PaymentRefused, PaymentUnavailable
from billing.heard import Away, Line, SaidNo
from billing.limits import PlanLimit, fitting
from billing.models import Account
from billing.plans import CURRENCY, PLANS
from chains.models import Chain
from kernel import clock


def demand_room(code: str, properties: int, *, now_on: str) -> None:
    """Refuse (422) a plan that has no room for the properties there are."""
    limit = PLANS[code].limits.properties
    if limit is not None and properties > limit:
        fits = fitting(properties=properties)
        raise PlanLimit(
            what="properties", used=properties, limit=limit, plan=now_on, fits=fits.code if fits else None
        )


def change_plan(account: Account, *, plan: str, interval: str) -> None:
    """Another plan from now on. Should Stripe be away it goes on by itself, and is shown as waiting."""
    checkout.demand_ready()
    if not checkout.subscribed(account):
        raise NotSubscribed
    errand = errands.want(account.pk, "plan", {"plan": plan, "interval": interval}, soon=False)
    done = errands.do(errand.pk)
    if done.done_at is None and done.next_at is None:
        raise PaymentRefused(says=done.error)
    if done.result and "nothing" in done.result:
        raise NotSubscribed


def change_details(chain: Chain, details: dict[str, Any]) -> Account:
    """Keep what is printed on invoices, and have Stripe know it."""
    account, _ = Account.objects.get_or_create(
        chain=chain, defaults={"state": "arranged", "since": clock.now()}
    )
    Account.objects.filter(pk=account.pk).update(details=details)
    account.details = details
    if account.customer and gateway.ready():
        errands.want(account.pk, "details", {})
    return account


def portal(chain: Chain, account: Account | None, *, back: str) -> str:
    """The address of the chain's own page at Stripe: card, cancelling, invoices."""
    checkout.demand_ready()
    if account is None or not account.customer:
        raise NotSubscribed
    with answered():
        return gateway.portal(
            account.customer, back=back, locale="zh" if chain.locale.startswith("zh") else "en"
        )


def refresh(account: Account | None) -> None:
    """Read the account from Stripe now."""
    checkout.demand_ready()
    if account is not None:
        with answered():
            reading.read(account.pk)


def preview(
    account: Account | None, *, plan: str, interval: str, quantity: int
) -> tuple[int, str, tuple[Line, ...]]:
    """What would be charged at once: by Stripe's sum for who has a subscription, by the price list otherwise."""
    if account is not None and gateway.ready() and checkout.subscribed(account) and account.customer:
        with answered():
            sub = doing.living(account.pk)
            if sub is not None:
                return gateway.preview(
                    account.customer,
                    subscription=sub.id,
                    item=sub.item,
                    price=prices.of(plan, interval),
                    quantity=quantity,
                )
    chosen = PLANS[plan]
    whole = chosen.cents(interval) * quantity
    line = Line(f"{quantity} × {chosen.name} {chosen.name_en}", whole, quantity, False, None, None)
    later = account is not None and checkout.carried_trial(account, clock.now()) is not None
    return 0 if later else whole, CURRENCY, (line,)


@contextmanager
def answered() -> Iterator[None]:
    """What Stripe does not answer, or refuses, as a problem for whoever waits."""
    try:
        yield
    except Away as away:
        raise PaymentUnavailable(retry_after=max(int(away.after_s), 5)) from away
    except SaidNo as no:
        raise PaymentRefused(says=str(no)) from no
