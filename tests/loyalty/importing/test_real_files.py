"""Two real files, whole: every row becomes a stay or a refused row with its reason, and the two add up.

The files are public research data that live beside the project, not in it: see tests/conftest.py on what happens
where they are not there.
"""

import csv
from collections import Counter

import pytest
from django.db import connection

from loyalty.importing import mapping, running, wizard
from loyalty.importing.models import Import
from loyalty.stays.models import Stay, Visit
from tenants.context import as_owner, in_property
from tenants.models import Property
from tests.conftest import SHARED_DATA

pytestmark = pytest.mark.shared_data

INN = {
    "fields": {
        "external_id": {"column": "Booking_ID"},
        "guest.external_id": {"column": "Booking_ID"},
        "guest.name": {"column": "Booking_ID"},
        "check_in": {"date_parts": ["arrival_year", "arrival_month", "arrival_date"]},
        "check_out": {"nights": ["no_of_weekend_nights", "no_of_week_nights"]},
        "status": {
            "column": "booking_status",
            "values": {"Canceled": "cancelled", "Not_Canceled": "checked_out"},
        },
        "source": {
            "column": "market_segment_type",
            "values": {"Online": "OTA", "Offline": "旅行社", "Corporate": "公司", "Complementary": "免费房"},
        },
        "rate": {"column": "avg_price_per_room"},
        "room_type": {"column": "room_type_reserved"},
    }
}
CDNOW = {
    "fields": {
        "guest.external_id": {"column": "列1"},
        "guest.name": {"column": "列1"},
        "check_in": {"column": "列3"},
        "check_out": {"nights": [1]},
        "rate": {"column": "列5"},
        "status": {"constant": "checked_out"},
        "source": {"constant": "官网"},
    }
}


def imported(hotel: Property, name: str, given: dict[str, object]) -> Import:
    with (SHARED_DATA / name).open("rb") as file:
        job = wizard.receive(
            file, filename=name, kind="stays", given=mapping.decode(given), created_by="test"
        )
    Import.objects.filter(pk=job.pk).update(state="queued")
    while (ended := running.run(hotel, job.pk)) is running.Ended.PAUSED:
        pass  # a slow machine needs more than one slice
    assert ended is running.Ended.DONE
    return Import.objects.get(pk=job.pk)


def test_the_inn_reservations_become_stays_or_refused_rows_with_their_reasons(acme_1: Property) -> None:
    with in_property(acme_1):
        job = imported(acme_1, "inn_reservations.csv", INN)
        assert job.state == "finished"
        assert job.rows == job.read == 36_274
        assert Stay.objects.count() + job.rejects.count() == job.rows
        assert (job.created, job.updated, job.unchanged) == (Stay.objects.count(), 0, 0)
        told = dict(job.rejects.values_list("line", "field"))
        assert told == expected_refusals()
        assert Counter(job.rejects.values_list("code", flat=True)) == {
            "no_such_day": 36,
            "missing": len(told) - 36,
        }
        assert set(job.rejects.filter(code="no_such_day").values_list("zh", flat=True)) == {
            "入住时间「2018-2-29」这一天不存在"
        }
    _look_up_by_index(acme_1)


def _look_up_by_index(hotel: Property) -> None:
    """At the test's end the database looks up what every row refers to, as it planned while the tables were empty."""
    with as_owner(hotel.schema_name), connection.cursor() as cursor:
        for table in ("guests_guest", "stays_visit", "stays_stay", "remarks_task", "importing_import"):
            cursor.execute(f"ANALYZE {table}")


def expected_refusals() -> dict[int, str]:
    """Line -> the first field that is blank or a day that did not exist, read by other means."""
    refused: dict[int, str] = {}
    with (SHARED_DATA / "inn_reservations.csv").open(newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            arrival = [row["arrival_year"], row["arrival_month"], row["arrival_date"]]
            if not all(arrival) or arrival == ["2018", "2", "29"]:
                refused[line] = "check_in"
            elif not row["no_of_weekend_nights"] or not row["no_of_week_nights"]:
                refused[line] = "check_out"
            elif not row["market_segment_type"]:
                refused[line] = "source"
            elif not row["avg_price_per_room"]:
                refused[line] = "rate"
    return refused


def test_the_cdnow_purchases_read_as_nights_lose_no_row(acme_1: Property) -> None:
    with in_property(acme_1):
        job = imported(acme_1, "cdnow_sample.txt", CDNOW)
        assert job.state == "finished"
        assert job.rows == job.read == 6_919
        assert Stay.objects.count() == job.created == 6_919
        assert job.rejects.count() == 0
        assert Visit.objects.values("guest").distinct().count() == 2_357
