"""A property judged by night, and a guest upon a visit: what is written, what is kept, what is not written twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from loyalty.guests.models import Guest, Profile
from loyalty.lifecycle import basis, reading
from loyalty.lifecycle.models import Basis, Change, State
from loyalty.programme.coupons.models import Coupon, Terms
from loyalty.stays.models import Stay, Visit
from tenants.context import in_property
from tenants.models import Property
from tests.loyalty.lifecycle.filling import (
    LONG_AGO,
    TODAY,
    come,
    crowd,
    follow,
    met,
    night,
    raw,
    regulars,
    standings,
)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in days]


@pytest.fixture
def known(acme_1: Property) -> Property:
    """A property whose guests come again after about 60 days, 100 of them twice and more; judged last night."""
    with in_property(acme_1):
        regulars(100)
    night(acme_1, TODAY)
    return acme_1


def state(place: Property, of: Guest) -> State:
    with in_property(place):
        return State.objects.get(pk=of.pk)


def test_a_night_judges_everybody_and_learns_norms_for_each_cohort(acme_1: Property) -> None:
    """C76, C87: the property, its channels, its sources, and in a source the halves by the first visit's worth."""
    with in_property(acme_1):
        crowd(1200, 1)
    told = night(acme_1)
    assert told["guests"] == 1200 == told["written"]
    with in_property(acme_1):
        document = reading.basis(raw())
        assert document is not None
        kinds = [each.kind for each in document.cohorts]
        assert kinds[:5] == ["property", "channel", "channel", "channel", "channel"]
        assert (kinds.count("source"), kinds.count("money")) == (4, 8)
        assert document.visits is not None
        assert document.cohorts[0].steps[0].guests == 1200
        assert sum(document.stages.values()) == 1200 == State.objects.count()
        # Nobody came from anywhere.
        assert Change.objects.count() == 0
        # What is kept is what it was made from.
        assert basis.history(raw(), TODAY, TODAY)[0].churn == document.churn


def test_who_is_judged_alone_stands_where_the_night_put_him(acme_1: Property) -> None:
    with in_property(acme_1):
        guests = crowd(400, 3)
    night(acme_1)
    once = standings(acme_1)
    with in_property(acme_1):
        State.objects.all().delete()
    # 30 at a time: more would be learnt from at once.
    for start in range(0, 400, 30):
        follow(acme_1, [each.pk for each in guests[start : start + 30]])
    again = standings(acme_1)
    assert again == once


def test_a_night_run_twice_writes_nothing_the_second_time(acme_1: Property) -> None:
    with in_property(acme_1):
        crowd(300, 2)
    night(acme_1)
    before = rows(acme_1)
    assert night(acme_1)["written"] == 0
    assert rows(acme_1) == before


def rows(place: Property) -> list[tuple[object, ...]]:
    """Every row, and where it lies: a row that is written again lies elsewhere."""
    found = []
    with in_property(place), connection.cursor() as cursor:
        for table in ("state", "change", "basis"):
            cursor.execute(f"SELECT ctid::text, t::text FROM lifecycle_{table} t ORDER BY 1")
            found += cursor.fetchall()
    return found


def test_a_property_without_guests_has_no_basis_and_no_states(acme_1: Property) -> None:
    assert night(acme_1)["guests"] == 0
    assert follow(acme_1, [1, 2]) == []
    with in_property(acme_1):
        assert not Basis.objects.exists()
        assert reading.of(raw(), 1) is None


def test_the_first_visit_anybody_makes_is_learnt_from_at_once(acme_1: Property) -> None:
    with in_property(acme_1):
        first = met("甲", ago(0))
    assert follow(acme_1, [first.pk]) == [first.pk]
    assert state(acme_1, first).stage == "new"
    # While the guests come in by thousands, what was learnt of the first of them does not stand until the night.
    with in_property(acme_1):
        more = [each.pk for each in crowd(200, 4)]
    follow(acme_1, more)
    with in_property(acme_1):
        assert Basis.objects.get().guests == 201


