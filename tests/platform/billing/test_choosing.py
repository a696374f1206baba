"""Which of a customer's subscriptions counts, and what an account makes of it. No Stripe, no database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from billing.heard import Sub
from billing.models import Account
from billing.reading import chosen, take_over

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _sub(id: str, status: str = "active", age: int = 10, **more: Any) -> Sub:
    terms: dict[str, Any] = {
        "created": NOW - age * DAY,
        "item": "si_1",
        "price": "price_1",
        "plan": "chain",
        "interval": "month",
        "quantity": 2,
        "unit_cents": 399_00,
        "trial_ends_at": None,
        "period_ends_at": NOW + 20 * DAY,
        "cancels_at_end": False,
        "ended_at": None,
    }
    return Sub(id=id, status=status, **{**terms, **more})


@pytest.mark.parametrize(
    ("known", "subs", "expected"),
    [
        (None, (), None),
        (None, (_sub("a", "incomplete"), _sub("b", "incomplete_expired")), None),
        (None, (_sub("b", age=1), _sub("a", age=2)), "a"),  # the first one holds
        ("b", (_sub("b", age=1), _sub("a", age=2)), "b"),  # … but for the one we know
        ("a", (_sub("a", "canceled", ended_at=NOW), _sub("b", "past_due", age=1)), "b"),
        ("a", (_sub("a", "canceled", ended_at=NOW),), "a"),
        # Ended before we saw it live: it counts, for it ended after the trial began.
        (None, (_sub("a", "canceled", ended_at=NOW - DAY),), "a"),
        # Ended before an operator arranged a contract: it does not.
        (None, (_sub("a", "canceled", age=90, ended_at=NOW - 40 * DAY),), None),
    ],
)
def test_the_subscription_that_counts(known: str | None, subs: tuple[Sub, ...], expected: str | None) -> None:
    found = chosen(known, NOW - 30 * DAY, subs)
    assert (found.id if found else None) == expected
    again = chosen(known, NOW - 30 * DAY, subs[::-1])
    assert again == found


def _account(state: str, since: datetime) -> Account:
    return Account(state=state, since=since, trial_ends_at=NOW + 5 * DAY)


@pytest.mark.parametrize(
    ("before", "status", "since"),
    [
        ("trialing", "trialing", NOW - 3 * DAY),
        ("trialing", "active", NOW),
        ("active", "past_due", NOW),
        ("past_due", "unpaid", NOW - 3 * DAY),  # grace goes on counting from the first failure
        ("unpaid", "active", NOW),
        ("active", "canceled", NOW - DAY),  # when it ended, not when we heard of it
        ("arranged", "paused", NOW),
        ("active", "a_state_of_tomorrow", NOW - 3 * DAY),
    ],
)
def test_since_when_a_chain_is_in_its_state(before: str, status: str, since: datetime) -> None:
    account = _account(before, NOW - 3 * DAY)
    take_over(account, _sub("a", status, ended_at=NOW - DAY if status == "canceled" else None), NOW)
    assert account.since == since
    assert account.state == (before if status == "a_state_of_tomorrow" else status)
    assert (account.subscription, account.plan, account.quantity) == ("a", "chain", 2)


def test_a_trial_that_is_over_is_still_known() -> None:
    account = _account("trialing", NOW)
    take_over(account, _sub("a"), NOW)
    assert account.trial_ends_at == NOW + 5 * DAY
