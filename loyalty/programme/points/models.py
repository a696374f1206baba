"""What the programme knows of points beside the ledger: what each stay earned, what counts towards a cap, families.

Balances, lots and history stand in the ledger alone; these rows say for what a posting was made.
"""

from django.db import models

from loyalty.guests.models import Guest


class Earning(models.Model):
    """What one stay has earned by now. A correction is a new posting and the next revision."""

    stay = models.CharField(max_length=64, unique=True, db_index=False)  # the stay's external id
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)  # the row that was credited
    earned_on = models.DateField()  # the stay's check-out day
    base = models.BigIntegerField()
    bonus = models.BigIntegerField()
    revision = models.IntegerField(default=1)
    posting = models.BigIntegerField(null=True)  # null while it earns nothing
    digest = models.BinaryField(max_length=16)  # of what was posted, with its dates
    # Taken back in earlier revisions when it was spent already, and forgiven: not given a second time.
    spent_base = models.BigIntegerField(default=0)
    spent_bonus = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["guest", "earned_on"], name="earning_guest_day")]


class Use(models.Model):
    """One act that counts towards a cap."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    what = models.CharField(max_length=12)  # action | transfer | purchase | friend | nine | family
    code = models.CharField(max_length=64, blank=True, default="")
    day = models.DateField()
    points = models.BigIntegerField()
    posting = models.BigIntegerField()
    undone = models.BooleanField(default=False)  # taken back: counts no more

    class Meta:
        indexes = [
            models.Index(fields=["guest", "what", "code", "day"], name="use_guest_what"),
            models.Index(fields=["posting"], name="use_posting"),
        ]


class Family(models.Model):
    """Several guests who spend from one pool."""

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)


class FamilyMember(models.Model):
    guest = models.OneToOneField(Guest, on_delete=models.PROTECT)
    family = models.ForeignKey(Family, on_delete=models.CASCADE)


class Approval(models.Model):
    """A correction so large that somebody else has to agree before it is done. Points or money."""

    kind = models.CharField(max_length=32)  # what is to be done: points.adjust, wallet.refund …
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    amount = models.BigIntegerField()  # signed, in the unit
    unit = models.CharField(max_length=6)  # points | cents
    reason = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)  # what the act needs to be done
    asked_at = models.DateTimeField()
    asked_by_kind = models.CharField(max_length=10)
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=64, blank=True, default="")
    decided_by_name = models.CharField(max_length=80, blank=True, default="")
    posting = models.BigIntegerField(null=True)  # what it led to

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="approval_open", condition=models.Q(decided_at__isnull=True)),
            models.Index(fields=["guest", "id"], name="approval_guest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="approval_by_another",
                condition=models.Q(decided_at__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
            )
        ]
