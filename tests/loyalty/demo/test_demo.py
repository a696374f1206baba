"""The demo: made by the product's own ways, the same from the same seed, living on, and never over a real chain."""

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from chains.models import Chain
from config import command
from kernel import clock
from kernel.statements import Statements
from loyalty.demo import loading, logins
from loyalty.demo.houses import HOUSES
from loyalty.drawing import desk
from loyalty.drawing.planning import PAST_DAYS, Plan
from loyalty.figures.verifying import verify
from loyalty.ledger.verifying import verify as ledger_verify
from loyalty.programme import versions
from loyalty.programme.templates.midscale import MIDSCALE
from loyalty.remarks.models import Task
from loyalty.remarks.nickname import KINDS, Fields, disagreements, full
from loyalty.stays.incoming import from_dict
from loyalty.stays.models import Clerk, Source, Stay
from staff.models import Membership
from staff.signing_in import find
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tenants.provisioning import open_property

NOW = clock.now()
SHANGHAI = clock.zone("Asia/Shanghai")
SMALL = tuple(replace(house, guests=120) for house in (HOUSES[0], HOUSES[2]))


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HUIKE_HOME = tmp_path
    yield tmp_path


def test_the_same_seed_makes_the_same_bookings_wherever_it_is_run() -> None:
    first, again = (Plan(HOUSES[0], NOW.date(), SHANGHAI).bookings() for _ in range(2))
    assert first == again
    assert len({booking.number for booking in first}) == len(first)
    for booking in first[:500]:
        if told := booking.told(booking.check_out):
            from_dict(told)  # as any PMS would send it


def test_a_booking_is_told_as_of_a_moment() -> None:
    plan = Plan(HOUSES[0], NOW.date() - timedelta(days=PAST_DAYS), SHANGHAI)
    stays = [booking for booking in plan.bookings() if booking.fate == "stays"]
    booking = next(stay for stay in stays if stay.booked_at < stay.check_in)
    assert booking.told(booking.booked_at - timedelta(seconds=1)) is None
    statuses = [
        told["status"]
        for at in (booking.booked_at, booking.check_in, booking.check_out)
        if (told := booking.told(at))
    ]
    assert statuses == ["booked", "in_house", "checked_out"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_wrong_nickname_is_written_and_is_wrong(kind: str) -> None:
    fields = Fields("李四", 5, "携程", "8210", 208, NOW.date())
    seen = set()
    for seed in range(200):
        wrong = desk.mistaken(full(fields), fields, Random(seed))
        seen.add(disagreements(wrong, fields)[0].field)
    assert kind in seen


def test_loading_makes_hotels_people_and_figures_that_agree_with_the_stays(db: None, home: Path) -> None:
    loaded = loading.load(NOW, houses=SMALL)
    assert all(each.sent == each.stays > 120 for each in loaded)
    chain = Chain.objects.get(slug=loading.SLUG)
    for house in SMALL:
        hotel = Property.objects.select_related("chain").get(slug=house.slug)
        with in_property(hotel):
            assert Task.objects.filter(completed_at__lte=F("due_at")).count() > 0.5 * Task.objects.count()
            assert Task.objects.exclude(wrong="").count() <= 0.1 * Task.objects.count()
            assert set(Source.objects.filter(mapped=False).values_list("name", flat=True)) <= {
                "高德订房",
                "中央推荐入住",
                "自助机",
            }
    report = verify(chain)
    assert report.count == 0, report.differences

    again = loading.load(NOW, houses=SMALL)
    assert [(each.sent, each.stays) for each in again] == [(0, each.stays) for each in loaded]


def test_the_demos_guests_are_members_with_points_money_and_coupons(db: None, home: Path) -> None:
    loading.load(NOW, houses=(replace(HOUSES[0], guests=300),))
    hotel = Property.objects.select_related("chain").get(slug=HOUSES[0].slug)
    with in_property(hotel):
        raw = Statements(raw_connection())
        published = versions.in_force(raw, clock.today(hotel.time_zone))
        assert published is not None
        assert (published.origin, published.programme) == ("chain", MIDSCALE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tier, count(*) FROM tiers_membership GROUP BY tier")
            tiers = dict(cursor.fetchall())
            cursor.execute("SELECT DISTINCT kind FROM ledger_posting")
            kinds = {kind for (kind,) in cursor.fetchall()}
            cursor.execute("SELECT count(*) FROM coupons_coupon")
            (coupons,) = cursor.fetchone()
            cursor.execute("SELECT count(DISTINCT on_day) FROM tiers_change")
            (days,) = cursor.fetchone()
        assert tiers["base"] > tiers["silver"] > 0
        assert kinds >= {"points.stay", "points.bill", "wallet_top_up", "wallet_charge"}
        assert coupons > 0
        assert days > 5  # they rose in the course of the year, not all today
        assert ledger_verify(raw).differences == []


def test_the_front_desk_login_is_the_clerk_of_its_hotel(db: None, home: Path) -> None:
    loading.load(NOW, houses=SMALL[:1])
    staff = find(logins.FRONT_DESK_LOGIN)
    assert staff is not None
    assert staff.check_password(logins.password())
    with in_property(Property.objects.select_related("chain").get(slug=SMALL[0].slug)):
        assert Clerk.objects.get(staff=staff.pk).name == staff.name


def test_the_demo_lives_on_and_ends_as_if_loaded_later(db: None, home: Path) -> None:
    loading.load(NOW, houses=SMALL[:1])
    assert loading.advance(NOW, houses=SMALL[:1]) == []  # told of everything a moment ago
    later = NOW + timedelta(days=20)
    (advanced,) = loading.advance(later, houses=SMALL[:1])
    assert advanced.sent > 0
    hotel = Property.objects.select_related("chain").get(slug=SMALL[0].slug)
    first_day = hotel.chain.created_at.astimezone(SHANGHAI).date() - timedelta(days=PAST_DAYS)
    planned = Plan(SMALL[0], first_day, SHANGHAI).bookings()
    as_planned = {booking.number: told["status"] for booking in planned if (told := booking.told(later))}
    with in_property(hotel):
        assert dict(Stay.objects.values_list("external_id", "status")) == as_planned


def test_a_real_chain_of_the_same_name_is_left_alone(db: None, home: Path) -> None:
    chain = Chain.objects.create(slug=loading.SLUG, name="真的栖川")
    open_property(chain, slug="their-own", name="他们的店")
    with pytest.raises(loading.NotTheDemo):
        loading.load(NOW, houses=SMALL)
    assert loading.advance(NOW, houses=SMALL) == []
    assert Property.objects.filter(chain=chain).count() == 1
    assert not Membership.objects.filter(chain=chain).exists()


def test_the_password_is_this_installations_own_and_unreadable_to_others(
    db: None, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(command.parser(), ["demo", "logins", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    path = home / "demo-password"
    assert path.read_text().strip() == told["password"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {each["role"] for each in told["logins"]} == {
        "owner", "analyst", "marketing", "manager", "front_desk", "operator",
    }  # fmt: skip
    path.unlink()
    assert logins.password() != told["password"]
