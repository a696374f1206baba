"""Segments over HTTP: preview while editing, kept, frozen, listed; HQ's templates; who may. C10, C72, C105."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from chains.models import Chain
from kernel.statements import Statements
from loyalty.guests.models import Guest
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors
from tests.factories import SHANGHAI, follow, stay
from tests.loyalty.programme.tiers.test_following import noon
from tests.loyalty.segments import drawn

HERE = "/properties/acme-1/segments"
GUESTS = "/properties/acme-1/guests"


def leaf(field: str, op: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "field": field, "op": op, "value": value, **more}


REGULARS = leaf("visits", "at_least", 3)
# C10: channel or source, more than N visits, a rate above N, the last visit more than N days ago
C10 = {
    "kind": "and",
    "of": [
        leaf("sources", "has_any", ["携程"]),
        leaf("visits", "at_least", 2),
        leaf("last_rate", "at_least", "300.00"),
        leaf("last_visit", "older_than", {"months": 3}),
    ],
}


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    with time_machine.travel(noon("2026-11-23"), tick=False):
        yield acme_1


@pytest.fixture
def many(house: Property) -> Property:
    with in_property(house):
        drawn.fill(Statements(raw_connection()))
    return house


def test_c10_whoever_came_twice_by_ctrip_at_300_and_not_for_three_months(
    acme: Chain, house: Property
) -> None:
    def guest(number: int, name: str, rate: str, *days: str, source: str = "携程") -> None:
        phone = f"138{number:08d}"
        follow(house, *(
            stay(f"F{number}-{day}", day, rate=rate, source=source, name=name, phone=phone, guest_number=f"G{number}")
            for day in days
        ))  # fmt: skip

    with in_property(house):
        guest(1, "周正", "358.00", "2026-03-01", "2026-06-01")
        guest(2, "一次", "358.00", "2026-06-01")
        guest(3, "便宜", "208.00", "2026-03-01", "2026-06-01")
        guest(4, "刚来", "358.00", "2026-06-01", "2026-11-01")
        guest(5, "散客", "358.00", "2026-03-01", "2026-06-01", source="散客")
    door = doors.as_role(acme, Role.MARKETING)
    seen = door.add(f"{HERE}/preview", {"rule": C10}).json()
    assert (seen["count"], seen["total"], seen["findings"]) == (1, 5, [])
    assert seen["sample"][0]["name"] == "周正" and seen["sample"][0]["phone_masked"] == "138****0001"
    assert seen["told"]["zh"] == (
        "用过的来源包含 携程 之一，并且累计入住次数至少 2 次，并且最近房价至少 300.00 元，并且最近入住距今超过 3 个月"
    )
    made = door.add(HERE, {"name": "变淡的携程客", "code": "ctrip", "rule": C10})
    assert made.status_code == 201 and made.json()["count"] == 1
    # As a filter of the list, with the other filters.
    assert [row["name"] for row in door.read(f"{GUESTS}?segment=ctrip").json()["results"]] == ["周正"]
    assert [row["name"] for row in door.read(f"{GUESTS}?segment={made.json()['id']}").json()["results"]] == [
        "周正"
    ]
    assert door.read(f"{GUESTS}?segment=ctrip&visits_min=3").json()["results"] == []
    assert "周正" in door.read("/properties/acme-1/guests.csv?segment=ctrip").content.decode()
    assert door.read(f"{GUESTS}?segment=nobody").status_code == 404


def test_what_is_wrong_with_a_rule_is_told_while_it_is_written_and_refused_when_it_is_kept(
    acme: Chain, house: Property
) -> None:
    door = doors.as_role(acme, Role.MARKETING)
    wrong = {"kind": "and", "of": [leaf("visits", "at_least", "x"), leaf("password", "is", 1)]}
    seen = door.add(f"{HERE}/preview", {"rule": wrong}).json()
    assert seen["count"] is None and [found["pointer"] for found in seen["findings"]] == [
        "/of/0/value",
        "/of/1/field",
    ]
    assert door.add(f"{HERE}/preview", {"rule": None}).json()["findings"][0]["code"] == "unreadable"
    refused = door.add(HERE, {"name": "x", "rule": wrong})
    assert refused.status_code == 422 and refused.json()["type"].endswith("segment-rule-refused")
    assert [error["pointer"] for error in refused.json()["errors"]] == [
        "/rule/of/0/value",
        "/rule/of/1/field",
    ]
    assert door.add(HERE, {"name": "x", "code": "9x", "rule": REGULARS}).status_code == 400


def test_a_segment_is_kept_changed_frozen_thawed_and_put_away(acme: Chain, many: Property) -> None:
    door = doors.as_role(acme, Role.MANAGER)
    made = door.add(HERE, {"name": "常客", "code": "regulars", "note": "三次以上", "rule": REGULARS}).json()
    assert (
        made["count"] > 0
        and made["told"]["en"] == "visits to date is at least 3"
        and made["origin"] == "property"
    )
    assert (
        door.add(HERE, {"name": "又一个", "code": "regulars", "rule": REGULARS})
        .json()["type"]
        .endswith("segment-code-taken")
    )
    assert door.change(f"{HERE}/regulars", {"name": "老客"}).json()["name"] == "老客"
    frozen = door.add(f"{HERE}/regulars/freeze", None).json()
    assert frozen["frozen_at"] and frozen["count"] == made["count"]
    assert door.change(f"{HERE}/regulars", {"rule": REGULARS}).json()["type"].endswith("segment-frozen")
    with in_property(many):
        Guest.objects.filter(visits=3).update(visits=0)
    first = door.read(f"{HERE}/regulars/guests?limit=200").json()
    rest = door.read(f"{HERE}/regulars/guests?limit=200&cursor={first['next']}").json()
    assert len(first["results"] + rest["results"]) == made["count"]
    thawed = door.change(f"{HERE}/regulars", {"frozen": False}).json()
    assert thawed["frozen_at"] is None and thawed["count"] < made["count"]
    assert door.send("DELETE", f"{HERE}/regulars").status_code == 204
    assert door.read(HERE).json()["results"] == []
    assert [each["code"] for each in door.read(f"{HERE}?archived=true").json()["results"]] == ["regulars"]
    assert door.change(f"{HERE}/regulars", {"archived": False}).json()["archived_at"] is None
    actions = list(Entry.objects.filter(subject="regulars").order_by("pk").values_list("action", flat=True))
    assert actions == ["segment.made", "segment.changed", "segment.frozen", "segment.changed", "segment.archived",
                       "segment.changed"]  # fmt: skip


def test_the_catalogue_tells_every_field_with_this_houses_words(acme: Chain, many: Property) -> None:
    door = doors.as_role(acme, Role.ANALYST)
    fields = {field["field"]: field for field in door.read(f"{HERE}/fields").json()["results"]}
    assert (
        len(fields) > 100 and fields["visits"]["operators"][0] == "is" and fields["visits"]["unit_zh"] == "次"
    )
    assert {"value": "quiet", "zh": "安静", "en": "quiet"} in fields["preferences"]["known"]
    assert fields["campaigns_in"]["kinds"] == [{"value": "spring", "zh": "春", "en": "春"}]
    assert fields["room_types"]["known"] == [{"value": "大床房", "zh": "大床房", "en": "大床房"}]
    offered = door.read(f"{HERE}/suggestions").json()["results"]
    assert len(offered) >= 12 and all(each["told"]["zh"] and not each["kept"] for each in offered)
    # An analyst sees no sensitive word on a guest, and cannot ask for it.
    assert "未成年" not in {value["value"] for value in fields["tags"]["known"]}
    asked = door.add(f"{HERE}/preview", {"rule": leaf("tags", "has_any", ["未成年"])})
    assert asked.status_code == 403 and asked.json()["type"].endswith("sensitive-rule")


def test_secret_guests_are_in_no_segment(acme: Chain, many: Property) -> None:
    door = doors.as_role(acme, Role.MANAGER)
    door.add(HERE, {"name": "所有人", "code": "all", "rule": leaf("visits", "at_least", 0)})
    with in_property(many):
        secret = {str(pk) for pk in Guest.objects.filter(secret=True).values_list("pk", flat=True)}
    shown, cursor = set(), ""
    while cursor is not None:
        page = door.read(f"{HERE}/all/guests?limit=200{cursor and '&cursor=' + cursor}").json()
        shown |= {row["id"] for row in page["results"]}
        cursor = page["next"]
    assert len(shown) > 500 and secret and not shown & secret


def test_the_desk_sees_no_segments_and_the_analyst_changes_none(acme: Chain, house: Property) -> None:
    desk, analyst = doors.as_role(acme, Role.FRONT_DESK), doors.as_role(acme, Role.ANALYST)
    assert desk.read(HERE).status_code == 403 and analyst.read(HERE).status_code == 200
    assert analyst.add(HERE, {"name": "x", "rule": REGULARS}).status_code == 403
    doors.as_role(acme, Role.MANAGER).add(HERE, {"name": "x", "code": "x", "rule": REGULARS})
    assert desk.read(f"{GUESTS}?segment=x").status_code == 403


def test_headquarters_keeps_segments_and_gives_them_to_its_properties(
    acme: Chain, acme_1: Property, acme_2: Property
) -> None:
    hq, manager = doors.as_role(acme, Role.MARKETING), doors.as_role(acme, Role.MANAGER, [acme_1])
    chain = "/chains/acme/segments"
    made = hq.add(chain, {"name": "常客", "code": "regulars", "rule": REGULARS})
    assert made.status_code == 201 and made.json()["number"] == 1 and made.json()["pushed"] == []
    # One property has a segment of its own under this code: it stays.
    doors.as_role(acme, Role.MANAGER, [acme_2]).add(
        "/properties/acme-2/segments", {"name": "本店的", "code": "regulars", "rule": REGULARS}
    )
    told = hq.add(f"{chain}/regulars/push", {}).json()
    assert [each["property"] for each in told["pushed"]] == ["acme-1"]
    assert told["refused"] == [{"property": "acme-2", "name": "雅客二店", "problem": "segment_code_taken"}]
    (local,) = manager.read(HERE).json()["results"]
    assert (local["origin"], local["chain_number"], local["name"]) == ("chain", 1, "常客")
    assert (
        manager.change(f"{HERE}/regulars", {"rule": leaf("visits", "is", 1)})
        .json()["type"]
        .endswith("segment-of-the-chain")
    )
    changed = hq.change(f"{chain}/regulars", {"rule": leaf("visits", "at_least", 5)}).json()
    assert changed["number"] == 2 and changed["pushed"][0]["number"] == 1
    hq.add(f"{chain}/regulars/push", {"properties": ["acme-1"]})
    assert manager.read(f"{HERE}/regulars").json()["rule"]["value"] == 5
    assert hq.add(f"{chain}/regulars/push", {"properties": ["rival-1"]}).status_code == 404
    # Who works at one property keeps nothing for all.
    assert manager.read(chain).status_code == 200
    assert manager.add(chain, {"name": "x", "rule": REGULARS}).status_code == 403
    assert manager.add(f"{chain}/regulars/push", {}).status_code == 403


def test_a_segment_is_dynamic_by_the_day_of_the_property(acme: Chain, acme_1: Property) -> None:
    with in_property(acme_1):
        follow(acme_1, stay("F1", "2026-03-01"))
    door = doors.as_role(acme, Role.MANAGER)
    away = {"rule": leaf("last_visit", "older_than", {"days": 30})}
    with time_machine.travel(noon("2026-03-31").astimezone(SHANGHAI), tick=False):
        assert door.add(f"{HERE}/preview", away).json()["count"] == 0
    with time_machine.travel(noon("2026-04-01").astimezone(SHANGHAI), tick=False):
        assert door.add(f"{HERE}/preview", away).json()["count"] == 1
