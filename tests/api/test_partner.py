"""The partner interface: a PMS enrols, finds, reads and links members as it does with any loyalty partner."""

from datetime import date
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse

from audit.models import Entry
from audit.recording import SYSTEM
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest, Identity
from loyalty.journey import uniting
from loyalty.programme import publishing
from loyalty.programme.tiers.models import Membership
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import follow, stay
from tests.loyalty.programme.tiers.test_giving import SHOP

CUSTOMER = {
    "firstName": "四",
    "lastName": "李",
    "email": "Li.Si@Example.cn",
    "phoneNumber": "138 0013 8000",
    "birthday": "1990-03-02",
    "address": {"line1": "人民路 1 号", "city": "苏州", "postalCode": "215000", "countryCode": "CN"},
    "customerId": "G00077",
}


@pytest.fixture
def pms(acme: Chain, acme_1: Property) -> Door:
    publish(acme_1)
    return doors.with_key(acme, "members:write", properties=[acme_1])


def publish(place: Property) -> None:
    with in_property(place):
        publishing.write(Statements(raw_connection()), SHOP, effective_on=date(2020, 1, 1), actor=SYSTEM)


def enrolment(door: Door, **changes: Any) -> HttpResponse:
    return door.add("/partner/members", {"mewsEnterpriseId": "e", "customer": {**CUSTOMER, **changes}})


def enrol(door: Door, **changes: Any) -> dict[str, Any]:
    answer = enrolment(door, **changes)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def search(door: Door, **by: Any) -> list[dict[str, Any]]:
    answer = door.add("/partner/members/search", {"memberFilter": by})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["members"]
    return found


def test_enrolling_twice_gives_the_same_membership(pms: Door, acme_1: Property) -> None:
    first = enrol(pms)
    assert first["status"] == "enrolled" and first["points"] == 0 and first["tier"] == "普通会员"
    assert first["providerMembershipId"].startswith("acme-1.")
    assert enrol(pms) == first
    # By the phone alone, and by the e-mail alone, in another spelling: the same person.
    assert enrol(pms, email=None, customerId=None) == first
    assert enrol(pms, phoneNumber=None, customerId=None, email="LI.SI@example.cn") == first
    with in_property(acme_1):
        guest = Guest.objects.get()
        assert (guest.name, guest.phone, guest.email) == ("李四", "+8613800138000", "li.si@example.cn")
    assert Entry.objects.filter(action="member.enrolled").count() == 1


def test_a_guest_who_has_stayed_keeps_what_is_known_and_gets_what_was_missing(
    pms: Door, acme_1: Property
) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        known = Guest.objects.get()
    told = enrol(pms, lastName="别的名", phoneNumber=known.phone, customerId=None)
    assert told["providerMembershipId"] == f"acme-1.{known.pk}"
    with in_property(acme_1):
        guest = Guest.objects.get()
    assert (guest.name, guest.email) == (known.name, "li.si@example.cn")


def test_the_pms_number_given_at_enrolment_leads_later_stays_to_the_member(
    pms: Door, acme_1: Property
) -> None:
    told = enrol(pms)
    with in_property(acme_1):
        follow(acme_1, stay("F9", "2026-03-01", phone=None))
        guest = Guest.objects.get(merged_into=None)
    assert told["providerMembershipId"] == f"acme-1.{guest.pk}" and guest.visits == 1


def test_search_finds_members_by_each_way_and_masks_the_phone(
    acme: Chain, acme_1: Property, pms: Door
) -> None:
    told = enrol(pms)
    ways: list[dict[str, Any]] = [
        {"email": "li.si@EXAMPLE.cn"},
        {"phoneNumber": "+8613800138000"},
        {"membershipNumber": told["membershipNumber"]},
        {"providerMembershipId": told["providerMembershipId"]},
        {"firstName": "四", "lastName": "李", "city": "苏州", "countryCode": "CN"},
    ]
    for by in ways:
        (found,) = search(pms, **by)
        assert found["membership"] == told
        assert (found["firstName"], found["lastName"]) == ("四", "李")
        assert found["phoneNumber"] == "138****8000"
    assert search(pms, email="li.si@example.cn", phoneNumber="13900000000") == []
    assert search(pms, membershipNumber="123456789") == []
    assert search(pms, providerMembershipId="acme-2.1") == []
    full = doors.with_key(acme, "members:write", "guests:pii", properties=[acme_1])
    assert search(full, email="li.si@example.cn")[0]["phoneNumber"] == "+8613800138000"
    assert Entry.objects.filter(action="guest.phone_read").count() == 1


def test_a_search_for_nobody_in_particular_is_refused_with_words(pms: Door) -> None:
    for by in ({}, {"lastName": "李"}, {"city": "苏州"}):
        answer = pms.add("/partner/members/search", {"memberFilter": by}, ACCEPT_LANGUAGE="en")
        assert answer.status_code == 400
        problem = answer.json()
        assert problem["errors"][0]["pointer"] == "/memberFilter"
        assert problem["errors"][0]["code"] == "filter_too_wide"
    wrong = enrolment(pms, phoneNumber="not a number")
    assert wrong.status_code == 400 and wrong.json()["errors"][0]["pointer"] == "/customer/phoneNumber"
    nobody = enrolment(pms, phoneNumber=None, email=None, customerId=None)
    assert nobody.status_code == 422 and nobody.json()["type"].endswith("/no-identity")


