"""The end of a chain that stopped paying: not before a year, not without three notices, and then wholly."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection

from audit.models import Entry
from billing.gateway import Away
from billing.models import Account, EndingNotice, Errand, Invoice
from chains.models import Chain, FirstRun
from chains.opening import open_chain
from config import command
from loyalty.figures.refreshing import refresh_dirty
from partners import keys
from partners.models import ApiKey
from reports.models import GuestDays, Person
from staff.inviting import add_member
from staff.models import Membership, StaffMember
from staff.roles import Role
from tenants import ending, erasing
from tenants.context import in_property
from tenants.ending import Ending
from tenants.models import Property
from tenants.provisioning import open_property
from tests import doors
from tests.factories import follow, stay

LAPSED = datetime(2026, 1, 10, 4, tzinfo=UTC)


def day(number: float) -> datetime:
    return LAPSED + timedelta(days=number)


def run_on(number: float) -> dict[str, int]:
    """The nightly task, so many days after the lapse."""
    with time_machine.travel(day(number), tick=False):
        return ending.run()


# ---- when, by table


@pytest.mark.parametrize(
    ("sent", "next_at", "erased_from"),
    [
        ((), 275, 365),
        ((275,), 335, 365),
        ((275, 335), 358, 365),
        ((275, 335, 358), 365, 365),
        # A missed one moves what follows; between two there is always a week.
        ((340,), 347, 365),
        ((340, 347), 358, 365),
        ((275, 364), 371, 378),
        ((275, 335, 363), 370, 370),
        ((400,), 407, 421),
        ((400, 407, 414), 421, 421),
    ],
)
def test_when_the_next_notice_is_due_and_from_when_data_may_be_erased(
    sent: tuple[float, ...], next_at: float, erased_from: float
) -> None:
    at = Ending(LAPSED, tuple(day(number) for number in sent))
    assert (at.next_at, at.erased_from) == (day(next_at), day(erased_from))


# ---- what happens


@pytest.fixture
def leaving(committed: None) -> Iterator[Chain]:
    """A chain with two properties (one of them closed), an owner in English, a key, figures, invoices; canceled."""
    chain, _ = open_chain(slug="gone", name="离店")
    for slug in ("gone-1", "gone-2"):
        open_property(chain, slug=slug, name=slug)
    hotel = Property.objects.select_related("chain").get(slug="gone-1")
    with in_property(hotel):
        follow(hotel, stay("A1", "2026-01-01"), stay("A2", "2026-01-05"))
    refresh_dirty(for_seconds=30.0)
    Property.objects.filter(slug="gone-2").update(state="closed")
    add_member(
        chain, "boss@gone.test", name="赵老板", role=Role.OWNER, password=doors.PASSWORD, property_ids=[]
    )
    StaffMember.objects.filter(email="boss@gone.test").update(locale="en")
    keys.issue(chain, name="pms", scopes=["*"])
    FirstRun.objects.create(chain=chain, created_at=LAPSED)
    Account.objects.create(
        chain=chain, state="canceled", since=LAPSED, plan="chain", customer="cus_gone", details={"email": "boss@gone.test"}
    )  # fmt: skip
    Invoice.objects.create(
        invoice="in_1",
        chain=chain,
        state="paid",
        currency="CNY",
        total_cents=1,
        due_cents=0,
        issued_at=LAPSED,
    )
    yield chain


def test_nothing_happens_before_the_first_notice_is_due(leaving: Chain) -> None:
    for number in (0, 50, 90, 274.9):
        assert run_on(number) == {"notices": 0, "erased": 0}
    assert not mail.outbox


def test_three_notices_then_everything_of_the_chain_is_gone_and_nothing_of_another(leaving: Chain) -> None:
    others = digest_of_others(leaving)
    schemas = set(Property.objects.filter(chain=leaving).values_list("schema_name", flat=True))
    guests = list(GuestDays.objects.filter(chain_id=leaving.pk).values_list("person", flat=True))
    assert guests and schemas <= schemas_there()
    assert [run_on(number)["notices"] for number in (276, 276.5, 336, 336.5, 359, 359.5)] == [
        1,
        0,
        1,
        0,
        1,
        0,
    ]
    assert [message.to for message in mail.outbox] == [["boss@gone.test"]] * 3
    assert all("will be erased from 2027-01-" in message.subject for message in mail.outbox)
    assert run_on(365.9) == {"notices": 0, "erased": 0}  # the last one is not a week old
    assert run_on(366.1) == {"notices": 0, "erased": 1}
    assert not Property.objects.filter(chain=leaving).exists()
    assert not schemas & schemas_there()
    assert not GuestDays.objects.filter(chain_id=leaving.pk).exists()
    assert not Person.objects.filter(person__in=guests).exists()
    for model in (ApiKey, Membership, FirstRun):
        assert not model._default_manager.filter(chain=leaving).exists()
    assert not StaffMember.objects.filter(email="boss@gone.test").exists()
    assert rows_that_say("boss@gone.test") == rows_that_say("赵老板") == rows_that_say("李四") == []
    # What is kept: that it was so, and the books.
    assert Chain.objects.get(pk=leaving.pk).state == "erased"
    assert Invoice.objects.filter(chain=leaving).count() == 1
    assert EndingNotice.objects.filter(chain=leaving).count() == 3
    told = Entry.objects.get(action="chain.erased", chain_id=leaving.pk)
    assert told.facts["properties"] == ["gone-1", "gone-2"] and len(told.facts["notices"]) == 3
    assert digest_of_others(leaving) == others
    assert run_on(500) == {"notices": 0, "erased": 0}


def test_paying_stops_it_at_any_time_and_a_new_lapse_begins_anew(leaving: Chain) -> None:
    for number in (276, 336, 359):
        run_on(number)
    Account.objects.filter(chain=leaving).update(state="active", since=day(360))
    assert run_on(400) == {"notices": 0, "erased": 0}
    Account.objects.filter(chain=leaving).update(state="canceled", since=day(400))
    assert run_on(400 + 274) == {"notices": 0, "erased": 0}
    assert run_on(400 + 366) == {"notices": 1, "erased": 0}
    assert Property.objects.filter(chain=leaving).count() == 2


@pytest.fixture
def stripe_says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What is read from Stripe when it is asked: a state, or nothing but that it is away."""
    monkeypatch.setattr(ending.gateway, "ready", lambda: True)

    def says(state: str) -> None:
        def read(chain_id: int) -> None:
            if state == "away":
                raise Away("no answer")
            Account.objects.filter(pk=chain_id).update(state=state)

        monkeypatch.setattr(ending.reading, "read", read)

    return says


