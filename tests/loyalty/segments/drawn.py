"""A small property with something in every table that segments ask, made by SQL: 600 guests, always the same."""

from kernel.statements import Statements

GUESTS = 600

FILL = (
    """
INSERT INTO guests_guest (name, pinyin, anchor, person, gender, email, language, notes, secret, by_hand, tags, nickname,
    visits, nights, spend_cents, first_visit_on, last_visit_on, last_check_out_on, channel, source, room_no, rate_cents,
    remark_complete, contested, created_at, changed_at, birthday, phone)
SELECT '客人' || n, '', '', decode(md5(n::text), 'hex'), CASE WHEN n %% 2 = 0 THEN 'male' ELSE '' END,
    CASE WHEN n %% 4 = 0 THEN n || '@a.test' ELSE '' END, '', '', n %% 150 = 0, '{}',
    CASE WHEN n %% 50 = 0 THEN ARRAY['未成年']::varchar[] ELSE '{}' END, '', v, v * 2, v * 42000,
    CASE WHEN v > 0 THEN date '2023-01-01' + n %% 700 END, CASE WHEN v > 0 THEN date '2025-01-01' + n %% 690 END,
    CASE WHEN v > 0 THEN date '2025-01-03' + n %% 690 END,
    CASE WHEN v > 0 THEN (ARRAY['ota','member','walk_in','corporate'])[1 + n %% 4] ELSE '' END,
    CASE WHEN v > 0 THEN '携程' ELSE '' END, '8210', 20000 + n %% 9000, n %% 3 = 0, false, now(), now(),
    CASE WHEN n %% 3 = 0 THEN date '1960-01-01' + n * 31 END,
    CASE WHEN n %% 10 <> 0 THEN '+8613' || lpad(n::text, 9, '0') END
  FROM (SELECT n, (n * 7) %% 6 AS v FROM generate_series(1, %(guests)s) n) x
""",
    "UPDATE guests_guest g SET merged_into_id = g.id - 1 WHERE g.name LIKE '%%00'",
    """
INSERT INTO guests_identity (guest_id, kind, value) SELECT id, 2 + id %% 2, 'w' || id FROM guests_guest WHERE id %% 5 = 0
""",
    """
INSERT INTO stays_visit (guest_id, ordinal, check_in_on, check_out_on, channel, source, room_no, room_type, rate_cents,
    nights, room_cents, other_cents, stays, clerk, prev_channel)
SELECT g.id, k, g.first_visit_on + k * 100, g.first_visit_on + k * 100 + 2,
    (ARRAY['ota','member','walk_in','corporate'])[1 + (g.id + k) %% 4], '携程', '8210', '大床房', 20000 + g.id %% 9000,
    2, 40000, 2000, 1, '', '' FROM guests_guest g, generate_series(1, g.visits) k WHERE g.merged_into_id IS NULL
""",
    """
INSERT INTO stays_stay (external_id, guest_id, visit_id, updated_at, status, counted, booked_at, check_in, check_out,
    check_in_on, check_out_on, room_no, room_type, rate_cents, currency, room_cents, fnb_cents, other_cents, source,
    channel, clerk, requests, guest_name, keys, details, digest, received_at)
SELECT 'F' || v.id, v.guest_id, v.id, now(), 'checked_out', true, v.check_in_on - 5, v.check_in_on, v.check_out_on,
    v.check_in_on, v.check_out_on, v.room_no, v.room_type, v.rate_cents, 'CNY', 40000, 2000, 0, v.source, v.channel, '',
    CASE WHEN v.id %% 20 = 0 THEN ARRAY['加一个枕头']::varchar[] ELSE '{}' END, 'x', '{}',
    CASE WHEN v.id %% 7 = 0 THEN '{"children": 1}' ELSE '{"adults": 2}' END::jsonb, '\\x00', now() FROM stays_visit v
""",
    """
INSERT INTO guests_consent (guest_id, purpose, channel, given, wording, through, at, by, by_name)
SELECT id, 'marketing', c.channel, (id + place) %% 4 <> 0, 'x', 'desk', timestamptz '2026-01-01' + (id * 7 + place * 13) %% 50 * interval '1 day',
       '', ''
  FROM guests_guest, unnest(ARRAY['', 'sms', '', 'email']) WITH ORDINALITY AS c(channel, place)
 WHERE (id + place) %% 3 = 0 ORDER BY id, place
""",
    "INSERT INTO coupons_terms (digest, kind, document) VALUES ('\\x00', 'a', '{}')",
    """
INSERT INTO coupons_coupon (code, terms_id, kind, guest_id, state, issued_on, expires_on, face_cents, cost_cents, origin,
    issued_by, redeemed_at, redeemed_on, bill_cents, discount_cents)
SELECT 'C' || g.id || k, (SELECT id FROM coupons_terms LIMIT 1), 'a', g.id,
    CASE WHEN k = 1 THEN 'redeemed' ELSE 'open' END, '2026-06-01', '2026-12-31', 3000, 3000, 'x', 'x',
    CASE WHEN k = 1 THEN now() END, CASE WHEN k = 1 THEN date '2026-08-01' END, CASE WHEN k = 1 THEN 20000 END,
    CASE WHEN k = 1 THEN 3000 END FROM guests_guest g, generate_series(1, 2) k WHERE g.id %% 3 = 0
""",
    # Printed, and in nobody's hand yet.
    """
INSERT INTO coupons_coupon (code, terms_id, kind, state, issued_on, expires_on, face_cents, cost_cents, origin, issued_by)
SELECT 'P' || k, (SELECT id FROM coupons_terms LIMIT 1), 'a', 'open', '2026-06-01', '2026-12-31', 3000, 3000, 'x', 'x'
  FROM generate_series(1, 3) k
""",
    """
INSERT INTO lifecycle_state (guest_id, stage, stage_since, deviation, cohort, due_on, norm_from, norm_pooled, r, f, m,
    rfm_group, value_tier, alive, expected_visits_12m, spent_cents, future_cents, discount_share, price_sensitive,
    motive_suggested, winbacks_unanswered, as_of)
SELECT id, (ARRAY['new','sticky','at_risk','dormant','lost'])[1 + id %% 5], '2026-01-01',
    (ARRAY['unknown','early','on_pattern','late'])[1 + id %% 4], 'all', date '2026-11-01' + (id %% 40)::int, '', false,
    1 + id %% 5, 1 + id %% 4, 1 + id %% 3, 'key_keep', 'gold', 0.5, 1.2, spend_cents, 40000, 0.2, 'no',
    CASE WHEN id %% 3 = 0 THEN 'price' ELSE '' END, id %% 3, '2026-11-22'
  FROM guests_guest WHERE merged_into_id IS NULL AND visits > 0
""",
    """
INSERT INTO guests_profile (guest_id, motive, occupation, region, minor, preferred_channel, changed_at, changed_by_name)
SELECT id, CASE WHEN id %% 2 = 0 THEN 'loyal' ELSE '' END, '教师', '', id %% 40 = 0, 'sms', now(), ''
  FROM guests_guest WHERE id %% 4 = 0
""",
    """
INSERT INTO guests_preference (guest_id, code, value, noted_at, by_name)
SELECT id, 'quiet', '', now(), '' FROM guests_guest WHERE id %% 6 = 0
""",
    """
INSERT INTO guests_interaction (guest_id, kind, source, day, text, outcome, made_at, by_name)
SELECT id, CASE WHEN id %% 2 = 0 THEN 'complaint' ELSE 'praise' END, '', '2026-10-01', '', '', now(), ''
  FROM guests_guest WHERE id %% 9 = 0
""",
    """
INSERT INTO campaigns_campaign (code, name, kind, document, version, state, price_offer, made_at, made_by, made_by_name,
    changed_at, approved_by, approved_by_name, cursor, audience)
VALUES ('spring', '春', 'greeting', '{}', 1, 'running', false, now(), '', '', now(), '', '', 0, '{}')
""",
    """
INSERT INTO campaigns_target (campaign_id, version, guest_id, occasion, cause, arm, decision, reason, facts, stage, tier,
    channel, saved_cents, offer_ref, cost_cents, chosen_on, chosen_at, sent_on, answered_at, visits, visit_ordinal, revenue_cents)
SELECT c.id, 1, g.id, 'c:' || g.id, 'once', CASE WHEN g.id %% 10 = 0 THEN 'holdout' ELSE 'A' END,
    CASE WHEN g.id %% 10 = 0 THEN 'held_out' ELSE 'contact' END, '', '{}', '', '', '', 0, '', 0, '2026-10-01', now(),
    CASE WHEN g.id %% 10 > 0 THEN date '2026-10-02' END, CASE WHEN g.id %% 8 = 0 THEN now() END, 1,
    CASE WHEN g.id %% 4 = 0 THEN 2 END, 0 FROM guests_guest g, campaigns_campaign c WHERE g.id %% 2 = 0
""",
    """
INSERT INTO messaging_message (key, guest_id, once, kind, purpose, title, channels, priority, counts, texts, facts,
    expires_at, moot_after_visit, state, due_at, reason, because, judgements, made_at, channel, vendor, parts, cost_cents,
    sent_at, sent_on, provider_id, error, settled_by)
SELECT 'm' || id, id, false, 'marketing', 'marketing', '', '{sms}', 0, true, '{}', '{}', now(), false, 'sent', now(), '',
    '', 1, now(), 'sms', '', 1, 0, now(), '2026-11-20', '', '', '' FROM guests_guest WHERE id %% 3 = 0
""",
    """
INSERT INTO messaging_optout (guest_id, channel, at, through, wording, by_name, ended_by)
SELECT id, CASE WHEN id %% 2 = 0 THEN '' ELSE 'sms' END, now(), 'desk', '', '', '' FROM guests_guest WHERE id %% 11 = 0
""",
    # Of a number that nobody here has any more.
    """
INSERT INTO messaging_optout (guest_id, address_hash, channel, at, through, wording, by_name, ended_by)
VALUES (NULL, '\\x01', 'sms', now(), 'reply', '', '', '')
""",
    """
INSERT INTO messaging_deadaddress (guest_id, channel, address_hash, dead_at, why)
SELECT id, 'sms', '\\x00', now(), '' FROM guests_guest WHERE id %% 13 = 0
""",
)


def fill(raw: Statements) -> None:
    """Inside a property that has none of this."""
    for statement in FILL:
        raw.execute(statement, {"guests": GUESTS}, prepare=False)
