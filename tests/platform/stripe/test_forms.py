"""Parameters are read as Stripe reads them, and refused as Stripe refuses them."""

import pytest
import stripe

from config.local.stripe.forms import decode
from config.local.stripe.trouble import Refusal
from tests.platform.stripe.conftest import Shop


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        (
            "items[0][price]=p&items[0][quantity]=2&items[1][price]=q",
            {"items": [{"price": "p", "quantity": "2"}, {"price": "q"}]},
        ),
        ("expand[]=a&expand[]=b", {"expand": ["a", "b"]}),
        ("expand[10]=c&expand[2]=b", {"expand": ["b", "c"]}),
        ("name=%E5%BC%A0%E4%B8%89", {"name": "张三"}),
    ],
)
def test_nested_fields_become_objects_and_lists(raw: str, expected: object) -> None:
    assert decode(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "a=1&a[b]=2",
        "a[b=1",
        "[a]=1",
        "a=%00",
        "a=%ff",
        "&".join(f"a{i}=1" for i in range(2001)),
        "a" + "[b]" * 9 + "=1",
    ],
)
def test_what_cannot_be_read_is_refused(raw: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode(raw)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({}, "customer", "parameter_missing"),
        ({"customer": "cus_none"}, "customer", "resource_missing"),
        ({"customer": "CUS", "items": [{"price": "price_none"}]}, "items[0][price]", "resource_missing"),
        ({"customer": "CUS", "items": [{"price": "PRICE", "quantity": "two"}]}, "items[0][quantity]", "parameter_invalid_integer"),
        ({"customer": "CUS", "items": [{"price": "PRICE"}], "colour": "red"}, "colour", "parameter_unknown"),
        ({"customer": "CUS", "items": [{"price": "PRICE", "colour": "red"}]}, "items[0][colour]", "parameter_unknown"),
        ({"customer": "CUS", "items": [{"price": "PRICE"}], "payment_behavior": "hope"}, "payment_behavior", "parameter_invalid"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named_and_nothing_is_done(
    shop: Shop, params: dict, param: str, code: str
) -> None:
    customer = shop.customer()
    before = shop.stand_in.state()["sha256"]
    filled = eval(repr(params).replace("CUS", customer).replace("PRICE", shop.month))  # noqa: S307
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.v1.subscriptions.create(filled)
    assert (refused.value.http_status, refused.value.param, refused.value.code) == (400, param, code)
    assert shop.stand_in.state()["sha256"] == before


def test_an_unknown_id_in_the_address_is_not_found(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        shop.v1.customers.retrieve("cus_none")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


@pytest.mark.parametrize("key", ["sk_test_another", "", "sk_live_" + "x" * 30])
def test_another_key_is_refused(shop: Shop, key: str) -> None:
    client = stripe.StripeClient(key or "x", base_addresses={"api": shop.stand_in.url}, max_network_retries=0)
    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.customers.list()
    assert refused.value.http_status == 401


def test_lists_come_in_pages_newest_first(shop: Shop) -> None:
    made = [shop.v1.customers.create({"name": f"c{number}"}).id for number in range(25)]
    first = shop.v1.customers.list({"limit": 10})
    assert [row.id for row in first.data] == made[:14:-1] and first.has_more
    assert [row.id for row in shop.v1.customers.list({"limit": 7}).auto_paging_iter()] == made[::-1]
    back = shop.v1.customers.list({"limit": 3, "ending_before": made[10]})
    assert [row.id for row in back.data] == made[13:10:-1] and back.has_more
    with pytest.raises(stripe.InvalidRequestError):
        shop.v1.customers.list({"limit": 101})


def test_what_is_expanded_is_shown_in_full(shop: Shop) -> None:
    made = shop.subscribe(
        shop.customer(), expand=["latest_invoice.payments.data.payment.payment_intent", "customer"]
    )
    assert made.customer.email == "owner@example.com"
    invoice = made.latest_invoice
    assert invoice.payments.data[0].payment.payment_intent.status == "succeeded"
    listed = shop.v1.subscriptions.list({"expand": ["data.items.data.price.product"]})
    assert listed.data[0]["items"].data[0].price.product.name == "连锁 Chain"
    with pytest.raises(stripe.InvalidRequestError):
        shop.v1.subscriptions.retrieve(made.id, {"expand": ["status"]})
