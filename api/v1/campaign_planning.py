"""Campaigns that the numbers propose, and what went and is planned from day to day."""

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.parsing import query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.campaign_shapes import (
    CalendarAsked,
    CampaignCalendar,
    PlannedSend,
    SuggestedCampaign,
    SuggestedCampaigns,
)
from api.v1.campaigns import CampaignBase
from api.v1.words import Words
from api.views import Needs
from loyalty.campaigns import (
    progress,
    suggesting,
)
from staff.roles import Ability


class CampaignSuggestionsView(CampaignBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        responses={200: SuggestedCampaigns},
        summary="Campaigns that this property's numbers propose, ready to be looked over",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(
            SuggestedCampaigns(
                [
                    SuggestedCampaign(
                        each.code,
                        each.document.kind,
                        each.document.name,
                        Words(each.zh, each.en),
                        each.n,
                        each.document,
                    )
                    for each in suggesting.suggested(self.raw(), self.today())
                ]
            )
        )


class CampaignCalendarView(CampaignBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(CalendarAsked),
        responses={200: CampaignCalendar},
        summary="What went and what is planned, from day to day",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, CalendarAsked)
        if asked.first > asked.last or progress.too_long(asked.first, asked.last):
            raise Malformed(
                Flaw(
                    "?to",
                    "out_of_range",
                    "最多 400 天，且不早于开始日期。",
                    "At most 400 days, and not before it begins.",
                )
            )
        sends = progress.calendar(self.raw(), self.property, asked.first, asked.last)
        return answer(
            CampaignCalendar(
                [
                    PlannedSend(
                        str(each.campaign.id),
                        each.campaign.name,
                        each.campaign.document.kind,
                        each.campaign.state,  # type: ignore[arg-type]
                        each.at,
                        each.planned,
                        each.n,
                    )
                    for each in sends
                ]
            )
        )
