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
from loyalty.guests import consents
from loyalty.messaging import addresses, knowing, noting
from loyalty.messaging.noting import Line
from loyalty.messaging.reasons import Reason
from loyalty.messaging.sponsoring import Sponsor, Wanted
from tenants import waking
from tenants.models import Property
from tenants.telling import tell

PURPOSE = "marketing"
Entry = tuple[int | None, bytes | None]  # a guest's row and the hash of an address of its own
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
    rows = person.rows if person is not None else ()
    raw.execute(TURN, (hotel.pk, said.channel))
    wanted = _entries(raw, hotel, rows, said)
    new = wanted - _open(raw, wanted, said.channel)
    for guest, hash in sorted(new, key=lambda entry: (entry[0] or 0, entry[1] or b"")):
        raw.execute(PUT, (guest, hash, said.channel, now, said.through, said.wording[:500], by.name[:80]))
    if person is not None:
        asked = {"rows": array(list(rows)), "own": person.id, "purpose": PURPOSE, "channel": said.channel}
        # Also where another of the person's rows says no already: a row that is parted again takes its words along.
        new_word = raw.execute(SAID, asked).fetchone() != (False, False)
        if new_word:
            consents.note(
                raw, person.id, PURPOSE, given=False, through=THROUGH[said.through], by=by,
                wording=said.wording or WORDINGS[said.through], channel=said.channel,
            )  # fmt: skip
        if not (new or new_word):
            return False
        drop(raw, rows, said.channel, sponsor)
        waking.at(raw, hotel.pk, "messages", now)
        tell(raw, "guest.opted_out", [person.id], actor=by, channel=said.channel, through=said.through)
    return bool(new) or person is not None


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
    consents.note(raw, rows[0], PURPOSE, given=True, through=through, by=by, wording=wording, channel=channel)
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


def _entries(raw: Statements, hotel: Property, rows: Sequence[int], said: OptOut) -> set[Entry]:
    """Each row of the person with its own address, so that parted rows take theirs along; and the address it came from."""
    entries: set[Entry] = set()
    for row, phone, email in raw.execute(OWN, (array(list(rows)),)):
        own = addresses.of_guest(phone, email)
        of = {channel: own[channel] for channel in own if said.channel in ("", channel)}
        entries |= {(row, addresses.hashed(hotel, channel, address)) for channel, address in of.items()}
        if not of:
            entries.add((row, None))
    if said.address_hash is not None and said.address_hash not in {hash for _, hash in entries}:
        entries.add((None, said.address_hash))
    return entries


def _open(raw: Statements, wanted: set[Entry], channel: str) -> set[Entry]:
    """Which of these are put down already."""
    asked = {
        "rows": array([row for row, _ in wanted if row is not None]),
        "hashes": array([hash for _, hash in wanted if hash is not None]),
        "channel": channel,
    }
    return {(row, None if hash is None else bytes(hash)) for row, hash in raw.execute(OPEN, asked)}


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
OWN = "SELECT id, phone, email FROM guests_guest WHERE id = ANY(%s::bigint[])"
OPEN = f"""
SELECT guest_id, address_hash FROM messaging_optout WHERE {MINE} AND channel = %(channel)s AND ended_at IS NULL
"""  # noqa: S608
# The newest word of the whole person, and that of the row that stands for him.
SAID = """
WITH said AS (SELECT id, guest_id, given FROM guests_consent
               WHERE guest_id = ANY(%(rows)s::bigint[]) AND purpose = %(purpose)s AND channel = %(channel)s)
SELECT (SELECT given FROM said ORDER BY id DESC LIMIT 1),
       (SELECT given FROM said WHERE guest_id = %(own)s ORDER BY id DESC LIMIT 1)
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
