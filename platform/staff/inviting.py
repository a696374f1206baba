"""How people come to a chain: by an invitation, or put there by an operator's command."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from kernel.phones import e164
from staff import letters, links, passwords
from staff.access import Grant
from staff.models import Invitation, Membership, StaffMember
from staff.roles import GIVES, OF_A_PROPERTY, Role
from staff.signing_in import find, spelled

LIFE = timedelta(days=7)


class RoleNotYours(Refused):
    code = "role_not_yours"
    status = 403
    zh = "您不能授予或更改“{role}”角色。"
    en = "You may neither give nor change the role {role}."


class PropertyNotYours(Refused):
    code = "property_not_yours"
    status = 403
    zh = "您只能管理自己门店的员工。"
    en = "You manage staff at your own properties only."


class PropertiesMissing(Refused):
    code = "properties_missing"
    status = 422
    zh = "店长和前台必须指定门店。"
    en = "A manager or the front desk needs at least one property."


class AlreadyMember(Refused):
    code = "already_member"
    status = 409
    zh = "{email} 已经是本集团的员工。"
    en = "{email} already works at this chain."


class NoSuchLogin(Refused):
    code = "not_a_login"
    status = 422
    zh = "“{login}”不是有效的邮箱或手机号。"
    en = "“{login}” is no e-mail address or phone number."


def gives(giver: Grant) -> frozenset[Role]:
    """The roles this giver may hand out, and take away again."""
    return GIVES[Role(giver.role)] if giver.role in GIVES else frozenset()


def check_gift(giver: Grant, role: Role, property_ids: Collection[int]) -> None:
    """Refuse what the giver may not hand out: nobody gives more than he holds."""
    if role not in gives(giver):
        raise RoleNotYours(role=role.value)
    if role in OF_A_PROPERTY and not property_ids:
        raise PropertiesMissing
    if giver.property_ids is not None and not (property_ids and giver.property_ids.issuperset(property_ids)):
        raise PropertyNotYours


@transaction.atomic
def invite(
    chain: Chain,
    giver: Grant,
    *,
    email: str,
    name: str,
    role: Role,
    property_ids: Collection[int] = (),
    invited_by: StaffMember | None = None,
) -> tuple[Invitation, str]:
    """Make an invitation; the second value is the token of its link. Earlier ones to the same person end."""
    check_gift(giver, role, property_ids)
    address = spelled(email)
    if Membership.objects.filter(chain=chain, staff__email=address, is_active=True).exists():
        raise AlreadyMember(email=address)
    now = clock.now()
    Invitation.objects.filter(chain=chain, email=address, accepted_at=None, revoked_at=None).update(
        revoked_at=now
    )
    token = links.new_token()
    invitation = Invitation.objects.create(
        chain=chain,
        email=address,
        name=name,
        role=role,
        property_ids=sorted(set(property_ids)),
        digest=links.digest(token),
        invited_by=invited_by,
        created_at=now,
        expires_at=now + LIFE,
    )
    transaction.on_commit(lambda: letters.send_invitation(invitation, token))
    return invitation, token


def opened(token: str) -> Invitation:
    """The invitation behind a link; DeadLink when it is used, revoked, too old or never was."""
    invitation = _live(token).select_related("chain").first()
    if invitation is None:
        raise links.DeadLink
    return invitation


@transaction.atomic
def accept(token: str, *, name: str, password: str, known: StaffMember | None) -> Membership:
    """Use the link, once. `known` is the account that already has this e-mail; its password was checked."""
    invitation = _live(token).select_for_update(of=("self",)).select_related("chain").first()
    if invitation is None:
        raise links.DeadLink
    staff = known or StaffMember(email=invitation.email, name=name, locale=invitation.chain.locale)
    if known is None or not known.has_usable_password():
        passwords.check(password, staff)
        staff.set_password(password)
        staff.save()
    membership, _ = Membership.objects.update_or_create(
        staff=staff,
        chain=invitation.chain,
        defaults={"role": invitation.role, "property_ids": invitation.property_ids, "is_active": True},
    )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now())
    return membership


def _live(token: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        digest=links.digest(token),
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=clock.now(),
        chain__state="open",
    )


@transaction.atomic
def add_member(
    chain: Chain,
    login: str,
    *,
    name: str,
    role: Role,
    password: str | None = None,
    property_ids: Collection[int] = (),
) -> StaffMember:
    """Put somebody at a chain directly (commands, the demo). Again: the same person, role and properties.

    A password is set for a new account only: running a command twice must not undo a changed password.
    """
    staff = find(login)
    if staff is None:
        plain = spelled(login)
        phone = e164(plain)
        if "@" not in plain and phone is None:
            raise NoSuchLogin(login=login)
        staff = StaffMember(email=plain if "@" in plain else None, phone=None if "@" in plain else phone)
        staff.name, staff.locale = name, chain.locale
        if password is None:
            staff.set_unusable_password()
        else:
            passwords.check(password, staff)
            staff.set_password(password)
        staff.save()
    Membership.objects.update_or_create(
        staff=staff,
        chain=chain,
        defaults={"role": role, "property_ids": sorted(set(property_ids)), "is_active": True},
    )
    return staff
