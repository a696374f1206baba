"""Headquarters see a campaign before it goes out, where the chain wants it: whoever wrote one does not approve it."""

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import checking, keeping
from loyalty.campaigns.keeping import ChangedMeanwhile, Kept
from loyalty.programme.document import Programme
from tenants.models import Property


class OneOfTheMakers(Refused):
    code = "approval_by_maker"
    status = 403
    zh = "活动由您本人编写，需要另一位同事审批。"
    en = "You wrote this campaign: somebody else has to approve it."


def needed(hotel: Property) -> bool:
    """Whether the chain wants to see campaigns first."""
    return hotel.chain.campaigns_need_approval


def submit(raw: Statements, hotel: Property, campaign: Kept, programme: Programme | None) -> Kept:
    """Ask for approval; without need of one it is ready at once. Raises NotInThisState, CampaignUnsound."""
    checking.demand(raw, hotel, campaign.document, programme)
    now = clock.now()
    asked = needed(hotel)
    more = {} if asked else {"approved_at": now}
    return keeping.move(raw, campaign, "submit", needs_approval=asked, submitted_at=now, **more)


def approve(
    raw: Statements,
    hotel: Property,
    campaign: Kept,
    *,
    by: Actor,
    version: int | None = None,
    agree: bool = True,
) -> Kept:
    """Agree with what was submitted, or give it back to be changed. Raises OneOfTheMakers, ChangedMeanwhile, NotInThisState.

    `version`: the one that was read; another by now has to be read first.
    """
    if version is not None and version != campaign.version:
        raise ChangedMeanwhile
    if not agree:
        return keeping.move(raw, campaign, "decline", needs_approval=needed(hotel), submitted_at=None)
    if by.id in (campaign.made_by, campaign.changed_by):
        raise OneOfTheMakers
    return keeping.move(
        raw,
        campaign,
        "approve",
        needs_approval=needed(hotel),
        approved_at=clock.now(),
        approved_by=by.id,
        approved_by_name=by.name[:80],
    )
