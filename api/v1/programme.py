"""A property's programme: in force, drafted, checked, published, as it was before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.errors import locale_of
from api.gathering import every_flaw
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound, TooLarge
from api.rendering import answer, nothing
from api.v1.programme_shapes import (
    CardsOut,
    CheckOut,
    DocumentIn,
    DraftOut,
    DryRunOut,
    ExampleOut,
    FindingOut,
    LevelOut,
    PlannedOut,
    PointsOut,
    ProgrammeBody,
    ProgrammeIn,
    ProgrammeOut,
    PutAsked,
    TemplateList,
    TemplateOut,
    VersionPage,
    VersionsAsked,
    VersionWhole,
)
from api.views import Needs, PropertyView
from billing.standing import Act
from kernel import clock, money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme import drafting, publishing, versions
from loyalty.programme.checking import Finding, Standpoint, check
from loyalty.programme.comparing import Change
from loyalty.programme.document import Programme
from loyalty.programme.dry_run import DryRun, dry_run
from loyalty.programme.publishing import Signed
from loyalty.programme.tasks import follow_publishing
from loyalty.programme.templates import TEMPLATES
from loyalty.programme.versions import Row
from staff.roles import Ability
from tenants.context import on_commit, raw_connection

DRAFT_BYTES_MAX = 512 * 1024


class ProgrammeBase(PropertyView):
    """What the views of a programme share."""

    def raw(self) -> Statements:
        return Statements(raw_connection())

    def today(self) -> Any:
        return clock.today(self.property.time_zone)

    def signed(self, given: ProgrammeIn) -> Signed:
        return Signed(
            actor=self.caller.actor(),
            today=self.today(),
            effective_on=given.effective_on,
            note=given.note,
            hq=self.caller.may(Ability.MANAGE_CHAIN, self.property.chain),
        )

    def shown(self) -> ProgrammeOut:
        raw, today = self.raw(), self.today()
        published = versions.in_force(raw, today)
        row = versions.row(raw, published.number) if published else None
        draft = drafting.current(raw)
        return ProgrammeOut(
            version=row.number if row else 0,
            effective_on=row.effective_on if row else None,
            published_at=row.published_at if row else None,
            published_by=row.published_by if row else None,
            note=row.note if row else "",
            origin=row.origin if row else None,  # type: ignore[arg-type]
            locked=row.locked if row else [],
            programme=published.programme if published else None,
            planned=[PlannedOut(number, day) for number, day in versions.planned(raw, today)],
            draft=DraftOut(draft.document, draft.saved_at, draft.saved_by) if draft else None,
        )


class ProgrammeView(ProgrammeBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_PROGRAMME, "put": Ability.EDIT_PROGRAMME}

    @extend_schema(responses={200: ProgrammeOut}, summary="The programme in force, and the draft")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.shown())

    @extend_schema(
        parameters=parameters(PutAsked),
        request=ProgrammeBody,
        responses={
            200: PolymorphicProxySerializer(
                component_name="ProgrammeOrDryRun",
                serializers=[ProgrammeOut, DryRunOut],  # type: ignore[list-item]  # Structs, by our extension
                resource_type_field_name=None,
                many=False,
            )
        },
        summary="Publish a programme, or see what it would have come to",
        description="Checked as a whole: every flaw is told with its place. What is in force already stays.",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, PutAsked)
        given = parse(request, ProgrammeIn)
        programme = whole(given.programme, "/programme")
        if asked.dry_run:
            return self.dry_run(programme, self.signed(given), request)
        with transaction.atomic(), told_at("/programme"):
            made, changed = publishing.publish(self.raw(), programme, self.signed(given))
            drafting.drop(self.raw())  # what was worked on is published
            if changed:
                self.record(
                    "programme.published",
                    subject=str(made.number),
                    effective_on=str(made.effective_on),
                    note=given.note,
                    changed=changed,
                )
                # Not lost when the broker is away: the next night does the same.
                on_commit(lambda: follow_publishing.delay(self.property.pk), robust=True)
        return answer(self.shown())

    def dry_run(self, programme: Programme, signed: Signed, request: Request) -> HttpResponse:
        """What it would have come to; refused where publishing would be."""
        locale = locale_of(request.headers.get("Accept-Language", ""))
        before = versions.in_force(self.raw(), signed.day)
        with told_at("/programme"):
            publishing.check_change(before, programme, signed)
        doubts = check(programme, Standpoint(signed.today, signed.hq)).warnings
        found = dry_run(self.raw(), programme, signed.today)
        told = _dry_run(found, [_said(each, locale) for each in doubts])
        if not self.caller.may(Ability.SEE_GUESTS, self.property):
            told.examples.clear()
        return answer(told)


class DraftView(ProgrammeBase):
    needs: ClassVar[Needs] = Ability.EDIT_PROGRAMME

    @extend_schema(
        request=DocumentIn,
        responses={200: ProgrammeOut},
        summary="Save a draft, right or not, in place of the last",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, DocumentIn)
        if len(request._request.body) > DRAFT_BYTES_MAX:
            raise TooLarge
        drafting.save(self.raw(), given.programme, actor=self.caller.actor())
        return answer(self.shown())

    @extend_schema(responses={204: None}, summary="Drop the draft")
    def delete(self, request: Request, property: str) -> HttpResponse:
        if not drafting.drop(self.raw()):
            raise NotFound
        return nothing()


class CheckView(ProgrammeBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME
    act = Act.READ

    @extend_schema(
        request=DocumentIn,
        responses={200: CheckOut},
        summary="What is wrong with a programme, and what is doubtful",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, DocumentIn)
        locale = locale_of(request.headers.get("Accept-Language", ""))
        if flaws := every_flaw(given.programme, Programme):
            return answer(CheckOut([_said(flaw, locale) for flaw in flaws], []))
        before = versions.in_force(self.raw(), self.today())
        hq = self.caller.may(Ability.MANAGE_CHAIN, self.property.chain)
        standpoint = Standpoint(self.today(), hq, before.programme if before else None)
        found = check(msgspec.convert(given.programme, Programme), standpoint)
        return answer(
            CheckOut(
                [_said(each, locale) for each in found.problems],
                [_said(each, locale) for each in found.warnings],
            )
        )


class VersionsView(ProgrammeBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(
        parameters=parameters(VersionsAsked),
        responses={200: VersionPage},
        summary="All versions and what each changed",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, VersionsAsked)
        after = read(asked.cursor, tuple[int])
        upto = after[0] - 1 if after else versions.NEWEST
        found = list(versions.with_changes(self.raw(), upto=upto, limit=asked.limit + 1)) if upto > 0 else []
        shown, following = page(found, asked.limit, lambda pair: [pair[0].number])
        return answer({"results": [_version(row, changes) for row, changes in shown], "next": following})


class VersionView(ProgrammeBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(responses={200: VersionWhole}, summary="One version as it was published")
    def get(self, request: Request, property: str, number: int) -> HttpResponse:
        if not 0 < number <= versions.NEWEST:
            raise NotFound
        found = list(versions.with_changes(self.raw(), upto=number, limit=1))
        if not found or found[0][0].number != number:
            raise NotFound
        row, changes = found[0]
        return answer({**_version(row, changes), "programme": msgspec.convert(row.document, Programme)})


class TemplatesView(ProgrammeBase):
    needs: ClassVar[Needs] = Ability.SEE_PROGRAMME

    @extend_schema(responses={200: TemplateList}, summary="Programmes to start from")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(
            TemplateList(
                [
                    TemplateOut(each.code, each.name, each.name_en, each.says, each.says_en, each.programme)
                    for each in TEMPLATES
                ]
            )
        )


def whole(document: Any, pointer: str) -> Programme:
    """The document as a Programme; 400 with every flaw when its shape is wrong."""
    if flaws := every_flaw(document, Programme, pointer):
        raise Malformed(*flaws)
    return msgspec.convert(document, Programme)


@contextmanager
def told_at(pointer: str) -> Iterator[None]:
    """Within: what publishing refuses is told with pointers into the request's body."""
    try:
        yield
    except publishing.Unsound as error:
        raise Malformed(*(_flaw(each, pointer) for each in error.findings.problems)) from error
    except publishing.Locked as error:
        error.facts["errors"] = [_refusal(error, pointer + each) for each in error.facts.pop("pointers")]
        raise
    except publishing.InThePast as error:
        error.facts["errors"] = [_refusal(error, "/effective_on")]
        raise


