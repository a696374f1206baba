"""From the checkout to the end: what a subscription costs, and when."""

import pytest
import stripe

from tests.platform.stripe.conftest import Shop, item_of

DAY = 86400


def test_a_checkout_makes_a_customer_a_card_a_subscription_and_a_paid_invoice(shop: Shop) -> None:
    session = shop.checkout(client_reference_id="7", subscription_data={"metadata": {"chain": "7"}})
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 798_00)
    target = shop.stand_in.pay(session.url, name="张三酒店")
    assert target == f"http://127.0.0.1:9/paid?id={session.id}"
    done = shop.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["subscription.latest_invoice", "line_items"]}
    )
    assert (done.status, done.payment_status, done.client_reference_id, done.url) == (
        "complete",
        "paid",
        "7",
        None,
    )
    made = done.subscription
    assert (made.status, made.metadata.chain, item_of(made).quantity) == ("active", "7", 2)
    assert (made.latest_invoice.status, made.latest_invoice.total) == ("paid", 798_00)
    assert done.line_items.data[0].description == "连锁 Chain"
    assert shop.v1.customers.retrieve(done.customer).name == "张三酒店"


def test_a_declined_card_leaves_the_checkout_open_and_nothing_else(shop: Shop) -> None:
    session = shop.checkout()
    before = shop.stand_in.state()["sha256"]
    for number in ("4000000000000002", "4000 0000 0000 0341", "4242424242424241"):
        status, page, target = shop.stand_in.press(
            session.url, action="pay", number=number, expiry="12/34", cvc="1"
        )
        assert (status, target) == (402, None) and "卡" in page
    assert shop.stand_in.state()["sha256"] == before
    shop.stand_in.pay(session.url)


def test_a_trial_is_carried_into_the_subscription_and_costs_nothing_yet(shop: Shop) -> None:
    end = shop.stand_in.now() + 20 * DAY
    customer = shop.customer(card=None)
    session = shop.checkout(customer=customer, subscription_data={"trial_end": end})
    assert session.amount_total == 0
    shop.stand_in.pay(session.url, number="4000000000000341")
    done = shop.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert (done.payment_status, done.subscription.status) == ("no_payment_required", "trialing")
    assert (done.subscription.trial_end, item_of(done.subscription).current_period_end) == (end, end)


def test_a_trial_of_less_than_two_days_is_refused_in_a_checkout(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="at least 2 days"):
        shop.checkout(subscription_data={"trial_end": shop.stand_in.now() + 40 * 3600})


def test_a_finished_or_expired_checkout_cannot_be_paid(shop: Shop) -> None:
    session = shop.checkout()
    shop.stand_in.pay(session.url)
    assert shop.stand_in.press(session.url, action="pay", number="4242424242424242", expiry="12/34")[0] == 400
    assert len(shop.v1.subscriptions.list().data) == 1
    other = shop.v1.checkout.sessions.expire(shop.checkout().id)
    assert (other.status, other.url) == ("expired", None)
    third = shop.checkout()
    shop.stand_in.clock(advance_s=DAY + 60)
    assert shop.v1.checkout.sessions.retrieve(third.id).status == "expired"


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"tax_id_collection": {"enabled": True}}, "customer_update"),
        ({"automatic_tax": {"enabled": True}}, "customer_update"),
        ({"customer_email": "a@b.c"}, "only specify one"),
        ({"allow_promotion_codes": True, "discounts": [{"coupon": "HALF"}]}, "only specify one"),
        ({"mode": "payment"}, "stand-in"),
    ],
)
def test_stripes_own_rules_for_a_checkout_hold(shop: Shop, more: dict, match: str) -> None:
    shop.v1.coupons.create({"id": "HALF", "percent_off": 50})
    with pytest.raises(stripe.InvalidRequestError, match=match):
        shop.checkout(**{"customer": shop.customer(), **more})


