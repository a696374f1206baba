"""Webhooks by the interface: made, tried, read, replayed; nothing of it is anybody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from audit.models import Entry
from chains.models import Chain
from kernel import clock
from partners import deliveries, events
from partners.models import Attempt, Delivery, Endpoint
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.platform.partners import stage
from tests.platform.partners.receiver import answer, receiving

URL = "https://vendor.example/hook"


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


def make(door: Door, **body: Any) -> dict[str, Any]:
    response = door.add("/chains/acme/webhooks", {"url": URL, **body})
    assert response.status_code == 201, response.content
    return dict(response.json())


def done() -> bool:
    return not Delivery.objects.filter(next_at__lte=clock.now()).exists()


def test_its_secret_is_shown_once(owner: Door) -> None:
    made = make(owner, description="PMS", types=["tier.changed"], properties=["acme-2"])
    assert made["secret"].startswith("whsec_")
    assert (made["state"], made["types"], made["properties"]) == ("on", ["tier.changed"], ["acme-2"])
    path = f"/chains/acme/webhooks/{made['id']}"
    for shown in (owner.read("/chains/acme/webhooks"), owner.read(path)):
        assert 'secret"' not in shown.content.decode() and made["secret"] not in shown.content.decode()
    assert made["secret"] not in str(Entry.objects.get(action="webhook.made").__dict__)


def test_a_repeated_request_does_not_show_the_secret_again(owner: Door) -> None:
    for shown in (True, False):
        response = owner.add("/chains/acme/webhooks", {"url": URL}, idempotency_key="w-1")
        assert response.status_code == 201
        assert bool(response.json().get("secret")) is shown
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"url": "http://127.0.0.1/"}, "/url", "not_public"),
        ({"url": "https://10.0.0.1/"}, "/url", "not_public"),
        ({"url": "https://[::1]/"}, "/url", "not_public"),
        ({"url": "https://u:p@vendor.example/"}, "/url", "bad_url"),
        ({"url": "gopher://vendor.example/"}, "/url", "not_https"),
        ({"url": "https://vendor.example:22/"}, "/url", "bad_port"),
        ({"url": "https://" + "a" * 600}, "/url", "too_long"),
        ({"url": URL, "types": ["no.such"]}, "/types", "not_a_choice"),
        ({"url": URL, "secret": "mine"}, "/secret", "unknown_field"),
    ],
)
def test_what_will_not_do_is_refused_field_by_field(
    owner: Door, body: dict[str, Any], pointer: str, code: str
) -> None:
    response = owner.add("/chains/acme/webhooks", body)
    assert response.status_code == 400
    [flaw] = response.json()["errors"]
    assert (flaw["pointer"], flaw["code"]) == (pointer, code)


def test_outside_development_it_is_https_or_nothing(owner: Door, settings: LazySettings) -> None:
    settings.DEVELOPMENT = False
    response = owner.add("/chains/acme/webhooks", {"url": "http://vendor.example/"})
    assert response.json()["errors"][0]["code"] == "not_https"


def test_a_chain_has_at_most_twenty(owner: Door) -> None:
    for _ in range(20):
        make(owner)
    response = owner.add("/chains/acme/webhooks", {"url": URL})
    assert (response.status_code, response.json()["type"].rpartition("/")[2]) == (409, "too-many-webhooks")


def test_only_owners_have_webhooks_and_keys_never(acme: Chain) -> None:
    for door in (doors.with_key(acme), doors.as_role(acme, Role.MANAGER), doors.as_role(acme, Role.ANALYST)):
        assert door.read("/chains/acme/webhooks").status_code == 403
        assert door.add("/chains/acme/webhooks", {"url": URL}).status_code == 403


def test_it_is_changed_switched_off_and_deleted(owner: Door) -> None:
    path = f"/chains/acme/webhooks/{make(owner)['id']}"
    changed = owner.change(path, {"description": "二号", "types": ["guest.merged"], "state": "off"}).json()
    assert (changed["description"], changed["types"], changed["state"]) == ("二号", ["guest.merged"], "off")
    assert owner.change(path, {"url": "https://127.1/"}).status_code == 400
    assert owner.change(path, {"state": "disabled"}).status_code == 400
    stage.happened(1, action="guest.merged")
    events.number()
    assert not Delivery.objects.exists(), "off: nothing is queued"
    assert owner.change(path, {"state": "on"}).json()["state"] == "on"
    assert owner.send("DELETE", path).status_code == 204
    assert owner.read(path).status_code == 404


def test_a_webhook_that_was_sent_things_is_deleted_with_them(owner: Door, acme_1: Property) -> None:
    made = make(owner)
    stage.happened(1)
    events.number()
    Attempt.objects.create(delivery=Delivery.objects.get(), at=clock.now(), status=500, duration_ms=1)
    assert owner.send("DELETE", f"/chains/acme/webhooks/{made['id']}").status_code == 204
    assert not Delivery.objects.exists() and not Attempt.objects.exists()


def test_a_ping_is_sent_once_by_the_same_sender_and_its_answer_is_kept(owner: Door) -> None:
    with receiving() as receiver:
        receiver.answers["/hook"] = answer(503, body=b"not yet")
        made = stage.endpoint(receiver.url + "/hook", state="off")
        path = f"/chains/acme/webhooks/{made.pk}"
        sent = owner.send("POST", f"{path}/test").json()
        assert (sent["type"], sent["event"], sent["state"], sent["last"]) == ("ping", None, "waiting", None)
        assert owner.send("POST", f"{path}/test").json()["id"] == sent["id"], "one at a time"
        stage.deliver(done)
        got = receiver.next()
        assert got.verified(stage.secret_of(made))["type"] == "ping"
    shown = owner.read(f"{path}/deliveries/{sent['id']}").json()
    assert (shown["state"], shown["tries"], shown["last"]["status"]) == ("failed", 1, 503)
    assert [attempt["answer"] for attempt in shown["attempts"]] == ["not yet"]
    made.refresh_from_db()
    assert made.failing_since is None and made.throttled_until is None


def test_the_log_shows_every_try_and_what_was_sent(owner: Door, acme_1: Property) -> None:
    with receiving() as receiver:
        made = stage.endpoint(receiver.url)
        receiver.answers["/"] = answer(500, body="出错".encode())
        stage.happened(12)
        stage.deliver(done)
        path = f"/chains/acme/webhooks/{made.pk}/deliveries"
        [listed] = owner.read(path + "?state=waiting").json()["results"]
        assert (listed["type"], listed["tries"], listed["last"]["status"]) == ("guest.updated", 1, 500)
        assert owner.read(path + "?state=delivered").json()["results"] == []
        shown = owner.read(f"{path}/{listed['id']}").json()
        assert shown["payload"]["data"] == {"property": "acme-1", "guests": ["12"]}
        assert shown["attempts"][0]["answer"] == "出错"
        # Mended, and sent again now: under the same webhook-id.
        receiver.answers["/"] = answer(200)
        again = owner.send("POST", f"{path}/{listed['id']}/replay").json()
        assert (again["state"], again["tries"], again["replays"]) == ("waiting", 0, 1)
        stage.deliver(done)
        first, second = receiver.all()
        assert first.id == second.id == listed["event"]
    assert owner.read(f"{path}/{listed['id']}").json()["state"] == "delivered"


def test_what_failed_since_a_moment_is_replayed_and_the_rest_only_when_asked(
    owner: Door, acme_1: Property
) -> None:
    made = stage.endpoint(URL)
    path = f"/chains/acme/webhooks/{made.pk}"
    for number in range(4):
        stage.happened(number)
    events.number()
    first, second, third, _ = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk__in=[first.pk, second.pk]).update(state="failed", next_at=None, tries=10)
    Delivery.objects.filter(pk=third.pk).update(state="delivered", next_at=None)
    owner.change(path, {"state": "off"})
    stage.happened(5)  # while it was off
    events.number()
    hour_ago = (clock.now() - timedelta(hours=1)).isoformat()
    refused = owner.add(f"{path}/replay", {"since": hour_ago})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "webhook-off")
    owner.change(path, {"state": "on"})
    assert owner.add(f"{path}/replay", {"since": hour_ago}).json() == {"replayed": 2}
    later = (clock.now() + timedelta(hours=1)).isoformat()
    assert owner.add(f"{path}/replay", {"since": later, "failed_only": False}).json() == {"replayed": 0}
    assert owner.add(f"{path}/replay", {"since": hour_ago, "failed_only": False}).json() == {"replayed": 5}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
    taken = deliveries.take(9, {}, failing=False)
    assert len(taken) == deliveries.PER_ENDPOINT


def test_a_new_secret_with_an_overlap(owner: Door) -> None:
    made = make(owner)
    path = f"/chains/acme/webhooks/{made['id']}/rotate"
    rotated = owner.add(path, {"overlap_hours": 24}).json()
    assert rotated["secret"] != made["secret"] and rotated["secret_before_until"]
    assert owner.add(path, {"overlap_hours": 721}).status_code == 400
    assert rotated["secret"] not in str(Entry.objects.filter(action="webhook.rotated").values())


def test_of_a_strangers_webhook_nothing_is_known(rival: Chain, owner: Door, acme_1: Property) -> None:
    made = stage.endpoint(URL)
    stage.happened(1)
    events.number()
    delivery = Delivery.objects.get().pk
    stranger = doors.as_role(rival, Role.OWNER)
    for path in ("", "/deliveries", f"/deliveries/{delivery}"):
        assert stranger.read(f"/chains/rival/webhooks/{made.pk}{path}").status_code == 404
    for path in ("/test", "/rotate", "/replay", f"/deliveries/{delivery}/replay"):
        body = {"since": clock.now().isoformat()} if path == "/replay" else {}
        assert stranger.send("POST", f"/chains/rival/webhooks/{made.pk}{path}", body).status_code == 404
    other = stage.endpoint(URL)
    assert owner.read(f"/chains/acme/webhooks/{other.pk}/deliveries/{delivery}").status_code == 404
