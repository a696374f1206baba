"""The worklist: read, touch, done; taken back; a phone filled in; and the figures follow."""

from typing import Any

from playwright.sync_api import Page, expect

from staff.roles import Role
from tests.doors import PASSWORD
from tests.e2e.conftest import Opener
from tests.e2e.stage import Stage
from tests.e2e.test_signing_in import path_is
from tests.e2e.touches import Touches

PATH = "/p/acme-1/remarks"


def current(page: Page) -> Any:
    return page.get_by_role("region", name="当前备注")


def figures(stage: Stage) -> dict[str, Any]:
    """The remark figures of the house, as the API reports them when settled."""
    stage.settle()
    report = (
        stage.door(Role.OWNER).read("/properties/acme-1/reports/remarks?from=2020-01-01&to=2030-01-01").json()
    )
    row: dict[str, Any] = report["total"]
    return row


def take_up(page: Page, name: str) -> None:
    """Bring a guest's remark to the top of the list."""
    expect(current(page)).to_be_visible()
    for _ in range(40):
        if name in current(page).inner_text():
            return
        now = current(page).inner_text()
        page.get_by_role("button", name="跳过").click()
        expect(current(page)).not_to_have_text(now, use_inner_text=True)
    raise AssertionError(f"{name} is not on the list")


def test_a_right_proposal_is_complete_after_one_touch_and_the_figures_follow(
    open_page: Opener, stage: Stage
) -> None:
    """At most two touches and five seconds: the row holds nickname, tags, phone and description."""
    before = figures(stage)
    page = open_page(PATH, Role.FRONT_DESK)
    take_up(page, "何静怡")
    touches = Touches(page)
    touches.click(current(page).get_by_role("button", name="确认"))
    done = page.get_by_role("status").filter(has_text="已确认")
    expect(done).to_contain_text("何静怡1/携程/8206/208/", timeout=5_000)
    expect(current(page)).not_to_contain_text("何静怡")
    touches.cost("complete a remark whose proposal is right", most=2)
    after = figures(stage)
    assert (after["due"], after["complete"], after["on_time"]) == (
        before["due"],
        before["complete"] + 1,
        before["on_time"] + 1,
    )

    done.get_by_role("button", name="撤销").click()
    expect(current(page)).to_contain_text("何静怡")
    assert figures(stage)["complete"] == before["complete"]


def test_by_keyboard_alone_from_sign_in_to_a_confirmed_remark(open_page: Opener, stage: Stage) -> None:
    page = open_page("/")
    keys = page.keyboard
    expect(page.get_by_label("手机号或邮箱")).to_be_focused()
    keys.type(str(stage.staff[Role.FRONT_DESK].email))
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    path_is(page, PATH)
    expect(current(page)).to_be_visible()
    for _ in range(40):
        now = current(page).inner_text()
        if "白露" in now:
            break
        keys.press("s")
        expect(current(page)).not_to_have_text(now, use_inner_text=True)
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="已确认")).to_contain_text("白露1/")
    expect(current(page)).not_to_contain_text("白露")


def test_a_missing_phone_is_asked_for_a_wrong_one_told_and_a_right_one_completes(
    open_page: Opener, stage: Stage
) -> None:
    before = figures(stage)
    page = open_page(f"{PATH}?state=missing_phone", Role.FRONT_DESK)
    expect(current(page)).to_contain_text("马无电")
    confirm = current(page).get_by_role("button", name="确认")
    expect(confirm).to_be_disabled()
    phone = current(page).get_by_label("电话")
    phone.fill("1234567")
    confirm.click()
    expect(current(page).get_by_role("alert")).to_contain_text("号码不对")
    phone.fill("137 1111 5555")
    confirm.click()
    expect(page.get_by_role("status").filter(has_text="已确认")).to_contain_text("马无电")
    assert figures(stage)["complete"] == before["complete"] + 1


def test_the_kpi_page_shows_the_figures_of_the_api(open_page: Opener, stage: Stage) -> None:
    stage.settle()
    page = open_page("/p/acme-1/reports", Role.MANAGER)
    with page.expect_response(
        lambda answer: "/reports/remarks" in answer.url and "group=staff" in answer.url
    ) as waiting:
        page.reload()
    total = waiting.value.json()["total"]
    strip = page.locator("main .kpis").first
    expect(strip).to_contain_text(str(total["due"]))
    for share in (total["completion_rate"], total["on_time_rate"]):
        expect(strip).to_contain_text(f"{share * 100:.1f}%")
