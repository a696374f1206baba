"""Tiers over HTTP: bought, granted, matched; the history; thresholds advised and made."""

import re
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.tier_shapes import (
    AdviceOut,
    ClaimOut,
    ClaimPage,
    ClaimReview,
    ClaimsAsked,
    GenerateIn,
    SeriesOut,
    StepsAsked,
    TierBuy,
    TierGrant,
    TierHeld,
    TierMatchIn,
    TierSteps,
)
from api.value import ValueView
from api.views import Needs, PropertyView
from billing.standing import Act
from kernel import clock, money
from kernel.statements import Statements
from loyalty.programme import versions
from loyalty.programme.document import Programme
from loyalty.programme.points.refusals import NoProgramme
from loyalty.programme.tiers import advising, buying, generating, granting, matching, remembering, standing
from loyalty.programme.tiers.matching import Claim
from loyalty.programme.versions import Published
from staff.roles import Ability
from tenants.context import raw_connection

TIER_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
SHARE = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")
MONTHS_MAX = 60


class TierBase(GuestBase):
    """What the views of a guest's tier share."""

    def in_force(self) -> Published:
        published = versions.in_force(self.raw(), self.today())
        if published is None:
            raise NoProgramme
        return published

    def shown(self, rows: tuple[int, ...], published: Published, status: int = 200) -> HttpResponse:
        return answer({"tier": standing.told(self.raw(), rows, self.today(), published)}, status=status)


class TierBuyView(ValueView, TierBase):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.WRITE

    @extend_schema(
        request=TierBuy,
        responses={201: TierHeld},
        summary="Sell a tier for money, at the price from the tier that is held",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, TierBuy)
        rows, published = self.rows(id), self.in_force()
        buying.with_money(
            self.raw(), self.property, published, rows, given.tier, pay_cents=money.cents(given.pay),
            method=given.method, key=self.value_key("tier"), actor=self.caller.actor(), today=self.today(),
        )  # fmt: skip
        self.record("tier.bought", subject=str(rows[0]), tier=given.tier, pay=given.pay, method=given.method)
        return self.shown(rows, published, status=201)


class TierGrantView(ValueView, TierBase):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=TierGrant,
        responses={201: TierHeld},
        summary="Give a tier by hand, for good or until a day, with the reason",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, TierGrant)
        rows, published = self.rows(id), self.in_force()
        granting.grant(
            self.raw(), self.property, published, rows, given.tier, until=given.until, why=given.reason.strip(),
            key=self.value_key("tier"), actor=self.caller.actor(), today=self.today(),
        )  # fmt: skip
        self.record("tier.granted", subject=str(rows[0]), tier=given.tier, until=str(given.until or ""))
        return self.shown(rows, published, status=201)


class TierMatchView(ValueView, TierBase):
    needs: ClassVar[Needs] = Ability.MOVE_VALUE
    act = Act.WRITE

    @extend_schema(
        request=TierMatchIn,
        responses={201: ClaimOut},
        summary="Put a tier held elsewhere, with its proof, before staff",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, TierMatchIn)
        rows, published = self.rows(id), self.in_force()
        claim = matching.claim(
            self.raw(), published, rows, partner=given.partner, partner_tier=given.partner_tier,
            proof=given.proof, actor=self.caller.actor(),
        )  # fmt: skip
        self.record("tier.claimed", subject=str(rows[0]), partner=given.partner, tier=claim.tier)
        return answer(_claim(claim, published.programme), status=201)


