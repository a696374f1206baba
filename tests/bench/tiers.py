"""A night of tiers: 100,000 members of one property looked at, against the same decisions guest by guest."""

import time
from datetime import date
from functools import cache

from django.db import connection, transaction

from audit.recording import SYSTEM
from chains.opening import open_chain
from kernel.statements import Statements
from loyalty.programme import publishing
from loyalty.programme.templates.midscale import MIDSCALE
from loyalty.programme.tiers import evaluating
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.history import of_visits
from loyalty.programme.tiers.models import Membership
from loyalty.programme.tiers.rows import COLUMNS, state_of
from loyalty.programme.versions import Published
from loyalty.stays.models import Visit
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench.registry import Figures, bench

GUESTS, VISITS, SAMPLE, RUNS = 100_000, 600_000, 500, 3
FIRST_NIGHT, LIMIT_S = date(2026, 1, 1), 300.0

MAKE = (
    """
    INSERT INTO guests_guest (name, pinyin, phone, person, birthday, gender, email, language, notes, secret,
        by_hand, tags, nickname, visits, nights, spend_cents, channel, source, room_no, rate_cents,
        remark_complete, contested, anchor, created_at, changed_at)
    SELECT '客人', '', NULL, decode(md5('tiers-' || g), 'hex'), NULL, '', '', '', '', false, '{}', '{}', '', 0, 0, 0, '',
        '', '', 0, false, false, '', now(), now()
    FROM generate_series(1, %(guests)s) AS g
    """,
    # Two years of visits, most of them by few: whoever is drawn twice for a day came once.
    """
    INSERT INTO stays_visit (guest_id, ordinal, check_in_on, check_out_on, checked_out_at, channel, source, room_no,
        room_type, rate_cents, nights, room_cents, other_cents, stays, clerk, prev_on, prev_channel)
    SELECT guest, row_number() OVER turns, day, day + nights, day + nights + time '11:00', 'ota', '携程', '8210', '',
        20800, nights, 20800 * nights, 3800, 1, 'S01', lag(day) OVER turns, ''
    FROM (SELECT DISTINCT ON (guest, day) * FROM (
        SELECT (SELECT min(id) FROM guests_guest) + floor(%(guests)s * power(random(), 2))::int AS guest,
               DATE '2024-01-01' + 2 * floor(365 * random())::int AS day, 1 + floor(2 * random())::int AS nights
          FROM generate_series(1, %(visits)s)) AS drawn) AS once
    WINDOW turns AS (PARTITION BY guest ORDER BY day)
    """,
    """
    UPDATE guests_guest g SET visits = v.visits, first_visit_on = v.first
      FROM (SELECT guest_id, count(*) AS visits, min(check_in_on) AS first FROM stays_visit GROUP BY 1) v
     WHERE v.guest_id = g.id
    """,
    # Whoever was never drawn came once.
    """
    WITH more AS (UPDATE guests_guest SET visits = 1, first_visit_on = '2025-06-01' WHERE visits = 0 RETURNING id)
    INSERT INTO stays_visit (guest_id, ordinal, check_in_on, check_out_on, checked_out_at, channel, source, room_no,
        room_type, rate_cents, nights, room_cents, other_cents, stays, clerk, prev_on, prev_channel)
    SELECT id, 1, '2025-06-01', '2025-06-02', '2025-06-02 11:00+08', 'ota', '携程', '8210', '', 20800, 1, 20800, 3800,
        1, 'S01', NULL, '' FROM more
    """,
    "ANALYZE guests_guest",
    "ANALYZE stays_visit",
)


@cache
def stage() -> tuple[Property, Published, float]:
    """The property, filled, after its first night; and how long that night took."""
    chain, _ = open_chain(slug="bench-tiers", name="Bench")
    place, _ = open_property(chain, slug="bench-tiers", name="Bench")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.5)")
        with in_property(place):
            for statement in MAKE:
                cursor.execute(statement, {"guests": GUESTS, "visits": VISITS})
    with in_property(place):
        with transaction.atomic():
            raw = Statements(raw_connection())
            published = publishing.write(raw, MIDSCALE, effective_on=FIRST_NIGHT, actor=SYSTEM)
        seconds = night(place, published, FIRST_NIGHT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tier, count(*) FROM tiers_membership GROUP BY 1 ORDER BY 1")
            print(f"  first night {seconds:.1f} s: {dict(cursor.fetchall())}", flush=True)
    return place, published, seconds


def night(place: Property, published: Published, day: date) -> float:
    began = time.perf_counter()
    told = evaluating.nightly(Statements(raw_connection()), place, published, day)
    assert told["guests"] == GUESTS, told
    return time.perf_counter() - began


def one_by_one(published: Published, day: date) -> float:
    """Seconds a guest takes when row, visits and decision are fetched and made for each through the ORM."""
    ids = list(Membership.objects.order_by("pk").values_list("pk", flat=True)[:: GUESTS // SAMPLE])
    names = [name.removesuffix("_id") if name == "guest_id" else name for name in COLUMNS]
    json = ("basis", "trial", "facts", "under", "chance", "used")
    began = time.perf_counter()
    for pk in ids:
        with transaction.atomic():
            row = Membership.objects.select_for_update().get(pk=pk)
            values = [
                pk
                if name == "guest"
                else _as_text(getattr(row, name))
                if name in json
                else getattr(row, name)
                for name in names
            ]
            visits = Visit.objects.filter(guest_id=pk, checked_out_at__isnull=False, check_in_on__lte=day)
            history = of_visits(
                (visit.check_in_on, visit.nights, visit.room_cents + visit.other_cents) for visit in visits
            )
            out = decide(published.programme, pk, state_of(values), history, day)
            held = out.state.held
            row.tier, row.rank, row.kind, row.until = held.tier, held.rank, held.kind, held.until
            row.save(update_fields=["tier", "rank", "kind", "until"])
    return (time.perf_counter() - began) / len(ids)


def _as_text(value: object) -> str | None:
    import msgspec

    return None if value is None else msgspec.json.encode(value).decode()


@bench(
    "tiers_nightly",
    "members a second looked at in a night of 100,000 members with two years of visits, against guest by guest by ORM",
    unit="members/s",
    aim=5,
)
def nightly_against_one_by_one() -> Figures:
    place, published, _ = stage()
    with in_property(place):
        taken = sorted(night(place, published, date(2026, 1, 2 + run)) for run in range(RUNS))
        peer = one_by_one(published, date(2026, 1, 8))
    return Figures(GUESTS / taken[RUNS // 2], 1 / peer, RUNS)


@bench(
    "tiers_first_night",
    "the night in which 100,000 guests become members and rise, against the five minutes it may take",
    unit="s",
    aim=1,
    less_is_better=True,
)
def first_night() -> Figures:
    _, _, seconds = stage()
    return Figures(seconds, LIMIT_S, 1)
