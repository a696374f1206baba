"""The people who work with Huike, and what they are at a chain."""

import uuid
from typing import ClassVar

from chains.models import Chain
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models


class StaffManager(BaseUserManager["StaffMember"]):
    def get_by_natural_key(self, username: str | None) -> "StaffMember":
        return self.get(models.Q(email=username) | models.Q(phone=username))


class StaffMember(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(null=True, unique=True)
    phone = models.CharField(max_length=20, null=True, unique=True)  # E.164
    name = models.CharField(max_length=80)
    locale = models.CharField(max_length=8, default="zh-CN")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # of the platform itself
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_has_email_or_phone", condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False)
            )
        ]


class Membership(models.Model):
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="memberships")
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12)
    property_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: every property of the chain
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "chain"], name="membership_once")]
