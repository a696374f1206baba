"""Campaigns, what set them off, whom they chose and why, and what came of it."""

from django.db import models

from loyalty.guests.models import Guest


class Campaign(models.Model):
    """A campaign. What was launched is never edited: a change is a new version, and asks for approval again."""

    code = models.CharField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)  # loyalty.campaigns.document.KINDS
    document = models.JSONField()
    version = models.IntegerField(default=1)
    state = models.CharField(max_length=10, default="draft", db_index=True)
    price_offer = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)  # when a scheduled one is due again
    ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    # Who wrote what stands there now: he does not approve it himself.
    changed_by = models.CharField(max_length=64, blank=True, default="", db_default="")
    archived_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=64, blank=True, default="")
    approved_by_name = models.CharField(max_length=80, blank=True, default="")
    launched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=0)  # up to which guest the running choice has come
    audience = models.JSONField(default=dict)  # every subtraction with its number, as of the last choice

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_state",
                condition=models.Q(
                    state__in=["draft", "waiting", "approved", "running", "paused", "stopped", "finished"]
                ),
            )
        ]


class Spend(models.Model):
    """Budget and stock of a campaign: the row on which all who send for it take turns. Null: no limit."""

    campaign = models.OneToOneField(
        Campaign, primary_key=True, on_delete=models.CASCADE, related_name="spend"
    )
    budget_cents = models.BigIntegerField(null=True)
    reserved_cents = models.BigIntegerField(default=0)
    spent_cents = models.BigIntegerField(default=0)
    stock = models.BigIntegerField(null=True)
    taken = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="spend_within_budget",
                condition=models.Q(budget_cents__isnull=True)
                | models.Q(budget_cents__gte=models.F("reserved_cents") + models.F("spent_cents")),
            ),
            models.CheckConstraint(
                name="spend_within_stock",
                condition=models.Q(stock__isnull=True) | models.Q(stock__gte=models.F("taken")),
            ),
            models.CheckConstraint(
                name="spend_not_negative",
                condition=models.Q(reserved_cents__gte=0, spent_cents__gte=0, taken__gte=0),
            ),
        ]


class Target(models.Model):
    """One guest of one occasion of a campaign: what was decided for him, why, and what became of it.

    Whoever restraint left alone has a row too: each decision is stored with its reason.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.IntegerField(default=1)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    # Names the occasion: 'c12:345' once, 'c12:345:birthday:2026' by an event. Whatever fires twice chooses once.
    occasion = models.CharField(max_length=120, unique=True, db_index=False)
    cause = models.CharField(max_length=40, blank=True, default="")  # once | schedule | the event
    arm = models.CharField(max_length=8)  # A | B | holdout | none
    decision = models.CharField(max_length=10)  # contact | held_out | refrained | excluded
    reason = models.CharField(max_length=32, blank=True, default="")
    facts = models.JSONField(default=dict)
    # As he stood when he was chosen: results are told by these.
    stage = models.CharField(max_length=10, blank=True, default="")
    tier = models.CharField(max_length=40, blank=True, default="")
    channel = models.CharField(max_length=10, blank=True, default="")
    saved_cents = models.BigIntegerField(
        default=0
    )  # the discount that was not given to whom it changes nothing
    offer = models.JSONField(null=True)
    offer_ref = models.CharField(
        max_length=80, blank=True, default=""
    )  # the coupon's code, the posting's key
    cost_cents = models.BigIntegerField(default=0)  # of the message and of the offer, once it was used
    chosen_on = models.DateField()
    chosen_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    # The visit within the window that this target is credited with; derived anew, also for the holdout.
    visit_ordinal = models.IntegerField(null=True)
    visit_on = models.DateField(null=True)
    visits = models.IntegerField(default=0)  # within the window
    revenue_cents = models.BigIntegerField(default=0)  # of these visits

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "id"], name="target_campaign"),
            models.Index(fields=["campaign", "decision", "reason"], name="target_decision"),
            models.Index(fields=["guest", "id"], name="target_guest"),
            models.Index(fields=["chosen_on"], name="target_day"),
        ]


class Act(models.Model):
    """What a person did with a guest on the win-back board."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    act = models.CharField(max_length=12)  # greet | offer | call | leave | snooze | assign
    day = models.DateField()
    until = models.DateField(null=True)  # of snooze and leave: not shown before
    note = models.CharField(max_length=200, blank=True, default="")
    message_key = models.CharField(max_length=120, blank=True, default="")
    assigned_to = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["guest", "-id"], name="act_guest"),
            models.Index(fields=["day"], name="act_day"),
        ]
