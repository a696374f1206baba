"""Counts what a flow costs: each click and each key that is pressed, and the seconds until it is done."""

import json
import time

from playwright.sync_api import Locator, Page

from config.local.folders import PROJECT

FLOWS = PROJECT / "var" / "flows"


class Touches:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.n = 0
        self.began = time.perf_counter()

    def click(self, target: Locator) -> None:
        self.n += 1
        target.click()

    def press(self, key: str) -> None:
        self.n += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Words typed at one go, as into a search: one touch."""
        self.n += 1
        self.page.keyboard.type(text)

    def cost(self, flow: str, most: int) -> None:
        """The flow is done, with no more than so many touches; what it cost stands in var/flows."""
        seconds = time.perf_counter() - self.began
        FLOWS.mkdir(parents=True, exist_ok=True)
        told = {"flow": flow, "touches": self.n, "most": most, "seconds": round(seconds, 2)}
        (FLOWS / f"{flow}.json").write_text(json.dumps(told, ensure_ascii=False) + "\n")
        assert self.n <= most, told
