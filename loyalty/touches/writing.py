"""The one way in for whatever passes between a guest and the house: bookings to reviews, by staff, API, import or reply.

Each touch point is a row on the guest's timeline, put down once under its key however often and by how many writers
it is told. A complaint gets somebody who sees to it, and a time; what a guest had becomes consumption.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import interactions
from loyalty.guests.interactions import Interaction, Note
from loyalty.products import consuming
from loyalty.products.consuming import Item
from loyalty.touches import complaints, finding, keywords, rules
from loyalty.touches.finding import People, Whom
from loyalty.touches.keywords import Rule
from tenants.models import Property

Result = Literal["created", "unchanged", "problem"]
Through = Literal["api", "import"]
# Said by the guest himself, and put down by a machine: a complaint is looked for in it.
HEARD = ("review", "conversation", "message")
BAD_RATING = 2.0  # of 5: a review that says nothing more is a complaint all the same
KEY = "touch:"
STALE = timedelta(days=30)  # a review older than this is history
TOLERANCE = timedelta(minutes=10)  # by which a sender's clock may run ahead of ours


@dataclass(frozen=True, slots=True)
class By:
    """Who tells it: a member of staff, or a key, an import, the product itself by its name."""

    name: str
    staff: UUID | None = None
    through: Through = "api"


@dataclass(frozen=True, slots=True)
class Touch:
    """One of them as it is told. `external_id`: the sender's own number, unique within the property."""

    external_id: str
    touch: str
    kind: str
    whom: Whom
    at: datetime
    text: str = ""
    stay: str = ""  # the PMS's number
    source: str = ""
    rating: float | None = None  # of 5
    staff_name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    items: Sequence[Item] = ()
    timed: bool = True  # the hour is known, not only the day


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one: `problem` is a code of PROBLEMS, `pointer` says where in the touch point."""

    index: int
    external_id: str
    result: Result
    pointer: str = ""
    problem: str = ""
    interaction: Interaction | None = None


@dataclass(frozen=True, slots=True)
class _Good:
    index: int
    told: Touch
    guest: int
    note: Note


def write(raw: Statements, hotel: Property, touches: Sequence[Touch], by: By) -> list[Told]:
    """Put these down, in the order given; every good one is kept, every bad one told. In the caller's transaction."""
    found = finding.people(raw, [each.whom for each in touches], [each.stay for each in touches])
    products = _products(raw, touches)
    known = rules.listed(raw) if touches else []
    told: dict[int, Told] = {}
    good: list[_Good] = []
    seen: dict[str, int] = {}
    for index, each in enumerate(touches):
        guest, stay, pointer, problem = _placed(each, found, products, clock.now())
        if problem or guest is None:
            told[index] = Told(index, each.external_id, "problem", pointer, problem)
        else:
            note = _note(each, stay, hotel, by)
            good.append(_Good(index, each, guest, _judged(each, note, known)))
            seen.setdefault(each.external_id, index)
    first = [one for one in good if seen[one.told.external_id] == one.index]
    new = _put(raw, hotel, first, known)
    for one in first:
        if (row := new.get(one.note.key or "")) is not None:
            told[one.index] = Told(one.index, one.told.external_id, "created", interaction=row)
            _consume(raw, one, row, by)
    _again(raw, [one for one in good if one.index not in told], told)
    return [told[index] for index in range(len(touches))]


def note(raw: Statements, hotel: Property, guest: int, said: Note, *, department: str = "") -> Interaction:
    """What staff put down by hand, of the kind they say. A complaint without owner or time gets both by rule."""
    if said.kind == "complaint":
        known = rules.listed(raw)
        rule = next((each for each in known if each.code == said.topic), None)
        if rule is None and not said.topic and (heard := keywords.complaint(said.text, known)):
            rule = heard.rule
            said = replace(said, topic=rule.code)
        said = _routed(complaints.hands(raw, hotel, [guest]), guest, said, rule, department)
    elif department:
        said = replace(said, department=department)
    row = next((row for _, row in interactions.put(raw, [(guest, said)])), None)
    return row or interactions.keyed(raw, [said.key or ""])[said.key or ""]


