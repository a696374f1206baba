"""A file in the database while its import lasts: in pieces, so that neither side holds more than one in memory."""

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from loyalty.importing.limits import MB
from loyalty.importing.models import Import, Piece

PIECE_BYTES = 2 * MB


def store(job: Import, file: BinaryIO) -> None:
    """Keep the whole file. In the caller's transaction."""
    file.seek(0)
    number = 0
    while content := file.read(PIECE_BYTES):
        Piece.objects.create(job=job, number=number, content=zlib.compress(content, 1))
        number += 1


@contextmanager
def stored(job: Import) -> Iterator[BinaryIO]:
    """The file again, on disk while it is read."""
    with tempfile.TemporaryFile(prefix="huike-import-") as file:
        for content in job.pieces.order_by("number").values_list("content", flat=True).iterator(chunk_size=1):
            file.write(zlib.decompress(content))
        file.seek(0)
        yield file


def forget(job: Import) -> None:
    Piece.objects.filter(job=job).delete()
