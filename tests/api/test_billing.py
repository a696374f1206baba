"""Billing over HTTP: the price list, a chain's account, and a property that closes. Where no payment is set up."""

from datetime import timedelta
from typing import Any

import pytest

from audit.models import Entry
from billing.models import Account, Errand, Invoice
from billing.plans import PLANS
from chains.models import Chain
from kernel import clock
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door

DETAILS = {
    "name": "雅客酒店管理有限公司",
    "tax_id": "91330100MA27XXXX0Q",
    "email": "finance@acme.test",
    "address": {"line1": "西湖大道 1 号", "city": "杭州", "province": "浙江", "postal_code": "310000", "country": "CN"},
}  # fmt: skip


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


@pytest.fixture
def no_key(settings: Any) -> None:
    settings.HUIKE_STRIPE_KEY = ""


def test_anybody_reads_the_price_list(db: None) -> None:
    shown = Door().read("/plans")
    assert shown.status_code == 200
    assert (shown.json()["currency"], shown.json()["trial_days"]) == ("CNY", 30)
    prices = {plan["code"]: (plan["month"], plan["year"]) for plan in shown.json()["results"]}
    assert prices["chain"] == ("399.00", "3990.00")
    assert list(prices) == list(PLANS)


def test_without_a_key_billing_says_so_and_charges_nothing(owner: Door, no_key: None) -> None:
    shown = owner.read("/chains/acme/billing").json()
    assert (shown["ready"], shown["mode"], shown["state"]) == (False, "none", "arranged")
    assert (shown["plan"], shown["amount"], shown["quantity"], shown["waiting"]) == (None, None, 0, [])
    assert shown["properties"] == 2
    assert shown["usage"]["properties"] == {"used": 2, "limit": None}
    wish = {"plan": "chain", "interval": "month"}
    for path, body in (("checkout", wish), ("portal", None), ("plan", wish), ("refresh", None)):
        refused = owner.add(f"/chains/acme/billing/{path}", body)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/payment-not-set-up"), path
    assert not Errand.objects.exists()
    assert owner.read("/chains/acme/billing/invoices").json() == {"results": [], "next": None}


def test_a_chain_on_trial_sees_until_when_and_what_a_plan_would_cost(acme: Chain, owner: Door) -> None:
    ends = clock.now() + timedelta(days=12)
    Account.objects.create(chain=acme, state="trialing", since=clock.now(), plan="chain", trial_ends_at=ends)
    shown = owner.read("/chains/acme/billing").json()
    assert (shown["state"], shown["plan"], shown["standing"]["level"]) == ("trialing", "chain", "full")
    assert shown["usage"]["properties"] == {"used": 2, "limit": 20}
    preview = owner.read("/chains/acme/billing/preview?plan=starter&interval=month").json()
    assert (preview["due"], preview["currency"]) == ("0.00", "CNY")  # not before the trial is over
    assert [line["amount"] for line in preview["lines"]] == ["398.00"]


def test_details_for_invoices_are_kept(owner: Door, no_key: None) -> None:
    changed = owner.change("/chains/acme/billing", {"details": DETAILS})
    assert changed.status_code == 200, changed.content
    assert owner.read("/chains/acme/billing").json()["details"] == DETAILS
    assert Entry.objects.filter(action="billing.details_changed").count() == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/details"),
        ({"details": {"tax_id": "9133—"}}, "/details/tax_id"),
        ({"details": {"email": "nobody"}}, "/details/email"),
        ({"details": {"address": {"country": "China"}}}, "/details/address/country"),
        ({"details": {"card": "4242424242424242"}}, "/details/card"),
    ],
)
def test_wrong_details_are_named(owner: Door, body: dict[str, Any], pointer: str) -> None:
    refused = owner.change("/chains/acme/billing", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MARKETING, Role.MANAGER, Role.FRONT_DESK])
def test_only_the_owner_sees_what_is_paid(acme: Chain, role: Role) -> None:
    assert doors.as_role(acme, role).read("/chains/acme/billing").status_code == 403


def test_invoices_are_listed_newest_first_and_paged(acme: Chain, rival: Chain, owner: Door) -> None:
    for number in range(5):
        Invoice.objects.create(
            invoice=f"in_{number}",
            chain=rival if number == 3 else acme,
            number=f"HK-{number}",
            state="paid",
            currency="CNY",
            total_cents=798_00,
            due_cents=0,
            issued_at=clock.now() - timedelta(days=30 * number),
            lines=[
                {"says": "连锁", "amount_cents": 798_00, "quantity": 2, "proration": False, "from": None, "to": None}
            ],
        )  # fmt: skip
    first = owner.read("/chains/acme/billing/invoices?limit=2").json()
    assert [each["number"] for each in first["results"]] == ["HK-0", "HK-1"]
    assert (first["results"][0]["total"], first["results"][0]["lines"][0]["amount"]) == ("798.00", "798.00")
    second = owner.read(f"/chains/acme/billing/invoices?limit=2&cursor={first['next']}").json()
    assert ([each["number"] for each in second["results"]], second["next"]) == (["HK-2", "HK-4"], None)


def test_a_property_closes_and_opens_again_with_its_data(acme: Chain, acme_2: Property, owner: Door) -> None:
    path = "/chains/acme/properties/acme-2"
    wrong = owner.add(f"{path}/close", {"confirm": "acme-1"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/not-confirmed")
    closed = owner.add(f"{path}/close", {"confirm": "acme-2"})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert owner.read("/properties/acme-2/desk/arrivals").status_code == 404
    assert owner.add(f"{path}/close", {"confirm": "acme-2"}).status_code == 200
    again = owner.add(f"{path}/reopen", None)
    assert (again.status_code, again.json()["state"]) == (200, "open")
    assert owner.read("/properties/acme-2/desk/arrivals").status_code == 200
    written = list(Entry.objects.filter(action__startswith="property.").values_list("action", flat=True))
    assert written == ["property.closed", "property.opened"]


def test_a_property_opens_again_only_where_the_plan_has_room(acme: Chain, owner: Door) -> None:
    Account.objects.create(
        chain=acme, state="active", since=clock.now(), plan="starter", subscription="sub_1", quantity=2
    )
    assert owner.add("/chains/acme/properties/acme-2/close", {"confirm": "acme-2"}).status_code == 200
    for number in (7, 8):
        body = {"slug": f"acme-{number}", "name": "新店"}
        assert owner.add("/chains/acme/properties", body).status_code == 201
    refused = owner.add("/chains/acme/properties/acme-2/reopen", None)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/plan-limit")
    assert refused.json()["fits"] == "chain"
    wanted = list(Errand.objects.order_by("id").values_list("kind", "wanted__quantity"))
    assert wanted == [("quantity", 1), ("quantity", 2), ("quantity", 3)]


def test_a_sandbox_costs_nothing(acme: Chain, owner: Door) -> None:
    Account.objects.create(
        chain=acme, state="active", since=clock.now(), plan="chain", subscription="sub_1", quantity=2
    )
    body = {"slug": "acme-try", "name": "试验", "sandbox": True}
    assert owner.add("/chains/acme/properties", body).status_code == 201
    assert not Errand.objects.exists()
