"""What stays cause in the programme, in the transaction that takes them: members, cards, points, tiers."""

from collections.abc import Sequence

from kernel import clock
from kernel.statements import Statements, array
from loyalty.programme import versions
from loyalty.programme.points import earning
from loyalty.programme.punchcards import punching
from loyalty.programme.tiers import evaluating, membership
from tenants.models import Property


def after_stays(raw: Statements, hotel: Property, guest_ids: Sequence[int]) -> None:
    """Bring everything that rests on the stays of these guests up to date. Doing it twice changes nothing.

    `guest_ids` stand for their persons. Locks are taken in the order that everybody keeps: memberships, coupons,
    accounts.
    """
    today = clock.today(hotel.time_zone)
    published = versions.in_force(raw, today)
    if published is None or not guest_ids:
        return
    known = membership.join(raw, published.programme, guest_ids, today)
    punching.follow(raw, published, guest_ids, today)
    earning.follow(raw, hotel, published, guest_ids, today)
    tiers = evaluating.follow(raw, hotel, published, guest_ids, today)
    joined = [guest for guest, state in known.items() if state.joined_on == today]
    mark(raw, hotel, {*tiers.changed, *joined})


def mark(raw: Statements, hotel: Property, guests: "set[int] | Sequence[int]") -> None:
    """Let the chain's other properties hear of these guests' tiers, where it shares them."""
    if guests:
        raw.execute(MARKS, (hotel.pk, clock.now(), array(sorted(guests))))


MARKS = """
INSERT INTO public.sharing_mark (property_id, at, guest_id) SELECT %s, %s, unnest(%s::bigint[])
"""
