"""The same key is the same work, whatever went wrong on the way; with controls that use no key."""

import threading

import pytest
import stripe
from stripe import StripeClient

from tests.platform.stripe.conftest import Shop


def names(shop: Shop) -> list[str | None]:
    return [row.name for row in shop.v1.customers.list({"limit": 100}).data]


def create(shop: Shop, name: str, key: str | None) -> stripe.Customer:
    return shop.v1.customers.create({"name": name}, {"idempotency_key": key} if key else {})


def test_the_same_key_answers_the_same_and_does_nothing_twice(shop: Shop) -> None:
    first, second = create(shop, "a", "k1"), create(shop, "a", "k1")
    assert first.id == second.id and names(shop) == ["a"]
    assert second.last_response.headers["Idempotent-Replayed"] == "true"


def test_without_a_key_it_is_done_twice(shop: Shop) -> None:
    create(shop, "a", None)
    create(shop, "a", None)
    assert names(shop) == ["a", "a"]


def test_other_parameters_under_the_same_key_are_refused(shop: Shop) -> None:
    create(shop, "a", "k1")
    with pytest.raises(stripe.IdempotencyError) as refused:
        create(shop, "b", "k1")
    assert refused.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError):
        shop.v1.products.create({"name": "a"}, {"idempotency_key": "k1"})


def test_a_key_is_new_again_after_a_day(shop: Shop) -> None:
    create(shop, "a", "k1")
    shop.stand_in.clock(advance_s=24 * 3600 + 5)
    create(shop, "b", "k1")
    assert names(shop) == ["b", "a"]


def test_a_key_may_have_255_characters(shop: Shop) -> None:
    create(shop, "a", "k" * 255)
    with pytest.raises(stripe.InvalidRequestError):
        create(shop, "a", "k" * 256)


def test_a_refused_validation_is_not_remembered(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        shop.v1.customers.create({"email": "nonsense"}, {"idempotency_key": "k1"})
    assert shop.v1.customers.create({"email": "a@b.c"}, {"idempotency_key": "k1"}).email == "a@b.c"


def test_a_declined_card_is_remembered(shop: Shop) -> None:
    customer = shop.customer(card=None)
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            shop.v1.payment_methods.attach(
                "pm_card_chargeDeclined", {"customer": customer}, {"idempotency_key": "k1"}
            )
    assert [row["replayed"] for row in shop.stand_in.requests()][-2:] == [False, True]


def test_a_second_request_while_the_first_is_under_way_is_a_conflict(shop: Shop) -> None:
    shop.stand_in.knobs(faults=[{"kind": "slow", "path": "/v1/customers", "hold_s": 4}])
    first = threading.Thread(target=create, args=(shop, "a", "k1"))
    first.start()
    while "k1" not in shop.stand_in.keys_under_way():
        assert first.is_alive()
    with pytest.raises(stripe.APIError) as refused:
        create(shop, "a", "k1")
    first.join()
    assert refused.value.http_status == 409
    assert refused.value.error is not None and refused.value.error.code == "idempotency_key_in_use"
    assert names(shop) == ["a"]


@pytest.mark.parametrize(
    ("kind", "status", "done", "then"),
    [
        ("429", 429, 0, 1),  # nothing remembered: the retry does it
        ("503", 503, 0, 1),
        ("timeout_before", None, 0, 1),
        ("timeout_after_commit", None, 1, 1),  # done and remembered: the retry hears of it
        ("500", 500, 0, 0),  # the failure is what is remembered, for a day
        ("500_after_commit", 500, 1, 1),
    ],
)
def test_what_a_retry_with_the_same_key_finds(
    shop: Shop, kind: str, status: int | None, done: int, then: int
) -> None:
    shop.stand_in.knobs(faults=[{"kind": kind, "method": "POST", "path": "/v1/customers"}])
    with pytest.raises(stripe.StripeError) as failed:
        create(shop, "a", "k1")
    assert failed.value.http_status == status
    assert len(names(shop)) == done
    if kind.startswith("500"):
        with pytest.raises(stripe.APIError) as again:
            create(shop, "a", "k1")
        assert again.value.http_status == 500
    else:
        create(shop, "a", "k1")
    assert len(names(shop)) == then


def test_a_lost_answer_without_a_key_is_done_twice(shop: Shop) -> None:
    shop.stand_in.knobs(faults=[{"kind": "timeout_after_commit", "path": "/v1/customers"}])
    with pytest.raises(stripe.APIConnectionError):
        create(shop, "a", None)
    create(shop, "a", None)
    assert len(names(shop)) == 2


def test_the_sdks_own_retries_get_through(shop: Shop) -> None:
    faults = [
        {"kind": "timeout_after_commit", "path": "/v1/customers"},
        {"kind": "503", "path": "/v1/customers"},
    ]
    shop.stand_in.knobs(faults=faults)
    client = StripeClient(shop.stand_in.key, base_addresses={"api": shop.stand_in.url}, max_network_retries=2)
    client.v1.customers.create({"name": "a"})
    assert names(shop) == ["a"]


def test_a_fault_meets_only_what_it_names_and_only_so_often(shop: Shop) -> None:
    shop.stand_in.knobs(
        faults=[
            {"kind": "429", "method": "POST", "path": "/v1/subscriptions*", "times": 2, "retry_after_s": 1}
        ]
    )
    customer = shop.customer()
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError) as refused:
            shop.subscribe(customer)
        assert refused.value.headers["Retry-After"] == "1"
    shop.subscribe(customer)


def test_when_stripe_is_down_nothing_answers(shop: Shop) -> None:
    shop.stand_in.knobs(down=True)
    with pytest.raises(stripe.APIConnectionError):
        shop.v1.customers.list()
    shop.stand_in.knobs(reset=True)
    shop.v1.customers.list()


def test_fifty_at_once_under_one_key_are_one(shop: Shop) -> None:
    def one() -> None:
        try:
            create(shop, "a", "k1")
        except stripe.StripeError as error:
            assert error.http_status == 409

    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(shop) == ["a"]
