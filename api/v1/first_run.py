"""The first run of a chain that opened itself: what is done, seen from its data, and what is next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import NotFound
from api.rendering import answer
from api.views import ChainView, Needs
from billing.standing import Act
from chains.models import FirstRun
from kernel import clock
from kernel.statements import Statements
from loyalty.importing.models import Import
from loyalty.stays import telling
from partners.models import ApiKey
from staff.models import Invitation, Membership
from staff.roles import Ability, Role
from tenants.context import SchemaLagging, in_property, raw_connection
from tenants.models import Property

Code = Literal["property", "stays", "sources", "staff", "report"]
STEPS: tuple[Code, ...] = ("property", "stays", "sources", "staff", "report")
# A first run is about the first houses; of a chain that opened many at once no more are looked through.
LOOKED_AT = 10


class FirstRunFacts(msgspec.Struct):
    """What a step is judged by; null: no business of this step."""

    properties: int | None = None
    stays: int | None = None
    by: Literal["key", "file"] | None = None  # how stays came first
    keys: int | None = None  # live ones, used or not
    imports: int | None = None  # running or finished
    unmapped: int | None = None
    invited: int | None = None
    active: int | None = None


class FirstRunStep(msgspec.Struct):
    code: Code
    state: Literal["done", "open", "skipped"]
    facts: FirstRunFacts


class FirstRunOut(msgspec.Struct):
    shown: bool
    finished: bool
    steps: list[FirstRunStep]
    property: str | None  # where the steps lead to: the first property


class FirstRunChange(msgspec.Struct, forbid_unknown_fields=True):
    skip: Annotated[list[Code], Meta(max_length=5)] = []
    unskip: Annotated[list[Code], Meta(max_length=5)] = []
    report_seen: Literal[True] | UnsetType = UNSET
    hidden: bool | UnsetType = UNSET


@dataclass(slots=True)
class Seen:
    """What the chain's data says."""

    places: list[Property] = field(default_factory=list)
    stays: int = 0
    unmapped: int = 0
    imports: int = 0
    finished_imports: int = 0
    keys: int = 0
    used_keys: int = 0
    invited: int = 0
    active: int = 0


class FirstRunView(ChainView):
    needs: ClassVar[Needs] = Ability.MANAGE_CHAIN
    # The console asks on its first page, whatever the subscription allows besides.
    act: ClassVar[Act] = Act.SAFE

    @extend_schema(responses={200: FirstRunOut}, summary="The first run: its steps, and which are done")
    def get(self, request: Request, chain: str) -> HttpResponse:
        return answer(self.shown(FirstRun.objects.filter(chain=self.chain).first()))

    @extend_schema(
        request=FirstRunChange,
        responses={200: FirstRunOut},
        summary="Skip a step, say that the report was seen, hide the first run",
    )
    def patch(self, request: Request, chain: str) -> HttpResponse:
        given = parse(request, FirstRunChange)
        with transaction.atomic():
            run = FirstRun.objects.select_for_update().filter(chain=self.chain).first()
            if run is None:
                raise NotFound
            run.skipped = [
                code
                for code in STEPS
                if code not in given.unskip and (code in given.skip or code in run.skipped)
            ]
            if given.report_seen is True and run.report_seen_at is None:
                run.report_seen_at = clock.now()
            if given.hidden is not UNSET:
                run.hidden_at = (run.hidden_at or clock.now()) if given.hidden else None
            run.save()
        return answer(self.shown(run))

    def shown(self, run: FirstRun | None) -> FirstRunOut:
        if run is None:  # somebody else opened this chain, and knows his way
            return FirstRunOut(shown=False, finished=True, steps=[], property=None)
        if run.hidden_at is not None:  # nobody looks: nothing is counted
            return FirstRunOut(shown=False, finished=False, steps=[], property=None)
        seen = looked_at(self.chain.pk)
        steps = [
            FirstRunStep(code, "done" if done else "skipped" if code in run.skipped else "open", facts)
            for code, done, facts in judged(seen, report_seen=run.report_seen_at is not None)
        ]
        finished = all(step.state != "open" for step in steps)
        return FirstRunOut(
            shown=True,
            finished=finished,
            steps=steps,
            property=seen.places[0].slug if seen.places else None,
        )


def judged(seen: Seen, *, report_seen: bool) -> Iterable[tuple[Code, bool, FirstRunFacts]]:
    """Each step: is it done, and by what counts."""
    by: Literal["key", "file"] | None = None
    if seen.stays:
        by = "file" if seen.finished_imports and not seen.used_keys else "key" if seen.used_keys else None
    yield "property", bool(seen.places), FirstRunFacts(properties=len(seen.places))
    yield (
        "stays",
        seen.stays > 0,
        FirstRunFacts(stays=seen.stays, by=by, keys=seen.keys, imports=seen.imports),
    )
    yield "sources", seen.stays > 0 and not seen.unmapped, FirstRunFacts(unmapped=seen.unmapped)
    yield (
        "staff",
        seen.invited + seen.active > 0,
        FirstRunFacts(invited=seen.invited, active=seen.active),
    )
    yield "report", report_seen, FirstRunFacts()


def looked_at(chain_id: int) -> Seen:
    now = clock.now()
    places = Property.objects.select_related("chain").filter(chain_id=chain_id, state="open", sandbox=False)
    seen = Seen(places=list(places.order_by("created_at", "pk")))
    desk = {"chain_id": chain_id, "role": Role.FRONT_DESK}
    seen.active = Membership.objects.filter(**desk, is_active=True).count()
    seen.invited = Invitation.objects.filter(
        **desk, accepted_at=None, revoked_at=None, expires_at__gt=now
    ).count()
    keys = ApiKey.objects.filter(chain_id=chain_id, revoked_at=None, sandbox_id=None)
    seen.keys = keys.exclude(expires_at__lte=now).count()
    seen.used_keys = keys.exclude(last_used_at=None).count()
    for place in seen.places[:LOOKED_AT]:
        try:
            with in_property(place):
                look_into(seen)
        except SchemaLagging:
            continue  # it is being upgraded: the next look sees it
    return seen


def look_into(seen: Seen) -> None:
    """Count what the property we are in has."""
    for source in telling.sources(Statements(raw_connection()), mapped=None):
        seen.stays += source["stays"]
        seen.unmapped += source["counted"] and not source["mapped"]
    for state in Import.objects.filter(kind="stays").values_list("state", flat=True):
        seen.imports += state in ("queued", "running", "finished")
        seen.finished_imports += state == "finished"
