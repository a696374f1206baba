"""Profit once more by an oracle: plain Python over what was sent, compared with every place that shows it. C91.

It shares neither SQL nor a function with the product: visits are put together from the stays as they were sent,
costs are those that were put, and only who is who (merges) and what was had are read, as bare rows.
"""

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from chains.models import Chain
from kernel.statements import Statements
from loyalty.campaigns import outcomes
from loyalty.campaigns.models import Campaign, Target
from loyalty.figures import winning
from loyalty.figures.refreshing import refresh
from loyalty.guests.models import Guest
from loyalty.journey import uniting
from loyalty.lifecycle import assessing
from loyalty.products import consuming
from loyalty.products.consuming import Item
from loyalty.products.models import Consumption
from loyalty.stays.models import Stay
from staff.roles import Role
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories
from tests.doors import Door

NOW = datetime.fromisoformat("2026-06-20T12:00:00+08:00")
DAY0 = date(2026, 3, 3)
SPAN = "from=2025-01-01&to=2026-12-31"
AT = "/properties/acme-1"
# What a source is; who comes on his own pays no agent unless somebody says so.
CHANNEL = {"携程": "ota", "美团": "ota", "飞猪": "ota", "散客": "walk_in", "官网": "member", "会员": "member", "自用": "", "神秘渠道": "walk_in"}  # fmt: skip
UNKNOWN_OF_OWN = {"神秘渠道"}  # counted as a walk-in, but nobody said so
ROOMS = ["大床房", "双床房", "亲子房", ""]
PRODUCTS = {"BRK": ("早餐", 3800, 1233), "FRT": ("果盘", 2800, 851), "WIN": ("红酒", 9900, None)}
# What each cost was from which day on; the first of each held for ever before. A house sets them in this order.
FIRST, LATER = date.min, date(2026, 4, 7)
COSTS: dict[tuple[str, str], dict[date, Any]] = {
    ("rooms", "大床房"): {FIRST: 4501, LATER: 4999},
    ("rooms", "双床房"): {FIRST: 5003, LATER: None},
    ("rooms", "亲子房"): {FIRST: 6001},
    ("fnb", ""): {FIRST: Decimal("0.3333"), LATER: Decimal("0.3")},
    ("commission", "携程"): {FIRST: Decimal("0.1333"), LATER: Decimal("0.1")},
    ("commission", "飞猪"): {FIRST: Decimal("0.075")},
    ("commission", "会员"): {FIRST: Decimal("0.01"), LATER: None},
}


def held(kind: str, thing: str, day: date) -> Any:
    steps = COSTS.get((kind, thing), {})
    return next((steps[since] for since in sorted(steps, reverse=True) if since <= day), None)


DOCUMENT = {"name": "春", "kind": "win_back", "trigger": {"kind": "once", "at": None}, "channels": ["sms"],
            "variants": [{"code": "A", "texts": {"zh-CN": {"sms": {"text": "好"}}}}], "window_days": 40}  # fmt: skip
PARTS = ("revenue", "commission", "rooms", "goods", "given", "profit")


def cents(amount: str) -> int:
    return int(Decimal(amount) * 100)


