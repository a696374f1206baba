"""Dirty months and guests of a property, computed anew from its visits and tasks in a few statements.

Whoever changes a visit or a task enters, in the same transaction, the month of its check-in (before and after
the change) and its guest: reports.cells has the promise that follows.
"""

import logging
from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from kernel import clock
from loyalty.products import profit
from reports import cells
from reports.cells import GuestRow
from tenants.context import in_property
from tenants.models import Property

log = logging.getLogger(__name__)

# A month may be long gone from the visits: then it has no rows, and its cells go.
MONTHS = (
    "FROM unnest(%(months)s::date[]) AS month "
    "JOIN stays_visit AS v ON v.check_in_on >= month AND v.check_in_on < (month + interval '1 month')::date"
)
ORDINALS = ", ".join(f"count(*) FILTER (WHERE v.ordinal = {k})" for k in range(1, 12))
WRONGS = ", ".join(
    f"count(*) FILTER (WHERE due AND NOT nickname_done AND wrong = '{kind}')"
    for kind in ("count", "date", "rate", "source", "room", "name", "unparsed")
)
# Table -> the statement that makes its rows, in the order of cells.COLUMNS.
STATEMENTS = {
    "reports_daycell": f"""
        SELECT %(property)s::bigint, v.check_in_on, v.channel, count(*), count(*) FILTER (WHERE v.ordinal >= 2),
            sum(v.nights), sum(v.room_cents), {ORDINALS},
            count(t.id) FILTER (WHERE v.checked_out_at IS NOT NULL),
            count(t.completed_at) FILTER (WHERE v.checked_out_at IS NOT NULL),
            count(*) FILTER (WHERE v.checked_out_at IS NOT NULL AND t.completed_at <= t.due_at)
        {MONTHS} LEFT JOIN remarks_task AS t ON t.visit_id = v.id GROUP BY 2, 3 ORDER BY 2, 3""",
    "reports_pairday": f"""
        SELECT %(property)s::bigint, v.check_in_on, v.prev_on, v.prev_channel, v.ordinal >= 3, count(*)
        {MONTHS} WHERE v.prev_on IS NOT NULL GROUP BY 2, 3, 4, 5 ORDER BY 2, 3""",
    "reports_taskcell": f"""
        SELECT %(property)s::bigint, check_in_on, clerk, shift, count(*) FILTER (WHERE NOT due),
            count(*) FILTER (WHERE due), count(completed_at) FILTER (WHERE due),
            count(*) FILTER (WHERE due AND completed_at <= due_at),
            count(*) FILTER (WHERE due AND nickname_done), count(*) FILTER (WHERE due AND tags_done),
            count(*) FILTER (WHERE due AND phone_done), count(*) FILTER (WHERE due AND description_done),
            count(*) FILTER (WHERE due AND description_done AND none_noted), {WRONGS},
            coalesce(array_agg(minute ORDER BY minute) FILTER (WHERE minute IS NOT NULL), '{{}}')
        FROM (SELECT v.check_in_on, v.checked_out_at IS NOT NULL AS due, t.*,
            -- a remark may be complete before the guest has left; greatest() alone would make 0 of nothing
            CASE WHEN t.completed_at IS NOT NULL AND v.checked_out_at IS NOT NULL THEN
                greatest(0, floor(extract(epoch FROM t.completed_at - v.checked_out_at) / 60))::int END AS minute
            {MONTHS} JOIN remarks_task AS t ON t.visit_id = v.id) AS task
        GROUP BY 2, 3, 4 ORDER BY 2, 3, 4""",  # noqa: S608 (put together from constants)
    "reports_profitcell": profit.CELLS,
}
CLERKS = "SELECT %(property)s::bigint, external_id, id, name FROM stays_clerk"
GUESTS = """
    SELECT g.id, g.person, min(v.check_in_on) FILTER (WHERE v.ordinal = 1), min(v.check_in_on) FILTER (WHERE v.ordinal = 2)
    FROM guests_guest AS g JOIN stays_visit AS v ON v.guest_id = g.id AND v.ordinal <= 2
    WHERE g.id = ANY(%(guests)s) GROUP BY g.id, g.person"""


