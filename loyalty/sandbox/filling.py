"""A new sandbox gets a programme, members and half a year of stays, drawn as the demo's are, from its own name."""

from datetime import date, timedelta

from django.db import transaction

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.drawing.houses import House
from loyalty.drawing.living import carry_on, furnish
from loyalty.drawing.planning import Plan, clerks_of
from loyalty.messaging import settings
from loyalty.messaging.settings import Rules
from loyalty.programme import publishing, versions
from loyalty.programme.templates.midscale import MIDSCALE
from loyalty.stays.models import Stay
from partners.keys import live_at
from partners.models import ApiKey
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property
from tenants.telling import silence

PAST_DAYS = 182
AHEAD_DAYS = 30
LETTER = "S"  # of its stay, guest and clerk numbers
FIRST = "FS000001"  # the plan's first stay, by which a filled one is known
GUESTS = 240
NOTE = "沙箱会员计划"
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('sandbox ' || current_schema(), 0))"


def fill(sandbox: Property) -> bool:
    """Fill it, once; whether it was done here. In one transaction: one that is interrupted leaves nothing half there."""
    with in_property(sandbox), transaction.atomic(), silence():
        raw = Statements(raw_connection())
        if not raw.value(ALONE):
            return False  # another worker is at it
        house = house_of(sandbox)
        begun = not Stay.objects.filter(external_id=FIRST).exists()
        if begun:
            furnish(clerks_of(house), {})
            _give_programme(sandbox, raw)
            carry_on(plan_of(sandbox, house), sandbox, None, clock.now())
            # Its messages go to the outbox, whatever its vendor sets.
            settings.write(Statements(raw_connection()), Rules(on=True), by=NOTE)
    with in_public():
        ApiKey.objects.filter(sandbox_id=sandbox.pk, sandbox_filled_at=None).update(
            sandbox_filled_at=clock.now()
        )
    return begun


def waiting() -> list[Property]:
    """Open sandboxes that are not filled yet."""
    keys = ApiKey.objects.filter(live_at(clock.now()), sandbox_id__isnull=False, sandbox_filled_at=None)
    ids = {key for key in keys.values_list("sandbox_id", flat=True) if key is not None}
    return list(Property.objects.filter(pk__in=ids, state="open").select_related("chain").order_by("pk"))


def house_of(sandbox: Property) -> House:
    """A house as many are: the name of the sandbox is the seed of its guests."""
    return House(
        sandbox.slug, sandbox.name, sandbox.city, LETTER, GUESTS, 278,
        {"member": 0.22, "corporate": 0.20, "ota": 0.49, "walk_in": 0.09},
        {"member": 0.46, "corporate": 0.26, "ota": 0.24, "walk_in": 0.04},
        1.2, 1.2, done=0.9, on_time=0.9, wrong=0.06, none_noted=0.9, strange=("高德订房",),
    )  # fmt: skip


def plan_of(sandbox: Property, house: House) -> Plan:
    zone = clock.zone(sandbox.time_zone)
    first_day = sandbox.created_at.astimezone(zone).date() - timedelta(days=PAST_DAYS)
    return Plan(house, first_day, zone, past_days=PAST_DAYS, ahead_days=AHEAD_DAYS)


def _give_programme(sandbox: Property, raw: Statements) -> None:
    """In force before the first stay; a programme that somebody was quicker to publish stays."""
    today = clock.today(sandbox.time_zone)
    if versions.in_force(raw, today) is None:
        first_day: date = today - timedelta(days=PAST_DAYS)
        publishing.write(raw, MIDSCALE, effective_on=first_day.replace(day=1), actor=SYSTEM, note=NOTE)
