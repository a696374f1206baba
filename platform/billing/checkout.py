"""From a trial, or from nothing, to a subscription: by Stripe's own page, so that no card ever comes here."""

from datetime import datetime, timedelta
from typing import Any

from billing import errands, gateway, heard, prices, reading
from billing.heard import Away, SaidNo
from billing.models import Account, Errand
from billing.turns import turn
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from staff import letters
from staff.links import console_link

TRIAL_CARRIED = timedelta(hours=48)  # Stripe takes no shorter trial at a checkout
LIVING = ("trialing", "active", "past_due", "unpaid", "paused")


class PaymentNotSetUp(Refused):
    code = "payment_not_set_up"
    status = 409
    zh = "本系统尚未接入支付，目前不会收取任何费用。"
    en = "Payment is not set up on this installation; nothing is charged."


class PaymentUnavailable(Refused):
    code = "payment_unavailable"
    status = 503
    zh = "支付服务暂时没有响应。您的操作已记下，系统会继续处理，不会重复扣款；请稍后再看。"
    en = "The payment service does not answer just now. What you asked for is noted and goes on; nothing is charged twice. Please look again shortly."

    def __init__(self, retry_after: int = 10, **facts: Any) -> None:
        super().__init__(retry_after=retry_after, **facts)


class PaymentRefused(Refused):
    code = "payment_refused"
    status = 422
    zh = "支付服务拒绝了这个操作：{says}"
    en = "The payment service refused: {says}"


class AlreadySubscribed(Refused):
    code = "already_subscribed"
    status = 409
    zh = "已有订阅。更换套餐请用“更换套餐”，付款方式请在支付页面修改。"
    en = "There is a subscription already. Change its plan, or its card at the payment pages."


class NotSubscribed(Refused):
    code = "not_subscribed"
    status = 409
    zh = "还没有订阅，请先选择套餐并付款。"
    en = "There is no subscription yet. Choose a plan and pay first."


def demand_ready() -> None:
    if not gateway.ready():
        raise PaymentNotSetUp


def subscribed(account: Account | None) -> bool:
    return account is not None and bool(account.subscription) and account.state in LIVING


def begin(chain: Chain, *, plan: str, interval: str, quantity: int) -> str:
    """The address of Stripe's page where this is paid. Clicked twice, it is the same page."""
    demand_ready()
    wanted = {"plan": plan, "interval": interval, "quantity": max(quantity, 1)}
    with turn(chain.pk):
        open_ones = Errand.objects.filter(chain=chain, kind="checkout", next_at__isnull=False)
        open_ones.exclude(wanted=wanted).update(next_at=None, result={"superseded": True})
        errand = open_ones.filter(wanted=wanted).order_by("id").last()
        if errand is None:
            errand = errands.want(chain.pk, "checkout", wanted, soon=False)
        return str(at_once(errand)["url"])


def at_once(errand: Errand) -> dict[str, Any]:
    """What doing it now gave; PaymentUnavailable while it has to wait, PaymentRefused when it never will be."""
    done = errands.do(errand.pk)
    if done.done_at is not None:
        return dict(done.result or {})
    if done.next_at is not None:
        left = (done.next_at - clock.now()).total_seconds()
        raise PaymentUnavailable(retry_after=max(int(left), 1), waiting=done.kind)
    raise PaymentRefused(says=done.error)


def make(errand: Errand) -> dict[str, Any]:
    """Do an errand of kind checkout: a page for these terms, and no other one open."""
    account, _ = Account.objects.get_or_create(
        chain_id=errand.chain_id, defaults={"state": "arranged", "since": clock.now()}
    )
    try:
        return _make(errand, account)
    except SaidNo as no:
        if not no.missing or subscribed(account):
            raise
    # Another account at Stripe than before, a stand-in that was emptied: what we knew of it is of no use.
    Account.objects.filter(pk=account.pk).update(customer=None, subscription=None)
    prices.sync()
    account.refresh_from_db()
    return _make(errand, account)


def _make(errand: Errand, account: Account) -> dict[str, Any]:
    chain, wanted = account.chain, errand.wanted
    if account.customer:
        _refuse_second(account)
    price = prices.of(wanted["plan"], wanted["interval"])
    customer = account.customer or _customer(errand, account)
    trial_end = carried_trial(account, clock.now())
    terms = {
        "huike_chain": chain.slug,
        "huike_plan": wanted["plan"],
        "huike_interval": wanted["interval"],
        "huike_quantity": str(wanted["quantity"]),
        # An empty value would not come back.
        **({"huike_trial_end": trial_end.isoformat()} if trial_end else {}),
    }
    for session in gateway.open_sessions(customer):
        if session.metadata == terms and session.url:
            return {"url": session.url, "session": session.id}
        _close(session, account)
    page = console_link(f"c/{chain.slug}/billing")
    made = gateway.make_session(
        f"huike-{errand.key}-{customer}-{price}",
        customer=customer,
        price=price,
        quantity=wanted["quantity"],
        trial_end=trial_end,
        reference=chain.slug,
        metadata=terms,
        locale="zh" if chain.locale.startswith("zh") else "en",
        paid=f"{page}?paid={{CHECKOUT_SESSION_ID}}",
        left=page,
    )
    return {"url": made.url, "session": made.id}


def carried_trial(account: Account, now: datetime) -> datetime | None:
    """The end of a trial that goes on under the subscription; None when it is over, or nearly."""
    ends = account.trial_ends_at
    if account.state == "trialing" and not account.subscription and ends and ends - now > TRIAL_CARRIED:
        return ends
    return None


def _refuse_second(account: Account) -> None:
    account_now = reading.read(account.pk)
    if subscribed(account_now):
        raise AlreadySubscribed


def _close(session: heard.Session, account: Account) -> None:
    """Shut a page with other terms. When it was paid in this moment, that payment holds."""
    try:
        gateway.expire_session(session.id)
    except SaidNo as no:
        _refuse_second(account)
        raise Away(f"A checkout is being paid just now: {no}", 5.0) from no


def with_email(account: Account) -> dict[str, Any]:
    """The account's details; an owner's address where none is given for invoices."""
    if account.details.get("email"):
        return dict(account.details)
    reached = letters.owners(account.chain)
    return {**account.details, "email": (reached[0].email or "") if reached else ""}


def _customer(errand: Errand, account: Account) -> str:
    """The chain as Stripe's customer, made once."""
    chain = account.chain
    made = gateway.make_customer(
        f"huike-{errand.key}-customer",
        name=chain.name,
        details=with_email(account),
        metadata={"huike_chain": chain.slug},
        locale="zh" if chain.locale.startswith("zh") else "en",
    )
    Account.objects.filter(pk=account.pk).update(customer=made)
    account.customer = made
    return made
