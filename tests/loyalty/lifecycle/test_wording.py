"""Every stage has its reason in words, in both languages, and never a fact that is not there."""

from dataclasses import replace

import pytest

from loyalty.lifecycle import wording
from loyalty.lifecycle.wording import Place

AWAY = Place("at_risk", "late", 3, 141, False, 60, 62.0, 128.0)


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        # C125, as CAPABILITIES has it.
        (
            AWAY,
            "预警：上次入住 141 天前，同类客人多数在 62–128 天内再来",
            "At risk: the last visit was 141 days ago; most guests of this kind come again within 62–128 days",
        ),
        (
            replace(AWAY, stage="sticky", deviation="on_pattern", away_days=0, in_house=True),
            "黏度：正在第 3 次入住，同类客人多数在 62–128 天内再来",
            "Sticky: staying now, for visit 3; most guests of this kind come again within 62–128 days",
        ),
        (
            replace(AWAY, stage="sticky", deviation="early", last_gap_days=1),
            "黏度：第 3 次入住与上一次只隔 1 天，比同类客人早得多",
            "Sticky: visit 3 came only 1 day after the one before, much earlier than usual",
        ),
        (
            replace(AWAY, stage="new", deviation="unknown", visits=1, away_days=0, lower=None, upper=None),
            "新客：上次入住就在今天，同类客人太少，还看不出规律",
            "New: the last visit began today; too few guests of this kind to know a pattern",
        ),
        (
            replace(AWAY, stage="dormant", away_days=200),
            "沉睡：原来常来，上次入住 200 天前，半年没有再来",
            "Dormant: used to come regularly; the last visit was 200 days ago, and none for half a year",
        ),
        (
            replace(AWAY, stage="lost", away_days=500),
            "流失：上次入住 500 天前，一年多没有再来",
            "Lost: the last visit was 500 days ago, and none for more than a year",
        ),
    ],
)
def test_where_a_guest_stands_is_said_with_its_reason(place: Place, zh: str, en: str) -> None:
    assert wording.says(place) == (zh, en)


def test_whose_norm_it_is_is_said_where_it_is_not_the_cohorts_own() -> None:
    assert wording.fallback("source:携程", "source:携程", pooled=False) is None
    zh, en = wording.fallback("money:携程/high", "channel:ota", pooled=False) or ("", "")
    assert zh == "携程客人中首次消费较高的样本不足（少于 30 位，或回头不足 5 位），按OTA 客人计算"
    assert "guests from OTAs" in en
    assert "第 2 次起" in (wording.fallback("source:携程", "property", pooled=True) or ("",))[0]
    # A name may hold what stands between the parts.
    assert wording.cohort("money:A/B:C/low")[0] == "A/B:C客人中首次消费较低的"
