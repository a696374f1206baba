"""A programme from template to soft landing, over HTTP, in a sandbox whose clock is moved (C39, C51, C52, C56, C69, C122)."""

from datetime import date, timedelta
from typing import Any

import pytest

from chains.models import Chain
from kernel import clock
from staff.roles import Role
from tenants.models import Property
from tests import doors
from tests.doors import Door
from tests.factories import stay

HOUSE = "/properties/acme-lab"


class Story:
    """The house and those who work there."""

    def __init__(self, chain: Chain) -> None:
        self.owner = doors.as_role(chain, Role.OWNER)
        made = self.owner.add(
            "/chains/acme/properties", {"slug": "acme-lab", "name": "试验店", "city": "杭州", "sandbox": True}
        )
        assert made.status_code == 201, made.content
        self.desk = doors.as_role(chain, Role.FRONT_DESK, [Property.objects.get(slug="acme-lab")])
        self.pms = doors.with_key(chain)
        self.n = 0

    @property
    def today(self) -> date:
        return date.fromisoformat(self.owner.read(f"{HOUSE}/clock").json()["today"])

    def visit(self, day: date, nights: int = 1, rate: str = "300.00") -> None:
        self.n += 1
        total = f"{int(rate[:-3]) * nights}.00"
        sent = stay(
            f"S{self.n}",
            str(day),
            nights=nights,
            rate=rate,
            revenue={"room": total, "fnb": "0.00", "other": "0.00"},
        )
        answer = self.pms.send("PUT", f"{HOUSE}/stays/S{self.n}", sent)
        assert answer.status_code == 201, answer.content

    def move_to(self, day: date) -> list[dict[str, Any]]:
        """Forward to this day; everything that happened on the way."""
        found: list[dict[str, Any]] = []
        while (today := self.today) < day:
            step = min(day, today + timedelta(days=92))
            answer = self.owner.add(f"{HOUSE}/clock", {"to": str(step)})
            assert answer.status_code == 200, answer.content
            for each in answer.json()["days"]:
                found += [{"day": date.fromisoformat(each["day"]), **one} for one in each["happened"]]
        return found

    def card(self) -> dict[str, Any]:
        (guest,) = self.desk.read(f"{HOUSE}/guests").json()["results"]
        card: dict[str, Any] = self.desk.read(f"{HOUSE}/guests/{guest['id']}").json()
        return card

    def act(self, door: Door, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = door.add(f"{HOUSE}{path}", body, idempotency_key=f"act-{path}-{self.n}")
        assert answer.status_code in (200, 201), answer.content
        done: dict[str, Any] = answer.json()
        return done


@pytest.fixture
def story(committed: None) -> Story:
    return Story(Chain.objects.get(slug="acme"))


def test_a_guest_rises_spends_falls_and_lands_softly(story: Story) -> None:
    templates = story.owner.read(f"{HOUSE}/programme/templates").json()["results"]
    document = next(each["programme"] for each in templates if each["code"] == "midscale")
    tried = story.owner.send("PUT", f"{HOUSE}/programme?dry_run=true", {"programme": document})
    assert tried.status_code == 200 and story.owner.read(f"{HOUSE}/programme").json()["version"] == 0
    put = story.owner.send("PUT", f"{HOUSE}/programme", {"programme": document, "note": "开始"})
    assert (put.status_code, put.json()["version"]) == (200, 1)

    # C39: five nights within four months are gold.
    began = story.today
    assert began == clock.today("Asia/Shanghai")
    story.move_to(began + timedelta(days=12))
    story.visit(began + timedelta(days=1), nights=2)
    assert story.card()["tier"]["code"] == "base"
    story.visit(began + timedelta(days=6), nights=3)
    gold = story.card()
    assert (gold["tier"]["code"], gold["tier"]["kind"]) == ("gold", "qualified")
    assert "5" in gold["tier"]["reason"]["zh"]
    until = date.fromisoformat(gold["tier"]["until"])

    # C56: 1,000 points are 50 yuan off a bill of 400. C69: pay 1,000, get 300 on top.
    guest = gold["id"]
    before = gold["points"]["balance"]
    assert before >= 1000
    bill = story.act(
        story.desk, f"/guests/{guest}/points/redeem", {"way": "bill", "bill": "400.00", "points": 1000}
    )
    off, to_pay = bill["money_off"]["amount"], bill["to_pay"]["amount"]
    assert (off, to_pay, bill["after"]) == ("50.00", "350.00", before - 1000)
    story.act(story.desk, f"/guests/{guest}/wallet/top-ups", {"pay": "1000.00", "method": "wechat"})
    wallet = story.card()["wallet"]
    assert [wallet[part]["amount"] for part in ("principal", "gift", "balance")] == [
        "1000.00",
        "300.00",
        "1300.00",
    ]

    # A year without visits: told at least two calendar months before (C51), then down.
    happened = story.move_to(until + timedelta(days=2))
    told = [each for each in happened if each["what"] == "notice" and "loss" in each["code"]]
    assert told and (until - told[0]["day"]).days >= 59
    fallen = story.card()["tier"]
    assert (fallen["code"], fallen["second_chance"]["tier"]) == ("silver", "gold")
    fell_on = date.fromisoformat(fallen["since"])

    # C52: two visits within one calendar month bring gold back for three.
    story.move_to(fell_on + timedelta(days=12))
    story.visit(fell_on + timedelta(days=4))
    assert story.card()["tier"]["code"] == "silver"
    story.visit(fell_on + timedelta(days=8))
    landed = story.card()["tier"]
    assert (landed["code"], landed["kind"]) == ("gold", "second_chance")
    # … until the very day that was told when it fell.
    two, five = fallen["second_chance"]["offers"]
    assert (two["visits"], five["visits"], landed["until"]) == (2, 5, two["gives_until"])
    # What was paid in never ends, and the books are right.
    assert story.card()["wallet"]["principal"]["amount"] == "1000.00"
