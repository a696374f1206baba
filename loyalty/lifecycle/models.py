"""What the nights have found out: the basis of each night, where every guest stands, and how he came there."""

from django.db import models

from loyalty.guests.models import Guest


class Basis(models.Model):
    """What one night learnt of the whole property: norms by cohort and ordinal, thresholds, models. Never changed."""

    as_of = models.DateField(unique=True)
    # Cohorts, norms, curves, turning points, RFM thresholds, model parameters and log-likelihoods.
    document = models.JSONField()
    guests = models.IntegerField()
    made_at = models.DateTimeField()
    took_ms = models.IntegerField(default=0)


class State(models.Model):
    """Where a guest stands in his lifecycle; one row for each who has visited and stands for a person."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=10)  # new | sticky | at_risk | dormant | lost
    stage_since = models.DateField()
    deviation = models.CharField(max_length=10)  # unknown | early | on_pattern | late
    cohort = models.CharField(max_length=80)  # 'source:携程', as the basis names it
    due_on = models.DateField(null=True)  # when the usual range ends: last visit + upper bound
    norm_lower_days = models.FloatField(null=True)
    norm_median_days = models.FloatField(null=True)
    norm_upper_days = models.FloatField(null=True)
    norm_from = models.CharField(max_length=80, blank=True, default="")  # the cohort it was taken from
    norm_pooled = models.BooleanField(default=False)  # over all ordinals, for want of guests
    # days between the last two visits; null upon the first
    last_gap_days = models.IntegerField(null=True)
    r = models.SmallIntegerField()
    f = models.SmallIntegerField()
    m = models.SmallIntegerField()
    rfm_group = models.CharField(max_length=12)
    value_tier = models.CharField(max_length=14)
    alive = models.FloatField(null=True)  # chance of being a guest still, 0–1; null upon the first visit
    expected_visits_12m = models.FloatField(null=True)
    spent_cents = models.BigIntegerField(default=0)
    future_cents = models.BigIntegerField(null=True)  # of the 52 weeks to come
    discount_share = models.FloatField(null=True)  # of visits, on a coupon or a discount
    price_sensitive = models.CharField(max_length=8, default="unknown")  # yes | no | unknown
    motive_suggested = models.CharField(max_length=12, blank=True, default="")
    winbacks_unanswered = models.SmallIntegerField(default=0)
    # Over all visits up to `as_of`, so that a segment need not read every visit; null: nothing was told.
    rate_cents_avg = models.BigIntegerField(null=True)
    ota_share = models.FloatField(null=True)
    weekend_share = models.FloatField(null=True)  # who came on a Friday or a Saturday
    lead_days_avg = models.FloatField(null=True)  # from booking to arrival, over stays whose booking is known
    basis = models.ForeignKey(Basis, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    as_of = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["stage", "due_on"], name="state_stage"),
            models.Index(fields=["due_on"], name="state_due"),
            # Few at a time, and asked for whenever somebody opens the board.
            models.Index(fields=["guest"], name="state_early", condition=models.Q(deviation="early")),
        ]


class Change(models.Model):
    """A guest went from one stage or deviation to another. At most one a day: what stands at its end."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, db_index=False, related_name="+")
    on_day = models.DateField()
    from_stage = models.CharField(max_length=10, blank=True, default="")
    to_stage = models.CharField(max_length=10)
    from_deviation = models.CharField(max_length=10, blank=True, default="")
    to_deviation = models.CharField(max_length=10)
    facts = models.JSONField(default=dict)  # days away, norm, ordinal: what it was decided by

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guest", "on_day"], name="change_once_a_day")]
        indexes = [models.Index(fields=["on_day", "to_stage"], name="change_day")]


class Night(models.Model):
    """One night's work for one local day: which steps are done, and what each came to."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
