"""What a PMS vendor holds: keys to the interface, and what it is told of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from chains.models import Chain


class ApiKey(models.Model):
    """A key is shown once; only its digest is kept."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    property_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: every property of the chain
    networks = ArrayField(models.CharField(max_length=43), default=list)  # CIDR; empty: from anywhere
    # Keys that replaced one another share the id of the first: at most two of them are live at a time.
    line = models.BigIntegerField(null=True)  # null: it is the first
    # For trying things out: the one sandbox property the key is bound to (then property_ids is [it]).
    sandbox_id = models.BigIntegerField(null=True)
    sandbox_filled_at = models.DateTimeField(
        null=True
    )  # null: it waits for its guests and stays (loyalty.sandbox)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Event(models.Model):
    """Something that happened, as vendors hear of it. Its id is its number: numbers are given by one writer at a
    time after the commit of what happened, so whoever has read up to a number has missed nothing below it.
    """

    entry_id = models.BigIntegerField(unique=True)  # audit.Entry: the record of what happened
    chain_id = models.BigIntegerField()
    property_id = models.BigIntegerField(null=True)
    type = models.CharField(max_length=40)  # guest.updated, tier.changed …
    at = models.DateTimeField()
    data = models.JSONField()  # thin: ids, never data of a guest

    class Meta:
        indexes = [
            models.Index(fields=["chain_id", "id"], name="event_of_chain"),
            models.Index(fields=["at"], name="event_age"),
        ]


class Endpoint(models.Model):
    """Where a chain wants its events sent (a webhook)."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+")
    url = models.TextField()
    description = models.CharField(max_length=120, blank=True, default="")
    types = ArrayField(models.CharField(max_length=40), default=list)  # empty: all
    property_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: all
    state = models.CharField(
        max_length=10, default="on"
    )  # on | off (by hand) | disabled (410, or days of failure)
    why = models.CharField(max_length=120, blank=True, default="")
    secret = models.CharField(max_length=100)  # whsec_…, sealed
    secret_before = models.CharField(
        max_length=100, blank=True, default=""
    )  # signs too until secret_before_until
    secret_before_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    throttled_until = models.DateTimeField(null=True)  # it asked us to wait
    told_at = models.DateTimeField(null=True)  # when its owners were told that it was disabled


class Delivery(models.Model):
    """One event to one endpoint, with its tries."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )  # null: a test
    state = models.CharField(max_length=10, default="waiting")  # waiting | delivered | failed
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    replays = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at"],
                name="delivery_due_at",
                condition=models.Q(next_at__isnull=False),
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
            models.Index(fields=["event"], name="delivery_of_event"),
        ]


class Attempt(models.Model):
    """One try at a delivery."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # null: no answer
    error = models.CharField(max_length=200, blank=True, default="")
    duration_ms = models.PositiveIntegerField()
    answer = models.CharField(max_length=2000, blank=True, default="")
