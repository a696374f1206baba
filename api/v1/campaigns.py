"""Campaigns of a property: written, counted, previewed, approved, launched, and stopped at once."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.rendering import answer
from api.v1 import belonging
from api.v1.campaign_shapes import (
    AudienceOut,
    CampaignChange,
    CampaignIn,
    CampaignOut,
    CampaignPage,
    CampaignPreview,
    CampaignsAsked,
    PreviewedGuest,
    PreviewedText,
    PreviewFor,
    TestSendIn,
    TestSent,
    audience_out,
    campaign_out,
    document_of,
)
from api.v1.campaign_target_shapes import TargetPage, TargetsAsked, target_out
from api.v1.guests import GuestBase
from api.v1.segments import ruled
from api.v1.words import Words
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.errors import Refused
from loyalty.campaigns import (
    approving,
    audience,
    checking,
    keeping,
    previewing,
    profit,
    progress,
    states,
    testing,
)
from loyalty.campaigns.document import Document, Once
from loyalty.campaigns.keeping import Kept, NoSuchCampaign
from loyalty.programme import versions
from loyalty.programme.checking import Findings
from loyalty.programme.document import Programme
from loyalty.segments import keeping as segments
from loyalty.segments import rules
from staff.roles import Ability

# Which ability each act of people needs.
ABILITIES = {
    "edit": Ability.EDIT_CAMPAIGNS,
    "submit": Ability.EDIT_CAMPAIGNS,
    "approve": Ability.APPROVE_CAMPAIGNS,
    "launch": Ability.SEND_MESSAGES,
    "pause": Ability.SEND_MESSAGES,
    "resume": Ability.SEND_MESSAGES,
    "stop": Ability.SEND_MESSAGES,
}


class NoMailbox(Refused):
    code = "no_mailbox"
    status = 422
    zh = "您的账号没有邮箱，收不到测试消息。"
    en = "Your account has no e-mail address to send a test to."


class CampaignBase(GuestBase):
    """What every view of campaigns needs."""

    def programme(self) -> Programme | None:
        found = versions.in_force(self.raw(), self.today())
        return found.programme if found else None

    def campaign(self, campaign_id: int) -> Kept:
        return keeping.get(self.raw(), campaign_id)

    def listed(self, campaign_id: int) -> Kept:
        """The campaign, unless it was put away."""
        kept = self.campaign(campaign_id)
        if kept.archived_at is not None:
            raise NoSuchCampaign
        return kept

    def needs_approval(self) -> bool:
        return approving.needed(self.property)

    def may(self, kept: Kept) -> list[str]:
        allowed = {act for act, ability in ABILITIES.items() if self.caller.may(ability, self.property)}
        if self.caller.actor().id in (kept.made_by, kept.changed_by):
            allowed.discard("approve")
        if kept.archived_at is not None:
            allowed.clear()
        return states.possible(kept.state, needs_approval=self.needs_approval(), allowed=allowed)

    def told(self, kept: Kept) -> CampaignOut:
        """One campaign with everything about it."""
        raw = self.raw()
        found = checking.check(raw, self.property, kept.document, self.programme())
        return self.shown([kept], {kept.id: found})[0]

    def shown(
        self, campaigns: list[Kept], findings: Mapping[int, Findings] | None = None
    ) -> list[CampaignOut]:
        known = progress.of(self.raw(), campaigns)
        return [
            campaign_out(
                kept,
                known[kept.id],
                self.may(kept),
                needs_approval=self.needs_approval(),
                findings=(findings or {}).get(kept.id),
            )
            for kept in campaigns
        ]

    def judge(self, document: Document) -> None:
        """Refuse a rule that cannot be asked, and one that asks for what this caller may not see."""
        asked, unseen = document.audience, self.unseen()
        if asked.rule is not None:
            with ruled("/audience/rule"):
                rule = segments.rule_of(self.raw(), msgspec.to_builtins(asked.rule), self.today())
            belonging.seen(rule, unseen)
        for code in [asked.segment, *asked.exclude]:
            if code is not None and unseen:
                self.judge_segment(code, unseen)

    def judge_segment(self, code: str, unseen: frozenset[str]) -> None:
        try:
            kept = segments.get(self.raw(), code)
        except segments.NoSuchSegment:
            return  # the findings say so
        belonging.seen(rules.converted(kept.rule), unseen)


class CampaignsView(CampaignBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_CAMPAIGNS, "post": Ability.EDIT_CAMPAIGNS}

    @extend_schema(
        parameters=parameters(CampaignsAsked),
        responses={200: CampaignPage},
        summary="Campaigns, the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, CampaignsAsked)
        after = read(asked.cursor, tuple[int])
        found = keeping.listed(
            self.raw(),
            state=asked.state,
            archived=asked.archived,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(found, asked.limit, lambda kept: (kept.id,))
        return answer(CampaignPage(self.shown(list(shown)), following))

    @extend_schema(request=CampaignIn, responses={201: CampaignOut}, summary="Write a campaign: a draft")
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, CampaignIn)
        self.judge(given)
        with transaction.atomic():
            kept = keeping.make(
                self.raw(), Document(**document_of(given)), self.programme(), by=self.caller.actor()
            )
            self.record("campaign.made", subject=str(kept.id), name=kept.name, kind=kept.kind)
        return answer(self.told(kept), 201)


class CampaignView(CampaignBase):
    needs: ClassVar[Needs] = {
        "get": Ability.SEE_CAMPAIGNS,
        "patch": Ability.EDIT_CAMPAIGNS,
        "delete": Ability.EDIT_CAMPAIGNS,
    }

    @extend_schema(
        responses={200: CampaignOut}, summary="One campaign, with what still stands against launching it"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return answer(self.told(self.campaign(id)))

    @extend_schema(
        request=CampaignChange,
        responses={200: CampaignOut},
        summary="Change a campaign: its next version, a draft again that asks for approval again",
    )
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, CampaignChange)
        changed = {name: value for name, value in msgspec.structs.asdict(given).items() if value is not UNSET}
        with transaction.atomic():
            before = self.listed(id)
            document = Document(**{**document_of(before.document), **changed})
            self.judge(document)
            if document == before.document and before.state == "draft":
                return answer(self.told(before))
            kept = keeping.change(self.raw(), before, document, self.programme(), by=self.caller.actor())
            self.record("campaign.changed", subject=str(id), version=kept.version, parts=sorted(changed))
        return answer(self.told(kept))

    @extend_schema(
        request=None,
        responses={200: CampaignOut},
        summary="Put a campaign away: it is not listed any more, what it did stays",
    )
    def delete(self, request: Request, property: str, id: int) -> HttpResponse:
        with transaction.atomic():
            kept = keeping.archive(self.raw(), self.campaign(id))
            self.record("campaign.archived", subject=str(id))
        return answer(self.told(kept))


class CampaignAudienceView(CampaignBase):
    """POST for what it costs, not for what it changes."""

    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=None,
        responses={200: AudienceOut},
        summary="To whom it goes: every subtraction with its number, adding up exactly, and some of the guests",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        kept = self.campaign(id)
        self.judge(kept.document)
        # One that goes out once and has chosen tells whom.
        chose = kept.launched_at is not None and isinstance(kept.document.trigger, Once)
        if chose and kept.state != "draft" and (told := audience_out(kept.audience)) is not None:
            return answer(told)
        with ruled("/audience/rule"):
            counted = audience.count(self.raw(), self.property, kept.id, kept.document)
        return answer(audience_out(counted.numbers, counted.sample))


class CampaignPreviewView(CampaignBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=PreviewFor,
        responses={200: CampaignPreview},
        summary="One guest: what is decided for him and why, and what he would read by each channel",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, PreviewFor)
        kept = self.campaign(id)
        self.judge(kept.document)
        with ruled("/audience/rule"):
            found = previewing.preview(self.raw(), self.property, kept, self.standing(int(asked.guest)))
        # Who is in the holdout would be contacted otherwise: the draw stays hidden.
        hidden = found.decision == "held_out"
        says = Words(*audience.why("contact", "")) if hidden else Words(found.zh, found.en)
        return answer(
            CampaignPreview(
                guest=PreviewedGuest(str(found.guest), found.name),
                decision="contact" if hidden else found.decision,  # type: ignore[arg-type]
                reason="" if hidden else found.reason,
                says=says,
                saved=money.amount(found.saved_cents),
                channels=list(found.channels),  # type: ignore[arg-type]
                offer=Words(*found.offer) if found.offer[0] else None,
                texts=[
                    PreviewedText(
                        variant=variant,  # type: ignore[arg-type]
                        channel=each.channel,  # type: ignore[arg-type]
                        locale=each.locale,
                        subject=each.subject or None,
                        text=each.text,
                        parts=each.parts,
                        left_out=list(each.left_out),
                        lacks=each.lacks,
                    )
                    for variant, each in found.texts
                ],
            )
        )


class CampaignTestSendView(CampaignBase):
    """To whoever asks, and nobody else."""

    needs: ClassVar[Needs] = Ability.EDIT_CAMPAIGNS

    @extend_schema(
        request=TestSendIn,
        responses={200: TestSent},
        summary="All texts by mail to oneself, as a guest would read them",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, TestSendIn) if request._request.body else TestSendIn()
        kept, staff = self.campaign(id), self.caller.staff
        if staff is None or not staff.email:
            raise NoMailbox
        guest = None if asked.guest is None else self.standing(int(asked.guest))
        testing.send(self.raw(), self.property, kept, guest, to=str(staff.email), locale=staff.locale)
        self.record("campaign.tested", subject=str(id))
        return answer(TestSent(testing.masked(str(staff.email))))


class CampaignTargetsView(CampaignBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(TargetsAsked),
        responses={200: TargetPage},
        summary="Whom it contacted, held out, left alone and why, with what became of each",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, TargetsAsked)
        kept = self.campaign(id)
        self.judge(kept.document)
        after = read(asked.cursor, tuple[int])
        rows = progress.targets(
            self.raw(),
            kept.id,
            decision=asked.decision,
            reason=asked.reason,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        shown, following = page(rows, asked.limit, lambda row: (row.id,))
        sight, left = self.sight(), None
        if self.caller.may(Ability.SEE_PROFIT, self.property):
            left = profit.of_targets(self.raw(), kept.id, [row.id for row in shown if row.visits])
        told = [target_out(row, hide=row.secret and not sight.secret, left=left) for row in shown]
        return answer(TargetPage(told, following))
