"""A property's rules of courtesy and its vendors: what is kept, its defaults, and what must not be set.

One row, one document (`Rules`). Vendors' secrets are sealed (loyalty.messaging.transports.sealing): `Sms.secret`, `Mail.secret`.
Without the row the defaults hold: nothing is sent, everything waits.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

import msgspec
from django.conf import settings as installation
from msgspec import Meta

from kernel import clock
from kernel.statements import Statements
from loyalty.messaging import facts, hours
from loyalty.messaging.facts import Cap
from loyalty.messaging.reasons import Reason
from loyalty.messaging.transports import sealing
from tenants import waking
from tenants.models import Property

Channel = Literal["wecom", "sms", "email"]
CHANNELS: tuple[Channel, ...] = ("wecom", "sms", "email")
ALL = ""  # of spend limits: over all channels
Cents = Annotated[int, Meta(ge=0, le=100_000_000)]
Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Quiet(msgspec.Struct, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}):
    """免打扰时段, on the property's clock."""

    start: Clock = "21:00"
    end: Clock = "09:00"


class Sms(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """Aliyun: key = AccessKey ID, secret = AccessKey Secret. Tencent: key = SecretId, secret = SecretKey, app = SmsSdkAppId."""

    vendor: Literal["aliyun", "tencent", "outbox"]
    key: Annotated[str, Meta(max_length=128)] = ""
    secret: Annotated[str, Meta(max_length=400)] = ""  # sealed
    app: Annotated[str, Meta(max_length=32)] = ""
    region: Annotated[str, Meta(max_length=32)] = ""


class Mail(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """By SMTP (host, port, user, secret), or by a provider that django-anymail knows (secret = its API key)."""

    vendor: Literal["smtp", "mailgun", "postmark", "brevo", "resend", "mailjet", "outbox"]
    sender: Annotated[str, Meta(max_length=254)] = ""
    sender_name: Annotated[str, Meta(max_length=60)] = ""
    host: Annotated[str, Meta(max_length=200)] = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    user: Annotated[str, Meta(max_length=200)] = ""
    secret: Annotated[str, Meta(max_length=400)] = ""  # sealed
    domain: Annotated[str, Meta(max_length=200)] = ""  # that the provider sends for, where it asks


class Wecom(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    vendor: Literal["outbox"] = "outbox"


class Limits(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """What sending may cost, in cents; null: no limit."""

    all: Cents | None = None
    sms: Cents | None = None
    email: Cents | None = None
    wecom: Cents | None = None

    def by_channel(self) -> dict[str, int | None]:
        return {ALL: self.all, "sms": self.sms, "email": self.email, "wecom": self.wecom}


class Prices(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """Of one message (an SMS: of one part), in cents."""

    sms: Cents = 5
    email: Cents = 0
    wecom: Cents = 0


class Quota(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """How many one guest may get by a channel in a calendar month; null: as many as the frequency lets through."""

    sms: Annotated[int, Meta(ge=0, le=31)] | None = None
    email: Annotated[int, Meta(ge=0, le=31)] | None = None
    wecom: Annotated[int, Meta(ge=0, le=31)] | None = 4


class Rules(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=False):
    """All that a property says about how it writes to its guests."""

    on: bool = False
    channels: Annotated[list[Channel], Meta(max_length=3)] = msgspec.field(
        default_factory=lambda: list(CHANNELS)
    )
    quiet: Quiet = msgspec.field(default_factory=Quiet)
    cap_hours: Annotated[int, Meta(ge=1, le=720)] = 48
    signature: Annotated[str, Meta(max_length=20)] = ""  # without 【】; '' : the property's name
    phone: Annotated[str, Meta(max_length=30)] = ""  # the property's, for texts
    booking_url: Annotated[str, Meta(max_length=300)] = ""  # the only place a click leads to
    sms: Sms | None = None
    email: Mail | None = None
    wecom: Wecom | None = None
    prices: Prices = msgspec.field(default_factory=Prices)
    day_limit: Limits = msgspec.field(default_factory=Limits)
    month_limit: Limits = msgspec.field(default_factory=Limits)
    quota: Quota = msgspec.field(default_factory=Quota)

    def vendor_of(self, channel: str) -> str:
        """'' where none was set."""
        vendor: Sms | Mail | Wecom | None = getattr(self, channel, None) if channel in CHANNELS else None
        return vendor.vendor if vendor is not None else ""


class Wrong(msgspec.Struct):
    """One thing that must not be so."""

    pointer: str
    code: str
    zh: str
    en: str


SAYS: dict[str, tuple[str, str]] = {
    "no_quiet_hours": ("免打扰时段不能为空。", "There must be quiet hours."),
    "never_open": ("每天至少要留两个小时可以发送。", "At least two hours of the day must be left for sending."),
    "below_a_day": ("同一位客人两次消息的间隔不能少于 24 小时。",
                    "A guest gets nothing more for at least 24 hours."),
    "twice": ("同一个通道只能出现一次。", "A channel may stand only once."),
    "no_vendor": ("请先填写这个通道的服务商。", "Say which vendor this channel goes by first."),
    "missing": ("缺少必填内容。", "This is needed."),
    "not_here": ("正式环境的门店不能使用“测试发件箱”。",
                 "The outbox for trying things out is not for a real property."),
    "bad_signature": ("签名里不能有【】。", "The signature is given without 【】."),
    "bad_address": ("不是有效的邮箱地址。", "Not an e-mail address."),
    "bad_url": ("请填写以 https:// 开头的完整网址。", "A whole address that begins with https:// is needed."),
}  # fmt: skip


def read(raw: Statements) -> Rules:
    """What holds at this property. Inside it."""
    found = raw.execute(READ).fetchone()
    return msgspec.json.decode(found[0], type=Rules, strict=False) if found else Rules()


def write(raw: Statements, rules: Rules, *, by: str) -> None:
    """Put it in the place of what held; whatever waits is looked at anew. The caller checked it (`wrong`)."""
    now = clock.now()
    token = secrets.token_urlsafe(32)
    raw.execute(WRITE, (msgspec.json.encode(rules).decode(), token, now, by[:80]))
    # What waited for a switch, an hour or money need not wait for its old moment.
    raw.execute(LOOK_AGAIN, (now, now))


def hook_token(raw: Statements) -> str:
    """The part of the addresses vendors post to that nobody can guess; '' before anything was set."""
    found = raw.execute("SELECT hook_token FROM messaging_settings").fetchone()
    return found[0] if found else ""


def changed(raw: Statements) -> tuple[datetime, str] | None:
    """When and by whom it was set; None where the defaults hold."""
    found = raw.execute("SELECT changed_at, changed_by_name FROM messaging_settings").fetchone()
    return (found[0], found[1]) if found else None


def wake(raw: Statements, hotel: Property) -> None:
    """Have the gate look at once at what it may send by the new rules."""
    waking.at(raw, hotel.pk, "messages", clock.now())


def wrong(rules: Rules, hotel: Property) -> list[Wrong]:
    """Everything about these rules that must not be so, with where it stands."""
    found = [
        (POINTERS[name], code) for name, code in courtesy(rules, hotel).check()
    ]  # fmt: skip
    if len(set(rules.channels)) < len(rules.channels):
        found.append(("/channels", "twice"))
    if rules.on:
        found += [("/" + name, "no_vendor") for name in rules.channels if not rules.vendor_of(name)
                  and not (name == "wecom" or hotel.sandbox)]  # fmt: skip
    if set("【】[]") & set(rules.signature):
        found.append(("/signature", "bad_signature"))
    if rules.booking_url and not _is_url(rules.booking_url):
        found.append(("/booking_url", "bad_url"))
    found += _wrong_sms(rules.sms) + _wrong_mail(rules.email)
    if not may_use_outbox(hotel):
        found += [(f"/{name}/vendor", "not_here") for name in CHANNELS if rules.vendor_of(name) == "outbox"]
    return [Wrong(pointer, code, *SAYS[code]) for pointer, code in found]


def may_use_outbox(hotel: Property) -> bool:
    """Where nothing really goes: a sandbox, and a developer's machine."""
    return bool(hotel.sandbox or installation.DEVELOPMENT)


def ready(rules: Rules, hotel: Property) -> frozenset[str]:
    """The channels that are switched on and have a vendor. A sandbox needs none: its messages go to the outbox."""
    return frozenset(name for name in rules.channels if hotel.sandbox or rules.vendor_of(name))


def courtesy(
    rules: Rules, hotel: Property, caps: tuple[Cap, ...] = (), held: Reason | None = None
) -> facts.Settings:
    """The same as the gate judges by."""
    return facts.Settings(
        zone=clock.zone(hotel.time_zone),
        channels=ready(rules, hotel),
        on=rules.on,
        held=held,
        quiet_from=time.fromisoformat(rules.quiet.start),
        quiet_until=time.fromisoformat(rules.quiet.end),
        cap_hours=rules.cap_hours,
        price_cents=prices(rules),
        caps=caps,
        monthly_quota={
            name: most for name, most in msgspec.to_builtins(rules.quota).items() if most is not None
        },
    )


def prices(rules: Rules) -> Mapping[str, int]:
    told: dict[str, int] = msgspec.to_builtins(rules.prices)
    return told


def scopes(hotel: Property, moment: datetime) -> tuple[str, str]:
    """The day and the month in which a message that goes then is counted."""
    local = moment.astimezone(clock.zone(hotel.time_zone))
    return f"day:{local:%Y-%m-%d}", f"month:{local:%Y-%m}"


def resets(hotel: Property, moment: datetime) -> tuple[datetime, datetime]:
    """When the day's limit and the month's begin anew."""
    zone = clock.zone(hotel.time_zone)
    return hours.midnight(moment, zone), hours.next_month(moment, zone)


def signature(rules: Rules, hotel: Property) -> str:
    return rules.signature or hotel.name[:20]


def secret_of(vendor: Sms | Mail) -> str:
    """The vendor's secret in the open, for the one call that needs it. Raises sealing.Unreadable."""
    return sealing.unseal(vendor.secret) if vendor.secret else ""


def _wrong_sms(sms: Sms | None) -> list[tuple[str, str]]:
    if sms is None or sms.vendor == "outbox":
        return []
    needed = ("key", "secret", "app") if sms.vendor == "tencent" else ("key", "secret")
    return [(f"/sms/{name}", "missing") for name in needed if not getattr(sms, name)]


def _wrong_mail(mail: Mail | None) -> list[tuple[str, str]]:
    if mail is None or mail.vendor == "outbox":
        return []
    needed = ("sender", "host") if mail.vendor == "smtp" else ("sender", "secret")
    found = [(f"/email/{name}", "missing") for name in needed if not getattr(mail, name)]
    name, at, host = mail.sender.rpartition("@")
    if mail.sender and (
        not at or not name or "." not in host.strip(".") or set(mail.sender) & set(" \r\n<>,;")
    ):
        found.append(("/email/sender", "bad_address"))
    return found


def _is_url(text: str) -> bool:
    rest = text.removeprefix("https://")
    return text != rest and bool(rest.partition("/")[0]) and not set(text) & set(" \t\r\n\"'<>\\")


# Two who set it at once do it one after the other.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('messaging settings ' || %s::bigint, 0))"
POINTERS = {"quiet_hours": "/quiet", "cap_hours": "/cap_hours", "cap_count": "/cap_hours"}
READ = "SELECT document FROM messaging_settings"
WRITE = """
INSERT INTO messaging_settings ("only", document, hook_token, changed_at, changed_by_name)
VALUES (true, %s::jsonb, %s, %s, %s)
ON CONFLICT ("only") DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at,
    changed_by_name = excluded.changed_by_name
"""
LOOK_AGAIN = """
UPDATE messaging_message SET due_at = greatest(%s, coalesce(not_before, %s)) WHERE state = 'waiting'
"""
UNKNOWN_AFTER = timedelta(minutes=15)  # a claim nothing was heard of
