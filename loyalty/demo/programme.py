"""The demo's loyalty programme: the chain's, of which its hotels may make everything their own."""

from datetime import date, datetime

from audit.recording import Actor
from chains.models import Chain
from kernel import clock
from kernel.statements import Statements
from loyalty.programme import publishing, pushing, versions
from loyalty.programme.document import SECTIONS
from loyalty.programme.publishing import Origin
from loyalty.programme.templates.midscale import MIDSCALE
from tenants.context import in_public, raw_connection
from tenants.models import Property

NOTE = "栖川会员计划"
MONTHS_BACK = 13  # the programme began so long before the demo was loaded


def set_up(chain: Chain, actor: Actor) -> None:
    """The chain's programme, of which its hotels may make everything their own."""
    pushing.put(chain, MIDSCALE, adjustable=SECTIONS, actor=actor, note=NOTE)


def give(hotel: Property, actor: Actor, now: datetime) -> None:
    """The chain's programme for this hotel, in force since last year; nothing where it has one."""
    local = now.astimezone(clock.zone(hotel.time_zone)).date()
    with in_public():
        kept = pushing.newest(hotel.chain)
    raw = Statements(raw_connection())
    if kept is not None and versions.in_force(raw, local) is None:
        months = local.year * 12 + local.month - 1 - MONTHS_BACK
        began = date(months // 12, months % 12 + 1, 1)
        origin = Origin("chain", (pushing.ALWAYS_THE_CHAINS,), kept.number)
        publishing.write(raw, MIDSCALE, effective_on=began, actor=actor, note=NOTE, origin=origin)
