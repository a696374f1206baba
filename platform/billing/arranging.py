"""What an operator settles with a chain by hand: a contract outside Stripe, or a longer trial."""

from datetime import datetime, timedelta

from django.db import transaction

from billing.models import Account
from billing.plans import TRIAL_PLAN
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused

LONGEST_TRIAL = timedelta(days=365)


class HasSubscription(Refused):
    code = "has_subscription"
    status = 409
    zh = "该连锁在 Stripe 有订阅，请先在 Stripe 取消或修改。"
    en = "This chain has a subscription at Stripe. Cancel or change it there first."


class BadTrialEnd(Refused):
    code = "bad_trial_end"
    status = 422
    zh = "试用截止时间必须在未来一年之内。"
    en = "A trial ends in the future, and within a year."


@transaction.atomic
def arrange(chain: Chain) -> Account:
    """The chain pays by a contract outside Stripe from now on."""
    account = _free_of_stripe(chain)
    account.state, account.since = "arranged", clock.now()
    account.plan = account.interval = ""
    account.quantity = 0
    account.trial_ends_at = account.period_ends_at = None
    account.save()
    return account


@transaction.atomic
def lengthen_trial(chain: Chain, until: datetime) -> Account:
    """The chain tries Huike until then, whether its trial still runs or is over."""
    now = clock.now()
    if not now < until <= now + LONGEST_TRIAL:
        raise BadTrialEnd
    account = _free_of_stripe(chain)
    if account.state != "trialing":
        account.state, account.since = "trialing", now
    account.plan = account.plan or TRIAL_PLAN
    account.trial_ends_at = until
    account.save()
    return account


def _free_of_stripe(chain: Chain) -> Account:
    """The chain's account, held until the transaction ends; refused while Stripe has the say over it."""
    account = Account.objects.select_for_update().filter(chain=chain).first()
    if account is None:
        return Account(chain=chain, state="arranged", since=clock.now())
    if account.subscription and account.state != "canceled":
        raise HasSubscription
    account.subscription, account.interval, account.quantity, account.cancels_at_end = None, "", 0, False
    return account
