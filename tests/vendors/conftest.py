"""A live server with a sandbox in it, as a vendor finds them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from api import windows
from chains.models import Chain
from loyalty.sandbox import filling, opening
from partners import keys
from tests.bench._server import database_url, web_server


@dataclass(frozen=True, slots=True)
class Live:
    url: str
    database: str
    chain: str
    sandbox: str
    key: str  # of the sandbox


@pytest.fixture
def live(committed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The product's web server, with the limits that are sold, and a sandbox that is filled."""
    monkeypatch.setenv("HUIKE_LIMIT_FACTOR", "1")
    for name in windows.client().scan_iter("limit:*"):
        windows.client().delete(name)
    chain = Chain.objects.get(slug="acme")
    with transaction.atomic():
        sandbox = opening.open_for_a_key(chain)
        _, plain = keys.issue(chain, name="vendor", scopes=["*"], sandbox_id=sandbox.pk)
    assert filling.fill(sandbox)
    with web_server() as port:
        yield Live(f"http://127.0.0.1:{port}", database_url(), chain.slug, sandbox.slug, plain)
