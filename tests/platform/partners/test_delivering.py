"""What happened reaches the vendor's server: signed, at least once, however it behaves, and one that hangs is alone in it."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from standardwebhooks import Webhook, WebhookVerificationError

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from partners import deliveries, delivering, endpoints, events, retrying, telling
from partners.models import Attempt, Delivery, Endpoint
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.platform.partners import stage
from tests.platform.partners.receiver import Receiver, answer, hang, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def settled() -> bool:
    """Everything that is due was tried."""
    return not Delivery.objects.filter(next_at__lte=clock.now()).exists()


def delivery_of(made: Endpoint) -> Delivery:
    return Delivery.objects.get(endpoint=made)


def test_the_reference_library_verifies_what_arrives(acme_1: Property, receiver: Receiver) -> None:
    made = stage.endpoint(receiver.url + "/hook")
    stage.happened(12)
    stage.deliver(settled)
    got = receiver.next()
    payload = got.verified(stage.secret_of(made))
    assert payload["type"] == "guest.updated"
    assert payload["data"] == {"property": "acme-1", "guests": ["12"]}
    delivery = delivery_of(made)
    assert got.id == f"evt_{delivery.event_id}"
    assert (got.headers["content-type"], len(got.body) < 20_000) == ("application/json", True)
    assert (delivery.state, delivery.tries, delivery.next_at) == ("delivered", 1, None)
    attempt = Attempt.objects.get(delivery=delivery)
    assert (attempt.status, attempt.answer, attempt.error) == (200, "thanks", "")
    with pytest.raises(WebhookVerificationError):
        Webhook(stage.secret_of(made)).verify(got.body + b" ", got.headers)


def test_a_secret_that_is_replaced_signs_until_the_overlap_is_over(
    acme_1: Property, receiver: Receiver
) -> None:
    made = stage.endpoint(receiver.url)
    before = stage.secret_of(made)
    after, _ = endpoints.rotate(made, timedelta(hours=24))
    stage.happened(1)
    stage.deliver(settled)
    both = receiver.next()
    assert both.verified(before) == both.verified(after)
    Endpoint.objects.update(secret_before_until=clock.now())
    stage.happened(2)
    stage.deliver(settled)
    one = receiver.next()
    assert one.verified(after)["data"]["guests"] == ["2"]
    with pytest.raises(WebhookVerificationError):
        one.verified(before)


def test_secrets_are_derived_from_what_is_kept_and_the_installations_own(
    acme_1: Property, settings: object
) -> None:
    made = stage.endpoint("https://a.example/")
    known = stage.secret_of(made)
    assert known.startswith("whsec_") and known[6:] not in made.secret
    settings.SECRET_KEY = "another " * 8  # type: ignore[attr-defined]
    assert stage.secret_of(made) != known


def test_the_whole_schedule_is_kept_and_then_it_has_failed(acme_1: Property, receiver: Receiver) -> None:
    made = stage.endpoint(receiver.url)
    receiver.answers["/"] = answer(500, body=b"broken")
    stage.happened(1)
    events.number()
    with time_machine.travel(clock.now(), tick=False) as moment:
        waits = []
        for _ in range(retrying.TRIES):
            begun = clock.now()
            stage.deliver(settled)
            if (due := delivery_of(made).next_at) is None:
                break
            waits.append((due - begun).total_seconds())
            moment.move_to(due)
    aimed = [delay.total_seconds() for delay in retrying.DELAYS]
    assert len(waits) == len(aimed)
    assert all(0.9 * aim <= wait <= 1.1 * aim for wait, aim in zip(waits, aimed, strict=True))
    delivery = delivery_of(made)
    assert (delivery.state, delivery.tries) == ("failed", 10)
    sent = receiver.all()
    assert len(sent) == 10
    assert len({got.id for got in sent}) == 1, "the same webhook-id every time"
    assert len({got.body for got in sent}) == 1
    stamps = [int(got.headers["webhook-timestamp"]) for got in sent]
    assert stamps == sorted(set(stamps)), "stamped anew every time"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_who_asks_to_wait_is_sent_nothing_until_then(
    acme_1: Property, receiver: Receiver, status: int
) -> None:
    made = stage.endpoint(receiver.url)
    receiver.answers["/"] = answer(status, "Retry-After: 600")
    with time_machine.travel(clock.now(), tick=False) as moment:
        stage.happened(1)
        stage.deliver(settled)
        stage.happened(2)
        events.number()
        moment.shift(599)
        stage.deliver(lambda: True)
        assert len(receiver.all()) == 1
        receiver.answers["/"] = answer(200)
        moment.shift(1)
        stage.deliver(settled)
    assert len(receiver.all()) == 2
    assert set(Delivery.objects.filter(endpoint=made).values_list("state", flat=True)) == {"delivered"}


def test_gone_is_gone(acme: Chain, acme_1: Property, receiver: Receiver) -> None:
    """410: disabled at once, nothing waits, the owners are told once, the log says it."""
    doors.member(acme, Role.OWNER)
    made = stage.endpoint(receiver.url)
    receiver.answers["/"] = answer(410)
    for number in range(3):
        stage.happened(number)
    stage.deliver(settled)
    made.refresh_from_db()
    assert (made.state, made.why) == ("disabled", "gone")
    assert not Delivery.objects.filter(state="waiting").exists()
    assert len(receiver.all()) <= deliveries.PER_ENDPOINT
    stage.happened(9)
    events.number()
    assert Delivery.objects.filter(endpoint=made).count() == 3, "nothing more is queued"
    assert (telling.tell_disabled(), telling.tell_disabled()) == (1, 0)
    [letter] = mail.outbox
    assert receiver.url in letter.body and "410" in letter.body
    assert Entry.objects.get(action="webhook.disabled").facts["why"] == "gone"


def test_after_five_days_of_nothing_but_failure_it_is_disabled(acme_1: Property, receiver: Receiver) -> None:
    made = stage.endpoint(receiver.url)
    receiver.answers["/"] = answer(500)
    with time_machine.travel(clock.now(), tick=False) as moment:
        stage.happened(1)
        stage.deliver(settled)
        moment.shift(timedelta(days=4, hours=23))
        stage.deliver(settled)
        made.refresh_from_db()
        assert made.state == "on"
        moment.shift(timedelta(hours=1))
        stage.happened(2)
        stage.deliver(settled)
    made.refresh_from_db()
    assert (made.state, made.why) == ("disabled", "failing")


def test_one_success_and_the_days_are_counted_anew(acme_1: Property, receiver: Receiver) -> None:
    made = stage.endpoint(receiver.url)
    receiver.answers["/"] = answer(500)
    with time_machine.travel(clock.now(), tick=False) as moment:
        stage.happened(1)
        stage.deliver(settled)
        moment.shift(timedelta(days=4))
        receiver.answers["/"] = answer(204, body=b"")
        stage.happened(2)
        stage.deliver(settled)
        made.refresh_from_db()
        assert made.failing_since is None
        receiver.answers["/"] = answer(500)
        moment.shift(timedelta(days=4))
        stage.happened(3)
        stage.deliver(settled)
    made.refresh_from_db()
    assert made.state == "on"


def test_one_that_hangs_holds_up_its_own_and_nobody_else(committed: None) -> None:
    """F21: by slots. Every delivery of the others is in while not one of the hanging has come back."""
    with receiving(hangs=hang) as receiver:
        hanging = stage.endpoint(receiver.url + "/hangs")
        good = [stage.endpoint(f"{receiver.url}/good{number}") for number in range(3)]
        for number in range(40):
            stage.happened(number)
        working = stage.deliverer()
        most = 0
        try:
            for _ in range(2000):
                working.round()
                most = max(most, working.hands.at().get(hanging.pk, 0))
                if Delivery.objects.filter(endpoint__in=good, state="delivered").count() == 120:
                    break
            sent = [got.path for got in receiver.all()]
            assert sorted(set(sent)) == ["/good0", "/good1", "/good2", "/hangs"]
            assert sent.count("/hangs") == most == deliveries.PER_ENDPOINT
            assert len(sent) - sent.count("/hangs") == 120
            assert not Attempt.objects.filter(delivery__endpoint=hanging).exists()
        finally:
            receiver.over.set()
            while working.hands.busy():
                working.hands.done(1)
            working.hands.close()


def test_control_without_slots_the_hanging_one_takes_every_hand(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PER_ENDPOINT", 1000)
    with receiving(hangs=hang) as receiver:
        stage.endpoint(receiver.url + "/hangs")
        stage.endpoint(receiver.url + "/good")
        Endpoint.objects.filter(url__endswith="good").update(types=["guest.merged"])
        for number in range(delivering.HANDS):
            stage.happened(number)
        events.number()
        stage.happened(99, action="guest.merged")
        working = stage.deliverer()
        try:
            for _ in range(3):
                working.round()
            assert working.hands.free() == 0
            assert Delivery.objects.get(endpoint__url__endswith="good").state == "waiting"
        finally:
            receiver.over.set()
            while working.hands.busy():
                working.hands.done(1)
            working.hands.close()


def test_endpoints_that_were_failing_already_never_take_all_hands(acme_1: Property) -> None:
    for number in range(endpoints.MOST):
        stage.endpoint(f"https://bad{number}.example/", failing_since=clock.now())
    for number in range(2):
        stage.happened(number)
    events.number()
    assert deliveries.take(32, {}, failing=False) == []
    taken = deliveries.take(delivering.FOR_FAILING, {}, failing=True)
    assert len(taken) == delivering.FOR_FAILING < delivering.HANDS


def test_what_is_taken_is_nobody_elses_until_its_lease_is_over(acme_1: Property) -> None:
    """Who crashes between sending and writing: the same, under the same webhook-id, a minute later."""
    stage.endpoint("https://a.example/")
    stage.happened(1)
    events.number()
    with time_machine.travel(clock.now(), tick=False) as moment:
        [first] = deliveries.take(9, {}, failing=False)
        assert deliveries.take(9, {}, failing=False) == []
        moment.shift(deliveries.LEASE)
        [again] = deliveries.take(9, {}, failing=False)
    assert (again.message, again.body, again.delivery) == (first.message, first.body, first.delivery)


def test_first_tries_go_out_in_the_order_of_what_happened(
    acme_1: Property, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "PER_ENDPOINT", 1)
    stage.endpoint(receiver.url)
    for number in range(8):
        stage.happened(number)
    stage.deliver(settled)
    assert [json.loads(got.body)["data"]["guests"][0] for got in receiver.all()] == [*"01234567"]


def test_a_delivery_whose_endpoint_was_deleted_meanwhile_is_let_go(acme_1: Property) -> None:
    made = stage.endpoint("https://a.example/")
    stage.happened(1)
    events.number()
    [job] = deliveries.take(9, {}, failing=False)
    endpoints.drop(made)
    deliveries.settle(job, _answer(200), clock.now())
    assert not Attempt.objects.exists()


def _answer(status: int) -> deliveries.Answer:
    return deliveries.Answer(status, "", "", "", 1)
