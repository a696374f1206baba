"""A chain that opens itself in a browser: asks, takes the link from the mail, opens. What tests and pictures share."""

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery"


def eventually(look: Callable[[], str | None], patience_s: float = 40) -> str:
    """What is there as soon as it is; a failure when it never comes."""
    deadline = time.monotonic() + patience_s
    while (seen := look()) is None:
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return seen


def link_in_mail(home: Path, to: str, what: str) -> str:
    """The newest link of this kind (sign-up, invite) in a mail to this person; mails are files in development."""

    def found() -> str | None:
        mails = sorted((home / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
        for path in reversed(mails):
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                mail = message_from_bytes(part.strip() + b"\n", policy=policy.default)
                if mail["To"] == to and (link := re.search(rf"http://\S+/{what}/\S+", mail.get_content())):
                    return link[0]
        return None

    return eventually(found)


def open_chain(page: Page, home: Path, *, owner: str, name: str, chain: str) -> None:
    """From the sign-in page to the first run of a chain of one's own."""
    page.goto("/login")
    page.get_by_role("link", name="开通").click()
    expect(page.get_by_role("heading", name="开通连锁")).to_be_visible()
    page.get_by_label("邮箱").fill(owner)
    page.get_by_label("你的姓名").fill(name)
    page.get_by_label("连锁名称").fill(chain)
    page.get_by_role("button", name="发开通链接").click()
    expect(page.get_by_text("去邮箱看看")).to_be_visible()
    page.goto(link_in_mail(home, owner, "sign-up"))
    page.get_by_label("设一个密码").fill(PASSWORD)
    page.get_by_label("第一家门店").fill("平江店")
    page.get_by_label("城市").fill("苏州")
    page.get_by_role("button", name="开通并进入").click()
    page.wait_for_url("**/c/*")
    expect(page.get_by_text("已有 1 家门店。")).to_be_visible()
