"""What a chain's owners are written about their webhooks."""

from django.db import transaction

from kernel import clock
from partners.models import Endpoint
from staff import letters
from staff.links import console_link

WHY = {
    "gone": ("对方返回 410，表示不再接收", "it answered 410: it wants no more"),
    "failing": ("连续 5 天全部推送失败", "for five days nothing but failure"),
}
DISABLED = {
    "zh": (
        "{chain} 的推送地址已停用",
        (
            "您好：\n\n{chain} 的推送地址 {url} 已自动停用：{why}。\n\n停用后发生的事件不再推送到这个地址。"
            "修复后请在控制台重新启用并补发（事件保留 30 天）：\n\n{link}\n"
        ),
    ),
    "en": (
        "A webhook of {chain} was disabled",
        (
            "Hello,\n\nthe webhook {url} of {chain} was disabled: {why}.\n\nWhat happens from now on is not sent "
            "there. When it is mended, switch it on in the console and replay (events are kept for 30 days):\n\n"
            "{link}\n"
        ),
    ),
}


def tell_disabled() -> int:
    """Write to the owners of every endpoint that was disabled and that they were not told of. How many."""
    told = 0
    while _tell_one():
        told += 1
    return told


def _tell_one() -> bool:
    with transaction.atomic():
        waiting = Endpoint.objects.select_related("chain").filter(state="disabled", told_at=None)
        endpoint = (
            waiting.select_for_update(skip_locked=True, of=("self",), no_key=True).order_by("pk").first()
        )
        if endpoint is None:
            return False
        for owner in letters.owners(endpoint.chain):
            letters.send(
                DISABLED,
                owner.locale,
                str(owner.email),
                chain=endpoint.chain.name,
                url=endpoint.url,
                why=WHY[endpoint.why][0 if owner.locale.startswith("zh") else 1],
                link=console_link(f"c/{endpoint.chain.slug}/webhooks/{endpoint.pk}"),
            )
        endpoint.told_at = clock.now()
        endpoint.save(update_fields=["told_at"])
    return True
