"""A chat is pasted, what it complains of is found, somebody has it until a time, and it is settled (C116)."""

import re

from playwright.sync_api import expect

from staff.roles import Role
from tests.e2e.conftest import Opener
from tests.e2e.stage import Stage
from tests.e2e.touches import Touches

HOUSE = "/properties/acme-1"
CHAT = "在吗？昨晚空调有异响，一晚上没睡好，前台也没人来看"


def test_a_pasted_chat_becomes_a_complaint_with_somebody_and_a_time_and_is_settled_in_two_touches(
    open_page: Opener, stage: Stage
) -> None:
    page = open_page("/p/acme-1/complaints", Role.FRONT_DESK)
    page.get_by_role("button", name="贴聊天记录").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("客人的话").fill(CHAT)
    found = sheet.get_by_role("group", name="找到的")
    expect(found.locator("mark").first).to_be_visible()
    expect(found.get_by_role("button", name=re.compile("^投诉 · ")).first).to_have_attribute(
        "aria-pressed", "true"
    )
    sheet.get_by_role("combobox", name="哪位客人").fill("李四")
    sheet.get_by_role("option").filter(has_text="李四").first.click()
    sheet.get_by_role("button", name="记为投诉").click()
    kept = sheet.get_by_role("status")
    expect(kept).to_contain_text("已记为李四的投诉")
    expect(kept.get_by_role("button", name="改期限")).to_contain_text(re.compile(r"\d{2}:\d{2}|分钟"))
    kept.get_by_role("button", name="好了").click()

    row = page.get_by_role("region", name="投诉和要求").get_by_role("listitem").filter(has_text="空调有异响")
    expect(row).to_contain_text("李四")
    row.get_by_role("button", name="改期限").click()
    page.get_by_role("button", name="3 天内").click()
    expect(row.get_by_role("button", name="改期限")).to_contain_text("18:00")

    touches = Touches(page)
    touches.click(row.get_by_role("button", name="处理完"))
    page.keyboard.type("换到 8306，早餐免了，客人接受")
    touches.press("Enter")
    expect(row).to_have_count(0)
    touches.cost("settle a complaint", most=2)
    [told] = [
        each
        for each in stage.door(Role.MANAGER).read(f"{HOUSE}/interactions?kind=complaint").json()["results"]
        if each["text"] == CHAT
    ]
    assert told["settled_at"] and told["outcome"].startswith("换到 8306")

    page.get_by_text("处理完的", exact=True).click()
    expect(row).to_contain_text("客人接受")


def test_what_is_copied_out_of_wecom_finds_the_guest(open_page: Opener, stage: Stage) -> None:
    """The shortened nickname as well as the whole one, pasted into the search as they stand there."""
    page = open_page("/p/acme-1/guests", Role.FRONT_DESK)
    expect(page.locator("main h1").first).to_be_visible()
    [card] = [
        each
        for each in stage.door(Role.OWNER).read(f"{HOUSE}/guests?q=李四").json()["results"]
        if each["name"] == "李四"
    ]
    remark = stage.door(Role.OWNER).read(f"{HOUSE}/guests/{card['id']}").json()["remark"]
    for text in (remark["nickname"], remark["fitted"]):
        page.keyboard.press("/")
        page.get_by_role("combobox", name="搜索").fill(text)
        expect(page.get_by_role("option").filter(has_text="李四").first).to_be_visible()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(rf"/guests/{card['id']}$"))
        page.goto("/p/acme-1/guests")
        expect(page.locator("main h1").first).to_be_visible()
