"""What a property holds in the end, without the numbers that depend on the order of arrival."""

from typing import Any

from tenants.context import raw_connection


def end_state() -> dict[str, Any]:
    """Guests (by the stays that are theirs), visits, tasks and doubts of the current property."""
    raw = raw_connection()
    people = {
        guest: tuple(stays)
        for guest, stays in raw.execute(
            "SELECT guest_id, array_agg(external_id ORDER BY external_id) FROM stays_stay GROUP BY 1"
        )
    }
    guests = sorted(
        (people[row[0]], row[1:])
        for row in raw.execute(
            """SELECT id, name, phone, nickname, visits, nights, spend_cents, first_visit_on::text, last_visit_on::text,
                      channel, source, room_no, rate_cents, contested
                 FROM guests_guest WHERE merged_into_id IS NULL"""
        )
        if row[0] in people
    )
    visits = sorted(
        raw.execute(
            """SELECT (SELECT min(external_id) FROM stays_stay s WHERE s.visit_id = v.id), v.ordinal, v.check_in_on::text,
                      v.check_out_on::text, v.checked_out_at::text, v.channel, v.source, v.room_no, v.rate_cents,
                      v.nights, v.room_cents, v.other_cents, v.stays, v.clerk, v.prev_on::text, v.prev_channel,
                      t.clerk, t.due_at::text, t.phone_done
                 FROM stays_visit v LEFT JOIN remarks_task t ON t.visit_id = v.id"""
        ),
        key=str,
    )
    keys = sorted(
        (kind, value, people.get(guest))
        for guest, kind, value in raw.execute("SELECT guest_id, kind, value FROM guests_identity")
    )
    doubts = sorted(
        [*sorted((str(people.get(one)), str(people.get(other)))), kind]
        for one, other, kind in raw.execute(
            "SELECT guest_id, other_id, kind FROM guests_doubt WHERE settled_at IS NULL"
        )
    )
    return {"guests": guests, "visits": visits, "keys": keys, "doubts": doubts}
