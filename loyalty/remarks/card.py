"""The guest card: everything the property knows of one guest, in one statement.

PostgreSQL builds the JSON; what it cannot know (the ladder of the nickname, how a phone is masked) is put beside it.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg

from kernel import clock, phones
from kernel.statements import Statements
from loyalty.guests import interactions, preferences, proposed
from loyalty.guests.matching import KINDS
from loyalty.guests.persons import ALL_OF_G
from loyalty.lifecycle import reading
from loyalty.remarks import noted
from loyalty.remarks.completion import WORKS
from loyalty.remarks.nickname import fields_of, fit

Raw = psycopg.Connection[tuple[Any, ...]]
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Sight:
    """What the reader may see of a guest."""

    phone: bool  # in full
    sensitive: bool  # sensitive tags
    secret: bool  # guests whom the PMS marks secret


def by_id(raw: Raw, guest_id: int, sight: Sight) -> bytes | None:
    """The card as JSON; of the guest who stands for the person when this one was merged. None: no such guest."""
    return _card(_one(raw, BY_ID, guest_id), sight)


def by_external_id(raw: Raw, external_id: str, sight: Sight) -> bytes | None:
    """The same by the number that the PMS gives its guest."""
    return _card(_one(raw, BY_EXTERNAL_ID, external_id), sight)


def _one(raw: Raw, sql: str, key: int | str) -> tuple[Any, ...] | None:
    # Planning takes longer than running: Statements prepares, and PostgreSQL plans anew for another property.
    return Statements(raw).execute(sql, (key,)).fetchone()


def _card(row: tuple[Any, ...] | None, sight: Sight) -> bytes | None:
    if row is None:
        return None
    body, phone, secret, nickname, short, tags, sensitive, complete, works, wrong, written, number = row[:12]
    likes, met, kept, put_forward = row[12:16]
    if secret and not sight.secret:
        return None
    hidden = () if sight.sensitive else sensitive
    unseen = () if sight.sensitive else preferences.SENSITIVE
    masked = phones.mask(phone)
    beside: dict[str, Any] = {
        "phone": phone if sight.phone else masked,
        "phone_masked": masked,
        "tags": [tag for tag in tags if tag not in hidden],
        "remark": _remark(nickname, short or "", works, wrong, complete=complete),
        "lifecycle": (found := reading.standing(row[16:])) and reading.told(found),
        "preferences": preferences.on_card(likes, unseen),
        "interactions": interactions.on_card(met, clock.now()),
        "noted": noted.told(kept, unseen),
        "proposals": proposed.on_card(put_forward, unseen),
    }
    if written is not None:
        kept = msgspec.json.decode(written)
        kept["phone"] = phones.mask(phones.e164(number) or number) or ""
        kept["tags"] = [tag for tag in kept["tags"] if tag not in hidden]
        beside["remark"]["written"] = kept
    return b"%b,%b" % (_encode(beside)[:-1], body.encode()[1:])


def _remark(nickname: str, short: str, works: list[bool] | None, wrong: str | None, *, complete: bool) -> Any:
    done = dict(zip(WORKS, works or (False,) * 4, strict=True))
    fields = fields_of(nickname)
    fitted = fit(fields, short) if fields else None
    return {
        "nickname": nickname or None,
        "fitted": fitted.text if fitted else None,
        "fitted_length": fitted.length if fitted else None,
        "fitted_steps": fitted.steps if fitted else (),
        "fits": fitted.fits if fitted else None,
        "complete": complete,
        "missing": [] if complete or not works else [work for work in WORKS if not done[work]],
        "works": done,
        "wrong": wrong or "",
        "written": None,
    }


_MONEY = "(({}) / 100.0)::numeric(16, 2)::text"
_PMS = KINDS["pms"]
_CARD = f"""
SELECT json_build_object(
    'id', g.id::text,
    'external_ids', (SELECT coalesce(json_agg(DISTINCT i.value ORDER BY i.value), '[]') FROM guests_identity i
                      WHERE i.guest_id = g.id AND i.kind = {_PMS}),
    'name', g.name, 'birthday', g.birthday, 'gender', nullif(g.gender, ''), 'email', nullif(g.email, ''),
    'language', nullif(g.language, ''), 'notes', g.notes, 'secret', g.secret, 'by_hand', g.by_hand,
    'contested', g.contested, 'visits', g.visits, 'nights', g.nights,
    'spend', json_build_object('amount', {_MONEY.format("g.spend_cents")}, 'currency', coalesce(st.currency, 'CNY')),
    'average_rate', h.average_rate, 'first_visit_on', g.first_visit_on, 'last_visit', h.last_visit,
    'visit_history', coalesce(h.visits, '[]'),
    'merged_from', (SELECT coalesce(json_agg(json_build_object('id', m.id::text, 'name', m.name, 'merge_id',
                       (SELECT max(d.id)::text FROM guests_decision d
                         WHERE d.same AND d.undone_at IS NULL AND m.id IN (d.first_id, d.second_id))) ORDER BY m.id), '[]')
                      FROM guests_guest m WHERE m.merged_into_id = g.id),
    'updated_at', g.changed_at)::text,
    g.phone, g.secret, g.nickname, s.short, g.tags,
    (SELECT coalesce(array_agg(w.name), '{{}}') FROM guests_tag w WHERE w.sensitive)
       || ARRAY['未成年', '健康需求', '宗教饮食'],
    g.remark_complete,
    CASE WHEN t.id IS NOT NULL
         THEN ARRAY[t.nickname_done, t.tags_done, t.phone_done, t.description_done] END,
    t.wrong, r.written, r.phone, ({preferences.OF_CARD}), ({interactions.OF_CARD}), ({noted.OF_GUEST}), ({proposed.OF_CARD}),
    {reading.COLUMNS}
  FROM guests_guest asked
  JOIN guests_guest g ON g.id = coalesce(asked.merged_into_id, asked.id)
  LEFT JOIN LATERAL (
    SELECT json_build_object('nickname', x.nickname, 'tags', x.tags, 'description', x.description,
              'none_noted', x.none_noted, 'written_by', nullif(x.writer, ''), 'written_at', x.written_at)::text AS written, x.phone
      FROM remarks_remark x
     WHERE x.guest_id = ANY({ALL_OF_G})
     ORDER BY x.written_at DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (
    SELECT max(y.currency) AS currency,
           jsonb_object_agg(coalesce(y.visit_id, 0), y.told) AS by_visit
      FROM (SELECT z.visit_id, max(z.currency) AS currency, jsonb_build_object(
                     'fnb', {_MONEY.format("sum(z.fnb_cents)")}, 'other', {_MONEY.format("sum(z.other_cents)")},
                     'requests', coalesce(jsonb_path_query_array(jsonb_agg(z.requests ORDER BY z.check_in), '$[*][*]'), '[]'),
                     'in_house', bool_or(z.status = 'in_house')) AS told
              FROM stays_stay z WHERE z.guest_id = g.id AND z.visit_id IS NOT NULL GROUP BY z.visit_id) y) st ON true
  LEFT JOIN LATERAL (
    SELECT round(avg(v.rate_cents) / 100.0, 2)::text AS average_rate,
           json_agg(json_build_object(
              'id', v.id::text, 'ordinal', v.ordinal, 'check_in_on', v.check_in_on, 'check_out_on', v.check_out_on,
              'nights', v.nights, 'source', v.source, 'channel', v.channel, 'room_no', v.room_no,
              'room_type', v.room_type, 'rate', {_MONEY.format("v.rate_cents")},
              'revenue', json_build_object('room', {_MONEY.format("v.room_cents")},
                 'fnb', st.by_visit -> v.id::text ->> 'fnb', 'other', st.by_visit -> v.id::text ->> 'other'),
              'requests', st.by_visit -> v.id::text -> 'requests',
              'gap_days', v.check_in_on - v.prev_on, 'in_house', v.checked_out_at IS NULL, 'stays', v.stays)
              ORDER BY v.ordinal DESC) AS visits,
           (array_agg(json_build_object(
              'id', v.id::text, 'ordinal', v.ordinal, 'check_in_on', v.check_in_on, 'check_out_on', v.check_out_on,
              'source', v.source, 'channel', v.channel, 'room_no', v.room_no,
              'rate', {_MONEY.format("v.rate_cents")}, 'nights', v.nights) ORDER BY v.ordinal DESC))[1] AS last_visit
      FROM stays_visit v WHERE v.guest_id = g.id) h ON true
  LEFT JOIN stays_visit l ON l.guest_id = g.id AND l.ordinal = g.visits
  LEFT JOIN remarks_task t ON t.visit_id = l.id
  LEFT JOIN stays_source s ON s.name = g.source{reading.JOINED}
"""  # noqa: S608 (put together from constants)
BY_ID = _CARD + " WHERE asked.id = %s"
_BY_NUMBER = """
 WHERE asked.id = (SELECT i.guest_id FROM guests_identity i JOIN guests_guest p ON p.id = i.guest_id
                    WHERE i.kind = 5 AND i.value = %s ORDER BY p.last_visit_on DESC NULLS LAST, p.id LIMIT 1)
"""
BY_EXTERNAL_ID = _CARD + _BY_NUMBER
