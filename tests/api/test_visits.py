"""From a number to the visits behind it."""

import pytest

from chains.models import Chain
from loyalty.remarks.models import Task
from tenants.context import in_property
from tenants.models import Property
from tests import doors
from tests.factories import follow, li_si_with_five_visits, stay

VISITS = "/properties/acme-1/visits"
YEAR = "from=2021-01-01&to=2021-12-31"


@pytest.fixture
def visits(acme_1: Property) -> None:
    with in_property(acme_1):
        guest = li_si_with_five_visits(acme_1)
        follow(
            acme_1,
            stay(
                "W1",
                "2021-06-01",
                guest_number="W",
                name="王芳",
                phone=None,
                source="散客",
                checked_in_by=None,
            ),
            stay("H1", "2021-11-01", guest_number="H", name="何洁", phone=None, status="in_house"),
        )
        first, second = Task.objects.filter(guest=guest, visit__ordinal__lte=2).order_by("visit__ordinal")
        Task.objects.filter(pk=first.pk).update(completed_at=first.due_at)
        Task.objects.filter(pk=second.pk).update(completed_at="2021-12-01T00:00:00Z")


def days(chain: Chain, asked: str) -> list[str]:
    response = doors.with_key(chain).read(f"{VISITS}?{YEAR}&{asked}")
    assert response.status_code == 200, response.content
    return [visit["check_in_on"][5:] for visit in response.json()["results"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["11-01", "09-30", "08-02", "06-01", "05-11", "03-20", "01-05"]),
        ("channel=walk_in", ["06-01"]),
        ("ordinal_min=2&ordinal_max=3", ["05-11", "03-20"]),
        ("remark=due", ["09-30", "08-02", "06-01", "05-11", "03-20", "01-05"]),
        ("remark=complete", ["03-20", "01-05"]),
        ("remark=on_time", ["01-05"]),
        ("remark=late", ["03-20"]),
        ("remark=missing", ["09-30", "08-02", "06-01", "05-11"]),
        ("remark=in_house", ["11-01"]),
        ("assignee=unassigned", ["06-01"]),
    ],
)
def test_the_visits_behind_a_number_are_those_that_were_counted(
    acme: Chain, visits: None, asked: str, expected: list[str]
) -> None:
    assert days(acme, asked) == expected


def test_a_visit_names_its_guest_and_who_writes_the_remark(acme: Chain, visits: None) -> None:
    door = doors.with_key(acme)
    visit = door.read(f"{VISITS}?from=2021-09-30&to=2021-09-30").json()["results"][0]
    assert visit["guest"]["name"] == "李四" and visit["guest"]["phone"] == "138****8000"
    assert (visit["ordinal"], visit["rate"], visit["revenue_room"]) == (5, "208.00", "208.00")
    assert visit["assignee"]["name"] == "王芳" and visit["remark_complete"] is False
    clerk = visit["assignee"]["id"]
    assert len(days(acme, f"assignee={clerk}")) == 6


def test_the_visits_are_paged(acme: Chain, visits: None) -> None:
    door, found, cursor = doors.with_key(acme), [], ""
    while cursor is not None:
        page = door.read(f"{VISITS}?{YEAR}&limit=2{cursor and '&cursor='}{cursor}").json()
        found += [visit["id"] for visit in page["results"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == 7


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "from=2021-01-01",
        "from=2021-02-01&to=2021-01-01",
        f"{YEAR}&assignee=x",
        f"{YEAR}&assignee=99999",
        f"{YEAR}&remark=x",
    ],
)
def test_a_bad_question_is_a_problem(acme: Chain, visits: None, asked: str) -> None:
    assert doors.with_key(acme).read(f"{VISITS}?{asked}").status_code == 400
