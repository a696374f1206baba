"""The gate: whether a message may go to a guest now, later or never. Pure; everything that reaches a guest asks it.

The caller asks again when a wait is over, with what is known then, and right before the transport is called, with the
guest's row locked: a verdict is worth nothing later.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from loyalty.messaging import hours
from loyalty.messaging.facts import Cap, Drop, Guest, History, Kind, Message, Send, Settings, Verdict, Wait
from loyalty.messaging.reasons import Reason

# How soon to look again at what somebody has to decide first.
RECHECK = timedelta(minutes=15)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Of several channels none of which will do, the reason that tells staff most.
TELLING = (
    Reason.OPTED_OUT, Reason.NO_CONSENT, Reason.BUDGET_SPENT, Reason.NOT_FOR_CHANNEL, Reason.CHANNEL_OFF, Reason.UNREACHABLE,
)  # fmt: skip


def judge(message: Message, guest: Guest, history: History, settings: Settings, now: datetime) -> Verdict:
    """Send by a channel, wait until a moment and be judged again, or drop. All moments are aware."""
    now = now.astimezone(UTC)  # in a zone of its own, arithmetic and comparison go by the wall clock
    verdict = _alone(message, guest, history, settings, now)
    if isinstance(verdict, Send) and message.kind is not Kind.ASKED:
        verdict = _yielding(message, guest, history, settings, now) or verdict
    if isinstance(verdict, Wait) and verdict.until >= message.expires_at:
        return Drop(Reason.TOO_LATE, verdict.reason)
    return verdict


def pick(
    messages: list[Message], guest: Guest, history: History, settings: Settings, now: datetime
) -> dict[int, Verdict]:
    """A verdict for each of one guest's messages; of those that count towards the frequency at most one is sent."""
    return {
        message.id: judge(
            message,
            guest,
            replace(history, waiting=tuple(m for m in messages if m is not message)),
            settings,
            now,
        )
        for message in messages
    }


def consents(guest: Guest, purpose: str, channel: str) -> bool:
    """Whether the guest agreed to this purpose on this channel; silence is no.

    What he said of the channel stands against a general yes, however new: a general yes at the desk does not undo an
    SMS reply T. A general withdrawal takes back everything that was said before it.
    """
    general, special = guest.consents.get((purpose, "")), guest.consents.get((purpose, channel))
    if special is None:
        return general is not None and general.given
    if general is not None and not general.given and general.at >= special.at:
        return False
    return special.given


def is_minor(guest: Guest, today: date, adult_age: int) -> bool:
    """Flagged, or not of age by the birthday. Who was born on 29 February comes of age on 1 March."""
    if guest.minor:
        return True
    if guest.birthday is None:
        return False
    age = (
        today.year
        - guest.birthday.year
        - ((today.month, today.day) < (guest.birthday.month, guest.birthday.day))
    )
    return age < adult_age


def _alone(message: Message, guest: Guest, history: History, settings: Settings, now: datetime) -> Verdict:
    """The verdict, were there no other message."""
    if never := _never(message, guest, history, settings, now):
        return Drop(never)
    if held := _held(message, settings, now):
        return held
    channels = _channels(message, guest, history, settings, now)
    if isinstance(channels, Drop):
        return channels
    open_now = [channel for channel, until, _ in channels if until is None]
    if not open_now:
        _, until, reason = min(channels, key=lambda found: found[1] or now)
        # That moment may lie in quiet hours; it is judged again then.
        return Wait(_opening(message, guest, history, settings, until or now), reason)
    if message.kind is not Kind.ASKED and (held := _timed(message, guest, history, settings, now)):
        return held
    return Send(open_now[0], _cost(message, open_now[0], settings))


def _never(
    message: Message, guest: Guest, history: History, settings: Settings, now: datetime
) -> Reason | None:
    """What no waiting mends."""
    if guest.gone:
        return Reason.GONE
    if guest.secret:
        return Reason.SECRET
    if before := [sent for sent in history.sent if sent.key == message.key]:
        return Reason.UNKNOWN_BEFORE if any(sent.unknown for sent in before) else Reason.ALREADY_SENT
    if now >= message.expires_at:
        return Reason.EXPIRED
    if message.campaign_state == "stopped":
        return Reason.STOPPED
    if message.kind is not Kind.ASKED and is_minor(
        guest, now.astimezone(settings.zone).date(), _age(message, settings)
    ):
        return Reason.MINOR
    came = guest.last_visit_at
    if message.moot_after_visit and came is not None and came >= message.created_at:
        return Reason.VISITED
    return None


def _age(message: Message, settings: Settings) -> int:
    """From what age on he may have it: of his own points he may hear before he is of age."""
    return settings.adult_age if message.kind is Kind.MARKETING else settings.child_age


def _held(message: Message, settings: Settings, now: datetime) -> Wait | None:
    """What waits for its time or for somebody's decision."""
    if message.not_before is not None and now < message.not_before:
        return Wait(message.not_before, Reason.NOT_YET)
    if settings.held is not None or not settings.on:
        return Wait(now + RECHECK, settings.held or Reason.SWITCHED_OFF)
    if message.campaign_state == "paused":
        return Wait(now + RECHECK, Reason.PAUSED)
    return None


Open = tuple[str, datetime | None, Reason]  # a channel; when it opens (None: it is open); why it is shut


