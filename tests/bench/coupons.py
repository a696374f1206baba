"""Codes for print: a batch as sets, against the ORM's bulk_create of the same rows, and against the 60 s of the aim."""

import time
from datetime import date

from django.db import connection, transaction

from audit.recording import SYSTEM
from chains.opening import open_chain
from kernel import clock
from kernel.statements import Statements
from loyalty.programme.coupons import applying, batching, codes, issuing
from loyalty.programme.coupons.models import Batch, Coupon
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier, Tiers
from tenants.context import as_owner, in_property, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property
from tests.bench.registry import Figures, bench

CODES, RUNS, LIMIT_S = 100_000, 3, 60.0
TODAY = date(2026, 3, 10)
KIND = CouponKind(code="print", name="印刷券", name_en="Printed", kind="fixed", amount="20.00")
PLAN = Programme(
    name="测速", tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member")]), coupons=[KIND]
)


def hotel() -> Property:
    chain, _ = open_chain(slug="bench-coupons", name="测速")
    return open_property(chain, slug="bench-coupons-1", name="一店")[0]


def emptied(place: Property) -> None:
    with as_owner(place.schema_name), connection.cursor() as cursor:
        cursor.execute("TRUNCATE coupons_coupon, coupons_batch, coupons_stock, coupons_terms CASCADE")


def in_sets(place: Property, run: int) -> float:
    """Seconds for one batch as the product issues it: stock counted, codes drawn, rows written, committed."""
    emptied(place)
    began = time.perf_counter()
    with in_property(place), transaction.atomic():
        batching.make(
            Statements(raw_connection()),
            PLAN,
            KIND.code,
            CODES,
            until=None,
            actor=SYSTEM,
            today=TODAY,
            key=str(run),
        )
    took = time.perf_counter() - began
    with in_property(place):
        if Coupon.objects.count() != CODES:
            raise AssertionError("not every code was issued")
    return took


def by_the_orm(place: Property, run: int) -> float:
    """Seconds for the same rows by bulk_create, 5,000 at once, in one transaction."""
    emptied(place)
    began = time.perf_counter()
    with in_property(place), transaction.atomic():
        terms_id = issuing.terms_of(Statements(raw_connection()), KIND)
        batch = Batch.objects.create(
            key=str(run), terms_id=terms_id, kind=KIND.code, count=CODES, issued_on=TODAY, made_at=clock.now()
        )
        face, cost = applying.face_cents(KIND), applying.cost_cents(KIND)
        ends = applying.expires_on(KIND, TODAY)
        Coupon.objects.bulk_create(
            (
                Coupon(
                    code=code,
                    terms_id=terms_id,
                    kind=KIND.code,
                    batch=batch,
                    issued_on=TODAY,
                    expires_on=ends,
                    face_cents=face,
                    cost_cents=cost,
                    origin=f"batch:{batch.pk}",
                    issued_by="Huike",
                )
                for code in codes.make(CODES)
            ),
            batch_size=5_000,
        )
    return time.perf_counter() - began


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


@bench(
    "coupons_issue", "100,000 codes in one batch, against bulk_create", unit="s", aim=1.0, less_is_better=True
)
def issuing_in_sets() -> Figures:
    place = hotel()
    in_sets(place, 0)  # warm
    ours, orm = [], []
    for run in range(1, RUNS + 1):
        ours.append(in_sets(place, run))
        orm.append(by_the_orm(place, run))
    return Figures(ours=median(ours), peer=median(orm), runs=RUNS)


@bench(
    "coupons_issue_limit",
    "100,000 codes in one batch, against the limit",
    unit="s",
    aim=1.0,
    less_is_better=True,
)
def issuing_within_the_limit() -> Figures:
    place = hotel()
    return Figures(ours=median([in_sets(place, run) for run in range(RUNS)]), peer=LIMIT_S, runs=RUNS)
