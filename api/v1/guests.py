"""Guests of a property: the list, the card, what staff correct by hand, merging."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.documents import FILES, parameters
from api.errors import locale_of
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import JSON, answer, encode
from api.v1 import belonging, card_profit
from api.v1.card_shapes import GuestCard
from api.v1.guest_filters import filters_of
from api.v1.guest_shapes import (
    FullPhone,
    GuestChange,
    GuestFileAsked,
    GuestFilters,
    GuestPage,
    GuestsAsked,
    Merge,
    TagsKept,
    TagsPut,
    Unmerge,
    Unmerged,
)
from api.views import Needs, PropertyView
from kernel import clock
from kernel.statements import Statements
from loyalty.desk.saying import scripts
from loyalty.guests import editing, persons, preferences, searching, tagging
from loyalty.guests.searching import Filters
from loyalty.journey import remarking, uniting
from loyalty.owners import people
from loyalty.owners import reading as owners
from loyalty.programme import card as programme_card
from loyalty.programme import versions
from loyalty.remarks import card
from loyalty.remarks.card import Sight
from loyalty.remarks.writing import Author
from reports.exporting import file_bytes
from staff.roles import Ability
from tenants.context import raw_connection

STAY_OF = "SELECT 1 FROM stays_stay WHERE id = %s AND guest_id = ANY(%s::bigint[])"


class GuestBase(PropertyView):
    """What every view of a guest needs: who may see what, and whom an id stands for."""

    def sight(self) -> Sight:
        """Staff see a phone by asking for it (…/phone); a key that may has it on the card."""
        full = self.caller.may(Ability.SEE_FULL_PHONE, self.property)
        writes = self.caller.may(Ability.WRITE_REMARKS, self.property)
        key = self.caller.kind == "key"
        # A guest who asked for secrecy is for who answers for the house, not for everybody at the desk.
        keeps = key or self.caller.may(Ability.MERGE_GUESTS, self.property)
        return Sight(phone=full and key, sensitive=full or writes, secret=full and keeps)

    def standing(self, guest_id: int) -> int:
        """The guest who stands for this id; 404 also for a secret one the caller may not see."""
        found = editing.standing(raw_connection(), guest_id) if guest_id < 2**63 else None
        if found is None or (found[1] and not self.sight().secret):
            raise NotFound
        return found[0]

    def raw(self) -> Statements:
        return Statements(raw_connection())

    def rows(self, guest_id: int) -> tuple[int, ...]:
        """All rows of the person this id stands for; 404 for nobody, and for a secret guest as everywhere."""
        return persons.rows_of(self.raw(), self.standing(guest_id))

    def is_stay_of(self, rows: Sequence[int], stay: int) -> bool:
        """Whether this stay is of the person with these rows."""
        return self.raw().execute(STAY_OF, (stay, list(rows))).fetchone() is not None

    def card(self, body: bytes | None) -> HttpResponse:
        if body is None:
            raise NotFound
        guest_id = int(msgspec.json.decode(body, type=_Numbered).id)
        raw, today = self.raw(), self.today()
        published = versions.in_force(raw, today)
        rows = persons.rows_of(raw, guest_id)
        held = programme_card.parts(raw, self.property, published, rows, today)
        held["scripts"] = scripts.for_card(
            raw, self.property, guest_id, today, published=published, held=held
        )
        held["owner"], held["profit"] = self.owner_of(rows), None
        if self.caller.may(Ability.SEE_PROFIT, self.property):
            body, held["profit"] = card_profit.beside(raw, body, rows)
        return HttpResponse(body[:-1] + b"," + encode(held)[1:], content_type=JSON)

    def owner_of(self, rows: Sequence[int]) -> dict[str, Any] | None:
        """Who looks after this person, as the card says it."""
        raw = self.raw()
        owner = owners.of(raw, rows)
        # Only a person can have left.
        return owners.told(raw, owner, people.here(self.property) if owner and owner.staff else None)

    def card_of(self, guest_id: int) -> HttpResponse:
        sight = self.sight()
        if sight.phone:
            self.record("guest.phone_read", subject=str(guest_id), through="card")
        return self.card(card.by_id(raw_connection(), guest_id, sight))

    def author(self) -> Author:
        return author_of(self)

    def hidden(self) -> frozenset[str]:
        """Sensitive words that the caller does not see."""
        if self.sight().sensitive:
            return frozenset()
        return frozenset(tagging.sensitive_words(raw_connection()))

    def unseen(self) -> frozenset[str]:
        """Sensitive words and preferences that the caller does not see."""
        return frozenset() if self.sight().sensitive else self.hidden() | preferences.SENSITIVE

    def belonging(self, segment: str | None) -> list[tuple[str, Mapping[str, Any]]]:
        """The condition that cuts a list down to a segment; none when none is asked for."""
        if segment is None:
            return []
        self.demand(Ability.SEE_CAMPAIGNS, self.property)
        raw = self.raw()
        return [belonging.condition(raw, belonging.found(raw, segment), self.today(), self.unseen())]

    def owned(self, owner: str | None) -> list[tuple[str, Mapping[str, Any]]]:
        """The condition that cuts a list down to one owner's guests, or to those without one."""
        if owner is None:
            return []
        if owner == "none":
            return [(owners.FILTERS["none"], {})]
        staff = staff_id(self) if owner == "me" else UUID(owner)
        return [(owners.FILTERS["staff"], {"owner": staff})]

    def beside_spend(self, guests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Beside each guest's spend what is left of it, for who may see that."""
        if self.caller.may(Ability.SEE_PROFIT, self.property):
            card_profit.beside_spend(self.raw(), guests)
        return guests

    def filters(self, asked: GuestFilters) -> Filters:
        found = filters_of(asked, self.today())
        return replace(found, also=[*found.also, *self.belonging(asked.segment), *self.owned(asked.owner)])

    def today(self) -> date:
        return clock.today(self.property.time_zone)

    def day_began(self) -> datetime:
        return datetime.combine(self.today(), time(), clock.zone(self.property.time_zone))


def author_of(view: PropertyView) -> Author:
    staff = view.caller.staff
    return Author(staff.pk if staff else None, view.caller.name)


class _Numbered(msgspec.Struct):
    """Of a card only the number."""

    id: str


class GuestsView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        parameters=parameters(GuestsAsked),
        responses={200: GuestPage},
        summary="Guests, the last visit first; with updated_since by when they changed",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, GuestsAsked)
        kind: Any = tuple[datetime, int] if asked.updated_since else tuple[date, int]
        rows = searching.listed(
            raw_connection(),
            self.filters(asked),
            today=self.today(),
            limit=asked.limit + 1,
            after=read(asked.cursor, kind),
        )
        shown, following = page(rows, asked.limit, lambda row: row[0])
        hidden = self.hidden()
        if asked.tag in hidden:
            shown, following = [], None
        guests = self.beside_spend([without(guest, hidden) for _, guest in shown])
        return answer({"results": guests, "next": following})


