"""From a trial to a paying chain and on, by the real SDK: what is paid, what is written down, what waits."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from threading import Thread
from typing import Any

import pytest
import stripe as sdk
from django.core import mail
from django.test import Client

from audit.models import Entry
from billing import checkout, doing, errands, gateway, inbox, prices, reading, reconciling
from billing.checkout import AlreadySubscribed, PaymentUnavailable
from billing.models import Account, Errand, Invoice, Price, StripeEvent
from chains.models import Chain
from config.local.stripe import Running
from kernel import clock
from staff.roles import Role
from tenants import billed
from tests import doors
from tests.doors import Door
from tests.platform.billing import HOOK
from tests.platform.billing.conftest import SECRET

WISH = {"plan": "chain", "interval": "month"}
_number = count()


@pytest.fixture
def owner(acme: Chain, stripe: Running) -> Door:
    """The owner of a chain whose trial has ten days left."""
    now = clock.now()
    Account.objects.create(
        chain=acme, state="trialing", since=now, plan="chain", trial_ends_at=now + timedelta(days=10)
    )
    return doors.as_role(acme, Role.OWNER)


def _billing(owner: Door) -> Any:
    return owner.read("/chains/acme/billing").json()


def _pay(owner: Door, stripe: Running, **more: str) -> Any:
    """Through the checkout, and back to the billing page, which reads Stripe."""
    begun = owner.add("/chains/acme/billing/checkout", WISH)
    assert begun.status_code == 201, begun.content
    back = stripe.pay(begun.json()["url"], **more)
    assert "/c/acme/billing?paid=cs_test_" in back
    return owner.add("/chains/acme/billing/refresh", None).json()


def _no_trial() -> None:
    Account.objects.update(trial_ends_at=clock.now() + timedelta(hours=40))


def _again() -> None:
    """What was put off is due now."""
    Errand.objects.filter(next_at__isnull=False).update(next_at=clock.now())
    errands.work()


def test_prices_are_put_there_once(db: None, stripe: Running) -> None:
    assert prices.sync()["prices"] == 6
    first = dict(Price.objects.values_list("lookup_key", "price"))
    assert prices.sync() == {"prices": 6, "made": 0}
    assert dict(Price.objects.values_list("lookup_key", "price")) == first
    assert gateway.mode() == "stand_in"


def test_a_trial_goes_on_under_the_subscription(owner: Door, stripe: Running) -> None:
    ends = Account.objects.get().trial_ends_at
    shown = _pay(owner, stripe)
    assert (shown["state"], shown["plan"], shown["interval"], shown["quantity"]) == (
        "trialing",
        "chain",
        "month",
        2,
    )
    assert shown["amount"] == "798.00"
    account = Account.objects.get()
    assert (
        account.trial_ends_at == ends and ends and ends.replace(microsecond=0) == account.period_ends_at
    ) or (account.trial_ends_at and abs(account.trial_ends_at - ends) < timedelta(seconds=1))
    assert [entry.facts["plan"] for entry in Entry.objects.filter(action="billing.subscribed")] == ["chain"]


def test_who_pays_after_the_trial_pays_at_once_and_sees_the_invoice(owner: Door, stripe: Running) -> None:
    _no_trial()
    shown = _pay(owner, stripe)
    assert (shown["state"], shown["standing"]["level"]) == ("active", "full")
    invoices = owner.read("/chains/acme/billing/invoices").json()["results"]
    assert [(each["state"], each["total"], each["due"]) for each in invoices] == [("paid", "798.00", "0.00")]
    assert invoices[0]["lines"][0]["quantity"] == 2


def test_clicked_twice_it_is_one_page_and_another_plan_shuts_it(owner: Door, stripe: Running) -> None:
    path = "/chains/acme/billing/checkout"
    first, second = owner.add(path, WISH).json()["url"], owner.add(path, WISH).json()["url"]
    assert first == second
    other = owner.add(path, {**WISH, "interval": "year"}).json()["url"]
    assert other != first
    assert stripe.press(first, action="pay", number="4242424242424242")[0] != 303
    stripe.pay(other)
    refused = owner.add(path, WISH)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/already-subscribed")


def test_what_is_typed_at_the_payment_page_stands_in_the_details_and_stays(
    owner: Door, stripe: Running
) -> None:
    _pay(
        owner, stripe, name="栖川酒店管理有限公司", line1="平江路 1 号", city="苏州",
        tax_id_type="cn_tin", tax_id="91320500MA1NKQ4B5X",
    )  # fmt: skip
    kept = _billing(owner)["details"]
    assert kept["name"] == "栖川酒店管理有限公司" and kept["address"]["line1"] == "平江路 1 号"
    assert kept["tax_id"] == "91320500MA1NKQ4B5X"
    assert "@" in kept["email"]  # the owner's, filled in beforehand
    # A change of one field leaves the others at Stripe, and the number is not printed twice.
    changed = {**kept, "email": "bills@acme.test"}
    assert owner.change("/chains/acme/billing", {"details": changed}).status_code == 200
    errands.work()
    customer = gateway.client().v1.customers.retrieve(Account.objects.get().customer or "")
    assert (customer.name, customer.email) == ("栖川酒店管理有限公司", "bills@acme.test")
    assert not (customer.invoice_settings and customer.invoice_settings.custom_fields)
    assert owner.add("/chains/acme/billing/refresh", None).json()["details"] == changed


def test_our_details_go_before_those_of_the_payment_page() -> None:
    theirs = {"name": "他们", "tax_id": "2", "email": "b@x.cn", "address": {"line1": "二号", "city": "苏州"}}
    ours = {"name": "我们", "tax_id": "", "email": "", "address": {"line1": "", "city": ""}}
    told = reading.filled(ours, theirs, "栖川")
    assert (told["name"], told["tax_id"], told["address"]["line1"]) == ("我们", "2", "二号")
    assert reading.filled({}, {**theirs, "name": "栖川"}, "栖川")["name"] == ""
    assert reading.filled(ours, {}, "栖川") == ours


def test_a_plan_without_room_is_not_sold(owner: Door, acme: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.v1.billing.usage.properties", lambda chain: 21)
    refused = owner.add("/chains/acme/billing/checkout", WISH)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/plan-limit")
    assert refused.json()["fits"] == "group"


def test_another_property_is_charged_for_the_rest_of_the_month(owner: Door, stripe: Running) -> None:
    _no_trial()
    _pay(owner, stripe)
    path = "/chains/acme/properties"
    assert owner.add(path, {"slug": "acme-9", "name": "九店"}).status_code == 201
    assert [each["kind"] for each in _billing(owner)["waiting"]] == ["quantity"]
    errands.work()
    shown = _billing(owner)
    assert (shown["quantity"], shown["properties"], shown["amount"], shown["waiting"]) == (
        3,
        3,
        "1197.00",
        [],
    )
    newest = owner.read("/chains/acme/billing/invoices").json()["results"]
    prorated = next(each for each in newest if any(line["proration"] for line in each["lines"]))
    assert prorated["state"] == "paid"
    assert 398_00 <= round(float(prorated["total"]) * 100) <= 399_00

    assert owner.add(f"{path}/acme-9/close", {"confirm": "acme-9"}).status_code == 200
    errands.work()
    assert _billing(owner)["quantity"] == 2
    assert owner.add(f"{path}/acme-9/reopen", None).status_code == 200
    errands.work()
    assert _billing(owner)["quantity"] == 3
    subs = gateway.seen(Account.objects.get().customer or "").subs
    assert [(sub.quantity, sub.status) for sub in subs] == [(3, "active")]


def test_many_openings_are_one_change(owner: Door, stripe: Running) -> None:
    _no_trial()
    _pay(owner, stripe)
    for number in (6, 7, 8):
        owner.add("/chains/acme/properties", {"slug": f"acme-{number}", "name": "新店"})
    errands.work()
    assert _billing(owner)["quantity"] == 5
    assert Invoice.objects.count() == 2
    results = [each.result for each in Errand.objects.filter(kind="quantity").order_by("id")]
    assert results == [{"superseded": True}, {"superseded": True}, {"quantity": 5, "was": 2}]


def test_what_the_preview_says_is_what_is_charged(owner: Door, stripe: Running) -> None:
    _no_trial()
    _pay(owner, stripe)
    wish = {"plan": "group", "interval": "month"}
    preview = owner.read("/chains/acme/billing/preview?plan=group&interval=month").json()
    changed = owner.add("/chains/acme/billing/plan", wish).json()
    assert (changed["plan"], changed["amount"], changed["waiting"]) == ("group", "1398.00", [])
    charged = max(
        Invoice.objects.all(), key=lambda each: (each.issued_at, each.total_cents < 79_800)
    ).total_cents
    assert abs(charged - round(float(preview["due"]) * 100)) <= 2  # a second may have passed
    assert any(line["proration"] for line in preview["lines"])


def test_a_declined_card_changes_no_plan(owner: Door, stripe: Running) -> None:
    _pay(owner, stripe, number="4000000000000341")
    Account.objects.update(trial_ends_at=None)
    stripe.clock(advance_s=11 * 86400)
    shown = owner.add("/chains/acme/billing/refresh", None).json()
    assert shown["state"] == "past_due"
    refused = owner.add("/chains/acme/billing/plan", {"plan": "group", "interval": "month"})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/payment-refused")
    assert owner.add("/chains/acme/billing/refresh", None).json()["plan"] == "chain"


def test_a_failed_payment_is_told_once_and_mended_at_the_portal(owner: Door, stripe: Running) -> None:
    _pay(owner, stripe, number="4000000000000341")
    stripe.clock(advance_s=11 * 86400)
    for _ in range(3):
        inbox.fetch_missed(clock.now())
        inbox.work()
        errands.work()
    shown = _billing(owner)
    assert (shown["state"], shown["standing"]["level"], shown["standing"]["mend"]) == (
        "past_due",
        "grace",
        "portal",
    )
    assert [each.subject for each in mail.outbox] == ["雅客 的回客扣款没有成功"]
    assert "/c/acme/billing" in mail.outbox[0].body
    portal = owner.add("/chains/acme/billing/portal", None)
    assert portal.status_code == 201
    assert portal.json()["url"].startswith(stripe.url)


def test_lost_events_are_found_and_the_rest_is_read_anew(owner: Door, stripe: Running) -> None:
    url = owner.add("/chains/acme/billing/checkout", WISH).json()["url"]
    stripe.pay(url)
    assert _billing(owner)["quantity"] == 0
    done = reconciling.reconcile()
    assert done["missed"] > 3 and not done["failed"]
    assert _billing(owner)["quantity"] == 2
    assert not StripeEvent.objects.filter(next_at__isnull=False).exists() or inbox.work() == 0
    # Somebody changes it in the dashboard, and no event comes.
    sub = gateway.seen(Account.objects.get().customer or "").subs[0]
    gateway.change_item("by-hand", sub, quantity=7)
    StripeEvent.objects.all().delete()
    reconciling.reconcile(everything=True)
    assert _billing(owner)["quantity"] == 7
    # … and what is paid for is what is open, in the end.
    billed.compare()
    errands.work()
    assert _billing(owner)["quantity"] == 2


def test_a_second_subscription_is_cancelled_with_credit_and_told(owner: Door, stripe: Running) -> None:
    _no_trial()
    _pay(owner, stripe)
    account = Account.objects.get()
    stray = gateway.make_session(
        "stray", customer=account.customer or "", price=prices.of("chain", "month"), quantity=2, trial_end=None,
        reference="acme", metadata={}, locale="zh", paid="http://127.0.0.1/", left="http://127.0.0.1/",
    )  # fmt: skip
    stripe.pay(stray.url)
    for _ in range(2):
        reading.read(account.pk)
        errands.work()
    living = [sub.id for sub in gateway.seen(account.customer or "").subs if sub.lives]
    assert living == [account.subscription]
    assert Entry.objects.filter(action="billing.second_cancelled").count() == 1
    assert min(each.total_cents for each in Invoice.objects.all()) < -790_00


def test_a_stand_in_that_was_emptied_is_begun_anew(owner: Door, acme: Chain, stripe: Running) -> None:
    Account.objects.update(customer="cus_of_another_account")
    prices.sync()
    assert owner.add("/chains/acme/billing/checkout", WISH).status_code == 201
    assert Account.objects.get().customer != "cus_of_another_account"


def test_webhooks_come_signed_and_are_applied(owner: Door, stripe: Running) -> None:
    came: list[tuple[bytes, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((body, self.headers["Stripe-Signature"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: Any) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        stripe.knobs(duplicates=[1, 3], shuffle_window=5, seed=4)
        stripe.listen(f"http://127.0.0.1:{server.server_port}/", "whsec_old", SECRET)
        stripe.pay(owner.add("/chains/acme/billing/checkout", WISH).json()["url"])
        stripe.deliver()
        server.shutdown()
    assert len(came) > 5
    for body, header in came:
        answered = Client().generic("POST", HOOK, body, "application/json", HTTP_STRIPE_SIGNATURE=header)
        assert answered.status_code == 200
        forged = Client().generic("POST", HOOK, body + b" ", "application/json", HTTP_STRIPE_SIGNATURE=header)
        assert forged.status_code == 400
    assert StripeEvent.objects.count() < len(came)
    inbox.work()
    assert _billing(owner)["state"] == "trialing" and _billing(owner)["quantity"] == 2
    assert Entry.objects.filter(action="billing.subscribed").count() == 1


# When Stripe fails (F22)

KINDS = ("429", "500", "500_after_commit", "503", "timeout_before", "timeout_after_commit")
CASES = 200


def _chain() -> Chain:
    number = next(_number)
    chain = Chain.objects.create(slug=f"fault-{number}", name=f"F{number}")
    ended = clock.now() - timedelta(days=1)
    Account.objects.create(chain=chain, state="trialing", since=ended, plan="chain", trial_ends_at=ended)
    return chain


def _fault(stripe: Running, kind: str, method: str, path: str, times: int) -> None:
    stripe.knobs(faults=[{"kind": kind, "method": method, "path": path, "times": times}])


def _until_page(chain: Chain) -> tuple[str, int]:
    """Clicked until the page is there; how often it had to wait, which the billing page showed each time."""
    waited = 0
    while True:
        try:
            return checkout.begin(chain, plan="chain", interval="month", quantity=2), waited
        except PaymentUnavailable as away:
            waited += 1
            assert away.status == 503 and away.facts["retry_after"] >= 1
            assert [each.kind for each in errands.waiting(chain.pk)] == ["checkout"]
            assert waited < 10
            Errand.objects.filter(next_at__isnull=False).update(next_at=clock.now())


def _one_case(stripe: Running, kind: str, act: str, times: int) -> int:
    chain = _chain()
    if act == "checkout":
        _fault(stripe, kind, "POST", "/v1/checkout/sessions", times)
    elif act == "customer":
        _fault(stripe, kind, "POST", "/v1/customers", times)
    url, waited = _until_page(chain)
    stripe.pay(url)
    account = reading.read(chain.pk)
    assert account is not None and account.customer and account.subscription and account.state == "active"
    with pytest.raises(AlreadySubscribed):
        checkout.begin(chain, plan="chain", interval="month", quantity=2)
    invoices = 1
    if act in ("quantity", "cancel"):
        method = "POST" if act == "quantity" else "DELETE"
        _fault(stripe, kind, method, "/v1/subscriptions/*", times)
        wanted: dict[str, Any] = (
            {"quantity": 3} if act == "quantity" else {"subscription": account.subscription}
        )
        errand = errands.want(chain.pk, act, wanted)
        while errands.do(errand.pk).done_at is None:
            waited += 1
            assert [each.kind for each in errands.waiting(chain.pk)] == [act]
            assert waited < 10
            Errand.objects.filter(next_at__isnull=False).update(next_at=clock.now())
        invoices = 2
    stripe.knobs(faults=[])
    account = reading.read(chain.pk)
    assert account is not None and account.customer
    seen = gateway.seen(account.customer)
    assert [sub.lives for sub in seen.subs] == [act != "cancel"], "one subscription"
    assert len(seen.invoices) == invoices, "charged once"
    assert account.quantity == (3 if act == "quantity" else 2)
    return waited


def test_whatever_fails_there_is_one_subscription_charged_once(db: None, stripe: Running) -> None:
    """Two hundred failures of Stripe, at every act, once to three times in a row."""
    acts = ("checkout", "customer", "quantity", "cancel")
    waited = {
        (kind, act, times): _one_case(stripe, kind, act, times)
        for number in range(CASES)
        for kind, act, times in [(KINDS[number % 6], acts[number // 6 % 4], 1 + number // 24 % 3)]
    }
    assert sum(waited.values()) > 50


def test_while_stripe_is_down_the_owner_is_told_to_wait(owner: Door, stripe: Running) -> None:
    stripe.knobs(down=True)
    away = owner.add("/chains/acme/billing/checkout", WISH)
    assert (away.status_code, away.json()["type"]) == (503, "/problems/payment-unavailable")
    assert int(away["Retry-After"]) >= 1
    assert [each["kind"] for each in _billing(owner)["waiting"]] == ["checkout"]
    assert owner.add("/chains/acme/billing/refresh", None).status_code == 200  # nothing to read yet
    stripe.knobs(down=False)
    _again()
    assert _billing(owner)["waiting"] == []
    assert owner.add("/chains/acme/billing/checkout", WISH).status_code == 201


def test_without_keys_of_its_own_an_errand_would_be_charged_twice(
    db: None, stripe: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a new key for every try, and no look at what is there."""
    chain = _chain()
    stripe.pay(_until_page(chain)[0])
    account = reading.read(chain.pk)
    assert account is not None and account.customer
    _fault(stripe, "timeout_after_commit", "POST", "/v1/subscriptions", 2)
    client, fields = (
        gateway.client(),
        {"customer": account.customer, "items": [{"price": prices.of("chain", "month")}]},
    )
    for attempt in range(2):
        with suppress(sdk.APIConnectionError):  # the answer was lost
            client.v1.subscriptions.create(fields, {"idempotency_key": f"{chain.slug}-{attempt}"})  # type: ignore[arg-type]
    assert len(gateway.seen(account.customer).subs) == 3