def rounded(exact: Decimal) -> int:
    """Half up, also below zero: −0.5 is 0."""
    return int((exact + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR"))


@dataclass
class Left:
    """What is left of something: parts in cents, and the costs nobody has set."""

    visits: int = 0
    nights: int = 0
    waiting: int = 0
    revenue: int = 0
    commission: int = 0
    rooms: int = 0
    goods: int = 0
    given: int = 0
    unknown: set[tuple[str, str]] = field(default_factory=set)

    @property
    def profit(self) -> int:
        return self.revenue - self.commission - self.rooms - self.goods - self.given

    def __add__(self, other: "Left") -> "Left":
        names = ("visits", "nights", "waiting", "revenue", "commission", "rooms", "goods", "given")
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Left(**sums, unknown=self.unknown | other.unknown)


def whole(parts: list[Left]) -> Left:
    return sum(parts, Left())


@dataclass
class Trip:
    """Stays of one person that touch: one visit."""

    person: int
    stays: list[dict[str, Any]]
    had: list[Consumption] = field(default_factory=list)

    @property
    def came(self) -> date:
        return min(day(each["check_in"]) for each in self.stays)

    @property
    def shown(self) -> dict[str, Any]:
        return max(self.stays, key=lambda s: (day(s["check_in"]), cents(s["rate"]), s["external_id"]))

    def key(self, by: str) -> str:
        source = self.shown["source"]
        return {"source": source, "channel": CHANNEL[source], "room_type": self.shown["room_type"] or "",
                "month": f"{self.came:%Y-%m}"}[by]  # fmt: skip

    @property
    def left(self) -> Left:
        return left_of(self.stays, self.had)


def day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def nights(stay: dict[str, Any]) -> int:
    return (day(stay["check_out"]) - day(stay["check_in"])).days


def left_of(stays: list[dict[str, Any]], had: list[Consumption]) -> Left:
    """Revenue less commission, nights, goods and gifts, by the words of docs/desk.md."""
    left = Left(visits=min(1, len(stays)), nights=sum(nights(each) for each in stays))
    if any(each["status"] == "in_house" and not cents(each["revenue"]["room"]) for each in stays):
        return Left(visits=1, waiting=1)
    commission, came = Decimal(0), min((day(each["check_in"]) for each in stays), default=FIRST)
    for each in stays:
        room, source, kind = cents(each["revenue"]["room"]), each["source"], each["room_type"] or ""
        left.revenue += sum(cents(each["revenue"][name]) for name in ("room", "fnb", "other"))
        share, night = held("commission", source, came), held("rooms", kind, came)
        if share is not None:
            commission += room * share
        elif room and (CHANNEL[source] == "ota" or source in UNKNOWN_OF_OWN):
            left.unknown.add(("commission", source))
        if night is not None:
            left.rooms += nights(each) * night
        elif nights(each):
            left.unknown.add(("rooms", kind))
    left.commission = rounded(commission)
    for name in ("fnb", "other"):
        told = sum(cents(each["revenue"][name]) for each in stays)
        rest = told - sum(one.amount_cents for one in had if one.on_folio and one.folio == name)
        if rest > 0 and held(name, "", came) is None:
            left.unknown.add((name, ""))
        elif rest > 0:
            left.goods += rounded(rest * held(name, "", came))
    for one in had:
        left.revenue += 0 if one.on_folio else one.amount_cents
        if one.cost_cents is None:
            left.unknown.add(("product", one.name))
        elif one.source == "surprise":
            left.given += one.cost_cents
        else:
            left.goods += one.cost_cents
    return left


@dataclass
class World:
    trips: list[Trip]
    loose: list[tuple[int, Consumption]]  # (person, what was had beside any visit)
    sold: list[Consumption]  # everything that stands
    secret: set[int]
    people: set[int]

    def of(self, person: int) -> Left:
        return whole(
            [trip.left for trip in self.trips if trip.person == person]
            + [left_of([], [one]) for whose, one in self.loose if whose == person]
        )

    def by(self, by: str) -> dict[str, Left]:
        found: dict[str, Left] = defaultdict(Left)
        for trip in self.trips:
            found[trip.key(by)] += trip.left
        for _, one in self.loose:
            found[f"{one.day:%Y-%m}" if by == "month" else "-"] += left_of([], [one])
        return found


def the_world(sent: dict[str, dict[str, Any]]) -> World:
    into = dict(Guest.objects.values_list("pk", "merged_into"))

    def person(guest: int) -> int:
        while into[guest] is not None:
            guest = into[guest]
        return guest

    who = {
        number: (pk, person(guest))
        for pk, number, guest in Stay.objects.values_list("pk", "external_id", "guest")
    }
    by_person: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for number, each in sent.items():
        if each["status"] in ("in_house", "checked_out") and each["source"] != "自用":
            by_person[who[number][1]].append(each)
    trips: list[Trip] = []
    for one, stays in by_person.items():
        until = None
        for each in sorted(stays, key=lambda s: (s["check_in"], s["check_out"], s["external_id"])):
            if until is not None and day(each["check_in"]) <= until:
                trips[-1].stays.append(each)
                until = max(until, day(each["check_out"]))
            else:
                trips.append(Trip(one, [each]))
                until = day(each["check_out"])
    trip_of = {who[s["external_id"]][0]: trip for trip in trips for s in trip.stays}
    owner_of = dict(who.values())
    back = set(Consumption.objects.exclude(takes_back=None).values_list("takes_back", flat=True))
    sold = [c for c in Consumption.objects.filter(takes_back=None) if c.pk not in back]
    loose = []
    for one in sold:
        if one.stay in trip_of:
            trip_of[one.stay].had.append(one)
        else:
            loose.append((owner_of.get(one.stay, person(one.guest_id)), one))
    people = {person(guest) for guest in into}
    secret = {person(pk) for pk in Guest.objects.filter(secret=True).values_list("pk", flat=True)}
    return World(trips, loose, sold, secret, people)


# --- what happens at the house ---


def a_stay(rng: random.Random, number: int) -> dict[str, Any]:
    guest = rng.randrange(9)
    money = {name: rng.choice([0, 0, rng.randrange(40000)]) for name in ("fnb", "other")}
    status = rng.choice(["checked_out"] * 5 + ["in_house"] * 2 + ["booked", "cancelled", "no_show"])
    # Less than nothing was refunded; who is in house is not charged for the room yet, as often as not.
    rooms = [0, 20800] if status == "in_house" else [0, 20800, rng.randrange(60000), -rng.randrange(9000)]
    money["room"] = rng.choice(rooms)
    return factories.stay(
        f"S{number:02}", str(DAY0 + timedelta(days=rng.randrange(75))), nights=rng.randrange(0, 4),
        source=rng.choice([*CHANNEL]), room_type=rng.choice(ROOMS) or None, rate=f"{rng.randrange(100, 500)}.00",
        revenue={name: f"{value / 100:.2f}" for name, value in money.items()},
        status=status,
        guest_number=f"G{guest}", name=f"客人{guest}", phone=f"1380013{guest:04d}", secret=guest == 3,
    )  # fmt: skip


def lived(hotel: Property, rng: random.Random) -> dict[str, dict[str, Any]]:
    """Some months of the house; the stays as they were sent last."""
    sent = {each["external_id"]: each for each in (a_stay(rng, number) for number in range(45))}
    for each in sent.values():  # the guest goes out of the door after he came in
        if each["check_out"] <= each["check_in"]:
            each["check_out"] = each["check_in"].replace("T14:10", "T18:00")
    raw = Statements(raw_connection())
    factories.follow(hotel, *sent.values())
    stays = list(Stay.objects.order_by("pk").values_list("pk", "guest_id", "check_in"))
    for number in range(50):
        stay, guest, came = rng.choice(stays)
        at = came + timedelta(hours=rng.randrange(-600, 200))
        if number % 6 == 0:
            gifts = [{"product": rng.choice(["FRT", "WIN"])}, {"name": "手写卡", "cost_cents": 150}]
            consuming.give(raw, guest, stay, gifts, f"task:{number}", "客房")
            continue
        told = rng.random() < 0.4
        code = rng.choice(["BRK", "WIN", None])
        item = Item(code, "" if code else "擦鞋", rng.randrange(1, 4), None if code else 3000, on_folio=told,
                    folio=rng.choice(["fnb", "other"]) if told else "")  # fmt: skip
        consuming.write(raw, guest, rng.choice([stay, stay, None]), [item], at, "api", f"p{number}", "POS")
    for number in rng.sample(list(Consumption.objects.values_list("pk", flat=True)), 12):
        consuming._take_back(raw, number, "店长")
    numbers = dict(Guest.objects.values_list("name", "pk"))
    for first, second in (("客人1", "客人2"), ("客人5", "客人6")):
        uniting.merge(hotel, numbers[first], numbers[second], None)
    return sent


def put_costs(owner: Door) -> None:
    for code, (name, price, cost) in PRODUCTS.items():
        product = {
            "name": name,
            "price": f"{price / 100:.2f}",
            "cost": None if cost is None else f"{cost / 100:.2f}",
        }
        assert owner.send("PUT", f"{AT}/products/{code}", product).status_code == 200
    for since, sent_from in ((FIRST, {}), (LATER, {"from": str(LATER)})):
        rooms = {kind: held("rooms", kind, since) for what, kind in COSTS if what == "rooms"}
        body = {
            "rooms": [{"room_type": k, "cost": f"{v / 100:.2f}"} for k, v in rooms.items() if v is not None],
            "fnb_cost_share": float(held("fnb", "", since)),
            "commissions": [
                {
                    "source": name,
                    "share": None if (share := held(what, name, since)) is None else float(share),
                }
                for what, name in COSTS
                if what == "commission"
            ],
        }
        answer = owner.send("PUT", f"{AT}/costs", body | sent_from)
        assert answer.status_code == 200, answer.content


def campaigned(hotel: Property) -> Campaign:
    """Everybody is chosen, by every record there is of him, some of them twice; each third is held out."""
    campaign = Campaign.objects.create(
        code="c", name="春", kind="win_back", document=DOCUMENT, state="running", made_at=NOW, made_by="",
        made_by_name="", changed_at=NOW,
    )  # fmt: skip
    guests = list(Guest.objects.order_by("pk").values_list("pk", flat=True))
    for number, guest in enumerate([*guests, *guests[:4]]):
        arm, decision = ("holdout", "held_out") if guest % 3 == 0 else ("A", "contact")
        chosen = DAY0 + timedelta(days=number)
        Target.objects.create(campaign=campaign, guest_id=guest, occasion=f"o{number}", arm=arm, decision=decision,
                              chosen_on=chosen, chosen_at=NOW)  # fmt: skip
    outcomes.credit(Statements(raw_connection()), hotel, guests)
    return campaign


@pytest.fixture(params=[2, 9])
def seen(
    request: pytest.FixtureRequest, acme: Chain, acme_1: Property
) -> Iterator[tuple[World, Door, Campaign]]:
    rng = random.Random(request.param)
    with time_machine.travel(NOW, tick=False):
        owner = doors.as_role(acme, Role.OWNER)
        put_costs(owner)
        with in_property(acme_1):
            sent = lived(acme_1, rng)
            campaign = campaigned(acme_1)
            assessing.night(Statements(raw_connection()), acme_1, NOW.date())
            world = the_world(sent)
        refresh(acme_1, wait=True)
        assert winning.refresh(acme_1)
        yield world, owner, campaign


def read(owner: Door, path: str) -> Any:
    answer = owner.read(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def lines(owner: Door, path: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(owner.read(path, ACCEPT_LANGUAGE="en").content.decode("utf-8-sig")))
    )


def parts(told: dict[str, Any]) -> tuple[Any, ...]:
    """The parts as an answer tells them, in cents, and the costs nobody has set."""
    return (
        told["waiting"],
        *(cents(told[name]) for name in PARTS),
        {(each["what"], each["of"]) for each in told["unknown"]},
    )


def expected(left: Left) -> tuple[Any, ...]:
    return left.waiting, *(getattr(left, name) for name in PARTS), left.unknown


def shown_as(left: Left) -> str | None:
    """A visit's profit as it is told: not before the PMS has told what the room brings."""
    sign = "-" if left.profit < 0 else ""
    return None if left.waiting else f"{sign}{abs(left.profit) // 100}.{abs(left.profit) % 100:02}"


def test_c91_every_place_that_shows_profit_shows_what_the_raw_rows_come_to(
    seen: tuple[World, Door, Campaign],
) -> None:
    world, owner, campaign = seen
    assert {len(trip.stays) > 1 for trip in world.trips} == {True, False} and world.loose
    assert (
        any(trip.left.waiting for trip in world.trips)
        and len({trip.came > LATER for trip in world.trips}) == 2
    )
    on_cards(world, owner)
    in_lists_and_files(world, owner)
    in_reports(world, owner)
    beside_spend(world, owner)
    of_campaigns(world, owner, campaign)


def on_cards(world: World, owner: Door) -> None:
    for person in sorted(world.people):
        card = read(owner, f"{AT}/guests/{person}")
        assert parts(card["profit"]) == expected(world.of(person)), person
        trips = sorted((t for t in world.trips if t.person == person), key=lambda t: t.came, reverse=True)
        assert [each["profit"] for each in card["visit_history"]] == [shown_as(trip.left) for trip in trips]


def in_lists_and_files(world: World, owner: Door) -> None:
    shown = [trip for trip in world.trips if trip.person not in world.secret]
    profits = sorted((str(trip.person), str(trip.came), shown_as(trip.left) or "") for trip in shown)
    visits = read(owner, f"{AT}/visits?{SPAN}&limit=200")["results"]
    assert sorted((v["guest"]["id"], v["check_in_on"], v["profit"] or "") for v in visits) == profits
    filed = lines(owner, f"{AT}/visits.csv?{SPAN}")
    assert sorted((v["Guest"], v["Check-in"], v["Profit"]) for v in filed) == profits
    people = {str(trip.person): world.of(trip.person) for trip in shown}
    guests = {g["id"]: g for g in read(owner, f"{AT}/guests?limit=200")["results"]}
    told = {
        number: {(u["what"], u["of"]) for u in g["profit_unknown"]}
        for number, g in guests.items()
        if number in people
    }
    assert {number: cents(guests[number]["profit"]) for number in people} == {
        n: left.profit for n, left in people.items()
    }
    assert told == {number: left.unknown for number, left in people.items()}
    assert {number: guests[number]["profit_waiting"] for number in people} == {
        n: left.waiting for n, left in people.items()
    }
    filed = {g["Guest"]: cents(g["Profit"]) for g in lines(owner, f"{AT}/guests.csv")}
    assert {number: filed[number] for number in people} == {n: left.profit for n, left in people.items()}


def in_reports(world: World, owner: Door) -> None:
    total = whole([*world.by("source").values()])
    for by in ("source", "channel", "room_type", "month"):
        report = read(owner, f"{AT}/reports/profit?{SPAN}&by={by}")
        assert {row["key"]: parts(row) for row in report["rows"]} == {
            k: expected(v) for k, v in world.by(by).items()
        }
        assert parts(report["total"]) == expected(total)
        assert {row["key"]: (row["visits"], row["nights"]) for row in report["rows"]} == {
            key: (left.visits, left.nights) for key, left in world.by(by).items()
        }
    for by in ("source", "channel"):
        report = read(owner, f"/chains/acme/reports/profit?{SPAN}&by={by}")
        assert {row["key"]: parts(row) for row in report["rows"]} == {
            k: expected(v) for k, v in world.by(by).items()
        }
    chain = read(owner, f"/chains/acme/reports/profit?{SPAN}&by=property")
    assert [parts(row) for row in chain["rows"]] == [expected(total), expected(Left())]
    # One month of it: whole months and days at the edges are cells of two kinds.
    some = [trip.left for trip in world.trips if date(2026, 3, 9) <= trip.came <= date(2026, 5, 3)]
    some += [left_of([], [one]) for _, one in world.loose if date(2026, 3, 9) <= one.day <= date(2026, 5, 3)]
    cut = "from=2026-03-09&to=2026-05-03"
    assert parts(read(owner, f"{AT}/reports/profit?{cut}")["total"]) == expected(whole(some))
    for place in (AT, "/chains/acme"):
        row = read(owner, f"{place}/reports/comparison?{cut}")["properties"][0]
        assert (cents(row["profit"]), row["profit_complete"], row["profit_waiting"]) == (
            *(whole(some).profit, not whole(some).unknown, whole(some).waiting),
        )
    by_product(world, owner)


def by_product(world: World, owner: Door) -> None:
    codes = {name: code for code, (name, _, _) in PRODUCTS.items()}
    found: dict[str, Left] = defaultdict(Left)
    for one in world.sold:
        left = left_of([], [one])
        left.revenue = one.amount_cents  # here what is on the folio is the product's, too
        found[codes.get(one.name, one.name)] += left
    report = read(owner, f"{AT}/reports/profit?{SPAN}&by=product")
    assert {row["key"]: parts(row) for row in report["rows"]} == {
        key: expected(left) for key, left in found.items()
    }
    assert parts(report["total"]) == expected(whole([*found.values()]))


def beside_spend(world: World, owner: Door) -> None:
    """RFM and value: of everybody who was ever here, the secret ones too."""
    came = {trip.person for trip in world.trips}
    total = sum(world.of(person).profit for person in came)
    value = read(owner, f"{AT}/reports/value")
    assert cents(value["total"]["profit"]) == total
    rfm = read(owner, f"{AT}/reports/rfm")
    for rows in (value["tiers"], value["channels"], rfm["grid"], rfm["groups"], rfm["tiers"]):
        assert sum(cents(row["profit"]) for row in rows) == total
    first = {
        person: min((t for t in world.trips if t.person == person), key=lambda t: t.came) for person in came
    }
    by_channel: dict[str, int] = defaultdict(int)
    for person, trip in first.items():
        by_channel[trip.key("channel")] += world.of(person).profit
    assert {row["key"]: cents(row["profit"]) for row in value["channels"] if row["guests"]} == by_channel


def of_campaigns(world: World, owner: Door, campaign: Campaign) -> None:
    """A visit counts at the last of the person's targets of its arm that it lies in the window of."""
    with in_property(owner_property()):
        chosen = list(Target.objects.filter(campaign=campaign).select_related("guest"))
    person = {target.pk: target.guest.merged_into_id or target.guest_id for target in chosen}
    by_target: dict[int, int] = defaultdict(int)
    for trip in world.trips:
        for arm in ("contact", "held_out"):
            hit = [t for t in chosen if person[t.pk] == trip.person and t.decision == arm
                   and t.chosen_on < trip.came <= t.chosen_on + timedelta(days=40)]  # fmt: skip
            if hit:
                by_target[max(hit, key=lambda t: (t.chosen_on, t.pk)).pk] += trip.left.profit
    arms = {arm: sum(by_target[t.pk] for t in chosen if t.decision == arm) for arm in ("contact", "held_out")}
    results = read(owner, f"{AT}/campaigns/{campaign.pk}/results")
    total = results["total"]
    assert (cents(total["contact"]["profit"]), cents(total["holdout"]["profit"])) == (
        arms["contact"],
        arms["held_out"],
    )
    targets = read(owner, f"{AT}/campaigns/{campaign.pk}/targets?limit=200")["results"]
    assert {int(t["id"]): cents(t["profit"]) for t in targets} == {t.pk: by_target[t.pk] for t in chosen}
    report = read(owner, f"{AT}/reports/campaigns?{SPAN}")["total"]
    assert report["extra_profit"] == total["extra_profit"]


def owner_property() -> Property:
    return Property.objects.select_related("chain").get(slug="acme-1")
