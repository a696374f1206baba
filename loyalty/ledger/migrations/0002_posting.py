"""The functions that write the ledger, and the foreign keys that Django has no words for."""

from django.db import migrations

KEYS = """
-- Points never become money: an entry is of the unit of both its accounts, a lot of its account's kind.
ALTER TABLE ledger_entry
  ADD CONSTRAINT ledger_entry_from_account FOREIGN KEY (from_account, unit) REFERENCES ledger_account (id, unit),
  ADD CONSTRAINT ledger_entry_to_account FOREIGN KEY (to_account, unit) REFERENCES ledger_account (id, unit);
ALTER TABLE ledger_lot
  ADD CONSTRAINT ledger_lot_account_kind FOREIGN KEY (account_id, kind) REFERENCES ledger_account (id, kind);
-- Balances are changed in place, next to the row they replace.
ALTER TABLE ledger_account SET (fillfactor = 70);
ALTER TABLE ledger_lot SET (fillfactor = 90);
"""

# A slice of value goes from one side to the other. Whoever calls holds the locks of the accounts. Returns the sides
# that are told, as JSON after a comma each: those of guests, and both of the house's where no guest is in it.
MOVE = """
CREATE FUNCTION ledger_move(
  p_posting bigint, p_unit text, p_amount bigint, p_counterpart bigint,
  p_from bigint, p_from_house text, p_from_lot bigint,
  p_to bigint, p_to_house text, p_to_lot bigint, p_to_fresh boolean
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_told text := '';
  v_guest bigint;
  v_kind text;
  v_expires date;
  v_from_after bigint;
  v_to_after bigint;
BEGIN
  IF p_from IS NOT NULL THEN
    UPDATE ledger_account SET balance = balance - p_amount WHERE id = p_from
    RETURNING guest_id, kind, balance INTO v_guest, v_kind, v_from_after;
    IF p_from_lot IS NOT NULL THEN
      UPDATE ledger_lot SET remaining = remaining - p_amount WHERE id = p_from_lot RETURNING expires_on INTO v_expires;
    END IF;
    v_told := ledger_side(v_kind, v_guest, -p_amount, p_from_lot, v_expires, v_from_after, p_to_house);
  ELSIF p_to IS NULL THEN
    v_told := ledger_side(p_from_house, NULL, -p_amount, NULL, NULL, NULL, p_to_house)
           || ledger_side(p_to_house, NULL, p_amount, NULL, NULL, NULL, p_from_house);
  END IF;
  IF p_to IS NOT NULL THEN
    UPDATE ledger_account SET balance = balance + p_amount WHERE id = p_to
    RETURNING guest_id, kind, balance INTO v_guest, v_kind, v_to_after;
    v_expires := NULL;
    IF p_to_lot IS NOT NULL AND p_to_fresh THEN
      SELECT expires_on INTO v_expires FROM ledger_lot WHERE id = p_to_lot;
    ELSIF p_to_lot IS NOT NULL THEN
      UPDATE ledger_lot SET remaining = remaining + p_amount WHERE id = p_to_lot RETURNING expires_on INTO v_expires;
    END IF;
    v_told := v_told || ledger_side(v_kind, v_guest, p_amount, p_to_lot, v_expires, v_to_after, p_from_house);
  END IF;
  INSERT INTO ledger_entry (posting_id, unit, amount, from_account, from_house, from_lot, from_after,
                            to_account, to_house, to_lot, to_after, counterpart)
  VALUES (p_posting, p_unit, p_amount, p_from, p_from_house, p_from_lot, v_from_after,
          p_to, p_to_house, p_to_lot, v_to_after, p_counterpart);
  RETURN v_told;
END $$;
"""

# One side of an entry as JSON. Put together by hand: the general way costs as much as the posting itself.
SIDE = """
CREATE FUNCTION ledger_side(
  p_account text, p_guest bigint, p_amount bigint, p_lot bigint, p_expires date, p_after bigint, p_against text
) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN ',{"account":"' || p_account || '","guest":' || coalesce(p_guest::text, 'null') || ',"amount":' || p_amount
      || ',"lot":' || coalesce(p_lot::text, 'null')
      || ',"expires_on":' || coalesce('"' || to_char(p_expires, 'YYYY-MM-DD') || '"', 'null')
      || ',"after":' || coalesce(p_after::text, 'null')
      || ',"against":' || coalesce('"' || p_against || '"', 'null') || '}';
END $$;
"""

