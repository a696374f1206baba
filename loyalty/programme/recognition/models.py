"""Tiers that guests of this property hold at others of its chain, as they were told to us."""

from django.db import models

from loyalty.guests.models import Guest


class Recognised(models.Model):
    """The highest tier a guest holds elsewhere, from one day to another. Written by loyalty.crossing; what ended stays,
    so that what a stay earned under it can be reckoned again."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    tier = models.CharField(max_length=40)  # by the code that this property's programme knows too
    since = models.DateField()
    until = models.DateField(null=True)  # the last day it is held there, as far as that is known
    ended_on = models.DateField(null=True)  # from this day on another word holds, or none
    held_at = models.CharField(max_length=80)  # the property's name
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest"], name="recognised_once", condition=models.Q(ended_on__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["guest", "since"], name="recognised_guest")]
