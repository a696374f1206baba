"""The functions that book for many guests at once: what comes due, what ends, what is moved by a year."""

from django.db import migrations

# Lots whose last day is over, one posting per account and day. An account that has its posting of the day is left.
# (A scalar look-up by the index, and no seq scan: what the planner knows of a new house is that its tables are empty,
# and of an anti-join it would make a loop over what the night itself has just written.)
EXPIRE = """
CREATE FUNCTION ledger_expire(
  p_day date, p_at timestamptz, p_kinds text[], p_limit int, OUT postings int, OUT lots int
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_prefix text := 'expiry:' || to_char(p_day, 'YYYY-MM-DD') || ':';
  v_accounts bigint[] := ARRAY(
    SELECT DISTINCT l.account_id FROM ledger_lot l
     WHERE l.expires_on < p_day AND l.remaining > 0 AND l.kind = ANY(p_kinds)
       AND (SELECT p.id FROM ledger_posting p WHERE p.key = v_prefix || l.account_id) IS NULL
     ORDER BY l.account_id LIMIT p_limit);
BEGIN
  PERFORM FROM ledger_account WHERE id = ANY(v_accounts) ORDER BY id FOR NO KEY UPDATE;
  WITH due AS (
    SELECT l.id, l.account_id, l.remaining, l.expires_on, a.unit, v_prefix || l.account_id AS key,
           a.balance - sum(l.remaining) OVER (PARTITION BY l.account_id ORDER BY l.id) AS after
      FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id
     WHERE l.account_id = ANY(v_accounts) AND l.expires_on < p_day AND l.remaining > 0 AND l.kind = ANY(p_kinds)
  ), posted AS (
    INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts)
    SELECT key, decode(md5(key), 'hex'), 'expiry', p_at, p_day, 'system', '', 'Huike', 'expiry',
           jsonb_build_object('amount', sum(remaining), 'unit', min(unit), 'last_day', max(expires_on))
      FROM due GROUP BY key ORDER BY min(account_id)
    ON CONFLICT (key) DO NOTHING RETURNING id, key
  ), booked AS (
    SELECT due.*, posted.id AS posting FROM due JOIN posted ON posted.key = due.key
  ), emptied AS (
    UPDATE ledger_lot l SET remaining = 0 FROM booked b WHERE l.id = b.id
  ), lowered AS (
    UPDATE ledger_account a SET balance = s.after
      FROM (SELECT account_id, min(after) AS after FROM booked GROUP BY account_id) s WHERE a.id = s.account_id
  ), entered AS (
    INSERT INTO ledger_entry (posting_id, unit, amount, from_account, from_lot, from_after, to_house)
    SELECT posting, unit, remaining, account_id, id, after, 'expiry' FROM booked ORDER BY id
  )
  SELECT count(DISTINCT posting), count(*) INTO postings, lots FROM booked;
END $$;
"""

# Pending lots whose day has come go to what they become, each as a lot with the same days. What the guest row owes
# is paid from them, in the same posting.
MATURE = """
CREATE FUNCTION ledger_mature(
  p_day date, p_at timestamptz, p_limit int, OUT postings int, OUT lots int
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  v_prefix text := 'maturing:' || to_char(p_day, 'YYYY-MM-DD') || ':';
  v_pending bigint[] := ARRAY(
    SELECT DISTINCT l.account_id FROM ledger_lot l
     WHERE l.matures_on <= p_day AND l.remaining > 0
       AND (SELECT p.id FROM ledger_posting p WHERE p.key = v_prefix || l.account_id) IS NULL
     ORDER BY l.account_id LIMIT p_limit);
  v_guests bigint[] := ARRAY(SELECT guest_id FROM ledger_account WHERE id = ANY(v_pending));
  v_lock record;
BEGIN
  PERFORM ledger_open(array_agg(guest_id), array_agg(becomes))
     FROM (SELECT DISTINCT a.guest_id, l.becomes::text FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id
            WHERE l.account_id = ANY(v_pending) AND l.matures_on <= p_day AND l.remaining > 0) AS wanted;
  v_lock := ledger_lock(v_guests, ARRAY['base', 'bonus', 'pending', 'owed']);
  WITH due AS (
    SELECT l.id, l.account_id, l.remaining, l.earned_on, l.expires_on, l.becomes, l.origin, v_prefix || l.account_id AS key,
           t.id AS target, a.balance - sum(l.remaining) OVER (PARTITION BY a.id ORDER BY l.id) AS from_after,
           t.balance + sum(l.remaining) OVER (PARTITION BY t.id ORDER BY l.id) AS to_after
      FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id
      JOIN ledger_account t ON t.guest_id = a.guest_id AND t.kind = l.becomes
     WHERE l.account_id = ANY(v_pending) AND l.matures_on <= p_day AND l.remaining > 0
  ), posted AS (
    INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts)
    SELECT key, decode(md5(key), 'hex'), 'maturing', p_at, p_day, 'system', '', 'Huike', 'maturing',
           jsonb_build_object('amount', sum(remaining), 'unit', 'points')
      FROM due GROUP BY key ORDER BY min(account_id)
    ON CONFLICT (key) DO NOTHING RETURNING id, key
  ), booked AS (
    SELECT due.*, posted.id AS posting FROM due JOIN posted ON posted.key = due.key
  ), opened AS (
    INSERT INTO ledger_lot (account_id, kind, posting_id, source_id, amount, remaining, earned_on, expires_on, extended,
                            origin)
    SELECT target, becomes, posting, id, remaining, remaining, earned_on, expires_on, false, origin
      FROM booked ORDER BY id
    RETURNING id, source_id
  ), emptied AS (
    UPDATE ledger_lot l SET remaining = 0 FROM booked b WHERE l.id = b.id
  ), lowered AS (
    UPDATE ledger_account a SET balance = s.after
      FROM (SELECT account_id AS id, min(from_after) AS after FROM booked GROUP BY account_id
            UNION ALL SELECT target, max(to_after) FROM booked GROUP BY target) s WHERE a.id = s.id
  ), entered AS (
    INSERT INTO ledger_entry (posting_id, unit, amount, from_account, from_lot, from_after, to_account, to_lot, to_after)
    SELECT b.posting, 'points', b.remaining, b.account_id, b.id, b.from_after, b.target, o.id, b.to_after
      FROM booked b JOIN opened o ON o.source_id = b.id ORDER BY b.id
  )
  SELECT count(DISTINCT posting), count(*) INTO postings, lots FROM booked;
  IF v_lock.owing THEN
    PERFORM ledger_pay_owed(v_prefix, v_lock.locked);
  END IF;
END $$;
"""

