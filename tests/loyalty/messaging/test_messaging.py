"""The gate, replies and texts, by table. Issue 5 part 4; C78, C83, C95, C101, C120, C123, C125; I9, I10."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loyalty.messaging import filing, hours, reasons, rendering, replies
from loyalty.messaging.facts import (
    Cap,
    Drop,
    Guest,
    History,
    Kind,
    Message,
    Send,
    Sent,
    Settings,
    Verdict,
    Wait,
    Word,
)
from loyalty.messaging.judging import RECHECK, judge, pick
from loyalty.messaging.reasons import Reason
from loyalty.messaging.replies import Reply

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on Shanghai's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


NOW = at(23, 10)
YES, NO = Word(True, at(1, 10)), Word(False, at(2, 10))
SETTINGS = Settings(SHANGHAI, frozenset({"sms", "email", "wecom", "wechat"}), price_cents={"sms": 5})
GUEST = Guest(7, consents={("marketing", ""): YES}, reachable=frozenset({"sms", "email"}))
MESSAGE = Message(1, "c1:7", Kind.MARKETING, ("sms", "email"), at(23, 9), at(30, 21), priority=30, campaign=1)
WAITS = Wait(NOW + RECHECK, Reason.PAUSED)


@pytest.mark.parametrize(
    ("message", "guest", "settings", "verdict"),
    [
        ({}, {}, {}, Send("sms", 5)),
        ({"parts": 2}, {}, {}, Send("sms", 10)),
        ({"channels": ("email", "sms")}, {}, {}, Send("email")),
        # consent, per purpose and channel: silence is no
        ({}, {"consents": {}}, {}, Drop(Reason.NO_CONSENT)),
        ({}, {"consents": {("chain_card", ""): YES}}, {}, Drop(Reason.NO_CONSENT)),
        ({}, {"consents": {("marketing", ""): NO}}, {}, Drop(Reason.NO_CONSENT)),
        ({}, {"consents": {("marketing", "email"): YES}}, {}, Send("email")),
        ({}, {"consents": {("marketing", ""): YES, ("marketing", "sms"): NO}}, {}, Send("email")),
        # a new general yes does not undo the reply T; a new general no takes back the old special yes
        ({"channels": ("sms",)}, {"consents": {("marketing", ""): Word(True, at(3, 1)), ("marketing", "sms"): NO}}, {}, Drop(Reason.NO_CONSENT)),
        ({"channels": ("sms",)}, {"consents": {("marketing", ""): NO, ("marketing", "sms"): YES}}, {}, Drop(Reason.NO_CONSENT)),
        ({"channels": ("sms",)}, {"consents": {("marketing", ""): NO, ("marketing", "sms"): Word(True, at(3, 1))}}, {}, Send("sms", 5)),
        # what the programme owes needs no marketing consent, but honours the opt-out
        ({"kind": Kind.SERVICE}, {"consents": {}}, {}, Send("sms", 5)),
        ({"kind": Kind.SERVICE}, {"opted_out": frozenset({"sms"})}, {}, Send("email")),
        ({}, {"opted_out": frozenset({"sms"})}, {}, Send("email")),
        ({}, {"opted_out": frozenset({""})}, {}, Drop(Reason.OPTED_OUT)),
        ({}, {"doubtful": frozenset({"sms"})}, {}, Send("email")),
        ({"channels": ("sms",)}, {"doubtful": frozenset({"sms"})}, {}, Wait(NOW + RECHECK, Reason.DOUBTFUL_REPLY)),
        # whom nothing is sent
        ({}, {"secret": True}, {}, Drop(Reason.SECRET)),
        ({"kind": Kind.ASKED}, {"secret": True}, {}, Drop(Reason.SECRET)),
        ({}, {"gone": True}, {}, Drop(Reason.GONE)),
        ({}, {"minor": True}, {}, Drop(Reason.MINOR)),
        ({}, {"birthday": date(2008, 11, 24)}, {}, Drop(Reason.MINOR)),
        ({}, {"birthday": date(2008, 11, 23)}, {}, Send("sms", 5)),
        ({"kind": Kind.SERVICE}, {"birthday": date(2010, 1, 1)}, {}, Send("sms", 5)),
        ({"kind": Kind.SERVICE}, {"birthday": date(2012, 11, 24)}, {}, Drop(Reason.MINOR)),
        ({"kind": Kind.ASKED}, {"consents": {}, "opted_out": frozenset({""}), "minor": True}, {}, Send("sms", 5)),
        # channels
        ({}, {"reachable": frozenset()}, {}, Drop(Reason.UNREACHABLE)),
        ({}, {}, {"channels": frozenset({"wecom"})}, Drop(Reason.CHANNEL_OFF)),
        ({"channels": ("wechat",)}, {"reachable": frozenset({"wechat"})}, {}, Drop(Reason.NOT_FOR_CHANNEL)),
        ({}, {"preferred_channel": "email"}, {}, Send("email")),
        ({}, {"preferred_channel": "wecom"}, {}, Send("sms", 5)),
        # states and days
        ({"campaign_state": "paused"}, {}, {}, WAITS),
        ({"campaign_state": "stopped"}, {}, {}, Drop(Reason.STOPPED)),
        ({}, {}, {"on": False}, Wait(NOW + RECHECK, Reason.SWITCHED_OFF)),
        ({"not_before": at(24, 9)}, {}, {}, Wait(at(24, 9), Reason.NOT_YET)),
        ({"not_before": at(30, 21)}, {}, {}, Drop(Reason.TOO_LATE, Reason.NOT_YET)),
        ({"expires_at": NOW}, {}, {}, Drop(Reason.EXPIRED)),
        ({"moot_after_visit": True}, {"last_visit_at": at(23, 9, 30)}, {}, Drop(Reason.VISITED)),
        ({"moot_after_visit": True}, {"last_visit_at": at(22, 9, 30)}, {}, Send("sms", 5)),
        # the guest's hour
        ({}, {"preferred_hour": 19}, {}, Wait(at(23, 19), Reason.PREFERRED_HOUR)),
        ({}, {"preferred_hour": 9}, {}, Send("sms", 5)),
        ({}, {"preferred_hour": 8}, {}, Send("sms", 5)),  # 8 is quiet: no reason to wait
        ({"expires_at": at(23, 18)}, {"preferred_hour": 19}, {}, Send("sms", 5)),
        ({"kind": Kind.SERVICE}, {"preferred_hour": 19}, {}, Send("sms", 5)),
        # what it may cost
        ({}, {}, {"caps": (Cap(100, 96, at(24, 0)),)}, Send("email")),
        ({"channels": ("sms",)}, {}, {"caps": (Cap(100, 95, at(24, 0)),)}, Send("sms", 5)),
        ({"channels": ("sms",)}, {}, {"caps": (Cap(100, 96, at(24, 0)),)}, Wait(at(24, 9), Reason.SPEND_CAP)),
        ({"channels": ("sms",)}, {}, {"caps": (Cap(100, 96, campaign=1),)}, Drop(Reason.BUDGET_SPENT)),
        ({"channels": ("sms",)}, {}, {"caps": (Cap(100, 96, campaign=2),)}, Send("sms", 5)),
    ],
)  # fmt: skip
def test_the_gate_by_table(
    message: dict[str, Any], guest: dict[str, Any], settings: dict[str, Any], verdict: Verdict
) -> None:
    asked = (
        replace(MESSAGE, **message),
        replace(GUEST, **guest),
        History(),
        replace(SETTINGS, **settings),
        NOW,
    )
    assert judge(*asked) == verdict


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        (at(23, 20, 59), Send("sms", 5)),
        (at(23, 21), Wait(at(24, 9), Reason.QUIET_HOURS)),
        (at(24, 3), Wait(at(24, 9), Reason.QUIET_HOURS)),
        (at(24, 8, 59), Wait(at(24, 9), Reason.QUIET_HOURS)),
        (at(24, 9), Send("sms", 5)),
        (at(30, 20), Send("sms", 5)),
    ],
)
def test_quiet_hours_are_the_propertys(now: datetime, verdict: Verdict) -> None:
    assert judge(MESSAGE, GUEST, History(), SETTINGS, now) == verdict
    assert judge(replace(MESSAGE, kind=Kind.ASKED), GUEST, History(), SETTINGS, now) == Send("sms", 5)


def test_quiet_hours_hold_where_clocks_are_moved() -> None:
    berlin = replace(SETTINGS, zone=ZoneInfo("Europe/Berlin"), quiet_from=time(21), quiet_until=time(2, 30))
    before = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight; at 2 the clock shows 3
    opens = hours.after_quiet(before, berlin)
    assert not hours.quiet(opens, berlin) and opens - before <= timedelta(hours=2, minutes=30)
    autumn = datetime(2026, 10, 24, 23, tzinfo=UTC)  # at 3 the clock shows 2 again
    assert not hours.quiet(hours.after_quiet(autumn, berlin), berlin)


@pytest.mark.parametrize(
    ("sent", "verdict"),
    [
        # C101: at most one in 48 h, over all campaigns and channels
        ([Sent(at(21, 10), "x", "email")], Send("sms", 5)),
        ([Sent(at(21, 10, 1), "x", "email")], Wait(at(23, 10, 1), Reason.FREQUENCY)),
        ([Sent(at(22, 12), "x", "wecom")], Wait(at(24, 12), Reason.FREQUENCY)),
        ([Sent(at(22, 20, 30), "x", "sms"), Sent(at(1, 1), "y", "sms")], Wait(at(24, 20, 30), Reason.FREQUENCY)),
        # the end of the 48 hours in quiet hours: it waits for their end as well
        ([Sent(at(21, 23), "x", "sms", unknown=True)], Wait(at(24, 9), Reason.FREQUENCY)),
        ([Sent(at(23, 9, 59), "x", "sms", counts=False)], Send("sms", 5)),
        # one effect per key; what is not known to have arrived is not sent again
        ([Sent(at(1, 10), "c1:7", "email")], Drop(Reason.ALREADY_SENT)),
        ([Sent(at(1, 10), "c1:7", "email", unknown=True)], Drop(Reason.UNKNOWN_BEFORE)),
    ],
)  # fmt: skip
def test_the_frequency_and_the_key(sent: list[Sent], verdict: Verdict) -> None:
    assert judge(MESSAGE, GUEST, History(tuple(sent)), SETTINGS, NOW) == verdict


def test_what_cannot_go_before_its_day_is_dropped_with_both_reasons() -> None:
    message = replace(MESSAGE, expires_at=at(24, 9))
    assert judge(message, GUEST, History(), SETTINGS, at(23, 22)) == Drop(Reason.TOO_LATE, Reason.QUIET_HOURS)


def test_a_wecom_quota_lasts_until_the_month_ends() -> None:
    settings = replace(SETTINGS, monthly_quota={"wecom": 1})
    guest = replace(GUEST, reachable=frozenset({"wecom"}))
    message = replace(MESSAGE, channels=("wecom",), expires_at=at(30, 23) + timedelta(days=5))
    history = History((Sent(at(2, 10), "x", "wecom"),))
    opens = datetime(2026, 12, 1, 9, tzinfo=SHANGHAI)
    assert judge(message, guest, history, settings, NOW) == Wait(opens, Reason.QUOTA)


def test_the_more_important_message_goes_and_the_other_is_judged_again() -> None:
    # C123
    birthday = replace(MESSAGE, id=2, key="b:7", priority=70)
    verdicts = pick([MESSAGE, birthday], GUEST, History(), SETTINGS, NOW)
    assert verdicts == {1: Wait(at(25, 10), Reason.MORE_IMPORTANT), 2: Send("sms", 5)}


def test_a_message_does_not_take_the_turn_of_a_more_important_one_that_is_near() -> None:
    birthday = replace(MESSAGE, id=2, key="b:7", priority=70, not_before=at(24, 10))
    assert pick([MESSAGE, birthday], GUEST, History(), SETTINGS, NOW)[1] == Wait(
        at(24, 10), Reason.MORE_IMPORTANT
    )
    far = replace(birthday, not_before=at(26, 10))
    assert pick([MESSAGE, far], GUEST, History(), SETTINGS, NOW)[1] == Send("sms", 5)
    never = replace(birthday, purpose="other")  # it will not go at all: nobody waits for it
    assert pick([MESSAGE, never], GUEST, History(), SETTINGS, NOW)[1] == Send("sms", 5)


def test_what_must_not_be_set_is_told() -> None:
    assert SETTINGS.check() == []
    assert replace(SETTINGS, quiet_from=time(9)).check() == [("quiet_hours", "no_quiet_hours")]
    assert replace(SETTINGS, cap_hours=1, cap_count=9).check() == [
        ("cap_hours", "below_a_day"),
        ("cap_count", "more_than_one"),
    ]


def test_every_reason_has_words() -> None:
    assert set(reasons.WORDS) == set(Reason) and all(zh and en for zh, en in reasons.WORDS.values())


@pytest.mark.parametrize("text", [
    "T", "t", "TD", "td", " T ", "Ｔ", "T.", "“TD”", "R", "r。", "N", "n!", "退订", "退訂", "TD退订", "回复TD", "回T", "T T", "退", "拒收",
    "请退订", "我要退订", "不要再给我发短信了", "别发了", "怎么退订啊", "STOP", "unsubscribe", "Please stop sending me this", "取消订阅", "【回复】T",
])  # fmt: skip
def test_opt_outs_are_understood(text: str) -> None:
    assert replies.read(text) is Reply.OPT_OUT


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("不需要", Reply.DOUBTFUL), ("no", Reply.DOUBTFUL), ("投诉你们", Reply.DOUBTFUL), ("取消", Reply.DOUBTFUL),
        ("垃圾短信", Reply.DOUBTFUL), ("好的", Reply.OTHER), ("还有房间吗？", Reply.OTHER), ("我要退房", Reply.OTHER), ("T恤落在房间了", Reply.OTHER),
        ("1", Reply.OTHER), ("", Reply.OTHER), ("right", Reply.OTHER), ("订一间", Reply.OTHER), ("no problem, see you", Reply.OTHER),
    ],
)  # fmt: skip
def test_other_replies_are_told_apart(text: str, meant: Reply) -> None:
    assert replies.read(text) is meant


TEXT = "{title|您好}，[上次{last_visit}您住在{last_room}房[，房价{last_rate}元]，]{property}想念您[，您还有{points}积分]。"
FACTS = {
    "title": "李总",
    "last_visit": date(2021, 9, 10),
    "last_room": "8210",
    "last_rate": 20000,
    "property": "一店",
    "points": 900,
}


@pytest.mark.parametrize(
    ("without", "text"),
    [
        ([], "李总，上次9月10日您住在8210房，房价200元，一店想念您，您还有900积分。"),
        (["last_rate"], "李总，上次9月10日您住在8210房，一店想念您，您还有900积分。"),
        (["last_room", "points"], "李总，一店想念您。"),
        (["title", "last_visit", "points"], "您好，一店想念您。"),
    ],
)
def test_a_field_that_is_not_known_drops_its_clause(without: list[str], text: str) -> None:
    facts = {name: value for name, value in FACTS.items() if name not in without}
    assert rendering.render(rendering.parse(TEXT), facts).text == text


def test_a_text_that_lacks_what_it_needs_is_not_said() -> None:
    with pytest.raises(rendering.Unsayable) as caught:
        rendering.render(rendering.parse(TEXT), {"title": "李总"})
    assert caught.value.facts == {"fields": "property"}


def test_what_is_put_in_is_never_read_again() -> None:
    said = rendering.render(
        rendering.parse("{name}，您好"), {"name": "{points}[x]【假】\nhttp://evil.cn/x \\{"}
    ).text
    assert said == "{points}[x]〔假〕 \\{，您好"


@pytest.mark.parametrize(
    "template", ["{", "}", "[x]", "[{name}", "]", "{Name}", "{name|{x}}", "[[[[{name}]]]]", "x" * 3000]
)
def test_what_is_no_template_is_refused(template: str) -> None:
    with pytest.raises(rendering.Unreadable):
        rendering.parse(template)


def test_signs_can_be_escaped() -> None:
    assert rendering.render(rendering.parse("\\[{name}\\] \\{\\} \\\\"), {"name": "a"}).text == "[a] {} \\"


def test_an_sms_is_billed_by_its_length() -> None:
    assert [rendering.sms_parts("字" * n) for n in (1, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]


def test_an_sms_template_is_filed_once_for_every_combination() -> None:
    template = rendering.parse("{surname|贵宾}，{property}想念您[，您有{points}积分]。")
    filed = filing.variants(template, filing.ALIYUN)
    assert [variant.text for variant in filed] == [
        "${surname}，${property}想念您，您有${points}积分。 拒收请回复R", "${surname}，${property}想念您。 拒收请回复R",
    ]  # fmt: skip
    assert filing.variants(template, filing.TENCENT)[0].text == "{1}，{2}想念您，您有{3}积分。 回复TD退订"
    assert filing.bound(template, {"property": "很长很长的门店名"}, filing.TENCENT) == (
        (False,),
        ["贵宾", "很长很长的门"],
    )
    assert filing.bound(template, {"property": "一店", "points": 3}, filing.ALIYUN) == (
        (True,),
        ["贵宾", "一店", "3"],
    )


@pytest.mark.parametrize(
    "template",
    ["{name}{property}好", "{name}", "【x】{name}", "{name}好{name}", "x[{points}][{visits}][{years}]"],
)
def test_what_a_vendor_would_refuse_is_not_filed(template: str) -> None:
    with pytest.raises(filing.Unfilable):
        filing.variants(rendering.parse(template), filing.ALIYUN)


def test_a_field_that_went_with_its_clause_is_not_told_as_used() -> None:
    """Staff are told which facts stand in the text: a surname without a title stands nowhere."""
    template = rendering.parse("您好[，{surname}{title}]！[上次住的是{last_room}房。]")
    said = rendering.render(template, {"surname": "李", "last_room": "8210"})
    assert said.text == "您好！上次住的是8210房。"
    assert (said.used, said.left_out) == (("last_room",), ("title",))
