"""Send a stay, read the guest, hear what happened: with the client that openapi-python-client makes.

HUIKE, KEY, CHAIN and PROPERTY come from the environment; README.md says how the client is made.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

import httpx
from huike_client import AuthenticatedClient
from huike_client.api.events import get_chains_chain_events as read_events
from huike_client.api.guests import get_properties_property_guests_by_external_id_external_id as read_guest
from huike_client.api.stays import put_properties_property_stays_external_id as send_stay
from huike_client.models import EventPage, GuestIn, Problem, RevenueIn, StayIn, StayInStatus
from huike_client.types import UNSET, Response

Answer = TypeVar("Answer")
AGAIN = {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}
PAUSE_MAX_S = 60.0
TRIES = 8


class Refused(Exception):
    """What must not be sent again as it is."""


def patiently(request: Callable[[], Response[Answer | Problem]]) -> Answer:
    """The answer. What may be sent again is: after Retry-After, or else after pauses that grow."""
    pause_s = 1.0
    for _ in range(TRIES):
        asked_s = None
        try:
            response = request()
        except httpx.TransportError as error:
            told = str(error)
        else:
            answer = response.parsed
            if answer is not None and not isinstance(answer, Problem):
                return answer
            told = f"{int(response.status_code)} {answer.detail if answer else ''}"
            if response.status_code < 500 and response.status_code not in AGAIN:
                raise Refused(told)
            asked_s = response.headers.get("Retry-After")
        print(f"again: {told}", file=sys.stderr)
        time.sleep(float(asked_s) if asked_s else pause_s)
        pause_s = min(pause_s * 2, PAUSE_MAX_S)
    raise Refused("no answer for too long: keep the stay and try again later")


def main() -> None:
    chain, place = os.environ["CHAIN"], os.environ["PROPERTY"]
    client = AuthenticatedClient(
        base_url=os.environ["HUIKE"],
        token=os.environ["KEY"],
        timeout=httpx.Timeout(30.0),
        headers={"Accept-Language": "en"},
    )
    left = datetime.now(UTC).replace(microsecond=0)
    stay = StayIn(
        updated_at=left,
        status=StayInStatus.CHECKED_OUT,
        check_in=left - timedelta(days=1),
        check_out=left,
        room_no="8210",
        rate="208.00",
        revenue=RevenueIn(room="208.00", fnb="38.00"),
        source="携程",
        guest=GuestIn(name="何静怡", external_id="PY-1", phone="13711112222"),
    )
    sent = patiently(lambda: send_stay.sync_detailed(place, "PY-0001", client=client, body=stay))
    print(f"stay PY-0001: {sent.result.value}, visit {sent.guest.visits}, {sent.guest.remark.nickname}")

    guest = patiently(lambda: read_guest.sync_detailed(place, "PY-1", client=client))
    print(f"guest {guest.id}: {guest.name}, visits {guest.visits}")

    def events_after(known: str | None) -> EventPage:
        return patiently(
            lambda: read_events.sync_detailed(chain, client=client, after=known or UNSET, limit=500)
        )

    after, heard, more = os.environ.get("AFTER"), 0, True
    while more:
        page = events_after(after)
        heard += len(page.results)
        after = page.results[-1].id if page.results else after
        more = page.next_ is not None
    print(f"events: {heard}, the last is {after}")


if __name__ == "__main__":
    main()
