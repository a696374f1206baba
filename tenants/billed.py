"""Which properties a chain pays for: those that are open, and no sandbox. Stripe is told when their number changes."""

from django.db import transaction

from billing import doing, gateway, quantity
from chains.models import Chain
from tenants import usage


def tell(chain: Chain) -> None:
    """Have the chain pay for as many properties as are open now. In the transaction that opened or closed one.

    The account is held while they are counted: of two who open at once, the later one tells both.
    """
    if quantity.held(chain.pk):
        quantity.wanted(chain.pk, usage.properties(chain))


def compare() -> int:
    """Tell again where what is paid for is not what is open; how many chains that were."""
    if not gateway.ready():
        return 0
    told = 0
    for chain_id, paid in quantity.paying().items():
        chain = Chain.objects.get(pk=chain_id)
        if max(usage.properties(chain), doing.LEAST) != paid:
            with transaction.atomic():
                tell(chain)
            told += 1
    return told
