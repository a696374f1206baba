"""What a guest reads: the text in the guest's language, filled with what is known of him, signed, with a way out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kernel.statements import Statements
from loyalty.ledger import reading as ledger
from loyalty.messaging import filing, filings, links, rendering, settings
from loyalty.messaging.facts import Kind
from loyalty.messaging.knowing import Person, Waiting
from loyalty.messaging.rendering import FIELDS, Clause
from loyalty.messaging.settings import Rules
from loyalty.messaging.transports.protocol import Parcel
from loyalty.programme import versions
from loyalty.programme.tiers import standing
from tenants.models import Property

# Surnames of two signs, where the first alone would be somebody else's.
DOUBLE = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "长孙",
        "令狐",
        "宇文",
        "司徒",
        "司空",
        "夏侯",
        "端木",
        "南宫",
        "百里",
        "呼延",
    ]
)
TITLES = {"male": ("先生", "Mr"), "female": ("女士", "Ms"), "m": ("先生", "Mr"), "f": ("女士", "Ms")}
WAY_OUT = "拒收请回复R"
OUT_WORDS = {"zh": "不想再收到此类邮件？点此退订：{link}", "en": "No more of this? Opt out here: {link}"}
BOOK_WORDS = {"zh": "在线预订：{link}", "en": "Book here: {link}"}
BY_HAND = "staff:"  # keys of messages that staff wrote to one guest
# What a sponsor adds at the claim: before it, a text is measured with signs as long.
TO_COME: Mapping[str, Any] = {"coupon_code": "XXXXXXXXXXXX", "coupon": "优惠券", "gift_points": 88_888}


class NoText(rendering.Unsayable):
    """The message has no text for this channel in any language."""


class NotFiled(Exception):
    """The vendor has not approved the text that this guest needs, or takes no such text.

    `to_file`: vendor and text, where nobody has handed it in yet.
    """

    def __init__(self, state: str, why: str = "", to_file: tuple[str, str] | None = None) -> None:
        super().__init__(state)
        self.state, self.why, self.to_file = state, why, to_file


@dataclass(frozen=True, slots=True)
class Filled:
    """A text for one guest by one channel; of a filed one the vendor's code and the values in its places."""

    locale: str
    text: str
    subject: str = ""
    parts: int = 1
    template: str = ""
    values: tuple[tuple[str, str], ...] = ()


def about(
    raw: Statements, hotel: Property, rules: Rules, person: Person, names: frozenset[str], today: date
) -> dict[str, Any]:
    """What is known of the guest of these fields; what is not known is not there."""
    zh = person.name[:1] > "\u2e80"
    known: dict[str, Any] = {
        "name": person.name,
        "surname": _surname(person.name) if zh else person.name.rpartition(" ")[2],
        "title": TITLES.get(person.gender.casefold(), ("", ""))[0 if zh else 1],
        "property": hotel.name,
        "visits": person.visits or None,
        "last_visit": person.last_visit_on,
        "last_room": person.room_no,
        "last_rate": person.rate_cents or None,
        "phone": rules.phone,
    }
    if names & {"points"}:
        known["points"] = ledger.balances(raw, person.rows).points or None
    if names & {"tier", "next_tier"}:
        tier = standing.told(raw, person.rows, today, versions.in_force(raw, today))
        if tier is not None:
            english = not locale_of(person.language, hotel.chain.locale).startswith("zh")
            known["tier"] = (english and tier["name_en"]) or tier["name"]
    return {name: value for name, value in known.items() if value}


