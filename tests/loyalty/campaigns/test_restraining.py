"""Restraint, by table: who is left alone, why, and what that saves. C73, C78, C83, C107, C125."""

from dataclasses import replace

import pytest

from loyalty.campaigns import offers, restraining
from loyalty.campaigns.document import CouponOffer, GapOffer, PointsOffer
from loyalty.campaigns.restraining import CONTACT, NOTHING, Guest, Refrain, Worth, decide, saved_cents
from tests.loyalty.campaigns.scene import PROGRAMME

PRICE = Worth(price=True, face_cents=2_000)
BIG = Worth(big=True, pretext=True, face_cents=30_000)
LATE = Guest(stage="at_risk", deviation="late", price_sensitive="yes", visits=3, rate_cents=20_000)
DORMANT = replace(LATE, stage="dormant", pretexts=frozenset({"birthday"}))


@pytest.mark.parametrize(
    ("kind", "offer", "guest", "pretext", "reason"),
    [
        ("win_back", PRICE, LATE, None, ""),
        ("win_back", None, LATE, None, ""),
        # He comes anyway.
        ("win_back", None, replace(LATE, coming=True), None, "coming_anyway"),
        ("birthday", None, replace(LATE, coming=True), None, ""),
        ("birthday", PRICE, replace(LATE, coming=True), None, "coming_anyway"),
        # The holdout of one win-back is not spoiled by another.
        ("greeting", None, replace(LATE, held_out=True), None, "held_out"),
        ("birthday", None, replace(LATE, held_out=True), None, ""),
        # Not in a stage that the campaign is for.
        ("win_back", None, replace(LATE, stage="sticky"), None, "wrong_stage"),
        ("dormant", None, LATE, None, "wrong_stage"),
        ("second_visit", None, LATE, None, "wrong_stage"),
        ("second_visit", None, replace(LATE, visits=1), None, ""),
        # C78: who does not leave the pattern needs no offer; not known counts as on it.
        ("other", PRICE, replace(LATE, deviation="on_pattern"), None, "on_pattern"),
        ("other", PRICE, replace(LATE, deviation="unknown"), None, "on_pattern"),
        ("other", PRICE, replace(LATE, deviation="early"), None, ""),
        ("greeting", None, replace(LATE, deviation="on_pattern"), None, ""),
        # C83: two unanswered, and he is left alone.
        ("win_back", None, replace(LATE, unanswered=1), None, ""),
        ("win_back", None, replace(LATE, unanswered=2), None, "does_not_answer"),
        ("greeting", None, replace(LATE, unanswered=2), None, "does_not_answer"),
        ("birthday", None, replace(LATE, unanswered=2), None, ""),
        # C107: never a price offer to whoever does not look at prices; not known counts as no.
        ("win_back", PRICE, replace(LATE, price_sensitive="no"), None, "not_price_sensitive"),
        ("win_back", PRICE, replace(LATE, price_sensitive="unknown"), None, "not_price_sensitive"),
        ("win_back", None, replace(LATE, price_sensitive="no"), None, ""),
        # C73: the big ones only to the dormant, under a pretext.
        ("birthday", BIG, LATE, "birthday", "not_dormant"),
        ("birthday", BIG, DORMANT, None, "no_pretext"),
        ("anniversary", BIG, DORMANT, "anniversary", "no_pretext"),
        ("birthday", BIG, DORMANT, "birthday", ""),
        # The order: who comes anyway is told so whatever else holds.
        ("win_back", PRICE, Guest(coming=True, held_out=True, unanswered=5), None, "coming_anyway"),
        ("win_back", PRICE, Guest(held_out=True, unanswered=5), None, "held_out"),
        ("win_back", PRICE, Guest(unanswered=5), None, "wrong_stage"),
        ("win_back", PRICE, Guest(stage="lost", unanswered=5), None, "on_pattern"),
        ("win_back", PRICE, Guest(stage="lost", deviation="late", unanswered=5), None, "does_not_answer"),
    ],
)
def test_who_is_left_alone(
    kind: str, offer: Worth | None, guest: Guest, pretext: str | None, reason: str
) -> None:
    found = decide(kind, offer, guest, pretext)
    assert found == (Refrain(reason, saved_cents(offer, guest.rate_cents)) if reason else CONTACT)


def test_c73_only_dormant_members_get_the_big_one() -> None:
    """生日当月入住可以有一次免费升套房，只用在这些沉默的会员身上，并不是向全体会员发放."""
    upgrade = offers.worth(CouponOffer("room-up"), PROGRAMME)
    for stage in ("new", "sticky", "at_risk", "lost"):
        assert decide("birthday", upgrade, replace(DORMANT, stage=stage), "birthday") != CONTACT
    assert decide("birthday", upgrade, DORMANT, "birthday") == CONTACT


def test_what_is_saved_is_the_face_value_by_how_often_such_offers_are_used() -> None:
    assert saved_cents(Worth(face_cents=30_000), 0) == 4_500
    assert saved_cents(Worth(price=True, percent=10), 20_000) == 300
    assert saved_cents(None, 20_000) == 0


def test_what_an_offer_is_follows_from_the_programme() -> None:
    worth = {
        code: offers.worth(CouponOffer(code), PROGRAMME) for code in ("fixed", "voucher", "room-up", "tenth")
    }
    assert worth["fixed"] == Worth(price=True, face_cents=2_000, cost_cents=2_000)
    assert worth["voucher"] == Worth(price=True, big=True, pretext=True, face_cents=30_000, cost_cents=9_000)
    assert worth["room-up"] == Worth(big=True, pretext=True, face_cents=3_000, cost_cents=3_000)
    assert worth["tenth"] == Worth(price=True, percent=10)
    # 1,000 points are worth 50 yuan.
    assert offers.worth(PointsOffer(points=200), PROGRAMME) == Worth(face_cents=1_000, cost_cents=1_000)
    gap = offers.worth(GapOffer(most=1000), PROGRAMME)
    assert gap == Worth(big=True, face_cents=5_000, cost_cents=5_000)
    assert offers.worth(CouponOffer("nobody"), PROGRAMME) == NOTHING


def test_every_reason_has_words_in_chinese_and_english() -> None:
    for reason, (zh, en) in restraining.WORDS.items():
        assert zh.endswith("。") and en.endswith("."), reason
