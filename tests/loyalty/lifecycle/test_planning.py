"""C11, C15, C19, C29–C31, C80, C90."""

import pytest

from loyalty.lifecycle import planning
from loyalty.lifecycle.planning import OtaAdvice, Pool


def test_twenty_contacts_a_day_are_two_million_a_year():  # C19, C30
    assert planning.pool(20, 2, 15000) == Pool(
        contacts_a_month=600,
        contacts_a_year=7200,
        visits_a_year=14400,
        revenue_cents=216_000_000,
        saved_cents=2_160_000,
        full_on_day=250,
    )


def test_ten_a_day_are_the_same_in_two_years():  # C30
    assert planning.pool(10, 0, 0).contacts_a_month == 300
    assert planning.pool(10, 0, 0).saved_cents * 2 == 2_160_000


def test_a_day_is_counted_up_and_an_idle_desk_never_fills_an_account():
    assert planning.pool(3, 1, 1).full_on_day == 1667
    assert planning.pool(0, 1, 1).full_on_day is None
    with pytest.raises(ValueError, match="shrink"):
        planning.pool(-1, 1, 1)


def test_seventy_rooms_at_sixty_percent():  # C31
    assert planning.rooms_a_night(70, 0.6) == 42
    assert round(planning.capture_rate(10, 70, 0.6), 3) == 0.238
    assert planning.capture_rate(10, 70, 0) is None


@pytest.mark.parametrize(
    ("ota", "member", "advice"),
    [
        (0.51, 0.3, OtaAdvice.ALARM),
        (0.50, 0.3, OtaAdvice.GROW),
        (0.35, 0.35, OtaAdvice.GROW),
        (0.35, 0.40, OtaAdvice.EASE),  # the target of DOMAIN.md 4
        (0.0, 0.0, OtaAdvice.GROW),
    ],
)
def test_ota_is_left_alone_until_private_traffic_exceeds_it(ota, member, advice):  # C15, C29
    assert planning.ota_advice({"ota": ota, "member": member}) == advice


def test_small_figures():
    assert planning.few_visits_share({"1": 60, "2": 20, "3-5": 15, "6-10": 5, "11+": 0}) == 0.8
    assert planning.few_visits_share({}) is None
    assert round(planning.change(29.6, 41.3), 3) == 0.395  # C90
    assert planning.change(0, 5) is None
    # C80: 5 that bring 10 and 5 that bring 1 are +100 % and -80 %, and 10 % together.
    assert [round(planning.change(*each), 2) for each in ((5, 10), (5, 1), (10, 11))] == [1.0, -0.8, 0.1]
