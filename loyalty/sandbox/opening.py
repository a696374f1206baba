"""A sandbox is opened for a key, and closed with the last key that opens it."""

from itertools import count

from django.db import transaction

from chains.models import Chain
from chains.naming import SLUG_LENGTH_MAX
from kernel import clock
from kernel.errors import Refused
from partners.keys import live_at
from partners.models import ApiKey
from tenants.context import in_public
from tenants.models import Property
from tenants.provisioning import open_property

SANDBOXES_MAX = 5
ROOM = SLUG_LENGTH_MAX - len("-sandbox-9999")


class TooManySandboxes(Refused):
    code = "too_many_sandboxes"
    zh = "一个集团最多 {most} 个沙箱。请先吊销不用的沙箱密钥，沙箱会随之关闭。"
    en = "A chain may have {most} sandboxes. Revoke the key of one that is not used: that closes it."


def open_for_a_key(chain: Chain) -> Property:
    """A new sandbox of the chain, empty as yet; within a transaction."""
    with in_public():
        Chain.objects.select_for_update().get(pk=chain.pk)  # two at once do not both find room
        if Property.objects.filter(chain=chain, sandbox=True, state="open").count() >= SANDBOXES_MAX:
            raise TooManySandboxes(most=SANDBOXES_MAX)
        number, slug = _free(chain)
        made, _ = open_property(chain, slug=slug, name=f"沙箱 {number}", sandbox=True)
        return made


def close_unused(sandbox_id: int) -> Property | None:
    """Close it when no key opens it any more; None when one does, or when it was closed before."""
    with in_public(), transaction.atomic():
        if ApiKey.objects.filter(live_at(clock.now()), sandbox_id=sandbox_id).exists():
            return None
        found = Property.objects.select_for_update().filter(pk=sandbox_id, sandbox=True, state="open").first()
        if found is not None:
            Property.objects.filter(pk=found.pk).update(state="closed")
        return found


def _free(chain: Chain) -> tuple[int, str]:
    """The next number, and the slug that nobody has: those of closed ones stay taken."""
    stem = chain.slug[:ROOM].rstrip("-") + "-sandbox-"
    taken = set(Property.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next((number, stem + str(number)) for number in count(1) if stem + str(number) not in taken)
