"""What a list of guests is cut down to, from what was asked."""

from datetime import date, timedelta

from api.v1.guest_shapes import GuestFilters
from kernel import money
from loyalty.guests.searching import Filters
from loyalty.programme.tiers.membership import TIER_FILTER

DAYS_A_MONTH = 30  # "n months ago", as the field counts


def filters_of(asked: GuestFilters, today: date) -> Filters:
    before = [asked.last_visit_before] if asked.last_visit_before else []
    if asked.last_visit_days_min is not None:
        before.append(today - timedelta(days=asked.last_visit_days_min))
    if asked.last_visit_months_min is not None:
        before.append(today - timedelta(days=DAYS_A_MONTH * asked.last_visit_months_min))
    return Filters(
        q=asked.q,
        phone=asked.phone,
        tag=asked.tag,
        channel=asked.channel,
        source=asked.source,
        visits_min=asked.visits_min,
        visits_max=asked.visits_max,
        rate_min_cents=money.cents(asked.rate_min) if asked.rate_min else None,
        last_visit_before=min(before, default=None),
        last_visit_after=asked.last_visit_after,
        changed_since=asked.updated_since,
        remark=asked.remark,
        also=[(TIER_FILTER, {"tier": asked.tier})] if asked.tier else [],
    )
