import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded import PREFIX


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder short enough for sockets: those of a long one lie elsewhere, where no test would remove them."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        yield Path(folder)
