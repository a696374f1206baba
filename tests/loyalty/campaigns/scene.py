"""A house with a programme, guests whose states are known, and campaigns: short words for what tests of campaigns ask."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from audit.recording import SYSTEM, Actor
from kernel import clock
from loyalty.campaigns import keeping, launching
from loyalty.campaigns.document import (
    CampaignAudience,
    CampaignTexts,
    Document,
    Letter,
    Offer,
    Once,
    Saying,
    Variant,
)
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.models import Target
from loyalty.guests.models import Guest
from loyalty.lifecycle.models import Change, State
from loyalty.messaging.models import Message
from loyalty.programme import publishing
from loyalty.programme.coupons.terms import CouponKind, Step
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, EarnRule, Points
from loyalty.programme.rewards.terms import Reward
from loyalty.programme.tiers.models import Membership
from loyalty.programme.tiers.terms import Tier, Tiers
from loyalty.stays.models import Visit
from tenants.models import Property
from tests.loyalty.messaging.stage import agrees, raw

TODAY = date(2026, 11, 23)
MAKER = Actor("staff", "maker", "林经理")
TEXTS = CampaignTexts(
    sms=Saying("{name}您好，好久不见。"),
    email=Letter("好久不见", "{name}您好，好久不见。"),
    wecom=Saying("{name}您好。"),
)
COUPONS = [
    CouponKind(code="off", name="满减券", name_en="Money off", kind="threshold", steps=[Step("150.00", "20.00")]),
    CouponKind(code="fixed", name="立减券", name_en="20 off", kind="fixed", amount="20.00"),
    CouponKind(code="voucher", name="抵用券", name_en="A voucher", kind="fixed", amount="300.00", cost="90.00"),
    CouponKind(code="room-up", name="升级券", name_en="An upgrade", kind="upgrade", room_type="套房", cost="30.00"),
    CouponKind(code="one", name="一人一张", name_en="One each", kind="fixed", amount="5.00", per_guest=1),
    CouponKind(code="tenth", name="九折", name_en="A tenth off", kind="percent", percent=10),
]  # fmt: skip
PROGRAMME = Programme(
    name="雅客会",
    tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member"), Tier(code="gold", name="金卡", name_en="Gold")]),
    points=Points(enabled=True, earn=[EarnRule(code="spend", per="money", points=1)], bill=Bill(enabled=True)),
    coupons=COUPONS,
    rewards=[
        Reward(code="breakfast", name="早餐", name_en="Breakfast", kind="service", points=1000, price="38.00"),
        Reward(code="night", name="免费房", name_en="A night", kind="service", points=5000, price="300.00"),
    ],
)  # fmt: skip


def publish(**changes: Any) -> None:
    publishing.write(raw(), replace(PROGRAMME, **changes), effective_on=date(2020, 1, 1), actor=SYSTEM)


def guest(number: int, *, consent: bool = True, visits: int = 3, away: int = 200, **changes: Any) -> int:
    """A guest with a phone and a mailbox, so many visits, the last so many days ago; `stage`, `deviation` … of his state."""
    state = {name: changes.pop(name) for name in list(changes) if name in STATE}
    now = clock.now()
    last = clock.local_day(now, "Asia/Shanghai") - timedelta(days=away)
    fields = {
        "name": f"客人{number}",
        "phone": f"+86138{number:08}",
        "email": f"g{number}@example.com",
        "person": number.to_bytes(16, "big"),
        "created_at": now,
        "changed_at": now,
        "visits": visits,
        "rate_cents": 20_000,
        "first_visit_on": last if visits else None,
        "last_visit_on": last if visits else None,
        **changes,
    }
    made = Guest.objects.create(**fields).pk
    if consent:
        agrees(made)
    if visits:
        stands(made, **{**STATE, **state})
    return made


STATE: dict[str, Any] = {
    "stage": "at_risk",
    "deviation": "late",
    "price_sensitive": "yes",
    "winbacks_unanswered": 0,
}


def stands(guest_id: int, **changes: Any) -> None:
    """Where the guest stands in his lifecycle."""
    fields = {
        **STATE, "stage_since": TODAY, "cohort": "property", "r": 1, "f": 1, "m": 1, "rfm_group": "low_regain",
        "value_tier": "silver", "as_of": TODAY, **changes,
    }  # fmt: skip
    State.objects.update_or_create(guest_id=guest_id, defaults=fields)


def changed(guest_id: int, day: date = TODAY, **changes: Any) -> None:
    """His stage or deviation changed on this day."""
    fields = {
        "from_stage": "sticky", "to_stage": "at_risk", "from_deviation": "on_pattern", "to_deviation": "late",
        **changes,
    }  # fmt: skip
    Change.objects.update_or_create(guest_id=guest_id, on_day=day, defaults=fields)


def visited(guest_id: int, ordinal: int, day: date, **changes: Any) -> Visit:
    fields = {
        "check_out_on": day + timedelta(days=1), "checked_out_at": clock.now(), "channel": "member", "source": "携程",
        "room_no": "8210", "room_type": "大床房", "rate_cents": 20_000, "nights": 1, "room_cents": 20_000,
        "other_cents": 0, "stays": 1, **changes,
    }  # fmt: skip
    return Visit.objects.create(guest_id=guest_id, ordinal=ordinal, check_in_on=day, **fields)


def joined(guest_id: int, day: date, tier: str = "base") -> None:
    rank = 0 if tier == "base" else 1
    Membership.objects.create(
        guest_id=guest_id, tier=tier, rank=rank, kind="base" if rank == 0 else "granted", since=day, counts_from=day,
        term_from=day, joined_on=day, reason="tier_joined", counted_from=day, changed_on=day,
    )  # fmt: skip


def document(**changes: Any) -> Document:
    offer: Offer | None = changes.pop("offer", None)
    fields = {
        "name": "问候",
        "kind": "greeting",
        "audience": CampaignAudience(),
        "trigger": Once(),
        "channels": ["sms", "email"],
        "variants": [Variant(code="A", texts={"zh-CN": TEXTS}, offer=offer)],
        "holdout": 0.0,
        **changes,
    }
    return Document(**fields)


def made(**changes: Any) -> Kept:
    return keeping.make(raw(), document(**changes), PROGRAMME, by=MAKER)


def launched(hotel: Property, **changes: Any) -> Kept:
    return launching.launch(raw(), hotel, made(**changes), PROGRAMME)


def decisions(campaign: Kept) -> dict[int, str]:
    return {each.guest_id: each.decision for each in Target.objects.filter(campaign_id=campaign.id)}


def reasons(campaign: Kept) -> dict[int, str]:
    return {each.guest_id: each.reason for each in Target.objects.filter(campaign_id=campaign.id)}


def messages(campaign: Kept, state: str = "waiting") -> int:
    return Message.objects.filter(campaign_id=campaign.id, state=state).count()
