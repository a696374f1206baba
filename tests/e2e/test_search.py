"""One box for everything: name, initials, last digits, room; open a guest, a property, a page."""

import re

import pytest
from playwright.sync_api import Page, expect

from staff.roles import Role
from tests.e2e.conftest import Opener


def search(page: Page, text: str) -> None:
    expect(page.locator("main h1").first).to_be_visible()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="搜索")
    expect(box).to_be_focused()
    box.fill(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ls", "李四"),
        ("lisi", "李四"),
        ("李四", "李四"),
        ("8000", "李四"),
        ("8301", "在住客"),
        ("李四5/携程", "李四"),
    ],
    ids=["initials", "pinyin", "name", "last digits", "room of today", "nickname"],
)
def test_a_guest_is_found(open_page: Opener, text: str, name: str) -> None:
    page = open_page("/p/acme-1/guests", Role.FRONT_DESK)
    search(page, text)
    found = page.get_by_role("option").filter(has_text=name).first
    expect(found).to_be_visible()
    expect(found).to_contain_text("住过")


def test_the_keyboard_picks_a_guest_and_the_card_opens(open_page: Opener) -> None:
    page = open_page("/c/acme", Role.OWNER)
    search(page, "ls")
    expect(page.get_by_role("option").filter(has_text="李四").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/p/acme-1/guests/\d+"))
    expect(page.get_by_text("李四5/携程/8210/208/").first).to_be_visible()


def test_properties_and_pages_are_found_too(open_page: Opener) -> None:
    page = open_page("/c/acme", Role.OWNER)
    search(page, "雅客二")
    expect(page.get_by_role("option", name=re.compile("雅客二店"))).to_be_visible()
    page.get_by_role("combobox", name="搜索").fill("密钥")
    page.get_by_role("option", name=re.compile("密钥")).click()
    expect(page).to_have_url(re.compile("/c/acme/keys"))


def test_a_name_that_nobody_has_is_told(open_page: Opener) -> None:
    page = open_page("/c/acme", Role.OWNER)
    search(page, "查无此人")
    expect(page.get_by_text("没有找到「查无此人」")).to_be_visible()