def test_a_payment_nobody_told_us_of_is_seen_before_anything_is_erased(
    leaving: Chain, stripe_says: Callable[[str], None]
) -> None:
    for number in (276, 336, 359):
        run_on(number)
    stripe_says("away")
    assert run_on(367) == {"notices": 0, "erased": 0}
    stripe_says("active")
    assert run_on(368) == run_on(700) == {"notices": 0, "erased": 0}
    stripe_says("canceled")
    Account.objects.filter(chain=leaving).update(state="canceled")
    assert run_on(701) == {"notices": 0, "erased": 1}


def test_whoever_is_at_the_till_is_waited_for(leaving: Chain) -> None:
    for number in (276, 336, 359):
        run_on(number)
    Errand.objects.create(
        chain=leaving, kind="checkout", wanted={}, created_at=day(366.5), done_at=day(366.5)
    )
    assert run_on(367) == run_on(368) == {"notices": 0, "erased": 0}
    assert run_on(369) == {"notices": 0, "erased": 1}


def test_a_scheduler_that_was_away_moves_the_end_and_skips_no_notice(leaving: Chain) -> None:
    found = {number: run_on(number) for number in range(390, 420)}
    steps = {number: step for number, done in found.items() for step, n in done.items() if n}
    assert steps == {390: "notices", 397: "notices", 404: "notices", 411: "erased"}


