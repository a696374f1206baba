"""Counts what a flow costs: each click and each key that is pressed."""

from playwright.sync_api import Locator, Page


class Touches:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.n = 0

    def click(self, target: Locator) -> None:
        self.n += 1
        target.click()

    def press(self, key: str) -> None:
        self.n += 1
        self.page.keyboard.press(key)
