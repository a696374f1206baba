"""`make faults [FULL=1]`: run the tests marked `faults`, print what they found, write var/faults.json."""

import sys
from pathlib import Path

import pytest

from tests.faults.recording import Writer

TARGET = Path(__file__).resolve().parents[2] / "var" / "faults.json"


def main(arguments: list[str]) -> int:
    writer = Writer(TARGET)
    code = pytest.main(["-m", "faults", "-q", *arguments], plugins=[writer])
    for row in writer.rows:
        print(
            f"{row['id']:8} {'met' if row['met'] else 'NOT MET':8} {row['passed']}/{row['n']}  {row['figure']}"
        )
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