# --- where guests stand ---


def test_stages_follow_from_the_visits(known: Property) -> None:
    with in_property(known):
        new, steady, late = met("新", ago(5)), met("常", ago(70, 10)), met("迟", ago(200, 141))
        asleep, gone = met("眠", ago(320, 260, 200)), met("失", ago(900, 800))
        all_of = [each.pk for each in (new, steady, late, asleep, gone)]
    follow(known, all_of)
    found = [state(known, each).stage for each in (new, steady, late, asleep, gone)]
    assert found == ["new", "sticky", "at_risk", "dormant", "lost"]
    assert state(known, late).deviation == "late"
    # Since when, as far as the visits tell it.
    assert state(known, late).stage_since == state(known, late).due_on < TODAY
    assert state(known, new).stage_since == TODAY - timedelta(days=5)
    assert state(known, asleep).stage_since == date(2026, 6, 13)  # last on 12 December 2025


def test_the_card_says_why(known: Property) -> None:
    """C125: the stage with its reason, in both languages."""
    with in_property(known):
        late = met("迟", ago(260, 200, 141))
    follow(known, [late.pk])
    with in_property(known):
        found = reading.of(raw(), late.pk)
    assert found is not None and found.norm is not None
    lower, upper = round(found.norm.lower), round(found.norm.upper)
    assert found.says[0].startswith("预警：上次入住")
    assert found.says[0].endswith(f"天前，同类客人多数在 {lower}–{upper} 天内再来")
    assert found.says[1].startswith("At risk: the last visit was")
    assert found.norm.pooled and found.fallback is not None and "样本不足" in found.fallback[0]


def test_who_comes_much_too_early_is_an_opportunity(known: Property) -> None:
    """C77: a norm of about 60 days, met in 25."""
    with in_property(known):
        early = met("早", ago(25))
    follow(known, [early.pk])
    with in_property(known):
        come(early, ago(25, 0))
    assert follow(known, [early.pk]) == [early.pk]
    assert (state(known, early).stage, state(known, early).deviation) == ("sticky", "early")
    with in_property(known):
        change = Change.objects.get(guest=early)
        assert (change.from_stage, change.to_stage) == ("new", "sticky")
        assert (change.from_deviation, change.to_deviation) == ("on_pattern", "early")
        assert change.facts["visits"] == 2
        found = reading.of(raw(), early.pk)
    assert found is not None and "只隔 25 天" in found.says[0]


def test_a_change_that_is_taken_back_on_the_same_day_is_none(known: Property) -> None:
    with in_property(known):
        guest = met("早", ago(25))
    follow(known, [guest.pk])
    with in_property(known):
        come(guest, ago(25, 0))
    follow(known, [guest.pk])
    with in_property(known):
        come(guest, ago(25))
    assert follow(known, [guest.pk]) == [guest.pk]
    with in_property(known):
        assert not Change.objects.filter(guest=guest).exists()
    assert state(known, guest).stage == "new"


def test_days_go_by_and_the_night_finds_who_became_late(known: Property) -> None:
    with in_property(known):
        guest = met("迟", ago(60, 0))
    night(known)
    due = state(known, guest).due_on
    assert due is not None and state(known, guest).deviation == "on_pattern"
    night(known, due - timedelta(days=1))
    assert state(known, guest).deviation == "on_pattern"
    moved = state(known, guest).due_on
    assert moved is not None
    night(known, max(moved, due) + timedelta(days=5))
    assert (state(known, guest).stage, state(known, guest).deviation) == ("at_risk", "late")
    with in_property(known):
        assert Change.objects.filter(guest=guest, to_deviation="late").count() == 1