def refresh(property: Property, *, wait: bool = False) -> bool:
    """Bring the property's figures up to date; False when another refresh of it is under way."""
    with transaction.atomic():
        if not cells.lock(property.pk, wait=wait):
            return False
        dirt = cells.take(property.pk)
        if not dirt:
            return True
        rows: dict[str, bytes] = {}
        with in_property(property):
            months = _with_others(dirt.months)
            if months:
                rows = {
                    table: _copied(statement, property.pk, months) for table, statement in STATEMENTS.items()
                }
            clerks = _copied(CLERKS, property.pk)
            # Whoever stays at a sandbox is nobody the chain has met.
            guests = [] if property.sandbox else _guests(dirt.guests)
        if months:
            cells.replace_months(property.pk, months, rows)
        cells.replace_clerks(property.pk, clerks)
        if dirt.guests:
            cells.replace_guests(property.chain_id, property.pk, dirt.guests, guests)
        return True


def refresh_dirty(*, for_seconds: float = 60.0) -> dict[str, int]:
    """Refresh every property that waits, the longest waiting first; one that fails does not hold up the others."""
    until = clock.now().timestamp() + for_seconds
    done = {"refreshed": 0, "busy": 0, "failed": 0, "left": 0}
    waiting = cells.dirty_properties()
    # A closed property is still counted.
    known = {place.pk: place for place in Property.objects.filter(pk__in=waiting)}
    for property_id in waiting:
        if clock.now().timestamp() > until:
            done["left"] += 1
            continue
        if property_id not in known:
            with transaction.atomic():
                cells.take(property_id)
            log.warning("Property %s is gone; what waited for it was dropped", property_id)
            continue
        try:
            outcome = "refreshed" if refresh(known[property_id]) else "busy"
        except Exception:
            # What changed stays in the queue, and `as_of` says so.
            log.exception("The figures of property %s could not be refreshed", property_id)
            outcome = "failed"
        done[outcome] += 1
    return done


def mark_all(property: Property) -> None:
    """Have everything of this property made anew: every month and guest that has figures or should have."""
    with transaction.atomic():
        with in_property(property), connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT date_trunc('month', check_in_on)::date FROM stays_visit UNION "
                "SELECT DISTINCT date_trunc('month', day)::date FROM products_consumption"
            )
            months = {month for (month,) in cursor.fetchall()}
            cursor.execute("SELECT DISTINCT guest_id FROM stays_visit")
            guests = {guest for (guest,) in cursor.fetchall()}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT day FROM public.reports_monthcell WHERE property_id = %s UNION "
                "SELECT DISTINCT day_b FROM public.reports_pairmonth WHERE property_id = %s UNION "
                "SELECT DISTINCT day FROM public.reports_profitmonth WHERE property_id = %s",
                [property.pk] * 3,
            )
            months |= {month for (month,) in cursor.fetchall()}
            cursor.execute(
                "SELECT guest_id FROM public.reports_guestdays WHERE property_id = %s", [property.pk]
            )
            guests |= {guest for (guest,) in cursor.fetchall()}
        cells.mark(property.pk, sorted(months), sorted(guests))


def _with_others(months: Sequence[date]) -> list[date]:
    """These months, and those in which something was had on stays of these."""
    if not months:
        return []
    with connection.cursor() as cursor:
        cursor.execute(profit.ALSO, {"months": list(months)})
        return sorted({*months, *(month for (month,) in cursor.fetchall())})


def _copied(statement: str, property_id: int, months: Sequence[date] = ()) -> bytes:
    """The statement's rows in COPY's own form: they go into another table without being looked at."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY ({statement}) TO STDOUT", {"property": property_id, "months": list(months)}
        ) as copy,
    ):
        return b"".join(map(bytes, copy))


def _guests(guests: Sequence[int]) -> list[GuestRow]:
    with connection.cursor() as cursor:
        cursor.execute(GUESTS, {"guests": list(guests)})
        return [
            GuestRow(guest, bytes(person), first, second)
            for guest, person, first, second in cursor.fetchall()
        ]
