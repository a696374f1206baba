"""What vendors tell by their hooks, over HTTP as they send it: kept once, answered as they want it, garbage refused."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from config.local.vendors import aliyun as aliyun_stand_in
from config.local.vendors import tencent as tencent_stand_in
from config.local.vendors.store import Thing
from kernel.phones import MaskPhones
from loyalty.messaging import settings as rules
from loyalty.messaging.models import OptOut, Receipt, Reply
from loyalty.messaging.transports import choosing, hearing
from loyalty.messaging.transports.protocol import Heard
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.messaging import stage

CLAIM = uuid4()
ROW: Thing = {
    "to": "+8613812345678", "at": 1_790_000_000.0, "text": "【雅客酒店】您好", "provider_id": "1^0", "out_id": CLAIM.hex,
}  # fmt: skip


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    with in_property(acme_1):
        stage.rules()
    yield acme_1


def knock(hotel: Property, vendor: str, body: Any, token: str | None = None, **more: Any) -> Any:
    with in_property(hotel):
        token = rules.hook_token(stage.raw()) if token is None else token
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(raise_request_exception=False).post(
        f"/api/v1/hooks/messaging/{hotel.slug}/{vendor}/{token}", raw, "application/json", **more
    )


def test_receipts_are_kept_once_and_carry_neither_number_nor_text(house: Property) -> None:
    told = [aliyun_stand_in.receipt(ROW, "DELIVERED"), aliyun_stand_in.receipt(ROW, "DELIVERED")]
    for _ in range(3):
        answer = knock(house, "aliyun", told)
        assert (answer.status_code, answer.json()) == (200, {"code": 0, "msg": "接收成功"})
    with in_property(house):
        (kept,) = Receipt.objects.all()
        assert (kept.channel, kept.vendor) == ("sms", "aliyun")
        assert hearing.told(kept.body) == Heard(CLAIM, "1^0", "delivered")
        assert "13812345678" not in json.dumps(kept.body)


def test_tencent_tells_by_its_own_number_alone(house: Property) -> None:
    answer = knock(
        house,
        "tencent",
        [tencent_stand_in.receipt(ROW, "MK:0001"), tencent_stand_in.receipt(ROW, "MBBLACK")],
    )
    assert answer.json() == {"result": 0, "errmsg": "OK"}
    with in_property(house):
        told = [hearing.told(row.body) for row in Receipt.objects.order_by("id")]
    assert told == [
        Heard(None, "1^0", "failed", "MK:0001", dead=True),
        Heard(None, "1^0", "failed", "MBBLACK", opted_out=True),
    ]


@pytest.mark.parametrize("vendor", ["aliyun", "tencent"])
def test_a_guest_who_answers_td_has_opted_out_before_the_vendor_has_its_answer(
    house: Property, vendor: str
) -> None:
    """C125"""
    with in_property(house):
        guest = stage.guest(12345678)
    said: Any = (
        [aliyun_stand_in.reply("+8613812345678", "TD", 1)]
        if vendor == "aliyun"
        else tencent_stand_in.reply("+8613812345678", "TD", "雅客酒店")
    )
    for _ in range(2):
        assert knock(house, vendor, said).status_code == 200
    with in_property(house):
        (reply,) = Reply.objects.all()
        assert (reply.text, reply.read_as, reply.guest_id) == ("TD", "opt_out", guest.pk)
        assert [(row.guest_id, row.channel, row.through) for row in OptOut.objects.all()] == [
            (guest.pk, "sms", "reply")
        ]


def test_one_odd_thing_does_not_lose_an_opt_out_beside_it(house: Property) -> None:
    with in_property(house):
        stage.guest(12345678)
    said = aliyun_stand_in.reply("+8613812345678", "退订", 1)
    assert knock(house, "aliyun", [{"content": 5}, {"x": 1}, said]).status_code == 200
    with in_property(house):
        assert Reply.objects.count() == OptOut.objects.count() == 1


def test_who_does_not_know_the_token_finds_nothing(house: Property, acme_2: Property, settings: Any) -> None:
    body = [aliyun_stand_in.receipt(ROW, "DELIVERED")]
    with in_property(house):
        own = rules.hook_token(stage.raw())
    for token in ("x", own[:-1], own + "x", own.upper(), "%00"):
        assert knock(house, "aliyun", body, token).status_code == 404
    assert knock(acme_2, "aliyun", body, own).status_code == 404  # nothing set there: nobody may knock
    assert knock(acme_2, "aliyun", body, "").status_code == 404
    assert knock(house, "nobody", body).status_code == 404
    settings.HUIKE_VENDORS_SECRET = "of this machine"
    assert knock(house, "aliyun", body, choosing.stand_in_secret(acme_2.slug, "hook")).status_code == 404
    with in_property(house):
        assert not Receipt.objects.exists()
    assert knock(house, "aliyun", body, choosing.stand_in_secret(house.slug, "hook")).status_code == 200


def test_production_believes_no_stand_in_whatever_its_environment_says() -> None:
    asked = "s.HUIKE_VENDORS_SECRET, s.HUIKE_ALIYUN_API, s.HUIKE_TENCENT_API, s.HUIKE_SMTP_STAND_IN"
    said = subprocess.run(
        [sys.executable, "-c", f"from config import settings as s; print([{asked}])"],
        env={"HUIKE_ENV": "production", "HUIKE_SECRET_KEY": "x" * 50, "HUIKE_VENDORS_SECRET": "s",
             "HUIKE_ALIYUN_API": "http://127.0.0.1:1", "HUIKE_TENCENT_API": "http://127.0.0.1:1",
             "HUIKE_SMTP_STAND_IN": "127.0.0.1:1", "PYTHONPATH": "platform:."},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "['', '', '', '']"


GARBAGE = [
    b"", b"{", b"[]]", b"null", b"5", b'"x"', b"[5]", b"[[]]", b"\xff\xfe", b"[" * 500, b'{"success": "yes"}',
    b'[{"phone_number": "x", "content": "TD"}]', b'{"mobile": 1, "text": "TD", "time": "x"}',
    b'{"report_status": "MAYBE"}', b'[{"success": true, "out_id": {"a": 1}, "biz_id": []}]',
    b'[{"success": true, "biz_id": "\\u0000"}]', b'{"text": "TD", "mobile": "13812345678", "time": 1e400}',
    b'{"event-data": {"event": []}}', b'{"RecordType": 5}', b'{"type": null, "data": []}',
]  # fmt: skip


@pytest.mark.parametrize("vendor", sorted(hearing.VENDORS))
def test_garbage_is_refused_and_never_breaks(
    house: Property, vendor: str, caplog: pytest.LogCaptureFixture
) -> None:
    with in_property(house):
        token = rules.hook_token(stage.raw())
    for body in GARBAGE:
        answer = knock(house, vendor, body, token)
        # 200: an empty list tells nothing, and some providers send what we do not read.
        assert answer.status_code in (200, 400), body
        if answer.status_code == 400:
            assert answer.json()["type"].endswith(("not-a-receipt", "not_a_receipt")), answer.json()
    with in_property(house):
        assert not Receipt.objects.exists() and not Reply.objects.exists()


def test_a_log_shows_no_token() -> None:
    line = logging.LogRecord(
        "x", 30, "x", 1, "Bad Request: %s", ("/api/v1/hooks/messaging/h/aliyun/aBc-_9",), None
    )
    MaskPhones().filter(line)
    assert line.getMessage() == "Bad Request: /api/v1/hooks/messaging/h/aliyun/…"


def test_a_body_that_is_too_long_is_not_read(house: Property) -> None:
    assert knock(house, "aliyun", b"[" + b" " * (256 * 1024) + b"]").status_code == 413


def test_a_provider_of_mail_tells_of_bounces_and_complaints(house: Property) -> None:
    base = {"MessageID": "m-1", "Email": "a@example.com", "Metadata": {"claim": CLAIM.hex}, "ID": 1}
    at = {
        "DeliveredAt": "2026-11-23T02:00:00Z",
        "BouncedAt": "2026-11-23T02:00:00Z",
        "ReceivedAt": "2026-11-23T02:00:00Z",
    }
    events: list[dict[str, Any]] = [
        {**base, **at, "RecordType": "Delivery", "Recipient": "a@example.com"},
        {**base, **at, "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "Description": "no such user"},
        {**base, **at, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512},
    ]  # fmt: skip
    for event in events:
        assert knock(house, "postmark", event).status_code == 200
    with in_property(house):
        told = [hearing.told(row.body) for row in Receipt.objects.order_by("id")]
    assert [(each.state, each.dead, each.opted_out) for each in told] == [
        ("delivered", False, False),
        ("failed", True, False),
        ("delivered", False, True),
    ]
    assert {each.claim for each in told} == {CLAIM}


def test_another_property_s_stays_another_s(house: Property, rival_1: Property) -> None:
    knock(house, "aliyun", [aliyun_stand_in.receipt(ROW, "DELIVERED")])
    with in_property(rival_1):
        assert not Receipt.objects.exists()
