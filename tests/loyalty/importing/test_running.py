"""Imports as jobs: chunk by chunk, killed and resumed, cancelled, never done twice."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from kernel import clock
from loyalty.importing import running, tasks, wizard
from loyalty.importing.models import Import, Piece, Reject
from loyalty.importing.running import Ended
from loyalty.stays.models import Stay
from tenants.context import in_property
from tenants.models import Property
from tests import cast

PROJECT = Path(__file__).resolve().parents[3]
HEADER = "姓名,手机,房号,成交价,到达,离开,状态,来源"


def line(number: int) -> str:
    day = f"2026-{number % 12 + 1:02d}-{number % 27 + 1:02d}"
    # Every tenth row is refused; every seventh stands twice, and without a number the second is a stay of its own.
    rate = "含早" if number % 10 == 0 else "208"
    row = f"客{number},1380013{number:04d},8210,{rate},{day},{day},离店,携程"
    return f"{row}\n{row}" if number % 7 == 0 else row


FILE = "\n".join([HEADER, *(line(number) for number in range(1, 101))])
ROWS = 100 + 14
REFUSED = 10 + 1


def queued(content: str = FILE) -> Import:
    job = wizard.receive(
        io.BytesIO(content.encode()), filename="a.csv", kind="stays", given=None, created_by="test"
    )
    Import.objects.filter(pk=job.pk).update(state="queued", beat_at=clock.now())
    return job


def whole(job: Import) -> None:
    """Finished, with every row accounted for once."""
    job.refresh_from_db()
    assert (job.state, job.read, job.rows) == ("finished", ROWS, ROWS)
    assert (job.created, job.unchanged, job.rejected) == (ROWS - REFUSED, 0, REFUSED)
    assert Stay.objects.count() == ROWS - REFUSED
    assert job.rejects.count() == REFUSED
    assert not Piece.objects.exists()


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the product catches it."""


def killed_after(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = running.APPLY["stays"], 0

    def apply(*args: Any) -> Any:
        nonlocal done
        applied = real(*args)
        done += 1
        if done > chunks:
            raise Killed
        return applied

    monkeypatch.setitem(running.APPLY, "stays", apply)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 10)


def test_an_import_that_dies_goes_on_where_it_was_and_does_nothing_twice(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_property(acme_1):
        job = queued()
        with monkeypatch.context() as dying:
            killed_after(4, dying)
            with pytest.raises(Killed):
                running.run(acme_1, job.pk)
        job.refresh_from_db()
        assert (job.state, job.read) == ("running", 40)
        assert Stay.objects.count() == job.created
        assert running.run(acme_1, job.pk) is Ended.DONE
        whole(job)


def test_a_killed_process_leaves_whole_chunks_and_the_next_run_the_rest(committed: None) -> None:
    """A real SIGKILL in the midst of a chunk, after its stays were written and before anything was committed."""
    hotel = cast.property_named("acme-1")
    with in_property(hotel):
        job = queued()
    script = (
        "import os, django; django.setup()\n"
        "from loyalty.importing import running; from tenants.context import in_property\n"
        "from tenants.models import Property\n"
        "running.CHUNK, real, done = 10, running.APPLY['stays'], []\n"
        "def apply(*args):\n"
        "    applied = real(*args); done.append(1)\n"
        "    if len(done) > 4: os.kill(os.getpid(), 9)\n"
        "    return applied\n"
        "running.APPLY['stays'] = apply\n"
        "hotel = Property.objects.select_related('chain').get(slug='acme-1')\n"
        f"with in_property(hotel): running.run(hotel, {job.pk})\n"
    )
    scheme, _, rest = os.environ["DATABASE_URL"].partition("://")
    server, _, after = rest.partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{scheme}://{server.rpartition('/')[0]}/{name}?{after}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{PROJECT}:{PROJECT / 'platform'}",
    }
    ended = subprocess.run([sys.executable, "-c", script], env=environment, check=False, cwd=PROJECT)
    assert ended.returncode == -signal.SIGKILL
    with in_property(hotel):
        job.refresh_from_db()
        assert (job.state, job.read) == ("running", 40)
        assert Stay.objects.count() == job.created
        assert job.rejects.count() == job.rejected
        assert running.lost_jobs() == []  # it was alive a moment ago
        Import.objects.update(beat_at=clock.now() - timedelta(minutes=5))
        assert running.lost_jobs() == [job.pk]
        assert running.run(hotel, job.pk) is Ended.DONE
        whole(job)


