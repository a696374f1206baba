"""The card of another property: only when HQ wants it and the guest agreed, and every look is recorded."""

from audit.models import Entry
from loyalty.guests.models import Consent, Guest
from sharing.settings import share
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tests import doors, factories


def li_si_at(place: Property, *requests: str) -> int:
    with in_property(place):
        factories.follow(place, factories.stay("F1", "2026-11-05", requests=list(requests)))
        return Guest.objects.get(merged_into=None).pk


def agree(desk: doors.Door, place: str, guest: int, given: bool = True) -> None:
    body = {"purpose": "chain_card", "given": given}
    assert desk.add(f"/properties/{place}/guests/{guest}/consents", body).status_code == 200


def test_the_desk_reads_what_the_other_house_knows(acme_1: Property, acme_2: Property) -> None:
    there, here = li_si_at(acme_1, "加一个枕头", "高楼层"), li_si_at(acme_2)
    share(acme_1.chain, cards=True)
    desk = doors.as_role(acme_2.chain, Role.FRONT_DESK, [acme_2])
    path = f"/properties/acme-2/guests/{here}/elsewhere"
    # Without the guest's word nothing is shown, not even that there is a card.
    assert desk.read(path).json()["cards"] == []
    agree(doors.with_key(acme_1.chain), "acme-1", there)
    (card,) = desk.read(path).json()["cards"]
    assert (card["property"], card["last_visit_on"], card["visits"]) == ("acme-1", "2026-11-05", 1)
    assert sorted(card["preferences"]) == ["加一个枕头", "高楼层"]
    entry = Entry.objects.filter(action="guest.card_read_elsewhere").get()
    assert (entry.property_id, entry.subject, entry.facts["at"]) == (acme_2.pk, str(here), "acme-1")
    # Taken back, it is gone at once; both words stay.
    agree(doors.with_key(acme_1.chain), "acme-1", there, given=False)
    assert desk.read(path).json()["cards"] == []
    with in_property(acme_1):
        assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [True, False]


def test_off_by_default(acme_1: Property, acme_2: Property) -> None:
    there, here = li_si_at(acme_1, "高楼层"), li_si_at(acme_2)
    agree(doors.with_key(acme_1.chain), "acme-1", there)
    desk = doors.as_role(acme_2.chain, Role.FRONT_DESK, [acme_2])
    assert desk.read(f"/properties/acme-2/guests/{here}/elsewhere").json() == {"cards": None, "points": []}


def test_a_sandbox_reads_no_real_guests_card(acme_1: Property, acme_2: Property) -> None:
    there, here = li_si_at(acme_1, "高楼层"), li_si_at(acme_2)
    share(acme_1.chain, cards=True)
    agree(doors.with_key(acme_1.chain), "acme-1", there)
    Property.objects.filter(pk=acme_2.pk).update(sandbox=True)
    shown = doors.with_key(acme_2.chain).read(f"/properties/acme-2/guests/{here}/elsewhere").json()
    assert shown == {"cards": None, "points": []}


def test_hq_alone_switches(acme_1: Property) -> None:
    for role, status in ((Role.OWNER, 200), (Role.MANAGER, 403), (Role.MARKETING, 403)):
        answer = doors.as_role(acme_1.chain, role).change("/chains/acme/sharing", {"cards": True})
        assert answer.status_code == status, role
    assert doors.with_key(acme_1.chain).read("/chains/acme/sharing").json() == {
        "tiers": False,
        "points": False,
        "cards": True,
    }
