"""Guest cards a second over HTTP: against nested ModelSerializers, and against a view that does nothing.

One granian with the options of `make up` serves all three, behind the same middleware; 5,000 guests with four
visits each on average; the clients and PostgreSQL share the machine with it.
"""

import random
from functools import cache

from chains.opening import open_chain
from loyalty import journey
from loyalty.guests.models import Guest
from loyalty.stays import incoming
from partners import keys
from tenants.context import in_property
from tenants.provisioning import open_property
from tests.bench import ingest
from tests.bench._server import busy, median_of, web_server
from tests.bench.registry import Figures, bench

SLUG, GUESTS, STAYS = "bench-card", 5_000, 20_000
CLIENTS, REQUESTS, RUNS = 2, 200, 3
CARD = f"/api/v1/properties/{SLUG}/guests/{{}}"


@cache
def filled() -> tuple[list[int], dict[str, str]]:
    """Guests of a property, and headers that open it. The key sees no full phones: those reads are logged."""
    chain, _ = open_chain(slug=SLUG, name="测速")
    hotel, _ = open_property(chain, slug=SLUG, name="一店")
    _, plain = keys.issue(chain, name="bench", scopes=("guests:read",), property_ids=[])
    rows = ingest.stays(7, STAYS)
    for row in rows:
        number = int(row["guest"]["external_id"][1:]) % GUESTS
        row["guest"] = {"external_id": f"G{number:05d}", "name": f"客{number}", "phone": f"138{number:08d}"}
    with in_property(hotel):
        for at in range(0, STAYS, 1_000):
            journey.follow(hotel, [incoming.from_dict(row) for row in rows[at : at + 1_000]])
        return list(Guest.objects.values_list("pk", flat=True)), {"Authorization": f"Bearer {plain}"}


def rate(port: int, path: str, seed: int) -> float:
    """Requests a second, each for another guest."""
    guests, headers = filled()
    rng = random.Random(seed)
    work = [[("GET", path.format(rng.choice(guests)), b"") for _ in range(REQUESTS)] for _ in range(CLIENTS)]
    return CLIENTS * REQUESTS / busy(port, work, headers)


def against(peer: str) -> Figures:
    """Ours and the peer in turns on one server."""
    filled()
    ours: list[float] = []
    with web_server("tests.bench._card_peers:application") as port:
        rate(port, CARD, 0), rate(port, peer, 0)  # connections, plans, imports

        def both(run: int) -> float:
            ours.append(rate(port, CARD, run))
            return rate(port, peer, run)

        theirs = median_of(both, RUNS)
    return Figures(ours=sorted(ours)[RUNS // 2], peer=theirs, runs=RUNS)


@bench(
    "guest_card_vs_drf", "guest cards over HTTP against nested ModelSerializers", unit="requests/s", aim=2.0
)
def guest_card_vs_drf() -> Figures:
    return against(f"/peer/drf/{SLUG}/{{}}")


@bench(
    "guest_card_vs_bare_view",
    "guest cards over HTTP against a view that does nothing",
    unit="requests/s",
    aim=0.25,
)
def guest_card_vs_bare_view() -> Figures:
    return against(f"/peer/bare/{SLUG}/{{}}")
