"""A guest wants no more of it: honoured in the transaction that hears it, kept by the hash of the address too.

Ending an opt-out is a new consent, with its wording: silence does not reopen anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.messaging import knowing, noting
from loyalty.messaging.noting import Line
from loyalty.messaging.reasons import Reason
from loyalty.messaging.sponsoring import Sponsor, Wanted
from tenants import waking
from tenants.models import Property
from tenants.telling import tell

PURPOSE = "marketing"
# How it came -> what stands in the consent's log.
THROUGH = {"link": "message", "reply": "message", "vendor": "message", "complaint": "message", "desk": "desk", "api": "api"}  # fmt: skip


class NotOptedOut(Refused):
    code = "not_opted_out"
    zh = "这位客人没有退订这个通道。"
    en = "This guest has not opted out of this channel."


class WordingMissing(Refused):
    code = "wording_missing"
    status = 422
    zh = "恢复发送需要客人重新同意，请写明客人是怎么同意的。"
    en = "Ending an opt-out takes a new consent: say how the guest gave it."


@dataclass(frozen=True, slots=True)
class OptOut:
    """Somebody wants no more by a channel ('' : by none). Without a guest it is kept by the address alone."""

    guest: int | None
    channel: str
    through: str  # link | reply | desk | vendor | complaint | api
    wording: str = ""
    address_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An opt-out as it stands."""

    id: int
    channel: str
    at: datetime
    through: str
    wording: str
    by_name: str


def put(raw: Statements, hotel: Property, said: OptOut, *, by: Actor, sponsor: Sponsor | None = None) -> bool:
    """Put it down and let nothing more out by it; False when it was so already. In the caller's transaction.

    What waits for this channel alone is dropped at once; what a campaign wants said, by the gate that wakes for it, unless
    the campaigns' sponsor is at hand.
    """
    now = clock.now()
    found = knowing.people(raw, hotel, [said.guest] if said.guest is not None else [])
    person = found[0] if found else None
    hashes = {said.address_hash} if said.address_hash else set()
    if person is not None:
        hashes |= {hash for channel, hash in person.known if said.channel in ("", channel)}
    rows = person.rows if person is not None else ()
    guest = person.id if person is not None else None
    raw.execute(TURN, (hotel.pk, said.channel))
    before = _open(raw, rows, hashes, said.channel)
    missing: list[bytes | None] = [*sorted(hashes - before)]
    if before and not missing:
        return False
    for hash in missing or [None]:
        raw.execute(PUT, (guest, hash, said.channel, now, said.through, said.wording[:500], by.name[:80]))
    if guest is not None:
        _consent(
            raw, guest, said.channel, given=False, through=THROUGH[said.through], by=by,
            wording=said.wording or WORDINGS[said.through],
        )  # fmt: skip
        drop(raw, rows, said.channel, sponsor)
        waking.at(raw, hotel.pk, "messages", now)
        tell(raw, "guest.opted_out", [guest], actor=by, channel=said.channel, through=said.through)
    return True


def drop(raw: Statements, rows: Sequence[int], channel: str, sponsor: Sponsor | None) -> int:
    """Drop what waits for this person and could go by this channel alone; the rest is judged anew. How many."""
    now = clock.now()
    asked = {"now": now, "rows": array(list(rows)), "channel": channel, "all": sponsor is not None}
    gone = raw.execute(DROP, asked).fetchall()
    noting.log(raw, [Line(number, "drop", Reason.OPTED_OUT) for number, *_ in gone], now)
    for number, campaign, target, guest in gone:
        if sponsor is not None and campaign is not None:
            sponsor.dropped(raw, Wanted(number, campaign, target, guest, 0), Reason.OPTED_OUT)
    raw.execute(LOOK, (now, array(list(rows))))
    return len(gone)