def test_memberships_are_listed_in_the_order_asked_and_read_one_by_one(pms: Door) -> None:
    one = enrol(pms)
    other = enrol(pms, email="x@example.cn", phoneNumber="13900139000", customerId="G2", firstName="五")
    asked = [other["providerMembershipId"], "acme-1.999999", "acme-2.1", one["providerMembershipId"]]
    answer = pms.add("/partner/memberships/list", {"providerMembershipIds": asked}, ACCEPT_LANGUAGE="en")
    assert [each["providerMembershipId"] for each in answer.json()["memberships"]] == [asked[0], asked[3]]
    assert answer.json()["memberships"][0]["tier"] == "Member"
    read = pms.read(f"/partner/memberships/{one['providerMembershipId']}")
    assert read.status_code == 200 and read.json()["membership"] == one
    assert pms.read("/partner/memberships/acme-1.999999").status_code == 404


def test_a_link_leads_the_number_to_the_member_and_can_be_taken_back(pms: Door, acme_1: Property) -> None:
    one = enrol(pms, customerId=None)
    other = enrol(pms, email="x@example.cn", phoneNumber="13900139000", customerId="G2", firstName="五")
    link = {"providerMembershipId": one["providerMembershipId"], "customerId": "G1"}
    assert pms.add("/partner/memberships/link", link).json() == one
    assert pms.add("/partner/memberships/link", link).json() == one
    taken = pms.add("/partner/memberships/link", {**link, "customerId": "G2"})
    assert taken.status_code == 409 and taken.json()["type"].endswith("/already-linked")
    assert enrol(pms, email=None, phoneNumber=None, customerId="G1") == one
    assert pms.add("/partner/memberships/unlink", link).status_code == 204
    assert pms.add("/partner/memberships/unlink", link).status_code == 204
    with in_property(acme_1):
        assert not Identity.objects.filter(value="G1").exists()
    assert enrol(pms, email=None, phoneNumber=None, customerId="G2") == other


def test_a_secret_guest_is_neither_found_nor_enrolled(pms: Door, acme_1: Property) -> None:
    told = enrol(pms)
    with in_property(acme_1):
        Guest.objects.update(secret=True)
    assert search(pms, email="li.si@example.cn") == []
    assert pms.read(f"/partner/memberships/{told['providerMembershipId']}").status_code == 404
    refused = enrolment(pms)
    assert refused.status_code == 422 and refused.json()["type"].endswith("/not-eligible")


def test_after_a_merge_the_old_membership_leads_to_the_one_that_stands(pms: Door, acme_1: Property) -> None:
    one = enrol(pms, customerId=None)
    other = enrol(pms, email="x@example.cn", phoneNumber="13900139000", customerId="G2")
    ids = [int(each["providerMembershipId"].rpartition(".")[2]) for each in (one, other)]
    with in_property(acme_1):
        kept = uniting.merge(acme_1, *ids, None)
    for each in (one, other):
        told = pms.read(f"/partner/memberships/{each['providerMembershipId']}").json()["membership"]
        assert told["providerMembershipId"] == f"acme-1.{kept}"


def test_the_property_follows_from_the_key_or_stands_in_the_body(
    acme: Chain, acme_1: Property, acme_2: Property, rival_1: Property, pms: Door
) -> None:
    wide = doors.with_key(acme, "members:write")
    assert enrolment(wide).status_code == 404  # which of the two?
    body = {"providerEnterpriseId": "acme-1", "customer": CUSTOMER}
    assert wide.add("/partner/members", body).status_code == 200
    # Another chain's property, one that is not there, and one the key is not bound to answer alike.
    told = {
        pms.add("/partner/members", {**body, "providerEnterpriseId": slug}, X_REQUEST_ID="same").content
        for slug in ("rival-1", "nowhere", "acme-2")
    }
    assert len(told) == 1
    # acme-2 has no programme: nobody can be enrolled there yet.
    refused = wide.add("/partner/members", {**body, "providerEnterpriseId": "acme-2"})
    assert refused.status_code == 422 and refused.json()["type"].endswith("/not-eligible")


def test_only_a_key_with_the_scope_comes_in(acme: Chain, acme_1: Property, pms: Door) -> None:
    body = {"providerEnterpriseId": "acme-1", "customer": CUSTOMER}
    assert doors.Door().add("/partner/members", body).status_code == 401
    assert doors.with_key(acme, "stays:write").add("/partner/members", body).status_code == 403
    assert doors.as_role(acme, Role.OWNER).add("/partner/members", body).status_code == 403


def test_where_membership_needs_a_sign_up_the_pms_makes_the_member(acme: Chain, acme_1: Property) -> None:
    by_sign_up = msgspec.structs.replace(SHOP, joins="sign_up")
    with in_property(acme_1):
        publishing.write(
            Statements(raw_connection()), by_sign_up, effective_on=date(2020, 1, 1), actor=SYSTEM
        )
        follow(acme_1, stay("F1", "2026-03-01"))
        guest = Guest.objects.get()
        assert not Membership.objects.exists()
    pms = doors.with_key(acme, "members:write", properties=[acme_1])
    assert search(pms, phoneNumber=guest.phone) == []
    told = enrol(pms, phoneNumber=guest.phone, customerId=None)
    assert told["providerMembershipId"] == f"acme-1.{guest.pk}"
    assert len(search(pms, phoneNumber=guest.phone)) == 1