def _channels(
    message: Message, guest: Guest, history: History, settings: Settings, now: datetime
) -> list[Open] | Drop:
    """The channels that will do now or later, the guest's own first; or why there are none."""
    found: list[Open] = []
    shut: set[Reason] = set()
    for channel in sorted(message.channels, key=lambda name: name != guest.preferred_channel):
        if reason := _closed(channel, message, guest, settings):
            shut.add(reason)
        elif channel in guest.doubtful and message.kind is not Kind.ASKED:
            found.append((channel, now + RECHECK, Reason.DOUBTFUL_REPLY))
        elif until := _quota(channel, history, settings, now):
            found.append((channel, until, Reason.QUOTA))
        elif over := _over(message, channel, settings):
            if over.resets_at is None:
                shut.add(Reason.BUDGET_SPENT)
            else:
                # A cap that was to begin anew before now and was not read again: soon.
                found.append((channel, max(over.resets_at, now + RECHECK), Reason.SPEND_CAP))
        else:
            found.append((channel, None, Reason.NOT_YET))
    if found:
        return found
    return Drop(next((reason for reason in TELLING if reason in shut), Reason.UNREACHABLE))


def _closed(channel: str, message: Message, guest: Guest, settings: Settings) -> Reason | None:
    """Why this channel will not do, whenever."""
    if channel not in settings.channels:
        return Reason.CHANNEL_OFF
    if channel not in guest.reachable:
        return Reason.UNREACHABLE
    if message.kind is Kind.ASKED:
        return None
    if guest.opted_out & {channel, ""}:
        return Reason.OPTED_OUT
    if message.kind is Kind.MARKETING:
        if channel in settings.service_only:
            return Reason.NOT_FOR_CHANNEL
        if not consents(guest, message.purpose, channel):
            return Reason.NO_CONSENT
    return None


def _quota(channel: str, history: History, settings: Settings, now: datetime) -> datetime | None:
    """When the guest may get more by this channel, where he has had this month's."""
    if (most := settings.monthly_quota.get(channel)) is None:
        return None
    month = now.astimezone(settings.zone)
    had = sum(
        sent.channel == channel and (at.year, at.month) == (month.year, month.month)
        for sent in history.sent
        if (at := sent.at.astimezone(settings.zone))
    )
    return hours.next_month(now, settings.zone) if had >= most else None


def _cost(message: Message, channel: str, settings: Settings) -> int:
    return settings.price_cents.get(channel, 0) * (message.parts if channel == "sms" else 1)


def _over(message: Message, channel: str, settings: Settings) -> Cap | None:
    """The cap that this would exceed: one that never begins anew first, then the one that is shut longest."""
    cost = _cost(message, channel, settings)
    exceeded = [
        cap
        for cap in settings.caps
        if cap.channel in ("", channel) and cap.campaign in (None, message.campaign)
        if cost > 0 and cap.spent_cents + cost > cap.limit_cents
    ]
    for cap in exceeded:
        if cap.resets_at is None:
            return cap
    return max(exceeded, key=lambda cap: cap.resets_at or LONG_AGO, default=None)


def _timed(
    message: Message, guest: Guest, history: History, settings: Settings, now: datetime
) -> Wait | None:
    """Whether another hour would be right: the frequency, quiet hours, the guest's own hour."""
    opens = _opening(message, guest, history, settings, now)
    if opens <= now:
        return None
    if _free_from(history, settings) > now:
        return Wait(opens, Reason.FREQUENCY)
    return Wait(opens, Reason.QUIET_HOURS if hours.quiet(now, settings) else Reason.PREFERRED_HOUR)


def _opening(
    message: Message, guest: Guest, history: History, settings: Settings, start: datetime
) -> datetime:
    """The first moment from `start` on at which nothing about the clock stands against sending."""
    if message.kind is Kind.ASKED:
        return start
    moment = hours.after_quiet(max(start, _free_from(history, settings)).astimezone(UTC), settings)
    hour = guest.preferred_hour
    if hour is None or message.kind is not Kind.MARKETING:
        return moment
    preferred = hours.next_hour(moment, hour, settings)
    # An hour that lies in quiet hours, or after the message's day, is no reason to wait.
    if hours.quiet(preferred, settings) or preferred >= message.expires_at:
        return moment
    return preferred


def _free_from(history: History, settings: Settings) -> datetime:
    """When the frequency lets the next one through."""
    times = sorted((sent.at.astimezone(UTC) for sent in history.sent if sent.counts), reverse=True)
    if len(times) < settings.cap_count:
        return LONG_AGO
    return times[settings.cap_count - 1] + timedelta(hours=settings.cap_hours)


def _yielding(
    message: Message, guest: Guest, history: History, settings: Settings, now: datetime
) -> Wait | None:
    """The frequency lets one through: it stands back for a more important one that can go now, or before it could."""
    shut = timedelta(hours=settings.cap_hours)
    for other in sorted(history.waiting, key=_rank):
        if other.id == message.id or other.kind is Kind.ASKED or _rank(other) >= _rank(message):
            continue
        # Nobody waits for what could not go even if its time had come.
        if isinstance(_alone(replace(other, not_before=None), guest, history, settings, now), Drop):
            continue
        verdict = _alone(other, guest, history, settings, now)
        if isinstance(verdict, Send):
            return Wait(_opening(message, guest, history, settings, now + shut), Reason.MORE_IMPORTANT)
        if (
            isinstance(verdict, Wait)
            and verdict.reason in (Reason.NOT_YET, Reason.PREFERRED_HOUR, Reason.QUIET_HOURS)
            and verdict.until < min(now + shut, other.expires_at)
        ):
            # What would go now would keep the more important one from its hour.
            return Wait(verdict.until, Reason.MORE_IMPORTANT)
    return None


def _rank(message: Message) -> tuple[int, datetime, int]:
    return -message.priority, message.created_at, message.id
