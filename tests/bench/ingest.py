"""Stays a second: with everything derived over HTTP, against COPY into the same table, and against DRF."""

import io
import json
import random
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from django.db import connection
from rest_framework import serializers

from chains.models import Chain
from chains.opening import open_chain
from loyalty import journey
from loyalty.guests.models import Guest
from loyalty.stays import incoming
from loyalty.stays.models import Stay
from partners import keys
from tenants.context import as_owner, in_property
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench._server import busy, median_of, web_server
from tests.bench.registry import Figures, bench

CST = timezone(timedelta(hours=8))
STAYS, GUESTS, AT_ONCE, RUNS = 20_000, 8_000, 1_000, 3
SOURCES = ["携程", "美团", "飞猪", "官网", "小程序", "会员", "协议单位", "散客"]


def stays(seed: int, count: int, *, status: str = "checked_out") -> list[dict[str, Any]]:
    """Plausible stays of two years in order of arrival, no messages twice: the work is the same in every run."""
    rng = random.Random(seed)
    made = []
    for n in range(count):
        guest = rng.randrange(GUESTS)
        begin = datetime(2024, 1, 1, 14, tzinfo=CST) + timedelta(
            days=730 * n // count, minutes=rng.randrange(500)
        )
        end = (begin + timedelta(days=rng.choice([1, 1, 1, 2, 3]))).replace(hour=11, minute=0)
        rate = f"{rng.choice([158, 188, 208, 268, 328])}.00"
        made.append(
            {
                "external_id": f"F{n:07d}",
                "updated_at": end.isoformat(),
                "status": status,
                "check_in": begin.isoformat(),
                "check_out": end.isoformat(),
                "room_no": f"8{rng.randrange(101, 640)}",
                "room_type": "大床房",
                "rate": rate,
                "revenue": {"room": rate, "fnb": "38.00", "other": "0.00"},
                "source": rng.choice(SOURCES),
                "checked_in_by": {"external_id": f"S{rng.randrange(1, 6):02d}", "name": "前台"},
                "requests": rng.sample(["加一个枕头", "提前开空调", "安静楼层"], rng.choice([0, 0, 1])),
                "guest": {"external_id": f"G{guest:05d}", "name": f"客{guest}", "phone": f"138{guest:08d}"},
            }
        )
    return made


def batches(slug: str, rows: list[dict[str, Any]]) -> list[tuple[str, str, bytes]]:
    path = f"/api/v1/properties/{slug}/stays/batch"
    return [
        ("POST", path, json.dumps({"stays": rows[at : at + AT_ONCE]}, ensure_ascii=False).encode())
        for at in range(0, len(rows), AT_ONCE)
    ]


def setting() -> tuple[Chain, list[Property], dict[str, str]]:
    """A chain of two properties, and headers that open it."""
    chain, _ = open_chain(slug="bench-ingest", name="测速")
    hotels = [open_property(chain, slug=f"bench-ingest-{n}", name=f"{n}店")[0] for n in (1, 2)]
    _, plain = keys.issue(chain, name="bench", scopes=("*",), property_ids=[])
    return chain, hotels, {"Authorization": f"Bearer {plain}", "Content-Type": "application/json"}


def emptied(hotel: Property) -> None:
    with as_owner(hotel.schema_name), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE remarks_task, stays_stay, stays_visit, guests_doubt, guests_identity, guests_guest CASCADE"
        )


