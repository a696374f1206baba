"""Campaigns a drawn hotel ran: written, chosen and sent by the product's own ways at their own time, and then answered.

The plan of a hotel knows nothing of messages; whoever answers one has a visit beside it, told like any other stay.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import msgspec
from django.db import transaction

from audit.recording import Actor
from kernel import clock
from kernel.statements import Statements
from loyalty import journey
from loyalty.campaigns import choosing, keeping, launching
from loyalty.campaigns.document import Document
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.drawing.planning import SEED
from loyalty.lifecycle import assessing
from loyalty.messaging import sending, settings
from loyalty.messaging.transports.outbox import Outbox
from loyalty.programme import versions
from loyalty.stays.incoming import from_dict
from tenants.context import raw_connection
from tenants.models import Property

MORNING = time(10, 30)
WAYS = {channel: Outbox(channel) for channel in ("sms", "email", "wecom")}
RECEIVED = """
UPDATE messaging_message SET state = 'delivered', delivered_at = sent_at + interval '9 seconds'
 WHERE state = 'sent' AND campaign_id = %s AND id %% 40 <> 0
"""
SAID = """
SELECT t.id, s.guest_name, g.phone, s.room_type, s.rate_cents FROM campaigns_target t
  JOIN guests_guest g ON g.id = t.guest_id
  JOIN LATERAL (SELECT guest_name, room_type, rate_cents FROM stays_stay WHERE guest_id = g.id AND counted
                ORDER BY check_in DESC, id LIMIT 1) s ON true
 WHERE t.campaign_id = %s AND t.decision = 'contact' AND t.sent_at IS NOT NULL AND g.phone IS NOT NULL ORDER BY t.id
