"""What the platform's own people see of chains: counts from public tables, never from a property's schema."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from billing.models import Account
from billing.plans import CURRENCY, PLANS
from billing.standing import Standing, account_of, standing_of
from chains.models import Chain, FirstRun
from kernel import clock
from staff.models import Membership, SignUp, StaffMember
from staff.roles import Role
from tenants.models import Property

AT_ONCE = 500
MONTH = timedelta(days=30)
SOON = timedelta(days=7)
PAYING = ("active", "past_due")
BILLED = (*PAYING, "unpaid")


@dataclass(frozen=True, slots=True)
class Activity:
    """What came in at one property, or at all of a chain's."""

    contacts: int = 0  # guests with at least one visit
    stays_30d: int = 0  # visits that began in the last thirty days
    last_stay_on: date | None = None

    def and_(self, other: "Activity") -> "Activity":
        return Activity(
            self.contacts + other.contacts,
            self.stays_30d + other.stays_30d,
            max(filter(None, (self.last_stay_on, other.last_stay_on)), default=None),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A chain in the list."""

    chain: Chain
    account: Account | None
    standing: Standing
    owner: StaffMember | None
    properties: int
    activity: Activity


def found(
    *,
    text: str = "",
    level: str | None = None,
    state: str | None = None,
    before: int | None,
    limit: int | None,
) -> list[tuple[Chain, Account | None, Standing]]:
    """Chains, the newest first; the level is judged here, by the clock, and so cannot be asked of the database."""
    chains = Chain.objects.order_by("-pk").select_related("account")
    if text:
        chains = chains.filter(_about(text))
    if state is not None:
        chains = chains.filter(state=state)
    if before is not None:
        chains = chains.filter(pk__lt=before)
    kept: list[tuple[Chain, Account | None, Standing]] = []
    for chain, account, standing in _judged(chains):
        if level is None or standing.level == level:
            kept.append((chain, account, standing))
        if len(kept) == limit:
            break
    return kept


def _about(text: str) -> Q:
    owned = Membership.objects.filter(role=Role.OWNER, is_active=True).filter(
        Q(staff__email__icontains=text) | Q(staff__name__icontains=text)
    )
    houses = Property.objects.filter(Q(slug__icontains=text) | Q(name__icontains=text))
    return (
        Q(slug__icontains=text)
        | Q(name__icontains=text)
        | Q(pk__in=owned.values("chain_id"))
        | Q(pk__in=houses.values("chain_id"))
    )


def _judged(chains: QuerySet[Chain]) -> Iterator[tuple[Chain, Account | None, Standing]]:
    now, last = clock.now(), None
    while True:
        some = list((chains if last is None else chains.filter(pk__lt=last))[:AT_ONCE])
        for chain in some:
            account = account_of(chain)
            yield chain, account, standing_of(account, now)
        if len(some) < AT_ONCE:
            return
        last = some[-1].pk


def rows(some: Collection[tuple[Chain, Account | None, Standing]]) -> list[Row]:
    """The same chains with their owners, properties and what came in."""
    ids = [chain.pk for chain, _, _ in some]
    owners: dict[int, StaffMember] = {}
    held = Membership.objects.filter(chain_id__in=ids, role=Role.OWNER, is_active=True)
    for membership in held.select_related("staff").order_by("created_at", "pk"):
        owners.setdefault(membership.chain_id, membership.staff)
    places: dict[int, list[int]] = defaultdict(list)
    open_ones = Property.objects.filter(chain_id__in=ids, state="open", sandbox=False)
    for number, chain_id in open_ones.values_list("pk", "chain_id"):
        places[chain_id].append(number)
    came = activity([number for numbers in places.values() for number in numbers])
    return [
        Row(
            chain, account, standing, owners.get(chain.pk), len(places[chain.pk]),
            summed(came[number] for number in places[chain.pk]),
        )
        for chain, account, standing in some
    ]  # fmt: skip


def summed(parts: Iterator[Activity]) -> Activity:
    whole = Activity()
    for part in parts:
        whole = whole.and_(part)
    return whole


def activity(property_ids: Collection[int]) -> dict[int, Activity]:
    """Property -> what came in, from the cells of the reports."""
    today = clock.now().date() + timedelta(days=1)  # somewhere it is tomorrow already
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id,"
            " (SELECT coalesce(sum(ordinal1), 0) FROM reports_monthcell WHERE property_id = p.id),"
            " (SELECT coalesce(sum(visits), 0) FROM reports_daycell"
            "   WHERE property_id = p.id AND day > %(from)s AND day <= %(to)s),"
            " (SELECT day FROM reports_daycell WHERE property_id = p.id AND day <= %(to)s AND visits > 0"
            "   ORDER BY day DESC LIMIT 1)"
            " FROM unnest(%(ids)s::bigint[]) AS p(id)",
            {"ids": list(property_ids), "from": today - MONTH - timedelta(days=1), "to": today},
        )
        return {number: Activity(int(known), int(came), last) for number, known, came, last in cursor}


def amount_cents(account: Account | None) -> int | None:
    """What the subscription costs per interval; None where nothing is charged."""
    if account is None or account.state not in BILLED or account.plan not in PLANS or not account.interval:
        return None
    return PLANS[account.plan].cents(account.interval) * account.quantity


@dataclass(frozen=True, slots=True)
class Figures:
    levels: dict[str, int]  # of chains that are open
    suspended: int
    properties: int
    mrr_cents: dict[str, int]  # by currency
    sign_ups_30d: int  # chains that opened themselves
    sign_ups_asked_30d: int  # letters that were sent for it
    trials_ending_7d: int


def figures() -> Figures:
    """The whole platform in a few numbers."""
    now = clock.now()
    levels: dict[str, int] = defaultdict(int)
    mrr, ending = 0, 0
    for _, account, standing in _judged(
        Chain.objects.filter(state="open").order_by("-pk").select_related("account")
    ):
        levels[standing.level.value] += 1
        ending += _trial_ends_soon(account, now)
        if account is not None and account.state in PAYING:
            cents = amount_cents(account) or 0
            mrr += round(cents / 12) if account.interval == "year" else cents
    recent = SignUp.objects.filter(created_at__gt=now - MONTH)
    return Figures(
        levels=levels,
        suspended=Chain.objects.filter(state="suspended").count(),
        properties=Property.objects.filter(state="open", sandbox=False, chain__state="open").count(),
        mrr_cents={CURRENCY: mrr},
        # Only a chain that opened itself has a first run.
        sign_ups_30d=FirstRun.objects.filter(created_at__gt=now - MONTH).count(),
        sign_ups_asked_30d=recent.count(),
        trials_ending_7d=ending,
    )


def _trial_ends_soon(account: Account | None, now: datetime) -> bool:
    return (
        account is not None
        and account.state == "trialing"
        and account.trial_ends_at is not None
        and now <= account.trial_ends_at <= now + SOON
    )