# The account's id; made when it is not there.
ACCOUNT = """
CREATE FUNCTION ledger_account_of(p_guest bigint, p_kind text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
BEGIN
  SELECT id INTO v_id FROM ledger_account WHERE guest_id = p_guest AND kind = p_kind;
  IF v_id IS NULL THEN
    INSERT INTO ledger_account (guest_id, kind, unit, balance)
    VALUES (p_guest, p_kind, CASE WHEN p_kind IN ('principal', 'gift') THEN 'cents' ELSE 'points' END, 0)
    ON CONFLICT (guest_id, kind) DO NOTHING;
    SELECT id INTO v_id FROM ledger_account WHERE guest_id = p_guest AND kind = p_kind;
  END IF;
  RETURN v_id;
END $$;
"""

# Up to p_amount out of the open lots of these accounts, soonest to expire first, then as the accounts are listed;
# out of p_lots alone where they are given.
# To a house account, or to another guest, whose lots then end when the lots do that they came from.
TAKE = """
CREATE FUNCTION ledger_take(
  p_posting bigint, p_on date, p_accounts bigint[], p_amount bigint, p_house text, p_counterpart bigint,
  p_to_guest bigint, p_lots bigint[], OUT taken bigint, OUT told text
) LANGUAGE plpgsql AS $$
DECLARE
  v_slice bigint;
  v_to bigint;
  v_lot bigint;
  r record;
BEGIN
  taken := 0;
  told := '';
  FOR r IN
    SELECT l.id, l.account_id, l.kind, l.remaining, l.earned_on, l.expires_on, l.extended, l.origin
      FROM ledger_lot l
     WHERE l.account_id = ANY(p_accounts) AND l.remaining > 0 AND (l.expires_on IS NULL OR l.expires_on >= p_on)
       AND (p_lots IS NULL OR l.id = ANY(p_lots))
     ORDER BY l.expires_on, array_position(p_accounts, l.account_id), l.earned_on, l.id
  LOOP
    EXIT WHEN taken >= p_amount;
    v_slice := least(p_amount - taken, r.remaining);
    IF p_to_guest IS NOT NULL THEN
      v_to := ledger_account_of(p_to_guest, r.kind);
      INSERT INTO ledger_lot (account_id, kind, posting_id, source_id, amount, remaining, earned_on, expires_on,
                              extended, origin)
      VALUES (v_to, r.kind, p_posting, r.id, v_slice, v_slice, r.earned_on, r.expires_on, r.extended, r.origin)
      RETURNING id INTO v_lot;
    END IF;
    told := told || ledger_move(p_posting, CASE WHEN r.kind IN ('principal', 'gift') THEN 'cents' ELSE 'points' END,
                                v_slice, p_counterpart, r.account_id, NULL, r.id, v_to, p_house, v_lot, true);
    taken := taken + v_slice;
  END LOOP;
END $$;
"""

# What can be used on that day.
USABLE = """
CREATE FUNCTION ledger_usable(p_accounts bigint[], p_on date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(remaining), 0)::bigint FROM ledger_lot
   WHERE account_id = ANY(p_accounts) AND remaining > 0 AND (expires_on IS NULL OR expires_on >= p_on)
$$;
"""

# A debit or a carry: which accounts, in which order, and a refusal when there is not enough.
SPEND = """
CREATE FUNCTION ledger_spend(p_posting bigint, p_on date, p_move jsonb, p_locked bigint[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_guests bigint[] := ARRAY(SELECT jsonb_array_elements_text(p_move->'guests')::bigint);
  v_kinds text[] := ARRAY(SELECT jsonb_array_elements_text(p_move->'accounts'));
  v_accounts bigint[] := ARRAY(
    SELECT a.id FROM ledger_account a WHERE a.id = ANY(p_locked) AND a.guest_id = ANY(v_guests) AND a.kind = ANY(v_kinds)
     ORDER BY array_position(v_kinds, a.kind::text), array_position(v_guests, a.guest_id));
  v_amount bigint := (p_move->>'amount')::bigint;
  v_house text := p_move->>'against';
  v_counterpart bigint := (p_move->>'clearing_with')::bigint;
  v_to bigint := (p_move->>'to_guest')::bigint;
  v_order text := p_move->>'order';
  v_left bigint := v_amount;
  v_lots bigint[] := CASE WHEN p_move ? 'lots' THEN ARRAY(SELECT jsonb_array_elements_text(p_move->'lots')::bigint) END;
  v_usable bigint;
  v_share bigint;
  v_told text := '';
  v_took record;
  r record;
BEGIN
  IF v_order = 'soonest' THEN
    v_took := ledger_take(p_posting, p_on, v_accounts, v_left, v_house, v_counterpart, v_to, v_lots);
    v_left := v_left - v_took.taken;
    v_told := v_took.told;
  ELSE
    v_usable := ledger_usable(v_accounts, p_on);
    FOR r IN
      SELECT array_agg(a.id ORDER BY array_position(v_accounts, a.id)) AS accounts
        FROM ledger_account a WHERE a.id = ANY(v_accounts)
       GROUP BY a.kind ORDER BY array_position(v_kinds, a.kind::text)
    LOOP
      EXIT WHEN v_left = 0 OR v_usable = 0;
      v_share := v_left;
      IF v_order = 'proportion' THEN
        -- Of what is left, this account's part of what is left to take from; halves go to the one listed first.
        v_share := round(v_left::numeric * ledger_usable(r.accounts, p_on) / v_usable);
        v_usable := v_usable - ledger_usable(r.accounts, p_on);
      END IF;
      v_took := ledger_take(p_posting, p_on, r.accounts, v_share, v_house, v_counterpart, v_to, NULL);
      v_left := v_left - v_took.taken;
      v_told := v_told || v_took.told;
    END LOOP;
  END IF;
  IF v_left > 0 AND NOT coalesce((p_move->>'up_to')::boolean, false) THEN
    RAISE EXCEPTION USING ERRCODE = 'HK422', MESSAGE = json_build_object(
      'refused', 'insufficient',
      'unit', CASE WHEN v_kinds[1] IN ('principal', 'gift') THEN 'cents' ELSE 'points' END,
      'balance', v_amount - v_left, 'asked', v_amount)::text;
  END IF;
  RETURN v_told;
END $$;
"""

