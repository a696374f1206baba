"""Stays as the PMS reports them, the visits they add up to, and the sources they come from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class Clerk(models.Model):
    """A member of the front desk as the PMS names them; linked to a staff account when there is one."""

    external_id = models.CharField(max_length=64, unique=True, db_index=False)
    name = models.CharField(max_length=80, blank=True, default="")
    staff = models.UUIDField(null=True)


class Source(models.Model):
    """A booking source this property has met, and the channel it counts for. Without a row: sources.ALIASES."""

    name = models.CharField(max_length=60, unique=True, db_index=False)
    channel = models.CharField(max_length=10)
    short = models.CharField(max_length=2, blank=True, default="")
    mapped = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()


class Visit(models.Model):
    """What the number in a remark counts: a guest's stays that touch, seen as one. Derived, never typed in."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    ordinal = models.IntegerField()
    check_in_on = models.DateField()
    check_out_on = models.DateField()
    checked_out_at = models.DateTimeField(null=True)  # null while in house
    channel = models.CharField(max_length=10)
    source = models.CharField(max_length=60)
    room_no = models.CharField(max_length=20)
    room_type = models.CharField(max_length=60)
    rate_cents = models.BigIntegerField()
    nights = models.IntegerField()
    room_cents = models.BigIntegerField()
    other_cents = models.BigIntegerField()  # food, beverage and the rest
    stays = models.IntegerField()
    clerk = models.CharField(max_length=64, blank=True, default="")
    # The guest's visit before this one, so that figures need no self-join.
    prev_on = models.DateField(null=True)
    prev_channel = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest", "ordinal"], name="visit_ordinal_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="visit_ordinal_from_1", condition=models.Q(ordinal__gte=1)),
        ]
        indexes = [models.Index(fields=["check_in_on", "id"], name="visit_day")]


class Stay(models.Model):
    """One room-folio of one guest: the newest state the PMS sent."""

    external_id = models.CharField(max_length=64, unique=True, db_index=False)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT)
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, db_index=False)
    updated_at = models.DateTimeField()
    status = models.CharField(max_length=12)
    counted = models.BooleanField()
    booked_at = models.DateTimeField(null=True)
    check_in = models.DateTimeField()
    check_out = models.DateTimeField()
    check_in_on = models.DateField()
    check_out_on = models.DateField()
    room_no = models.CharField(max_length=20)
    room_type = models.CharField(max_length=60)
    rate_cents = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    room_cents = models.BigIntegerField()
    fnb_cents = models.BigIntegerField()
    other_cents = models.BigIntegerField()
    source = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    clerk = models.CharField(max_length=64)
    requests = ArrayField(models.CharField(max_length=200))
    # what the guest was on this stay: name, phone as written, identity keys, birthday …
    guest_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, null=True)
    keys = ArrayField(models.CharField(max_length=132))  # 'kind:value', strongest first
    details = models.JSONField()
    digest = models.BinaryField(max_length=16)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["check_in_on", "status"], name="stay_arrivals"),
            models.Index(
                fields=["check_out_on"],
                name="stay_departures",
                condition=models.Q(status__in=["in_house", "checked_out"]),
            ),
        ]
