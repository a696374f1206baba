"""Departments, the rules that give a guest an owner, who owns whom, and what was handed from one to another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class Department(models.Model):
    """Of this house; members are staff accounts. Without a row: the standard ones, with nobody in them."""

    code = models.CharField(max_length=24, unique=True, db_index=False)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True, default="")
    members = ArrayField(models.UUIDField(), default=list)
    position = models.SmallIntegerField(default=100)


class Rule(models.Model):
    """The first active rule that fits gives the guest his owner."""

    position = models.SmallIntegerField()
    fits = models.CharField(max_length=16)  # added_contact | checked_in | tier | channel | tag | everybody
    value = models.CharField(max_length=40, blank=True, default="")  # the tier's code, the channel, the tag
    gives = models.CharField(
        max_length=12
    )  # themselves | staff | department (its member with the fewest guests)
    staff = models.UUIDField(null=True)
    department = models.CharField(max_length=24, blank=True, default="")
    active = models.BooleanField(default=True)


class Owner(models.Model):
    """Who looks after this guest now."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="+")
    staff = models.UUIDField(null=True)
    department = models.CharField(max_length=24, blank=True, default="")
    by_hand = models.BooleanField(default=False)  # rules leave it alone
    reason = models.CharField(max_length=16)  # the rule's `fits`, 'hand' or 'transfer'
    since = models.DateTimeField()
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["staff"], name="owner_staff")]


class Transfer(models.Model):
    """Guests handed from one owner to others, all or a share; the takers are told until they have seen it."""

    giver = models.UUIDField(null=True)
    giver_name = models.CharField(max_length=80, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=80, blank=True, default="")


class Handed(models.Model):
    """One guest of a transfer."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    taker = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "guest"], name="handed_once")]
        indexes = [
            models.Index(fields=["taker"], name="handed_unseen", condition=models.Q(seen_at__isnull=True))
        ]


class Change(models.Model):
    """An owner was set by hand or by a rule, or taken away. Added to, never edited; what was handed over is Handed."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    giver = models.UUIDField(null=True)  # who had him before, or
    giver_department = models.CharField(max_length=24, blank=True, default="")
    taker = models.UUIDField(null=True)  # who has him now; neither: nobody
    taker_department = models.CharField(max_length=24, blank=True, default="")
    reason = models.CharField(max_length=16)  # the rule's `fits`, or 'hand'
    note = models.CharField(max_length=300, blank=True, default="")
    by_name = models.CharField(max_length=80, blank=True, default="")  # '': a rule

    class Meta:
        indexes = [models.Index(fields=["guest"], name="owner_change_guest")]
