"""Value at the desk: redeemed, topped up, charged, used, taken back; the balance before and after, each done once."""

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from kernel import clock
from loyalty.ledger import expiring
from staff.roles import Role
from tenants.context import in_property
from tests.e2e.conftest import Opener
from tests.e2e.pages import CJK, TEXTS, keys_of
from tests.e2e.stage import Stage
from tests.e2e.touches import Touches
from tests.e2e.watching import Watched, choose, jumps, quiet, speak_english
from tests.factories import follow, stay
from tests.loyalty.programme.changed import document
from tests.loyalty.programme.points.stage import grant, raw

HOUSE = "/properties/acme-1"
KEYS = itertools.count(1)


@pytest.fixture(scope="module")
def li_si(stage: Stage) -> str:
    """The guest of six stays, gold, with 5,000 bonus points and more; his house has the mid-scale programme."""
    door = stage.door(Role.OWNER)
    programme = document("midscale", points__family__enabled=True)
    sent = door.send("PUT", f"{HOUSE}/programme", {"programme": programme, "note": "开始"})
    assert sent.status_code == 200, sent.content
    yesterday = clock.today("Asia/Shanghai") - timedelta(days=2)
    with in_property(stage.first):
        follow(stage.first, stay("L6", str(yesterday)))
    [found] = [
        each for each in door.read(f"{HOUSE}/guests?q=李四").json()["results"] if each["name"] == "李四"
    ]
    guest: str = found["id"]
    act(stage, guest, "points/adjust", {"points": 5000, "kind": "bonus", "reason": "开业赠送"})
    if card(stage, guest)["tier"]["code"] != "gold":
        act(stage, guest, "tier/grant", {"tier": "gold", "reason": "老客人"})
    return guest


def act(stage: Stage, guest: str, what: str, body: Any) -> Any:
    answer = stage.door(Role.MANAGER).add(
        f"{HOUSE}/guests/{guest}/{what}", body, idempotency_key=f"stage-{next(KEYS)}"
    )
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def card(stage: Stage, guest: str) -> Any:
    return stage.door(Role.OWNER).read(f"{HOUSE}/guests/{guest}").json()


def points(stage: Stage, guest: str) -> int:
    balance: int = card(stage, guest)["points"]["balance"]
    return balance


def opened(open_page: Opener, guest: str, role: Role = Role.FRONT_DESK, **options: Any) -> Page:
    page = open_page(f"/p/acme-1/guests/{guest}", role, **options)
    expect(page.get_by_role("region", name="会员", exact=True)).to_be_visible()
    return page


def change(page: Page | Locator) -> Locator:
    """The balances before and after, as they stand there."""
    return page.get_by_role("table", name="之前和之后")


