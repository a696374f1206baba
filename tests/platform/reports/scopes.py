"""What a report is about, as the API would say it."""

from datetime import date

from chains.models import Chain
from reports.ranges import Range
from reports.reading import Place, Scope
from tenants.models import Property

MARCH = Range(date(2025, 3, 1), date(2025, 3, 31))


def scope_of(chain: Chain, places: list[Property]) -> Scope:
    return Scope(
        chain.pk,
        chain.time_zone,
        chain.targets,
        tuple(Place(place.pk, place.slug, place.name, place.city, place.targets) for place in places),
    )
