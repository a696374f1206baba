"""The tier on the card: what is held and why, the way up, what keeps it, the second chance."""

from datetime import date

import pytest

from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.tiers import standing
from loyalty.programme.tiers.bringing import brings
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.history import History
from loyalty.programme.tiers.state import State
from loyalty.programme.tiers.terms import TierBenefit
from tests.loyalty.programme.tiers.cases import USUAL, member, nights, on, programme, tier, visits
from tests.loyalty.programme.tiers.test_deciding import FIVE, fallen, gold


def card(state: State, history: History, day: str) -> dict[str, object]:
    return standing.fragment(USUAL, state, history, date.fromisoformat(day))


def test_c54_the_card_shows_the_way_up_with_what_is_missing() -> None:
    told = card(member(USUAL), on("2026-03-15"), "2026-04-01")
    assert (told["code"], told["kind"], told["until"], told["keep"]) == ("base", "base", None, None)
    assert told["next"] == {
        "code": "silver",
        "name": "银卡会员",
        "name_en": "Silver",
        "ways": [
            {
                "measure": "visits",
                "have": 1,
                "need": 2,
                "missing": 1,
                "from": date(2026, 3, 15),
                "to": date(2027, 3, 15),
                "share": 0.5,
                "says": {
                    "zh": "再入住 1 次即可（已有 1 次入住，需要 2 次入住，截至 2027-03-15）",
                    "en": "1 more visit by 2027-03-15 (1 of 2 visits)",
                },
            }
        ],
        "brings": [],
    }


def test_the_card_shows_what_keeps_the_tier_and_that_there_is_none_above() -> None:
    told = card(gold(), on(*FIVE, "2026-06-01"), "2026-07-01")
    assert told["next"] is None
    keep = told["keep"]
    assert isinstance(keep, dict) and keep["by"] == date(2027, 3, 10)
    assert [(way["have"], way["need"], way["missing"]) for way in keep["ways"]] == [(1, 3, 2)]


def test_c52_the_card_shows_the_second_chance_while_it_runs() -> None:
    told = card(fallen(), on(*FIVE, "2027-03-20"), "2027-03-25")
    assert told["second_chance"] == {
        "tier": "gold",
        "name": "金卡会员",
        "name_en": "Gold",
        "until": date(2027, 4, 11),
        "have": 1,
        "offers": [
            {"visits": 2, "gives_until": date(2027, 6, 11)},
            {"visits": 5, "gives_until": date(2028, 3, 11)},
        ],
    }
    assert card(fallen(), on(*FIVE), "2027-04-12")["second_chance"] is None


def test_c42_a_tier_brings_what_the_one_below_has_less_of() -> None:
    benefits = [
        Benefit(code=code, name=code, name_en=code, price="38.00") for code in ("tea", "upgrade", "line")
    ]
    of = programme(
        tier("silver", benefits=[TierBenefit("tea", 1), TierBenefit("upgrade", 1)]),
        tier("gold", benefits=[TierBenefit("tea", 1), TierBenefit("upgrade"), TierBenefit("line")]),
        benefits=benefits,
    )
    assert [each["code"] for each in brings(of, 1, 2)] == ["upgrade", "line"]
    assert [each["code"] for each in brings(of, 0, 1)] == ["tea", "upgrade"]


@pytest.mark.parametrize("checked", ["at_term", "at_once"])
def test_the_card_can_be_told_in_every_state(checked: str) -> None:
    of = programme(tier("silver", visits(2, 6)), tier("gold", nights(5, 4)), checked=checked, grace_months=1)
    state, history = member(of, "2026-03-01"), on(*FIVE)
    for day in range(date(2026, 3, 1).toordinal(), date(2029, 6, 1).toordinal(), 5):
        state = decide(of, 7, state, history, date.fromordinal(day)).state
        told = standing.fragment(of, state, history, date.fromordinal(day))
        assert told["reason"]["zh"] and told["reason"]["en"]
    assert state.held.tier == "base"