def test_a_bill_takes_points_in_two_touches_with_the_balance_before_and_after(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    """At most three touches (the card's 兑换, then 抵): 1,000 points make 350 of 400 yuan (C56)."""
    before = points(stage, li_si)
    page = opened(open_page, li_si)
    touches = Touches(page)
    member = page.get_by_role("region", name="会员", exact=True)
    touches.click(member.get_by_role("button", name="兑换"))
    page.get_by_label("账单金额").fill("400")
    touches.click(page.get_by_role("button", name="1,000 分", exact=True))
    expect(change(page)).to_contain_text(f"{before:,}")
    expect(change(page)).to_contain_text(f"{before - 1000:,}")
    touches.click(page.get_by_role("button", name="抵 ¥50.00"))
    done = page.get_by_role("dialog")
    expect(done.get_by_role("status")).to_contain_text("已抵 ¥50.00")
    expect(done).to_contain_text("¥350.00")
    expect(change(done)).to_contain_text(f"{before - 1000:,}")
    touches.cost("redeem points at the desk", most=3)
    assert points(stage, li_si) == before - 1000

    done.get_by_role("button", name="撤销这笔").click()
    expect(done).to_contain_text("已撤销，退回原来的批次")
    assert points(stage, li_si) == before


def test_a_reward_costs_three_touches_and_waits_to_be_handed_over(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    before = points(stage, li_si)
    page = opened(open_page, li_si)
    touches = Touches(page)
    touches.click(page.get_by_role("region", name="会员", exact=True).get_by_role("button", name="兑换"))
    dialog = page.get_by_role("dialog")
    name = "早餐一份"
    chosen = dialog.locator("label").filter(has_text=name)
    expect(chosen).to_contain_text("1,000 分")
    touches.click(chosen)
    expect(dialog.get_by_role("button", name=f"换「{name}」")).to_be_enabled()
    touches.click(dialog.get_by_role("button", name=f"换「{name}」"))
    expect(dialog.get_by_role("status")).to_contain_text(f"已换「{name}」")
    assert touches.n <= 3
    expect(dialog).to_contain_text("另收¥10")
    assert points(stage, li_si) == before - 1000

    page.goto("/p/acme-1/redeem")
    waiting = page.get_by_role("region", name="待交付")
    expect(waiting.get_by_role("listitem").filter(has_text=name)).to_contain_text("李四")
    waiting.get_by_role("button", name=f"「{name}」已交给李四").click()
    expect(waiting).to_contain_text("没有要交付的")


def test_at_the_redeeming_desk_a_guest_is_found_by_the_last_digits_without_a_touch(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    page = open_page("/p/acme-1/redeem", Role.FRONT_DESK)
    page.get_by_role("combobox", name="给谁兑换").fill("8000")
    who = page.get_by_role("region", name="给谁兑换")
    expect(who.get_by_role("link", name="李四")).to_be_visible()
    expect(who).to_contain_text(f"{points(stage, li_si):,} 积分")
    who.get_by_label("账单金额").fill("100")
    expect(change(who)).to_contain_text("−2,000")


def test_stored_value_is_topped_up_charged_and_explained_in_the_ledger(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    page = opened(open_page, li_si)
    page.get_by_role("button", name="更多办理").click()
    choose(page, "储值充值")
    dialog = page.get_by_role("dialog")
    dialog.locator("label").filter(has_text="充 ¥1,000").click()
    expect(change(dialog)).to_contain_text("+¥1,300.00")
    dialog.get_by_role("button", name="收 ¥1,000.00，充值").click()
    expect(dialog.get_by_role("status")).to_contain_text("已充 ¥1,000.00")
    dialog.get_by_role("button", name="完成").click()

    member = page.get_by_role("region", name="会员", exact=True)
    expect(member).to_contain_text("¥1,300.00")
    member.get_by_role("button", name="储值扣款").click()
    dialog.get_by_label("扣多少").fill("130")
    expect(change(dialog)).to_contain_text("−¥100.00")
    expect(change(dialog)).to_contain_text("−¥30.00")
    dialog.get_by_role("button", name="扣 ¥130.00").click()
    expect(dialog.get_by_role("status")).to_contain_text("已扣 ¥130.00")
    dialog.get_by_role("button", name="完成").click()
    held = card(stage, li_si)["wallet"]
    assert (held["principal"]["amount"], held["gift"]["amount"]) == ("900.00", "270.00")

    member.get_by_role("button", name="流水").click()
    dialog.get_by_text("储值", exact=True).click()
    entries = dialog.get_by_role("table", name="储值")
    expect(entries.get_by_role("row")).to_have_count(3)
    expect(entries).to_contain_text("¥1,170.00")
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="导出").click()
        choose(page, "导出 CSV")
    assert "1170.00" in waiting.value.path().read_text("utf-8-sig")


def test_a_benefit_is_used_in_one_touch_and_the_touch_can_be_taken_back(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    page = opened(open_page, li_si)
    usable = page.get_by_role("region", name="现在能用")
    row = usable.get_by_role("listitem").filter(has_text="免费早餐")
    expect(row).to_contain_text("还有 4 次")
    touches = Touches(page)
    touches.click(row.get_by_role("button", name="使用免费早餐"))
    expect(row.get_by_role("status")).to_contain_text("已用")
    assert touches.n == 1
    expect(row).to_contain_text("还有 3 次")
    row.get_by_role("button", name="撤销使用免费早餐").click()
    expect(row).to_contain_text("还有 4 次")
    expect(row.get_by_role("button", name="使用免费早餐")).to_be_visible()


def test_a_coupon_is_issued_on_the_card_and_works_once_by_its_code(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    page = opened(open_page, li_si)
    page.get_by_role("button", name="发券").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("label").filter(has_text="减固定金额").first.click()
    dialog.get_by_role("button", name="生日").click()
    dialog.get_by_role("button", name="发「").click()
    expect(dialog.get_by_role("status")).to_contain_text("已发「")
    [mine] = [each for each in card(stage, li_si)["coupons"] if each["state"] == "open"][:1]

    page.goto("/p/acme-1/vouchers")
    desk = page.get_by_role("region", name="用券")
    desk.get_by_label("券码").fill(mine["code"].replace("-", "").lower())
    desk.get_by_role("button", name="查券").click()
    expect(desk).to_contain_text(mine["name"])
    desk.get_by_label("账单金额").fill("300")
    desk.get_by_role("button", name="用券").click()
    expect(desk.get_by_role("status")).to_contain_text(f"已用「{mine['name']}」")
    expect(page.get_by_role("region", name="刚才办的")).to_contain_text(mine["code"])
    desk.get_by_role("button", name="完成").click()
    desk.get_by_label("券码").fill(mine["code"])
    desk.get_by_role("button", name="查券").click()
    expect(desk.get_by_role("alert")).to_contain_text("已经用过")


def test_a_large_correction_moves_nothing_until_somebody_else_agrees(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    before = points(stage, li_si)
    page = opened(open_page, li_si, Role.MANAGER)
    page.get_by_role("button", name="更多办理").click()
    choose(page, "调整积分")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("多少").fill("20000")
    expect(dialog).to_contain_text("10,000 分起要第二个人同意")
    dialog.get_by_role("button", name="投诉补偿").click()
    dialog.get_by_role("button", name="提交 +20,000 分，等审批").click()
    expect(dialog.get_by_role("status")).to_contain_text("等第二个人同意")
    assert points(stage, li_si) == before
    page.goto("/p/acme-1/member-tasks/approvals")
    expect(page.get_by_role("listitem").filter(has_text="投诉补偿")).to_contain_text("自己提交的，要别人批")
    expect(page.get_by_role("button", name="同意李四这笔")).to_have_count(0)

    other = open_page("/p/acme-1/member-tasks/approvals", Role.OWNER)
    other.get_by_role("button", name="同意李四这笔").click()
    expect(other.locator("main")).to_contain_text("没有等审批的")
    assert points(stage, li_si) == before + 20_000


def test_c121_expired_points_are_brought_back_from_the_ledger(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    today = clock.today("Asia/Shanghai")
    with in_property(stage.first):
        grant(int(li_si), 70, expires_on=today - timedelta(days=1), earned_on=today - timedelta(days=900))
        expiring.expire(raw(), today)
    before = points(stage, li_si)
    page = opened(open_page, li_si)
    page.get_by_role("region", name="会员", exact=True).get_by_role("button", name="流水").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("积分到期作废").first.click()
    dialog.get_by_role("button", name="恢复", exact=True).click()
    dialog.get_by_role("button", name="本店的错").click()
    expect(change(dialog)).to_contain_text(f"{before + 70:,}")
    dialog.get_by_role("button", name="恢复 70 分").click()
    expect(dialog.get_by_role("status")).to_contain_text("已恢复 70 分")
    expect(dialog.get_by_role("table", name="积分")).to_contain_text("恢复过期积分：本店的错")
    assert points(stage, li_si) == before + 70


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again_and_the_act_done_once(
    open_page: Opener, stage: Stage, li_si: str, watched: list[Watched]
) -> None:
    before = points(stage, li_si)
    page = opened(open_page, li_si)
    watched[-1].forgives.append("ERR_FAILED")
    keys: list[str | None] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/points/redeem", lose_the_first_answer)
    page.get_by_role("region", name="会员", exact=True).get_by_role("button", name="兑换").click()
    page.get_by_label("账单金额").fill("50")
    page.get_by_role("button", name="抵 ¥50.00").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("已抵 ¥50.00")
    assert len(keys) == 2 and keys[0] == keys[1] and keys[0]
    assert points(stage, li_si) == before - 1000


def test_the_card_comes_without_a_jump_and_fits_a_phone(open_page: Opener, li_si: str) -> None:
    sizes: list[dict[str, Any]] = [{}, {"viewport": {"width": 390, "height": 844}}]
    for options in sizes:
        page = opened(open_page, li_si, **options)
        quiet(page)
        moved, what = jumps(page)
        assert moved < 0.1, what
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_in_english_the_desks_pages_say_everything(open_page: Opener, stage: Stage, li_si: str) -> None:
    """With a programme in force, also in the drawers: no raw name of a text, no Chinese but the hotel's own words."""
    page = opened(open_page, li_si, Role.OWNER)
    speak_english(page)
    told: list[str] = []

    def remember(answer: Response | None) -> None:
        if answer and "/api/" in answer.url and "json" in answer.headers.get("content-type", ""):
            told.append(answer.text())

    page.on("requestfinished", lambda request: remember(request.response()))
    raw, problems = keys_of("en") - {"test"}, []  # that is who posted: the key of the tests is called so

    def read(where: str) -> None:
        quiet(page)
        expect(page.locator(".bone")).to_have_count(0)
        texts = page.evaluate(TEXTS)
        # What is shown has been answered; waiting once more lets the answers be heard of here too.
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        known = (
            json.dumps([json.loads(each) for each in told if each], ensure_ascii=False) + "回客中文有房间吗"
        )
        for text in texts:
            if text in raw or any(run not in known for run in CJK.findall(text)):
                problems.append(f"{where}: {text}")

    for path in (
        "redeem",
        f"redeem?guest={li_si}",
        "vouchers",
        "member-tasks/notices",
        "member-tasks/approvals",
    ):
        page.goto(f"/p/acme-1/{path}")
        read(path)
    for path in ("member-tasks/fulfilments", "member-tasks/tier-matches", f"guests/{li_si}"):
        page.goto(f"/p/acme-1/{path}")
        read(path)
    member = page.get_by_role("region", name="Membership", exact=True)
    for name in ("Redeem", "Charge", "Ledger"):
        member.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        read(name)
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    member.get_by_role("button", name="More").click()
    acts = [each.inner_text() for each in page.get_by_role("menuitem").all()]
    page.keyboard.press("Escape")
    assert len(acts) >= 5
    for name in acts:
        member.get_by_role("button", name="More").click()
        choose(page, name)
        expect(page.get_by_role("dialog")).to_be_visible()
        read(name)
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert not problems, "\n".join(problems)


def test_a_receipt_is_printed_alone(open_page: Opener, stage: Stage, li_si: str) -> None:
    act(stage, li_si, "wallet/top-ups", {"pay": "500.00", "method": "cash"})
    page = opened(open_page, li_si)
    page.evaluate("void (window.print = () => { window.printed = (window.printed ?? 0) + 1 })")
    page.get_by_role("region", name="会员", exact=True).get_by_role("button", name="储值扣款").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("扣多少").fill("12")
    dialog.get_by_role("button", name="扣 ¥12.00").click()
    dialog.get_by_role("button", name="打印收据").click()
    slip = page.get_by_text("储值消费收据")
    expect(slip).to_be_attached()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(slip).to_be_visible()
    expect(page.locator("main")).to_be_hidden()


def test_what_other_properties_know_is_read_when_asked_for_and_the_guests_word_put_down(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    door = stage.door(Role.OWNER)
    assert door.change("/chains/acme/sharing", {"cards": True}).status_code == 200
    page = opened(open_page, li_si)
    away = page.get_by_role("region", name="在别的门店")
    away.get_by_role("button", name="记下同意").click()
    expect(away).to_contain_text("客人同意别的门店看他的卡")
    away.get_by_role("button", name="看一看").click()
    expect(away).to_contain_text("没有可看的")
    assert door.change("/chains/acme/sharing", {"cards": False}).status_code == 200
    page.reload()
    expect(page.get_by_role("region", name="会员", exact=True)).to_be_visible()
    quiet(page)
    expect(away).to_have_count(0)


def test_a_family_spends_together_and_somebody_leaves_it(open_page: Opener, stage: Stage, li_si: str) -> None:
    page = opened(open_page, li_si)
    page.get_by_role("button", name="更多办理").click()
    choose(page, "家庭积分")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="加一位家人").fill("在住客")
    dialog.get_by_role("option").filter(has_text="在住客").click()
    family = dialog.get_by_role("list", name="家人")
    expect(family.get_by_role("listitem")).to_have_count(2)
    expect(dialog).to_contain_text(f"一家人合起来 {points(stage, li_si):,} 分")
    dialog.get_by_role("button", name="李四退出").click()
    expect(dialog).to_contain_text("还没有家庭")


def test_what_a_guest_had_is_put_down_with_its_price_and_a_wrong_line_taken_back(
    open_page: Opener, stage: Stage, li_si: str
) -> None:
    """Four touches: 记消费, the product's name, Enter, 记下; the line stays when it is taken back (C91)."""
    tea = {"name": "茶", "name_en": "Tea", "price": "30.00", "cost": "9.00", "stock": 5}
    put = stage.door(Role.OWNER).send("PUT", f"{HOUSE}/products/TEA", tea)
    assert put.status_code in (200, 201), put.content
    page = opened(open_page, li_si)
    touches = Touches(page)
    touches.click(page.get_by_role("button", name="记消费").first)
    form = page.get_by_role("dialog")
    expect(form.get_by_role("combobox", name="商品或服务")).to_be_focused()
    touches.type("tea")
    touches.press("Enter")
    expect(form.get_by_label("金额")).to_have_value("30.00")
    touches.click(form.get_by_role("button", name="记下 ¥30.00"))
    expect(form).to_contain_text("记好了：茶 ×1")
    touches.cost("put down what a guest had", most=4)
    form.get_by_role("button", name="完成", exact=True).click()
    had = page.get_by_role("region", name="消费", exact=True)
    expect(had.get_by_role("listitem")).to_contain_text("茶 ×1")
    expect(had).not_to_contain_text("成本")  # the front desk does not see what it cost
    had.get_by_role("button", name="撤销茶 ×1").click()
    expect(had.get_by_role("listitem")).to_contain_text("已撤销")
    [line] = stage.door(Role.OWNER).read(f"{HOUSE}/guests/{li_si}/consumption").json()["results"]
    assert (line["taken_back"], line["amount"]) == (True, "30.00")
    [product] = stage.door(Role.OWNER).read(f"{HOUSE}/products?q=茶").json()["results"]
    assert product["stock"] == 5
