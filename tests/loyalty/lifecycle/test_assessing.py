"""A property judged by night, and a guest upon a visit: what is written, what is kept, what is not written twice."""

from django.db import connection

from kernel.statements import Statements
from loyalty.lifecycle import reading
from loyalty.lifecycle.models import Change, State
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.loyalty.lifecycle.filling import crowd, night


def test_a_night_judges_everybody_and_learns_norms_for_each_cohort(acme_1: Property) -> None:
    with in_property(acme_1):
        crowd(1500, 1)
    told = night(acme_1)
    assert told["guests"] == 1500 == told["written"]
    with in_property(acme_1):
        document = reading.basis(Statements(raw_connection()))
        assert document is not None
        kinds = [each.kind for each in document.cohorts]
        assert kinds[:5] == ["property", "channel", "channel", "channel", "channel"]
        assert kinds.count("source") == 4
        assert kinds.count("money") == 8
        assert document.visits is not None
        assert document.cohorts[0].steps[0].guests == 1500
        assert sum(document.stages.values()) == 1500
        assert State.objects.count() == 1500
        assert Change.objects.count() == 0  # nobody came from anywhere


def test_a_night_run_twice_writes_nothing_the_second_time(acme_1: Property) -> None:
    with in_property(acme_1):
        crowd(300, 2)
    night(acme_1)
    before = _rows(acme_1)
    assert night(acme_1)["written"] == 0
    assert _rows(acme_1) == before


def _rows(place: Property) -> list[tuple[object, ...]]:
    """Every row with the transaction that wrote it."""
    found = []
    with in_property(place), connection.cursor() as cursor:
        for table in ("state", "change", "basis"):
            cursor.execute(f"SELECT ctid::text, t::text FROM lifecycle_{table} t ORDER BY 1")
            found += cursor.fetchall()
    return found
