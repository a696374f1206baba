"""huike billing: what a chain pays, the prices at Stripe, and putting right what was lost."""

import argparse
from typing import Any

from billing import errands, gateway, inbox, prices, reading, reconciling
from billing.checkout import PaymentNotSetUp, PaymentRefused, PaymentUnavailable
from billing.heard import Away, SaidNo
from billing.models import Account, StripeEvent
from billing.standing import account_of, standing_of
from chains.opening import chain_named
from kernel import clock
from tenants import usage


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("billing", help="subscriptions: what chains pay, as Stripe has it")
    actions = group.add_subparsers(required=True, metavar="action")
    priced = actions.add_parser(
        "prices", help="have a price at Stripe for every plan (again: nothing changes)"
    )
    priced.set_defaults(run=put_prices)
    shown = actions.add_parser("show", help="one chain's account, and what still waits for Stripe")
    shown.add_argument("--chain", required=True)
    shown.add_argument("--read", action="store_true", help="read it from Stripe first")
    shown.set_defaults(run=show)
    mended = actions.add_parser("reconcile", help="fetch events that never came, and read all accounts anew")
    mended.set_defaults(run=mend)
    worked = actions.add_parser("work", help="apply events and do errands that are due, as the worker does")
    worked.set_defaults(run=work)
    for each in (priced, shown, mended, worked):
        each.add_argument("--json", action="store_true")


def put_prices(options: argparse.Namespace) -> dict[str, Any]:
    _demand_ready()
    try:
        return {"mode": gateway.mode(), **prices.sync()}
    except Away as away:
        raise PaymentUnavailable from away
    except SaidNo as no:
        raise PaymentRefused(says=str(no)) from no


def show(options: argparse.Namespace) -> dict[str, Any]:
    chain = chain_named(options.chain)
    if options.read:
        _demand_ready()
        try:
            reading.read(chain.pk)
        except Away as away:
            raise PaymentUnavailable from away
        except SaidNo as no:
            raise PaymentRefused(says=str(no)) from no
    account = Account.objects.filter(pk=chain.pk).first()
    standing = standing_of(account_of(chain), clock.now())
    return {
        "chain": chain.slug,
        "mode": gateway.mode(),
        "level": standing.level.value,
        "reason": standing.reason,
        "state": account.state if account else "arranged",
        "since": account.since if account else None,
        "plan": account.plan if account else "",
        "interval": account.interval if account else "",
        "paid_for": account.quantity if account else 0,
        "properties": usage.properties(chain),
        "trial_ends_at": account.trial_ends_at if account else None,
        "customer": account.customer if account else None,
        "subscription": account.subscription if account else None,
        "read_at": account.read_at if account else None,
        "waiting": [f"{errand.kind} since {errand.created_at}" for errand in errands.waiting(chain.pk)],
    }


def mend(options: argparse.Namespace) -> dict[str, Any]:
    _demand_ready()
    return dict(reconciling.reconcile(everything=True))


def work(options: argparse.Namespace) -> dict[str, Any]:
    done = {"events": inbox.work() if gateway.ready() else 0, "errands": errands.work()}
    return {**done, "events_waiting": StripeEvent.objects.filter(next_at__isnull=False).count()}


def _demand_ready() -> None:
    if not gateway.ready():
        raise PaymentNotSetUp
