"""Punch cards that were filled. An open card needs no row: it follows from the visits since the last one."""

from django.db import models

from loyalty.guests.models import Guest


class Offer(models.Model):
    """Since when a card is offered: visits before that day fill none."""

    code = models.CharField(max_length=40, primary_key=True)
    since = models.DateField()


class Card(models.Model):
    """A full card: what filled it, under which terms, and the coupon it brought.

    `void`: a stay was taken back and the coupon, unused, with it. A card whose coupon was used stays `full` and is
    owed by the next one.
    """

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=40)
    number = models.IntegerField()  # of this guest's row, from 1, void ones included
    counts = models.CharField(max_length=6)  # visits | nights
    every = models.IntegerField()
    months = models.IntegerField(null=True)
    gives = models.CharField(max_length=40)  # the kind of coupon
    begun_on = models.DateField()
    filled_on = models.DateField()
    state = models.CharField(max_length=4, default="full")
    # The coupon; null while the kind is sold out: the next night tries again.
    coupon = models.CharField(max_length=12, null=True)
    made_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest", "code", "number"], name="punch_card_number_once"),
            models.CheckConstraint(
                name="punch_card_state",
                condition=models.Q(state="full", voided_at__isnull=True)
                | models.Q(state="void", voided_at__isnull=False),
            ),
            models.CheckConstraint(name="punch_card_from_1", condition=models.Q(every__gte=1, number__gte=1)),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="punch_card_waits",
                condition=models.Q(coupon__isnull=True, state="full"),
            )
        ]
