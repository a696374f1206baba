"""The stand-in's pages as a person meets them: in Chromium, in Chinese, on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.platform.stripe.conftest import Shop, shop

__all__ = ["shop"]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport=PHONE)
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def fill_card(page: Page, number: str) -> None:
    page.get_by_label("卡号").fill(number)
    page.get_by_label("有效期（月 / 年）").fill("12 / 34")
    page.get_by_label("安全码").fill("123")


def test_a_person_subscribes_changes_the_card_and_cancels(shop: Shop, page: Page) -> None:
    customer = shop.customer(card=None)
    home = f"{shop.stand_in.url}/?paid={{CHECKOUT_SESSION_ID}}"
    session = shop.checkout(
        customer=customer,
        success_url=home,
        allow_promotion_codes=True,
        tax_id_collection={"enabled": True},
        customer_update={"name": "auto", "address": "auto"},
    )
    page.goto(session.url)
    expect(page.get_by_text("本地替身，不会扣款。")).to_be_visible()
    expect(page.get_by_text("¥798.00").first).to_be_visible()
    assert fits(page)
    fill_card(page, "4000 0000 0000 0002")
    page.get_by_role("button", name="订阅").click()
    expect(page.get_by_role("alert")).to_contain_text("银行拒绝了这张卡")
    fill_card(page, "4242 4242 4242 4242")
    page.get_by_label("税号（选填）").fill("91310000MA1FL0XX0X")
    page.get_by_role("button", name="订阅").click()
    page.wait_for_url(f"**/?paid={session.id}")
    portal = shop.v1.billing_portal.sessions.create({"customer": customer, "return_url": shop.stand_in.url})
    page.goto(portal.url)
    expect(page.get_by_text("尾号 4242")).to_be_visible()
    assert fits(page)
    fill_card(page, "5555 5555 5555 4444")
    page.get_by_role("button", name="保存卡片").click()
    expect(page.get_by_text("尾号 4444")).to_be_visible()
    page.get_by_role("button", name="到期取消").click()
    expect(page.get_by_role("button", name="恢复订阅")).to_be_visible()
    assert shop.v1.subscriptions.list().data[0].cancel_at_period_end
    page.get_by_role("link", name=shop.v1.invoices.list().data[0].number).click()
    expect(page.get_by_role("link", name="下载 PDF")).to_be_visible()
    assert fits(page)
