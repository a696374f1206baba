"""What the house writes to its own people by e-mail."""

from datetime import datetime

from django.core.mail import send_mail

from chains.models import Chain
from kernel import clock
from staff.links import console_link, invitation_link, reset_link, sign_up_link
from staff.models import Impersonation, Invitation, Membership, StaffMember
from staff.roles import Role

# Language -> subject and body, with places for facts.
Letter = dict[str, tuple[str, str]]

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
SIGN_UP = {
    "zh": (
        "开通回客：请确认邮箱",
        (
            "您好：\n\n有人用这个邮箱申请开通回客。如果是您本人，请在 2 天内打开下面的链接，"
            "设置密码并建好第一家门店（免费试用 30 天，无需绑卡）：\n\n{link}\n\n"
            "如果不是您本人申请，请忽略这封邮件，什么都不会发生。\n"
        ),
    ),
    "en": (
        "Huike: confirm your e-mail address",
        (
            "Hello,\n\nsomebody asked to open a chain at Huike with this address. If it was you, open this link "
            "within two days, set a password and open your first property (30 days free, no card):\n\n{link}\n\n"
            "If it was not you, ignore this mail: nothing happens.\n"
        ),
    ),
}
SIGN_UP_KNOWN = {
    "zh": (
        "您已有回客账号",
        (
            "您好：\n\n有人用这个邮箱申请开通回客，而这个邮箱已经有账号。\n\n直接登录：{sign_in}\n\n"
            "如果您想用现有账号再开一个连锁，请在 2 天内打开下面的链接，并输入现有密码：\n\n{link}\n\n"
            "如果不是您本人申请，请忽略这封邮件，什么都不会发生。\n"
        ),
    ),
    "en": (
        "You have a Huike account already",
        (
            "Hello,\n\nsomebody asked to open a chain at Huike with this address, which has an account already.\n\n"
            "To sign in: {sign_in}\n\nTo open another chain with the account you have, open this link within "
            "two days and give your present password:\n\n{link}\n\n"
            "If it was not you, ignore this mail: nothing happens.\n"
        ),
    ),
}
IMPERSONATION = {
    "zh": (
        "回客支持人员正在查看 {chain}",
        (
            "您好：\n\n回客支持人员 {operator} 于 {began} 起以 {staff} 的身份查看 {chain}，最晚到 {until} 结束。\n\n"
            "原因：{reason}\n\n对方只能查看，不能修改，看不到完整手机号，也不能导出数据或查看密钥。"
            "起止时间和查看记录都在“操作日志”里：\n\n{link}\n\n如果您没有请求过支持，请联系我们。\n"
        ),
    ),
    "en": (
        "Huike's support is looking at {chain}",
        (
            "Hello,\n\n{operator} of Huike's support looks at {chain} as {staff}, from {began} until {until} "
            "at the latest.\n\nReason: {reason}\n\nOnly reading is possible: no changes, no full phone numbers, "
            "no exports, no keys. Beginning, end and what was looked at stand in the audit log:\n\n{link}\n\n"
            "If you did not ask for support, tell us.\n"
        ),
    ),
}
SUSPENDED = {
    "zh": (
        "{chain} 已暂停使用",
        (
            "您好：\n\n{chain} 在回客已被暂停：目前不能登录，PMS 也不能推送入住单。数据完整保留。\n\n"
            "原因：{reason}\n\n请回复这封邮件与我们联系。\n"
        ),
    ),
    "en": (
        "{chain} is suspended",
        (
            "Hello,\n\n{chain} is suspended at Huike: nobody can sign in, and a PMS cannot send stays. All data "
            "is kept.\n\nReason: {reason}\n\nPlease answer this mail.\n"
        ),
    ),
}
REOPENED = {
    "zh": ("{chain} 已恢复使用", "您好：\n\n{chain} 在回客已恢复，可以照常登录和推送。\n\n{link}\n"),
    "en": ("{chain} is open again", "Hello,\n\n{chain} is open again at Huike.\n\n{link}\n"),
}


def send_invitation(invitation: Invitation, token: str) -> None:
    send(
        INVITATION,
        invitation.chain.locale,
        invitation.email,
        chain=invitation.chain.name,
        link=invitation_link(token),
    )


def send_reset(staff: StaffMember, token: str) -> None:
    if staff.email:
        send(RESET, staff.locale, staff.email, link=reset_link(token))


def send_sign_up(email: str, token: str, *, locale: str, known: bool) -> None:
    letter = SIGN_UP_KNOWN if known else SIGN_UP
    send(letter, locale, email, link=sign_up_link(token), sign_in=console_link("login"))


def send_impersonation(held: Impersonation) -> None:
    """Tell the chain's owners that somebody of ours looks at it."""
    for owner in owners(held.chain):
        send(
            IMPERSONATION,
            owner.locale,
            str(owner.email),
            chain=held.chain.name,
            operator=held.operator.name,
            staff=held.staff.name,
            reason=held.reason,
            began=_local(held.began_at, held.chain),
            until=_local(held.expires_at, held.chain),
            link=console_link(f"c/{held.chain.slug}/audit"),
        )


def send_state(chain: Chain, reason: str) -> None:
    """Tell the chain's owners that it was suspended, or opened again."""
    letter = REOPENED if chain.state == "open" else SUSPENDED
    for owner in owners(chain):
        send(letter, owner.locale, str(owner.email), chain=chain.name, reason=reason, link=console_link())


def owners(chain: Chain) -> list[StaffMember]:
    """Who is written to about the chain as a whole: its active owners that have an e-mail address."""
    held = Membership.objects.filter(
        chain=chain, role=Role.OWNER, is_active=True, staff__is_active=True, staff__email__isnull=False
    )
    return [membership.staff for membership in held.select_related("staff").order_by("created_at", "pk")]


def _local(moment: datetime, chain: Chain) -> str:
    return f"{moment.astimezone(clock.zone(chain.time_zone)):%Y-%m-%d %H:%M}"


def send(letter: Letter, locale: str, to: str, **facts: str) -> None:
    """One letter in the reader's language, with its facts filled in."""
    subject, body = letter["zh" if locale.startswith("zh") else "en"]
    # A chain's name comes from outside: a line break in it would be a second header.
    one_line = " ".join(subject.format(**facts).split())
    send_mail(one_line, body.format(**facts), None, [to])
