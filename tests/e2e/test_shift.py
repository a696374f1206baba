"""A shift at the desk, played through: arrivals, a surprise, a question, a complaint, a check-out, its remark, hand-over.

C16, C17, C37, C113, C116. The PMS speaks over the interface while the pages are open; the product's worker follows.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from kernel import clock
from loyalty.desk.models import Task
from loyalty.nights import following
from staff.roles import Role
from tenants.context import in_property
from tests import doors
from tests.e2e.conftest import Opener
from tests.e2e.stage import Stage
from tests.e2e.test_remarks import take_up
from tests.e2e.touches import Touches
from tests.factories import SHANGHAI, follow, stay

HOUSE = "/properties/acme-1"
REGULAR = {
    "guest_number": "XWJ",
    "name": "许文杰",
    "phone": "13711118888",
    "room_no": "8305",
    "source": "会员",
}
ASKING = {"guest_number": "LG", "name": "李刚", "phone": "13711119999", "source": "散客", "rate": "200.00"}
UPDATES_MS = 30_000  # the board asks every ten seconds


def put(stage: Stage, given: dict[str, Any]) -> None:
    """What the PMS sends, and what the worker makes of it."""
    door = doors.with_key(stage.chain, "stays:write")
    sent = door.send("PUT", f"{HOUSE}/stays/{given['external_id']}", given)
    assert sent.status_code in (200, 201), sent.content
    following.follow_all(stage.first)


def coming(status: str, **changes: Any) -> dict[str, Any]:
    """The regular's eighth stay as the PMS has it now: he came within the hour, whatever the hour is."""
    now = clock.now().astimezone(SHANGHAI)
    came = max(now - timedelta(hours=1), now.replace(hour=0, minute=0, second=0, microsecond=0))
    told = stay("X8", str(now.date()), status=status, nights=2, requests=["加一个枕头"], **REGULAR)
    return {**told, "check_in": came.isoformat(), "updated_at": now.isoformat(), **changes}


@pytest.fixture
def shift(stage: Stage) -> Stage:
    """Two regulars: one comes today for the eighth time, one asks for a room."""
    today = clock.today("Asia/Shanghai")
    ages = (300, 240, 200, 150, 110, 70, 40)
    with in_property(stage.first):
        follow(
            stage.first,
            *[stay(f"X{n}", str(today - timedelta(days=ago)), **REGULAR) for n, ago in enumerate(ages, 1)],
            *[
                stay(f"Y{n}", str(today - timedelta(days=ago)), requests=["加一个枕头"], **ASKING)
                for n, ago in enumerate((*ages, 20), 1)
            ],
        )
    manager = stage.door(Role.MANAGER)
    rule = next(
        each
        for each in manager.read(f"{HOUSE}/desk/surprise-rules").json()["results"]
        if each["code"] == "eighth_visit"
    )
    asked = (
        "name",
        "name_en",
        "occasion",
        "n",
        "tier",
        "does",
        "does_en",
        "department",
        "announced",
        "products",
        "cost",
    )
    turned_on = manager.send(
        "PUT",
        f"{HOUSE}/desk/surprise-rules/eighth_visit",
        {name: rule[name] for name in asked} | {"active": True},
    )
    assert turned_on.status_code in (200, 201), turned_on.content
    following.follow_all(stage.first)
    put(stage, coming("booked"))
    return stage


def listed(page: Page, section: str, name: str) -> Locator:
    return page.get_by_role("list", name=section).get_by_role("listitem").filter(has_text=name).first


def test_a_shift_from_the_arrivals_to_the_hand_over(open_page: Opener, shift: Stage) -> None:
    page = open_page("/p/acme-1/arrivals", Role.FRONT_DESK, permissions=["clipboard-read", "clipboard-write"])
    _a_surprise_is_done(page)
    _the_guest_comes(page, shift)
    _a_question_is_answered(page)
    _a_complaint_is_kept(page, shift)
    _the_guest_leaves_and_his_remark_is_confirmed(page, shift)
    _the_shift_is_handed_over(page)
    with in_property(shift.first):
        kept = Task.objects.get(kind="surprise", code="eighth_visit")
    assert (kept.state, kept.settled_by) == ("done", shift.staff[Role.FRONT_DESK].pk)


