"""Budget, stock and offers at the claim: never over, once per target, void when nobody heard of it. C120, I9."""

import contextlib
import threading
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from kernel.statements import Statements
from loyalty.campaigns import choosing, keeping, launching, sponsoring
from loyalty.campaigns.document import CouponOffer, GapOffer, Offer, PointsOffer
from loyalty.campaigns.keeping import Kept
from loyalty.campaigns.models import Spend, Target
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.ledger import reading
from loyalty.messaging.models import Message
from loyalty.messaging.sponsoring import Blocked, Claimed, Wanted
from loyalty.programme.coupons.models import Coupon
from tenants.context import as_owner, in_property, raw_connection
from tenants.models import Property
from tests import cast
from tests.loyalty.campaigns import scene
from tests.loyalty.campaigns.scene import guest, launched
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import raw

LATE = {"kind": "win_back"}


def wanted(target: Target, cost: int = 5) -> Wanted:
    message = Message.objects.get(target_id=target.pk)
    return Wanted(message.pk, target.campaign_id, target.pk, target.guest_id, cost)


def chosen(
    hotel: Property, offer: Offer | None = None, *, count: int = 1, **changes: Any
) -> tuple[Kept, list[Target]]:
    for n in range(1, count + 1):
        guest(n, stage=changes.pop("stage", "at_risk") if count == 1 else "at_risk")
    campaign = launched(hotel, **{**LATE, "offer": offer, **changes})
    choosing.work(hotel)
    return campaign, list(Target.objects.filter(decision="contact").order_by("pk"))


def spend(campaign: Kept) -> tuple[int, int, int]:
    found = Spend.objects.get(pk=campaign.id)
    return found.reserved_cents, found.spent_cents, found.taken


def test_a_claim_reserves_and_issues_and_sending_spends(house: Property) -> None:
    campaign, (target,) = chosen(house, CouponOffer("fixed"), budget="100.00")
    sponsor = CampaignSponsor(house)
    claimed = sponsor.claim(raw(), wanted(target))
    assert isinstance(claimed, Claimed)
    coupon = Coupon.objects.get()
    assert (
        claimed.facts["coupon"] == "立减券" and claimed.facts["coupon_code"].replace("-", "") == coupon.code
    )
    assert (coupon.guest_id, coupon.key, coupon.origin) == (
        target.guest_id,
        f"campaign:{target.pk}",
        f"campaign:{campaign.code}",
    )
    assert spend(campaign) == (2_005, 0, 1)
    sponsor.sent(raw(), wanted(target))
    assert spend(campaign) == (0, 2_005, 1)
    target.refresh_from_db()
    assert target.sent_on == scene.TODAY and target.cost_cents == 5
    assert (
        target.offer_ref == f"coupon:{coupon.code}"
        and target.offer is not None
        and target.offer["coupon"] == "fixed"
    )


def test_what_certainly_did_not_go_frees_the_budget_and_voids_the_coupon(house: Property) -> None:
    campaign, (target,) = chosen(house, CouponOffer("fixed"), budget="100.00")
    sponsor = CampaignSponsor(house)
    sponsor.claim(raw(), wanted(target))
    sponsor.failed(raw(), wanted(target))
    assert spend(campaign) == (0, 0, 0)
    assert Coupon.objects.get().state == "void"
    # Told twice changes nothing.
    sponsor.failed(raw(), wanted(target))
    assert spend(campaign) == (0, 0, 0)


def test_what_is_claimed_again_after_a_throttle_is_the_same_coupon(house: Property) -> None:
    campaign, (target,) = chosen(house, CouponOffer("fixed"))
    sponsor = CampaignSponsor(house)
    first = sponsor.claim(raw(), wanted(target))
    sponsor.failed(raw(), wanted(target))
    assert sponsor.claim(raw(), wanted(target)) == first
    coupon = Coupon.objects.get()
    assert coupon.state == "open" and coupon.ended_at is None
    sponsor.sent(raw(), wanted(target))
    assert spend(campaign) == (0, 2_005, 1)


