"""What a campaign brought: contact against holdout, group by group."""

from typing import ClassVar
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.parsing import query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.profit_shapes import UnknownCost
from api.v1.result_shapes import (
    CampaignResults,
    ResultAdvice,
    ResultDuel,
    ResultFunnel,
    ResultGroup,
    ResultRestrained,
    ResultRestraint,
    ResultsAsked,
    ResultSide,
)
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.statements import Statements
from loyalty.campaigns import advising, restraining, results
from loyalty.campaigns.results import Refrained, Results
from loyalty.campaigns.uplift import Difference, Side, Uplift
from loyalty.figures.told import names
from reports.profit import unknown
from staff.roles import Ability
from tenants.context import raw_connection


class CampaignResultsView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(ResultsAsked),
        responses={200: CampaignResults},
        summary="What a campaign brought, contact against holdout, with the interval, its cost and what to do next",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, ResultsAsked)
        locale = locale_of(request.headers.get("Accept-Language", ""))
        today = clock.today(self.property.time_zone)
        raw = Statements(raw_connection())
        sees = self.caller.may(Ability.SEE_PROFIT, self.property)
        found = results.read(raw, id, asked.by, today, with_profit=sees) if id < 2**63 else None
        if found is None:
            raise NotFound
        tiers = dict(names.tiers(raw, today, locale)) if asked.by == "tier" else {}
        body = told(found, asked.by, locale, self.property.time_zone, tiers)
        return answer(with_profit(body, found) if sees else body)


def with_profit(body: CampaignResults, found: Results) -> CampaignResults:
    """Beside every revenue what is left of it: only for who may see it."""
    said = (*body.groups, body.total, *body.arms)
    for group, each in zip(said, (*found.groups.values(), found.total, *found.arms.values()), strict=True):
        group.contact.profit = money.amount(each.contact.profit_cents)
        group.holdout.profit = money.amount(each.holdout.profit_cents)
        profit = each.profit_cents
        group.extra_profit = None if profit is None else money.amount(round(profit.value))
        group.extra_profit_ci = None if profit is None else interval(profit)
        group.net_profit = None if each.net_profit_cents is None else money.amount(each.net_profit_cents)
    body.profit_unknown = msgspec.convert(unknown(found.unknown), list[UnknownCost])
    return body


def told(found: Results, by: str, locale: str, zone: str, tiers: dict[str, str]) -> CampaignResults:
    said = [
        group(key, tiers.get(key) or names.of(by, key, locale), each, found.final, locale)
        for key, each in found.groups.items()
    ]
    return CampaignResults(
        window_days=found.window_days,
        as_of=clock.now().astimezone(ZoneInfo(zone)).replace(microsecond=0),
        final=found.final,
        by=by,
        groups=said,
        total=group("total", names.TOTAL[_at(locale)], found.total, found.final, locale),
        arms=[
            group(key, names.of("arm", key, locale), each, found.final, locale)
            for key, each in found.arms.items()
        ],
        duel=duel(found.duel, locale),
        restrained=restrained(found.restrained, locale),
        funnel=ResultFunnel(**found.funnel),
    )


def group(key: str, name: str, found: Uplift, final: bool, locale: str) -> ResultGroup:
    rate, visits, revenue = found.rate, found.visits, found.revenue_cents
    advice = advising.advise(found, final=final, name_zh=name, name_en=name)
    return ResultGroup(
        key=key,
        name=name,
        contact=side(found.contact),
        holdout=side(found.holdout),
        rate=share(found.contact.rate),
        holdout_rate=share(found.holdout.rate),
        uplift_pp=None if rate is None else pp(rate.value),
        uplift_ci=None if rate is None else [pp(rate.low), pp(rate.high)],
        extra_visits=None if visits is None else round(visits.value, 2),
        extra_visits_ci=None if visits is None else [round(visits.low, 2), round(visits.high, 2)],
        extra_revenue=None if revenue is None else money.amount(round(revenue.value)),
        extra_revenue_ci=None if revenue is None else interval(revenue),
        cost=money.amount(found.cost_cents),
        net=None if found.net_cents is None else money.amount(found.net_cents),
        gain=None if found.gain is None else round(found.gain, 6),
        advice=ResultAdvice(advice.code, (advice.zh, advice.en)[_at(locale)]) if advice else None,
    )


def side(found: Side) -> ResultSide:
    return ResultSide(
        n=found.n, visited=found.visited, visits=found.visits, revenue=money.amount(found.revenue_cents)
    )


def interval(found: Difference) -> list[str]:
    return [money.amount(round(found.low)), money.amount(round(found.high))]


def share(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def pp(value: float) -> float:
    return round(value * 100, 4)


def duel(found: Difference | None, locale: str) -> ResultDuel | None:
    if found is None:
        return None
    better = "B" if found.low > 0 else "A" if found.high < 0 else None
    if better:
        says = (f"{better} 更好。", f"{better} is better.")
    else:
        says = ("还分不清 A 和 B 哪个更好。", "It cannot be told yet whether A or B is better.")
    return ResultDuel(
        uplift_pp=pp(found.value),
        uplift_ci=[pp(found.low), pp(found.high)],
        better=better,
        says=says[_at(locale)],
    )


def restrained(found: list[Refrained], locale: str) -> ResultRestrained:
    return ResultRestrained(
        n=sum(each.n for each in found),
        saved=money.amount(sum(each.saved_cents for each in found)),
        reasons=[
            ResultRestraint(
                reason=each.reason,
                says=reason_says(each.reason, locale),
                n=each.n,
                saved=money.amount(each.saved_cents),
            )
            for each in found
        ],
    )


def reason_says(reason: str, locale: str) -> str:
    """In words; a reason of an older version is its code."""
    return restraining.WORDS.get(reason, (reason, reason))[_at(locale)]


def _at(locale: str) -> int:
    return 0 if locale.startswith("zh") else 1
