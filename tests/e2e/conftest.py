"""The real thing in Chromium: the built console, a web server and a worker on the run's own database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from config.local import console
from loyalty.guests.models import Guest
from staff.roles import Role
from tenants.context import in_property
from tests import chromium, doors, emptying, hashing
from tests.bench import _server
from tests.e2e import stage as stages
from tests.e2e.stage import Stage
from tests.e2e.watching import RECORDER, Watched

HERE = Path(__file__).parent
WAIT_MS = 20_000
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Without motion: a click whose press and release meet a menu that still unfolds is a click on nothing.
AS_USUAL = {"viewport": DESKTOP, "locale": "zh-CN", "accept_downloads": True, "reduced_motion": "reduce"}

Opener = Callable[..., Page]


# The files that take longest, whatever the number of their tests: one that begins last keeps the other worker waiting.
LONG = ("test_every_page.py", "test_in_english.py", "test_programme.py", "test_desk_value.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser; the long files begin."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    if all(item.path.is_relative_to(HERE) for item in items):
        items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's sync API runs a loop in this thread, in which Django would refuse its own connection.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # A ceiling for a busy machine: everything waits for a condition and goes on as soon as it holds.
    expect.set_options(timeout=WAIT_MS)
    try:
        with sync_playwright() as playwright:
            path = chromium.executable(playwright.chromium.executable_path)
            running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield running
            running.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a web server that shows the console as it is now; a worker stands behind it."""
    console.build()
    hashing.as_the_product()
    log = tmp_path_factory.mktemp("worker") / "log"
    with django_db_blocker.unblock():
        address = _server.database_url()
        connection.close()
        with _server.web_server() as port, _worker(address, log):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def _worker(address: str, log: Path) -> Iterator[None]:
    """The product's own worker on this database and queue."""
    with log.open("wb") as said:
        running = subprocess.Popen(
            [
                *[sys.executable, "-m", "celery", "--app", "config.celery", "worker", "--concurrency", "1"],
                *["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"],
            ],
            env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            running.terminate()
            running.wait(timeout=60)


@pytest.fixture(scope="module")
def stage(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The houses with their guests; a module's tests share them."""
    with django_db_blocker.unblock():
        try:
            yield stages.assemble()
        finally:
            connection.set_schema_to_public()
            connection.close()
            emptying.empty()
            connection.close()


@pytest.fixture
def watched() -> list[Watched]:
    """Every page a test opened, oldest first; none may have a fault when the test ends."""
    return []


@pytest.fixture
def open_page(browser: Browser, site: str, stage: Stage, watched: list[Watched]) -> Iterator[Opener]:
    """`open_page("/login")`, `open_page("/c/acme", Role.OWNER)`: a browser of one's own at that address.

    With a role, that member of staff is signed in already.
    """
    contexts: list[BrowserContext] = []

    def open_one(path: str, role: Role | None = None, **options: Any) -> Page:
        context = browser.new_context(**{"base_url": site, **AS_USUAL, **options})
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        context.add_init_script(RECORDER)
        if role is not None:
            door = doors.signed_in(stage.staff[role])
            context.add_cookies(
                [{"name": name, "value": each.value, "url": site} for name, each in door.cookies.items()]
            )
        page = context.new_page()
        watch = Watched(page)
        watch.listen()
        watched.append(watch)
        page.goto(path)
        return page

    yield open_one
    try:
        for watch in watched:
            watch.check()
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def li_si(stage: Stage) -> int:
    with in_property(stage.first):
        return int(Guest.objects.get(name="李四").pk)
