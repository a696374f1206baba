"""A chain's staff: who may put whom where."""

import pytest

from audit.models import Entry
from chains.models import Chain
from staff.models import Membership, StaffMember
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door


def test_the_list_shows_people_and_waiting_invitations_with_phones_masked(
    acme: Chain, acme_1: Property
) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    desk = doors.member(acme, Role.FRONT_DESK, [acme_1])
    StaffMember.objects.filter(pk=desk.pk).update(phone="+8613800138000")
    owner.add("/chains/acme/invitations", {"email": "new@acme.test", "role": "analyst", "name": "新"})
    rows = {row["email"]: row for row in owner.read("/chains/acme/staff").json()["results"]}
    assert rows[desk.email]["phone"] == "138****8000"
    assert rows[desk.email]["properties"] == ["acme-1"]
    assert rows["new@acme.test"]["pending_invitation"] is True
    assert len(rows) == 3
    first = owner.read("/chains/acme/staff?limit=2").json()
    rest = owner.read(f"/chains/acme/staff?limit=2&cursor={first['next']}").json()
    assert len({row["id"] for row in first["results"] + rest["results"]}) == 3 and rest["next"] is None


def test_a_manager_sees_and_invites_the_desk_of_his_own_properties_only(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    manager = doors.as_role(acme, Role.MANAGER, [acme_1])
    owner = doors.member(acme, Role.OWNER)
    other = doors.member(acme, Role.FRONT_DESK, [acme_2])
    own = doors.member(acme, Role.FRONT_DESK, [acme_1])
    seen = {row["id"] for row in manager.read("/chains/acme/staff").json()["results"]}
    assert str(own.pk) in seen and not {str(owner.pk), str(other.pk)} & seen

    def invite(role: str, *properties: str) -> int:
        body = {"email": "new@acme.test", "role": role, "properties": properties}
        return int(manager.add("/chains/acme/invitations", body).status_code)

    assert invite("front_desk", "acme-1") == 201
    assert invite("front_desk", "acme-2") == 404
    assert invite("front_desk") == 422
    for role in ("manager", "analyst", "owner", "marketing", "operator"):
        assert invite(role, "acme-1") == 403
    for person in (owner, other):
        assert manager.change(f"/chains/acme/staff/{person.pk}", {"active": False}).status_code == 404
    assert manager.change(f"/chains/acme/staff/{own.pk}", {"role": "manager"}).status_code == 403
    assert manager.change(f"/chains/acme/staff/{own.pk}", {"active": False}).status_code == 200


def test_nobody_makes_operators_through_a_chain(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    assert owner.add("/chains/acme/invitations", {"email": "a@b.test", "role": "operator"}).status_code == 403


def test_a_changed_role_holds_on_the_next_request(acme: Chain, acme_1: Property) -> None:
    """S4: role, property, employment."""
    owner = doors.as_role(acme, Role.OWNER)
    person = doors.member(acme, Role.ANALYST)
    door = doors.signed_in(person)
    path = f"/chains/acme/staff/{person.pk}"
    assert door.read("/chains/acme/staff").status_code == 403
    assert owner.change(path, {"role": "owner"}).status_code == 200
    assert door.read("/chains/acme/staff").status_code == 200
    assert owner.change(path, {"role": "manager", "properties": ["acme-1"]}).status_code == 200
    assert door.read("/chains/acme/properties/acme-1").status_code == 200
    assert door.read("/chains/acme/properties/acme-2").status_code == 404
    assert owner.change(path, {"properties": ["acme-2"]}).status_code == 200
    assert door.read("/chains/acme/properties/acme-1").status_code == 404
    assert Entry.objects.filter(action="staff.changed").count() == 3


def test_who_is_deactivated_is_out_at_once_and_stays_out_when_reactivated(acme: Chain) -> None:
    owner = doors.as_role(acme, Role.OWNER)
    person = doors.member(acme, Role.ANALYST)
    door = doors.signed_in(person)
    path = f"/chains/acme/staff/{person.pk}"
    assert owner.change(path, {"active": False}).json()["active"] is False
    assert door.read("/chains/acme").status_code == 401
    assert owner.change(path, {"active": True}).status_code == 200
    assert door.read("/chains/acme").status_code == 401, "the old session must not come back to life"
    assert doors.signed_in(StaffMember.objects.get(pk=person.pk)).read("/chains/acme").status_code == 200


def test_an_account_that_is_switched_off_is_out_everywhere_at_once(acme: Chain) -> None:
    person = doors.member(acme, Role.ANALYST)
    door = doors.signed_in(person)
    StaffMember.objects.filter(pk=person.pk).update(is_active=False)
    assert door.read("/chains/acme").status_code == 401


def test_the_last_owner_stays(acme: Chain) -> None:
    owner = doors.member(acme, Role.OWNER)
    door = doors.signed_in(owner)
    for change in ({"active": False}, {"role": "analyst"}):
        response = door.change(f"/chains/acme/staff/{owner.pk}", change)
        assert (response.status_code, response.json()["type"]) == (422, "/problems/last-owner")
    second = doors.member(acme, Role.OWNER)
    assert door.change(f"/chains/acme/staff/{second.pk}", {"active": False}).status_code == 200


def test_who_lost_his_last_property_does_not_get_them_all(acme: Chain, acme_1: Property) -> None:
    person = doors.member(acme, Role.FRONT_DESK, [acme_1])
    Membership.objects.filter(staff=person).update(property_ids=[])
    door = doors.signed_in(person)
    assert door.read("/chains/acme/properties").json()["results"] == []
    assert door.read("/chains/acme/properties/acme-1").status_code == 404


def test_staff_of_another_chain_are_not_there(acme: Chain, rival: Chain) -> None:
    theirs = doors.member(rival, Role.ANALYST)
    owner = doors.as_role(acme, Role.OWNER)
    response = owner.change(f"/chains/acme/staff/{theirs.pk}", {"active": False})
    nobody = owner.change("/chains/acme/staff/00000000-0000-4000-8000-000000000000", {"active": False})
    assert (response.status_code, nobody.status_code) == (404, 404)
    assert Membership.objects.get(staff=theirs).is_active


def test_an_operator_sets_chains_up_and_sees_no_guests(acme: Chain, rival: Chain) -> None:
    operator = StaffMember.objects.create(email="op@huike.test", name="op", is_operator=True)
    door = doors.signed_in(operator)
    roles = {held["chain"]["slug"]: held["role"] for held in door.read("/session").json()["memberships"]}
    assert roles == {"acme": "operator", "rival": "operator"}
    assert door.read("/chains/rival/staff").status_code == 200
    assert door.read("/properties/acme-1/stays").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"email": "no address", "role": "analyst"},
        {"email": "a@b.test", "role": "king"},
        {"email": "a@b.test", "role": "analyst", "is_operator": True},
        {"role": "analyst"},
        {"email": "a@b.test\r\nBcc: x@y.test", "role": "analyst"},
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(acme: Chain, body: object) -> None:
    assert doors.as_role(acme, Role.OWNER).add("/chains/acme/invitations", body).status_code == 400


def test_who_works_here_already_is_not_invited_again(acme: Chain) -> None:
    person = doors.member(acme, Role.ANALYST)
    owner: Door = doors.as_role(acme, Role.OWNER)
    response = owner.add("/chains/acme/invitations", {"email": person.email.upper(), "role": "owner"})
    assert (response.status_code, response.json()["type"]) == (409, "/problems/already-member")
