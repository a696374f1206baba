"""What vendors told of messages, out of the inbox: each applied once, in whatever order and however often it came."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import msgspec
from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.messaging import settling
from loyalty.messaging.houses import House
from loyalty.messaging.settling import Held
from loyalty.messaging.transports import hearing
from loyalty.messaging.transports.protocol import Heard
from tenants.context import raw_connection

AT_ONCE = 500
# A receipt that came before the answer to the call is matched when the answer is written down.
SOON = timedelta(minutes=1)
YOUNG = timedelta(hours=1)
GIVEN_UP = timedelta(days=3)  # it is of nothing that was sent from here

OPEN = """
SELECT r.id, r.body, r.received_at, m.id, m.claim, m.guest_id
  FROM messaging_receipt r
  LEFT JOIN LATERAL (
       SELECT m.id, m.claim, m.guest_id FROM messaging_message m
        WHERE m.claim IS NOT NULL AND (m.claim = (r.body->>'claim')::uuid
              OR (r.body->>'claim' IS NULL AND m.provider_id <> '' AND m.provider_id = r.body->>'provider_id'
                  AND m.vendor = r.vendor))
        ORDER BY m.id DESC LIMIT 1) m ON true
 WHERE r.applied_at IS NULL AND r.id > %s ORDER BY r.id LIMIT %s
"""
APPLIED = "UPDATE messaging_receipt SET applied_at = %s, message_id = %s WHERE id = %s AND applied_at IS NULL"
YOUNGEST = "SELECT max(received_at) FROM messaging_receipt WHERE applied_at IS NULL"


def apply(house: House) -> int:
    """Apply what can be matched; how many. What cannot waits, and is given up after some days."""
    applied, last = 0, 0
    while True:
        with transaction.atomic():
            found = Statements(raw_connection()).execute(OPEN, (last, AT_ONCE)).fetchall()
        for row in found:
            applied += _one(house, *row)
        if len(found) < AT_ONCE:
            return applied
        last = found[-1][0]


def again_at(raw: Statements) -> datetime | None:
    """When to look again at what could not be matched; None when there is nothing, or nothing young."""
    newest = raw.value(YOUNGEST)
    now = clock.now()
    return now + SOON if newest is not None and now - newest < YOUNG else None


def _one(
    house: House,
    receipt: int,
    body: str,
    received_at: datetime,
    message: int | None,
    claim: UUID | None,
    guest: int | None,
) -> bool:
    if message is None or claim is None or guest is None:
        if clock.now() - received_at > GIVEN_UP:
            with transaction.atomic():
                Statements(raw_connection()).execute(APPLIED, (clock.now(), None, receipt))
        return False
    told = hearing.told(msgspec.json.decode(body))
    settling.settle(house, message, claim, guest, partial(_apply, receipt=receipt, told=told))
    return True


def _apply(held: Held, *, receipt: int, told: Heard) -> None:
    if held.raw.execute(APPLIED, (held.now, held.row.id, receipt)).rowcount:
        settling.heard(held, told)