def test_what_a_receipt_says_reached_nobody_voids_the_coupon_by_the_night(house: Property) -> None:
    campaign, (target,) = chosen(house, CouponOffer("fixed"))
    sponsor = CampaignSponsor(house)
    sponsor.claim(raw(), wanted(target))
    sponsor.sent(raw(), wanted(target))
    Message.objects.update(state="failed", sent_at=None)
    assert sponsoring.void_unheard(raw(), house) == 1 and sponsoring.void_unheard(raw(), house) == 0
    target.refresh_from_db()
    assert (target.sent_at, target.reason) == (None, "unreachable")
    assert Coupon.objects.get().state == "void"
    # The message was paid for all the same.
    assert spend(campaign) == (0, 5, 0)


def test_points_are_given_once_taken_back_and_given_again(house: Property) -> None:
    _, (target,) = chosen(house, PointsOffer(points=200))
    sponsor = CampaignSponsor(house)
    claimed = sponsor.claim(raw(), wanted(target))
    assert isinstance(claimed, Claimed) and claimed.facts == {"gift_points": 200}
    assert points(target) == 200
    sponsor.failed(raw(), wanted(target))
    assert points(target) == 0
    sponsor.claim(raw(), wanted(target))
    assert points(target) == 200


def points(target: Target) -> int:
    return reading.balances(raw(), [target.guest_id]).points


def test_the_gap_gift_is_reckoned_anew_when_it_is_given(house: Property) -> None:
    """C74: he earned something since he was chosen; the gift still leaves two nights."""
    here = guest(1, stage="dormant")
    scene.visited(here, 3, scene.TODAY.replace(month=5), rate_cents=20_000)
    campaign = launched(house, kind="dormant", offer=GapOffer(nights=2, most=700))
    choosing.work(house)
    target = Target.objects.get(campaign_id=campaign.id)
    assert target.facts["gift_points"] == 600
    give(house, here, 100)
    claimed = CampaignSponsor(house).claim(raw(), wanted(target))
    assert isinstance(claimed, Claimed)
    assert claimed.facts == {"gift_points": 500, "nights_short": 2, "reward": "早餐"}
    assert points(target) == 600


def give(hotel: Property, guest_id: int, amount: int) -> None:
    from audit.recording import SYSTEM
    from loyalty.ledger.posting import Credit, post

    credit = Credit(guest_id, "base", amount, "issuance", earned_on=scene.TODAY, origin="test")
    post(raw(), key=f"test:{guest_id}", kind="test", moves=[credit], on=scene.TODAY, actor=SYSTEM)


def test_what_would_pass_the_budget_is_blocked_with_nothing_done(house: Property) -> None:
    campaign, targets = chosen(house, CouponOffer("fixed"), count=3, budget="41.00")
    sponsor = CampaignSponsor(house)
    assert isinstance(sponsor.claim(raw(), wanted(targets[0])), Claimed)
    assert isinstance(sponsor.claim(raw(), wanted(targets[1])), Claimed)
    # Somebody's may still fail, and leave room for his.
    assert sponsor.claim(raw(), wanted(targets[2])) == Blocked("budget_spent", wait=True)
    assert Coupon.objects.count() == 2 and spend(campaign) == (4_010, 0, 2)
    for target in targets[:2]:
        sponsor.sent(raw(), wanted(target))
    assert sponsor.claim(raw(), wanted(targets[2])) == Blocked("budget_spent")


def test_what_would_pass_the_stock_is_blocked(house: Property) -> None:
    campaign, targets = chosen(house, count=2, stock=1)
    sponsor = CampaignSponsor(house)
    assert sponsor.claim(raw(), wanted(targets[0])) == Claimed({})
    sponsor.sent(raw(), wanted(targets[0]))
    assert sponsor.claim(raw(), wanted(targets[1])) == Blocked("stock_gone")
    assert spend(campaign) == (0, 5, 1)


def test_what_the_programme_refuses_to_give_is_blocked_with_nothing_reserved(house: Property) -> None:
    campaign, (target,) = chosen(house, CouponOffer("one"))
    from audit.recording import SYSTEM
    from loyalty.programme.coupons import issuing

    issuing.issue(
        raw(),
        scene.PROGRAMME,
        "one",
        target.guest_id,
        origin="x",
        actor=SYSTEM,
        today=scene.TODAY,
        key="by hand",
    )
    assert CampaignSponsor(house).claim(raw(), wanted(target)) == Blocked("stock_gone")
    assert spend(campaign) == (0, 0, 0) and Coupon.objects.count() == 1


