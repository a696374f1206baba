"""`make screenshots`: the README's pictures, taken from the demo chain of a running `make up`.

Takes HUIKE_HOME and HUIKE_PORT like `make up` itself. Writes docs/screenshots/*.png; the import that it
shows is uploaded as a draft and cancelled afterwards, so the demo stays as it was. The pictures of a new chain leave
that chain behind.
"""

import csv
import io
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, ViewportSize, expect, sync_playwright

from config.local.folders import PROJECT, home_from_environment
from tests import chromium
from tests.e2e.opening import open_chain
from tests.e2e.watching import RECORDER, quiet

TARGET = PROJECT / "docs" / "screenshots"
BYTES_MAX = 300 * 1024
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PEOPLE = "林晓 周敏 陈国富 赵钰 何静 孙莉 吴刚 郑洁 冯远 褚云 卫青 蒋勤 沈括 韩梅 杨柳 朱颜 秦川 尤佳 许诺 吕岩 施恩 张帆"
SMALL: ViewportSize = {"width": 1366, "height": 768}  # what stands on a front desk
PHONE: ViewportSize = {"width": 390, "height": 844}


def draft_import(page: Page) -> None:
    """An export as a PMS writes it, uploaded up to the preview."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["账号", "姓名", "手机", "房号", "成交价", "到达", "离开", "状态", "来源", "销售员"])
    sources = ["携程", "会员", "协议单位", "美团", "散客", "官网", "飞猪"]
    for n, name in enumerate(PEOPLE.split()):
        days = f"2026-11-{1 + n % 20:02} 14:10", f"2026-11-{2 + n % 20:02} 11:00"
        phone = f"138 0013 {8000 + n}" if n != 5 else ""
        rows.writerow(
            [
                f"F{2611000 + n}",
                name,
                phone,
                8201 + n,
                f"{208 + n * 10}.00",
                *days,
                "退房",
                sources[n % 7],
                "",
            ]
        )
    rows.writerow(
        [
            "F2611099",
            "倒日子",
            "13800138099",
            "8301",
            "208.00",
            "2026-11-19 14:10",
            "2026-11-18 11:00",
            "退房",
            "散客",
            "",
        ]
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "11月入住单.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("gb18030")}
    )
    page.wait_for_url("**/imports/*")
    expect(page.get_by_role("table", name="预览")).to_be_visible()


def cancel_import(page: Page) -> None:
    page.evaluate(
        """async (path) => {
        const token = decodeURIComponent(/csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '');
        await fetch(path, {method: 'POST', headers: {'X-CSRFToken': token}});
        }""",
        "/api/v1/properties/" + page.url.split("/p/")[1] + "/cancel",
    )


def guest_with_most_visits(page: Page) -> None:
    page.locator("main a[href*='/guests/']").first.click()  # a row of the table, a card on a phone
    page.wait_for_url("**/guests/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def first_finished_results(page: Page) -> None:
    """What the demo's greeting brought."""
    house = page.url.partition("/p/")[2].partition("/")[0]
    campaign = page.evaluate(
        """async (house) => {
        const told = await (await fetch(`/api/v1/properties/${house}/campaigns`)).json();
        return told.results.filter((each) => each.state === 'finished' && each.kind === 'win_back' && each.progress.sent + each.progress.delivered > 0).at(-1).id;
        }""",
        house,
    )
    page.goto(f"/p/{house}/campaigns/{campaign}/results")
    expect(page.get_by_text("多来的入住")).to_be_visible()


def from_a_suggestion(page: Page) -> None:
    """A campaign as it is being written, its audience counted."""
    page.get_by_text("问候逾期的老客人").first.click()
    page.get_by_role("button", name="用这个开始").click()
    page.get_by_role("radiogroup", name="什么时候发").get_by_text("一次", exact=True).click()
    expect(page.get_by_role("button", name=re.compile(r"^发给 \d+ 人"))).to_be_visible()


def put_away(page: Page) -> None:
    page.evaluate(
        """async () => {
        const token = decodeURIComponent(/csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '');
        const [house, id] = /p\\/([^/]+)\\/campaigns\\/(\\d+)/.exec(location.pathname).slice(1);
        await fetch(`/api/v1/properties/${house}/campaigns/${id}`, {method: 'DELETE', headers: {'X-CSRFToken': token}});
        }"""
    )


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    login: str
    path: str
    size: ViewportSize = field(default_factory=lambda: DESKTOP)
    dark: bool = False
    locale: str = "zh-CN"
    before: Callable[[Page], None] | None = None
    after: Callable[[Page], None] | None = None


