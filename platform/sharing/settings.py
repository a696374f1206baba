"""What a chain shares among its properties: off until HQ switches it on."""

from dataclasses import dataclass

from chains.models import Chain
from sharing.models import Sharing


@dataclass(frozen=True, slots=True)
class Shared:
    tiers: bool = False
    points: bool = False
    cards: bool = False


def shared_by(chain_id: int) -> Shared:
    found = Sharing.objects.filter(pk=chain_id).first()
    return Shared(found.tiers, found.points, found.cards) if found else Shared()


def share(chain: Chain, **switches: bool) -> Shared:
    """Switch tiers, points or cards; what is not named stays."""
    Sharing.objects.update_or_create(pk=chain.pk, defaults=switches)
    return shared_by(chain.pk)
