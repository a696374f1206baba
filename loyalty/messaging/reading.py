"""The log of messages for people: what was said to whom, what waits, and in words why something was not sent (C125)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements
from loyalty.messaging import houses, knowing
from loyalty.messaging.claiming import in_state, rivals
from loyalty.messaging.facts import Drop, History, Send
from loyalty.messaging.judging import judge
from loyalty.messaging.reasons import CHANNELS, WORDS
from loyalty.messaging.sponsoring import Sponsor
from tenants.context import raw_connection
from tenants.models import Property

Words = tuple[str, str]  # Chinese, English
BY_CODE: dict[str, Words] = {str(reason): said for reason, said in WORDS.items()}

STATES: dict[str, Words] = {
    "waiting": ("等待发送。", "It waits to be sent."),
    "claimed": ("正在发送。", "It is being sent."),
    "sent": ("服务商已接收，等待送达回执。", "The vendor took it; no receipt has come yet."),
    "delivered": ("已送达。", "It was delivered."),
    "failed": ("发送失败，客人没有收到。", "It failed: the guest did not get it."),
    "unknown": ("发送结果不明，不会自动重发，请人工确认。",
                "Nobody knows whether it went. It is not sent again by itself; please check."),
    "dropped": ("未发送。", "It was not sent."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the log shows it."""

    id: int
    guest: int
    name: str
    campaign: int | None
    kind: str
    purpose: str
    title: str
    channels: list[str]
    priority: int
    state: str
    reason: str
    because: str
    due_at: datetime
    expires_at: datetime
    made_at: datetime
    channel: str
    vendor: str
    rendered: dict[str, str] | None
    parts: int
    cost_cents: int
    sent_at: datetime | None
    error: str
    delivered_at: datetime | None
    clicked_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a message's log: what the gate said, when it said something new."""

    at: datetime
    verdict: str
    reason: str
    because: str
    until: datetime | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the gate would say now: sent by this channel, waits until then, or never."""

    verdict: str  # send | wait | drop
    reason: str
    channel: str
    until: datetime | None
    says: Words


def listed(
    raw: Statements,
    *,
    guests: tuple[int, ...] | None,
    state: str | None,
    campaign: int | None,
    channel: str | None,
    before: int | None,
    limit: int,
) -> list[Listed]:
    """The newest first; of these rows of one person, when they are given. Who is secret stands in no list of all."""
    asked = {
        "guests": list(guests) if guests is not None else None,
        "state": state, "campaign": campaign, "channel": channel, "before": before, "limit": limit,
    }  # fmt: skip
    return [_listed(row) for row in raw.execute(LIST, asked)]


def one(raw: Statements, message_id: int) -> Listed | None:
    found = raw.execute(ONE, (message_id,)).fetchone()
    return _listed(found) if found else None


def judgements(raw: Statements, message_id: int) -> list[Judged]:
    """What the gate said of it, the oldest first."""
    return [
        Judged(at, verdict, reason, because, until, msgspec.json.decode(facts))
        for at, verdict, reason, because, until, facts in raw.execute(JUDGEMENTS, (message_id,))
    ]


def why(state: str, reason: str, because: str) -> Words:
    """The state in words; of what waits, was dropped or failed with the reason."""
    zh, en = STATES[state]
    if state not in ("waiting", "dropped") or not reason:
        return zh, en
    return _joined((zh, en), words(reason), words(because) if because else None)


def words(reason: str) -> Words:
    """A reason's words."""
    return BY_CODE.get(reason, (reason, reason))


def said(verdict: str, reason: str, because: str, channel: str = "") -> Words:
    """A verdict in words."""
    if verdict == "send":
        zh, en = CHANNELS.get(channel, ("", ""))
        return (f"可以发送：{zh}。", f"It may go by {en}.") if zh else ("可以发送。", "It may go.")
    return _joined(("", ""), words(reason), words(because) if because else None)


