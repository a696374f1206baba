"""T-01: many requests for several properties at once, through the whole middleware; nobody sees another's row."""

import os
import random
import threading
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from loyalty.guests.models import Tag
from tenants.context import in_property
from tenants.database.base import DatabaseWrapper
from tests import cast

REQUESTS = 20_000 if os.environ.get("FULL") == "1" else 800
THREADS = 8


@pytest.fixture
def marked(committed: None) -> None:
    for slug in cast.PROPERTIES:
        with in_property(cast.property_named(slug)):
            Tag.objects.create(name=slug)


def drive(requests: int) -> Counter[str]:
    """Send the requests from eight threads; counts what came back."""
    found: Counter[str] = Counter()
    lock = threading.Lock()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        client = Client(raise_request_exception=False)
        for _ in range(requests // THREADS):
            slug = chance.choice(list(cast.PROPERTIES))
            kind = chance.choice(["read", "read", "write", "fail", "nobody"])
            response = client.get("/nobody" if kind == "nobody" else f"/{kind}/{slug}")
            if response.status_code == 500:
                verdict = "failed" if kind == "fail" else "error"
            else:
                own = {slug} if kind != "nobody" else set()
                verdict = "right" if set(response.json()["names"]) == own else "wrong"
            with lock:
                found[verdict] += 1
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@override_settings(ROOT_URLCONF="tests.tenants.canary")
def test_mixed_traffic_never_shows_a_foreign_row(marked: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    found = drive(REQUESTS)
    assert (found["wrong"], found["error"]) == (0, 0)
    assert found["right"] > REQUESTS / 2
    assert sum(found.values()) == REQUESTS


@override_settings(
    ROOT_URLCONF="tests.tenants.canary",
    MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != "tenants.guard.PublicByDefaultMiddleware"],
)
def test_control_without_middleware_and_with_a_trusting_engine_rows_are_mixed_up(
    marked: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL")

    def apply(self: DatabaseWrapper) -> None:
        if self._applied != self._wanted:
            self.connection.execute(
                "SELECT set_config('search_path', %s, false), set_config('role', 'none', false)",
                [self._wanted.path],
            )
            self._applied = self._wanted

    monkeypatch.setattr(DatabaseWrapper, "apply", apply)
    monkeypatch.setattr(DatabaseWrapper, "_forget", lambda self: None)
    assert drive(160)["wrong"] > 0
    monkeypatch.undo()
    connection.set_schema_to_public()
    connection.close()
