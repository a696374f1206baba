"""The refused rows as a file: as they came, with line and reason; to be mended and imported again."""

import csv
import io
from collections.abc import Iterator

from loyalty.importing.headers import LINE_COLUMNS, REASON_COLUMNS
from loyalty.importing.models import Import
from loyalty.importing.reading import escape


def lines(job: Import, locale: str) -> Iterator[str]:
    """CSV with the file's own columns, then line and reason. Cells are escaped so that no spreadsheet runs them;
    importing the file gives the original cells back."""
    english = int(not locale.startswith("zh"))
    columns: list[str] = job.shape["columns"]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff"
    writer.writerow([*map(escape, columns), LINE_COLUMNS[english], REASON_COLUMNS[english]])
    for reject in job.rejects.order_by("line").iterator(chunk_size=1_000):
        cells = reject.row + [""] * (len(columns) - len(reject.row))
        writer.writerow([*map(escape, cells), reject.line, escape(reject.en if english else reject.zh)])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
