"""The channel-mix coach and the planner of a contact pool: what to do about OTAs, and what contacts are worth.

C14, C15, C29: above one half OTA it alarms; never is OTA to be reduced before private traffic exceeds it.
C19, C30, C31: the field's arithmetic, with the property's own measured figures beside it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

from django.db.models import Sum

from chains.models import CHANNELS
from kernel import money
from loyalty.figures.told import names
from loyalty.lifecycle import planning
from loyalty.lifecycle.planning import OtaAdvice
from reports.comparison import comparison
from reports.measures import share
from reports.models import MonthCell
from reports.ranges import Range, month_of
from reports.reading import Scope

DAY = timedelta(days=1)
MIX_DAYS = 91  # thirteen weeks, as the overview
MEASURED_DAYS = 365
TREND_MONTHS = 12
# A trend is told only from so many months, each of so many visits, and where chance hardly made it.
MONTHS_MIN, VISITS_MIN, CLEAR_T = 6, 30, 2.5
FAR_DAYS = 5 * 365
ACCOUNTS = (planning.ACCOUNT_CONTACTS, 20_000)
# C20: of an official account's readers so many click, as the field has it.
OFFICIAL_ACCOUNT_CLICKS = 0.016


def channel_coach(scope: Scope, today: date, locale: str) -> dict[str, Any]:
    """In the public schema."""
    at = names.language(locale)
    days = Range(today - (MIX_DAYS - 1) * DAY, today)
    row = _row(scope, days)
    mix = row["channel_mix"]
    shares = {name: mix[name]["share"] or 0.0 for name in CHANNELS}
    trend = _trend(scope, today)
    few = planning.few_visits_share(row["visit_distribution"])
    ota = shares["ota"]
    return {
        "day": today,
        "from": str(days.start),
        "to": str(days.end),
        "visits": row["visits"],
        "parts": [
            {
                "channel": name,
                "visits": mix[name]["value"],
                "share": mix[name]["share"],
                "target": mix[name]["target"],
                "gap_pp": mix[name]["gap_pp"],
            }
            for name in CHANNELS
        ],
        "mix_gap": row["mix_gap"],
        "alarm": ota > planning.OTA_ALARM,
        "alarm_above": planning.OTA_ALARM,
        "advice": _advice(shares, row["visits"], at),
        "more": _more(mix, few, locale),
        "crossover": _crossover(crossover(trend, today), shares, at),
        "trend": trend,
        "few_visits_share": None if few is None else round(few, 6),
        "benchmarks": {"official_account_clicks": OFFICIAL_ACCOUNT_CLICKS},
    }


def _row(scope: Scope, days: Range) -> dict[str, Any]:
    """The measures of the chain, or of the one property."""
    report = comparison(scope, days, by="visits")
    found: dict[str, Any] = report["chain"] or report["properties"][0]
    return found


def _advice(shares: Mapping[str, float], visits: int, at: int) -> dict[str, str]:
    if not visits:
        return {"code": "nothing", "says": ("这段时间没有入住。", "No visits in this time.")[at]}
    ota, private = f"{shares['ota'] * 100:.1f} %", f"{shares['member'] * 100:.1f} %"
    advice = planning.ota_advice(shares)
    says = {
        OtaAdvice.ALARM: (
            f"OTA 占 {ota}，超过一半：先把 OTA 客人加为好友、转成会员；私域（{private}）超过 OTA 之前，不要减少 OTA。",
            (
                f"OTAs bring {ota}, more than half: win their guests as contacts and members. "
                f"Do not reduce OTAs before private traffic ({private}) exceeds them."
            ),
        ),
        OtaAdvice.GROW: (
            f"私域 {private}，还没有超过 OTA 的 {ota}：继续加好友、转会员，OTA 保持不动。",
            f"Private traffic is {private}, OTAs are {ota}: go on winning contacts, and leave OTAs as they are.",
        ),
        OtaAdvice.EASE: (
            f"私域 {private} 已经超过 OTA 的 {ota}：可以慢慢淡化 OTA。",
            f"Private traffic ({private}) exceeds OTAs ({ota}): they may slowly fade.",
        ),
    }
    return {"code": advice.value, "says": says[advice][at]}


def _more(mix: Mapping[str, Any], few: float | None, locale: str) -> list[dict[str, str]]:
    at, told = names.language(locale), []
    if few is not None and few > planning.FEW_VISITS_ALARM:
        told.append(
            {
                "code": "few_visits",
                "says": (
                    f"{few * 100:.0f} % 的客人只来过一两次：把姓名后面的数字变大，先抓第二次入住。",
                    f"{few * 100:.0f} % of the guests came once or twice: win the second visit first.",
                )[at],
            }
        )
    gaps = {name: mix[name]["gap_pp"] for name in CHANNELS if mix[name]["gap_pp"] is not None}
    # Not the OTA's own surplus: that is said above, and no advice is to reduce it.
    short = min((name for name in gaps if name != "ota"), key=lambda name: gaps[name], default=None)
    if short is not None and gaps[short] < 0:
        name = names.of("channel", short, locale)
        told.append(
            {
                "code": "grow",
                "says": (
                    f"离目标最远的是{name}：还差 {-gaps[short]:.1f} 个百分点。",
                    f"Furthest below its target: {name}, by {-gaps[short]:.1f} pp.",
                )[at],
            }
        )
    return told


def _trend(scope: Scope, today: date) -> list[dict[str, Any]]:
    """Channel shares of the last whole months, the oldest first."""
    last = month_of(today)
    first = last.replace(year=last.year - 1)
    rows = MonthCell.objects.filter(property_id__in=scope.ids, day__gte=first, day__lt=last)
    visits: dict[date, dict[str, int]] = defaultdict(dict)
    for day, channel, n in rows.values_list("day", "channel").annotate(n=Sum("visits")):
        visits[day][channel] = n
    return [
        {
            "month": f"{day:%Y-%m}",
            "visits": sum(counts.values()),
            **{name: share(counts.get(name, 0), sum(counts.values())) for name in CHANNELS},
        }
        for day, counts in sorted(visits.items())
    ]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Slopes in shares a month; `on` where the two lines meet, if they do and it is clear that they do."""

    clear: bool
    on: date | None
    member: float | None
    ota: float | None