class TierHistoryView(TierBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.BALANCE

    @extend_schema(
        parameters=parameters(StepsAsked),
        responses={200: TierSteps},
        summary="Every step of a guest's tiers with its reason, the newest first",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, StepsAsked)
        after = read(asked.cursor, tuple[int])
        raw, rows = self.raw(), self.rows(id)
        steps = remembering.steps(raw, rows, before=after[0] if after else None, limit=asked.limit + 1)
        shown, following = page(steps, asked.limit, lambda step: [step.id])
        published = versions.in_force(raw, self.today())
        programme = published.programme if published else None
        return answer({"results": [step.told(programme) for step in shown], "next": following})


class TierMatchesView(TierBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(ClaimsAsked),
        responses={200: ClaimPage},
        summary="Tiers that guests showed, the newest first, and what became of them by partner",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, ClaimsAsked)
        after = read(asked.cursor, tuple[int])
        raw = self.raw()
        claims = matching.listed(raw, asked.state, before=after[0] if after else None, limit=asked.limit + 1)
        shown, following = page(claims, asked.limit, lambda claim: [claim.id])
        published = versions.in_force(raw, self.today())
        programme = published.programme if published else None
        return answer(
            {
                "results": [_claim(claim, programme) for claim in shown],
                "next": following,
                "conversions": matching.conversions(raw),
            }
        )


class TierMatchReviewView(ValueView, TierBase):
    needs: ClassVar[Needs] = Ability.ADJUST_VALUE

    @extend_schema(
        request=ClaimReview,
        responses={200: ClaimOut},
        summary="Accept a match, and the trial begins; or turn it down",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ClaimReview)
        raw = self.raw()
        before = matching.find(raw, id) if id < 2**63 else None
        if before is None:
            raise NotFound
        rows, published = self.rows(before.guest), self.in_force()
        claim = matching.review(
            raw, self.property, published, id, rows, accept=given.accept, reason=given.reason.strip(),
            actor=self.caller.actor(), today=self.today(),
        )  # fmt: skip
        self.record("tier.match_reviewed", subject=str(rows[0]), claim=str(id), accept=given.accept)
        return answer(_claim(claim, published.programme))


class TierAdviceView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "months", {"type": "integer", "minimum": 1, "maximum": MONTHS_MAX, "default": 12}
            ),
            OpenApiParameter(
                "shares",
                {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
                style="form",
                explode=True,
                description="One parameter for each tier, called by its code: silver=0.3&black=0.1",
            ),
        ],
        responses={200: AdviceOut},
        summary="How many visits a tier may ask so that a share of guests reaches it",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        shares, months = _shares(request)
        raw, today = Statements(raw_connection()), clock.today(self.property.time_zone)
        published = versions.in_force(raw, today)
        return answer(advising.advice(raw, self.property, published, shares, months, today))


class GenerateView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME
    act = Act.READ

    @extend_schema(
        request=GenerateIn,
        responses={200: SeriesOut},
        summary="Make a series of thresholds: equal steps, a ratio, or a relative window",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, GenerateIn)
        made = generating.generate(
            given.how, given.measure, given.tiers, first=given.first, months=given.months, step=given.step,
            ratio=given.ratio,
        )  # fmt: skip
        return answer(
            {
                "tiers": [{"code": code, "qualify": [rule]} for code, rule in made.rules],
                "warnings": [
                    {"code": each.code, "says": {"zh": each.zh, "en": each.en}} for each in made.warnings
                ],
            }
        )


def _shares(request: Request) -> tuple[dict[str, float], int]:
    """?silver=0.3&black=0.1&months=12: the months, and a share for every other name."""
    shares: dict[str, float] = {}
    months = 12
    for name, values in request._request.GET.lists():
        value = values[-1]
        if name == "months":
            if not (value.isascii() and value.isdigit() and 1 <= int(value[:4]) <= MONTHS_MAX):
                raise Malformed(
                    _flaw(name, f"须为 1–{MONTHS_MAX} 的整数。", f"A whole number, 1–{MONTHS_MAX}.")
                )
            months = int(value[:4])
        elif not TIER_CODE.fullmatch(name):
            raise Malformed(_flaw(name[:40], "不是等级代码。", "This is not the code of a tier."))
        elif not SHARE.fullmatch(value):
            raise Malformed(_flaw(name, "比例须在 0 到 1 之间。", "A share lies between 0 and 1."))
        else:
            shares[name] = float(value)
    return shares, months


def _flaw(name: str, zh: str, en: str) -> Flaw:
    return Flaw(f"?{name}", "bad_format", zh, en)


def _claim(claim: Claim, programme: Programme | None) -> dict[str, Any]:
    tier = programme.tier(claim.tier) if programme else None
    return {
        "id": str(claim.id),
        "guest": {"id": str(claim.guest), "name": claim.guest_name},
        "partner": claim.partner,
        "partner_tier": claim.partner_tier,
        "tier": {
            "code": claim.tier,
            "name": tier.name if tier else claim.tier,
            "name_en": tier.name_en if tier else claim.tier,
        },
        "proof": claim.proof,
        "state": claim.state,
        "claimed_at": claim.made_at,
        "claimed_by": claim.made_by,
        "reviewed_at": claim.reviewed_at,
        "reviewed_by": claim.reviewed_by or None,
        "reason": claim.reason,
        "until": claim.until,
        "settled_on": claim.settled_on,
    }
