"""The functions that take a posting back."""

from django.db import migrations

# The lots that came out of this one within the guest's own accounts: matured, extended, brought back.
LINE = """
CREATE FUNCTION ledger_line(p_lot bigint) RETURNS TABLE (id bigint, account_id bigint, kind text, remaining bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line AS (
    SELECT l.id, l.account_id, l.kind, l.remaining, a.guest_id
      FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id WHERE l.id = p_lot
    UNION ALL
    SELECT l.id, l.account_id, l.kind, l.remaining, a.guest_id
      FROM line JOIN ledger_lot l ON l.source_id = line.id
      JOIN ledger_account a ON a.id = l.account_id AND a.guest_id = line.guest_id
  )
  SELECT line.id, line.account_id, line.kind::text, line.remaining FROM line
$$;
"""

# Value taken from a lot goes back to it. A lot that has been extended, or has ended, gets a successor: with the
# end of the extended one, or with p_grace days from now.
GIVE_BACK = """
CREATE FUNCTION ledger_give_back(
  p_posting bigint, p_on date, p_grace int, p_entry ledger_entry
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_lot ledger_lot;
  v_expires date;
  v_extended boolean;
  v_new bigint;
BEGIN
  SELECT * INTO v_lot FROM ledger_lot WHERE id = p_entry.from_lot;
  SELECT max(expires_on), count(*) > 0 INTO v_expires, v_extended
    FROM ledger_lot WHERE source_id = v_lot.id AND account_id = v_lot.account_id AND extended;
  IF v_lot.id IS NULL OR (NOT v_extended AND (v_lot.expires_on IS NULL OR v_lot.expires_on >= p_on)) THEN
    v_new := v_lot.id;
  ELSE
    IF NOT v_extended OR v_expires < p_on THEN
      v_expires := p_on + p_grace;
    END IF;
    INSERT INTO ledger_lot (account_id, kind, posting_id, source_id, amount, remaining, earned_on, expires_on, extended,
                            origin)
    VALUES (v_lot.account_id, v_lot.kind, p_posting, v_lot.id, p_entry.amount, p_entry.amount, v_lot.earned_on,
            v_expires, v_lot.extended OR v_extended, v_lot.origin)
    RETURNING id INTO v_new;
  END IF;
  RETURN ledger_move(p_posting, p_entry.unit, p_entry.amount, p_entry.counterpart, p_entry.to_account, p_entry.to_house,
                     p_entry.to_lot, p_entry.from_account, NULL, v_new, v_new IS DISTINCT FROM v_lot.id);
END $$;
"""

# Value that a guest was given is taken back: from its lot and what came of it, with what ended there counted as
# taken; then, as p_spent says, from the guest's other lots of that unit, and what is still missing is owed.
TAKE_BACK = """
CREATE FUNCTION ledger_take_back(
  p_posting bigint, p_on date, p_spent text, p_entry ledger_entry, p_locked bigint[]
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_left bigint := p_entry.amount;
  v_slice bigint;
  v_ended bigint;
  v_guest bigint;
  v_kind text;
  v_others bigint[];
  v_told text := '';
  v_took record;
  r record;
BEGIN
  SELECT guest_id, kind INTO v_guest, v_kind FROM ledger_account WHERE id = p_entry.to_account;
  IF p_entry.to_lot IS NULL THEN
    -- Paid back from what was owed: no lots there.
    RETURN ledger_move(p_posting, p_entry.unit, v_left, NULL, p_entry.to_account, NULL, NULL, NULL, p_entry.from_house,
                       NULL, false);
  END IF;
  FOR r IN SELECT * FROM ledger_line(p_entry.to_lot) WHERE remaining > 0 ORDER BY id LOOP
    EXIT WHEN v_left = 0;
    v_slice := least(v_left, r.remaining);
    v_told := v_told || ledger_move(p_posting, p_entry.unit, v_slice, p_entry.counterpart, r.account_id, NULL, r.id, NULL,
                        p_entry.from_house, NULL, false);
    v_left := v_left - v_slice;
  END LOOP;
  IF v_left = 0 THEN
    RETURN v_told;
  END IF;
  SELECT coalesce(sum(CASE WHEN e.to_house = 'expiry' THEN e.amount ELSE -e.amount END), 0) INTO v_ended
    FROM ledger_line(p_entry.to_lot) l
    JOIN ledger_entry e ON (e.from_account = l.account_id AND e.from_lot = l.id AND e.to_house = 'expiry')
                        OR (e.to_account = l.account_id AND e.to_lot = l.id AND e.from_house = 'expiry');
  v_slice := least(v_left, greatest(v_ended, 0));
  IF v_slice > 0 AND p_entry.from_house <> 'expiry' THEN
    v_told := v_told || ledger_move(p_posting, p_entry.unit, v_slice, p_entry.counterpart, NULL, 'expiry', NULL, NULL,
                        p_entry.from_house, NULL, false);
    v_left := v_left - v_slice;
  END IF;
  IF v_left = 0 OR p_spent = 'forgive' THEN
    RETURN v_told;
  END IF;
  v_others := ARRAY(
    SELECT id FROM ledger_account
     WHERE id = ANY(p_locked) AND guest_id = v_guest AND (kind = v_kind OR (p_entry.unit = 'points' AND kind IN ('base', 'bonus')))
       AND kind <> 'pending'
     ORDER BY kind <> v_kind, id);
  v_took := ledger_take(p_posting, p_on, v_others, v_left, p_entry.from_house, p_entry.counterpart, NULL,
                        NULL);
  v_left := v_left - v_took.taken;
  v_told := v_told || v_took.told;
  IF v_left > 0 AND (p_spent <> 'owe' OR p_entry.unit <> 'points') THEN
    RAISE EXCEPTION USING ERRCODE = 'HK422', MESSAGE = json_build_object(
      'refused', 'insufficient', 'unit', p_entry.unit, 'balance', p_entry.amount - v_left, 'asked', p_entry.amount)::text;
  END IF;
  IF v_left > 0 THEN
    v_told := v_told || ledger_move(p_posting, 'points', v_left, NULL, NULL, 'receivable', NULL,
                        ledger_account_of(v_guest, 'owed'), NULL, NULL, false);
  END IF;
  RETURN v_told;
END $$;
"""

