"""Ordinals, nicknames, tasks and channels follow every correction."""

import pytest

from loyalty import journey
from loyalty.guests.models import Doubt, Guest
from loyalty.journey import remapping, uniting
from loyalty.remarks.models import Remark, Task
from loyalty.stays.incoming import from_dict
from loyalty.stays.models import Source, Stay, Visit
from tenants.context import in_property
from tenants.models import Property
from tests.factories import follow, li_si_with_five_visits, stay


def nickname(hotel: Property, name: str = "李四") -> str:
    return Guest.objects.get(name=name, merged_into=None).nickname


def test_c3_the_fifth_visit_reads_as_the_field_writes_it(acme_1: Property) -> None:
    with in_property(acme_1):
        assert li_si_with_five_visits(acme_1).nickname == "李四5/携程/8210/208/20210930"


def test_c4_a_walk_in_on_his_eighth_visit(acme_1: Property) -> None:
    with in_property(acme_1):
        days = [f"2021-{month:02d}-10" for month in range(2, 10)]
        follow(
            acme_1,
            *(stay(f"L{n}", day, name="李刚", phone="13900139000", guest_number="G1", source="散客", rate="200.00")
              for n, day in enumerate(days)),
        )  # fmt: skip
        assert nickname(acme_1, "李刚") == "李刚8/散客/8210/200/20210910"


