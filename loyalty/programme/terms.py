"""What the parts of a programme's document are made of: codes, names, amounts, periods.

A programme is one JSON document, validated as a whole. Amounts of money in it are decimal strings with two places
in the property's currency, shares are whole percents, points, nights and visits whole numbers.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Words = Annotated[str, Meta(max_length=200)]
Money = Annotated[str, Meta(pattern=r"^[0-9]{1,9}\.[0-9]{2}$")]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Amount = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Months = Annotated[int, Meta(ge=1, le=120)]
Days = Annotated[int, Meta(ge=1, le=3_660)]
Percent = Annotated[int, Meta(ge=0, le=100)]

# How often an allowance or a cap begins anew, in the property's local days.
Period = Literal["stay", "day", "month", "quarter", "year", "membership_year", "ever"]


class Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A part of the document: what it does not know is refused, so that no typing error is lost."""
