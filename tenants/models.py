"""A property is a tenant: one hotel, one PostgreSQL schema."""

from datetime import timedelta
from typing import Any

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from chains.models import Chain


class Property(TenantMixin):
    # Schemas come from tenants.provisioning, never from save(), and never go with a row.
    auto_create_schema = False
    auto_drop_schema = False

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="properties")
    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=40, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    # null: the chain's targets hold
    target_member = models.PositiveSmallIntegerField(null=True)
    target_corporate = models.PositiveSmallIntegerField(null=True)
    target_ota = models.PositiveSmallIntegerField(null=True)
    target_walk_in = models.PositiveSmallIntegerField(null=True)
    remark_deadline_hours = models.PositiveSmallIntegerField(default=24)
    # How many contacts a person at the desk is to add on a day; null: nobody has said
    contacts_target = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, default="open")
    # For trying things out: its clock can be moved forward, and it counts in no report of the chain.
    sandbox = models.BooleanField(default=False, db_default=False)
    clock_shift_s = models.BigIntegerField(default=0, db_default=0)
    # Which migrations the schema has (tenants.versions); written in the transaction that applies them.
    schema_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_sandbox_has_its_own_time",
                condition=models.Q(clock_shift_s=0) | models.Q(sandbox=True, clock_shift_s__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def clock_ahead(self) -> timedelta:
        """How far this property's clock stands ahead of the real one."""
        return timedelta(seconds=self.clock_shift_s if self.sandbox else 0)

    @property
    def targets(self) -> dict[str, int]:
        """Channel -> wanted share in percent: the property's own, else the chain's."""
        own: dict[str, Any] = {
            "member": self.target_member,
            "corporate": self.target_corporate,
            "ota": self.target_ota,
            "walk_in": self.target_walk_in,
        }
        return self.chain.targets if any(share is None for share in own.values()) else own


class Domain(DomainMixin):
    """Asked for by django-tenants; tenants are found by the path, not by a host name."""


class Spare(models.Model):
    """A schema made ahead of need: a new property takes it by renaming it."""

    schema_name = models.CharField(max_length=63, unique=True, db_index=False)
    version = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)


class Blueprint(models.Model):
    """What the migrations of the tenant apps come to as SQL, by the digest of their source."""

    digest = models.CharField(max_length=64, primary_key=True)
    steps = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)


class Wake(models.Model):
    """A property's worker is to look again at this moment: tenants.waking."""

    property_id = models.BigIntegerField()
    what = models.CharField(max_length=10)  # messages | campaigns
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "at"], name="wake_due")]