def test_a_chain_that_nobody_can_be_told_of_is_not_erased(
    leaving: Chain, caplog: pytest.LogCaptureFixture
) -> None:
    Membership.objects.filter(chain=leaving).update(is_active=False)
    assert [run_on(number) for number in (276, 700)] == [{"notices": 0, "erased": 0}] * 2
    assert "no owner has an e-mail address" in caplog.text
    assert Property.objects.filter(chain=leaving).count() == 2


def test_a_chain_that_operators_suspended_waits(leaving: Chain) -> None:
    Chain.objects.filter(pk=leaving.pk).update(state="suspended")
    assert run_on(700) == {"notices": 0, "erased": 0}


def test_an_erasing_that_broke_off_is_finished_by_the_next_run(
    leaving: Chain, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (276, 336, 359):
        run_on(number)
    whole = erasing.drop_property
    dropped: list[str] = []

    def breaks(place: Property) -> None:
        if dropped:
            raise OSError("the machine went down")
        dropped.append(place.slug)
        whole(place)

    monkeypatch.setattr(erasing, "drop_property", breaks)
    run_on(367)
    assert caplog.text.count("the machine went down") >= 1
    assert Chain.objects.get(pk=leaving.pk).state == "erased"
    assert Property.objects.filter(chain=leaving).count() == 1
    monkeypatch.setattr(erasing, "drop_property", whole)
    run_on(368)
    assert not Property.objects.filter(chain=leaving).exists()
    assert not list(erasing.unfinished())
    assert Entry.objects.filter(action="chain.erased").count() == 1


def test_one_that_could_be_taken_up_again_at_stripe_is_cancelled_there(leaving: Chain) -> None:
    Account.objects.filter(chain=leaving).update(state="paused", subscription="sub_9")
    for number in (276, 336, 359, 367):
        run_on(number)
    errand = Errand.objects.get(chain=leaving, kind="cancel")
    assert errand.wanted == {"subscription": "sub_9"} and errand.next_at is not None


def test_whoever_works_at_another_chain_too_keeps_the_account(leaving: Chain) -> None:
    acme = Chain.objects.get(slug="acme")
    boss = StaffMember.objects.get(email="boss@gone.test")
    Membership.objects.create(staff=boss, chain=acme, role=Role.ANALYST)
    for number in (276, 336, 359, 367):
        run_on(number)
    assert StaffMember.objects.filter(pk=boss.pk).exists()
    assert list(boss.memberships.values_list("chain__slug", flat=True)) == ["acme"]


def test_the_command_shows_who_is_leaving(leaving: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    run_on(276)
    with time_machine.travel(day(300), tick=False):
        assert command.run(command.parser(), ["chain", "ending", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["gone"]
    assert datetime.fromisoformat(told["gone"]["erased_from"]) == day(365)
    assert len(told["gone"]["notices"]) == 1


def schemas_there() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'p\\_%%'")
        return {name for (name,) in cursor.fetchall()}


def rows_that_say(text: str) -> list[tuple[str, Any]]:
    """Rows of any table of any schema in which this text stands; the audit log aside, which is never changed."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public' OR schemaname LIKE 'p\\_%%'"
        )
        for schema, table in cursor.fetchall():
            if table == "audit_entry":
                continue
            cursor.execute(
                f'SELECT t::text FROM "{schema}"."{table}" t WHERE strpos(t::text, %s) > 0', [text]
            )
            found += [(f"{schema}.{table}", row) for (row,) in cursor.fetchall()]
    return found


def digest_of_others(chain: Chain) -> dict[str, str]:
    """Every table of the other chains' schemas."""
    found = {}
    with connection.cursor() as cursor:
        for schema in Property.objects.exclude(chain=chain).values_list("schema_name", flat=True):
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
            for (table,) in cursor.fetchall():
                cursor.execute(
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                    f' FROM "{schema}"."{table}" t'
                )
                (found[f"{schema}.{table}"],) = cursor.fetchone()
    return found
