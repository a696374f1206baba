"""The programme in the browser: built from a template, tried out, published; a sandbox moved; the chain's own."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from kernel import clock
from loyalty.guests.models import Guest
from staff.roles import Role
from tenants.context import in_property
from tenants.models import Property
from tenants.provisioning import open_property
from tests.e2e.conftest import PHONE, Opener
from tests.e2e.stage import Stage
from tests.e2e.watching import Watched, quiet
from tests.factories import follow, stay

HOUSE = "/p/acme-1/programme"


def section(page: Page, name: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=name, exact=True, level=2))


def answer(page: Page) -> Locator:
    return page.locator("main .note").first


def saved(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="已保存")


def publish(page: Page, note: str) -> None:
    page.get_by_role("button", name="发布", exact=True).click()
    drawer = page.get_by_role("dialog", name="发布会员方案")
    drawer.get_by_label("说明").fill(note)
    drawer.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text(re.compile("第 . 版已发布"))).to_be_visible()
    expect(answer(page)).to_contain_text(note)


def start_from(page: Page, template: str) -> None:
    page.get_by_role("button", name=f"用「{template}」样板").click()
    expect(answer(page)).to_contain_text("还没有发布过")


@pytest.fixture
def sandbox(stage: Stage) -> Property:
    """A house for trying things out; one for the whole module."""
    found = Property.objects.filter(slug="acme-try").first()
    if found is None:
        found, _ = open_property(stage.chain, slug="acme-try", name="试验店", sandbox=True)
    return found


def test_a_programme_is_made_from_a_template_put_right_tried_out_and_published(open_page: Opener) -> None:
    page = open_page(HOUSE, Role.MANAGER)
    quiet(page)
    expect(answer(page)).to_contain_text("先选一个样板")
    start_from(page, "中端")

    # Edited in place: the same table, with controls.
    page.get_by_role("button", name="修改等级").click()
    gold = page.get_by_label("等级名称").nth(2)
    name = gold.input_value()
    gold.fill("")
    expect(answer(page)).to_contain_text("有 1 处要改")
    section(page, "等级").get_by_role("button", name="等级改好了").click()

    # The list on top leads to the place, and the cursor stands in it.
    answer(page).get_by_role("button").first.click()
    expect(page.get_by_label("等级名称").nth(2)).to_be_focused()
    page.keyboard.type(name)
    expect(answer(page)).not_to_contain_text("处要改")
    expect(saved(page)).to_be_visible()

    page.reload()
    quiet(page)
    expect(section(page, "等级")).to_contain_text(name)

    page.get_by_role("button", name="试算", exact=True).click()
    trial = page.get_by_role("dialog", name=re.compile("^试算"))
    expect(trial.get_by_role("table", name="各等级会员")).to_be_visible()
    expect(trial).to_contain_text("会升级")
    expect(trial).to_contain_text("占房费")
    page.keyboard.press("Escape")
    expect(trial).to_be_hidden()
    publish(page, "第一版")
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_disabled()


def test_a_change_is_told_in_words_and_every_version_can_be_read_and_taken_up_again(
    open_page: Opener,
) -> None:
    page = open_page(HOUSE, Role.MANAGER)
    quiet(page)
    page.get_by_role("button", name="修改积分").click()
    expect(section(page, "积分").get_by_role("button", name="积分改好了")).to_be_visible()
    notice = section(page, "两人复核")
    notice.get_by_role("button", name="修改两人复核").click()
    notice.get_by_label("积分").fill("5000")
    expect(answer(page)).to_contain_text("改了 1 处")
    expect(saved(page)).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    drawer = page.get_by_role("dialog", name="发布会员方案")
    expect(drawer).to_contain_text("两人复核 › 积分")
    expect(drawer).to_contain_text("5,000")
    expect(drawer).to_contain_text("还没有试算过")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    publish(page, "复核线放低")

    page.get_by_role("link", name="历史版本").click()
    versions = page.get_by_role("table", name="历史版本")
    expect(versions.get_by_role("row").filter(has_text="复核线放低")).to_contain_text("生效中")
    expect(versions).to_contain_text("两人复核 › 积分")
    versions.get_by_role("row").filter(has_text="第一版").get_by_role("button", name="展开").click()
    page.get_by_role("button", name="从第 1 版开始改").click()
    expect(answer(page)).to_contain_text("改了 1 处")
    page.get_by_role("button", name="放弃改动").click()
    expect(answer(page)).to_contain_text("复核线放低")


def test_what_is_undone_is_as_it_was(open_page: Opener) -> None:
    page = open_page(HOUSE, Role.MANAGER)
    quiet(page)
    tiers = section(page, "等级")
    page.get_by_role("button", name="修改等级").click()
    before = page.get_by_label("等级名称").count()
    tiers.get_by_role("button", name="加一个等级").click()
    expect(page.get_by_label("等级名称")).to_have_count(before + 1)
    page.get_by_role("button", name="撤销一步").click()
    expect(page.get_by_label("等级名称")).to_have_count(before)
    expect(answer(page)).not_to_contain_text("处，还没有发布")


def test_thresholds_come_from_real_visits_and_from_a_rule(open_page: Opener, watched: list[Watched]) -> None:
    page = open_page(HOUSE, Role.MANAGER)
    # What is given up before it was saved has no draft yet.
    watched[0].forgives += ["status of 422", "status of 404.*/programme/draft"]
    quiet(page)
    page.get_by_role("button", name="按客人实际住几次定门槛").click()
    advisor = page.get_by_role("dialog", name="门槛顾问")
    expect(advisor.get_by_role("img", name=re.compile("客人一年住几次"))).to_be_visible()
    advisor.get_by_label(re.compile("占前")).last.fill("60")
    expect(advisor.get_by_role("alert")).to_contain_text("比例")
    page.keyboard.press("Escape")
    expect(advisor).to_be_hidden()

    page.get_by_role("button", name="修改等级").click()
    page.get_by_role("button", name="按规律生成门槛").click()
    rule = page.get_by_role("dialog", name="按规律生成门槛")
    rule.get_by_role("button", name="生成", exact=True).click()
    expect(rule).to_contain_text("6 个月内入住 8 次")
    rule.get_by_role("button", name="写进方案").click()
    expect(rule).to_be_hidden()
    expect(answer(page)).to_contain_text("还没有发布")
    page.get_by_role("button", name="放弃改动").click()
    expect(answer(page)).not_to_contain_text("还没有发布")


def test_on_a_moved_clock_a_guest_rises_falls_and_is_told_of_the_second_chance(
    open_page: Opener, stage: Stage, sandbox: Property, watched: list[Watched]
) -> None:
    page = open_page("/p/acme-try/programme", Role.OWNER)
    # The page is left while the clock moves: it waits for what it left under way.
    watched[0].forgives.append("status of 409")
    quiet(page)
    start_from(page, "中端")
    publish(page, "试验")
    today = clock.today("Asia/Shanghai")
    with in_property(sandbox):
        nights = [today - timedelta(days=ago) for ago in (40, 32, 24, 16, 8)]
        follow(sandbox, *(stay(f"S{n}", str(day), name="江流") for n, day in enumerate(nights)))
        guest = Guest.objects.get(name="江流").pk
    risen = stage.door(Role.OWNER).read(f"/properties/acme-try/guests/{guest}").json()["tier"]
    assert risen["rank"] > 0

    bar = page.get_by_role("region", name="沙箱的时间")
    bar.get_by_role("button", name="过 1 个月").click()
    expect(bar).to_contain_text("比真实时间快")
    expect(bar.get_by_role("button", name="过 1 个月")).to_be_enabled()

    # A long way goes month by month, and on after a reload.
    bar.get_by_label("到某一天").fill(str(today + timedelta(days=400)))
    bar.get_by_label("到某一天").press("Enter")
    expect(bar.get_by_role("button", name="停下")).to_be_visible()
    page.reload()
    expect(bar.get_by_role("button", name="过 1 天")).to_be_visible(timeout=120_000)
    expect(bar).to_contain_text(str(today + timedelta(days=400)))
    bar.get_by_role("button", name="看发生了什么").click()
    told = page.get_by_role("dialog", name=re.compile("发生了什么"))
    expect(told).to_contain_text("江流")
    expect(told).to_contain_text("降级 1 位")
    fallen = stage.door(Role.OWNER).read(f"/properties/acme-try/guests/{guest}").json()["tier"]
    assert fallen["rank"] < risen["rank"]


def test_headquarters_pushes_its_programme_and_locks_what_it_does_not_leave(
    open_page: Opener, stage: Stage
) -> None:
    page = open_page("/c/acme/programme", Role.OWNER)
    quiet(page)
    start_from(page, "经济型")
    page.get_by_role("button", name="下发", exact=True).click()
    drawer = page.get_by_role("dialog", name="发布会员方案")
    drawer.get_by_role("checkbox", name="雅客一店").uncheck()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    section(page, "权益").get_by_role("checkbox", name="门店可以改").uncheck()
    page.get_by_role("button", name="下发", exact=True).click()
    drawer.get_by_role("button", name=re.compile("^下发到")).click()
    expect(page.get_by_text(re.compile("已下发到 1 家门店"))).to_be_visible()
    houses = page.get_by_role("table", name="各店情况")
    expect(houses.get_by_role("row").filter(has_text="雅客二店")).to_contain_text("第 1 版")

    page.goto("/p/acme-2/programme")
    quiet(page)
    benefits = section(page, "权益")
    expect(benefits).to_contain_text("总部统一")
    expect(benefits.get_by_role("button", name="修改权益")).to_have_count(0)
    expect(section(page, "优惠券").get_by_role("button", name="修改优惠券")).to_be_visible()

    page.goto("/c/acme/programme")
    page.get_by_role("switch", name=re.compile("^积分通用")).click()
    expect(page.get_by_role("switch", name=re.compile("^积分通用"))).to_be_checked()
    assert stage.door(Role.OWNER).read("/chains/acme/sharing").json()["points"] is True


@pytest.mark.parametrize("tab", ["liability", "redemption", "benefits", "tiers", "wallet", "coupons"])
def test_every_report_answers_before_anything_is_touched(open_page: Opener, stage: Stage, tab: str) -> None:
    stage.settle()
    for scope in ("/c/acme", "/p/acme-1"):
        page = open_page(f"{scope}/membership/{tab}", Role.OWNER)
        quiet(page)
        expect(page.locator("main h1")).to_be_visible()
        expect(answer(page)).to_have_text(re.compile("。|日期|没有"))


def test_the_settlement_nets_to_zero(open_page: Opener) -> None:
    page = open_page("/c/acme/membership/settlement", Role.OWNER)
    quiet(page)
    expect(page.locator(".kpi").filter(has_text="各店合计")).to_contain_text("¥0.00")


def test_codes_are_printed_and_downloaded(open_page: Opener) -> None:
    page = open_page("/p/acme-1/coupon-batches", Role.MANAGER)
    quiet(page)
    page.get_by_label("张数").fill("25")
    page.get_by_role("button", name="生成 25 张").click()
    row = page.get_by_role("table", name="各批券码").get_by_role("row").nth(1)
    expect(row).to_contain_text("25")
    with page.expect_download() as download:
        row.get_by_role("button", name=re.compile("下载")).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").strip().splitlines()
    assert len(lines) == 26


@pytest.mark.parametrize(
    "path",
    [
        HOUSE,
        f"{HOUSE}/versions",
        "/p/acme-1/membership/tiers",
        "/p/acme-1/coupon-batches",
        "/c/acme/programme",
    ],
)
def test_a_phone_shows_the_whole_width(open_page: Opener, path: str) -> None:
    page = open_page(path, Role.OWNER, viewport=PHONE, has_touch=True, is_mobile=True)
    quiet(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], width


def test_the_desk_reads_the_programme_and_changes_nothing(open_page: Opener) -> None:
    page = open_page(HOUSE, Role.FRONT_DESK)
    quiet(page)
    expect(section(page, "等级")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^修改"))).to_have_count(0)
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
