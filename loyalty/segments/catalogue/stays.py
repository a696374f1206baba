"""What follows from the visits and stays of a guest. Both always belong to the guest who stands for the person."""

from typing import Any

from loyalty.segments.catalogue.guests import CHANNELS
from loyalty.segments.fields import STATE, Field

IN_WINDOW = "v.check_in_on BETWEEN {from} AND {to}"


def _visits(test: str = "{test}") -> str:
    return (
        "g.id IN (SELECT v.guest_id FROM stays_visit v WHERE {window} AND {of} GROUP BY v.guest_id"  # noqa: S608
        f" HAVING {test})"
    )


ANY_VISIT = "g.id IN (SELECT v.guest_id FROM stays_visit v WHERE {window} AND {test})"
FIRST = "g.id IN (SELECT v.guest_id FROM stays_visit v WHERE v.ordinal = 1 AND {test})"
TOLD = "g.id IN (SELECT s.guest_id FROM stays_stay s WHERE s.status = '{status}' AND {window} GROUP BY 1 HAVING {test})"
ARRIVING = "g.id IN (SELECT s.guest_id FROM stays_stay s WHERE s.status = 'booked' AND s.check_in_on >= {today} AND {test})"
# Nobody who came half a year ago is still in the house: a folio that was never closed.
IN_HOUSE = """(g.id IN (SELECT s.guest_id FROM stays_stay s WHERE s.status = 'in_house' AND s.check_in_on >= {today} - 180))"""
CHILDREN = (
    "(g.id IN (SELECT s.guest_id FROM stays_stay s WHERE s.counted AND (s.details->>'children')::int > 0))"
)
REQUESTED = "g.id IN (SELECT s.guest_id FROM stays_stay s, unnest(s.requests) AS q WHERE {test})"
CHANNEL: dict[str, Any] = {"of": "v.channel = ANY({of})", "of_zh": "渠道", "of_en": "channel"}
STAY_DAY = "s.check_in_on BETWEEN {from} AND {to}"

FIELDS = (
    Field("visits_in", "stays", "入住次数", "visits", "count", "count(*)", _visits(), empty=0, window=IN_WINDOW,
          unit_zh=" 次", kept=("g.visits", ""), **CHANNEL),
    Field("nights_in", "stays", "间夜数", "nights", "count", "sum(v.nights)", _visits(), empty=0, window=IN_WINDOW,
          unit_zh=" 晚", kept=("g.nights", ""), **CHANNEL),
    Field("spend_in", "value", "消费金额", "spend", "money", "sum(v.room_cents + v.other_cents)", _visits(), empty=0,
          window=IN_WINDOW, kept=("g.spend_cents", ""), **CHANNEL),
    Field("other_spend_in", "value", "客房以外消费", "spend beside the room", "money", "sum(v.other_cents)", _visits(),
          empty=0, window=IN_WINDOW, **CHANNEL),
    Field("average_rate", "value", "平均房价", "the average rate", "money", "sum(least(v.rate_cents, 2000000000)::int) / count(*)", _visits(),
          window=IN_WINDOW, kept=("a.rate_cents_avg", STATE), **CHANNEL),
    Field("highest_rate", "value", "最高房价", "the highest rate", "money", "max(v.rate_cents)", _visits(),
          window=IN_WINDOW, **CHANNEL),
    Field("ota_share", "stays", "OTA 入住占比", "share of visits by OTA", "share",
          "(count(*) FILTER (WHERE v.channel = 'ota'))::float8 / count(*)", _visits(), window=IN_WINDOW,
          kept=("a.ota_share", STATE)),
    Field("weekend_share", "stays", "周末入住占比", "share of visits on Friday or Saturday", "share",
          "(count(*) FILTER (WHERE mod(v.check_in_on - date '2001-01-01', 7) IN (4, 5)))::float8 / count(*)", _visits(), window=IN_WINDOW,
          kept=("a.weekend_share", STATE)),
    Field("channels", "stays", "用过的渠道", "channels ever used", "words", "v.channel", ANY_VISIT, window=IN_WINDOW,
          choices=CHANNELS),
    Field("sources", "stays", "用过的来源", "sources ever used", "words", "v.source", ANY_VISIT, window=IN_WINDOW),
    Field("room_types", "stays", "住过的房型", "room types stayed in", "words", "v.room_type", ANY_VISIT,
          window=IN_WINDOW),
    Field("rooms", "stays", "住过的房号", "rooms stayed in", "words", "v.room_no", ANY_VISIT, window=IN_WINDOW),
    Field("first_channel", "stays", "首次渠道", "the first channel", "word", "v.channel", FIRST, choices=CHANNELS),
    Field("first_source", "stays", "首次来源", "the first source", "word", "v.source", FIRST),
    Field("lead_time", "stays", "平均提前预订天数", "days booked ahead, on average", "count", "a.lead_days_avg", STATE,
          unit_zh=" 天"),
    Field("cancellations", "stays", "取消次数", "cancellations", "count", "count(*)",
          TOLD.replace("{status}", "cancelled"), empty=0, window=STAY_DAY, unit_zh=" 次"),
    Field("no_shows", "stays", "未到次数", "no-shows", "count", "count(*)", TOLD.replace("{status}", "no_show"),
          empty=0, window=STAY_DAY, unit_zh=" 次"),
    Field("next_arrival", "stays", "预订的到店日", "the next arrival", "day", "s.check_in_on", ARRIVING, nullable=True),
    Field("in_house", "stays", "在店", "is in the house", "flag", IN_HOUSE),
    Field("with_children", "stays", "带孩子入住过", "stayed with children", "flag", CHILDREN),
    Field("requests", "stays", "提过的要求", "requests made", "text", "q", REQUESTED),
)  # fmt: skip