def test_another_month_is_read_from_stripe(owner: Door, stripe: Running) -> None:
    _no_trial()
    _pay(owner, stripe)
    before = Account.objects.get().period_ends_at
    stripe.clock(advance_s=32 * 86400)
    shown = owner.add("/chains/acme/billing/refresh", None).json()
    ends = datetime.fromisoformat(shown["period_ends_at"])
    assert before is not None and ends > before > datetime(2026, 1, 1, tzinfo=UTC)
    assert [each.state for each in Invoice.objects.order_by("issued_at")] == ["paid", "paid"]


def test_details_are_printed_on_what_stripe_sends(owner: Door, stripe: Running) -> None:
    _pay(owner, stripe)
    details = {
        "name": "雅客管理",
        "tax_id": "91330100MA27",
        "email": "pay@acme.test",
        "address": {"city": "杭州", "country": "CN"},
    }
    assert owner.change("/chains/acme/billing", {"details": details}).status_code == 200
    errands.work()
    assert Errand.objects.get(kind="details").done_at is not None
    kept = gateway.client().v1.customers.retrieve(Account.objects.get().customer or "")
    assert (kept.name, kept.email) == ("雅客管理", "pay@acme.test")
    assert kept.invoice_settings and kept.invoice_settings.custom_fields
    assert kept.invoice_settings.custom_fields[0].value == "91330100MA27"


def test_every_kind_of_errand_can_be_done() -> None:
    assert set(errands.AT_STRIPE) | {"letter"} == set(doing.ACTS)