def over_http(status: str) -> float:
    """Stays a second through the batch endpoint: two clients, a property each, 1,000 at once."""
    _, hotels, headers = setting()
    work = [batches(hotel.slug, stays(n, STAYS // 2, status=status)) for n, hotel in enumerate(hotels)]
    with web_server() as port:

        def once(run: int) -> float:
            for hotel in hotels:
                emptied(hotel)
            return STAYS / busy(port, work, headers)

        once(0)  # warm
        return median_of(once, RUNS)


def by_copy() -> float:
    """Rows a second by COPY into the stays table as it is (indexes, foreign keys), 1,000 to a transaction."""
    _, (hotel, _), _ = setting()
    columns = ", ".join(field.column for field in Stay._meta.concrete_fields)
    with as_owner(hotel.schema_name):
        connection.ensure_connection()
        connection.apply()
        raw = connection.connection
        lines = io.BytesIO()
        with raw.cursor() as cursor, cursor.copy(f"COPY stays_stay ({columns}) TO STDOUT") as out:
            for part in out:
                lines.write(part)
        rows = lines.getvalue().splitlines(keepends=True)
        chunks = [b"".join(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE)]

        def once(run: int) -> float:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE stays_stay CASCADE")
            began = time.perf_counter()
            for chunk in chunks:
                with raw.cursor() as cursor, cursor.copy(f"COPY stays_stay ({columns}) FROM STDIN") as into:
                    into.write(chunk)
            return len(rows) / (time.perf_counter() - began)

        return median_of(once, RUNS)


@bench(
    "ingest_derived_vs_copy",
    "stays over HTTP with visits, remarks, tasks and figures derived, against COPY into the same stays table",
    unit="stays/s",
    aim=0.25,
)
def derived_against_copy() -> Figures:
    ours = over_http("checked_out")
    return Figures(ours=ours, peer=by_copy(), runs=RUNS)


@bench(
    "ingest_batch", "stays over HTTP with everything derived, against the aim of 5,000", unit="stays/s", aim=1
)
def derived_against_aim() -> Figures:
    return Figures(ours=over_http("checked_out"), peer=5_000, runs=RUNS)


@bench(
    "ingest_bare_vs_copy",
    "bookings over HTTP (guest matched, nothing counted), against COPY into the same stays table",
    unit="stays/s",
    aim=0.25,
)
def bare_against_copy() -> Figures:
    ours = over_http("booked")
    return Figures(ours=ours, peer=by_copy(), runs=RUNS)


class StayWithGuest(serializers.ModelSerializer):  # type: ignore[type-arg]
    """The ordinary way: one ModelSerializer, many=True, the guest looked up by a slug field."""

    guest = serializers.SlugRelatedField(slug_field="anchor", queryset=Guest.objects.all())
    requests = serializers.ListField(child=serializers.CharField(), allow_empty=True)

    class Meta:
        model = Stay
        exclude = ["visit"]
        read_only_fields = ["id"]


@bench(
    "ingest_bare_vs_drf",
    "bookings in process from JSON to the table, against a ModelSerializer with many=True on the same table",
    unit="stays/s",
    aim=5,
)
def bare_against_drf() -> Figures:
    _, (hotel, other), _ = setting()
    rows = stays(5, 2_000, status="booked")
    bodies = [json.dumps(row, ensure_ascii=False).encode() for row in rows]

    def ours(run: int) -> float:
        emptied(hotel)
        began = time.perf_counter()
        with in_property(hotel):
            for at in range(0, len(bodies), 500):
                journey.follow(hotel, [incoming.decode(body) for body in bodies[at : at + 500]])
        return len(rows) / (time.perf_counter() - began)

    figure = median_of(ours, RUNS)
    with in_property(hotel):
        guests = list(Guest.objects.all())
        data = [serializer_row(stay) for stay in Stay.objects.select_related("guest")[:500]]

    def peer(run: int) -> float:
        emptied(other)
        with in_property(other):
            Guest.objects.bulk_create(guests)
            began = time.perf_counter()
            many = StayWithGuest(data=data, many=True)
            many.is_valid(raise_exception=True)
            many.save()
            return len(data) / (time.perf_counter() - began)

    return Figures(ours=figure, peer=median_of(peer, RUNS), runs=RUNS)


def serializer_row(stay: Stay) -> dict[str, Any]:
    row = {field.name: getattr(stay, field.name) for field in Stay._meta.concrete_fields}
    row |= {"guest": stay.guest.anchor}
    return {name: value for name, value in row.items() if name not in ("id", "visit", "digest")}


@bench(
    "single_put",
    "single PUTs a second over HTTP, everything derived, against the aim of 400",
    unit="PUT/s",
    aim=1,
)
def single_puts() -> Figures:
    _, hotels, headers = setting()

    def work(run: int) -> list[list[tuple[str, str, bytes]]]:
        made = []
        for n, hotel in enumerate(hotels):
            for half in (0, 1):
                rows = stays(100 + 10 * run + n, 1_000)[half * 500 : half * 500 + 500]
                path = f"/api/v1/properties/{hotel.slug}/stays/"
                made.append(
                    [
                        ("PUT", f"{path}{row['external_id']}", json.dumps(row, ensure_ascii=False).encode())
                        for row in rows
                    ]
                )
        return made

    with web_server() as port:

        def once(run: int) -> float:
            for hotel in hotels:
                emptied(hotel)
            return 2_000 / busy(port, work(run), headers)

        once(9)
        return Figures(ours=median_of(once, RUNS), peer=400, runs=RUNS)
