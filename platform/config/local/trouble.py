"""What stops a start: one clear sentence, no traceback."""

from pathlib import Path


class CannotStart(Exception):
    """Something outside the program is in the way; the text says what, and what to do."""


def tail(log: Path, lines: int = 12) -> str:
    """The end of a log, for the reader of a sentence that blames it."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join("    " + line for line in text.splitlines()[-lines:])
