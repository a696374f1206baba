"""Signing in and out, one's own name and password, the links of invitation and reset."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError as BrokerDown
from msgspec import Meta
from rest_framework.request import Request

from api.callers import IMPERSONATION, Caller, ConsoleAuthentication, caller_of_staff, enforce_csrf
from api.parsing import parse
from api.refusals import Suspended, Unauthenticated
from api.rendering import answer, nothing
from api.v1.chain import Targets
from api.v1.standing_shapes import StandingOut, standing_out
from api.views import CallerView, OpenView
from audit import recording
from billing.standing import Act
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from staff import impersonating, inviting, passwords, resetting
from staff.access import Grant
from staff.models import Impersonation, Membership, StaffMember
from staff.signing_in import address, find, spelled
from staff.tasks import send_reset_link
from tenants.models import Property

log = logging.getLogger(__name__)
BACKEND = "staff.signing_in.LoginBackend"
Password = Annotated[str, Meta(min_length=1, max_length=256)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]


class WrongLogin(Refused):
    """The same for an unknown account, a wrong password and one that was deactivated."""

    code = "wrong_login"
    status = 401
    zh = "账号或密码不正确。"
    en = "The login or the password is not right."


class LockedOut(Refused):
    code = "locked_out"
    status = 429
    zh = "尝试次数过多，请在 {minutes} 分钟后再试。"
    en = "Too many tries. Try again in {minutes} minutes."


class NowhereToGo(Refused):
    code = "no_membership"
    status = 403
    zh = "您的账号目前不属于任何集团，请联系管理员。"
    en = "Your account belongs to no chain at present. Ask your manager."


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    login: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Password


class SessionChange(msgspec.Struct, forbid_unknown_fields=True):
    locale: Annotated[str, Meta(pattern="^(zh-CN|en)$")] | msgspec.UnsetType = msgspec.UNSET
    name: Name | msgspec.UnsetType = msgspec.UNSET


class PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    current: Password
    new: Password


class ResetRequest(msgspec.Struct, forbid_unknown_fields=True):
    login: Annotated[str, Meta(min_length=1, max_length=254)]


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    password: Password


class Acceptance(msgspec.Struct, forbid_unknown_fields=True):
    name: Name
    password: Password


class SessionChain(msgspec.Struct):
    slug: str
    name: str
    time_zone: str
    targets: Targets
    target_repeat_rate: int
    target_remark_rate: int
    standing: StandingOut


class SessionProperty(msgspec.Struct):
    slug: str
    name: str
    city: str
    time_zone: str
    sandbox: bool
    ahead_s: int  # how far its clock stands ahead of the real time


class SessionStaff(msgspec.Struct):
    id: str
    name: str
    email: str | None
    locale: str


class SessionMembership(msgspec.Struct):
    chain: SessionChain
    role: str
    abilities: list[str]
    properties: list[SessionProperty]


class SessionImpersonation(msgspec.Struct):
    """An operator looks through this person's eyes."""

    operator: str
    staff: str
    chain: str  # slug
    reason: str
    until: datetime


class Session(msgspec.Struct):
    staff: SessionStaff
    memberships: list[SessionMembership]
    csrf_token: str
    operator: bool  # of the platform; false while looking through somebody else's eyes
    impersonation: SessionImpersonation | None


class InvitedTo(msgspec.Struct):
    name: str


class InvitationShown(msgspec.Struct):
    chain: InvitedTo
    role: str
    email: str
    name: str


