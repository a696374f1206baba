"""The programme's cells, and the reports that read them: by hand-made days with sums that can be checked in the head."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from audit.recording import SYSTEM
from kernel import clock
from kernel.statements import Statements
from loyalty.figures import programme as figures
from loyalty.guests.models import Guest
from loyalty.ledger.posting import Credit, Debit, post
from loyalty.ledger.reversing import reverse
from loyalty.programme import publishing, versions
from loyalty.programme.benefits.terms import Benefit
from loyalty.programme.benefits.using import Asked, use
from loyalty.programme.coupons import issuing, redeeming
from loyalty.programme.coupons.terms import CouponKind
from loyalty.programme.document import Programme
from loyalty.programme.points.terms import Bill, Points
from loyalty.programme.templates import midscale
from loyalty.programme.tiers.terms import Rule, Tier, TierBenefit, Tiers
from loyalty.programme.wallet import charging, topping_up
from loyalty.programme.wallet.terms import TopUpOffer, Wallet
from reports.models import ProgrammeCell
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests import doors, factories

BREAKFAST = Benefit(code="breakfast", name="早餐", name_en="Breakfast", price="38.00", cost="12.00")
PROGRAMME = Programme(
    name="雅客会",
    tiers=Tiers(
        levels=[
            Tier(code="base", name="普通", name_en="Member"),
            Tier(
                code="gold",
                name="金卡",
                name_en="Gold",
                qualify=[Rule(measure="visits", at_least=2, months=12)],
                benefits=[TierBenefit(benefit="breakfast")],
            ),
        ]
    ),
    benefits=[BREAKFAST],
    points=Points(enabled=True, bill=Bill(enabled=True)),
    wallet=Wallet(enabled=True, offers=[TopUpOffer(pay="1000.00", gift="300.00")]),
    coupons=[CouponKind(code="ten", name="十元券", name_en="Ten off", kind="fixed", amount="10.00")],
)
DAYS = [datetime.fromisoformat(f"2026-03-0{n}T12:00:00+08:00") for n in (1, 2, 3, 4)]


@pytest.fixture
def told(acme_1: Property) -> Iterator[Property]:
    """Four days of 李四: joins; gold on his second visit, with a breakfast; top-up and charge; points spent."""
    with in_property(acme_1):
        raw = Statements(raw_connection())
        with time_machine.travel(DAYS[0], tick=False):
            publishing.write(raw, PROGRAMME, effective_on=date(2026, 3, 1), actor=SYSTEM)
            factories.follow(acme_1, factories.stay("F1", "2026-02-27"))
            guest = Guest.objects.get().pk
            given = Credit(guest, "base", 3000, "issuance", earned_on=clock.today("Asia/Shanghai"))
            post(raw, key="g", kind="given", moves=[given], on=date(2026, 3, 1), actor=SYSTEM)
        with time_machine.travel(DAYS[1], tick=False):
            factories.follow(acme_1, factories.stay("F2", "2026-03-01"))
            published = versions.in_force(raw, date(2026, 3, 2))
            assert published is not None
            asked = Asked(code="breakfast", count=2, stay=None)
            use(raw, published, [guest], asked, key="u", actor=SYSTEM, today=date(2026, 3, 2))
        with time_machine.travel(DAYS[2], tick=False):
            today = date(2026, 3, 3)
            by = {"actor": SYSTEM, "today": today}
            wallet = PROGRAMME.wallet
            topping_up.top_up(raw, wallet, [guest], paid_cents=100_000, method="wechat", key="t", **by)
            charging.charge(raw, wallet, [guest], amount_cents=13_000, what="房费", key="c", **by)
        with time_machine.travel(DAYS[3], tick=False):
            spent = Debit([guest], ("base", "bonus"), 1000, "redemption")
            first = post(raw, key="r1", kind="points.bill", moves=[spent], on=date(2026, 3, 4), actor=SYSTEM)
            post(raw, key="r2", kind="points.bill", moves=[spent], on=date(2026, 3, 4), actor=SYSTEM)
            reverse(raw, first.id, key="r3", on=date(2026, 3, 4), actor=SYSTEM, reason="desk")
            coupon = issuing.issue(
                raw, PROGRAMME, "ten", guest, origin="hand", actor=SYSTEM, today=date(2026, 3, 4), key="k"
            )
            redeeming.redeem(raw, [coupon.code], bill_cents=20_800, today=date(2026, 3, 4), by="desk")
    yield acme_1


def made(place: Property, *, full: bool = False) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    with time_machine.travel(DAYS[3], tick=False):
        figures.refresh(place, full=full)
    return {
        (str(cell.day)[5:], cell.measure, cell.key): (cell.n, cell.amount_cents, cell.cost_cents)
        for cell in ProgrammeCell.objects.filter(property_id=place.pk)
    }


def test_every_day_stands_as_it_was(told: Property) -> None:
    cells = made(told)
    assert [cells[day, "points", "base"] for day in ("03-01", "03-02", "03-03", "03-04")] == [
        (3000, 15_000, 0),
        (3000, 15_000, 0),
        (3000, 15_000, 0),
        (2000, 10_000, 0),
    ]
    assert [cells[day, "money", "principal"][1] for day in ("03-02", "03-03", "03-04")] == [0, 90_000, 90_000]
    # 130 yuan in proportion 1,000 : 300
    assert cells["03-04", "money", "gift"][1] == 27_000
    assert cells["03-01", "members", "base"][0] == 1 and ("03-02", "members", "base") not in cells
    assert cells["03-02", "members", "gold"][0] == 1
    assert cells["03-02", "move", "base>gold:qualified+"][0] == 1
    assert cells["03-02", "benefit", "breakfast@gold"] == (2, 7_600, 2_400)
    assert cells["03-03", "wallet", "topped_up"] == (1, 100_000, 0)
    assert cells["03-03", "wallet", "gift_given"][1] == 30_000
    assert cells["03-03", "wallet", "charged_principal"][1] == 10_000
    assert cells["03-03", "wallet", "charged_gift"][1] == 3_000
    # two spent, one taken back
    assert cells["03-04", "redeemed", "points.bill"] == (1000, 5_000, 0)
    assert cells["03-04", "coupon_redeemed", "ten"] == (1, 1_000, 1_000)


def test_made_anew_is_the_same(told: Property) -> None:
    before = made(told)
    assert made(told, full=True) == before
    assert made(told) == before


def test_nothing_new_makes_nothing(told: Property) -> None:
    made(told)
    with time_machine.travel(DAYS[3], tick=False):
        assert figures.refresh(told) == 0


def test_what_games_give_has_its_name_in_the_reports() -> None:
    """A prize is told under the reward's name where the two share a code, and only once."""
    names = [name for name in figures._names(midscale.MIDSCALE) if name[0] == "reward"]
    assert [(code, zh) for _, code, zh, _, _ in names] == [
        ("meal", "早餐一份"), ("free-night", "免费住一晚"), ("umbrella", "晴雨伞"), ("video", "视频会员月卡"),
        ("ticket", "大转盘抽奖一次"), ("points50", "50积分"), ("points200", "200积分"), ("off", "满减券"),
        ("night", "免费房券"),
    ]  # fmt: skip


