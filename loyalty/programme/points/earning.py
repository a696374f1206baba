"""Stays to points, in the journey's transaction: what these guests' stays are worth now is held against what was
posted for them, and where the two differ the old posting is taken back and a new one made.

A stay earns once it is checked out (in house it earns nothing yet), by the version in force on its check-out day and
the tier held on its check-in day. Whatever order the PMS tells stays in, and however often, the result is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from audit.recording import SYSTEM
from kernel.errors import Refused
from kernel.statements import Statements, array
from loyalty.ledger.posting import Credit, Posting, PostingIn, lock, post_many
from loyalty.ledger.reversing import reverse
from loyalty.programme.document import Programme
from loyalty.programme.points import expiring
from loyalty.programme.points.reckoning import Reckoned, StayFacts, points_for, reckon
from loyalty.programme.points.terms import Points
from loyalty.programme.recognition.holding import Elsewhere, elsewhere, higher
from loyalty.programme.tiers.terms import Tier
from loyalty.programme.versions import Published, in_force
from tenants.models import Property
from tenants.telling import tell

__all__ = ["follow", "points_for"]

KIND = "points.stay"
UNDONE = "points.stay_undone"
ACCOUNTS = ("base", "bonus", "pending", "owed")
NOTHING = bytes(16)  # the digest of a stay that earns nothing any more


@dataclass(slots=True)
class Known:
    """What was posted for a stay so far."""

    stay: str
    guest: int
    revision: int
    posting: int | None
    digest: bytes
    base: int
    bonus: int
    spent_base: int
    spent_bonus: int


@dataclass(slots=True)
class Wanted:
    """What a stay is worth now, and when that ends. `person`: all rows of who stayed, the standing one first."""

    stay: str
    person: tuple[int, ...]
    base: int
    bonus: int
    earned_on: date
    matures_on: date | None
    expires_on: date | None
    facts: dict[str, Any] = field(default_factory=dict)

    def digest(self) -> bytes:
        said = (self.base, self.bonus, self.earned_on, self.matures_on, self.expires_on)
        return blake2b(repr(said).encode(), digest_size=16).digest()


@dataclass(slots=True)
class Tenure:
    """A person's membership as far as earning asks: since when, and which tier earns from which day on."""

    joined_on: date | None = None
    tiers: list[tuple[date, str]] = field(default_factory=list)  # by day
    elsewhere: list[Elsewhere] = field(default_factory=list)  # at other properties of the chain

    def tier_on(self, day: date, programme: Programme) -> Tier:
        """The tier that earns on this day: the own one, or a higher one that is held elsewhere."""
        own = next((tier for since, tier in reversed(self.tiers) if since <= day), "")
        best = higher(programme, own, self.elsewhere, day)
        return programme.tier(best.tier if best else own) or programme.tiers.levels[0]


def follow(
    raw: Statements, hotel: Property, published: Published, guest_ids: Iterable[int], today: date
) -> int:
    """Bring the points of these guests' stays up to date; how many stays changed. Doing it twice changes nothing."""
    persons = _persons(raw, list(guest_ids))
    rows = [row for person in persons for row in person]
    if not rows:
        return 0
    found = raw.execute(STAYS, (array(rows),)).fetchall()
    known = {each.stay: each for each in _known(raw, rows, [stay[0] for stay in found])}
    programmes = _programmes(raw, published, found)
    if not known and not any(programme.points.enabled for programme in programmes.values()):
        return 0
    wanted = _wanted(persons, found, programmes, _tenures(raw, rows), known)
    changed = [each for each in wanted.values() if _differs(known.get(each.stay), each)]
    gone = [each for each in known.values() if each.stay not in wanted and each.digest != NOTHING]
    if changed or gone:
        _bring_about(raw, published.programme.points, changed, gone, known, today)
    return len(changed) + len(gone)