def test_c5_a_retry_adds_no_visit(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        (again,) = journey.follow(acme_1, [from_dict(stay("F1", "2026-01-05"))])
        assert again.result == "unchanged" and Guest.objects.get().visits == 1 and Task.objects.count() == 1


def test_a_late_earlier_stay_moves_the_ordinals_up(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F2", "2026-03-01"))
        follow(acme_1, stay("F1", "2026-01-05"))
        assert nickname(acme_1).startswith("李四2/")
        assert list(Visit.objects.order_by("ordinal").values_list("check_in_on__month", flat=True)) == [1, 3]


def test_a_cancelled_stay_takes_its_visit_and_task_back(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"), stay("F2", "2026-03-01"))
        follow(acme_1, stay("F1", "2026-01-05", status="cancelled", updated_at="2026-03-05T00:00:00+08:00"))
        assert (
            nickname(acme_1).startswith("李四1/") and Visit.objects.count() == 1 and Task.objects.count() == 1
        )
        assert Stay.objects.get(external_id="F1").visit_id is None


def test_an_older_state_changes_nothing(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        old = stay(
            "F1", "2026-01-05", room_no="9999", status="booked", updated_at="2026-01-01T00:00:00+08:00"
        )
        (outcome,) = journey.follow(acme_1, [from_dict(old)])
        assert outcome.result == "stale" and Stay.objects.get().room_no == "8210"


def test_a_corrected_rate_reaches_the_nickname(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        follow(acme_1, stay("F1", "2026-01-05", rate="198.50", updated_at="2026-01-07T01:00:00+08:00"))
        assert nickname(acme_1) == "李四1/携程/8210/199/20260105"


def test_a_bridge_between_two_visits_makes_them_one_and_keeps_the_finished_task(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"), stay("F2", "2026-01-08"))
        Task.objects.filter(visit__ordinal=2).update(completed_at="2026-01-09T12:00:00+08:00")
        follow(acme_1, stay("F3", "2026-01-06", nights=2))
        (task,) = Task.objects.all()
        assert Visit.objects.get().stays == 3 and task.completed_at is not None


def test_the_journey_leaves_a_finished_task_finished_when_a_later_visit_comes(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        Task.objects.update(completed_at="2026-01-06T12:00:00+08:00")
        follow(acme_1, stay("F2", "2026-03-05"))
        assert [task.completed_at is not None for task in Task.objects.order_by("visit__ordinal")] == [
            True,
            False,
        ]


def test_a_remark_written_before_the_pms_sent_the_stay_completes_its_task(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        guest = Guest.objects.get()
        Guest.objects.update(tags=["商务"])
        Remark.objects.create(
            guest=guest,
            nickname="李四2/携/8210/208/0301",
            description="怕吵",
            written_at="2026-03-01T20:00:00+08:00",
        )
        follow(acme_1, stay("F2", "2026-03-01"))
        task = Task.objects.get(visit__ordinal=2)
        assert task.nickname_done and task.completed_at is not None and Guest.objects.get().remark_complete


def test_who_checked_the_guest_in_gets_the_task(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"), stay("F2", "2026-02-05", checked_in_by=None))
        assert list(Task.objects.order_by("visit__ordinal").values_list("clerk", flat=True)) == ["S03", ""]


def test_a_guest_in_house_has_no_deadline_yet(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05", status="in_house"))
        assert Task.objects.get().due_at is None
        follow(acme_1, stay("F1", "2026-01-05", updated_at="2026-01-06T12:00:00+08:00"))
        due_at = Task.objects.get().due_at
        assert (
            due_at is not None and due_at.isoformat() == "2026-01-07T03:00:00+00:00"
        )  # 24 h after 11:00 in Shanghai


def test_mapping_a_source_corrects_the_past(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05", source="中央推荐入住"), stay("F2", "2026-02-05"))
        assert (
            not Source.objects.get(name="中央推荐入住").mapped
            and Visit.objects.get(ordinal=1).channel == "walk_in"
        )
        done = remapping.remap(acme_1, "中央推荐入住", "member", "中")
        assert done.corrected_visits == 1
        first, second = Visit.objects.order_by("ordinal")
        assert (first.channel, second.prev_channel) == ("member", "member")
        follow(acme_1, stay("F3", "2026-03-05", source="中央推荐入住"))
        assert Visit.objects.get(ordinal=3).channel == "member"


@pytest.mark.parametrize("where", [{"rate_code": "免费房"}, {"market_code": "自用房"}, {"source": "免费房"}])
def test_free_and_house_use_rooms_are_not_counted(acme_1: Property, where: dict[str, str]) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05", **where))
        assert Visit.objects.count() == 0 and Guest.objects.get().visits == 0


def test_a_masked_phone_is_a_likeness_to_confirm_and_never_a_match(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"))
        follow(acme_1, stay("F2", "2026-02-05", phone="1380***8000", guest_number=None))
        assert Guest.objects.filter(merged_into=None).count() == 2
        doubt = Doubt.objects.get(kind="masked_phone")
        uniting.settle(acme_1, doubt.pk, same=True, by=None)
        assert nickname(acme_1).startswith("李四2/") and Doubt.objects.get().settled_at is not None


def test_a_merge_is_undone_and_loses_nothing(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            stay("F1", "2026-01-05"),
            stay("F2", "2026-02-05", phone="13900139000", guest_number="G2", name="李思"),
        )
        one, other = Guest.objects.order_by("pk")
        Guest.objects.filter(pk=one.pk).update(tags=["商务"])
        Guest.objects.filter(pk=other.pk).update(tags=["怕吵"])
        kept = uniting.merge(acme_1, one.pk, other.pk, None)
        merged = Guest.objects.get(pk=kept)
        assert (merged.visits, sorted(merged.tags)) == (2, ["商务", "怕吵"])
        follow(acme_1, stay("F3", "2026-03-05", phone="13900139000", guest_number="G2", name="李思"))
        assert Guest.objects.get(pk=kept).visits == 3
        uniting.unmerge(acme_1, kept, other.pk, None)
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.visits, one.tags, other.visits, other.tags) == (1, ["商务"], 2, ["怕吵"])


def test_guests_joined_by_a_key_can_be_told_apart_by_staff(acme_1: Property) -> None:
    """The first folio of a couple under one phone: staff say these are two people."""
    with in_property(acme_1):
        follow(
            acme_1,
            stay("F1", "2026-01-05", phone=None, guest_number="G1"),
            stay("F2", "2026-02-05", guest_number="G2"),
        )
        follow(acme_1, stay("F1", "2026-01-05", guest_number="G1", updated_at="2026-03-01T00:00:00+08:00"))
        standing = Guest.objects.get(merged_into=None)
        gone = Guest.objects.get(merged_into=standing)
        uniting.unmerge(acme_1, standing.pk, gone.pk, None)
        assert sorted(Guest.objects.filter(merged_into=None).values_list("visits", flat=True)) == [1, 1]


def test_a_number_claimed_by_two_people_goes_to_the_review_list(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-01-05"), stay("F2", "2026-02-05", phone="13900139000", name="王五"))
        assert Guest.objects.filter(merged_into=None).count() == 2
        doubt = Doubt.objects.get(kind="conflict")
        assert doubt.reason == "pms"
        uniting.settle(acme_1, doubt.pk, same=False, by=None)
        follow(acme_1, stay("F3", "2026-03-05", phone="13900139000", name="王五"))
        assert not Doubt.objects.filter(settled_at=None).exists()
        assert Guest.objects.get(name="王五").visits == 2


def test_a_stay_whose_number_looks_like_a_key_is_nobody_elses(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            stay("F1", "2026-01-05", guest_number="G1", phone=None),
            stay("5:G1", "2026-01-05", guest_number="G2", phone=None, name="王五"),
        )
        assert sorted(Guest.objects.values_list("name", "visits")) == [("李四", 1), ("王五", 1)]
