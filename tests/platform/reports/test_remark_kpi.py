"""C1, C18: how well remarks are kept, by property, staff, shift and work."""

import random
import statistics
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from chains.models import Chain
from loyalty.figures.examples import wrong_examples
from loyalty.figures.refreshing import mark_all, refresh
from loyalty.remarks.models import Task
from loyalty.stays.models import Visit
from reports.ranges import Range
from reports.remark_kpi import WORKS, remarks, wrong_kinds
from tenants.context import in_property
from tenants.models import Property
from tests.platform.reports.filling import fill, stay
from tests.platform.reports.scopes import MARCH, scope_of
from tests.platform.reports.test_comparison import some_stays

YEAR = Range(date(2025, 1, 10), date(2025, 11, 20))


def tasks_of(place: Property, days: Range) -> list[Task]:
    with in_property(place):
        return list(
            Task.objects.filter(visit__check_in_on__range=(days.start, days.end))
            .select_related("visit")
            .order_by("id")
        )


def told(tasks: list[Task]) -> dict[str, Any]:
    """The row counted task by task."""
    due = [task for task in tasks if task.visit.checked_out_at]
    complete = [task for task in due if task.completed_at]
    minutes = [
        max(0, (task.completed_at - task.visit.checked_out_at) // timedelta(minutes=1))  # type: ignore[operator]
        for task in complete
    ]
    return {
        "in_house": len(tasks) - len(due),
        "due": len(due),
        "complete": len(complete),
        "on_time": sum(task.completed_at <= task.due_at for task in complete),  # type: ignore[operator]
        **{
            f"{work}_rate": round(sum(getattr(t, f"{work}_done") for t in due) / len(due), 6)
            for work in WORKS
        },
        "wrong_nickname": sum(bool(task.wrong) and not task.nickname_done for task in due),
        "none_noted": sum(task.none_noted and task.description_done for task in due),
        "median_hours": round(statistics.median(minutes) / 60, 2) if minutes else None,
    }


def agrees(row: dict[str, Any], tasks: list[Task]) -> None:
    counted = told(tasks)
    assert {name: row[name] for name in counted} == counted
    assert row["late"] == row["complete"] - row["on_time"] and row["missing"] == row["due"] - row["complete"]


def test_c18_rows_by_property_staff_and_shift_count_their_tasks(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    for place in (acme_1, acme_2):
        stays = some_stays(random.Random(place.pk), 60)
        # somebody is still in house: not due yet
        fill(place, [*stays, stay("late", "2025-11-15", status="in_house")], seed=place.pk)
    scope = scope_of(acme, [acme_1, acme_2])
    by: dict[str, dict[Any, list[Task]]] = defaultdict(lambda: defaultdict(list))
    for place in (acme_1, acme_2):
        for task in tasks_of(place, YEAR):
            by["property"][place.slug].append(task)
            by["staff"][place.slug, task.clerk].append(task)
            by["shift"][task.shift].append(task)
    for group, key_of in {
        "property": lambda row: row["property"],
        "staff": lambda row: (row["property"], row["staff"]["external_id"] if row["staff"] else ""),
        "shift": lambda row: row["shift"],
    }.items():
        said = remarks(scope, YEAR, group=group)
        assert {key_of(row) for row in said["rows"]} == set(by[group])
        for row in said["rows"]:
            agrees(row, by[group][key_of(row)])
        agrees(said["total"], [task for tasks in by["property"].values() for task in tasks])
    staff = remarks(scope, YEAR, group="staff")["rows"]
    assert {row["staff"]["name"] for row in staff if row["staff"]} == {"王芳", "李强"}
    assert [row["missing"] for row in staff] == sorted((row["missing"] for row in staff), reverse=True)


def test_c1_completion_is_told_by_the_four_works(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, [stay(f"g{k}", "2025-03-05") for k in range(20)])
    rows = {row["work"]: row for row in remarks(scope_of(acme, [acme_1]), MARCH, group="work")["rows"]}
    tasks = tasks_of(acme_1, MARCH)
    assert list(rows) == ["nickname", "tags", "phone", "description"]
    for work, row in rows.items():
        assert row["complete"] == sum(getattr(task, f"{work}_done") for task in tasks)
        assert row["due"] == 20 and row["missing"] == 20 - row["complete"]


def test_a_completed_task_counts_after_its_month_was_marked(acme: Chain, acme_1: Property) -> None:
    fill(acme_1, [stay("a", "2025-03-05")])
    with in_property(acme_1):
        visit = Visit.objects.get()
        Task.objects.update(completed_at=visit.checked_out_at, nickname_done=True)
    mark_all(acme_1)
    refresh(acme_1)
    total = remarks(scope_of(acme, [acme_1]), MARCH)["total"]
    assert (total["complete"], total["on_time"], total["median_hours"]) == (1, 1, 0.0)


def test_a_property_without_tasks_has_zeros_and_no_rates(acme: Chain, acme_1: Property) -> None:
    said = remarks(scope_of(acme, [acme_1]), MARCH)
    assert said["rows"][0]["due"] == 0
    assert said["total"]["completion_rate"] is said["total"]["median_hours"] is None


@pytest.mark.parametrize("may_see", [True, False])
def test_wrong_nicknames_are_told_by_kind_with_examples_of_guests_one_may_see(
    may_see: bool, acme: Chain, acme_1: Property
) -> None:
    fill(acme_1, [stay(f"g{k}", "2025-03-05") for k in range(12)])
    with in_property(acme_1):
        Task.objects.update(nickname_done=True, wrong="")
        wrong = Task.objects.order_by("id")[:5].values_list("id", flat=True)
        Task.objects.filter(id__in=list(wrong)).update(nickname_done=False, wrong="count")
    mark_all(acme_1)
    refresh(acme_1)
    scope = scope_of(acme, [acme_1])
    assert remarks(scope, MARCH)["total"]["wrong_nickname_rate"] == round(5 / 12, 6)
    [kind] = wrong_examples([acme_1] if may_see else [], MARCH, wrong_kinds(scope, MARCH))
    assert (kind["kind"], kind["n"], len(kind["examples"])) == ("count", 5, 3 if may_see else 0)
