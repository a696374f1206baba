"""What a chain pays, and what Stripe told us about it. Stripe is the truth; rows here are what was last read of it."""

import secrets

from django.db import models

from chains.models import Chain

# Stripe's words for a subscription, and two of ours: `trialing` holds before there is a subscription too (a trial
# needs no card), and `arranged` is a contract outside Stripe (chains that an operator opened).
STATES = ("arranged", "trialing", "active", "past_due", "unpaid", "paused", "canceled")


def new_key() -> str:
    return secrets.token_hex(16)


class Account(models.Model):
    """A chain as a payer. A chain without a row is `arranged`."""

    chain = models.OneToOneField(Chain, on_delete=models.CASCADE, primary_key=True, related_name="account")
    state = models.CharField(max_length=12)
    # Since when it is in this state without a break (past_due → unpaid goes on counting): days of grace count from it.
    since = models.DateTimeField()
    plan = models.CharField(max_length=20, blank=True, default="")  # billing.plans
    interval = models.CharField(max_length=5, blank=True, default="")  # month | year
    quantity = models.PositiveIntegerField(default=0)  # properties paid for, as Stripe has it
    # What one property costs per interval at Stripe: a chain keeps the price it subscribed at.
    unit_cents = models.BigIntegerField(null=True)
    trial_ends_at = models.DateTimeField(null=True)
    period_ends_at = models.DateTimeField(null=True)
    cancels_at_end = models.BooleanField(default=False)
    customer = models.CharField(max_length=64, null=True, unique=True)  # cus_…
    subscription = models.CharField(max_length=64, null=True, unique=True)  # sub_…
    # For invoices: {"name", "tax_id", "email", "address": {"line1", "city", "province", "postal_code", "country"}}
    details = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)  # when it was last read from Stripe
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_state_known", condition=models.Q(state__in=STATES)),
        ]
        indexes = [models.Index(fields=["state", "since"], name="account_state_since")]


class Price(models.Model):
    """Stripe's id for a plan's price, found by its lookup key."""

    lookup_key = models.CharField(max_length=60, primary_key=True)  # huike_chain_month_cny
    plan = models.CharField(max_length=20)
    interval = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    amount_cents = models.BigIntegerField()
    price = models.CharField(max_length=64, unique=True)  # price_…
    read_at = models.DateTimeField()


class Errand(models.Model):
    """Something to be done outside, at Stripe mostly: written before it is asked, so that it is asked until it is
    done, and once.
    """

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)  # checkout | quantity | plan | cancel | details | letter
    wanted = models.JSONField()
    # The Idempotency-Key begins with it. Random: two installations may share one account at Stripe.
    key = models.CharField(max_length=40, default=new_key)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # null: nothing more to be done
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="errand_due", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["chain", "-id"], name="errand_of_chain"),
        ]


class StripeEvent(models.Model):
    """The inbox: an event as it came, once; what it says is never believed, only what it is about."""

    event = models.CharField(max_length=64, unique=True)  # evt_…
    kind = models.CharField(max_length=80)
    customer = models.CharField(max_length=64, blank=True, default="")
    body = models.BinaryField()  # as it came
    received_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # null: applied, or of no concern
    tries = models.PositiveSmallIntegerField(default=0)
    applied_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="stripe_event_due", condition=models.Q(next_at__isnull=False)
            ),
        ]


class Invoice(models.Model):
    """An invoice as Stripe last showed it."""

    invoice = models.CharField(max_length=64, primary_key=True)  # in_…
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=16)  # draft | open | paid | void | uncollectible
    currency = models.CharField(max_length=3)
    total_cents = models.BigIntegerField()
    due_cents = models.BigIntegerField()
    issued_at = models.DateTimeField()
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)
    # [{"says", "amount_cents", "quantity", "proration", "from", "to"}]
    lines = models.JSONField(default=list)
    page = models.TextField(blank=True, default="")  # Stripe's own, for paying and printing
    pdf = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["chain", "-issued_at"], name="invoice_of_chain")]


class EndingNotice(models.Model):
    """A notice before a chain's data is erased; none is erased without three."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+", db_index=False)
    lapsed_at = models.DateTimeField()  # which lapse this is about: paying again begins anew
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    sent_to = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "lapsed_at", "number"], name="ending_notice_once"),
        ]