def without(guest: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {**guest, "tags": [tag for tag in guest["tags"] if tag not in hidden]} if hidden else guest


GUEST_COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("客人编号", "Guest"), "name": ("姓名", "Name"), "phone": ("电话", "Phone"), "nickname": ("昵称", "Nickname"),
    "visits": ("入住次数", "Visits"), "nights": ("间夜", "Nights"), "first_visit_on": ("首次入住", "First visit"),
    "last_visit_on": ("最近入住", "Last visit"), "channel": ("渠道", "Channel"), "source": ("来源", "Source"),
    "room_no": ("房号", "Room"), "rate": ("房价", "Rate"), "spend": ("累计消费", "Spend"), "tags": ("标签", "Tags"),
    "remark_complete": ("备注完成", "Remark complete"),
}  # fmt: skip


class GuestFileView(GuestBase):
    needs: ClassVar[Needs] = Ability.EXPORT_DATA

    @extend_schema(
        parameters=parameters(GuestFileAsked),
        responses=FILES,
        summary="The guests of a list as a file; phones in full only on request, by who may",
    )
    def get(self, request: Request, property: str, form: Literal["csv", "xlsx"]) -> HttpResponse:
        asked = query(request, GuestFileAsked)
        full = asked.phones == "full"
        if full:
            self.demand(Ability.SEE_FULL_PHONE, self.property)
        rows = searching.listed(
            raw_connection(),
            self.filters(asked),
            today=self.today(),
            limit=None,
            full_phones=full,
        )
        hidden = self.hidden()
        guests = self.beside_spend([without(guest, hidden) for _, guest in rows])
        sees = self.caller.may(Ability.SEE_PROFIT, self.property)
        accepted = request.headers.get("Accept-Language", "")
        columns = GUEST_COLUMNS | (card_profit.in_file(guests, accepted) if sees else {})
        return export(self, request, form, "guests", columns, guests, phones=asked.phones)


def export(
    view: PropertyView,
    request: Request,
    form: Literal["csv", "xlsx"],
    what: str,
    columns: dict[str, tuple[str, str]],
    rows: list[dict[str, Any]],
    **facts: Any,
) -> HttpResponse:
    """A file that names who took it and when, and a row in the audit log."""
    chinese = locale_of(request.headers.get("Accept-Language", "")) == "zh-CN"
    local = clock.now().astimezone(clock.zone(view.property.time_zone))
    mark = f"{'导出' if chinese else 'Exported by'} {view.caller.name} {local:%Y-%m-%d %H:%M}"
    headers = [zh if chinese else en for zh, en in columns.values()]
    cells = [[_cell(name, row[name], chinese=chinese) for name in columns] for row in rows]
    body, media_type = file_bytes(form, [*headers, mark], cells, title=f"{view.property.name} {what}")
    view.record(f"export.{what}", subject=f"{view.property.slug}.{form}", rows=len(rows), **facts)
    name = f"{view.property.slug}-{what}-{local:%Y%m%d}.{form}"
    return HttpResponse(
        body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


MONEY = frozenset(("spend", "rate", "revenue_room", "profit"))


def _cell(name: str, value: Any, *, chinese: bool) -> Any:
    # Money as a number: as text a loss begins like a formula, and no sheet adds it up.
    if name in MONEY and isinstance(value, str):
        return Decimal(value)
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, bool):
        return {True: "是", False: "否"}[value] if chinese else value
    return value


