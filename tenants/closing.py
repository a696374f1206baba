"""A property that is closed: nobody gets in, nothing is paid for it, and its data stay for the day it opens again."""

from django.db import transaction

from chains.models import Chain
from kernel.errors import Refused
from tenants import billed, usage
from tenants.models import Property


class NotConfirmed(Refused):
    code = "not_confirmed"
    status = 422
    zh = "请输入门店的英文名“{slug}”以确认关闭。"
    en = "To close it, confirm with its name in addresses, {slug!r}."


@transaction.atomic
def close(chain: Chain, place: Property) -> bool:
    """Close it; false when it was closed already."""
    # The row by itself: TenantMixin.save() is for schemas.
    if not Property.objects.filter(pk=place.pk, state="open").update(state="closed"):
        return False
    place.state = "closed"
    billed.tell(chain)
    return True


@transaction.atomic
def reopen(chain: Chain, place: Property) -> bool:
    """Open it again, when the plan has room for it; false when it is open."""
    if place.state == "open":
        return False
    if not place.sandbox:
        usage.demand(chain, "properties")
    if not Property.objects.filter(pk=place.pk, state="closed").update(state="open"):
        return False
    place.state = "open"
    billed.tell(chain)
    return True
