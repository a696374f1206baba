"""Where a chain stands, by state and day; and that each standing has its sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from api.v1.standing_shapes import says
from billing.models import STATES, Account
from billing.standing import Act, Level, Mend, standing_of

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAYS = {n: timedelta(days=n) for n in (0, 7, 14, 90, 365)}


def account(state: str, ago: timedelta, **more: object) -> Account:
    return Account(state=state, since=NOW - ago, **more)


def test_a_chain_without_an_account_has_a_contract_and_may_do_all() -> None:
    standing = standing_of(None, NOW)
    assert (standing.level, standing.reason, standing.mend) == (Level.FULL, "arranged", Mend.NONE)
    assert all(standing.allows(act) for act in Act)


@pytest.mark.parametrize(
    ("state", "ago", "level", "until"),
    [
        ("arranged", DAYS[365], Level.FULL, None),
        ("active", DAYS[365], Level.FULL, None),
        ("past_due", DAYS[0], Level.GRACE, DAYS[14]),
        ("past_due", DAYS[14] - SECOND, Level.GRACE, SECOND),
        ("past_due", DAYS[14], Level.READ_ONLY, None),
        ("past_due", DAYS[365], Level.READ_ONLY, None),
        ("unpaid", DAYS[0], Level.READ_ONLY, None),
        ("unpaid", DAYS[365], Level.READ_ONLY, None),
        ("paused", DAYS[0], Level.READ_ONLY, DAYS[90]),
        ("paused", DAYS[90] - SECOND, Level.READ_ONLY, SECOND),
        ("paused", DAYS[90], Level.CLOSED, DAYS[365] - DAYS[90]),
        ("canceled", DAYS[0], Level.READ_ONLY, DAYS[90]),
        ("canceled", DAYS[90] - SECOND, Level.READ_ONLY, SECOND),
        ("canceled", DAYS[90], Level.CLOSED, DAYS[365] - DAYS[90]),
        ("canceled", DAYS[365], Level.CLOSED, DAYS[0]),
    ],
)
def test_the_level_of_each_state_and_when_it_changes(
    state: str, ago: timedelta, level: Level, until: timedelta | None
) -> None:
    standing = standing_of(account(state, ago), NOW)
    assert (standing.level, standing.reason) == (level, state)
    assert standing.until == (None if until is None else NOW + until)


def test_a_trial_ends_at_its_moment_and_not_before() -> None:
    trial = account("trialing", DAYS[14], trial_ends_at=NOW)
    before = standing_of(trial, NOW - SECOND)
    assert (before.level, before.reason, before.until, before.mend) == (
        Level.FULL,
        "trialing",
        NOW,
        Mend.CHECKOUT,
    )
    after = standing_of(trial, NOW)
    assert (after.level, after.reason, after.since) == (Level.READ_ONLY, "trial_over", NOW)
    assert standing_of(trial, NOW + DAYS[90] - SECOND).level is Level.READ_ONLY
    assert standing_of(trial, NOW + DAYS[90]).level is Level.CLOSED


def test_who_subscribed_in_the_trial_is_not_locked_out_while_the_first_charge_is_on_its_way() -> None:
    trial = account("trialing", DAYS[14], trial_ends_at=NOW - DAYS[7], subscription="sub_1")
    assert standing_of(trial, NOW).level is Level.FULL


@pytest.mark.parametrize(
    ("state", "mend"),
    [
        ("past_due", Mend.PORTAL),
        ("unpaid", Mend.PORTAL),
        ("paused", Mend.PORTAL),
        ("canceled", Mend.CHECKOUT),
        ("trialing", Mend.CHECKOUT),
        ("active", Mend.NONE),
    ],
)
def test_the_one_button_leads_to_where_it_is_mended(state: str, mend: Mend) -> None:
    assert standing_of(account(state, DAYS[7], trial_ends_at=NOW - DAYS[7]), NOW).mend is mend


def test_each_level_allows_what_the_stricter_ones_allow_and_members_always_see_their_balances() -> None:
    levels = [
        standing_of(account("active", DAYS[0]), NOW),
        standing_of(account("past_due", DAYS[0]), NOW),
        standing_of(account("canceled", DAYS[0]), NOW),
        standing_of(account("canceled", DAYS[90]), NOW),
    ]
    allowed = [{act for act in Act if standing.allows(act)} for standing in levels]
    assert allowed[0] > allowed[1] > allowed[2] > allowed[3]
    assert {Act.BALANCE, Act.EXPORT, Act.SAFE} == allowed[3]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ago", DAYS.values(), ids=str)
def test_every_standing_is_said_in_both_languages_without_a_hole(state: str, ago: timedelta) -> None:
    words = says(standing_of(account(state, ago, trial_ends_at=NOW - ago + SECOND), NOW), "Asia/Shanghai")
    for sentence in (words.zh, words.en):
        assert sentence.strip()
        assert "{" not in sentence and "None" not in sentence
    assert words.zh.endswith("。") and words.en.endswith(".")
