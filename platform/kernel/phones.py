"""Telephone numbers: read however they were typed, kept as E.164, shown masked, compared by keyed hash."""

import hashlib
import hmac
import logging
import re
import unicodedata
from functools import lru_cache

import phonenumbers

# Eleven digits of a mainland mobile number: the common case, settled without the library.
MAINLAND = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
MASKED = re.compile(r"(?:\+?86)?(1[0-9]{2,3})\*{3,6}([0-9]{4})")
SEPARATORS = re.compile(r"[\s\-().\u00a0\u2010-\u2015]+")


@lru_cache(maxsize=50_000)
def e164(written: str, region: str = "CN") -> str | None:
    """'138 0013 8000' -> '+8613800138000'; None when it is no valid number."""
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", written))
    if found := MAINLAND.fullmatch(plain):
        return "+86" + found[1]
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_parts(written: str) -> tuple[str, str] | None:
    """('1380', '0001') for '1380***0001', as PMS exports write it; None when it is not masked so."""
    found = MASKED.fullmatch(SEPARATORS.sub("", unicodedata.normalize("NFKC", written)))
    return (found[1], found[2]) if found else None


def mask(number: str | None) -> str | None:
    """'+8613800138000' -> '138****8000'; a foreign number keeps its country code and last four."""
    if not number:
        return None
    if number.startswith("+86") and len(number) == 14:
        return f"{number[3:6]}****{number[-4:]}"
    try:
        code = str(phonenumbers.parse(number).country_code)
    except phonenumbers.NumberParseException:
        return "****" + number[-4:]
    return f"+{code} ****{number[-4:]}"


def keyed_hash(key: bytes, identity: str) -> bytes:
    """16 bytes that stand for a person within one chain; without the chain's key they say nothing."""
    return hmac.digest(key, identity.encode(), hashlib.sha256)[:16]


class MaskPhones(logging.Filter):
    """Logs carry no readable telephone number, no API key and no token of a hook."""

    PHONE = re.compile(r"(?<![0-9])(?:\+?86)?(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])")
    KEY = re.compile(r"(hk_live_[A-Za-z0-9]{4}|/hooks/messaging/[^/\s]*/[^/\s]*/)[A-Za-z0-9_-]+")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = self.KEY.sub(r"\1…", self.PHONE.sub(r"\1****\2", message))
        if cleaned != message:
            record.msg, record.args = cleaned, None
        return True