def test_a_second_run_takes_over_and_the_first_stops(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_property(acme_1):
        job = queued()
        overtaken(acme_1, job, monkeypatch)
        whole(job)


def test_control_without_the_token_two_runs_import_rows_twice(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = running.uuid.uuid4()
    monkeypatch.setattr(running.uuid, "uuid4", lambda: token)  # every run holds the same token: no protection
    with in_property(acme_1):
        job = queued()
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):  # the database's own wall: a line is refused once
            overtaken(acme_1, job, monkeypatch, finish=False)


def overtaken(hotel: Property, job: Import, monkeypatch: pytest.MonkeyPatch, *, finish: bool = True) -> None:
    """A first run is still at its third chunk when a second one does the whole rest."""
    real, calls = running._apply_chunk, 0

    def apply_chunk(*args: Any) -> bool:
        nonlocal calls
        calls += 1
        if calls == 3:
            if finish:
                assert running.run(hotel, job.pk) is Ended.DONE
            else:
                Import.objects.filter(pk=job.pk).update(read=0, created=0, rejected=0)
                running.run(hotel, job.pk)
                Import.objects.filter(pk=job.pk).update(state="running")
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(running, "_apply_chunk", apply_chunk)
        assert running.run(hotel, job.pk) is Ended.TAKEN


def test_a_cancelled_import_stops_after_the_chunk_at_hand(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_property(acme_1):
        job = queued()
        real, done = running._apply_chunk, []

        def apply_chunk(*args: Any) -> bool:
            if len(done) == 5:
                wizard.cancel(Import.objects.get(pk=job.pk))
            done.append(1)
            return real(*args)

        monkeypatch.setattr(running, "_apply_chunk", apply_chunk)
        assert running.run(acme_1, job.pk) is Ended.TAKEN
        job.refresh_from_db()
        assert (job.state, job.read) == ("cancelled", 50)
        assert Stay.objects.count() == job.created
        assert running.run(acme_1, job.pk) is Ended.TAKEN
        assert not Piece.objects.exists()


def test_a_long_import_gives_the_worker_back_and_goes_on(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(tasks.run_import, "delay", lambda *args: sent.append(args))
    with in_property(acme_1):
        job = queued()
        assert running.run(acme_1, job.pk, slice=timedelta(0)) is Ended.PAUSED
        job.refresh_from_db()
        assert (job.state, job.read) == ("running", 10)
        while (ended := running.run(acme_1, job.pk, slice=timedelta(0))) is Ended.PAUSED:
            pass
        assert ended is Ended.DONE
        whole(job)


def test_the_beat_finds_lost_imports_of_every_property(
    acme_1: Property, acme_2: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(tasks.run_import, "delay", lambda *args: sent.append(args))
    for hotel in (acme_1, acme_2):
        with in_property(hotel):
            queued()
            Import.objects.update(beat_at=clock.now() - timedelta(minutes=5))
    tasks.resume_lost()
    assert sorted(property_id for property_id, _ in sent) == sorted([acme_1.pk, acme_2.pk])
    for property_id, job_id in sent:
        tasks.run_import(property_id, job_id)
    with in_property(acme_2):
        assert Import.objects.get().state == "finished"


def test_rows_of_one_file_may_stand_twice_and_the_file_may_come_twice(acme_1: Property) -> None:
    with in_property(acme_1):
        first, second = queued(), queued()
        for job in (first, second):
            running.run(acme_1, job.pk)
        whole_first = Import.objects.get(pk=first.pk)
        again = Import.objects.get(pk=second.pk)
        assert (whole_first.created, again.created, again.unchanged) == (ROWS - REFUSED, 0, ROWS - REFUSED)
        assert Stay.objects.count() == ROWS - REFUSED
        assert Reject.objects.count() == 2 * REFUSED


def test_a_changed_row_of_a_file_without_times_updates_its_stay(acme_1: Property) -> None:
    numbered = "账号," + HEADER + "\nF1,李四,13800138000,8210,208,2026-01-05,2026-01-06,在住,携程\n"
    with in_property(acme_1):
        for content in (numbered, numbered.replace("在住", "离店"), numbered.replace("在住", "离店")):
            job = queued(content)
            running.run(acme_1, job.pk)
        assert Stay.objects.get().status == "checked_out"
        results = list(Import.objects.order_by("pk").values_list("created", "updated", "unchanged"))
        assert results == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_an_import_that_breaks_off_again_and_again_is_given_up(
    acme_1: Property, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_property(acme_1):
        job = queued()
        killed_after(2, monkeypatch)
        with pytest.raises(Killed):
            running.run(acme_1, job.pk)
        killed_after(0, monkeypatch)
        for _ in range(running.ATTEMPTS_MOST):
            with pytest.raises(Killed):
                running.run(acme_1, job.pk)
        assert running.run(acme_1, job.pk) is Ended.DONE
        job.refresh_from_db()
        assert (job.state, job.read, job.problem["code"]) == ("failed", 20, "import_stuck")


def test_a_draft_that_nobody_starts_loses_its_file_after_a_week(acme_1: Property) -> None:
    with in_property(acme_1):
        old, young = queued(), queued()
        Import.objects.update(state="draft")
        Import.objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=8))
        wizard.forget_abandoned()
        old.refresh_from_db()
        assert old.state == "cancelled"
        assert set(Piece.objects.values_list("job_id", flat=True)) == {young.pk}
