"""The win-back board: who stands on it and why, in which order, who is left alone and what that saves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from audit.recording import SYSTEM
from kernel.statements import Statements
from loyalty.campaigns import acting, board, explaining
from loyalty.campaigns.acting import Wanted
from loyalty.campaigns.board import Candidate, Row, Saving
from loyalty.campaigns.models import Act, Campaign, Target
from loyalty.guests.models import Consent, Guest, Interaction
from loyalty.lifecycle.basis import Cohort, Turn
from loyalty.lifecycle.models import State
from loyalty.messaging import settings
from loyalty.messaging.models import Message, OptOut
from loyalty.messaging.settings import Rules
from loyalty.programme import publishing
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.tiers.terms import Tier, Tiers
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import factories

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
TODAY = date(2026, 11, 23)
PROGRAMME = Programme(
    name="雅客会",
    tiers=Tiers(levels=[Tier(code="base", name="普通", name_en="Member")]),
    coupons=[CouponKind(code="twenty", name="二十元券", name_en="Twenty off", kind="fixed", amount="20.00")],
)


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    """A property on the morning of 23 November 2026."""
    with in_property(acme_1), time_machine.travel(NOW, tick=False):
        publishing.write(raw(), PROGRAMME, effective_on=date(2026, 1, 1), actor=SYSTEM)
        settings.write(raw(), Rules(on=True), by="x")
        yield acme_1


def raw() -> Statements:
    return Statements(raw_connection())


def guest(hotel: Property, number: int, away: int = 60, **state: Any) -> int:
    """A guest of two visits, the last one so many days ago; late by ten days unless told otherwise."""
    days = [TODAY - timedelta(days=away + 50), TODAY - timedelta(days=away)]
    changes = {"guest_number": f"G{number}", "name": f"客{number}", "phone": f"138{number:08}"}
    if source := state.pop("source", None):
        changes["source"] = source
    stays = [factories.stay(f"S{number}-{n}", str(day), **changes) for n, day in enumerate(days)]
    factories.follow(hotel, *stays)
    found = Guest.objects.get(name=f"客{number}").pk
    fields: dict[str, Any] = {
        "stage": "at_risk",
        "stage_since": TODAY,
        "deviation": "late",
        "cohort": "channel:ota",
        "due_on": TODAY - timedelta(days=10),
        "norm_lower_days": 20.0,
        "norm_median_days": 30.0,
        "norm_upper_days": 50.0,
        "norm_from": "channel:ota",
        "last_gap_days": 50,
        "r": 3,
        "f": 3,
        "m": 3,
        "rfm_group": "key_keep",
        "value_tier": "gold",
        "future_cents": 10_000 * number,
        "as_of": TODAY,
    }
    State.objects.update_or_create(guest_id=found, defaults=fields | state)
    return found


def candidates() -> list[Candidate]:
    return board.candidates(raw(), settings.read(raw()), TODAY)


def reasons() -> dict[int, str]:
    return {each.guest: each.reason for each in candidates()}


def test_late_and_early_guests_stand_on_it_the_most_valuable_first(house: Property) -> None:
    little, much = guest(house, 1), guest(house, 9)
    early = guest(
        house,
        5,
        away=3,
        stage="sticky",
        deviation="early",
        last_gap_days=8,
        due_on=TODAY + timedelta(days=40),
    )
    for number, state in (
        (2, {"due_on": TODAY + timedelta(days=1), "deviation": "on_pattern", "stage": "sticky"}),
        (3, {"due_on": TODAY - timedelta(days=15)}),
        (4, {"stage": "dormant"}),
    ):
        guest(house, number, **state)
    found = candidates()
    assert [each.guest for each in board.on_board(found, None, "value")] == [much, early, little]
    assert [each.guest for each in board.on_board(found, "late", "value")] == [much, little]
    assert {each.guest: (each.group, each.by_days) for each in found} == {
        little: ("late", 10),
        much: ("late", 10),
        early: ("early", 12),
    }


def test_who_must_not_be_disturbed_is_left_alone_with_the_reason(house: Property) -> None:
    guests = [guest(house, number) for number in range(1, 9)]
    acted, coming, out, silent, often, held, secret, shown = guests
    Act.objects.create(
        guest_id=acted, act="snooze", day=TODAY, until=TODAY + timedelta(days=3), at=NOW, by="", by_name=""
    )
    number = {"guest_number": "G2", "name": "客2", "phone": "13800000002"}
    factories.follow(house, factories.stay("B", "2026-12-01", status="booked", **number))
    OptOut.objects.create(guest_id=out, at=NOW, through="desk")
    State.objects.filter(guest_id=silent).update(winbacks_unanswered=2)
    a_message(often, sent_at=NOW - timedelta(hours=47), sent_on=TODAY - timedelta(days=2), state="sent")
    a_target(held)
    Guest.objects.filter(pk=secret).update(secret=True)
    assert reasons() == {
        acted: "acted",
        coming: "coming_anyway",
        out: "opted_out",
        silent: "does_not_answer",
        often: "over_frequency",
        held: "held_out",
        shown: "",
    }
    told = board.restrained(candidates(), Saving(0, 2_000, 0, 0))
    assert [row for row in told if row[0] == "does_not_answer"] == [("does_not_answer", 1, 300)]
    assert {reason for reason, _, _ in told} == {
        "coming_anyway", "opted_out", "does_not_answer", "over_frequency", "held_out",
    }  # fmt: skip


def test_c78_what_is_not_given_to_who_comes_anyway_is_counted_in_money(house: Property) -> None:
    """(On pattern + not answering) × 15 % × 20 yuan, as the board's own foot says it."""
    on_pattern = {"due_on": TODAY + timedelta(days=20), "deviation": "on_pattern", "stage": "sticky"}
    for number in (1, 2, 3):
        guest(house, number, away=30, **on_pattern)
    guest(
        house, 4, away=10, **on_pattern | {"due_on": TODAY + timedelta(days=40)}
    )  # not yet in his usual range; came this month by himself
    guest(house, 5, winbacks_unanswered=2)
    campaign = a_target(guest(house, 6, away=400, stage="lost")).campaign
    a_target(Guest.objects.get(name="客1").pk, campaign, decision="refrained", arm="none", saved_cents=700)
    saving = board.saving(board.stock(raw(), TODAY), candidates())
    assert (saving.on_pattern, saving.face_cents) == (3, 2_000)
    assert saving.today_cents == 4 * 300
    assert saving.month_cents == 4 * 300 + 300 + 700


