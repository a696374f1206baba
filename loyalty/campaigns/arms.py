"""Who is held out, and who gets which variant: by a hash, so that a person has the same arm whenever it is asked.

The two draws are independent: the holdout is a fair sample of those who would have got each variant.
"""

import hashlib
import hmac

from loyalty.campaigns.document import Document

HOLDOUT = "holdout"


def draws(secret: bytes, property_id: int, campaign_id: int, person: bytes) -> tuple[float, float]:
    """Two numbers in [0, 1) that belong to this person in this campaign."""
    digest = hmac.digest(secret, message(property_id, campaign_id, person), hashlib.sha256)
    return int.from_bytes(digest[:6]) / 2**48, int.from_bytes(digest[6:12]) / 2**48


def message(property_id: int, campaign_id: int, person: bytes) -> bytes:
    """What is drawn by: another property, campaign or person draws anew."""
    return b"campaign:%d:%d:" % (property_id, campaign_id) + person


def is_held_out(document: Document, draw: float) -> bool:
    return draw < document.holdout


def variant(document: Document, draw: float) -> str:
    """The code of the variant this draw falls upon; shares need not add up to one."""
    shares = [each.share for each in document.variants]
    at = draw * sum(shares)
    for each, share in zip(document.variants, shares, strict=True):
        if at < share:
            return each.code
        at -= share
    return document.variants[-1].code
