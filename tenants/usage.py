"""How much of its plan a chain uses: counted in public tables, no property is entered."""

from dataclasses import dataclass

from django.db.models import Sum

from billing import limits
from billing.limits import Strict
from chains.models import Chain
from kernel import clock
from reports.models import MonthCell
from staff.models import Invitation, Membership
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Usage:
    properties: int  # open ones; a sandbox is none
    contacts: int  # guests with a visit, at each property by itself
    messages: int  # to guests in this month: 0, for none can be sent yet
    seats: int  # people who can sign in, and those invited


def usage(chain: Chain) -> Usage:
    """What the chain uses at present; contacts as of the newest figures."""
    return Usage(properties(chain), contacts(chain), 0, seats(chain))


def properties(chain: Chain) -> int:
    return Property.objects.filter(chain=chain, state="open", sandbox=False).count()


def contacts(chain: Chain) -> int:
    """A guest's first visit stands in one month: all months together are the guests known."""
    houses = Property.objects.filter(chain=chain, sandbox=False).values_list("pk", flat=True)
    return MonthCell.objects.filter(property_id__in=list(houses)).aggregate(n=Sum("ordinal1"))["n"] or 0


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
