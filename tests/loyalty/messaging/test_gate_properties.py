"""What the gate promises, over whatever happens; and a control without it, which breaks every promise. I9, I10."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.messaging import hours, rendering, replies
from loyalty.messaging.facts import Guest, History, Kind, Message, Send, Sent, Settings, Wait, Word
from loyalty.messaging.judging import judge, pick
from tests.loyalty.messaging.world import CHANNELS, World, broken, no_gate

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
words = st.builds(Word, st.booleans(), moments)
channels = st.frozensets(st.sampled_from(CHANNELS))
guests = st.builds(
    Guest, st.just(1), secret=st.booleans(), birthday=st.none() | st.dates(date(1930, 1, 1), date(2027, 1, 1)), minor=st.booleans(),
    consents=st.dictionaries(st.tuples(st.just("marketing"), st.sampled_from(["", *CHANNELS])), words), reachable=channels,
    opted_out=st.frozensets(st.sampled_from(["", *CHANNELS]), max_size=1), preferred_hour=st.none() | st.integers(0, 23),
    preferred_channel=st.none() | st.sampled_from(CHANNELS),
)  # fmt: skip
kind_ones = st.sampled_from([Kind.MARKETING, Kind.MARKETING, Kind.SERVICE])


@st.composite
def messages(draw: st.DrawFn) -> Message:
    created = draw(moments)
    return Message(
        draw(st.integers(1, 10**6)), draw(st.sampled_from("abcdef")), draw(kind_ones), draw(st.permutations(CHANNELS).map(tuple)), created,
        created + draw(st.timedeltas(timedelta(hours=1), timedelta(days=30))), draw(st.integers(0, 3)),
        not_before=draw(st.none() | moments), moot_after_visit=draw(st.booleans()),
    )  # fmt: skip


histories = st.lists(
    st.builds(Sent, moments, st.sampled_from("xyz"), st.sampled_from(CHANNELS), unknown=st.booleans()),
    max_size=4,
)
houses = st.builds(
    Settings,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.just(frozenset(CHANNELS)),
    price_cents=st.just({"sms": 5}),
)


@settings(max_examples=600, deadline=None)
@given(messages(), guests, histories, houses, st.timedeltas(timedelta(), timedelta(days=20)))
def test_what_is_sent_breaks_no_promise_and_what_waits_is_judged_again(
    message: Message, guest: Guest, sent: list[Sent], house: Settings, later: timedelta
) -> None:
    now = message.created_at + later
    for _ in range(200):
        verdict = judge(message, guest, History(tuple(sent)), house, now)
        if not isinstance(verdict, Wait):
            break
        assert now < verdict.until < message.expires_at  # always ahead, never past its day
        now = verdict.until
    else:
        pytest.fail("it waits for ever")
    if isinstance(verdict, Send):
        assert broken(message, verdict, guest, sent, house, now) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(messages(), min_size=1, max_size=6, unique_by=lambda m: m.id), guests, histories, houses, moments
)
def test_of_one_guests_messages_at_most_one_goes(
    waiting: list[Message], guest: Guest, sent: list[Sent], house: Settings, now: datetime
) -> None:
    verdicts = pick(waiting, guest, History(tuple(sent)), house, now)
    assert sum(isinstance(verdict, Send) for verdict in verdicts.values()) <= 1


@settings(max_examples=300, deadline=None)
@given(moments, houses)
def test_quiet_hours_end(moment: datetime, house: Settings) -> None:
    opens = hours.after_quiet(moment, house)
    assert not hours.quiet(opens, house) and moment <= opens <= moment + timedelta(hours=14)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_promise_is_broken_over_ten_thousand_events_and_every_message_comes_to_an_end(seed: int) -> None:
    world = World(seed)
    world.run(10_000)
    assert world.violations == []
    assert not world.waiting and len(world.ended) == world.made
    assert max(Counter(world.accepted).values()) == 1  # I9: the provider took nothing twice
    assert sum(world.judged.values()) > world.made  # some did wait and were judged again
    assert 50 < sum(how == "sent" for how in world.ended.values()) < world.made


def test_the_control_without_the_gate_breaks_them() -> None:
    world = World(1, gate=no_gate)
    world.run(3_000)
    found = set(world.violations)
    assert {
        "secret",
        "twice",
        "no address",
        "quiet hours",
        "frequency",
        "opted out",
        "consent",
        "minor",
        "child",
        "spend cap",
    } <= found


@given(st.text(max_size=200))
def test_no_reply_and_no_value_makes_them_stumble(text: str) -> None:
    assert replies.read(text) in replies.Reply
    said = rendering.render(rendering.parse("{name|客人}您好"), {"name": text}).text
    assert said.endswith("您好") and "\n" not in said and "【" not in said


@given(st.text(alphabet="{}[]|\\ab ，", max_size=60))
def test_a_template_is_read_or_refused(text: str) -> None:
    try:
        template = rendering.parse(text)
        rendering.render(template, {})
    except (rendering.Unreadable, rendering.Unsayable):
        pass
