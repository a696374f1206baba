"""Fixtures of the tests of tenancy: the engine without its protection, and the figures of the fault suite."""

import pytest

from tenants.database.base import DatabaseWrapper
from tests.faults.recording import fault

__all__ = ["fault", "trusting"]


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine with its protection off: what was set once is believed for ever."""

    def apply(self: DatabaseWrapper) -> None:
        if self._applied != self._wanted:
            self.connection.execute(
                "SELECT set_config('search_path', %s, false), set_config('role', %s, false)", self._wanted
            )
            self._applied = self._wanted

    monkeypatch.setattr(DatabaseWrapper, "apply", apply)
    monkeypatch.setattr(DatabaseWrapper, "_forget", lambda self: None)
