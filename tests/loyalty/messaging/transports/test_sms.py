"""Both SMS vendors over HTTP against their stand-ins: what is certain, and what nobody knows."""

import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from config.local.vendors import Running
from kernel import clock
from loyalty.messaging.transports import aliyun, moments, tencent
from loyalty.messaging.transports.accounts import Account, CannotFile
from loyalty.messaging.transports.aliyun import Aliyun
from loyalty.messaging.transports.protocol import (
    Accepted,
    Heard,
    Parcel,
    Refused,
    Throttled,
    Unknown,
)
from loyalty.messaging.transports.tencent import Tencent

Sms = Aliyun | Tencent
TEXTS = {
    "aliyun": "您好${surname}，您的${points}积分仍在。拒收请回复R",
    "tencent": "您好{1}，您的{2}积分仍在。回复TD退订",
}
PHONE = "+8613812345678"


@pytest.fixture(params=["aliyun", "tencent"])
def sms(request: pytest.FixtureRequest, vendors: Running) -> Sms:
    if request.param == "aliyun":
        return Aliyun(Account("aliyun", "LTAItest", "secret-1", "雅客酒店"), vendors.url)
    return Tencent(Account("tencent", "AKIDtest", "secret-2", "雅客酒店", app_id="1400006666"), vendors.url)


@pytest.fixture
def parcel(sms: Sms, vendors: Running) -> Callable[..., Parcel]:
    code = vendors.approve(sms.vendor, sms.account.key_id, TEXTS[sms.vendor])
    names = ("surname", "points") if sms.vendor == "aliyun" else ("1", "2")

    def make(to: str = PHONE, claim: UUID | None = None, template: str = code, value: str = "王") -> Parcel:
        values = ((names[0], value), (names[1], "300"))
        return Parcel(
            claim or uuid4(), "sms", to, f"您好{value}，您的300积分仍在。", "", "", template, values
        )

    return make


def test_an_accepted_text_arrives_with_its_values_and_our_claim(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    sent = parcel()
    given = sms.send(sent)
    (row,) = vendors.sent()
    assert isinstance(given, Accepted)
    assert (given.provider_id, given.parts) == (row["provider_id"], 1)
    assert row["to"] == PHONE
    assert row["text"].startswith("【雅客酒店】您好王，您的300积分仍在。")
    assert row["out_id"] == sent.claim.hex


@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "500_before", "500_after", "torn"])
def test_what_tears_after_the_request_was_sent_is_unknown(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel], fault: str
) -> None:
    vendors.knobs(times={fault: 1})
    with pytest.raises(Unknown):
        sms.send(parcel())
    # F20: whether it went is the vendor's to know; nobody sends again.
    assert len(vendors.sent()) == (0 if fault.endswith("before") else 1)
    assert len(vendors.requests()) == 1


