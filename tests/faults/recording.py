"""The figures of the fault suite: a test says what it tried and what came of it; `make faults` writes it down."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Recorder = Callable[..., None]


@pytest.fixture
def fault(record_property: Callable[[str, object], None]) -> Recorder:
    """`fault("F08", n=300, passed=300, figure="0 lost", aim="0 lost", control="lock off: 41 lost")`.

    `control` is what happened with the protection switched off; without one, a test proves nothing.
    """

    def record(id: str, *, n: int, passed: int, figure: str, aim: str, control: str) -> None:
        record_property(
            "fault",
            {"id": id, "n": n, "passed": passed, "figure": figure, "aim": aim, "control": control},
        )

    return record


class Writer:
    """Gathers what the tests recorded; a test that failed did not meet its aim, whatever it said before."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.rows: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and not (report.when == "setup" and report.failed):
            return
        recorded = [value for name, value in report.user_properties if name == "fault"]
        if report.failed and not recorded:
            name = report.nodeid.rsplit("::", 1)[-1]
            recorded = [{"id": name, "n": 0, "passed": 0, "figure": "failed", "aim": "", "control": ""}]
        for value in recorded:
            assert isinstance(value, dict)
            met = report.passed and value["passed"] == value["n"]
            self.rows.append({**value, "met": met})

    def pytest_sessionfinish(self) -> None:
        self.target.parent.mkdir(exist_ok=True)
        self.target.write_text(json.dumps(self.rows, ensure_ascii=False, indent=1) + "\n")
