"""What is known of a guest beyond his stays: profile, preferences, and what passed between him and the house."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.profile_shapes import (
    InteractionChange,
    InteractionIn,
    InteractionOut,
    InteractionPage,
    InteractionsAsked,
    PreferenceIn,
    PreferenceList,
    PreferenceOut,
    PreferenceWord,
    ProfileChange,
    ProfileOut,
)
from api.views import Needs
from kernel import clock
from kernel.statements import Statements
from loyalty.guests import interactions, persons, preferences, profile
from loyalty.guests.interactions import Interaction, Note
from staff.models import Membership
from staff.roles import Ability
from tenants.context import in_public, raw_connection

SUGGESTED = "SELECT motive_suggested FROM lifecycle_state WHERE guest_id = %s"


class ProfileBase(GuestBase):
    """What every view of a guest's profile needs."""

    needs: ClassVar[Needs] = {
        "get": Ability.SEE_GUESTS,
        **dict.fromkeys(("post", "put", "patch", "delete"), Ability.EDIT_GUESTS),
    }

    def raw(self) -> Statements:
        return Statements(raw_connection())

    def rows(self, guest_id: int) -> Sequence[int]:
        """All rows of the person this id stands for; 404 for nobody, and for a secret guest as everywhere."""
        return persons.rows_of(self.raw(), self.standing(guest_id))

    def preferred(self, rows: Sequence[int]) -> list[PreferenceOut]:
        return [PreferenceOut(*each) for each in preferences.of(self.raw(), rows, self.unseen())]

    def demand_member(self, owner: UUID | None) -> None:
        """Refuse an owner who does not work here."""
        if owner is None:
            return
        with in_public():
            known = Membership.objects.filter(chain=self.property.chain_id, staff_id=owner).exists()
        if not known:
            raise Malformed(
                Flaw("/owner", "no_such_member", "没有这位员工。", "Nobody of this name works here.")
            )


class ProfileView(ProfileBase):
    @extend_schema(responses={200: ProfileOut}, summary="What is known of a guest beyond the stays")
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return answer(self.told(self.rows(id)))

    @extend_schema(
        request=ProfileChange,
        responses={200: ProfileOut},
        summary="Set why the guest comes, occupation, region, minor, and how to write",
    )
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ProfileChange)
        changes: dict[str, Any] = {
            name: _kept(name, value)
            for name in given.__struct_fields__
            if (value := getattr(given, name)) is not UNSET
        }
        with transaction.atomic():
            rows = self.rows(id)
            changed = profile.change(self.raw(), rows, changes, by_name=self.caller.name, now=clock.now())
            if changed:
                self.record("guest.profile", subject=str(rows[0]), fields=changed)
        return answer(self.told(rows))

    def told(self, rows: Sequence[int]) -> ProfileOut:
        raw = self.raw()
        known, suggested = profile.of(raw, rows), raw.value(SUGGESTED, (rows[0],))
        unseen = self.unseen()
        return ProfileOut(
            motive=known.motive,  # type: ignore[arg-type]  # the column keeps nothing else
            motive_suggested=suggested or "",
            occupation=known.occupation,
            region=known.region,
            minor=known.minor,
            preferred_channel=known.preferred_channel or None,  # type: ignore[arg-type]
            preferred_hour=known.preferred_hour,
            changed_at=known.changed_at,
            changed_by_name=known.changed_by_name,
            preferences=self.preferred(rows),
            offered=[
                PreferenceWord(*word) for word in preferences.vocabulary(raw) if word.code not in unseen
            ],
        )


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    return profile.NOTHING[name] if value is None else value


class PreferenceView(ProfileBase):
    @extend_schema(
        request=PreferenceIn,
        responses={200: PreferenceList},
        summary="Note something the guest likes or needs, by a standard code or a word of the house's own",
    )
    def put(self, request: Request, property: str, id: int, code: str) -> HttpResponse:
        given, code = parse(request, PreferenceIn), preferences.clean(code)
        with transaction.atomic():
            rows = self.rows(id)
            preferences.put(
                self.raw(), rows, code, given.value.strip(), by_name=self.caller.name, now=clock.now()
            )
            self.record("guest.preference", subject=str(rows[0]), code=code)
        return answer(PreferenceList(self.preferred(rows)))

    @extend_schema(responses={200: PreferenceList}, summary="It is not so, or no longer")
    def delete(self, request: Request, property: str, id: int, code: str) -> HttpResponse:
        code = preferences.clean(code)
        with transaction.atomic():
            rows = self.rows(id)
            if preferences.drop(self.raw(), rows, code):
                self.record("guest.preference", subject=str(rows[0]), code=code, dropped=True)
        return answer(PreferenceList(self.preferred(rows)))


class InteractionsView(ProfileBase):
    @extend_schema(
        parameters=parameters(InteractionsAsked),
        responses={200: InteractionPage},
        summary="What passed between the guest and the house, the newest first",
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = query(request, InteractionsAsked)
        after = read(asked.cursor, tuple[int])
        before = min(after[0], 2**63 - 1) if after else None
        found = interactions.of(self.raw(), self.rows(id), limit=asked.limit + 1, before=before)
        shown, following = page(found, asked.limit, lambda each: (each.id,))
        return answer(InteractionPage([interaction_out(each) for each in shown], following))

    @extend_schema(
        request=InteractionIn,
        responses={201: InteractionOut},
        summary="Put down a complaint, praise, request, conversation or review",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, InteractionIn)
        self.demand_member(given.owner)
        day = given.day or self.today()
        if day > self.today():
            raise Malformed(Flaw("/day", "out_of_range", "日期不能晚于今天。", "Not later than today."))
        said = Note(given.kind, day, given.text.strip(), given.source.strip(), given.owner, given.due_at)
        with transaction.atomic():
            rows = self.rows(id)
            made = interactions.note(self.raw(), rows[0], said, by_name=self.caller.name)
            self.record("guest.interaction", subject=str(rows[0]), kind=made.kind, interaction=str(made.id))
        return answer(interaction_out(made), status=201)


class InteractionView(ProfileBase):
    @extend_schema(
        request=InteractionChange,
        responses={200: InteractionOut},
        summary="Settle a complaint or a request; say what came of it, and who sees to it",
    )
    def patch(self, request: Request, property: str, id: int, interaction: int) -> HttpResponse:
        given = parse(request, InteractionChange)
        changes: Mapping[str, Any] = {
            name: value for name in given.__struct_fields__ if (value := getattr(given, name)) is not UNSET
        }
        self.demand_member(changes.get("owner"))
        with transaction.atomic():
            rows = self.rows(id)
            changed = interactions.change(self.raw(), rows, min(interaction, 2**63 - 1), **changes)
            if changes:
                facts = {"interaction": str(changed.id), "fields": sorted(changes)}
                self.record("guest.interaction_changed", subject=str(rows[0]), **facts)
        return answer(interaction_out(changed))


def interaction_out(told: Interaction) -> InteractionOut:
    return InteractionOut(
        id=str(told.id),
        kind=told.kind,  # type: ignore[arg-type]  # the column keeps nothing else
        source=told.source,
        day=told.day,
        text=told.text,
        owner=told.owner,
        due_at=told.due_at,
        settled_at=told.settled_at,
        outcome=told.outcome,
        open=told.kind in ("complaint", "request") and told.settled_at is None,
        made_at=told.made_at,
        by_name=told.by_name,
    )
