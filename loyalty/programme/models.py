"""The programme's versions, what is being drafted, what guests are to be told, and which nights were done."""

from django.db import models

from loyalty.guests.models import Guest


class Version(models.Model):
    """One published programme. Never changed: a change is the next number."""

    number = models.IntegerField(unique=True)
    document = models.JSONField()
    digest = models.BinaryField(max_length=32)  # of the document: what a process keeps it by
    effective_on = models.DateField(db_index=False)
    published_at = models.DateTimeField()
    published_by_kind = models.CharField(max_length=10)
    published_by = models.CharField(max_length=64)
    published_by_name = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True, default="")
    origin = models.CharField(max_length=10, default="property")  # property | chain
    locked = models.JSONField(default=list)  # sections that only the chain may change
    chain_number = models.IntegerField(null=True)  # of the chain's programme on which it rests

    class Meta:
        constraints = [models.CheckConstraint(name="version_from_1", condition=models.Q(number__gte=1))]


class Draft(models.Model):
    """What somebody is working on; any JSON, since it need not be right yet. At most one per property."""

    only = models.BooleanField(primary_key=True, default=True)
    document = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=64)
    saved_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(name="one_draft", condition=models.Q(only=True))]


class Notice(models.Model):
    """Something a guest is to be told. Words are made from the kind and the facts when somebody reads it."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    # What it is about, so that the same thing is said once however often it is found out.
    key = models.CharField(max_length=120, unique=True, db_index=False)
    day = models.DateField()
    until = models.DateField(null=True)  # of no use afterwards
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["guest", "id"], name="notice_guest"),
            models.Index(fields=["id"], name="notice_open", condition=models.Q(told_at__isnull=True)),
        ]


class Run(models.Model):
    """One night's work for one local day: which steps are done, and what each came to."""

    day = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)
