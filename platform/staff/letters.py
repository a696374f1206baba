"""What the house writes to its own people by e-mail."""

from django.core.mail import send_mail

from staff.links import invitation_link, reset_link
from staff.models import Invitation, StaffMember

INVITATION = {
    "zh": (
        "{chain} 邀请您使用回客",
        (
            "您好：\n\n{chain} 邀请您使用回客。请在 7 天内打开下面的链接，设置密码后即可登录：\n\n{link}\n\n"
            "如果您不认识 {chain}，请忽略这封邮件。\n"
        ),
    ),
    "en": (
        "{chain} invites you to Huike",
        (
            "Hello,\n\n{chain} invites you to Huike. Open this link within 7 days and set a password:\n\n{link}\n\n"
            "If you do not know {chain}, ignore this mail.\n"
        ),
    ),
}
RESET = {
    "zh": (
        "重设回客密码",
        (
            "您好：\n\n请在 1 小时内打开下面的链接，重设您的回客密码：\n\n{link}\n\n"
            "如果不是您本人申请，请忽略这封邮件，密码不会改变。\n"
        ),
    ),
    "en": (
        "Set a new Huike password",
        (
            "Hello,\n\nOpen this link within one hour to set a new password:\n\n{link}\n\n"
            "If you did not ask for it, ignore this mail: nothing changes.\n"
        ),
    ),
}


def send_invitation(invitation: Invitation, token: str) -> None:
    _send(
        INVITATION,
        invitation.chain.locale,
        invitation.email,
        chain=invitation.chain.name,
        link=invitation_link(token),
    )


def send_reset(staff: StaffMember, token: str) -> None:
    if staff.email:
        _send(RESET, staff.locale, staff.email, link=reset_link(token))


def _send(letter: dict[str, tuple[str, str]], locale: str, to: str, **facts: str) -> None:
    subject, body = letter["zh" if locale.startswith("zh") else "en"]
    # A chain's name comes from outside: a line break in it would be a second header.
    one_line = " ".join(subject.format(**facts).split())
    send_mail(one_line, body.format(**facts), None, [to])
