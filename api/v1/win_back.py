"""The win-back board: who is slipping away today and why, what to do, and doing it with one touch."""

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.paging import read, write
from api.parsing import parse, query
from api.refusals import NotFound
from api.rendering import answer
from api.v1.campaign_results import pp, reason_says, share
from api.v1.guests import GuestBase
from api.v1.reports import ChainReport
from api.v1.slipping_shapes import NoneAsked
from api.v1.win_back_shapes import (
    TurnOut,
    WinBackAct,
    WinBackAdvice,
    WinBackAsked,
    WinBackBoard,
    WinBackCounts,
    WinBackDone,
    WinBackGuest,
    WinBackNorm,
    WinBackQuiet,
    WinBackRecent,
    WinBackRestraint,
    WinBackRow,
    WinBackStep,
    WinBackSummary,
    WinBackTurn,
    WinBackVerdict,
)
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.statements import Statements
from loyalty.campaigns import acting, board, explaining
from loyalty.campaigns.acting import Said, Wanted
from loyalty.campaigns.board import Candidate, Row
from loyalty.campaigns.uplift import Uplift
from loyalty.figures.told import names, recent
from loyalty.lifecycle import reading as lifecycle
from loyalty.lifecycle import wording
from loyalty.lifecycle.basis import Document
from loyalty.messaging import settings
from staff.models import Membership
from staff.roles import Ability
from tenants.context import in_public, raw_connection


class WinBackView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        parameters=parameters(WinBackAsked),
        responses={200: WinBackBoard},
        summary="Whom to act on today and why, most valuable first; who is left alone, and what that saves",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, WinBackAsked)
        at = names.language(locale_of(request.headers.get("Accept-Language", "")))
        today = self.today()
        with in_public():
            counted = recent.stock(self.property.pk)
            brought = recent.of(self.property.pk, today)
            people = self._people()
        # Only now: the connection has looked outside in between.
        raw = Statements(raw_connection())
        rules = settings.read(raw)
        found = board.candidates(raw, rules, today)
        after = read(asked.cursor, tuple[int, int])
        listed = board.on_board(found, asked.group, asked.order)
        if after is not None:
            listed = [each for each in listed if board.place(each, asked.order) > after]
        shown = listed[: asked.limit]
        basis = lifecycle.basis(raw)
        # Counted here only before the figures ever did.
        saving = board.saving(counted or board.stock(raw, today), found)
        return answer(
            WinBackBoard(
                day=today,
                as_of=basis.as_of if basis else None,
                quiet=WinBackQuiet(rules.quiet.start, rules.quiet.end),
                counts=_counts(found, saving),
                rows=_rows(board.rows(raw, self.property, rules, shown, today), basis, at, people),
                next=write(board.place(shown[-1], asked.order)) if len(listed) > len(shown) else None,
                restrained=[
                    WinBackRestraint(reason=reason, says=_why(reason, at), n=n, saved=money.amount(cents))
                    for reason, n, cents in board.restrained(found, saving)
                ],
                turn=_turn(basis, at),
                recent=_recent(brought, at),
            )
        )

    def _people(self) -> dict[str, str]:
        """Names of who works here, for whom guests are assigned to; in the public schema."""
        rows = Membership.objects.filter(chain=self.property.chain_id).values_list("staff_id", "staff__name")
        return {str(staff): name for staff, name in rows}


def _recent(brought: Mapping[tuple[str, str], Uplift], at: int) -> list[WinBackRecent]:
    return [
        WinBackRecent(
            stage=stage,
            kind=kind,
            name=" ".join(
                (wording.STAGES.get(stage, (stage, stage))[at], names.KINDS.get(kind, (kind, kind))[at])
            ),
            rate=share(found.contact.rate),
            holdout_rate=share(found.holdout.rate),
            uplift_pp=None if found.rate is None else pp(found.rate.value),
        )
        for (stage, kind), found in brought.items()
    ]


def _counts(found: Sequence[Candidate], saving: board.Saving) -> WinBackCounts:
    late = sum(not each.reason and each.group == "late" for each in found)
    early = sum(not each.reason and each.group == "early" for each in found)
    left = sum(each.reason not in ("", "acted") for each in found)
    return WinBackCounts(
        today=late + early,
        late=late,
        early=early,
        on_pattern=saving.on_pattern,
        no_offer=saving.on_pattern + left,
        saved_today=money.amount(saving.today_cents),
        saved_month=money.amount(saving.month_cents),
    )


def _rows(found: Sequence[Row], basis: Document | None, at: int, people: dict[str, str]) -> list[WinBackRow]:
    return [_row(row, basis, at, people) for row in found]