# Value for a guest, in a lot of its own. What the guest owes is paid from it first, where that is asked.
CREDIT = """
CREATE FUNCTION ledger_credit(p_posting bigint, p_move jsonb, p_locked bigint[], p_owing boolean) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_kind text := p_move->>'account';
  v_unit text := CASE WHEN v_kind IN ('principal', 'gift') THEN 'cents' ELSE 'points' END;
  v_account bigint := ledger_account_of((p_move->>'guest')::bigint, v_kind);
  v_left bigint := (p_move->>'amount')::bigint;
  v_slice bigint;
  v_lot bigint;
  v_told text;
  r record;
BEGIN
  INSERT INTO ledger_lot (account_id, kind, posting_id, source_id, amount, remaining, earned_on, expires_on,
                          matures_on, becomes, extended, origin)
  VALUES (v_account, v_kind, p_posting, (p_move->>'source')::bigint, v_left, v_left, (p_move->>'earned_on')::date,
          (p_move->>'expires_on')::date, (p_move->>'matures_on')::date, p_move->>'becomes', false,
          coalesce(p_move->>'origin', ''))
  RETURNING id INTO v_lot;
  v_told := ledger_move(p_posting, v_unit, v_left, (p_move->>'clearing_with')::bigint, NULL, p_move->>'against', NULL,
                        v_account, NULL, v_lot, true);
  IF p_owing AND p_move ? 'debtors' THEN
    FOR r IN
      SELECT a.id, a.balance FROM ledger_account a
       WHERE a.guest_id IN (SELECT jsonb_array_elements_text(p_move->'debtors')::bigint)
         AND a.kind = 'owed' AND a.balance > 0 AND a.id = ANY(p_locked)
       ORDER BY a.id
    LOOP
      EXIT WHEN v_left = 0;
      v_slice := least(v_left, r.balance);
      v_told := v_told
        || ledger_move(p_posting, 'points', v_slice, NULL, v_account, NULL, v_lot, NULL, 'issuance', NULL, false)
        || ledger_move(p_posting, 'points', v_slice, NULL, r.id, NULL, NULL, NULL, 'receivable', NULL, false);
      v_left := v_left - v_slice;
    END LOOP;
  END IF;
  RETURN v_told;
END $$;
"""

# A posting as it is told to who asked for it: each side of an entry that is a guest's, and pairs of the house's.
TOLD = """
CREATE FUNCTION ledger_told(p_posting bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'id', p.id, 'key', p.key, 'kind', p.kind, 'at', p.at, 'on', p.on_day, 'reason', p.reason, 'facts', p.facts,
    'corrects', p.corrects_id, 'replayed', true,
    'entries', coalesce((
      SELECT json_agg(json_build_object('account', coalesce(a.kind, s.house), 'guest', a.guest_id, 'amount', s.amount,
                                        'lot', s.lot, 'expires_on', l.expires_on, 'after', s.after,
                                        'against', s.against)
                      ORDER BY e.id, s.side)
        FROM ledger_entry e
       CROSS JOIN LATERAL (VALUES
         (1, e.from_account, e.from_house, -e.amount, e.from_lot, e.from_after, e.to_house),
         (2, e.to_account, e.to_house, e.amount, e.to_lot, e.to_after, e.from_house)
       ) AS s(side, account, house, amount, lot, after, against)
        LEFT JOIN ledger_account a ON a.id = s.account
        LEFT JOIN ledger_lot l ON l.id = s.lot
       WHERE e.posting_id = p.id AND (s.account IS NOT NULL OR s.against IS NOT NULL)), '[]'::json)
  )::text FROM ledger_posting p WHERE p.id = p_posting
$$;
"""