class GuestView(GuestBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "patch": Ability.EDIT_GUESTS}

    @extend_schema(responses={200: GuestCard}, summary="The guest card")
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        if id >= 2**63:
            raise NotFound
        return self.card_of(id)

    @extend_schema(request=GuestChange, responses={200: GuestCard}, summary="Correct a guest by hand")
    def patch(self, request: Request, property: str, id: int) -> HttpResponse:
        change = parse(request, GuestChange)
        changes = {
            name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET
        }
        born = changes.get("birthday")
        if isinstance(born, date) and not date(1900, 1, 1) <= born <= self.today():
            raise Malformed(Flaw("/birthday", "out_of_range", "生日不合理。", "This cannot be a birthday."))
        with transaction.atomic():
            guest_id = self.standing(id)
            changed = remarking.edit(self.property, guest_id, changes, self.author(), clock.now())
            if changed:
                self.record("guest.edited", subject=str(guest_id), fields=changed)
        return self.card_of(guest_id)


class GuestByExternalIdView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: GuestCard}, summary="The guest card, by the PMS's number of the guest")
    def get(self, request: Request, property: str, external_id: str) -> HttpResponse:
        sight = self.sight()
        if "\x00" in external_id:
            raise NotFound
        body = card.by_external_id(raw_connection(), external_id, sight)
        if sight.phone and body is not None:
            self.record("guest.phone_read", subject=external_id, through="card")
        return self.card(body)


class GuestPhoneView(GuestBase):
    needs: ClassVar[Needs] = Ability.SEE_FULL_PHONE

    @extend_schema(responses={200: FullPhone}, summary="The telephone number in full; every read is logged")
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        guest_id = self.standing(id)
        found = (
            raw_connection().execute("SELECT phone FROM guests_guest WHERE id = %s", [guest_id]).fetchone()
        )
        self.record("guest.phone_read", subject=str(guest_id), through="phone")
        return answer({"phone": found[0] if found else None}, headers={"Cache-Control": "no-store"})


class GuestTagsView(GuestBase):
    needs: ClassVar[Needs] = Ability.EDIT_GUESTS

    @extend_schema(request=TagsPut, responses={200: TagsKept}, summary="Replace a guest's tags")
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, TagsPut)
        with transaction.atomic():
            guest_id = self.standing(id)
            hidden = self.hidden()
            # Who does not see a sensitive word cannot take it away, nor put it.
            found = raw_connection().execute("SELECT tags FROM guests_guest WHERE id = %s", [guest_id])
            held: list[str] = next((tags for (tags,) in found), [])
            words = [tag for tag in given.tags if tag not in hidden] + [tag for tag in held if tag in hidden]
            kept = remarking.put_tags(self.property, guest_id, words, self.author(), clock.now())
            self.record("guest.tagged", subject=str(guest_id))
        return answer({"tags": [tag for tag in kept if tag not in hidden]})


class GuestMergeView(GuestBase):
    needs: ClassVar[Needs] = Ability.MERGE_GUESTS

    @extend_schema(request=Merge, responses={200: GuestCard}, summary="Say that two guests are one person")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        other = number(parse(request, Merge).other, "/with")
        first, second = self.standing(id), self.standing_of(other, "/with")
        with transaction.atomic():
            kept = uniting.merge(self.property, first, second, staff_id(self))
            self.record("guest.merged", subject=str(kept), other=str(second if kept == first else first))
        return self.card_of(kept)

    def standing_of(self, guest_id: int, pointer: str) -> int:
        try:
            return self.standing(guest_id)
        except NotFound:
            raise Malformed(
                Flaw(pointer, "no_such_guest", "没有这位客人。", "There is no such guest.")
            ) from None


class GuestUnmergeView(GuestBase):
    needs: ClassVar[Needs] = Ability.MERGE_GUESTS

    @extend_schema(request=Unmerge, responses={200: Unmerged}, summary="Take a merge back")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        merged = number(parse(request, Unmerge).guest, "/guest")
        standing = self.standing(id)
        with transaction.atomic():
            result = uniting.unmerge(self.property, standing, merged, staff_id(self))
            self.record("guest.unmerged", subject=str(result.kept), other=str(result.separated))
        return answer({"kept": str(result.kept), "separated": str(result.separated)})


def staff_id(view: PropertyView) -> UUID | None:
    return view.caller.staff.pk if view.caller.staff else None


def number(written: str | int, pointer: str) -> int:
    """An id in a body: a string of digits as the interface writes it, or the number."""
    if isinstance(written, int) or (written.isascii() and written.isdigit() and len(written) <= 18):
        found = int(written)
        if 0 < found < 2**63:
            return found
    raise Malformed(Flaw(pointer, "bad_id", "编号无效。", "This is not an id."))