def _row(row: Row, basis: Document | None, at: int, people: dict[str, str]) -> WinBackRow:
    turn = explaining.turn_of(basis.cohorts, row.taken_from) if basis else None
    advice = explaining.advise(row, turn)
    return WinBackRow(
        guest=WinBackGuest(str(row.guest), row.name, row.visits, row.channel or None),  # type: ignore[arg-type]
        group=row.group,  # type: ignore[arg-type]
        away_days=row.away_days,
        norm=WinBackNorm(
            lower=row.lower,
            median=row.median,
            upper=row.upper,
            taken_from=row.taken_from,
            from_name=wording.cohort(row.taken_from)[at] if row.taken_from else "",
            pooled=row.pooled,
        ),
        by_days=row.by_days,
        why=advice.why[at],
        detail=advice.detail[at],
        year_value=None if row.future_cents is None else money.amount(row.future_cents),
        advice=WinBackAdvice(act=advice.act, says=advice.says[at], offer=advice.offer),  # type: ignore[arg-type]
        last_contact_on=row.last_contact_on,
        reachable=list(row.reachable),
        assigned_to=people.get(row.assigned_to or ""),
    )


def _turn(basis: Document | None, at: int) -> WinBackTurn | None:
    cohort = basis.cohort("property") if basis else None
    if cohort is None:
        return None
    return WinBackTurn(
        turn=turn_out(cohort.turn.ordinal, cohort.turn.act_upon, cohort.turn.days, at)
        if cohort.turn
        else None,
        steps=[
            WinBackStep(
                ordinal=step.ordinal,
                guests=step.guests,
                lower=step.lower,
                median=step.median,
                upper=step.upper,
            )
            for step in cohort.steps
            if step.median is not None
        ],
    )


def turn_out(ordinal: int, act_upon: int, days: float, at: int) -> TurnOut:
    says = (
        f"第 {act_upon} 次入住之前越来越近，之后开始变远：第 {act_upon} 次退房当天就该联系。",
        f"Gaps grow shorter up to visit {act_upon} and longer after it: get in touch upon visit {act_upon}.",
    )
    return TurnOut(ordinal=ordinal, act_upon=act_upon, days=days, says=says[at])


WHY = {
    "on_pattern": ("在常见间隔内，会自己回来", "within the usual range: they come by themselves"),
    "over_frequency": ("刚联系过，间隔未到", "had a message not long ago"),
}


def _why(reason: str, at: int) -> str:
    return WHY[reason][at] if reason in WHY else reason_says(reason, ("zh", "en")[at])


class WinBackActView(GuestBase):
    needs: ClassVar[Needs] = Ability.GREET_GUESTS
    act = Act.CAMPAIGN

    @extend_schema(
        request=WinBackAct,
        responses={200: WinBackDone},
        summary="Greet, offer, call, leave, snooze or assign a guest; what is said goes through the gate",
    )
    def post(self, request: Request, property: str, guest: int) -> HttpResponse:
        asked = parse(request, WinBackAct)
        at = names.language(locale_of(request.headers.get("Accept-Language", "")))
        if asked.act == "offer":
            self.demand(Ability.SEND_MESSAGES, self.property)
        staff = self._colleague(asked.staff) if asked.act == "assign" else None
        person = self.standing(guest)
        wanted = Wanted(asked.act, asked.text, asked.coupon, asked.days, asked.note, staff)
        raw = Statements(raw_connection())
        with transaction.atomic():
            if (
                raw.execute("SELECT id FROM guests_guest WHERE id = %s FOR UPDATE", (person,)).fetchone()
                is None
            ):
                raise NotFound
            done = acting.act(raw, self.property, person, wanted, self.caller.actor())
            self.record("win_back.acted", subject=str(person), act=asked.act)
        return answer(
            WinBackDone(
                act=asked.act,
                guest=str(person),
                hidden_until=done.hidden_until,
                message=_said(done.message, at) if done.message else None,
            )
        )

    def _colleague(self, staff: str | None) -> UUID:
        try:
            wanted = UUID(staff or "")
        except ValueError as error:
            raise acting.NobodyThere from error
        with in_public():
            works = Membership.objects.filter(
                chain=self.property.chain_id, staff_id=wanted, is_active=True
            ).first()
        if works is None:
            raise acting.NobodyThere
        return wanted


def _said(said: Said, at: int) -> WinBackVerdict:
    return WinBackVerdict(
        verdict=said.verdict,  # type: ignore[arg-type]
        reason=said.reason,
        says=(said.zh, said.en)[at],
        at=said.at,
    )


class WinBackSummaryView(ChainReport):
    report = "win-back"

    @extend_schema(
        parameters=parameters(NoneAsked),
        responses={200: WinBackSummary},
        summary="How many guests are to be acted on at each property today, and what they are worth",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        query(request, NoneAsked)
        with in_public():
            places = [place for place in self.properties() if not place.sandbox]
            return answer(recent.summary(places))