# The posting that takes another back, entry by entry, last first. Once per posting, whatever the key.
REVERSE = """
CREATE FUNCTION ledger_reverse(
  p_posting bigint, p_key text, p_digest bytea, p_at timestamptz, p_on date, p_actor_kind text, p_actor text,
  p_actor_name text, p_reason text, p_facts jsonb, p_spent text, p_grace int
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_kind text;
  v_new bigint;
  v_replay text;
  v_told text := '';
  v_locked bigint[];
  v_entry ledger_entry;
BEGIN
  SELECT kind INTO v_kind FROM ledger_posting WHERE id = p_posting;
  IF v_kind IS NULL THEN
    RETURN json_build_object('refused', 'no_such_posting', 'posting', p_posting)::text;
  ELSIF v_kind IN ('reversal', 'expiry', 'maturing', 'extension') THEN
    RETURN json_build_object('refused', 'not_reversible', 'kind', v_kind)::text;
  END IF;
  INSERT INTO ledger_posting (key, digest, kind, at, on_day, actor_kind, actor, actor_name, reason, facts, corrects_id)
  VALUES (p_key, p_digest, 'reversal', p_at, p_on, p_actor_kind, p_actor, p_actor_name, p_reason, p_facts, p_posting)
  ON CONFLICT DO NOTHING RETURNING id INTO v_new;
  IF v_new IS NULL THEN
    v_replay := ledger_replay(p_key, p_digest);
    RETURN coalesce(v_replay, json_build_object('refused', 'already_reversed', 'posting', p_posting)::text);
  END IF;
  v_locked := (ledger_lock(ARRAY(SELECT g.guest_id FROM ledger_entry e
                                   JOIN ledger_account g ON g.id IN (e.from_account, e.to_account)
                                  WHERE e.posting_id = p_posting),
                           ARRAY['base', 'bonus', 'pending', 'owed', 'principal', 'gift'])).locked;
  FOR v_entry IN SELECT * FROM ledger_entry WHERE posting_id = p_posting ORDER BY id DESC LOOP
    IF v_entry.to_account IS NULL AND v_entry.from_account IS NULL THEN
      v_told := v_told || ledger_move(v_new, v_entry.unit, v_entry.amount, v_entry.counterpart, NULL, v_entry.to_house, NULL,
                          NULL, v_entry.from_house, NULL, false);
    ELSIF v_entry.to_account IS NULL THEN
      v_told := v_told || ledger_give_back(v_new, p_on, p_grace, v_entry);
    ELSIF v_entry.from_account IS NULL THEN
      v_told := v_told || ledger_take_back(v_new, p_on, p_spent, v_entry, v_locked);
    ELSE
      -- Between guests: only the very slice that was given, and only whole.
      IF (SELECT remaining FROM ledger_lot WHERE id = v_entry.to_lot) < v_entry.amount THEN
        RAISE EXCEPTION USING ERRCODE = 'HK422', MESSAGE = json_build_object(
          'refused', 'insufficient', 'unit', v_entry.unit, 'asked', v_entry.amount,
          'balance', (SELECT remaining FROM ledger_lot WHERE id = v_entry.to_lot))::text;
      END IF;
      v_told := v_told || ledger_give_back(v_new, p_on, p_grace, v_entry);
    END IF;
  END LOOP;
  RETURN '{"id":' || v_new || ',"entries":[' || substr(v_told, 2) || ']}';
EXCEPTION WHEN SQLSTATE 'HK422' THEN
  RETURN SQLERRM;
END $$;
"""

FUNCTIONS = (LINE, GIVE_BACK, TAKE_BACK, REVERSE)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_posting")]

    operations = [migrations.RunSQL(text) for text in FUNCTIONS]