def _a_surprise_is_done(page: Page) -> None:
    """C17: from the eighth visit, and nobody tells the guest."""
    row = listed(page, "待到店", "许文杰")
    expect(row).to_contain_text("第 8 次")
    expect(row).to_contain_text("不提前告知")
    task = row.get_by_role("checkbox", name=re.compile("果盘、睡眠牛奶"))
    touches = Touches(page)
    touches.click(task)
    expect(task).to_be_checked()
    touches.cost("do a surprise", most=1)


def _the_guest_comes(page: Page, shift: Stage) -> None:
    """The board follows the PMS by itself."""
    put(shift, coming("in_house"))
    expect(listed(page, "已到", "许文杰")).to_be_visible(timeout=UPDATES_MS)
    expect(listed(page, "待到店", "许文杰")).to_have_count(0)


def _a_question_is_answered(page: Page) -> None:
    """C16: 有房间吗? Search, pick, copy."""
    touches = Touches(page)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="搜索")).to_be_focused()
    touches.type("lg")
    expect(page.get_by_role("option").filter(has_text="李刚").first).to_be_visible()
    touches.press("Enter")
    reply = page.get_by_role("region", name="他刚问")
    expect(reply.get_by_role("textbox", name="回复", exact=True)).to_have_value(re.compile("8210"))
    touches.press("c")
    expect(reply.get_by_text("已复制").first).to_be_visible()
    touches.cost("answer 有房间吗?", most=3)
    said = page.evaluate("navigator.clipboard.readText()")
    then = clock.today("Asia/Shanghai") - timedelta(days=20)
    assert f"{then.month}月{then.day}日" in said and "8210" in said
    assert "吗" in said and "给您留好" not in said  # it asks, and promises nothing
    expect(reply.get_by_text(re.compile("用到"))).to_have_count(2)


def _a_complaint_is_kept(page: Page, shift: Stage) -> None:
    """C116: what he writes next is heard, and becomes somebody's with a time by which."""
    reply = page.get_by_role("region", name="他刚问")
    reply.get_by_role("textbox", name="客人的话").fill("昨晚隔壁太吵了，一晚上没睡")
    touches = Touches(page)
    touches.click(reply.get_by_role("button", name="记为投诉"))
    expect(reply.get_by_text("已记为投诉")).to_be_visible()
    touches.cost("keep a pasted complaint", most=1)
    found = shift.door(Role.MANAGER).read(f"{HOUSE}/interactions?kind=complaint&open=true").json()["results"]
    kept = next(each for each in found if "隔壁太吵" in each["text"])
    assert kept["topic"] == "noise" and kept["due_at"]


def _the_guest_leaves_and_his_remark_is_confirmed(page: Page, shift: Stage) -> None:
    now = clock.now().astimezone(SHANGHAI)
    put(shift, coming("checked_out", check_out=now.isoformat()))
    page.goto("/p/acme-1/arrivals")
    leaving = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="写备注"))
    leaving.filter(has_text="许文杰").get_by_role("link", name="写备注").click()
    take_up(page, "许文杰8")
    current = page.get_by_role("region", name="当前备注")
    touches = Touches(page)
    touches.click(current.get_by_role("button", name="确认"))
    expect(page.get_by_role("status").filter(has_text="已确认")).to_contain_text("许文杰8/会员/8305/208/")
    touches.cost("confirm the remark of who has left", most=2)


def _the_shift_is_handed_over(page: Page) -> None:
    page.goto("/p/acme-1/shift")
    touches = Touches(page)
    touches.click(page.get_by_role("textbox", name="写一条交接"))
    touches.type("8305 客人的伞在前台")
    touches.press("Enter")
    expect(page.get_by_role("checkbox", name=re.compile("8305 客人的伞在前台"))).to_be_visible()
    touches.cost("write a hand-over note", most=3)
    touches = Touches(page)
    touches.click(page.get_by_role("button", name=re.compile("^交班")))
    touches.click(page.get_by_role("button", name=re.compile("交班$")))
    expect(page.get_by_role("button", name="接班")).to_be_visible()
    touches.cost("hand the shift over", most=2)
    page.get_by_role("button", name="接班").click()
    expect(page.get_by_text(re.compile("接班。"))).to_be_visible()