"""


@dataclass(frozen=True, slots=True)
class Past:
    """One campaign of so many days ago. `answered`: the share of those written to who come because of it."""

    ago_days: int
    answered: float
    document: dict[str, Any]


def _texts(zh: str, en: str, subject_zh: str, subject_en: str) -> dict[str, Any]:
    return {
        "zh-CN": {"sms": {"text": zh}, "email": {"subject": subject_zh, "body": zh}},
        "en": {"sms": {"text": en}, "email": {"subject": subject_en, "body": en}},
    }


def _field(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value}


GREETING = {
    "name": "逾期老客问候",
    "kind": "win_back",
    "audience": {
        "rule": {"kind": "and", "of": [
            _field("deviation", "is_any_of", ["late"]), _field("visits", "at_least", 2),
            {"kind": "not", "of": _field("stage", "is_any_of", ["lost"])}]},
    },
    "trigger": {"kind": "once"},
    "channels": ["sms", "email"],
    "variants": [{"code": "A", "texts": _texts(
        "{name|}您好，{property}的同事问候您。[您上次住的是{last_room}房，]最近有要来的计划，回复我们就行，房间给您留安静的。",
        "Hello from {property}.[ Your last room was {last_room}.] If you plan to come this way, just answer: we keep a quiet one.",
        "{property}问候您", "Hello from {property}")}],
    "holdout": 0.3,
    "window_days": 30,
}  # fmt: skip
DORMANT = {
    "name": "沉睡客人：积分送到差一晚",
    "kind": "dormant",
    "audience": {"rule": _field("stage", "is_any_of", ["dormant"])},
    "trigger": {"kind": "once"},
    "channels": ["sms", "email"],
    "variants": [{"code": "A", "offer": {"kind": "gap", "nights": 1, "most": 5_000}, "texts": _texts(
        "{name|}您好，{property}给您存了{gift_points}积分，再住一晚就能兑换[{reward}]。",
        "{property} has put {gift_points} points aside for you: one night more[ and {reward} is yours].",
        "{property}给您存了积分", "Points from {property}")}],
    "pretext": "anniversary",
    "holdout": 0.2,
    "window_days": 30,
    "budget": "3000.00",
}  # fmt: skip
VOUCHER = {
    "name": "流失客人满减券",
    "kind": "win_back",
    "audience": {"rule": _field("stage", "is_any_of", ["lost", "at_risk"])},
    "trigger": {"kind": "once"},
    "channels": ["sms", "email"],
    "variants": [{"code": "A", "offer": {"kind": "coupon", "coupon": "off"}, "texts": _texts(
        "{name|}您好，{property}送您一张房费券，券码{coupon_code}，到店出示即可。",
        "A voucher from {property}: show {coupon_code} at the desk.", "{property}送您一张券", "A voucher from {property}")}],
    "holdout": 0.1,
    "window_days": 30,
    "budget": "2000.00",
}  # fmt: skip
SECOND = {
    "name": "首住 30 天问候",
    "kind": "second_visit",
    "audience": {},
    "trigger": {"kind": "event", "event": "days_after_visit", "ordinal": 1, "days": 30},
    "channels": ["sms", "email"],
    "variants": [{"code": "A", "texts": _texts(
        "{name|}您好，上次在{property}住得还好吗？[{last_room}房]您要是喜欢，下次告诉我们，提前给您留好。",
        "Was everything well at {property}?[ If you liked room {last_room}] tell us next time and we keep it for you.",
        "{property}想听听您的感受", "How was {property}?")}],
    "holdout": 0.1,
    "window_days": 60,
}  # fmt: skip
BIRTHDAY = {
    "name": "生日问候",
    "kind": "birthday",
    "audience": {"rule": _field("visits", "at_least", 2)},
    "trigger": {"kind": "event", "event": "birthday", "days": 7},
    "channels": ["sms", "email"],
    "variants": [{"code": "A", "texts": _texts(
        "{name|}您好，{property}祝您生日快乐！生日当月到店，房间里给您备一份小礼。",
        "{property} wishes you a happy birthday. Come in your birthday month, and something small waits in your room.",
        "{property}祝您生日快乐", "Happy birthday from {property}")}],
    "holdout": 0.1,
    "window_days": 30,
}  # fmt: skip
PASTS = (Past(118, 0.0, VOUCHER), Past(86, 0.17, GREETING), Past(54, 0.09, DORMANT), Past(38, 0.15, GREETING))
RUNNING = (SECOND, BIRTHDAY)


class History:
    """What a hotel's campaigns bring while its past is told window by window."""

    def __init__(self, hotel: Property, letter: str, by: Actor) -> None:
        self.hotel, self.letter, self.by = hotel, letter, by
        self.zone = clock.zone(hotel.time_zone)
        self.left = list(PASTS)
        self.answers: list[tuple[datetime, dict[str, Any]]] = []

    def live(self, then: datetime, now: datetime) -> None:
        """What became of earlier messages by then, and the campaigns of these days."""
        if not settings.read(Statements(raw_connection())).on:
            return
        self._answer(then)
        while self.left and then >= now - timedelta(days=self.left[0].ago_days) and then < now:
            self._run(self.left.pop(0), then, now)

    def end(self) -> None:
        """What still runs today."""
        raw = Statements(raw_connection())
        if settings.read(raw).on:
            for document in RUNNING:
                self._launch(raw, document)

    def _run(self, past: Past, then: datetime, now: datetime) -> None:
        moment = datetime.combine(then.astimezone(self.zone).date(), MORNING, self.zone)
        with clock.ahead(moment - clock.now()), transaction.atomic():
            raw = Statements(raw_connection())
            assessing.night(raw, self.hotel, moment.date())
            campaign = self._launch(raw, past.document)
            choosing.work(self.hotel)
            sending.work(self.hotel, CampaignSponsor(self.hotel), transports=WAYS)
            raw = Statements(raw_connection())
            raw.execute(RECEIVED, (campaign,))
            for row in raw.execute(SAID, (campaign,)).fetchall():
                self._decide(past, moment, now, *row)

    def _launch(self, raw: Statements, document: dict[str, Any]) -> int:
        published = versions.in_force(raw, clock.today(self.hotel.time_zone))
        programme = published.programme if published else None
        draft = keeping.make(raw, msgspec.convert(document, Document), programme, by=self.by)
        return launching.launch(raw, self.hotel, draft, programme).id

    def _decide(
        self,
        past: Past,
        moment: datetime,
        now: datetime,
        target: int,
        name: str,
        phone: str,
        room_type: str,
        rate: int,
    ) -> None:
        """Whether this one comes because of it, and when; he books himself."""
        rng = Random(f"{SEED}-{self.letter}-answer-{target}")
        if rng.random() >= past.answered:
            return
        check_in = moment + timedelta(days=rng.randrange(2, 24), hours=rng.uniform(3, 9))
        check_out = (check_in + timedelta(days=1)).replace(hour=11)
        if check_out >= now:
            return
        yuan = f"{rate // 100}.00"
        stay = {
            "external_id": f"F{self.letter}W{target:05d}",
            "updated_at": check_out.isoformat(),
            "status": "checked_out",
            "booked_at": (moment + timedelta(hours=rng.uniform(1, 30))).isoformat(),
            "check_in": check_in.isoformat(),
            "check_out": check_out.isoformat(),
            "room_no": f"8{rng.choice('1234')}{rng.randrange(1, 21):02d}",
            "room_type": room_type,
            "rate": yuan,
            "revenue": {"room": yuan, "fnb": rng.choice(("0.00", "38.00"))},
            "source": rng.choice(("微信", "小程序", "会员")),
            "guest": {"name": name, "phone": phone},
        }
        self.answers.append((check_out, stay))

    def _answer(self, then: datetime) -> None:
        due = [stay for out, stay in self.answers if out <= then]
        self.answers = [each for each in self.answers if each[0] > then]
        if due:
            journey.follow(self.hotel, [from_dict(stay) for stay in due])