def test_what_is_done_hides_a_guest_until_it_is_over_or_he_comes(house: Property) -> None:
    greeted, left = guest(house, 1), guest(house, 2)
    done = acting.act(raw(), house, greeted, Wanted("call", note="没接", days=2), SYSTEM)
    acting.act(raw(), house, left, Wanted("leave"), SYSTEM)
    assert done.hidden_until == TODAY + timedelta(days=2) and done.message is None
    assert reasons() == {greeted: "acted", left: "acted"}
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        later = board.candidates(raw(), Rules(), TODAY + timedelta(days=2))
    assert {each.guest: each.reason for each in later} == {greeted: "", left: "acted"}
    acting.act(raw(), house, guest(house, 3), Wanted("assign"), SYSTEM)
    assert list(reasons().values()).count("") == 1


def test_a_greeting_goes_through_the_gate_and_its_verdict_is_told(house: Property) -> None:
    someone = guest(house, 1)
    done = acting.act(raw(), house, someone, Wanted("greet"), SYSTEM)
    message = Message.objects.get()
    assert (message.key, message.kind, message.guest_id) == (f"board:{someone}:{TODAY}", "marketing", someone)
    # Nothing was agreed to: it will not go, and that is said.
    assert done.message is not None
    assert (done.message.verdict, done.message.reason) == ("drop", "channel_off")
    again = acting.act(raw(), house, someone, Wanted("greet"), SYSTEM)
    assert Message.objects.count() == 1 and again.message is not None


def test_at_eight_in_the_morning_a_greeting_waits_for_nine(house: Property) -> None:
    someone = guest(house, 1)
    house.sandbox = True  # its channels are all ready
    Guest.objects.filter(pk=someone).update(email="li@example.test")
    Consent.objects.create(
        guest_id=someone, purpose="marketing", given=True, wording="好", through="desk", at=NOW
    )
    done = acting.act(raw(), house, someone, Wanted("greet", text="{name|您}好，最近好吗？"), SYSTEM)
    assert done.message is not None
    assert (done.message.verdict, done.message.reason) == ("wait", "quiet_hours")
    assert "09:00" in done.message.zh and done.message.at == NOW + timedelta(hours=1)
    # Left alone meanwhile, he is not greeted at nine after all; what goes to others waits on.
    other = guest(house, 2)
    acting.act(raw(), house, other, Wanted("greet"), SYSTEM)
    acting.act(raw(), house, someone, Wanted("leave"), SYSTEM)
    states = dict(Message.objects.values_list("guest_id", "state"))
    assert states == {someone: "dropped", other: "waiting"}
    assert Message.objects.get(guest_id=someone).reason == "left_alone"


def test_an_offer_is_for_the_price_sensitive_alone(house: Property) -> None:
    proud, thrifty = guest(house, 1, price_sensitive="no"), guest(house, 2, price_sensitive="yes")
    with pytest.raises(acting.NotForHim) as refused:
        acting.act(raw(), house, proud, Wanted("offer", coupon="twenty"), SYSTEM)
    assert "价格不敏感" in refused.value.sentence("zh")
    with pytest.raises(acting.NeedsCoupon):
        acting.act(raw(), house, thrifty, Wanted("offer"), SYSTEM)
    acting.act(raw(), house, thrifty, Wanted("offer", coupon="twenty"), SYSTEM)
    message = Message.objects.get()
    assert message.facts["coupon"] == "二十元券" and message.facts["coupon_code"]