def test_who_is_in_house_is_not_away(known: Property) -> None:
    stays = {"checked_out_at": None, "check_out_on": TODAY + timedelta(days=20), "nights": 160}
    with in_property(known):
        long = met("长住", ago(220, 140), **stays)
        # The PMS never said that this one left.
        forgotten = met("忘", ago(220, 140), checked_out_at=None, check_out_on=TODAY - timedelta(days=100))
    follow(known, [long.pk, forgotten.pk])
    assert (state(known, long).stage, state(known, forgotten).stage) == ("sticky", "at_risk")
    with in_property(known):
        found = reading.of(raw(), long.pk)
    assert found is not None


def test_a_visit_after_the_day_asked_about_is_not_seen(known: Property) -> None:
    with in_property(known):
        guest = met("未", [*ago(40), TODAY + timedelta(days=3)])
        never = met("来", [TODAY + timedelta(days=3)])
    follow(known, [guest.pk, never.pk])
    assert state(known, guest).stage == "new"
    with in_property(known):
        assert not State.objects.filter(guest=never).exists()


def test_who_was_merged_away_or_has_no_visit_left_has_no_state(known: Property) -> None:
    with in_property(known):
        one, two = met("一", ago(50)), met("二", ago(30))
    follow(known, [one.pk, two.pk])
    with in_property(known):
        come(one, [])
        Guest.objects.filter(pk=one.pk).update(merged_into=two.pk)
        come(two, ago(50, 30))
    follow(known, [one.pk, two.pk])
    with in_property(known):
        assert not State.objects.filter(guest=one).exists()
        # Who asks for the row that was merged is told of the person.
        found = reading.of(raw(), one.pk)
        assert found is not None and found.guest == two.pk
        come(two, [])
    assert night(known)["forgotten"] == 1
    with in_property(known):
        assert reading.of(raw(), two.pk) is None


def test_a_secret_guest_is_judged_like_any(known: Property) -> None:
    with in_property(known):
        guest = met("密", ago(50))
        Guest.objects.filter(pk=guest.pk).update(secret=True)
    assert follow(known, [guest.pk]) == [guest.pk]


# --- price, motive, win-backs ---


def coupons_used(guest: Guest, times: int) -> None:
    """On the last visits, by coupon. Inside the property."""
    terms = Terms.objects.first() or Terms.objects.create(
        **{
            f.attname: _some(f)
            for f in Terms._meta.concrete_fields
            if not f.primary_key and not f.has_default()
        }
    )
    for each in Visit.objects.filter(guest=guest).order_by("-ordinal")[:times]:
        stay = Stay.objects.create(
            external_id=f"F{each.pk}", guest=guest, visit=each, updated_at=LONG_AGO, status="checked_out", counted=True,
            check_in=LONG_AGO, check_out=LONG_AGO, check_in_on=each.check_in_on, check_out_on=each.check_out_on,
            room_no="1", room_type="", rate_cents=1, currency="CNY", room_cents=1, fnb_cents=0, other_cents=0,
            source="携程", channel="ota", clerk="", requests=[], guest_name="", keys=[], details={}, digest=b"",
            received_at=LONG_AGO,
        )  # fmt: skip
        Coupon.objects.create(
            code=f"C{each.pk}", terms=terms, kind="voucher", guest=guest, state="redeemed", issued_on=each.check_in_on,
            face_cents=1, cost_cents=1, origin="", issued_by="", redeemed_at=LONG_AGO, redeemed_stay=stay,
            bill_cents=1, discount_cents=1,
        )  # fmt: skip


def _some(field: object) -> object:
    kind = type(field).__name__
    return {"JSONField": {}, "DateTimeField": LONG_AGO, "DateField": TODAY, "BinaryField": b""}.get(
        kind, 1 if "Int" in kind else "x"
    )