def foresee(hotel: Property, key: str, sponsor: Sponsor | None = None) -> Foreseen | None:
    """What the gate would say now of a message that waits; None when it waits no more. Changes nothing.

    Inside the property; a raw connection that was asked for before must be asked for again.
    """
    house = houses.opened(hotel, sponsor)
    raw = Statements(raw_connection())
    owner = raw.execute(BY_KEY, (key,)).fetchone()
    if owner is None:
        return None
    now = clock.now()
    (person,) = knowing.read(raw, hotel, [owner[1]], now)
    campaigns = {each.message.campaign for each in person.waiting} - {None}
    states = house.states(raw, campaigns)  # type: ignore[arg-type]
    all_of_them = {each.id: in_state(each, states) for each in person.waiting}
    message = all_of_them.get(owner[0])
    if message is None:
        return None
    others = tuple(all_of_them[each.id] for each in rivals(person, now) if each.id != owner[0])
    history = History(person.sent, others)
    verdict = judge(message, person.guest, history, house.courtesy(raw, now), now)
    if isinstance(verdict, Send):
        return Foreseen("send", "", verdict.channel, None, said("send", "", "", verdict.channel))
    because = verdict.because or "" if isinstance(verdict, Drop) else ""
    name = "drop" if isinstance(verdict, Drop) else "wait"
    until = None if isinstance(verdict, Drop) else verdict.until
    return Foreseen(name, verdict.reason, "", until, said(name, verdict.reason, because))


def counts(raw: Statements, hotel: Property) -> dict[str, int]:
    """Today's messages by state, and all that wait or are unknown, whenever they came."""
    today = clock.today(hotel.time_zone)
    begun = (
        clock.now().astimezone(clock.zone(hotel.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    found = dict(raw.execute(COUNTS, {"today": today, "begun": begun}).fetchall())
    return {state: int(found.get(state, 0)) for state in STATES}


def _joined(first: Words, second: Words, third: Words | None) -> Words:
    """Sentences one after the other: of what was too late, what it waited for is added."""
    parts = [first, second, *([third] if third else [])]
    return "".join(zh for zh, _ in parts), " ".join(en for _, en in parts if en)


def _listed(row: tuple[Any, ...]) -> Listed:
    values = list(row)
    values[17] = msgspec.json.decode(values[17]) if values[17] is not None else None
    return Listed(*values)


COLUMNS = """
SELECT m.id, s.id, s.name, m.campaign_id, m.kind, m.purpose, m.title, m.channels, m.priority,
       m.state, m.reason, m.because, m.due_at, m.expires_at, m.made_at, m.channel, m.vendor, m.rendered, m.parts,
       m.cost_cents, m.sent_at, m.error, m.delivered_at, m.clicked_at, m.answered_at, m.settled_at, m.settled_by
  FROM messaging_message m JOIN guests_guest g ON g.id = m.guest_id
  JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
"""
LIST = f"""
{COLUMNS} WHERE (%(guests)s::bigint[] IS NULL OR m.guest_id = ANY(%(guests)s))
   AND (%(guests)s::bigint[] IS NOT NULL OR NOT s.secret)
   AND (%(state)s::text IS NULL OR m.state = %(state)s)
   AND (%(campaign)s::bigint IS NULL OR m.campaign_id = %(campaign)s)
   AND (%(channel)s::text IS NULL OR m.channel = %(channel)s OR (m.channel = '' AND %(channel)s = ANY(m.channels)))
   AND (%(before)s::bigint IS NULL OR m.id < %(before)s)
 ORDER BY m.id DESC LIMIT %(limit)s
"""
ONE = f"{COLUMNS} WHERE m.id = %s"
JUDGEMENTS = """
SELECT at, verdict, reason, because, until, facts FROM messaging_judgement WHERE message_id = %s ORDER BY id
"""
BY_KEY = "SELECT id, guest_id FROM messaging_message WHERE key = %s AND state = 'waiting'"
COUNTS = """
SELECT state, count(*) FROM messaging_message
 WHERE state IN ('waiting', 'claimed', 'unknown') OR sent_on = %(today)s
    OR (state IN ('failed', 'dropped') AND settled_at >= %(begun)s)
 GROUP BY state
"""
