"""Links that are sent by mail: a random token in the link, its digest in the database."""

import hashlib
import secrets

from django.conf import settings

from kernel.errors import Refused


class DeadLink(Refused):
    """Unknown, used, revoked and expired look the same: who guesses learns nothing."""

    code = "dead_link"
    status = 404
    zh = "链接已失效，请重新获取。"
    en = "This link is no longer valid. Ask for a new one."


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def invitation_link(token: str) -> str:
    return console_link(f"invite/{token}")


def reset_link(token: str) -> str:
    return console_link(f"reset/{token}")


def sign_up_link(token: str) -> str:
    return console_link(f"sign-up/{token}")


def console_link(path: str = "") -> str:
    return f"{settings.HUIKE_URL.rstrip('/')}/{path}"
