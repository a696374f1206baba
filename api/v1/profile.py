"""What is known of a guest beyond his stays: profile, preferences, and what passed between him and the house."""

from collections.abc import Sequence
from datetime import datetime
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
from api.v1.guests import GuestBase, number
from api.v1.profile_shapes import (
    GuestNotes,
    InteractionChange,
    InteractionIn,
    InteractionOut,
    InteractionPage,
    InteractionsAsked,
    PreferenceIn,
    PreferenceList,
    PreferenceOut,
    PreferenceProposal,
    PreferenceWord,
    ProfileChange,
    ProfileOut,
)
from api.views import Needs
from kernel import clock
from loyalty.guests import interactions, preferences, profile, proposed
from loyalty.guests.interactions import Interaction, Note
from loyalty.owners import departments, people
from loyalty.remarks import noted
from loyalty.touches import deciding, writing
from staff.roles import Ability

EARLIEST = 1990
NO_OUTCOME = Flaw("/outcome", "missing", "请写明处理结果。", "Say what came of it.")
SUGGESTED = "SELECT motive_suggested FROM lifecycle_state WHERE guest_id = %s"


class ProfileBase(GuestBase):
    """What every view of a guest's profile needs."""

    needs: ClassVar[Needs] = {
        "get": Ability.SEE_GUESTS,
        **dict.fromkeys(("post", "put", "patch", "delete"), Ability.EDIT_GUESTS),
    }

    def preferred(self, rows: Sequence[int]) -> list[PreferenceOut]:
        found = preferences.of(self.raw(), rows, self.unseen())
        return [PreferenceOut(*each, doubtful=each.doubtful) for each in found]  # type: ignore[arg-type]  # origin

    def member(self, owner: UUID | None) -> str:
        """The name of who is to see to something; refuses an owner who does not work here."""
        if owner is None:
            return ""
        found = people.here(self.property).get(owner)
        if found is None:
            raise Malformed(
                Flaw("/owner", "no_such_member", "没有这位员工。", "Nobody of this name works here.")
            )
        return found.name

    def moment(self, at: datetime | None, pointer: str = "/at") -> datetime | None:
        """The hour by the property's clock, where the writer names no zone; refuses what is no sensible time."""
        if at is None:
            return None
        if not EARLIEST <= at.year <= 2100:
            raise Malformed(Flaw(pointer, "out_of_range", "时间不合理。", "This is no sensible time."))
        return at if at.tzinfo else at.replace(tzinfo=clock.zone(self.property.time_zone))

    def staff_id(self) -> UUID | None:
        return self.caller.staff.pk if self.caller.staff else None


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
            proposals=[PreferenceProposal(**each) for each in proposed.of(raw, rows, unseen)],
            notes=GuestNotes(**noted.of(raw, rows[0], unseen)),
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
                by, name = self.staff_id(), self.caller.name
                deciding.given_up(self.raw(), self.property, rows[0], code, by=by, by_name=name)
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
        """A complaint without an owner or a time gets both by rule."""
        given = parse(request, InteractionIn)
        name = self.member(given.owner)
        at = self.moment(given.at)
        day = given.day or (clock.local_day(at, self.property.time_zone) if at else self.today())
        if day > self.today():
            raise Malformed(Flaw("/day", "out_of_range", "日期不能晚于今天。", "Not later than today."))
        if day.year < EARLIEST:
            raise Malformed(Flaw("/day", "out_of_range", "日期不合理。", "This is no sensible day."))
        due_at = self.moment(given.due_at, "/due_at")
        if given.department and given.department not in departments.named(self.raw()):
            raise Malformed(
                Flaw("/department", "not_a_choice", "没有这个部门。", "There is no such department.")
            )
        if not given.text.strip() and not given.facts:
            raise Malformed(Flaw("/text", "too_short", "请写内容。", "Say something."))
        with transaction.atomic():
            rows = self.rows(id)
            said = Note(
                given.kind, day, given.text.strip(), given.source.strip(), given.owner, due_at, owner_name=name,
                touch=given.touch, topic=given.topic, at=at or (clock.now() if day == self.today() else None),
                stay=self.stay(rows, given.stay), facts=given.facts, staff=self.staff_id(), by_name=self.caller.name,
            )  # fmt: skip
            made = writing.note(self.raw(), self.property, rows[0], said, department=given.department)
            self.record("guest.interaction", subject=str(rows[0]), kind=made.kind, interaction=str(made.id))
        return answer(interaction_out(made), status=201)

    def stay(self, rows: Sequence[int], written: str | None) -> int | None:
        """One of this person's stays; none when none is named."""
        if written is None:
            return None
        found = number(written, "/stay")
        if not self.is_stay_of(rows, found):
            raise Malformed(
                Flaw("/stay", "no_such_stay", "这位客人没有这个入住单。", "This guest has no such stay.")
            )
        return found


class InteractionView(ProfileBase):
    @extend_schema(
        request=InteractionChange,
        responses={200: InteractionOut},
        summary="Settle a complaint or a request; say what came of it, and who sees to it",
    )
    def patch(self, request: Request, property: str, id: int, interaction: int) -> HttpResponse:
        given = parse(request, InteractionChange)
        changes: dict[str, Any] = {
            name: value for name in given.__struct_fields__ if (value := getattr(given, name)) is not UNSET
        }
        if "due_at" in changes:
            changes["due_at"] = self.moment(changes["due_at"], "/due_at")
        if "outcome" in changes:
            changes["outcome"] = changes["outcome"].strip()
        name = self.member(changes.get("owner"))
        with transaction.atomic():
            rows = self.rows(id)
            changed = interactions.change(
                self.raw(),
                rows,
                min(interaction, 2**63 - 1),
                **changes,
                owner_name=name,
                by_name=self.caller.name,
            )
            closed = changed.kind == "complaint" and changed.settled_at is not None
            if closed and not changed.outcome and changes.keys() & {"settled", "outcome"}:
                raise Malformed(NO_OUTCOME)
            if changes:
                facts = {"interaction": str(changed.id), "fields": sorted(changes)}
                self.record("guest.interaction_changed", subject=str(rows[0]), **facts)
        return answer(interaction_out(changed))


def interaction_out(told: Interaction) -> InteractionOut:
    return InteractionOut(**interactions.shown(told, clock.now()))