# What is there under this key: the posting when the content is the same, a refusal when it is not.
REPLAY = """
CREATE FUNCTION ledger_replay(p_key text, p_digest bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_id bigint;
  v_digest bytea;
BEGIN
  SELECT id, digest INTO v_id, v_digest FROM ledger_posting WHERE key = p_key;
  IF v_id IS NULL THEN
    RETURN NULL;
  ELSIF v_digest <> p_digest THEN
    RETURN json_build_object('refused', 'key_reused', 'posting', v_id)::text;
  END IF;
  RETURN ledger_told(v_id);
END $$;
"""

# Lock the accounts of these kinds of these guests in the order of their ids: which they are, and whether a guest owes.
# An account that somebody opens a moment later is not among them, and nothing may be taken from it.
LOCK = """
CREATE FUNCTION ledger_lock(p_guests bigint[], p_kinds text[], OUT locked bigint[], OUT owing boolean)
LANGUAGE plpgsql AS $$
DECLARE
  r record;
BEGIN
  locked := '{}';
  owing := false;
  FOR r IN
    SELECT id, kind, balance FROM ledger_account WHERE guest_id = ANY(p_guests) AND kind = ANY(p_kinds)
     ORDER BY id FOR NO KEY UPDATE
  LOOP
    locked := locked || r.id;
    owing := owing OR (r.kind = 'owed' AND r.balance > 0);
  END LOOP;
END $$;
"""

# Make those of these accounts that are missing, always in the same order.
OPEN = """
CREATE FUNCTION ledger_open(p_guests bigint[], p_kinds text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ledger_account (guest_id, kind, unit, balance)
  SELECT u.guest, u.kind, CASE WHEN u.kind IN ('principal', 'gift') THEN 'cents' ELSE 'points' END, 0
    FROM unnest(p_guests, p_kinds) AS u(guest, kind)
   WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.guest_id = u.guest AND a.kind = u.kind)
   ORDER BY u.guest, u.kind
  ON CONFLICT (guest_id, kind) DO NOTHING
$$;
"""

# One posting: all of it, or a refusal and nothing. A key that is there already gives what it gave then.
POST = """
CREATE FUNCTION ledger_post(
  p_key text, p_digest bytea, p_kind text, p_at timestamptz, p_on date, p_actor_kind text, p_actor text,
  p_actor_name text, p_reason text, p_facts jsonb, p_corrects bigint, p_guests bigint[], p_kinds text[], p_moves jsonb
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_posting bigint;
  v_lock record;
  v_told text := '';
  m jsonb;
BEGIN
  INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts, corrects_id)
  VALUES (p_key, p_digest, p_kind, p_at, p_on, p_actor_kind, p_actor, p_actor_name, p_reason, p_facts, p_corrects)
  ON CONFLICT (key) DO NOTHING RETURNING id INTO v_posting;
  IF v_posting IS NULL THEN
    RETURN ledger_replay(p_key, p_digest);
  END IF;
  v_lock := ledger_lock(p_guests, p_kinds);
  FOR m IN SELECT value FROM jsonb_array_elements(p_moves) LOOP
    CASE m->>'do'
      WHEN 'credit' THEN v_told := v_told || ledger_credit(v_posting, m, v_lock.locked, v_lock.owing);
      WHEN 'house' THEN
        v_told := v_told || ledger_move(v_posting, m->>'unit', (m->>'amount')::bigint, (m->>'clearing_with')::bigint,
                                        NULL, m->>'from', NULL, NULL, m->>'to', NULL, false);
      ELSE v_told := v_told || ledger_spend(v_posting, p_on, m, v_lock.locked);
    END CASE;
  END LOOP;
  RETURN '{"id":' || v_posting || ',"entries":[' || substr(v_told, 2) || ']}';
EXCEPTION WHEN SQLSTATE 'HK422' THEN
  RETURN SQLERRM;
END $$;
"""

FUNCTIONS = (SIDE, MOVE, ACCOUNT, TAKE, USABLE, SPEND, CREDIT, TOLD, REPLAY, LOCK, OPEN, POST)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(text) for text in (KEYS, *FUNCTIONS)]
