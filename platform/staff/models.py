"""The people who work with Huike, and what they are at a chain."""

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from chains.models import Chain


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
    last_seen_at = models.DateTimeField(null=True)
    # Part of what a session is signed with: raising it ends every session of this person at once.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_has_email_or_phone",
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
            )
        ]

    def get_session_auth_hash(self) -> str:
        return self._signed(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from (self._signed(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _signed(self, secret: str | bytes) -> str:
        said = f"{self.password}:{self.session_epoch}"
        return salted_hmac("staff.StaffMember.session", said, secret=secret, algorithm="sha256").hexdigest()


class Membership(models.Model):
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="memberships")
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12)
    property_ids = ArrayField(models.BigIntegerField(), default=list)  # empty: every property of the chain
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "chain"], name="membership_once")]


class Invitation(models.Model):
    """A link by which somebody becomes staff of a chain: single use, seven days. Only its digest is kept."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True, default="")
    role = models.CharField(max_length=12)
    property_ids = ArrayField(models.BigIntegerField(), default=list)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(StaffMember, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class PasswordReset(models.Model):
    """A link by which a forgotten password is set anew: single use, one hour."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignUp(models.Model):
    """Somebody who wants to open a chain: the e-mail is theirs once they hold the link. Single use, two days."""

    email = models.EmailField()
    name = models.CharField(max_length=80)
    chain_name = models.CharField(max_length=80)
    locale = models.CharField(max_length=8)
    network = models.CharField(
        max_length=50, blank=True, default=""
    )  # whence it was asked; gone after two days
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["email", "-created_at"], name="sign_up_of_email"),
            models.Index(fields=["created_at"], name="sign_up_age"),
        ]


class Impersonation(models.Model):
    """An operator who looks at a chain with the eyes of one of its people: for a reason, for a time, reading only."""

    operator = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
