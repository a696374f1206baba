"""What passed with all guests of a property, complaints found in a pasted text, and the words that find them."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.profile_shapes import InteractionKind, InteractionOut
from api.v1.words import Words
from api.views import Needs, PropertyView
from billing.standing import Act
from kernel import clock
from kernel.statements import Statements
from loyalty.guests import interactions
from loyalty.owners import departments
from loyalty.touches import keywords, listing, rules
from loyalty.touches.keywords import Rule
from staff.roles import Ability
from tenants.context import raw_connection

NEWEST = 2**63 - 1
Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,23}$")]
HeardKind = Literal["complaint", "praise", "request"]
Word = Annotated[str, Meta(min_length=1, max_length=40)]


class InteractionGuest(msgspec.Struct):
    id: str
    name: str


class InteractionListed(InteractionOut, kw_only=True):
    guest: InteractionGuest


class InteractionCounts(msgspec.Struct):
    """Of the kind asked for (complaints, where none is); `median_hours` of those closed within thirty days."""

    open: int
    overdue: int
    mine: int
    closed_30d: int
    median_hours: float | None


class InteractionListPage(msgspec.Struct):
    results: list[InteractionListed]
    next: str | None
    counts: InteractionCounts


class InteractionListAsked(Paged, kw_only=True):
    """`open=true`: those that wait, the soonest due first; else the newest first."""

    kind: InteractionKind | None = None
    open: bool | None = None
    owner: Annotated[str, Meta(max_length=36, description="me, or the id of a member of staff")] | None = None
    topic: Annotated[str, Meta(max_length=24)] | None = None
    overdue: bool = False
    q: Annotated[str, Meta(max_length=100)] | None = None


class InteractionText(msgspec.Struct, forbid_unknown_fields=True):
    text: Annotated[str, Meta(max_length=4000)]


class InteractionFound(msgspec.Struct):
    kind: HeardKind
    topic: str
    name: Words
    words: list[str]
    department: str
    due_hours: int


class InteractionsFound(msgspec.Struct):
    found: list[InteractionFound]


class KeywordRuleOut(msgspec.Struct):
    """`standard`: there is one of this code that every house begins with; `changed`: here it is another."""

    code: str
    kind: HeardKind
    name: str
    name_en: str
    words: list[str]
    but_not: list[str]
    department: str
    due_hours: int
    active: bool
    standard: bool
    changed: bool


class KeywordRules(msgspec.Struct):
    results: list[KeywordRuleOut]


class KeywordRuleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """“早餐…差” in `words` is both parts in this order within a sentence."""

    kind: HeardKind = "complaint"
    name: Annotated[str, Meta(min_length=1, max_length=40)]
    name_en: Annotated[str, Meta(max_length=40)] = ""
    words: Annotated[list[Word], Meta(max_length=200)]
    but_not: Annotated[list[Word], Meta(max_length=200)] = []
    department: Annotated[str, Meta(pattern=r"^[a-z0-9_-]{0,24}$")] = "management"
    due_hours: Annotated[int, Meta(ge=1, le=720)] = 24
    active: bool = True


class InteractionListView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(InteractionListAsked),
        responses={200: InteractionListPage},
        summary="What passed with all guests; complaints that wait, and how long they take",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, InteractionListAsked)
        after = read(asked.cursor, tuple[datetime | None, int])
        raw, now, me = Statements(raw_connection()), clock.now(), self.caller.staff
        wanted = listing.Wanted(
            asked.kind, asked.open, self.owner(asked.owner), asked.topic, asked.overdue, asked.q and _shown(asked.q)
        )  # fmt: skip
        place = (_aware(after[0]), max(min(after[1], NEWEST), 0)) if after else None
        rows = listing.listed(raw, wanted, now, limit=asked.limit + 1, after=place)
        shown, following = page(rows, asked.limit, lambda line: line.place)
        counted = listing.counts(raw, asked.kind or "complaint", me.pk if me else None, now)
        results = [
            InteractionListed(
                **interactions.shown(line.one, now), guest=InteractionGuest(str(line.guest), line.name)
            )
            for line in shown
        ]
        counts = InteractionCounts(
            counted.open, counted.overdue, counted.mine, counted.closed_30d, counted.median_hours
        )
        return answer(InteractionListPage(results, following, counts))

    def owner(self, written: str | None) -> UUID | None:
        if written is None:
            return None
        if written == "me":
            # A key owns nothing: nothing is found, as for somebody who owns nothing.
            return self.caller.staff.pk if self.caller.staff else UUID(int=0)
        try:
            return UUID(written)
        except ValueError:
            raise Malformed(
                Flaw("?owner", "bad_format", "应为 me 或员工编号。", "me, or an id of staff.")
            ) from None


class InteractionFindView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS
    act = Act.READ

    @extend_schema(
        request=InteractionText,
        responses={200: InteractionsFound},
        summary="What a pasted text is heard as, by the house's words; nothing is kept",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, InteractionText)
        found = keywords.find(given.text, rules.listed(Statements(raw_connection())))
        return answer(InteractionsFound([_found(each) for each in found]))


class KeywordRulesView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: KeywordRules}, summary="The words that make a text a complaint, by topic")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(_rules(Statements(raw_connection())))


class KeywordRuleView(PropertyView):
    needs: ClassVar[Needs] = Ability.MANAGE_DESK

    @extend_schema(
        request=KeywordRuleIn,
        responses={200: KeywordRuleOut},
        summary="Change a rule, or make one of the house's own",
    )
    def put(self, request: Request, property: str, code: str) -> HttpResponse:
        given, code = parse(request, KeywordRuleIn), _code(code)
        wanted = rules.Wanted(
            given.kind, given.name, given.name_en, given.words, given.but_not, given.department, given.due_hours,
            given.active,
        )  # fmt: skip
        if not wanted.name.strip() or (given.active and not rules.clean(given.words)):
            pointer = "/words" if wanted.name.strip() else "/name"
            raise Malformed(Flaw(pointer, "missing", "请填写名称和关键词。", "It needs a name and words."))
        with transaction.atomic():
            raw = Statements(raw_connection())
            if given.department not in departments.named(raw):
                raise Malformed(
                    Flaw("/department", "not_a_choice", "没有这个部门。", "There is no such department.")
                )
            kept = rules.put(raw, code, wanted, by_name=self.caller.name, now=clock.now())
            self.record("keyword_rule.changed", subject=code)
        return answer(_rule(kept))

    @extend_schema(
        responses={200: KeywordRules}, summary="Back to the standard rule; one of the house's own is gone"
    )
    def delete(self, request: Request, property: str, code: str) -> HttpResponse:
        with transaction.atomic():
            rules.drop(Statements(raw_connection()), code.replace("\x00", ""))
            self.record("keyword_rule.changed", subject=code.replace("\x00", "")[:24], dropped=True)
        return answer(_rules(Statements(raw_connection())))


def _code(written: str) -> str:
    try:
        return msgspec.convert(written, Code)
    except msgspec.ValidationError:
        raise NotFound from None


def _rules(raw: Statements) -> KeywordRules:
    return KeywordRules([_rule(each) for each in rules.listed(raw)])


def _rule(rule: Rule) -> KeywordRuleOut:
    return KeywordRuleOut(
        rule.code, rule.kind, rule.name, rule.name_en, list(rule.words), list(rule.but_not), rule.department,  # type: ignore[arg-type]  # kind
        rule.due_hours, rule.active, rule.standard, rule.changed,
    )  # fmt: skip


def _found(found: keywords.Found) -> InteractionFound:
    rule = found.rule
    return InteractionFound(
        rule.kind, rule.code, Words(rule.name, rule.name_en), list(found.words), rule.department, rule.due_hours  # type: ignore[arg-type]  # kind
    )  # fmt: skip


def _aware(moment: datetime | None) -> Any:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=clock.zone("UTC"))


def _shown(text: str) -> str:
    return " ".join(text.split())
