"""What the properties of one chain let each other see and use. Of a guest only the keyed hash stands here."""

from django.db import models

from chains.models import Chain


class Sharing(models.Model):
    """What HQ makes valid across its properties. Without a row: nothing."""

    chain = models.OneToOneField(Chain, primary_key=True, on_delete=models.CASCADE, related_name="sharing")
    tiers = models.BooleanField(default=False)  # the highest tier is known everywhere
    points = models.BooleanField(default=False)  # points are spent anywhere, and settled by month
    cards = models.BooleanField(default=False)  # the desk may read the card of a guest who agreed


class Mark(models.Model):
    """A guest whose tier, person or membership changed: who else knows the person is to be told."""

    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["property_id"], name="sharing_mark_property")]


class Standing(models.Model):
    """The tier of a person at one property, above the base tier."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, db_index=False)
    person = models.BinaryField(max_length=16)
    property_id = models.BigIntegerField()
    guest_id = models.BigIntegerField()
    tier = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    rank = models.SmallIntegerField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["property_id", "guest_id"], name="standing_once_per_guest")
        ]
        indexes = [models.Index(fields=["chain", "person"], name="standing_person")]


class Transfer(models.Model):
    """Points of one property spent at another: asked first, then booked on both sides under one key.

    What a crash leaves between the two is finished by whoever comes next, the client again or the sweeper.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=120, unique=True)
    digest = models.BinaryField(max_length=32)  # what was asked under the key
    home_id = models.BigIntegerField()  # the property that issued the points
    spender_id = models.BigIntegerField()  # the property where they are spent
    home_guest = models.BigIntegerField()
    spender_guest = models.BigIntegerField()
    points = models.BigIntegerField()
    value_cents = models.BigIntegerField()  # what home owes the spender for them
    currency = models.CharField(max_length=3)
    facts = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=48)
    actor_name = models.CharField(max_length=80)
    state = models.CharField(max_length=10)  # asked | taken (at home) | done | refused
    refusal = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_positive", condition=models.Q(points__gt=0)),
            models.CheckConstraint(
                name="transfer_between_two", condition=~models.Q(home_id=models.F("spender_id"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="transfer_open", condition=models.Q(state__in=("asked", "taken"))
            ),
            models.Index(fields=["chain", "done_at"], name="transfer_done"),
        ]


class ChainSegment(models.Model):
    """A segment that HQ gives its properties: what the rule says is loyalty's business (loyalty.segments)."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, db_index=False, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True, default="")
    rule = models.JSONField()
    number = models.IntegerField(default=1)  # one more whenever it says something else
    pushed = models.JSONField(default=dict)  # property's id -> the number it has
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "code"], name="chain_segment_code")]
