"""Every page, as it should be everywhere: quiet, still, in both languages, dark, and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.local.folders import PROJECT
from staff.roles import Role
from tests.e2e.conftest import DESKTOP, PHONE, Opener
from tests.e2e.pages import PAGES, TEXTS, keys_of
from tests.e2e.watching import Watched, jumps, quiet

SHIFT_MAX = 0.1
# Two frames later: what a new width draws is drawn.
WIDTHS = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  done([document.documentElement.scrollWidth, document.documentElement.clientWidth]))))
"""
TOUCH_MIN = 44


def test_no_page_has_an_error_a_refused_script_a_missing_text_or_more_than_a_phones_width(
    open_page: Opener, watched: list[Watched], li_si: int
) -> None:
    """In Chinese; what the browser says is collected and held against nothing. At 390 px nothing scrolls sideways."""
    page = open_page("/c/acme", Role.OWNER, has_touch=True)
    raw, wide = keys_of("zh-CN"), {}
    for path in PAGES:
        page.goto(path.format(li_si=li_si))
        quiet(page)
        expect(page.locator("main h1, main h2").first).to_be_visible()
        watched[0].check()
        left = raw.intersection(page.evaluate(TEXTS))
        assert not left, f"{path}: {left}"
        page.set_viewport_size(PHONE)
        expect(
            page.get_by_role("button", name="更多").last
        ).to_be_visible()  # the phone's bar: it is drawn anew
        width, inner = page.evaluate(WIDTHS)
        if not width <= inner == PHONE["width"]:
            wide[path] = (width, inner, too_wide(page))
        page.set_viewport_size(DESKTOP)
    assert not wide, wide


@pytest.mark.parametrize("path", ["/c/acme", "/p/acme-1/remarks"])
def test_what_has_been_drawn_stays_where_it_is(open_page: Opener, path: str) -> None:
    page = open_page(path, Role.OWNER)
    quiet(page)
    moved, what = jumps(page)
    assert moved <= SHIFT_MAX, (moved, what)


@pytest.mark.parametrize("path", ["/c/acme", "/p/acme-1/remarks", "/p/acme-1/guests"])
def test_dark_is_dark(open_page: Opener, path: str) -> None:
    page = open_page(path, Role.OWNER, color_scheme="dark")
    quiet(page)
    ground, ink = page.evaluate(
        "['backgroundColor', 'color'].map((each) => getComputedStyle(document.body)[each])"
    )

    def light(colour: str) -> float:
        return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3

    assert light(ground) < 60 < 160 < light(ink), (ground, ink)


def too_wide(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((node) => node.getBoundingClientRect().right > 391)
        .map((node) => `${node.tagName}.${node.className}`.slice(0, 80)).slice(0, 8)"""
    )
    return found


def test_what_is_touched_on_a_phone_is_large_enough(open_page: Opener, li_si: int) -> None:
    page = open_page("/p/acme-1/remarks", Role.FRONT_DESK, viewport=PHONE, has_touch=True, is_mobile=True)
    quiet(page)
    now = page.get_by_role("region", name="当前备注")
    targets = {
        "确认": now.get_by_role("button", name="确认"),
        "跳过": now.get_by_role("button", name="跳过"),
        "修改": now.get_by_role("button", name=re.compile("^修改")),
        "搜索": page.get_by_role("button", name="搜索"),
        "更多": page.get_by_role("button", name="更多"),
    }
    bar = page.get_by_role("navigation", name="主导航").last
    targets |= {f"bar {n}": each for n, each in enumerate(bar.get_by_role("link").all())}
    small = {}
    for name, target in targets.items():
        box = target.bounding_box()
        assert box, name
        if min(box["height"], box["width"]) < TOUCH_MIN:
            small[name] = (round(box["width"]), round(box["height"]))
    assert not small
    now.get_by_role("button", name="确认").tap()
    expect(page.get_by_role("status").filter(has_text="已确认")).to_be_visible()


def test_screenshots_of_the_readme_are_small_enough() -> None:
    pictures = list((Path(PROJECT) / "docs" / "screenshots").glob("*.png"))
    assert pictures
    assert {each.name: each.stat().st_size for each in pictures if each.stat().st_size > 300 * 1024} == {}
