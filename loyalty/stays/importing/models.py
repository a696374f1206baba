"""Files that a property sent, how their columns map to fields, and the rows that were refused."""

from django.db import models


class Import(models.Model):
    kind = models.CharField(max_length=10)  # stays | guests | contacts | products
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, default="draft")
    mapping = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    problem = models.JSONField(null=True)
    unmapped = models.JSONField(default=list)
    created_by = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # the worker's last sign of life
    finished_at = models.DateTimeField(null=True)


class Reject(models.Model):
    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects")
    line = models.IntegerField()
    row = models.JSONField()
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="reject_once_per_line")]


class SavedMapping(models.Model):
    """The mapping last used for files with these headers."""

    kind = models.CharField(max_length=10)
    headers = models.CharField(max_length=64)  # digest of the header row
    name = models.CharField(max_length=80, blank=True, default="")
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "headers"], name="mapping_once_per_headers")]
