"""Texts as SMS vendors know them: filed, reviewed, approved; and what one guest's message needs of them.

One row for each variant of a text (clauses that drop out make up to four) and vendor. A message can go by SMS when the
variant that this guest needs is approved.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.messaging import filing, settings
from loyalty.messaging.filing import Vendor
from loyalty.messaging.reasons import Reason
from loyalty.messaging.rendering import Clause, parse
from loyalty.messaging.transports import choosing, sealing
from loyalty.messaging.transports.accounts import CannotFile
from loyalty.messaging.transports.aliyun import Aliyun
from loyalty.messaging.transports.tencent import Tencent
from tenants import waking
from tenants.context import current_property, raw_connection
from tenants.models import Property

VENDORS: dict[str, Vendor] = {"aliyun": filing.ALIYUN, "tencent": filing.TENCENT}
# Aliyun wants 30 seconds between two texts that are handed in; reviews take hours.
BETWEEN = timedelta(seconds=31)
LOOK_AGAIN = timedelta(minutes=10)
LOOK_SOON = timedelta(seconds=15)  # within the first minutes, when a person may be looking
AT_ONCE = 20  # reviews asked for in one go


@dataclass(frozen=True, slots=True)
class Ready:
    """An approved text for one guest: the vendor's code, the values in the order of its places, and what he reads."""

    code: str
    values: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The variant this guest needs is not approved: to_file | filed | refused, or '' where it was never kept."""

    state: str
    reason: str = ""


class Filing(msgspec.Struct):
    """A row as it is read."""

    id: int
    vendor: str
    text: str
    fields: list[str]
    vendor_code: str
    state: str
    reason: str
    changed_at: datetime


class NoSuchFiling(Refused):
    code = "not_found"
    status = 404
    zh = "没有这个报备模板。"
    en = "There is no such filed text."


class CodeMissing(Refused):
    code = "filing_code_missing"
    status = 422
    zh = "审核通过的模板必须填写服务商的模板编号。"
    en = "An approved text needs the vendor's code for it."


def needed(vendor: str) -> bool:
    """Whether this vendor sends approved texts only."""
    return vendor in VENDORS


def approved(
    raw: Statements, vendor: str, template: Clause, facts: Mapping[str, Any], locale: str = "zh-CN"
) -> Ready | Lacking:
    """What one guest is sent of this template, or why the vendor would not take it. Raises Unsayable, Unfilable."""
    kind = VENDORS[vendor]
    keeps, values = filing.bound(template, facts, kind, locale)
    variant = next(each for each in filing.variants(template, kind) if each.keeps == keeps)
    found = raw.execute(ONE, (vendor, _digest(variant.text))).fetchone()
    if found is None:
        return Lacking("")
    code, state, reason = found
    if state != "approved" or not code:
        return Lacking(state, reason)
    pairs = tuple(zip(variant.variables, values, strict=True))
    named = pairs if not kind.numbered else tuple((str(n), value) for n, (_, value) in enumerate(pairs, 1))
    return Ready(code, named, filing.filled(variant, values, kind))


def standing(raw: Statements, vendor: str, template: Clause) -> list[Filing]:
    """How each variant of the template stands with the vendor; state '' for what was never kept. Raises Unfilable."""
    variants = filing.variants(template, VENDORS[vendor])
    digests = [_digest(each.text) for each in variants]
    kept = {row[0]: _filing(row[1:]) for row in raw.execute(SOME, (vendor, array(digests)))}
    return [
        kept.get(digest) or Filing(0, vendor, each.text, list(each.variables), "", "", "", clock.now())
        for digest, each in zip(digests, variants, strict=True)
    ]


def ready(raw: Statements, vendor: str, template: Clause) -> bool:
    """Whether every guest could be sent this template: all variants approved. Raises Unfilable."""
    return all(each.state == "approved" for each in standing(raw, vendor, template))


def keep(raw: Statements, vendor: str, text: str) -> list[Filing]:
    """Put every variant of a text down to be filed; those that are there stay. Raises Unreadable, Unfilable."""
    template, now = parse(text), clock.now()
    for each in filing.variants(template, VENDORS[vendor]):
        raw.execute(KEEP, (vendor, _digest(each.text), each.text, array(list(each.variables)), now))
    waking.at(raw, current_property().pk, "filings", now)
    return standing(raw, vendor, template)


def listed(raw: Statements, vendor: str | None = None) -> list[Filing]:
    """All rows, the newest change first."""
    return [_filing(row) for row in raw.execute(ALL, (vendor, vendor))]


def change(raw: Statements, id: int, *, code: str | None, state: str | None, reason: str | None) -> Filing:
    """Put down by hand what the vendor's console says. Raises NoSuchFiling, CodeMissing."""
    found = raw.execute(BY_ID, (id,)).fetchone()
    if found is None:
        raise NoSuchFiling
    before = _filing(found)
    after = msgspec.structs.replace(
        before,
        vendor_code=before.vendor_code if code is None else code,
        state=before.state if state is None else state,
        reason=before.reason if reason is None else reason,
        changed_at=clock.now(),
    )
    if after.state == "approved" and not after.vendor_code:
        raise CodeMissing
    _set(raw, after)
    waking.at(raw, current_property().pk, "filings", clock.now())
    if after.state == "approved":
        _go_on(raw)
    return after


