"""An operator looks at a chain with the eyes of one of its people: for a reason, for half an hour, reading only.

It is never silent: the chain's owners get a letter, its audit log says when it began and ended, and what was read
meanwhile stands there under both names.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from audit import recording
from audit.recording import Actor
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from staff.access import Grant, grant_of
from staff.models import Impersonation, Membership, StaffMember
from staff.roles import Ability
from staff.tasks import soon, tell_of_impersonation

LIFE = timedelta(minutes=30)

# What the person may do, cut down to what is looked at. Abilities that change things stand here where they open a
# page as well: no request but GET passes (api.callers).
READS = frozenset(
    {
        Ability.SEE_CHAIN,
        Ability.SEE_REPORTS_CHAIN,
        Ability.SEE_REPORTS_PROPERTY,
        Ability.SEE_GUESTS,
        Ability.SEE_PROGRAMME,
        Ability.SEE_AUDIT,
        Ability.SEE_EVENTS,
        Ability.WRITE_REMARKS,
        Ability.MAP_SOURCES,
        Ability.MOVE_VALUE,
        Ability.IMPORT_DATA,
        Ability.MANAGE_PROPERTY,
        Ability.MANAGE_STAFF,
        Ability.MANAGE_CHAIN,
        Ability.MANAGE_BILLING,
        Ability.MANAGE_WEBHOOKS,
    }
)


class NotImpersonable(Refused):
    code = "not_impersonable"
    status = 422
    zh = "只能代入正在营业的连锁中在职的员工，且对方不能是平台运营人员。"
    en = (
        "Only an active member of staff of an open chain can be looked over the shoulder of, and no operator."
    )


class ReadsOnly(Refused):
    code = "impersonation_reads_only"
    status = 403
    zh = "代看时只能查看：不能修改，也不能下载文件。"
    en = "Looking at a chain as somebody else is for reading: nothing is changed, and no file is taken away."


class Over(Refused):
    """Said instead of going on as the operator: nobody changes who he is between two requests without a word."""

    code = "impersonation_over"
    status = 403
    zh = "代看已结束，请刷新页面。"
    en = "Looking as somebody else has ended. Reload the page."


@dataclass(frozen=True, slots=True)
class Eyes:
    """An impersonation that holds now: what it is, and what can be seen by it."""

    held: Impersonation
    grant: Grant

    def actor(self) -> Actor:
        return actor_of(self.held)


def actor_of(held: Impersonation) -> Actor:
    """The operator is who acts; the name says as whom."""
    return Actor("staff", str(held.operator_id), f"{held.operator.name}(代 {held.staff.name})")


def begin(operator: StaffMember, chain: Chain, staff: StaffMember, reason: str) -> Impersonation:
    """Begin to look at the chain as this person. What the operator looked at before ends with it."""
    with transaction.atomic():
        # One operator looks through one pair of eyes at a time.
        StaffMember.objects.select_for_update().get(pk=operator.pk)
        if _membership(chain.pk, staff) is None:
            raise NotImpersonable
        for other in _live().filter(operator=operator):
            end(other)
        now = clock.now()
        held = Impersonation.objects.create(
            operator=operator, staff=staff, chain=chain, reason=reason, began_at=now, expires_at=now + LIFE
        )
        recording.record(
            actor_of(held),
            "impersonation.began",
            chain_id=chain.pk,
            subject=str(staff.pk),
            staff=staff.name,
            operator=operator.name,
            reason=reason,
            until=held.expires_at.isoformat(),
        )
        transaction.on_commit(lambda: soon(tell_of_impersonation, held.pk))
    return held


def eyes(number: int, operator: StaffMember) -> Eyes | None:
    """The operator's impersonation of this number with its grant; None when it is over, for whatever reason."""
    held = _live().filter(pk=number, operator=operator).first()
    if held is None or held.expires_at <= clock.now() or not operator.is_operator:
        return None
    membership = _membership(held.chain_id, held.staff)
    if membership is None:
        return None
    grant = grant_of(membership)
    return Eyes(held, Grant(grant.chain_id, grant.role, grant.abilities & READS, grant.property_ids))


def end(held: Impersonation, *, at_its_time: bool = False) -> bool:
    """End it, and say so in the chain's audit log; False when it was over already."""
    with transaction.atomic():
        moment = held.expires_at if at_its_time else clock.now()
        if not Impersonation.objects.filter(pk=held.pk, ended_at=None).update(ended_at=moment):
            return False
        recording.record(
            actor_of(held),
            "impersonation.ended",
            chain_id=held.chain_id,
            subject=str(held.staff_id),
            staff=held.staff.name,
            operator=held.operator.name,
            expired=at_its_time,
        )
    return True


def end_number(number: int, operator: StaffMember) -> bool:
    """End the operator's impersonation of this number, however it stands."""
    held = _live().filter(pk=number, operator=operator).first()
    return held is not None and end(held, at_its_time=held.expires_at <= clock.now())


def end_expired() -> int:
    """Close what nobody ended by hand, so that the log says an end to everything that began."""
    return sum(end(held, at_its_time=True) for held in _live().filter(expires_at__lte=clock.now()))


def _live() -> QuerySet[Impersonation]:
    return Impersonation.objects.filter(ended_at=None).select_related("operator", "staff", "chain")


def _membership(chain_id: int, staff: StaffMember) -> Membership | None:
    return Membership.objects.filter(
        chain_id=chain_id,
        chain__state="open",
        staff=staff,
        is_active=True,
        staff__is_active=True,
        staff__is_operator=False,
    ).first()