def end(raw: Statements, hotel: Property, guest: int, channel: str, *, wording: str, by: Actor) -> None:
    """The guest agreed anew: what was said against this channel holds no more. Raises NotOptedOut, WordingMissing."""
    if not wording.strip():
        raise WordingMissing
    found = knowing.people(raw, hotel, [guest])
    person = found[0] if found else None
    rows = person.rows if person is not None else (guest,)
    hashes = [hash for of, hash in person.known if channel in ("", of)] if person is not None else []
    asked = {"now": clock.now(), "by": by.name[:80], "channel": channel,
             "rows": array(list(rows)), "hashes": array(hashes)}  # fmt: skip
    if raw.execute(END, asked).rowcount == 0:
        raise NotOptedOut
    through = "api" if by.kind == "key" else "desk"
    _consent(raw, rows[0], channel, given=True, through=through, by=by, wording=wording)
    raw.execute(LOOK, (clock.now(), array(list(rows))))


def of_person(raw: Statements, hotel: Property, guest: int) -> list[Kept]:
    """What this person has opted out of, also by the address alone; the newest first."""
    found = knowing.people(raw, hotel, [guest])
    if not found:
        return []
    asked = {
        "rows": array(list(found[0].rows)),
        "hashes": array([hash for _, hash in found[0].known]),
    }
    kept: dict[str, Kept] = {}
    for row in raw.execute(LISTED, asked):
        kept.setdefault(row[1], Kept(*row))
    return list(kept.values())


def _consent(
    raw: Statements, guest: int, channel: str, *, given: bool, through: str, by: Actor, wording: str
) -> None:
    """What the guest said, in the log of consents, for this channel."""
    raw.execute(
        CONSENT,
        (guest, PURPOSE, channel, given, wording[:500], through, clock.now(), by.id, by.name[:80]),
    )


def _open(raw: Statements, rows: Sequence[int], hashes: set[bytes], channel: str) -> set[bytes]:
    """By which hashes it is put down already; b'' among them for a row without one."""
    asked = {"rows": array(list(rows)), "hashes": array(sorted(hashes)), "channel": channel}
    return {bytes(hash or b"") for (hash,) in raw.execute(OPEN, asked)}


WORDINGS = {
    "link": "客人通过消息中的退订链接退订。",
    "reply": "客人回复短信退订。",
    "desk": "客人在前台要求不再接收。",
    "vendor": "服务商告知该号码已退订。",
    "complaint": "客人投诉消息打扰。",
    "api": "通过接口退订。",
}
# Two who hear the same opt-out at once put it down once.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('messaging opt-out ' || %s::bigint || %s::text, 0))"
MINE = "(guest_id = ANY(%(rows)s::bigint[]) OR address_hash = ANY(%(hashes)s::bytea[]))"
OPEN = (
    f"SELECT address_hash FROM messaging_optout WHERE {MINE} AND channel = %(channel)s AND ended_at IS NULL"  # noqa: S608
)
CONSENT = """
INSERT INTO guests_consent (guest_id, purpose, channel, given, wording, through, at, by, by_name)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
PUT = """
INSERT INTO messaging_optout (guest_id, address_hash, channel, at, through, wording, by_name, ended_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, '')
"""
DROP = """
UPDATE messaging_message SET state = 'dropped', reason = 'opted_out', because = '', settled_at = %(now)s, judged_at = %(now)s,
       judgements = judgements + 1
 WHERE guest_id = ANY(%(rows)s::bigint[]) AND state = 'waiting' AND kind = 'marketing'
   AND (%(all)s OR campaign_id IS NULL) AND (%(channel)s::text = '' OR channels <@ ARRAY[%(channel)s]::varchar[])
RETURNING id, campaign_id, target_id, guest_id
"""
LOOK = "UPDATE messaging_message SET due_at = %s WHERE guest_id = ANY(%s::bigint[]) AND state = 'waiting'"
END = f"""
UPDATE messaging_optout SET ended_at = %(now)s, ended_by = %(by)s
 WHERE {MINE} AND channel = %(channel)s AND ended_at IS NULL
"""  # noqa: S608
LISTED = f"""
SELECT id, channel, at, through, wording, by_name FROM messaging_optout
 WHERE {MINE} AND ended_at IS NULL ORDER BY id DESC
"""  # noqa: S608
