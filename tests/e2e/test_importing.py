"""A PMS export goes in by hand: recognised, previewed, watched, its refused rows in one's hands; then by two touches."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from staff.roles import Role
from tests.e2e.conftest import Opener
from tests.e2e.touches import Touches

HEAD = "账号,姓名,手机,房号,成交价,到达,离开,状态,来源,备注栏甲"


def export(folder: Path, *, prefix: str, rows: int, name: str) -> Path:
    """A Chinese export as a PMS on an old Windows writes it; two rows of it are wrong."""
    lines = [HEAD]
    for n in range(rows):
        day = f"2026-{1 + n % 9:02}-{1 + n % 27:02}"
        lines.append(
            f"{prefix}{n},刘导入{n},1370000{n:04},8{n % 10}15,{200 + n}.00,{day} 14:10,{day[:-2]}{2 + n % 27:02} 11:00,退房,携程,x"
        )
    lines.append(f"{prefix}X,倒日子,13700009998,8116,208,2026-01-19,2026-01-18,退房,散客,x")
    lines.append("合计,,,,9999,,,,,")
    target = folder / name
    target.write_bytes("\r\n".join(lines).encode("gb18030"))
    return target


def counts(page: Page) -> dict[str, int]:
    """The four counts of the import, as the page shows them."""
    panel = page.get_by_role("region", name="导入", exact=True)
    text = panel.inner_text()
    found = re.findall(r"(新建|更新|无变化|退回)\s+([\d,]+)", text)
    return {word: int(n.replace(",", "")) for word, n in found}


def test_an_export_is_recognised_imported_and_its_refused_rows_are_told(
    open_page: Opener, tmp_path: Path
) -> None:
    """C19: by hand, in the browser."""
    file = export(tmp_path, prefix="W", rows=60, name="入住单.csv")
    page = open_page("/p/acme-2/imports", Role.OWNER)
    page.get_by_label("把文件拖到这里").set_input_files(file)

    expect(page.get_by_role("heading", name="对应字段")).to_be_visible()
    expect(page.get_by_text("列按表头认出")).to_be_visible()
    assert page.get_by_role("table", name="预览").locator("tbody tr").count() == 20
    expect(page.get_by_role("table", name="预览")).to_contain_text("刘导入0")
    page.get_by_role("button", name="开始导入").click()

    expect(page.get_by_text("导入完成，共 62 行")).to_be_visible()
    expect(page.get_by_role("progressbar", name="导入进度")).to_have_attribute("aria-valuenow", "100")
    assert counts(page) == {"新建": 60, "更新": 0, "无变化": 0, "退回": 2}
    refused = page.get_by_role("table", name=re.compile("退回"))
    expect(refused).to_contain_text("离开早于到达")
    expect(refused).to_contain_text("合计行")

    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("下载")).click()
    rows = list(csv.reader(Path(waiting.value.path()).read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3
    assert any("离开早于到达" in cell for row in rows for cell in row)

    # A reload loses nothing, and what came in is there.
    page.reload()
    expect(page.get_by_text("导入完成，共 62 行")).to_be_visible()
    page.get_by_role("link", name="看客人").click()
    page.get_by_label("姓名、拼音、电话尾号、房号").fill("刘导入17")
    expect(page.get_by_role("link", name="刘导入17")).to_be_visible()


@pytest.mark.parametrize("before", ["a column mapped by hand"])
def test_the_second_import_of_a_kind_takes_two_touches(
    open_page: Opener, tmp_path: Path, before: str
) -> None:
    """The mapping is remembered, also what was chosen by hand: choose the file, start."""
    page = open_page("/p/acme-1/imports", Role.MANAGER)
    page.get_by_label("把文件拖到这里").set_input_files(
        export(tmp_path, prefix="P", rows=5, name="第一次.csv")
    )
    page.get_by_role("combobox", name="「备注栏甲」对应的字段").click()
    page.get_by_text("房型", exact=True).last.click()
    expect(page.get_by_text("1 列是你选的")).to_be_visible()
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("导入完成，共 7 行")).to_be_visible()

    second = export(tmp_path, prefix="Q", rows=25, name="第二次.csv")
    page.get_by_role("navigation", name="主导航").first.get_by_role("link", name="导入", exact=True).click()
    touches = Touches(page)
    with page.expect_file_chooser() as choosing:
        touches.click(page.get_by_text("把文件拖到这里"))
    choosing.value.set_files(second)
    expect(page.get_by_text("列沿用上次的对应")).to_be_visible()
    touches.click(page.get_by_role("button", name="开始导入"))
    expect(page.get_by_text("导入完成，共 27 行")).to_be_visible()
    assert counts(page)["新建"] == 25
    touches.cost("import an export the second time", most=2)