class StrangersView(OpenView):
    """For who is not signed in yet. CSRF holds all the same: nobody is signed in as somebody else by a link."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        enforce_csrf(request)


class SessionView(CallerView):
    authentication_classes = [ConsoleAuthentication]
    permission_classes = []
    act = Act.SAFE
    doors: ClassVar[Mapping[str, str]] = {"POST": "sign-in"}
    while_impersonating: ClassVar[Collection[str]] = ("GET", "DELETE")

    @extend_schema(responses={200: Session}, summary="Who is signed in, and what they may do where")
    def get(self, request: Request) -> HttpResponse:
        get_token(request._request)  # the cookie that signing in needs
        self.known()
        return answer(session_of(self.caller, request._request))

    @extend_schema(request=SignIn, responses={200: Session}, summary="Sign in by e-mail or phone", auth=[])
    def post(self, request: Request) -> HttpResponse:
        enforce_csrf(request)
        given = parse(request, SignIn)
        staff = proven(request._request, given.login, given.password)
        return enter(request._request, staff)

    @extend_schema(request=SessionChange, responses={200: Session}, summary="Change one's name or language")
    def patch(self, request: Request) -> HttpResponse:
        staff = self.known()
        given = parse(request, SessionChange)
        for name in ("locale", "name"):
            if (value := getattr(given, name)) is not msgspec.UNSET:
                setattr(staff, name, value)
        staff.save(update_fields=["locale", "name"])
        return answer(session_of(caller_of_staff(staff), request._request))

    @extend_schema(request=None, responses={204: None}, summary="Sign out")
    def delete(self, request: Request) -> HttpResponse:
        if isinstance(request.user, Caller) and request.user.eyes is not None:
            impersonating.end(request.user.eyes.held)
        logout(request._request)
        return nothing()

    def known(self) -> StaffMember:
        if not isinstance(self.request.user, Caller) or self.caller.staff is None:
            raise Unauthenticated
        return self.caller.staff


class PasswordView(CallerView):
    authentication_classes = [ConsoleAuthentication]
    act = Act.SAFE

    @extend_schema(request=PasswordChange, responses={204: None}, summary="Change one's password")
    def put(self, request: Request) -> HttpResponse:
        given = parse(request, PasswordChange)
        staff = self.caller.staff
        if staff is None:
            raise Unauthenticated
        try:
            # By the door everybody comes through, so that tries are counted here as well.
            proven(request._request, staff.email or staff.phone or "", given.current)
        except WrongLogin as error:
            raise passwords.WrongPassword from error
        with transaction.atomic():
            passwords.change(staff, given.new)
            tell(self.caller, "staff.password_changed")
        update_session_auth_hash(request._request, staff)
        return nothing()


class ResetsView(StrangersView):
    doors: ClassVar[Mapping[str, str]] = {"POST": "mail"}

    @extend_schema(
        request=ResetRequest, responses={202: None}, summary="Ask for a link to set a new password", auth=[]
    )
    def post(self, request: Request) -> HttpResponse:
        given = parse(request, ResetRequest)
        try:
            send_reset_link.delay(spelled(given.login))
        except BrokerDown:
            log.warning("No broker: the reset link is sent by the web process")
            resetting.send_link(given.login)
        return nothing(202)


class ResetView(StrangersView):
    doors: ClassVar[Mapping[str, str]] = {"PUT": "sign-in"}

    @extend_schema(
        request=NewPassword, responses={204: None}, summary="Set a new password by a link", auth=[]
    )
    def put(self, request: Request, token: str) -> HttpResponse:
        given = parse(request, NewPassword)
        with transaction.atomic():
            staff = resetting.use(token, given.password)
            tell(caller_of_staff(staff), "staff.password_reset")
        # Who holds the mailbox is the owner: what a stranger's wrong tries locked is opened again.
        AccessAttempt.objects.filter(username__in=[staff.email, staff.phone]).delete()
        return nothing()


class InvitationView(StrangersView):
    doors: ClassVar[Mapping[str, str]] = {"POST": "sign-in"}

    @extend_schema(responses={200: InvitationShown}, summary="What a link invites to", auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        found = inviting.opened(token)
        return answer(InvitationShown(InvitedTo(found.chain.name), found.role, found.email, found.name))

    @extend_schema(
        request=Acceptance, responses={200: Session}, summary="Accept an invitation and sign in", auth=[]
    )
    def post(self, request: Request, token: str) -> HttpResponse:
        """Who has an account already gives its password; the others choose one."""
        given = parse(request, Acceptance)
        email = inviting.opened(token).email
        known = find(email)
        if known is not None and known.has_usable_password():
            known = proven(request._request, email, given.password)
        membership = inviting.accept(token, name=given.name, password=given.password, known=known)
        return enter(request._request, membership.staff)


def proven(request: HttpRequest, login_name: str, password: str) -> StaffMember:
    """Whose login and password these are; ten wrong ones from one address lock the pair for a quarter of an hour."""
    login_name = spelled(login_name)
    staff = authenticate(request, login=login_name, password=password)
    if isinstance(staff, StaffMember):
        return staff
    if getattr(request, "axes_locked_out", False):
        seconds = lock_left(login_name, address(request))
        raise LockedOut(retry_after=seconds, minutes=-(-seconds // 60))
    raise WrongLogin


def lock_left(login_name: str, ip_address: str) -> int:
    """Seconds until the lock ends, at least one."""
    last = (
        AccessAttempt.objects.filter(username=login_name, ip_address=ip_address)
        .order_by("-attempt_time")
        .first()
    )
    whole = int(settings.AXES_COOLOFF_TIME * 3600)
    if last is None:
        return whole
    return max(1, whole - int((clock.now() - last.attempt_time).total_seconds()))


def enter(request: HttpRequest, staff: StaffMember, status: int = 200) -> HttpResponse:
    """Begin a session under a new key, whatever the browser brought along."""
    caller = caller_of_staff(staff)
    if not caller.grants and not caller.is_operator:
        if Membership.objects.filter(staff=staff, is_active=True, chain__state="suspended").exists():
            raise Suspended
        raise NowhereToGo
    with transaction.atomic():
        login(request, staff, backend=BACKEND)
        request.session.pop(IMPERSONATION, None)
        tell(caller, "session.began")
    return answer(session_of(caller, request), status)


def tell(caller: Caller, action: str) -> None:
    """Add what somebody did with his account to the audit log of each chain he works for."""
    for chain_id in caller.grants or (None,):
        recording.record(caller.actor(), action, chain_id=chain_id, subject=caller.id)


def session_of(caller: Caller, request: HttpRequest) -> Session:
    staff = caller.staff
    if staff is None:
        raise Unauthenticated
    chains = Chain.objects.filter(state="open").select_related("account").order_by("slug")
    if not caller.is_operator:
        chains = chains.filter(pk__in=caller.grants)
    places: dict[int, list[Property]] = defaultdict(list)
    for place in Property.objects.filter(chain__in=chains).exclude(state="closed").order_by("slug"):
        places[place.chain_id].append(place)
    return Session(
        staff=SessionStaff(str(staff.pk), staff.name, staff.email, staff.locale),
        memberships=[
            membership_of(chain, grant, places[chain.pk])
            for chain in chains
            if (grant := caller.grant(chain.pk))
        ],
        csrf_token=get_token(request),
        operator=caller.is_operator,
        impersonation=None if caller.eyes is None else impersonation_of(caller.eyes.held),
    )


def impersonation_of(held: Impersonation) -> SessionImpersonation:
    return SessionImpersonation(
        held.operator.name, held.staff.name, held.chain.slug, held.reason, held.expires_at
    )


def membership_of(chain: Chain, grant: Grant, places: list[Property]) -> SessionMembership:
    return SessionMembership(
        chain=SessionChain(
            chain.slug,
            chain.name,
            chain.time_zone,
            Targets(**chain.targets),
            chain.target_repeat_rate,
            chain.target_remark_rate,
            standing_out(chain),
        ),
        role=grant.role,
        abilities=sorted(grant.abilities),
        properties=[
            SessionProperty(
                p.slug,
                p.name,
                p.city,
                p.time_zone,
                p.sandbox,
                int(p.clock_ahead.total_seconds()),
            )
            for p in places
            if grant.covers(p.pk)
        ],
    )
