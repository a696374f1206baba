"""The audit log of a chain: who saw and did what."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.documents import parameters
from api.paging import Paged, page, read
from api.parsing import query
from api.rendering import answer
from api.views import ChainView, Needs
from audit.models import OF_STAYS, Entry
from staff.roles import Ability
from tenants.models import Property


class AuditQuery(Paged, forbid_unknown_fields=True, kw_only=True):
    property: Annotated[str, Meta(max_length=40)] | None = None
    action: Annotated[str, Meta(max_length=40)] | None = None


class ActorOut(msgspec.Struct):
    kind: str
    id: str
    name: str


class EntryOut(msgspec.Struct):
    id: int
    at: datetime
    action: str
    subject: str
    actor: ActorOut
    property: str | None
    facts: dict[str, Any]
    request_id: str


class EntryPage(msgspec.Struct):
    results: list[EntryOut]
    next: str | None


# As the index has it. What follows from stays stands in the list of events.
OF_NO_NEWS = Q(actor_kind="system", action__in=OF_STAYS)


class AuditView(ChainView):
    needs: ClassVar[Needs] = Ability.SEE_AUDIT

    @extend_schema(
        parameters=parameters(AuditQuery),
        responses={200: EntryPage},
        summary="Who did what, the newest first",
    )
    def get(self, request: Request, chain: str) -> HttpResponse:
        asked = query(request, AuditQuery)
        found = Entry.objects.filter(chain_id=self.chain.pk).exclude(OF_NO_NEWS).order_by("-id")
        if asked.property is not None:
            found = found.filter(property_id__in=self.property_ids([asked.property]))
        elif self.grant.property_ids is not None:
            found = found.filter(property_id__in=self.grant.property_ids)
        if asked.action is not None:
            found = found.filter(action=asked.action)
        if after := read(asked.cursor, tuple[int]):
            found = found.filter(pk__lt=after[0])
        shown, following = page(list(found[: asked.limit + 1]), asked.limit, lambda entry: (entry.pk,))
        slugs = dict(Property.objects.filter(chain=self.chain).values_list("pk", "slug"))
        return answer(EntryPage([entry_out(entry, slugs) for entry in shown], following))


def entry_out(entry: Entry, slugs: dict[int, str]) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        at=entry.at,
        action=entry.action,
        subject=entry.subject,
        actor=ActorOut(entry.actor_kind, entry.actor, entry.actor_name),
        property=slugs.get(entry.property_id) if entry.property_id else None,
        facts=entry.facts,
        request_id=entry.request_id,
    )
