"""From a segment to messages that went: 300 guests of known states, one campaign, and everything agrees in the end."""

from collections import Counter
from datetime import timedelta

import time_machine

from loyalty.campaigns import audience, choosing, keeping, progress
from loyalty.campaigns.document import CampaignTexts, CouponOffer, Letter, Saying, Variant
from loyalty.campaigns.models import Spend, Target
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.messaging import sending
from loyalty.messaging.models import Message
from loyalty.programme.coupons.models import Coupon
from tenants.models import Property
from tests.loyalty.campaigns.scene import guest, launched
from tests.loyalty.messaging.stage import Vendor, raw

TEXTS = CampaignTexts(
    sms=Saying("{name}您好，给您留了{coupon}，券码{coupon_code}。"),
    email=Letter("给您留了一张券", "{name}您好，给您留了{coupon}，券码{coupon_code}。"),
)


def test_three_hundred_guests_one_campaign(house: Property, morning: time_machine.Traveller) -> None:
    expected: Counter[str] = Counter()
    for n in range(1, 301):
        match n % 10:
            case 0:
                guest(n, consent=False)
                expected["no_consent"] += 1
            case 1:
                guest(n, phone=None, email="")
                expected["unreachable"] += 1
            case 2:
                guest(n, deviation="on_pattern")
                expected["on_pattern"] += 1
            case 3:
                guest(n, price_sensitive="unknown")
                expected["not_price_sensitive"] += 1
            case 4:
                guest(n, winbacks_unanswered=2)
                expected["does_not_answer"] += 1
            case 5:
                guest(n, stage="sticky")
                expected["wrong_stage"] += 1
            case _:
                guest(n, email="" if n % 2 else f"g{n}@example.com")
                expected["contacted"] += 1
    # Of 120 who would be contacted about a tenth is held out; the budget is for 60 coupons of 20 yuan and their messages.
    campaign = launched(
        house, kind="win_back", holdout=0.1, budget="1203.00", offer=None,
        variants=[Variant(code="A", texts={"zh-CN": TEXTS}, offer=CouponOffer("fixed"))],
    )  # fmt: skip
    before = audience.count(raw(), house, campaign.id, campaign.document)
    assert audience.adds_up(before.numbers)
    assert choosing.work(house) == before.numbers["contact"]
    after = keeping.get(raw(), campaign.id).audience
    assert {**after, "as_of": ""} == {**before.numbers, "as_of": ""}
    assert after["holdout"] + after["contact"] == expected["contacted"] == 120
    found = Counter(
        Target.objects.exclude(decision__in=["contact", "held_out"]).values_list("reason", flat=True)
    )
    assert found == {reason: n for reason, n in expected.items() if reason != "contacted"}

    ways = {"sms": Vendor("sms"), "email": Vendor("email")}
    for _ in range(3):
        sending.work(house, CampaignSponsor(house), transports=ways)
        morning.shift(timedelta(hours=1))

    spend = Spend.objects.get()
    assert spend.reserved_cents == 0 and spend.spent_cents <= 120_300
    went = Message.objects.filter(state="sent")
    assert went.count() == Coupon.objects.filter(state="open").count() == spend.taken
    assert spend.spent_cents == sum(2_000 + message.cost_cents for message in went)
    # The next one would have passed the budget, and nothing less.
    assert spend.spent_cents + 2_000 > 120_300
    assert len(ways["sms"].took) + len(ways["email"].took) == went.count()
    for message in went:
        target = Target.objects.get(pk=message.target_id)
        assert (target.decision, target.arm, target.channel) == ("contact", "A", message.channel)
        assert target.sent_at is not None and target.cost_cents == message.cost_cents
        coupon = Coupon.objects.get(code=target.offer_ref.removeprefix("coupon:"))
        assert coupon.guest_id == target.guest_id == message.guest_id
        assert "-".join((coupon.code[:4], coupon.code[4:8], coupon.code[8:])) in message.rendered["text"]
    told = progress.of(raw(), [keeping.get(raw(), campaign.id)])[campaign.id]
    assert told.chosen == after["contact"] == sum(told.messages.values())
    # Who was held out, left alone or subtracted got nothing at all.
    assert set(went.values_list("guest_id", flat=True)) <= set(
        Target.objects.filter(decision="contact").values_list("guest_id", flat=True)
    )