def test_a_tax_id_and_an_address_typed_in_the_checkout_reach_the_customer(shop: Shop) -> None:
    customer = shop.customer(card=None)
    session = shop.checkout(
        customer=customer,
        customer_update={"name": "auto", "address": "auto"},
        automatic_tax={"enabled": True},
        tax_id_collection={"enabled": True},
        billing_address_collection="required",
    )
    status, page, _ = shop.stand_in.press(
        session.url, action="pay", number="4242424242424242", expiry="12/34"
    )
    assert status == 400 and "请填写地址" in page
    shop.stand_in.pay(
        session.url, tax_id="91310000MA1FL0XX0X", line1="南京路 1 号", city="上海", name="回客酒店有限公司"
    )
    found = shop.v1.customers.retrieve(customer, {"expand": ["tax_ids"]})
    assert (found.name, found.address.line1) == ("回客酒店有限公司", "南京路 1 号")
    assert [row.value for row in found.tax_ids.data] == ["91310000MA1FL0XX0X"]
    done = shop.v1.checkout.sessions.retrieve(session.id, {"expand": ["invoice"]})
    assert done.automatic_tax.status == "complete" and done.invoice.automatic_tax.enabled


def test_more_properties_in_the_middle_of_the_month_are_charged_at_once_by_the_second(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(), 3)
    start, end = item_of(made).current_period_start, item_of(made).current_period_end
    at = start + (end - start) // 3
    preview = shop.v1.invoices.create_preview(
        {
            "subscription": made.id,
            "subscription_details": {
                "items": [{"id": item_of(made).id, "quantity": 5}],
                "proration_behavior": "always_invoice",
                "proration_date": at,
            },
        }
    )
    left = (end - at) / (end - start)
    assert [line.amount for line in preview.lines.data] == [-round(119700 * left), round(199500 * left)]
    assert all(line.parent.subscription_item_details.proration for line in preview.lines.data)
    assert shop.v1.subscriptions.retrieve(made.id)["items"].data[0].quantity == 3
    changed = shop.v1.subscriptions.update(
        made.id,
        {
            "items": [{"id": item_of(made).id, "quantity": 5}],
            "proration_behavior": "always_invoice",
            "proration_date": at,
            "expand": ["latest_invoice"],
        },
    )
    invoice = changed.latest_invoice
    assert (invoice.status, invoice.total, invoice.billing_reason) == (
        "paid",
        preview.total,
        "subscription_update",
    )
    assert item_of(changed).current_period_end == end


def test_fewer_properties_leave_a_credit_that_the_next_invoice_uses(shop: Shop) -> None:
    customer = shop.customer()
    made = shop.subscribe(customer, 4)
    params = {"items": [{"id": item_of(made).id, "quantity": 1}], "proration_behavior": "always_invoice"}
    shop.v1.subscriptions.update(made.id, params)
    credit = shop.v1.customers.retrieve(customer).balance
    assert -119700 <= credit < -119600
    shop.stand_in.clock(advance_s=32 * DAY)
    newest = shop.v1.invoices.list({"customer": customer}).data[0]
    assert (newest.total, newest.amount_due, newest.status) == (39900, 0, "paid")
    assert newest.ending_balance == credit + 39900


@pytest.mark.parametrize(
    ("how", "invoices", "waiting"), [("none", 1, 0), ("create_prorations", 1, 2), ("always_invoice", 2, 0)]
)
def test_a_change_is_billed_as_it_is_asked(shop: Shop, how: str, invoices: int, waiting: int) -> None:
    customer = shop.customer()
    made = shop.subscribe(customer)
    shop.v1.subscriptions.update(
        made.id, {"items": [{"id": item_of(made).id, "quantity": 2}], "proration_behavior": how}
    )
    assert len(shop.v1.invoices.list({"customer": customer}).data) == invoices
    assert len(shop.v1.invoice_items.list({"customer": customer, "pending": True}).data) == waiting