def crossover(trend: Sequence[Mapping[str, Any]], today: date) -> Crossing:
    """When private share overtakes OTA, if both go on as over these months. Pure.

    By the line of least squares through OTA less private: it must fall by more than chance would have it.
    """
    months = [month for month in trend if month["visits"] >= VISITS_MIN]
    if len(months) < MONTHS_MIN:
        return Crossing(False, None, None, None)
    places = [_month_number(month["month"]) for month in months]
    member, ota = (_line(places, [month[name] or 0.0 for month in months])[0] for name in ("member", "ota"))
    slope, level, error = _line(
        places, [(month["ota"] or 0.0) - (month["member"] or 0.0) for month in months]
    )
    if slope >= 0 or (error > 0 and -slope / error < CLEAR_T):
        return Crossing(False, None, member, ota)
    meets = -level / slope  # in months
    days = round((meets - _month_number(f"{today:%Y-%m}")) * 365.25 / 12) + 15 - today.day
    if not 0 < days <= FAR_DAYS:
        return Crossing(days <= 0, None, member, ota)
    return Crossing(True, today + days * DAY, member, ota)


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _line(x: Sequence[int], y: Sequence[float]) -> tuple[float, float, float]:
    """Slope, value at 0, and the slope's standard error."""
    n, mean_x, mean_y = len(x), sum(x) / len(x), sum(y) / len(y)
    spread = sum((each - mean_x) ** 2 for each in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
    level = mean_y - slope * mean_x
    left = sum((b - level - slope * a) ** 2 for a, b in zip(x, y, strict=True))
    return slope, level, sqrt(left / max(n - 2, 1) / spread)


def _crossover(found: Crossing, shares: Mapping[str, float], at: int) -> dict[str, Any]:
    if shares["member"] > shares["ota"]:
        says = ("私域已经超过 OTA。", "Private traffic exceeds OTAs already.")
    elif found.on is not None:
        says = (
            f"照现在的走势，大约在 {found.on.year} 年 {found.on.month} 月私域超过 OTA。",
            f"If both go on as they do, private traffic overtakes OTAs around {found.on:%B %Y}.",
        )
    elif found.member is None:
        says = ("历史太短，还看不出走势。", "Too little history to see a trend.")
    else:
        says = ("走势不明显，估计不出哪天超过 OTA。", "No clear trend: the day cannot be told.")
    return {
        "clear": found.clear,
        "on": found.on,
        "member_pp_month": None if found.member is None else round(found.member * 100, 4),
        "ota_pp_month": None if found.ota is None else round(found.ota * 100, 4),
        "says": says[at],
    }


@dataclass(frozen=True, slots=True)
class PoolAsked:
    daily: int
    visits: float
    rate_cents: int
    cost_cents: int
    rooms: int | None
    occupancy: float | None


def contact_pool(scope: Scope, asked: PoolAsked, today: date, locale: str) -> dict[str, Any]:
    """In the public schema."""
    at = names.language(locale)
    plan = planning.pool(asked.daily, asked.visits, asked.rate_cents, asked.cost_cents)
    capture = None
    if asked.rooms is not None and asked.occupancy is not None:
        capture = {
            "rooms_a_night": round(planning.rooms_a_night(asked.rooms, asked.occupancy), 2),
            "capture_rate": _rounded(planning.capture_rate(asked.daily, asked.rooms, asked.occupancy)),
        }
    return {
        "day": today,
        "plan": {
            "contacts_a_month": plan.contacts_a_month,
            "contacts_a_year": plan.contacts_a_year,
            "visits_a_year": plan.visits_a_year,
            "revenue_a_year": money.amount(plan.revenue_cents),
            "saved": money.amount(plan.saved_cents),
        },
        "accounts": [_account(holds, asked.daily, today) for holds in ACCOUNTS],
        "capture": capture,
        "measured": _measured(scope, today),
        "says": (
            (
                f"每天加 {asked.daily} 位好友，一年 {plan.contacts_a_year:,} 位，带来约 {plan.visits_a_year:,.0f} 次入住、"
                f"¥{money.whole(plan.revenue_cents):,} 收入；省下获客费 ¥{money.whole(plan.saved_cents):,}。"
            ),
            (
                f"{asked.daily} contacts a day are {plan.contacts_a_year:,} a year, some {plan.visits_a_year:,.0f} visits and "
                f"¥{money.whole(plan.revenue_cents):,}; ¥{money.whole(plan.saved_cents):,} of acquisition cost saved."
            ),
        )[at],
    }


def _account(holds: int, daily: int, today: date) -> dict[str, Any]:
    days = -(-holds // daily) if daily else None
    return {"holds": holds, "full_in_days": days, "full_on": None if days is None else today + days * DAY}


def _measured(scope: Scope, today: date) -> dict[str, Any]:
    """What really was, in the days of real years."""
    days = Range(today - (MEASURED_DAYS - 1) * DAY, today)
    row = _row(scope, days)
    visits, guests = row["visits"], row["active_guests"]
    new = visits - row["repeat_visits"]  # first visits
    return {
        "days": MEASURED_DAYS,
        "new_guests": new,
        "new_guests_a_day": round(new / MEASURED_DAYS, 4),
        "active_guests": guests,
        "visits": visits,
        "visits_a_guest_year": round(visits / guests, 4) if guests else None,
        "average_rate": row["adr"],
        "revenue_a_year": row["room_revenue"] if visits else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
