"""The chain's programme: given to properties, with the parts that they may make their own."""

from typing import Any

import pytest

from audit.models import Entry
from chains.models import Chain
from staff.roles import Role
from tenants.models import Property
from tenants.provisioning import open_property
from tests import doors
from tests.doors import Door
from tests.loyalty.programme.changed import GONE, document

PATH = "/chains/acme/programme"


@pytest.fixture
def owner(acme: Chain) -> Door:
    return doors.as_role(acme, Role.OWNER)


def push(owner: Door, programme: Any = None, **more: Any) -> Any:
    done = owner.send("PUT", PATH, {"programme": programme or document(), **more})
    assert done.status_code == 200, done.content
    return done.json()


def of(door: Door, slug: str) -> Any:
    return door.read(f"/properties/{slug}/programme").json()


def test_before_the_first_there_is_none(owner: Door) -> None:
    told = owner.read(PATH).json()
    assert (told["number"], told["programme"]) == (0, None)
    assert [(row["property"], row["version"]) for row in told["pushed"]] == [("acme-1", 0), ("acme-2", 0)]


def test_every_property_gets_a_version_from_the_chain(owner: Door) -> None:
    told = push(owner, adjustable=["coupons", "benefits"], note="统一")
    assert (told["number"], told["adjustable"], told["refused"]) == (1, ["benefits", "coupons"], [])
    assert [(row["property"], row["version"], row["adjusted"]) for row in told["pushed"]] == [
        ("acme-1", 1, []),
        ("acme-2", 1, []),
    ]
    for slug in ("acme-1", "acme-2"):
        here = of(owner, slug)
        assert (here["version"], here["origin"], here["note"]) == (1, "chain", "统一")
        assert here["programme"] == document()
        assert set(here["locked"]) == {
            *("tiers", "points", "wallet", "punch_cards", "rewards", "games", "two_persons", "joins")
        }
    assert owner.read(PATH).json()["programme"] == document()
    assert Entry.objects.filter(action="programme.pushed").count() == 2
    assert Entry.objects.get(action="chain.programme_published").subject == "1"


def test_the_same_again_changes_nothing(owner: Door) -> None:
    push(owner)
    again = push(owner)
    assert (again["number"], [row["version"] for row in again["pushed"]]) == (1, [1, 1])


def test_it_may_be_given_to_some(owner: Door) -> None:
    told = push(owner, properties=["acme-2"])
    assert [row["property"] for row in told["pushed"]] == ["acme-2"]
    assert of(owner, "acme-1")["version"] == 0


def test_what_a_property_made_its_own_and_may_keep_stays_its_own(owner: Door) -> None:
    push(owner, adjustable=["coupons"])
    own = document(coupons__0__valid_days=33)
    assert owner.send("PUT", "/properties/acme-1/programme", {"programme": own}).status_code == 200
    told = push(owner, document(tiers__levels__2__bonus_percent=35), adjustable=["coupons"])
    assert {row["property"]: row["adjusted"] for row in told["pushed"]} == {
        "acme-1": ["coupons"],
        "acme-2": [],
    }
    here, there = of(owner, "acme-1")["programme"], of(owner, "acme-2")["programme"]
    assert (here["coupons"][0]["valid_days"], there["coupons"][0]["valid_days"]) == (33, 60)
    assert here["tiers"]["levels"][2]["bonus_percent"] == there["tiers"]["levels"][2]["bonus_percent"] == 35
    stands = {row["property"]: row["adjusted"] for row in owner.read(PATH).json()["pushed"]}
    assert stands == {"acme-1": ["coupons"], "acme-2": []}


def test_what_it_may_not_keep_any_more_becomes_the_chains(owner: Door) -> None:
    push(owner, adjustable=["coupons"])
    own = document(coupons__0__valid_days=33)
    owner.send("PUT", "/properties/acme-1/programme", {"programme": own})
    told = push(owner, adjustable=[])
    assert [row["adjusted"] for row in told["pushed"]] == [[], []]
    assert of(owner, "acme-1")["programme"] == document()


def test_where_a_propertys_own_parts_do_not_fit_nothing_changes_and_it_is_told(owner: Door) -> None:
    own = document(coupons=[], points__nine_offers=[], punch_cards=[], games=[], rewards=[])
    assert owner.send("PUT", "/properties/acme-1/programme", {"programme": own}).status_code == 200
    told = push(owner, adjustable=["coupons"])
    assert [row["property"] for row in told["pushed"]] == ["acme-2"]
    (refused,) = told["refused"]
    assert refused["property"] == "acme-1"
    assert ("/punch_cards/0/coupon", "unknown_code") in {
        (each["pointer"], each["code"]) for each in refused["problems"]
    }
    assert (of(owner, "acme-1")["version"], of(owner, "acme-1")["origin"]) == (1, "property")


def test_sandboxes_get_it_only_when_they_are_named(owner: Door, acme: Chain) -> None:
    open_property(acme, slug="acme-try", name="试验店", sandbox=True)
    assert "acme-try" not in [row["property"] for row in push(owner)["pushed"]]
    assert [row["version"] for row in push(owner, properties=["acme-try"])["pushed"]] == [1]


def test_flaws_and_contradictions_are_told(owner: Door) -> None:
    for wrong, pointer, code in (
        (document(tiers=GONE), "/programme/tiers", "missing"),
        (document(tiers__prices__2__price="1.00"), "/programme/tiers/prices/2/price", "not_the_sum"),
        (document(points__expiry={"kind": "never"}), "/programme/points/expiry/reason", "reason_missing"),
    ):
        refused = owner.send("PUT", PATH, {"programme": wrong})
        assert refused.status_code == 400
        assert (pointer, code) in [(each["pointer"], each["code"]) for each in refused.json()["errors"]]
    unknown = owner.send("PUT", PATH, {"programme": document(), "adjustable": ["everything"]})
    assert unknown.status_code == 400
    assert owner.read(PATH).json()["number"] == 0


@pytest.mark.parametrize("slug", ["rival-1", "no-such-thing"])
def test_a_strangers_property_is_not_found(owner: Door, slug: str) -> None:
    refused = owner.send("PUT", PATH, {"programme": document(), "properties": ["acme-1", slug]})
    assert refused.status_code == 404
    assert of(owner, "acme-1")["version"] == 0


def test_only_headquarters_sets_it(acme: Chain, rival: Chain, acme_1: Property) -> None:
    for door in (doors.as_role(acme, Role.MANAGER, [acme_1]), doors.as_role(acme, Role.MARKETING)):
        assert door.read(PATH).status_code == 200
        assert door.send("PUT", PATH, {"programme": document()}).status_code == 403
    stranger = doors.as_role(rival, Role.OWNER)
    assert stranger.read(PATH).status_code == 404
    assert stranger.send("PUT", PATH, {"programme": document()}).status_code == 404


def test_a_manager_sees_how_his_own_property_stands(acme: Chain, acme_1: Property, owner: Door) -> None:
    push(owner)
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    assert [row["property"] for row in manager.read(PATH).json()["pushed"]] == ["acme-1"]