def _refusal(error: Refused, pointer: str) -> Flaw:
    return Flaw(pointer, error.code, error.sentence("zh"), error.sentence("en"))


def _flaw(found: Finding, pointer: str) -> Flaw:
    return Flaw(pointer + found.pointer, found.code, found.zh, found.en)


def _said(found: Finding | Flaw, locale: str) -> FindingOut:
    return FindingOut(found.pointer, found.code, found.zh if locale.startswith("zh") else found.en)


def _dry_run(found: DryRun, doubts: list[FindingOut]) -> DryRunOut:
    return DryRunOut(
        first=found.first,
        last=found.last,
        guests=found.guests,
        looked_at=found.looked_at,
        tiers=[
            LevelOut(
                each.code,
                each.name,
                each.name_en,
                each.members_now,
                each.members_then,
                each.up,
                each.down,
                money.amount(each.benefits_cost_cents),
            )
            for each in found.levels
        ],
        moved_up=found.moved_up,
        moved_down=found.moved_down,
        points=PointsOut(
            found.earned,
            found.earned_now,
            None if found.liability_cents is None else money.amount(found.liability_cents),
        ),
        benefits_cost=money.amount(found.benefits_cents),
        coupons_cost=money.amount(found.coupons_cents),
        punch_cards=CardsOut(found.cards_filled, money.amount(found.cards_cents)),
        total_cost=money.amount(found.total_cents),
        share_of_revenue=found.share_of_revenue,
        room_revenue=money.amount(found.room_cents),
        problems=[],
        warnings=doubts,
        examples=[msgspec.convert(each, ExampleOut) for each in found.examples],
    )


def _version(row: Row, changes: list[Change]) -> dict[str, Any]:
    return {
        "number": row.number,
        "effective_on": row.effective_on,
        "published_at": row.published_at,
        "published_by": row.published_by,
        "note": row.note,
        "origin": row.origin,
        "locked": row.locked,
        "changes": [{"pointer": pointer, "before": old, "after": new} for pointer, old, new in changes],
    }