def test_from_month_to_year_a_new_period_begins_and_the_rest_of_the_month_is_given_back(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(), 2)
    shop.stand_in.clock(advance_s=15 * DAY)
    changed = shop.v1.subscriptions.update(
        made.id, {"items": [{"id": item_of(made).id, "price": shop.year}], "expand": ["latest_invoice"]}
    )
    lines = [line.amount for line in changed.latest_invoice.lines.data]
    assert lines[-1] == 798000 and -41300 < lines[0] < -38000
    assert item_of(changed).current_period_end - item_of(changed).current_period_start >= 365 * DAY


def test_on_trial_a_change_costs_nothing(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(), trial_period_days=14)
    item = item_of(made).id
    shop.v1.subscriptions.update(
        made.id, {"items": [{"id": item, "quantity": 9}], "proration_behavior": "always_invoice"}
    )
    assert [row.total for row in shop.v1.invoices.list().data] == [0]


def test_ending_a_trial_charges_at_once(shop: Shop) -> None:
    made = shop.subscribe(shop.customer(), 2, trial_period_days=14)
    changed = shop.v1.subscriptions.update(made.id, {"trial_end": "now", "expand": ["latest_invoice"]})
    assert (changed.status, changed.latest_invoice.total, changed.latest_invoice.status) == (
        "active",
        79800,
        "paid",
    )


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("allow_incomplete", "incomplete"), ("default_incomplete", "incomplete"), ("error_if_incomplete", None)],
)
def test_a_first_payment_that_fails(shop: Shop, behavior: str, status: str | None) -> None:
    customer = shop.customer("pm_card_chargeCustomerFail")
    if status is None:
        with pytest.raises(stripe.CardError) as refused:
            shop.subscribe(customer, payment_behavior=behavior)
        assert refused.value.http_status == 402
        assert shop.v1.subscriptions.list({"status": "all"}).data == []
        return
    made = shop.subscribe(customer, payment_behavior=behavior)
    assert made.status == status
    shop.stand_in.clock(advance_s=24 * 3600)
    assert shop.status(made.id) == "incomplete_expired"


def test_without_a_card_a_subscription_is_refused(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="no attached payment source"):
        shop.subscribe(shop.customer(card=None))


def test_cancelled_at_the_end_of_the_period_and_kept_after_all(shop: Shop) -> None:
    made = shop.subscribe(shop.customer())
    ending = shop.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    assert (ending.status, ending.cancel_at) == ("active", item_of(made).current_period_end)
    kept = shop.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})
    assert (kept.cancel_at, kept.canceled_at) == (None, None)
    shop.v1.subscriptions.update(made.id, {"cancel_at_period_end": True})
    shop.stand_in.clock(advance_s=32 * DAY)
    assert shop.status(made.id) == "canceled"
    assert len(shop.v1.invoices.list().data) == 1
    with pytest.raises(stripe.InvalidRequestError):
        shop.v1.subscriptions.update(made.id, {"cancel_at_period_end": False})


def test_cancelled_at_once(shop: Shop) -> None:
    made = shop.subscribe(shop.customer())
    assert shop.v1.subscriptions.cancel(made.id).status == "canceled"
    assert shop.v1.subscriptions.list().data == []
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.v1.subscriptions.cancel(made.id)
    assert refused.value.http_status == 404


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")],
)
def test_paused_collection_takes_no_money(shop: Shop, behavior: str, status: str) -> None:
    made = shop.subscribe(shop.customer())
    shop.v1.subscriptions.update(made.id, {"pause_collection": {"behavior": behavior}})
    shop.stand_in.clock(advance_s=32 * DAY)
    assert (shop.status(made.id), shop.v1.invoices.list().data[0].status) == ("active", status)
    shop.v1.subscriptions.update(made.id, {"pause_collection": ""})
    shop.stand_in.clock(advance_s=31 * DAY)
    assert shop.v1.invoices.list().data[0].status == "paid"