def test_who_comes_mostly_on_coupons_is_price_sensitive(known: Property) -> None:
    """C49, C107: a share of visits, and unknown after one."""
    with in_property(known):
        keen, fair, once = met("惠", ago(130, 70, 10)), met("平", ago(130, 70, 10)), met("初", ago(10))
        coupons_used(keen, 2)
        coupons_used(fair, 1)
        coupons_used(once, 1)
    follow(known, [keen.pk, fair.pk, once.pk])
    found = [state(known, each) for each in (keen, fair, once)]
    assert [each.price_sensitive for each in found] == ["yes", "no", "unknown"]
    assert [each.motive_suggested for each in found] == ["price", "", ""]
    assert [each.discount_share for each in found] == [0.6667, 0.3333, 1.0]
    # Staff know better.
    with in_property(known):
        Profile.objects.create(guest=once, motive="price", changed_at=LONG_AGO)
    follow(known, [once.pk])
    assert state(known, once).price_sensitive == "yes"
    with in_property(known):
        told = reading.of(raw(), once.pk)
    assert told is not None and (told.motive_set, told.motive_suggested) == ("price", "")


def test_win_backs_count_as_unanswered_once_their_window_has_passed_and_a_visit_resets_them(
    known: Property,
) -> None:
    """C83."""
    from loyalty.campaigns.models import Campaign, Target

    with in_property(known):
        guest = met("默", ago(200, 140))
        merged = met("默二", [])
        Guest.objects.filter(pk=merged.pk).update(merged_into=guest.pk)
        for n, (kind, row, days) in enumerate(
            [
                ("win_back", guest, 100),
                ("dormant", merged, 60),
                ("greeting", guest, 60),
                ("win_back", guest, 10),
                ("win_back", guest, 150),
            ]
        ):
            of = Campaign.objects.create(
                code=f"c{n}", name="x", kind=kind, document={"window_days": 30}, made_at=LONG_AGO, changed_at=LONG_AGO,
                made_by="", made_by_name="",
            )  # fmt: skip
            sent = TODAY - timedelta(days=days)
            Target.objects.create(
                campaign=of, guest=row, occasion=f"c{n}:{row.pk}", arm="A", decision="contact", chosen_on=sent,
                chosen_at=LONG_AGO, sent_on=sent, sent_at=LONG_AGO,
            )  # fmt: skip
    follow(known, [guest.pk])
    # Not the greeting, not the one whose window is open, not the one before the last visit.
    assert state(known, guest).winbacks_unanswered == 2
    night(known)
    assert state(known, guest).winbacks_unanswered == 2
    with in_property(known):
        come(guest, ago(200, 140, 5))
    follow(known, [guest.pk])
    assert state(known, guest).winbacks_unanswered == 0


# --- what is kept ---


def test_bases_of_400_days_are_kept_and_nobody_points_to_one_that_is_gone(known: Property) -> None:
    with in_property(known), transaction.atomic():
        made_at = datetime(2025, 1, 1, tzinfo=UTC)
        document = Basis.objects.get().document
        old = Basis.objects.create(
            as_of=TODAY - timedelta(days=400), document=document, guests=1, made_at=made_at
        )
        Basis.objects.create(as_of=TODAY - timedelta(days=399), document=document, guests=1, made_at=made_at)
        State.objects.update(basis=old)
    night(known, TODAY + timedelta(days=1))
    with in_property(known):
        kept = list(Basis.objects.order_by("as_of").values_list("as_of", flat=True))
        assert kept == [TODAY - timedelta(days=399), TODAY, TODAY + timedelta(days=1)]
        newest = Basis.objects.get(as_of=TODAY + timedelta(days=1))
        assert set(State.objects.values_list("basis__as_of", flat=True)) == {newest.as_of}


def test_a_basis_learnt_twice_on_a_day_is_replaced(known: Property) -> None:
    with in_property(known):
        was = Basis.objects.get().pk
        met("新", ago(3))
    night(known)
    with in_property(known):
        assert Basis.objects.get().pk != was
        assert set(State.objects.values_list("basis_id", flat=True)) == {Basis.objects.get().pk}
