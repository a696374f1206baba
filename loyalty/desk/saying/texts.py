"""The standard replies, in Chinese and English."""

TEXTS: dict[tuple[str, str, int], str] = {}
