"""What happens as time goes by: on the stand-in's own clock, and on Stripe's test clocks."""

import pytest

from tests.platform.stripe.conftest import Shop, item_of

DAY = 86400


def failing(shop: Shop, **more: object) -> str:
    """A subscription on trial whose card will be declined."""
    return shop.subscribe(shop.customer("pm_card_chargeCustomerFail"), trial_period_days=7, **more).id


@pytest.mark.parametrize(
    ("ending", "status"), [("unpaid", "unpaid"), ("cancel", "canceled"), ("past_due", "past_due")]
)
def test_a_card_is_tried_again_three_five_and_seven_days_later_and_then_no_more(
    shop: Shop, ending: str, status: str
) -> None:
    shop.stand_in.knobs(dunning={"finally": ending})
    made = failing(shop)
    seen = []
    for _ in range(30):
        invoice = shop.v1.invoices.list({"subscription": made}).data[0]
        if not seen or seen[-1] != (shop.status(made), invoice.attempt_count):
            seen.append((shop.status(made), invoice.attempt_count))
        shop.stand_in.clock(advance_s=DAY)
    # Between the end of the trial and the first charge the invoice is a draft for an hour.
    assert seen == [
        ("trialing", 0),
        ("active", 0),
        ("past_due", 1),
        ("past_due", 2),
        ("past_due", 3),
        (status, 4),
    ]


def test_a_better_card_and_paying_bring_it_back(shop: Shop) -> None:
    made = failing(shop)
    shop.stand_in.clock(advance_s=25 * DAY)
    assert shop.status(made) == "unpaid"
    customer = shop.v1.subscriptions.retrieve(made).customer
    portal = shop.v1.billing_portal.sessions.create(
        {"customer": customer, "return_url": "http://127.0.0.1:9/"}
    )
    open_one = shop.v1.invoices.list({"subscription": made, "status": "open"}).data[0].id
    assert shop.stand_in.press(portal.url, action="pay", invoice=open_one)[0] == 402
    assert shop.status(made) == "unpaid"
    assert shop.stand_in.press(portal.url, action="card", number="4242424242424242", expiry="1/30")[0] == 200
    assert shop.stand_in.press(portal.url, action="pay", invoice=open_one)[0] == 200
    assert shop.status(made) == "active"


def test_a_retry_with_a_better_card_needs_nobody(shop: Shop) -> None:
    made = failing(shop)
    shop.stand_in.clock(advance_s=8 * DAY)
    assert shop.status(made) == "past_due"
    customer = shop.v1.subscriptions.retrieve(made).customer
    method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    shop.v1.subscriptions.update(made, {"default_payment_method": method.id})
    shop.stand_in.clock(advance_s=4 * DAY)
    assert shop.status(made) == "active"


def test_a_closed_propertys_credit_does_not_pay_what_is_overdue(shop: Shop) -> None:
    made = failing(shop, items=[{"price": shop.month, "quantity": 3}])
    shop.stand_in.clock(advance_s=8 * DAY)
    shop.v1.subscriptions.update(
        made, {"items": [{"id": shop.item(made), "quantity": 1}], "proration_behavior": "always_invoice"}
    )
    assert shop.status(made) == "past_due"


def test_a_trial_is_announced_and_ends(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(), trial_period_days=30)
    shop.stand_in.clock(advance_s=26 * DAY)
    assert shop.v1.events.list({"type": "customer.subscription.trial_will_end"}).data == []
    shop.stand_in.clock(advance_s=DAY + 60)
    assert len(shop.v1.events.list({"type": "customer.subscription.trial_will_end"}).data) == 1
    shop.stand_in.clock(advance_s=3 * DAY)
    assert shop.status(made.id) == "active"
    assert shop.v1.invoices.list().data[0].status == "draft"
    shop.stand_in.clock(advance_s=3600)
    assert shop.v1.invoices.list().data[0].status == "paid"


@pytest.mark.parametrize(
    ("missing", "status"), [("cancel", "canceled"), ("pause", "paused"), ("create_invoice", "past_due")]
)
def test_a_trial_without_a_card_ends_as_it_was_asked(shop: Shop, missing: str, status: str) -> None:
    made = shop.subscribe(
        shop.customer(card=None),
        trial_period_days=7,
        trial_settings={"end_behavior": {"missing_payment_method": missing}},
    )
    shop.stand_in.clock(advance_s=7 * DAY + 7200)
    assert shop.status(made.id) == status
    if status == "paused":
        method = shop.v1.payment_methods.attach("pm_card_visa", {"customer": made.customer})
        shop.v1.subscriptions.update(made.id, {"default_payment_method": method.id})
        assert shop.v1.subscriptions.resume(made.id).status == "active"


def test_two_years_of_renewals_keep_their_day(shop: Shop) -> None:
    clock = shop.v1.test_helpers.test_clocks.create({"frozen_time": 1801353600})  # 31 Jan 2027
    made = shop.subscribe(shop.customer(test_clock=clock.id))
    advanced = shop.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": 1801353600 + 730 * DAY})
    assert advanced.status == "advancing"
    assert shop.v1.test_helpers.test_clocks.retrieve(clock.id).status == "ready"
    paid = shop.v1.invoices.list({"subscription": made.id, "limit": 100}).data
    assert [row.status for row in paid].count("paid") == len(paid) == 25 - 1
    days = [item.lines.data[0].period.start % DAY for item in paid]
    assert set(days) == {1801353600 % DAY}
    assert item_of(shop.v1.subscriptions.retrieve(made.id)).current_period_start > 1801353600 + 680 * DAY


def test_a_test_clock_moves_only_what_lives_by_it(shop: Shop) -> None:
    other = shop.subscribe(shop.customer())
    clock = shop.v1.test_helpers.test_clocks.create({"frozen_time": shop.stand_in.now()})
    customer = shop.customer(test_clock=clock.id)
    made = shop.subscribe(customer)
    shop.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": shop.stand_in.now() + 40 * DAY})
    assert len(shop.v1.invoices.list({"subscription": made.id}).data) == 2
    assert len(shop.v1.invoices.list({"subscription": other.id}).data) == 1
    shop.v1.test_helpers.test_clocks.delete(clock.id)
    assert [row.id for row in shop.v1.subscriptions.list({"status": "all"}).data] == [other.id]


def test_a_bill_that_is_sent_waits_for_its_day(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(card=None), collection_method="send_invoice", days_until_due=14)
    invoice = shop.v1.invoices.retrieve(made.latest_invoice)
    assert (made.status, invoice.status) == ("active", "open")
    shop.stand_in.clock(advance_s=15 * DAY)
    assert shop.status(made.id) == "past_due"
    shop.v1.invoices.pay(invoice.id, {"paid_out_of_band": True})
    assert shop.status(made.id) == "active"