def work(hotel: Property) -> datetime | None:
    """Hand in one text, ask for the reviews that run; when to look again (None: nothing is open). Inside the property.

    No transaction is held while the vendor is asked: it is slow.
    """
    with transaction.atomic():
        rules = settings.read(Statements(raw_connection()))
    try:
        account = None if hotel.sandbox else choosing.sms(rules, hotel)
    except sealing.Unreadable:
        account = None  # shown where the settings are: somebody has to enter the secret again
    if account is None:
        return None
    now = clock.now()
    rows = _open(account.vendor)
    for row in [row for row in rows if row.state == "filed" and row.vendor_code][:AT_ONCE]:
        _review(account, row, now)
    handed = next((row for row in rows if row.state == "to_file" and _may(row, now)), None)
    if handed is not None:
        _hand_in(account, handed, now)
    left = _open(account.vendor)
    if any(row.state == "to_file" and _may(row, now) for row in left):
        return now + BETWEEN
    if not left:
        return None
    young = any(row.state == "filed" and now - row.changed_at < timedelta(minutes=5) for row in left)
    return now + (LOOK_SOON if young else LOOK_AGAIN)


def _go_on(raw: Statements) -> None:
    """What waits for a text need not wait for its next look."""
    raw.execute(GO_ON, (clock.now(), Reason.NOT_FILED.value))
    waking.at(raw, current_property().pk, "messages", clock.now())


def _review(account: Aliyun | Tencent, row: Filing, now: datetime) -> None:
    try:
        said = account.reviewed(row.vendor_code)
    except CannotFile as error:
        if not error.again:
            _settle(row, reason=error.reason[:200])
        return
    if said.state != row.state:
        _settle(row, state=said.state, reason=said.reason, changed_at=now)


def _hand_in(account: Aliyun | Tencent, row: Filing, now: datetime) -> None:
    """Handed in twice, after a crash between the two, costs a second code: the newer one is kept."""
    try:
        said = account.file(f"huike {row.id}", row.text)
    except CannotFile as error:
        state = "to_file" if error.again else "refused"
        _settle(row, state=state, reason=error.reason[:200], changed_at=now)
        return
    _settle(row, state=said.state, vendor_code=said.code, reason="", changed_at=now)


def _settle(row: Filing, **changes: Any) -> None:
    """Put down what the vendor said, unless somebody put it down by hand meanwhile; what waits for it is looked at."""
    after = msgspec.structs.replace(row, **changes)
    with transaction.atomic():
        raw = Statements(raw_connection())
        changed = raw.execute(
            SET_IF,
            (
                after.vendor_code,
                after.state,
                after.reason,
                after.changed_at,
                row.id,
                row.state,
                row.vendor_code,
            ),
        ).rowcount
        if changed and after.state == "approved":
            _go_on(raw)


def _open(vendor: str) -> list[Filing]:
    with transaction.atomic():
        return [_filing(row) for row in Statements(raw_connection()).execute(OPEN, (vendor,))]


def _may(row: Filing, now: datetime) -> bool:
    """What the vendor did not take a moment ago is not tried at once."""
    return not row.reason or now - row.changed_at >= LOOK_AGAIN


def _set(raw: Statements, row: Filing) -> None:
    raw.execute(SET, (row.vendor_code, row.state, row.reason, row.changed_at, row.id))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _filing(row: Sequence[Any]) -> Filing:
    return Filing(*row)


COLUMNS = "id, vendor, text, fields, vendor_code, state, reason, changed_at"
ONE = "SELECT vendor_code, state, reason FROM messaging_filing WHERE vendor = %s AND digest = %s"
SOME = f"SELECT digest, {COLUMNS} FROM messaging_filing WHERE vendor = %s AND digest = ANY(%s::bytea[])"  # noqa: S608 (constants)
ALL = f"""
SELECT {COLUMNS} FROM messaging_filing WHERE %s::text IS NULL OR vendor = %s ORDER BY changed_at DESC, id DESC LIMIT 500
"""  # noqa: S608 (constants)
BY_ID = f"SELECT {COLUMNS} FROM messaging_filing WHERE id = %s"  # noqa: S608 (constants)
OPEN = f"""
SELECT {COLUMNS} FROM messaging_filing WHERE vendor = %s AND state IN ('to_file', 'filed') ORDER BY id
"""  # noqa: S608 (constants)
KEEP = """
INSERT INTO messaging_filing (vendor, digest, text, fields, vendor_code, state, reason, changed_at)
VALUES (%s, %s, %s, %s::text[], '', 'to_file', '', %s) ON CONFLICT (vendor, digest) DO NOTHING
"""
GO_ON = "UPDATE messaging_message SET due_at = %s WHERE state = 'waiting' AND reason = %s"
SET_IF = """
UPDATE messaging_filing SET vendor_code = %s, state = %s, reason = %s, changed_at = %s
 WHERE id = %s AND state = %s AND vendor_code = %s
"""
SET = "UPDATE messaging_filing SET vendor_code = %s, state = %s, reason = %s, changed_at = %s WHERE id = %s"
