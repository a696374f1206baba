"""What is prepared for whom on arrival: once for a visit, whatever the PMS does with its stays."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from django.db import connection, transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.desk import preparing, surprise_rules, surprising, wanting
from loyalty.desk import tasks as desk_tasks
from loyalty.desk.expecting import Coming, Folio
from loyalty.desk.models import Task
from loyalty.desk.moving import Doing, in_vain
from loyalty.desk.surprising import Gift, Known, Rule, fits
from loyalty.guests.models import Guest, Interaction, Preference
from loyalty.journey import uniting
from loyalty.nights import following
from loyalty.products.models import Consumption, Product
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.cast import property_named
from tests.factories import SHANGHAI, follow, stay

TODAY = clock.today("Asia/Shanghai")


def on(days: int) -> str:
    return str(TODAY + timedelta(days=days))


def visited(hotel: Property, times: int, **changes: Any) -> None:
    """So many visits, the last ten days ago."""
    number = changes.get("guest_number", "G")
    follow(hotel, *(stay(f"{number}-V{n}", on(-10 * n), **changes) for n in range(1, times + 1)))


def booked(number: str, days: int = 0, **changes: Any) -> dict[str, Any]:
    return stay(number, on(days), **{"status": "booked", "updated_at": f"{on(-1)}T08:00:00+08:00", **changes})


def later(number: str, days: int = 0, hour: int = 9, **changes: Any) -> dict[str, Any]:
    return booked(number, days, updated_at=f"{on(-1)}T{hour:02d}:00:00+08:00", **changes)


def turned_on(*codes: str, **changes: Any) -> None:
    raw = Statements(raw_connection())
    for rule in surprising.STANDARD:
        if rule.code in codes:
            values = {name: getattr(rule, name) for name in surprise_rules.NAMES}
            surprise_rules.put(raw, Rule(**{**values, "active": True, **changes}), "店长")


def prepare(hotel: Property, today: date = TODAY) -> dict[str, int]:
    return preparing.night(Statements(raw_connection()), hotel, today)


def tasks(kind: str = "surprise", *states: str) -> list[tuple[str, str]]:
    found = Task.objects.filter(kind=kind).order_by("id")
    return list((found.filter(state__in=states) if states else found).values_list("code", "state"))


def test_from_the_eighth_visit_fruit_and_sleep_milk_are_in_the_room_unannounced(acme_1: Property) -> None:
    # C17: 入住8次的老客户 → 欢迎果盘、睡眠牛奶, 不需要提前告知客户.
    with in_property(acme_1):
        for code, cost in (("fruit", 1200), ("milk", 600)):
            Product.objects.create(
                code=code, name=code, price_cents=0, cost_cents=cost, changed_at=clock.now()
            )
        turned_on("eighth_visit", products=[Gift("fruit"), Gift("milk")])
        visited(acme_1, 6)
        visited(acme_1, 7, guest_number="E", name="许文杰", phone="13900000008")
        follow(
            acme_1,
            booked("B7"),
            booked("B8", guest_number="E", name="许文杰", phone="13900000008", room_no="8305"),
        )
        assert prepare(acme_1) == {"made": 1, "changed": 0, "withdrawn": 0}
        task = Task.objects.get(kind="surprise")
        assert (task.guest.name, task.guest.visits) == ("许文杰", 7)
        assert (task.says, task.why, task.department) == ("果盘、睡眠牛奶", "第 8 次入住", "housekeeping")
        assert task.announced is False and task.cost_cents == 1800
        assert (task.day, task.until, task.state) == (TODAY, TODAY + timedelta(days=1), "open")
        assert prepare(acme_1) == {"made": 0, "changed": 0, "withdrawn": 0}


KNOWN = Known(8, date(2026, 11, 23), date(2026, 11, 25))


@pytest.mark.parametrize(
    ("occasion", "n", "known", "why"),
    [
        ("visit_from", 8, KNOWN, "第 8 次入住"),
        ("visit_from", 9, KNOWN, None),
        ("every_visits", 4, KNOWN, "第 8 次入住"),
        ("every_visits", 5, KNOWN, None),
        ("first_visit", None, KNOWN, None),
        ("first_visit", None, KNOWN._replace(ordinal=1), "首次入住"),
        ("birthday", 3, KNOWN._replace(birthday=date(1990, 11, 28)), "生日 11月28日"),
        ("birthday", 3, KNOWN._replace(birthday=date(1990, 11, 29)), None),
        ("birthday", 3, KNOWN._replace(birthday=date(1990, 11, 20)), "生日 11月20日"),
        ("birthday", None, KNOWN._replace(birthday=date(1990, 11, 25)), "生日 11月25日"),
        # Over the turn of the year, and on a day that most years lack.
        (
            "birthday", 3, Known(2, date(2026, 12, 30), date(2026, 12, 31), birthday=date(1990, 1, 2)), "生日 1月2日",
        ),
        ("birthday", 0, Known(2, date(2027, 2, 28), date(2027, 3, 1), birthday=date(1996, 2, 29)), "生日 2月28日"),
        ("anniversary", 0, KNOWN._replace(first_on=date(2024, 11, 24)), "11月24日 首次入住满 2 周年"),
        ("anniversary", 0, KNOWN._replace(joined_on=date(2025, 11, 23)), "11月23日 入会满 1 周年"),
        ("anniversary", 3, KNOWN._replace(first_on=date(2026, 11, 23)), None),
        ("after_complaint", None, KNOWN._replace(complaint_on=date(2026, 10, 3)), "上次有过投诉（10月3日）"),
        ("after_complaint", None, KNOWN, None),
        ("tier", None, KNOWN._replace(tier="gold", tier_name="金卡"), "金卡"),
        ("tier", None, KNOWN._replace(tier="silver", tier_name="银卡"), None),
    ],
)  # fmt: skip
def test_whom_a_rule_surprises(occasion: Any, n: int | None, known: Known, why: str | None) -> None:
    rule = Rule(code="x", name="x", occasion=occasion, n=n, tier="gold", does="果盘", department="fnb")
    said = fits(rule, known)
    assert (said.zh if said else None) == why


def test_a_rule_for_a_tier_may_mean_those_above_it_and_never_those_below() -> None:
    gold = Rule(code="x", name="x", occasion="tier", tier="gold", higher=True, does="果盘", department="fnb")
    ladder = ("base", "silver", "gold", "black")
    met = {
        tier: fits(gold, KNOWN._replace(tier=tier, tier_name=tier, below=ladder[:at])) is not None
        for at, tier in enumerate(ladder)
    }
    assert met == {"base": False, "silver": False, "gold": True, "black": True}


def test_never_twice_for_one_visit_whatever_the_stays_do(acme_1: Property) -> None:
    # C17: two rooms, an extension on a new folio, a stay sent again, corrected, moved, and booked anew.
    with in_property(acme_1):
        turned_on("eighth_visit")
        visited(acme_1, 7)
        follow(acme_1, booked("A"))
        prepare(acme_1)
        follow(acme_1, later("A", room_no="8211"))  # corrected
        # A second room, and one that begins earlier: the visit's first stay is another now.
        early = f"{on(0)}T08:00:00+08:00"
        follow(acme_1, booked("B", room_no="8212", check_in=early), booked("C", 1))  # C: extends
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "open")]
        Task.objects.update(state="done")
        prepare(acme_1)
        # Arrived, then everything cancelled and booked anew: the fruit has been brought.
        follow(acme_1, later("A", hour=10, status="in_house"), later("C", 1, status="cancelled"))
        prepare(acme_1)
        follow(acme_1, later("A", hour=11, status="cancelled"), later("B", hour=11, status="cancelled"))
        follow(acme_1, booked("D"), booked("E", 1))
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "done")]


def test_open_tasks_go_with_their_stay_or_with_nobody(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("eighth_visit")
        visited(acme_1, 7)
        follow(acme_1, booked("A"))
        prepare(acme_1)
        follow(acme_1, later("A", 6))  # moved: the task goes along
        prepare(acme_1)
        assert Task.objects.get().day == TODAY + timedelta(days=6)
        follow(acme_1, later("A", 6, hour=10, status="no_show"))
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "withdrawn")]
        follow(acme_1, later("A", 0, hour=11))  # he comes after all: it is the same task again
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "open")]
        # A visit before it turns out not to have been: this is the seventh.
        follow(acme_1, stay("G-V3", on(-30), status="cancelled", updated_at=f"{on(-1)}T20:00:00+08:00"))
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "withdrawn")]
        # Nobody came, and nobody said so.
        follow(acme_1, stay("G-V3", on(-30), updated_at=f"{on(-1)}T21:00:00+08:00"))
        prepare(acme_1)
        assert tasks() == [("eighth_visit", "open")]
        prepare(acme_1, TODAY + timedelta(days=2))
        assert tasks() == [("eighth_visit", "withdrawn")]


def test_what_was_missed_stays_in_the_record(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("eighth_visit")
        visited(acme_1, 7)
        follow(acme_1, booked("A", nights=5))
        prepare(acme_1)
        follow(acme_1, later("A", hour=10, status="checked_out"))  # left on the next morning
        for days in range(8):
            prepare(acme_1, TODAY + timedelta(days=days))
        assert Task.objects.get().state == "open" and Task.objects.get().until == TODAY + timedelta(days=1)


def test_two_records_of_one_person_are_surprised_once(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("first_visit")
        follow(
            acme_1,
            booked("A", guest_number="X1", name="陈静", phone="13900000001"),
            booked("B", guest_number="X2", name="陈静", phone="13900000002"),
        )
        prepare(acme_1)
        assert tasks() == [("first_visit", "open"), ("first_visit", "open")]
        one, other = Guest.objects.filter(name="陈静").order_by("id").values_list("pk", flat=True)
        uniting.merge(acme_1, one, other, None)
        prepare(acme_1)
        assert sorted(tasks()) == [("first_visit", "open"), ("first_visit", "withdrawn")]
        uniting.unmerge(acme_1, one, other, None)
        prepare(acme_1)
        assert sorted(tasks()) == [("first_visit", "open"), ("first_visit", "open")]


def test_a_birthday_is_kept_once_though_he_comes_twice_around_it(acme_1: Property) -> None:
    # C94
    with in_property(acme_1):
        turned_on("birthday", n=5)
        guest = {"birthday": str((TODAY + timedelta(days=1)).replace(year=1988))}
        follow(acme_1, booked("A", guest=guest), booked("B", 2, guest=guest))
        prepare(acme_1)
        prepare(acme_1)
        assert tasks() == [("birthday", "open")]
        follow(acme_1, later("A", status="cancelled", guest=guest))  # then on the other visit …
        prepare(acme_1)
        assert tasks() == [("birthday", "withdrawn"), ("birthday", "open")]
        follow(acme_1, later("A", hour=10, guest=guest))  # … and there it stays
        prepare(acme_1)
        assert tasks() == [("birthday", "withdrawn"), ("birthday", "open")]


def test_what_is_taken_from_one_visit_is_free_for_the_other_at_once(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("birthday", n=5)
        guest = {"birthday": str((TODAY + timedelta(days=3)).replace(year=1988))}
        follow(acme_1, booked("A", guest=guest), booked("B", 2, guest=guest))
        prepare(acme_1)
        assert tasks() == [("birthday", "open")]
        turned_on("birthday", n=0)  # now it is kept on the day alone: that is the other visit's
        prepare(acme_1)
        assert tasks() == [("birthday", "withdrawn"), ("birthday", "open")]


def test_a_first_visit_is_prepared_from_what_the_booking_says(acme_1: Property) -> None:
    # C94: first-stay preparation from booking preferences.
    with in_property(acme_1):
        follow(
            acme_1,
            booked("A", nights=6, adults=3, children=1, check_in=f"{on(0)}T22:30:00+08:00", requests=["加一个枕头"]),
        )  # fmt: skip
        prepare(acme_1)
        first = {task.code: task for task in Task.objects.filter(kind="first_visit")}
        assert sorted(first) == ["adults", "children", "late", "long"]
        assert first["children"].why == "订单有 1 位儿童" and first["late"].why == "订单到店时间 22:30"
        assert first["long"].why == "第一次来就订了 6 晚" and first["long"].department == "housekeeping"
        (asked,) = Task.objects.filter(kind="request")
        assert (asked.says, asked.department, asked.why) == ("加一个枕头", "housekeeping", "订单要求")
        # Who has been here is known; of the booking nothing is repeated as news.
        visited(acme_1, 1)
        prepare(acme_1)
        assert tasks("first_visit", "open") == [] and len(tasks("request", "open")) == 1


@pytest.mark.parametrize(
    ("hour", "code"),
    [("00:00", None), ("00:30", "late"), ("06:00", "early"), ("14:00", None), ("21:00", "late")],
)
def test_after_midnight_is_late_and_midnight_itself_is_no_hour(hour: str, code: str | None) -> None:
    # A PMS that knows the day alone sends it with 00:00.
    moment = datetime.fromisoformat(f"2026-11-24T{hour}:00+08:00")
    folio = Folio(
        1, "A", 1, "booked", moment, moment + timedelta(days=1), moment.date(), moment.date(), "", "", "", "", [],
        None, None, None, {},
    )  # fmt: skip
    coming = Coming(1, moment.date(), moment.date(), None, [folio])
    assert [each.code for each in wanting.first_visit(coming, SHANGHAI)] == ([code] if code else [])


def test_what_an_extension_asks_for_is_prepared_though_the_visit_has_long_begun(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("first_visit")
        follow(acme_1, stay("A", on(-4), nights=4, status="in_house", requests=["鲜花"]))
        follow(acme_1, booked("B", nights=2, requests=["加一床被子"]))
        prepare(acme_1)
        prepare(acme_1)
        assert tasks("request") == [("加一床被子", "open")] and tasks() == []
        raw = Statements(raw_connection())
        shown = [task.says for task in desk_tasks.of_days(raw, TODAY, TODAY, carried=True)]
        assert shown == ["加一床被子"]
        # The first folio is closed and he stays on in the second: it is still to be done.
        done = f"{on(0)}T11:00:00+08:00"
        follow(acme_1, stay("A", on(-4), nights=4, requests=["鲜花"], updated_at=done))
        follow(acme_1, later("B", hour=12, status="in_house", nights=2, requests=["加一床被子"]))
        prepare(acme_1)
        assert [task.says for task in desk_tasks.of_days(raw, TODAY, TODAY, carried=True)] == shown


def test_who_comes_after_midnight_is_still_prepared_for(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, booked("A", -1, requests=["鲜花"]))
        prepare(acme_1)
        raw = Statements(raw_connection())
        assert [task.says for task in desk_tasks.of_days(raw, TODAY, TODAY, carried=True)] == ["鲜花"]


@pytest.mark.parametrize(
    ("request_", "department"),
    [
        ("加一个枕头", "housekeeping"), ("提前开空调", "housekeeping"), ("要发票", "front_desk"), ("高楼层", "front_desk"),
        ("不要靠电梯", "front_desk"), ("预订早餐两份", "fnb"), ("Late check-out please", "front_desk"),
        ("花粉过敏", "housekeeping"), ("禁烟房", "front_desk"), ("上次水龙头漏水", "engineering"),
    ],
)  # fmt: skip
def test_a_request_goes_to_who_can_see_to_it(request_: str, department: str) -> None:
    assert wanting.asked_of(request_) == department


def test_preferences_are_proposed_unless_they_expired_or_the_booking_says_so_itself(acme_1: Property) -> None:
    # C93, C94: 高楼层/远离电梯 placement, 枕头, 婴儿床, 过敏.
    with in_property(acme_1):
        visited(acme_1, 2)
        guest = Guest.objects.get(name="李四")
        for code, value, expired in (
            ("high_floor", "", None), ("extra_pillow", "", None), ("crib", "", TODAY), ("allergy", "花粉", None),
            ("price_sensitive", "", None), ("荞麦枕", "", None),
        ):  # fmt: skip
            Preference.objects.create(
                guest=guest, code=code, value=value, noted_at=clock.now(), expired_on=expired
            )
        follow(acme_1, booked("A", requests=["多要一个枕头"]))
        prepare(acme_1)
        said = {task.code: (task.department, task.says) for task in Task.objects.filter(kind="preference")}
        assert said == {
            "high_floor": ("front_desk", "排房：高楼层"),
            "allergy": ("housekeeping", "过敏，房内避开：花粉"),
            "荞麦枕": ("front_desk", "偏好：荞麦枕"),
        }
        # Who wants it otherwise this time is not given both.
        follow(acme_1, later("A", requests=["多要一个枕头", "这次要低楼层"]))
        prepare(acme_1)
        assert tasks("preference", "withdrawn") == [("high_floor", "withdrawn")]


def test_a_complaint_is_met_on_the_next_arrival_until_it_is_settled(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("after_complaint")
        visited(acme_1, 2)
        complaint = Interaction.objects.create(
            guest=Guest.objects.get(name="李四"), kind="complaint", day=TODAY - timedelta(days=9),
            text="空调太吵", department="engineering", made_at=clock.now(),
        )  # fmt: skip
        follow(acme_1, booked("A"))
        prepare(acme_1)
        assert tasks("complaint") == [(str(complaint.pk), "open")] and tasks() == [
            ("after_complaint", "open")
        ]
        Interaction.objects.update(settled_at=clock.now())
        prepare(acme_1)
        assert tasks("complaint") == [(str(complaint.pk), "withdrawn")] and tasks() == [
            ("after_complaint", "open")
        ]


def test_secret_guests_house_use_and_later_arrivals_have_no_tasks(acme_1: Property) -> None:
    with in_property(acme_1):
        follow(
            acme_1,
            booked("S", guest_number="S", phone="13900000003", secret=True, requests=["鲜花"]),
            booked("H", guest_number="H", phone="13900000004", rate_code="自用房", requests=["鲜花"]),
            booked("L", 3, guest_number="L", phone="13900000005", requests=["鲜花"]),
            booked("N", 2, guest_number="N", phone="13900000006", requests=["鲜花"]),
        )
        prepare(acme_1)
        assert [task.guest.phone for task in Task.objects.filter(kind="request")] == ["+8613900000006"]


def test_what_the_pms_sends_is_prepared_by_the_worker_that_follows_visits(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("first_visit")
        follow(acme_1, booked("A", requests=["加一个枕头"]))
        assert Task.objects.count() == 0
    following.follow_all(acme_1)
    with in_property(acme_1):
        assert tasks() == [("first_visit", "open")] and tasks("request") == [("加一个枕头", "open")]
        follow(acme_1, later("A", status="cancelled"))
    following.follow_all(acme_1)
    with in_property(acme_1):
        assert tasks() == [("first_visit", "withdrawn")] and tasks("request") == [("加一个枕头", "withdrawn")]


def race(hotel: Property, monkeypatch: pytest.MonkeyPatch) -> int:
    """While one worker has read and not written yet, a second room comes and another worker reads; how many surprises."""
    with in_property(hotel), transaction.atomic():
        turned_on("eighth_visit")
        visited(hotel, 7)
        follow(hotel, booked("A"))
        guest = Guest.objects.get(name="李四").pk
    has_read, both = Event(), Barrier(2)
    wanted = preparing.wanted_of

    def met(*args: Any) -> Any:
        # Where both may read before either writes they meet here; where one waits for the other, nobody comes.
        has_read.set()
        with suppress(BrokenBarrierError):
            both.wait(timeout=1)
        return wanted(*args)

    monkeypatch.setattr(preparing, "wanted_of", met)

    def work(*later: dict[str, Any]) -> None:
        try:
            with in_property(hotel):
                if later:
                    has_read.wait(timeout=30)
                    follow(hotel, *later)
                preparing.follow(Statements(raw_connection()), hotel, [guest], TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        # Before the room that is known: the visit's first stay is another.
        room = booked("B", check_in=f"{on(0)}T08:00:00+08:00", room_no="8212")
        for done in [pool.submit(work), pool.submit(work, room)]:
            done.result()
    with in_property(hotel):
        return Task.objects.filter(kind="surprise").exclude(state="withdrawn").count()


def test_two_workers_at_once_surprise_once(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert race(property_named("acme-1"), monkeypatch) == 1


def test_control_without_the_lock_he_gets_two_plates(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "alone", lambda raw: None)
    assert race(property_named("acme-1"), monkeypatch) == 2


def settled(code: str, state: str = "done", name: str = "王五") -> None:
    """Somebody says it of the task of this code."""
    number = Task.objects.get(code=code).pk
    desk_tasks.settle(Statements(raw_connection()), number, state, None, by=None, by_name=name)


def doings(code: str) -> tuple[str, list[tuple[date, str]]]:
    """Its state, and for which day and room it was done before."""
    task = desk_tasks.one(Statements(raw_connection()), Task.objects.get(code=code).pk)
    return task.state, [(date.fromisoformat(each["day"]), each["room_no"]) for each in task.earlier]


def given() -> int:
    """What the surprises cost that were given and not taken back."""
    return sum(row.cost_cents or 0 for row in Consumption.objects.filter(source="surprise"))


def test_what_was_done_for_an_arrival_that_was_moved_is_asked_again_once_and_both_are_counted(
    acme_1: Property,
) -> None:
    # C17, C91: the fruit was prepared for nothing.
    with in_property(acme_1):
        turned_on("eighth_visit", cost_cents=1500)
        visited(acme_1, 7)
        follow(acme_1, booked("A", requests=["鲜花"]))
        prepare(acme_1)
        settled("eighth_visit")
        settled("鲜花")
        prepare(acme_1)
        assert doings("eighth_visit") == ("done", []) and given() == 1500
        for hour in (10, 11, 12):  # the feed says the same three times
            follow(acme_1, later("A", 1, hour=hour, requests=["鲜花"]))
            prepare(acme_1)
        for code in ("eighth_visit", "鲜花"):
            assert doings(code) == ("open", [(TODAY, "8210")])
        task = Task.objects.get(kind="surprise")
        assert (task.day, task.settled_name, task.earlier[0]["name"]) == (
            TODAY + timedelta(days=1),
            "",
            "王五",
        )
        settled("eighth_visit", name="赵六")
        assert given() == 3000
        settled("eighth_visit", "open")  # a slip: what was really used up stays counted
        assert given() == 1500
        settled("eighth_visit")
        assert (given(), desk_tasks.one(Statements(raw_connection()), task.pk).spent_cents) == (3000, 3000)
        prepare(acme_1, TODAY + timedelta(days=1))
        assert doings("eighth_visit") == ("done", [(TODAY, "8210")])


def test_what_is_moved_and_moved_back_before_it_was_done_again_is_done(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("eighth_visit", cost_cents=1500)
        visited(acme_1, 7)
        follow(acme_1, booked("A"))
        prepare(acme_1)
        settled("eighth_visit")
        follow(acme_1, later("A", 1))
        prepare(acme_1)
        follow(acme_1, later("A", 0, hour=10))
        prepare(acme_1)
        task = Task.objects.get(kind="surprise")
        assert (task.state, task.earlier, task.day, task.settled_name) == ("done", [], TODAY, "王五")
        assert prepare(acme_1)["changed"] == 0 and given() == 1500
        follow(acme_1, later("A", 1, hour=11))
        prepare(acme_1)
        settled("eighth_visit")
        assert given() == 3000


def test_another_room_is_prepared_again_until_the_guest_has_come_to_one(acme_1: Property) -> None:
    with in_property(acme_1):
        turned_on("eighth_visit")
        visited(acme_1, 7)
        guest = Guest.objects.get(name="李四")
        Preference.objects.create(guest=guest, code="high_floor", noted_at=clock.now())
        follow(acme_1, booked("A", room_no="8211"))
        prepare(acme_1)
        settled("eighth_visit")
        settled("high_floor")
        # What the desk did about the room is why it is another; what stands in the room is in the wrong one.
        follow(acme_1, later("A", room_no="8612"))
        prepare(acme_1)
        assert doings("eighth_visit") == ("open", [(TODAY, "8211")]) and doings("high_floor") == ("done", [])
        settled("eighth_visit")
        arrived = f"{on(0)}T23:58:00+08:00"
        follow(acme_1, later("A", hour=10, status="in_house", room_no="8612", check_in=arrived))
        prepare(acme_1)
        follow(acme_1, later("A", hour=11, status="in_house", room_no="8613", check_in=arrived))
        prepare(acme_1)
        assert doings("eighth_visit")[0] == "done"


def test_what_stands_in_the_wrong_room_stays_open_also_when_the_feed_knows_no_hour_of_check_in(
    acme_1: Property,
) -> None:
    with in_property(acme_1):
        turned_on("eighth_visit")
        visited(acme_1, 7)
        early = f"{on(0)}T00:00:00+08:00"  # before anything was done, whenever he really came
        follow(acme_1, booked("A", room_no="8211", check_in=early))
        prepare(acme_1)
        settled("eighth_visit")
        follow(acme_1, later("A", room_no="8612", check_in=early))
        prepare(acme_1)
        follow(acme_1, later("A", hour=10, status="in_house", room_no="8612", check_in=early))
        prepare(acme_1)
        assert doings("eighth_visit") == ("open", [(TODAY, "8211")])


def done_at(moment: str, **changes: Any) -> Doing:
    return Doing(
        **{"at": datetime.fromisoformat(moment), "day": date(2026, 11, 24), "room_no": "8210", **changes}
    )


NOON = "2026-11-24T12:00+08:00"


@pytest.mark.parametrize(
    ("check_in", "status", "room", "done", "vain"),
    [
        ("2026-11-24T14:00", "booked", "8210", done_at(NOON), False),
        ("2026-11-25T14:00", "booked", "8210", done_at(NOON), True),
        ("2026-11-25T14:00", "in_house", "8210", done_at(NOON), True),  # came a day late
        # Who comes after midnight is still that evening's guest; exactly midnight is a day without an hour.
        ("2026-11-25T00:40", "in_house", "8210", done_at(NOON), False),
        ("2026-11-25T00:00", "in_house", "8210", done_at(NOON), False),
        ("2026-11-25T01:00", "booked", "8210", done_at(NOON), False),
        ("2026-11-25T00:00", "booked", "8210", done_at(NOON), True),
        ("2026-11-25T06:00", "in_house", "8210", done_at(NOON), True),
        ("2026-11-24T14:00", "booked", "8212", done_at(NOON), True),
        ("2026-11-24T14:00", "in_house", "8212", done_at(NOON), True),  # another room at check-in
        ("2026-11-24T14:00", "booked", "", done_at(NOON), False),
        ("2026-11-24T14:00", "booked", "8212", done_at(NOON, room_no=""), False),
        # He had come to it, or was here when it was done.
        ("2026-11-24T14:00", "in_house", "8212", done_at(NOON, met=True), False),
        ("2026-11-24T14:00", "in_house", "8212", done_at("2026-11-24T14:05+08:00"), False),
    ],
)
def test_what_was_done_in_vain(check_in: str, status: str, room: str, done: Doing, vain: bool) -> None:
    moment = datetime.fromisoformat(f"{check_in}+08:00")
    folio = Folio(
        1, "A", 1, status, moment, moment + timedelta(days=1), moment.date(), moment.date(), room, "", "", "", [],
        None, None, None, {},
    )  # fmt: skip
    coming = Coming(1, moment.date(), moment.date(), None, [folio])
    assert in_vain(done, "surprise", "housekeeping", folio, coming, SHANGHAI) is vain
    assert in_vain(done, "complaint", "management", folio, coming, SHANGHAI) is False
    # The guest's other room is no other guest's.
    coming.stays.append(replace(folio, id=2, room_no="8210"))
    assert in_vain(done, "surprise", "housekeeping", folio, coming, SHANGHAI) is (vain and room != "8212")


def done_while_it_moves(hotel: Property) -> bool:
    """A task is ticked off while the PMS's move is written and not committed; whether it is open again after both."""
    with in_property(hotel), transaction.atomic():
        turned_on("eighth_visit")
        visited(hotel, 7)
        follow(hotel, booked("A"))
        prepare(hotel)
    moved = Event()

    def tick() -> None:
        try:
            with in_property(hotel):
                moved.wait(timeout=30)
                settled("eighth_visit")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with in_property(hotel), transaction.atomic():
            follow(hotel, later("A", 1))
            moved.set()
            ticked = pool.submit(tick)
            with suppress(TimeoutError):
                ticked.result(timeout=1)  # it waits for the move
        ticked.result()
    with in_property(hotel):
        prepare(hotel)
        return Task.objects.get(kind="surprise").state == "open"


def test_what_is_ticked_off_while_its_arrival_moves_is_done_for_the_new_day(committed: None) -> None:
    # It was seen after the move: it is done, and stays so.
    assert done_while_it_moves(property_named("acme-1")) is False


def test_control_without_the_stay_s_lock_it_counts_for_the_day_that_was(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_tasks, "LOCK_STAY", "SELECT %s")
    assert done_while_it_moves(property_named("acme-1")) is True