def fill(
    raw: Statements,
    hotel: Property,
    rules: Rules,
    person: Person,
    waiting: Waiting,
    channel: str,
    vendor: str,
    more: Mapping[str, Any],
    today: date,
) -> Filled:
    """The text for this guest by this channel and vendor. Raises Unsayable, Unreadable, NotFiled."""
    locale, texts = chosen(waiting.texts, channel, person.language, hotel.chain.locale)
    templates = {name: rendering.parse(text) for name, text in texts.items()}
    names = frozenset(hole.name for template in templates.values() for hole in rendering.holes(template))
    facts = {**about(raw, hotel, rules, person, names, today), **read_facts(waiting.facts), **more}
    if channel == "sms":
        template = templates.get("text")
        if template is None:
            raise NoText(fields=channel)
        try:
            return _sms(raw, hotel, rules, waiting.message.kind, vendor, template, facts, locale)
        except NotFiled as error:
            # What somebody typed for one guest is no template to be handed in.
            if not error.state and not waiting.message.key.startswith(BY_HAND):
                error.to_file = (vendor, texts["text"])
            raise
    said = {name: rendering.render(template, facts, locale[:2]).text for name, template in templates.items()}
    if channel == "email":
        return Filled(locale, said.get("body", ""), said.get("subject", ""))
    return Filled(locale, said.get("text", ""))


def _sms(
    raw: Statements,
    hotel: Property,
    rules: Rules,
    kind: Kind,
    vendor: str,
    template: Clause,
    facts: Mapping[str, Any],
    locale: str,
) -> Filled:
    """Signed; with the words by which a guest gets out of it, which stand in the texts that vendors approve."""
    sign = f"【{settings.signature(rules, hotel)}】"
    if not filings.needed(vendor):
        text = sign + rendering.render(template, facts, locale[:2]).text
        if kind is not Kind.ASKED and not text.endswith(WAY_OUT):
            text = f"{text.rstrip('，, ')} {WAY_OUT}"
        return Filled(locale, text, parts=rendering.sms_parts(text))
    try:
        found = filings.approved(raw, vendor, template, facts, locale)
    except filing.Unfilable as error:
        raise NotFiled("unfilable", error.sentence("en")) from error
    if isinstance(found, filings.Lacking):
        raise NotFiled(found.state, found.reason)
    text = sign + found.text
    return Filled(
        locale, text, parts=rendering.sms_parts(text), template=found.code, values=tuple(found.values)
    )


def parcel(
    hotel: Property, rules: Rules, person: Person, waiting: Waiting, channel: str, filled: Filled, claim: UUID
) -> Parcel:
    """What the transport is given; of a mail with its way out, for people and for mail programs."""
    address = person.addresses[channel]
    if channel != "email":
        return Parcel(claim, channel, address, filled.text, template=filled.template, values=filled.values)
    body, headers = filled.text, {}
    language = "zh" if filled.locale.startswith("zh") else "en"
    if waiting.message.kind is Kind.MARKETING and rules.booking_url:
        body += "\n\n" + BOOK_WORDS[language].format(link=links.click(hotel.slug, waiting.id))
    if waiting.message.kind is not Kind.ASKED:
        out = links.out_of(hotel.slug, waiting.id)
        body += "\n\n--\n" + settings.signature(rules, hotel) + "\n" + OUT_WORDS[language].format(link=out)
        headers = {
            "List-Unsubscribe": f"<{links.at_once(hotel.slug, waiting.id)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return Parcel(claim, channel, address, body, subject=filled.subject, headers=headers)


def chosen(
    texts: Mapping[str, Mapping[str, Mapping[str, str]]], channel: str, language: str, chain: str
) -> tuple[str, Mapping[str, str]]:
    """The locale and the text for a channel: the guest's language, the chain's, any. Raises NoText."""
    wanted = locale_of(language, chain)
    for locale in (wanted, chain, *sorted(texts)):
        if parts := texts.get(locale, {}).get(channel):
            return locale, parts
    raise NoText(fields=channel)


def locale_of(language: str, chain: str) -> str:
    """The guest's own language where texts are written in it, else the chain's."""
    for prefix, locale in (("zh", "zh-CN"), ("en", "en")):
        if language.lower().startswith(prefix):
            return locale
    return chain


def plain(text: str) -> str:
    """A text that somebody typed, as a template that says exactly this."""
    return "".join("\\" + sign if sign in rendering.SIGNS else sign for sign in text)


def read_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON kept them: days are days again."""
    return {
        name: _day(value) if FIELDS.get(name, ("",))[0] == "day" else value for name, value in facts.items()
    }


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return None


def _surname(name: str) -> str:
    return name[:2] if name[:2] in DOUBLE else name[:1]