# What is owed on the accounts that are locked is paid from the lots of the postings under these keys.
PAY_OWED = """
CREATE FUNCTION ledger_pay_owed(p_prefix text, p_locked bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_left bigint;
  v_slice bigint;
  d record;
  r record;
BEGIN
  FOR d IN
    SELECT o.id, o.balance, o.guest_id, a.id AS pending
      FROM ledger_account o JOIN ledger_account a ON a.guest_id = o.guest_id AND a.kind = 'pending'
     WHERE o.id = ANY(p_locked) AND o.kind = 'owed' AND o.balance > 0 ORDER BY o.id
  LOOP
    v_left := d.balance;
    FOR r IN
      SELECT l.id, l.account_id, l.remaining, l.posting_id
        FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id
        JOIN ledger_posting p ON p.id = l.posting_id
       WHERE a.guest_id = d.guest_id AND l.remaining > 0 AND p.key = p_prefix || d.pending ORDER BY l.id
    LOOP
      EXIT WHEN v_left = 0;
      v_slice := least(v_left, r.remaining);
      PERFORM ledger_move(r.posting_id, 'points', v_slice, NULL, r.account_id, NULL, r.id, NULL, 'issuance', NULL, false);
      PERFORM ledger_move(r.posting_id, 'points', v_slice, NULL, d.id, NULL, NULL, NULL, 'receivable', NULL, false);
      v_left := v_left - v_slice;
    END LOOP;
  END LOOP;
END $$;
"""

# What is left of these lots goes into successors with these ends. Once per lot, and never for a successor.
EXTEND = """
CREATE FUNCTION ledger_extend(
  p_on date, p_at timestamptz, p_lots bigint[], p_ends date[], OUT postings int, OUT lots int
) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ledger_account WHERE id IN (SELECT account_id FROM ledger_lot WHERE id = ANY(p_lots))
    ORDER BY id FOR NO KEY UPDATE;
  WITH due AS (
    SELECT l.id, l.account_id, l.kind, l.remaining, l.earned_on, l.expires_on, l.origin, u.ends, a.unit, a.balance,
           'extension:' || l.id AS key
      FROM unnest(p_lots, p_ends) AS u(id, ends) JOIN ledger_lot l ON l.id = u.id
      JOIN ledger_account a ON a.id = l.account_id
     WHERE l.remaining > 0 AND NOT l.extended AND l.matures_on IS NULL AND l.expires_on >= p_on AND u.ends > l.expires_on
  ), posted AS (
    INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts)
    SELECT key, decode(md5(key), 'hex'), 'extension', p_at, p_on, 'system', '', 'Huike', 'extension',
           jsonb_build_object('amount', remaining, 'unit', unit, 'from', expires_on, 'to', ends)
      FROM due ORDER BY id
    ON CONFLICT (key) DO NOTHING RETURNING id, key
  ), booked AS (
    SELECT due.*, posted.id AS posting FROM due JOIN posted ON posted.key = due.key
  ), opened AS (
    INSERT INTO ledger_lot (account_id, kind, posting_id, source_id, amount, remaining, earned_on, expires_on, extended,
                            origin)
    SELECT account_id, kind, posting, id, remaining, remaining, earned_on, ends, true, origin FROM booked ORDER BY id
    RETURNING id, source_id
  ), emptied AS (
    UPDATE ledger_lot l SET remaining = 0 FROM booked b WHERE l.id = b.id
  ), entered AS (
    INSERT INTO ledger_entry (posting_id, unit, amount, from_account, from_lot, from_after, to_account, to_lot, to_after)
    SELECT b.posting, b.unit, b.remaining, b.account_id, b.id, b.balance - b.remaining, b.account_id, o.id, b.balance
      FROM booked b JOIN opened o ON o.source_id = b.id ORDER BY b.id
  )
  SELECT count(DISTINCT posting), count(*) INTO postings, lots FROM booked;
END $$;
"""

FUNCTIONS = (EXPIRE, PAY_OWED, MATURE, EXTEND)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_reversing")]

    operations = [migrations.RunSQL(text) for text in FUNCTIONS]
