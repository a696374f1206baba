"""Texts filed with SMS vendors, over HTTP."""

from chains.models import Chain
from staff.roles import Role
from tenants.models import Property
from tests import doors

HERE = "/properties/acme-1/messaging/filings"
TEXT = "{surname|客人}您好，[您还有{points}积分，]随时欢迎。"


def test_a_text_is_looked_at_filed_and_put_right_by_hand(acme: Chain, acme_1: Property) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    asked = {"vendor": "aliyun", "text": TEXT}
    seen = manager.add(f"{HERE}/preview", asked)
    assert seen.status_code == 200, seen.content
    told = seen.json()
    assert [row["state"] for row in told["results"]] == ["", ""]
    assert [each["code"] for each in told["warnings"]] == ["points"]
    assert manager.read(HERE).json()["results"] == []

    filed = manager.add(HERE, asked)
    assert filed.status_code == 200, filed.content
    assert not filed.json()["ready"]
    rows = filed.json()["results"]
    assert [row["text"] for row in rows] == [
        "${surname}您好，您还有${points}积分，随时欢迎。 拒收请回复R",
        "${surname}您好，随时欢迎。 拒收请回复R",
    ]
    assert manager.add(HERE, asked).json()["results"] == rows

    for number, row in enumerate(rows, 1):
        change = {"state": "approved", "vendor_code": f"SMS_{number}"}
        put = manager.change(f"{HERE}/{row['id']}", change)
        assert put.status_code == 200, put.content
        assert put.json()["vendor_code"] == f"SMS_{number}"
    assert manager.add(f"{HERE}/preview", asked).json()["ready"]
    listed = manager.read(f"{HERE}?vendor=aliyun").json()["results"]
    assert {row["state"] for row in listed} == {"approved"}
    assert manager.read(f"{HERE}?vendor=tencent").json()["results"] == []


def test_what_cannot_be_filed_is_told(acme: Chain, acme_1: Property) -> None:
    manager = doors.as_role(acme, Role.MANAGER)
    for text, status in (
        ("您好{surname}{points}", 422),
        ("您好{surname", 422),
        ("【雅客】您好", 422),
        ("", 400),
        ("您好" * 300, 400),
    ):
        answer = manager.add(HERE, {"vendor": "aliyun", "text": text})
        assert answer.status_code == status, (text, answer.content)
    assert manager.add(HERE, {"vendor": "nobody", "text": "您好"}).status_code == 400
    row = manager.add(HERE, {"vendor": "tencent", "text": "您好，欢迎。"}).json()["results"][0]
    refused = manager.change(f"{HERE}/{row['id']}", {"state": "approved"})
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("filing-code-missing")
    assert manager.change(f"{HERE}/999999", {"state": "filed"}).status_code == 404


def test_the_desk_files_nothing(acme: Chain, acme_1: Property) -> None:
    desk = doors.as_role(acme, Role.FRONT_DESK)
    assert desk.add(HERE, {"vendor": "aliyun", "text": "您好"}).status_code == 403