def _persons(raw: Statements, guest_ids: Sequence[int]) -> list[tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row, standing in raw.execute(PERSONS, (array(guest_ids),)) if guest_ids else ():
        found[standing].append(row)
    return [(standing, *sorted(row for row in rows if row != standing)) for standing, rows in found.items()]


def _known(raw: Statements, rows: Sequence[int], stays: Sequence[str]) -> list[Known]:
    found = raw.execute(KNOWN, (array(rows), array(stays)))
    return [
        Known(stay, guest, revision, posting, bytes(digest), *sums)
        for stay, guest, revision, posting, digest, *sums in found
    ]


def _programmes(raw: Statements, published: Published, found: Sequence[Any]) -> dict[int, Programme]:
    """Version number -> programme, of all versions that these stays fell under."""
    programmes = {published.number: published.programme}
    for row in found:
        number, day = row[-1], row[4]
        if number not in programmes:
            then = in_force(raw, day)
            programmes[number] = then.programme if then else published.programme
    return programmes


def _tenures(raw: Statements, rows: Sequence[int]) -> dict[int, Tenure]:
    tenures: dict[int, Tenure] = defaultdict(Tenure)
    for guest, joined_on in raw.execute(JOINED, (array(rows),)):
        tenures[guest].joined_on = joined_on
    for guest, since, tier in raw.execute(TIERS, (array(rows),)):
        tenures[guest].tiers.append((since, tier))
    for held in elsewhere(raw, rows):
        tenures[held.guest].elsewhere.append(held)
    return tenures


def _wanted(
    persons: Sequence[tuple[int, ...]],
    found: Sequence[Any],
    programmes: dict[int, Programme],
    tenures: dict[int, Tenure],
    known: dict[str, Known],
) -> dict[str, Wanted]:
    """Every stay that is worth points now.

    A stay that has earned keeps the tier of the row it was credited to, so that a merge moves no points.
    """
    stays: dict[int, list[tuple[StayFacts, int]]] = defaultdict(list)
    for guest, *facts, version in (_turned(row) for row in found):
        stays[guest].append((StayFacts(*facts), version))
    wanted: dict[str, Wanted] = {}
    for person in persons:
        own = [each for row in person for each in stays.get(row, ())]
        joined_on = _tenure_of(person, tenures).joined_on
        rules: dict[str, tuple[Points, int]] = {}
        versions: dict[str, int] = {}
        tiers: dict[str, str] = {}
        for stay, version in own:
            programme = programmes[version]
            before = known.get(stay.stay)
            row = (before.guest,) if before and before.guest in person else ()
            tenure = _tenure_of((*row, *person), tenures)
            if not _earns(programme, tenure, stay):
                continue
            tier = tenure.tier_on(stay.check_in_on, programme)
            rules[stay.stay] = (programme.points, tier.bonus_percent)
            versions[stay.stay], tiers[stay.stay] = version, tier.code
        facts_of = {stay.stay: stay for stay, _ in own}
        for number, reckoned in reckon(facts_of.values(), rules, joined_on).items():
            if reckoned.base or reckoned.bonus:
                told = {"version": versions[number], "tier": tiers[number]}
                wanted[number] = _dated(person, facts_of[number], rules[number][0], reckoned, told)
    return wanted


def _turned(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row of STAYS with the guest first."""
    stay, guest, *rest = row
    return (guest, stay, *rest)


def _tenure_of(person: tuple[int, ...], tenures: dict[int, Tenure]) -> Tenure:
    """Of the first of these rows that is a member."""
    held = (tenures[row] for row in person if row in tenures)
    return next((tenure for tenure in held if tenure.joined_on or tenure.tiers), Tenure())


def _earns(programme: Programme, tenure: Tenure, stay: StayFacts) -> bool:
    """Where one has to sign up, what ended before does not earn."""
    if programme.joins == "sign_up":
        return tenure.joined_on is not None and stay.check_out_on >= tenure.joined_on
    return True


def _dated(
    person: tuple[int, ...], stay: StayFacts, points: Points, reckoned: Reckoned, told: dict[str, Any]
) -> Wanted:
    """With its days: when the points come due, and their last day."""
    return Wanted(
        stay=stay.stay,
        person=person,
        base=reckoned.base,
        bonus=reckoned.bonus,
        earned_on=stay.check_out_on,
        matures_on=stay.check_out_on + timedelta(days=points.pending_days) if points.pending_days else None,
        expires_on=expiring.last_day(points.expiry, stay.check_out_on),
        facts={
            "stay": stay.stay,
            "check_out_on": stay.check_out_on,
            "base": reckoned.base,
            "bonus": reckoned.bonus,
            "percent": reckoned.tier_percent,
            "tier_bonus": reckoned.tier_bonus,
            "shares": [[s.rule, s.kind, s.points, s.uncapped] for s in reckoned.shares],
            **told,
        },
    )


def _differs(known: Known | None, wanted: Wanted) -> bool:
    return known is None or known.guest not in wanted.person or known.digest != wanted.digest()


def _bring_about(
    raw: Statements,
    points: Points,
    changed: Sequence[Wanted],
    gone: Sequence[Known],
    known: dict[str, Known],
    today: date,
) -> None:
    """Take back what is not so any more, then post what is."""
    _lock(raw, changed, gone, known)
    for each in gone:
        _take_back(raw, each, points, today)
    for new in changed:
        old = known.get(new.stay)
        if old is not None:
            _take_back(raw, old, points, today)
        if old is not None and old.guest not in new.person:
            old.spent_base = old.spent_bonus = 0  # somebody else's to spend
    postings = [_posting(each, known.get(each.stay), today) for each in changed]
    done = post_many(raw, [posting for posting in postings if posting is not None])
    posted: dict[str, int] = {}
    for result in done:
        if isinstance(result, Refused):
            raise result
        posted[result.key] = result.id
    _write(raw, changed, gone, known, posted)
    back = [old for old in (*gone, *(known.get(each.stay) for each in changed)) if old and old.posting]
    earned = [each.person[0] for each in changed if each.base or each.bonus]
    tell(raw, "points.changed", [*(old.guest for old in back), *earned])


def _lock(raw: Statements, changed: Sequence[Wanted], gone: Sequence[Known], known: dict[str, Known]) -> None:
    """All accounts of who is concerned at once, so that several reversals keep to one order."""
    back = [*gone, *(known[each.stay] for each in changed if each.stay in known)]
    if back:
        guests = {each.guest for each in back} | {row for each in changed for row in each.person}
        lock(raw, {(guest, account): False for guest in guests for account in ACCOUNTS})


def _take_back(raw: Statements, old: Known, points: Points, today: date) -> None:
    """Reverse the posting; what of it was spent is owed or forgiven, and what is forgiven is remembered."""
    if old.posting is None:
        return
    posting = reverse(
        raw,
        old.posting,
        key=f"stay:{old.stay}:{old.revision}:back",
        on=today,
        actor=SYSTEM,
        reason=UNDONE,
        spent=points.spent_reversal,
        facts={"stay": old.stay},
    )
    if points.spent_reversal == "forgive":
        base, bonus = max(old.base - old.spent_base, 0), max(old.bonus - old.spent_bonus, 0)
        kept = base + bonus - _returned(posting)
        kept_base = min(kept, max(base + posting.change("base"), 0))
        old.spent_base += kept_base
        old.spent_bonus += kept - kept_base


def _returned(posting: Posting) -> int:
    """How much of it went back to where it came from."""
    members = sum(-e.amount for e in posting.entries if e.guest is not None and e.against == "issuance")
    return members + sum(e.amount for e in posting.entries if e.guest is None and e.account == "issuance")


def _posting(wanted: Wanted, old: Known | None, today: date) -> PostingIn | None:
    base = max(wanted.base - (old.spent_base if old else 0), 0)
    bonus = max(wanted.bonus - (old.spent_bonus if old else 0), 0)
    moves = [
        _credit(wanted, account, amount, today)
        for account, amount in (("base", base), ("bonus", bonus))
        if amount
    ]
    if not moves:
        return None
    return PostingIn(
        key=_key(wanted, old), kind=KIND, moves=moves, on=today, actor=SYSTEM, reason=KIND, facts=wanted.facts
    )


def _credit(wanted: Wanted, account: str, amount: int, today: date) -> Credit:
    """Pending until the day it comes due; what is due already is given at once."""
    pending = wanted.matures_on is not None and wanted.matures_on > today
    return Credit(
        wanted.person[0],
        "pending" if pending else account,
        amount,
        "issuance",
        earned_on=wanted.earned_on,
        expires_on=wanted.expires_on,
        matures_on=wanted.matures_on if pending else None,
        becomes=account if pending else None,
        origin=KIND,
        debtors=wanted.person,
    )


def _key(wanted: Wanted, old: Known | None) -> str:
    return f"stay:{wanted.stay}:{old.revision + 1 if old else 1}"


def _write(
    raw: Statements,
    changed: Sequence[Wanted],
    gone: Sequence[Known],
    known: dict[str, Known],
    posted: dict[str, int],
) -> None:
    rows: list[tuple[Any, ...]] = []
    for new in changed:
        old = known.get(new.stay)
        spent = (old.spent_base, old.spent_bonus) if old else (0, 0)
        revision = old.revision + 1 if old else 1
        posting = posted.get(_key(new, old))
        rows.append(
            (
                new.stay,
                new.person[0],
                new.earned_on,
                new.base,
                new.bonus,
                revision,
                posting,
                new.digest(),
                *spent,
            )
        )
    for lost in gone:
        spent = (lost.spent_base, lost.spent_bonus)
        rows.append((lost.stay, lost.guest, None, 0, 0, lost.revision, None, NOTHING, *spent))
    columns = list(zip(*rows, strict=True))
    columns[2] = tuple(str(day) if day else None for day in columns[2])
    raw.execute(WRITE, tuple(array(column) for column in columns))


PERSONS = """
WITH asked AS (
  SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM guests_guest WHERE id = ANY(%s::bigint[])
)
SELECT id, id FROM asked
UNION ALL SELECT g.id, a.id FROM asked a JOIN guests_guest g ON g.merged_into_id = a.id
"""
# The version in force on the check-out day: none before the first, and such a stay earns nothing.
STAYS = """
SELECT s.external_id, s.guest_id, s.visit_id, s.check_in_on, s.check_out_on, s.room_cents, s.fnb_cents + s.other_cents,
       s.channel, s.room_type, v.number
  FROM stays_stay s
 CROSS JOIN LATERAL (SELECT number FROM programme_version WHERE effective_on <= s.check_out_on
                      ORDER BY effective_on DESC, number DESC LIMIT 1) v
 WHERE s.guest_id = ANY(%s::bigint[]) AND s.status = 'checked_out' AND s.counted
"""
KNOWN_COLUMNS = "stay, guest_id, revision, posting, digest, base, bonus, spent_base, spent_bonus"
KNOWN = f"""
SELECT {KNOWN_COLUMNS} FROM points_earning WHERE guest_id = ANY(%s::bigint[])
UNION SELECT {KNOWN_COLUMNS} FROM points_earning WHERE stay = ANY(%s::text[])
"""  # noqa: S608 (put together from constants)
JOINED = "SELECT guest_id, joined_on FROM tiers_membership WHERE guest_id = ANY(%s::bigint[])"
TIERS = """
SELECT guest_id, counted_from, to_tier FROM tiers_change WHERE guest_id = ANY(%s::bigint[])
 ORDER BY guest_id, counted_from, id
"""
WRITE = """
INSERT INTO points_earning (stay, guest_id, earned_on, base, bonus, revision, posting, digest, spent_base, spent_bonus)
SELECT stay, guest, coalesce(earned_on, 'epoch'), base, bonus, revision, posting, digest, spent_base, spent_bonus
  FROM unnest(%s::text[], %s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::int[], %s::bigint[], %s::bytea[],
              %s::bigint[], %s::bigint[])
       AS new (stay, guest, earned_on, base, bonus, revision, posting, digest, spent_base, spent_bonus)
ON CONFLICT (stay) DO UPDATE SET guest_id = EXCLUDED.guest_id, base = EXCLUDED.base, bonus = EXCLUDED.bonus,
   earned_on = CASE WHEN EXCLUDED.earned_on = 'epoch' THEN points_earning.earned_on ELSE EXCLUDED.earned_on END,
   revision = EXCLUDED.revision, posting = EXCLUDED.posting, digest = EXCLUDED.digest,
   spent_base = EXCLUDED.spent_base, spent_bonus = EXCLUDED.spent_bonus
"""
