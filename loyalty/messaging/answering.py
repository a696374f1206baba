"""What guests write back: opt-outs are honoured as they come in, doubtful ones wait for somebody to read them.

What is heard as a complaint becomes one (loyalty.touches), with somebody who sees to it and a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from audit.recording import SYSTEM, Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.messaging import addresses, opting_out, replies
from loyalty.messaging.opting_out import OptOut
from loyalty.messaging.replies import Reply
from loyalty.messaging.sponsoring import Sponsor
from loyalty.messaging.transports import hearing
from loyalty.messaging.transports.protocol import Said
from loyalty.touches import writing
from tenants import waking
from tenants.context import current_property
from tenants.models import Property

As = Literal["opt_out", "other"]


class SettledAlready(Refused):
    code = "reply_settled"
    zh = "这条回复已经处理过了。"
    en = "This reply has been settled."


class NoReply(Refused):
    code = "not_found"
    status = 404
    zh = "没有这条回复。"
    en = "There is no such reply."


@dataclass(frozen=True, slots=True)
class Written:
    """A reply as staff read it."""

    id: int
    channel: str
    text: str
    received_at: datetime
    read_as: str
    guest: int | None
    name: str
    message: int | None
    title: str
    settled_at: datetime | None
    settled_as: str
    settled_by: str


def store(raw: Statements, vendor: str, said: Iterable[Said], *, sponsor: Sponsor | None = None) -> int:
    """Put replies down, each once, with what follows of them at once; how many were new. In the caller's transaction."""
    hotel, new = current_property(), 0
    for each in said:
        new += _heard(raw, hotel, vendor, each, sponsor)
    if new:
        waking.at(raw, hotel.pk, "messages", clock.now())
    return new


def settle(raw: Statements, reply_id: int, read_as: As, *, by: Actor, sponsor: Sponsor | None = None) -> None:
    """Somebody read a doubtful one. In the caller's transaction. Raises NoReply, SettledAlready."""
    found = raw.execute(LOCKED, (reply_id,)).fetchone()
    if found is None:
        raise NoReply
    channel, hash, guest, text, settled_at = found
    if settled_at is not None:
        raise SettledAlready
    raw.execute(SETTLED, (clock.now(), read_as, by.name[:80], reply_id))
    hotel = current_property()
    if read_as == "opt_out":
        opting_out.put(raw, hotel, OptOut(guest, channel, "reply", text, bytes(hash)), by=by, sponsor=sponsor)
    if guest is not None:
        raw.execute(opting_out.LOOK, (clock.now(), f"{{{guest}}}"))
    waking.at(raw, hotel.pk, "messages", clock.now())


def listed(raw: Statements, *, unsettled: bool | None, before: int | None, limit: int) -> list[Written]:
    """Replies, the newest first; `unsettled`: only those that wait for somebody (or only the others)."""
    asked = {"open": unsettled, "before": before, "limit": limit}
    return [Written(*row) for row in raw.execute(LISTED, asked)]


def one(raw: Statements, reply_id: int) -> Written | None:
    found = raw.execute(ONE, (reply_id,)).fetchone()
    return Written(*found) if found else None


def doubtful(raw: Statements) -> int:
    """How many wait for somebody to read them."""
    return int(raw.value(DOUBTFUL))


def _heard(raw: Statements, hotel: Property, vendor: str, said: Said, sponsor: Sponsor | None) -> bool:
    channel = "email" if "@" in said.address else "sms"
    hash = addresses.hashed(hotel, channel, said.address)
    meant = replies.read(said.text)
    message, guest = _whose(raw, hash, said.address)
    now = clock.now()
    done = None if meant is Reply.DOUBTFUL else now
    kept = raw.execute(
        STORE,
        (channel, vendor, hearing.digest_of(vendor, said), hash, said.text[:500], now, meant.value, guest, message,
         done, "" if done is None else meant.value),
    ).fetchone()  # fmt: skip
    if kept is None:
        return False
    if message is not None:
        raw.execute(ANSWERED, (now, message))
    if meant is Reply.OPT_OUT:
        opting_out.put(
            raw, hotel, OptOut(guest, channel, "reply", said.text, hash), by=SYSTEM, sponsor=sponsor
        )
    if guest is not None:
        # What complains goes to somebody who sees to it, whatever else it says.
        writing.hear(raw, hotel, guest, said.text, key=f"reply:{kept[0]}", at=now, source=channel)
    return True


def _whose(raw: Statements, hash: bytes, address: str) -> tuple[int | None, int | None]:
    """(the newest message to this address, whose it is): by what was sent there to somebody who has it, else by who has it.

    Files that were one when it was sent may be two by now: the address says which of them wrote.
    """
    found = raw.execute(SENT_TO, {"hash": hash, "address": address}).fetchone()
    if found is not None:
        return found[0], found[1]
    owner = raw.execute(OWNER, {"address": address}).fetchone()
    return None, owner[0] if owner else None


_HAS = """
SELECT id, merged_into_id FROM guests_guest WHERE phone = %(address)s
 UNION SELECT id, merged_into_id FROM guests_guest WHERE lower(email) = lower(%(address)s)
"""
SENT_TO = f"""
WITH has AS ({_HAS})
SELECT m.id, m.guest_id FROM messaging_message m JOIN guests_guest g ON g.id = m.guest_id
 WHERE m.address_hash = %(hash)s AND m.sent_at IS NOT NULL
   AND (coalesce(g.merged_into_id, g.id) IN (SELECT coalesce(merged_into_id, id) FROM has) OR NOT EXISTS (SELECT FROM has))
 ORDER BY m.sent_at DESC LIMIT 1
"""  # noqa: S608 (put together from constants)
# A file that stands for itself before one that was merged into another, which may be the only one with the address.
OWNER = f"SELECT id FROM ({_HAS}) AS has ORDER BY merged_into_id IS NOT NULL, id LIMIT 1"  # noqa: S608
STORE = """
INSERT INTO messaging_reply (channel, vendor, digest, address_hash, text, received_at, read_as, guest_id, message_id,
    settled_at, settled_as, settled_by)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '') ON CONFLICT (digest) DO NOTHING RETURNING id
"""
ANSWERED = "UPDATE messaging_message SET answered_at = coalesce(answered_at, %s) WHERE id = %s"
LOCKED = """
SELECT channel, address_hash, guest_id, text, settled_at FROM messaging_reply WHERE id = %s FOR UPDATE
"""
SETTLED = "UPDATE messaging_reply SET settled_at = %s, settled_as = %s, settled_by = %s WHERE id = %s"
DOUBTFUL = "SELECT count(*) FROM messaging_reply WHERE read_as = 'doubtful' AND settled_at IS NULL"
COLUMNS = """
SELECT r.id, r.channel, r.text, r.received_at, r.read_as, r.guest_id, coalesce(s.name, ''), r.message_id,
       coalesce(m.title, ''), r.settled_at, r.settled_as, r.settled_by
  FROM messaging_reply r LEFT JOIN guests_guest g ON g.id = r.guest_id
  LEFT JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
  LEFT JOIN messaging_message m ON m.id = r.message_id
"""
LISTED = f"""
{COLUMNS} WHERE (%(open)s::boolean IS NULL OR (r.settled_at IS NULL) = %(open)s)
   AND (%(before)s::bigint IS NULL OR r.id < %(before)s) AND NOT coalesce(s.secret, false)
 ORDER BY r.id DESC LIMIT %(limit)s
"""
ONE = f"{COLUMNS} WHERE r.id = %s"
