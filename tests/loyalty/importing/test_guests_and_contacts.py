"""Files of guests, and contact exports whose remarks are read back."""

import io

import pytest

from loyalty.guests.models import Guest
from loyalty.importing import running, wizard
from loyalty.importing.models import Import
from loyalty.remarks.models import Remark, Task
from tenants.context import in_property
from tenants.models import Property
from tests import factories


def imported(hotel: Property, kind: str, content: str) -> Import:
    job = wizard.receive(
        io.BytesIO(content.encode()), filename="a.csv", kind=kind, given=None, created_by="周岚"
    )
    Import.objects.filter(pk=job.pk).update(state="queued")
    running.run(hotel, job.pk)
    return Import.objects.get(pk=job.pk)


def counts(job: Import) -> tuple[int, int, int, int]:
    return job.created, job.updated, job.unchanged, job.rejected


GUESTS = """客人编号,姓名,手机,生日,性别,标签,备注
G1,李四,138 0013 8000,1990-03-02,男,"学生,有宝宝",常住
G2,王芳,,,女,,
,赵倩,13900000002,29 Feb 1990,,,
,孙莉,,,,,
G5,周平,1380***8000,,,,
,吴迪,139 0000 00,,,,
"""


def test_guests_come_in_once_and_again_change_nothing(acme_1: Property) -> None:
    with in_property(acme_1):
        job = imported(acme_1, "guests", GUESTS)
        assert counts(job) == (3, 0, 0, 3)
        assert list(job.rejects.order_by("line").values_list("code", flat=True)) == [
            "no_such_day",
            "no_identity",
            "bad_phone",
        ]
        guest = Guest.objects.get(name="李四")
        assert (guest.phone, str(guest.birthday), guest.gender) == ("+8613800138000", "1990-03-02", "male")
        assert (guest.tags, guest.notes, guest.pinyin) == (["学生", "有宝宝"], "常住", "lisi ls")
        assert len(bytes(guest.person)) == 16
        assert counts(imported(acme_1, "guests", GUESTS)) == (0, 0, 3, 3)
        assert Guest.objects.count() == 3


def test_a_stay_that_comes_later_finds_the_imported_guest(acme_1: Property) -> None:
    with in_property(acme_1):
        imported(acme_1, "guests", GUESTS)
        factories.follow(acme_1, factories.stay("F1", "2026-01-05", name="李四", guest_number="other"))
        factories.follow(acme_1, factories.stay("F2", "2026-01-05", name="王芳", guest_number="G2", phone="13911112222"))  # fmt: skip
        assert Guest.objects.filter(merged_into=None).count() == 3
        assert Guest.objects.get(name="李四").visits == 1
        assert Guest.objects.get(name="王芳").phone == "+8613911112222"


def test_a_known_guest_is_completed_and_keeps_the_name_of_the_pms(acme_1: Property) -> None:
    with in_property(acme_1):
        factories.follow(acme_1, factories.stay("F1", "2026-01-05", phone="138 0013 8000"))
        job = imported(acme_1, "guests", GUESTS.replace("G1,李四", "G1,李四先生"))
        assert counts(job) == (2, 1, 0, 3)
        guest = Guest.objects.get(phone="+8613800138000", merged_into=None)
        assert (guest.name, guest.visits, guest.gender) == ("李四", 1, "male")
        assert guest.tags == ["学生", "有宝宝"]


def test_two_rows_of_one_phone_are_one_guest(acme_1: Property) -> None:
    with in_property(acme_1):
        job = imported(acme_1, "guests", "姓名,手机,标签\n李四,13800138000,学生\n李四,+8613800138000,商务\n")
        assert counts(job) == (1, 1, 0, 0)
        assert Guest.objects.get(merged_into=None).tags == ["学生", "商务"]


CONTACTS = """备注名,标签,电话,描述,添加人
李四5/携程/8210/208/20210930,"学生,商务",138 0013 8000,要求提前开空调,王芳
王五2/携程/8210/208/20210930,,,,王芳
今天天气很好,,,,王芳
"""


def test_a_contact_export_completes_the_remark_of_the_guest_it_speaks_of(acme_1: Property) -> None:
    with in_property(acme_1):
        guest = factories.li_si_with_five_visits(acme_1)
        job = imported(acme_1, "contacts", CONTACTS)
        assert counts(job) == (1, 0, 0, 2)
        assert [(r.code, r.zh) for r in job.rejects.order_by("line")] == [
            ("guest_unknown", "找不到这位客人"),
            (
                "nickname_unread",
                "备注「今天天气很好」读不懂:应有五段，用 / 隔开：姓名次数/来源/房号/房价/入住日期。",
            ),
        ]
        task = Task.objects.get(visit__guest=guest, visit__ordinal=5)
        assert (task.nickname_done, task.tags_done, task.phone_done, task.description_done) == (True,) * 4
        assert task.completed_name == "王芳"
        remark = Remark.objects.get(guest=guest)
        assert (remark.writer, remark.description) == ("王芳", "要求提前开空调")
        written_at = remark.written_at
        assert counts(imported(acme_1, "contacts", CONTACTS)) == (0, 0, 1, 2)
        assert Remark.objects.get(guest=guest).written_at == written_at


def test_a_contact_with_a_wrong_count_is_told_at_its_task(acme_1: Property) -> None:
    with in_property(acme_1):
        guest = factories.li_si_with_five_visits(acme_1)
        imported(acme_1, "contacts", CONTACTS.replace("李四5", "李四4"))
        task = Task.objects.get(visit__guest=guest, visit__ordinal=5)
        assert (task.nickname_done, task.wrong, task.completed_at) == (False, "count", None)


@pytest.mark.parametrize("kind", ["guests", "contacts"])
def test_a_file_of_nothing_but_a_header_is_imported_as_nothing(acme_1: Property, kind: str) -> None:
    header = GUESTS if kind == "guests" else CONTACTS
    with in_property(acme_1):
        job = imported(acme_1, kind, header.splitlines()[0] + "\n")
        assert (job.state, job.rows, counts(job)) == ("finished", 0, (0, 0, 0, 0))
