"""How a property writes to its guests: hours, limits, vendors; and what is missing before anything can be sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request

from api.parsing import parse
from api.refusals import Flaw, Malformed
from api.rendering import answer
from api.v1.message_shapes import Way, two
from api.v1.words import Words
from api.views import Needs, PropertyView
from kernel import clock, money
from kernel.statements import Statements
from loyalty.messaging import answering, houses, reading, settings, spending, status
from loyalty.messaging.reasons import WORDS
from loyalty.messaging.settings import CHANNELS, Quiet, Rules, Wecom
from loyalty.messaging.transports import sealing
from staff.links import console_link
from staff.roles import Ability
from tenants.context import raw_connection

Money = Annotated[str, Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,2})?$")]
Secret = Annotated[str, Meta(max_length=200)]


class SmsVendor(msgspec.Struct):
    """Of the secret only whether there is one is shown."""

    vendor: str
    key: str
    has_secret: bool
    app: str
    region: str


class MailVendor(msgspec.Struct):
    vendor: str
    sender: str
    sender_name: str
    host: str
    port: int
    user: str
    has_secret: bool
    domain: str


class WecomVendor(msgspec.Struct):
    vendor: str


class SmsVendorIn(msgspec.Struct, forbid_unknown_fields=True):
    """`secret`: null keeps the one that is there, while vendor and key stay the same."""

    vendor: Literal["aliyun", "tencent", "outbox"]
    key: Annotated[str, Meta(max_length=128)] = ""
    secret: Secret | None = None
    app: Annotated[str, Meta(max_length=32)] = ""
    region: Annotated[str, Meta(max_length=32)] = ""


class MailVendorIn(msgspec.Struct, forbid_unknown_fields=True):
    """`secret`: null keeps the one that is there, while vendor, host and user stay the same."""

    vendor: Literal["smtp", "mailgun", "postmark", "brevo", "resend", "mailjet", "outbox"]
    sender: Annotated[str, Meta(max_length=254)] = ""
    sender_name: Annotated[str, Meta(max_length=60)] = ""
    host: Annotated[str, Meta(max_length=200)] = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    user: Annotated[str, Meta(max_length=200)] = ""
    secret: Secret | None = None
    domain: Annotated[str, Meta(max_length=200)] = ""


class MessagePrices(msgspec.Struct, forbid_unknown_fields=True):
    """Of one message; of an SMS for each part of it."""

    sms: Money = "0.05"
    email: Money = "0.00"
    wecom: Money = "0.00"


class SpendLimits(msgspec.Struct, forbid_unknown_fields=True):
    """Null: no limit. `all`: over all channels."""

    all: Money | None = None
    sms: Money | None = None
    email: Money | None = None
    wecom: Money | None = None


class MonthlyQuota(msgspec.Struct, forbid_unknown_fields=True):
    """How many a guest may get by a channel in a calendar month; null: as the frequency lets through."""

    sms: Annotated[int, Meta(ge=0, le=31)] | None = None
    email: Annotated[int, Meta(ge=0, le=31)] | None = None
    wecom: Annotated[int, Meta(ge=0, le=31)] | None = 4


class QuietHours(msgspec.Struct, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}):
    start: settings.Clock = "21:00"
    end: settings.Clock = "09:00"


class MessagingRules(msgspec.Struct, kw_only=True):
    """`hooks`: the addresses to give to the vendors, for receipts and replies."""

    on: bool
    channels: list[str]
    quiet: QuietHours
    cap_hours: int
    signature: str
    phone: str
    booking_url: str
    sms: SmsVendor | None
    email: MailVendor | None
    wecom: WecomVendor | None
    prices: MessagePrices
    day_limit: SpendLimits
    month_limit: SpendLimits
    quota: MonthlyQuota
    hooks: dict[str, str]
    changed_at: datetime | None
    changed_by_name: str


class MessagingRulesIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Put in the place of what held, as a whole."""

    on: bool = False
    channels: Annotated[list[Way], Meta(max_length=3)] = msgspec.field(default_factory=lambda: list(CHANNELS))
    quiet: QuietHours = msgspec.field(default_factory=QuietHours)
    cap_hours: Annotated[int, Meta(ge=1, le=720)] = 48
    signature: Annotated[str, Meta(max_length=20)] = ""
    phone: Annotated[str, Meta(max_length=30)] = ""
    booking_url: Annotated[str, Meta(max_length=300)] = ""
    sms: SmsVendorIn | None = None
    email: MailVendorIn | None = None
    wecom: Literal["outbox"] | None = None
    prices: MessagePrices = msgspec.field(default_factory=MessagePrices)
    day_limit: SpendLimits = msgspec.field(default_factory=SpendLimits)
    month_limit: SpendLimits = msgspec.field(default_factory=SpendLimits)
    quota: MonthlyQuota = msgspec.field(default_factory=MonthlyQuota)


