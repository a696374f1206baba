"""Load the demo, or bring it up to this moment: the stays through the journey, the remarks through the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from audit.recording import SYSTEM, Actor
from chains.models import Chain
from chains.opening import open_chain
from kernel import clock
from kernel.errors import Refused
from loyalty.demo import logins, programme, writing
from loyalty.demo.houses import HOUSES
from loyalty.drawing import service, touching
from loyalty.drawing.houses import House
from loyalty.drawing.living import carry_on, furnish, last_told
from loyalty.drawing.planning import PAST_DAYS, Plan, clerks_of
from loyalty.figures.settling import settle
from loyalty.guests.models import Guest
from loyalty.nights import nightly
from loyalty.stays.models import Stay, Visit
from tenants.context import in_property
from tenants.models import Property
from tenants.provisioning import open_property
from tenants.telling import silence

SLUG, NAME = "qichuan", "栖川酒店"
SETTLE_S = 120.0
ADVANCE_EVERY = timedelta(hours=1)


class NotTheDemo(Refused):
    code = "not_the_demo"
    zh = "已有名为“{slug}”的连锁,它不是演示数据,什么都没有改动。"
    en = "There is a chain {slug!r} that is not the demo; nothing was changed."


@dataclass(frozen=True, slots=True)
class Loaded:
    """One hotel after loading. `sent` counts the stays of this run: none when nothing had to be done."""

    slug: str
    sent: int
    guests: int
    stays: int
    visits: int


def load(now: datetime | None = None, *, houses: Iterable[House] = HOUSES) -> list[Loaded]:
    """The whole demo as of `now`, settled. What is loaded already stays as it is."""
    now = now or clock.now()
    chain, created = open_chain(slug=SLUG, name=NAME)
    if not created and not is_demo(chain) and Property.objects.filter(chain=chain).exists():
        raise NotTheDemo(slug=SLUG)
    hotels = [
        (house, open_property(chain, slug=house.slug, name=house.name, city=house.city)[0])
        for house in houses
    ]
    accounts = logins.assemble(chain)
    owner = accounts[logins.LOGINS[0].login]
    programme.set_up(chain, Actor("staff", str(owner.pk), owner.name))
    loaded = [
        _load_house(house, hotel, logins.colleagues(chain, house, hotel, accounts), now)
        for house, hotel in hotels
    ]
    if any(each.sent for each in loaded):
        settle(chain, timeout_s=SETTLE_S)
    return loaded


def advance(now: datetime | None = None, *, houses: Iterable[House] = HOUSES) -> list[Loaded]:
    """What has happened at the demo's hotels since they were last told of anything; nothing without a demo."""
    now = now or clock.now()
    chain = Chain.objects.filter(slug=SLUG).first()
    if chain is None or not is_demo(chain):
        return []
    known = {house.slug: house for house in houses}
    advanced = []
    for hotel in Property.objects.filter(chain=chain, slug__in=known, state="open").select_related("chain"):
        with in_property(hotel), transaction.atomic():
            since = last_told()
            if since is not None and now - since >= ADVANCE_EVERY:
                sent = carry_on(plan_of(known[hotel.slug], hotel), hotel, since, now)
                advanced.append(_counted(hotel.slug, sent))
    return advanced


def is_demo(chain: Chain) -> bool:
    """Known by its owner, who can have no real mailbox."""
    return chain.memberships.filter(staff__email=logins.LOGINS[0].login).exists()


def _load_house(house: House, hotel: Property, people: Mapping[str, UUID], now: datetime) -> Loaded:
    """One hotel in one transaction: a load that is interrupted leaves nothing half there. Then its first night."""
    with in_property(hotel):
        with transaction.atomic(), silence():
            sent = 0
            writing.set_up(hotel)
            if last_told() is None:
                furnish(
                    clerks_of(house),
                    {f"{house.letter}{number}": people[number] for number in people if number.isdigit()},
                )
                programme.give(hotel, SYSTEM, now)
                service.furnish(hotel, people)
                sent = carry_on(plan_of(house, hotel), hotel, None, now)
                touching.past(hotel, {each.number: each.name for each in clerks_of(house)}, people, now)
            loaded = _counted(hotel.slug, sent)
        if sent:
            nightly.catch_up(hotel)
        return loaded


def plan_of(house: House, hotel: Property) -> Plan:
    """From two years before the chain was made."""
    zone = clock.zone(hotel.time_zone)
    return Plan(house, hotel.chain.created_at.astimezone(zone).date() - timedelta(days=PAST_DAYS), zone)


def _counted(slug: str, sent: int) -> Loaded:
    guests = Guest.objects.filter(visits__gt=0, merged_into=None).count()
    return Loaded(slug, sent, guests, Stay.objects.count(), Visit.objects.count())
