"""Rules of surprises: who is surprised on arrival with what; tried before they are turned on."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import NotFound
from api.rendering import answer, nothing
from api.v1.desk_today import DeskBase
from api.v1.words import Words
from api.views import Needs
from billing.standing import Act
from kernel import money
from kernel.statements import Statements
from loyalty.desk import preparing, previewing, surprise_rules
from loyalty.desk.surprise_rules import BadRule, Stood
from loyalty.desk.surprising import Gift, Occasion, Rule
from loyalty.owners import departments
from loyalty.programme import versions
from staff.roles import Ability
from tenants.context import raw_connection

CODE_MAX = 24
RuleWord = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
RuleText = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"\S")]


class GiftIn(msgspec.Struct, forbid_unknown_fields=True):
    product: Annotated[str, Meta(min_length=1, max_length=40)]
    quantity: Annotated[int, Meta(ge=1, le=20)] = 1


class SurpriseRuleIn(msgspec.Struct, forbid_unknown_fields=True):
    """`n`: of which visit (visit_from, every_visits), or days around the stay (birthday, anniversary).

    `cost`: each time, of what is no product. `higher`: of this tier or one above it; left out, a rule stays as it is
    and a new one is for the higher ones too.
    """

    name: RuleWord
    occasion: Occasion
    does: RuleText
    department: Annotated[str, Meta(min_length=1, max_length=24)]
    code: Annotated[str, Meta(max_length=CODE_MAX)] = ""
    name_en: Annotated[str, Meta(max_length=60)] = ""
    n: Annotated[int, Meta(ge=0, le=365)] | None = None
    tier: Annotated[str, Meta(max_length=40)] = ""
    higher: bool | UnsetType = UNSET
    does_en: Annotated[str, Meta(max_length=120)] = ""
    announced: bool = False
    products: Annotated[list[GiftIn], Meta(max_length=10)] = []
    cost: Annotated[str, Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$")] = "0.00"
    active: bool = True


class SurpriseGift(msgspec.Struct):
    product: str
    quantity: int


class SurpriseRuleOut(msgspec.Struct):
    """`cost_each`: with its products; null where one's cost is not known, and for who does not see profit.

    `cost`: null for who neither sees profit nor sets these rules.
    """

    code: str
    name: str
    name_en: str
    occasion: Occasion
    n: int | None
    tier: str
    higher: bool
    does: str
    does_en: str
    department: str
    announced: bool
    products: list[SurpriseGift]
    cost: str | None
    cost_each: str | None
    active: bool
    standard: bool
    done_90: int
    cost_90: str | None


class SurpriseRules(msgspec.Struct):
    results: list[SurpriseRuleOut]


class SurpriseExample(msgspec.Struct):
    guest: str
    name: str


class SurpriseArrival(msgspec.Struct):
    guest: str
    name: str
    day: date
    why: Words


class SurprisePreview(msgspec.Struct):
    """How many visits of the last 90 days it would have met, at what cost, and how many of the next 30 days' bookings.

    `arrivals`: the first of these. Costs are null where one is not known, and for who does not see profit.
    """

    last_90_days: int
    cost: str | None
    coming: int
    coming_cost: str | None
    arrivals: list[SurpriseArrival]
    examples: list[SurpriseExample]


class RulesBase(DeskBase):
    def rule(self, raw: Statements, body: SurpriseRuleIn, code: str) -> Rule:
        """The rule that was sent, checked against the house."""
        published = versions.in_force(raw, self.today())
        tiers = {level.code for level in published.programme.tiers.levels} if published else set()
        plain = {name: getattr(body, name) for name in _SAME if name != "higher"}
        before = next((each.rule for each in self.listed(raw) if each.rule.code == code), None)
        # A rule that was there for one tier does not change what it means when somebody sends it back.
        same = before is not None and before.occasion == body.occasion
        higher = body.higher if body.higher is not UNSET else before.higher if before and same else True
        rule = Rule(
            **plain,
            code=code,
            higher=higher and body.occasion == "tier",
            products=[Gift(gift.product, gift.quantity) for gift in body.products],
            cost_cents=money.cents(body.cost),
            position=before.position if before else 100,
        )
        surprise_rules.check(raw, rule, tiers, set(departments.named(raw)))
        return rule

    def told(self, raw: Statements, rules: Sequence[Stood]) -> list[dict[str, Any]]:
        sees = self.caller.may(Ability.SEE_PROFIT, self.property)
        sets = self.caller.may(Ability.MANAGE_DESK, self.property)
        costs = surprise_rules.costs(raw) if sees else {}
        return [self._told(stood, costs, sees=sees, sets=sets) for stood in rules]

    def _told(self, stood: Stood, costs: dict[str, int | None], *, sees: bool, sets: bool) -> dict[str, Any]:
        rule = stood.rule
        each = surprise_rules.total(rule, costs) if sees else None
        return {
            "code": rule.code,
            **{name: getattr(rule, name) for name in _SAME},
            "products": [{"product": gift.product, "quantity": gift.quantity} for gift in rule.products],
            "cost": money.amount(rule.cost_cents) if sees or sets else None,
            "cost_each": None if each is None else money.amount(each),
            "standard": stood.standard,
            "done_90": stood.done,
            "cost_90": money.amount(stood.cost_cents) if sees else None,
        }

    def listed(self, raw: Statements) -> list[Stood]:
        return surprise_rules.listed(raw, self.today())


class SurpriseRulesView(RulesBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: SurpriseRules}, summary="Who is surprised on arrival, and with what")
    def get(self, request: Request, property: str) -> HttpResponse:
        raw = Statements(raw_connection())
        return answer({"results": self.told(raw, self.listed(raw))})


class SurpriseRuleView(RulesBase):
    needs: ClassVar[Needs] = Ability.MANAGE_DESK

    @extend_schema(
        request=SurpriseRuleIn,
        responses={200: SurpriseRuleOut},
        summary="Make or change a rule; the arrivals of the next days follow at once",
    )
    def put(self, request: Request, property: str, code: str) -> HttpResponse:
        body = parse(request, SurpriseRuleIn)
        if len(code) > CODE_MAX:
            raise NotFound
        if body.code not in ("", code):
            raise BadRule(
                zh="规则编号和地址不一致。", en="The code is another than the path's.", field="code"
            )
        raw = Statements(raw_connection())
        with transaction.atomic():
            # One at a time, as the rules are read: who reads them next reads these.
            preparing.alone(raw)
            surprise_rules.put(raw, self.rule(raw, body, code), self.author().name)
            preparing.night(raw, self.property, self.today())
            (told,) = self.told(raw, [each for each in self.listed(raw) if each.rule.code == code])
        self.record("surprise_rule.changed", rule=code, active=body.active)
        return answer(told)

    @extend_schema(
        request=None,
        responses={204: None},
        summary="Take one's own away; a standard one is as it was offered",
    )
    def delete(self, request: Request, property: str, code: str) -> HttpResponse:
        raw = Statements(raw_connection())
        with transaction.atomic():
            preparing.alone(raw)
            if not surprise_rules.remove(raw, code):
                raise NotFound
            preparing.night(raw, self.property, self.today())
        self.record("surprise_rule.removed", rule=code)
        return nothing()


class SurprisePreviewView(RulesBase):
    needs: ClassVar[Needs] = Ability.MANAGE_DESK
    act: ClassVar[Act] = Act.READ

    @extend_schema(
        request=SurpriseRuleIn,
        responses={200: SurprisePreview},
        summary="What a rule would have come to, and will; nothing is written",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        body = parse(request, SurpriseRuleIn)
        raw = Statements(raw_connection())
        found = previewing.preview(raw, self.rule(raw, body, body.code), self.today())
        sees = self.caller.may(Ability.SEE_PROFIT, self.property)

        def told(cents: int | None) -> str | None:
            return None if cents is None or not sees else money.amount(cents)

        return answer(
            {
                "last_90_days": found.past,
                "cost": told(found.cost_cents),
                "coming": found.coming,
                "coming_cost": told(found.coming_cost_cents),
                "arrivals": [
                    {"guest": str(each.guest), "name": each.name, "day": each.day, "why": each.why._asdict()}
                    for each in found.arrivals
                ],
                "examples": [{"guest": str(guest), "name": name} for guest, name in found.examples],
            }
        )


_SAME = (
    "name", "name_en", "occasion", "n", "tier", "higher", "does", "does_en", "department", "announced", "active",
)  # fmt: skip