OWNER, MANAGER, DESK = (f"{who}@qichuan.example" for who in ("owner", "manager", "frontdesk"))
OPERATOR = "operator@huike.example"
REGULARS = "{house}/guests?visits_min=6"
PICTURES = (
    Picture("overview", OWNER, "/"),
    Picture("overview-dark", OWNER, "/", dark=True),
    Picture("overview-phone", OWNER, "/", PHONE),
    Picture("worklist", DESK, "/"),
    Picture("guest-card", MANAGER, REGULARS, before=guest_with_most_visits),
    Picture("guest-card-small", DESK, REGULARS, SMALL, before=guest_with_most_visits),
    Picture("guest-card-phone", DESK, REGULARS, PHONE, before=guest_with_most_visits),
    Picture("guest-card-english", MANAGER, REGULARS, locale="en", before=guest_with_most_visits),
    Picture("arrivals", DESK, "{house}/arrivals"),
    Picture("arrivals-small", DESK, "{house}/arrivals", SMALL),
    Picture("arrivals-phone", DESK, "{house}/arrivals", PHONE),
    Picture("shift", DESK, "{house}/shift"),
    Picture("shift-small", DESK, "{house}/shift", SMALL),
    Picture("shift-phone", DESK, "{house}/shift", PHONE),
    Picture("profit", MANAGER, "{house}/reports/profit"),
    Picture("import", MANAGER, "{house}/imports", before=draft_import, after=cancel_import),
    Picture("remark-kpi", OWNER, "{chain}/remarks"),
    Picture("programme", MANAGER, "{house}/programme"),
    Picture("liability", OWNER, "{chain}/membership/liability"),
    Picture("operator", OPERATOR, "/operator/chains"),
    Picture("win-back", MANAGER, "{house}/win-back"),
    Picture("campaign-results", MANAGER, "{house}/campaigns", before=first_finished_results),
    Picture("campaign-editor", MANAGER, "{house}/campaigns", before=from_a_suggestion, after=put_away),
    Picture("latency", OWNER, "{chain}/repeat/latency"),
)


def main() -> int:
    home = home_from_environment().path
    site = f"http://127.0.0.1:{os.environ.get('HUIKE_PORT') or 8000}"
    try:
        password = (home / "demo-password").read_text().strip()
    except FileNotFoundError:
        print(f"No demo chain in {home}: run `make up` first and leave it running.", file=sys.stderr)
        return 1
    expect.set_options(timeout=30_000)
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = chromium.executable(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            wanted = sys.argv[1:]  # names of pictures, or all
            taken = [
                take(browser, site, password, picture)
                for picture in PICTURES
                if not wanted or picture.name in wanted
            ]
            if not wanted or OF_A_NEW_CHAIN.intersection(wanted):
                taken += of_a_new_chain(browser, site, home)
        except Error as trouble:
            print(f"{site} could not be photographed: {trouble.message.splitlines()[0]}", file=sys.stderr)
            return 1
        finally:
            browser.close()
    large = [each.name for each in taken if each.stat().st_size > BYTES_MAX]
    if large:
        print(f"Larger than {BYTES_MAX // 1024} KiB: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


def take(browser: Browser, site: str, password: str, picture: Picture) -> Path:
    context = browser.new_context(
        base_url=site,
        locale="zh-CN",
        viewport=picture.size,
        device_scale_factor=2 if picture.size is PHONE else 1,
        is_mobile=picture.size is PHONE,
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    context.add_init_script(RECORDER)
    page = context.new_page()
    page.goto("/login")
    page.evaluate("(locale) => localStorage.setItem('huike.locale', locale)", picture.locale)
    page.get_by_label("手机号或邮箱").fill(picture.login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url and url != f"{site}/")
    start = "/".join(page.url.removeprefix(site).split("/")[:3])
    if picture.path != "/":
        page.goto(picture.path.format(house=start, chain=start))
    expect(page.locator("main h1, main h2").first).to_be_visible()
    if picture.before:
        picture.before(page)
    target = shot(page, picture.name)
    if picture.after:
        picture.after(page)
    context.close()
    return target


OF_A_NEW_CHAIN = {"first-run", "billing", "webhook"}


def of_a_new_chain(browser: Browser, site: str, home: Path) -> list[Path]:
    """The first run, the plans and a webhook's log of a chain that opens itself for it, and stays."""
    context = browser.new_context(base_url=site, locale="zh-CN", viewport=DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_init_script(RECORDER)
    page = context.new_page()
    number = f"{time.time():.0f}"
    open_chain(page, home, owner=f"lin-{number}@qingshan.example", name="林川", chain="青山酒店")
    chain = page.url.removeprefix(site).partition("?")[0]
    page.wait_for_load_state("networkidle")
    taken = [shot(page, "first-run", outline=True)]
    page.goto(f"{chain}/billing")
    expect(page.get_by_text("选套餐")).to_be_visible()
    taken.append(shot(page, "billing"))
    with receiver() as url:
        webhook = send(
            page, f"/chains/{chain.rpartition('/')[2]}/webhooks", {"url": url, "description": "绿云 PMS"}
        )
        for _ in range(3):
            send(page, f"/chains/{chain.rpartition('/')[2]}/webhooks/{webhook['id']}/test", {})
        page.goto(f"{chain}/webhooks/{webhook['id']}")
        expect(page.get_by_text("200").first).to_be_visible()
        taken.append(shot(page, "webhook"))
    context.close()
    return taken


@contextmanager
def receiver() -> Iterator[str]:
    """A PMS's receiver that takes everything."""

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """It says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/huike"
    finally:
        server.shutdown()
        server.server_close()


def send(page: Page, path: str, body: dict[str, object]) -> Any:
    """A POST to the interface as the page itself would send it."""
    return page.evaluate(
        """async ([path, body]) => {
        const token = decodeURIComponent(/csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '');
        const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json'};
        const answer = await fetch('/api/v1' + path, {method: 'POST', headers, body: JSON.stringify(body)});
        return await answer.json();
        }""",
        [path, body],
    )


def shot(page: Page, name: str, *, outline: bool = False) -> Path:
    """The page as it is when nothing moves any more; an `outline` of what is to come stays grey."""
    if not outline:
        quiet(page)
    target = TARGET / f"{name}.png"
    page.screenshot(path=target, animations="disabled")
    print(f"{target.relative_to(PROJECT)}  {target.stat().st_size // 1024} KiB", flush=True)
    return target


if __name__ == "__main__":
    sys.exit(main())