def test_paused_waits_stopped_never_goes_and_the_gate_is_told_so(house: Property) -> None:
    campaign, (target,) = chosen(house)
    sponsor = CampaignSponsor(house)
    assert sponsor.states(raw(), [campaign.id, 999]) == {campaign.id: "running", 999: "stopped"}
    asked = wanted(target)
    paused = launching.pause(raw(), house, keeping.get(raw(), campaign.id))
    assert sponsor.states(raw(), [campaign.id]) == {campaign.id: "paused"}
    assert sponsor.claim(raw(), asked) == Blocked("paused", wait=True)
    launching.stop(raw(), house, paused)
    assert sponsor.states(raw(), [campaign.id]) == {campaign.id: "stopped"}
    assert sponsor.claim(raw(), asked) == Blocked("stopped")


def test_what_will_never_go_says_why_on_the_target(house: Property) -> None:
    _, (target,) = chosen(house)
    CampaignSponsor(house).dropped(raw(), wanted(target), "opted_out")
    target.refresh_from_db()
    assert (target.decision, target.reason) == ("contact", "opted_out")


# --- under load ---

THREADS = 8


@pytest.fixture
def crowd(committed: None) -> tuple[Property, list[Wanted], int]:
    """Forty guests chosen, a budget for eight of them: 100 yuan, 12.50 each with the message."""
    place = cast.property_named("acme-1")
    with in_property(place), time_machine.travel(stage.NOW, tick=False):
        stage.rules()
        scene.publish()
        campaign, targets = chosen(place, CouponOffer("fixed"), count=40, budget="100.00")
        return place, [wanted(target, 500) for target in targets], campaign.id


def claim_all(hotel: Property, messages: list[Wanted]) -> list[str]:
    """Everybody claims, so many at a time, each in a transaction and with a connection of his own."""
    outcomes: list[str] = []
    ready = threading.Barrier(THREADS, timeout=60)

    def run(own: list[Wanted]) -> None:
        try:
            ready.wait()
            for message in own:
                with in_property(hotel), transaction.atomic():
                    answer = CampaignSponsor(hotel).claim(Statements(raw_connection()), message)
                outcomes.append("claimed" if isinstance(answer, Claimed) else str(answer.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(messages[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_c120_a_hundred_yuan_are_never_overspent_by_eight_at_a_time(
    crowd: tuple[Property, list[Wanted], int],
) -> None:
    hotel, messages, campaign = crowd
    outcomes = claim_all(hotel, messages)
    assert (outcomes.count("claimed"), outcomes.count("budget_spent")) == (4, 36)
    with in_property(hotel):
        found = Spend.objects.get(pk=campaign)
        assert found.reserved_cents + found.spent_cents == 10_000 and found.taken == 4
        assert Coupon.objects.filter(state="open").count() == 4


def test_control_reading_first_and_writing_then_overspends(
    crowd: tuple[Property, list[Wanted], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the comparison in the statement, and without what the database says of it again."""
    hotel, messages, campaign = crowd
    together = threading.Barrier(THREADS)

    def careless(raw: Statements, kept: Kept, cents: int, *, takes: int) -> None:
        found = raw.execute(sponsoring.LEFT, (kept.id,)).fetchone()
        assert found is not None
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(timeout=2)
        if found[1] + found[2] + cents > found[0]:
            raise sponsoring._Stopped(Blocked("budget_spent"))
        raw.execute(CARELESS, (cents, kept.id))

    monkeypatch.setattr(sponsoring, "_reserve", careless)
    checked(hotel, "DROP CONSTRAINT spend_within_budget")
    try:
        claim_all(hotel, messages)
        with in_property(hotel):
            assert Spend.objects.get(pk=campaign).reserved_cents > 10_000
            Spend.objects.all().delete()
    finally:
        checked(hotel, f"ADD CONSTRAINT spend_within_budget CHECK ({WITHIN})")


CARELESS = "UPDATE campaigns_spend SET reserved_cents = reserved_cents + %s WHERE campaign_id = %s"
WITHIN = "budget_cents IS NULL OR budget_cents >= reserved_cents + spent_cents"


def checked(hotel: Property, change: str) -> None:
    with as_owner(hotel.schema_name), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE campaigns_spend {change}")
