"""One stay as a PMS sends it: the wire shape, and the checked row it becomes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from kernel import money, phones
from loyalty.guests.matching import KINDS

Text = Annotated[str, Meta(max_length=200)]
Word = Annotated[str, Meta(max_length=60)]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Moment = Annotated[datetime, Meta(tz=True)]
Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$")]
Rate = Annotated[str, Meta(pattern=r"^[0-9]{1,10}(\.[0-9]{1,2})?$")]
Status = Literal["booked", "in_house", "checked_out", "cancelled", "no_show"]

COUNTED = ("in_house", "checked_out")
BLANK = frozenset({"", "-", "—", "无", "暂无", "none", "null", "n/a"})
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_STAY_DAYS = 1100
# A second folio opened while the first is being closed may begin minutes after it ends: PMSs send it so, and it is
# counted by its dates like any other. Beyond an hour somebody mixed the two up.
CLOCKS_DIFFER = timedelta(hours=1)


class GuestIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    external_id: Id | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    birthday: date | None = None
    gender: Annotated[str, Meta(max_length=8)] | None = None
    email: Annotated[str, Meta(max_length=120)] | None = None
    language: Annotated[str, Meta(max_length=16)] | None = None
    id_hash: Annotated[str, Meta(max_length=120)] | None = None
    unionid: Annotated[str, Meta(max_length=120)] | None = None
    wecom_external_id: Annotated[str, Meta(max_length=120)] | None = None


class RevenueIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    room: Amount = "0.00"
    fnb: Amount = "0.00"
    other: Amount = "0.00"


class ClerkIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    external_id: Id
    name: Annotated[str, Meta(max_length=80)] = ""


class StayIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The full state of one stay, as `PUT …/stays/{external_id}` and the batch take it."""

    updated_at: Moment
    status: Status
    check_in: Moment
    check_out: Moment
    source: Annotated[str, Meta(min_length=1, max_length=60)]
    rate: Rate
    guest: GuestIn
    external_id: Id | None = None
    booked_at: Moment | None = None
    room_no: Annotated[str, Meta(max_length=20)] | None = None
    room_type: Word | None = None
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")] = "CNY"
    revenue: RevenueIn | None = None
    checked_in_by: ClerkIn | None = None
    requests: Annotated[list[Text], Meta(max_length=50)] = []
    rate_code: Word | None = None
    market_code: Word | None = None
    adults: Annotated[int, Meta(ge=0, le=99)] | None = None
    children: Annotated[int, Meta(ge=0, le=99)] | None = None
    secret: bool = False
    group: Text | None = None
    notes: Annotated[str, Meta(max_length=2000)] | None = None


