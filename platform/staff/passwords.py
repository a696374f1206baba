"""The rules for a password, and setting one."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kernel.errors import Refused
from staff.models import StaffMember

# Django's code -> code, Chinese, English
REASONS = {
    "password_too_short": ("too_short", "密码至少需要 10 个字符。", "A password has at least 10 characters."),
    "password_too_common": ("too_common", "这个密码太常见，容易被猜到。", "This password is too common."),
    "password_too_similar": (
        "too_similar",
        "密码与姓名、邮箱或手机号太相似。",
        "This password is too much like the name, e-mail or phone.",
    ),
}


class WeakPassword(Refused):
    code = "weak_password"
    status = 422
    zh = "{reason_zh}"
    en = "{reason_en}"


class WrongPassword(Refused):
    code = "wrong_password"
    status = 422
    zh = "当前密码不正确。"
    en = "The current password is not right."


def check(password: str, staff: StaffMember) -> None:
    """Refuse a password that is short, common or like the person's own data."""
    try:
        validate_password(password, staff)
    except ValidationError as error:
        reason, zh, en = REASONS[str(error.error_list[0].code)]
        raise WeakPassword(reason=reason, reason_zh=zh, reason_en=en) from error


def change(staff: StaffMember, password: str) -> None:
    """Set a new password. Every session signed with the old one ends with it."""
    check(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])
