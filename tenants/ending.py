"""The end of a chain that stopped paying: three notices to its owners, then its data are erased.

Erased is a year after the lapse at the earliest, and never before the third notice is a week old: a notice that was
missed moves everything after it. Paying, on any day before, stops it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from audit import recording
from billing import gateway, reading
from billing.models import Account, EndingNotice, Errand
from billing.standing import KEPT_FOR, Level, standing_of
from chains.models import Chain
from kernel import clock
from staff import letters
from staff.links import console_link
from tenants import erasing

log = logging.getLogger(__name__)
# How long before the data may be erased each notice is due.
BEFORE = (timedelta(days=90), timedelta(days=30), timedelta(days=7))
PAGE_OPEN = timedelta(days=2)  # Stripe's page for paying is open for one
BETWEEN = timedelta(days=7)  # from one notice to the next, and from the last to the end: at least


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a chain is on its way out."""

    lapsed_at: datetime
    sent: tuple[datetime, ...]  # notices, in order

    @property
    def next_at(self) -> datetime:
        """When the next notice is due, or the erasing when all were sent."""
        number = len(self.sent)
        planned = self.lapsed_at + KEPT_FOR - (BEFORE[number] if number < len(BEFORE) else timedelta(0))
        return max(planned, self.sent[-1] + BETWEEN) if self.sent else planned

    @property
    def erased_from(self) -> datetime:
        """From when on the data may be erased, if every notice still to come is sent in time."""
        at = Ending(self.lapsed_at, self.sent)
        while len(at.sent) < len(BEFORE):
            at = Ending(self.lapsed_at, (*at.sent, at.next_at))
        return at.next_at

    @property
    def all_sent(self) -> bool:
        return len(self.sent) == len(BEFORE)


def run() -> dict[str, int]:
    """Send the notices that are due, erase what may be; finish what was begun. Each chain at most one step a run."""
    done = {"notices": 0, "erased": 0}
    # In these states, and no other, a chain can be closed.
    lapsed = Account.objects.filter(chain__state="open", state__in=("trialing", "paused", "canceled"))
    for chain_id in list(lapsed.order_by("pk").values_list("pk", flat=True)):
        try:
            if step := _step(chain_id):
                done[step] += 1
        except Exception:  # one chain's trouble must not keep the others from hearing in time
            log.exception("The ending of chain %s did not go on; it is tried again tomorrow", chain_id)
    for chain in list(erasing.unfinished()):
        try:
            erasing.finish(chain)
        except Exception:
            log.exception("The erasing of chain %s broke off; it goes on tomorrow", chain.slug)
    return done


def endings() -> list[tuple[Chain, Ending]]:
    """Every chain that is on its way out."""
    accounts = Account.objects.filter(chain__state="open").select_related("chain").order_by("since")
    found = ((account.chain, ending_of(account)) for account in accounts)
    return [(chain, ending) for chain, ending in found if ending is not None]


def ending_of(account: Account) -> Ending | None:
    """How far the ending of this chain is; None while there is none to come."""
    standing = standing_of(account, clock.now())
    if standing.level is not Level.CLOSED or standing.since is None:
        return None
    sent = EndingNotice.objects.filter(chain_id=account.pk, lapsed_at=standing.since).order_by("number")
    return Ending(standing.since, tuple(sent.values_list("sent_at", flat=True)))


def _step(chain_id: int) -> str | None:
    if (before := ending_of(Account.objects.get(pk=chain_id))) is None or clock.now() < before.next_at:
        return None
    if before.all_sent and not _surely_unpaid(chain_id):
        return None
    with transaction.atomic():
        # Held: whoever reads a payment from Stripe at this moment comes before this, or after it.
        account = Account.objects.select_for_update().get(pk=chain_id)
        chain = Chain.objects.select_for_update().get(pk=chain_id)
        ending = ending_of(account) if chain.state == "open" else None
        if ending is None or clock.now() < ending.next_at:
            return None
        if not ending.all_sent:
            return "notices" if _notify(chain, ending) else None
        erasing.begin(chain, account, ending.sent)
    erasing.finish(chain)
    return "erased"


def _surely_unpaid(chain_id: int) -> bool:
    """Stripe was asked just now (Away when it cannot be: then tomorrow), and nobody is about to pay."""
    if gateway.ready():
        reading.read(chain_id)
    recently = clock.now() - PAGE_OPEN
    return not Errand.objects.filter(chain_id=chain_id, kind="checkout", created_at__gt=recently).exists()


def _notify(chain: Chain, ending: Ending) -> bool:
    """Send the next notice to every owner; false when there is nobody to send it to."""
    told = letters.owners(chain)
    if not told:
        # Whom nobody can tell, nobody erases: an operator has to look.
        log.error("Chain %s is to be erased, and no owner has an e-mail address to be told by", chain.slug)
        return False
    now = clock.now()
    this = Ending(ending.lapsed_at, (*ending.sent, now))
    day = f"{clock.local_day(this.erased_from, chain.time_zone)}"
    link = console_link(f"c/{chain.slug}/billing")
    for owner in told:
        letters.send(LETTER, owner.locale, str(owner.email), chain=chain.name, day=day, link=link)
    EndingNotice.objects.create(
        chain=chain,
        lapsed_at=ending.lapsed_at,
        number=len(this.sent),
        sent_at=now,
        sent_to=[owner.email for owner in told],
    )
    recording.record(
        recording.SYSTEM,
        "chain.ending_notice",
        chain_id=chain.pk,
        subject=chain.slug,
        number=len(this.sent),
        people=len(told),
        erased_from=day,
    )
    return True


LETTER = {
    "zh": (
        "{chain} 在回客的数据将于 {day} 删除",
        (
            "您好：\n\n{chain} 在回客的订阅已经停止将近一年。如果不恢复订阅，所有门店的数据"
            "（客人、入住记录、备注、积分、储值）将于 {day} 起永久删除，无法恢复。\n\n"
            "恢复订阅，或登录导出您的数据：\n\n{link}\n\n"
            "如果会员还有未用完的储值，请先按规定退还。删除前共发送三次通知。\n"
        ),
    ),
    "en": (
        "{chain}'s data at Huike will be erased from {day} on",
        (
            "Hello,\n\n{chain}'s subscription to Huike stopped almost a year ago. Unless it is taken up again, the"
            " data of all its properties (guests, stays, remarks, points, stored value) will be erased from {day}"
            " on, for good.\n\nSubscribe again, or sign in and export your data:\n\n{link}\n\n"
            "Stored value that members have not used must be paid back first. Three notices are sent before.\n"
        ),
    ),
}
