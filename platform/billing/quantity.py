"""How many properties a chain pays for. Who opens and closes them counts them; here Stripe is told."""

from collections.abc import Mapping

from billing import errands
from billing.checkout import LIVING
from billing.doing import LEAST
from billing.models import Account, Errand


def wanted(chain_id: int, number: int) -> Errand | None:
    """From now on the chain pays for so many; None when it pays for as many already, or pays nothing here.

    To be called in the transaction that counted them, which holds the account (`held`).
    """
    account = Account.objects.filter(pk=chain_id).first()
    if account is None or not account.subscription or account.state not in LIVING:
        return None
    undone = Errand.objects.filter(chain_id=chain_id, kind="quantity", next_at__isnull=False)
    newest = undone.order_by("-id").first()
    known = newest.wanted["quantity"] if newest else account.quantity
    if max(number, LEAST) == known:
        return None
    return errands.want(chain_id, "quantity", {"quantity": max(number, LEAST)})


def held(chain_id: int) -> bool:
    """Hold the account until the transaction ends, so that who counts last tells last; false without one."""
    return Account.objects.select_for_update().filter(pk=chain_id).exists()


def paying() -> Mapping[int, int]:
    """Chain -> number of properties paid for, of all with a living subscription."""
    found = Account.objects.filter(subscription__isnull=False, state__in=LIVING)
    return dict(found.values_list("pk", "quantity"))
