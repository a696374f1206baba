"""How a tier lasts, falls and comes back, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from loyalty.programme import wording
from loyalty.programme.document import Programme
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.history import of_visits
from loyalty.programme.tiers.moving import begun
from loyalty.programme.tiers.state import Held, State
from loyalty.programme.tiers.terms import Standing
from loyalty.programme.tiers.windows import last_day, term_end, told_from
from tests.loyalty.programme.tiers.cases import (
    CHANCES,
    USUAL,
    look,
    member,
    nights,
    on,
    programme,
    spend,
    through,
    tier,
    visits,
)

FIVE = ["2026-03-01", "2026-03-03", "2026-03-05", "2026-03-07", "2026-03-10"]


def gold(of: Programme = USUAL) -> State:
    """Gold by five nights up to 10 March 2026."""
    out = look(of, member(of), on(*FIVE), "2026-03-11")
    assert out.state.held.tier == "gold"
    return out.state


def test_a_term_is_valid_through_the_same_day_or_the_end_of_that_year() -> None:
    assert gold().held.until == date(2027, 3, 10)
    assert term_end(Standing(ends="year_end"), date(2026, 3, 10)) == date(2027, 12, 31)
    assert term_end(Standing(valid_months=1), date(2026, 1, 31)) == date(2026, 2, 28)


def test_nothing_happens_on_the_last_day_and_the_fall_comes_on_the_day_after() -> None:
    assert look(USUAL, gold(), on(*FIVE), "2027-03-10").state.held.tier == "gold"
    out = look(USUAL, gold(), on(*FIVE), "2027-03-11")
    assert out.state.held.tier == "silver" and out.changes[-1].reason == "tier_fell"


def test_c111_what_keeps_a_tier_is_asked_apart_from_what_leads_to_it() -> None:
    """Gold asks five nights in four months and is kept by three visits in twelve."""
    kept = on(*FIVE, "2026-06-01", "2026-09-01", "2027-03-10")
    out = look(USUAL, gold(), kept, "2027-03-11")
    assert out.state.held.tier == "gold" and out.changes[-1].reason == "tier_kept"
    assert out.state.held.until == date(2028, 3, 10)
    # The visits that led to gold do not keep it as well, and what comes after the term is too late.
    too_few = on(*FIVE, "2026-06-01", "2026-09-01", "2027-03-11")
    assert look(USUAL, gold(), too_few, "2027-03-12").state.held.tier == "silver"


def test_who_reaches_the_tier_anew_begins_a_new_term() -> None:
    again = ["2026-08-01", "2026-08-03", "2026-08-05", "2026-08-07", "2026-08-09"]
    out = look(USUAL, gold(), on(*FIVE, *again), "2026-08-10")
    assert out.changes[-1].reason == "tier_requalified"
    assert out.state.held.until == date(2027, 8, 9) and out.state.held.since == gold().held.since


@pytest.mark.parametrize(("falls", "to"), [("one_level", "silver"), ("to_qualified", "base")])
def test_c118_one_level_down_or_straight_to_what_is_reached(falls: str, to: str) -> None:
    of = programme(tier("silver", visits(20, 12)), tier("gold", nights(5, 4)), falls=falls)
    assert look(of, gold(of), on(*FIVE), "2027-03-11").state.held.tier == to


def test_c118_whoever_is_reached_holds_even_where_one_falls_by_one_level() -> None:
    of = programme(
        tier("bronze"), tier("silver", visits(2, 3)), tier("gold", nights(5, 4)), falls="to_qualified"
    )
    late = on(*FIVE, "2027-02-20", "2027-03-01")
    assert look(of, gold(of), late, "2027-03-11").state.held.tier == "silver"


def test_c118_grace_holds_the_tier_and_a_visit_in_it_still_counts() -> None:
    of = programme(
        tier("silver", visits(20, 12)), tier("gold", nights(5, 4), keep=[visits(3, 12)]), grace_months=2
    )
    two = on(*FIVE, "2026-06-01", "2026-09-01")
    out = look(of, gold(of), two, "2027-03-11")
    assert out.state.held.tier == "gold" and out.state.held.grace_until == date(2027, 5, 10)
    assert [notice.kind for notice in out.notices] == ["tier_in_grace"]
    saved = on(*FIVE, "2026-06-01", "2026-09-01", "2027-05-10")
    kept = look(of, out.state, saved, "2027-05-11")
    assert kept.state.held.tier == "gold" and kept.state.held.until == date(2028, 3, 10)
    assert look(of, out.state, two, "2027-05-10").state.held.tier == "gold"
    assert look(of, out.state, two, "2027-05-11").state.held.tier == "silver"


def test_c118_checked_at_once_it_falls_when_the_window_is_short_but_never_untold() -> None:
    """Three visits in six months; after them nobody came. The third last visit leaves the window on 1 July."""
    of = programme(tier("gold", visits(3, 6)), checked="at_once")
    history = on("2026-01-01", "2026-02-01", "2026-03-01")
    state = look(of, member(of), history, "2026-03-02").state
    assert state.held.until == date(2026, 7, 1)
    told = look(of, state, history, "2026-05-01")
    assert [notice.kind for notice in told.notices] == ["tier_loss"]
    assert look(of, told.state, history, "2026-07-01").state.held.tier == "gold"
    assert look(of, told.state, history, "2026-07-02").state.held.tier == "base"
    more = on("2026-01-01", "2026-02-01", "2026-03-01", "2026-06-30")
    assert look(of, told.state, more, "2026-07-02").state.held.until == date(2026, 8, 1)


def test_c51_where_the_window_is_shorter_than_the_notice_the_tier_waits_for_the_notice() -> None:
    of = programme(tier("gold", visits(3, 1)), checked="at_once")
    history = on("2026-03-01", "2026-03-05", "2026-03-09")
    out = look(of, member(of), history, "2026-03-10")
    assert out.state.held.until == date(2026, 5, 10)  # not 1 April: two months from the day it was told
    assert "tier_loss" in [notice.kind for notice in out.notices]
    days = [str(date(2026, 3, 11) + timedelta(days=n)) for n in range(61)]
    whole = through(of, out.state, history, days)
    assert whole.state.held.tier == "gold" and not whole.notices
    assert look(of, whole.state, history, "2026-05-11").state.held.tier == "base"


@pytest.mark.parametrize("until", ["2027-03-10", "2027-04-30", "2028-02-29", "2027-02-28"])
def test_c51_a_loss_is_told_at_least_two_calendar_months_before(until: str) -> None:
    end = date.fromisoformat(until)
    told = told_from(Standing(), end)
    assert last_day(told.toordinal(), 2) <= end.toordinal()


def test_c51_the_notice_says_what_keeps_the_tier_and_comes_once() -> None:
    state = gold()
    assert not [n for n in look(USUAL, state, on(*FIVE), "2027-01-09").notices if n.kind == "tier_loss"]
    out = look(USUAL, state, on(*FIVE), "2027-01-10")
    (notice,) = [n for n in out.notices if n.kind == "tier_loss"]
    said = wording.say(notice.kind, notice.facts)
    assert said.zh == "您的金卡会员有效期至 2027-03-10；在此之前再入住 3 次即可保留。"
    assert said.en == "Your Gold is valid until 2027-03-10; 3 more visits before then keep it."
    assert not look(USUAL, out.state, on(*FIVE), "2027-01-11").notices


def test_c51_who_is_safe_is_told_nothing() -> None:
    safe = on(*FIVE, "2026-06-01", "2026-09-01", "2026-12-01")
    assert not [n for n in look(USUAL, gold(), safe, "2027-01-10").notices if n.kind == "tier_loss"]


def test_c51_less_than_two_months_cannot_be_set() -> None:
    import msgspec

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"notice_months": 1}, Standing)


def test_c50_who_is_near_is_told_what_is_missing_and_what_it_brings() -> None:
    from loyalty.programme.benefits.terms import Benefit
    from loyalty.programme.tiers.terms import TierBenefit

    breakfast = Benefit(code="breakfast", name="免费早餐", name_en="Breakfast", price="38.00")
    of = programme(
        tier("gold", nights(5, 4), benefits=[TierBenefit(benefit="breakfast")]), benefits=[breakfast]
    )
    three = on("2026-03-01", "2026-03-03", "2026-03-05")
    assert not look(of, member(of), three, "2026-03-06").notices  # 60 %
    four = on("2026-03-01", "2026-03-03", "2026-03-05", "2026-04-07")
    out = look(of, member(of), four, "2026-04-08")
    (notice,) = out.notices
    assert wording.say(notice.kind, notice.facts).zh == (
        "在 2026-07-01 前（含当天）再住 1 晚，您就可以升为金卡会员，享受免费早餐。"
    )
    assert wording.say(notice.kind, notice.facts).en == (
        "1 more night by 2026-07-01 and you are Gold, with Breakfast."
    )
    assert not look(of, out.state, four, "2026-05-01").notices


def fallen() -> State:
    out = look(USUAL, gold(), on(*FIVE), "2027-03-11")
    assert out.state.held.tier == "silver"
    return out.state


def test_c52_the_fall_is_told_with_the_missed_day_and_both_offers() -> None:
    out = look(USUAL, gold(), on(*FIVE), "2027-03-11")
    (notice,) = [n for n in out.notices if n.kind == "tier_told_fall"]
    said = wording.say(notice.kind, notice.facts)
    assert said.zh == (
        "您的金卡会员保级截止日 2027-03-10 已过，现为银卡会员。再给您一次机会："
        "2027-04-11 前（含当天）入住 2 次，金卡会员恢复至 2027-06-11；"
        "2027-04-11 前（含当天）入住 5 次，金卡会员恢复至 2028-03-11。"
    )
    assert "2 visits by 2027-04-11 bring Gold back until 2027-06-11" in said.en
    assert notice.until == date(2027, 4, 11)


def test_c52_two_visits_within_the_month_bring_gold_back_for_three_months() -> None:
    history = on(*FIVE, "2027-03-20", "2027-04-11")
    out = look(USUAL, fallen(), history, "2027-04-12")
    assert (out.state.held.tier, out.state.held.kind) == ("gold", "second_chance")
    assert out.state.held.until == date(2027, 6, 11)
    assert "恢复金卡会员至 2027-06-11" in wording.say("tier_second_chance", out.state.facts).zh


def test_c52_one_day_late_is_too_late() -> None:
    history = on(*FIVE, "2027-03-20", "2027-04-12")
    assert look(USUAL, fallen(), history, "2027-04-13").state.held.tier == "silver"


def test_c52_five_visits_bring_gold_back_for_twelve_months_also_after_two_did() -> None:
    two = look(USUAL, fallen(), on(*FIVE, "2027-03-12", "2027-03-14"), "2027-03-15").state
    assert two.held.until == date(2027, 6, 11)
    of = programme(
        tier("silver", visits(2, 12)),
        tier("gold", nights(50, 4), keep=[visits(30, 12)]),
        second_chances=CHANCES,
    )
    five = on(*FIVE, "2027-03-12", "2027-03-14", "2027-03-16", "2027-03-18", "2027-03-20")
    out = look(of, two, five, "2027-03-21")
    assert out.state.held.until == date(2028, 3, 11)
    assert [change.reason for change in out.changes] == ["tier_second_chance"]


def test_c52_the_dates_that_were_told_hold_whatever_is_published_afterwards() -> None:
    other = programme(tier("silver", visits(2, 12)), tier("gold", nights(5, 4)), second_chances=[])
    out = look(other, fallen(), on(*FIVE, "2027-03-20", "2027-04-11"), "2027-04-12")
    assert out.state.held.until == date(2027, 6, 11)


def test_c52_a_second_chance_that_ends_opens_no_third() -> None:
    back = look(USUAL, fallen(), on(*FIVE, "2027-03-20", "2027-04-11"), "2027-04-12").state
    of = programme(
        tier("silver", visits(2, 12)),
        tier("gold", nights(5, 4), keep=[visits(9, 12)]),
        second_chances=CHANCES,
    )
    history = on(*FIVE, "2027-03-20", "2027-04-11")
    out = look(of, back, history, "2027-06-12")
    assert out.state.held.tier == "silver" and out.state.chance is not None and not out.state.chance.offers


def test_a_tier_that_rested_on_a_cancelled_stay_is_taken_back() -> None:
    out = look(USUAL, gold(), on(*FIVE[:3]), "2026-04-01")
    assert out.state.held.tier == "silver" and out.changes[-1].reason == "tier_taken_back"
    said = wording.say("tier_taken_back", out.state.facts)
    assert "3 个间夜" in said.zh and "3 nights" in said.en


def test_a_tier_is_not_taken_back_when_another_rule_holds() -> None:
    of = programme(tier("gold", nights(5, 4), spend(900, 12)), falls="to_qualified")
    state = look(of, member(of), on(*FIVE), "2026-03-11").state
    out = look(of, state, on(*FIVE[:3], cents=30_000), "2026-04-01")
    assert out.state.held.tier == "gold" and out.changes[-1].reason == "tier_requalified"


def test_what_was_bought_is_not_taken_back_and_comes_back_from_under() -> None:
    held = Held("silver", 1, "bought", date(2026, 2, 1), date(2027, 2, 1), date(2026, 2, 1), date(2026, 2, 1))
    state = replace(member(USUAL), held=held, reason="tier_bought")
    assert look(USUAL, state, on(), "2026-03-01").state.held == held
    up = look(USUAL, state, on(*FIVE), "2026-03-11").state
    assert up.held.tier == "gold" and up.under == held
    down = look(USUAL, up, on("2026-03-01"), "2026-04-01").state
    assert down.held == held


def test_new_rules_do_not_take_a_tier_that_was_reached_under_the_old() -> None:
    harder = programme(tier("silver", visits(20, 12)), tier("gold", nights(50, 4)))
    assert look(harder, gold(), on(*FIVE), "2026-06-01").state.held.tier == "gold"


def test_a_stay_that_came_late_undoes_the_fall() -> None:
    """Two visits and one more in house at midnight of the last day: it counts by its check-in, once checked out."""
    before = on(*FIVE, "2026-06-01", "2026-09-01")
    state = look(USUAL, gold(), before, "2027-03-11").state
    assert state.held.tier == "silver"
    late = on(*FIVE, "2026-06-01", "2026-09-01", "2027-03-10")
    out = look(USUAL, state, late, "2027-03-12")
    assert out.state.held.tier == "gold" and out.changes[0].reason == "tier_kept_late"
    assert out.state.held.until == date(2028, 3, 10)


def test_a_grant_ends_on_its_day_and_falls_to_what_is_reached() -> None:
    held = Held("gold", 2, "granted", date(2026, 2, 1), date(2026, 5, 1), date(2026, 2, 1), date(2026, 2, 1))
    state = replace(member(USUAL), held=held, reason="tier_granted")
    two = on("2026-02-10", "2026-04-01")
    assert look(USUAL, state, two, "2026-05-01").state.held.tier == "gold"
    out = look(USUAL, state, two, "2026-05-02")
    assert out.state.held.tier == "silver" and out.changes[0].reason == "tier_ended"


def test_a_tier_of_a_merged_guest_is_taken_over_and_given_back() -> None:
    other = gold().held
    out = look(USUAL, member(USUAL), on("2026-04-01"), "2026-04-02", merged=[(9, other)])
    assert out.state.held.tier == "gold" and out.state.merged_from == 9
    assert look(USUAL, out.state, on("2026-04-01"), "2026-04-03").state.held.tier == "base"


def test_what_came_after_the_merge_is_not_given_back() -> None:
    out = look(USUAL, member(USUAL), on("2026-04-01"), "2026-04-02", merged=[(9, gold().held)])
    five = on("2026-04-01", "2026-05-01", "2026-05-03", "2026-05-05", "2026-05-07")
    kept = look(USUAL, out.state, five, "2026-05-08", merged=[(9, gold().held)])
    assert kept.state.held.until == date(2027, 5, 7)
    assert look(USUAL, kept.state, five, "2026-05-09").state.held.tier == "gold"


def test_a_tier_that_the_programme_lost_becomes_the_one_of_its_rank() -> None:
    other = programme(tier("jade", visits(2, 12)), tier("amber", nights(50, 4)))
    out = look(other, gold(), on(*FIVE), "2026-06-01")
    assert out.state.held.tier == "amber" and out.state.held.until == date(2027, 3, 10)
    fewer = programme(tier("jade", visits(99, 12)))
    assert look(fewer, gold(), on(*FIVE), "2026-06-01").state.held.tier == "jade"


def test_c52_a_tier_put_in_between_takes_nothing_that_was_promised() -> None:
    of = programme(
        tier("bronze", visits(99, 12)),
        tier("silver", visits(2, 12)),
        tier("gold", nights(5, 4)),
        second_chances=[],
    )
    out = look(of, fallen(), on(*FIVE, "2027-03-20", "2027-04-11"), "2027-04-12")
    assert (out.state.held.tier, out.state.held.rank, out.state.held.until) == ("gold", 3, date(2027, 6, 11))
    under = out.state.under
    assert under is not None and (under.tier, under.rank) == ("silver", 2)


def test_a_tier_that_everybody_has_now_needs_no_end() -> None:
    of = programme(tier("black", nights(50, 4)))
    of = replace(of, tiers=replace(of.tiers, levels=[tier("gold"), *of.tiers.levels[1:]]))
    out = look(of, gold(), on(*FIVE), "2026-06-01")
    assert (out.state.held.kind, out.state.held.until) == ("base", None)


def test_terms_that_passed_unseen_are_made_up_in_order() -> None:
    yearly = on(
        *FIVE,
        "2026-06-01",
        "2026-07-11",
        "2026-08-01",
        "2027-04-01",
        "2027-05-01",
        "2027-06-01",
        "2028-05-01",
    )
    out = look(USUAL, gold(), yearly, "2029-04-01")
    assert [change.reason for change in out.changes] == ["tier_kept", "tier_kept", "tier_fell"]
    assert out.state.held.tier == "silver"


def test_every_reason_can_be_read_in_both_languages() -> None:
    whole = through(USUAL, member(USUAL), on(*FIVE), ["2026-03-11", "2027-01-10", "2027-03-11", "2028-04-01"])
    for change in whole.changes:
        said = wording.say(change.reason, change.facts)
        assert said.zh.endswith("。") and said.en.endswith(".") and "None" not in said.zh + said.en
    assert wording.say(whole.changes[0].reason, whole.changes[0].facts).zh == (
        "2026-03-01 至 2026-03-10 共 5 个间夜（条件：5 个间夜），从普通会员升为金卡会员，有效期至 2027-03-10。"
    )


DAYS = st.integers(0, 1200).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
HISTORIES = st.lists(st.tuples(DAYS, st.integers(1, 3), st.integers(0, 90_000)), max_size=25)
PROGRAMMES = st.sampled_from(
    [
        USUAL,
        programme(
            tier("silver", visits(2, 12)), tier("gold", nights(5, 4)), falls="to_qualified", ends="year_end"
        ),
        programme(
            tier("gold", visits(3, 6)), tier("black", spend(900, 2)), checked="at_once", grace_months=1
        ),
        programme(tier("silver", spend(500, None)), tier("gold", spend(900, None)), second_chances=CHANCES),
    ]
)


OTHERS = [
    programme(),
    programme(tier("gold", visits(2, 6))),
    programme(
        tier("bronze", visits(2, 2)), tier("silver", visits(3, 12)), tier("gold", nights(6, 4)),
        checked="at_once", falls="to_qualified", second_chances=CHANCES,
    ),
    programme(
        tier("jade", visits(1, 12), visits(3, None)), tier("gold", nights(5, 4)),
        ends="year_end", grace_months=3, second_chances=CHANCES, notice_months=4,
    ),
]  # fmt: skip
# Days on, which programme, which of two histories, and what merged rows hold for how long.
STEPS = st.tuples(
    st.integers(1, 120),
    st.integers(0, 2),
    st.booleans(),
    st.dictionaries(
        st.integers(100, 102),
        st.tuples(st.sampled_from(["silver", "gold", "black"]), st.integers(0, 900)),
        max_size=2,
    ),
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(PROGRAMMES, st.sampled_from(OTHERS)), min_size=1, max_size=3),
    HISTORIES,
    HISTORIES,
    st.lists(STEPS, min_size=1, max_size=14),
)
def test_any_look_done_twice_changes_nothing_and_every_state_is_whole(
    programmes: list[Programme],
    some: list[tuple[date, int, int]],
    more: list[tuple[date, int, int]],
    steps: list[tuple[int, int, bool, dict[int, tuple[str, int]]]],
) -> None:
    """Stays come and go, programmes change, guests are merged and told apart."""
    histories = of_visits(some), of_visits([*some, *more])
    day, state = date(2024, 6, 1), begun(programmes[0], date(2024, 6, 1))
    for step, number, all_there, others in steps:
        of, history = programmes[number % len(programmes)], histories[all_there]
        day += timedelta(days=step)
        begin = date(2024, 1, 1)
        merged = [
            (
                row,
                Held(
                    code,
                    max(of.rank(code), 0),
                    "qualified",
                    begin,
                    begin + timedelta(days=days),
                    begin,
                    begin,
                ),
            )
            for row, (code, days) in others.items()
        ]
        out = decide(of, 7, state, history, day, merged)
        again = decide(of, 7, out.state, history, day, merged)
        assert again.state == out.state and not again.changes and not again.notices
        for change in out.changes:
            wording.say(change.reason, change.facts)
        for notice in out.notices:
            wording.say(notice.kind, notice.facts)
        held = out.state.held
        assert of.rank(held.tier) == held.rank and (held.rank == 0) == (held.kind == "base")
        assert held.until is None or (held.rank and (held.grace_until or held.until) >= day)
        assert not out.changes or out.changes[-1].to_tier == held.tier
        state = out.state


@settings(max_examples=40, deadline=None)
@given(st.one_of(PROGRAMMES, st.sampled_from(OTHERS[1:])), HISTORIES)
def test_c51_nobody_falls_who_was_not_told_two_calendar_months_before(
    of: Programme, stays: list[tuple[date, int, int]]
) -> None:
    """Looked at every night for three years: every loss was told in time, unless the status itself was shorter."""
    history, first = of_visits(stays), date(2024, 6, 1)
    state, told = begun(of, first), date.min
    for n in range(1100):
        day = first + timedelta(days=n)
        before = state.held
        out = decide(of, 7, state, history, day)
        for change in out.changes:
            if change.reason == "tier_fell":
                missed = before.until
                assert missed is not None
                in_time = last_day(told.toordinal(), 2) <= missed.toordinal() if told > date.min else False
                assert in_time or last_day(before.since.toordinal(), 2) > missed.toordinal()
            if change.reason != "tier_grace":
                told = date.min
        losses = [notice.day for notice in out.notices if notice.kind == "tier_loss"]
        told = losses[0] if losses and told == date.min else told
        state = out.state
