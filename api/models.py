"""The interface's own bookkeeping: requests that carried an Idempotency-Key."""

from django.db import models


class KeyedRequest(models.Model):
    """One request under one key: what it asked, and what was answered."""

    owner = models.CharField(max_length=48)
    key = models.BinaryField(max_length=32)  # digest: clients put meaningful things into keys
    asked = models.BinaryField(max_length=32)  # digest of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # null: still running
    content_type = models.CharField(max_length=80, blank=True, default="")
    location = models.CharField(max_length=200, blank=True, default="")
    answer = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="keyed_request_once")]
        indexes = [models.Index(fields=["created_at"], name="keyed_request_age")]
