"""What is done with a campaign: taken back, submitted, approved, launched, paused, resumed, stopped."""

from collections.abc import Callable
from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.parsing import parse
from api.rendering import answer
from api.v1.campaign_shapes import (
    ApproveIn,
    CampaignOut,
)
from api.v1.campaigns import CampaignBase
from api.views import Needs
from billing.standing import Act
from loyalty.campaigns import (
    approving,
    keeping,
    launching,
)
from loyalty.campaigns.keeping import Kept
from staff.roles import Ability


class _ActView(CampaignBase):
    """One act on a campaign, from the state in which it is now."""

    done: ClassVar[str]

    def acted(self, id: int, take: Callable[[Kept], Kept], **facts: object) -> HttpResponse:
        with transaction.atomic():
            now = take(self.listed(id))
            self.record(f"campaign.{self.done}", subject=str(id), name=now.name, version=now.version, **facts)
        return answer(self.told(now))


class CampaignEditView(_ActView):
    needs: ClassVar[Needs] = Ability.EDIT_CAMPAIGNS
    done = "changed"

    @extend_schema(
        request=None,
        responses={200: CampaignOut},
        summary="Take it back to a draft, to be changed; what waited to be sent is not sent",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        if kept.state == "draft":
            return kept
        return keeping.change(self.raw(), kept, kept.document, self.programme(), by=self.caller.actor())


class CampaignSubmitView(_ActView):
    needs: ClassVar[Needs] = Ability.EDIT_CAMPAIGNS
    done = "submitted"

    @extend_schema(request=None, responses={200: CampaignOut}, summary="Ask headquarters for approval")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        return approving.submit(self.raw(), self.property, kept, self.programme())


class CampaignApproveView(_ActView):
    needs: ClassVar[Needs] = Ability.APPROVE_CAMPAIGNS
    done = "approved"

    @extend_schema(
        request=ApproveIn,
        responses={200: CampaignOut},
        summary="Agree with a campaign that somebody else wrote, or give it back",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, ApproveIn) if request._request.body else ApproveIn()
        actor = self.caller.actor()
        return self.acted(
            id,
            lambda kept: approving.approve(
                self.raw(), self.property, kept, by=actor, version=asked.version, agree=asked.agree
            ),
            agreed=asked.agree,
        )


class CampaignLaunchView(_ActView):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES
    act: ClassVar[Act] = Act.CAMPAIGN
    done = "launched"

    @extend_schema(request=None, responses={200: CampaignOut}, summary="Launch a campaign")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        return launching.launch(self.raw(), self.property, kept, self.programme())


class CampaignPauseView(_ActView):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES
    act: ClassVar[Act] = Act.SAFE
    done = "paused"

    @extend_schema(request=None, responses={200: CampaignOut}, summary="Pause: what waits goes on waiting")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        return launching.pause(self.raw(), self.property, kept)


class CampaignResumeView(_ActView):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES
    act: ClassVar[Act] = Act.CAMPAIGN
    done = "resumed"

    @extend_schema(request=None, responses={200: CampaignOut}, summary="Go on with a paused campaign")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        return launching.resume(self.raw(), self.property, kept)


class CampaignStopView(_ActView):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES
    act: ClassVar[Act] = Act.SAFE
    done = "stopped"

    @extend_schema(
        request=None,
        responses={200: CampaignOut},
        summary="Stop for good: what waits is dropped at once, and never sent",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        return self.acted(id, self.take)

    def take(self, kept: Kept) -> Kept:
        return launching.stop(self.raw(), self.property, kept)[0]
