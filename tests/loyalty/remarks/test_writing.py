"""What staff write becomes the guest's remark, and completes the task of the last visit, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from loyalty.guests.models import Guest, Identity
from loyalty.journey import remarking
from loyalty.remarks.models import Remark, Task
from loyalty.remarks.writing import Author, NotConfirmed, NotTheLastVisit, Writing, WrittenSince
from reports.models import DirtyMonth
from tenants.context import in_property, in_public
from tenants.models import Property
from tests.factories import follow, li_si_with_five_visits, stay

WANG = Author(UUID(int=7), "王芳")
NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
FULL = "李四5/携程/8210/208/20210930"


@pytest.fixture
def hotel(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        yield acme_1


def writing(guest: Guest, at: datetime = NOW, **what: object) -> Writing:
    return Writing(guest.pk, WANG, at, at, **what)  # type: ignore[arg-type]


def last_task(guest: Guest) -> Task:
    return Task.objects.get(guest=guest, visit__ordinal=5)


def test_c5_all_four_works_complete_the_task_and_the_guest(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    (done,) = remarking.write(
        hotel, [writing(guest, nickname=FULL, tags=["商务"], description="加一个枕头", phone="13800138000")]
    )
    assert done is not None and done.complete and done.completed_now
    task = last_task(guest)
    assert task.completed_at == NOW and task.completed_by == WANG.id and task.completed_name == "王芳"
    assert Guest.objects.get(pk=guest.pk).remark_complete
    assert Guest.objects.get(pk=guest.pk).tags == ["商务"]
    assert Task.objects.filter(guest=guest, completed_at=None).count() == 4


def test_works_may_come_one_by_one(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    remarking.write(hotel, [writing(guest, nickname=FULL)])
    assert not last_task(guest).completed_at and last_task(guest).nickname_done
    remarking.write(hotel, [writing(guest, NOW + timedelta(hours=1), tags=["商务"])])
    (done,) = remarking.write(hotel, [writing(guest, NOW + timedelta(hours=2), none_noted=True)])
    assert done is not None and done.completed_now
    assert last_task(guest).none_noted


def test_a_wrong_nickname_is_told_and_kept_with_the_task(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    wrong = "李四4/携程/8208/208/20210930"
    (done,) = remarking.write(hotel, [writing(guest, nickname=wrong, tags=["商务"], description="枕头")])
    assert done is not None and [m.field for m in done.verdict.mismatches] == ["count", "room"]
    task = last_task(guest)
    assert (task.wrong, task.written, task.expected) == ("count", wrong, FULL)
    assert not task.nickname_done and task.tags_done


def test_what_goes_to_wecom_counts_in_the_form_that_fits(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    (done,) = remarking.write(
        hotel, [writing(guest, nickname="李四5/携/8210/208/0930", tags=["商务"], none_noted=True)]
    )
    assert done is not None and done.complete


def test_a_task_once_complete_stays_so_and_the_next_visit_has_its_own(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    remarking.write(hotel, [writing(guest, nickname=FULL, tags=["商务"], none_noted=True)])
    remarking.write(hotel, [writing(guest, NOW + timedelta(hours=1), nickname="李四4/x/1/1/0101", tags=[])])
    assert last_task(guest).completed_at == NOW and last_task(guest).wrong == ""
    follow(hotel, stay("F6", "2021-12-24"))
    assert last_task(guest).completed_at == NOW
    assert not Guest.objects.get(pk=guest.pk).remark_complete
    assert Task.objects.get(guest=guest, visit__ordinal=6).completed_at is None


def test_only_the_last_visit_can_be_written_about(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    old = Task.objects.get(guest=guest, visit__ordinal=4)
    with pytest.raises(NotTheLastVisit):
        remarking.write(hotel, [writing(guest, tags=["商务"], none_noted=True, task_id=old.pk)])


def test_a_writing_that_arrives_late_does_not_replace_a_newer_one(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    remarking.write(hotel, [writing(guest, tags=["商务"], description="新")])
    remarking.write(hotel, [writing(guest, NOW - timedelta(days=1), tags=["学生"], description="旧")])
    remark = Remark.objects.get(guest=guest)
    assert (remark.tags, remark.description) == (["商务"], "新")


def test_c7_a_phone_that_staff_enter_completes_the_guest_and_leads_to_him(hotel: Property) -> None:
    follow(hotel, stay("F1", "2021-09-30", phone=None))
    guest = Guest.objects.get()
    (done,) = remarking.write(hotel, [writing(guest, phone="139 1234 5678", tags=["商务"], none_noted=True)])
    assert done is not None and done.verdict.missing == ["nickname"]
    guest.refresh_from_db()
    assert guest.phone == "+8613912345678" and "phone" in guest.by_hand
    assert Identity.objects.filter(guest=guest, value="+8613912345678", entry=guest.pk).exists()
    # the PMS sends the guest again without a phone, and then a stay that has only the phone
    follow(hotel, stay("F2", "2021-11-01", phone=None))
    follow(hotel, stay("F3", "2021-12-01", phone="13912345678", guest_number=None))
    guest.refresh_from_db()
    assert guest.phone == "+8613912345678" and guest.visits == 3


def test_a_phone_that_staff_enter_may_show_that_two_guests_are_one(hotel: Property) -> None:
    follow(hotel, stay("F1", "2021-09-30", phone=None), stay("F2", "2021-10-20", guest_number="G2"))
    nameless = Guest.objects.get(phone=None)
    remarking.write(hotel, [writing(nameless, datetime(2021, 11, 1, tzinfo=UTC), phone="13800138000")])
    standing = Guest.objects.get(merged_into=None)
    assert standing.visits == 2


def test_one_touch_confirms_the_proposal_and_undo_puts_everything_back(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    Guest.objects.filter(pk=guest.pk).update(tags=["学生"])
    task = last_task(guest)
    (done,) = remarking.write(
        hotel, [writing(guest, tags=["商务", "学生"], description="枕头", task_id=task.pk)]
    )
    assert done is not None and done.completed_now
    assert Remark.objects.get(guest=guest).nickname == FULL
    remarking.undo(hotel, task.pk, NOW + timedelta(minutes=1))
    task.refresh_from_db()
    guest.refresh_from_db()
    assert task.completed_at is None and task.completed_by is None and task.before is None
    assert not task.nickname_done and not task.tags_done
    assert guest.tags == ["学生"] and not guest.remark_complete
    assert not Remark.objects.filter(guest=guest).exists()
    with pytest.raises(NotConfirmed):
        remarking.undo(hotel, task.pk, NOW)


def test_undo_takes_back_a_phone_entered_with_the_confirmation(hotel: Property) -> None:
    follow(hotel, stay("F1", "2021-09-30", phone=None))
    guest = Guest.objects.get()
    task = Task.objects.get()
    remarking.write(
        hotel, [writing(guest, phone="13912345678", tags=["商务"], none_noted=True, task_id=task.pk)]
    )
    remarking.undo(hotel, task.pk, NOW)
    guest.refresh_from_db()
    assert guest.phone is None and guest.by_hand == []
    assert not Identity.objects.filter(value="+8613912345678").exists()


def test_undo_is_refused_once_something_newer_was_written(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    task = last_task(guest)
    remarking.write(hotel, [writing(guest, tags=["商务"], none_noted=True, task_id=task.pk)])
    remarking.write(hotel, [writing(guest, NOW + timedelta(hours=1), description="换到 8210")])
    with pytest.raises(WrittenSince):
        remarking.undo(hotel, task.pk, NOW + timedelta(hours=2))


def test_completing_a_task_makes_its_month_dirty(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    with in_public():
        DirtyMonth.objects.all().delete()
    remarking.write(hotel, [writing(guest, nickname=FULL, tags=["商务"], none_noted=True)])
    with in_public():
        assert [str(row.month) for row in DirtyMonth.objects.filter(property_id=hotel.pk)] == ["2021-09-01"]


def test_a_guest_who_is_not_there_is_told_and_the_others_are_written(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    missing = Guest(pk=10**9)
    nobody, done = remarking.write(hotel, [writing(missing, tags=["x"]), writing(guest, tags=["商务"])])
    assert nobody is None and done is not None and done.verdict.tags


def test_one_guest_may_be_written_about_several_times_in_one_go(hotel: Property) -> None:
    guest = li_si_with_five_visits(hotel)
    steps = [writing(guest, nickname=FULL), writing(guest, tags=["商务"]), writing(guest, none_noted=True)]
    results = remarking.write(hotel, steps)
    assert [bool(result and result.completed_now) for result in results] == [False, False, True]


@pytest.mark.parametrize(
    ("what", "noted"),
    [
        ({"none_noted": True}, True),
        ({"description": "客人无特殊要求"}, True),
        ({"description": "客人无特殊要求", "none_noted": False}, True),
        ({"description": "要安静", "none_noted": True}, False),
        ({"description": f"{FULL}\n要安静"}, False),
        ({"description": FULL, "none_noted": True}, True),
    ],
)
def test_none_noted_is_what_was_answered_and_not_what_was_ticked_beside_words(
    hotel: Property, what: dict[str, object], noted: bool
) -> None:
    guest = li_si_with_five_visits(hotel)
    (done,) = remarking.write(hotel, [writing(guest, nickname=FULL, tags=["商务"], **what)])
    assert done is not None and done.complete
    assert last_task(guest).none_noted is noted
