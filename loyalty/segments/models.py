"""Segments: rules with a name, and the lists that were frozen from them."""

from django.db import models

from loyalty.guests.models import Guest


class Segment(models.Model):
    """A rule that says who belongs; dynamic, or frozen into a list on a day."""

    code = models.CharField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True, default="")
    rule = models.JSONField()
    frozen_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=10, default="property")  # property | chain
    chain_number = models.IntegerField(null=True)  # of the chain's template on which it rests
    count_last = models.IntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)


class Member(models.Model):
    """Who was in a segment when it was frozen."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, db_index=False, related_name="+")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "guest"], name="member_once")]
