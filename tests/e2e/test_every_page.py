"""Every page, as it should be everywhere: quiet, still, in both languages, dark, and on a phone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from config.local.folders import PROJECT
from loyalty.guests.models import Guest
from staff.roles import Role
from tenants.context import in_property
from tests.e2e.conftest import PHONE, Opener
from tests.e2e.stage import Stage
from tests.e2e.watching import Watched, jumps, quiet

MEMBERSHIP = [
    f"/membership/{tab}" for tab in ["liability", "redemption", "benefits", "tiers", "wallet", "coupons"]
]
SLIPPING = ["churn", "latency", "rfm", "lifetime"]
MIXING = ["coach", "pool"]
CHAIN = [
    *["", "/remarks", "/channels", "/repeat", "/properties", "/staff", "/keys", "/audit", "/settings"],
    *["/programme", *MEMBERSHIP, "/membership/settlement"],
    *["/vendors", "/sandboxes", "/webhooks", "/events", "/billing"],
    *["/segments", "/segments/new", "/win-back"],
    *(f"/repeat/{tab}" for tab in SLIPPING),
    *(f"/channels/{tab}" for tab in MIXING),
]
HOUSE = [
    *["", "/remarks", "/guests", "/guests/{li_si}", "/review", "/visits", "/imports", "/sources", "/reports"],
    *["/reports/channels", "/reports/repeat", "/staff", "/settings"],
    *["/arrivals", "/shift", "/training", "/desk-rules"],
    *["/redeem", "/vouchers", "/member-tasks/notices", "/member-tasks/fulfilments"],
    *["/member-tasks/approvals", "/member-tasks/tier-matches"],
    *["/programme", "/programme/versions", "/coupon-batches", *MEMBERSHIP],
    *["/segments", "/segments/new", "/campaigns", "/campaigns/new", "/campaigns/calendar"],
    *["/messages", "/messages/replies", "/messaging", "/win-back"],
    *(f"/reports/{tab}" for tab in [*MIXING, *SLIPPING]),
]
PAGES = [*(f"/c/acme{each}" for each in CHAIN), *(f"/p/acme-1{each}" for each in HOUSE)]
LOCALES = PROJECT / "frontend" / "src" / "locales"
CJK = re.compile(r"[\u4e00-\u9fff]+")
SHIFT_MAX = 0.1
TOUCH_MIN = 44

# All that a reader meets: texts, and what stands in for them.
TEXTS = """
() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent && !parent.closest('script, style, noscript')) found.push(walk.currentNode.data.trim());
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      // Ant Design names its own arrows in code.
      if (node.hasAttribute(name) && !node.matches('.anticon')) found.push(node.getAttribute(name).trim());
  return [...new Set(found)].filter((text) => text !== '');
}
"""


@pytest.fixture
def li_si(stage: Stage) -> int:
    with in_property(stage.first):
        return int(Guest.objects.get(name="李四").pk)


def keys_of(locale: str) -> set[str]:
    """The names of all texts, as they would stand on a page if the text were missing."""
    found, said = set(), set()

    def walk(node: dict[str, Any], above: str) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{above}{key}.")
            else:
                found.add(above + key)
                said.add(value)

    for file in (LOCALES / locale).glob("*.json"):
        walk(json.loads(file.read_text()), "")
    return found - said


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


def test_in_english_no_chinese_is_left_but_names(open_page: Opener, li_si: int) -> None:
    """What the API told is a name, a word of the hotel's own, or the guest's: the rest must be English."""
    page = open_page("/c/acme", Role.OWNER)
    page.get_by_role("button", name="账号").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
    told: list[str] = []

    def remember(answer: Response) -> None:
        if (
            "/api/" in answer.url
            and answer.request.method == "GET"
            and "json" in answer.headers.get("content-type", "")
        ):
            told.append(answer.text())

    raw, problems = keys_of("en"), []
    page.on("requestfinished", lambda request: remember(request.response()))
    for path in PAGES:
        told.clear()
        page.goto(path.format(li_si=li_si))
        quiet(page)
        texts = page.evaluate(TEXTS)
        known = json.dumps([json.loads(each) for each in told], ensure_ascii=False) + "回客中文李四"
        for text in texts:
            if text in raw or any(run not in known for run in CJK.findall(text)):
                problems.append(f"{path}: {text}")
    assert not problems, "\n".join(problems)


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
