"""Rules that hear a complaint in a text, and preferences that requests speak for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class KeywordRule(models.Model):
    """Words by which a text is heard as a complaint (or praise, or a request), whose it is then and until when.

    Without a row: the standard rule of this code holds.
    """

    code = models.CharField(max_length=24, unique=True, db_index=False)  # the topic
    kind = models.CharField(max_length=12, default="complaint")
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True, default="")
    words = ArrayField(models.CharField(max_length=40), default=list)
    but_not = ArrayField(models.CharField(max_length=40), default=list)
    department = models.CharField(max_length=24, blank=True, default="")
    due_hours = models.SmallIntegerField(default=24)
    active = models.BooleanField(default=True)
    position = models.SmallIntegerField(default=100)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")


class Proposal(models.Model):
    """A preference that repeated requests speak for, or one that the last visits speak against; staff decide."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, db_index=False, related_name="+")
    code = models.CharField(max_length=24)
    value = models.CharField(max_length=120, blank=True, default="")
    drops = models.BooleanField(default=False)  # it proposes to take the preference away
    seen = models.SmallIntegerField()  # in so many …
    of = models.SmallIntegerField()  # … of the last visits
    evidence = models.JSONField(default=list)  # [{"day", "words", "visit"}]
    state = models.CharField(max_length=10, default="open")  # open | confirmed | refused | gone
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest", "code", "drops"], name="proposal_open_once", condition=models.Q(state="open")
            )
        ]
        indexes = [models.Index(fields=["guest", "code"], name="proposal_guest")]