class Lacking(msgspec.Struct):
    code: str
    says: Words


class ChannelStatus(msgspec.Struct):
    channel: str
    name: Words
    vendor: str
    on: bool
    ready: bool
    missing: list[Lacking]


class SpendStatus(msgspec.Struct):
    """`channel`: '' is all of them."""

    period: str
    channel: str
    spent: str
    reserved: str
    limit: str | None


class MessageCounts(msgspec.Struct):
    """Of today; what waits, is being sent or is unknown: all there is."""

    waiting: int
    claimed: int
    sent: int
    delivered: int
    failed: int
    unknown: int
    dropped: int


class MessagingStatus(msgspec.Struct):
    """`held`: why nothing may be sent at all, whatever the settings say. `unknown` and `doubtful` wait for somebody."""

    on: bool
    held: Lacking | None
    channels: list[ChannelStatus]
    counts: MessageCounts
    unknown: int
    doubtful: int
    spend: list[SpendStatus]


class MessagingSettingsView(PropertyView):
    needs: ClassVar[Needs] = Ability.MANAGE_MESSAGING

    @extend_schema(
        responses={200: MessagingRules},
        summary="How the property writes to its guests; secrets are not shown",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(self.told())

    @extend_schema(
        request=MessagingRulesIn,
        responses={200: MessagingRules},
        summary="Set it as a whole; what waits is looked at anew",
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        asked = parse(request, MessagingRulesIn)
        with transaction.atomic():
            raw = Statements(raw_connection())
            raw.execute(settings.TURN, (self.property.pk,))
            rules = _rules(asked, settings.read(raw))
            if found := settings.wrong(rules, self.property):
                raise Malformed(*(Flaw(each.pointer, each.code, each.zh, each.en) for each in found))
            settings.write(raw, rules, by=self.caller.name)
            settings.wake(raw, self.property)
            self.record("messaging.settings_changed", on=rules.on, channels=list(rules.channels))
        return answer(self.told())

    def told(self) -> MessagingRules:
        raw = Statements(raw_connection())
        rules, token = settings.read(raw), settings.hook_token(raw)
        changed = settings.changed(raw)
        hooks = {
            name: console_link(f"api/v1/hooks/messaging/{self.property.slug}/{rules.vendor_of(name)}/{token}")
            for name in ("sms", "email")
            if token and rules.vendor_of(name) not in ("", "outbox", "smtp")
        }
        return _told(rules, hooks, changed)


class MessagingStatusView(PropertyView):
    needs: ClassVar[Needs] = Ability.SEE_CAMPAIGNS

    @extend_schema(
        responses={200: MessagingStatus},
        summary="Whether anything can be sent, what is missing, today's counts, and what waits for somebody",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        hotel, now = self.property, clock.now()
        held = houses.held(hotel)
        raw = Statements(raw_connection())
        rules = settings.read(raw)
        counts = reading.counts(raw, hotel)
        return answer(
            MessagingStatus(
                on=rules.on,
                held=Lacking(held.value, two(WORDS[held])) if held else None,
                channels=[_channel(each) for each in status.channels(raw, rules, hotel)],
                counts=MessageCounts(**counts),
                unknown=counts["unknown"],
                doubtful=answering.doubtful(raw),
                spend=[
                    SpendStatus(each.period, each.channel, money.amount(each.spent), money.amount(each.reserved),
                                None if each.limit is None else money.amount(each.limit))
                    for each in spending.standing(raw, hotel, rules, now)
                ],
            )
        )  # fmt: skip


def _channel(each: status.Standing) -> ChannelStatus:
    missing = [Lacking(code, two(status.SAYS[code])) for code in each.missing]
    return ChannelStatus(each.channel, two(each.name), each.vendor, each.on, not missing, missing)


def _rules(asked: MessagingRulesIn, before: Rules) -> Rules:
    return Rules(
        on=asked.on,
        channels=list(asked.channels),
        quiet=Quiet(asked.quiet.start, asked.quiet.end),
        cap_hours=asked.cap_hours,
        signature=asked.signature.strip(),
        phone=asked.phone.strip(),
        booking_url=asked.booking_url.strip(),
        sms=_sms(asked.sms, before.sms),
        email=_mail(asked.email, before.email),
        wecom=Wecom() if asked.wecom else None,
        prices=settings.Prices(**_cents(asked.prices)),
        day_limit=settings.Limits(**_cents(asked.day_limit)),
        month_limit=settings.Limits(**_cents(asked.month_limit)),
        quota=settings.Quota(**msgspec.structs.asdict(asked.quota)),
    )


def _sms(asked: SmsVendorIn | None, before: settings.Sms | None) -> settings.Sms | None:
    if asked is None:
        return None
    # A secret goes nowhere but to the vendor and the key it was given for.
    same = before is not None and (before.vendor, before.key) == (asked.vendor, asked.key)
    kept = before.secret if before is not None and same else ""
    return settings.Sms(asked.vendor, asked.key.strip(), _sealed(asked.secret, kept), asked.app, asked.region)


def _mail(asked: MailVendorIn | None, before: settings.Mail | None) -> settings.Mail | None:
    if asked is None:
        return None
    where = (asked.vendor, asked.host, asked.user)
    same = before is not None and (before.vendor, before.host, before.user) == where
    kept = before.secret if before is not None and same else ""
    return settings.Mail(
        vendor=asked.vendor,
        sender=asked.sender.strip(),
        sender_name=asked.sender_name.strip(),
        host=asked.host.strip(),
        port=asked.port,
        user=asked.user.strip(),
        secret=_sealed(asked.secret, kept),
        domain=asked.domain.strip(),
    )


def _sealed(given: str | None, kept: str) -> str:
    if given is None:
        return kept
    return sealing.seal(given) if given else ""


def _cents(amounts: MessagePrices | SpendLimits) -> dict[str, Any]:
    told = msgspec.structs.asdict(amounts)
    return {name: None if value is None else money.cents(value) for name, value in told.items()}


def _amounts(cents: settings.Prices | settings.Limits) -> dict[str, Any]:
    told = msgspec.structs.asdict(cents)
    return {name: None if value is None else money.amount(value) for name, value in told.items()}


def _told(rules: Rules, hooks: Mapping[str, str], changed: tuple[datetime, str] | None) -> MessagingRules:
    sms, mail = rules.sms, rules.email
    return MessagingRules(
        on=rules.on,
        channels=list(rules.channels),
        quiet=QuietHours(rules.quiet.start, rules.quiet.end),
        cap_hours=rules.cap_hours,
        signature=rules.signature,
        phone=rules.phone,
        booking_url=rules.booking_url,
        sms=None if sms is None else SmsVendor(sms.vendor, sms.key, bool(sms.secret), sms.app, sms.region),
        email=None
        if mail is None
        else MailVendor(mail.vendor, mail.sender, mail.sender_name, mail.host, mail.port, mail.user,
                       bool(mail.secret), mail.domain),
        wecom=None if rules.wecom is None else WecomVendor(rules.wecom.vendor),
        prices=MessagePrices(**_amounts(rules.prices)),
        day_limit=SpendLimits(**_amounts(rules.day_limit)),
        month_limit=SpendLimits(**_amounts(rules.month_limit)),
        quota=MonthlyQuota(**msgspec.structs.asdict(rules.quota)),
        hooks=dict(hooks),
        changed_at=changed[0] if changed else None,
        changed_by_name=changed[1] if changed else "",
    )  # fmt: skip
