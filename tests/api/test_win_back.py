"""The win-back board over HTTP: the list, one-touch acts, who may do what, and the chain's summary."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from api.v1 import win_back_shapes
from audit.models import Entry
from kernel.statements import Statements
from loyalty.campaigns.models import Act
from loyalty.figures import winning
from loyalty.lifecycle import assessing
from loyalty.messaging.models import Message
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
TODAY = date(2026, 11, 23)
BOARD = "/properties/acme-1/win-back"


@pytest.fixture
def house(acme_1: Property) -> Iterator[Property]:
    """Forty guests who came every 40 to 45 days, and five of them not for 50: they are a few days late."""
    with time_machine.travel(NOW, tick=False):
        with in_property(acme_1):
            stays = []
            for number in range(40):
                away = 46 + number if number < 5 else 20
                for visit in range(4):
                    day = TODAY - timedelta(days=away + visit * (40 + number % 6))
                    changes: dict[str, Any] = {"rate": f"{200 + 10 * number}.00"}
                    changes["revenue"] = {"room": changes["rate"], "fnb": "0.00", "other": "0.00"}
                    stays.append(
                        factories.stay(
                            f"S{number}-{visit}",
                            str(day),
                            guest_number=f"G{number}",
                            name=f"客{number}",
                            phone=f"138{number:08}",
                            **changes,
                        )
                    )
            factories.follow(acme_1, *stays)
            assessing.night(Statements(raw_connection()), acme_1, TODAY)
        yield acme_1


def told(door: Door, path: str = BOARD, shape: Any = win_back_shapes.WinBackBoard, **headers: str) -> Any:
    answer = door.read(path, **headers)
    assert answer.status_code == 200, answer.content
    body = msgspec.json.decode(answer.content)
    msgspec.convert(body, shape)
    return body


def test_the_board_says_who_why_and_what_to_do(house: Property) -> None:
    board = told(doors.as_role(house.chain, Role.MARKETING))
    assert (board["day"], board["as_of"]) == ("2026-11-23", "2026-11-23")
    assert board["quiet"] == {"from": "21:00", "until": "09:00"}
    assert board["counts"]["late"] == 5 == board["counts"]["today"] == len(board["rows"])
    first = board["rows"][0]
    # The same habits: who spends more is worth more.
    values = [float(row["year_value"]) for row in board["rows"]]
    assert values == sorted(values, reverse=True)
    assert first["group"] == "late" and first["why"] in ("今天到期", f"逾期 {first['by_days']} 天")
    assert first["norm"]["lower"] <= first["norm"]["median"] <= first["norm"]["upper"] <= first["away_days"]
    assert first["advice"] == {"act": "greet", "says": "问候，不送券", "offer": False}
    assert first["norm"]["from_name"]
    english = told(doors.as_role(house.chain, Role.OWNER), ACCEPT_LANGUAGE="en")
    assert english["rows"][0]["advice"]["says"] == "Greet, no coupon"


def test_it_is_turned_page_by_page_without_loss(house: Property) -> None:
    door = doors.as_role(house.chain, Role.OWNER)
    for order in ("value", "days"):
        seen, cursor = [], ""
        while True:
            board = told(door, f"{BOARD}?limit=2&order={order}{cursor}")
            seen += [row["guest"]["id"] for row in board["rows"]]
            if board["next"] is None:
                break
            cursor = f"&cursor={board['next']}"
        assert len(seen) == 5 == len(set(seen))
    assert told(door, f"{BOARD}?group=early")["rows"] == []
    for wrong in ("group=moon", "limit=0", "cursor=x", "x=1"):
        assert door.read(f"{BOARD}?{wrong}").status_code == 400


def test_one_touch_and_the_guest_is_off_the_board(house: Property) -> None:
    manager = doors.as_role(house.chain, Role.MANAGER, [house])
    guests = [row["guest"]["id"] for row in told(manager)["rows"]]
    greeted = manager.add(f"{BOARD}/{guests[0]}/act", {"act": "greet"})
    assert greeted.status_code == 200, greeted.content
    done = msgspec.json.decode(greeted.content, type=win_back_shapes.WinBackDone)
    assert done.hidden_until == TODAY + timedelta(days=14)
    # Sending is not switched on at a new property, and that is said.
    assert done.message is not None
    assert (done.message.verdict, done.message.reason) == ("wait", "switched_off") and done.message.says
    assert manager.add(f"{BOARD}/{guests[1]}/act", {"act": "snooze", "days": 3}).status_code == 200
    assert manager.add(f"{BOARD}/{guests[2]}/act", {"act": "call", "note": "约了周五"}).status_code == 200
    assert [row["guest"]["id"] for row in told(manager)["rows"]] == guests[3:]
    with in_property(house):
        assert [act.act for act in Act.objects.order_by("pk")] == ["greet", "snooze", "call"]
        assert Message.objects.count() == 1
    recorded = Entry.objects.filter(action="win_back.acted").order_by("pk")
    assert [entry.subject for entry in recorded] == guests[:3]


def test_a_guest_is_assigned_to_a_colleague_and_stays_on_the_board(house: Property) -> None:
    owner = doors.as_role(house.chain, Role.OWNER)
    someone = doors.member(house.chain, Role.FRONT_DESK, [house])
    guest = told(owner)["rows"][0]["guest"]["id"]
    assert owner.add(f"{BOARD}/{guest}/act", {"act": "assign", "staff": str(someone.pk)}).status_code == 200
    assert told(owner)["rows"][0]["assigned_to"] == someone.name
    for staff in (None, "nobody", "00000000-0000-0000-0000-000000000000"):
        assert owner.add(f"{BOARD}/{guest}/act", {"act": "assign", "staff": staff}).status_code == 422


def test_the_desk_may_greet_and_call_and_never_offers(house: Property) -> None:
    desk = doors.as_role(house.chain, Role.FRONT_DESK, [house])
    guest = told(doors.as_role(house.chain, Role.OWNER))["rows"][0]["guest"]["id"]
    assert desk.read(BOARD).status_code == 403
    assert desk.add(f"{BOARD}/{guest}/act", {"act": "offer", "coupon": "ten"}).status_code == 403
    assert desk.add(f"{BOARD}/{guest}/act", {"act": "call"}).status_code == 200
    analyst = doors.as_role(house.chain, Role.ANALYST)
    assert analyst.read(BOARD).status_code == 200
    assert analyst.add(f"{BOARD}/{guest}/act", {"act": "call"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"act": "kiss"}, 400),
        ({}, 400),
        ({"act": "snooze", "days": 0}, 400),
        ({"act": "greet", "text": ""}, 400),
        ({"act": "greet", "text": "{unclosed"}, 422),
        ({"act": "offer"}, 422),
        ({"act": "offer", "coupon": "none"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(house: Property, body: dict[str, Any], status: int) -> None:
    owner = doors.as_role(house.chain, Role.OWNER)
    guest = told(owner)["rows"][0]["guest"]["id"]
    answer = owner.add(f"{BOARD}/{guest}/act", body)
    assert answer.status_code == status, answer.content
    with in_property(house):
        assert not Act.objects.exists() and not Message.objects.exists()
    for nobody in (999_999, 2**70):
        assert owner.add(f"{BOARD}/{nobody}/act", {"act": "call"}).status_code == 404


def test_the_chain_sees_every_propertys_board_in_figures(house: Property) -> None:
    winning.refresh(house)
    owner = doors.as_role(house.chain, Role.OWNER)
    summary = told(owner, "/chains/acme/win-back/summary", win_back_shapes.WinBackSummary)
    assert [(row["property"], row["late"]) for row in summary["properties"]] == [("acme-1", 5), ("acme-2", 0)]
    assert summary["late"] == 5 and float(summary["value"]) > 0
    total = sum(float(row["year_value"]) for row in told(owner)["rows"])
    assert float(summary["value"]) == pytest.approx(total)
