"""What a person does with a guest on the win-back board. What is said goes through the gate like everything else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from audit.recording import Actor
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns import offers, restraining
from loyalty.campaigns.document import CouponOffer
from loyalty.campaigns.knowing import IS_ASKED
from loyalty.campaigns.models import Act
from loyalty.campaigns.restraining import Refrain
from loyalty.guests import persons
from loyalty.messaging import judging, knowing, outbox, reasons, rendering, settings
from loyalty.messaging.facts import Drop, History, Send, Verdict
from loyalty.messaging.outbox import Draft
from loyalty.messaging.reasons import Reason
from loyalty.programme import versions
from loyalty.programme.coupons import issuing
from tenants.models import Property

# For so long a guest who was greeted, called or left is not shown again, unless he comes meanwhile.
QUIET_DAYS = 14
SNOOZE_DAYS = 7
EXPIRES = timedelta(hours=72)
PRIORITY = 4
GREETING = {
    "zh-CN": "{name|您}好，我是{property}。[上次您住在{last_room}，]最近还好吗？有需要随时告诉我们。",
    "en": "Hello {name|there}, this is {property}. [Last time you stayed in {last_room}. ]How have you been? Let us know if we can help.",
}
OFFERED = {
    "zh-CN": "{name|您}好，我是{property}。好久不见，为您留了一张{coupon}[，券码 {coupon_code}]，欢迎再来。",
    "en": "Hello {name|there}, this is {property}. We have kept a coupon for you: {coupon}[, code {coupon_code}]. See you again soon.",
}
SUBJECT = {"zh-CN": "{property}向您问好", "en": "A greeting from {property}"}


class NotForHim(Refused):
    """Restraint keeps this offer back."""

    code = "offer_restrained"
    status = 422
    zh = "不给这位客人优惠：{why_zh}"
    en = "No offer for this guest: {why}"


class NeedsCoupon(Refused):
    code = "offer_needs_coupon"
    status = 422
    zh = "请选择要送的券。"
    en = "Say which coupon is given."


class NobodyThere(Refused):
    code = "staff_unknown"
    status = 422
    zh = "没有这位同事，或他不在这家门店工作。"
    en = "There is no such colleague at this property."


@dataclass(frozen=True, slots=True)
class Wanted:
    act: str
    text: str | None = None
    coupon: str | None = None
    days: int | None = None
    note: str = ""
    staff: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What the gate says. `at`: when it goes, or is judged again."""

    verdict: str  # send | wait | drop
    reason: str | None
    zh: str
    en: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    hidden_until: date | None
    message: Said | None


def act(raw: Statements, hotel: Property, guest: int, wanted: Wanted, actor: Actor) -> Done:
    """Write it down, and put down what is to be said. Once a day each: the same again changes nothing. In a transaction."""
    today = clock.today(hotel.time_zone)
    key = f"board:{guest}:{today}"
    said = None
    if wanted.act in ("greet", "offer"):
        said = _say(raw, hotel, guest, wanted, key, today, actor)
    elif wanted.act == "leave":
        # What was put down here and waits for its hour is not said to him any more.
        before = [each for (each,) in raw.execute(SAID_HERE, (list(persons.rows_of(raw, guest)),))]
        outbox.withdraw(raw, before, Reason.LEFT_ALONE.value)
    until = _until(wanted, today)
    Act.objects.create(
        guest_id=guest,
        act=wanted.act,
        day=today,
        until=until,
        note=wanted.note,
        message_key=key if said else "",
        assigned_to=wanted.staff,
        at=clock.now(),
        by=(actor.id or "")[:64],
        by_name=actor.name[:80],
    )
    return Done(until, said)


def _until(wanted: Wanted, today: date) -> date | None:
    if wanted.act == "snooze":
        return today + timedelta(days=wanted.days or SNOOZE_DAYS)
    if wanted.act in ("greet", "offer", "call"):
        return today + timedelta(days=wanted.days or QUIET_DAYS)
    if wanted.act == "leave" and wanted.days:
        return today + timedelta(days=wanted.days)
    return None


def _say(
    raw: Statements, hotel: Property, guest: int, wanted: Wanted, key: str, today: date, actor: Actor
) -> Said:
    facts: dict[str, str] = {}
    texts = GREETING
    if wanted.act == "offer":
        facts, texts = _offer(raw, guest, wanted, key, today, actor), OFFERED
    if wanted.text is not None:
        # Whoever writes it has read it; still it may hold fields, and must be readable.
        rendering.parse(wanted.text)
        texts = dict.fromkeys(texts, wanted.text)
    draft = Draft(
        key=key,
        guest=guest,
        kind="marketing",
        title="召回板：问候" if wanted.act == "greet" else "召回板：送券",
        channels=tuple(settings.CHANNELS),
        texts={locale: _by_channel(locale, text) for locale, text in texts.items()},
        facts=facts,
        expires_at=clock.now() + EXPIRES,
        priority=PRIORITY,
        moot_after_visit=True,
    )
    outbox.put(raw, [draft])
    return verdict(raw, hotel, guest, key)


