"""A whole campaign as one document: to whom, when, what is said, what is given. Strict: what is not known is refused."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from loyalty.programme.terms import Code, Money
from loyalty.segments.rules import Rule

Kind = Literal[
    "win_back", "greeting", "birthday", "anniversary", "second_visit", "near_tier", "before_loss", "points_ending",
    "punch_card", "dormant", "review", "coupon_ending", "sign_up", "turn", "other",
]  # fmt: skip
Event = Literal[
    "sign_up", "visit", "days_after_visit", "deviation", "birthday", "anniversary", "near_tier", "before_loss",
    "points_ending", "punch_card", "dormant", "review", "coupon_ending",
]  # fmt: skip
Channel = Literal["wecom", "sms", "email"]
Locale = Literal["zh-CN", "en"]

Text = Annotated[str, Meta(min_length=1, max_length=2_000)]
Moment = Annotated[datetime, Meta(tz=True)]
Share = Annotated[float, Meta(ge=0, le=1)]


# Beyond them a moment is a slip of the finger, and some of them no database gives back.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class OutOfTime(ValueError):
    """As the interface tells a flaw."""

    code, zh, en = "out_of_range", "时间超出范围。", "The moment is out of range."

    def __init__(self, pointer: str) -> None:
        super().__init__(self.en)
        self.pointer = pointer


class CampaignPart(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A part of the document."""


class CampaignAudience(CampaignPart, frozen=True):
    """Guests of a segment, or of a rule; with neither: everybody. Without who is in the segments of `exclude`."""

    segment: Code | None = None
    rule: Rule | None = None
    exclude: Annotated[list[Code], Meta(max_length=20)] = []


class Once(CampaignPart, frozen=True, tag_field="kind", tag="once"):
    """Once, at this moment; null: when it is launched."""

    at: Moment | None = None

    def __post_init__(self) -> None:
        if self.at is not None and not EARLIEST <= self.at <= LATEST:
            raise OutOfTime("/at")


class Schedule(CampaignPart, frozen=True, tag_field="kind", tag="schedule"):
    """Every day, every week on `on` (1 Monday … 7), every month on `on`; in this hour, by the property's clock."""

    every: Literal["day", "week", "month"]
    hour: Annotated[int, Meta(ge=0, le=23)] = 10
    on: Annotated[int, Meta(ge=1, le=31)] | None = None


class OnEvent(CampaignPart, frozen=True, tag_field="kind", tag="event"):
    """When it happens to a guest. `ordinal`: which visit or anniversary; `days`: after a visit, or ahead of a day."""

    event: Event
    ordinal: Annotated[int, Meta(ge=1, le=1_000)] | None = None
    days: Annotated[int, Meta(ge=0, le=365)] | None = None
    direction: Literal["early", "late"] | None = None


Trigger = Once | Schedule | OnEvent


class CouponOffer(CampaignPart, frozen=True, tag_field="kind", tag="coupon"):
    """One coupon of this kind of the programme in force."""

    coupon: Code


class PointsOffer(CampaignPart, frozen=True, tag_field="kind", tag="points"):
    """So many bonus points."""

    points: Annotated[int, Meta(ge=1, le=1_000_000)]


class GapOffer(CampaignPart, frozen=True, tag_field="kind", tag="gap"):
    """The points that leave a guest so many nights short of the next reward, `most` at most: reckoned per guest."""

    nights: Annotated[int, Meta(ge=1, le=2)] = 2
    most: Annotated[int, Meta(ge=1, le=1_000_000)] = 5_000


Offer = CouponOffer | PointsOffer | GapOffer


class Saying(CampaignPart, frozen=True):
    """What is said by SMS or WeCom."""

    text: Text


class Letter(CampaignPart, frozen=True):
    """An e-mail."""

    subject: Annotated[str, Meta(min_length=1, max_length=200)]
    body: Text


class CampaignTexts(CampaignPart, frozen=True, omit_defaults=True):
    """One language, by channel."""

    sms: Saying | None = None
    wecom: Saying | None = None
    email: Letter | None = None


class Variant(CampaignPart, frozen=True):
    """One of the texts or offers that are tried against each other."""

    code: Literal["A", "B"]
    texts: dict[Locale, CampaignTexts]
    share: Share = 1.0
    offer: Offer | None = None


class Document(CampaignPart, frozen=True, kw_only=True):
    """The campaign as it is written, before anybody launches it."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
    kind: Kind
    audience: CampaignAudience = CampaignAudience()
    trigger: Trigger
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=3)]
    purpose: Literal["marketing"] = "marketing"
    variants: Annotated[list[Variant], Meta(min_length=1, max_length=2)]
    pretext: Literal["birthday", "anniversary"] | None = None
    holdout: Annotated[float, Meta(ge=0, le=0.5)] = 0.1
    window_days: Annotated[int, Meta(ge=1, le=180)] = 30
    budget: Money | None = None
    stock: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None
    expires_hours: Annotated[int, Meta(ge=1, le=720)] = 72
    # None: by the kind (loyalty.campaigns.priorities).
    priority: Annotated[int, Meta(ge=0, le=9)] | None = None
    ends_at: Moment | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and not EARLIEST <= self.ends_at <= LATEST:
            raise OutOfTime("/ends_at")

    def variant(self, code: str) -> Variant:
        """This variant; the first for a code that it does not have."""
        return next((each for each in self.variants if each.code == code), self.variants[0])


def read(document: object) -> Document:
    """A document as it stands in the table (checked when it was kept)."""
    return msgspec.convert(document, Document)


def written(document: Document) -> dict[str, object]:
    """The document as the table keeps it: JSON values."""
    kept: dict[str, object] = msgspec.to_builtins(document)
    return kept
