"""Campaigns as they stand in the table: made, changed, put away, found. States are changed by compare-and-set only.

What was launched is never edited in place: a change is the next version, goes back to draft, and what the old version
was about to say is not said any more; the new one decides anew for whoever was not reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from audit.recording import Actor
from kernel import clock, money
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import document as documents
from loyalty.campaigns import offers, states
from loyalty.campaigns.document import Document
from loyalty.campaigns.states import NotInThisState
from loyalty.programme.document import Programme

MOST = 500


class NoSuchCampaign(Refused):
    code = "not_found"
    status = 404
    zh = "没有这个活动。"
    en = "There is no such campaign."


class TooManyCampaigns(Refused):
    code = "too_many_campaigns"
    zh = "最多保留 {most} 个活动，请先归档不用的。"
    en = "At most {most} campaigns: archive those you no longer use."


class ChangedMeanwhile(Refused):
    code = "campaign_changed"
    zh = "活动刚刚被其他人修改，请刷新后再试。"
    en = "Somebody else changed this campaign a moment ago. Load it again and try once more."


@dataclass(frozen=True, slots=True)
class Kept:
    """One campaign."""

    id: int
    code: str
    document: Document
    version: int
    state: str
    price_offer: bool
    made_at: datetime
    made_by: str
    made_by_name: str
    changed_at: datetime
    changed_by: str
    submitted_at: datetime | None
    approved_at: datetime | None
    approved_by_name: str
    launched_at: datetime | None
    ended_at: datetime | None
    next_at: datetime | None
    ends_at: datetime | None
    archived_at: datetime | None
    cursor: int
    audience: dict[str, Any]

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def prefix(self) -> str:
        """What all occasions of this campaign begin with."""
        return f"c{self.id}:"


def get(raw: Statements, campaign_id: int, *, lock: bool = False) -> Kept:
    """The campaign by its id; with `lock` nobody else changes it until the transaction ends. Raises NoSuchCampaign."""
    if not 0 < campaign_id < 2**63:
        raise NoSuchCampaign
    found = raw.execute(LOCKED if lock else ONE, (campaign_id,)).fetchone()
    if found is None:
        raise NoSuchCampaign
    return kept(found)


def listed(
    raw: Statements,
    *,
    state: str | None = None,
    archived: bool = False,
    before: int | None = None,
    limit: int = 200,
) -> list[Kept]:
    """The newest first, below the id `before`."""
    asked = {"state": state, "archived": archived, "before": before, "limit": limit}
    return [kept(row) for row in raw.execute(LISTED, asked)]


def running(raw: Statements, trigger: str) -> list[Kept]:
    """All that run and are set off so (once | schedule | event), the oldest first."""
    return [kept(row) for row in raw.execute(RUNNING, (trigger,))]


def make(raw: Statements, document: Document, programme: Programme | None, *, by: Actor) -> Kept:
    """A new draft."""
    if int(raw.value("SELECT count(*) FROM campaigns_campaign WHERE archived_at IS NULL")) >= MOST:
        raise TooManyCampaigns(most=MOST)
    now = clock.now()
    values = {**_columns(document, programme), "now": now, "by": by.id, "by_name": by.name[:80]}
    found = raw.execute(MAKE, values).fetchone()
    assert found is not None  # noqa: S101 (an INSERT … RETURNING)
    return get(raw, found[0])


def change(
    raw: Statements, before: Kept, document: Document, programme: Programme | None, *, by: Actor
) -> Kept:
    """The next version, a draft again. Raises NotInThisState, ChangedMeanwhile."""
    states.after("edit", before.state, needs_approval=True)
    values = {
        **_columns(document, programme),
        "now": clock.now(),
        "by": by.id,
        "id": before.id,
        "version": before.version,
        "state": before.state,
    }
    if raw.execute(CHANGE, values).rowcount != 1:
        raise ChangedMeanwhile
    if before.launched_at is not None:
        _begin_anew(raw, before)
    return get(raw, before.id)


def _begin_anew(raw: Statements, before: Kept) -> None:
    """Whom the old version did not reach is decided for again: his occasion is free for the new one."""
    now, mark = clock.now(), f":v{before.version}"
    raw.execute(WITHDRAW, {"id": before.id, "now": now, "reason": "stopped", "mark": mark})
    raw.execute(FREE, {"id": before.id, "mark": mark})


def archive(raw: Statements, campaign: Kept) -> Kept:
    """Put it away: it is not offered any more, what it did stays."""
    states.after("archive", campaign.state, needs_approval=True)
    raw.execute("UPDATE campaigns_campaign SET archived_at = %s WHERE id = %s", (clock.now(), campaign.id))
    return get(raw, campaign.id)


def move(raw: Statements, campaign: Kept, act: str, *, needs_approval: bool, **columns: Any) -> Kept:
    """From the state in which the caller saw it to the one that the act leads to. Raises NotInThisState.

    Compare-and-set: of two who act at once on the same state one finds it changed.
    """
    to = states.after(act, campaign.state, needs_approval=needs_approval)
    sets = "".join(f", {name} = %({name})s" for name in columns)
    sql = MOVE.replace("{sets}", sets)
    asked = {
        **columns,
        "to": to,
        "id": campaign.id,
        "version": campaign.version,
        "from": campaign.state,
    }
    if raw.execute(sql, asked).rowcount != 1:
        raise NotInThisState(get(raw, campaign.id).state)
    return get(raw, campaign.id)


def kept(row: Sequence[Any]) -> Kept:
    """A row of COLUMNS; jsonb comes as text on Django's connections."""
    decoded = list(row)
    decoded[2] = msgspec.json.decode(row[2], type=Document)
    decoded[-1] = msgspec.json.decode(row[-1])
    return Kept(*decoded)


