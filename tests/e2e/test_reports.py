"""The owner's overview: the same numbers as the API, each opening what it counts; and what mapping a source changes."""

import csv
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from staff.roles import Role
from tests.e2e.conftest import Opener
from tests.e2e.stage import UNMAPPED, Stage
from tests.e2e.touches import Touches
from tests.e2e.watching import choose, quiet


def opened_with_report(open_page: Opener, path: str = "/c/acme") -> tuple[Page, dict[str, Any], str]:
    """The overview, and the comparison it was made from, with its address."""
    answers: list[Response] = []
    page = open_page(path, Role.OWNER)
    page.on(
        "response", lambda answer: answers.append(answer) if "/reports/comparison?" in answer.url else None
    )
    page.reload()
    quiet(page)
    # The page asks for its own days and for the days before; its own are the later ones.
    found = max(answers, key=lambda answer: answer.url)
    return page, found.json(), found.url


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:,.1f}\u00a0%"


def row_of(page: Page, name: str) -> Locator:
    return (
        page.get_by_role("table", name="门店对比")
        .locator("tr")
        .filter(has=page.get_by_text(name, exact=True))
        .first
    )


def test_every_figure_of_the_overview_is_the_apis(open_page: Opener, stage: Stage) -> None:
    page, report, _ = opened_with_report(open_page)
    assert report["properties"]
    for row in report["properties"]:
        cells = row_of(page, row["name"]).locator("td").all_inner_texts()
        firsts = [re.split(r"\n", cell)[0].strip() for cell in cells]
        shown = {
            "repeat": row["repeat_guest_rate"],
            "member": row["channel_mix"]["member"]["share"],
            "ota": row["channel_mix"]["ota"]["share"],
            "remark": row["remarks"]["completion_rate"],
            "on time": row["remarks"]["on_time_rate"],
        }
        text = " | ".join(firsts)
        for what, share in shown.items():
            assert percent(share) in text, f"{row['name']}: {what} {percent(share)} is not in {text}"
        assert f"{row['visits']:,}" in firsts
        assert f"¥{round(float(row['adr'])):,}" in text
    strip, chain = page.locator("main .kpis").first, report["chain"]
    for share in (
        chain["chain_repeat_guest_rate"],
        chain["channel_mix"]["member"]["share"],
        chain["remarks"]["completion_rate"],
        chain["active_repeat_rate"],
    ):
        expect(strip).to_contain_text(f"{share * 100:.1f}%")


def test_each_number_opens_as_many_visits_as_it_says(open_page: Opener, stage: Stage) -> None:
    page, report, _ = opened_with_report(open_page)
    row = report["properties"][0]
    due, complete = row["remarks"]["due"], row["remarks"]["complete"]
    for text, n in (
        (f"{row['visits']:,}", row["visits"]),
        (percent(row["channel_mix"]["ota"]["share"]), row["channel_mix"]["ota"]["value"]),
        (percent(row["channel_mix"]["member"]["share"]), row["channel_mix"]["member"]["value"]),
        (percent(row["remarks"]["completion_rate"]), due - complete),
        (percent(row["remarks"]["on_time_rate"]), row["remarks"]["on_time"]),
    ):
        if n == 0:
            continue
        row_of(page, row["name"]).get_by_role("link", name=text, exact=True).first.click()
        table = page.get_by_role("table", name="入住")
        expect(table).to_have_attribute("aria-busy", "false")
        while (more := page.get_by_role("button", name="再看一些")).count():
            before = table.locator("tbody tr").count()
            more.click()
            expect(table.locator("tbody tr").nth(before)).to_be_visible()
        assert table.locator("tbody tr").count() == n, text
        page.go_back()
        quiet(page)


def test_the_exported_csv_holds_the_same_figures(open_page: Opener, stage: Stage) -> None:
    page, report, _ = opened_with_report(open_page)
    page.locator(".page-head").get_by_role("button", name="导出").click()
    with page.expect_download() as waiting:
        choose(page, "导出 CSV")
    rows = list(csv.DictReader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    by_name = {row["门店代码"]: row for row in rows}
    assert by_name.keys() == {"", *(row["property"] for row in report["properties"])}
    for row in report["properties"]:
        written = by_name[row["property"]]
        assert int(written["入住次数"]) == row["visits"]
        assert float(written["复购率"]) == row["repeat_guest_rate"]
        assert float(written["OTA 占比"]) == row["channel_mix"]["ota"]["share"]
        assert float(written["备注 完成率"]) == row["remarks"]["completion_rate"]


def test_which_property_is_worst_is_said_at_once_and_why_after_one_touch(
    open_page: Opener, stage: Stage
) -> None:
    """0 touches: the sentence names it; 1 touch: its reasons (the first row's are open already)."""
    page, _, _ = opened_with_report(open_page)
    expect(page.get_by_text("先看雅客二店：")).to_be_visible()
    first = page.get_by_role("table", name="门店对比").locator("tbody tr").first
    expect(first).to_contain_text("雅客二店")
    touches = Touches(page)
    if page.get_by_role("link", name="看员工").count() == 0:
        touches.click(first.get_by_role("button", name="展开"))
    expect(page.get_by_role("link", name="看员工")).to_be_visible()
    touches.cost("why the worst property is the worst", most=1)
    touches.n = 0
    touches.click(page.get_by_role("link", name="打开雅客二店"))
    expect(page).to_have_url(re.compile("/p/acme-2/reports"))
    expect(page.get_by_role("heading", name="备注执行")).to_be_visible()
    assert touches.n == 1


def test_mapping_a_source_corrects_the_mix(open_page: Opener, stage: Stage) -> None:
    """C5: an unmapped source counts as walk-in; mapped to OTA, the past follows."""
    stage.settle()
    door = stage.door(Role.OWNER)
    asked = "/properties/acme-2/reports/comparison?from=2020-01-01&to=2030-01-01"
    before = door.read(asked).json()["properties"][0]["channel_mix"]
    page = open_page("/p/acme-2/sources", Role.OWNER)
    expect(page.get_by_text("1 个来源还没对到渠道")).to_be_visible()
    unmapped = page.get_by_role("table", name="还没对的").locator("tbody tr").filter(has_text=UNMAPPED)
    n = before["walk_in"]["value"]
    unmapped.get_by_role("combobox", name=f"「{UNMAPPED}」的渠道").click()
    page.locator(".ant-select-dropdown:visible").get_by_text("OTA", exact=True).click()
    expect(page.get_by_text(f"「{UNMAPPED}」已对好，改正了以前的 {n} 次入住")).to_be_visible()
    expect(page.get_by_role("table", name="已对好的")).to_contain_text(UNMAPPED)
    stage.settle()
    after = door.read(asked).json()["properties"][0]["channel_mix"]
    assert after["walk_in"]["value"] == 0
    assert after["ota"]["value"] == before["ota"]["value"] + n
    page, _, _ = opened_with_report(open_page)
    expect(row_of(page, "雅客二店")).to_contain_text(percent(after["ota"]["share"]))
