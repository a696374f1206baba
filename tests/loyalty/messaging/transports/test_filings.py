"""Texts that vendors approve: kept by variant, handed in one at a time, found again for the guest who needs them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from config.local.vendors import Running, running
from kernel import clock
from loyalty.messaging import filing, filings
from loyalty.messaging.filings import Filing, Lacking, Ready
from loyalty.messaging.rendering import parse
from loyalty.messaging.settings import Sms
from loyalty.messaging.transports import sealing
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.messaging import stage
from tests.loyalty.messaging.stage import NOW

TEXT = "{surname|客人}您好，[您上次住的{last_room}房一直留着您的习惯，][您还有{points}积分，]随时欢迎。"


@pytest.fixture(autouse=True)
def watch() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(params=["aliyun", "tencent"])
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def outside(watch: time_machine.Traveller, settings: Any) -> Iterator[Running]:
    with running(accounts={"key": "secret"}) as started:
        started.knobs(approve_after_s=100, window=None)
        settings.HUIKE_ALIYUN_API = settings.HUIKE_TENCENT_API = started.url
        yield started


@pytest.fixture
def house(acme_1: Property, vendor: str) -> Iterator[Property]:
    with in_property(acme_1):
        sealed = sealing.seal("secret")
        stage.rules(sms=Sms(vendor, "key", sealed, app="1400006666"))  # type: ignore[arg-type]
        yield acme_1


def states() -> list[str]:
    return [row.state for row in sorted(filings.listed(stage.raw()), key=lambda row: row.id)]


def test_two_clauses_make_four_texts_each_kept_once(house: Property, vendor: str) -> None:
    first = filings.keep(stage.raw(), vendor, TEXT)
    assert filings.keep(stage.raw(), vendor, TEXT) == first
    assert len(first) == 4
    assert states() == ["to_file"] * 4
    assert {len(row.fields) for row in first} == {1, 2, 3}
    assert all(row.text.endswith(filings.VENDORS[vendor].opt_out) for row in first)


def test_texts_are_handed_in_one_by_one_reviewed_and_then_found_for_a_guest(
    house: Property, vendor: str, outside: Running, watch: time_machine.Traveller
) -> None:
    filings.keep(stage.raw(), vendor, TEXT)
    for filed in range(1, 5):
        again = filings.work(house)
        assert states() == ["filed"] * filed + ["to_file"] * (4 - filed)
        # Aliyun wants half a minute between two of them.
        assert again is not None and (filed == 4 or again - clock.now() >= timedelta(seconds=30))
        watch.shift(20)
    template = parse(TEXT)
    facts = {"surname": "王", "points": 300}
    assert filings.approved(stage.raw(), vendor, template, facts) == Lacking("filed")
    watch.shift(200)
    assert filings.work(house) is None
    assert states() == ["approved"] * 4
    assert filings.ready(stage.raw(), vendor, template)
    found = filings.approved(stage.raw(), vendor, template, facts)
    assert isinstance(found, Ready)
    assert found.text == f"王您好，您还有300积分，随时欢迎。 {filings.VENDORS[vendor].opt_out}"
    names = ["surname", "points"] if vendor == "aliyun" else ["1", "2"]
    assert found.values == tuple(zip(names, ["王", "300"], strict=True))
    kept = outside.template(found.code)
    assert kept is not None and kept.text == next(
        row.text for row in filings.listed(stage.raw()) if row.vendor_code == found.code
    )


def test_a_refusal_and_its_reason_are_put_down(
    house: Property, vendor: str, outside: Running, watch: time_machine.Traveller
) -> None:
    filings.keep(stage.raw(), vendor, "您好，欢迎。")
    filings.work(house)
    (row,) = filings.listed(stage.raw())
    kept = outside.template(row.vendor_code)
    assert kept is not None
    kept.reason = "内容不符合规范"
    watch.shift(200)
    assert filings.work(house) is None
    (row,) = filings.listed(stage.raw())
    assert (row.state, row.reason) == ("refused", "内容不符合规范")


def test_a_vendor_that_cannot_be_reached_is_tried_again_later(
    house: Property, vendor: str, settings: Any, watch: time_machine.Traveller
) -> None:
    settings.HUIKE_ALIYUN_API = settings.HUIKE_TENCENT_API = "http://127.0.0.1:9"
    filings.keep(stage.raw(), vendor, "您好，欢迎。")
    assert filings.work(house) == clock.now() + filings.LOOK_AGAIN
    assert states() == ["to_file"]
    with running(accounts={"key": "secret"}) as started:
        settings.HUIKE_ALIYUN_API = settings.HUIKE_TENCENT_API = started.url
        watch.shift(601)
        filings.work(house)
        assert states() == ["filed"]


def test_what_the_vendors_console_says_is_put_down_by_hand(house: Property, vendor: str) -> None:
    (row,) = filings.keep(stage.raw(), vendor, "您好，欢迎。")
    with pytest.raises(filings.CodeMissing):
        filings.change(stage.raw(), row.id, code=None, state="approved", reason=None)
    with pytest.raises(filings.NoSuchFiling):
        filings.change(stage.raw(), 0, code="x", state=None, reason=None)
    after = filings.change(stage.raw(), row.id, code="SMS_7", state="approved", reason=None)
    assert isinstance(after, Filing)
    found = filings.approved(stage.raw(), vendor, parse("您好，欢迎。"), {})
    assert found == Ready("SMS_7", (), f"您好，欢迎。 {filings.VENDORS[vendor].opt_out}")


def test_a_sandbox_files_nothing(house: Property, vendor: str, outside: Running) -> None:
    filings.keep(stage.raw(), vendor, "您好，欢迎。")
    house.sandbox = True
    assert filings.work(house) is None
    assert not outside.requests()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("王先生您好，最近天气转凉，请注意添衣。", []),
        ("送您一张优惠券", ["coupon"]),
        ("{coupon|}给您", ["coupon"]),
        ("好久不见，欢迎回来", ["win_back"]),
        ("邀请您到店体验", ["invitation"]),
        ("您有{points}积分可用", ["points"]),
        ("参与抽奖", ["prizes"]),
        ("详情 https://a.cn/x", ["link"]),
    ],
)
def test_what_vendors_are_known_to_refuse_is_said_before_filing(text: str, codes: list[str]) -> None:
    found = filing.warnings(text)
    assert [each.code for each in found] == codes
    assert all(each.zh and each.en for each in found)


def test_a_field_with_an_empty_word_cannot_be_filed() -> None:
    with pytest.raises(filing.Unfilable):
        filing.variants(parse("{surname|}您好"), filing.ALIYUN)