def test_several_items_are_on_one_invoice(shop: Shop) -> None:
    made = shop.v1.subscriptions.create(
        {
            "customer": shop.customer(),
            "items": [{"price": shop.month, "quantity": 2}, {"price": shop.starter}],
        }
    )
    assert shop.v1.invoices.retrieve(made.latest_invoice).total == 2 * 39900 + 19900
    second = made["items"].data[1]
    shop.v1.subscription_items.delete(second.id, {"proration_behavior": "always_invoice"})
    added = shop.v1.subscription_items.create({"subscription": made.id, "price": shop.starter, "quantity": 3})
    assert shop.v1.subscription_items.update(added.id, {"quantity": 4}).quantity == 4
    assert len(shop.v1.subscription_items.list({"subscription": made.id}).data) == 2


@pytest.mark.parametrize(
    ("duration", "totals"),
    [("once", [39900, 19950]), ("forever", [19950, 19950]), ("repeating", [39900, 19950])],
)
def test_a_coupon_counts_as_long_as_it_says(shop: Shop, duration: str, totals: list[int]) -> None:
    months = {"duration_in_months": 1} if duration == "repeating" else {}
    coupon = shop.v1.coupons.create({"percent_off": 50, "duration": duration, **months})
    shop.subscribe(shop.customer(), discounts=[{"coupon": coupon.id}])
    shop.stand_in.clock(advance_s=32 * DAY)
    assert [row.total for row in shop.v1.invoices.list().data] == totals


def test_a_promotion_code_is_typed_in_the_checkout(shop: Shop) -> None:
    coupon = shop.v1.coupons.create({"amount_off": 10000, "currency": "cny", "duration": "once"})
    params = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "hello", "max_redemptions": 1}
    shop.v1.promotion_codes.create(params)
    session = shop.checkout(allow_promotion_codes=True)
    assert "优惠码无效" in shop.stand_in.press(session.url, action="code", promotion_code="NOPE")[1]
    assert shop.stand_in.press(session.url, action="code", promotion_code="hello")[0] == 303
    assert shop.v1.checkout.sessions.retrieve(session.id).amount_total == 69800
    shop.stand_in.pay(session.url)
    assert shop.v1.invoices.list().data[0].total == 69800
    assert shop.v1.promotion_codes.list({"code": "HELLO"}).data[0].times_redeemed == 1
    other = shop.checkout(allow_promotion_codes=True)
    assert shop.stand_in.press(other.url, action="code", promotion_code="HELLO")[0] == 400


def test_something_on_an_invoice_of_its_own_is_paid_with_the_default_card(shop: Shop) -> None:
    customer = shop.customer()
    shop.v1.invoice_items.create(
        {"customer": customer, "amount": 12345, "currency": "cny", "description": "x"}
    )
    made = shop.v1.invoices.create({"customer": customer, "pending_invoice_items_behavior": "include"})
    assert made.status == "draft"
    paid = shop.v1.invoices.pay(made.id)
    assert (paid.status, paid.total, paid.amount_due) == ("paid", 12345, 12345)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.v1.invoices.pay(made.id)
    assert refused.value.code == "invoice_already_paid"


def test_an_open_invoice_can_be_voided(shop: Shop) -> None:
    made = shop.subscribe(shop.customer("pm_card_chargeCustomerFail"))
    assert shop.v1.invoices.void_invoice(made.latest_invoice).status == "void"
    with pytest.raises(stripe.InvalidRequestError):
        shop.v1.invoices.pay(made.latest_invoice)


def test_a_declined_invoice_says_so_and_remembers_the_try(shop: Shop) -> None:
    made = shop.subscribe(shop.customer("pm_card_chargeCustomerFail"))
    with pytest.raises(stripe.CardError) as refused:
        shop.v1.invoices.pay(made.latest_invoice)
    assert (refused.value.code, refused.value.http_status) == ("card_declined", 402)
    assert len(shop.v1.charges.list({"customer": made.customer}).data) == 2
