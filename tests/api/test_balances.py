"""The balance page: a member's link shows what he holds, whatever the chain has paid, and nobody else's."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from audit.models import Entry
from billing.models import Account
from chains.models import Chain
from kernel import clock
from loyalty.guests.models import Guest
from loyalty.programme import balance
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.points import stage
from tests.loyalty.programme.points.stage import POINTS

HOUSE = "/properties/acme-1"


@pytest.fixture(autouse=True)
def _on_the_23rd_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-23T12:00:00+08:00"):
        yield


@pytest.fixture
def li_si(acme_1: Property) -> int:
    with in_property(acme_1):
        stage.publish(POINTS)
        follow(acme_1, stay("A1", "2026-11-01"))
        stage.grant(stage.guest(), 1000, "bonus", expires_on=date(2027, 1, 31))
        return stage.guest()


@pytest.fixture
def link(acme: Chain, li_si: int) -> str:
    made = doors.as_role(acme, Role.FRONT_DESK).add(f"{HOUSE}/guests/{li_si}/balance-link", None)
    assert made.status_code == 201, made.content
    return made.json()["url"].partition("/m/")[2]


def test_who_holds_the_link_sees_what_the_guest_holds_and_no_name(link: str, li_si: int) -> None:
    found = Door().read(f"/balances/{link}")
    assert found.status_code == 200, found.content
    page = found.json()
    assert page["name"] == "李*"
    assert (page["property_name"], page["chain_name"], page["locale"]) == ("雅客一店", "雅客", "zh-CN")
    assert page["points"]["balance"] == 1208
    assert {"on": "2027-01-31", "points": 1000} in page["points"]["expiring"]
    assert (page["wallet"], page["coupons"]) == (None, 0)
    assert page["as_of"].startswith("2026-11-23T12:")
    assert "李四" not in found.content.decode() and "138" not in found.content.decode()
    assert found["Cache-Control"] == "no-store"
    assert Entry.objects.filter(action="guest.balance_link_made", subject=str(li_si)).count() == 1


@pytest.mark.parametrize("state", ["trialing", "past_due", "unpaid", "paused", "canceled"])
def test_it_works_in_every_state_of_the_subscription(acme: Chain, link: str, state: str) -> None:
    long_ago = clock.now() - timedelta(days=200)
    Account.objects.create(chain=acme, state=state, since=long_ago, trial_ends_at=long_ago)
    assert Door().read(f"/balances/{link}").status_code == 200


def test_it_works_at_a_closed_property_and_of_a_suspended_chain(
    acme: Chain, acme_1: Property, link: str
) -> None:
    Property.objects.filter(pk=acme_1.pk).update(state="closed")
    Chain.objects.filter(pk=acme.pk).update(state="suspended")
    assert Door().read(f"/balances/{link}").json()["points"]["balance"] == 1208


def test_no_other_link_opens_anything_and_all_wrong_ones_look_alike(
    acme_1: Property, link: str, li_si: int
) -> None:
    with in_property(acme_1):
        Guest.objects.filter(pk=li_si).update(secret=True)
    wrong = [
        link,  # of a guest who asked for secrecy since
        link[:-1] + ("A" if link[-1] != "A" else "B"),
        link.replace(f"~{li_si}", f"~{li_si + 1}"),
        link.replace("acme-1", "rival-1"),
        balance.token("acme-1", 999_999),
        balance.token("no-such-hotel", li_si),
        f"acme-1~{li_si}",
        "x" * 5000,
        "%00",
        ".",
    ]
    answers = set()
    for each in wrong:
        got = Door().read(f"/balances/{each}")
        answers.add((got.status_code, got.json()["type"], got.json()["detail"]))
    assert [(status, kind) for status, kind, _ in answers] == [(404, "/problems/dead-link")]


def test_a_secret_guest_gets_no_link(acme: Chain, acme_1: Property, li_si: int) -> None:
    with in_property(acme_1):
        Guest.objects.filter(pk=li_si).update(secret=True)
    path = f"{HOUSE}/guests/{li_si}/balance-link"
    assert doors.as_role(acme, Role.FRONT_DESK).add(path, None).status_code == 404
    refused = doors.as_role(acme, Role.OWNER).add(path, None)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/secret-guest")


def test_a_link_of_a_row_merged_away_shows_the_person(acme: Chain, acme_1: Property, li_si: int) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("B1", "2026-11-20", guest_number="G9", name="李四", phone="13900000001"))
        other = Guest.objects.exclude(pk=li_si).get().pk
    token = balance.token("acme-1", other)
    owner = doors.as_role(acme, Role.OWNER)
    assert owner.add(f"{HOUSE}/guests/{li_si}/merge", {"with": str(other)}).status_code == 200
    assert Door().read(f"/balances/{token}").json()["points"]["balance"] == 1208 + 208


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李四", "李*"),
        ("王小明", "王**"),
        ("欧阳娜娜", "欧**"),
        ("John Smith", "J***"),
        ("李", "李"),
        ("", "***"),
    ],
)
def test_names_are_masked(name: str, shown: str) -> None:
    assert balance.masked(name) == shown
