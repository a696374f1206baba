"""Beside the ledger: what each top-up was and how far it is refunded, refunds until they are paid, receipts."""

from django.db import models

from loyalty.guests.models import Guest


class TopUp(models.Model):
    """One contract of stored value. Its lots in the ledger hold what is left; the law's rules need what was agreed."""

    posting = models.BigIntegerField(unique=True)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField()
    paid_cents = models.BigIntegerField()
    gift_cents = models.BigIntegerField()
    principal_lot = models.BigIntegerField()
    gift_lot = models.BigIntegerField(null=True)
    # What refunds have closed of it: shares of what was paid, given and used.
    closed_paid_cents = models.BigIntegerField(default=0)
    closed_gift_cents = models.BigIntegerField(default=0)
    closed_used_cents = models.BigIntegerField(default=0)
    refunded_at = models.DateTimeField(null=True)  # the last time

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="top_up_amounts", condition=models.Q(paid_cents__gt=0, gift_cents__gte=0)
            ),
            models.CheckConstraint(
                name="top_up_closed",
                condition=models.Q(closed_paid_cents__gte=0, closed_paid_cents__lte=models.F("paid_cents")),
            ),
        ]


class Refund(models.Model):
    """Money that the house owes a guest back, until somebody hands it over."""

    posting = models.BigIntegerField(unique=True)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10)
    amount_cents = models.BigIntegerField()
    forfeited_cents = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    paid_posting = models.BigIntegerField(null=True, unique=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_amount", condition=models.Q(amount_cents__gt=0)),
            models.CheckConstraint(
                name="refund_paid_once",
                condition=models.Q(paid_posting__isnull=True, paid_at__isnull=True)
                | models.Q(paid_posting__isnull=False, paid_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="refund_owed", condition=models.Q(paid_at__isnull=True)),
        ]


class Counter(models.Model):
    """The last number given to a receipt in a year. Taken last in a transaction, so that numbers have no gaps."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.IntegerField()


class Receipt(models.Model):
    """One movement at the desk, as it is printed: numbered per year, never changed."""

    posting = models.BigIntegerField(unique=True)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    principal_before_cents = models.BigIntegerField()
    gift_before_cents = models.BigIntegerField()
    principal_after_cents = models.BigIntegerField()
    gift_after_cents = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="receipt_number_once")]
