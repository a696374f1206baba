"""Every page, as it should be everywhere: quiet, still, in both languages, dark, and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.local.folders import PROJECT
from staff.roles import Role
from tests.e2e.conftest import PHONE, Opener
from tests.e2e.pages import PAGES, TEXTS, keys_of
from tests.e2e.watching import Watched, jumps, quiet

SHIFT_MAX = 0.1
TOUCH_MIN = 44


def test_no_page_has_an_error_a_refused_script_or_a_missing_text(
    open_page: Opener, watched: list[Watched], li_si: int
) -> None:
    """In Chinese; what the browser says is collected and held against nothing."""
    page = open_page("/c/acme", Role.OWNER)
    raw = keys_of("zh-CN")
    for path in PAGES:
        page.goto(path.format(li_si=li_si))
        quiet(page)
        expect(page.locator("main h1, main h2").first).to_be_visible()
        watched[0].check()
        left = raw.intersection(page.evaluate(TEXTS))
        assert not left, f"{path}: {left}"


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


@pytest.mark.parametrize(
    "path",
    [
        *[
            "/c/acme",
            "/c/acme/remarks",
            "/c/acme/channels",
            "/c/acme/repeat",
            "/p/acme-1",
            "/p/acme-1/remarks",
        ],
        *[
            *["/c/acme/billing", "/c/acme/properties", "/c/acme/vendors", "/c/acme/keys", "/c/acme/audit"],
            *["/c/acme/sandboxes", "/c/acme/webhooks", "/c/acme/events"],
        ],
        *[
            "/p/acme-1/guests",
            "/p/acme-1/guests/{li_si}",
            "/p/acme-1/imports",
            "/p/acme-1/sources",
            "/p/acme-1/visits",
        ],
        *["/p/acme-1/segments/new", "/p/acme-1/campaigns", "/p/acme-1/campaigns/new", "/p/acme-1/messages"],
        *["/p/acme-1/campaigns/calendar", "/p/acme-1/messaging"],
        *["/c/acme/win-back", "/p/acme-1/win-back", "/c/acme/repeat/churn", "/c/acme/channels/pool"],
        *["/p/acme-1/reports/latency", "/p/acme-1/reports/rfm"],
        *["/p/acme-1/arrivals", "/p/acme-1/shift", "/p/acme-1/training", "/p/acme-1/desk-rules"],
        *["/p/acme-1/guests/{li_si}/timeline", "/p/acme-1/complaints"],
        *["/p/acme-1/owners", "/p/acme-1/products", "/p/acme-1/reports/profit", "/c/acme/profit"],
        *["/p/acme-1/desk-rules/replies", "/p/acme-1/desk-rules/facts", "/p/acme-1/desk-rules/owner-rules"],
    ],
)
def test_a_phone_shows_the_whole_width(open_page: Opener, li_si: int, path: str) -> None:
    """390 px: nothing to scroll sideways."""
    page = open_page(path.format(li_si=li_si), Role.OWNER, viewport=PHONE, has_touch=True, is_mobile=True)
    quiet(page)
    width, inner = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= inner == PHONE["width"], (width, inner, too_wide(page))


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
