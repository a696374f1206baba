"""What a PMS vendor holds: keys to the interface."""

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
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
