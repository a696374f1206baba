"""The acceptance oracle stands beside the project, in ../shared/acceptance; on most machines it does not.

Tests that ask for it (the fixture `oracle`) are left out there, with a line that says so. In CI the folder is
there: a test that cannot find it then fails.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

ACCEPTANCE = Path(__file__).resolve().parents[4] / "shared" / "acceptance"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ACCEPTANCE.is_dir():
        return
    left_out = [item for item in items if "oracle" in getattr(item, "fixturenames", ())]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        print(f"\n{len(left_out)} tests are left out: the acceptance oracle is not in {ACCEPTANCE}")


def acceptance_module(name: str) -> ModuleType:
    sys.path.insert(0, str(ACCEPTANCE))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ACCEPTANCE))


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    return acceptance_module("oracle")


@pytest.fixture(scope="session")
def feed(oracle: ModuleType) -> ModuleType:
    return acceptance_module("feed")
