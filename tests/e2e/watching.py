"""A page that is watched: what its console says, what its policy refused, how far its layout jumped."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page, Response, expect

# Runs before the page's own scripts.
RECORDER = """
window.seen = {refused: [], shift: 0, shifts: []};
document.addEventListener('securitypolicyviolation',
  (event) => window.seen.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.seen.shift += entry.value;
    window.seen.shifts.push([entry.value.toFixed(3), ...entry.sources.map(({node}) =>
      node && (node.className || node.textContent || node.nodeName).toString().slice(0, 60))].join(' '));
  }
}).observe({type: 'layout-shift', buffered: true});
"""

# Who is signed out asks for the session and is told so: the browser calls that an error.
SIGNED_OUT = re.compile(r"status of 401")


@dataclass
class Watched:
    """Faults of one page; `forgives` are those that the test brings about itself."""

    page: Page
    forgives: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._said)
        self.page.on("pageerror", self._broke)
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not SIGNED_OUT.search(message.text):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _broke(self, error: Error) -> None:
        self.faults.append(f"uncaught: {error}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")

    def check(self) -> None:
        """Nothing was said in the console, and the policy refused nothing."""
        refused: list[str] = [] if self.page.is_closed() else self.page.evaluate("window.seen?.refused ?? []")
        found = [*self.faults, *(f"policy: {each}" for each in refused)]
        left = [each for each in found if not any(re.search(pattern, each) for pattern in self.forgives)]
        assert not left, "\n".join(left)


def jumps(page: Page) -> tuple[float, list[str]]:
    """How far the layout moved by itself (CLS), and what moved."""
    seen: dict[str, Any] = page.evaluate("window.seen")
    return seen["shift"], seen["shifts"]


def quiet(page: Page) -> None:
    """Wait until everything asked for has come and no bone is left."""
    page.wait_for_load_state("networkidle")
    # (Waiting for an expression of one's own would be an eval, which the page's policy rightly refuses.)
    expect(page.locator("main .bone")).to_have_count(0)


def choose(page: Page, name: str) -> None:
    """An entry of the menu that is open.

    Told to the entry itself: on a busy machine press and release of a mouse this quick were seen to miss a menu that had
    just been opened, which then stayed open.
    """
    entry = page.get_by_role("menuitem", name=name)
    expect(entry).to_be_visible()
    entry.dispatch_event("click")


def speak_english(page: Page) -> None:
    """By the account's menu, as anybody would; the page stands as it was, in English."""
    quiet(page)
    page.get_by_role("button", name="账号").click()
    choose(page, "English")
    expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
