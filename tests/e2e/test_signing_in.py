"""Who comes in, where they land, what they may open, and what happens when a session ends."""

import re

import pytest
from playwright.sync_api import Page, expect

from staff.models import StaffMember
from staff.roles import Role
from tests.doors import PASSWORD
from tests.e2e.conftest import Opener
from tests.e2e.stage import Stage
from tests.e2e.watching import Watched, choose

# What everybody sees of the programme at headquarters, and at the desk.
CLUB = {"会员方案", "会员报表"}
DESK = {"积分兑换", "券与储值", "会员待办", "会员方案"}
SERVING = {"到店", "本班", "谁照看谁", "投诉", "培训"}
VENDORS = {"对接总览", "密钥", "沙箱", "推送", "事件"}
# Whom to speak to, and what was said: headquarters keeps templates, a house does the rest.
ACTING = {"召回", "人群"}
SAYING = ACTING | {"活动", "消息", "消息设置"}
# Where each starts, and what stands in the menu there.
PLACES = {
    Role.OWNER: (
        "/c/acme",
        {"总览", "门店", "备注", "渠道", "复购与流失", "利润", "员工", "订阅与账单", "操作记录", "设置"}
        | CLUB
        | VENDORS
        | ACTING,
    ),
    Role.ANALYST: ("/c/acme", {"总览", "门店", "备注", "渠道", "复购与流失", "利润"} | CLUB | ACTING),
    Role.MARKETING: ("/c/acme", {"总览", "门店", "备注", "渠道", "复购与流失"} | CLUB | ACTING),
    Role.MANAGER: (
        "/p/acme-1",
        {"今日", "备注", "客人", "入住", "报表", "导入", "来源", "员工", "设置", "会员报表", "券码"}
        | {"商品与服务", "前台规则"}
        | SERVING
        | DESK
        | SAYING,
    ),
    Role.FRONT_DESK: ("/p/acme-1/remarks", {"今日", "备注", "客人", "入住"} | SERVING | DESK),
}


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.get_by_label("手机号或邮箱").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def path_is(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(path) + r"(\?.*)?$"))


@pytest.mark.parametrize("role", PLACES, ids=[role.value for role in PLACES])
def test_everybody_lands_on_their_first_page_with_the_menu_of_their_role(
    open_page: Opener, stage: Stage, role: Role
) -> None:
    page = open_page("/")
    sign_in(page, str(stage.staff[role].email))
    where, words = PLACES[role]
    path_is(page, where)
    menu = page.get_by_role("navigation", name="主导航").first
    expect(menu.get_by_role("link", name=next(iter(words)), exact=True)).to_be_visible()
    assert set(menu.locator("li").all_inner_texts()) == words


def test_an_operator_lands_on_the_platforms_console(open_page: Opener, stage: Stage) -> None:
    """Nobody of a chain: no chain's page is shown, and a chain's address leads nowhere."""
    operator = StaffMember(email="operator@huike.test", name="平台管理员", is_operator=True)
    operator.set_password(PASSWORD)
    operator.save()
    page = open_page("/")
    sign_in(page, str(operator.email))
    path_is(page, "/operator")
    menu = page.get_by_role("navigation").first
    expect(menu.get_by_role("link", name="概况", exact=True)).to_be_visible()
    assert {"概况", "连锁", "运行", "代看"} <= set(menu.locator("li").all_inner_texts())


def test_a_wrong_password_is_told_and_the_login_stays(open_page: Opener, stage: Stage) -> None:
    page = open_page("/login")
    login = str(stage.staff[Role.OWNER].email)
    sign_in(page, login, "not this one")
    expect(page.get_by_role("alert")).to_contain_text("密码")
    expect(page.get_by_label("手机号或邮箱")).to_have_value(login)
    path_is(page, "/login")


def test_a_deep_link_comes_back_after_signing_in(open_page: Opener, stage: Stage) -> None:
    page = open_page("/p/acme-1/guests?visits_min=2")
    path_is(page, "/login")
    sign_in(page, str(stage.staff[Role.MANAGER].email))
    path_is(page, "/p/acme-1/guests")
    assert "visits_min=2" in page.url
    expect(page.get_by_role("heading", name="客人")).to_be_visible()


def test_a_link_to_another_site_is_not_followed_after_signing_in(open_page: Opener, stage: Stage) -> None:
    page = open_page("/login?next=//evil.example/")
    sign_in(page, str(stage.staff[Role.OWNER].email))
    path_is(page, "/c/acme")


def test_who_signs_out_is_out(open_page: Opener) -> None:
    page = open_page("/c/acme", Role.OWNER)
    page.get_by_role("button", name="账号").click()
    choose(page, "退出登录")
    path_is(page, "/login")
    page.goto("/c/acme")
    path_is(page, "/login")


def test_a_session_that_ended_leads_to_sign_in_and_back_to_the_page(
    open_page: Opener, stage: Stage, watched: list[Watched]
) -> None:
    page = open_page("/p/acme-1/guests", Role.MANAGER)
    expect(page.get_by_role("table", name="客人")).to_be_visible()
    page.context.clear_cookies(name="huike_session")
    page.get_by_role("navigation", name="主导航").first.get_by_role("link", name="入住", exact=True).click()
    path_is(page, "/login")
    sign_in(page, str(stage.staff[Role.MANAGER].email))
    path_is(page, "/p/acme-1/visits")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.MANAGER, "/p/acme-2"),
        (Role.MANAGER, "/p/rival-1/guests"),
        (Role.OWNER, "/c/rival"),
        (Role.OWNER, "/p/acme-1/nothing-here"),
    ],
)
def test_what_is_not_ones_own_is_as_if_it_did_not_exist(
    open_page: Opener, watched: list[Watched], role: Role, path: str
) -> None:
    page = open_page(path, role)
    watched[0].forgives += ["status of 40[34]"]
    expect(page.get_by_text(re.compile("没有这一页|不在你的权限内|没有权限")).first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/c/acme", "/c/acme/keys", "/p/acme-1/imports", "/p/acme-1/settings", "/p/acme-1/staff"]
)
def test_a_page_of_another_role_says_so_and_shows_nothing(
    open_page: Opener, watched: list[Watched], path: str
) -> None:
    """The front desk types the address of a page its menu does not have."""
    page = open_page(path, Role.FRONT_DESK)
    watched[0].forgives += ["status of 403"]
    expect(page.get_by_text(re.compile("权限|没有这一页|不可以|不能")).first).to_be_visible()


def test_an_answer_of_503_is_told_and_can_be_tried_again(open_page: Opener, watched: list[Watched]) -> None:
    page = open_page("/p/acme-1/guests", Role.MANAGER)
    watched[0].forgives += ["503"]
    expect(page.get_by_role("table", name="客人")).to_be_visible()
    problem = '{"type":"/problems/schema-behind","title":"busy","status":503,"detail":"busy"}'
    visits = "**/api/v1/properties/acme-1/visits?*"
    page.route(
        visits, lambda route: route.fulfill(status=503, content_type="application/problem+json", body=problem)
    )
    page.get_by_role("navigation", name="主导航").first.get_by_role("link", name="入住", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("正在更新这家门店的数据")
    page.unroute(visits)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("table", name="入住")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
