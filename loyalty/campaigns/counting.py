"""The audience counted in one statement: guests who are alike in all that a decision looks at are counted together.

Nothing is decided in SQL. It gathers what is known of everybody (as loyalty.campaigns.knowing does for some), and groups
by it; each group is decided for once, by the same rules as a single guest. A hundred thousand guests are a few hundred
groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel.statements import Statements, array
from loyalty.campaigns import arms, sifting
from loyalty.campaigns.knowing import IS_ASKED, Known, Place
from loyalty.campaigns.restraining import ANSWERED, Guest
from loyalty.campaigns.sifting import Decided, Sifting
from loyalty.messaging.facts import Guest as Reached
from loyalty.messaging.facts import Word

CHANNELS = ("sms", "email", "wecom")
BLOCK = 64  # of SHA-256, as HMAC pads its key
EARLIER, LATER = datetime(2000, 1, 1), datetime(2000, 1, 2)


@dataclass(frozen=True, slots=True)
class Grouped:
    """Everybody of the audience: how many are excluded by name, groups with their numbers, and some ids."""

    excluded: int
    groups: list[tuple[Decided, int]]
    sample: list[int]


def grouped(
    raw: Statements,
    sift: Sifting,
    *,
    condition: str,
    excluded: str,
    again: str,
    parameters: Mapping[str, Any],
    sample: int,
) -> Grouped:
    """Decide for everybody at once. Not for gap gifts, which are reckoned guest by guest."""
    place = sift.place
    sql = (
        EVERYBODY.replace("<audience>", condition)
        .replace("<excluded>", excluded)
        .replace("<again>", again)
        .replace("<rate>", "g.rate_cents" if _by_rate(sift) else "0::bigint")
        .replace("<shut_sms>", SHUT.replace("<address>", SMS) if place.shut else "false")
        .replace("<shut_email>", SHUT.replace("<address>", EMAIL) if place.shut else "false")
    )
    rows = raw.execute(sql, {**parameters, **_asked(sift), "c_sample": sample}, prepare=False).fetchall()
    out, ids = rows[0][:2]
    groups = [
        (sifting.judged(sift, _known(place, row[2:-3]), row[-3], is_held_out=row[-2]), row[-1])
        for row in rows
        if row[-1] is not None
    ]
    return Grouped(out, groups, list(ids))


def _by_rate(sift: Sifting) -> bool:
    """Whether what is saved depends on what a guest pays."""
    return any(worth is not None and worth.percent and not worth.face_cents for worth in sift.worths.values())


def _asked(sift: Sifting) -> dict[str, Any]:
    place, document = sift.place, sift.place.document
    inner, outer = _padded(sift.secret)
    shares = [each.share for each in document.variants]
    return {
        "c_purpose": document.purpose,
        "c_today": place.today,
        "c_since": place.since,
        "c_id": place.campaign_id,
        "c_kinds": array(sorted(ANSWERED)),
        "c_inner": inner,
        "c_outer": outer,
        "c_prefix": arms.message(place.hotel.pk, place.campaign_id, b""),
        "c_held": document.holdout * 2**48,
        "c_first": document.variants[0].code,
        "c_other": document.variants[-1].code,
        "c_share": shares[0],
        "c_shares": sum(shares),
    }


def _padded(key: bytes) -> tuple[bytes, bytes]:
    """The key as HMAC-SHA256 uses it, inside and outside: PostgreSQL has the hash alone."""
    padded = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def _known(place: Place, row: tuple[Any, ...]) -> Known:
    """Somebody of whom all this is known, and nothing else."""
    (secret, sms, email, out, general, *words, age, minor, frequent, stage, deviation, sensitive, unanswered, visits,
     coming, held_out, birthday, anniversary, rate) = row  # fmt: skip
    reachable = frozenset(name for name, there in (("sms", sms), ("email", email)) if there)
    pretexts = frozenset(name for name, so in (("birthday", birthday), ("anniversary", anniversary)) if so)
    return Known(
        0,
        "",
        b"",
        secret,
        Reached(
            0,
            birthday=_born(place.today, age),
            minor=minor,
            consents=_words(place.document.purpose, general, words),
            reachable=reachable,
            opted_out=frozenset(out),
        ),
        Guest(stage, deviation, sensitive, unanswered, visits, coming, held_out, pretexts, rate),
        "",
        frequent,
    )


def _words(purpose: str, general: bool | None, words: list[Any]) -> dict[tuple[str, str], Word]:
    """Of each channel what was said of it, and whether the general word came after it."""
    found = {}
    for n, channel in enumerate(CHANNELS):
        special, general_is_newer = words[2 * n : 2 * n + 2]
        if special is not None:
            found[purpose, channel] = Word(special, EARLIER if general_is_newer else LATER)
    if general is not None:
        # Between the two: not older than what came before it, older than what came after.
        found[purpose, ""] = Word(general, BETWEEN)
    return found


def _born(today: date, age: int | None) -> date | None:
    """A day of birth that makes somebody as old as this."""
    if age is None:
        return None
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - age, today.month, day)


BETWEEN = datetime(2000, 1, 1, 12)
HMAC = "sha256(%(c_outer)s::bytea || sha256(%(c_inner)s::bytea || <message>))"
SMS = HMAC.replace("<message>", "convert_to('tel:' || g.phone, 'UTF8')")
EMAIL = HMAC.replace("<message>", "convert_to('mailto:' || lower(btrim(g.email)), 'UTF8')")
DRAW = HMAC.replace("<message>", "%(c_prefix)s::bytea || g.person")
SHUT = "substr(<address>, 1, 16) IN (SELECT o.address_hash FROM messaging_optout o WHERE o.ended_at IS NULL)"
DEAD = """EXISTS (SELECT FROM messaging_deadaddress d WHERE d.guest_id = g.id AND d.channel = '<channel>'
 AND d.address_hash = substr(<address>, 1, 16))"""
SAID = """, bool_or(w.given) FILTER (WHERE w.channel = '<channel>') AS <channel>,
       max(w.at) FILTER (WHERE w.channel = '') >= max(w.at) FILTER (WHERE w.channel = '<channel>') AS <channel>_old"""
ALL_SAID = "".join(SAID.replace("<channel>", channel) for channel in CHANNELS)
WORDS = ", ".join(
    f"c.{channel} AS said_{channel}, coalesce(c.{channel}_old, false) AS newer_{channel}"
    for channel in CHANNELS
)
SAID_COLUMNS = ", ".join(f"said_{channel}, newer_{channel}" for channel in CHANNELS)
# As knowing's statements, over everybody at once. A guest's age as the gate reckons it, capped where it no longer matters.
EVERYBODY = f"""
WITH hit AS MATERIALIZED (
  SELECT g.id, (<excluded>) AS out, g.secret FROM guests_guest g
   WHERE g.merged_into_id IS NULL AND (<audience>) AND <again>
), people AS MATERIALIZED (
  SELECT h.id AS row, h.id AS person FROM hit h WHERE NOT h.out
  UNION ALL
  SELECT m.id, m.merged_into_id FROM guests_guest m JOIN hit h ON h.id = m.merged_into_id
   WHERE m.merged_into_id IS NOT NULL AND NOT h.out
), word AS (
  SELECT DISTINCT ON (p.person, k.channel) p.person, k.channel, k.given, k.at
    FROM people p JOIN guests_consent k ON k.guest_id = p.row WHERE k.purpose = %(c_purpose)s
   ORDER BY p.person, k.channel, k.id DESC
), consents AS (
  SELECT w.person, bool_or(w.given) FILTER (WHERE w.channel = '') AS general{ALL_SAID} FROM word w GROUP BY w.person
), optouts AS (
  SELECT p.person, array_agg(DISTINCT o.channel::text) AS channels
    FROM people p JOIN messaging_optout o ON o.guest_id = p.row WHERE o.ended_at IS NULL GROUP BY p.person
), coming AS (
  SELECT DISTINCT p.person FROM people p JOIN stays_stay s ON s.guest_id = p.row
   WHERE s.status IN ('booked', 'in_house') AND s.check_out_on >= %(c_today)s
), frequent AS (
  SELECT DISTINCT p.person FROM people p JOIN messaging_message m ON m.guest_id = p.row
   WHERE m.counts AND m.sent_at > %(c_since)s
), held AS (
  SELECT DISTINCT p.person FROM people p JOIN campaigns_target t ON t.guest_id = p.row
    JOIN campaigns_campaign x ON x.id = t.campaign_id
   WHERE t.decision = 'held_out' AND t.campaign_id <> %(c_id)s AND x.kind = ANY(%(c_kinds)s::text[])
     AND t.chosen_on + (x.document->>'window_days')::int >= %(c_today)s
), asked_before AS (
  SELECT p.person, count(*) AS n FROM campaigns_campaign c JOIN campaigns_target t ON t.campaign_id = c.id
    JOIN people p ON p.row = t.guest_id JOIN guests_guest g ON g.id = p.person
   WHERE {IS_ASKED} GROUP BY p.person
), known AS (
  SELECT g.secret, g.phone IS NOT NULL AND g.phone <> '' AND NOT {DEAD.replace("<channel>", "sms").replace("<address>", SMS)} AS sms,
         g.email <> '' AND NOT {DEAD.replace("<channel>", "email").replace("<address>", EMAIL)} AS email,
         coalesce(o.channels, '{{}}') || CASE WHEN g.phone <> '' AND <shut_sms> THEN ARRAY['sms'] ELSE '{{}}' END
           || CASE WHEN g.email <> '' AND <shut_email> THEN ARRAY['email'] ELSE '{{}}' END AS out,
         c.general, {WORDS},
         least(extract(year FROM %(c_today)s::date)::int - extract(year FROM g.birthday)::int
           - ((extract(month FROM %(c_today)s::date), extract(day FROM %(c_today)s::date))
              < (extract(month FROM g.birthday), extract(day FROM g.birthday)))::int, 18) AS age,
         '未成年' = ANY(g.tags) OR EXISTS (SELECT FROM guests_profile p WHERE p.guest_id = g.id AND p.minor) AS minor,
         g.id IN (SELECT f.person FROM frequent f) AS frequent, coalesce(s.stage, '') AS stage,
         coalesce(s.deviation, 'unknown') AS deviation, coalesce(s.price_sensitive, 'unknown') AS sensitive,
         least(greatest(coalesce(s.winbacks_unanswered, 0), coalesce(b.n, 0)), 2) AS unanswered, least(g.visits, 2) AS visits,
         g.id IN (SELECT n.person FROM coming n) AS coming, g.id IN (SELECT h.person FROM held h) AS held_out,
         coalesce(extract(month FROM g.birthday) = extract(month FROM %(c_today)s::date), false) AS birthday,
         coalesce(extract(month FROM m.joined_on) = extract(month FROM %(c_today)s::date)
           AND extract(year FROM m.joined_on) < extract(year FROM %(c_today)s::date), false) AS anniversary,
         <rate> AS rate, encode({DRAW}, 'hex') AS drawn
    FROM hit a JOIN guests_guest g ON g.id = a.id
    LEFT JOIN lifecycle_state s ON s.guest_id = g.id LEFT JOIN tiers_membership m ON m.guest_id = g.id
    LEFT JOIN consents c ON c.person = g.id LEFT JOIN optouts o ON o.person = g.id
    LEFT JOIN asked_before b ON b.person = g.id
   WHERE NOT a.out
), alike AS (
  SELECT secret, sms, email, out, general, {SAID_COLUMNS}, age, minor, frequent,
         stage, deviation, sensitive, unanswered, visits, coming, held_out, birthday, anniversary, rate,
         CASE WHEN ('x' || substr(drawn, 13, 12))::bit(48)::bigint / 281474976710656::float8 * %(c_shares)s::float8
                   < %(c_share)s::float8 THEN %(c_first)s::text ELSE %(c_other)s::text END AS variant,
         ('x' || substr(drawn, 1, 12))::bit(48)::bigint::float8 < %(c_held)s::float8 AS drawn_out, count(*) AS n
    FROM known
   GROUP BY secret, sms, email, out, general, {SAID_COLUMNS}, age, minor,
         frequent, stage, deviation, sensitive, unanswered, visits, coming, held_out, birthday, anniversary, rate,
         variant, drawn_out
)
SELECT about.*, alike.*
  FROM (SELECT (SELECT count(*) FROM hit WHERE out),
               ARRAY(SELECT h.id FROM hit h WHERE NOT h.out AND NOT h.secret
                      ORDER BY h.id * 2654435761 %% 4294967296 LIMIT %(c_sample)s)) about
  LEFT JOIN alike ON true
"""  # noqa: S608 (put together from constants)
