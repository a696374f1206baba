"""What members used of what their tier gives, and where the discount is owed."""

from django.db import models

from loyalty.guests.models import Guest


class Use(models.Model):
    """One benefit used, with the price and the cost it had that day. Undone, the row stays and no longer counts."""

    # the row that stood for the person
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    code = models.CharField(max_length=40)
    tier = models.CharField(max_length=40)  # that gave it
    stay = models.CharField(max_length=64, blank=True, default="")  # the stay's external id
    day = models.DateField()
    count = models.IntegerField()
    price_cents = models.BigIntegerField()  # of one
    cost_cents = models.BigIntegerField()  # of one
    key = models.CharField(max_length=200, unique=True, db_index=False)
    used_at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, blank=True, default="")
    undone_by_name = models.CharField(max_length=80, blank=True, default="")
    undone_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="benefit_use_from_1", condition=models.Q(count__gte=1)),
            models.CheckConstraint(
                name="benefit_use_money", condition=models.Q(price_cents__gte=0, cost_cents__gte=0)
            ),
            models.CheckConstraint(
                name="benefit_undone_has_reason",
                condition=models.Q(undone_at__isnull=True) | ~models.Q(undone_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["guest", "code", "day"], name="benefit_use_guest"),
            models.Index(fields=["day"], name="benefit_use_day"),
        ]


class ChannelRule(models.Model):
    """Whether stays booked through a channel are owed the member discount. Without a row: all but OTA bookings are."""

    channel = models.CharField(max_length=12, unique=True, db_index=False)
    discount = models.BooleanField()
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")
