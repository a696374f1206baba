"""Tiers that guests of this property hold at others of its chain, as they were told to us."""

from django.db import models

from loyalty.guests.models import Guest


class Recognised(models.Model):
    """The highest tier a guest holds elsewhere. Written by loyalty.crossing, read by who asks what a guest may have."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.PROTECT)
    tier = models.CharField(max_length=40)  # by the code that this property's programme knows too
    until = models.DateField(null=True)
    held_at = models.CharField(max_length=80)  # the property's name
    told_at = models.DateTimeField()
