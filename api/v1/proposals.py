"""Preferences that are proposed: those of the whole property, and what staff decide on one."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.interactions import NEWEST
from api.v1.profile import ProfileBase
from api.v1.profile_shapes import PreferenceOut, PreferenceProposal
from api.views import Needs
from kernel.statements import Statements
from loyalty.guests import proposed
from loyalty.touches import deciding
from staff.roles import Ability
from tenants.context import raw_connection


class ProposalGuest(msgspec.Struct):
    id: str
    name: str


class ProposalListed(PreferenceProposal, kw_only=True):
    guest: ProposalGuest


class ProposalPage(msgspec.Struct):
    results: list[ProposalListed]
    next: str | None


class ProposalsAsked(Paged, kw_only=True):
    pass


class ProposalDecision(msgspec.Struct, forbid_unknown_fields=True):
    """Refused, it is not proposed again until two more visits speak for it."""

    confirm: bool


class ProposalDecided(msgspec.Struct):
    preferences: list[PreferenceOut]
    proposals: list[PreferenceProposal]  # that are still open


class ProposalsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ProposalsAsked),
        responses={200: ProposalPage},
        summary="Preferences proposed of all guests, the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ProposalsAsked)
        after: Any = read(asked.cursor, tuple[int])
        raw = Statements(raw_connection())
        before = max(min(after[0], NEWEST), 0) if after else NEWEST
        values = {"before": before, "hidden": sorted(self.unseen()), "limit": asked.limit + 1}
        rows: Sequence[Any] = raw.execute(proposed.LISTED, values).fetchall()
        shown, following = page(rows, asked.limit, lambda row: (row[0],))
        results = [
            ProposalListed(
                **proposed.shown(msgspec.json.decode(told, type=proposed.Proposed)),
                guest=ProposalGuest(str(guest), name),
            )
            for _, told, guest, name in shown
        ]
        return answer(ProposalPage(results, following))


class ProposalView(ProfileBase):
    @extend_schema(
        request=ProposalDecision,
        responses={200: ProposalDecided},
        summary="Confirm a proposed preference, or refuse it",
    )
    def post(self, request: Request, property: str, id: int, proposal: int) -> HttpResponse:
        given = parse(request, ProposalDecision)
        with transaction.atomic():
            rows = self.rows(id)
            decided = deciding.decide(
                self.raw(),
                rows,
                min(proposal, NEWEST),
                confirm=given.confirm,
                by=self.staff_id(),
                by_name=self.caller.name,
            )
            if decided.now:
                facts = {"code": decided.code, "drops": decided.drops, "confirmed": decided.confirmed}
                self.record("guest.preference_proposal", subject=str(rows[0]), **facts)
        left = [PreferenceProposal(**each) for each in proposed.of(self.raw(), rows, self.unseen())]
        return answer(ProposalDecided(self.preferred(rows), left))
