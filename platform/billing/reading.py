"""What Stripe holds of a chain, written down. The only code that lets Stripe change an account.

It is read whole and anew each time: which event made us look, and in what order events came, plays no part.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from audit import recording
from billing import errands, gateway, prices
from billing.heard import Inv, Line, Seen, Sub
from billing.models import STATES, Account, Invoice
from billing.turns import turn
from kernel import clock

log = logging.getLogger(__name__)


def read(chain_id: int) -> Account | None:
    """The chain's account as Stripe has it now; Away or SaidNo when Stripe cannot be read.

    Turns are taken from before Stripe is asked until it is written: an older view never overwrites a newer one.
    """
    with turn(chain_id):
        account = Account.objects.filter(pk=chain_id).first()
        if account is None or not account.customer:
            return account
        return write(chain_id, gateway.seen(account.customer))


def chosen(known: str | None, since: datetime, subs: tuple[Sub, ...]) -> Sub | None:
    """The subscription that counts: the one known while it lives, else the oldest that lives, else the last ended.

    One that ended before the account came into its state by other means (a contract, a longer trial) counts no more.
    """
    living = sorted((sub for sub in subs if sub.lives), key=lambda sub: (sub.created, sub.id))
    if living:
        return next((sub for sub in living if sub.id == known), living[0])
    ended = [
        sub
        for sub in subs
        if sub.status == "canceled" and (sub.id == known or (sub.ended_at or sub.created) > since)
    ]
    return max(ended, key=lambda sub: (sub.created, sub.id), default=None)


@transaction.atomic
def write(chain_id: int, seen: Seen) -> Account:
    """Make the account what was seen, tell of what changed, and end what is paid for twice."""
    account = Account.objects.select_for_update(of=("self",)).select_related("chain").get(pk=chain_id)
    now = clock.now()
    sub = chosen(account.subscription, account.since, seen.subs)
    if sub is not None:
        before = _telling(account)
        take_over(account, sub, now)
        _tell(account, before)
        for other in seen.subs:
            if other.lives and other.id != sub.id:
                errands.cancel_second(account, other.id)
    account.details = filled(account.details, seen.details, account.chain.name)
    account.read_at = now
    account.save()
    _write_invoices(chain_id, seen.invoices)
    return account


def filled(ours: dict[str, Any], theirs: Mapping[str, Any], chain_name: str) -> dict[str, Any]:
    """Our details, and where we have none those typed at the payment page. Ours are never changed by it."""
    if not theirs:
        return ours
    told = {**theirs, "name": "" if theirs["name"] == chain_name else theirs["name"]}
    known = {name: ours.get(name) or told[name] for name in ("name", "tax_id", "email")}
    address = ours.get("address") or {}
    # An address is one thing: a city of one and a street of the other would be nowhere.
    return known | {"address": address if any(address.values()) else told["address"]}


def take_over(account: Account, sub: Sub, now: datetime) -> None:
    """Put a subscription's terms into the account. Nothing is saved here."""
    if sub.status != account.state and sub.status in STATES:
        # Who did not pay goes on not having paid: the days of grace are those since the first failure.
        if (account.state, sub.status) != ("past_due", "unpaid"):
            account.since = min(sub.ended_at or now, now) if sub.status == "canceled" else now
        account.state = sub.status
    account.subscription = sub.id
    account.plan = sub.plan or prices.plan_of(sub.price) or account.plan
    account.interval = sub.interval
    account.quantity = sub.quantity
    account.unit_cents = sub.unit_cents
    account.trial_ends_at = sub.trial_ends_at or account.trial_ends_at
    account.period_ends_at = sub.period_ends_at
    account.cancels_at_end = sub.cancels_at_end and sub.lives


def _telling(account: Account) -> dict[str, object]:
    return {
        name: getattr(account, name) for name in ("state", "subscription", "plan", "interval", "quantity")
    }


def _tell(account: Account, before: dict[str, object]) -> None:
    """One row in the audit log for each thing that changed, and a letter where somebody must act."""
    terms = {"plan": account.plan, "interval": account.interval, "quantity": account.quantity}
    if account.subscription != before["subscription"]:
        if account.state != "canceled":
            _record(account, "billing.subscribed", **terms)
    elif (account.plan, account.interval) != (before["plan"], before["interval"]):
        _record(account, "billing.plan_changed", was=before["plan"], **terms)
    elif account.quantity != before["quantity"]:
        _record(account, "billing.quantity_changed", was=before["quantity"], quantity=account.quantity)
    if account.state != before["state"]:
        _record(account, "billing.state_changed", **{"from": before["state"], "to": account.state})
        if account.state == "past_due":
            errands.want(account.pk, "letter", {"about": "past_due", "since": account.since.isoformat()})


def _record(account: Account, action: str, **facts: Any) -> None:
    recording.record(
        recording.SYSTEM, action, chain_id=account.pk, subject=account.subscription or "", **facts
    )


def _write_invoices(chain_id: int, invoices: tuple[Inv, ...]) -> None:
    rows = [
        Invoice(
            invoice=found.id,
            chain_id=chain_id,
            number=found.number,
            state=found.state,
            currency=found.currency,
            total_cents=found.total_cents,
            due_cents=found.due_cents,
            issued_at=found.issued_at,
            period_from=min((line.begins for line in found.lines if line.begins), default=None),
            period_to=max((line.ends for line in found.lines if line.ends), default=None),
            lines=[line_out(line) for line in found.lines],
            page=found.page,
            pdf=found.pdf,
        )
        for found in invoices
    ]
    changing = [
        "number", "state", "currency", "total_cents", "due_cents", "issued_at", "period_from", "period_to",
        "lines", "page", "pdf",
    ]  # fmt: skip
    Invoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["invoice"], update_fields=changing
    )


def line_out(line: Line) -> dict[str, object]:
    return {
        "says": line.says,
        "amount_cents": line.amount_cents,
        "quantity": line.quantity,
        "proration": line.proration,
        "from": line.begins and line.begins.isoformat(),
        "to": line.ends and line.ends.isoformat(),
    }
