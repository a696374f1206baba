"""A trial that ends: its owners hear of it twice, and nobody else does."""

from datetime import timedelta

import pytest
from django.core import mail

from billing import errands, trials
from billing.models import Account, Errand
from chains.models import Chain
from config.command import parser, run
from kernel import clock
from staff.roles import Role
from tests import doors


def _trial(acme: Chain, days: float) -> None:
    now = clock.now()
    Account.objects.create(
        chain=acme, state="trialing", since=now, plan="chain", trial_ends_at=now + timedelta(days=days)
    )
    for role in (Role.OWNER, Role.OWNER, Role.ANALYST):
        doors.member(acme, role)


def test_owners_are_written_to_seven_days_before_and_the_day_before(acme: Chain) -> None:
    _trial(acme, 9)
    now = clock.now()
    written = []
    for hours in range(0, 10 * 24):
        trials.remind(now + timedelta(hours=hours))
        errands.work()
        written.append(len(mail.outbox))
    assert written[-1] == 4, "two letters to two owners"
    assert [written.index(2), written.index(4)] == [48, 192]
    assert "试用将于" in mail.outbox[0].subject
    assert {each.wanted["days"] for each in Errand.objects.all()} == {7, 1}


def test_who_was_away_for_a_week_hears_of_tomorrow_alone(acme: Chain) -> None:
    _trial(acme, 0.5)
    trials.remind(clock.now())
    errands.work()
    assert [each.wanted["days"] for each in Errand.objects.all()] == [1]


@pytest.mark.parametrize(
    ("state", "subscription"), [("active", "sub_1"), ("trialing", "sub_1"), ("canceled", "sub_1")]
)
def test_who_subscribed_hears_nothing(acme: Chain, state: str, subscription: str) -> None:
    _trial(acme, 5)
    Account.objects.update(state=state, subscription=subscription)
    assert trials.remind(clock.now()) == 0


def test_the_command_shows_what_a_chain_pays(acme: Chain, capsys: pytest.CaptureFixture[str]) -> None:
    _trial(acme, 5)
    assert run(parser("billing"), ["billing", "show", "--chain", "acme"]) == 0
    shown = capsys.readouterr().out
    assert "state: trialing" in shown and "properties: 2" in shown


def test_without_a_key_the_command_says_so(
    acme: Chain, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.HUIKE_STRIPE_KEY = ""  # type: ignore[attr-defined]
    for action in ("prices", "reconcile"):
        assert run(parser("billing"), ["billing", action]) == 1
        assert "Payment is not set up" in capsys.readouterr().err
