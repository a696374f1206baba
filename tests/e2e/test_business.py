"""From asking for a chain to its first report, a subscription paid on the stand-in, a second property and its prorated
invoice: on the whole product as `make up` runs it, with its own worker, mails and clock of the stand-in.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.local.folders import PROJECT
from tests.e2e.conftest import DESKTOP, WAIT_MS
from tests.e2e.opening import link_in_mail, open_chain
from tests.e2e.watching import RECORDER, Watched

OWNER = "lin@qichuan.example"
DAY_S = 86_400
PRICE = 399.00


@dataclass(frozen=True, slots=True)
class Product:
    """A product that runs: its address, its home folder, its stand-in for Stripe."""

    url: str
    home: Path

    def stripe(self, path: str, **told: object) -> None:
        address = json.loads((self.home / "run" / "environment.json").read_text())["HUIKE_STRIPE_API"]
        request = urllib.request.Request(
            address + path, json.dumps(told).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status == 200


def again(page: Page, look: Callable[[], None], patience_s: float = 60) -> None:
    """Look, and load the page again, until what comes by worker and webhook has come."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return look()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        page.reload()


@pytest.fixture(scope="module")
def product(browser: Browser) -> Iterator[Product]:
    """`make up` on an empty home, without the demo chain."""
    home = Path(tempfile.mkdtemp(prefix="huike-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUIKE", "DATABASE", "REDIS", "DJANGO", "PYTEST"))
    } | {"HUIKE_HOME": str(home), "HUIKE_PORT": str(port), "HUIKE_DEMO": "0"}
    running = subprocess.Popen(
        [sys.executable, "-m", "config.local", "up"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        assert running.stdout is not None
        while "Huike is ready" not in said:
            line = running.stdout.readline()
            assert line, said
            said += line
        yield Product(f"http://127.0.0.1:{port}", home)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=90)
        running.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    context = browser.new_context(base_url=product.url, viewport=DESKTOP, locale="zh-CN")
    context.set_default_timeout(WAIT_MS)
    context.add_init_script(RECORDER)
    one = context.new_page()
    watch = Watched(one)
    watch.listen()
    yield one
    watch.check()
    context.close()


def stays_file(folder: Path) -> Path:
    """Sixty stays of the last two months, as a PMS exports them."""
    today = date.today()
    lines = ["账单号,姓名,手机号,房号,入住日期,离店日期,房价,来源,状态"]
    for number in range(60):
        come = today - timedelta(days=3 + number)
        guest = number % 25
        lines.append(
            f"F{number},客人{guest},139{guest:08},{8101 + number % 30},{come},{come + timedelta(days=1)},"
            f"{200 + number}.00,{('携程', '会员', '云栖直连')[number % 3]},已退房"
        )
    path = folder / "入住单.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_chain_opens_itself_sees_its_first_report_pays_and_grows(
    page: Page, product: Product, tmp_path: Path
) -> None:
    # Asking, the link that comes by mail, signed in at once; the first run says the next step.
    open_chain(page, product.home, owner=OWNER, name="林川", chain="栖川酒店")
    page.get_by_role("link", name="导入文件").click()
    page.wait_for_url("**/p/qichuan-pingjiang/imports")
    page.set_input_files("input[type=file]", stays_file(tmp_path))
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("导入完成，共 60 行")).to_be_visible()

    # What is left: a source nobody knows, somebody for the desk, and the report.
    page.goto("/c/qichuan")
    choosing = page.get_by_role("combobox", name="「云栖直连」算哪个渠道")
    choosing.click()
    page.get_by_role("option", name="会员").or_(
        page.locator(".ant-select-item-option", has_text="会员")
    ).last.click()
    expect(page.get_by_role("heading", name="开始使用，还差 2 步")).to_be_visible()
    page.get_by_label("前台姓名").fill("陈静")
    page.get_by_label("邮箱").fill("desk@qichuan.example")
    page.get_by_role("button", name=re.compile("^邀请到")).click()
    assert link_in_mail(product.home, "desk@qichuan.example", "invite")
    page.get_by_role("button", name="好了，下一步").click()
    page.get_by_role("link", name="看第一张报表").or_(page.get_by_role("button", name="看第一张报表")).click(
        timeout=5000
    )
    expect(page.get_by_text("复购率").first).to_be_visible()
    expect(page.get_by_text("平江店").first).to_be_visible()

    # A plan, paid on the stand-in's page: the trial goes on, and nothing is due today.
    page.goto("/c/qichuan/billing")
    page.get_by_role("button", name="选连锁版，去付款").click()
    expect(page.get_by_text("本地替身，不会扣款。")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value(OWNER)
    for field, value in (
        ("number", "4242 4242 4242 4242"),
        ("expiry", "12 / 34"),
        ("cvc", "123"),
        ("line1", "平江路 1 号"),
    ):
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="开始试用").click()
    page.wait_for_url("**/c/qichuan/billing*")
    expect(page.get_by_text("试用剩下的天数照样免费")).to_be_visible()
    page.get_by_role("button", name="知道了").click()
    expect(page.get_by_text("正在用")).to_be_visible()
    expect(page.get_by_role("table", name="账单")).to_contain_text("¥0.00")

    # A month later the trial is over, and the first month is paid.
    product.stripe("/_clock", advance_s=31 * DAY_S)
    product.stripe("/_clock", advance_s=2 * 3600)
    invoices = page.get_by_role("table", name="账单")
    again(page, lambda: expect(page.get_by_text("订阅正常。")).to_be_visible(timeout=2_000))
    again(page, lambda: expect(invoices).to_contain_text("¥399.00", timeout=2_000))

    # A second property: what it costs is said before, and is what the invoice says.
    page.goto("/c/qichuan/properties")
    page.get_by_role("button", name="加门店").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("门店名称").fill("观前店")
    dialog.get_by_label("网址里的简称").fill("guanqian")
    dialog.get_by_label("城市").fill("苏州")
    said = dialog.get_by_text(re.compile(r"现在按剩余天数付 ¥[\d.]+")).inner_text()
    (due,) = re.findall(r"付 ¥([\d.]+\d)", said)
    assert 0 < float(due) < PRICE
    dialog.get_by_role("button", name="建好这家店").click()
    page.wait_for_url("**/p/qichuan-guanqian/**")
    page.goto("/c/qichuan/billing")
    again(page, lambda: expect(invoices).to_contain_text(f"¥{due}", timeout=2_000))
    expect(page.get_by_text("2 家").first).to_be_visible()
    invoices.get_by_role("row").filter(has_text=f"¥{due}").get_by_role("button").first.click()
    expect(page.get_by_text("按天折算").or_(page.get_by_text("折算")).first).to_be_visible()
