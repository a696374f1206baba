"""Events reach the address that asked for them: signed, again until taken, and as badly as a knob says."""

import pytest
import stripe

from tests.platform.stripe.conftest import Receiver, Shop


@pytest.fixture
def listening(shop: Shop, receiver: Receiver) -> Shop:
    shop.stand_in.deliver()
    shop.stand_in.listen(receiver.url, "whsec_old", "whsec_new")
    return shop


def test_events_come_in_order_signed_with_each_secret(listening: Shop, receiver: Receiver) -> None:
    made = [listening.v1.customers.create({"name": f"c{number}"}).id for number in range(5)]
    receiver.wait_for(5)
    assert [event.data.object["id"] for event in receiver.events] == made
    assert {event.type for event in receiver.events} == {"customer.created"}
    assert receiver.events[0].api_version == "2026-10-28.endive"


def test_a_change_says_what_was_before(listening: Shop, receiver: Receiver) -> None:
    made = listening.v1.customers.create({"name": "a"})
    listening.v1.customers.update(made.id, {"name": "b"})
    receiver.wait_for(2)
    assert receiver.events[1].data.to_dict()["previous_attributes"] == {"name": "a"}


def test_what_is_not_taken_comes_again(listening: Shop, receiver: Receiver) -> None:
    receiver.refusing = 2
    listening.v1.customers.create({"name": "a"})
    receiver.wait_for(1)
    assert receiver.refused == 2 and len(receiver.events) == 1


def test_without_retries_it_is_lost(listening: Shop, receiver: Receiver) -> None:
    listening.stand_in.knobs(retry=False)
    receiver.refusing = 1
    listening.v1.customers.create({"name": "a"})
    assert listening.stand_in.deliver()["waiting"] == 0
    assert receiver.events == [] and len(listening.v1.events.list({"type": "customer.created"}).data) == 1


def test_duplicates_are_the_same_event(listening: Shop, receiver: Receiver) -> None:
    listening.stand_in.knobs(duplicates=4, concurrency=4)
    listening.v1.customers.create({"name": "a"})
    receiver.wait_for(4)
    assert len({event.id for event in receiver.events}) == 1


def test_a_shuffle_window_holds_and_then_mixes(listening: Shop, receiver: Receiver) -> None:
    listening.stand_in.knobs(shuffle_window=100, seed=1)
    made = [listening.v1.customers.create({"name": f"c{number}"}).id for number in range(12)]
    assert receiver.events == []
    assert listening.stand_in.deliver()["delivered"] == 12
    came = [event.data.object["id"] for event in receiver.events]
    assert sorted(came) == sorted(made) and came != made


def test_a_dropped_event_never_comes_but_can_be_asked_for(listening: Shop, receiver: Receiver) -> None:
    listening.stand_in.knobs(drop=1.0)
    listening.v1.customers.create({"name": "a"})
    assert listening.stand_in.deliver()["attempts"] == 0
    listed = listening.v1.events.list({"types": ["customer.created"]}).data
    assert listening.v1.events.retrieve(listed[0].id).data.object["name"] == "a"


def test_endpoints_of_the_api_have_a_secret_of_their_own_and_take_only_what_they_want(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint = shop.v1.webhook_endpoints.create({"url": receiver.url, "enabled_events": ["product.created"]})
    assert endpoint.secret and endpoint.secret.startswith("whsec_")
    receiver.secrets = (endpoint.secret,)
    shop.v1.customers.create({"name": "a"})
    shop.v1.products.create({"name": "p"})
    receiver.wait_for(1)
    assert [event.type for event in receiver.events] == ["product.created"]
    assert shop.v1.webhook_endpoints.retrieve(endpoint.id).to_dict().get("secret") is None
    shop.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
    shop.v1.products.create({"name": "q"})
    assert shop.stand_in.deliver()["attempts"] == 0
    shop.v1.webhook_endpoints.delete(endpoint.id)
    assert shop.v1.webhook_endpoints.list().data == []


def test_a_whole_checkout_tells_what_stripe_tells(listening: Shop, receiver: Receiver) -> None:
    session = listening.checkout()
    listening.stand_in.pay(session.url)
    listening.stand_in.deliver()
    told = {event.type for event in receiver.events}
    assert {
        "checkout.session.completed", "customer.created", "customer.subscription.created", "customer.subscription.updated",
        "invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded", "payment_method.attached",
        "charge.succeeded", "payment_intent.succeeded", "invoice_payment.paid",
    } <= told  # fmt: skip


def test_what_is_undone_is_not_told(listening: Shop, receiver: Receiver) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        listening.v1.customers.create({"name": "a", "colour": "red"})  # type: ignore[typeddict-unknown-key]
    assert listening.stand_in.deliver()["attempts"] == 0 and receiver.events == []