def _by_channel(locale: str, text: str) -> dict[str, dict[str, str]]:
    return {
        "wecom": {"text": text},
        "sms": {"text": text},
        "email": {"subject": SUBJECT[locale], "body": text},
    }


def _offer(
    raw: Statements, guest: int, wanted: Wanted, key: str, today: date, actor: Actor
) -> dict[str, str]:
    """Restraint is asked; then the coupon is the guest's, once a day, whatever becomes of the message."""
    if wanted.coupon is None:
        raise NeedsCoupon
    published = versions.in_force(raw, today)
    if published is None:
        raise NeedsCoupon
    kind = issuing.kind_of(published.programme, wanted.coupon)
    worth = offers.worth(CouponOffer(coupon=wanted.coupon), published.programme)
    found = restraining.decide("greeting", worth, _as_restraint_sees(raw, guest, today))
    if isinstance(found, Refrain):
        zh, en = restraining.says(found.reason)
        raise NotForHim(why_zh=zh, why=en)
    coupon = issuing.issue(
        raw, published.programme, kind.code, guest, origin="win-back board", actor=actor, today=today, key=key
    )
    return {"coupon": kind.name, "coupon_code": coupon.code}


def _as_restraint_sees(raw: Statements, guest: int, today: date) -> restraining.Guest:
    rows = persons.rows_of(raw, guest)
    row = raw.execute(RESTRAINT, {"guest": guest, "rows": list(rows), "today": today}).fetchone()
    return restraining.Guest(*row) if row else restraining.Guest()


def verdict(raw: Statements, hotel: Property, guest: int, key: str) -> Said:
    """What the gate would say of this message now. It is asked again when the message goes."""
    now = clock.now()
    people = knowing.read(raw, hotel, [guest], now)
    rules = settings.read(raw)
    courtesy = settings.courtesy(rules, hotel)
    for person in people:
        for waiting in person.waiting:
            if waiting.message.key == key:
                others = tuple(each.message for each in person.waiting if each is not waiting)
                found = judging.judge(
                    waiting.message, person.guest, History(person.sent, others), courtesy, now
                )
                return _told(found, hotel, now)
    # It was put down before, and has gone or was dropped since.
    state = raw.execute("SELECT state, reason FROM messaging_message WHERE key = %s", (key,)).fetchone()
    if state is not None and state[0] == "dropped" and state[1] in WORDS:
        return Said("drop", state[1], *WORDS[state[1]], None)
    return Said(
        "drop",
        Reason.ALREADY_SENT.value,
        "今天已经给这位客人发过了。",
        "This guest had it today already.",
        None,
    )


# What waits for a person has no hour.
SOMEBODY_DECIDES = frozenset({Reason.SWITCHED_OFF, Reason.PAUSED, Reason.DOUBTFUL_REPLY})
WORDS = {reason.value: words for reason, words in reasons.WORDS.items()}


def _told(found: Verdict, hotel: Property, now: datetime) -> Said:
    if isinstance(found, Send):
        zh, en = reasons.CHANNELS.get(found.channel, (found.channel, found.channel))
        return Said("send", None, f"现在就用{zh}发出。", f"It goes by {en} now.", now)
    zh, en = reasons.WORDS[found.reason]
    if isinstance(found, Drop):
        return Said("drop", found.reason.value, f"不会发出：{zh}", f"It will not go: {en}", None)
    if found.reason in SOMEBODY_DECIDES:
        return Said(
            "wait", found.reason.value, f"{zh}解决之后才会发出。", f"{en} It waits for that.", found.until
        )
    local = found.until.astimezone(clock.zone(hotel.time_zone))
    day = "" if local.date() == clock.today(hotel.time_zone) else f"{local.month} 月 {local.day} 日 "
    return Said(
        "wait",
        found.reason.value,
        f"{zh}{day}{local:%H:%M} 再看能否发出。",
        f"{en} It is looked at again on {local:%-d %B} at {local:%H:%M}.",
        found.until,
    )


SAID_HERE = "SELECT message_key FROM campaigns_act WHERE guest_id = ANY(%s::bigint[]) AND message_key <> ''"
RESTRAINT = f"""
SELECT coalesce(s.stage, ''), coalesce(s.deviation, 'unknown'), coalesce(s.price_sensitive, 'unknown'),
       greatest(coalesce(s.winbacks_unanswered, 0), (
         SELECT count(*) FROM campaigns_target t JOIN campaigns_campaign c ON c.id = t.campaign_id
          WHERE t.guest_id = ANY(%(rows)s::bigint[]) AND {IS_ASKED})::int), g.visits,
       EXISTS (SELECT FROM stays_stay x WHERE x.guest_id = ANY(%(rows)s::bigint[]) AND x.status IN ('booked', 'in_house')
                AND x.check_out_on >= %(today)s)
  FROM guests_guest g LEFT JOIN lifecycle_state s ON s.guest_id = g.id WHERE g.id = %(guest)s
"""  # noqa: S608 (put together from constants)
