"""I9, I10 over twenty thousand random events with kills, on real tables; and controls in which every promise is broken."""

import os
from collections.abc import Iterator

import pytest
import time_machine

from loyalty.messaging import claiming, sending, settling, spending
from loyalty.messaging.facts import Drop, Guest, History, Send, Settings, Verdict
from loyalty.messaging.facts import Message as Judged
from loyalty.messaging.models import Message
from loyalty.messaging.reasons import Reason
from tenants.context import in_property
from tenants.models import Property
from tests import cast
from tests.faults.recording import Recorder, fault  # noqa: F401 (a fixture)
from tests.loyalty.messaging import events
from tests.loyalty.messaging.events import World
from tests.loyalty.messaging.stage import NOW, raw

EVENTS = 20_000
SEEDS = range(1, 25) if os.environ.get("FULL") == "1" else [1]
FINAL = {"sent", "delivered", "failed", "unknown", "dropped"}
Place = tuple[Property, time_machine.Traveller]


@pytest.fixture
def place(committed: None) -> Iterator[Place]:
    hotel = cast.property_named("acme-1")
    with time_machine.travel(NOW, tick=False) as traveller, in_property(hotel):
        yield hotel, traveller


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken_over_twenty_thousand_events_with_kills(
    place: Place,
    fault: Recorder,  # noqa: F811
    seed: int,
) -> None:
    world = World(*place, seed=seed)
    world.run(EVENTS)
    states = events.figures(world)
    broken = sum(world.violations.values())
    fault(
        f"F20-gate-{seed}", n=EVENTS, passed=EVENTS - broken, aim="0 promises broken",
        figure=f"{broken} broken; {len(world.taken)} taken by vendors, {world.happened['killed']} kills, "
               f"{states.get('unknown', 0)} unknown and shown, {states.get('dropped', 0)} not sent, with a reason",
        control="gate off: each is broken (the other tests of this file)",
    )  # fmt: skip
    assert not world.violations, world.details[:5]
    assert world.happened["killed"] > 50 and len(world.taken) > 300
    # Nothing is forgotten: whatever was put down has come to an end, or is shown as unknown.
    assert Message.objects.count() == len(world.keys)
    assert states.keys() <= FINAL
    assert not Message.objects.filter(state="dropped", reason="").exists()  # and always with a reason
    _sums_add_up()


def test_with_the_gate_off_every_promise_is_broken(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "judge", lets_all_through)
    monkeypatch.setattr(
        sending,
        "pick",
        lambda messages, *about: {each.id: lets_all_through(each, *about) for each in messages},
    )
    monkeypatch.setattr(spending, "reserve", lambda *asked: True)
    monkeypatch.setattr(spending, "release", lambda *asked: None)
    monkeypatch.setattr(spending, "spend", lambda *asked: None)
    world = World(*place, once=False)
    promises = {
        "secret",
        "expired",
        "quiet hours",
        "minor",
        "frequency",
        "opted out",
        "consent",
        "campaign",
        "spend",
    }
    for _ in range(30):
        if promises <= set(world.violations):
            break
        world.happen(100)
    assert promises <= set(world.violations), world.violations


def test_were_the_unknown_sent_again_guests_would_get_it_twice(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = "UPDATE messaging_message SET state = 'waiting', due_at = judged_at, sent_at = NULL, claim = NULL WHERE id = %s"
    monkeypatch.setattr(settling, "UNKNOWN", again)
    world = World(*place, once=False)
    for _ in range(60):
        if world.violations["resent"]:
            break
        world.happen(100)
    assert world.violations["resent"] > 0


def lets_all_through(
    message: Judged, guest: Guest, history: History, house: Settings, now: object
) -> Verdict:
    return Send(message.channels[0]) if message.channels else Drop(Reason.UNREACHABLE)


def _sums_add_up() -> None:
    """What is reserved is what nobody knows of, by day and by month."""
    assert raw().execute(HELD).fetchall() == raw().execute(UNKNOWN).fetchall()


HELD = "SELECT scope, channel, reserved_cents FROM messaging_spend WHERE reserved_cents <> 0 ORDER BY 1, 2"
UNKNOWN = """
SELECT p.scope || to_char(m.claimed_at AT TIME ZONE 'Asia/Shanghai', p.form), of.channel, sum(m.cost_cents)::bigint
  FROM messaging_message m
 CROSS JOIN (VALUES ('day:', 'YYYY-MM-DD'), ('month:', 'YYYY-MM')) AS p (scope, form)
 CROSS JOIN LATERAL (VALUES (''), (m.channel)) AS of (channel)
 WHERE m.cost_cents > 0 AND m.state IN ('claimed', 'unknown') GROUP BY 1, 2 ORDER BY 1, 2
"""
