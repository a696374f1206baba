"""The lifecycle in words, Chinese and English: where a guest stands and why, and whose norm that is."""

from dataclasses import dataclass

Words = tuple[str, str]

# A PMS that has not said yet that a guest left: so many days after the planned departure he counts as gone.
OVERSTAYED_DAYS = 2

STAGES: dict[str, Words] = {
    "new": ("新客", "New"),
    "sticky": ("黏度", "Sticky"),
    "at_risk": ("预警", "At risk"),
    "dormant": ("沉睡", "Dormant"),
    "lost": ("流失", "Lost"),
}
DEVIATIONS: dict[str, Words] = {
    "unknown": ("未知", "unknown"),
    "early": ("提前", "early"),
    "on_pattern": ("正常", "on pattern"),
    "late": ("逾期", "late"),
}
GROUPS: dict[str, Words] = {
    "key_value": ("重要价值客人", "key guest, to care for"),
    "key_grow": ("重要发展客人", "key guest, to develop"),
    "key_keep": ("重要保持客人", "key guest, to keep"),
    "key_regain": ("重要挽留客人", "key guest, to regain"),
    "low_value": ("一般价值客人", "general guest, to care for"),
    "low_grow": ("一般发展客人", "general guest, to develop"),
    "low_keep": ("一般保持客人", "general guest, to keep"),
    "low_regain": ("一般挽留客人", "general guest, to regain"),
}
TIERS: dict[str, Words] = {
    "platinum": ("铂金", "platinum"),
    "gold": ("黄金", "gold"),
    "silver": ("白银", "silver"),
    "potential": ("潜力", "potential"),
    "churn_warning": ("流失预警", "churn warning"),
}
MOTIVES: dict[str, Words] = {
    "captive": ("商圈独霸", "captive of the area"),
    "convenience": ("便利", "convenience"),
    "quality": ("软硬件", "hard- and software"),
    "price": ("价格敏感", "price-sensitive"),
    "loyal": ("忠诚", "loyal"),
}
CHANNELS: dict[str, Words] = {
    "member": ("会员渠道客人", "guests of the member channel"),
    "corporate": ("协议客人", "corporate guests"),
    "ota": ("OTA 客人", "guests from OTAs"),
    "walk_in": ("散客", "walk-in guests"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a guest stands, as far as the sentence needs it. Bounds in days; None: no norm."""

    stage: str
    deviation: str
    visits: int
    away_days: int  # 0 while in house or upon the day of arrival
    in_house: bool
    last_gap_days: int | None
    lower: float | None
    upper: float | None


def says(place: Place) -> Words:
    """Where the guest stands and what that is judged by: "预警：上次入住 141 天前，同类客人多数在 62–128 天内再来"."""
    name, english = STAGES[place.stage]
    zh, en = _why(place)
    return f"{name}：{zh}", f"{english}: {en}"


def _why(place: Place) -> Words:
    away = place.away_days
    if place.stage == "lost":
        return (
            f"上次入住 {away} 天前，一年多没有再来",
            f"the last visit was {_days(away)} ago, and none for more than a year",
        )
    if place.stage == "dormant":
        return (
            f"原来常来，上次入住 {away} 天前，半年没有再来",
            f"used to come regularly; the last visit was {_days(away)} ago, and none for half a year",
        )
    if place.deviation == "early" and place.last_gap_days is not None:
        return (
            f"第 {place.visits} 次入住与上一次只隔 {place.last_gap_days} 天，比同类客人早得多",
            f"visit {place.visits} came only {_days(place.last_gap_days)} after the one before, much earlier than usual",
        )
    zh, en = _absence(place)
    if place.lower is None or place.upper is None:
        return f"{zh}，同类客人太少，还看不出规律", f"{en}; too few guests of this kind to know a pattern"
    lower, upper = round(place.lower), round(place.upper)
    return (
        f"{zh}，同类客人多数在 {lower}–{upper} 天内再来",
        f"{en}; most guests of this kind come again within {lower}–{upper} days",
    )


def _absence(place: Place) -> Words:
    if place.in_house:
        return f"正在第 {place.visits} 次入住", f"staying now, for visit {place.visits}"
    if place.away_days == 0:
        return "上次入住就在今天", "the last visit began today"
    return f"上次入住 {place.away_days} 天前", f"the last visit was {_days(place.away_days)} ago"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def cohort(code: str) -> Words:
    """A cohort in words."""
    kind, _, name = code.partition(":")
    if kind == "channel":
        return CHANNELS.get(name, (name, name))
    if kind == "source":
        return f"{name}客人", f"guests from {name}"
    if kind == "money":
        source, _, half = name.rpartition("/")
        if half == "high":
            return f"{source}客人中首次消费较高的", f"guests from {source} who spent more on the first visit"
        return f"{source}客人中首次消费较低的", f"guests from {source} who spent less on the first visit"
    return "本店全部客人", "all guests of the property"


def fallback(cohort_code: str, taken_from: str, *, pooled: bool) -> Words | None:
    """What the screen says where a norm is not the cohort's own: too few guests or returns, so another's stands in."""
    if pooled:
        return (
            "到了这一次入住的客人样本不足，按全店客人第 2 次起的所有间隔计算",
            "too few guests at this visit: by every gap of the property from the second visit on",
        )
    if not taken_from or taken_from == cohort_code:
        return None
    (own_zh, own_en), (zh, en) = cohort(cohort_code), cohort(taken_from)
    return (
        f"{own_zh}样本不足（少于 30 位，或回头不足 5 位），按{zh}计算",
        f"too few {own_en} at this visit (below 30, or below 5 who came again): by {en}",
    )