def test_without_a_programme_there_are_no_cells(acme_2: Property) -> None:
    assert figures.refresh(acme_2) == 0


def report(place: Property, name: str, **asked: Any) -> dict[str, Any]:
    desk = doors.with_key(place.chain)
    path = f"/properties/{place.slug}/reports/{name}?from=2026-03-01&to=2026-03-04"
    answer = desk.read(path)
    assert answer.status_code == 200, answer.content
    whole = desk.read(path.replace(f"properties/{place.slug}", "chains/acme")).json()
    assert [row["property"] for row in whole["properties"]] == ["acme-1", "acme-2"]
    for form in ("csv", "xlsx"):
        file = desk.read(path.replace(f"{name}?", f"{name}.{form}?"))
        assert (file.status_code, "attachment" in file["Content-Disposition"]) == (200, True)
    shown: dict[str, Any] = answer.json()
    return shown


def test_the_reports_tell_it(told: Property) -> None:
    """C61 (liability) and C90's way to tell an average check, over HTTP with files."""
    made(told)
    owed = report(told, "liability")
    assert [day["total"] for day in owed["days"]] == ["150.00", "150.00", "1320.00", "1270.00"]
    assert (owed["before"]["total"], owed["now"]["points"]) == ("0.00", 2000)
    spent = report(told, "redemption")
    assert (spent["issued"], spent["redeemed"], spent["redemption_rate"]) == (3000, 1000, 0.333333)
    assert spent["redeemed_worth"] == "50.00"
    assert [(way["way"], way["worth"]) for way in spent["ways"]] == [("points.bill", "50.00")]
    used = report(told, "benefits")
    assert (used["total"]["uses"], used["total"]["cost"], used["total"]["cost_per_member"]) == (
        2,
        "24.00",
        "24.00",
    )
    assert [row["name"] for row in used["members"]] == ["李四"]
    moved = report(told, "tiers")
    assert [(move["to"]["name"], move["direction"], move["count"]) for move in moved["moves"]] == [
        ("金卡", "up", 1)
    ]
    held = report(told, "wallet")
    assert (held["principal"], held["topped_up"], held["charged_gift"]) == ("900.00", "1000.00", "30.00")
    given = report(told, "coupons")
    assert (given["total"]["redemption_rate"], given["reference_rate"]) == (1.0, 0.15)


def test_a_use_undone_on_an_earlier_day_leaves_its_cell(told: Property) -> None:
    made(told)
    with in_property(told):
        Statements(raw_connection()).execute(
            "UPDATE benefits_use SET undone_at = now(), undone_reason = 'x', undone_by = '', undone_by_name = ''"
        )
    with time_machine.travel(DAYS[3], tick=False):
        assert figures.refresh(told) >= 3
    assert not ProgrammeCell.objects.filter(measure="benefit").exists()


def test_the_average_check_rose_by_39_5_percent() -> None:
    """C90: 29.6 -> 41.3 is +39.5 %, not the 11.7 yuan between them."""
    from reports.programme import Cell, change

    assert change(Cell(10, 41_300), Cell(10, 29_600)) == pytest.approx(0.39527)
    assert change(Cell(0, 0), Cell(10, 29_600)) is None