def hear(
    raw: Statements, hotel: Property, guest: int, text: str, *, key: str, at: datetime, source: str
) -> Interaction | None:
    """What a guest wrote to us: heard as a complaint it becomes one, once under the key, and goes to who sees to it."""
    heard = keywords.complaint(text, rules.listed(raw))
    if heard is None:
        return None
    said = Note(
        "complaint", clock.local_day(at, hotel.time_zone), text[:2000], source, key=key, touch="message", at=at,
        topic=heard.rule.code, facts={"words": list(heard.words)[:10], "heard": True},
    )  # fmt: skip
    standing = raw.value(STANDING, (guest,))
    said = _routed(complaints.hands(raw, hotel, [standing]), standing, said, heard.rule)
    return next((row for _, row in interactions.put(raw, [(standing, said)])), None)


def _placed(
    each: Touch, found: People, products: Mapping[str, bool], now: datetime
) -> tuple[int | None, int | None, str, str]:
    """(guest, stay, pointer, problem): whose it is, or what is wrong with it."""
    guest, problem = found.of(each.whom)
    if problem:
        part = "id" if each.whom.id is not None else "external_id" if each.whom.external_id else "phone"
        return None, None, "/stay" if problem == "no_such_stay" else f"/guest/{part}", problem
    stay = found.stays.get(each.stay) if each.stay else None
    if each.stay and stay is None:
        return None, None, "/stay", "no_such_stay"
    if stay is not None and stay.guest != guest:
        return None, None, "/stay", "stay_of_another_guest"
    if each.at > now + TOLERANCE:
        return None, None, "/at", "in_the_future"
    for number, item in enumerate(each.items):
        if item.product and item.product not in products:
            return None, None, f"/items/{number}/product", "no_such_product"
    if not each.text and not each.facts and not each.items and each.rating is None:
        return None, None, "/text", "says_nothing"
    return guest, stay.id if stay else None, "", ""


def _note(each: Touch, stay: int | None, hotel: Property, by: By) -> Note:
    facts = dict(each.facts)
    if each.rating is not None:
        facts["rating"] = each.rating
    if each.items:
        facts["items"] = "、".join(f"{item.name or item.product} ×{item.quantity}" for item in each.items)[
            :200
        ]
    return Note(
        kind=each.kind,
        day=clock.local_day(each.at, hotel.time_zone),
        text=each.text,
        source=each.source,
        key=KEY + each.external_id,
        touch=each.touch,
        at=each.at if each.timed else None,
        stay=stay,
        facts=facts,
        staff=by.staff,
        by_name=each.staff_name or by.name,
    )


def _judged(each: Touch, note: Note, known: Sequence[Rule]) -> Note:
    """A review or a conversation that complains is a complaint; at which touch point it was made stays told."""
    bad = each.rating is not None and each.rating <= BAD_RATING
    if note.kind not in (*HEARD, "complaint"):
        return note
    heard = keywords.complaint(note.text, known)
    topic = heard.rule.code if heard else ""
    # History that is told long afterwards opens nothing: there is nobody left to make it good to.
    old = note.kind in HEARD and each.at < clock.now() - STALE
    complains = (heard is not None or bad) and not old
    return replace(note, kind="complaint" if complains else note.kind, topic=topic)


def _put(
    raw: Statements, hotel: Property, good: Sequence[_Good], known: Sequence[Rule]
) -> dict[str, Interaction]:
    """Those that are new, by key; complaints among them with who sees to them."""
    complaining = [each for each in good if each.note.kind == "complaint"]
    notes = {each.index: each.note for each in good}
    if complaining:
        by_code = {rule.code: rule for rule in known}
        there = interactions.keyed(raw, [each.note.key or "" for each in complaining])
        among = complaints.hands(raw, hotel, [each.guest for each in complaining])
        for each in complaining:
            if each.note.key not in there:
                rule = by_code.get(each.note.topic)
                notes[each.index] = _routed(among, each.guest, each.note, rule)
    new = interactions.put(raw, [(each.guest, notes[each.index]) for each in good])
    return {key: row for key, row in new if key is not None}


