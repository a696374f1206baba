"""Cells on who slips away, on campaigns and on messages: put in the place of what stood, and read.

`property_id` is a plain number, nothing here names a guest. What the numbers mean is told by loyalty.figures.told.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Sum

from reports.models import (
    CampaignCell,
    CampaignName,
    MessageCell,
    SpellCell,
    StageCell,
    WinningAge,
    WinningDocument,
)

LOCK = 7304  # the first number of the advisory lock; the second is the property
BATCH = 5_000
# All tables of a property, for erasing.
TABLES = (WinningDocument, StageCell, SpellCell, CampaignCell, CampaignName, MessageCell, WinningAge)


def lock(property_id: int) -> None:
    """One refresh of a property at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [LOCK, property_id])


def age(property_id: int) -> tuple[dict[str, Any], datetime | None]:
    """What the property's cells were made from, and when; nothing before the first time."""
    found = WinningAge.objects.filter(pk=property_id).first()
    return (dict(found.seen), found.made_at) if found else ({}, None)


def made(property_id: int, moment: datetime, seen: Mapping[str, Any]) -> None:
    WinningAge.objects.update_or_create(pk=property_id, defaults={"made_at": moment, "seen": dict(seen)})


def as_of(property_ids: Sequence[int]) -> datetime | None:
    """When the oldest of these figures was made; None where one of them has none yet."""
    moments = dict(WinningAge.objects.filter(pk__in=property_ids).values_list("pk", "made_at"))
    return min(moments.values()) if moments else None


def replace_documents(property_id: int, day: date, moment: datetime, documents: Mapping[str, Any]) -> None:
    for kind, document in documents.items():
        WinningDocument.objects.update_or_create(
            pk=(property_id, kind), defaults={"as_of": day, "document": document, "made_at": moment}
        )


def documents(property_ids: Sequence[int], kind: str) -> dict[int, Any]:
    """Property -> its document of this kind, where it has one."""
    rows = WinningDocument.objects.filter(property_id__in=property_ids, kind=kind)
    return dict(rows.values_list("property_id", "document"))


def newest_day(property_ids: Sequence[int]) -> date | None:
    """The day up to which the stages are known."""
    found: date | None = StageCell.objects.filter(property_id__in=property_ids, reckoned=False).aggregate(
        day=Max("day")
    )["day"]
    return found


Stage = tuple[str, str, str, int]  # channel, source, stage, guests


def replace_stages(property_id: int, day: date, rows: Iterable[Stage], *, reckoned: bool = False) -> None:
    StageCell.objects.filter(property_id=property_id, day=day).delete()
    StageCell.objects.bulk_create(
        (
            StageCell(
                property_id=property_id,
                day=day,
                channel=channel,
                source=source,
                stage=stage,
                n=n,
                reckoned=reckoned,
            )
            for channel, source, stage, n in rows
        ),
        batch_size=BATCH,
    )


def stage_days(property_id: int) -> set[date]:
    rows = StageCell.objects.filter(property_id=property_id).values_list("day", flat=True).distinct()
    return set(rows)


def replace_spells(property_id: int, rows: Iterable[tuple[str, int, bytes]]) -> None:
    """(cohort 'channel|source', ordinal, body)"""
    SpellCell.objects.filter(property_id=property_id).delete()
    SpellCell.objects.bulk_create(
        (
            SpellCell(property_id=property_id, kind="source", cohort=cohort, ordinal=ordinal, body=body)
            for cohort, ordinal, body in rows
        ),
        batch_size=500,
    )


def spells(property_ids: Sequence[int]) -> list[tuple[int, str, int, bytes]]:
    """(property, cohort, ordinal, body)"""
    rows = SpellCell.objects.filter(property_id__in=property_ids).order_by("property_id", "cohort", "ordinal")
    return [
        (place, cohort, ordinal, bytes(body))
        for place, cohort, ordinal, body in rows.values_list("property_id", "cohort", "ordinal", "body")
    ]


CAMPAIGN = (
    "day", "campaign_id", "stage", "offer", "arm", "reason", "n", "sent", "answered", "visited", "visits",
    "visits_squared", "revenue_cents", "revenue_squared", "cost_cents", "saved_cents", "given", "redeemed",
    "profit_cents", "profit_squared", "cost_unknown",
)  # fmt: skip


def replace_campaigns(
    property_id: int,
    first: date,
    rows: Iterable[Sequence[Any]],
    names: Iterable[tuple[int, str, str]],
) -> None:
    """Cells of days from the first on; `rows` in the order of CAMPAIGN."""
    CampaignCell.objects.filter(property_id=property_id, day__gte=first).delete()
    CampaignCell.objects.bulk_create(
        (CampaignCell(property_id=property_id, **dict(zip(CAMPAIGN, row, strict=True))) for row in rows),
        batch_size=BATCH,
    )
    CampaignName.objects.bulk_create(
        (
            CampaignName(property_id=property_id, campaign_id=campaign, name=name, kind=kind)
            for campaign, name, kind in names
        ),
        update_conflicts=True,
        unique_fields=["property_id", "campaign_id"],
        update_fields=["name", "kind"],
    )


def replace_messages(property_id: int, first: date, rows: Iterable[tuple[date, str, int, int]]) -> None:
    """(day, channel, sent, cents) of days from the first on."""
    MessageCell.objects.filter(property_id=property_id, day__gte=first).delete()
    MessageCell.objects.bulk_create(
        (
            MessageCell(property_id=property_id, day=day, channel=channel, sent=sent, cost_cents=cents)
            for day, channel, sent, cents in rows
        ),
        batch_size=BATCH,
    )


def messages_since(property_ids: Sequence[int], first: date) -> int:
    """Messages that these properties sent on this day and later."""
    found = MessageCell.objects.filter(property_id__in=property_ids, day__gte=first).aggregate(n=Sum("sent"))
    return int(found["n"] or 0)


def forget(property_id: int) -> None:
    """The property is gone: so are its figures."""
    for table in TABLES:
        table._default_manager.filter(property_id=property_id).delete()