def is_price_offer(document: Document, programme: Programme | None) -> bool:
    """Whether any variant takes money off."""
    worths = [offers.worth(each.offer, programme) for each in document.variants]
    return any(worth is not None and worth.price for worth in worths)


def budget_cents(document: Document) -> int | None:
    return money.cents(document.budget) if document.budget is not None else None


def _columns(document: Document, programme: Programme | None) -> dict[str, Any]:
    return {
        "name": document.name,
        "kind": document.kind,
        "document": msgspec.json.encode(documents.written(document)).decode(),
        "price_offer": is_price_offer(document, programme),
        "ends_at": document.ends_at,
    }


COLUMNS = """
c.id, c.code, c.document, c.version, c.state, c.price_offer, c.made_at, c.made_by, c.made_by_name, c.changed_at,
c.changed_by, c.submitted_at, c.approved_at, c.approved_by_name, c.launched_at, c.ended_at, c.next_at, c.ends_at,
c.archived_at, c.cursor, c.audience
"""
ONE = f"SELECT {COLUMNS} FROM campaigns_campaign c WHERE c.id = %s"  # noqa: S608 (constants)
LOCKED = f"{ONE} FOR NO KEY UPDATE"
LISTED = f"""
SELECT {COLUMNS} FROM campaigns_campaign c
 WHERE (%(state)s::text IS NULL OR c.state = %(state)s) AND (c.archived_at IS NOT NULL) = %(archived)s
   AND (%(before)s::bigint IS NULL OR c.id < %(before)s) ORDER BY c.id DESC LIMIT %(limit)s
"""  # noqa: S608
RUNNING = f"""
SELECT {COLUMNS} FROM campaigns_campaign c
 WHERE c.state = 'running' AND c.document->'trigger'->>'kind' = %s ORDER BY c.id
"""  # noqa: S608
# The code names the campaign in rules and reports: made of its number, so that it is nobody's to invent.
MAKE = """
INSERT INTO campaigns_campaign (code, name, kind, document, version, state, price_offer, ends_at, made_at, made_by,
    made_by_name, changed_at, changed_by, approved_by, approved_by_name, cursor, audience)
SELECT 'c' || (coalesce(max(id), 0) + 1) || '-' || substr(md5(random()::text), 1, 4), %(name)s, %(kind)s, %(document)s::jsonb, 1, 'draft',
    %(price_offer)s, %(ends_at)s, %(now)s, %(by)s, %(by_name)s, %(now)s, %(by)s, '', '', 0, '{}'
  FROM campaigns_campaign
RETURNING id
"""
CHANGE = """
UPDATE campaigns_campaign SET name = %(name)s, kind = %(kind)s, document = %(document)s::jsonb, version = version + 1,
    state = 'draft', price_offer = %(price_offer)s, ends_at = %(ends_at)s, changed_at = %(now)s, changed_by = %(by)s,
    submitted_at = NULL, approved_at = NULL, approved_by = '', approved_by_name = '', next_at = NULL, cursor = 0
 WHERE id = %(id)s AND version = %(version)s AND state = %(state)s
"""
MOVE = """
UPDATE campaigns_campaign SET state = %(to)s{sets}
 WHERE id = %(id)s AND version = %(version)s AND state = %(from)s
"""
WITHDRAW = """
UPDATE messaging_message SET state = 'dropped', reason = %(reason)s, settled_at = %(now)s, key = key || %(mark)s
 WHERE campaign_id = %(id)s AND state = 'waiting'
"""
FREE = """
UPDATE campaigns_target t SET occasion = t.occasion || %(mark)s, decision = 'excluded', reason = 'replaced', arm = 'none',
       saved_cents = 0
 WHERE t.campaign_id = %(id)s AND t.decision <> 'held_out' AND t.reason <> 'replaced' AND NOT EXISTS (
   SELECT FROM messaging_message m WHERE m.target_id = t.id AND m.state IN ('claimed', 'sent', 'delivered', 'unknown'))
"""
