"""The SQL of loyalty.remarks.writing: sets of rows in, as JSON; nothing here decides."""

from loyalty.guests.persons import ALL_OF_G

READ = f"""
SELECT asked.id, g.id, g.nickname, g.phone, g.tags, g.by_hand, s.short, to_json(r)::text, to_json(t)::text
  FROM unnest(%s::bigint[]) AS asked(id)
  JOIN guests_guest a ON a.id = asked.id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
  LEFT JOIN stays_visit v ON v.guest_id = g.id AND v.ordinal = g.visits
  LEFT JOIN remarks_task t ON t.visit_id = v.id
  LEFT JOIN stays_source s ON s.name = v.source
  LEFT JOIN LATERAL (
        SELECT x.* FROM remarks_remark x
         WHERE x.guest_id = ANY({ALL_OF_G})
         ORDER BY x.written_at DESC LIMIT 1) r ON true
"""  # noqa: S608 (constants)
UPSERT_REMARKS = """
INSERT INTO remarks_remark (guest_id, nickname, tags, phone, description, none_noted, written_by, writer, written_at)
SELECT guest_id, nickname, tags, phone, description, none_noted, written_by, writer, written_at
  FROM jsonb_to_recordset(%s::jsonb)
       AS x(guest_id bigint, nickname text, tags text[], phone text, description text, none_noted boolean,
            written_by uuid, writer text, written_at timestamptz)
ON CONFLICT (guest_id) DO UPDATE SET
   nickname = EXCLUDED.nickname, tags = EXCLUDED.tags, phone = EXCLUDED.phone, description = EXCLUDED.description,
   none_noted = EXCLUDED.none_noted, written_by = EXCLUDED.written_by, writer = EXCLUDED.writer,
   written_at = EXCLUDED.written_at
"""
UPDATE_GUESTS = """
UPDATE guests_guest g SET tags = x.tags, phone = x.phone, by_hand = x.by_hand, remark_complete = x.complete,
       changed_at = greatest(g.changed_at, %s)
  FROM jsonb_to_recordset(%s::jsonb)
       AS x(id bigint, tags text[], phone text, by_hand text[], complete boolean)
 WHERE g.id = x.id
"""
ENTER_PHONES = """
INSERT INTO guests_identity (guest_id, kind, value, entry)
SELECT id, %(kind)s, phone, id FROM unnest(%(ids)s::bigint[], %(phones)s::text[]) AS x(id, phone)
ON CONFLICT (kind, value, guest_id) DO UPDATE SET entry = EXCLUDED.entry
"""
UPDATE_TASKS = """
UPDATE remarks_task t SET nickname_done = x.nickname_done, tags_done = x.tags_done, phone_done = x.phone_done,
       description_done = x.description_done, none_noted = x.none_noted, wrong = x.wrong, written = x.written,
       expected = x.expected, completed_at = x.completed_at, completed_by = x.completed_by,
       completed_name = x.completed_name, before = x.before
  FROM jsonb_to_recordset(%s::jsonb)
       AS x(id bigint, nickname_done boolean, tags_done boolean, phone_done boolean, description_done boolean,
            none_noted boolean, wrong text, written text, expected text, completed_at timestamptz,
            completed_by uuid, completed_name text, before jsonb)
 WHERE t.id = x.id
"""
CONFIRMED = """
SELECT t.before::text, g.id, v.ordinal = g.visits, t.completed_at, r.written_at, v.check_in_on
  FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id JOIN guests_guest g ON g.id = v.guest_id
  LEFT JOIN remarks_remark r ON r.guest_id = g.id
 WHERE t.id = %s
"""
RESTORE_GUEST = """
UPDATE guests_guest SET tags = %(tags)s, phone = %(phone)s, by_hand = %(by_hand)s, remark_complete = false,
       changed_at = %(now)s
 WHERE id = %(id)s
"""
RESTORE_TASK = """
UPDATE remarks_task SET nickname_done = %(nickname_done)s, tags_done = %(tags_done)s, phone_done = %(phone_done)s,
       description_done = %(description_done)s, none_noted = %(none_noted)s, wrong = %(wrong)s,
       written = %(written)s, expected = %(expected)s, completed_at = NULL, completed_by = NULL,
       completed_name = '', before = NULL
 WHERE id = %(id)s
"""
DIRTY_MONTHS = """
INSERT INTO public.reports_dirtymonth (property_id, month, at)
SELECT DISTINCT %(property)s, date_trunc('month', day)::date, %(at)s FROM unnest(%(days)s::date[]) AS d(day)
"""
