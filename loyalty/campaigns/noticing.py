"""What the programme has to tell guests goes out as service messages, where a guest can be reached; the desk tells the rest.

A notice has one message, by its key. What went is told: the desk does not tell it again. What could not go stays a
notice of the desk's. A campaign that says the same goes before: the guest does not hear it twice.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements, array
from loyalty.campaigns import events
from loyalty.campaigns.priorities import PRIORITIES
from loyalty.messaging import outbox, rendering, settings
from loyalty.messaging.outbox import Draft
from loyalty.programme import wording
from tenants.models import Property

MOST = 10_000
CHANNELS = ("wecom", "email", "sms")
# What has no last day of its own is told within so many days.
KEPT_DAYS = 14
# Kind of notice -> the kind of campaign that would say it: its priority, and the names of its facts.
LIKE = {
    "tier_near": "near_tier",
    "tier_loss": "before_loss",
    "tier_in_grace": "before_loss",
    "points_expiring": "points_ending",
    "punch_progress": "punch_card",
    "coupon_expiring": "coupon_ending",
}
# SMS vendors approve texts with places in them; these are such, where the facts are short.
BY_SMS: dict[str, tuple[str, str]] = {
    "points_expiring": (
        "您有{points_ending}积分将于{ends_on}后到期，欢迎来店使用。",
        "{points_ending} of your points end after {ends_on}. We look forward to your visit.",
    ),
    "coupon_expiring": (
        "您的优惠券{coupon_code}将于{ends_on}到期，当天仍可使用。",
        "Your coupon {coupon_code} ends after {ends_on}; it is good on that day too.",
    ),
    "tier_loss": (
        "您的{tier}将于{ends_on}到期[，{missing}即可保留]。",
        "Your {tier} tier ends on {ends_on}[: {missing} keep it].",
    ),
}
# Told by the desk alone: what was done at the desk, or is to be said by a person.
NOT_SENT = frozenset({"tier_told_fall"})
TITLES = {
    "tier_near": "接近升级提醒", "tier_loss": "保级提醒", "tier_in_grace": "保级宽限提醒", "points_expiring": "积分到期提醒",
    "punch_progress": "集卡进度", "punch_full": "集卡已满", "coupon_expiring": "优惠券到期提醒", "gift_expiring": "赠金到期提醒",
    "tier_rose": "升级通知", "tier_back": "等级恢复通知",
}  # fmt: skip


def drain(raw: Statements, hotel: Property, day: date) -> dict[str, int]:
    """Put down a message for each open notice that can be sent, and mark those that were; how many of each."""
    told = settle(raw)
    rules = settings.read(raw)
    channels = tuple(name for name in CHANNELS if name in settings.ready(rules, hotel))
    if not rules.on or not channels:
        # The desk tells them meanwhile, as it did before.
        return {"put": 0, "told": told}
    asked = {
        "day": day,
        "sms": "sms" in channels,
        "email": "email" in channels,
        "not_sent": array(sorted(NOT_SENT)),
        "by_sms": array(sorted(BY_SMS)),
        "most": MOST,
    }
    rows = raw.execute(OPEN, asked).fetchall()
    return {"put": outbox.put(raw, [_draft(hotel, row, channels, day) for row in rows]), "told": told}


def settle(raw: Statements) -> int:
    """Notices whose message went, their own or a campaign's, are told; of how many."""
    return sum(len(raw.execute(sql, (BY,)).fetchall()) for sql in (TOLD, TOLD_BY_CAMPAIGN))


def texts_of(kind: str, facts: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    """The notice's own words by channel, in both languages; by SMS only what can be filed with a vendor."""
    said = wording.say(kind, facts)
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for n, (locale, text) in enumerate((("zh-CN", said.zh), ("en", said.en))):
        plain = literal(text)
        subject = literal(TITLES.get(kind, "会员提醒") if locale == "zh-CN" else "About your membership")
        texts[locale] = {"wecom": {"text": plain}, "email": {"subject": subject, "body": plain}}
        if kind in BY_SMS:
            texts[locale]["sms"] = {"text": BY_SMS[kind][n]}
    return texts


def literal(text: str) -> str:
    """A text as a template that says exactly this."""
    return "".join("\\" + sign if sign in rendering.SIGNS else sign for sign in text)


def _draft(hotel: Property, row: Sequence[Any], channels: tuple[str, ...], day: date) -> Draft:
    number, guest, kind, until, facts, language = row
    told = msgspec.json.decode(facts)
    like = LIKE.get(kind)
    english = str(language).lower().startswith("en")
    known = events.notice_facts(like, told, english=english) if like else {}
    texts = texts_of(kind, told)
    last = until or day + timedelta(days=KEPT_DAYS)
    return Draft(
        key=f"notice:{number}",
        guest=guest,
        kind="service",
        title=TITLES.get(kind, "会员提醒"),
        channels=tuple(name for name in channels if name in texts["zh-CN"]),
        texts=texts,
        expires_at=max(_end_of(hotel, last), clock.now()),
        purpose="service",
        facts=known,
        priority=PRIORITIES[like] if like else 5,
    )


def _end_of(hotel: Property, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.zone(hotel.time_zone))


BY = "Huike"
# With an address at least; whether it may be used is the gate's to say. Whom the PMS marks secret nobody writes to.
OPEN = """
SELECT n.id, s.id, n.kind, n.until, n.facts, s.language
  FROM programme_notice n JOIN guests_guest g ON g.id = n.guest_id
  JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
 WHERE n.told_at IS NULL AND n.day <= %(day)s AND (n.until IS NULL OR n.until >= %(day)s) AND n.day > %(day)s::date - 14
   AND NOT s.secret AND n.kind <> ALL(%(not_sent)s::text[])
   AND (%(email)s AND s.email <> '' OR %(sms)s AND s.phone IS NOT NULL AND n.kind = ANY(%(by_sms)s::text[]))
   AND NOT EXISTS (SELECT FROM messaging_message m WHERE m.key = 'notice:' || n.id)
   AND NOT EXISTS (SELECT FROM campaigns_target t WHERE t.guest_id = s.id AND t.decision = 'contact'
                      AND t.facts->>'notice' = n.id::text AND t.reason NOT IN ('replaced', 'stopped'))
 ORDER BY n.id LIMIT %(most)s
"""
TOLD = """
UPDATE programme_notice n SET told_at = m.sent_at, told_by = %s FROM messaging_message m
 WHERE n.told_at IS NULL AND m.key = 'notice:' || n.id AND m.state IN ('sent', 'delivered') AND m.sent_at IS NOT NULL
RETURNING n.id
"""
# Sent by a campaign in its place.
TOLD_BY_CAMPAIGN = """
UPDATE programme_notice n SET told_at = m.sent_at, told_by = %s
  FROM guests_guest g, messaging_message m
 WHERE n.told_at IS NULL AND g.id = n.guest_id AND m.guest_id = coalesce(g.merged_into_id, g.id)
   AND m.campaign_id IS NOT NULL AND m.facts->>'notice' = n.id::text AND m.state IN ('sent', 'delivered')
   AND m.sent_at IS NOT NULL
RETURNING n.id
"""