def test_details_and_advice_come_from_what_is_known(house: Property) -> None:
    someone = guest(house, 1)
    Interaction.objects.create(
        guest_id=someone, kind="complaint", day=date(2026, 11, 2), text="吵", made_at=NOW
    )
    (row,) = board.rows(raw(), house, settings.read(raw()), candidates(), TODAY)
    assert (row.name, row.visits, row.away_days, row.by_days) == ("客1", 2, 60, 10)
    advice = explaining.advise(row, None)
    assert (
        advice.act == "call"
        and advice.says[0] == "先回访投诉"
        and advice.detail[0] == "11 月 2 日的投诉还没有回访"
    )


def a_row(**changes: Any) -> Row:
    fields: dict[str, Any] = {
        "guest": 1,
        "group": "late",
        "by_days": 13,
        "name": "钟玉兰",
        "visits": 5,
        "channel": "member",
        "stage": "at_risk",
        "away_days": 141,
        "last_visit_on": date(2026, 7, 5),
        "lower": 62.0,
        "median": 90.0,
        "upper": 128.0,
        "taken_from": "channel:member",
        "pooled": False,
        "last_gap_days": 90,
        "future_cents": 428_000,
        "price_sensitive": "no",
        "in_house": False,
        "complaint_on": None,
        "points_ending": 0,
        "points_end_on": None,
        "previous_gap_days": 95,
        "assigned_to": None,
        "last_contact_on": None,
        "reachable": (),
    }
    return Row(**(fields | changes))


def test_c13_it_greets_first_and_gives_nothing_unasked() -> None:
    advice = explaining.advise(a_row(), None)
    assert (advice.act, advice.says[0], advice.why[0], advice.offer) == (
        "greet",
        "问候，不送券",
        "逾期 13 天",
        False,
    )


@pytest.mark.parametrize(
    ("changes", "act", "detail"),
    [
        ({"channel": "corporate"}, "call", "协议客人，可能换了酒店"),
        ({"points_ending": 820}, "points", "积分 30 天内到期 820"),
        ({"visits": 3}, "upgrade", "第 3 → 4 次最要紧"),
        ({"visits": 1, "last_gap_days": None}, "greet", "首住后未再来"),
        ({"previous_gap_days": 33, "last_gap_days": 68, "away_days": 74}, "greet", "间隔从 33 天起逐次拉长"),
    ],
)
def test_advice_says_why_this_guest(changes: dict[str, Any], act: str, detail: str) -> None:
    advice = explaining.advise(a_row(**changes), 4)
    assert (advice.act, advice.detail[0]) == (act, detail)


def test_c77_who_came_much_too_early_is_thanked_or_upgraded_never_discounted() -> None:
    early = {"group": "early", "price_sensitive": "yes", "last_gap_days": 29}
    twice = explaining.advise(a_row(**early, visits=2, by_days=12), 4)
    assert twice.detail[0] == "首住 29 天后就回来" and not twice.offer
    assert explaining.advise(a_row(**early, visits=4), 4).act == "upgrade"
    assert explaining.advise(a_row(**early, visits=4, in_house=True), 4).says[0] == "当面谢，记喜好"


def test_the_turn_is_that_of_the_guests_cohort_or_of_the_nearest_above() -> None:
    def cohort(code: str, parent: int, turn: Turn | None) -> Cohort:
        return Cohort(code, "channel", parent, 40, [], None, turn)  # type: ignore[arg-type]

    known = [
        cohort("property", -1, Turn(3, 4, 30.0)),
        cohort("channel:ota", 0, None),
        cohort("channel:member", 0, Turn(2, 3, 20.0)),
    ]
    assert [explaining.turn_of(known, code) for code in ("channel:ota", "channel:member", "x")] == [
        4,
        3,
        None,
    ]


def a_message(guest: int, **changes: Any) -> None:
    fields = {"texts": {}, "channels": ["sms"], "expires_at": NOW, "due_at": NOW, "made_at": NOW} | changes
    Message.objects.create(key=f"m{guest}", guest_id=guest, kind="marketing", purpose="marketing", **fields)


def a_target(guest: int, campaign: Campaign | None = None, **changes: Any) -> Target:
    campaign = campaign or Campaign.objects.create(
        code=f"c{guest}", name="召回", kind="win_back", document={"window_days": 30}, state="running",
        made_at=NOW, made_by="", made_by_name="", changed_at=NOW,
    )  # fmt: skip
    fields = {"arm": "holdout", "decision": "held_out", "chosen_on": TODAY - timedelta(days=5)} | changes
    return Target.objects.create(
        campaign=campaign, guest_id=guest, occasion=f"c{campaign.pk}:{guest}", chosen_at=NOW, **fields
    )
