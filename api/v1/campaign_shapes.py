"""Shapes of campaigns: the document as it is written, with what became of it; money is a decimal string."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from api.paging import Paged
from api.v1.words import Words
from kernel import money
from loyalty.campaigns import audience, restraining
from loyalty.campaigns.audience import Sampled
from loyalty.campaigns.document import (
    CampaignAudience,
    Channel,
    Document,
    Kind,
    Moment,
    Trigger,
    Variant,
)
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.progress import Progress
from loyalty.programme.checking import Findings
from loyalty.programme.terms import Money

CampaignState = Literal["draft", "waiting", "approved", "running", "paused", "stopped", "finished"]
CampaignAct = Literal["edit", "submit", "approve", "launch", "pause", "resume", "stop"]
Decision = Literal["contact", "held_out", "refrained", "excluded"]


class CampaignIn(Document, frozen=True, kw_only=True):
    """A campaign as it is written. A draft need not be right yet: `findings` of the answer say what is missing."""


class CampaignChange(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What is not named stays."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")] | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    audience: CampaignAudience | UnsetType = UNSET
    trigger: Trigger | UnsetType = UNSET
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=3)] | UnsetType = UNSET
    purpose: Literal["marketing"] | UnsetType = UNSET
    variants: Annotated[list[Variant], Meta(min_length=1, max_length=2)] | UnsetType = UNSET
    pretext: Literal["birthday", "anniversary"] | UnsetType | None = UNSET
    holdout: Annotated[float, Meta(ge=0, le=0.5)] | UnsetType = UNSET
    window_days: Annotated[int, Meta(ge=1, le=180)] | UnsetType = UNSET
    budget: Money | UnsetType | None = UNSET
    stock: Annotated[int, Meta(ge=1, le=1000000000)] | UnsetType | None = UNSET
    expires_hours: Annotated[int, Meta(ge=1, le=720)] | UnsetType = UNSET
    priority: Annotated[int, Meta(ge=0, le=9)] | UnsetType | None = UNSET
    ends_at: Moment | UnsetType | None = UNSET


class RestrainedOut(msgspec.Struct):
    """Whom restraint leaves alone, and what that saves."""

    reason: str
    says: Words
    n: int
    saved: str


class AudienceSample(msgspec.Struct):
    guest: str
    name: str
    why: Words | None


class AudienceOut(msgspec.Struct, kw_only=True):
    """segment − excluded − secret − unreachable − no_consent − opted_out − minors − over_frequency − restrained = holdout + contact."""

    segment: int
    excluded: int
    secret: int
    unreachable: int
    no_consent: int
    opted_out: int
    minors: int
    over_frequency: int
    restrained: list[RestrainedOut]
    holdout: int
    contact: int
    saved: str
    sample: list[AudienceSample]
    as_of: datetime


class CampaignSpendOut(msgspec.Struct):
    budget: str | None
    reserved: str
    spent: str
    stock: int | None
    taken: int


class CampaignProgressOut(msgspec.Struct, kw_only=True):
    """`chosen`: to be contacted. The others count messages; what is on its way is among the waiting."""

    chosen: int
    waiting: int
    sent: int
    delivered: int
    failed: int
    unknown: int
    dropped: int


class CampaignFinding(msgspec.Struct):
    pointer: str
    code: str
    says: Words


class CampaignFindings(msgspec.Struct):
    """A campaign with problems cannot be submitted or launched; warnings are for people."""

    problems: list[CampaignFinding]
    warnings: list[CampaignFinding]


class CampaignOut(Document, frozen=True, kw_only=True):
    """The document, and how far it has come."""

    id: str
    code: str
    version: int
    state: CampaignState
    price_offer: bool
    made_by_name: str
    made_at: datetime
    changed_at: datetime
    approved_by_name: str | None
    approved_at: datetime | None
    launched_at: datetime | None
    ended_at: datetime | None
    archived_at: datetime | None
    next_at: datetime | None
    audience_counts: AudienceOut | None
    spend: CampaignSpendOut
    progress: CampaignProgressOut
    may: list[CampaignAct]
    needs_approval: bool
    findings: CampaignFindings | None = None  # null in lists


class CampaignPage(msgspec.Struct):
    results: list[CampaignOut]
    next: str | None


class CampaignsAsked(Paged, kw_only=True):
    state: CampaignState | None = None
    archived: bool = False


class PreviewFor(msgspec.Struct, forbid_unknown_fields=True):
    guest: Annotated[str, Meta(pattern=r"^[0-9]{1,18}$")]


class PreviewedGuest(msgspec.Struct):
    id: str
    name: str


class PreviewedText(msgspec.Struct, kw_only=True):
    """As it would be read. `lacks`: it could not be said, for want of this."""

    variant: Literal["A", "B"]
    channel: Channel
    locale: str
    subject: str | None
    text: str
    parts: int
    left_out: list[str]
    lacks: str


class CampaignPreview(msgspec.Struct, kw_only=True):
    """What is decided for this guest as he stands. Whether he is held out is not told: it would be no blind test."""

    guest: PreviewedGuest
    decision: Decision
    reason: str
    says: Words
    saved: str
    channels: list[Channel]  # by which he may be written to, best first
    offer: Words | None
    texts: list[PreviewedText]


class ApproveIn(msgspec.Struct, forbid_unknown_fields=True):
    """`version`: the one that was read, so that nobody agrees with another. Without `agree` it goes back as a draft."""

    agree: bool = True
    version: Annotated[int, Meta(ge=1)] | None = None


class TestSendIn(msgspec.Struct, forbid_unknown_fields=True):
    """Whose facts stand in the texts; none: made-up ones."""

    guest: Annotated[str, Meta(pattern=r"^[0-9]{1,18}$")] | None = None


class TestSent(msgspec.Struct):
    to: str  # masked


class SuggestedCampaign(msgspec.Struct):
    code: str
    kind: Kind
    name: str
    why: Words
    n: int | None  # guests it is about now; null where time has to bring them
    document: Document


class SuggestedCampaigns(msgspec.Struct):
    results: list[SuggestedCampaign]


class CalendarAsked(msgspec.Struct, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    first: date
    last: date


class PlannedSend(msgspec.Struct):
    """What went on a day (`n` messages), or that a campaign is to choose at this moment."""

    campaign: str
    name: str
    kind: Kind
    state: CampaignState
    at: datetime
    planned: bool
    n: int | None


class CampaignCalendar(msgspec.Struct):
    results: list[PlannedSend]


def document_of(kept: Document) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in Document.__struct_fields__}


def audience_out(numbers: dict[str, Any], sample: list[Sampled] | None = None) -> AudienceOut | None:
    """The kept numbers as they are shown; None before anything was counted."""
    if "segment" not in numbers:
        return None
    taken = dict(audience.rows(numbers))
    restrained = numbers["restrained"]
    return AudienceOut(
        segment=numbers["segment"],
        excluded=taken["excluded"],
        secret=taken["secret"],
        unreachable=taken["unreachable"],
        no_consent=taken["no_consent"],
        opted_out=taken["opted_out"],
        minors=taken["minor"],
        over_frequency=taken["over_frequency"],
        restrained=[
            RestrainedOut(reason, Words(*restraining.says(reason)), n, money.amount(saved))
            for reason, (n, saved) in sorted(restrained.items(), key=lambda item: -item[1][0])
        ],
        holdout=numbers["holdout"],
        contact=numbers["contact"],
        saved=money.amount(sum(saved for _, saved in restrained.values())),
        sample=[_sample(each) for each in sample or ()],
        as_of=datetime.fromisoformat(numbers["as_of"]),
    )


def _sample(each: Sampled) -> AudienceSample:
    # Who is drawn into the holdout is among those who would be contacted: the draw is nobody's business.
    decision = "contact" if each.decision == "held_out" else each.decision
    return AudienceSample(str(each.guest), each.name, Words(*audience.why(decision, each.reason)))


def campaign_out(
    kept: Kept, progress: Progress, may: list[str], *, needs_approval: bool, findings: Findings | None = None
) -> CampaignOut:
    counts = {name: progress.messages.get(name, 0) for name in CampaignProgressOut.__struct_fields__[1:]}
    return CampaignOut(
        **document_of(kept.document),
        id=str(kept.id),
        code=kept.code,
        version=kept.version,
        state=kept.state,  # type: ignore[arg-type]  # the database keeps to them
        price_offer=kept.price_offer,
        made_by_name=kept.made_by_name,
        made_at=kept.made_at,
        changed_at=kept.changed_at,
        approved_by_name=kept.approved_by_name or None,
        approved_at=kept.approved_at,
        launched_at=kept.launched_at,
        ended_at=kept.ended_at,
        archived_at=kept.archived_at,
        next_at=kept.next_at,
        audience_counts=audience_out(kept.audience),
        spend=CampaignSpendOut(
            None if progress.budget_cents is None else money.amount(progress.budget_cents),
            money.amount(progress.reserved_cents),
            money.amount(progress.spent_cents),
            progress.stock,
            progress.taken,
        ),
        progress=CampaignProgressOut(chosen=progress.chosen, **counts),
        may=may,  # type: ignore[arg-type]
        needs_approval=needs_approval,
        findings=None if findings is None else findings_out(findings),
    )


def findings_out(findings: Findings) -> CampaignFindings:
    told = [
        [CampaignFinding(each.pointer, each.code, Words(each.zh, each.en)) for each in some]
        for some in (findings.problems, findings.warnings)
    ]
    return CampaignFindings(*told)
