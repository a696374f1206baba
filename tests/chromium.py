"""Which Chromium the browser tests drive."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def executable(playwrights_own: str) -> str:
    """The path of a Chromium: HUIKE_CHROMIUM, the system's, or the one Playwright has installed.

    There being none fails the test with what to do: a suite that leaves its browser tests out by itself
    is green for the wrong reason.
    """
    found = os.environ.get("HUIKE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if Path(playwrights_own).exists():
        return playwrights_own
    pytest.fail(
        "No Chromium found: install one (Debian: apt-get install chromium fonts-noto-cjk; elsewhere: "
        ".venv/bin/playwright install chromium), name it with HUIKE_CHROMIUM, or leave the browser tests out "
        "with make test BROWSER=0.",
        pytrace=False,
    )
