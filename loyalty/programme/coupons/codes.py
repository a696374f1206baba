"""Codes of coupons: unguessable, read aloud without mistakes, printed in groups of four.

Thirty letters and digits without 0 O 1 I L U; twelve of them are 58 bits, so that among 100,000 open coupons a guess
finds one in five million million.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4

# A byte becomes a letter by its remainder; the last 16 bytes would favour some letters and are thrown away.
_EVEN = 256 - 256 % len(ALPHABET)
_LETTER = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))


def make(count: int) -> list[str]:
    """So many codes, drawn from the machine's own source of chance."""
    wanted = count * LENGTH
    letters = b""
    while len(letters) < wanted:
        missing = wanted - len(letters)
        letters += secrets.token_bytes(missing + missing // 8 + 16).translate(_LETTER, _UNEVEN)
    text = letters[:wanted].decode("ascii")
    return [text[at : at + LENGTH] for at in range(0, wanted, LENGTH)]


def printed(code: str) -> str:
    """As it stands on paper: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str | None:
    """What somebody typed or scanned, as it is kept; None when it cannot be a code."""
    code = "".join(letter for letter in typed.upper() if letter not in " -–—\u3000")
    return code if len(code) == LENGTH and all(letter in ALPHABET for letter in code) else None