class Problem(Exception):
    """One stay that cannot be taken, and where. `pointer` is a JSON pointer into the stay."""

    def __init__(self, pointer: str, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.pointer, self.code, self.zh, self.en = pointer, code, zh, en


@dataclass(slots=True)
class Row:
    """A stay as the database keeps it. New rows have neither `id` nor `visit_id`; ids under 0 are yet to be given."""

    external_id: str
    updated_at: datetime
    status: str
    booked_at: datetime | None
    check_in: datetime
    check_out: datetime
    check_in_on: date
    check_out_on: date
    room_no: str
    room_type: str
    rate_cents: int
    currency: str
    room_cents: int
    fnb_cents: int
    other_cents: int
    source: str
    clerk: str
    requests: list[str]
    guest_name: str
    phone: str | None
    keys: list[str]
    details: dict[str, Any]
    digest: bytes
    clerk_name: str = ""
    masked: tuple[str, str] | None = None
    channel: str = ""
    counted: bool = False
    id: int | None = None
    guest_id: int = 0
    guest_was: int = 0
    visit_id: int | None = None
    fresh: bool = field(default=True)  # to be written


# Decoded one by one, so that a bad stay of a batch is told and the others are kept.
_one = msgspec.json.Decoder(StayIn)
_hash = msgspec.json.Encoder(order="deterministic")


def decode(body: bytes | msgspec.Raw) -> StayIn:
    """Read one stay; msgspec.ValidationError or msgspec.DecodeError tells what is wrong and where."""
    return _one.decode(body)


def from_dict(raw: dict[str, Any]) -> StayIn:
    return msgspec.convert(raw, StayIn, strict=True)


def row(stay: StayIn, zone: ZoneInfo) -> Row:
    """The checked row of a stay, with local days of the property's zone. Raises Problem."""
    if not stay.external_id:
        raise Problem("/external_id", "missing", "缺外部单号", "external_id is missing")
    dated, stay.updated_at = stay.updated_at, EARLIEST
    content = _hash.encode(stay)
    stay.updated_at = dated
    if b"\\u0000" in content:  # rare enough to look for the field only then
        _refuse_nul(stay)
    if not stay.guest.name.strip():
        raise Problem("/guest/name", "missing", "缺客人姓名", "guest.name is missing")
    if not stay.source.strip():
        raise Problem("/source", "missing", "缺来源", "source is missing")
    for pointer, moment in (
        ("/check_in", stay.check_in),
        ("/check_out", stay.check_out),
        ("/updated_at", stay.updated_at),
    ):
        if not EARLIEST <= moment <= LATEST:
            raise Problem(
                pointer,
                "out_of_range",
                "时间不在 1990 到 2100 年之间",
                "the time is not between 1990 and 2100",
            )
    check_in, check_out = stay.check_in.astimezone(zone).date(), stay.check_out.astimezone(zone).date()
    if stay.check_out < stay.check_in - CLOCKS_DIFFER:
        raise Problem("/check_out", "before_check_in", "离开早于到达", "check_out is before check_in")
    if (check_out - check_in).days > LONGEST_STAY_DAYS:
        raise Problem("/check_out", "too_long", "入住超过三年", "the stay is longer than three years")
    guest, revenue = stay.guest, stay.revenue or RevenueIn()
    phone, masked = _phone(guest.phone)
    if not (guest.external_id or phone or masked):
        raise Problem(
            "/guest", "no_identity", "缺手机号与客人编号", "guest.external_id or guest.phone is needed"
        )
    return Row(
        external_id=stay.external_id,
        updated_at=dated,
        status=stay.status,
        booked_at=stay.booked_at,
        check_in=stay.check_in,
        check_out=stay.check_out,
        check_in_on=check_in,
        check_out_on=check_out,
        room_no=stay.room_no or "",
        room_type=stay.room_type or "",
        rate_cents=money.cents(stay.rate),
        currency=stay.currency,
        room_cents=money.cents(revenue.room),
        fnb_cents=money.cents(revenue.fnb),
        other_cents=money.cents(revenue.other),
        source=stay.source.strip(),
        clerk=stay.checked_in_by.external_id if stay.checked_in_by else "",
        clerk_name=stay.checked_in_by.name if stay.checked_in_by else "",
        requests=[request for request in stay.requests if request.strip()],
        guest_name=guest.name.strip(),
        phone=phone,
        keys=_keys(guest, phone),
        details=_details(stay),
        digest=hashlib.blake2b(content, digest_size=16).digest(),
        masked=masked,
    )


def _phone(written: str | None) -> tuple[str | None, tuple[str, str] | None]:
    """(E.164, None), (None, masked parts) or (None, None); Problem when it is neither."""
    if written is None or written.strip().casefold() in BLANK:
        return None, None
    if number := phones.e164(written):
        return number, None
    if masked := phones.masked_parts(written):
        return None, masked
    digits = sum(letter.isdigit() for letter in written)
    raise Problem(
        "/guest/phone",
        "bad_phone",
        f"手机号无效({digits} 位数字)",
        f"the phone number is not valid ({digits} digits)",
    )


def _keys(guest: GuestIn, phone: str | None) -> list[str]:
    """'kind:value' of everything that tells who this is, strongest first."""
    values = {
        "phone": phone,
        "wecom": guest.wecom_external_id,
        "unionid": guest.unionid,
        "id": guest.id_hash,
        "pms": guest.external_id,
        "email": guest.email.strip().casefold() if guest.email else None,
    }
    return [f"{KINDS[kind]}:{value}" for kind, value in values.items() if value]


def _details(stay: StayIn) -> dict[str, Any]:
    guest = stay.guest
    found = {
        "phone": guest.phone if guest.phone and not guest.phone.isspace() else None,
        "birthday": guest.birthday.isoformat() if guest.birthday else None,
        "gender": guest.gender,
        "email": guest.email,
        "language": guest.language,
        "rate_code": stay.rate_code,
        "market_code": stay.market_code,
        "adults": stay.adults,
        "children": stay.children,
        "secret": stay.secret or None,
        "group": stay.group,
        "notes": stay.notes,
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _refuse_nul(stay: StayIn) -> None:
    """PostgreSQL keeps no NUL."""
    for pointer, text in _texts(stay):
        if text and "\x00" in text:
            raise Problem(
                pointer,
                "bad_text",
                "文字里有不能保存的字符",
                "the text holds a character that cannot be kept",
            )


def _texts(stay: StayIn) -> Iterator[tuple[str, str | None]]:
    guest = stay.guest
    yield "/external_id", stay.external_id
    yield "/source", stay.source
    yield "/room_no", stay.room_no
    yield "/room_type", stay.room_type
    yield "/rate_code", stay.rate_code
    yield "/market_code", stay.market_code
    yield "/group", stay.group
    yield "/notes", stay.notes
    if stay.checked_in_by:
        yield "/checked_in_by/external_id", stay.checked_in_by.external_id
        yield "/checked_in_by/name", stay.checked_in_by.name
    yield "/guest/name", guest.name
    yield "/guest/external_id", guest.external_id
    yield "/guest/phone", guest.phone
    yield "/guest/gender", guest.gender
    yield "/guest/email", guest.email
    yield "/guest/language", guest.language
    yield "/guest/id_hash", guest.id_hash
    yield "/guest/unionid", guest.unionid
    yield "/guest/wecom_external_id", guest.wecom_external_id
    for index, request in enumerate(stay.requests):
        yield f"/requests/{index}", request


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """By the PMS's own clock; the greater external_id settles a tie, so that the order of arrival never does."""
    return sorted(rows, key=lambda r: (r.updated_at, r.external_id), reverse=True)
