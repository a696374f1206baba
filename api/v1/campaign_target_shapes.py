"""Shapes of whom a campaign chose: each decision, why, and what became of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import Paged
from api.v1.campaign_shapes import Decision, PreviewedGuest
from api.v1.words import Words
from kernel import money
from loyalty.campaigns import restraining
from loyalty.campaigns.progress import TargetRow
from loyalty.messaging import reasons


class TargetsAsked(Paged, kw_only=True):
    decision: Decision | None = None
    reason: Annotated[str, Meta(max_length=32)] | None = None


class TargetMessage(msgspec.Struct):
    id: str
    state: str
    reason: str


class TargetOut(msgspec.Struct, kw_only=True):
    """One decision, why, and what became of it. The guest is null where the PMS marks him secret."""

    id: str
    guest: PreviewedGuest | None
    decision: Decision
    reason: str
    says: Words | None
    arm: str
    cause: str
    stage: str
    tier: str
    channel: str
    saved: str
    cost: str
    chosen_at: datetime
    sent_at: datetime | None
    clicked_at: datetime | None
    answered_at: datetime | None
    visit_on: date | None
    visits: int
    revenue: str
    profit: str | UnsetType = UNSET  # what is left of that revenue, for who may see it
    message: TargetMessage | None


class TargetPage(msgspec.Struct):
    results: list[TargetOut]
    next: str | None


def target_out(row: TargetRow, *, hide: bool, left: Mapping[int, int] | None = None) -> TargetOut:
    message = None
    if row.message is not None:
        message = TargetMessage(str(row.message), row.message_state or "", row.message_reason or "")
    return TargetOut(
        id=str(row.id),
        guest=None if hide else PreviewedGuest(str(row.guest), row.name),
        decision=row.decision,  # type: ignore[arg-type]
        reason=row.reason,
        says=reason_out(row.reason),
        arm=row.arm,
        cause=row.cause,
        stage=row.stage,
        tier=row.tier,
        channel=row.channel,
        saved=money.amount(row.saved_cents),
        cost=money.amount(row.cost_cents),
        chosen_at=row.chosen_at,
        sent_at=row.sent_at,
        clicked_at=row.clicked_at,
        answered_at=row.answered_at,
        visit_on=row.visit_on,
        visits=row.visits,
        revenue=money.amount(row.revenue_cents),
        profit=UNSET if left is None else money.amount(left.get(row.id, 0)),
        message=message,
    )


def reason_out(reason: str) -> Words | None:
    """Ours, or the gate's, in words."""
    if reason in restraining.WORDS:
        return Words(*restraining.WORDS[reason])
    if reason in set(reasons.Reason):
        return Words(*reasons.WORDS[reasons.Reason(reason)])
    return None
