"""A sentence in both languages: the reader's own is shown."""

import msgspec


class Words(msgspec.Struct):
    zh: str
    en: str
