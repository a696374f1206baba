"""Who is at the door: e-mail or phone and a password, without telling strangers who has an account."""

import ipaddress
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.http import HttpRequest

from kernel.phones import e164
from staff.models import StaffMember


class Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB: OWASP's figure. Django's default of 100 MiB lets a few sign-ins exhaust a small host."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


class LoginBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, login: str | None = None, password: str | None = None, **other: Any
    ) -> StaffMember | None:
        if login is None or password is None:
            return None
        staff = find(login)
        if staff is None or not staff.has_usable_password():
            make_password(password)  # as slow as a wrong password: the time tells nobody who is known
            return None
        return staff if staff.check_password(password) and staff.is_active else None

    def get_user(self, user_id: Any) -> StaffMember | None:
        return StaffMember.objects.filter(pk=user_id, is_active=True).first()


def address(request: HttpRequest) -> str:
    """Whence a request comes. Behind our proxy: what the proxy itself appended, never what a client claims."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip()[:45] or request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104


@lru_cache(maxsize=4096)
def network_of(text: str) -> str:
    """Whom an address stands for when strangers are counted: IPv6 gives everybody 2^64 of them, so they count as one."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text[:50]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def spelled(login: str) -> str:
    """One spelling for each account, so that a lock-out counts all tries: lower-case e-mail, or E.164."""
    plain = login.strip()
    return plain.lower() if "@" in plain else (e164(plain) or plain)


def find(login: str) -> StaffMember | None:
    plain = spelled(login)
    if "\x00" in plain:
        return None
    by = {"email": plain} if "@" in plain else {"phone": plain}
    return StaffMember.objects.filter(**by).first()
