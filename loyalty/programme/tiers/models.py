"""What every member holds, how that came about, and which tiers of others were shown."""

from django.db import models

from loyalty.guests.models import Guest


class Membership(models.Model):
    """The tier of one guest row as it stands. Written by loyalty.programme.tiers only, each time with its history."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=40)
    rank = models.SmallIntegerField()  # 0: the base tier
    kind = models.CharField(max_length=14)  # base | qualified | bought | granted | matched | second_chance
    since = models.DateField()
    until = models.DateField(null=True)  # the last day; null: without end
    counts_from = models.DateField()  # what rules without a window count
    term_from = models.DateField()
    grace_until = models.DateField(null=True)
    basis = models.JSONField(null=True)  # the rule it was reached by, with its window
    trial = models.JSONField(null=True)
    joined_on = models.DateField()
    reason = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    under = models.JSONField(null=True)  # what comes back when this ends
    chance = models.JSONField(null=True)  # the second chance, with its dates as told
    merged_from = models.BigIntegerField(null=True)
    near_tier = models.CharField(max_length=40, blank=True, default="")
    near_until = models.DateField(null=True)
    loss_told = models.DateField(null=True)
    counted_from = models.DateField()  # from this day on stays earn by this tier
    changed_on = models.DateField()
    used = models.JSONField(default=dict)  # rank -> up to which day visits have led to it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_base_is_free",
                condition=models.Q(rank=0, kind="base", until__isnull=True)
                | models.Q(rank__gt=0) & ~models.Q(kind="base"),
            ),
        ]


class Change(models.Model):
    """One step of a member's history; never changed. `key` makes what was asked for once happen once."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    from_tier = models.CharField(max_length=40)  # empty: joined
    to_tier = models.CharField(max_length=40)
    to_rank = models.SmallIntegerField()
    kind = models.CharField(max_length=14)
    on_day = models.DateField()
    until = models.DateField(null=True)
    counted_from = models.DateField()
    reason = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    actor_kind = models.CharField(max_length=10)
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, null=True, unique=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["guest", "id"], name="tier_change_guest"),
            models.Index(fields=["on_day"], name="tier_change_day"),
        ]


class Claim(models.Model):
    """A tier elsewhere that a guest showed, to be matched. Once per guest and partner."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    partner = models.CharField(max_length=40)
    partner_tier = models.CharField(max_length=40)
    tier = models.CharField(max_length=40)
    proof = models.CharField(max_length=500)  # the card's number, or where its photo is
    state = models.CharField(max_length=10)  # waiting | refused | trial | kept | lapsed
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    until = models.DateField(null=True)  # the end of the trial
    settled_on = models.DateField(null=True)  # the day on which the trial was kept or lapsed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest", "partner"], name="claim_once_per_partner"),
            models.CheckConstraint(
                name="claim_states",
                condition=models.Q(state__in=["waiting", "refused", "trial", "kept", "lapsed"]),
            ),
        ]
