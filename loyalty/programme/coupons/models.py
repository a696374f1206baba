"""Single coupons, the terms they were issued under, the batches they were printed in, and how many there are."""

from django.db import models

from loyalty.guests.models import Guest
from loyalty.stays.models import Stay


class Terms(models.Model):
    """A kind as it was when coupons of it were issued: what the programme says later does not change them."""

    digest = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    document = models.JSONField()


class Stock(models.Model):
    """How much of a kind was ever issued: the row on which everybody who issues one takes turns."""

    kind = models.CharField(max_length=40, primary_key=True)
    issued = models.BigIntegerField(default=0)
    face_cents = models.BigIntegerField(default=0)


class Batch(models.Model):
    """Codes for print, issued together and to nobody."""

    key = models.CharField(max_length=200, unique=True, db_index=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=40)
    count = models.IntegerField()
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)


class Coupon(models.Model):
    """One coupon, good for one use. Whether it has expired is a question of the day, and not written down."""

    code = models.CharField(max_length=12, unique=True, db_index=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=40)
    guest = models.ForeignKey(Guest, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=10, default="open")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)  # the last day on which it is taken
    face_cents = models.BigIntegerField()
    cost_cents = models.BigIntegerField()
    origin = models.CharField(max_length=80)  # by hand, or what it was won, bought or given with
    key = models.CharField(max_length=200, null=True)  # of its issue: one effect per key
    issued_by = models.CharField(max_length=80)
    redeemed_at = models.DateTimeField(null=True)
    redeemed_on = models.DateField(null=True)
    redeemed_by = models.CharField(max_length=80, null=True)
    redeemed_stay = models.ForeignKey(
        Stay, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    bill_cents = models.BigIntegerField(null=True)
    discount_cents = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)  # its use undone, or cancelled before it was used
    ended_by = models.CharField(max_length=80, null=True)
    ended_reason = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="coupon_key_once", condition=models.Q(key__isnull=False)
            ),
            models.CheckConstraint(
                name="coupon_state",
                condition=models.Q(state__in=["open", "redeemed", "refunded", "void"]),
            ),
            # What was used keeps the traces of it, and so can never be open again.
            models.CheckConstraint(
                name="coupon_used_once",
                condition=models.Q(state__in=["redeemed", "refunded"], redeemed_at__isnull=False)
                | models.Q(state__in=["open", "void"], redeemed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="coupon_discount",
                condition=models.Q(redeemed_at__isnull=True)
                | models.Q(discount_cents__gte=0, discount_cents__lte=models.F("bill_cents")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["guest", "id"], name="coupon_guest", condition=models.Q(guest__isnull=False)
            ),
            models.Index(
                fields=["batch", "id"], name="coupon_batch", condition=models.Q(batch__isnull=False)
            ),
            models.Index(
                fields=["expires_on"],
                name="coupon_ending",
                condition=models.Q(state="open", guest__isnull=False),
            ),
            models.Index(
                fields=["redeemed_on"], name="coupon_redeemed", condition=models.Q(redeemed_at__isnull=False)
            ),
            models.Index(
                fields=["redeemed_stay"],
                name="coupon_stay",
                condition=models.Q(redeemed_stay__isnull=False),
            ),
        ]
