"""Tiers follow the stays in the database: in the journey, every night, through merges and their undoing."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection, transaction

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.journey import uniting
from loyalty.programme import notices, publishing, versions
from loyalty.programme.document import Programme
from loyalty.programme.models import Notice
from loyalty.programme.tiers import evaluating, membership
from loyalty.programme.tiers.models import Change, Membership
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.factories import SHANGHAI, follow, stay
from tests.loyalty.programme.tiers.cases import USUAL, nights, programme, tier, visits

FIVE = ["2026-03-01", "2026-03-03", "2026-03-05", "2026-03-07", "2026-03-10"]


def raw() -> Statements:
    return Statements(raw_connection())


def publish(of: Programme = USUAL, on: str = "2026-01-01") -> versions.Published:
    return publishing.write(raw(), of, effective_on=date.fromisoformat(on), actor=SYSTEM)


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    """In acme-1, on 11 March 2026 at noon, with a programme since January."""
    with time_machine.travel(noon("2026-03-11"), tick=False), in_property(acme_1):
        publish()
        yield acme_1


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=SHANGHAI)


def held(guest: Guest | None = None) -> Membership:
    return Membership.objects.get(guest=guest or Guest.objects.get(name="李四"))


def looked(hotel: Property, day: str, *guests: int) -> evaluating.Followed:
    published = versions.in_force(raw(), date.fromisoformat(day))
    assert published is not None
    ids = guests or tuple(Guest.objects.values_list("pk", flat=True))
    return evaluating.follow(raw(), hotel, published, ids, date.fromisoformat(day))


def night(hotel: Property, day: str) -> dict[str, int]:
    published = versions.in_force(raw(), date.fromisoformat(day))
    assert published is not None
    return evaluating.nightly(raw(), hotel, published, date.fromisoformat(day))


def rising(hotel: Property) -> Guest:
    follow(hotel, *(stay(f"F{n}", day) for n, day in enumerate(FIVE)))
    return Guest.objects.get(name="李四")


def test_c39_stays_make_a_member_and_lift_to_gold_with_the_reason(hotel: Property) -> None:
    guest = rising(hotel)
    row = held(guest)
    assert (row.tier, row.kind, row.since, row.until) == (
        "gold", "qualified", date(2026, 3, 11), date(2027, 3, 10),
    )  # fmt: skip
    assert [change.reason for change in Change.objects.filter(guest=guest).order_by("id")] == [
        "tier_joined",
        "tier_qualified",
    ]
    assert not Notice.objects.filter(guest=guest).exists()  # it was all before he joined


def test_who_rises_as_a_member_is_told(hotel: Property) -> None:
    follow(hotel, *(stay(f"F{n}", day) for n, day in enumerate(FIVE[:4])))
    with time_machine.travel(noon("2026-03-21"), tick=False):
        follow(hotel, stay("G", "2026-03-20"))
    assert [notice.kind for notice in Notice.objects.order_by("id")] == ["tier_near", "tier_rose"]


def test_following_twice_changes_nothing(hotel: Property) -> None:
    rising(hotel)
    before = list(Membership.objects.values()), Change.objects.count(), Notice.objects.count()
    assert not looked(hotel, "2026-03-11").changed
    assert night(hotel, "2026-03-11")["up"] == 0
    assert (list(Membership.objects.values()), Change.objects.count(), Notice.objects.count()) == before


def test_a_guest_in_house_is_a_member_but_the_visit_does_not_count_yet(hotel: Property) -> None:
    follow(hotel, stay("F1", "2026-03-11", status="in_house"))
    assert (held().tier, held().joined_on) == ("base", date(2026, 3, 11))


def test_without_a_programme_nobody_is_a_member(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
        assert not Membership.objects.exists()


def test_where_one_signs_up_a_stay_makes_no_member(acme_1: Property) -> None:
    with in_property(acme_1):
        publish(programme(tier("gold", nights(5, 4)), joins="sign_up"))
        follow(acme_1, stay("F1", "2026-03-01"))
        night(acme_1, "2026-03-02")
        assert not Membership.objects.exists()
        membership.admit(raw(), USUAL, Guest.objects.get().pk, date(2026, 3, 2))
        assert held().tier == "base"


def test_where_one_signs_up_a_merge_with_a_member_makes_a_member(acme_1: Property) -> None:
    with in_property(acme_1):
        of = programme(tier("silver"), tier("gold", nights(5, 4)), joins="sign_up")
        publish(of)
        follow(acme_1, stay("A1", "2026-02-01", guest_number="A", name="张三", phone="13900000001"))
        follow(acme_1, stay("B1", "2026-02-02", guest_number="B", name="李四", phone="13900000002"))
        zhang, li = Guest.objects.get(name="张三"), Guest.objects.get(name="李四")
        membership.admit(raw(), of, li.pk, date(2026, 2, 2))
        Membership.objects.filter(guest=li).update(tier="gold", rank=2, kind="granted")
        uniting.merge(acme_1, zhang.pk, li.pk, None)
        assert held(zhang).tier == "gold"


def test_the_night_makes_members_of_who_came_before_the_programme(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, *(stay(f"F{n}", day) for n, day in enumerate(FIVE)))
        publish()
        told = night(acme_1, "2026-04-01")
        assert (told["guests"], told["up"]) == (1, 1)
        assert held().tier == "gold" and held().until == date(2027, 3, 10)


def test_a_cancelled_stay_takes_the_tier_back(hotel: Property) -> None:
    guest = rising(hotel)
    gone = stay("F4", FIVE[4], status="cancelled", updated_at="2026-03-11T13:00:00+08:00")
    follow(hotel, gone)
    looked(hotel, "2026-03-11", guest.pk)
    row = held(guest)
    assert row.tier == "silver"
    assert Change.objects.filter(guest=guest).order_by("-id")[0].reason == "tier_taken_back"


def test_c52_a_night_tells_the_loss_takes_the_tier_and_visits_bring_it_back(hotel: Property) -> None:
    guest = rising(hotel)
    assert night(hotel, "2027-01-09")["notices"] == 0
    assert night(hotel, "2027-01-10")["notices"] == 1
    assert night(hotel, "2027-01-10")["notices"] == 0
    assert night(hotel, "2027-03-10")["down"] == 0
    assert night(hotel, "2027-03-11")["down"] == 1
    assert held(guest).tier == "silver"
    assert {n.kind for n in Notice.objects.filter(guest=guest)} == {
        "tier_loss",
        "tier_told_fall",
    }
    with time_machine.travel(noon("2027-04-12"), tick=False):
        follow(hotel, stay("G1", "2027-03-20"), stay("G2", "2027-04-11"))
        looked(hotel, "2027-04-12", guest.pk)
    row = held(guest)
    assert (row.tier, row.kind, row.until) == ("gold", "second_chance", date(2027, 6, 11))


def test_a_night_for_an_earlier_day_leaves_alone_what_changed_later(hotel: Property) -> None:
    guest = rising(hotel)
    night(hotel, "2027-03-11")
    assert night(hotel, "2026-12-01")["guests"] == 1
    assert held(guest).tier == "silver"


def test_a_night_in_chunks_comes_to_the_same(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(7):
        follow(
            hotel,
            *(
                stay(f"P{n}-{k}", day, guest_number=f"P{n}", name=f"客{n}", phone=f"1390000000{n}")
                for k, day in enumerate(FIVE[: n + 1])
            ),
        )
    monkeypatch.setattr(evaluating, "CHUNK", 2)
    told = night(hotel, "2027-03-11")
    assert told["guests"] == 7 and told["down"] == 6  # three silver, three gold
    assert night(hotel, "2027-03-11")["down"] == 0


def test_a_night_that_was_cut_off_is_simply_run_again(
    hotel: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        follow(
            hotel,
            *(
                stay(f"P{n}-{k}", day, guest_number=f"P{n}", name=f"客{n}", phone=f"1390000000{n}")
                for k, day in enumerate(FIVE)
            ),
        )
    monkeypatch.setattr(evaluating, "CHUNK", 2)
    whole = evaluating._chunk
    done: list[int] = []

    def dies(*args: object) -> evaluating.Followed:
        if done:
            raise RuntimeError("cut off")
        done.append(1)
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluating, "_chunk", dies)
    with pytest.raises(RuntimeError), transaction.atomic():
        night(hotel, "2027-03-11")
    monkeypatch.setattr(evaluating, "_chunk", whole)
    night(hotel, "2027-03-11")
    assert set(Membership.objects.values_list("tier", flat=True)) == {"silver"}
    assert Change.objects.filter(reason="tier_fell").count() == 4


def test_a_merge_takes_the_higher_tier_over_and_its_undoing_gives_it_back(hotel: Property) -> None:
    first = stay("A1", "2026-02-01", guest_number="A", name="张三", phone="13900000001")
    follow(hotel, first)
    zhang = Guest.objects.get(name="张三")
    li = rising(hotel)
    looked(hotel, "2026-03-11")
    uniting.merge(hotel, zhang.pk, li.pk, None)
    looked(hotel, "2026-03-11")
    assert held(zhang).tier == "gold"
    uniting.unmerge(hotel, zhang.pk, li.pk, None)
    looked(hotel, "2026-03-11", zhang.pk, li.pk)
    assert (held(zhang).tier, held(li).tier) == ("base", "gold")


def test_a_granted_tier_moves_with_the_merge_and_back(hotel: Property) -> None:
    follow(hotel, stay("A1", "2026-02-01", guest_number="A", name="张三", phone="13900000001"))
    follow(hotel, stay("B1", "2026-02-02", guest_number="B", name="李四", phone="13900000002"))
    zhang, li = Guest.objects.get(name="张三"), Guest.objects.get(name="李四")
    looked(hotel, "2026-03-11")
    Membership.objects.filter(guest=li).update(tier="gold", rank=2, kind="granted")
    uniting.merge(hotel, zhang.pk, li.pk, None)
    looked(hotel, "2026-03-11")
    row = held(zhang)
    assert (row.tier, row.kind, row.merged_from, row.reason) == ("gold", "granted", li.pk, "tier_merged")
    uniting.unmerge(hotel, zhang.pk, li.pk, None)
    looked(hotel, "2026-03-11", zhang.pk, li.pk)
    assert held(zhang).tier == "base" and held(li).tier == "gold"
    assert Change.objects.filter(guest=zhang).order_by("-id")[0].reason == "tier_unmerged"


def test_a_guest_merged_away_is_not_looked_at(hotel: Property) -> None:
    follow(hotel, stay("A1", "2026-02-01", guest_number="A", name="张三", phone="13900000001"))
    zhang, li = Guest.objects.get(name="张三"), rising(hotel)
    uniting.merge(hotel, zhang.pk, li.pk, None)
    before = Change.objects.filter(guest=li).count()
    night(hotel, "2028-01-01")
    assert Change.objects.filter(guest=li).count() == before


def test_the_tier_of_a_day_and_the_stay_that_lifts_does_not_earn_by_what_it_lifts_to(hotel: Property) -> None:
    guest = rising(hotel)
    days = [date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12), date(2027, 3, 10), date(2027, 3, 11)]
    night(hotel, "2027-03-11")
    found = membership.tier_on(raw(), [guest.pk] * len(days), days)
    assert [found.get((guest.pk, day)) for day in days] == [None, "base", "gold", "gold", "silver"]


def test_the_history_cannot_be_changed(hotel: Property) -> None:
    rising(hotel)
    for sql in ("UPDATE tiers_change SET reason = ''", "DELETE FROM tiers_change", "TRUNCATE tiers_change"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_base_points_of_the_ledger_lead_up_and_bonus_points_do_not(acme_1: Property) -> None:
    from loyalty.ledger.posting import Credit, Debit, post
    from loyalty.ledger.reversing import reverse
    from loyalty.programme.tiers.terms import Rule

    of = programme(tier("gold", Rule(measure="base_points", at_least=500, months=12)))
    with time_machine.travel(noon("2026-03-11"), tick=False), in_property(acme_1):
        publish(of)
        follow(acme_1, stay("F1", "2026-03-01"))
        guest = Guest.objects.get().pk
        day = date(2026, 3, 11)

        def earn(key: str, account: str, points: int) -> int:
            move = Credit(guest, account, points, "issuance", earned_on=day)
            return post(raw(), key=key, kind="points.earn", moves=[move], on=day, actor=SYSTEM).id

        earn("a", "bonus", 9000)
        earn("b", "base", 300)
        second = earn("c", "base", 200)
        spend = Debit([guest], ["base", "bonus"], 400, "redemption")
        post(raw(), key="d", kind="points.redeem", moves=[spend], on=day, actor=SYSTEM)
        looked(acme_1, "2026-03-11")
        assert held().tier == "gold"
        reverse(raw(), second, key="e", on=day, actor=SYSTEM, reason="points.undone", spent="owe")
        looked(acme_1, "2026-03-11")
        assert held().tier == "base"


def test_any_visits_of_a_property_come_to_what_the_pure_rules_say(hotel: Property) -> None:
    publish(programme(tier("gold", visits(2, 1))), on="2026-02-01")
    follow(hotel, stay("A", "2026-01-31"), stay("B", "2026-02-28"))
    looked(hotel, "2026-03-11")
    assert held().tier == "gold"


def to_tell(guest: Guest, day: str) -> list[str]:
    return [each.kind for each in notices.of_person(raw(), [guest.pk], date.fromisoformat(day))]


def test_who_has_risen_is_not_told_any_more_what_is_missing(hotel: Property) -> None:
    follow(hotel, *(stay(f"F{n}", day) for n, day in enumerate(FIVE[:4])))
    guest = Guest.objects.get(name="李四")
    assert held().tier != "gold"
    assert to_tell(guest, "2026-03-11") == ["tier_near"]  # one more night
    follow(hotel, stay("F4", FIVE[4]))
    assert held().tier == "gold"
    assert to_tell(guest, "2026-03-11") == []
    looked(hotel, "2026-03-11")
    assert to_tell(guest, "2026-03-11") == []


def test_the_second_chance_is_not_offered_to_who_has_taken_it(hotel: Property) -> None:
    guest = rising(hotel)
    night(hotel, "2027-01-11")
    assert to_tell(guest, "2027-01-11") == ["tier_loss"]
    with time_machine.travel(noon("2027-03-11"), tick=False):
        night(hotel, "2027-03-11")
        assert to_tell(guest, "2027-03-11") == ["tier_told_fall"]
    with time_machine.travel(noon("2027-03-20"), tick=False):
        follow(hotel, stay("B1", "2027-03-15"), stay("B2", "2027-03-18"))
        assert held().kind == "second_chance"
        assert to_tell(guest, "2027-03-20") == ["tier_back"]
