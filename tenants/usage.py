"""How much of its plan a chain uses: counted in public tables, no property is entered."""

from dataclasses import dataclass

from django.db.models import Sum

from billing import limits
from billing.limits import Strict
from chains.models import Chain
from kernel import clock
from reports import winning
from reports.models import MonthCell
from staff.models import Invitation, Membership
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Usage:
    properties: int  # open ones; a sandbox is none
    contacts: int  # guests with a visit, at each property by itself
    messages: int  # to guests in this month of the chain's, as of the newest figures
    seats: int  # people who can sign in, and those invited


def usage(chain: Chain) -> Usage:
    """What the chain uses at present; contacts as of the newest figures."""
    return Usage(properties(chain), contacts(chain), messages(chain), seats(chain))


def properties(chain: Chain) -> int:
    return Property.objects.filter(chain=chain, state="open", sandbox=False).count()


def contacts(chain: Chain) -> int:
    """A guest's first visit stands in one month: all months together are the guests known."""
    houses = Property.objects.filter(chain=chain, sandbox=False).values_list("pk", flat=True)
    return MonthCell.objects.filter(property_id__in=list(houses)).aggregate(n=Sum("ordinal1"))["n"] or 0


def messages(chain: Chain) -> int:
    """Whatever went to guests by any channel, or may have gone; a sandbox's go nowhere."""
    houses = Property.objects.filter(chain=chain, sandbox=False).values_list("pk", flat=True)
    return winning.messages_since(list(houses), clock.today(chain.time_zone).replace(day=1))


def seats(chain: Chain) -> int:
    working = Membership.objects.filter(chain=chain, is_active=True, staff__is_active=True).count()
    invited = Invitation.objects.filter(
        chain=chain, accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
    ).count()
    return working + invited


def demand(chain: Chain, what: Strict) -> None:
    """Refuse (422) one more property or seat when the plan has no room. Inside the transaction that takes it."""
    account = limits.held(chain)
    if account is not None:
        limits.demand(account, what, properties(chain) if what == "properties" else seats(chain))