def test_an_answer_that_does_not_come_is_unknown_in_good_time(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loyalty.messaging.transports.calling.ANSWER_S", 0.2)
    vendors.knobs(times={"hold_after": 1}, hold_s=0.6)
    with pytest.raises(Unknown):
        sms.send(parcel())
    assert len(vendors.sent()) == 1


def test_who_was_asked_knows_what_became_of_an_unknown(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    sent, began = parcel(), clock.now()
    vendors.knobs(times={"cut_after": 1})
    with pytest.raises(Unknown):
        sms.send(sent)
    assert sms.ask(sent.claim, PHONE, began) == Heard(
        sent.claim, vendors.sent()[0]["provider_id"], "delivered"
    )
    # What never arrived is no record.
    assert sms.ask(uuid4(), PHONE, began) is None


def test_nobody_at_the_address_of_the_api_is_certain(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    sent = parcel()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        sms.api = f"http://127.0.0.1:{taken.getsockname()[1]}"
        given = sms.send(sent)
    assert isinstance(given, Throttled)
    assert timedelta(0) < given.until - clock.now() <= timedelta(minutes=5)


@pytest.mark.parametrize("fault", ["429", "limit"])
def test_too_much_for_now_may_go_later(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel], fault: str
) -> None:
    vendors.knobs(times={fault: 1})
    given = sms.send(parcel())
    assert isinstance(given, Throttled)
    assert timedelta(seconds=20) < given.until - clock.now() < timedelta(minutes=2)
    assert not vendors.sent()
    assert isinstance(sms.send(parcel()), Accepted)


def test_the_days_quota_of_the_account_lets_it_go_tomorrow(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    vendors.knobs(day_limit=0)
    given = sms.send(parcel())
    assert isinstance(given, Throttled)
    assert given.until == moments.next_day(clock.now())


def test_the_limits_of_one_number(sms: Sms, vendors: Running, parcel: Callable[..., Parcel]) -> None:
    most = 50 if sms.vendor == "aliyun" else 1
    for _ in range(most):
        assert isinstance(sms.send(parcel()), Accepted)
    given = sms.send(parcel())
    assert isinstance(given, Throttled)
    wait = given.until - clock.now()
    assert wait > timedelta(hours=23) if sms.vendor == "aliyun" else wait < timedelta(minutes=1)


def test_at_night_marketing_waits(sms: Sms, vendors: Running, parcel: Callable[..., Parcel]) -> None:
    vendors.knobs(window=[0, 0])
    given = sms.send(parcel())
    assert isinstance(given, Throttled)
    if sms.vendor == "tencent":
        assert given.until == moments.next_opening(clock.now(), 8)


def test_a_wrong_key_is_ours_to_mend_and_loses_nothing(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    sent = parcel()
    for account in (
        Account(sms.vendor, sms.account.key_id, "wrong", "雅客酒店", "1400006666"),
        Account(sms.vendor, "nobody", "wrong", "雅客酒店", "1400006666"),
    ):
        given = type(sms)(account, vendors.url).send(sent)
        assert isinstance(given, Throttled), given
        assert given.until - clock.now() > timedelta(minutes=20)


@pytest.mark.parametrize("template", ["SMS_1", ""])
def test_a_text_that_was_not_approved_is_refused(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel], template: str
) -> None:
    given = sms.send(parcel(template=template))
    assert isinstance(given, Refused)
    assert not given.dead and not given.opted_out
    assert not vendors.sent()


def test_a_value_that_is_too_long_is_refused(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    assert isinstance(sms.send(parcel(value="王" * 36)), Refused)
    assert isinstance(sms.send(parcel(value="http://a.cn")), Refused)


def test_a_number_that_is_none_is_dead_and_one_from_elsewhere_is_not_tried(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    dead = sms.send(parcel(to="+8610000000000"))
    assert isinstance(dead, Refused)
    assert dead.dead or dead.code == "not_mainland"
    assert sms.send(parcel(to="+4915112345678")) == Refused(
        "not_mainland", "a text for mainland China goes to its numbers alone"
    )
    assert len(vendors.requests()) <= 1


def test_who_opted_out_at_the_vendor_is_an_opt_out_of_ours(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    vendors.knobs(limits=False)
    sent = parcel()
    assert isinstance(sms.send(sent), Accepted)
    assert vendors.reply(PHONE, "R" if sms.vendor == "aliyun" else "TD") == 1
    again = parcel()
    given = sms.send(again)
    if sms.vendor == "tencent":
        assert isinstance(given, Refused) and given.opted_out
    else:  # Aliyun takes it, and its receipt says so
        told = sms.ask(again.claim, PHONE, clock.now())
        assert told is not None and told.opted_out and told.state == "failed"


def test_a_text_is_filed_reviewed_and_then_sendable(
    sms: Sms, vendors: Running, parcel: Callable[..., Parcel]
) -> None:
    vendors.knobs(approve_after_s=3600)
    filed = sms.file("huike 1", TEXTS[sms.vendor])
    assert filed.state == "filed" and filed.code
    assert sms.reviewed(filed.code).state == "filed"
    assert isinstance(sms.send(parcel(template=filed.code)), Refused)
    vendors.knobs(approve_after_s=0)
    assert sms.reviewed(filed.code).state == "approved"
    assert isinstance(sms.send(parcel(template=filed.code)), Accepted)


def test_a_text_without_the_way_out_is_refused_with_the_reason(sms: Sms, vendors: Running) -> None:
    code = sms.file("huike 2", "您好，您的积分仍在。").code
    assert sms.reviewed(code).state == "refused"
    assert "退订" in sms.reviewed(code).reason
    with pytest.raises(CannotFile) as refused:
        sms.reviewed("999")
    assert not refused.value.again


@pytest.mark.parametrize(
    ("detail", "least", "most"),
    [
        ("触发分钟级流控Permits:1", timedelta(minutes=1), timedelta(minutes=2)),
        ("触发小时级流控Permits:5", timedelta(hours=1), timedelta(hours=2)),
        ("触发天级流控Permits:10", timedelta(hours=24), timedelta(hours=25)),
        ("", timedelta(minutes=30), timedelta(hours=2)),
    ],
)
def test_aliyuns_words_say_how_long_its_limit_lasts(detail: str, least: timedelta, most: timedelta) -> None:
    now = clock.now()
    given = aliyun.judged(200, "isv.BUSINESS_LIMIT_CONTROL", detail, now)
    assert isinstance(given, Throttled)
    assert least <= given.until - now <= most


@pytest.mark.parametrize("code", ["InternalError.Timeout", "InternalError.OtherError", ""])
def test_tencents_internal_errors_are_unknown(code: str) -> None:
    with pytest.raises(Unknown):
        tencent.judged(code, "", clock.now())


def test_months_and_days_begin_by_chinas_clock() -> None:
    evening = datetime.fromisoformat("2026-12-31T15:59:00+00:00")  # 23:59 in China
    assert moments.next_day(evening).isoformat() == "2027-01-01T00:01:00+08:00"
    assert moments.next_month(evening + timedelta(minutes=1)).isoformat() == "2027-02-01T00:01:00+08:00"
    assert moments.next_opening(evening, 8).isoformat() == "2027-01-01T08:01:00+08:00"