def _consume(raw: Statements, one: _Good, row: Interaction, by: By) -> None:
    """What the guest had with it; under the same key, so that it is had once."""
    if one.told.items:
        key = one.note.key
        consuming.write(raw, row.guest, row.stay, one.told.items, one.told.at, by.through, key, row.by_name)


def _again(raw: Statements, good: Sequence[_Good], told: dict[int, Told]) -> None:
    """What was heard before: the same is unchanged; another thing under the same number is told, not lost in silence."""
    there = interactions.keyed(raw, [each.note.key or "" for each in good]) if good else {}
    persons = dict(raw.execute(PERSONS, ([row.guest for row in there.values()],)).fetchall()) if there else {}
    charged = consuming.charged(raw, [(each.note.key or "", len(each.told.items)) for each in good])
    for each in good:
        row = there.get(each.note.key or "")
        if row is None:
            raise RuntimeError(f"{each.note.key} was neither written nor found")
        same = (
            _same_kind(each.told.kind, row.kind)
            and row.text == each.note.text
            and row.touch == each.note.touch
            and row.day == each.note.day
            and persons.get(row.guest) == each.guest
            and row.facts == each.note.facts
            and _same_money(each.told.items, charged.get(each.note.key or "", []))
        )
        if same:
            told[each.index] = Told(each.index, each.told.external_id, "unchanged", interaction=row)
        else:
            told[each.index] = Told(
                each.index, each.told.external_id, "problem", "/external_id", "external_id_reused"
            )


def _same_kind(told: str, kept: str) -> bool:
    """What a guest said may have been kept as the complaint that was heard in it."""
    return kept == told or (kept == "complaint" and told in HEARD)


def _same_money(items: Sequence[Item], charged: Sequence[tuple[int, bool]]) -> bool:
    """Whether a till says what it said before; an amount it leaves out was the product's price of that day."""
    return len(items) == len(charged) and all(
        item.amount_cents in (None, amount) and item.on_folio == on_folio
        for item, (amount, on_folio) in zip(items, charged, strict=True)
    )


def _routed(among: complaints.Hands, guest: int, said: Note, rule: Rule | None, department: str = "") -> Note:
    routed = complaints.give(among, guest, rule, clock.now(), department=department)
    if said.owner is not None:
        return replace(said, department=routed.department, due_at=said.due_at or routed.due_at)
    return replace(
        said,
        owner=routed.owner,
        owner_name=routed.owner_name,
        department=routed.department,
        due_at=said.due_at or routed.due_at,
    )


def _products(raw: Statements, touches: Sequence[Touch]) -> dict[str, bool]:
    codes = sorted({item.product for each in touches for item in each.items if item.product})
    return {code: True for (code,) in raw.execute(PRODUCTS, (codes,)).fetchall()} if codes else {}


STANDING = "SELECT coalesce(merged_into_id, id) FROM guests_guest WHERE id = %s"
PERSONS = "SELECT id, coalesce(merged_into_id, id) FROM guests_guest WHERE id = ANY(%s)"
PRODUCTS = "SELECT code FROM products_product WHERE code = ANY(%s)"
# What is said of a touch point that was not taken: code -> Chinese, English.
PROBLEMS: dict[str, tuple[str, str]] = {
    "no_such_guest": ("找不到这位客人。", "There is no such guest."),
    "several_guests": ("几位客人都符合，请用客人编号。", "Several guests fit: name the guest by number."),
    "bad_phone": ("手机号无效。", "The telephone number is not valid."),
    "no_such_stay": ("没有这个入住单。", "There is no such stay."),
    "stay_of_another_guest": ("这个入住单不是这位客人的。", "This stay is not of this guest."),
    "in_the_future": ("时间不能晚于现在。", "It cannot be later than now."),
    "no_such_product": ("没有这个商品或服务。", "There is no such product or service."),
    "says_nothing": (
        "内容、数据、评分、消费至少要有一项。",
        "It needs a text, facts, a rating or items: one of them at least.",
    ),
    "external_id_reused": (
        "这个编号已经用在另一条记录上。",
        "This external_id already stands for something else.",
    ),
}
